//! The way of a packet through a visit: taken in once, then handed to one receiver after the other, so that what goes to one of them lies together.

use std::net::SocketAddr;
use std::time::Instant;

use visit::wire::MediaKind;

use super::{KINDS, MAX_PENDING, Room};
use crate::outbox::Outbox;
use crate::packet::demux::Kind;
use crate::rewrite::Rewritten;
use crate::session::{Queued, Session, Taken};
use crate::transport::Request;

impl Room {
    /// A connectivity check for one of the connections; `false` if it is not its client's.
    pub(crate) fn check(
        &mut self,
        now: Instant,
        id: u64,
        source: SocketAddr,
        request: &Request<'_>,
        out: &mut Outbox,
    ) -> bool {
        let Some(place) = self.place(id) else { return false };
        let theirs = self.people[place].check(now, source, request, &mut out.arena, &mut self.happened);
        self.act(now, place, out);
        theirs
    }

    /// A datagram of another kind for one of the connections, from an address that is its client's. It is opened in place.
    pub(crate) fn receive(&mut self, now: Instant, id: u64, kind: Kind, datagram: &mut [u8], out: &mut Outbox) {
        let Some(place) = self.place(id) else { return };
        let person = &mut self.people[place];
        match kind {
            Kind::Stun => {}
            Kind::Dtls => {
                person.handshake(now, datagram, &mut out.arena, &mut self.happened);
                self.hurry(place);
            }
            Kind::Rtcp => {
                if !person.control(now, datagram, &mut self.happened) {
                    out.statistics.dropped_forged += 1;
                }
            }
            Kind::Rtp => match person.media(now, datagram, &mut self.tracks[place], &mut self.happened) {
                Taken::Media { source, layer, seq, order, begins } => {
                    out.statistics.media_in += 1;
                    let rewritten = Rewritten::default();
                    let (sender, source_place, layer) = (place as u8, source as u8, layer as u8);
                    self.pending.push(Queued { slot: 0, sender, source: source_place, layer, seq, order, rewritten });
                    if begins {
                        self.begins(now, place, source, out);
                    }
                    self.hurry(place);
                    if self.pending.len() >= MAX_PENDING {
                        self.flush(now, out);
                    }
                }
                Taken::Nothing => {}
                Taken::Refused => out.statistics.media_refused += 1,
                Taken::Forged => out.statistics.dropped_forged += 1,
            },
        }
        self.act(now, place, out);
    }

    /// A track or layer begins to flow.
    fn begins(&mut self, now: Instant, place: usize, source: usize, out: &mut Outbox) {
        if KINDS[source] == MediaKind::Screen {
            self.show_screen(place, out);
        }
        if KINDS[source] != MediaKind::Microphone {
            (0..self.people.len()).for_each(|other| self.plan(now, other));
            self.ask_for_key_frames(now, out);
        }
    }

    /// Hands on what came in, receiver by receiver.
    pub(super) fn flush(&mut self, now: Instant, out: &mut Outbox) {
        for (place, receiver) in self.people.iter_mut().enumerate().filter(|(_, receiver)| receiver.receives()) {
            for packet in self.pending.iter().filter(|packet| usize::from(packet.sender) != place) {
                let (sender, source) = (usize::from(packet.sender), usize::from(packet.source));
                let Some(slot) = receiver.routes.get(sender).and_then(|route| route[source]) else { continue };
                let tracks = &self.tracks[sender];
                let ring = &tracks[source].layers[usize::from(packet.layer)].ring;
                let kept = ring.get(packet.seq).filter(|kept| kept.order == packet.order);
                if let Some(kept) = kept
                    && receiver.forward(slot, packet, tracks, kept)
                {
                    out.statistics.switches += 1;
                }
            }
            receiver.send(now, &self.tracks, out);
            // Some may have to wait for their time.
            self.due = [self.due, receiver.deadline()].into_iter().flatten().min();
        }
        self.pending.clear();
    }

    /// Notes for each receiver where whose track goes, so that no packet has to search.
    pub(super) fn route(&mut self) {
        let ids: Vec<u64> = self.people.iter().map(|session| session.id).collect();
        for receiver in &mut self.people {
            let Session { routes, slots, .. } = receiver;
            routes.clear();
            routes.resize(ids.len(), [None; 3]);
            for (place, slot) in slots.iter().enumerate() {
                let Some(shown) = &slot.shown else { continue };
                let sender = ids.iter().position(|id| *id == shown.session);
                let source = KINDS.iter().position(|kind| *kind == shown.kind);
                if let Some((sender, source)) = sender.zip(source) {
                    routes[sender][source] = Some(place as u8);
                }
            }
        }
    }
}
