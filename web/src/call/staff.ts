// The pages of those who have an account, one after the other in one page load: enrolling or signing in, and then, while the worker holds the
// account's keys, the desk, the practice page and that of the own account; of a patient the own page alone.

import { type Signal, signal } from "@preact/signals";
import type { AccountInfo } from "../wire/messages.ts";
import { AccessWatch } from "./access-watch.ts";
import { isSessionOver, type OpenAccount, withName } from "./account.ts";
import { AccountWatch } from "./account-watch.ts";
import { CodeSignIn } from "./code-sign-in.ts";
import { createAccountDesk } from "./desk.ts";
import { Enrolment } from "./enrolment.ts";
import { watchForIdleness } from "./logoff.ts";
import { OwnAccount } from "./own-account.ts";
import { PasswordSignIn } from "./password-sign-in.ts";
import { PatientAccount } from "./patient-account.ts";
import { Practice } from "./practice.ts";
import { Renewal } from "./renewal.ts";
import { holdsVisits, readsAccesses, readsStaff } from "./roles.ts";
import { RootKey } from "./root-key.ts";
import { Scope } from "./scope.ts";
import { SignIn } from "./sign-in.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { StepUp } from "./step-up.ts";
import { Unconfirmed } from "./unconfirmed.ts";
import type { AccountControls, DeskView, ProofView, SignedOut, StaffPage, StaffView } from "./view.ts";
import { Ways } from "./ways.ts";

/** What the address asks for. */
export type StaffStart =
  | { readonly kind: "enrolment"; readonly token: string }
  | { readonly kind: "signIn" }
  | { readonly kind: "practice" }
  | { readonly kind: "account" };

type AccountDesk = ReturnType<typeof createAccountDesk>;

/** An account that is confirmed, and what goes on behind its pages. */
interface Confirmed {
  readonly account: OpenAccount;
  readonly watch: AccountWatch;
  readonly ways: Ways;
  readonly root: RootKey;
  /** As `ports`, but the person is asked to show who they are where the server wants to see it. */
  readonly guarded: StaffPorts;
}

export function createStaff(ports: StaffPorts, start: StaffStart): StaffView {
  return new Staff(ports, start);
}

class Staff implements StaffView {
  readonly page: Signal<StaffPage>;
  readonly proof = signal<ProofView | null>(null);

  private readonly ports: StaffPorts;
  /** What the address asks for is where signing in leads, once. */
  private first: StaffStart["kind"];
  /** From one signing in to the next. */
  private scope = new Scope();
  /** Ends with the page that is shown. */
  private pageScope = new Scope();
  private account: OpenAccount | null = null;
  private confirmed: Confirmed | null = null;
  private desk: AccountDesk | null = null;
  /** Of an officer: on every page, since an opening must not be missed. */
  private openings: AccessWatch | null = null;

  constructor(ports: StaffPorts, start: StaffStart) {
    this.ports = ports;
    this.first = start.kind;
    const view = start.kind === "enrolment" ? this.enrolment(start.token) : null;
    this.page = signal(view ? { at: "enrolment", view } : { at: "signIn", view: this.signIn(null) });
    void view?.begin();
  }

  private enrolment(token: string): Enrolment {
    return new Enrolment({
      scope: this.scope,
      ports: this.ports,
      token,
      enrolled: (account) => this.opened(account),
      toSignIn: () => void this.leave(null),
    });
  }

  private signIn(why: SignedOut | null): SignIn {
    return new SignIn({
      ports: this.ports,
      why,
      opened: (account) => this.opened(account),
      toPassword: () => this.showPassword(),
      toCode: () => this.showCode(),
    });
  }

  private showPassword(): void {
    const view = new PasswordSignIn({
      scope: this.turnPage("/sign-in"),
      ports: this.ports,
      opened: (account) => this.opened(account),
      back: () => void this.leave(null),
      toCode: () => this.showCode(),
    });
    this.page.value = { at: "password", view };
    view.begin();
  }

