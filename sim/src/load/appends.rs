//! The audit log by itself: entries written one after the other, each on the disk before the next.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use audit::{Act, Addition, Entry, LogKey, Record};
use store::{Key, Store};

use super::Timing;
use crate::clock::{now, now_ms};

/// Appends `count` entries to the log of a new database in `data_dir`.
///
/// # Errors
/// The disk does not take it.
pub async fn appends(data_dir: &Path, count: usize) -> Result<Timing> {
    std::fs::create_dir_all(data_dir)?;
    let store = Store::open(data_dir, &Key::raw(&[7; 32])).await?;
    let key = LogKey::from_seed(&[7; 32])?;
    let mut took: Vec<Duration> = Vec::with_capacity(count);
    let begin = now();
    for _ in 0..count {
        let began = now();
        let entries = [Entry::by_server(now_ms(), Act::ReadAccount, Record::Practice, [1; 16])];
        store.record(&Addition { key: &key, entries: &entries }).await?;
        took.push(now().duration_since(began));
    }
    let timing = Timing::of(took, now().duration_since(begin));
    store.close().await?;
    timing
}
