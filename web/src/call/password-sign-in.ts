// Signing in with a password, and the code of an app where one is asked for. Passkeys are offered beside, where the browser fills in the user name.

import { signal } from "@preact/signals";
import type { SealWorker } from "../seal/port.ts";
import type { AccountInfo } from "../wire/messages.ts";
import { type OpenAccount, openVault } from "./account.ts";
import { OfferedPasskey } from "./offered-passkey.ts";
import { type Attempted, PasswordAttempt } from "./password-attempt.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfOpening, troubleOfServer } from "./troubles.ts";
import type { PasswordSignInTrouble, PasswordSignInView } from "./view.ts";

export interface PasswordSignInOptions {
  /** Ends when this page is left. */
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly opened: (account: OpenAccount) => void;
  /** To the other ways. */
  readonly back: () => void;
  readonly toCode: () => void;
}

/** An attempt, and the worker that has the password. */
interface Trying {
  readonly seal: SealWorker;
  readonly attempt: PasswordAttempt<AccountInfo>;
}

export class PasswordSignIn implements PasswordSignInView {
  readonly screen = signal<"password" | "code">("password");
  readonly offersPasskeys: boolean;
  readonly busy = signal<"trying" | "opening" | null>(null);
  readonly wrongCode = signal(false);
  readonly trouble = signal<PasswordSignInTrouble | null>(null);

  private readonly options: PasswordSignInOptions;
  private readonly offered: OfferedPasskey;
  private trying: Trying | null = null;

  constructor(options: PasswordSignInOptions) {
    this.options = options;
    const { scope, ports } = options;
    this.offersPasskeys = ports.passkeys.supported();
    this.offered = new OfferedPasskey({
      scope,
      ports,
      chosen: () => {
        this.trouble.value = null;
        this.busy.value = "opening";
      },
      opened: (account) => options.opened(account),
      failed: () => {
        this.busy.value = null;
        this.trouble.value = "passkey";
      },
    });
    scope.own(() => this.drop());
  }

  begin(): void {
    if (this.offersPasskeys) this.offered.offer();
  }

  signIn(userName: string, password: string): void {
    if (this.busy.value !== null || this.screen.value !== "password") return;
    this.offered.takeBack();
    void this.during(async () => {
      const { scope, ports } = this.options;
      const seal = await ports.startSeal();
      if (scope.ended) return seal.end();
      const attempt = new PasswordAttempt({
        ports,
        seal,
        finish: (finish) => ports.accounts.finishPasswordSignIn(finish),
      });
      this.drop();
      this.trying = { seal, attempt };
      await this.take(await attempt.begin(userName, password));
    });
  }

  enterCode(code: string): void {
    const { trying } = this;
    if (this.busy.value !== null || this.screen.value !== "code" || !trying) return;
    void this.during(async () => this.take(await trying.attempt.withCode(code)));
  }

  back(): void {
    if (this.busy.value !== null) return;
    if (this.screen.value === "code") this.stop(null);
    else this.options.back();
  }

  toCode(): void {
    if (this.busy.value === null) this.options.toCode();
  }

  private async take(attempted: Attempted<AccountInfo>): Promise<void> {
    switch (attempted.to) {
      case "done":
        return await this.open(attempted.value);
      case "code":
        this.screen.value = "code";
        return;
      case "wrongCode":
        this.wrongCode.value = true;
        return;
      case "wrong":
        return this.stop("wrong");
      case "over":
        return this.stop("again");
    }
  }

  private async open(info: AccountInfo): Promise<void> {
    const { scope, ports, opened } = this.options;
    const seal = this.trying?.seal;
    if (scope.ended || !seal) return;
    this.busy.value = "opening";
    const account = await openVault(ports, { seal, info });
    if (scope.ended) return;
    this.trying = null;
    opened(account);
  }

  private async during(work: () => Promise<void>): Promise<void> {
    this.busy.value = "trying";
    this.wrongCode.value = false;
    this.trouble.value = null;
    try {
      await work();
    } catch (error) {
      const trouble = troubleOfOpening(error) ?? troubleOfServer(error);
      // Where the server was not reached, the attempt goes on with another press.
      if (this.screen.value === "code" && trouble === "offline") this.trouble.value = trouble;
      else this.stop(trouble === "unknown" ? "wrong" : trouble);
    } finally {
      this.busy.value = null;
    }
  }

  /** Ends the attempt; another one begins with the password. */
  private stop(trouble: PasswordSignInTrouble | null): void {
    this.drop();
    this.screen.value = "password";
    this.wrongCode.value = false;
    this.trouble.value = trouble;
    if (!this.options.scope.ended) this.begin();
  }

  private drop(): void {
    this.trying?.seal.end();
    this.trying = null;
  }
}
