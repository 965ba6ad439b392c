// The page of one's own account: the ways in and their changes, and where one is signed in.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { WaysChange } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { AccountInfo } from "../wire/messages.ts";
import { isNotProved, isSessionOver } from "./account.ts";
import type { AccountWatch } from "./account-watch.ts";
import type { MadePassword } from "./password-making.ts";
import { Renewal } from "./renewal.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { troubleOfPassword, troubleOfServer, troubleOfWays } from "./troubles.ts";
import type {
  AccountControls,
  AccountView,
  DeskVisitView,
  OwnPasswordView,
  PasskeyView,
  PasswordMakingView,
  PasswordTrouble,
  RenewalView,
  SessionView,
  StaffRole,
  WaysTrouble,
} from "./view.ts";
import type { NewWays, Prepared, Ways } from "./ways.ts";

/** A change of nothing, from which each change begins. */
const SAME: WaysChange = { addPasskey: false, remove: [], password: "keep", renewCode: false };

type Done = NonNullable<AccountView["done"]["value"]>;

export interface OwnAccountOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly watch: AccountWatch;
  readonly ways: Ways;
  readonly controls: AccountControls;
  /** At the desk behind this page, where there is one. */
  readonly visits: ReadonlySignal<readonly DeskVisitView[]> | null;
  /** The session is over. */
  readonly lost: () => void;
}

export class OwnAccount implements AccountView {
  readonly practiceName: string;
  readonly roles: readonly StaffRole[];
  readonly account: AccountControls;
  readonly visits: ReadonlySignal<readonly DeskVisitView[]>;
  readonly deviceName: string;
  readonly passkeys = computed(() => passkeyViews(this.options.watch.info.value));
  readonly password = computed(() => passwordView(this.options.watch.info.value));
  readonly sessions = computed(() => this.options.watch.info.value.sessions.map(sessionView));
  readonly sessionEnd = signal<AccountView["sessionEnd"]["value"]>(null);
  readonly reconnecting: ReadonlySignal<boolean>;
  readonly busy = signal<"passkey" | "changing" | null>(null);
  readonly trouble = signal<WaysTrouble | null>(null);
  readonly done = signal<Done | null>(null);
  readonly renewal = signal<RenewalView | null>(null);
  readonly making = signal<PasswordMakingView | null>(null);

  private readonly options: OwnAccountOptions;

  constructor(options: OwnAccountOptions) {
    this.options = options;
    const info = options.watch.info.peek();
    this.practiceName = info.practice.name;
    this.roles = info.roles;
    this.account = options.controls;
    this.visits = options.visits ?? signal([]);
    this.deviceName = options.ports.deviceName;
    this.reconnecting = options.watch.reconnecting;
  }

  begin(): void {
    void this.options.watch.look();
  }

  addPasskey(name: string): void {
    const { ports, ways } = this.options;
    if (this.busy.value !== null) return;
    this.clear();
    if (!ports.passkeys.supported()) {
      this.trouble.value = "unsupported";
      return;
    }
    this.busy.value = "passkey";
    void this.act("added", async () => {
      const credential = await ways.makePasskey();
      const passkey = { name: cleanName(name) || ports.deviceName, credential };
      await this.change({ ...SAME, addPasskey: true }, { passkey });
    });
  }

  removePasskey(credential: string): void {
    const removable = this.passkeys.value.some((one) => one.credential === credential && one.canRemove);
    if (this.busy.value !== null || !removable) return;
    this.clear();
    this.busy.value = "changing";
    void this.act("removed", () => this.change({ ...SAME, remove: [credential] }));
  }

  removePassword(): void {
    if (this.busy.value !== null || !this.password.value?.canRemove) return;
    this.clear();
    this.busy.value = "changing";
    void this.act("passwordRemoved", () => this.change({ ...SAME, password: "remove" }));
  }

