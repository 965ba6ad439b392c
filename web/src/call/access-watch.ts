// Who opened marked visits, followed for an officer as long as they are signed in, on whatever page they are.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Access } from "../wire/messages.ts";
import { isSessionOver } from "./account.ts";
import { aliasOf } from "./alias.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type { AccessView, OpeningsView } from "./view.ts";

/** Lower tells an officer sooner, higher asks the server less. */
const LOOK_EVERY_MS = 3_000;

export interface AccessWatchOptions {
  readonly scope: Scope;
  readonly ports: Pick<StaffPorts, "clock" | "accounts">;
  /** The session is over. */
  readonly lost: () => void;
}

export class AccessWatch implements OpeningsView {
  readonly all: ReadonlySignal<readonly AccessView[] | null>;
  readonly fresh: ReadonlySignal<number>;
  readonly busy = signal(false);
  readonly failed = signal(false);

  private readonly options: AccessWatchOptions;
  private readonly list = signal<readonly Access[] | null>(null);
  /** Counts the questions: an answer that a later one has overtaken shows what is no longer so. */
  private asked = 0;
  private shown = 0;

  constructor(options: AccessWatchOptions) {
    this.options = options;
    this.all = computed(() => this.list.value?.map(view) ?? null);
    this.fresh = computed(() => this.list.value?.filter(({ seen }) => !seen).length ?? 0);
  }

  begin(): void {
    const { scope, ports } = this.options;
    void this.look();
    scope.every(ports.clock, LOOK_EVERY_MS, () => void this.look());
  }

  /** The officer has looked at what is shown, and at nothing that came since. */
  see(): void {
    const latest = this.list.value?.filter(({ seen }) => !seen).map(({ at }) => at) ?? [];
    if (latest.length > 0 && !this.busy.value) void this.tell(Math.max(...latest));
  }

  private async tell(upTo: number): Promise<void> {
    const { scope, ports, lost } = this.options;
    this.busy.value = true;
    this.failed.value = false;
    try {
      await ports.accounts.seeAccesses({ upTo });
      await this.look();
    } catch (error) {
      if (scope.ended) return;
      if (isSessionOver(error)) return lost();
      this.failed.value = true;
    }
    this.busy.value = false;
  }

  private async look(): Promise<void> {
    const { scope, ports, lost } = this.options;
    this.asked += 1;
    const question = this.asked;
    try {
      const { accesses } = await ports.accounts.accesses();
      if (scope.ended || question < this.shown) return;
      this.shown = question;
      this.list.value = accesses;
    } catch (error) {
      // The page behind this says that the server is away; what is shown stays until it answers again.
      if (!scope.ended && isSessionOver(error)) lost();
    }
  }
}

function view({ visit, account, name, role, reason, at, seen }: Access): AccessView {
  const id = `${visit} ${account} ${at}`;
  return { id, alias: aliasOf(visit), name: cleanName(name), role, reason, at: new Date(at), fresh: !seen };
}
