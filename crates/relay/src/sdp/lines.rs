//! The sections and attributes of a session description. What they mean is decided in `offer`.

use std::collections::{HashMap, HashSet};

use super::Extension;
use crate::packet::rtp::MAX_ONE_BYTE_ID;

/// A description cut at its `m=` lines.
pub(super) struct Sections<'a> {
    /// What comes before the first.
    pub(super) session: Section<'a>,
    /// One for each.
    pub(super) media: Vec<Section<'a>>,
}

impl<'a> Sections<'a> {
    /// `None` for what is no description: each line is a letter, an equals sign, and a value (RFC 8866 §5).
    pub(super) fn read(sdp: &'a str) -> Option<Self> {
        let is_line = |line: &str| matches!(line.as_bytes(), [b'a'..=b'z', b'=', ..]);
        if !sdp.starts_with("v=0") || !sdp.lines().all(is_line) {
            return None;
        }
        let mut sections = sdp.split("\nm=");
        let session = Section { text: sections.next()? };
        // The split took the line feed of the last line, and left its carriage return.
        Some(Self { session, media: sections.map(|text| Section { text: text.trim_end() }).collect() })
    }
}

/// One section.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    text: &'a str,
}

/// What a payload type stands for: codec, and which other one it repairs.
pub(super) type Meaning<'a> = (String, Option<&'a str>);

impl<'a> Section<'a> {
    /// Values of the attribute `name`.
    pub(super) fn attributes(self, name: &'static str) -> impl Iterator<Item = &'a str> {
        self.text.lines().filter_map(move |line| line.strip_prefix("a=")?.strip_prefix(name)?.strip_prefix(':'))
    }

    /// Whether there is an attribute without a value.
    pub(super) fn has(self, name: &str) -> bool {
        self.text.lines().any(|line| line.strip_prefix("a=") == Some(name))
    }

    /// A word of the `m=` line: 0 the medium, 1 the port, 2 the protocol, from 3 on the payload types.
    fn words(self) -> impl Iterator<Item = &'a str> {
        self.text.lines().next().unwrap_or_default().split(' ')
    }

    pub(super) fn medium(self) -> &'a str {
        self.words().next().unwrap_or_default()
    }

    /// Whether the line is not to be used (RFC 3264 §5.1), or not with what else is agreed on.
    pub(super) fn is_declined(self) -> bool {
        let port = self.words().nth(1);
        (port == Some("0") && !self.has("bundle-only")) || !self.has("rtcp-mux")
    }

    /// Checks that each payload type is announced, described once, and means the same as on the lines `before` (RFC 9143 §7.1); `None` if not.
    pub(super) fn check_payload_types(self, before: &mut HashMap<u8, Meaning<'a>>) -> Option<()> {
        let announced: Vec<&str> = self.words().skip(3).collect();
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

    /// The first payload type of a codec (in small letters), if RTCP leaves it free (RFC 5761 §4).
    pub(super) fn payload_type(self, codec: &str, known: &HashMap<u8, Meaning<'a>>) -> Option<u8> {
        let offered = self.words().skip(3).filter_map(|number| number.parse().ok());
        offered.filter(|number: &u8| !(64..96).contains(number)).find(|number| {
            let described = self.attributes("rtpmap").filter_map(|map| map.split_once(' ')).map(|(of, _)| of.parse());
            described.filter_map(Result::ok).any(|of: u8| of == *number)
                && known.get(number).is_some_and(|(name, _)| name == codec)
        })
    }

    /// The payload type that repairs `payload_type` by RTX (RFC 4588 §8.6).
    pub(super) fn repairs(self, payload_type: u8, known: &HashMap<u8, Meaning<'a>>) -> Option<u8> {
        let repairs = payload_type.to_string();
        let offered = self.words().skip(3).filter_map(|number| number.parse().ok());
        offered.filter(|number: &u8| !(64..96).contains(number)).find(|number| {
            known.get(number).is_some_and(|(name, of)| name == "rtx/90000" && *of == Some(repairs.as_str()))
        })
    }

    /// Whether a kind of feedback is offered for a payload type.
    pub(super) fn offers_feedback(self, payload_type: u8, kind: &str) -> bool {
        let payload_type = payload_type.to_string();
        self.attributes("rtcp-fb")
            .filter_map(|value| value.split_once(' '))
            .any(|(of, what)| (of == "*" || of == payload_type) && what.trim_end() == kind)
    }

    /// The extensions offered that are of use, with identifiers of the one-byte form.
    pub(super) fn extensions(self) -> impl Iterator<Item = (Extension, u8)> {
        self.attributes("extmap").filter_map(|value| {
            let (id, uri) = value.split_once(' ')?;
            let id = id.split('/').next()?.parse().ok().filter(|id| (1..=MAX_ONE_BYTE_ID).contains(id))?;
            let uri = uri.split(' ').next()?;
            Extension::ALL.into_iter().find(|extension| extension.uri() == uri).map(|extension| (extension, id))
        })
    }

    pub(super) fn mid(self) -> Option<&'a str> {
        let mid = self.attributes("mid").next()?;
        let fits = (1..=16).contains(&mid.len()) && mid.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then_some(mid)
    }

    /// Whether the line has this direction, and no other.
    pub(super) fn goes(self, direction: &str) -> bool {
        let other = |name: &&str| *name != direction && self.has(name);
        self.has(direction) && !["sendrecv", "sendonly", "recvonly", "inactive"].iter().any(other)
    }

    /// Streams announced by SSRC (RFC 5576), each with the one that repairs it.
    pub(super) fn streams(self) -> Vec<(u32, Option<u32>)> {
        let mut streams: Vec<(u32, Option<u32>)> = vec![];
        for group in self.attributes("ssrc-group") {
            let mut words = group.split(' ');
            if words.next() == Some("FID") {
                let mut next = || words.next().and_then(|ssrc| ssrc.parse().ok());
                streams.extend(next().map(|ssrc| (ssrc, next())));
            }
        }
        for ssrc in self.attributes("ssrc").filter_map(|value| value.split(' ').next()?.parse().ok()) {
            if !streams.iter().any(|(media, repair)| *media == ssrc || *repair == Some(ssrc)) {
                streams.push((ssrc, None));
            }
        }
        streams
    }
}
