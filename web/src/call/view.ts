// What screens may know and do: the boundary between `call` (view models) and `ui` (rendering). No DOM type but MediaStream lives here.

import type { ReadonlySignal } from "@preact/signals";
import type { AccountControls } from "./view-account.ts";
import type { AccountOfferView, DeskPatientView } from "./view-patient.ts";

export type * from "./view-account.ts";
export type * from "./view-password.ts";
export type * from "./view-patient.ts";
export type * from "./view-staff.ts";

/** Why a person cannot go on, or what went wrong beside the call. `ui` has one text per kind: what happened, what was lost (nothing, mostly), what to do next. */
export type ProblemKind =
  | "linkUnknown"
  | "linkExpired"
  | "linkDamaged" // the fragment is missing, cut or changed
  | "practiceMismatch" // the server's root key is not the one the link was made for
  | "visitEnded"
  | "visitCancelled"
  | "visitFull"
  | "refused"
  | "removed"
  | "seatMoved" // this seat went to another browser
  | "seatKept" // the other browser keeps it
  | "browserTooOld" // no way to seal media here
  | "insecurePage" // not a secure context
  | "offline" // the server cannot be reached; being retried
  | "sealFailed" // a proof did not hold: Welcome, KeyPackage, certificate
  | "otherHost" // whoever let the person in is not the clinician shown at the door
  | "noMedia" // the server does not answer the offer of picture and sound, or refuses it
  | "serverFull"
  | "serverStopping"
  | "consentOutdated"
  | "notSignedIn"
  | "accountMade" // somebody made an account with this link already
  | "enrolUnknown" // there is no such set-up link
  | "enrolUsed" // the set-up link was used up, or is too old
  | "enrolDamaged"
  | "enrolUnproved" // whoever invites could not prove to be an administrator of the practice
  | "internal";

export interface Problem {
  readonly kind: ProblemKind;
  /** Whether `retry` makes sense. */
  readonly canRetry: boolean;
}

export type DeviceKind = "camera" | "microphone" | "speaker";

/** `notAsked` until the person reaches that screen: no permission is asked before. */
export type DeviceState = "notAsked" | "asking" | "working" | "refused" | "missing" | "inUse" | "failed";

export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

/** Camera, microphone and speaker with their checks. */
export interface DevicesView {
  readonly camera: ReadonlySignal<DeviceState>;
  readonly microphone: ReadonlySignal<DeviceState>;
  /** The person's own picture, for the preview. */
  readonly preview: ReadonlySignal<MediaStream | null>;
  /** 0 to 1, updated about 20 times a second while the microphone works. */
  readonly level: ReadonlySignal<number>;
  readonly choices: Readonly<Record<DeviceKind, ReadonlySignal<readonly DeviceChoice[]>>>;
  readonly chosen: Readonly<Record<DeviceKind, ReadonlySignal<string | null>>>;
  /** Whether the browser lets a page choose the speaker. */
  readonly canChooseSpeaker: boolean;
  readonly soundPlaying: ReadonlySignal<boolean>;
  request(kind: "camera" | "microphone"): Promise<void>;
  choose(kind: DeviceKind, id: string): Promise<void>;
  playTestSound(): Promise<void>;
}

export interface InvitationSummary {
  readonly practiceName: string;
  readonly telephone: string | null;
  readonly hostName: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly role: "patient" | "companion";
  readonly consent: { readonly version: number; readonly en: string; readonly nl: string };
  readonly compareCode: boolean;
}

/** The way of an invited person, one question per screen, in this order. */
export type GuestScreen =
  | "loading"
  | "invitation"
  | "name"
  | "consent"
  | "camera"
  | "microphone"
  | "speaker"
  | "alone"
  | "headphones"
  | "ready"
  | "waiting"
  | "call"
  | "ended"
  | "taken" // another browser holds this seat: ask for it, or stop
  | "declined" // the person did not consent; nothing was sent, `back` returns to the question
  | "problem";

export interface WaitingView {
  readonly place: number;
  readonly host: "away" | "atDesk" | "inAnotherVisit" | "here";
  readonly delayMinutes: number | null;
  readonly notes: readonly { readonly text: string; readonly at: Date }[];
}

export interface ReceiptView {
  readonly beganAt: Date | null;
  readonly endedAt: Date;
  readonly people: number;
  readonly retentionDays: number;
  readonly consentVersion: number | null;
  /** Whether the visit goes on without this person. */
  readonly leftEarly: boolean;
}

