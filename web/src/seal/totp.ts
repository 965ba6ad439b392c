// Code apps (TOTP, RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits), on the page's side: the secret of an app that is set up is shown there. It opens no vault.

import { toBase64Url } from "../wire/bytes.ts";
import type { NewTotp } from "../wire/messages.ts";

export const SECRET_BYTES = 20;
const STEP_MS = 30_000;
const DIGITS = 6;
/** How far the clocks of the app and of this computer may be apart, in steps. Higher takes more wrong codes for right: 1 in 25,000 at 20. */
const APART = 20;
/** RFC 4648 §6. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an app is told: as an address for a picture, and in groups of four for typing. */
export interface AppDescription {
  readonly address: string;
  readonly groups: readonly string[];
}

export function base32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/** The code at a step (RFC 4226 §5.3). */
export async function codeAt(secret: Uint8Array<ArrayBuffer>, step: number): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter));
  const number = mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** The six digits of what was typed, or null. */
export function readCode(typed: string): string | null {
  const digits = typed.replace(/[\s-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** An app that is being set up. */
export class NewApp {
  private readonly secret: Uint8Array<ArrayBuffer>;
  private readonly now: () => number;
  /** By how many steps its clock is before this computer's; null until it has shown a code. */
  private ahead: number | null = null;

  constructor(secret: Uint8Array<ArrayBuffer>, now: () => number) {
    this.secret = secret;
    this.now = now;
  }

  /** What the app is told. */
  describe(userName: string): AppDescription {
    const secret = base32(this.secret);
    const label = encodeURIComponent(`Curtain:${userName}`).replace("%3A", ":");
    return {
      address: `otpauth://totp/${label}?secret=${secret}&issuer=Curtain`,
      groups: secret.match(/.{1,4}/g) ?? [],
    };
  }

  /** Whether the app shows this code now. */
  async shows(typed: string): Promise<boolean> {
    const code = readCode(typed);
    if (code === null) return false;
    const step = this.step();
    for (let apart = 0; apart <= APART; apart += 1) {
      for (const ahead of apart === 0 ? [0] : [-apart, apart]) {
        if ((await codeAt(this.secret, step + ahead)) !== code) continue;
        this.ahead = ahead;
        return true;
      }
    }
    return false;
  }

  /** For the server, which takes codes of now: what was typed may be minutes old by the time it is told. */
  async told(): Promise<NewTotp> {
    return { secret: toBase64Url(this.secret), code: await codeAt(this.secret, this.step() + (this.ahead ?? 0)) };
  }

  private step(): number {
    return Math.floor(this.now() / STEP_MS);
  }
}
