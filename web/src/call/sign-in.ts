// Signing in with a passkey: the device's question, the server's yes, and the vault opened with what only this passkey gives.

import { signal } from "@preact/signals";
import type { SealWorker } from "../seal/port.ts";
import { type OpenAccount, openVault } from "./account.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOf, troubleOfOpening } from "./troubles.ts";
import type { SignedOut, SignInTrouble, SignInView } from "./view.ts";

export interface SignInOptions {
  readonly ports: StaffPorts;
  readonly why: SignedOut | null;
  readonly opened: (account: OpenAccount) => void;
  readonly toPassword: () => void;
  readonly toCode: () => void;
}

export class SignIn implements SignInView {
  readonly hasPasskeys: boolean;
  readonly why = signal<SignedOut | null>(null);
  readonly busy = signal<"passkey" | "opening" | null>(null);
  readonly trouble = signal<SignInTrouble | null>(null);

  private readonly options: SignInOptions;

  constructor(options: SignInOptions) {
    this.options = options;
    this.why.value = options.why;
    this.hasPasskeys = options.ports.passkeys.supported();
  }

  signIn(): void {
    if (this.busy.value !== null) return;
    this.busy.value = "passkey";
    this.trouble.value = null;
    void this.open().finally(() => {
      this.busy.value = null;
    });
  }

  toPassword(): void {
    if (this.busy.value === null) this.options.toPassword();
  }

  toCode(): void {
    if (this.busy.value === null) this.options.toCode();
  }

  private async open(): Promise<void> {
    const { ports, opened } = this.options;
    if (!ports.passkeys.supported()) return this.fail("unsupported");
    let seal: SealWorker | null = null;
    try {
      seal = await ports.startSeal();
      const { ceremony, options } = await ports.accounts.signIn();
      const credential = await ports.passkeys.use(seal, options);
      this.busy.value = "opening";
      const info = await ports.accounts.finishSignIn({ ceremony, credential });
      opened(await openVault(ports, { seal, info }));
    } catch (error) {
      seal?.end();
      this.fail(troubleOfOpening(error) ?? troubleOf(error));
    }
  }

  private fail(trouble: SignInTrouble): void {
    this.why.value = null;
    this.trouble.value = trouble;
  }
}
