//! Panics, for the targets that drive the relay: what the relay contains goes on here too, everything else is a find.
//!
//! The relay runs its engine where a panic ends one connection and no other.
//! libFuzzer would stop at the first such panic, so its hook makes way for one that stops at panics of our own code only, also where the relay would contain them.
//! A panic of the engine that the relay does *not* contain still reaches libFuzzer.

use std::collections::BTreeSet;
use std::panic::{self, Location};
use std::process;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often the engine panicked, and where.
static COUNT: AtomicUsize = AtomicUsize::new(0);
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Takes libFuzzer's place as the one who is told of panics.
pub fn install() {
    // libFuzzer's own, which ends the process.
    let fatal = panic::take_hook();
    panic::set_hook(Box::new(move |info| match info.location() {
        Some(location) if belongs_to_engine(location) => note(location),
        _ => fatal(info),
    }));
}

/// Whether a panic comes out of a crate that is not ours: of those, only the engine and what it stands on run in these targets.
fn belongs_to_engine(location: &Location<'_>) -> bool {
    location.file().contains("/registry/src/")
}

/// How often the engine panicked.
#[allow(dead_code, reason = "not every target asks")]
pub fn count() -> usize {
    COUNT.load(Ordering::Relaxed)
}

/// Counts a panic of the engine, and says where it was, once for each place.
fn note(location: &Location<'_>) {
    COUNT.fetch_add(1, Ordering::Relaxed);
    let Ok(mut seen) = SEEN.lock() else { process::abort() };
    if seen.insert(location.to_string()) {
        eprintln!("the engine panicked at {location}; if the target ends here, the relay does not contain that");
    }
}
