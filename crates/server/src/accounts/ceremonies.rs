//! WebAuthn ceremonies under way, in memory only: few, for a short time, each good for one answer.

use std::collections::HashMap;
use std::hash::Hash;

use visit::{Span, Time};

/// Within which an answer must come. Lower fails people who look for their key or read slowly; higher keeps challenges longer than anyone needs them.
pub(super) const ANSWER_WITHIN: Span = Span::minutes(5);
/// The same where a recovery sheet is printed, kept and checked before the answer is sent.
pub(super) const KEPT_WITHIN: Span = Span::minutes(60);

/// Most ceremonies of one kind at a time. Lower lets a flood push honest people's ceremonies out sooner; higher costs some hundred bytes each.
const MOST: usize = 10_000;

/// Ceremonies of one kind, by what names them.
pub(super) struct Ceremonies<K, C> {
    within: Span,
    open: HashMap<K, (Time, u64, C)>,
    begun: u64,
}

impl<K: Hash + Eq + Clone, C> Ceremonies<K, C> {
    pub(super) fn new(within: Span) -> Self {
        Self { within, open: HashMap::new(), begun: 0 }
    }

    /// Begins a ceremony, in place of an earlier one of the same name; or goes on with one that was taken, when `now` is the moment it began at. Where there are too many, the oldest goes.
    pub(super) fn begin(&mut self, now: Time, name: K, ceremony: C) {
        if self.open.len() >= MOST && !self.open.contains_key(&name) {
            self.open.retain(|_, (at, ..)| now.since(*at) < self.within);
            if self.open.len() >= MOST
                && let Some(oldest) =
                    self.open.iter().min_by_key(|(_, (_, order, _))| *order).map(|(name, _)| name.clone())
            {
                self.open.remove(&oldest);
            }
        }
        self.begun += 1;
        self.open.insert(name, (now, self.begun, ceremony));
    }

    /// Takes a ceremony to answer it, which nobody can do again; none if it is not known, was answered, or is too old.
    pub(super) fn take(&mut self, now: Time, name: &K) -> Option<C> {
        let (at, _, ceremony) = self.open.remove(name)?;
        (now.since(at) < self.within).then_some(ceremony)
    }

    /// Forgets what is too old.
    pub(super) fn forget(&mut self, now: Time) {
        self.open.retain(|_, (at, ..)| now.since(*at) < self.within);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ceremony_is_answered_once_and_in_time() {
        let mut ceremonies = Ceremonies::new(ANSWER_WITHIN);
        ceremonies.begin(Time(0), "a", 1);
        assert_eq!(ceremonies.take(Time(299_999), &"a"), Some(1));
        assert_eq!(ceremonies.take(Time(299_999), &"a"), None);
        ceremonies.begin(Time(0), "a", 2);
        assert_eq!(ceremonies.take(Time(300_000), &"a"), None);
        assert_eq!(ceremonies.take(Time(0), &"b"), None);
        ceremonies.begin(Time(0), "a", 3);
        ceremonies.begin(Time(1), "a", 4);
        assert_eq!(ceremonies.take(Time(1), &"a"), Some(4), "the later one counts");
    }

    #[test]
    fn a_ceremony_that_goes_on_gets_no_more_time() {
        let mut ceremonies = Ceremonies::new(ANSWER_WITHIN);
        ceremonies.begin(Time(0), "a", 1);
        assert_eq!(ceremonies.take(Time(299_999), &"a"), Some(1));
        ceremonies.begin(Time(0), "a", 1);
        assert_eq!(ceremonies.take(Time(300_000), &"a"), None);
    }

    #[test]
    fn a_flood_pushes_out_the_oldest_and_holds_no_more_than_its_bound() {
        let mut ceremonies = Ceremonies::new(ANSWER_WITHIN);
        for name in 0..=MOST {
            ceremonies.begin(Time(0), name, name);
        }
        assert_eq!(ceremonies.open.len(), MOST);
        assert_eq!(ceremonies.take(Time(0), &0), None);
        assert_eq!(ceremonies.take(Time(0), &MOST), Some(MOST));
        ceremonies.forget(Time(300_000));
        assert!(ceremonies.open.is_empty());
    }
}
