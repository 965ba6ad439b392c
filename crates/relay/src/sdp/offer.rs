//! Reading an offer: everything that the relay takes from it, or why it is refused. Writing the answer lives in `answer`.

use std::collections::HashMap;

use visit::wire::MediaKind;

use super::lines::{Section, Sections};
use super::{Extension, ExtensionIds};

/// Longest offer read, in bytes. Browsers write about 2 kB per line of media; a full visit has 34 lines.
pub const MAX_OFFER_BYTES: usize = 64 * 1024;

/// Most streams of one line that are known from the offer already.
const MAX_ANNOUNCED: usize = 4;

/// Why an offer was not answered. Carries nothing of the offer, so that it can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// Longer than [`MAX_OFFER_BYTES`].
    #[error("the offer is longer than {MAX_OFFER_BYTES} bytes")]
    TooLarge,
    /// Not SDP (RFC 8866), contradicts itself, or cannot be bundled.
    #[error("the offer is not a readable session description")]
    Unreadable,
    /// No fingerprint of SHA-256 (RFC 8122) or no ICE credentials (RFC 8839).
    #[error("the offer has no ICE credentials, or no SHA-256 fingerprint")]
    NoTransport,
    /// The three lines for sending are not there, or not in order.
    #[error("the offer has no line for sending the {0:?}, or not in its place")]
    NoSendLine(MediaKind),
    /// A data channel, or a medium that is neither audio nor video.
    #[error("media line {0} is neither audio nor video")]
    WrongMedium(usize),
    /// Not `sendonly` where the client sends, or not `recvonly` where it receives.
    #[error("media line {0} has the wrong direction")]
    WrongDirection(usize),
    /// More receive slots than the visit can have people.
    #[error("the offer has more receive slots than the visit has people")]
    TooManySlots,
    /// No identifier (RFC 8843 `a=mid`) of 1 to 16 letters or digits, or one used twice.
    #[error("media line {0} has no usable identifier")]
    BadMid(usize),
    /// More than three layers, layers not named `l`, `m`, `h`, or on a line that must have one encoding.
    #[error("media line {0} has simulcast layers other than l, m, h")]
    BadSimulcast(usize),
    /// A payload type out of range, not announced in its line, described twice, or meaning different things on different lines (RFC 9143 §7.1).
    #[error("the payload types of media line {0} contradict themselves or another line")]
    BadPayloadTypes(usize),
    /// A line without Opus (audio) or VP8 (video).
    #[error("media line {0} does not offer Opus or VP8")]
    NoCodec(usize),
    /// The relay could not set the connection up.
    #[error("the relay could not set up the connection")]
    Internal,
}

/// Who can mend an [`OfferError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The client's offer is wrong.
    Client,
    /// The relay.
    Relay,
}

impl OfferError {
    /// Who can mend it.
    pub fn blame(self) -> Blame {
        if self == OfferError::Internal { Blame::Relay } else { Blame::Client }
    }
}

/// What an offer says.
pub(crate) struct Offer {
    /// The client's ICE username fragment.
    pub(crate) ufrag: String,
    /// SHA-256 of the client's certificate.
    pub(crate) fingerprint: [u8; 32],
    /// Identifiers of the header extensions.
    pub(crate) extensions: ExtensionIds,
    /// Which simulcast layers the camera has, low to high; empty for a single encoding.
    pub(crate) layers: Vec<&'static str>,
    /// Microphone, camera and screen, then the slots.
    pub(crate) lines: Vec<Line>,
}

/// One media line.
pub(crate) struct Line {
    pub(crate) mid: String,
    pub(crate) audio: bool,
    /// Opus or VP8.
    pub(crate) payload_type: u8,
    /// RTX for it.
    pub(crate) repair_type: Option<u8>,
    /// Feedback agreed on, as it is written.
    pub(crate) feedback: Vec<&'static str>,
    /// Header extensions agreed on.
    pub(crate) extensions: Vec<Extension>,
    /// Streams known from the offer, each with the one that repairs it.
    pub(crate) streams: Vec<(u32, Option<u32>)>,
}

impl Offer {
    /// What stays the same over all offers of one connection: its certificate, and what its lines are for.
    pub(crate) fn connection(&self) -> Connection {
        let lines = self.lines.iter().map(|line| (line.audio, line.payload_type, line.repair_type)).collect();
        Connection { fingerprint: self.fingerprint, lines }
    }
}

/// What tells a connection from others.
#[derive(PartialEq, Eq)]
pub(crate) struct Connection {
    fingerprint: [u8; 32],
    lines: Vec<(bool, u8, Option<u8>)>,
}

impl Line {
    /// Whether lost packets are asked for again.
    pub(crate) fn repairs(&self) -> bool {
        self.feedback.contains(&"nack")
    }
}

/// The lines for sending, in order.
pub(crate) const SEND: [MediaKind; 3] = [MediaKind::Microphone, MediaKind::Camera, MediaKind::Screen];

/// Names of simulcast layers, low to high.
pub(crate) const LAYER_NAMES: [&str; 3] = ["l", "m", "h"];

/// Feedback that the relay understands, in the order of answers. Audio gets the first only.
const FEEDBACK: [&str; 5] = ["transport-cc", "goog-remb", "ccm fir", "nack", "nack pli"];

