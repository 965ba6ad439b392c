//! Datagrams: one that could come in at the relay's socket in the middle of a visit, and the others in the visit notice nothing. The first byte says from whom.
//!
//! The visit is the one of the relay's own tests. It goes on from input to input, so a find may need those before it: run the target again with the same seed.
#![no_main]

// The relay's tests look for `Relay` and `visit` in the same places.
#[path = "../../crates/relay/tests/common/mod.rs"]
mod common;
mod contained;
mod hostile;

use std::cell::RefCell;

use hostile::{Sender, Visit};
use libfuzzer_sys::fuzz_target;

thread_local!(static VISIT: RefCell<Visit> = RefCell::new(Visit::new()));

fuzz_target!(init: contained::install(), |data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let sender = match first % 6 {
        0 => Sender::Stranger,
        1 => Sender::Member,
        2 => Sender::MemberProving,
        3 => Sender::MemberElsewhere(first / 6),
        4 => Sender::MemberSpeaking,
        _ => Sender::Newcomer,
    };
    VISIT.with_borrow_mut(|visit| visit.send(sender, data));
});
