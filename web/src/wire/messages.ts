// The wire messages, generated from crates/visit/src/wire by `cargo xtask codegen`. Not to be edited.

/** The version of this protocol. */
export const PROTOCOL = 1;

/** Longest WebSocket message a client may send, in bytes. */
export const MAX_MESSAGE_BYTES = 262144;

/** Most people in one visit. */
export const MAX_PEOPLE = 16;

/**
 * One opening of a marked visit, as the officer sees it.
 */
export type Access = { 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * Who opened it.
 */
account: StaffId, 
/**
 * Their name.
 */
name: string, 
/**
 * In which role.
 */
role: StaffRole, 
/**
 * Why.
 */
reason: AccessReason, 
/**
 * When, in Unix milliseconds.
 */
at: number, 
/**
 * Whether an officer has looked at it.
 */
seen: boolean, };

/**
 * Who opened marked visits; answers `GET /api/accesses`.
 */
export type AccessList = { 
/**
 * The latest first.
 */
accesses: Array<Access>, };

/**
 * Why a marked visit is opened: one of these, so that no free text gets into the audit log.
 */
export type AccessReason = "treatment" | "patientAsked" | "emergency" | "administration";

/**
 * An officer has looked at the openings; `POST /api/accesses/seen`.
 */
export type AccessesSeen = { 
/**
 * Up to and including this moment, in Unix milliseconds.
 */
upTo: number, };

/**
 * The account that is signed in; answers `GET /api/account` too.
 */
export type AccountInfo = { 
/**
 * The practice.
 */
practice: PracticeInfo, 
/**
 * The account.
 */
account: StaffId, 
/**
 * Its owner's name.
 */
name: string, 
/**
 * What they may do.
 */
roles: Array<StaffRole>, 
/**
 * What the practice's root key says of them; absent until an administrator's device has said it.
 */
certificate: Certificate | null, 
/**
 * Their keys, sealed.
 */
vault: SealedAccount, 
/**
 * Their passkeys, the oldest first.
 */
passkeys: Array<PasskeyInfo>, 
/**
 * Their password, if they have one.
 */
password: PasswordInfo | null, 
/**
 * The practice's root private key, sealed to them by the administrator who certified them as one (`docs/protocol.md` §2.9).
 */
sealedRoot: Opaque | null, 
/**
 * What a patient's account has beside; absent for staff.
 */
patient: PatientInfo | null, 
/**
 * Where they are signed in, the latest first.
 */
sessions: Array<SessionInfo>, };

/**
 * A clinician's word for a patient's keys.
 */
export type Binding = { 
/**
 * The signed bytes (UTF-8 JSON).
 */
body: Opaque, 
/**
 * Ed25519 signature, 64 bytes.
 */
signature: Opaque, };

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
 * Certifies a colleague who has enrolled; `POST /api/staff/certify`.
 */
export type Certification = { 
/**
 * Whom.
 */
account: StaffId, 
/**
 * The certificate.
 */
certificate: Certificate, 
/**
 * The practice's root private key, sealed to whom the certificate makes an administrator.
 */
sealedRoot: Opaque | null, };

/**
 * The public keys of a new account, with the proof that the link's holder made them (`docs/protocol.md` §2.9).
 */
export type ClaimedKeys = { 
/**
 * Ed25519, 32 bytes.
 */
signKey: Opaque, 
/**
 * X-Wing, 1,216 bytes.
 */
sealKey: Opaque, 
/**
 * `HMAC(k_enrol, …)`, 32 bytes.
 */
tag: Opaque, };

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
commit: GroupCommit, } | { "type": "leave" } | { "type": "plan", 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * The speaker's own seat in it.
 */
hostSeat: SeatId, 
/**
 * Planned start, in Unix milliseconds.
 */
startsAt: number, 
/**
 * Planned length, in minutes: 5 to 480.
 */
minutes: number, 
/**
 * Whether neutral words are used outside the call.
 */
sensitive: boolean, 
/**
 * Whether the person must not be recognisable in lists; the speaker has it open.
 */
marked: boolean, 
/**
 * Most people it may hold, 2 to 16.
 */
capacity: number, 
/**
 * Whom it is for.
 */
invitation: NewInvitation, } | { "type": "bindPatient", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * Whose seat.
 */
seat: SeatId, 
/**
 * The word.
 */
binding: Binding, } | { "type": "discardPatient", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * Whose seat.
 */
seat: SeatId, } | { "type": "enter", 
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
invitation: NewInvitation, } | { "type": "mark", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * Whether it is marked from now on.
 */
marked: boolean, } | { "type": "openMarked", 
/**
 * Which visit.
 */
visit: VisitId, 
/**
 * Why.
 */
reason: AccessReason, } | { "type": "end", 
/**
 * Which visit.
 */
visit: VisitId, };

