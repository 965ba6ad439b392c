//! One person in one visit: the group, the media keys and the spoken code, moved together by what the server orders. How one got in is `guest`'s and `desk`'s matter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::bytes::{Bytes, Id};
use crate::certificate::Certificate;
use crate::code::{CodeMessage, Round, SpokenCode};
use crate::crypto::SigningKey;
use crate::group::{Group, OwnCommit, Surroundings};
use crate::identity::{Identity, Member};
use crate::invitation::Role;
use crate::link::RootKey;
use crate::media::{Media, MediaKind, OpenFrameError, SealFrameError};
use crate::{Crypto, Error};

/// A commit for the server to order, as on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupCommit {
    /// Which group of the visit.
    pub generation: u32,
    /// The epoch that this commit ends.
    pub epoch: u32,
    /// The MLSMessage.
    pub commit: Bytes,
}

/// An application message for the server to pass on, as on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupMessage {
    /// Which group of the visit.
    pub generation: u32,
    /// The MLSMessage.
    pub message: Bytes,
}

/// What a change of the group came to.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Which group of the visit.
    pub generation: u32,
    /// Its epoch now.
    pub epoch: u32,
    /// Everyone in the group now, by leaf; nobody once this client was removed.
    pub members: Vec<Member>,
    /// Whether someone came or went; else only keys are new.
    pub membership_changed: bool,
    /// Seats whose leaf is new, also those that were put in again.
    pub added: Vec<Id>,
    /// Seats without a leaf now.
    pub removed: Vec<Id>,
    /// This client is out.
    pub self_removed: bool,
    /// An own commit was waiting and lost the race.
    pub pending_dropped: bool,
    /// What to show now.
    pub code: SpokenCode,
    /// Application messages to send now, in this order.
    pub send: Vec<Bytes>,
}

/// An application message of another member that opened.
#[derive(Clone, Debug, Serialize)]
pub struct Opened {
    /// Whose, from the sender's leaf.
    pub seat: Id,
    /// The JSON object; nothing if it was about the spoken code, which is handled in here.
    pub message: Option<Box<RawValue>>,
    /// What to show now.
    pub code: SpokenCode,
    /// Application messages to send now, in this order.
    pub send: Vec<Bytes>,
}

/// Every application message says its type.
#[derive(Deserialize)]
struct Typed {
    #[serde(rename = "type")]
    kind: String,
}

/// One person's state in one visit. No `Debug`: it holds keys.
pub struct VisitClient {
    pub(crate) crypto: Arc<Crypto>,
    pub(crate) root: RootKey,
    pub(crate) visit: Id,
    pub(crate) own: Identity,
    group: Option<Group>,
    media: Media,
    round: Option<Round>,
    present: Option<BTreeSet<Id>>,
    /// A KeyPackage is out: frames of a group that this client is not in yet may arrive.
    pub(crate) joining: bool,
}

impl VisitClient {
    pub(crate) fn new(crypto: Arc<Crypto>, root: RootKey, visit: Id, own: Identity) -> Self {
        let (group, media, round, present) = (None, Media::default(), None, None);
        Self { crypto, root, visit, own, group, media, round, present, joining: false }
    }

    pub(crate) fn clinician(crypto: Arc<Crypto>, root: RootKey, visit: Id, seat: Id, certificate: Certificate) -> Self {
        Self::new(crypto, root, visit, Identity::new(seat, Role::Clinician, Some(certificate)))
    }

    /// Starts the visit's group of a generation, this client alone in it.
    pub(crate) fn found(&mut self, generation: u32, signer: Arc<SigningKey>, now_ms: u64) -> Result<Change, Error> {
        let around = surroundings(&self.crypto, &self.root, &self.present, now_ms);
        let group = Group::create(&around, &self.visit, generation, &self.own, signer)?;
        self.step_into(group, now_ms)
    }

    /// Goes on in a new group. The keys of an earlier one open frames for a while yet.
    pub(crate) fn step_into(&mut self, group: Group, now_ms: u64) -> Result<Change, Error> {
        self.group = Some(group);
        self.joining = false;
        self.settle(&BTreeMap::new(), false, now_ms)
    }

