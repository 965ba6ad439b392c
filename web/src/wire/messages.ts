// The wire messages, generated from crates/visit/src/wire by `cargo xtask codegen`. Not to be edited.

/** The version of this protocol. */
export const PROTOCOL = 1;

/** Longest WebSocket message a client may send, in bytes. */
export const MAX_MESSAGE_BYTES = 262144;

/** Most people in one visit. */
export const MAX_PEOPLE = 16;

/**
 * A staff member's certificate: what the practice's root key says of them (`docs/protocol.md` §2.2).
 */
export type Certificate = { 
/**
 * The signed bytes (UTF-8 JSON).
 */
body: Opaque, 
/**
 * Ed25519 signature, 64 bytes.
 */
signature: Opaque, };

/**
 * A message from a client.
 */
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

/**
 * What the practice asks a person to agree to.
 */
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

/**
 * What makes the server believe who is speaking.
 */
export type Credential = { "type": "invitation", 
/**
 * From the link's path.
 */
token: Token, } | { "type": "desk", 
/**
 * From the link's path.
 */
token: Token, };

/**
 * A clinician's desk before its vault is opened.
 */
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

/**
 * A seat as the clinician's desk sees it.
 */
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

/**
 * A visit as the clinician's desk sees it.
 */
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

/**
 * Who can mend an error.
 */
export type ErrorCategory = "link" | "client" | "visit" | "server";

/**
 * A stable code per error; the client has a text for each.
 */
export type ErrorCode = "unknownLink" | "expiredLink" | "visitEnded" | "visitCancelled" | "alreadyRefused" | "alreadyRemoved" | "visitFull" | "wrongProtocol" | "malformed" | "tooLarge" | "tooMany" | "notAllowed" | "notFound" | "staleCommit" | "badOffer" | "sessionGone" | "consentOutdated" | "shuttingDown" | "internal";

/**
 * One message to the server.
 */
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

/**
 * One message to a client.
 */
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

/**
 * A change of the MLS group that its committer asks the server to order (RFC 9420 §12.4, §14).
 */
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

/**
 * Where the clinician of a visit is, as those who wait may know.
 */
export type HostState = "away" | "atDesk" | "inAnotherVisit" | "here";

/**
 * An invitation, as its holder may know it. Reading it changes nothing.
 */
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

/**
 * The request of `POST /api/invitation` and `POST /api/desk`: tokens travel in bodies, not in paths that proxies log.
 */
export type LinkRequest = { 
/**
 * From the link's path.
 */
token: Token, };

/**
 * What kind of media a stream or slot carries.
 */
export type MediaKind = "microphone" | "camera" | "screen";

/**
 * A new invitation, made in the inviter's browser.
 */
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

/**
 * Bytes that the server carries and does not open, as base64url without padding (RFC 4648 §5).
 *
 * No `Debug`: what is in here is nobody's business.
 */
export type Opaque = string;

/**
 * One person in a visit, as everyone admitted may see them. Names travel sealed.
 */
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

/**
 * The practice, as everyone may know it.
 */
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

/**
 * How a person's connection to the relay fares.
 */
export type Quality = "good" | "fair" | "poor";

/**
 * What was and was not kept of a visit (product row N10).
 */
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

/**
 * Why someone is turned away.
 */
export type RefusalReason = "notExpected" | "anotherTime" | "unspecified";

/**
 * A session to be taken up again after its connection was lost.
 */
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

/**
 * A role in a visit.
 */
export type Role = "clinician" | "patient" | "companion";

/**
 * One person's place in one visit. Carries no meaning and no secret.
 */
export type SeatId = string;

/**
 * One person's quality.
 */
export type SeatQuality = { 
/**
 * Whose.
 */
seat: SeatId, 
/**
 * How it is.
 */
quality: Quality, };

/**
 * Where a person in a visit is.
 */
export type SeatState = "invited" | "arrived" | "admitted" | "connected" | "reconnecting" | "left" | "refused" | "removed";

/**
 * A message from the server.
 */
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

/**
 * One signalling session, which outlives the connections that carry it.
 */
export type SessionId = string;

/**
 * Which person a receive slot shows from now on.
 */
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

/**
 * A member of the practice's staff.
 */
export type StaffId = string;

/**
 * An MLS KeyPackage with the joiner's proof (`docs/protocol.md` §2.3).
 */
export type TaggedKeyPackage = { 
/**
 * The MLS KeyPackage.
 */
keyPackage: Opaque, 
/**
 * `HMAC(k_join, …)`, 32 bytes.
 */
tag: Opaque, };

/**
 * An MLS Welcome with the creator's proof (`docs/protocol.md` §2.4).
 */
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

/**
 * The secret half of an invitation or a desk that the server is shown (and keeps only as a hash): 128 bits, base64url.
 *
 * No `Debug`, no `Display`: it must not reach a log.
 */
export type Token = string;

/**
 * One consultation, from invitation to erasure; also the identifier of its MLS group.
 */
export type VisitId = string;

/**
 * Where a visit is.
 */
export type VisitState = "scheduled" | "open" | "inSession" | "ended" | "erased" | "cancelled" | "missed";

/**
 * How large a receiver shows a picture, so that the relay sends no more than is seen.
 */
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
