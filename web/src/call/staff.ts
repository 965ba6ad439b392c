// The pages of staff, one after the other in one page load: enrolling or signing in, and then, while the worker holds the account's keys,
// the desk or the practice page.

import { type Signal, signal } from "@preact/signals";
import { isSessionOver, type OpenAccount } from "./account.ts";
import { createAccountDesk } from "./desk.ts";
import { Enrolment } from "./enrolment.ts";
import { watchForIdleness } from "./logoff.ts";
import { Practice } from "./practice.ts";
import { holdsVisits, readsStaff } from "./roles.ts";
import { Scope } from "./scope.ts";
import { SignIn } from "./sign-in.ts";
import type { StaffPorts } from "./staff-ports.ts";
import { Unconfirmed } from "./unconfirmed.ts";
import type { AccountControls, DeskView, SignedOut, StaffPage, StaffView } from "./view.ts";

/** What the address asks for. */
export type StaffStart =
  | { readonly kind: "enrolment"; readonly token: string }
  | { readonly kind: "signIn" }
  | { readonly kind: "practice" };

type AccountDesk = ReturnType<typeof createAccountDesk>;

export function createStaff(ports: StaffPorts, start: StaffStart): StaffView {
  return new Staff(ports, start);
}

class Staff implements StaffView {
  readonly page: Signal<StaffPage>;

  private readonly ports: StaffPorts;
  /** The address was that of the practice page: that is where signing in leads. */
  private practiceFirst: boolean;
  /** From one signing in to the next. */
  private scope = new Scope();
  /** Ends with the page that is shown. */
  private pageScope = new Scope();
  private account: OpenAccount | null = null;
  private desk: AccountDesk | null = null;

  constructor(ports: StaffPorts, start: StaffStart) {
    this.ports = ports;
    this.practiceFirst = start.kind === "practice";
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
    return new SignIn({ ports: this.ports, why, opened: (account) => this.opened(account) });
  }

  // ---- with an account

  /** The worker holds the account's keys until this scope ends. */
  private opened(account: OpenAccount): void {
    this.scope.end();
    this.scope = new Scope();
    this.scope.own(() => account.seal.end());
    if (account.info.certificate === null) this.showUnconfirmed(account);
    else this.confirmed(account);
  }

  private confirmed(account: OpenAccount): void {
    const { ports, scope } = this;
    this.account = account;
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
    const { roles } = account.info;
    // It stays open behind the practice page: who waits must not be missed.
    this.desk = holdsVisits(roles) ? this.openDesk(account) : null;
    if (this.desk && !(this.practiceFirst && readsStaff(roles))) this.showDesk();
    else this.showPractice();
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
    this.practiceFirst = false;
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
      controls: this.controls(account, null),
      confirmed: (info) => this.confirmed({ ...account, info }),
      lost: () => void this.leave("ended"),
    });
    this.page.value = { at: "unconfirmed", view };
    view.begin();
  }

  private openDesk(account: OpenAccount): AccountDesk {
    return createAccountDesk({
      ports: { ...this.ports, memory: this.ports.memoryOf(account.info.account) },
      account,
      controls: this.controls(account, "desk"),
      lost: () => void this.leave("ended"),
    });
  }

  private showDesk(): void {
    if (!this.desk) return;
    this.turnPage("/sign-in");
    this.page.value = { at: "desk", view: this.desk };
  }

  private showPractice(): void {
    const { account, ports } = this;
    if (!account) return;
    const scope = this.turnPage("/practice");
    const view = new Practice({
      scope,
      ports,
      account,
      controls: this.controls(account, "practice"),
      visits: this.desk?.visits ?? null,
      lost: () => void this.leave("ended"),
    });
    this.page.value = { at: "practice", view };
    view.begin();
  }

  private controls({ info }: OpenAccount, at: "desk" | "practice" | null): AccountControls {
    const leadsTo = (page: "desk" | "practice", may: boolean) => at !== null && at !== page && may;
    return {
      name: info.name,
      toPractice: leadsTo("practice", readsStaff(info.roles)) ? () => this.showPractice() : null,
      toDesk: leadsTo("desk", holdsVisits(info.roles)) ? () => this.showDesk() : null,
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
