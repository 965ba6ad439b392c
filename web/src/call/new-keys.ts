// A new account's keys: the passkey or the password that locks them, the recovery sheet, and the check that it was kept. Whose account it is, and
// what the server is told of its owner, is decided by whoever asked for it.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { SealWorker } from "../seal/port.ts";
import type { Enrolment as Finish, NewPasskey } from "../wire/messages.ts";
import type { OpenAccount } from "./account.ts";
import { isUserNameTaken, type MadePassword, PasswordMaking } from "./password-making.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import { Sheet } from "./sheet.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { isTooLate, troubleOf, troubleOfPassword } from "./troubles.ts";
import type { EnrolmentTrouble, PasswordMakingView, PasswordTrouble } from "./view.ts";

/** The screens that are shown meanwhile. */
export type KeysScreen = "passkey" | "password" | "sheet" | "kept";

/** Who enrols, and their keys. */
export type Claim = Pick<Finish, "who" | "vault" | "recoveryKey">;

export interface NewKeysOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly token: string;
  readonly practice: ReadonlySignal<string | null>;
  readonly progress: ReadonlySignal<readonly [number, number]>;
  /** What is shown now. */
  readonly at: () => string;
  readonly show: (screen: KeysScreen) => void;
  /** Of the account's owner. */
  readonly name: () => string;
  /** The server must not learn the name. */
  readonly isNameSealed: boolean;
  readonly account: () => string | undefined;
  /** A new worker, in which the keys are to be made. */
  readonly startSeal: () => Promise<SealWorker>;
  readonly claim: (seal: SealWorker) => Promise<Claim>;
  readonly done: (account: OpenAccount) => Promise<void> | void;
  /** Whether that is about the link itself; then it was said on a page of its own. */
  readonly refused: (error: unknown) => boolean;
}

/** The worker with the new keys, and the way in that they are locked with. */
interface Made {
  readonly seal: SealWorker;
  readonly passkey: NewPasskey | null;
  readonly password: MadePassword | null;
}

export class NewKeys {
  readonly busy = signal<"passkey" | "keys" | "finish" | null>(null);
  readonly trouble = signal<EnrolmentTrouble | null>(null);
  readonly sheet;
  readonly asked;
  readonly mistyped;
  readonly hasPasskeys: boolean;
  readonly password = signal<PasswordMakingView | null>(null);

  private readonly options: NewKeysOptions;
  private readonly paper: Sheet;
  private made: Made | null = null;
  private making: PasswordMaking | null = null;
  /** A worker in which a password is being made. */
  private passwordSeal: SealWorker | null = null;
  /** Told to the server again, should the first time fail. */
  private completed: Omit<Finish, "password"> | null = null;

  constructor(options: NewKeysOptions) {
    this.options = options;
    this.hasPasskeys = options.ports.passkeys.supported();
    this.paper = new Sheet(options.ports);
    this.sheet = this.paper.written;
    this.asked = this.paper.asked;
    this.mistyped = this.paper.mistyped;
    options.scope.own(() => this.drop());
  }

  /** Another screen is shown: what went wrong on the one before is not said any more. */
  clear(): void {
    this.trouble.value = null;
    this.mistyped.value = false;
  }

  // ---- the passkey

  makePasskey(): void {
    if (this.busy.value !== null || this.options.at() !== "passkey") return;
    this.busy.value = "passkey";
    this.trouble.value = null;
    void this.make().finally(() => {
      this.busy.value = null;
    });
  }

  private async make(): Promise<void> {
    const { scope, ports, token, isNameSealed, startSeal } = this.options;
    if (!ports.passkeys.supported()) return this.fail("unsupported");
    this.drop();
    let seal: SealWorker | null = null;
    try {
      seal = await startSeal();
      const name = cleanName(this.options.name());
      const { options } = await ports.accounts.enrolmentPasskey({ token, name: isNameSealed ? "" : name });
      const credential = await ports.passkeys.create(seal, options, isNameSealed ? name : null);
      this.busy.value = "keys";
      await this.makeKeys({ seal, passkey: { name: ports.deviceName, credential }, password: null });
    } catch (error) {
      seal?.end();
      if (!scope.ended && !this.options.refused(error)) this.fail(troubleOf(error));
    }
  }

  /** After the way in: the keys, and the sheet that opens them too. */
  private async makeKeys(made: Made): Promise<void> {
    const { scope, account, name, practice, show } = this.options;
    const id = account();
    if (id === undefined) return;
    const recoveryCode = await made.seal.makeAccount(id);
    if (scope.ended) return made.seal.end();
    this.made = made;
    this.paper.write(recoveryCode, practice.peek() ?? "", cleanName(name()));
    this.clear();
    show("sheet");
  }

  // ---- a password in its place

  usePassword(): void {
    const { scope, ports, token, practice, progress, name, at, show } = this.options;
    if (this.busy.value !== null || at() !== "passkey") return;
    this.trouble.value = null;
    this.making ??= new PasswordMaking({
      scope,
      ports,
      practice,
      progress,
      names: () => [practice.peek(), name()],
      userName: "",
      withApp: false,
      seal: () => this.sealForPassword(),
      ask: (request) => ports.accounts.enrolmentPassword({ token, request }),
      made: (password) => this.took(password),
      failed: (error) => this.failedPassword(error),
      back: () => show(this.completed ? "kept" : "passkey"),
    });
    this.password.value = this.making;
    show("password");
  }

  private async sealForPassword(): Promise<SealWorker> {
    this.drop();
    this.passwordSeal = await this.options.startSeal();
    return this.passwordSeal;
  }

  private async took(password: MadePassword): Promise<void> {
    if (this.made?.password === password) return await this.tell();
    const seal = this.passwordSeal;
    if (seal) await this.makeKeys({ seal, passkey: null, password });
  }

  private failedPassword(error: unknown): PasswordTrouble | null {
    return this.options.refused(error) ? null : troubleOfPassword(error);
  }

  // ---- the end

  finish(first: string, second: string): void {
    if (this.busy.value !== null || this.options.at() !== "kept" || !this.paper.holds(first, second)) return;
    this.busy.value = "finish";
    this.trouble.value = null;
    void this.complete().finally(() => {
      this.busy.value = null;
    });
  }

  private async complete(): Promise<void> {
    const { scope, refused, show } = this.options;
    try {
      await this.tell();
    } catch (error) {
      if (scope.ended || refused(error)) return;
      if (this.making && isUserNameTaken(error)) {
        this.making.askAnotherName();
        show("password");
      } else if (isTooLate(error)) {
        this.drop();
        show("passkey");
        this.fail("tooLate");
      } else {
        this.fail(troubleOf(error));
      }
    }
  }

  private async tell(): Promise<void> {
    const { scope, ports, token, claim, done } = this.options;
    const { made } = this;
    if (!made) return;
    this.completed ??= { token, ...(await claim(made.seal)), passkey: made.passkey };
    const password = (await made.password?.told()) ?? null;
    const info = await ports.accounts.finishEnrolment({ ...this.completed, password });
    if (scope.ended) return;
    await done({ seal: made.seal, info });
  }

  /** The account is made, and the worker is somebody else's from here on. */
  handOver(): void {
    this.made = null;
    this.passwordSeal = null;
    this.paper.forget();
  }

  private fail(trouble: EnrolmentTrouble): void {
    this.trouble.value = trouble;
  }

  private drop(): void {
    this.made?.seal.end();
    this.passwordSeal?.end();
    this.made = null;
    this.passwordSeal = null;
    this.completed = null;
    this.paper.forget();
  }
}
