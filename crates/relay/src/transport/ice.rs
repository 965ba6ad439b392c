//! ICE-lite (RFC 8445 §2.5): answers connectivity checks and follows the client's choice of address; never checks anything itself.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use aws_lc_rs::{hmac, rand};

use super::binding::Request;
use crate::arena::Arena;

/// Letters of credentials: 64 of them, so that a random byte chooses evenly (RFC 8839 §5.4 `ice-char`).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Letters in a username fragment, which also names the connection among all of a relay (96 bits), and in a password (144 bits).
const UFRAG_LEN: usize = 16;
const PASSWORD_LEN: usize = 24;

/// After this long without a check from the address that the client chose, another one that it checks from counts: a NAT gave it a
/// new port, and not every browser chooses anew. Firefox checks every 6 seconds at most. Shorter moves by a lost check.
const MOVED_AFTER: Duration = Duration::from_secs(7);

/// The agent of one connection. Carries a password: no `Debug`.
pub(super) struct Ice {
    ufrag: String,
    password: String,
    key: Box<hmac::Key>,
    /// The client's username fragment.
    peer: String,
    /// Where the client was last seen, until it chooses.
    seen: Option<SocketAddr>,
    /// What held before a restart, until the client chooses anew.
    before: Option<SocketAddr>,
    /// What the client chose last, and when it last checked from there.
    nominated: Option<(SocketAddr, Instant)>,
}

impl Ice {
    pub(super) fn new(peer: String) -> Option<Self> {
        let (ufrag, password) = (random_letters(UFRAG_LEN)?, random_letters(PASSWORD_LEN)?);
        let key = Box::new(hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes()));
        Some(Self { ufrag, password, key, peer, seen: None, before: None, nominated: None })
    }

    /// Begins anew with other credentials (RFC 8445 §9); media goes where it went until the client has chosen again.
    /// `None` if there is no randomness: then nothing has changed.
    pub(super) fn restart(&mut self, peer: String) -> Option<()> {
        let before = self.address();
        *self = Self { before, ..Self::new(peer)? };
        Some(())
    }

    pub(super) fn credentials(&self) -> (&str, &str) {
        (&self.ufrag, &self.password)
    }

    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.nominated.map(|(address, _)| address).or(self.before).or(self.seen)
    }

    /// See [`super::Transport::check`].
    pub(super) fn check(&mut self, now: Instant, source: SocketAddr, request: &Request<'_>, out: &mut Arena) -> bool {
        if request.fragments() != Some((&self.ufrag, &self.peer)) || !request.holds(&self.key) {
            return false;
        }
        if request.role_conflict() {
            out.write(source, |out| request.refuse_role(out, &self.key));
            return true;
        }
        self.seen = Some(source);
        let stays = self
            .nominated
            .is_some_and(|(address, at)| address != source && now.saturating_duration_since(at) < MOVED_AFTER);
        if request.nominates() || (self.nominated.is_some() && !stays) {
            self.nominated = Some((source, now));
        }
        out.write(source, |out| request.succeed(out, source, &self.key));
        true
    }
}

fn random_letters(length: usize) -> Option<String> {
    let mut bytes = vec![0; length];
    rand::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 63)])).collect())
}
