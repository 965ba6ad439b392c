//! The shape an SDP offer must have (`docs/protocol.md` §5), checked before the engine reads it. Answering lives in `session`.

use std::collections::{HashMap, HashSet};

use visit::wire::MediaKind;

use crate::sdp::MAX_OFFER_BYTES;
pub(crate) use crate::sdp::OfferError;

/// What an offer asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Identifiers of the lines for microphone, camera, screen.
    pub(crate) send: [String; 3],
    /// Which simulcast layers the camera has, low to high; empty for a single encoding.
    pub(crate) layers: Vec<&'static str>,
    /// Identifiers of the audio slots.
    pub(crate) audio_slots: Vec<String>,
    /// Identifiers of the video slots, for cameras and screens alike.
    pub(crate) video_slots: Vec<String>,
}

/// The lines for sending, in order.
const SEND: [MediaKind; 3] = [MediaKind::Microphone, MediaKind::Camera, MediaKind::Screen];

/// Names of simulcast layers, low to high.
pub(crate) const LAYER_NAMES: [&str; 3] = ["l", "m", "h"];

/// Checks `sdp` against the contract for a visit of at most `capacity` people.
pub(crate) fn shape(sdp: &str, capacity: u8) -> Result<Shape, OfferError> {
    if sdp.len() > MAX_OFFER_BYTES {
        return Err(OfferError::TooLarge);
    }
    let mut sections = sdp.split("\nm=");
    let session = sections.next().filter(|session| session.starts_with("v=0")).ok_or(OfferError::Unreadable)?;
    let lines: Vec<Line> = sections.map(Line::read).collect();
    if !has_transport(session, sdp) {
        return Err(OfferError::NoTransport);
    }

    let others = usize::from(capacity).saturating_sub(1);
    let mut found = Shape { send: Default::default(), layers: vec![], audio_slots: vec![], video_slots: vec![] };
    let mut payload_types = HashMap::new();
    for (place, line) in lines.iter().enumerate() {
        line.check_payload_types(&mut payload_types).ok_or(OfferError::BadPayloadTypes(place))?;
        let audio = match line.medium {
            "audio" => true,
            "video" => false,
            _ => return Err(OfferError::WrongMedium(place)),
        };
        if !line.offers(if audio { "opus/48000/2" } else { "VP8/90000" }) {
            return Err(OfferError::NoCodec(place));
        }
        let mid = line.mid().filter(|mid| !found.has(mid)).ok_or(OfferError::BadMid(place))?;
        if let Some(&kind) = SEND.get(place) {
            if audio != (kind == MediaKind::Microphone) {
                return Err(OfferError::NoSendLine(kind));
            }
            line.expect_direction(place, "sendonly")?;
            let layers = line.layers().ok_or(OfferError::BadSimulcast(place))?;
            if kind == MediaKind::Camera {
                found.layers = layers;
            } else if !layers.is_empty() {
                return Err(OfferError::BadSimulcast(place));
            }
            found.send[place] = mid;
        } else {
            line.expect_direction(place, "recvonly")?;
            let (slots, most) =
                if audio { (&mut found.audio_slots, others) } else { (&mut found.video_slots, others + 2) };
            slots.push(mid);
            if slots.len() > most {
                return Err(OfferError::TooManySlots);
            }
        }
    }
    match SEND.get(lines.len()) {
        Some(&missing) => Err(OfferError::NoSendLine(missing)),
        None => Ok(found),
    }
}

/// The offer without candidates: the relay sends to nobody who has not proven, from there, to be the client.
pub(crate) fn without_candidates(sdp: &str) -> String {
    let kept = sdp.lines().filter(|line| !line.starts_with("a=candidate:") && *line != "a=end-of-candidates");
    kept.flat_map(|line| [line, "\r\n"]).collect()
}

/// The answer with Opus at a constant rate: neither silence nor speech shows in the size or timing of packets.
pub(crate) fn with_constant_rate(sdp: &str) -> String {
    let opus: Vec<&str> = sdp.lines().filter_map(|line| payload_type_of(line, "opus/48000/2")).collect();
    let mut out = String::with_capacity(sdp.len() + 64);
    for line in sdp.lines() {
        let parameters_of = line.strip_prefix("a=fmtp:").and_then(|rest| rest.split(' ').next());
        if parameters_of.is_some_and(|pt| opus.contains(&pt)) {
            continue;
        }
        out.push_str(line);
        out.push_str("\r\n");
        if let Some(pt) = payload_type_of(line, "opus/48000/2") {
            out.push_str(&format!("a=fmtp:{pt} minptime=10;useinbandfec=1;usedtx=0;cbr=1\r\n"));
        }
    }
    out
}

