// What the screens of staff may know and do, beside the desk: enrolling, signing in, waiting to be confirmed, who works here. `ui` sees it through `view`.

import type { ReadonlySignal } from "@preact/signals";
import type { DeskView, DeskVisitView, Problem } from "./view.ts";

/** A role of the practice's staff; a person may have several. */
export type StaffRole = "administrator" | "clinician" | "reception" | "officer";

/** What can go wrong between a person, their device and its passkeys. */
export type PasskeyTrouble =
  | "cancelled" // the question was closed, or there was no passkey to choose
  | "unsupported" // this browser has no passkeys
  | "noPrf" // this passkey, or this browser, cannot lock keys
  | "failed";

/** The way of someone who enrols. The first three are questions; a founder sees the first two of them, a colleague the third. */
export type EnrolmentScreen = "loading" | "practice" | "you" | "welcome" | "passkey" | "sheet" | "kept" | "problem";

/** Why an enrolment did not get further, beside what is on a page of its own. */
export type EnrolmentTrouble =
  | PasskeyTrouble
  | "offline"
  | "tooMany"
  | "tooLate" // the passkey is no longer accepted: it is made once more, with another sheet
  | "internal";

/** What the colleague's link says, once the worker found it true. */
export interface Welcome {
  readonly practiceName: string;
  readonly inviterName: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

/** What is printed, and shown once. */
export interface RecoverySheet {
  readonly practiceName: string;
  readonly name: string;
  readonly at: Date;
  /** The code, in the groups in which it is written. */
  readonly groups: readonly string[];
}

export interface EnrolmentView {
  readonly screen: ReadonlySignal<EnrolmentScreen>;
  /** Steps done, of all. */
  readonly progress: ReadonlySignal<readonly [number, number]>;
  readonly practiceName: ReadonlySignal<string>;
  readonly telephone: ReadonlySignal<string>;
  readonly name: ReadonlySignal<string>;
  readonly holdsVisits: ReadonlySignal<boolean>;
  readonly welcome: ReadonlySignal<Welcome | null>;
  /** What is waited for: the device's question, the keys being made, or the practice's computer. */
  readonly busy: ReadonlySignal<"passkey" | "keys" | "finish" | null>;
  readonly trouble: ReadonlySignal<EnrolmentTrouble | null>;
  readonly sheet: ReadonlySignal<RecoverySheet | null>;
  /** The two groups that are asked for, counted from 1. */
  readonly asked: ReadonlySignal<readonly [number, number]>;
  /** What was typed is not on the sheet. */
  readonly mistyped: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | null>;
  setPracticeName(name: string): void;
  setTelephone(telephone: string): void;
  setName(name: string): void;
  setHoldsVisits(holds: boolean): void;
  /** From a question to the next one, or from the sheet to the check that it was kept. */
  next(): void;
  back(): void;
  makePasskey(): void;
  /** Compares the two groups with the sheet, and completes the enrolment. */
  finish(first: string, second: string): void;
  retry(): void;
  toSignIn(): void;
}

/** Why the sign-in page is shown to someone who was signed in. */
export type SignedOut =
  | "left" // by themselves
  | "leftUntold" // by themselves, but the practice's computer could not be told
  | "leftUntoldEverywhere"
  | "idle" // nothing was done for a while
  | "ended"; // the session ran out, or was ended elsewhere

export type SignInTrouble =
  | PasskeyTrouble
  | "unknown" // this practice does not know the passkey
  | "notSetUp" // there is no practice here yet
  | "offline"
  | "tooMany"
  | "vaultClosed" // the passkey is right, and does not open the keys
  | "internal";

export interface SignInView {
  readonly why: ReadonlySignal<SignedOut | null>;
  /** What is waited for: nothing, the device's question, or the keys being opened. */
  readonly busy: ReadonlySignal<"passkey" | "opening" | null>;
  readonly trouble: ReadonlySignal<SignInTrouble | null>;
  signIn(): void;
}

/** What someone who is signed in may do from everywhere. */
export interface AccountControls {
  readonly name: string;
  /** To the practice page, where that is another page than the present one. */
  readonly toPractice: (() => void) | null;
  /** To the desk, for those who hold visits. */
  readonly toDesk: (() => void) | null;
  /** At once, whether the practice's computer can be reached or not. */
  signOut(everywhere: boolean): void;
}

/** The wait for an administrator, who has to say whose keys these are. */
export interface UnconfirmedView {
  readonly practiceName: string;
  readonly account: AccountControls;
  readonly reconnecting: ReadonlySignal<boolean>;
}

export interface ColleagueView {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly state: "invited" | "enrolled" | "active" | "left";
  /** Until when their link can be used; while `invited`. */
  readonly until: Date | null;
  readonly self: boolean;
  readonly canConfirm: boolean;
  readonly canEnd: boolean;
  readonly busy: "confirming" | "ending" | null;
  readonly trouble: ColleagueTrouble | null;
}

export type ColleagueTrouble =
  | "unproved" // the keys were not made with the link that was handed over
  | "notYours" // this account does not hold the key with which the practice confirms
  | "changed" // somebody else was faster
  | "offline"
  | "internal";

export interface PracticeView {
  readonly practiceName: string;
  readonly roles: readonly StaffRole[];
  readonly account: AccountControls;
  /** The visits at one's own desk, which stays open behind this page: nobody who waits may be missed. */
  readonly visits: ReadonlySignal<readonly DeskVisitView[]>;
  /** Who works here; null until it is known, and for those who may not know it. */
  readonly staff: ReadonlySignal<readonly ColleagueView[] | null>;
  readonly canRead: boolean;
  readonly canManage: boolean;
  readonly reconnecting: ReadonlySignal<boolean>;
  /** Makes a link for a colleague; resolves to the whole link, which the server never sees. */
  invite(name: string, roles: readonly StaffRole[]): Promise<string>;
  /** Says that this colleague's keys are theirs. */
  confirm(account: string): void;
  /** Ends a colleague's access at once, or takes their link back. */
  end(account: string): void;
}

/** The pages of staff; which one, and its view model. */
export type StaffPage =
  | { readonly at: "enrolment"; readonly view: EnrolmentView }
  | { readonly at: "signIn"; readonly view: SignInView }
  | { readonly at: "unconfirmed"; readonly view: UnconfirmedView }
  | { readonly at: "desk"; readonly view: DeskView }
  | { readonly at: "practice"; readonly view: PracticeView };

export interface StaffView {
  readonly page: ReadonlySignal<StaffPage>;
}
