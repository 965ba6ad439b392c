//! An audit log as whoever holds the database or a kept checkpoint could write it: it is verified or found wanting, and nothing of it stops the check.
#![no_main]

use std::sync::LazyLock;

use audit::{Check, Checkpoint, Client, LogKey, PublicKey, Row, Stored, leaf_hash};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;

static KEY: LazyLock<LogKey> = LazyLock::new(|| LogKey::from_seed(&[7; 32]).expect("a key"));

/// A line of input: a row of the log, with its hash right or wrong.
#[derive(Deserialize)]
struct Line {
    position: u64,
    at: Option<u64>,
    body: Option<String>,
    #[serde(default)]
    wrong: bool,
}

fuzz_target!(|text: &str| {
    let keys: Vec<PublicKey> = vec![KEY.public().clone()];
    let note = text.to_owned();
    assert!(Checkpoint::open(text, &keys).is_err(), "nobody can sign for the key");
    let _ = Client::from_user_agent(text);
    let stored = [Stored { size: text.len() as u64, edge: text.as_bytes().to_vec(), note: note.clone() }];
    let mut check = Check::new(&stored, &[note], &keys);
    for line in text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
        let body = line.body.map(String::into_bytes);
        let mut leaf = leaf_hash(body.as_deref().unwrap_or_default());
        leaf[0] ^= u8::from(line.wrong);
        let row = Row { position: line.position, at: line.at, leaf, body };
        let _ = (audit::json_line(&row), audit::audit_event(&row));
        check.row(&row);
    }
    let report = check.finish(text.len() as u64);
    assert!(!report.findings.is_empty(), "two notes that nobody signed");
});