impl Offer {
    /// Reads `sdp` by the contract for a visit of at most `capacity` people.
    pub(crate) fn read(sdp: &str, capacity: u8) -> Result<Self, OfferError> {
        if sdp.len() > MAX_OFFER_BYTES {
            return Err(OfferError::TooLarge);
        }
        let Sections { session, media } = Sections::read(sdp).ok_or(OfferError::Unreadable)?;
        let (ufrag, fingerprint) = transport(session, &media, sdp).ok_or(OfferError::NoTransport)?;

        let others = usize::from(capacity).saturating_sub(1);
        let mut offer = Self { ufrag, fingerprint, extensions: ExtensionIds::default(), layers: vec![], lines: vec![] };
        let (mut audio_slots, mut video_slots) = (0, 0);
        let mut payload_types = HashMap::new();
        for (place, section) in media.iter().enumerate() {
            section.check_payload_types(&mut payload_types).ok_or(OfferError::BadPayloadTypes(place))?;
            let audio = match section.medium() {
                "audio" => true,
                "video" => false,
                _ => return Err(OfferError::WrongMedium(place)),
            };
            let codec = if audio { "opus/48000/2" } else { "vp8/90000" };
            let payload_type = section.payload_type(codec, &payload_types).ok_or(OfferError::NoCodec(place))?;
            let mid = section.mid().filter(|mid| !offer.lines.iter().any(|line| line.mid == *mid));
            let mid = mid.ok_or(OfferError::BadMid(place))?.to_owned();
            let mut streams = vec![];
            if let Some(&kind) = SEND.get(place) {
                if audio != (kind == MediaKind::Microphone) {
                    return Err(OfferError::NoSendLine(kind));
                }
                expect(section.goes("sendonly"), OfferError::WrongDirection(place))?;
                let layers = layers(*section).ok_or(OfferError::BadSimulcast(place))?;
                // Which stream is which layer shows in the packets only.
                if layers.is_empty() {
                    streams = section.streams();
                    streams.truncate(MAX_ANNOUNCED);
                }
                if kind == MediaKind::Camera {
                    offer.layers = layers;
                } else {
                    expect(layers.is_empty(), OfferError::BadSimulcast(place))?;
                }
            } else {
                expect(section.goes("recvonly"), OfferError::WrongDirection(place))?;
                let (slots, most) = if audio { (&mut audio_slots, others) } else { (&mut video_slots, others + 2) };
                *slots += 1;
                expect(*slots <= most, OfferError::TooManySlots)?;
            }
            let extensions = offer.agree(session.extensions().chain(section.extensions()), audio);
            let wanted = &FEEDBACK[..if audio { 1 } else { FEEDBACK.len() }];
            let feedback = wanted.iter().copied().filter(|kind| section.offers_feedback(payload_type, kind)).collect();
            let repair_type = if audio { None } else { section.repairs(payload_type, &payload_types) };
            offer.lines.push(Line { mid, audio, payload_type, repair_type, feedback, extensions, streams });
        }
        if let Some(&missing) = SEND.get(offer.lines.len()) {
            return Err(OfferError::NoSendLine(missing));
        }
        let is_passive = session.attributes("setup").chain(media[0].attributes("setup")).any(|role| role == "passive");
        let declined = is_passive || media.iter().any(|section| section.is_declined());
        expect(!declined && offer.is_bundled(session), OfferError::Unreadable)?;
        Ok(offer)
    }

    /// The extensions of a line that can be agreed to. One that another line gives another identifier is left out here.
    fn agree(&mut self, offered: impl Iterator<Item = (Extension, u8)>, audio: bool) -> Vec<Extension> {
        let mut agreed = vec![];
        for (extension, id) in offered {
            let is_for_layers = matches!(extension, Extension::Rid | Extension::RepairedRid);
            let free = self.extensions.extension(id).is_none_or(|other| other == extension);
            if free && !(audio && is_for_layers) && !agreed.contains(&extension) && self.extensions.learn(extension, id)
            {
                agreed.push(extension);
            }
        }
        agreed
    }

    /// Whether all lines are to share the transport of the first.
    fn is_bundled(&self, session: Section<'_>) -> bool {
        let mut groups = session.attributes("group").filter_map(|group| group.strip_prefix("BUNDLE "));
        groups.next().is_some_and(|group| self.lines.iter().all(|line| group.split(' ').any(|mid| mid == line.mid)))
    }
}

fn expect(holds: bool, otherwise: OfferError) -> Result<(), OfferError> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// The client's ICE username fragment and fingerprint: those of the first line, which is the one that bundled lines share.
fn transport(session: Section<'_>, media: &[Section<'_>], sdp: &str) -> Option<(String, [u8; 32])> {
    let first = media.first().copied().unwrap_or(session);
    let value = |name| first.attributes(name).next().or_else(|| session.attributes(name).next());
    value("ice-pwd").filter(|password| password.len() >= 22)?;
    let ufrag = value("ice-ufrag").filter(|ufrag| (4..=256).contains(&ufrag.len()))?;
    // Every fingerprint must be one that is not broken, or one could be added beside it.
    let mut prints = sdp.lines().filter_map(|line| line.strip_prefix("a=fingerprint:"));
    if !prints.all(|print| print.to_ascii_lowercase().starts_with("sha-256 ")) {
        return None;
    }
    let (_, print) = value("fingerprint")?.split_once(' ')?;
    let bytes: Vec<u8> = print.split(':').map(|byte| u8::from_str_radix(byte, 16)).collect::<Result<_, _>>().ok()?;
    Some((ufrag.to_owned(), bytes.try_into().ok()?))
}

/// The layers sent, low to high; `None` if they are not as agreed.
fn layers(section: Section<'_>) -> Option<Vec<&'static str>> {
    let mut found = [false; LAYER_NAMES.len()];
    for rid in section.attributes("rid") {
        let (name, rest) = rid.split_once(' ')?;
        let layer = LAYER_NAMES.iter().position(|known| *known == name)?;
        if !rest.starts_with("send") || found[layer] {
            return None;
        }
        found[layer] = true;
    }
    Some(LAYER_NAMES.into_iter().zip(found).filter_map(|(name, found)| found.then_some(name)).collect())
}