export interface GuestView {
  readonly screen: ReadonlySignal<GuestScreen>;
  /** How many of the questions before the waiting room are answered, for a progress line: [done, all]. */
  readonly progress: ReadonlySignal<readonly [number, number]>;
  readonly invitation: ReadonlySignal<InvitationSummary | null>;
  readonly name: ReadonlySignal<string>;
  readonly alone: ReadonlySignal<boolean | null>;
  readonly headphones: ReadonlySignal<boolean | null>;
  readonly devices: DevicesView;
  readonly waiting: ReadonlySignal<WaitingView | null>;
  readonly call: ReadonlySignal<CallView | null>;
  readonly receipt: ReadonlySignal<ReceiptView | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  /** The connection to the server is being taken up again; the place is kept. */
  readonly reconnecting: ReadonlySignal<boolean>;
  /** The place in the visit was given up while the person was away; the clinician has to let them in again. */
  readonly away: ReadonlySignal<boolean>;
  /** Another browser asks for this seat: seconds left to answer, or null. */
  readonly contested: ReadonlySignal<number | null>;
  /** On the first screen. */
  readonly account: AccountOfferView;
  /** Goes to the next screen; `name` and the answers are taken from the setters below. */
  next(): void;
  back(): void;
  setName(name: string): void;
  setAlone(answer: boolean | null): void;
  setHeadphones(answer: boolean | null): void;
  /** Continues without a camera (or, on the microphone screen, without a microphone). */
  skipDevice(): void;
  /** Declines the consent: nothing was sent. */
  decline(): void;
  enterWaitingRoom(): void;
  leave(): void;
  retry(): void;
  takeSeat(): void;
  keepSeat(): void;
  yieldSeat(): void;
}

export type QualityWord = "good" | "fair" | "poor" | "unknown";

export interface PersonView {
  readonly seat: string;
  /** Empty until it has arrived under seal; a clinician's is that of the certificate. */
  readonly name: string;
  /** As the group proves it; null for someone whom only the server names. */
  readonly role: "clinician" | "patient" | "companion" | null;
  readonly self: boolean;
  /** False for a member of the group whom the server does not name. */
  readonly announced: boolean;
  readonly connected: boolean;
  /** In the group, so that sealed media can flow. */
  readonly sealed: boolean;
  readonly quality: QualityWord;
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  /** Camera picture and sound in one stream; null while there is none. Own: the preview (no sound). */
  readonly stream: MediaStream | null;
  /** Shared screen; null while there is none. */
  readonly screen: MediaStream | null;
}

export interface ChatFile {
  readonly name: string;
  readonly size: number;
  /** 0 to 1. */
  readonly progress: number;
  /** Set once complete and its hash compared: saves it to the device. */
  readonly save: (() => void) | null;
  readonly failed: boolean;
}

export interface ChatLine {
  readonly id: string;
  readonly from: string;
  /** Set where someone else has the same name. */
  readonly role: PersonView["role"];
  readonly mine: boolean;
  readonly at: Date;
  readonly text: string | null;
  readonly file: ChatFile | null;
  /** `sending` until the server has taken it. */
  readonly state: "sending" | "sent" | "failed";
}

export type SpokenCode =
  | { readonly state: "making" }
  | { readonly state: "ready"; readonly digits: string }
  | { readonly state: "failed" }
  | { readonly state: "alone" }; // nobody else is in the group

/** One call, the same for clinician and guests; `host` holds what only the clinician may do. */
export interface CallView {
  readonly people: ReadonlySignal<readonly PersonView[]>;
  readonly chat: ReadonlySignal<readonly ChatLine[]>;
  readonly unread: ReadonlySignal<number>;
  readonly code: ReadonlySignal<SpokenCode>;
  /** What the person answered when asked to compare. */
  readonly codeCompared: ReadonlySignal<"notYet" | "same" | "different">;
  /** A code that was compared has been replaced by a new one, which was not. */
  readonly codeRenewed: ReadonlySignal<boolean>;
  /** True once all media leaving and arriving is sealed by the current group. */
  readonly sealed: ReadonlySignal<boolean>;
  readonly microphoneOn: ReadonlySignal<boolean>;
  readonly cameraOn: ReadonlySignal<boolean>;
  readonly screenOn: ReadonlySignal<boolean>;
  readonly canShareScreen: boolean;
  readonly hasCamera: ReadonlySignal<boolean>;
  readonly hasMicrophone: ReadonlySignal<boolean>;
  /** Both off by the one-key curtain; `curtain()` again restores what was on. */
  readonly curtainDrawn: ReadonlySignal<boolean>;
  readonly connection: ReadonlySignal<"connecting" | "connected" | "reconnecting">;
  /** How long picture and sound have found no way through the network. The search goes on. */
  readonly search: ReadonlySignal<"none" | "searching" | "blocked">;
  /** Picture and sound go where pages do, because the network lets them through nowhere else. */
  readonly detour: ReadonlySignal<boolean>;
  /** Small pictures only, to and from here. */
  readonly frugal: ReadonlySignal<boolean>;
  /** The practice's, for when nothing else works. */
  readonly telephone: string | null;
  readonly devices: DevicesView;
  readonly host: HostControls | null;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  shareScreen(on: boolean): Promise<void>;
  setFrugal(on: boolean): void;
  /** Mutes and blanks at once, or undoes it. Key: `Escape` twice or `Alt+C`, decided by `ui`. */
  curtain(): void;
  send(text: string): void;
  sendFile(file: File): Promise<void>;
  chatRead(): void;
  answerCode(same: boolean): void;
  /** Height in device pixels at which a person's picture is shown, 0 if not. */
  shown(seat: string, kind: "camera" | "screen", height: number): void;
  leave(): void;
}

