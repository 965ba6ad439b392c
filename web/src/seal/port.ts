// What the rest of the client may ask of the seal worker. The keys are on the other side; only sealed or opened things cross.

import type {
  Binding,
  Certificate,
  ClaimedKeys,
  GroupCommit,
  MediaKind,
  NewInvitation,
  Opaque,
  Role,
  SealedAccount,
  SealedContact,
  SeatId,
  StaffId,
  StaffRole,
  TaggedKeyPackage,
  TaggedWelcome,
  Token,
  VisitId,
} from "../wire/messages.ts";

/** Why the worker could not do what was asked; the words of crates/seal/src/wasm.rs, and `workerFailed` when it is not there. */
export type SealErrorName =
  | "linkDamaged"
  | "practiceMismatch"
  | "badCertificate"
  | "badVault"
  | "oldVault"
  | "badSecret"
  | "badProof"
  | "badSealed"
  | "badGroup"
  | "badCommit"
  | "badMessage"
  | "stale"
  | "busy"
  | "barred"
  | "notMember"
  | "notAllowed"
  | "mistypedCode"
  | "wrongPassword"
  | "noGroup"
  | "badArgument"
  | "internal"
  | "workerFailed";

export class SealError extends Error {
  readonly reason: SealErrorName;
  constructor(reason: SealErrorName) {
    super(reason);
    this.reason = reason;
  }
}

export interface StaffMember {
  readonly staff: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly notAfter: number;
}

export interface Card {
  readonly name: string;
  readonly alone: boolean | null;
  readonly headphones: boolean | null;
  readonly camera: boolean;
}

export interface SealedNote {
  readonly text: string;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface Member {
  readonly leaf: number;
  readonly seat: SeatId;
  readonly role: Role;
  /** A clinician's account and name, from the certificate; null for the invited. */
  readonly staff: string | null;
  readonly name: string | null;
  readonly self: boolean;
}

export type Code =
  | { readonly state: "alone" }
  | { readonly state: "making" }
  | { readonly state: "ready"; readonly digits: string }
  | { readonly state: "failed" };

/** What a change of the group came to. */
export interface Change {
  readonly generation: number;
  readonly epoch: number;
  readonly members: readonly Member[];
  readonly membershipChanged: boolean;
  readonly added: readonly SeatId[];
  readonly removed: readonly SeatId[];
  readonly selfRemoved: boolean;
  /** An own commit was waiting and lost the race. */
  readonly pendingDropped: boolean;
  readonly code: Code;
  /** MLS application messages to send now, in this order. */
  readonly send: readonly Opaque[];
}

/** An application message of another member; `message` is null for those that the worker handles itself. */
export interface Opened {
  readonly seat: SeatId;
  readonly message: { readonly type: string; readonly [key: string]: unknown } | null;
  readonly code: Code;
  readonly send: readonly Opaque[];
}

export interface InvitationCheck {
  readonly rootKey: Opaque;
  readonly host: Certificate;
  readonly visit: VisitId;
  readonly seat: SeatId;
  readonly role: Role;
}

export interface DeskCheck {
  readonly rootKey: Opaque;
  readonly staff: string;
  readonly certificate: Certificate;
  readonly vault: Opaque;
}

export interface EnrolmentCheck {
  readonly rootKey: Opaque;
  readonly inviter: Certificate;
  readonly account: StaffId;
}

export interface AccountCheck {
  readonly account: StaffId;
  readonly rootKey: Opaque;
  readonly certificate: Certificate | null;
  readonly vault: SealedAccount;
  /** The highest `revision` that this browser has seen of the account, 0 if none. An older vault is refused with `oldVault`. */
  readonly seen: number;
}

/** What the first administrator hands to the server. */
export interface Founded {
  readonly rootKey: Opaque;
  readonly certificate: Certificate;
  readonly vault: SealedAccount;
  /** The public key of the recovery code. */
  readonly recoveryKey: Opaque;
}

/** What a colleague hands to the server. */
export interface Claimed {
  readonly keys: ClaimedKeys;
  readonly vault: SealedAccount;
  readonly recoveryKey: Opaque;
}

export interface PatientCheck {
  readonly rootKey: Opaque;
  readonly host: Certificate;
  readonly visit: VisitId;
  readonly seat: SeatId;
  readonly account: StaffId;
}

/** How a practice reaches a patient. */
export interface Contact {
  readonly name: string;
  readonly email: string | null;
  readonly telephone: string | null;
}

/** What a patient hands to the server. */
export interface ClaimedPatient extends Claimed {
  readonly contact: SealedContact;
}

export interface WaysChange {
  /** Adds the passkey that was just offered. */
  readonly addPasskey: boolean;
  /** Removes passkeys, by their WebAuthn identifiers. */
  readonly remove: readonly Opaque[];
  /** `set` takes the password just made with `finishPassword`, in place of any earlier one. */
  readonly password: "keep" | "set" | "remove";
  /** Makes a new recovery code; the old one is worth nothing afterwards. */
  readonly renewCode: boolean;
}

export interface ChangedWays {
  readonly vault: SealedAccount;
  /** Shown once. */
  readonly recoveryCode: string | null;
  readonly recoveryKey: Opaque | null;
}

/** A colleague's certificate and, for one who becomes an administrator, the practice's root key sealed to them. */
export interface Certified {
  readonly certificate: Certificate;
  readonly sealedRoot: Opaque | null;
}

export interface ColleagueToBe {
  readonly account: StaffId;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

/** A colleague's link, `${origin}/s/${token}#${fragment}`, and what the server keeps of it. */
export interface MadeColleague {
  readonly token: Token;
  readonly fragment: string;
  readonly tokenHash: Opaque;
  readonly sealedSecret: Opaque;
}

export interface MadeInvitation {
  readonly token: Token;
  readonly fragment: string;
  readonly invitation: NewInvitation;
}

/** How often frames of one direction went through, or why not. Never anything about what was in them. */
export interface FrameCounters {
  readonly sealed: number;
  readonly notSealed: number;
  readonly opened: number;
  readonly notOpened: number;
  /** Milliseconds spent sealing and opening. */
  readonly spentMs: number;
}

/** The methods of `Seal` in crates/seal/src/wasm.rs, asynchronous, without the times (the worker has a clock). All reject with `SealError`. */
export interface SealPort {
  openGuest(token: Token, fragment: string): Promise<void>;
  openDeskLink(token: Token, fragment: string): Promise<void>;

