//! Media to a client: queued by what it is for, written and sealed straight into the arena when it may go. What is queued is decided in `room`.

use std::collections::VecDeque;
use std::time::Instant;

use super::Session;
use crate::congestion::Class;
use crate::outbox::Outbox;
use crate::packet::rtp;
use crate::rewrite::Rewritten;
use crate::slot::Out;
use crate::source::Tracks;
use crate::stream::ring::Packet;

/// Most packets that wait for one client. More would come too late to be of use.
const MAX_QUEUED: usize = 2_048;

/// Most repairs that wait for one client.
const MAX_REPAIRS: usize = 512;

/// Part of the traffic that may be repairs. Lower gives up on links that lose a tenth; higher feeds a congested one.
const REPAIR_SHARE: f64 = 0.3;

/// Bytes of repairs that may be sent beyond that share, at the beginning and at most.
const REPAIR_CREDIT: f64 = 64_000.0;

/// Bytes of a packet of nothing but padding: as many as a byte counts (RFC 3550 §5.1), in whole words.
const PADDING_BYTES: u8 = 252;

/// Most packets sent at once only to measure.
const MAX_PADDING: usize = 32;

/// A packet that is to go out.
#[derive(Clone, Copy)]
pub(crate) struct Queued {
    /// Place of the slot.
    pub(crate) slot: u8,
    /// Where it is kept: place of the sender, source and layer, number and order in the ring.
    pub(crate) sender: u8,
    pub(crate) source: u8,
    pub(crate) layer: u8,
    pub(crate) seq: u64,
    pub(crate) order: u64,
    /// Its new numbers.
    pub(crate) rewritten: Rewritten,
}

/// What waits, by class.
pub(super) struct Queues {
    voices: VecDeque<Queued>,
    repairs: VecDeque<Queued>,
    pictures: VecDeque<Queued>,
    credit: f64,
}

impl Default for Queues {
    fn default() -> Self {
        Self { voices: VecDeque::new(), repairs: VecDeque::new(), pictures: VecDeque::new(), credit: REPAIR_CREDIT }
    }
}

impl Queues {
    fn queue(&mut self, class: Class) -> &mut VecDeque<Queued> {
        match class {
            Class::Audio => &mut self.voices,
            Class::Repair | Class::Padding => &mut self.repairs,
            Class::Video => &mut self.pictures,
        }
    }

    /// Whether something waits for its time.
    fn wait(&self) -> bool {
        !(self.repairs.is_empty() && self.pictures.is_empty())
    }
}

impl Session {
    /// Offers a packet to the slot of a route, and queues what goes out by it. Returns whether the slot changed its source.
    pub(crate) fn forward(&mut self, slot_place: u8, kept: &Queued, tracks: &Tracks, packet: &Packet) -> bool {
        let Some(slot) = self.slots.get_mut(usize::from(slot_place)) else { return false };
        let ring = &tracks[usize::from(kept.source)].layers[usize::from(kept.layer)].ring;
        let queue = self.queues.queue(if slot.audio { Class::Audio } else { Class::Video });
        slot.offer(kept.layer.into(), packet, ring.overtook(packet), |rewritten, packet| {
            if queue.len() < MAX_QUEUED {
                queue.push_back(Queued { slot: slot_place, seq: packet.seq, order: packet.order, rewritten, ..*kept });
            }
        })
    }

    /// Queues a packet again that did not arrive.
    pub(crate) fn repair(&mut self, slot_place: usize, number: u16, tracks: &[Tracks]) {
        let origin = self.slots.get(slot_place).and_then(|slot| slot.rewriter.origin(number));
        let again = origin.and_then(|(ssrc, seq)| self.again(slot_place, ssrc, seq, tracks));
        if self.queues.repairs.len() < MAX_REPAIRS {
            self.queues.repairs.extend(again);
        }
    }

    /// A packet that went out by a slot, as it went out, if it is still kept and the client knows repairs.
    fn again(&self, slot_place: usize, ssrc: u32, seq: u64, tracks: &[Tracks]) -> Option<Queued> {
        let slot = self.slots.get(slot_place).filter(|slot| slot.out.repair_type.is_some())?;
        let slot_place = u8::try_from(slot_place).ok()?;
        let sender = self.routes.iter().position(|route| route.contains(&Some(slot_place)))?;
        let source = self.routes[sender].iter().position(|place| *place == Some(slot_place))?;
        let layers = &tracks.get(sender)?[source].layers;
        let layer = layers.iter().position(|layer| layer.ssrc == Some(ssrc))?;
        let packet = layers[layer].ring.get(seq)?;
        let rewritten = slot.rewriter.again(packet)?;
        let (sender, source, layer) = (sender as u8, source as u8, layer as u8);
        Some(Queued { slot: slot_place, sender, source, layer, seq, order: packet.order, rewritten })
    }

    /// Sends what may go now, and notes when to go on.
    pub(crate) fn send(&mut self, now: Instant, tracks: &[Tracks], out: &mut Outbox) {
        for class in [Class::Audio, Class::Repair, Class::Video] {
            while !self.queues.queue(class).is_empty() && self.link.may_send(now, class) {
                let Some(queued) = self.queues.queue(class).pop_front() else { break };
                self.write(now, &queued, class, tracks, out);
            }
        }
        let mut padding = 0;
        while padding < MAX_PADDING && self.link.may_send(now, Class::Padding) && self.pad(now, tracks, out).is_some() {
            padding += 1;
        }
        self.round.resume = self.queues.wait().then(|| self.link.resume(now));
    }