export interface WaitingPerson {
  readonly seat: string;
  readonly visit: string;
  /** Empty where there is an alias. */
  readonly name: string;
  /** Of a marked visit: stands in place of the name. */
  readonly alias: string | null;
  readonly role: "patient" | "companion";
  readonly online: boolean;
  readonly since: Date | null;
  readonly alone: boolean | null;
  readonly headphones: boolean | null;
  readonly camera: boolean;
  /** False if their proof does not hold: they must not be admitted. */
  readonly genuine: boolean;
  /** An admit is under way. */
  readonly admitting: boolean;
  /** Why letting them in wants care, or null. */
  readonly caution: Caution | null;
}

export type Caution =
  | "unknown" // the server says they are in the call, but this clinician did not let them in
  | "broke" // something from their device broke the group
  | "barred"; // they were refused or removed, and cannot be let in

export interface HostControls {
  readonly visit: string;
  readonly waiting: ReadonlySignal<readonly WaitingPerson[]>;
  admit(seat: string): void;
  refuse(seat: string, reason: "notExpected" | "anotherTime" | "unspecified"): void;
  remove(seat: string): void;
  note(seat: string, text: string): void;
  /** Makes a link for one more person; resolves to the whole link, which the server never sees. */
  invite(role: "patient" | "companion"): Promise<string>;
  /** Steps out, the visit goes on. */
  exit(): void;
  end(): void;
}

export interface DeskVisitView {
  readonly visit: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly state: "scheduled" | "open" | "inSession" | "ended" | "erased" | "cancelled" | "missed";
  readonly sensitive: boolean;
  /** Of a marked visit: what its person is called in lists. */
  readonly alias: string | null;
  /** Marked, and to be opened with a reason before anything can be done. */
  readonly locked: boolean;
  readonly delayMinutes: number | null;
  readonly waiting: readonly WaitingPerson[];
  /** Its patients who have an account, wherever they are; empty while it is locked. */
  readonly patients: readonly DeskPatientView[];
  /** People invited who have not come. */
  readonly expected: number;
  readonly inCall: number;
}

/** A visit to be planned. */
export interface NewVisit {
  /** Null for now. */
  readonly startsAt: Date | null;
  readonly minutes: number;
  readonly sensitive: boolean;
  /** The person must not be recognisable in lists. */
  readonly marked: boolean;
}

/** Why a marked visit is opened. */
export type AccessReason = "treatment" | "patientAsked" | "emergency" | "administration";

export interface DeskView {
  readonly screen: ReadonlySignal<"loading" | "desk" | "devices" | "call" | "ended" | "problem">;
  readonly practiceName: ReadonlySignal<string>;
  readonly staffName: ReadonlySignal<string>;
  readonly visits: ReadonlySignal<readonly DeskVisitView[]>;
  readonly devices: DevicesView;
  readonly call: ReadonlySignal<CallView | null>;
  readonly receipt: ReadonlySignal<ReceiptView | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  readonly reconnecting: ReadonlySignal<boolean>;
  readonly contested: ReadonlySignal<number | null>;
  /** The room could not be entered, or not again after the connection was lost. */
  readonly roomLost: ReadonlySignal<"lost" | "full" | null>;
  /** What the account offers beside the desk; null at a desk that was opened by a link. */
  readonly account: AccountControls | null;
  /** Enters a visit's room (and admits this person at once, if given). */
  enter(visit: string, admit?: string): void;
  refuse(visit: string, seat: string, reason: "notExpected" | "anotherTime" | "unspecified"): void;
  note(visit: string, seat: string, text: string): void;
  delay(visit: string, minutes: number | null): void;
  end(visit: string): void;
  invite(visit: string, role: "patient" | "companion"): Promise<string>;
  /** Plans a visit; resolves to the patient's whole link, which the server never sees. */
  plan(visit: NewVisit): Promise<string>;
  mark(visit: string, marked: boolean): void;
  /** Opens a marked visit for as long as this page is signed in; an officer is told. */
  openMarked(visit: string, reason: AccessReason): void;
  /** Deletes the account that somebody made with a part of this person's link. */
  discardPatient(visit: string, seat: string): void;
  /** From the receipt back to the desk. */
  backToDesk(): void;
  retry(): void;
  keepSeat(): void;
  yieldSeat(): void;
}
