// The signalling messages, generated from crates/visit/src/wire by `cargo xtask codegen`. Do not edit.

export type Role = "clinician" | "patient" | "companion";

export type SeatState = "invited" | "arrived" | "admitted" | "connected" | "reconnecting" | "left" | "refused" | "removed";

export type VisitState = "scheduled" | "open" | "inSession" | "ended" | "erased" | "cancelled" | "missed";

export type MediaKind = "microphone" | "camera" | "screen";

export type FromClient = { 
/**
 * 1, 2, 3, … within a session; 0 for `hello`, `ping` and `ack`, which are not counted, and are never sent again.
 */
seq: number, 
/**
 * The highest `seq` received from the server so far; the server forgets messages up to it.
 */
ack: number, 
/**
 * The message.
 */
body: ClientMessage, };

export type Credential = { "type": "invitation", 
/**
 * From the link's path.
 */
token: Token, } | { "type": "desk", 
/**
 * From the link's path.
 */
token: Token, };

export type Resume = { 
/**
 * The session of an earlier `welcome`.
 */
session: SessionId, 
/**
 * The secret given with it.
 */
key: Token, 
/**
 * Whether the page still holds its state; `false` after a reload: then nothing is replayed, and the server tells all from the start.
 */
intact: boolean, };

export type RefusalReason = "notExpected" | "anotherTime" | "unspecified";

export type GroupCommit = { 
/**
 * Which group of the visit; a clinician who enters anew starts a new one.
 */
generation: number, 
/**
 * The epoch that this commit ends.
 */
epoch: number, 
/**
 * The MLS message.
 */
commit: Opaque, };

export type TaggedWelcome = { 
/**
 * The MLS Welcome.
 */
welcome: Opaque, 
/**
 * The signature public key of the group's creator, 32 bytes.
 */
creator: Opaque, 
/**
 * `HMAC(k_welcome, …)`, 32 bytes.
 */
tag: Opaque, };

export type TaggedKeyPackage = { 
/**
 * The MLS KeyPackage.
 */
keyPackage: Opaque, 
/**
 * `HMAC(k_join, …)`, 32 bytes.
 */
tag: Opaque, };

export type NewInvitation = { 
/**
 * The invited person's seat.
 */
seat: SeatId, 
/**
 * The invited person's role; never `clinician`.
 */
role: Role, 
/**
 * SHA-256 of the token's 16 bytes. The server never sees the link's fragment.
 */
tokenHash: Opaque, 
/**
 * The invitation secret, sealed to the account key of the staff member who holds the visit.
 */
sealedSecret: Opaque, };

export type Want = { 
/**
 * Whose picture.
 */
seat: SeatId, 
/**
 * `camera` or `screen`.
 */
kind: MediaKind, 
/**
 * Height shown, in device pixels; 0 when it is not shown at all.
 */
height: number, };

export type ClientMessage = { "type": "hello", 
/**
 * [`super::PROTOCOL`].
 */
protocol: number, 
/**
 * Who is speaking.
 */
credential: Credential, 
/**
 * The session to take up again, if there was one.
 */
resume: Resume | null, } | { "type": "ping" } | { "type": "ack" } | { "type": "takeSeat" } | { "type": "keepSeat" } | { "type": "yieldSeat" } | { "type": "arrive", 
/**
 * The version of the practice's consent text that was agreed to.
 */
consentVersion: number, 
/**
 * Name and surroundings, sealed under the invitation secret (`docs/protocol.md` §2.5).
 */
card: Opaque, 
/**
 * For the group of `generation`.
 */
keyPackage: TaggedKeyPackage, } | { "type": "rejoin", 
/**
 * The fresh KeyPackage.
 */
keyPackage: TaggedKeyPackage, } | { "type": "offer", 
/**
 * The session description.
 */
sdp: string, } | { "type": "want", 
/**
 * One row per picture; a picture not named is wanted at full size.
 */
wants: Array<Want>, } | { "type": "update", 
/**
 * The commit.
 */
commit: GroupCommit, } | { "type": "application", 
/**
 * Which group.
 */
generation: number, 
/**
 * The MLS message.
 */
message: Opaque, } | { "type": "evict", 
/**
 * Whose leaf.
 */
seat: SeatId, 
/**
 * The commit.
 */
commit: GroupCommit, } | { "type": "leave" } | { "type": "enter", 
/**
 * Which visit.
 */
visit: VisitId, } | { "type": "exit" } | { "type": "admit", 
/**
 * Whom.
 */
seat: SeatId, 
/**
 * The commit that adds them.
 */
commit: GroupCommit, 
/**
 * Their way into the group.
 */
welcome: TaggedWelcome, } | { "type": "refuse", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * Whom.
 */
seat: SeatId, 
/**
 * What they are told.
 */
reason: RefusalReason, } | { "type": "remove", 
/**
 * Whom.
 */
seat: SeatId, 
/**
 * The commit.
 */
commit: GroupCommit, } | { "type": "note", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * Whom.
 */
seat: SeatId, 
/**
 * The message.
 */
note: Opaque, } | { "type": "delay", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * Expected minutes from now; absent: not known.
 */
minutes: number | null, } | { "type": "invite", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * The invitation.
 */
invitation: NewInvitation, } | { "type": "end", 
/**
 * Which visit.
 */
visit: VisitId, };