  checkInvitation(check: InvitationCheck): Promise<StaffMember>;
  sealCard(card: Card): Promise<Opaque>;
  openNote(note: Opaque): Promise<SealedNote>;
  keyPackage(): Promise<TaggedKeyPackage>;
  join(generation: number, welcome: TaggedWelcome): Promise<Change>;

  /** A colleague's link; at the first start there is none. */
  openEnrolment(token: Token, fragment: string): Promise<void>;
  /** Colleague, first of all: compares the pin, and sees that the inviter is an administrator. */
  checkEnrolment(check: EnrolmentCheck): Promise<StaffMember>;
  /** The secret of a passkey that was just made or used; from `passkey.ts` only. */
  offerPasskey(credential: Opaque, secret: Uint8Array): Promise<void>;
  /** A recovery code as it was typed, for the next `openAccount`: the public key by which the server finds its account. Rejects with `mistypedCode`. */
  offerCode(typed: string): Promise<Opaque>;
  /** After `offerCode`: shows the server at `origin` that the code is at hand. */
  signWithCode(challenge: Token, origin: string): Promise<Opaque>;
  /** Begins to set a password, for the next `makeAccount` or `changeWays`: OPAQUE's registration request. */
  startPassword(password: string): Promise<Opaque>;
  /** After `startPassword`: the record for the server. Takes a second or two, on purpose. */
  finishPassword(response: Opaque): Promise<Opaque>;
  /** Begins to sign in with a password: OPAQUE's KE1. */
  startPasswordSignIn(password: string): Promise<Opaque>;
  /** After `startPasswordSignIn`: KE3, for the server at `origin`; the next `openAccount` takes the password. Takes a second or two.
   * Rejects with `wrongPassword`, which is also the answer for a user name that nobody has. */
  finishPasswordSignIn(response: Opaque, origin: string): Promise<Opaque>;
  /** After `openAccount`: the vault with other ways in. Can be done again from the same beginning, until `keepWays` says that the server has
   * taken it. Rejects with `notAllowed` if neither a passkey nor a password would be left. */
  changeWays(change: WaysChange): Promise<ChangedWays>;
  keepWays(): Promise<void>;
  /** How often the open account's vault was sealed; the browser keeps the highest that it has seen, for `openAccount`. */
  revision(): Promise<number>;
  /** After `openAccount`, an administrator to whom the practice's root key was handed on: the vault with it, to be sent as other ways in and
   * kept with `keepWays`; null if the account holds it already. Rejects with `badSecret` if it is not this practice's. */
  takeRoot(sealedRoot: Opaque): Promise<SealedAccount | null>;
  /** After `offerPasskey` or `finishPassword`: the account's keys, and a recovery code that opens them too. The page shows it once. */
  makeAccount(account: StaffId): Promise<string>;
  /** After `makeAccount`, at the first start: the practice's root key. The worker is a desk's then, if the roles allow it. */
  found(name: string, roles: readonly StaffRole[]): Promise<Founded>;
  /** After `makeAccount`, a colleague: the proof that the link's holder made these keys. */
  enrol(): Promise<Claimed>;
  /** A colleague who was certified meanwhile. The worker is a desk's then, if the roles allow it. */
  takeCertificate(certificate: Certificate): Promise<StaffMember>;
  /** After `offerPasskey`, `offerCode` or `finishPasswordSignIn`: opens the vault. Null without a certificate; with one, the worker is a desk's, if the roles allow it. */
  openAccount(check: AccountCheck): Promise<StaffMember | null>;
  inviteColleague(colleague: ColleagueToBe): Promise<MadeColleague>;
  /** Rejects with `badProof` if these are not the keys of the link's holder, or not the name and roles that were invited; with
   * `notAllowed` where the account does not hold the practice's root key. */
  certify(colleague: ColleagueToBe, keys: ClaimedKeys, sealedSecret: Opaque): Promise<Certified>;

