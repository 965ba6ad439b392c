//! When rooms are due: a wheel of short steps, in which setting and reaching a time costs the same however many there are.

use std::time::{Duration, Instant};

/// Length of a step. Shorter wakes more often for less; longer is late by more.
const STEP: Duration = Duration::from_millis(1);

/// Steps in the wheel; what is due later is looked at again when it turned.
const STEPS: u64 = 1_024;

/// Whose time it is.
type Key = u32;

/// The wheel. Each key is in it once at most.
pub(crate) struct Wheel {
    start: Option<Instant>,
    /// Steps that were reached.
    turned: u64,
    /// The first key of each step, and its neighbours in its step for each key.
    first: Box<[Option<Key>]>,
    neighbours: Vec<Neighbours>,
    /// Which steps have keys, a bit for each.
    taken: [u64; (STEPS / 64) as usize],
}

/// The keys before and after one in its step.
#[derive(Clone, Copy, Default)]
struct Neighbours {
    before: Option<Key>,
    after: Option<Key>,
}

/// A place in the wheel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn(u64);

impl Wheel {
    pub(crate) fn new() -> Self {
        let first = vec![None; STEPS as usize].into();
        Self { start: None, turned: 0, first, neighbours: vec![], taken: Default::default() }
    }

    /// Sets when `key` is due; `before` is where it was, if it is in the wheel.
    pub(crate) fn set(&mut self, now: Instant, key: Key, before: Option<Turn>, due: Instant) -> Turn {
        let start = *self.start.get_or_insert(now);
        // Late rather than early: who is called too soon has nothing to do.
        let steps = due.saturating_duration_since(start).as_nanos().div_ceil(STEP.as_nanos()) as u64;
        let turn = Turn(steps.clamp(self.turned + 1, self.turned + STEPS - 1));
        if before == Some(turn) {
            return turn;
        }
        if let Some(before) = before {
            self.remove(key, before);
        }
        let place = (turn.0 % STEPS) as usize;
        self.taken[place / 64] |= 1 << (place % 64);
        let after = self.first[place].replace(key);
        if let Some(after) = after.and_then(|after| self.neighbours.get_mut(after as usize)) {
            after.before = Some(key);
        }
        if self.neighbours.len() <= key as usize {
            self.neighbours.resize(key as usize + 1, Neighbours::default());
        }
        self.neighbours[key as usize] = Neighbours { before: None, after };
        turn
    }

    /// Takes `key` out, which is at `turn`.
    pub(crate) fn remove(&mut self, key: Key, turn: Turn) {
        let place = (turn.0 % STEPS) as usize;
        let Some(Neighbours { before, after }) = self.neighbours.get_mut(key as usize).map(std::mem::take) else {
            return;
        };
        match before {
            Some(before) => self.neighbours[before as usize].after = after,
            None => self.first[place] = after,
        }
        if let Some(after) = after {
            self.neighbours[after as usize].before = before;
        }
        if self.first[place].is_none() {
            self.taken[place / 64] &= !(1 << (place % 64));
        }
    }

    /// Takes out those whose time has come.
    pub(crate) fn turn(&mut self, now: Instant, mut due: impl FnMut(Key)) {
        let Some(start) = self.start else { return };
        let now = (now.saturating_duration_since(start).as_nanos() / STEP.as_nanos()) as u64;
        while let Some(turn) = self.next_turn().filter(|turn| *turn <= now) {
            let place = (turn % STEPS) as usize;
            self.turned = turn;
            self.taken[place / 64] &= !(1 << (place % 64));
            let mut next = self.first[place].take();
            while let Some(key) = next {
                next = self.neighbours.get_mut(key as usize).and_then(|neighbours| std::mem::take(neighbours).after);
                due(key);
            }
        }
        self.turned = self.turned.max(now);
    }

    /// When to [`Self::turn`] next.
    pub(crate) fn next(&self) -> Option<Instant> {
        let nanos = self.next_turn()?.checked_mul(STEP.as_nanos() as u64)?;
        Some(self.start? + Duration::from_nanos(nanos))
    }

    fn next_turn(&self) -> Option<u64> {
        // All keys are within one turn of the wheel, after the step that was reached last.
        let first = self.turned + 1;
        let mut ahead = 0;
        while ahead < STEPS {
            let place = (first + ahead) % STEPS;
            let rest = self.taken[(place / 64) as usize] >> (place % 64);
            if rest != 0 {
                return Some(first + ahead + u64::from(rest.trailing_zeros()));
            }
            ahead += 64 - place % 64;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_time::{at, start};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn everyone_is_called_in_time(steps in prop::collection::vec((0u32..20, 0u64..3_000, 0u64..200), 1..300)) {
            let (mut wheel, begin) = (Wheel::new(), start());
            let mut waiting: BTreeMap<Key, (u64, Turn)> = BTreeMap::new();
            let mut now = 0;
            for (key, due, pass) in steps {
                let due = now + due;
                let before = waiting.get(&key).map(|(_, turn)| *turn);
                waiting.insert(key, (due, wheel.set(at(begin, now), key, before, at(begin, due))));
                now += pass;
                let mut again = vec![];
                wheel.turn(at(begin, now), |key| again.push(key));
                for key in again {
                    let (due, _) = waiting.remove(&key).expect("is in the wheel once");
                    // What was further than a turn away is looked at again.
                    if due > now {
                        waiting.insert(key, (due, wheel.set(at(begin, now), key, None, at(begin, due))));
                    }
                }
                prop_assert!(waiting.values().all(|(due, _)| *due + 2 > now), "late");
                let first = wheel.next();
                prop_assert_eq!(first.is_some(), !waiting.is_empty());
            }
            for (key, (_, turn)) in waiting {
                wheel.remove(key, turn);
            }
            prop_assert_eq!(wheel.next(), None);
        }
    }
}
