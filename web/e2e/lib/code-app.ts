// A code app as people have on their phone (TOTP, RFC 6238), written apart from the client's.

import { createHmac } from "node:crypto";
import { until } from "./until.ts";

const STEP_MS = 30_000;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export class CodeApp {
  readonly #secret: Buffer;
  /** The step of the last code: the server takes each once. */
  #last = 0;

  /** With the secret as the page shows it, for typing. */
  constructor(typed: string) {
    const bits = [...typed.replace(/\s/g, "")]
      .map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, "0"))
      .join("");
    this.#secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  /** A code that was not shown yet; one step early where this one's was, which the server takes as well. */
  async next(): Promise<string> {
    const now = () => Math.floor(Date.now() / STEP_MS);
    const step = Math.max(now(), this.#last + 1);
    await until("a code that the server takes", () => step <= now() + 1, 2 * STEP_MS);
    this.#last = step;
    return this.#at(step);
  }

  #at(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac("sha1", this.#secret).update(counter).digest();
    const number = mac.readUInt32BE(mac.readUInt8(19) & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
  }
}
