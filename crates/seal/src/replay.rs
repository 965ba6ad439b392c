//! The window that tells a counter seen before from a new one. It knows numbers only; a counter is marked after its frame proved authentic.

/// How far behind the newest counter a late frame may come. Lower drops frames that a bad network reordered; higher costs a bit per counter and sender.
/// 1,024 frames of three simulcast layers at 30 frames a second are 11 seconds.
pub(crate) const WINDOW: u64 = 1024;

const WORDS: usize = (WINDOW / 64) as usize;

/// A sliding window over the counters of one key.
#[derive(Clone)]
pub(crate) struct ReplayWindow {
    /// The newest counter marked, plus one; 0 while none was.
    next: u64,
    /// One bit per counter of the last [`WINDOW`], at the counter modulo [`WINDOW`].
    seen: [u64; WORDS],
}

impl ReplayWindow {
    /// Nothing seen yet.
    pub(crate) fn new() -> Self {
        Self { next: 0, seen: [0; WORDS] }
    }

    /// Whether a frame with this counter may still come: not seen, and not older than the window.
    pub(crate) fn is_fresh(&self, counter: u64) -> bool {
        if counter >= self.next {
            return counter != u64::MAX;
        }
        self.next - counter <= WINDOW && !self.bit(counter)
    }

    /// Marks a counter that [`Self::is_fresh`] as seen.
    pub(crate) fn mark(&mut self, counter: u64) {
        if counter >= self.next {
            if counter - self.next >= WINDOW {
                self.seen = [0; WORDS];
            } else {
                (self.next..counter).for_each(|between| self.set(between, false));
            }
            self.next = counter.saturating_add(1);
        }
        self.set(counter, true);
    }

    fn place(counter: u64) -> (usize, u64) {
        let at = counter % WINDOW;
        ((at / 64) as usize, 1 << (at % 64))
    }

    fn bit(&self, counter: u64) -> bool {
        let (word, mask) = Self::place(counter);
        self.seen[word] & mask != 0
    }

    fn set(&mut self, counter: u64, to: bool) {
        let (word, mask) = Self::place(counter);
        if to { self.seen[word] |= mask } else { self.seen[word] &= !mask }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against the plain definition: fresh is what was not marked and is not older than the window.
        #[test]
        fn agrees_with_the_definition(steps in proptest::collection::vec((0u64..3000, any::<bool>()), 1..400)) {
            let mut window = ReplayWindow::new();
            let (mut marked, mut newest) = (BTreeSet::new(), None);
            let mut base = 0;
            for (step, jump) in steps {
                base += if jump { step } else { 0 };
                let counter = base.saturating_sub(step / 2);
                let old = newest.is_some_and(|newest: u64| newest >= counter && newest - counter >= WINDOW);
                let fresh = !old && !marked.contains(&counter);
                prop_assert_eq!(window.is_fresh(counter), fresh);
                if fresh {
                    window.mark(counter);
                    marked.insert(counter);
                    newest = newest.max(Some(counter));
                }
            }
        }
    }

    #[test]
    fn the_last_counter_is_never_used() {
        assert!(!ReplayWindow::new().is_fresh(u64::MAX));
        let mut window = ReplayWindow::new();
        window.mark(u64::MAX - 1);
        assert!(!window.is_fresh(u64::MAX - 1));
    }
}