/**
 * A colleague, as an administrator sees them.
 */
export type Colleague = { 
/**
 * Their account.
 */
account: StaffId, 
/**
 * Their name.
 */
name: string, 
/**
 * What they may do.
 */
roles: Array<StaffRole>, 
/**
 * Where they are.
 */
state: StaffState, 
/**
 * Until when their link can be used, in Unix milliseconds; while `invited` only.
 */
expiresAt: number | null, 
/**
 * The keys they made; while `enrolled` only.
 */
keys: ClaimedKeys | null, 
/**
 * The link's secret, sealed to the administrator who invited; for that one, and while it can be needed.
 */
sealedSecret: Opaque | null, };

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
 * Other contact data; `POST /api/account/contact`, answered by [`AccountInfo`].
 */
export type ContactChange = { 
/**
 * In place of the earlier one.
 */
contact: SealedContact, };

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
token: Token, } | { "type": "account" };

/**
 * Ends a colleague's access at once, or takes an unused link back; `POST /api/staff/end`.
 */
export type Departure = { 
/**
 * Whose.
 */
account: StaffId, };

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
 * A patient's account as the clinician's desk sees it, beside the seat it was made in.
 */
export type DeskPatient = { 
/**
 * The account.
 */
account: StaffId, 
/**
 * The keys it claims; until the clinician's word is there.
 */
keys: ClaimedKeys | null, 
/**
 * The clinician's word.
 */
binding: Binding | null, 
/**
 * The contact data, sealed to the clinician.
 */
contact: Opaque, };

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
sealedSecret: Opaque | null, 
/**
 * The account that the person has made with the link, if they have.
 */
patient: DeskPatient | null, };

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
 * Whether it is marked: its person is shown under an alias in lists.
 */
marked: boolean, 
/**
 * Whether it is marked and was not opened in this session: nothing sealed is told of it, and acts on it need `openMarked` first.
 */
locked: boolean, 
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
 * Ends another session of this account; `POST /api/account/end-session`, answered by [`AccountInfo`].
 *
 * Refused with `conflict` for the session that asks, which signs out, and with `notFound` for one that has ended or is not the account's.
 */
export type EndSession = { 
/**
 * Which one, as [`SessionInfo`] names it.
 */
session: Opaque, };

/**
 * Who enrols.
 */
export type Enrolled = { "type": "founder", 
/**
 * The practice, with the root key that their browser made.
 */
practice: PracticeInfo, 
/**
 * Their name.
 */
name: string, 
/**
 * What they do: `administrator`, and `clinician` where they hold visits.
 */
roles: Array<StaffRole>, 
/**
 * Their own certificate.
 */
certificate: Certificate, } | { "type": "colleague", 
/**
 * Their keys.
 */
keys: ClaimedKeys, } | { "type": "patient", 
/**
 * The account's identifier, as [`EnrolmentInfo::Patient`] said it.
 */
account: StaffId, 
/**
 * Their keys.
 */
keys: ClaimedKeys, 
/**
 * Their contact data.
 */
contact: SealedContact, };

/**
 * Completes an enrolment and uses its link up; `POST /api/enrolment/finish`, answered by [`AccountInfo`] with a session.
 */
export type Enrolment = { 
/**
 * From the link's path.
 */
token: Token, 
/**
 * Who.
 */
who: Enrolled, 
/**
 * Their keys, sealed.
 */
vault: SealedAccount, 
/**
 * Their first passkey.
 */
passkey: NewPasskey | null, 
/**
 * Their password; one of the two there must be.
 */
password: NewPassword | null, 
/**
 * The public key of their recovery code, Ed25519, 32 bytes (`docs/protocol.md` §2.8).
 */
recoveryKey: Opaque, };

/**
 * What is behind an enrolment link; answers `POST /api/enrolment`, whose request is a `LinkRequest`.
 */
export type EnrolmentInfo = { "type": "firstStart", 
/**
 * The first administrator's account.
 */
account: StaffId, } | { "type": "colleague", 
/**
 * The practice.
 */
practice: PracticeInfo, 
/**
 * The colleague's account.
 */
account: StaffId, 
/**
 * Their name, as the inviter wrote it.
 */
name: string, 
/**
 * What they may do.
 */
roles: Array<StaffRole>, 
/**
 * The certificate of the administrator who invites them.
 */
inviter: Certificate, } | { "type": "patient", 
/**
 * The practice.
 */
practice: PracticeInfo, 
/**
 * The patient's account.
 */
account: StaffId, 
/**
 * The certificate of the clinician who holds the visit.
 */
host: Certificate, 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * The patient's seat.
 */
seat: SeatId, };

