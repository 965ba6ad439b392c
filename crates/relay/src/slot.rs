//! One receive slot: whom it shows, and what goes through. Which layer it should show is decided in `allocate`.

use std::time::{Duration, Instant};

use visit::ids::SeatId;
use visit::wire::{self, MediaKind};

use crate::rewrite::{Rewriter, Rewritten};
use crate::sdp::{Extension, ExtensionIds, Line};
use crate::stream::ring::Packet;

/// Rest after a worse layer before a better one is tried. Shorter makes pictures flap; longer keeps them coarse.
const REST: Duration = Duration::from_secs(4);

/// Whose track a slot shows.
#[derive(Clone)]
pub(crate) struct Shown {
    /// The sender's connection.
    pub(crate) session: u64,
    /// The sender.
    pub(crate) seat: SeatId,
    /// Which track.
    pub(crate) kind: MediaKind,
}

/// How packets of a slot are written.
pub(crate) struct Out {
    pub(crate) ssrc: u32,
    /// The stream of its repairs, and their payload type.
    pub(crate) repair_ssrc: u32,
    pub(crate) repair_type: Option<u8>,
    pub(crate) payload_type: u8,
    /// Identifiers of the header extensions of its line.
    pub(crate) mid_id: Option<u8>,
    pub(crate) time_id: Option<u8>,
    pub(crate) transport_id: Option<u8>,
    /// The receiver knows which line the stream belongs to.
    pub(crate) known: bool,
    /// Number of the next repair.
    pub(crate) repairs: u64,
    /// Packets and bytes of payload so far, for sender reports.
    pub(crate) packets: u32,
    pub(crate) octets: u32,
    /// Of the latest receiver report: highest number and lost so far.
    pub(crate) reported: Option<(u32, i32)>,
}

/// A receive slot of one person.
pub(crate) struct Slot {
    /// As the client named it.
    pub(crate) name: String,
    pub(crate) audio: bool,
    /// Who is in it.
    pub(crate) shown: Option<Shown>,
    /// Counts the times slots were freed; the one free for longest is used first, so that late packets meet nobody new.
    pub(crate) freed: u64,
    pub(crate) out: Out,
    pub(crate) rewriter: Rewriter,
    current: Option<usize>,
    target: Option<usize>,
    fell: Option<Instant>,
}

impl Out {
    fn new(line: &Line, ids: &ExtensionIds, (ssrc, repair_ssrc): (u32, u32)) -> Self {
        let id = |extension| ids.id(extension).filter(|_| line.extensions.contains(&extension));
        Self {
            ssrc,
            repair_ssrc,
            repair_type: line.repair_type,
            payload_type: line.payload_type,
            mid_id: id(Extension::Mid),
            time_id: id(Extension::AbsSendTime),
            transport_id: id(Extension::Transport),
            known: false,
            repairs: 0,
            packets: 0,
            octets: 0,
            reported: None,
        }
    }
}

impl Slot {
    /// An empty one for a line of the offer; `streams` are those of media and of repairs.
    pub(crate) fn new(line: &Line, ids: &ExtensionIds, streams: (u32, u32)) -> Self {
        let audio = line.audio;
        let rewriter = Rewriter::new(if audio { 48_000 } else { 90_000 });
        let (name, out) = (line.mid.clone(), Out::new(line, ids, streams));
        Self { name, audio, shown: None, freed: 0, out, rewriter, current: None, target: None, fell: None }
    }

    /// Whether a track of this kind may use it.
    pub(crate) fn fits(&self, kind: MediaKind) -> bool {
        self.audio == (kind == MediaKind::Microphone)
    }

    pub(crate) fn shows(&self, session: u64, kind: MediaKind) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.session == session && shown.kind == kind)
    }

    /// Puts someone in.
    pub(crate) fn show(&mut self, shown: Shown) -> wire::Slot {
        let told = wire::Slot { mid: self.name.clone(), seat: Some(shown.seat.clone()), kind: shown.kind };
        self.shown = Some(shown);
        self.reset();
        told
    }

    /// Takes whoever is in it out; `turn` grows with each call.
    pub(crate) fn free(&mut self, turn: u64) -> Option<wire::Slot> {
        let shown = self.shown.take()?;
        self.freed = turn;
        self.reset();
        Some(wire::Slot { mid: self.name.clone(), seat: None, kind: shown.kind })
    }

    /// The same person has a new connection.
    pub(crate) fn follow(&mut self, old: u64, new: u64) {
        if let Some(shown) = self.shown.as_mut().filter(|shown| shown.session == old) {
            shown.session = new;
            self.reset();
        }
    }

    fn reset(&mut self) {
        self.rewriter.stop();
        self.current = None;
        self.target = None;
        self.fell = None;
    }

    pub(crate) fn current(&self) -> Option<usize> {
        self.current
    }

    /// The layer that needs a key frame before it can be shown.
    pub(crate) fn awaits(&self) -> Option<usize> {
        self.target.filter(|_| self.target != self.current)
    }

    /// Whether the last fall to a worse layer is long enough ago.
    pub(crate) fn may_rise(&self, now: Instant) -> bool {
        self.fell.is_none_or(|fell| now.saturating_duration_since(fell) >= REST)
    }

    /// Sets the layer to show from its next key frame on; `None` stops the picture at once.
    pub(crate) fn aim(&mut self, now: Instant, target: Option<usize>) {
        if target == self.target {
            return;
        }
        if target < self.target {
            self.fell = Some(now);
        }
        self.target = target;
        if target.is_none() {
            self.current = None;
            self.rewriter.stop();
        }
    }

    /// Offers a packet of the shown track; hands `send` what is to go out. `overtook` are those that came before it and should
    /// have come after it. Returns whether the slot changed to this layer with it.
    pub(crate) fn offer<'a>(
        &mut self,
        layer: usize,
        packet: &'a Packet,
        overtook: impl Iterator<Item = &'a Packet>,
        mut send: impl FnMut(Rewritten, &Packet),
    ) -> bool {
        let goes_on = self.rewriter.continues(packet);
        if self.audio && !goes_on {
            self.rewriter.start(packet);
        }
        if !self.audio {
            let awaited = self.target == Some(layer) && !(self.current == Some(layer) && goes_on);
            if awaited && packet.starts_key_frame {
                self.rewriter.start(packet);
                self.current = Some(layer);
                for packet in std::iter::once(packet).chain(overtook) {
                    if let Some(rewritten) = self.rewriter.rewrite(packet) {
                        send(rewritten, packet);
                    }
                }
                return true;
            }
            if self.current != Some(layer) {
                if let Some(rewritten) = self.rewriter.rewrite_late(packet) {
                    send(rewritten, packet);
                }
                return false;
            }
            if !goes_on {
                // The sender's stream began anew without a key frame: wait for one.
                self.current = None;
                self.rewriter.stop();
                return false;
            }
        }
        if let Some(rewritten) = self.rewriter.rewrite(packet) {
            send(rewritten, packet);
        }
        false
    }
}

#[cfg(test)]
mod tests;
