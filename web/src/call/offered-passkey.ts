// Passkeys among what the browser fills in (WebAuthn Level 3, conditional mediation): offered while a page is shown, taken back with it.

import { PasskeyError } from "../seal/passkey.ts";
import type { Cancel } from "../wire/clock.ts";
import { type OpenAccount, openVault } from "./account.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";

/** The server takes an answer for five minutes: the question is renewed before. */
const RENEW_MS = 4 * 60_000;

export interface OfferedPasskeyOptions {
  readonly scope: Scope;
  readonly ports: Pick<StaffPorts, "accounts" | "clock" | "passkeys" | "seen" | "startSeal">;
  /** A passkey was chosen; what follows takes a moment. */
  readonly chosen: () => void;
  readonly opened: (account: OpenAccount) => void;
  readonly failed: () => void;
}

export class OfferedPasskey {
  private readonly options: OfferedPasskeyOptions;
  private offers: Scope | null = null;

  constructor(options: OfferedPasskeyOptions) {
    this.options = options;
  }

  /** Again, after it was taken back. */
  offer(): void {
    const { scope, ports } = this.options;
    this.takeBack();
    const offers = scope.child();
    this.offers = offers;
    const keep = offers.after(ports.clock, RENEW_MS, () => this.offer());
    // A browser that offers nothing leaves the other ways.
    this.wait(offers, keep).catch(() => undefined);
  }

  takeBack(): void {
    this.offers?.end();
    this.offers = null;
  }

  private async wait(offers: Scope, keep: Cancel): Promise<void> {
    const { ports, chosen, opened, failed } = this.options;
    if (!(await ports.passkeys.offerable()) || offers.ended) return;
    const offered = new AbortController();
    offers.own(() => offered.abort());
    const { ceremony, options } = await ports.accounts.signIn();
    const seal = await ports.startSeal();
    let handed = false;
    offers.own(() => {
      if (!handed) seal.end();
    });
    try {
      const credential = await ports.passkeys.use(seal, options, offered.signal);
      if (offers.ended) return;
      keep();
      chosen();
      const info = await ports.accounts.finishSignIn({ ceremony, credential });
      const account = await openVault(ports, { seal, info });
      if (offers.ended) return;
      handed = true;
      opened(account);
    } catch (error) {
      if (offers.ended) return;
      seal.end();
      // Whoever chose none is told nothing; one that does not open keys was chosen.
      if (!(error instanceof PasskeyError) || error.reason === "noPrf") failed();
    }
  }
}
