// Signing in with the recovery sheet: the code is read, the server convinced, and the vault opened. The code stays in the worker.

import { signal } from "@preact/signals";
import { SealError, type SealWorker } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { OpenAccount } from "./account.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfServer } from "./troubles.ts";
import type { CodeSignInView, CodeTrouble } from "./view.ts";

export interface CodeSignInOptions {
  readonly ports: StaffPorts;
  readonly opened: (account: OpenAccount) => void;
  readonly toPasskey: () => void;
}

export class CodeSignIn implements CodeSignInView {
  readonly busy = signal(false);
  readonly mistyped = signal(false);
  readonly trouble = signal<CodeTrouble | null>(null);

  private readonly options: CodeSignInOptions;

  constructor(options: CodeSignInOptions) {
    this.options = options;
    // Whoever comes in this way needs a new passkey next.
    if (!options.ports.passkeys.supported()) this.trouble.value = "unsupported";
  }

  signIn(typed: string): void {
    if (this.busy.value || !this.options.ports.passkeys.supported()) return;
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
      const { practice, account, certificate, vault } = info;
      await seal.openAccount({ account, rootKey: practice.rootKey, certificate, vault });
      opened({ seal, info });
    } catch (error) {
      seal?.end();
      if (error instanceof SealError && error.reason === "mistypedCode") this.mistyped.value = true;
      else this.trouble.value = troubleIn(error);
    }
  }

  toPasskey(): void {
    if (!this.busy.value) this.options.toPasskey();
  }
}

function troubleIn(error: unknown): CodeTrouble {
  if (error instanceof SealError) return error.reason === "workerFailed" ? "internal" : "vaultClosed";
  if (error instanceof Refusal && error.code === "badCredential") return "unknown";
  if (error instanceof Refusal && error.code === "unknownLink") return "notSetUp";
  return troubleOfServer(error);
}