/**
 * Asks for what a passkey is made with; `POST /api/enrolment/passkey`, answered by [`PasskeyOptions`].
 */
export type EnrolmentPasskey = { 
/**
 * From the link's path.
 */
token: Token, 
/**
 * The person's name, which the device shows beside the passkey.
 */
name: string, };

/**
 * Begins to set the password of an account to be; `POST /api/enrolment/password`, answered by [`PasswordAnswer`].
 */
export type EnrolmentPassword = { 
/**
 * From the link's path.
 */
token: Token, 
/**
 * OPAQUE's `RegistrationRequest` (RFC 9807, section 5.1), 32 bytes.
 */
request: Opaque, };

/**
 * Who can mend an error.
 */
export type ErrorCategory = "link" | "client" | "visit" | "server";

/**
 * A stable code per error; the client has a text for each.
 */
export type ErrorCode = "unknownLink" | "expiredLink" | "visitEnded" | "visitCancelled" | "alreadyRefused" | "alreadyRemoved" | "visitFull" | "wrongProtocol" | "malformed" | "tooLarge" | "tooMany" | "notAllowed" | "reasonNeeded" | "notSignedIn" | "badCredential" | "codeNeeded" | "proofNeeded" | "userNameTaken" | "conflict" | "notFound" | "staleCommit" | "badOffer" | "sessionGone" | "consentOutdated" | "serverFull" | "shuttingDown" | "internal";

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
 * Everything that the practice holds about a patient with an account; answers `GET /api/account/held`.
 */
export type Held = { 
/**
 * The account.
 */
account: AccountInfo, 
/**
 * When it was made, in Unix milliseconds.
 */
madeAt: number, 
/**
 * Its visits, the latest first; none before there is a clinician's word for its keys.
 */
visits: Array<HeldVisit>, 
/**
 * What the audit log has about the account and those visits, the latest first, 1,000 at most; of the visits as above.
 */
entries: Array<HeldEntry>, };

/**
 * Something that was done to the account or one of its visits, as the audit log tells it.
 */
export type HeldEntry = { 
/**
 * When, in Unix milliseconds.
 */
at: number, 
/**
 * The name of the member of staff who did it; absent where it was the patient, another guest or the server.
 */
staff: string | null, 
/**
 * The role in which it was done, as in the audit log.
 */
role: string, 
/**
 * What, as in the audit log.
 */
act: string, 
/**
 * How it went, as in the audit log.
 */
outcome: string, 
/**
 * Why, as in the audit log.
 */
reason: string | null, };

/**
 * A visit that a patient with an account was invited to, as long as the practice remembers it.
 */
export type HeldVisit = { 
/**
 * The visit.
 */
visit: VisitId, 
/**
 * Planned start, in Unix milliseconds.
 */
startsAt: number, 
/**
 * Planned length, in minutes.
 */
minutes: number, 
/**
 * Where it is.
 */
state: VisitState, 
/**
 * The name of the clinician who holds it.
 */
clinician: string, 
/**
 * The consent text that was agreed to, by its version.
 */
consentVersion: number | null, };

/**
 * Where the clinician of a visit is, as those who wait may know.
 */
export type HostState = "away" | "atDesk" | "inAnotherVisit" | "here";

/**
 * A server by which the relay is reached where nothing else passes, as browsers take it (W3C WebRTC §4.2.4, `RTCIceServer`).
 */
export type IceServer = { 
/**
 * Such as `turns:clinic.example:443?transport=tcp` (RFC 7065).
 */
urls: Array<string>, 
/**
 * Good for this seat, and for a while.
 */
username: string, 
/**
 * The password.
 */
credential: string, };

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
compareCode: boolean, 
/**
 * Whether an account can be made with the link: the person is a patient, has none, and the visit is not over.
 */
mayHaveAccount: boolean, };

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
 * Invites a colleague; `POST /api/staff/invite`. Valid for seven days.
 */
export type NewColleague = { 
/**
 * Their account, 16 random bytes as b64.
 */
account: StaffId, 
/**
 * Their name.
 */
name: string, 
/**
 * What they may do.
 */
roles: Array<StaffRole>, 
/**
 * SHA-256 of the token's 16 bytes.
 */
tokenHash: Opaque, 
/**
 * The link's secret, sealed to the inviter's own account.
 */
sealedSecret: Opaque, };

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
 * A passkey that was just made.
 */
