//! What every database must do for the audit log: keep it with what it tells of, in order, and for as long as it has to.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
#[macro_use]
#[path = "common/databases.rs"]
mod databases;

use audit::{Act, Addition, Check, Entry, Finding, LogKey, Record, Report, Stored};
use common::{NOW, Scratch, log_key, setup};
use databases::Database;
use store::{Forgotten, Key, Store};
use visit::{Span, Time};

const DAY: Span = Span::minutes(24 * 60);

fn entry(at: Time, act: Act) -> Entry {
    Entry::by_server(at.0, act, Record::Practice, [1; 16])
}

async fn write(store: &Store, entries: &[Entry]) {
    store.record(&Addition { key: log_key(), entries }).await.unwrap();
}

async fn verify(store: &Store) -> Report {
    let checkpoints = store.audit_checkpoints().await.unwrap();
    let mut check = Check::new(&checkpoints, &[], &[log_key().public().clone()]);
    let signed = checkpoints.last().map_or(0, |last| last.size);
    store.audit_rows(0, signed, 10_000).await.unwrap().iter().for_each(|row| check.row(row));
    check.finish(store.audit_rows_unsigned().await.unwrap())
}

async fn entries_come_back_in_order_and_in_pages(database: &Database) {
    let store = database.open().await;
    assert!(store.audit_checkpoint().await.unwrap().is_none());
    let entries: Vec<Entry> = (0..25).map(|n| entry(NOW + Span(n), Act::Start)).collect();
    write(&store, &entries[..10]).await;
    write(&store, &[]).await;
    for entry in &entries[10..] {
        write(&store, std::slice::from_ref(entry)).await;
    }
    store.close().await.unwrap();
    let store = database.open().await;
    let pages = [store.audit_rows(0, 20, 7).await.unwrap(), store.audit_rows(7, 20, 100).await.unwrap()];
    let positions: Vec<u64> = pages.iter().flatten().map(|row| row.position).collect();
    assert_eq!(positions, (0..20).collect::<Vec<u64>>());
    assert_eq!(pages[1][0].body.as_deref().unwrap(), entries[7].written(7).unwrap());
    assert_eq!(verify(&store).await, Report { rows: 25, dropped: 0, checkpoints: 1, findings: Vec::new() });
    write(&store, &[entry(NOW + DAY, Act::Stop)]).await;
    let sizes: Vec<u64> = store.audit_checkpoints().await.unwrap().iter().map(|Stored { size, .. }| *size).collect();
    assert_eq!(sizes, [25, 26], "one checkpoint per day");
}

async fn a_change_and_its_entry_are_written_both_or_neither(database: &Database) {
    let store = database.open().await;
    let entries = [entry(NOW, Act::SetUp)];
    let addition = Addition { key: log_key(), entries: &entries };
    let mut broken = setup();
    broken.visits[0].host = "stranger".try_into().unwrap();
    assert!(store.set_up(&broken, 30, &addition).await.is_err());
    assert!(store.audit_checkpoint().await.unwrap().is_none(), "the entry of a change that was not made");
    store.set_up(&setup(), 30, &addition).await.unwrap();
    let mut visit = store.visits().await.unwrap().remove(0);
    // What stands beside the last checkpoint no longer fits it: the log cannot go on, so nothing else may.
    database.sql("UPDATE audit_checkpoint SET edge = (SELECT body FROM audit_entry)").await;
    visit.ended_at = Some(NOW);
    assert!(store.save_visit(&visit, &addition).await.is_err());
    assert!(store.erase_visit(&visit, &addition).await.is_err());
    let told = |_: &Forgotten| entry(NOW, Act::Forget);
    assert!(store.sweep(NOW + Span(31 * DAY.0), 0, log_key(), told).await.is_ok(), "there is nothing to forget");
    assert_eq!(store.visits().await.unwrap()[0].ended_at, None, "a change whose entry was not written");
    assert_eq!(verify(&store).await.findings, [Finding::Edge { size: 1 }]);
}

async fn contents_go_at_the_end_of_their_retention_and_the_rest_stays_verifiable(database: &Database) {
    let store = database.open().await;
    for day in 0..10 {
        write(&store, &[entry(NOW + Span(day * DAY.0), Act::Start)]).await;
    }
    let told = |before| Entry::by_server(NOW.0 + 20 * DAY.0, Act::DropContents, Record::Entries { before }, [2; 16]);
    let drop_before =
        async |day: u64| store.drop_audit_contents(NOW + Span(day * DAY.0), log_key(), told).await.unwrap();
    assert!(!drop_before(0).await, "nothing is old enough");
    assert!(!drop_before(1).await, "what is hours too old waits for the rest of its day");
    assert!(drop_before(4).await);
    assert!(!drop_before(4).await, "it was dropped before");
    let rows = store.audit_rows(0, 100, 100).await.unwrap();
    let kept: Vec<bool> = rows.iter().map(|row| row.body.is_some() && row.at.is_some()).collect();
    assert_eq!(kept, [false, false, false, false, true, true, true, true, true, true, true]);
    assert_eq!(verify(&store).await, Report { rows: 11, dropped: 4, checkpoints: 11, findings: Vec::new() });
    database.sql("UPDATE audit_entry SET body = NULL, at = NULL WHERE position = 4").await;
    assert_eq!(verify(&store).await.findings, [Finding::Emptied { first: 4, last: 4 }]);
}

async fn a_log_goes_on_under_another_key_and_that_shows(database: &Database) {
    let store = database.open().await;
    write(&store, &[entry(NOW, Act::Start)]).await;
    let another = LogKey::from_seed(&[8; 32]).unwrap();
    let entries = [entry(NOW + DAY, Act::NewKey)];
    store.record(&Addition { key: &another, entries: &entries }).await.unwrap();
    let findings = verify(&store).await.findings;
    assert!(matches!(findings[..], [Finding::Checkpoint { size: Some(2), .. }]), "{findings:?}");
}

contract! {
    entries_come_back_in_order_and_in_pages,
    a_change_and_its_entry_are_written_both_or_neither,
    contents_go_at_the_end_of_their_retention_and_the_rest_stays_verifiable,
    a_log_goes_on_under_another_key_and_that_shows,
}

#[tokio::test]
async fn the_log_is_read_while_another_process_writes() {
    let scratch = Scratch::new("audit-read");
    let key = Key::raw(&[7; 32]);
    let store = Store::open(&scratch.0, &key).await.unwrap();
    write(&store, &[entry(NOW, Act::Start)]).await;
    let reading = Store::open_to_read(&scratch.0, &key).await.unwrap();
    assert_eq!(verify(&reading).await.rows, 1);
    write(&store, &[entry(NOW, Act::Stop)]).await;
    assert_eq!(verify(&reading).await.rows, 2);
    let refused = reading.record(&Addition { key: log_key(), entries: &[entry(NOW, Act::Stop)] }).await;
    assert!(refused.is_err(), "a reader wrote");
}
