// The practice page: who works here, inviting colleagues, saying whose keys are whose, and ending access. For those who may read the list.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { SealError } from "../seal/port.ts";
import { Refusal } from "../wire/api.ts";
import type { Colleague, StaffId } from "../wire/messages.ts";
import { isNotProved, isSessionOver, type OpenAccount } from "./account.ts";
import { managesStaff } from "./roles.ts";
import type { RootKey } from "./root-key.ts";
import { cleanName } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { StaffPorts } from "./staff-ports.ts";
import type {
  AccountControls,
  ColleagueTrouble,
  ColleagueView,
  DeskVisitView,
  Invited,
  PracticeView,
  RootState,
  StaffRole,
} from "./view.ts";

/** Lower shows a colleague who enrolled sooner, higher asks the server less. */
const LOOK_EVERY_MS = 3_000;

type Act = Pick<ColleagueView, "busy" | "trouble" | "signedOut">;
const IDLE: Act = { busy: null, trouble: null, signedOut: false };

export interface PracticeOptions {
  readonly scope: Scope;
  readonly ports: StaffPorts;
  readonly account: OpenAccount;
  readonly root: RootKey;
  readonly controls: AccountControls;
  /** At the desk behind this page, where there is one. */
  readonly visits: ReadonlySignal<readonly DeskVisitView[]> | null;
  /** The session is over. */
  readonly lost: () => void;
}

export class Practice implements PracticeView {
  readonly practiceName: string;
  readonly account: AccountControls;
  readonly visits: ReadonlySignal<readonly DeskVisitView[]>;
  readonly canManage: boolean;
  readonly root: ReadonlySignal<RootState>;
  readonly reconnecting = signal(false);
  readonly staff = computed(() => {
    const all = this.list.value;
    return all?.map((one) => this.view(one, all)) ?? null;
  });

  private readonly options: PracticeOptions;
  private readonly list = signal<readonly Colleague[] | null>(null);
  private readonly acts = signal<ReadonlyMap<StaffId, Act>>(new Map());
  /** Counts the questions for the list: an answer that a later one has overtaken shows what is no longer so. */
  private asked = 0;
  private shown = 0;

  constructor(options: PracticeOptions) {
    this.options = options;
    const { info } = options.account;
    this.practiceName = info.practice.name;
    this.account = options.controls;
    this.visits = options.visits ?? signal([]);
    this.canManage = managesStaff(info.roles);
    this.root = options.root.state;
  }

  begin(): void {
    const { scope, ports } = this.options;
    void this.look();
    scope.every(ports.clock, LOOK_EVERY_MS, () => void this.look());
  }

  takeRoot(): void {
    void this.options.root.take(this.options.ports.accounts);
  }

  async invite(name: string, roles: readonly StaffRole[]): Promise<Invited> {
    const { ports, account } = this.options;
    const colleague = { account: ports.newId(), name: cleanName(name), roles };
    try {
      const { token, fragment, tokenHash, sealedSecret } = await account.seal.inviteColleague(colleague);
      await this.heard(ports.accounts.invite({ ...colleague, roles: [...roles], tokenHash, sealedSecret }));
      void this.look();
      return { link: `${ports.origin}/s/${token}#${fragment}` };
    } catch (error) {
      if (isNotProved(error)) return null;
      return { trouble: troubleOfAct(error) === "notYours" ? "notYours" : "failed" };
    }
  }

  confirm(account: StaffId): void {
    const colleague = this.list.value?.find((one) => one.account === account);
    const keys = colleague?.keys;
    const sealedSecret = colleague?.sealedSecret;
    if (!colleague || !keys || !sealedSecret) return;
    const { name, roles } = colleague;
    const { seal } = this.options.account;
    void this.act(account, "confirming", async () => {
      const certified = await seal.certify({ account, name, roles }, keys, sealedSecret);
      await this.heard(this.options.ports.accounts.certify({ account, ...certified }));
    });
  }

  signOut(account: StaffId): void {
    void this.act(account, "signingOut", () => this.heard(this.options.ports.accounts.signOutColleague({ account })));
  }

  end(account: StaffId): void {
    void this.act(account, "ending", () => this.heard(this.options.ports.accounts.end({ account })));
  }

  private async act(account: StaffId, busy: Act["busy"], work: () => Promise<void>): Promise<void> {
    if (this.acts.value.get(account)?.busy) return;
    this.set(account, { ...IDLE, busy });
    try {
      await work();
      await this.look();
      this.set(account, { ...IDLE, signedOut: busy === "signingOut" });
    } catch (error) {
      this.set(account, isNotProved(error) ? IDLE : { ...IDLE, trouble: troubleOfAct(error) });
      void this.look();
    }
  }

  private set(account: StaffId, act: Act): void {
    this.acts.value = new Map(this.acts.value).set(account, act);
  }

  private async look(): Promise<void> {
    const { scope, ports } = this.options;
    this.asked += 1;
    const question = this.asked;
    try {
      const { staff } = await this.heard(ports.accounts.staff());
      if (scope.ended || question < this.shown) return;
      this.shown = question;
      this.list.value = staff;
      this.reconnecting.value = false;
    } catch (error) {
      // What the server refuses now it will refuse again; only what it does not answer is waited for.
      if (!scope.ended) this.reconnecting.value = !(error instanceof Refusal);
    }
  }

  /** An answer; without a session the page is over. */
  private async heard<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (isSessionOver(error) && !this.options.scope.ended) this.options.lost();
      throw error;
    }
  }

  private view(colleague: Colleague, all: readonly Colleague[]): ColleagueView {
    const { account, name, roles, state, expiresAt, keys, sealedSecret } = colleague;
    const self = account === this.options.account.info.account;
    const administrators = all.filter((one) => one.state === "active" && one.roles.includes("administrator"));
    const isLast = administrators.length === 1 && administrators[0]?.account === account;
    return {
      account,
      name: cleanName(name),
      roles,
      state,
      until: expiresAt === null ? null : new Date(expiresAt),
      self,
      canConfirm: this.canManage && state === "enrolled" && keys !== null && sealedSecret !== null,
      canSignOut: this.canManage && (state === "active" || state === "enrolled") && !self,
      canEnd: this.canManage && state !== "left" && !self && !isLast,
      ...(this.acts.value.get(account) ?? IDLE),
    };
  }
}

function troubleOfAct(error: unknown): ColleagueTrouble {
  if (error instanceof SealError) {
    if (error.reason === "badProof") return "unproved";
    return error.reason === "notAllowed" ? "notYours" : "internal";
  }
  if (!(error instanceof Refusal)) return "offline";
  return error.code === "conflict" || error.code === "notFound" ? "changed" : "internal";
}