export type FromServer = { 
/**
 * 1, 2, 3, … within a session; 0 for `welcome`, `pong`, `taken` and errors before a session exists.
 */
seq: number, 
/**
 * The highest `seq` received from the client so far; the client forgets messages up to it.
 */
ack: number, 
/**
 * The message.
 */
body: ServerMessage, };

export type Person = { 
/**
 * Their seat.
 */
seat: SeatId, 
/**
 * Their role.
 */
role: Role, 
/**
 * Where they are.
 */
state: SeatState, };

export type Slot = { 
/**
 * The `a=mid` of the receive slot in the receiver's own offer.
 */
mid: string, 
/**
 * Whose media; absent when the slot is free.
 */
seat: SeatId | null, 
/**
 * What kind.
 */
kind: MediaKind, };

export type Quality = "good" | "fair" | "poor";

export type SeatQuality = { 
/**
 * Whose.
 */
seat: SeatId, 
/**
 * How it is.
 */
quality: Quality, };

export type HostState = "away" | "atDesk" | "inAnotherVisit" | "here";

export type DeskSeat = { 
/**
 * The seat.
 */
seat: SeatId, 
/**
 * Its role.
 */
role: Role, 
/**
 * Where the person is.
 */
state: SeatState, 
/**
 * Whether their page is connected right now (a phone may sleep while its owner waits).
 */
online: boolean, 
/**
 * Since when they wait, in Unix milliseconds.
 */
waitingSince: number | null, 
/**
 * Name and surroundings, sealed under the invitation secret.
 */
card: Opaque | null, 
/**
 * Their latest KeyPackage, for admitting.
 */
keyPackage: TaggedKeyPackage | null, 
/**
 * The invitation secret, sealed to this clinician.
 */
sealedSecret: Opaque | null, };

export type DeskVisit = { 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * Where it is.
 */
state: VisitState, 
/**
 * Planned start, in Unix milliseconds.
 */
startsAt: number, 
/**
 * Planned length, in minutes.
 */
minutes: number, 
/**
 * Whether the practice marked it as sensitive.
 */
sensitive: boolean, 
/**
 * Most people it may hold.
 */
capacity: number, 
/**
 * The delay told to those who wait, in minutes.
 */
delayMinutes: number | null, 
/**
 * The people, the clinician first, then in order of arrival.
 */
seats: Array<DeskSeat>, };

export type Receipt = { 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * Start of the session, in Unix milliseconds; absent if nobody was admitted.
 */
beganAt: number | null, 
/**
 * End, in Unix milliseconds.
 */
endedAt: number, 
/**
 * How many people were in the session.
 */
people: number, 
/**
 * Days until the practice's server forgets that the visit took place.
 */
retentionDays: number, 
/**
 * The version of the consent text the person agreed to, where one was asked.
 */
consentVersion: number | null, };

export type ErrorCategory = "link" | "client" | "visit" | "server";

export type ErrorCode = "unknownLink" | "expiredLink" | "visitEnded" | "visitCancelled" | "alreadyRefused" | "alreadyRemoved" | "visitFull" | "wrongProtocol" | "malformed" | "tooLarge" | "tooMany" | "notAllowed" | "notFound" | "staleCommit" | "badOffer" | "sessionGone" | "consentOutdated" | "shuttingDown" | "internal";

