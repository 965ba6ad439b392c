// Signing in with the recovery sheet: the code is read, the server convinced, and the vault opened. The code stays in the worker.

import { signal } from "@preact/signals";
import { SealError, type SealWorker } from "../seal/port.ts";
import { type OpenAccount, openVault } from "./account.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfOpening, troubleOfServer } from "./troubles.ts";
import type { CodeSignInView, CodeTrouble } from "./view.ts";

export interface CodeSignInOptions {
  readonly ports: StaffPorts;
  readonly opened: (account: OpenAccount) => void;
  readonly back: () => void;
}

export class CodeSignIn implements CodeSignInView {
  readonly busy = signal(false);
  readonly mistyped = signal(false);
  readonly trouble = signal<CodeTrouble | null>(null);

  private readonly options: CodeSignInOptions;

  constructor(options: CodeSignInOptions) {
    this.options = options;
  }

  signIn(typed: string): void {
    if (this.busy.value) return;
    this.busy.value = true;
    this.mistyped.value = false;
    this.trouble.value = null;
    void this.open(typed).finally(() => {
      this.busy.value = false;
    });
  }

  private async open(typed: string): Promise<void> {
    const { ports, opened } = this.options;
    let seal: SealWorker | null = null;
    try {
      seal = await ports.startSeal();
      const key = await seal.offerCode(typed);
      const { ceremony } = await ports.accounts.signIn();
      const signature = await seal.signWithCode(ceremony, ports.origin);
      const info = await ports.accounts.signInWithCode({ ceremony, key, signature });
      opened(await openVault(ports, { seal, info }));
    } catch (error) {
      seal?.end();
      if (error instanceof SealError && error.reason === "mistypedCode") this.mistyped.value = true;
      else this.trouble.value = troubleOfOpening(error) ?? troubleOfServer(error);
    }
  }

  back(): void {
    if (!this.busy.value) this.options.back();
  }
}
