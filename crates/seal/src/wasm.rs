//! The door between this crate and the client's seal worker: one class, coarse methods. No rule lives here.
//!
//! # What TypeScript sees
//!
//! Built by wasm-bindgen (target `web`) into `web/src/seal/pkg`; the generated `seal.d.ts` carries exactly the types below.
//! Bytes that travel on the signalling wire are base64url strings without padding, so that results go onto the wire, and
//! wire messages come in, as they are. Frames are `Uint8Array`s. Times are Unix milliseconds (`Date.now()`), passed in.
//! Every method but the two frame methods throws an `Error` whose `name` is an [`ErrorName`] (see the end).
//!
//! ```ts
//! type Role = "clinician" | "patient" | "companion";
//! type MediaKind = "microphone" | "camera" | "screen";
//! interface Certificate { body: string; signature: string }                       // as on the wire
//! interface TaggedKeyPackage { keyPackage: string; tag: string }                  // as on the wire
//! interface TaggedWelcome { welcome: string; creator: string; tag: string }       // as on the wire
//! interface GroupCommit { generation: number; epoch: number; commit: string }     // as on the wire
//! interface NewInvitation { seat: string; role: Role; tokenHash: string; sealedSecret: string }   // as on the wire
//!
//! interface StaffMember { staff: string; name: string; role: "clinician"; notAfter: number }
//! interface Card { name: string; alone: boolean | null; headphones: boolean | null; camera: boolean }
//! interface Note { text: string; at: number }
//! interface Member { leaf: number; seat: string; role: Role; self: boolean }
//! type SpokenCode = { state: "alone" } | { state: "making" } | { state: "ready"; digits: string } | { state: "failed" };
//!
//! /** What a change of the group came to. */
//! interface Change {
//!   generation: number; epoch: number;
//!   members: Member[];             // everyone in the group now, by leaf; identities are verified
//!   membershipChanged: boolean;
//!   added: string[];               // seats that are new (also those that were added again); send `hello` when not empty
//!   removed: string[];             // seats that are gone
//!   selfRemoved: boolean;          // this client is out: no more media, no more messages
//!   pendingDropped: boolean;       // a commit of our own was waiting and lost the race: make it again
//!   code: SpokenCode;
//!   send: string[];                // MLS application messages to send now, in this order, for this generation
//! }
//!
//! /** An application message of another member. */
//! interface Opened {
//!   seat: string;                  // verified, from the sender's leaf
//!   message: { type: string; [key: string]: unknown } | null;   // null: codeCommit or codeReveal, handled in here
//!   code: SpokenCode;
//!   send: string[];                // as in Change
//! }
//!
//! class Seal {
//!   /** From a link `/v/{token}#{fragment}`. Throws `linkDamaged`. */
//!   static guest(token: string, fragment: string): Seal;
//!   /** From a link `/d/{token}#{fragment}`. Throws `linkDamaged`. */
//!   static desk(token: string, fragment: string): Seal;
//!   /** Zeroizes what it can. Nothing may be called afterwards. */
//!   free(): void;
//!
//!   // ---- guest only (else throws `notAllowed`)
//!   /** First: compares the root key with the link's pin, verifies the host's certificate. Throws `practiceMismatch`, `badCertificate`. */
//!   checkInvitation(info: { rootKey: string; host: Certificate; visit: string; seat: string; role: Role }, nowMs: number): StaffMember;
//!   sealCard(card: Card): string;
//!   openNote(note: string): Note;
//!   /** A fresh KeyPackage for `arrive` and for every `rejoin`; the group one is in stays usable until `join`. */
//!   keyPackage(nowMs: number): TaggedKeyPackage;
//!   /** From `admitted`. Checks the proof, the group's name, every member. Throws `badProof`, `badGroup`. */
//!   join(generation: number, welcome: TaggedWelcome, nowMs: number): Change;
//!
//!   // ---- desk only (else throws `notAllowed`)
//!   /** First: compares the pin, verifies the own certificate, opens the vault. Throws `practiceMismatch`, `badCertificate`, `badVault`. */
//!   openDesk(info: { rootKey: string; staff: string; certificate: Certificate; vault: string }, nowMs: number): StaffMember;
//!   /** Once per seat with a `sealedSecret` (again does no harm); what follows about the seat needs it. Throws `badSecret`. */
//!   openSecret(visit: string, seat: string, role: Role, sealedSecret: string): void;
//!   /** Whether this seat's secret is open. */
//!   hasSecret(visit: string, seat: string): boolean;
//!   openCard(visit: string, seat: string, card: string): Card;
//!   sealNote(visit: string, seat: string, note: Note): string;
//!   /** Whether the proof holds and the credential names this seat and role. Never throws for bad input. */
//!   isGenuine(visit: string, seat: string, role: Role, keyPackage: TaggedKeyPackage): boolean;
//!   /** A new invitation; the link is `${origin}/v/${token}#${fragment}`. `openSecret` is not needed for it. */
//!   invite(visit: string, role: "patient" | "companion"): { token: string; fragment: string; invitation: NewInvitation };
//!   /** Drops the secrets of a visit that is over. */
//!   forget(visit: string): void;
//!   /** From `entered`: starts the group. `barred`: seats refused or removed earlier (kept by the page across a reload). */
//!   enter(visit: string, seat: string, generation: number, barred: string[], nowMs: number): Change;
//!   /** Out of the room: the group and its keys are gone. */
//!   exit(): void;
//!   /** Adds a seat, or puts it back in after its page was reloaded (its old leaf goes in the same commit). Throws `badProof`, `barred`, `busy`. */
//!   admit(seat: string, role: Role, keyPackage: TaggedKeyPackage): { commit: GroupCommit; welcome: TaggedWelcome };
//!   /** Bars the seat, and makes the commit that removes its leaf. Throws `notMember`, `busy`. */
//!   remove(seat: string): GroupCommit;
//!   /** Bars a seat that was refused. */
//!   bar(seat: string): void;
//!   /** The barred seats, to be given to `enter` after a reload. */
//!   barred(): string[];
//!
//!   // ---- in a group (else throws `noGroup`)
//!   /** The seats that signalling shows in the call (`admitted`, `connected`, `reconnecting`): after every `roster`. */
//!   present(seats: string[]): void;
//!   /** Takes out the leaf of a seat that is gone. Throws `notMember`, `notAllowed` (still present), `busy`. */
//!   evict(seat: string): GroupCommit;
//!   /** Rekeys the own leaf: every 5 minutes. Throws `busy`. */
//!   update(): GroupCommit;
//!   /** From `commitAccepted`. Throws `stale` if it is about another group or epoch. */
//!   accepted(generation: number, epoch: number, nowMs: number): Change;
//!   /** From `commitStale`: drops the own commit; true if it was still waiting. Make it again after the next `commit`. */
//!   stale(generation: number, epoch: number): boolean;
//!   /** Whether an own commit waits for the server. */
//!   busy(): boolean;
//!   /** From `commit`. Throws `stale` (about an earlier epoch or another generation: ignore) or `badCommit` (a rule was broken,
//!    *  or an epoch was missed: a guest sends `rejoin`, a clinician enters anew). */
//!   commit(generation: number, epoch: number, commit: string, nowMs: number): Change;
//!   /** Seals one JSON object for all other members. */
//!   sealMessage(message: object): { generation: number; message: string };
//!   /** From `application`. Throws `stale` (another generation) or `badMessage`: ignore and count. */
//!   openMessage(generation: number, message: string): Opened;
//!   /** As in the last Change or Opened. */
//!   code(): SpokenCode;
//!   /** At least once a second: forgets keys whose time is over. */
//!   tick(nowMs: number): void;
//!
//!   // ---- frames; a number instead of bytes says why not
//!   /** Throws nothing. 1: no key (not in a group), 2: empty frame, 3: counter used up. */
//!   sealFrame(kind: MediaKind, frame: Uint8Array): Uint8Array | number;
//!   /** Throws nothing. 1: no key of this epoch YET (hold the frame up to a second, try again after the next Change),
//!    *  2: malformed or empty, 3: another person's or kind's frame, 4: replayed, 5: not authentic, or its key is gone. */
//!   openFrame(seat: string, kind: MediaKind, frame: Uint8Array, nowMs: number): Uint8Array | number;
//! }
//!
//! type ErrorName =
//!   | "linkDamaged" | "practiceMismatch" | "badCertificate" | "badVault" | "badSecret" | "badProof" | "badSealed"
//!   | "badGroup" | "badCommit" | "badMessage" | "stale" | "busy" | "barred" | "notMember" | "notAllowed" | "noGroup"
//!   | "badArgument" | "internal";
//! ```
