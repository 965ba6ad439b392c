//! The door between this crate and the client's seal worker: one class, coarse methods. No rule lives here.
//!
//! # What TypeScript sees
//!
//! Built by wasm-bindgen (target `web`) into `web/src/seal/pkg`; the generated `seal.d.ts` carries exactly this class and the types in `convert`.
//! Bytes that travel on the signalling wire are base64url strings without padding, so that results go onto the wire, and
//! wire messages come in, as they are. Frames are `Uint8Array`s. Times are Unix milliseconds (`Date.now()`), passed in.
//! Every method but the two frame methods throws an `Error` whose `name` is an `ErrorName`.
//!
//! ```ts
//! class Seal {
//!   /** From a link `/v/{token}#{fragment}`. Throws `linkDamaged`. */
//!   static guest(token: string, fragment: string): Seal;
//!   /** From a link `/d/{token}#{fragment}`. Throws `linkDamaged`. */
//!   static desk(token: string, fragment: string): Seal;
//!   /** From a colleague's link `/s/{token}#{fragment}`. Throws `linkDamaged`. */
//!   static colleague(token: string, fragment: string): Seal;
//!   /** Nobody yet: to found a practice, or to sign in. */
//!   static account(): Seal;
//!   /** Zeroizes what it can. Nothing may be called afterwards. */
//!   free(): void;
//!
//!   // ---- guest only (else throws `notAllowed`)
//!   /** First: compares the root key with the link's pin, verifies the host's certificate. Throws `practiceMismatch`, `badCertificate`. */
//!   checkInvitation(info: { rootKey: string; host: Certificate; visit: string; seat: string; role: Role }, nowMs: number): StaffMember;
//!   sealCard(card: Card): string;
//!   openNote(note: string): Note;
//!   /** A fresh KeyPackage for `arrive` and for every `rejoin`; the group one is in stays usable until `join`. */
//!   keyPackage(): TaggedKeyPackage;
//!   /** From `admitted`. Checks the proof, the group's name, every member. Throws `badProof`, `badGroup`. */
//!   join(generation: number, welcome: TaggedWelcome, nowMs: number): Change;
//!
//!   // ---- staff only (else throws `notAllowed`)
//!   /** With a colleague's link, first: compares the pin, and sees that an administrator invites. Throws `practiceMismatch`, `badCertificate`. */
//!   checkEnrolment(info: { rootKey: string; inviter: Certificate; account: string }, nowMs: number): StaffMember;
//!   /** The secret of a passkey that was just made or used: for the next `makeAccount` or `openAccount`. */
//!   offerPasskey(credential: string, secret: Uint8Array): void;
//!   /** A recovery code as it was typed, for the next `openAccount`; returns the public key that names its account to the server. Throws `mistypedCode`. */
//!   offerCode(typed: string): string;
//!   /** Shows the server at `origin` that the code is at hand; an Ed25519 signature. */
//!   signWithCode(challenge: string, origin: string): string;
//!   /** The vault with other ways in; they count from `keepWays` on. Throws `notAllowed` if no passkey would be left. */
//!   changeWays(change: { addPasskey: boolean; remove: string[]; renewCode: boolean }): { vault: SealedAccount; recoveryCode: string | null; recoveryKey: string | null };
//!   keepWays(): void;
//!   /** The account's keys, for the passkey and a recovery code, which it returns. */
//!   makeAccount(account: string): string;
//!   /** At the first start. */
//!   found(name: string, roles: StaffRole[], nowMs: number): { rootKey: string; certificate: Certificate; vault: SealedAccount; recoveryKey: string };
//!   /** A colleague. */
//!   enrol(): { keys: ClaimedKeys; vault: SealedAccount; recoveryKey: string };
//!   /** A colleague who was certified. Throws `badCertificate`. */
//!   takeCertificate(certificate: Certificate, nowMs: number): StaffMember;
//!   /** Throws `badVault`, `practiceMismatch`, `badCertificate`. Null without a certificate. With one that says so, all of a desk's methods work. */
//!   openAccount(info: { account: string; rootKey: string; certificate: Certificate | null; vault: SealedAccount }, nowMs: number): StaffMember | null;
//!   /** The link is `${origin}/s/${token}#${fragment}`. */
//!   inviteColleague(colleague: Colleague): { token: string; fragment: string; tokenHash: string; sealedSecret: string };
//!   /** Throws `badProof` if they are not the keys of the link's holder, or not the name and roles that were invited. */
//!   certify(colleague: Colleague, keys: ClaimedKeys, sealedSecret: string, nowMs: number): Certificate;
//!
//!   // ---- desk only (else throws `notAllowed`); of a desk link, or of a clinician's open account
//!   /** First: compares the pin, verifies the own certificate, opens the vault. Throws `practiceMismatch`, `badCertificate`, `badVault`. */
//!   openDesk(info: { rootKey: string; staff: string; certificate: Certificate; vault: string }, nowMs: number): StaffMember;
//!   /** Once per seat with a `sealedSecret` (again does no harm); everything that follows about the seat needs it. Throws `badSecret`. */
//!   openSecret(visit: string, seat: string, role: Role, sealedSecret: string, nowMs: number): void;
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
//! ```