  /** A patient, by the link of their invitation, in a worker of its own: the client of the account that they make. */
  openPatient(token: Token, fragment: string): Promise<void>;
  /** Patient, first of all: compares the pin, and verifies the host's certificate. */
  checkPatient(check: PatientCheck): Promise<StaffMember>;
  /** After `makeAccount`, a patient: the proof that the link's holder made these keys. */
  enrolPatient(contact: Contact): Promise<ClaimedPatient>;
  /** After `openAccount`, a patient: other contact data, for themselves and for the clinician of this certificate. */
  sealContact(contact: Contact, clinician: Certificate): Promise<SealedContact>;
  /** After `openAccount`, a patient. Rejects with `badSealed`. */
  openOwnContact(sealed: Opaque): Promise<Contact>;
  /** After `openAccount`, a patient: the clinician who gave their word for these keys. Rejects with `badCertificate`. */
  checkBinding(binding: Binding, clinician: Certificate): Promise<StaffMember>;

  openDesk(check: DeskCheck): Promise<StaffMember>;
  openSecret(visit: VisitId, seat: SeatId, role: Role, sealedSecret: Opaque): Promise<void>;
  openCard(visit: VisitId, seat: SeatId, card: Opaque): Promise<Card>;
  sealNote(visit: VisitId, seat: SeatId, note: SealedNote): Promise<Opaque>;
  isGenuine(visit: VisitId, seat: SeatId, role: Role, keyPackage: TaggedKeyPackage): Promise<boolean>;
  invite(visit: VisitId, role: "patient" | "companion"): Promise<MadeInvitation>;
  /** After `openSecret`: a clinician's word for the keys of a patient's account. Rejects with `badProof` if somebody else made them. */
  bindPatient(visit: VisitId, seat: SeatId, account: StaffId, keys: ClaimedKeys): Promise<Binding>;
  /** The contact data of a patient whose keys this clinician gave their word for. */
  openContact(account: StaffId, binding: Binding, sealed: Opaque): Promise<Contact>;
  forget(visit: VisitId): Promise<void>;
  enter(visit: VisitId, seat: SeatId, generation: number, barred: readonly SeatId[]): Promise<Change>;
  exit(): Promise<void>;
  admit(
    seat: SeatId,
    role: Role,
    keyPackage: TaggedKeyPackage,
  ): Promise<{ readonly commit: GroupCommit; readonly welcome: TaggedWelcome }>;
  remove(seat: SeatId): Promise<GroupCommit>;
  bar(seat: SeatId): Promise<void>;
  barred(): Promise<readonly SeatId[]>;

  present(seats: readonly SeatId[]): Promise<void>;
  evict(seat: SeatId): Promise<GroupCommit>;
  update(): Promise<GroupCommit>;
  accepted(generation: number, epoch: number): Promise<Change>;
  stale(generation: number, epoch: number): Promise<boolean>;
  commit(generation: number, epoch: number, commit: Opaque): Promise<Change>;
  sealMessage(message: object): Promise<{ readonly generation: number; readonly message: Opaque }>;
  openMessage(generation: number, message: Opaque): Promise<Opened>;

  /** Tells whose frames, and of which kind, a receive slot carries from now on; null: nobody's. */
  assign(slot: string, seat: SeatId | null, kind: MediaKind): Promise<void>;
  counters(): Promise<FrameCounters>;
  /** Ends the worker, and with it every key. */
  end(): void;
}

/** What `RTCRtpScriptTransform` hands to the worker. */
export type TransformOptions =
  | { readonly side: "send"; readonly kind: MediaKind }
  | { readonly side: "receive"; readonly slot: string };

/** The port together with what only a browser can do: transforms that hand frames to the worker. */
export interface SealWorker extends SealPort {
  /** The transform to put on a sender or a receiver before anything flows through it. */
  transform(options: TransformOptions): RTCRtpScriptTransform;
}
