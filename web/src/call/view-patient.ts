// What the screens of patients' accounts may know and do: making one on the way to a visit, the own page, and what a desk shows of one. `ui` sees it through `view`.

import type { ReadonlySignal } from "@preact/signals";
import type { Problem } from "./view.ts";
import type { AccountView, SheetWay } from "./view-account.ts";
import type { PasswordMakingView } from "./view-password.ts";
import type { EnrolmentTrouble } from "./view-staff.ts";

/** How a practice reaches a patient. */
export interface ContactView {
  readonly name: string;
  readonly email: string | null;
  readonly telephone: string | null;
}

/** What is wrong with contact data as it was typed. */
export type ContactWrong = "name" | "email" | "telephone";

/** The way of a patient who makes an account. */
export type PatientEnrolmentScreen =
  | "loading"
  | "purpose"
  | "contact"
  | "passkey"
  | "password" // in place of the passkey
  | "sheet"
  | "kept"
  | "done"
  | "problem";

export interface PatientEnrolmentView extends SheetWay {
  readonly screen: ReadonlySignal<PatientEnrolmentScreen>;
  readonly hostName: string;
  readonly name: ReadonlySignal<string>;
  readonly email: ReadonlySignal<string>;
  readonly telephone: ReadonlySignal<string>;
  /** Said once the person wanted to go on. */
  readonly wrong: ReadonlySignal<ContactWrong | null>;
  readonly trouble: ReadonlySignal<EnrolmentTrouble | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  readonly hasPasskeys: boolean;
  /** While a password is made in place of a passkey. */
  readonly password: ReadonlySignal<PasswordMakingView | null>;
  /** Where one signs in from then on, without the scheme. */
  readonly signInAt: string;
  setName(name: string): void;
  setEmail(email: string): void;
  setTelephone(telephone: string): void;
  makePasskey(): void;
  usePassword(): void;
  retry(): void;
  /** Back to the invitation, as it was. */
  leave(): void;
}

/** The account that is offered to a patient beside their invitation. */
export interface AccountOfferView {
  /** The person may make one, and has none yet. */
  readonly offered: ReadonlySignal<boolean>;
  /** The program for it is being fetched, or did not arrive. */
  readonly fetching: ReadonlySignal<"no" | "yes" | "failed">;
  /** While it is being made, in place of the invitation. */
  readonly making: ReadonlySignal<PatientEnrolmentView | null>;
  start(): void;
}

/** Whether a clinician's device gave its word for the account's keys. */
export type Confirmed =
  | { readonly state: "waiting" }
  | { readonly state: "confirmed"; readonly by: string }
  | { readonly state: "wrong" }; // what the server shows is no such word

export interface HeldVisitView {
  readonly visit: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly state: "scheduled" | "open" | "inSession" | "ended" | "erased" | "cancelled" | "missed";
  readonly clinician: string;
  readonly consentVersion: number | null;
}

/** Something that was done to the account or one of its visits. */
export interface HeldEntryView {
  readonly at: Date;
  /** A member of staff; null where it was somebody else. */
  readonly staff: string | null;
  /** As in the audit log, like what follows. */
  readonly role: string;
  readonly act: string;
  readonly outcome: string;
  readonly reason: string | null;
}

/** What the practice holds about a patient. */
export interface HeldView {
  readonly madeAt: Date;
  /** The latest first. */
  readonly visits: readonly HeldVisitView[];
  /** The latest first. */
  readonly entries: readonly HeldEntryView[];
}

/** Everything that goes onto the page that can be downloaded. */
export interface HeldCopy extends HeldView {
  readonly practiceName: string;
  readonly at: Date;
  readonly contact: ContactView | null;
  readonly passkeys: readonly { readonly name: string; readonly madeAt: Date; readonly usedAt: Date | null }[];
  readonly userName: string | null;
  readonly sessions: readonly { readonly client: string; readonly beganAt: Date; readonly seenAt: Date }[];
}

/** Why something on the own page was not done. */
export type PatientTrouble =
  | "contact" // the practice's computer does not take this contact data
  | "clinician" // the clinician's certificate does not hold any more
  | "offline"
  | "tooMany"
  | "internal";

/** The page of a patient with an account. */
export interface PatientAccountView {
  readonly practiceName: string;
  /** Ways in, sessions, signing out. */
  readonly own: AccountView;
  /** Null while it is being opened, `closed` if it does not open. */
  readonly contact: ReadonlySignal<ContactView | "closed" | null>;
  readonly confirmed: ReadonlySignal<Confirmed | null>;
  /** Null until it is known. */
  readonly held: ReadonlySignal<HeldView | null>;
  readonly heldTrouble: ReadonlySignal<PatientTrouble | null>;
  /** What is waited for. */
  readonly busy: ReadonlySignal<"contact" | "download" | "deleting" | null>;
  readonly wrong: ReadonlySignal<ContactWrong | null>;
  readonly contactTrouble: ReadonlySignal<PatientTrouble | null>;
  readonly downloadTrouble: ReadonlySignal<PatientTrouble | null>;
  readonly deleteTrouble: ReadonlySignal<PatientTrouble | null>;
  /** The contact data is being changed. */
  readonly changing: ReadonlySignal<boolean>;
  /** What was done last. */
  readonly done: ReadonlySignal<"contact" | "download" | null>;
  change(): void;
  keep(): void;
  /** Takes the other contact data. */
  changeContact(contact: ContactView): void;
  /** Fetches what is held once more. */
  look(): void;
  downloadJson(): void;
  /** `write` makes the page, in the person's language. */
  downloadPage(write: (copy: HeldCopy) => string): void;
  /** Deletes the account, for good. */
  erase(): void;
}

/** A patient's account at the desk, beside the seat it was made in. */
export interface DeskPatientView {
  readonly seat: string;
  /** Of a marked visit: stands in place of the name. */
  readonly alias: string | null;
  /** `forged`: the keys were not made by whoever holds the link; `closed`: the contact data does not open. */
  readonly state: "checking" | "forged" | "bound" | "closed";
  /** Once it is opened. */
  readonly contact: ContactView | null;
}
