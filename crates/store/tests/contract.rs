//! What every database must do for the store.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
#[macro_use]
#[path = "common/databases.rs"]
mod databases;

use audit::{Act, Entry, Record};
use common::{NOW, log_key, setup, silent};
use databases::Database;
use store::{Forgotten, Store, StoredVisit};
use visit::Span;
use visit::wire::{Role, VisitState};

fn forgotten(_: &Forgotten) -> Entry {
    Entry::by_server(NOW.0, Act::Forget, Record::Practice, [1; 16])
}

async fn filled(database: &Database) -> (Store, StoredVisit) {
    let store = database.open().await;
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    let visit = store.visits().await.unwrap().remove(0);
    (store, visit)
}

async fn a_practice_comes_back_as_it_was_set_up(database: &Database) {
    let (store, visit) = filled(database).await;
    store.close().await.unwrap();
    let store = database.open().await;
    let (practice, retention) = store.practice().await.unwrap().unwrap();
    assert_eq!((practice.name.as_str(), practice.consent.version, retention), ("De Linde", 4, 30));
    assert_eq!(store.desk_links().await.unwrap()[0].vault.as_bytes(), [3; 80]);
    assert_eq!(visit.plan.capacity, 4);
    assert!(visit.sensitive);
    let seats: Vec<_> = visit.seats.iter().map(|seat| (seat.seat.as_str(), seat.role)).collect();
    assert_eq!(seats, [("host", Role::Clinician), ("ann", Role::Patient)]);
}

async fn an_empty_database_has_no_practice(database: &Database) {
    assert!(database.open().await.practice().await.unwrap().is_none());
}

async fn an_erased_visit_is_kept_as_erased_without_its_secret(database: &Database) {
    let (store, mut visit) = filled(database).await;
    visit.state = VisitState::Ended;
    visit.ended_at = Some(NOW);
    store.erase_visit(&visit, &silent()).await.unwrap();
    let erased = store.visits().await.unwrap().remove(0);
    assert_eq!(erased.state, VisitState::Erased);
    assert!(erased.seats.iter().all(|seat| seat.sealed_secret.is_none() && seat.session_hash.is_none()));
}

async fn the_sweep_forgets_visits_after_the_retention_and_not_before(database: &Database) {
    let (store, mut visit) = filled(database).await;
    visit.ended_at = Some(NOW);
    store.save_visit(&visit, &silent()).await.unwrap();
    let day = Span::minutes(24 * 60);
    assert!(store.sweep(NOW + Span(30 * day.0), 30, log_key(), forgotten).await.unwrap().is_empty());
    assert_eq!(
        store.sweep(NOW + Span(31 * day.0), 30, log_key(), forgotten).await.unwrap(),
        [Forgotten::Visit(visit.plan.visit)]
    );
    assert!(store.visits().await.unwrap().is_empty());
}

async fn a_visit_of_nobody_is_refused_and_leaves_nothing_behind(database: &Database) {
    let (store, _) = filled(database).await;
    let mut broken = setup();
    broken.practice.name = "Other".into();
    broken.visits[0].host = "stranger".try_into().unwrap();
    assert!(store.set_up(&broken, 30, &silent()).await.is_err());
    assert_eq!(store.practice().await.unwrap().unwrap().0.name, "De Linde");
}

async fn visits_are_written_all_or_none(database: &Database) {
    let (store, visit) = filled(database).await;
    let another = |name: &str, host: &str| {
        let mut another = visit.clone();
        another.plan.visit = name.try_into().unwrap();
        another.host = host.try_into().unwrap();
        another.seats.truncate(1);
        another
    };
    assert!(store.save_visits(&[another("v2", "dr"), another("v3", "stranger")], &silent()).await.is_err());
    assert_eq!(store.visits().await.unwrap(), std::slice::from_ref(&visit));
    store.save_visits(&[another("v2", "dr"), another("v0", "dr")], &silent()).await.unwrap();
    let kept = store.visits().await.unwrap();
    assert_eq!(kept, [another("v0", "dr"), visit.clone(), another("v2", "dr")], "each with its own seats");
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn only_an_address_of_postgresql_is_connected_to() {
    let refusal = store::Store::connect("sqlite:///tmp/curtain.db").await.err().unwrap();
    assert!(matches!(refusal, store::StoreError::Url), "{refusal}");
}

contract! {
    visits_are_written_all_or_none,
    a_practice_comes_back_as_it_was_set_up,
    an_empty_database_has_no_practice,
    an_erased_visit_is_kept_as_erased_without_its_secret,
    the_sweep_forgets_visits_after_the_retention_and_not_before,
    a_visit_of_nobody_is_refused_and_leaves_nothing_behind,
}