  private showCode(): void {
    this.turnPage("/sign-in");
    const view = new CodeSignIn({
      ports: this.ports,
      opened: (account) => this.recovered(account),
      back: () => void this.leave(null),
    });
    this.page.value = { at: "code", view };
  }

  // ---- with an account

  private opened(account: OpenAccount): void {
    this.take(account);
    this.enter(account);
  }

  /** The worker holds the account's keys until this scope ends. */
  private take(account: OpenAccount): void {
    this.scope.end();
    this.scope = new Scope();
    this.scope.own(() => account.seal.end());
    this.account = account;
  }

  /** The pages' ports: where the server wants to see again who this is, the person is asked. */
  private guard(info: () => AccountInfo): StaffPorts {
    const { ports, scope } = this;
    const stepUp = new StepUp({ scope, ports, info, shown: this.proof });
    return { ...ports, accounts: stepUp.guard(ports.accounts) };
  }

  /** By the recovery sheet: before anything else, a new passkey or password, and a new sheet. */
  private recovered(account: OpenAccount): void {
    this.take(account);
    const ports = this.guard(() => account.info);
    const scope = this.turnPage("/sign-in");
    this.watchForIdleness(scope);
    const view = new Renewal({
      scope,
      ports,
      ways: new Ways({ ports, account }),
      info: account.info,
      why: "lost",
      done: (info) => this.enter({ ...account, info: withName(info, account.info) }),
      stop: () => this.signOut(false),
      signOut: () => this.signOut(false),
      lost: () => void this.leave("ended"),
    });
    this.page.value = { at: "recovery", view };
  }

  private enter(account: OpenAccount): void {
    if (account.info.certificate === null && !account.info.patient) this.showUnconfirmed(account);
    else this.confirm(account);
  }

  private confirm(account: OpenAccount): void {
    const { ports, scope } = this;
    this.turnPage("/sign-in");
    const watch = new AccountWatch({ scope, ports, info: account.info, lost: () => void this.leave("ended") });
    watch.begin();
    this.account = account;
    this.openings = readsAccesses(account.info.roles)
      ? new AccessWatch({ scope, ports, lost: () => void this.leave("ended") })
      : null;
    this.openings?.begin();
    const guarded = this.guard(() => watch.info.peek());
    const ways = new Ways({ ports: guarded, account });
    const root = new RootKey({
      scope,
      ways,
      info: account.info,
      taken: (info) => watch.take(info),
      lost: () => void this.leave("ended"),
    });
    this.confirmed = { account, watch, ways, root, guarded };
    void root.take(ports.accounts);
    this.watchForIdleness(scope);
    const { roles } = account.info;
    // It stays open behind the other pages: who waits must not be missed.
    this.desk = holdsVisits(roles) ? this.openDesk(account, watch) : null;
    if (account.info.patient) this.showPatient();
    else if (this.first === "account") this.showAccount();
    else if (this.desk && !(this.first === "practice" && readsStaff(roles))) this.showDesk();
    else if (readsStaff(roles)) this.showPractice();
    else this.showAccount();
  }

  private watchForIdleness(scope: Scope): void {
    const { ports } = this;
    watchForIdleness({
      scope,
      ports,
      inCall: () => this.desk !== null && isInCall(this.desk),
      alive: () => {
        ports.accounts.alive().catch((error) => {
          if (isSessionOver(error) && !scope.ended) this.leave("ended");
        });
      },
      over: () => {
        this.leave("idle");
        ports.accounts.signOut({ everywhere: false }).catch(() => undefined);
      },
    });
  }

  /** At once: the keys go first, and whether the server can be told is seen afterwards. */
  private signOut(everywhere: boolean): void {
    const { ports, account } = this;
    const page = this.leave("left");
    if (account) ports.memoryOf(account.info.account).write({ visit: undefined });
    ports.accounts.signOut({ everywhere }).catch((error) => {
      if (isSessionOver(error) || page.why.value !== "left") return;
      page.why.value = everywhere ? "leftUntoldEverywhere" : "leftUntold";
    });
  }

