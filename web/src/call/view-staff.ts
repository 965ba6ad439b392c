// What the screens of staff may know and do, beside the desk: enrolling, signing in, waiting to be confirmed, who works here. Their own
// account is in `view-account`. `ui` sees it through `view`.

import type { ReadonlySignal } from "@preact/signals";
import type { DeskView, DeskVisitView, Problem } from "./view.ts";
import type { AccountControls, AccountView, CodeSignInView, RenewalView, SheetWay } from "./view-account.ts";
import type { PasswordMakingView, PasswordSignInView, ProofView } from "./view-password.ts";
import type { PatientAccountView } from "./view-patient.ts";

/** A role of the practice's staff, of which a person may have several; or that of a patient, who has no other. */
export type StaffRole = "administrator" | "clinician" | "reception" | "officer" | "patient";

/** What can go wrong between a person, their device and its passkeys. */
export type PasskeyTrouble =
  | "cancelled" // the question was closed, or there was no passkey to choose
  | "unsupported" // this browser has no passkeys
  | "noPrf" // this passkey, or this browser, cannot lock keys
  | "failed";

/** The way of someone who enrols. The first three are questions; a founder sees the first two of them, a colleague the third. */
export type EnrolmentScreen =
  | "loading"
  | "practice"
  | "you"
  | "welcome"
  | "passkey"
  | "password" // in place of the passkey
  | "sheet"
  | "kept"
  | "problem";

/** Why an enrolment did not get further, beside what is on a page of its own. */
export type EnrolmentTrouble =
  | PasskeyTrouble
  | "offline"
  | "tooMany"
  | "tooLate" // what was made is no longer accepted: it is made once more, with another sheet
  | "internal";

/** What the colleague's link says, once the worker found it true. */
export interface Welcome {
  readonly practiceName: string;
  readonly inviterName: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

export interface EnrolmentView extends SheetWay {
  readonly screen: ReadonlySignal<EnrolmentScreen>;
  readonly practiceName: ReadonlySignal<string>;
  readonly telephone: ReadonlySignal<string>;
  readonly name: ReadonlySignal<string>;
  readonly holdsVisits: ReadonlySignal<boolean>;
  readonly welcome: ReadonlySignal<Welcome | null>;
  readonly trouble: ReadonlySignal<EnrolmentTrouble | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  readonly hasPasskeys: boolean;
  /** While a password is made in place of a passkey. */
  readonly password: ReadonlySignal<PasswordMakingView | null>;
  setPracticeName(name: string): void;
  setTelephone(telephone: string): void;
  setName(name: string): void;
  setHoldsVisits(holds: boolean): void;
  makePasskey(): void;
  usePassword(): void;
  retry(): void;
  toSignIn(): void;
}

/** Why the sign-in page is shown to someone who was signed in. */
export type SignedOut =
  | "left" // by themselves
  | "leftUntold" // by themselves, but the practice's computer could not be told
  | "leftUntoldEverywhere"
  | "idle" // nothing was done for a while
  | "ended" // the session ran out, or was ended elsewhere
  | "deleted"; // there is no such account any more

export type SignInTrouble =
  | PasskeyTrouble
  | "unknown" // this practice does not know the passkey
  | "notSetUp" // there is no practice here yet
  | "offline"
  | "tooMany"
  | "vaultClosed" // the passkey is right, and does not open the keys
  | "vaultOld" // what the server handed out is older than what this browser has seen
  | "internal";

export interface SignInView {
  /** This browser can use passkeys. */
  readonly hasPasskeys: boolean;
  readonly why: ReadonlySignal<SignedOut | null>;
  /** What is waited for: nothing, the device's question, or the keys being opened. */
  readonly busy: ReadonlySignal<"passkey" | "opening" | null>;
  readonly trouble: ReadonlySignal<SignInTrouble | null>;
  signIn(): void;
  /** To the screen that takes a password. */
  toPassword(): void;
  /** To the screen that takes the code of the recovery sheet. */
  toCode(): void;
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
  /** They may be signed in somewhere. */
  readonly canSignOut: boolean;
  readonly busy: "confirming" | "signingOut" | "ending" | null;
  /** They were signed out everywhere. */
  readonly signedOut: boolean;
  readonly trouble: ColleagueTrouble | null;
}

export type ColleagueTrouble =
  | "unproved" // the keys were not made with the link that was handed over
  | "notYours" // this account does not hold the practice's root key yet
  | "changed" // somebody else was faster
  | "offline"
  | "internal";

/** What became of the practice's root key that was handed on to this account. */
export type RootState =
  | "settled" // there is none to take
  | "waiting" // it is there, and was not taken yet
  | "taking"
  | "failed"
  | "foreign"; // it is not this practice's

/** A colleague's link, why there is none, or null where the person did not show again who they are. */
export type Invited = { readonly link: string } | { readonly trouble: "notYours" | "failed" } | null;

export interface PracticeView {
  readonly practiceName: string;
  readonly account: AccountControls;
  /** The visits at one's own desk, which stays open behind this page: nobody who waits may be missed. */
  readonly visits: ReadonlySignal<readonly DeskVisitView[]>;
  /** Who works here; null until it is known. */
  readonly staff: ReadonlySignal<readonly ColleagueView[] | null>;
  readonly canManage: boolean;
  readonly reconnecting: ReadonlySignal<boolean>;
  readonly root: ReadonlySignal<RootState>;
  /** Takes the handed-on root key, after it was not. */
  takeRoot(): void;
  /** Makes a link for a colleague; the server never sees the whole of it. */
  invite(name: string, roles: readonly StaffRole[]): Promise<Invited>;
  /** Says that this colleague's keys are theirs. */
  confirm(account: string): void;
  /** Ends a colleague's access at once, or takes their link back. */
  signOut(account: string): void;
  end(account: string): void;
}

/** The pages of staff, and of patients who have an account; which one, and its view model. */
export type StaffPage =
  | { readonly at: "enrolment"; readonly view: EnrolmentView }
  | { readonly at: "signIn"; readonly view: SignInView }
  | { readonly at: "password"; readonly view: PasswordSignInView }
  | { readonly at: "code"; readonly view: CodeSignInView }
  | { readonly at: "recovery"; readonly view: RenewalView }
  | { readonly at: "unconfirmed"; readonly view: UnconfirmedView }
  | { readonly at: "desk"; readonly view: DeskView }
  | { readonly at: "practice"; readonly view: PracticeView }
  | { readonly at: "account"; readonly view: AccountView }
  | { readonly at: "patient"; readonly view: PatientAccountView };

export interface StaffView {
  readonly page: ReadonlySignal<StaffPage>;
  /** In front of whichever page: the server wants to see again who this is. */
  readonly proof: ReadonlySignal<ProofView | null>;
}
