//! Media from a client: opened, told apart, freed of doubles, kept in the ring of its layer. Handing it on lives in `room`.

use std::time::Instant;

use super::{Happened, Session};
use crate::packet::rtp::Header;
use crate::packet::vp8::Descriptor;
use crate::source::Tracks;
use crate::srtp::Window;
use crate::stream::incoming::Origin;
use crate::stream::missing::Arrival;
use crate::stream::reception::Reception;
use crate::stream::ring::Packet;

/// What became of a datagram with media.
pub(crate) enum Taken {
    /// It is in the ring of its layer, under this number.
    Media {
        source: usize,
        layer: usize,
        seq: u64,
        order: u64,
        /// The layer begins to flow with it.
        begins: bool,
    },
    /// There before, or sent only to measure.
    Nothing,
    /// Authentic, but of a line or layer that the offer does not announce, or with a descriptor that makes no sense.
    Refused,
    /// No packet, or not authentic.
    Forged,
}

impl Session {
    /// Takes in an RTP packet, which is opened in place.
    pub(crate) fn media(
        &mut self,
        now: Instant,
        datagram: &mut [u8],
        tracks: &mut Tracks,
        happened: &mut Vec<Happened>,
    ) -> Taken {
        self.take(now, datagram, tracks, happened).unwrap_or(Taken::Forged)
    }

    fn take(
        &mut self,
        now: Instant,
        datagram: &mut [u8],
        tracks: &mut Tracks,
        happened: &mut Vec<Happened>,
    ) -> Option<Taken> {
        let header = Header::parse(datagram)?;
        let known = self.incoming.find(header.ssrc);
        let index = match known.and_then(|place| self.incoming.stream(place)) {
            Some(stream) => {
                let index = stream.window.extend(header.seq)?;
                if !stream.window.is_new(index) {
                    return Some(Taken::Nothing);
                }
                index
            }
            None => header.seq.into(),
        };
        let end = self.transport.opening()?.rtp(datagram, header.len, header.ssrc, index)?;
        let packet = &datagram[..end];
        self.hear(now, happened);

        let told = self.incoming.told(&header, packet);
        let place = match known {
            Some(place) => place,
            None => {
                let is_repair = tracks.iter().any(|source| source.repair_type == Some(header.payload_type));
                match self.incoming.learn(header.ssrc, &told, is_repair, Window::default()) {
                    Some(place) => place,
                    None => return Some(Taken::Refused),
                }
            }
        };
        if let Some(seq) = told.transport {
            self.link.arrived(now, seq, datagram.len());
        }
        let stream = self.incoming.stream(place)?;
        stream.window.note(index);
        let origin = stream.origin;
        let source = tracks.get_mut(origin.source)?;
        let (payload_type, audio) = (source.payload_type, origin.source == 0);
        let expected = if origin.repairs { source.repair_type } else { Some(payload_type) };
        let Some(payload) = header.payload(packet).filter(|_| expected == Some(header.payload_type)) else {
            return Some(Taken::Refused);
        };
        let layer = source.layers.get_mut(origin.layer)?;

        let (ssrc, seq, payload) = if origin.repairs {
            let Some((number, payload)) = payload.split_first_chunk::<2>() else { return Some(Taken::Nothing) };
            let seq = layer.missing.as_ref().and_then(|missing| missing.extend(u16::from_be_bytes(*number)));
            let Some((ssrc, seq)) = layer.ssrc.zip(seq) else { return Some(Taken::Nothing) };
            (ssrc, seq, payload)
        } else {
            let clock_rate = if audio { 48_000 } else { 90_000 };
            let reception = stream.reception.get_or_insert_with(|| Reception::new(clock_rate, index));
            reception.count(self.joined, now, index, header.time);
            layer.carried_by(header.ssrc);
            (header.ssrc, index, payload)
        };
        if let Some(missing) = &mut layer.missing {
            match missing.arrived(now, seq) {
                Arrival::New => {}
                Arrival::Torn => layer.key_frames.want(),
                Arrival::Known => return Some(Taken::Nothing),
            }
            self.round.ask_by(missing.deadline());
        }
        let vp8 = if audio || payload.is_empty() {
            None
        } else {
            let Some(descriptor) = Descriptor::parse(payload) else { return Some(Taken::Refused) };
            Some((descriptor, descriptor.starts_key_frame(payload)))
        };
        let packet = Packet::new(ssrc, seq, header.time, header.marker, now, vp8);
        let Some(packet) = layer.ring.push(packet, payload) else { return Some(Taken::Refused) };
        // Padding alone is no picture.
        let begins = packet.len > 0 && layer.count(now, &packet);
        let Origin { source, layer, .. } = origin;
        Some(Taken::Media { source, layer, seq, order: packet.order, begins })
    }
}
