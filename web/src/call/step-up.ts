// Showing again who one is, where the server asks for it: in one place, around the questions that the pages of an open account have.

import { type Signal, signal } from "@preact/signals";
import { PasskeyError } from "../seal/passkey.ts";
import { SealError, type SealWorker } from "../seal/port.ts";
import type { Accounts } from "../wire/accounts.ts";
import { Refusal } from "../wire/api.ts";
import type { AccountInfo } from "../wire/messages.ts";
import { isNotProved, isSessionOver } from "./account.ts";
import { type Attempted, PasswordAttempt } from "./password-attempt.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfServer } from "./troubles.ts";
import type { ProofTrouble, ProofView, ProofWay } from "./view.ts";

export interface StepUpOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  /** The account as it is known now. */
  readonly info: () => AccountInfo;
  /** Where the screens see that it is asked for. */
  readonly shown: Signal<ProofView | null>;
}

export class StepUp {
  private readonly options: StepUpOptions;
  private proving: Promise<boolean> | null = null;

  constructor(options: StepUpOptions) {
    this.options = options;
  }

  /** The same questions; those that are refused until the person has shown who they are, wait for it, and are asked again then.
   * Rejects with the refusal (`isNotProved`) where the person did not. */
  guard(accounts: Accounts): Accounts {
    const guarded =
      <Said extends unknown[], T>(ask: (...said: Said) => Promise<T>) =>
      async (...said: Said): Promise<T> => {
        for (;;) {
          try {
            return await ask(...said);
          } catch (error) {
            if (!isNotProved(error) || !(await this.prove())) throw error;
          }
        }
      };
    return {
      ...accounts,
      accountPasskey: guarded(accounts.accountPasskey),
      accountPassword: guarded(accounts.accountPassword),
      changeWays: guarded(accounts.changeWays),
      endSession: guarded(accounts.endSession),
      invite: guarded(accounts.invite),
      certify: guarded(accounts.certify),
      signOutColleague: guarded(accounts.signOutColleague),
      end: guarded(accounts.end),
      erase: guarded(accounts.erase),
    };
  }

  /** Asks once, however many wait for it. */
  private prove(): Promise<boolean> {
    this.proving ??= this.ask().finally(() => {
      this.proving = null;
    });
    return this.proving;
  }

  private ask(): Promise<boolean> {
    const { scope, ports, info, shown } = this.options;
    if (scope.ended) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      const asking = scope.child();
      const proof = new Asking({
        scope: asking,
        ports,
        info: info(),
        over: (error) => {
          reject(error);
          asking.end();
        },
        done: (proved) => {
          resolve(proved);
          asking.end();
        },
      });
      shown.value = proof;
      asking.own(() => {
        if (shown.value === proof) shown.value = null;
        // Of a page that was left.
        resolve(false);
      });
    });
  }
}

interface AskingOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly info: AccountInfo;
  readonly done: (proved: boolean) => void;
  /** The session is over. */
  readonly over: (error: unknown) => void;
}

class Asking implements ProofView {
  readonly ways: readonly ProofWay[];
  readonly way;
  readonly userName: string | null;
  readonly codeNeeded = signal(false);
  readonly wrongCode = signal(false);
  readonly busy = signal(false);
  readonly trouble = signal<ProofTrouble | null>(null);

  private readonly options: AskingOptions;
  private attempt: PasswordAttempt<void> | null = null;
  /** A worker of its own: the account's has other things in hand. */
  private seal: SealWorker | null = null;

  constructor(options: AskingOptions) {
    this.options = options;
    const { scope, ports, info } = options;
    this.userName = info.password?.userName ?? null;
    this.ways = [
      ...(info.passkeys.length > 0 && ports.passkeys.supported() ? (["passkey"] as const) : []),
      ...(info.password ? (["password"] as const) : []),
      "sheet",
    ];
    this.way = signal<ProofWay>(this.ways[0] ?? "sheet");
    scope.own(() => this.drop());
  }

  choose(way: ProofWay): void {
    if (this.busy.value || !this.ways.includes(way)) return;
    this.startAnew(null);
    this.way.value = way;
  }

  usePasskey(): void {
    this.during(async (seal) => {
      const { ports } = this.options;
      const { ceremony, options } = await ports.accounts.signIn();
      const credential = await ports.passkeys.use(seal, options);
      await ports.accounts.prove({ type: "passkey", signIn: { ceremony, credential } });
      this.done();
    });
  }

  usePassword(password: string): void {
    const { userName } = this;
    if (userName === null) return;
    this.during(async (seal) => {
      const { ports } = this.options;
      this.attempt = new PasswordAttempt({
        ports,
        seal,
        finish: (finish) => ports.accounts.prove({ type: "password", finish }),
      });
      this.take(await this.attempt.begin(userName, password));
    });
  }

  enterCode(code: string): void {
    const { attempt } = this;
    if (attempt) this.during(async () => this.take(await attempt.withCode(code)));
  }

  useSheet(typed: string): void {
    this.during(async (seal) => {
      const { ports } = this.options;
      const key = await seal.offerCode(typed);
      const { ceremony } = await ports.accounts.signIn();
      const signature = await seal.signWithCode(ceremony, ports.origin);
      await ports.accounts.prove({ type: "code", signIn: { ceremony, key, signature } });
      this.done();
    });
  }

  cancel(): void {
    this.options.done(false);
  }

  private take({ to }: Attempted<void>): void {
    if (to === "done") this.done();
    else if (to === "code") this.codeNeeded.value = true;
    else if (to === "wrongCode") this.wrongCode.value = true;
    else this.startAnew(to === "wrong" ? "notYou" : "again");
  }

  private done(): void {
    if (!this.options.scope.ended) this.options.done(true);
  }

  private during(work: (seal: SealWorker) => Promise<void>): void {
    if (this.busy.value) return;
    this.busy.value = true;
    this.wrongCode.value = false;
    this.trouble.value = null;
    this.attended(work)
      .catch((error) => this.failed(error))
      .finally(() => {
        this.busy.value = false;
      });
  }

  private async attended(work: (seal: SealWorker) => Promise<void>): Promise<void> {
    const { scope, ports } = this.options;
    this.seal ??= await ports.startSeal();
    if (scope.ended) this.drop();
    else await work(this.seal);
  }

  private failed(error: unknown): void {
    const { scope, over } = this.options;
    if (scope.ended) return;
    if (isSessionOver(error)) {
      over(error);
      return;
    }
    const trouble = troubleOfProof(error);
    // Where the server was not reached, the attempt goes on with another press.
    if (this.codeNeeded.value && trouble === "offline") this.trouble.value = trouble;
    else this.startAnew(trouble);
  }

  private startAnew(trouble: ProofTrouble | null): void {
    this.drop();
    this.codeNeeded.value = false;
    this.wrongCode.value = false;
    this.trouble.value = trouble;
  }

  private drop(): void {
    this.seal?.end();
    this.seal = null;
    this.attempt = null;
  }
}

function troubleOfProof(error: unknown): ProofTrouble {
  if (error instanceof PasskeyError) return "passkey";
  if (error instanceof SealError && error.reason === "mistypedCode") return "mistyped";
  if (error instanceof Refusal && error.code === "badCredential") return "notYou";
  return troubleOfServer(error);
}