  private leave(why: SignedOut | null): SignIn {
    this.desk?.close();
    this.scope.end();
    this.desk = null;
    this.account = null;
    this.confirmed = null;
    this.openings = null;
    this.first = "signIn";
    this.scope = new Scope();
    this.ports.showPath("/sign-in");
    const view = this.signIn(why);
    this.page.value = { at: "signIn", view };
    return view;
  }

  // ---- the pages

  private showUnconfirmed(account: OpenAccount): void {
    const { ports } = this;
    const scope = this.turnPage("/sign-in");
    const view = new Unconfirmed({
      scope,
      ports,
      account,
      controls: this.controls(account, null, null),
      confirmed: (info) => this.confirm({ ...account, info }),
      lost: () => void this.leave("ended"),
    });
    this.page.value = { at: "unconfirmed", view };
    view.begin();
  }

  private openDesk(account: OpenAccount, watch: AccountWatch): AccountDesk {
    return createAccountDesk({
      ports: { ...this.ports, memory: this.ports.memoryOf(account.info.account) },
      account,
      controls: this.controls(account, watch, "desk"),
      lost: () => void this.leave("ended"),
    });
  }

  private showDesk(): void {
    if (!this.desk) return;
    this.turnPage("/sign-in");
    this.page.value = { at: "desk", view: this.desk };
  }

  private showPractice(): void {
    const { confirmed } = this;
    if (!confirmed) return;
    const { account, watch, root, guarded } = confirmed;
    const scope = this.turnPage("/practice");
    const view = new Practice({
      scope,
      ports: guarded,
      account,
      root,
      controls: this.controls(account, watch, "practice"),
      visits: this.desk?.visits ?? null,
      lost: () => void this.leave("ended"),
    });
    this.page.value = { at: "practice", view };
    view.begin();
  }

  private showAccount(): void {
    const { confirmed } = this;
    if (!confirmed) return;
    const view = this.ownAccount(this.turnPage("/account"), confirmed);
    this.page.value = { at: "account", view };
    view.begin();
  }

  private ownAccount(scope: Scope, { account, watch, ways, guarded }: Confirmed): OwnAccount {
    watch.dismiss();
    return new OwnAccount({
      scope,
      ports: guarded,
      watch,
      ways,
      controls: this.controls(account, watch, "account"),
      visits: this.desk?.visits ?? null,
      lost: () => void this.leave("ended"),
    });
  }

  private showPatient(): void {
    const { confirmed, ports } = this;
    if (!confirmed) return;
    const { account, watch, guarded } = confirmed;
    const scope = this.turnPage("/account");
    const own = this.ownAccount(scope, confirmed);
    const view = new PatientAccount({
      scope,
      ports: guarded,
      account,
      watch,
      own,
      erased: () => {
        ports.seen.forget(account.info.account);
        this.leave("deleted");
      },
      lost: () => void this.leave("ended"),
    });
    this.page.value = { at: "patient", view };
    own.begin();
    view.begin();
  }

  private controls({ info }: OpenAccount, watch: AccountWatch | null, at: StaffPage["at"] | null): AccountControls {
    const leadsTo = (page: StaffPage["at"], may: boolean) => at !== null && at !== page && may;
    return {
      name: info.name,
      toPractice: leadsTo("practice", readsStaff(info.roles)) ? () => this.showPractice() : null,
      toDesk: leadsTo("desk", holdsVisits(info.roles)) ? () => this.showDesk() : null,
      toAccount: leadsTo("account", true) ? () => this.showAccount() : null,
      newcomers: watch?.newcomers ?? signal(null),
      openings: watch && this.openings,
      dismissNewcomers: () => watch?.dismiss(),
      signOut: (everywhere) => this.signOut(everywhere),
    };
  }

  private turnPage(path: string): Scope {
    this.pageScope.end();
    this.pageScope = this.scope.child();
    this.ports.showPath(path);
    return this.pageScope;
  }
}

function isInCall({ screen }: DeskView): boolean {
  return screen.value === "call" || screen.value === "devices";
}
