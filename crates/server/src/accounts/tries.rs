//! How often one may try to get in: token buckets in memory, of accounts' names, known devices and networks. Nothing here is logged or stored.
//!
//! A client finds out by itself whether a password is right, so each beginning counts as a try, and success gives it back.

use std::collections::HashMap;
use std::hash::Hash;

use sha2::{Digest as _, Sha256};
use visit::ids::StaffId;
use visit::{Span, Time};

use super::network::Network;

/// How many tries there are.
struct Rate {
    /// At once.
    burst: f64,
    /// Time after which one more is given, at first; it doubles with each `burst` of tries that failed …
    one_more_in: Span,
    /// … up to this.
    at_most: Span,
    /// Time after which one that failed is forgotten.
    forgotten_in: Span,
}

/// Of one account. In the long run about one an hour: 24 a day against passwords that take more than 10⁸ guesses.
/// Lower keeps people waiting who forgot which password it was; higher gives more guesses.
const ACCOUNT: Rate =
    Rate { burst: 10.0, one_more_in: Span::minutes(1), at_most: Span::minutes(60), forgotten_in: Span::minutes(60) };

/// Of one network. Lower keeps a large practice waiting, whose pages all come from one address; higher lets one network guess at more accounts.
const NETWORK: Rate =
    Rate { burst: 100.0, one_more_in: Span::seconds(2), at_most: Span::seconds(2), forgotten_in: Span::seconds(2) };

/// Most that is remembered of one kind. Lower lets a flood of names push out the one that is guessed at; higher costs some hundred bytes each.
const MOST: usize = 10_000;

/// At which account a try is made, and from where.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum At {
    /// At whoever has this user name, from anywhere.
    Name([u8; 32]),
    /// At an account, from a device of its owner.
    Device([u8; 32]),
    /// At one's own, by setting passwords: the answers to that help to guess at the old one.
    Own([u8; 32]),
}

impl At {
    pub(super) fn name(folded_name: &str) -> At {
        At::Name(Sha256::digest(folded_name).into())
    }

    pub(super) fn device(device: &[u8], account: &StaffId) -> At {
        At::Device(Sha256::new().chain_update(device).chain_update(account.as_str()).finalize().into())
    }

    pub(super) fn own(account: &StaffId) -> At {
        At::Own(Sha256::digest(account.as_str()).into())
    }
}

/// One try: what it counts against.
#[derive(Clone, Copy, Default)]
pub(super) struct Try {
    pub(super) at: Option<At>,
    pub(super) network: Option<Network>,
}

struct Bucket {
    left: f64,
    failed: f64,
    at: Time,
}

impl Bucket {
    fn settle(&mut self, now: Time, rate: &Rate) {
        let passed = now.since(self.at).0 as f64;
        self.at = now;
        let one_more_in = rate.one_more_in.0 as f64 * (self.failed / rate.burst).exp2();
        self.left = (self.left + passed / one_more_in.min(rate.at_most.0 as f64)).min(rate.burst);
        self.failed = (self.failed - passed / rate.forgotten_in.0 as f64).max(0.0);
    }
}

struct Buckets<K> {
    rate: Rate,
    known: HashMap<K, Bucket>,
}

impl<K: Hash + Eq + Copy> Buckets<K> {
    fn settled(&mut self, now: Time, key: K) -> &mut Bucket {
        if self.known.len() >= MOST && !self.known.contains_key(&key) {
            self.forget(now);
            // Whoever is guessed at most stays longest.
            let least = self.known.iter().min_by(|(_, one), (_, other)| one.failed.total_cmp(&other.failed));
            if let Some(least) = least.map(|(key, _)| *key).filter(|_| self.known.len() >= MOST) {
                self.known.remove(&least);
            }
        }
        let new = Bucket { left: self.rate.burst, failed: 0.0, at: now };
        let bucket = self.known.entry(key).or_insert(new);
        bucket.settle(now, &self.rate);
        bucket
    }

    fn has(&mut self, now: Time, key: Option<K>) -> bool {
        key.is_none_or(|key| self.settled(now, key).left >= 1.0)
    }

    /// A try that failed, or has not succeeded yet. It may be owed.
    fn spend(&mut self, now: Time, key: Option<K>) {
        if let Some(key) = key {
            let burst = self.rate.burst;
            let bucket = self.settled(now, key);
            bucket.left = (bucket.left - 1.0).max(-burst);
            bucket.failed += 1.0;
        }
    }

    fn give_back(&mut self, now: Time, key: Option<K>) {
        if let Some(key) = key {
            let burst = self.rate.burst;
            let bucket = self.settled(now, key);
            bucket.left = (bucket.left + 1.0).min(burst);
            bucket.failed = (bucket.failed - 1.0).max(0.0);
        }
    }

    fn forget(&mut self, now: Time) {
        let rate = &self.rate;
        self.known.retain(|_, bucket| {
            bucket.settle(now, rate);
            bucket.left < rate.burst || bucket.failed > 0.0
        });
    }
}