export type NewPasskey = { 
/**
 * What its owner calls it, such as the device it is on.
 */
name: string, 
/**
 * `RegistrationResponseJSON`, without the results of its extensions: the secret among them stays in the browser.
 */
credential: unknown, };

/**
 * A password that was just set. The server never learns it (`docs/protocol.md` §2.8).
 */
export type NewPassword = { 
/**
 * What its owner types beside it: 1 to 64 characters, compared without regard to case, one account's only.
 */
userName: string, 
/**
 * OPAQUE's `RegistrationRecord`, 192 bytes.
 */
record: Opaque, 
/**
 * The app whose codes are asked for as well; needed beside a password of under 15 characters, which the client sees to.
 */
totp: NewTotp | null, };

/**
 * A code generator (TOTP, RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits), with a code to show that it was set up.
 */
export type NewTotp = { 
/**
 * Its secret, 20 random bytes.
 */
secret: Opaque, 
/**
 * The code that it shows.
 */
code: string, };

/**
 * Bytes that the server carries and does not open, as base64url without padding (RFC 4648 §5).
 *
 * No `Debug`: what is in here is nobody's business.
 */
export type Opaque = string;

/**
 * A passkey of the account.
 */
export type PasskeyInfo = { 
/**
 * Its WebAuthn identifier.
 */
credential: Opaque, 
/**
 * What its owner calls it.
 */
name: string, 
/**
 * When it was made, in Unix milliseconds.
 */
madeAt: number, 
/**
 * When it was last used; absent if only made.
 */
usedAt: number | null, };

/**
 * What a passkey is made with.
 */
export type PasskeyOptions = { 
/**
 * `CredentialCreationOptions`, as JSON.
 */
options: unknown, };

/**
 * The server's half of a password to be set.
 */
export type PasswordAnswer = { 
/**
 * OPAQUE's `RegistrationResponse`, 64 bytes.
 */
response: Opaque, };

/**
 * What a password's owner can answer, and nobody else.
 */
export type PasswordChallenge = { 
/**
 * Names this attempt; valid for five minutes, for one right answer.
 */
ceremony: Token, 
/**
 * OPAQUE's `KE2`, 320 bytes.
 */
response: Opaque, };

/**
 * What becomes of an account's password. The last of passkeys and password is never removed.
 */
export type PasswordChange = { "type": "set", 
/**
 * Made with the answer of `POST /api/account/password`.
 */
password: NewPassword, } | { "type": "remove" };

/**
 * Signs in with a password; `POST /api/sign-in/password/finish`, answered by `AccountInfo` with a session.
 * Refused with `codeNeeded` where the app's code is missing: the attempt stays, and is finished again with it.
 */
export type PasswordFinish = { 
/**
 * Which attempt.
 */
ceremony: Token, 
/**
 * OPAQUE's `KE3`, 64 bytes.
 */
finalization: Opaque, 
/**
 * The app's code, 6 digits.
 */
code: string | null, };

/**
 * The password of the account.
 */
export type PasswordInfo = { 
/**
 * What its owner types beside it.
 */
userName: string, 
/**
 * Whether an app's code is asked for as well.
 */
totp: boolean, 
/**
 * When it was set, in Unix milliseconds.
 */
madeAt: number, 
/**
 * When it was last used; absent if only set.
 */
usedAt: number | null, };

/**
 * Begins to set the password of the account that is signed in; `POST /api/account/password`, answered by [`PasswordAnswer`].
 */
export type PasswordRequest = { 
/**
 * OPAQUE's `RegistrationRequest`, 32 bytes.
 */
request: Opaque, };

/**
 * Begins to sign in with a password; `POST /api/sign-in/password`, answered by [`PasswordChallenge`] whether or not there is such a user name.
 */
export type PasswordSignIn = { 
/**
 * As it was typed.
 */
userName: string, 
/**
 * OPAQUE's `KE1` (RFC 9807, section 6.1), 96 bytes.
 */
request: Opaque, };

/**
 * What a patient's account has beside what every account has.
 */
export type PatientInfo = { 
/**
 * The contact data, sealed to the account itself.
 */
contact: Opaque, 
/**
 * The certificate of the clinician in whose visit it was made, to whom contact data is sealed too.
 */
clinician: Certificate, 
/**
 * Their word for the account's keys; absent until their device has given it.
 */
binding: Binding | null, };

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
 * Shows again who one is, before something that only the account's owner should do; `POST /api/account/proof`.
 * The attempt begins like a sign-in; it makes no session.
 */
