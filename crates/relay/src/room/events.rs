//! What follows from what happened on a connection: events for the server, repairs, key frames, new plans.

use std::time::{Duration, Instant};

use super::Room;
use crate::outbox::{Event, Outbox};
use crate::quality::{Measured, quality};
use crate::session::Happened;

/// For how long pictures must be worse than they could be to count against a connection. Each starts low and rises.
const COARSE_FOR: Duration = Duration::from_secs(6);

impl Room {
    /// Acts on what happened on one connection.
    pub(super) fn act(&mut self, now: Instant, place: usize, out: &mut Outbox) {
        if self.happened.is_empty() {
            return;
        }
        let mut happened = std::mem::take(&mut self.happened);
        for event in happened.drain(..) {
            let visit = self.visit.clone();
            let seat = self.people[place].seat.clone();
            match event {
                Happened::KeyFrameWanted(slot) => self.want_key_frame(place, slot),
                Happened::RepairWanted(slot, number) => self.people[place].repair(slot, number, &self.tracks),
                Happened::Connected => {
                    out.event(Event::Connected { visit, seat });
                    self.plan(now, place);
                    self.hurry(place);
                }
                Happened::Back => out.event(Event::Connected { visit, seat }),
                Happened::Lost => out.event(Event::Disconnected { visit, seat }),
                Happened::Measured(measured) => {
                    let measured = self.lasting(now, place, measured);
                    let quality = quality(self.people[place].measure(now, measured));
                    if self.people[place].quality.replace(quality) != Some(quality) {
                        out.event(Event::Quality { visit, seat, quality });
                    }
                }
            }
        }
        self.happened = happened;
        self.ask_for_key_frames(now, out);
    }

    /// A measurement with what has been wrong with the pictures for a while.
    fn lasting(&self, now: Instant, place: usize, measured: Measured) -> Measured {
        let lasting =
            |since: Option<Instant>| since.is_some_and(|since| now.saturating_duration_since(since) >= COARSE_FOR);
        let person = &self.people[place];
        Measured { coarse: lasting(person.coarse), missing: lasting(person.missing), ..measured }
    }
}
