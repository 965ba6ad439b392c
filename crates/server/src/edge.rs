//! The only place that reads the clock and draws randomness.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use sha2::{Digest as _, Sha256};
use visit::Time;
use visit::ids::{SessionId, Token};

/// Now, for people and for the rules.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub(crate) fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Now, for media and timers.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub(crate) fn instant() -> Instant {
    Instant::now()
}

/// 128 random bits, or nothing where the operating system has none: then no session can be had.
pub(crate) fn token() -> Option<Token> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(Token::new(bytes))
}

/// 256 random bits for a key, or nothing where the operating system has no randomness.
pub(crate) fn key() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// A generator for one exchange, seeded with 256 random bits, or nothing where the operating system has none.
pub(crate) fn generator() -> Option<ChaCha20Rng> {
    Some(ChaCha20Rng::from_seed(key()?))
}

/// The name of a new session.
pub(crate) fn session_id() -> Option<SessionId> {
    SessionId::try_from(String::from(token()?)).ok()
}

/// What is kept of a token or a session's key.
pub(crate) fn token_hash(token: &Token) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