export type Proof = { "type": "passkey", 
/**
 * As for signing in.
 */
signIn: SignIn, } | { "type": "password", 
/**
 * As for signing in.
 */
finish: PasswordFinish, } | { "type": "code", 
/**
 * As for signing in.
 */
signIn: SignInWithCode, };

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
 * An account's vault as the server keeps it: nothing in it can be opened without an authenticator (`docs/protocol.md` §2.8).
 */
export type SealedAccount = { 
/**
 * The vault.
 */
vault: Opaque, 
/**
 * The vault's key, once for each authenticator.
 */
keys: Array<WrappedKey>, };

/**
 * Contact data, sealed once for each who may read it.
 */
export type SealedContact = { 
/**
 * For its owner.
 */
own: Opaque, 
/**
 * For the clinician.
 */
clinician: Opaque, };

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
state: SeatState | null, 
/**
 * Ways to the relay beside its candidates; none at a desk, to which `entered` tells them.
 */
iceServers: Array<IceServer>, } | { "type": "pong" } | { "type": "taken" } | { "type": "contested", 
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
capacity: number, 
/**
 * Ways to the relay beside its candidates.
 */
iceServers: Array<IceServer>, } | { "type": "rejoin", 
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
 * Somewhere the account is signed in.
 */
export type SessionInfo = { 
/**
 * Names it: SHA-256 of the cookie's token.
 */
session: Opaque, 
/**
 * The kind of browser, such as `Firefox on Android`.
 */
client: string, 
/**
 * Since when, in Unix milliseconds.
 */
beganAt: number, 
/**
 * The last sign of life, in Unix milliseconds.
 */
seenAt: number, 
/**
 * Whether it is the one that asks.
 */
own: boolean, };

/**
 * Signs in; `POST /api/sign-in/finish`, answered by [`AccountInfo`] with a session.
 */
export type SignIn = { 
/**
 * Which attempt.
 */
ceremony: Token, 
/**
 * `AuthenticationResponseJSON`, without the results of its extensions.
 */
credential: unknown, };

/**
 * What a passkey signs in with; answers `POST /api/sign-in`.
 */
export type SignInOptions = { 
/**
 * Names this attempt; valid once, for five minutes.
 */
ceremony: Token, 
/**
 * `CredentialRequestOptions`, as JSON: for any passkey of this server.
 */
options: unknown, };

/**
 * Signs in with a recovery code; `POST /api/sign-in/code`, answered by [`AccountInfo`] with a session.
 */
export type SignInWithCode = { 
/**
 * Which attempt: its 16 bytes are the challenge.
 */
ceremony: Token, 
/**
 * The code's public key, by which the account is found.
 */
key: Opaque, 
/**
 * Its signature for the challenge, Ed25519, 64 bytes (`docs/protocol.md` §2.8).
 */
signature: Opaque, };

/**
 * Ends this session, or all of this account's; `POST /api/sign-out`.
 */
export type SignOut = { 
/**
 * On all devices.
 */
everywhere: boolean, };

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
 * Everyone who works here; answers `GET /api/staff`.
 */
export type StaffList = { 
/**
 * In order of their names.
 */
staff: Array<Colleague>, };

/**
 * A role of the practice's staff. A person may have several.
 */
export type StaffRole = "administrator" | "clinician" | "reception" | "officer" | "patient";

/**
 * Ends all sessions of a colleague, who may sign in again; `POST /api/staff/sign-out`.
 *
 * Refused with `conflict` for oneself, and with `notFound` for nobody.
 */
export type StaffSignOut = { 
/**
 * Whose.
 */
account: StaffId, };

/**
 * Where a colleague is.
 */
export type StaffState = "invited" | "enrolled" | "active" | "left";

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

/**
 * Gives the account other ways in; `POST /api/account/ways`, answered by [`AccountInfo`].
 */
export type WaysChanged = { 
/**
 * SHA-256 of the vault that this one replaces: nothing is lost where two devices change it at once.
 */
was: Opaque, 
/**
 * The new vault.
 */
vault: SealedAccount, 
/**
 * A passkey to add, made with the options of `POST /api/account/passkey`.
 */
passkey: NewPasskey | null, 
/**
 * Passkeys to remove, by their WebAuthn identifiers.
 */
remove: Array<Opaque>, 
/**
 * A password to set, or none from now on.
 */
password: PasswordChange | null, 
/**
 * The public key of a new recovery code, which takes the old one's place.
 */
recoveryKey: Opaque | null, };

/**
 * A vault's key, wrapped for one authenticator.
 */
export type WrappedKey = { 
/**
 * Which.
 */
authenticator: string, 
/**
 * The wrapped key.
 */
wrapped: Opaque, };