    pub(crate) fn around(&self, now_ms: u64) -> Surroundings<'_> {
        surroundings(&self.crypto, &self.root, &self.present, now_ms)
    }

    /// Makes a commit that removes a leaf, adds one, both (in again after a reload), or neither (new keys only).
    pub(crate) fn make_commit(
        &mut self,
        remove: Option<u32>,
        add: Option<openmls::prelude::KeyPackage>,
    ) -> Result<(GroupCommit, Option<Vec<u8>>), Error> {
        let group = self.group.as_mut().ok_or(Error::NoGroup)?;
        let generation = group.generation();
        let OwnCommit { epoch, commit, welcome } = group.make_commit(remove, add)?;
        Ok((GroupCommit { generation, epoch: wire_epoch(epoch)?, commit: commit.into() }, welcome))
    }

    pub(crate) fn leaf_of(&self, seat: &Id) -> Option<u32> {
        self.group.as_ref()?.member(seat).map(|member| member.leaf)
    }

    /// The seats that signalling shows in the call. Until it is told, everyone counts as present.
    pub fn present(&mut self, seats: BTreeSet<Id>) {
        self.present = Some(seats);
    }

    /// Whether a group was entered.
    pub fn is_in_group(&self) -> bool {
        self.group.is_some()
    }

    #[cfg(test)]
    pub(crate) fn group_mut(&mut self) -> Option<&mut Group> {
        self.group.as_mut()
    }

    /// Everyone in the group, by leaf.
    pub fn members(&self) -> Vec<Member> {
        self.group.as_ref().map(|group| group.members().cloned().collect()).unwrap_or_default()
    }

    /// Makes the commit that takes out the leaf of a seat that is gone.
    ///
    /// # Errors
    /// [`Error::NotMember`]; [`Error::NotAllowed`] while signalling shows the seat in the call, or for the own seat; [`Error::Busy`]; [`Error::NoGroup`].
    pub fn evict(&mut self, seat: &Id) -> Result<GroupCommit, Error> {
        let group = self.group.as_ref().ok_or(Error::NoGroup)?;
        let member = group.member(seat).ok_or(Error::NotMember)?;
        if member.is_self || self.present.as_ref().is_none_or(|present| present.contains(seat)) {
            return Err(Error::NotAllowed);
        }
        let leaf = member.leaf;
        self.make_commit(Some(leaf), None).map(|(commit, _)| commit)
    }

    /// Makes the commit that rekeys the own leaf.
    ///
    /// # Errors
    /// [`Error::Busy`]; [`Error::NoGroup`].
    pub fn update(&mut self) -> Result<GroupCommit, Error> {
        self.make_commit(None, None).map(|(commit, _)| commit)
    }

    /// Whether an own commit waits for the server.
    pub fn is_busy(&self) -> bool {
        self.group.as_ref().is_some_and(Group::is_busy)
    }

    /// The server ordered the own commit.
    ///
    /// # Errors
    /// [`Error::Stale`] if none waits for this group and epoch; [`Error::NoGroup`].
    pub fn accepted(&mut self, generation: u32, epoch: u32, now_ms: u64) -> Result<Change, Error> {
        let around = surroundings(&self.crypto, &self.root, &self.present, now_ms);
        let group = of_generation(self.group.as_mut(), generation)?;
        let before = group.keys();
        group.accept_own(&around, u64::from(epoch))?;
        self.settle(&before, false, now_ms)
    }

    /// Another commit came first. True if the own one was still waiting; it is dropped.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub fn stale(&mut self, generation: u32, epoch: u32) -> Result<bool, Error> {
        match self.group.as_mut() {
            Some(group) if group.generation() == generation => group.drop_own(u64::from(epoch)),
            _ => Ok(false),
        }
    }

    /// Takes in another member's commit. An own one that waits is dropped: it lost the race.
    ///
    /// # Errors
    /// [`Error::Stale`] about another generation or an earlier epoch; [`Error::BadCommit`] if it is not authentic, breaks a rule, or an epoch was missed.
    pub fn commit(&mut self, generation: u32, epoch: u32, commit: &[u8], now_ms: u64) -> Result<Change, Error> {
        let around = surroundings(&self.crypto, &self.root, &self.present, now_ms);
        let group = of_generation(self.group.as_mut(), generation)?;
        let (before, dropped) = (group.keys(), group.is_busy());
        if group.take_commit(&around, u64::from(epoch), commit)? {
            return self.settle(&before, dropped, now_ms);
        }
        self.leave();
        Ok(Change {
            generation,
            epoch: epoch.saturating_add(1),
            members: Vec::new(),
            membership_changed: true,
            added: Vec::new(),
            removed: vec![self.own.seat.clone()],
            self_removed: true,
            pending_dropped: dropped,
            code: SpokenCode::Alone,
            send: Vec::new(),
        })
    }

    /// Out of the group: every key is gone.
    pub fn leave(&mut self) {
        self.group = None;
        self.round = None;
        self.media.clear();
    }

    /// Media keys and spoken code follow the group into its new epoch.
    fn settle(&mut self, before: &BTreeMap<Vec<u8>, Id>, dropped: bool, now_ms: u64) -> Result<Change, Error> {
        let group = self.group.as_mut().ok_or(Error::NoGroup)?;
        self.media.start(group.media_keys()?, now_ms);
        let members: Vec<Member> = group.members().cloned().collect();
        let added: Vec<Id> = group
            .keys()
            .into_iter()
            .filter(|(key, seat)| !before.contains_key(key) && *seat != self.own.seat)
            .map(|(_, seat)| seat)
            .collect();
        let there = |seat: &Id| members.iter().any(|member| &member.seat == seat);
        let removed: Vec<Id> = before.values().filter(|seat| !there(seat)).cloned().collect();
        let membership_changed = before.is_empty() || !added.is_empty() || !removed.is_empty();
        let mut send = Vec::new();
        if membership_changed {
            let (round, message) = Round::start(&self.crypto, group.round_context())?;
            self.round = Some(round);
            send.extend(message.map(|message| seal_code(group, &message)).transpose()?);
        }
        Ok(Change {
            generation: group.generation(),
            epoch: wire_epoch(group.epoch())?,
            members,
            membership_changed,
            added,
            removed,
            self_removed: false,
            pending_dropped: dropped,
            code: self.code(),
            send,
        })
    }

    /// What to show now.
    pub fn code(&self) -> SpokenCode {
        self.round.as_ref().map_or(SpokenCode::Alone, |round| round.code().clone())
    }

    /// Seals one JSON object with a `type` for all other members.
    ///
    /// # Errors
    /// [`Error::BadArgument`] if it is none, or is about the spoken code, which only this crate speaks about; [`Error::NoGroup`].
    pub fn seal_message(&mut self, json: &str) -> Result<GroupMessage, Error> {
        let typed: Typed = serde_json::from_str(json).map_err(|_| Error::BadArgument)?;
        if is_about_code(&typed) {
            return Err(Error::BadArgument);
        }
        let group = self.group.as_mut().ok_or(Error::NoGroup)?;
        Ok(GroupMessage { generation: group.generation(), message: group.seal_message(json.as_bytes())?.into() })
    }

    /// Opens an application message of another member.
    ///
    /// # Errors
    /// [`Error::Stale`] about another generation; [`Error::BadMessage`] if it is not authentic, not such an object, or from someone who is gone.
    pub fn open_message(&mut self, generation: u32, message: &[u8]) -> Result<Opened, Error> {
        let group = of_generation(self.group.as_mut(), generation)?;
        let spoken = group.open_message(message)?;
        let raw: Box<RawValue> = serde_json::from_slice(&spoken.plaintext).map_err(|_| Error::BadMessage)?;
        let typed: Typed = serde_json::from_str(raw.get()).map_err(|_| Error::BadMessage)?;
        let mut send = Vec::new();
        let about_code = is_about_code(&typed);
        if about_code {
            let message: CodeMessage = serde_json::from_str(raw.get()).map_err(|_| Error::BadMessage)?;
            let round = self.round.as_mut().ok_or(Error::BadMessage)?;
            let answer = round.receive(&self.crypto, spoken.leaf, &message)?;
            send.extend(answer.map(|answer| seal_code(group, &answer)).transpose()?);
        }
        Ok(Opened { seat: spoken.seat, message: (!about_code).then_some(raw), code: self.code(), send })
    }

    /// Seals an encoded frame for sending.
    ///
    /// # Errors
    /// Says why; the frame must then not be sent.
    pub fn seal_frame(&mut self, kind: MediaKind, frame: &[u8]) -> Result<Vec<u8>, SealFrameError> {
        self.media.seal(&self.crypto, kind, frame)
    }

    /// Opens a received frame that signalling says is this seat's and of this kind.
    ///
    /// # Errors
    /// Says why; the frame must then not be played.
    pub fn open_frame(
        &mut self,
        seat: &str,
        kind: MediaKind,
        frame: &[u8],
        now_ms: u64,
    ) -> Result<Vec<u8>, OpenFrameError> {
        self.media.open(&self.crypto, seat, kind, frame, self.joining, now_ms)
    }

    /// Forgets the keys whose time is over.
    pub fn tick(&mut self, now_ms: u64) {
        self.media.tick(now_ms);
    }
}

fn surroundings<'a>(
    crypto: &'a Crypto,
    root: &'a RootKey,
    present: &'a Option<BTreeSet<Id>>,
    now_ms: u64,
) -> Surroundings<'a> {
    Surroundings { crypto, root, present: present.as_ref(), now_ms }
}

fn of_generation(group: Option<&mut Group>, generation: u32) -> Result<&mut Group, Error> {
    let group = group.ok_or(Error::NoGroup)?;
    if group.generation() == generation { Ok(group) } else { Err(Error::Stale) }
}

fn is_about_code(typed: &Typed) -> bool {
    matches!(typed.kind.as_str(), "codeCommit" | "codeReveal")
}

fn seal_code(group: &mut Group, message: &CodeMessage) -> Result<Bytes, Error> {
    let json = serde_json::to_vec(message).map_err(|_| Error::Internal)?;
    group.seal_message(&json).map(Bytes)
}

fn wire_epoch(epoch: u64) -> Result<u32, Error> {
    u32::try_from(epoch).map_err(|_| Error::Internal)
}
