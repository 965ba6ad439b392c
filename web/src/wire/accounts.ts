// Questions to the server about accounts, of staff and of patients: making one, signing in, one's own account, who works here. The session's cookie travels with them.

import { respond } from "./api.ts";
import type {
  AccessesSeen,
  AccessList,
  AccountInfo,
  Certification,
  ContactChange,
  Departure,
  EndSession,
  Enrolment,
  EnrolmentInfo,
  EnrolmentPasskey,
  EnrolmentPassword,
  Held,
  NewColleague,
  PasskeyOptions,
  PasswordAnswer,
  PasswordChallenge,
  PasswordFinish,
  PasswordRequest,
  PasswordSignIn,
  Proof,
  SignIn,
  SignInOptions,
  SignInWithCode,
  SignOut,
  StaffList,
  StaffSignOut,
  WaysChanged,
} from "./messages.ts";

/** All reject with `Refusal`, or with anything else when the server could not be reached. */
export interface Accounts {
  enrolment(token: string): Promise<EnrolmentInfo>;
  enrolmentPasskey(ask: EnrolmentPasskey): Promise<PasskeyOptions>;
  enrolmentPassword(ask: EnrolmentPassword): Promise<PasswordAnswer>;
  finishEnrolment(enrolment: Enrolment): Promise<AccountInfo>;
  signIn(): Promise<SignInOptions>;
  finishSignIn(signIn: SignIn): Promise<AccountInfo>;
  signInWithCode(signIn: SignInWithCode): Promise<AccountInfo>;
  /** Answered for user names that nobody has as well. */
  signInWithPassword(signIn: PasswordSignIn): Promise<PasswordChallenge>;
  /** Refused with `codeNeeded` while the code of the app is missing. */
  finishPasswordSignIn(finish: PasswordFinish): Promise<AccountInfo>;
  account(): Promise<AccountInfo>;
  /** Shows again who is signed in, after a refusal with `proofNeeded`. */
  prove(proof: Proof): Promise<void>;
  /** What a passkey is made with that is to be added. */
  accountPasskey(): Promise<PasskeyOptions>;
  accountPassword(ask: PasswordRequest): Promise<PasswordAnswer>;
  /** Refused with `conflict` if the vault was changed elsewhere meanwhile. */
  changeWays(change: WaysChanged): Promise<AccountInfo>;
  /** Ends another session of the account; refused with `notFound` if it has ended already. */
  endSession(end: EndSession): Promise<AccountInfo>;
  /** A patient's other contact data. */
  changeContact(change: ContactChange): Promise<AccountInfo>;
  /** All that the practice holds about a patient. */
  held(): Promise<Held>;
  /** Deletes a patient's account, and ends all its sessions. */
  erase(): Promise<void>;
  /** A sign of life, which keeps the session. */
  alive(): Promise<void>;
  signOut(signOut: SignOut): Promise<void>;
  staff(): Promise<StaffList>;
  invite(colleague: NewColleague): Promise<void>;
  certify(certification: Certification): Promise<void>;
  /** Ends all sessions of a colleague, who may sign in again. */
  signOutColleague(signOut: StaffSignOut): Promise<void>;
  end(departure: Departure): Promise<void>;
  accesses(): Promise<AccessList>;
  seeAccesses(seen: AccessesSeen): Promise<void>;
}

const credentials = "same-origin";

async function ask<T>(path: string, body?: object): Promise<T> {
  return (await (await respond(path, { credentials, ...(body && { body }) })).json()) as T;
}

async function tell(path: string, body: object): Promise<void> {
  await respond(path, { credentials, body, outlivesPage: true });
}

export const browserAccounts: Accounts = {
  enrolment: (token) => ask("/api/enrolment", { token }),
  enrolmentPasskey: (request) => ask("/api/enrolment/passkey", request),
  enrolmentPassword: (request) => ask("/api/enrolment/password", request),
  finishEnrolment: (enrolment) => ask("/api/enrolment/finish", enrolment),
  signIn: () => ask("/api/sign-in", {}),
  finishSignIn: (signIn) => ask("/api/sign-in/finish", signIn),
  signInWithCode: (signIn) => ask("/api/sign-in/code", signIn),
  signInWithPassword: (signIn) => ask("/api/sign-in/password", signIn),
  finishPasswordSignIn: (finish) => ask("/api/sign-in/password/finish", finish),
  account: () => ask("/api/account"),
  prove: (proof) => tell("/api/account/proof", proof),
  accountPasskey: () => ask("/api/account/passkey", {}),
  accountPassword: (request) => ask("/api/account/password", request),
  changeWays: (change) => ask("/api/account/ways", change),
  endSession: (end) => ask("/api/account/end-session", end),
  changeContact: (change) => ask("/api/account/contact", change),
  held: () => ask("/api/account/held"),
  erase: () => tell("/api/account/delete", {}),
  alive: () => tell("/api/alive", {}),
  signOut: (signOut) => tell("/api/sign-out", signOut),
  staff: () => ask("/api/staff"),
  invite: (colleague) => tell("/api/staff/invite", colleague),
  certify: (certification) => tell("/api/staff/certify", certification),
  signOutColleague: (signOut) => tell("/api/staff/sign-out", signOut),
  end: (departure) => tell("/api/staff/end", departure),
  accesses: () => ask("/api/accesses"),
  seeAccesses: (seen) => tell("/api/accesses/seen", seen),
};
