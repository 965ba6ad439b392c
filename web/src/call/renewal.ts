// A new recovery sheet; for whoever came in by the old one, with a new passkey or password in place of all there were. Nothing changes before the sheet was kept.

import { computed, signal } from "@preact/signals";
import { SealError, type WaysChange } from "../seal/port.ts";
import type { AccountInfo } from "../wire/messages.ts";
import { isNotProved, isSessionOver } from "./account.ts";
import { isUserNameTaken, type MadePassword, type PasswordMaking } from "./password-making.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import { Sheet } from "./sheet.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfPassword, troubleOfWays } from "./troubles.ts";
import type { PasswordMakingView, PasswordTrouble, RenewalScreen, RenewalView, WaysTrouble } from "./view.ts";
import type { NewWays, Prepared, Ways } from "./ways.ts";

const SCREENS: readonly RenewalScreen[] = ["start", "sheet", "kept"];

export interface RenewalOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly ways: Ways;
  readonly info: AccountInfo;
  readonly why: RenewalView["why"];
  readonly done: (info: AccountInfo) => void;
  /** Leaves everything as it was. */
  readonly stop: () => void;
  readonly signOut: () => void;
  /** The session is over. */
  readonly lost: () => void;
}

export class Renewal implements RenewalView {
  readonly why: RenewalView["why"];
  readonly screen = signal<RenewalScreen>("start");
  readonly progress = computed(() => [Math.max(0, SCREENS.indexOf(this.screen.value)), SCREENS.length] as const);
  readonly hasPasskeys: boolean;
  readonly password = signal<PasswordMakingView | null>(null);
  readonly practice;
  readonly busy = signal<"passkey" | "keys" | "finish" | null>(null);
  readonly trouble = signal<WaysTrouble | null>(null);
  readonly sheet;
  readonly asked;
  readonly mistyped;

  private readonly options: RenewalOptions;
  private readonly paper: Sheet;
  private making: PasswordMaking | null = null;
  /** Told to the server again, should the first time fail. */
  private prepared: Prepared | null = null;

  constructor(options: RenewalOptions) {
    this.options = options;
    this.why = options.why;
    this.hasPasskeys = options.ports.passkeys.supported();
    this.practice = signal(options.info.practice.name);
    this.paper = new Sheet(options.ports);
    this.sheet = this.paper.written;
    this.asked = this.paper.asked;
    this.mistyped = this.paper.mistyped;
    options.scope.own(() => this.drop());
  }

  make(): void {
    if (this.screen.value !== "start") return;
    this.during(this.why === "lost" ? "passkey" : "keys", () => this.prepare());
  }

  private async prepare(): Promise<void> {
    const { scope, ports, ways, info } = this.options;
    if (this.why === "sheet") return await this.write({ addPasskey: false, remove: [], password: "keep" }, {});
    if (!ports.passkeys.supported()) {
      this.trouble.value = "unsupported";
      return;
    }
    const passkey = { name: ports.deviceName, credential: await ways.makePasskey() };
    if (scope.ended) return;
    this.busy.value = "keys";
    const password = info.password ? "remove" : "keep";
    await this.write({ addPasskey: true, remove: this.lost, password }, { passkey });
  }

  /** Has the sheet made, and everything that the server is to be told at the end. */
  private async write(change: Omit<WaysChange, "renewCode">, made: NewWays): Promise<void> {
    const { scope, ways, info } = this.options;
    const prepared = await ways.prepare({ ...change, renewCode: true }, made);
    if (scope.ended) return;
    if (prepared.recoveryCode === null) throw new SealError("internal");
    this.prepared = prepared;
    this.paper.write(prepared.recoveryCode, info.practice.name, cleanName(info.name));
    this.screen.value = "sheet";
  }

  private get lost(): readonly string[] {
    return this.options.info.passkeys.map(({ credential }) => credential);
  }

  // ---- a password in place of a passkey

  usePassword(): void {
    if (this.busy.value !== null || this.screen.value !== "start" || this.why !== "lost") return;
    const { scope, ways, info } = this.options;
    this.trouble.value = null;
    this.making ??= ways.makePassword(info, {
      scope,
      progress: this.progress,
      made: (password) => this.took(password),
      failed: (error) => this.failedPassword(error),
      back: () => {
        this.screen.value = this.prepared ? "kept" : "start";
      },
    });
    this.password.value = this.making;
    this.screen.value = "password";
  }

  private async took(password: MadePassword): Promise<void> {
    if (this.prepared?.password === password) await this.complete();
    else await this.write({ addPasskey: false, remove: this.lost, password: "set" }, { password });
  }

  private failedPassword(error: unknown): PasswordTrouble | null {
    if (isNotProved(error)) return null;
    if (!isSessionOver(error)) return troubleOfPassword(error);
    this.options.lost();
    return null;
  }

  next(): void {
    if (this.screen.value === "sheet") this.screen.value = "kept";
  }

  back(): void {
    if (this.busy.value !== null || this.screen.value !== "kept") return;
    this.trouble.value = null;
    this.mistyped.value = false;
    this.screen.value = "sheet";
  }

  finish(first: string, second: string): void {
    if (this.busy.value !== null || this.screen.value !== "kept" || !this.paper.holds(first, second)) return;
    this.during("finish", () => this.complete());
  }

  private async complete(): Promise<void> {
    const { scope, ways, done } = this.options;
    if (!this.prepared) return;
    const info = await ways.tell(this.prepared);
    if (!scope.ended) done(info);
  }

  private during(busy: "passkey" | "keys" | "finish", work: () => Promise<void>): void {
    if (this.busy.value !== null) return;
    this.busy.value = busy;
    this.trouble.value = null;
    work()
      .catch((error) => this.failed(error))
      .finally(() => {
        this.busy.value = null;
      });
  }

  private failed(error: unknown): void {
    if (this.options.scope.ended || isNotProved(error)) return;
    if (isSessionOver(error)) {
      this.options.lost();
      return;
    }
    if (this.making && isUserNameTaken(error)) {
      this.making.askAnotherName();
      this.screen.value = "password";
      return;
    }
    const made = this.prepared !== null && (this.prepared.told.passkey ?? this.prepared.password) !== null;
    const trouble = troubleOfWays(error, made);
    if (trouble === "tooLate") {
      this.drop();
      this.screen.value = "start";
    }
    this.trouble.value = trouble;
  }

  stop(): void {
    if (this.busy.value !== "finish") this.options.stop();
  }

  signOut(): void {
    this.options.signOut();
  }

  private drop(): void {
    this.prepared = null;
    this.making = null;
    this.password.value = null;
    this.paper.forget();
  }
}
