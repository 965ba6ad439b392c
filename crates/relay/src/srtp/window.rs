//! Which packets of a stream were there before (RFC 3711 §3.3.2), and the full number of one that carries 16 bits of it (§3.3.1).

/// How far back a packet may be. Fewer drops packets of a network that reorders; more costs memory.
const BITS: u64 = 512;

/// Numbers seen, as a ring of bits.
#[derive(Clone, Default)]
pub(crate) struct Window {
    highest: Option<u64>,
    bits: [u64; (BITS / 64) as usize],
}

impl Window {
    /// The highest number seen.
    #[cfg(test)]
    pub(crate) fn highest(&self) -> Option<u64> {
        self.highest
    }

    /// The number nearest to the highest one that ends with `seq`; `None` if it would lie before the first or beyond 48 bits.
    pub(crate) fn extend(&self, seq: u16) -> Option<u64> {
        let Some(highest) = self.highest else { return Some(seq.into()) };
        extend(highest, seq).filter(|number| number >> 48 == 0)
    }

    /// Whether a number was not seen, and is not too old to tell.
    pub(crate) fn is_new(&self, number: u64) -> bool {
        let Some(highest) = self.highest else { return true };
        number > highest || (highest - number < BITS && self.bits[word(number)] & bit(number) == 0)
    }

    /// Takes note of a number that is authentic.
    pub(crate) fn note(&mut self, number: u64) {
        match self.highest {
            None => self.highest = Some(number),
            Some(highest) if number > highest => {
                if number - highest >= BITS {
                    self.bits = Default::default();
                } else {
                    (highest + 1..=number).for_each(|skipped| self.bits[word(skipped)] &= !bit(skipped));
                }
                self.highest = Some(number);
            }
            Some(_) => {}
        }
        self.bits[word(number)] |= bit(number);
    }
}

/// The number nearest to `near` that ends with `seq`; `None` if it would be negative.
pub(crate) fn extend(near: u64, seq: u16) -> Option<u64> {
    let ahead = seq.wrapping_sub(near as u16) as i16;
    near.checked_add_signed(ahead.into())
}

fn word(number: u64) -> usize {
    (number / 64 % (BITS / 64)) as usize
}

fn bit(number: u64) -> u64 {
    1 << (number % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_roll_over_both_ways() {
        let mut window = Window::default();
        assert_eq!(window.extend(65_530), Some(65_530));
        window.note(65_530);
        assert_eq!(window.extend(3), Some(65_539));
        window.note(65_539);
        assert_eq!(window.extend(65_531), Some(65_531));
        assert_eq!(extend(5, 65_531), None, "before the first");
    }

    proptest! {
        #[test]
        fn each_number_is_new_once(start in 0u64..1 << 20, steps in prop::collection::vec(-600i64..700, 1..400)) {
            let mut window = Window::default();
            let mut seen = BTreeSet::new();
            let mut at = start;
            for step in steps {
                at = at.saturating_add_signed(step);
                let highest = seen.last().copied().unwrap_or(at);
                let in_reach = at > highest || highest - at < BITS;
                prop_assert_eq!(window.is_new(at), in_reach && !seen.contains(&at));
                if !seen.is_empty() {
                    prop_assert_eq!(window.extend(at as u16), Some(at));
                }
                if in_reach {
                    window.note(at);
                    seen.insert(at);
                }
                prop_assert_eq!(window.highest(), seen.last().copied());
            }
        }
    }
}
