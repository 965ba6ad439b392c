//! Media to a client: queued by what it is for, written and sealed straight into the arena when it may go. What is queued is decided in `room`.

use std::collections::VecDeque;
use std::time::Instant;

use super::Session;
use crate::link::Class;
use crate::outbox::Outbox;
use crate::packet::rtp;
use crate::rewrite::Rewritten;
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

/// Keeps the place of the transport-wide number, which is known only once the packet's length is.
const NUMBER_TO_COME: [u8; 2] = [0; 2];

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
            Class::Repair => &mut self.repairs,
            Class::Video => &mut self.pictures,
        }
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
    pub(crate) fn repair(&mut self, slot_place: usize, number: u16, sender: usize, tracks: &Tracks) {
        let Some(slot) = self.slots.get(slot_place) else { return };
        let Some((ssrc, seq)) = slot.rewriter.origin(number).filter(|_| slot.out.repair_type.is_some()) else { return };
        let kind = slot.shown.as_ref().map(|shown| shown.kind);
        let Some(source) = tracks.iter().position(|source| Some(source.kind) == kind) else { return };
        let Some(layer) = tracks[source].layers.iter().position(|layer| layer.ssrc == Some(ssrc)) else { return };
        let Some(packet) = tracks[source].layers[layer].ring.get(seq) else { return };
        let Some(rewritten) = slot.rewriter.again(packet) else { return };
        if self.queues.repairs.len() < MAX_REPAIRS {
            self.queues.repairs.push_back(Queued {
                slot: slot_place as u8,
                sender: sender as u8,
                source: source as u8,
                layer: layer as u8,
                seq,
                order: packet.order,
                rewritten,
            });
        }
    }

    /// Sends what may go now.
    pub(crate) fn send(&mut self, now: Instant, tracks: &[Tracks], out: &mut Outbox) {
        for class in [Class::Audio, Class::Repair, Class::Video] {
            while !self.queues.queue(class).is_empty() && self.link.may_send(now, class) {
                let Some(queued) = self.queues.queue(class).pop_front() else { break };
                self.write(now, &queued, class, tracks, out);
            }
        }
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
        let repair = class == Class::Repair;
        if repair {
            self.queues.credit -= payload.len() as f64;
            if self.queues.credit < 0.0 {
                self.queues.credit += payload.len() as f64;
                return None;
            }
            slot.out.repairs += 1;
        } else {
            self.queues.credit = (self.queues.credit + payload.len() as f64 * REPAIR_SHARE).min(REPAIR_CREDIT);
        }

        let Rewritten { seq: number, time, picture, tl0 } = queued.rewritten;
        let wire = &slot.out;
        let (payload_type, ssrc, index) = if repair {
            (wire.repair_type?, wire.repair_ssrc, wire.repairs)
        } else {
            (wire.payload_type, wire.ssrc, number)
        };
        let (link, joined) = (&mut self.link, self.joined);
        out.arena.datagram(to, |out| {
            let start = out.len();
            let mut header = rtp::Writer::new(out, payload_type, packet.marker, index as u16, time, ssrc);
            header.extension(wire.time_id, &abs_send_time(joined, now));
            let number_at = header.extension(wire.transport_id, &NUMBER_TO_COME);
            if !wire.known {
                header.extension(wire.mid_id, slot.name.as_bytes());
            }
            let header = header.end();
            if repair {
                // RFC 4588 §4: the number of what is repaired comes first.
                out.extend_from_slice(&(number as u16).to_be_bytes());
            }
            let payload_at = out.len();
            payload.forward(out);
            if let Some(vp8) = packet.vp8 {
                vp8.renumber(&mut out[payload_at..], picture, tl0);
            }
            let sent = link.sent(now, out.len() - start + sealing.overhead(), class);
            if let Some(at) = number_at {
                out[at..at + 2].copy_from_slice(&sent.to_be_bytes());
            }
            sealing.rtp(out, start, header, ssrc, index)
        })?;
        if !repair {
            slot.out.packets = slot.out.packets.wrapping_add(1);
            slot.out.octets = slot.out.octets.wrapping_add(payload.len() as u32);
            out.statistics.media_out += 1;
        }
        Some(())
    }
}

/// 24 bits of seconds with 18 of them behind the point, counted from `start`.
fn abs_send_time(start: Instant, now: Instant) -> [u8; 3] {
    let micros = now.saturating_duration_since(start).as_micros();
    let [.., high, middle, low] = ((micros << 18) / 1_000_000).to_be_bytes();
    [high, middle, low]
}