mod convert;
mod holder;
mod patient;

use std::sync::Arc;

use js_sys::{JSON, Uint8Array};
use wasm_bindgen::prelude::*;

use self::convert::{
    AdmissionOut, Answer, DeskClaimIn, Failure, InvitationClaimIn, InvitedOut, StaffMemberOut, bytes, give, id, ids,
    ms, role, take,
};
use crate::bytes::b64;
use crate::practice::LinkText;
use crate::{
    Card, Crypto, Desk, DeskClaim, Error, Guest, Holder, InvitationClaim, MediaKind, Note, Place, RootKey,
    TaggedKeyPackage, TaggedWelcome, VisitClient,
};

enum Side {
    Guest(Guest),
    Desk(Desk),
    Holder(Box<Holder>),
}

/// All keys of one page, and everything that is done with them.
#[wasm_bindgen]
pub struct Seal {
    side: Side,
}

impl Seal {
    fn as_guest(&mut self) -> Answer<&mut Guest> {
        match &mut self.side {
            Side::Guest(guest) => Ok(guest),
            Side::Desk(_) | Side::Holder(_) => Err(Failure(Error::NotAllowed)),
        }
    }

    fn as_desk(&mut self) -> Answer<&mut Desk> {
        match &mut self.side {
            Side::Desk(desk) => Ok(desk),
            Side::Holder(staff) => Ok(staff.desk()?),
            Side::Guest(_) => Err(Failure(Error::NotAllowed)),
        }
    }

    fn client(&mut self) -> Answer<&mut VisitClient> {
        match &mut self.side {
            Side::Guest(guest) => guest.client(),
            Side::Desk(desk) => desk.client(),
            Side::Holder(staff) => staff.desk().and_then(Desk::client),
        }
        .map_err(Failure)
    }
}

#[wasm_bindgen]
impl Seal {
    /// From a link `/v/{token}#{fragment}`. Throws `linkDamaged`.
    pub fn guest(token: &str, fragment: &str) -> Answer<Seal> {
        let guest = Guest::new(Arc::new(Crypto::new()?), token, fragment)?;
        Ok(Seal { side: Side::Guest(guest) })
    }

    /// From a link `/d/{token}#{fragment}`. Throws `linkDamaged`.
    pub fn desk(token: &str, fragment: &str) -> Answer<Seal> {
        let desk = Desk::new(Arc::new(Crypto::new()?), token, fragment)?;
        Ok(Seal { side: Side::Desk(desk) })
    }

