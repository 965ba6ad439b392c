//! Which layer of each picture a receiver gets, and who is asked for key frames. The choice itself is `allocate`'s.

use std::time::Instant;

use visit::wire::MediaKind;

use super::Room;
use crate::allocate::{Picture, allocate};
use crate::congestion::Demand;
use crate::outbox::Outbox;

/// Height taken to be shown until the receiver says otherwise.
const FULL_HEIGHT: u16 = 720;

impl Room {
    /// Chooses the layers that one receiver gets.
    pub(super) fn plan(&mut self, now: Instant, place: usize) {
        if !self.people[place].connected {
            return;
        }
        let receiver = &self.people[place];
        let mut pictures = vec![];
        for (slot_place, slot) in receiver.slots.iter().enumerate() {
            let Some(shown) = slot.shown.as_ref().filter(|shown| shown.kind != MediaKind::Microphone) else { continue };
            let Some(sender) = self.place(shown.session) else { continue };
            let Some(source) = self.tracks[sender].iter().find(|source| source.kind == shown.kind) else { continue };
            let wanted = receiver.wants.get(&(shown.seat.clone(), shown.kind));
            let picture = Picture {
                kind: shown.kind,
                height: wanted.copied().unwrap_or(FULL_HEIGHT),
                rates: source.rates(now),
                current: slot.current(),
                may_rise: slot.may_rise(now),
            };
            pictures.push((slot_place, sender, picture));
        }
        let voices = self.people.len() - 1;
        let shapes: Vec<Picture> = pictures.iter().map(|(_, _, picture)| *picture).collect();
        let plan = allocate(receiver.budget_bps(now), voices, &shapes);
        for ((slot, sender, picture), layer) in pictures.into_iter().zip(plan.layers) {
            let slot = &mut self.people[place].slots[slot];
            slot.aim(now, layer);
            if let Some(layer) = slot.awaits() {
                self.want_layer(sender, picture.kind, layer);
            }
        }
        let receiver = &mut self.people[place];
        receiver.coarse = plan.coarse.then(|| receiver.coarse.unwrap_or(now));
        receiver.missing = plan.missing.then(|| receiver.missing.unwrap_or(now));
        receiver.aim_for(now, Demand { next_bps: plan.next_bps, desired_bps: plan.desired_bps });
        self.hurry(place);
    }

    /// A receiver's decoder needs a key frame.
    pub(super) fn want_key_frame(&mut self, place: usize, slot: usize) {
        let Some(slot) = self.people[place].slots.get(slot) else { return };
        let Some((shown, layer)) = slot.shown.as_ref().zip(slot.awaits().or(slot.current())) else { return };
        let (kind, sender) = (shown.kind, self.place(shown.session));
        if let Some(sender) = sender {
            self.want_layer(sender, kind, layer);
        }
    }

    fn want_layer(&mut self, sender: usize, kind: MediaKind, layer: usize) {
        let source = self.tracks[sender].iter_mut().find(|source| source.kind == kind);
        if let Some(layer) = source.and_then(|source| source.layers.get_mut(layer)) {
            layer.key_frames.want();
        }
    }

    pub(super) fn ask_for_key_frames(&mut self, now: Instant, out: &mut Outbox) {
        for (person, tracks) in self.people.iter_mut().zip(&mut self.tracks) {
            let pictures = tracks.iter_mut().filter(|source| source.kind != MediaKind::Microphone);
            for layer in pictures.flat_map(|source| &mut source.layers) {
                if layer.key_frames.ask(now) && person.request_key_frame(layer.ssrc, out) {
                    out.statistics.key_frame_requests += 1;
                }
            }
        }
    }
}