fn payload_type_of<'a>(line: &'a str, codec: &str) -> Option<&'a str> {
    let (pt, name) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
    name.eq_ignore_ascii_case(codec).then_some(pt)
}

impl Shape {
    fn has(&self, mid: &str) -> bool {
        self.send.iter().chain(&self.audio_slots).chain(&self.video_slots).any(|known| known == mid)
    }
}

/// One media section.
struct Line<'a> {
    medium: &'a str,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn read(text: &'a str) -> Self {
        // The split took the line feed of the last line, and left its carriage return.
        let text = text.trim_end();
        Self { medium: text.split(' ').next().unwrap_or_default(), text }
    }

    /// Values of the attribute `name`.
    fn attributes(&self, name: &'static str) -> impl Iterator<Item = &'a str> {
        self.text.lines().filter_map(move |line| line.strip_prefix("a=")?.strip_prefix(name)?.strip_prefix(':'))
    }

    fn offers(&self, codec: &str) -> bool {
        self.attributes("rtpmap")
            .any(|map| map.split_once(' ').is_some_and(|(_, name)| name.eq_ignore_ascii_case(codec)))
    }

    /// Checks that each payload type is announced, described once, and means the same as on the lines `before`; `None` if not.
    ///
    /// The engine takes this for granted.
    fn check_payload_types(&self, before: &mut HashMap<u8, (String, Option<&'a str>)>) -> Option<()> {
        let head = self.text.lines().next()?;
        let announced: Vec<&str> = head.split(' ').skip(3).collect();
        let mut here = HashSet::new();
        for map in self.attributes("rtpmap") {
            let (number, codec) = map.split_once(' ')?;
            let payload_type: u8 = number.parse().ok().filter(|number| *number <= 127)?;
            if !announced.contains(&number) || !here.insert(payload_type) {
                return None;
            }
            let repairs = self
                .attributes("fmtp")
                .filter_map(|parameters| parameters.split_once(' '))
                .find(|(of, _)| *of == number)
                .and_then(|(_, parameters)| parameters.split(';').find_map(|one| one.trim().strip_prefix("apt=")));
            let meaning = (codec.to_ascii_lowercase(), repairs);
            if *before.entry(payload_type).or_insert_with(|| meaning.clone()) != meaning {
                return None;
            }
        }
        Some(())
    }

    fn mid(&self) -> Option<String> {
        let mid = self.attributes("mid").next()?;
        let fits = (1..=16).contains(&mid.len()) && mid.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| mid.to_owned())
    }

    fn expect_direction(&self, place: usize, expected: &str) -> Result<(), OfferError> {
        let mut directions = self
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("a="))
            .filter(|attribute| ["sendrecv", "sendonly", "recvonly", "inactive"].contains(attribute));
        if directions.all(|direction| direction == expected) && self.text.contains(&format!("\na={expected}")) {
            Ok(())
        } else {
            Err(OfferError::WrongDirection(place))
        }
    }

    /// The layers sent, low to high; `None` if they are not as agreed.
    fn layers(&self) -> Option<Vec<&'static str>> {
        let mut found = [false; LAYER_NAMES.len()];
        for rid in self.attributes("rid") {
            let (name, rest) = rid.split_once(' ')?;
            let layer = LAYER_NAMES.iter().position(|known| *known == name)?;
            if !rest.starts_with("send") || found[layer] {
                return None;
            }
            found[layer] = true;
        }
        Some(LAYER_NAMES.into_iter().zip(found).filter_map(|(name, found)| found.then_some(name)).collect())
    }
}

fn has_transport(session: &str, sdp: &str) -> bool {
    let has = |name: &str| {
        let attribute = format!("\na={name}:");
        session.contains(&attribute) || sdp.contains(&attribute)
    };
    // Every fingerprint must be one that is not broken, or one could be added beside it.
    let sound = sdp
        .lines()
        .filter_map(|line| line.strip_prefix("a=fingerprint:"))
        .all(|print| print.to_ascii_lowercase().starts_with("sha-256 "));
    has("ice-ufrag") && has("ice-pwd") && has("fingerprint") && sound
}
