// What the server says of the account that is open: its passkeys, its sessions, and who signed in to it meanwhile.

import { type Signal, signal } from "@preact/signals";
import { Refusal } from "../wire/api.ts";
import type { AccountInfo } from "../wire/messages.ts";
import { isSessionOver, withName } from "./account.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type { Newcomers } from "./view.ts";

/** Lower tells of someone else's signing in sooner, higher asks the server less. */
const LOOK_EVERY_MS = 30_000;

export interface AccountWatchOptions {
  readonly scope: Scope;
  readonly ports: Pick<StaffPorts, "clock" | "accounts">;
  readonly info: AccountInfo;
  /** The session is over. */
  readonly lost: () => void;
}

export class AccountWatch {
  readonly info: Signal<AccountInfo>;
  readonly reconnecting = signal(false);
  /** Who signed in to this account after this page did, until it is dismissed. */
  readonly newcomers = signal<Newcomers | null>(null);

  private readonly options: AccountWatchOptions;
  /** When this page signed in, by the server's clock. */
  private readonly since: number;
  private readonly known: Set<string>;
  /** Counts the questions: an answer that a later one has overtaken shows what is no longer so. */
  private asked = 0;
  private shown = 0;

  constructor(options: AccountWatchOptions) {
    this.options = options;
    const { sessions } = options.info;
    this.info = signal(options.info);
    this.since = sessions.find(({ own }) => own)?.beganAt ?? Math.max(0, ...sessions.map(({ beganAt }) => beganAt));
    this.known = new Set(sessions.map(({ session }) => session));
  }

  begin(): void {
    const { scope, ports } = this.options;
    scope.every(ports.clock, LOOK_EVERY_MS, () => void this.look());
  }

  async look(): Promise<void> {
    const { scope, ports, lost } = this.options;
    this.asked += 1;
    const question = this.asked;
    try {
      const info = await ports.accounts.account();
      if (scope.ended || question < this.shown) return;
      this.shown = question;
      this.show(info);
    } catch (error) {
      if (scope.ended) return;
      if (isSessionOver(error)) return lost();
      // What the server refuses now it will refuse again; only what it does not answer is waited for.
      this.reconnecting.value = !(error instanceof Refusal);
    }
  }

  /** What the server answered to something else, and is newer than any answer still to come. */
  take(info: AccountInfo): void {
    this.asked += 1;
    this.shown = this.asked;
    this.show(info);
  }

  dismiss(): void {
    this.newcomers.value = null;
  }

  private show(info: AccountInfo): void {
    this.info.value = withName(info, this.info.peek());
    this.reconnecting.value = false;
    for (const { session, own, beganAt, client } of info.sessions) {
      if (own || beganAt <= this.since || this.known.has(session)) continue;
      this.known.add(session);
      const count = (this.newcomers.value?.count ?? 0) + 1;
      this.newcomers.value = { count, client: cleanName(client) };
    }
  }
}