/// What everyone has left.
pub(super) struct Tries {
    accounts: Buckets<At>,
    networks: Buckets<Network>,
}

impl Tries {
    pub(super) fn new() -> Tries {
        let (accounts, networks) = (HashMap::new(), HashMap::new());
        Tries {
            accounts: Buckets { rate: ACCOUNT, known: accounts },
            networks: Buckets { rate: NETWORK, known: networks },
        }
    }

    /// Counts a try, unless there is none left.
    pub(super) fn begin(&mut self, now: Time, one: Try) -> bool {
        let left = self.accounts.has(now, one.at) && self.networks.has(now, one.network);
        if left {
            self.fail(now, one);
        }
        left
    }

    /// Counts a try that failed, such as a wrong code after the right password.
    pub(super) fn fail(&mut self, now: Time, one: Try) {
        self.accounts.spend(now, one.at);
        self.networks.spend(now, one.network);
    }

    /// Gives one back that succeeded.
    pub(super) fn give_back(&mut self, now: Time, one: Try) {
        self.accounts.give_back(now, one.at);
        self.networks.give_back(now, one.network);
    }

    /// Forgets who has all their tries.
    pub(super) fn forget(&mut self, now: Time) {
        self.accounts.forget(now);
        self.networks.forget(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 60 * 60 * 1000;

    fn at(name: &str) -> Try {
        Try { at: Some(At::name(name)), network: None }
    }

    fn allowed(tries: &mut Tries, now: u64, one: Try, wanted: usize) -> usize {
        (0..wanted).filter(|_| tries.begin(Time(now), one)).count()
    }

    #[test]
    fn ten_tries_at_one_account_then_fewer_and_fewer() {
        let mut tries = Tries::new();
        assert_eq!(allowed(&mut tries, 0, at("ann"), 50), 10);
        assert_eq!(allowed(&mut tries, 0, at("bob"), 1), 1, "another account has its own");
        assert_eq!(allowed(&mut tries, HOUR / 60, at("ann"), 50), 0, "twice the time after ten that failed");
        assert_eq!(allowed(&mut tries, HOUR / 30, at("ann"), 50), 1);
        // Whoever takes every chance for a month gets little more than one an hour.
        let month =
            (1..30 * 24 * 60).map(|minute| allowed(&mut tries, minute * HOUR / 60, at("ann"), 3)).sum::<usize>();
        assert!((500..1_000).contains(&month), "{month}");
    }

    #[test]
    fn success_gives_a_try_back_and_debts_are_bounded() {
        let mut tries = Tries::new();
        for _ in 0..1_000 {
            assert!(tries.begin(Time(0), at("ann")));
            tries.give_back(Time(0), at("ann"));
        }
        for _ in 0..1_000 {
            tries.fail(Time(0), at("ann"));
        }
        assert!(!tries.begin(Time(10 * HOUR), at("ann")));
        assert!(tries.begin(Time(12 * HOUR), at("ann")), "nobody is locked out for ever");
        tries.forget(Time(2_000 * HOUR));
        assert!(tries.accounts.known.is_empty());
    }

    #[test]
    fn a_device_of_its_owner_and_a_network_have_tries_of_their_own() {
        let ann = "ann".try_into().unwrap();
        let network = Network::of("198.51.100.7".parse().unwrap());
        let from = |address: &str| Try { at: None, network: Some(Network::of(address.parse().unwrap())) };
        let mut tries = Tries::new();
        assert_eq!(allowed(&mut tries, 0, at("ann"), 50), 10);
        let device = Try { at: Some(At::device(&[1; 32], &ann)), network: None };
        assert!(tries.begin(Time(0), device));
        assert_eq!(allowed(&mut tries, 0, Try { at: None, network: Some(network) }, 500), 100);
        assert_eq!(allowed(&mut tries, 0, from("198.51.100.200"), 5), 0, "its neighbours are the same network");
        assert_eq!(allowed(&mut tries, 0, from("198.51.101.7"), 5), 5);
        assert_eq!(allowed(&mut tries, 20_000, from("198.51.100.7"), 50), 10);
        let both = Try { network: Some(Network::of("203.0.113.1".parse().unwrap())), ..at("ann") };
        assert!(!tries.begin(Time(0), both), "either is enough to refuse");
        assert_eq!(allowed(&mut tries, 0, from("203.0.113.1"), 500), 100, "and costs the other nothing");
    }

    #[test]
    fn a_flood_of_names_does_not_push_out_the_one_that_is_guessed_at() {
        let mut tries = Tries::new();
        assert_eq!(allowed(&mut tries, 0, at("ann"), 50), 10);
        for name in 0..=MOST {
            tries.begin(Time(0), at(&name.to_string()));
        }
        assert_eq!(tries.accounts.known.len(), MOST);
        assert_eq!(allowed(&mut tries, 0, at("ann"), 1), 0);
    }
}
