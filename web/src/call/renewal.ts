// A new recovery sheet; for whoever came in by the old one, with a new passkey in place of all there were. Nothing changes before the sheet was kept.

import { computed, signal } from "@preact/signals";
import { SealError } from "../seal/port.ts";
import type { AccountInfo, WaysChanged } from "../wire/messages.ts";
import { isSessionOver } from "./account.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import { Sheet } from "./sheet.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfWays } from "./troubles.ts";
import type { RenewalScreen, RenewalView, WaysTrouble } from "./view.ts";
import type { Ways } from "./ways.ts";

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
  readonly progress = computed(() => [SCREENS.indexOf(this.screen.value), SCREENS.length] as const);
  readonly practice;
  readonly busy = signal<"passkey" | "keys" | "finish" | null>(null);
  readonly trouble = signal<WaysTrouble | null>(null);
  readonly sheet;
  readonly asked;
  readonly mistyped;

  private readonly options: RenewalOptions;
  private readonly paper: Sheet;
  /** Told to the server again as it is, should the first time fail. */
  private told: WaysChanged | null = null;

  constructor(options: RenewalOptions) {
    this.options = options;
    this.why = options.why;
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
    const lost = this.why === "lost";
    if (lost && !ports.passkeys.supported()) {
      this.trouble.value = "unsupported";
      return;
    }
    const passkey = lost ? { name: ports.deviceName, credential: await ways.makePasskey() } : null;
    if (scope.ended) return;
    this.busy.value = "keys";
    const remove = lost ? info.passkeys.map(({ credential }) => credential) : [];
    const { told, recoveryCode } = await ways.prepare({ addPasskey: lost, remove, renewCode: true }, passkey);
    if (scope.ended) return;
    if (recoveryCode === null) throw new SealError("internal");
    this.told = told;
    this.paper.write(recoveryCode, info.practice.name, cleanName(info.name));
    this.screen.value = "sheet";
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
    if (!this.told) return;
    const info = await ways.tell(this.told);
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
    if (this.options.scope.ended) return;
    if (isSessionOver(error)) {
      this.options.lost();
      return;
    }
    const trouble = troubleOfWays(error, (this.told?.passkey ?? null) !== null);
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
    this.told = null;
    this.paper.forget();
  }
}