    /// Guest, first of all: compares the root key with the link's pin, verifies the host's certificate.
    #[wasm_bindgen(js_name = checkInvitation, unchecked_return_type = "StaffMember")]
    pub fn check_invitation(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "InvitationClaim")] info: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let InvitationClaimIn { root_key, host, visit, seat, role } = take(info)?;
        let root_key = RootKey::new(root_key.as_slice())?;
        let claim = InvitationClaim { root_key, host, visit, seat, role };
        give(&StaffMemberOut::from(self.as_guest()?.check(claim, ms(now_ms))?))
    }

    /// Guest: seals what the person says of themselves.
    #[wasm_bindgen(js_name = sealCard)]
    pub fn seal_card(&mut self, #[wasm_bindgen(unchecked_param_type = "Card")] card: &JsValue) -> Answer<String> {
        let card: Card = take(card)?;
        Ok(b64(&self.as_guest()?.seal_card(&card)?))
    }

    /// Guest: opens a message from the practice.
    #[wasm_bindgen(js_name = openNote, unchecked_return_type = "Note")]
    pub fn open_note(&mut self, note: &str) -> Answer<JsValue> {
        give(&self.as_guest()?.open_note(&bytes(note)?)?)
    }

    /// Guest: a fresh KeyPackage, for `arrive` and for every `rejoin`.
    #[wasm_bindgen(js_name = keyPackage, unchecked_return_type = "TaggedKeyPackage")]
    pub fn key_package(&mut self) -> Answer<JsValue> {
        give(&self.as_guest()?.key_package()?)
    }

    /// Guest: enters the group of `admitted`.
    #[wasm_bindgen(unchecked_return_type = "Change")]
    pub fn join(
        &mut self,
        generation: u32,
        #[wasm_bindgen(unchecked_param_type = "TaggedWelcome")] welcome: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let welcome: TaggedWelcome = take(welcome)?;
        give(&self.as_guest()?.join(generation, &welcome, ms(now_ms))?)
    }

    /// Desk, first of all: compares the pin, verifies the own certificate, opens the vault.
    #[wasm_bindgen(js_name = openDesk, unchecked_return_type = "StaffMember")]
    pub fn open_desk(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "DeskClaim")] info: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let DeskClaimIn { root_key, staff, certificate, vault } = take(info)?;
        let root_key = RootKey::new(root_key.as_slice())?;
        let claim = DeskClaim { root_key, staff, certificate, vault: vault.0 };
        give(&StaffMemberOut::from(self.as_desk()?.open(claim, ms(now_ms))?))
    }

    /// Desk: opens a seat's invitation secret and keeps its keys.
    #[wasm_bindgen(js_name = openSecret)]
    pub fn open_secret(
        &mut self,
        visit: &str,
        seat: &str,
        #[wasm_bindgen(js_name = role, unchecked_param_type = "Role")] of: &str,
        #[wasm_bindgen(js_name = sealedSecret)] sealed_secret: &str,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<()> {
        let place = Place { visit: &id(visit)?, seat: &id(seat)?, role: role(of)? };
        Ok(self.as_desk()?.open_secret(place, &bytes(sealed_secret)?, ms(now_ms))?)
    }

    /// Desk: whether a seat's secret is open.
    #[wasm_bindgen(js_name = hasSecret)]
    pub fn has_secret(&mut self, visit: &str, seat: &str) -> Answer<bool> {
        Ok(self.as_desk()?.has_secret(&id(visit)?, &id(seat)?))
    }

    /// Desk: opens what a person says of themselves.
    #[wasm_bindgen(js_name = openCard, unchecked_return_type = "Card")]
    pub fn open_card(&mut self, visit: &str, seat: &str, card: &str) -> Answer<JsValue> {
        give(&self.as_desk()?.open_card(&id(visit)?, &id(seat)?, &bytes(card)?)?)
    }

    /// Desk: seals a message to a waiting person.
    #[wasm_bindgen(js_name = sealNote)]
    pub fn seal_note(
        &mut self,
        visit: &str,
        seat: &str,
        #[wasm_bindgen(unchecked_param_type = "Note")] note: &JsValue,
    ) -> Answer<String> {
        let note: Note = take(note)?;
        Ok(b64(&self.as_desk()?.seal_note(&id(visit)?, &id(seat)?, &note)?))
    }

    /// Desk: whether a KeyPackage was made by the holder of the seat's link. False for anything else.
    #[wasm_bindgen(js_name = isGenuine)]
    pub fn is_genuine(
        &mut self,
        visit: &str,
        seat: &str,
        #[wasm_bindgen(js_name = role, unchecked_param_type = "Role")] of: &str,
        #[wasm_bindgen(js_name = keyPackage, unchecked_param_type = "TaggedKeyPackage")] key_package: &JsValue,
    ) -> Answer<bool> {
        let desk = self.as_desk()?;
        let checked = || -> Answer<()> {
            let place = Place { visit: &id(visit)?, seat: &id(seat)?, role: role(of)? };
            Ok(desk.check_key_package(place, &take(key_package)?)?)
        };
        Ok(checked().is_ok())
    }

    /// Desk: a new invitation; the link is `${origin}/v/${token}#${fragment}`.
    #[wasm_bindgen(unchecked_return_type = "Invited")]
    pub fn invite(
        &mut self,
        visit: &str,
        #[wasm_bindgen(js_name = role, unchecked_param_type = "Role")] of: &str,
    ) -> Answer<JsValue> {
        let (LinkText { token, fragment }, invitation) = self.as_desk()?.invite(&id(visit)?, role(of)?)?;
        give(&InvitedOut { token, fragment, invitation })
    }

    /// Desk: drops the secrets of a visit that is over.
    pub fn forget(&mut self, visit: &str) -> Answer<()> {
        self.as_desk()?.forget(&id(visit)?);
        Ok(())
    }

    /// Desk: enters a room and starts its group.
    #[wasm_bindgen(unchecked_return_type = "Change")]
    pub fn enter(
        &mut self,
        visit: &str,
        seat: &str,
        generation: u32,
        barred: Vec<String>,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        give(&self.as_desk()?.enter(&id(visit)?, &id(seat)?, generation, ids(barred)?, ms(now_ms))?)
    }

    /// Desk: out of the room.
    pub fn exit(&mut self) -> Answer<()> {
        self.as_desk()?.exit();
        Ok(())
    }

    /// Desk: adds a person, or puts them in again.
    #[wasm_bindgen(unchecked_return_type = "Admission")]
    pub fn admit(
        &mut self,
        seat: &str,
        #[wasm_bindgen(js_name = role, unchecked_param_type = "Role")] of: &str,
        #[wasm_bindgen(js_name = keyPackage, unchecked_param_type = "TaggedKeyPackage")] key_package: &JsValue,
    ) -> Answer<JsValue> {
        let key_package: TaggedKeyPackage = take(key_package)?;
        let (commit, welcome) = self.as_desk()?.admit(&id(seat)?, role(of)?, &key_package)?;
        give(&AdmissionOut { commit, welcome })
    }

    /// Desk: bars a seat and removes its leaf.
    #[wasm_bindgen(unchecked_return_type = "GroupCommit")]
    pub fn remove(&mut self, seat: &str) -> Answer<JsValue> {
        give(&self.as_desk()?.remove(&id(seat)?)?)
    }

    /// Desk: bars a seat that was refused.
    pub fn bar(&mut self, seat: &str) -> Answer<()> {
        Ok(self.as_desk()?.bar(&id(seat)?)?)
    }

    /// Desk: the barred seats.
    pub fn barred(&mut self) -> Answer<Vec<String>> {
        Ok(self.as_desk()?.barred().into_iter().map(String::from).collect())
    }

    /// The seats that signalling shows in the call.
    pub fn present(&mut self, seats: Vec<String>) -> Answer<()> {
        let seats = ids(seats)?;
        self.client()?.present(seats);
        Ok(())
    }

    /// Takes out the leaf of a seat that is gone.
    #[wasm_bindgen(unchecked_return_type = "GroupCommit")]
    pub fn evict(&mut self, seat: &str) -> Answer<JsValue> {
        give(&self.client()?.evict(&id(seat)?)?)
    }

    /// Rekeys the own leaf.
    #[wasm_bindgen(unchecked_return_type = "GroupCommit")]
    pub fn update(&mut self) -> Answer<JsValue> {
        give(&self.client()?.update()?)
    }

    /// The server ordered the own commit.
    #[wasm_bindgen(unchecked_return_type = "Change")]
    pub fn accepted(
        &mut self,
        generation: u32,
        epoch: u32,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        give(&self.client()?.accepted(generation, epoch, ms(now_ms))?)
    }

    /// Another commit came first; true if the own one was still waiting.
    pub fn stale(&mut self, generation: u32, epoch: u32) -> Answer<bool> {
        Ok(self.client()?.stale(generation, epoch)?)
    }

    /// Whether an own commit waits for the server.
    pub fn busy(&mut self) -> Answer<bool> {
        Ok(self.client()?.is_busy())
    }

    /// Takes in another member's commit.
    #[wasm_bindgen(unchecked_return_type = "Change")]
    pub fn commit(
        &mut self,
        generation: u32,
        epoch: u32,
        commit: &str,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let commit = bytes(commit).map_err(|_| Error::BadCommit)?;
        give(&self.client()?.commit(generation, epoch, &commit, ms(now_ms))?)
    }

    /// Seals one JSON object for all other members.
    #[wasm_bindgen(js_name = sealMessage, unchecked_return_type = "GroupMessage")]
    pub fn seal_message(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "object")] message: &JsValue,
    ) -> Answer<JsValue> {
        let json = JSON::stringify(message).ok().and_then(|json| json.as_string()).ok_or(Error::BadArgument)?;
        give(&self.client()?.seal_message(&json)?)
    }

    /// Opens an application message of another member.
    #[wasm_bindgen(js_name = openMessage, unchecked_return_type = "Opened")]
    pub fn open_message(&mut self, generation: u32, message: &str) -> Answer<JsValue> {
        let message = bytes(message).map_err(|_| Error::BadMessage)?;
        give(&self.client()?.open_message(generation, &message)?)
    }

    /// What to show as the spoken code.
    #[wasm_bindgen(unchecked_return_type = "SpokenCode")]
    pub fn code(&mut self) -> Answer<JsValue> {
        give(&self.client()?.code())
    }

    /// Forgets keys whose time is over.
    pub fn tick(&mut self, #[wasm_bindgen(js_name = nowMs)] now_ms: f64) {
        if let Ok(client) = self.client() {
            client.tick(ms(now_ms));
        }
    }

    /// Seals a frame; a number says why not.
    #[wasm_bindgen(js_name = sealFrame, unchecked_return_type = "Uint8Array | number")]
    pub fn seal_frame(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "MediaKind")] kind: &str,
        frame: &[u8],
    ) -> JsValue {
        let sealed = match (self.client(), MediaKind::from_name(kind)) {
            (Ok(client), Some(kind)) => client.seal_frame(kind, frame),
            _ => Err(crate::SealFrameError::NoKey),
        };
        sealed.map_or_else(|why| (why as u8).into(), |sealed| Uint8Array::from(sealed.as_slice()).into())
    }

    /// Opens a frame; a number says why not.
    #[wasm_bindgen(js_name = openFrame, unchecked_return_type = "Uint8Array | number")]
    pub fn open_frame(
        &mut self,
        seat: &str,
        #[wasm_bindgen(unchecked_param_type = "MediaKind")] kind: &str,
        frame: &[u8],
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> JsValue {
        let opened = match (self.client(), MediaKind::from_name(kind)) {
            (Ok(client), Some(kind)) => client.open_frame(seat, kind, frame, ms(now_ms)),
            _ => Err(crate::OpenFrameError::Early),
        };
        opened.map_or_else(|why| (why as u8).into(), |opened| Uint8Array::from(opened.as_slice()).into())
    }
}
