//! Frames of microphone, camera and screen under the keys of the group's epochs (`docs/protocol.md` §3.2). Where the keys come from is the group's matter.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::bytes::Id;
use crate::crypto::Secret32;
use crate::replay::ReplayWindow;
use crate::sframe::{Header, Key, MAX_OVERHEAD};
use crate::{Crypto, Error};

/// How long receivers keep the keys of an epoch that is over, in milliseconds. Lower loses frames under way on slow networks; higher lets old keys open more.
pub const GRACE_MS: u64 = 5_000;

/// E: bits of the epoch in a key identifier (RFC 9605 §5.2).
const EPOCH_BITS: u32 = 8;
/// S: bits of the sender's leaf in a key identifier (RFC 9605 §5.2).
const LEAF_BITS: u32 = 6;
/// How many leaves a key identifier can name: four times the people a visit may hold.
pub(crate) const MAX_LEAVES: u32 = 1 << LEAF_BITS;

/// What kind of media a frame is of: the context of its key identifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MediaKind {
    /// Opus.
    Microphone,
    /// VP8 from the camera.
    Camera,
    /// VP8 from a shared screen.
    Screen,
}

impl MediaKind {
    /// Reads the wire's name of a kind.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "microphone" => Some(Self::Microphone),
            "camera" => Some(Self::Camera),
            "screen" => Some(Self::Screen),
            _ => None,
        }
    }

    fn context(self) -> u64 {
        match self {
            Self::Microphone => 0,
            Self::Camera => 1,
            Self::Screen => 2,
        }
    }

    /// How many bytes of a frame stay readable: a VP8 packetizer needs the first.
    fn clear_len(self) -> usize {
        match self {
            Self::Microphone => 0,
            Self::Camera | Self::Screen => 1,
        }
    }
}

/// Why a frame was not sealed. It must then not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealFrameError {
    /// There is no group, or its keys are gone.
    #[error("no key")]
    NoKey = 1,
    /// There is nothing to seal.
    #[error("an empty frame")]
    Empty = 2,
    /// The counter is used up, or the cipher failed.
    #[error("the counter is used up")]
    Spent = 3,
}

/// Why a frame was not opened. It must then not be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenFrameError {
    /// Sealed under a newer epoch than this client knows: worth another try after the next commit.
    #[error("no key yet")]
    Early = 1,
    /// Too short, or nothing in it.
    #[error("malformed")]
    Malformed = 2,
    /// Its key belongs to another person or kind than the slot shows.
    #[error("another sender's frame")]
    OtherSender = 3,
    /// Its counter was seen, or is too old to tell.
    #[error("replayed")]
    Replayed = 4,
    /// It is not authentic, or its key is gone.
    #[error("not authentic")]
    NotAuthentic = 5,
}

/// The media keys of one epoch as the group hands them over.
pub(crate) struct EpochKeys {
    pub(crate) generation: u32,
    pub(crate) epoch: u64,
    pub(crate) base_key: Secret32,
    pub(crate) own_leaf: u32,
    /// Who sits where, this client included.
    pub(crate) seats: Vec<(Id, u32)>,
}

struct Receiver {
    key: Key,
    window: ReplayWindow,
}

struct Sender {
    key: Key,
    counter: u64,
}

struct Epoch {
    keys: EpochKeys,
    /// Set once a newer epoch came.
    ends_ms: Option<u64>,
    senders: HashMap<MediaKind, Sender>,
    receivers: HashMap<u64, Receiver>,
}

/// All media keys of one client, the newest epoch first. No `Debug`.
#[derive(Default)]
pub(crate) struct Media {
    epochs: VecDeque<Epoch>,
}

impl Media {
    /// Sends with a new epoch's keys from now on; the earlier ones open frames for [`GRACE_MS`] more, but never those of someone who is gone.
    pub(crate) fn start(&mut self, keys: EpochKeys, now_ms: u64) {
        for epoch in &mut self.epochs {
            epoch.ends_ms.get_or_insert(now_ms.saturating_add(GRACE_MS));
            epoch.senders.clear();
            if epoch.keys.generation == keys.generation {
                epoch.keys.seats.retain(|(seat, _)| keys.seats.iter().any(|(there, _)| there == seat));
            }
        }
        let epoch = Epoch { keys, ends_ms: None, senders: HashMap::new(), receivers: HashMap::new() };
        self.epochs.push_front(epoch);
        self.tick(now_ms);
    }

    /// Forgets every key.
    pub(crate) fn clear(&mut self) {
        self.epochs.clear();
    }

    /// Forgets the keys whose time is over.
    pub(crate) fn tick(&mut self, now_ms: u64) {
        self.epochs.retain(|epoch| epoch.ends_ms.is_none_or(|ends| now_ms < ends));
    }

