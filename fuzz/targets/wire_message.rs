//! Signalling: any line is a message or refused, what is read is written the same, and a visit that is told of it keeps its rules.
//!
//! The input is a conversation. Each line begins with who says it: `host`, another seat, or `server`; a word instead of a message is something that happens to that seat.
#![no_main]

mod lines;
mod watched;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde::Serialize;
use serde::de::DeserializeOwned;
use visit::ids::SeatId;
use visit::wire::{
    ContactChange, DeskInfo, EnrolmentInfo, FromClient, FromServer, InvitationInfo, LinkRequest, PracticeSetup,
};
use watched::Watched;

/// Fields that hold identifiers or tokens.
const IDS: [&str; 9] = ["visit", "seat", "session", "staff", "account", "hostSeat", "by", "from", "added"];
const TOKENS: [&str; 2] = ["token", "key"];

fuzz_target!(|conversation: &str| {
    let mut visit = Watched::new();
    for line in conversation.lines() {
        let (who, said) = line.split_once(' ').unwrap_or(("", line));
        read::<FromServer>(said);
        read::<LinkRequest>(said);
        read::<InvitationInfo>(said);
        read::<DeskInfo>(said);
        read::<EnrolmentInfo>(said);
        read::<ContactChange>(said);
        read::<PracticeSetup>(said);
        let Ok(who) = SeatId::try_from(who) else { continue };
        match read::<FromClient>(said) {
            Some(message) => visit.hear(&who, message.body),
            None => visit.notice(&who, said),
        }
    }
    visit.pass_away();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { lines::mutate(data, size, max_size, seed) });

/// Reads a message. Written and read again it is the same, and its names keep within their limits.
fn read<T: Serialize + DeserializeOwned>(text: &str) -> Option<T> {
    let message: T = serde_json::from_str(text).ok()?;
    let written = serde_json::to_string(&message).expect("a message has a JSON form");
    let again: T = serde_json::from_str(&written).expect("what was written is read");
    assert_eq!(serde_json::to_string(&again).expect("a message has a JSON form"), written);
    for field in IDS {
        for id in values(&written, field) {
            assert!((1..=32).contains(&id.len()));
            assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        }
    }
    assert!(TOKENS.iter().flat_map(|field| values(&written, field)).all(|token| token.len() == 22));
    Some(message)
}

/// What stands in a field, wherever it is in the text: a quotation mark inside of a value has a backslash before it.
fn values<'a>(json: &'a str, field: &str) -> Vec<&'a str> {
    let start = format!("\"{field}\":\"");
    json.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
