//! Who may use TURN: credentials that are good for one seat of one visit, for a while, and that no table remembers.
//!
//! Their form is that of draft-uberti-behave-turn-rest-00: the user name says until when it is good and whose it is, and the
//! password is an HMAC of it under a key that only the relay has.

use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::packet::stun::long_term_key;
use visit::ids::{SeatId, VisitId};

/// What the user name and password are for (RFC 8489 §14.9).
pub(crate) const REALM: &str = "curtain";

/// Length of a [`Person`], in bytes. Less lets two people be taken for one.
const PERSON: usize = 12;

/// What a client needs to use TURN. No `Debug`: the password is one.
pub struct Credentials {
    /// Seconds of Unix time until which they are good, a colon, and whose they are, in letters without meaning.
    pub username: String,
    /// The password.
    pub password: String,
}

/// Someone's place in a visit, as user names tell it: nobody without the relay's key can say whose it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Person([u8; PERSON]);

/// Makes credentials, and checks them. Whoever has the same key and start makes and believes the same.
#[derive(Clone)]
pub struct Issuer {
    passwords: hmac::Key,
    people: hmac::Key,
    nonces: hmac::Key,
    start: Instant,
    start_unix: u64,
}

impl Issuer {
    /// From a random key, made anew at each start: what was issued before is then no good any more.
    /// `unix` is the time `now` in seconds since 1970; later the clock may jump as it likes.
    pub fn new(key: &[u8; 32], now: Instant, unix: u64) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, key);
        let derive = |label: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&root, label).as_ref());
        Self {
            passwords: derive(b"curtain/turn/password"),
            people: derive(b"curtain/turn/person"),
            nonces: derive(b"curtain/turn/nonce"),
            start: now,
            start_unix: unix,
        }
    }

    /// Credentials for someone in a visit. They open a way to the relay, and no more: who may speak there is decided at its door.
    ///
    /// `valid` is how long an allocation can be made with them; what was made stays as long as its stream and its refreshes.
    pub fn issue(&self, now: Instant, visit: &VisitId, seat: &SeatId, valid: Duration) -> Credentials {
        let Person(person) = self.person(visit, seat);
        let expiry = self.unix(now).saturating_add(valid.as_secs());
        let username = format!("{expiry}:{}", URL_SAFE_NO_PAD.encode(person));
        let password = self.password(&username);
        Credentials { username, password }
    }

    /// Whose credentials a seat of a visit has.
    pub fn person(&self, visit: &VisitId, seat: &SeatId) -> Person {
        // No identifier has a zero byte.
        let mut context = hmac::Context::with_key(&self.people);
        context.update(visit.as_str().as_bytes());
        context.update(&[0]);
        context.update(seat.as_str().as_bytes());
        let mut person = [0; PERSON];
        person.copy_from_slice(&context.sign().as_ref()[..PERSON]);
        Person(person)
    }

    /// Whose a user name is, and what proves it; `None` if it is made up or too old. Only who knows the key's password
    /// has shown anything.
    pub(crate) fn check(&self, now: Instant, username: &str) -> Option<(Person, hmac::Key)> {
        let (expiry, person) = username.split_once(':')?;
        let expiry: u64 = expiry.parse().ok()?;
        let person = URL_SAFE_NO_PAD.decode(person).ok()?.try_into().ok()?;
        let fresh = self.unix(now) < expiry;
        fresh.then(|| (Person(person), long_term_key(username, REALM, &self.password(username))))
    }

    /// A nonce (RFC 8489 §9.2) that was not there before: the three numbers are never all the same again.
    pub(crate) fn nonce(&self, lane: u8, stream: u64, count: u64) -> Nonce {
        let mut context = hmac::Context::with_key(&self.nonces);
        context.update(&[lane]);
        context.update(&stream.to_be_bytes());
        context.update(&count.to_be_bytes());
        let tag = context.sign();
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let byte = |at: usize| tag.as_ref()[at / 2];
        std::array::from_fn(|at| DIGITS[usize::from(if at % 2 == 0 { byte(at) >> 4 } else { byte(at) & 15 })])
    }

    fn password(&self, username: &str) -> String {
        STANDARD.encode(hmac::sign(&self.passwords, username.as_bytes()))
    }

    fn unix(&self, now: Instant) -> u64 {
        self.start_unix.saturating_add(now.saturating_duration_since(self.start).as_secs())
    }
}

/// Hexadecimal digits.
pub(crate) type Nonce = [u8; 32];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_time::start;

    fn names() -> (VisitId, SeatId) {
        (VisitId::try_from("v").unwrap(), SeatId::try_from("s").unwrap())
    }

    #[test]
    fn credentials_are_good_until_they_are_not() {
        let now = start();
        let issuer = Issuer::new(&[7; 32], now, 1_800_000_000);
        let (visit, seat) = names();
        let credentials = issuer.issue(now, &visit, &seat, Duration::from_secs(60));
        assert!(credentials.username.starts_with("1800000060:"));
        assert_eq!(credentials.password.len(), 44);
        let later = |seconds| now + Duration::from_secs(seconds);
        let (person, _) = issuer.check(later(59), &credentials.username).unwrap();
        assert!(person == issuer.person(&visit, &seat));
        assert!(issuer.check(later(60), &credentials.username).is_none());
    }

    #[test]
    fn people_and_starts_differ() {
        let now = start();
        let issuer = Issuer::new(&[7; 32], now, 0);
        let (visit, seat) = names();
        let (other_visit, other_seat) = (VisitId::try_from("w").unwrap(), SeatId::try_from("t").unwrap());
        let person = issuer.person(&visit, &seat);
        for other in [issuer.person(&other_visit, &seat), issuer.person(&visit, &other_seat)] {
            assert!(other != person);
        }
        assert!(Issuer::new(&[8; 32], now, 0).person(&visit, &seat) != person);
        let nonces = [(0, 1, 2), (0, 2, 1), (1, 1, 2)].map(|(lane, stream, count)| issuer.nonce(lane, stream, count));
        assert!(nonces[0] != nonces[1] && nonces[0] != nonces[2] && nonces[1] != nonces[2]);
    }

    #[test]
    fn made_up_user_names_are_none() {
        let issuer = Issuer::new(&[7; 32], start(), 0);
        let good = issuer.issue(start(), &names().0, &names().1, Duration::from_secs(60)).username;
        let (_, person) = good.split_once(':').unwrap();
        for made_up in ["", ":", "60", "60:", "60:AAAA", &format!("-1:{person}"), &format!("x:{person}"), person] {
            assert!(issuer.check(start(), made_up).is_none(), "{made_up}");
        }
        // The form is right, and the password is another's.
        let changed = format!("61:{person}");
        assert!(issuer.check(start(), &changed).is_some());
        assert_ne!(issuer.password(&changed), issuer.password(&good));
    }
}
