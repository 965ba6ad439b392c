//! How fast one account may ask. Who is signed in and faster is told so, and nobody else notices; who is not signed in has no account to slow.

use std::collections::HashMap;

use visit::ids::StaffId;
use visit::{Span, Time};

/// Requests at once. A person who opens every page again and again causes some dozens.
const BURST: f64 = 120.0;
/// Requests per second, in the long run. A page that polls causes one in three seconds.
const PER_SECOND: f64 = 4.0;
/// After so long, nothing of a burst is left to remember.
const REMEMBER: Span = Span::seconds(60);

/// What each account has left.
#[derive(Default)]
pub(super) struct Pace(HashMap<StaffId, (f64, Time)>);

impl Pace {
    /// Counts a request, and says whether it is within what a person can cause.
    pub(super) fn allows(&mut self, now: Time, account: &StaffId) -> bool {
        let (left, at) = self.0.entry(account.clone()).or_insert((BURST, now));
        let passed = now.since(*at).0 as f64 / 1000.0;
        *at = now;
        *left = (*left + passed * PER_SECOND).min(BURST);
        let within = *left >= 1.0;
        if within {
            *left -= 1.0;
        }
        within
    }

    /// Forgets who asked nothing for long.
    pub(super) fn forget(&mut self, now: Time) {
        self.0.retain(|_, (_, at)| now.since(*at) < REMEMBER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_one_account_is_refused_and_others_are_not() {
        let (ann, bob) = (StaffId::try_from("ann").unwrap(), StaffId::try_from("bob").unwrap());
        let mut pace = Pace::default();
        let allowed = (0..1_000).filter(|_| pace.allows(Time(0), &ann)).count();
        assert_eq!(allowed, 120);
        assert!(pace.allows(Time(0), &bob));
        assert!(pace.allows(Time(1_000), &ann), "it comes back with time");
        pace.forget(Time(61_000));
        assert!(pace.0.is_empty());
    }
}