    /// Sends something only to measure: a packet once more that went out lately, or nothing but padding.
    fn pad(&mut self, now: Instant, tracks: &[Tracks], out: &mut Outbox) -> Option<()> {
        let latest = self.slots.iter().enumerate().find_map(|(place, slot)| {
            let (ssrc, seq) = slot.rewriter.latest().filter(|_| !slot.audio)?;
            self.again(place, ssrc, seq, tracks)
        });
        if let Some(queued) = latest {
            return self.write(now, &queued, Class::Padding, tracks, out);
        }
        let slot = self.slots.iter_mut().find(|slot| slot.out.repair_type.is_some())?;
        let (to, sealing) = self.transport.sealing()?;
        slot.out.repairs += 1;
        let (wire, link, joined) = (&slot.out, &mut self.link, self.joined);
        let datagram = out.arena.datagram(to, |out| {
            let start = out.len();
            let header = wire.begin(out, true, false, wire.repairs, 0, &slot.name, joined, now);
            // RFC 3550 §5.1: the P bit, and a last byte that counts.
            out[start] |= 0x20;
            out.resize(out.len() + usize::from(PADDING_BYTES) - 1, 0);
            out.push(PADDING_BYTES);
            let size = out.len() - start + sealing.overhead();
            header.number(out, link.sent(now, size, Class::Padding));
            sealing.rtp(out, start, header.len, wire.repair_ssrc, wire.repairs)
        });
        datagram.map(drop)
    }

    /// Someone left, and everyone after them has a new place.
    pub(crate) fn forget_sender(&mut self, place: usize) {
        for queue in [&mut self.queues.voices, &mut self.queues.repairs, &mut self.queues.pictures] {
            queue.retain(|queued| usize::from(queued.sender) != place);
            queue.iter_mut().filter(|queued| usize::from(queued.sender) > place).for_each(|queued| queued.sender -= 1);
        }
    }

    fn write(
        &mut self,
        now: Instant,
        queued: &Queued,
        class: Class,
        tracks: &[Tracks],
        out: &mut Outbox,
    ) -> Option<()> {
        let layer = tracks.get(usize::from(queued.sender))?.get(usize::from(queued.source))?;
        let layer = layer.layers.get(usize::from(queued.layer))?;
        // What has been overwritten since is lost like on the way.
        let packet = layer.ring.get(queued.seq).filter(|packet| packet.order == queued.order)?;
        let payload = layer.ring.payload(packet)?;
        let slot = self.slots.get_mut(usize::from(queued.slot))?;
        let (to, sealing) = self.transport.sealing()?;
        let repair = matches!(class, Class::Repair | Class::Padding);
        let cost = payload.len() as f64;
        match class {
            Class::Repair if self.queues.credit < cost => return None,
            Class::Repair => self.queues.credit -= cost,
            Class::Padding => {}
            _ => self.queues.credit = (self.queues.credit + cost * REPAIR_SHARE).min(REPAIR_CREDIT),
        }
        slot.out.repairs += u64::from(repair);

        let Rewritten { seq: number, time, picture, tl0 } = queued.rewritten;
        let (wire, link, joined) = (&slot.out, &mut self.link, self.joined);
        let (ssrc, index) = if repair { (wire.repair_ssrc, wire.repairs) } else { (wire.ssrc, number) };
        out.arena.datagram(to, |out| {
            let start = out.len();
            let header = wire.begin(out, repair, packet.marker, index, time, &slot.name, joined, now);
            if repair {
                // RFC 4588 §4: the number of what is repaired comes first.
                out.extend_from_slice(&(number as u16).to_be_bytes());
            }
            let payload_at = out.len();
            payload.forward(out);
            if let Some(vp8) = packet.vp8 {
                vp8.renumber(&mut out[payload_at..], picture, tl0);
            }
            let size = out.len() - start + sealing.overhead();
            header.number(out, link.sent(now, size, class));
            sealing.rtp(out, start, header.len, ssrc, index)
        })?;
        if !repair {
            slot.out.packets = slot.out.packets.wrapping_add(1);
            slot.out.octets = slot.out.octets.wrapping_add(payload.len() as u32);
            out.statistics.media_out += 1;
        }
        Some(())
    }
}

/// A header that was written: its length, and where the transport-wide number goes, which is known only once the packet's length is.
struct Begun {
    len: usize,
    number_at: Option<usize>,
}

impl Begun {
    fn number(&self, out: &mut [u8], number: u16) {
        if let Some(at) = self.number_at {
            out[at..at + 2].copy_from_slice(&number.to_be_bytes());
        }
    }
}

impl Out {
    /// Writes a header with the extensions of the slot's line.
    #[allow(clippy::too_many_arguments, reason = "the fields of an RTP header")]
    fn begin(
        &self,
        out: &mut Vec<u8>,
        repair: bool,
        marker: bool,
        index: u64,
        time: u32,
        mid: &str,
        joined: Instant,
        now: Instant,
    ) -> Begun {
        let (payload_type, ssrc) = match self.repair_type.filter(|_| repair) {
            Some(repair_type) => (repair_type, self.repair_ssrc),
            None => (self.payload_type, self.ssrc),
        };
        let mut header = rtp::Writer::new(out, payload_type, marker, index as u16, time, ssrc);
        header.extension(self.time_id, &abs_send_time(joined, now));
        let number_at = header.extension(self.transport_id, &[0; 2]);
        if !self.known {
            header.extension(self.mid_id, mid.as_bytes());
        }
        Begun { len: header.end(), number_at }
    }
}

/// 24 bits of seconds with 18 of them behind the point, counted from `start`.
fn abs_send_time(start: Instant, now: Instant) -> [u8; 3] {
    let micros = now.saturating_duration_since(start).as_micros();
    let [.., high, middle, low] = ((micros << 18) / 1_000_000).to_be_bytes();
    [high, middle, low]
}
