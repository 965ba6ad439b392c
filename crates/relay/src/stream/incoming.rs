//! Which stream of a client is what: by SSRC, learned from the offer or from header extensions (RFC 8852, RFC 9143 §9.2), and what was there before.

use crate::packet::rtp;
use crate::sdp::{Extension, ExtensionIds, Offer};
use crate::srtp::Window;

use super::reception::Reception;

/// Most streams of one client over time; a browser has nine. More are not taken in.
const MAX_STREAMS: usize = 32;

/// What a stream carries: place among the client's sources, and among the source's layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) source: usize,
    pub(crate) layer: usize,
    /// It repairs the stream that carries this (RFC 4588).
    pub(crate) repairs: bool,
}

/// One stream.
pub(crate) struct Stream {
    pub(crate) ssrc: u32,
    pub(crate) origin: Origin,
    pub(crate) window: Window,
    /// From its first packet on.
    pub(crate) reception: Option<Reception>,
}

/// What is known of a client's lines for sending.
pub(crate) struct Incoming {
    ids: ExtensionIds,
    mids: [String; 3],
    /// Names of the camera's layers, low to high; empty for one encoding.
    layers: Vec<&'static str>,
    /// By SSRC.
    streams: Vec<Stream>,
}

/// What the extensions of a header say.
#[derive(Default)]
pub(crate) struct Told<'a> {
    mid: Option<&'a [u8]>,
    rid: Option<&'a [u8]>,
    repaired: Option<&'a [u8]>,
    /// The transport-wide sequence number.
    pub(crate) transport: Option<u16>,
}

impl Incoming {
    pub(crate) fn new(offer: &Offer) -> Self {
        let mids = [0, 1, 2].map(|place| offer.lines.get(place).map(|line| line.mid.clone()).unwrap_or_default());
        let mut incoming = Self { ids: offer.extensions, mids, layers: offer.layers.clone(), streams: vec![] };
        for (source, line) in offer.lines.iter().take(3).enumerate() {
            for &(ssrc, repair) in &line.streams {
                incoming.insert(ssrc, Origin { source, layer: 0, repairs: false }, Window::default());
                if let Some(repair) = repair {
                    incoming.insert(repair, Origin { source, layer: 0, repairs: true }, Window::default());
                }
            }
        }
        incoming
    }

    /// Where a stream is in the list, if it is known.
    pub(crate) fn find(&self, ssrc: u32) -> Option<usize> {
        self.streams.binary_search_by_key(&ssrc, |stream| stream.ssrc).ok()
    }

    pub(crate) fn stream(&mut self, place: usize) -> Option<&mut Stream> {
        self.streams.get_mut(place)
    }

    pub(crate) fn streams(&mut self) -> impl Iterator<Item = &mut Stream> {
        self.streams.iter_mut()
    }

    /// Reads the extensions of an authentic packet.
    pub(crate) fn told<'a>(&self, header: &rtp::Header, packet: &'a [u8]) -> Told<'a> {
        let mut told = Told::default();
        for (id, value) in header.extensions(packet) {
            match self.ids.extension(id) {
                Some(Extension::Mid) => told.mid = Some(value),
                Some(Extension::Rid) => told.rid = Some(value),
                Some(Extension::RepairedRid) => told.repaired = Some(value),
                Some(Extension::Transport) => {
                    told.transport = value.try_into().ok().map(u16::from_be_bytes);
                }
                Some(Extension::AbsSendTime) | None => {}
            }
        }
        told
    }

    /// Takes in a stream that an authentic packet belongs to; returns its place, or `None` for one that the offer does not announce.
    pub(crate) fn learn(&mut self, ssrc: u32, told: &Told<'_>, repair_type: bool, window: Window) -> Option<usize> {
        let source = self.mids.iter().position(|mid| told.mid == Some(mid.as_bytes()))?;
        let has_layers = source == 1 && !self.layers.is_empty();
        let (name, repairs) = match (told.rid, told.repaired) {
            (_, Some(name)) => (Some(name), true),
            (name, None) => (name, repair_type),
        };
        let layer = if has_layers {
            let name = name?;
            self.layers.iter().position(|layer| name == layer.as_bytes())?
        } else {
            0
        };
        self.insert(ssrc, Origin { source, layer, repairs }, window)
    }

    fn insert(&mut self, ssrc: u32, origin: Origin, window: Window) -> Option<usize> {
        let place = self.streams.binary_search_by_key(&ssrc, |stream| stream.ssrc).err()?;
        if self.streams.len() == MAX_STREAMS {
            return None;
        }
        self.streams.insert(place, Stream { ssrc, origin, window, reception: None });
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::rtp::{Header, Writer};

    const CHROMIUM: &str = include_str!("../../tests/fixtures/chromium-2-all-codecs.sdp");

    fn learn(incoming: &mut Incoming, ssrc: u32, extensions: &[(u8, &[u8])], repair_type: bool) -> Option<Origin> {
        let mut packet = vec![];
        let mut writer = Writer::new(&mut packet, 96, false, 1, 1, ssrc);
        extensions.iter().for_each(|(id, value)| assert!(writer.extension(Some(*id), value).is_some()));
        writer.end();
        let header = Header::parse(&packet).unwrap();
        let told = incoming.told(&header, &packet);
        let place = incoming.learn(ssrc, &told, repair_type, Window::default())?;
        assert_eq!(incoming.find(ssrc), Some(place));
        Some(incoming.stream(place).unwrap().origin)
    }

    #[test]
    fn streams_are_known_by_number_and_by_name() {
        let mut incoming = Incoming::new(&Offer::read(CHROMIUM, 2).unwrap());
        let mut known = |ssrc| incoming.find(ssrc).map(|place| incoming.stream(place).unwrap().origin);
        assert_eq!(known(674_053_562), Some(Origin { source: 0, layer: 0, repairs: false }));
        assert_eq!(known(68_542_460), Some(Origin { source: 2, layer: 0, repairs: false }));
        assert_eq!(known(1_722_510_597), Some(Origin { source: 2, layer: 0, repairs: true }));
        assert_eq!(known(5), None);
        let high = Origin { source: 1, layer: 2, repairs: false };
        assert_eq!(learn(&mut incoming, 5, &[(4, b"1"), (10, b"h")], false), Some(high));
        let repairs = Origin { source: 1, layer: 0, repairs: true };
        assert_eq!(learn(&mut incoming, 6, &[(4, b"1"), (11, b"l")], true), Some(repairs));
        assert_eq!(learn(&mut incoming, 7, &[(4, b"1"), (10, b"x")], false), None, "no such layer");
        assert_eq!(learn(&mut incoming, 7, &[(4, b"1")], false), None, "which layer?");
        assert_eq!(learn(&mut incoming, 7, &[(4, b"9"), (10, b"h")], false), None, "no such line");
        assert_eq!(learn(&mut incoming, 7, &[], false), None);
        let screen = Origin { source: 2, layer: 0, repairs: false };
        assert_eq!(learn(&mut incoming, 8, &[(4, b"2")], false), Some(screen), "a stream that began anew");
    }

    #[test]
    fn streams_are_bounded() {
        let mut incoming = Incoming::new(&Offer::read(CHROMIUM, 2).unwrap());
        let taken = (100..200).filter(|ssrc| learn(&mut incoming, *ssrc, &[(4, b"0")], false).is_some()).count();
        assert_eq!(taken, MAX_STREAMS - 3);
    }
}