export type ServerMessage = { "type": "welcome", 
/**
 * The session.
 */
session: SessionId, 
/**
 * What to show to take the session up again.
 */
key: Token, 
/**
 * Whether the earlier session goes on; if not, both sides count from 1 again.
 */
resumed: boolean, 
/**
 * The speaker's seat; absent at a desk.
 */
seat: SeatId | null, 
/**
 * Where the speaker stands, for a page that was reloaded; absent at a desk.
 */
state: SeatState | null, } | { "type": "pong" } | { "type": "taken" } | { "type": "contested", 
/**
 * Seconds until it is given away without an answer.
 */
seconds: number, } | { "type": "moved" } | { "type": "seatKept" } | { "type": "waiting", 
/**
 * 1 for the next; counts those who wait for the same clinician.
 */
place: number, 
/**
 * Where the clinician is.
 */
host: HostState, 
/**
 * The delay the practice expects, in minutes.
 */
delayMinutes: number | null, } | { "type": "note", 
/**
 * Sealed under the invitation secret.
 */
note: Opaque, } | { "type": "admitted", 
/**
 * Which group.
 */
generation: number, 
/**
 * The way into it.
 */
welcome: TaggedWelcome, } | { "type": "regroup", 
/**
 * The new group.
 */
generation: number, } | { "type": "roster", 
/**
 * The clinician first, then in order of admission.
 */
people: Array<Person>, } | { "type": "answer", 
/**
 * The session description.
 */
sdp: string, } | { "type": "slots", 
/**
 * The changed slots.
 */
slots: Array<Slot>, } | { "type": "quality", 
/**
 * The changed ones.
 */
seats: Array<SeatQuality>, } | { "type": "commit", 
/**
 * Which group.
 */
generation: number, 
/**
 * The epoch it ends.
 */
epoch: number, 
/**
 * Whose commit.
 */
by: SeatId, 
/**
 * Who is new in the group, if someone is.
 */
added: SeatId | null, 
/**
 * The MLS message.
 */
commit: Opaque, } | { "type": "commitAccepted", 
/**
 * Which group.
 */
generation: number, 
/**
 * The epoch it ended.
 */
epoch: number, } | { "type": "commitStale", 
/**
 * Which group.
 */
generation: number, 
/**
 * The epoch the refused commit meant to end.
 */
epoch: number, } | { "type": "application", 
/**
 * Which group.
 */
generation: number, 
/**
 * Whose.
 */
from: SeatId, 
/**
 * The MLS message.
 */
message: Opaque, } | { "type": "refused", 
/**
 * Why.
 */
reason: RefusalReason, } | { "type": "removed" } | { "type": "ended", 
/**
 * What was and was not kept.
 */
receipt: Receipt, } | { "type": "desk", 
/**
 * In order of time.
 */
visits: Array<DeskVisit>, } | { "type": "entered", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * The clinician's seat in it.
 */
seat: SeatId, 
/**
 * The group to start.
 */
generation: number, 
/**
 * Most people it may hold.
 */
capacity: number, } | { "type": "rejoin", 
/**
 * Whom.
 */
seat: SeatId, 
/**
 * Their fresh KeyPackage.
 */
keyPackage: TaggedKeyPackage, } | { "type": "error", 
/**
 * Which.
 */
code: ErrorCode, 
/**
 * Who can mend it.
 */
category: ErrorCategory, 
/**
 * The `seq` of the client's message it is about; 0 if none.
 */
about: number, 
/**
 * Whether this connection ends.
 */
fatal: boolean, };

export type LinkRequest = { 
/**
 * From the link's path.
 */
token: Token, };

export type PracticeInfo = { 
/**
 * Its name.
 */
name: string, 
/**
 * The number to call when video does not work.
 */
telephone: string | null, 
/**
 * The public half of the root key (Ed25519, 32 bytes); the client compares its fingerprint with the link's.
 */
rootKey: Opaque, 
/**
 * The consent text for video care, per language (`en`, `nl`).
 */
consent: ConsentText, };

export type ConsentText = { 
/**
 * Grows with each change of the text.
 */
version: number, 
/**
 * English.
 */
en: string, 
/**
 * Dutch.
 */
nl: string, };

export type Certificate = { 
/**
 * The signed bytes (UTF-8 JSON).
 */
body: Opaque, 
/**
 * Ed25519 signature, 64 bytes.
 */
signature: Opaque, };

export type InvitationInfo = { 
/**
 * The practice.
 */
practice: PracticeInfo, 
/**
 * The certificate of the clinician who holds the visit.
 */
host: Certificate, 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * Where it is.
 */
visitState: VisitState, 
/**
 * Planned start, in Unix milliseconds.
 */
startsAt: number, 
/**
 * Planned length, in minutes.
 */
minutes: number, 
/**
 * Most people it may hold.
 */
capacity: number, 
/**
 * The invited person's seat.
 */
seat: SeatId, 
/**
 * Their role.
 */
role: Role, 
/**
 * Where they are.
 */
state: SeatState, 
/**
 * Whether the link travelled through the server's own mail, so that the spoken code is asked for.
 */
compareCode: boolean, };

export type DeskInfo = { 
/**
 * The practice.
 */
practice: PracticeInfo, 
/**
 * The staff member.
 */
staff: StaffId, 
/**
 * Their certificate.
 */
certificate: Certificate, 
/**
 * The vault, sealed under the secret of the desk link (`docs/protocol.md` §2.6).
 */
vault: Opaque, };

export type PracticeSetup = { 
/**
 * The practice.
 */
practice: PracticeInfo, 
/**
 * Its staff.
 */
staff: Array<StaffSetup>, 
/**
 * Its visits.
 */
visits: Array<VisitSetup>, };

export type StaffSetup = { 
/**
 * Who.
 */
staff: StaffId, 
/**
 * SHA-256 of the desk link's token.
 */
tokenHash: Opaque, 
/**
 * Their certificate.
 */
certificate: Certificate, 
/**
 * Their vault, sealed.
 */
vault: Opaque, };

export type VisitSetup = { 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * Who holds it.
 */
host: StaffId, 
/**
 * The host's seat.
 */
hostSeat: SeatId, 
/**
 * Planned start, in Unix milliseconds.
 */
startsAt: number, 
/**
 * Planned length, in minutes.
 */
minutes: number, 
/**
 * Whether it is sensitive.
 */
sensitive: boolean, 
/**
 * Most people it may hold, 2 to 16.
 */
capacity: number, 
/**
 * Whom it is for.
 */
invitations: Array<NewInvitation>, };

export type VisitId = string;

export type SeatId = string;

export type StaffId = string;

export type SessionId = string;

export type Opaque = string;

export type Token = string;
