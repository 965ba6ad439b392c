// Making a password: user name, the password with advice, and its code app where there is one. What becomes of it is decided by whoever asked for it.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { SealWorker } from "../seal/port.ts";
import { NewApp, SECRET_BYTES } from "../seal/totp.ts";
import { Refusal } from "../wire/api.ts";
import type { NewPassword, Opaque, PasswordAnswer } from "../wire/messages.ts";
import { adviceOn, isTaken, normal, type PasswordJudge, readUserName, wordsOf } from "./password-rule.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type { CodeApp, PasswordAdvice, PasswordMakingView, PasswordScreen, PasswordTrouble } from "./view.ts";

/** While the lists cannot be fetched. */
const FETCH_AGAIN_MS = 3_000;

export interface PasswordMakingOptions {
  readonly scope: Scope;
  readonly ports: Pick<StaffPorts, "clock" | "judge" | "randomBytes">;
  readonly practice: ReadonlySignal<string | null>;
  readonly progress: PasswordMakingView["progress"];
  /** Beside the user name, what a guesser would try first. */
  readonly names: () => readonly (string | null)[];
  readonly userName: string;
  readonly withApp: boolean;
  /** The worker that is to have the password. */
  readonly seal: () => Promise<SealWorker>;
  readonly ask: (request: Opaque) => Promise<PasswordAnswer>;
  /** Takes the password; again, under another name, after it was refused with `userNameTaken`. */
  readonly made: (password: MadePassword) => Promise<void>;
  /** What to say of an error; null where nothing is to be said here. */
  readonly failed: (error: unknown) => PasswordTrouble | null;
  readonly back: () => void;
}

/** A password that the worker has, and what the server has to know of it. */
export class MadePassword {
  userName: string;
  private readonly record: Opaque;
  private readonly app: NewApp | null;

  constructor(userName: string, record: Opaque, app: NewApp | null) {
    this.userName = userName;
    this.record = record;
    this.app = app;
  }

  /** For the server, now. */
  async told(): Promise<NewPassword> {
    return { userName: this.userName, record: this.record, totp: (await this.app?.told()) ?? null };
  }
}

export class PasswordMaking implements PasswordMakingView {
  readonly practice: ReadonlySignal<string | null>;
  readonly progress: PasswordMakingView["progress"];
  readonly screen = signal<PasswordScreen>("choose");
  readonly userName = signal("");
  readonly advice = signal<PasswordAdvice>({ state: "empty" });
  readonly listed = signal<number | null>(null);
  readonly withApp = signal(false);
  readonly app = signal<CodeApp | null>(null);
  readonly wrongCode = signal(false);
  readonly taken = signal(false);
  readonly busy = signal<"preparing" | "finish" | null>(null);
  readonly trouble = signal<PasswordTrouble | null>(null);

  private readonly options: PasswordMakingOptions;
  private judge: PasswordJudge | null = null;
  private looked = "";
  /** Until the worker has it. */
  private password = "";
  private newApp: NewApp | null = null;
  private made: MadePassword | null = null;

  constructor(options: PasswordMakingOptions) {
    this.options = options;
    this.practice = options.practice;
    this.progress = options.progress;
    this.userName.value = options.userName;
    this.withApp.value = options.withApp;
    options.scope.own(() => this.forget());
    void this.fetchJudge();
  }

  private async fetchJudge(): Promise<void> {
    const { scope, ports } = this.options;
    try {
      this.judge = await ports.judge();
      if (scope.ended) return;
      this.listed.value = this.judge.listed;
      this.advice.value = this.adviceOn(this.looked);
    } catch {
      scope.after(ports.clock, FETCH_AGAIN_MS, () => void this.fetchJudge());
    }
  }

  // ---- the password

  setUserName(name: string): void {
    this.userName.value = name;
    this.taken.value = false;
    this.advice.value = this.adviceOn(this.looked);
  }

  setWithApp(on: boolean): void {
    this.withApp.value = on;
  }

  look(password: string): void {
    this.looked = password;
    this.advice.value = this.adviceOn(password);
  }

  private adviceOn(password: string): PasswordAdvice {
    const words = wordsOf("Curtain", this.userName.value, ...this.options.names());
    return adviceOn(password, words, this.judge);
  }

  choose(password: string): void {
    if (this.busy.value !== null || this.screen.value !== "choose") return;
    this.look(password);
    const advice = this.advice.value;
    const named = readUserName(this.userName.value);
    if (named === null || !isTaken(advice)) return;
    this.trouble.value = null;
    this.password = password;
    if (advice.state === "needsApp" || this.withApp.value) this.showApp(named);
    else void this.make(null);
  }

  // ---- the code app

  private showApp(userName: string): void {
    const { ports } = this.options;
    this.newApp ??= new NewApp(ports.randomBytes(SECRET_BYTES), () => ports.clock.now());
    this.app.value = this.newApp.describe(userName);
    this.wrongCode.value = false;
    this.screen.value = "app";
  }

  confirm(code: string): void {
    if (this.busy.value !== null || this.screen.value !== "app") return;
    this.busy.value = "preparing";
    this.trouble.value = null;
    void this.checkApp(code);
  }

  private async checkApp(code: string): Promise<void> {
    const app = this.newApp;
    const shows = await app?.shows(code);
    this.busy.value = null;
    if (this.options.scope.ended || !app) return;
    this.wrongCode.value = !shows;
    if (shows) await this.make(app);
  }

  // ---- making it

  private async make(app: NewApp | null): Promise<void> {
    const { scope, seal, ask } = this.options;
    const userName = readUserName(this.userName.value);
    if (userName === null) return;
    this.busy.value = "preparing";
    try {
      const worker = await seal();
      const { response } = await ask(await worker.startPassword(normal(this.password)));
      const record = await worker.finishPassword(response);
      if (scope.ended) return;
      this.made = new MadePassword(userName, record, app);
    } catch (error) {
      this.failed(error);
      return;
    } finally {
      this.busy.value = null;
    }
    await this.hand(this.made);
  }

  private async hand(made: MadePassword): Promise<void> {
    this.busy.value = "finish";
    try {
      await this.options.made(made);
      this.password = "";
      this.screen.value = "choose";
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy.value = null;
    }
  }

  private failed(error: unknown): void {
    if (this.options.scope.ended) return;
    if (isUserNameTaken(error)) this.askAnotherName();
    else this.trouble.value = this.options.failed(error);
  }

  /** The password stays as it is. */
  askAnotherName(): void {
    this.taken.value = true;
    this.trouble.value = null;
    this.screen.value = "rename";
  }

  rename(): void {
    const { made } = this;
    const named = readUserName(this.userName.value);
    if (this.busy.value !== null || this.screen.value !== "rename" || !made || named === null) return;
    made.userName = named;
    this.taken.value = false;
    this.trouble.value = null;
    void this.hand(made);
  }

  back(): void {
    if (this.busy.value !== null) return;
    this.trouble.value = null;
    if (this.screen.value === "app") this.screen.value = "choose";
    else this.options.back();
  }

  private forget(): void {
    this.password = "";
    this.looked = "";
    this.newApp = null;
    this.app.value = null;
  }
}

export function isUserNameTaken(error: unknown): boolean {
  return error instanceof Refusal && error.code === "userNameTaken";
}