    /// Seals an encoded frame for sending.
    pub(crate) fn seal(&mut self, crypto: &Crypto, kind: MediaKind, frame: &[u8]) -> Result<Vec<u8>, SealFrameError> {
        let (clear, plaintext) = frame.split_at_checked(kind.clear_len()).ok_or(SealFrameError::Empty)?;
        if plaintext.is_empty() {
            return Err(SealFrameError::Empty);
        }
        let epoch = self.epochs.front_mut().ok_or(SealFrameError::NoKey)?;
        let sender = epoch.sender(crypto, kind).map_err(|_| SealFrameError::NoKey)?;
        let counter = sender.counter;
        sender.counter = counter.checked_add(1).ok_or(SealFrameError::Spent)?;
        let mut out = Vec::with_capacity(frame.len() + MAX_OVERHEAD);
        out.extend_from_slice(clear);
        sender.key.seal(counter, clear, plaintext, &mut out).map_err(|_| SealFrameError::Spent)?;
        Ok(out)
    }

    /// Opens a received frame that signalling says is `seat`'s and of this kind. `joining` tells that a newer group may be in use already.
    pub(crate) fn open(
        &mut self,
        crypto: &Crypto,
        seat: &str,
        kind: MediaKind,
        frame: &[u8],
        joining: bool,
        now_ms: u64,
    ) -> Result<Vec<u8>, OpenFrameError> {
        self.tick(now_ms);
        let (clear, sealed) = frame.split_at_checked(kind.clear_len()).ok_or(OpenFrameError::Malformed)?;
        let (header, header_len) = Header::read(sealed).ok_or(OpenFrameError::Malformed)?;
        if header.kid >> (EPOCH_BITS + LEAF_BITS) != kind.context() {
            return Err(OpenFrameError::OtherSender);
        }
        let mut refused = None;
        for epoch in self.epochs.iter_mut().filter(|epoch| epoch.low() == header.kid & low_mask()) {
            match epoch.open(crypto, seat, header, header_len, clear, sealed) {
                // Two generations may share an epoch's low bits: the next may be the one.
                Err(why) => refused = refused.or(Some(why)),
                opened => return opened,
            }
        }
        Err(refused.filter(|_| !joining).unwrap_or_else(|| self.unknown(header, joining)))
    }

    /// Why there is no key: it is still to come, or it is gone.
    fn unknown(&self, header: Header, joining: bool) -> OpenFrameError {
        let newest = self.epochs.front().map(Epoch::low);
        let ahead = newest.map(|newest| (header.kid & low_mask()).wrapping_sub(newest) & low_mask());
        match ahead {
            Some(ahead) if !joining && (ahead == 0 || ahead > low_mask() / 2) => OpenFrameError::NotAuthentic,
            _ => OpenFrameError::Early,
        }
    }
}

impl Epoch {
    fn low(&self) -> u64 {
        self.keys.epoch & low_mask()
    }

    fn key(&self, crypto: &Crypto, context: u64, leaf: u32) -> Result<Key, Error> {
        let kid = context << (EPOCH_BITS + LEAF_BITS) | u64::from(leaf) << EPOCH_BITS | self.low();
        Key::derive(crypto, &self.keys.base_key, kid)
    }

    fn sender(&mut self, crypto: &Crypto, kind: MediaKind) -> Result<&mut Sender, Error> {
        if !self.senders.contains_key(&kind) {
            let key = self.key(crypto, kind.context(), self.keys.own_leaf)?;
            self.senders.insert(kind, Sender { key, counter: 0 });
        }
        self.senders.get_mut(&kind).ok_or(Error::Internal)
    }

    fn open(
        &mut self,
        crypto: &Crypto,
        seat: &str,
        header: Header,
        header_len: usize,
        clear: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, OpenFrameError> {
        let leaf = header.kid >> EPOCH_BITS & u64::from(MAX_LEAVES - 1);
        let theirs = |(there, at): &(Id, u32)| there.as_str() == seat && u64::from(*at) == leaf;
        if !self.keys.seats.iter().any(theirs) || leaf == u64::from(self.keys.own_leaf) {
            return Err(OpenFrameError::OtherSender);
        }
        if !self.receivers.contains_key(&header.kid) {
            let key = Key::derive(crypto, &self.keys.base_key, header.kid).map_err(|_| OpenFrameError::NotAuthentic)?;
            self.receivers.insert(header.kid, Receiver { key, window: ReplayWindow::new() });
        }
        let receiver = self.receivers.get_mut(&header.kid).ok_or(OpenFrameError::NotAuthentic)?;
        if !receiver.window.is_fresh(header.counter) {
            return Err(OpenFrameError::Replayed);
        }
        let mut out = Vec::with_capacity(sealed.len() + clear.len());
        out.extend_from_slice(clear);
        if !receiver.key.open(header, header_len, clear, sealed, &mut out) {
            return Err(OpenFrameError::NotAuthentic);
        }
        receiver.window.mark(header.counter);
        if out.len() == clear.len() { Err(OpenFrameError::Malformed) } else { Ok(out) }
    }
}

/// The low bits of an epoch that a key identifier carries.
fn low_mask() -> u64 {
    (1 << EPOCH_BITS) - 1
}