  setPassword(): void {
    const { scope, ways, watch, lost } = this.options;
    if (this.busy.value !== null || this.making.value || this.renewal.value) return;
    this.clear();
    const making = scope.child();
    const close = () => {
      making.end();
      this.making.value = null;
    };
    let prepared: Prepared | null = null;
    this.making.value = ways.makePassword(watch.info.peek(), {
      scope: making,
      progress: null,
      made: async (password: MadePassword) => {
        if (prepared?.password !== password) prepared = await ways.prepare({ ...SAME, password: "set" }, { password });
        if (making.ended) return;
        this.took(await ways.tell(prepared), "passwordSet");
        close();
      },
      failed: (error): PasswordTrouble | null => {
        if (isNotProved(error)) return null;
        if (!isSessionOver(error)) return troubleOfPassword(error);
        lost();
        return null;
      },
      back: close,
    });
  }

  renewSheet(): void {
    const { scope, ports, watch, ways, lost } = this.options;
    if (this.busy.value !== null || this.renewal.value) return;
    this.clear();
    const renewing = scope.child();
    const close = () => {
      renewing.end();
      this.renewal.value = null;
    };
    this.renewal.value = new Renewal({
      scope: renewing,
      ports,
      ways,
      info: watch.info.peek(),
      why: "sheet",
      done: (info) => {
        close();
        this.took(info, "renewed");
      },
      stop: close,
      signOut: () => this.account.signOut(false),
      lost,
    });
  }

  endSession(session: string): void {
    const { scope, ports, watch, lost } = this.options;
    if (this.sessionEnd.value === "ending") return;
    this.sessionEnd.value = "ending";
    ports.accounts
      .endSession({ session })
      .then((info) => watch.take(info))
      .catch((error) => {
        // It has ended by itself, which is what was wanted.
        if (!(error instanceof Refusal && error.code === "notFound")) throw error;
        return watch.look();
      })
      .then(() => {
        this.sessionEnd.value = "ended";
      })
      .catch((error) => {
        if (isSessionOver(error) && !scope.ended) lost();
        this.sessionEnd.value = isNotProved(error) || scope.ended ? null : troubleOfServer(error);
      });
  }

  private took(info: AccountInfo, done: Done): void {
    this.options.watch.take(info);
    this.done.value = done;
  }

  private async change(change: WaysChange, made: NewWays = {}): Promise<void> {
    const { scope, ways, watch } = this.options;
    if (scope.ended) return;
    this.busy.value = "changing";
    const info = await ways.tell(await ways.prepare(change, made));
    // The page may have been left meanwhile; the list is right all the same when it is shown again.
    watch.take(info);
  }

  private async act(done: Done, work: () => Promise<void>): Promise<void> {
    const { scope, lost } = this.options;
    try {
      await work();
      this.done.value = done;
    } catch (error) {
      if (scope.ended || isNotProved(error)) return;
      if (isSessionOver(error)) return lost();
      this.trouble.value = troubleOfWays(error, done === "added");
    } finally {
      this.busy.value = null;
    }
  }

  private clear(): void {
    this.trouble.value = null;
    this.done.value = null;
  }
}

function passkeyViews({ passkeys, password }: AccountInfo): readonly PasskeyView[] {
  return passkeys.map(({ credential, name, madeAt, usedAt }) => ({
    credential,
    name: cleanName(name),
    madeAt: new Date(madeAt),
    usedAt: usedAt === null ? null : new Date(usedAt),
    canRemove: passkeys.length > 1 || password !== null,
  }));
}

function passwordView({ passkeys, password }: AccountInfo): OwnPasswordView | null {
  if (!password) return null;
  const { userName, totp, madeAt, usedAt } = password;
  return {
    userName: cleanName(userName),
    withApp: totp,
    madeAt: new Date(madeAt),
    usedAt: usedAt === null ? null : new Date(usedAt),
    canRemove: passkeys.length > 0,
  };
}

function sessionView({ session, client, beganAt, seenAt, own }: AccountInfo["sessions"][number]): SessionView {
  return { session, client: cleanName(client), beganAt: new Date(beganAt), seenAt: new Date(seenAt), own };
}
