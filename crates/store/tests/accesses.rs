//! What every database must do for openings of marked visits.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use audit::{Act, Addition, Client, Entry, Party, Record, Role};
use common::{NOW, Scratch, log_key, setup, silent};
use store::{Forgotten, Key, Store, StoredAccess};
use visit::wire::AccessReason;
use visit::{Span, StaffRole, Time};

async fn opened(scratch: &Scratch) -> Store {
    Store::open(&scratch.0, &Key::raw(&[7; 32])).await.unwrap()
}

async fn filled(scratch: &Scratch) -> Store {
    let store = opened(scratch).await;
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    store
}

fn access(id: &str, at: Time, reason: AccessReason) -> StoredAccess {
    let (visit, staff) = ("v1".try_into().unwrap(), "dr".try_into().unwrap());
    StoredAccess { id: id.to_owned(), visit, staff, role: StaffRole::Clinician, reason, at }
}

fn entry() -> Entry {
    let (who, record) = (Party::Staff("dr".try_into().unwrap()), Record::Visit("v1".try_into().unwrap()));
    Entry::new(NOW.0, who, Role::Clinician, Act::OpenMarked, record, Client::server(), [1; 16])
}

async fn entries(store: &Store) -> usize {
    store.audit_rows(0, 1_000, 1_000).await.unwrap().len()
}

#[tokio::test]
async fn a_mark_stays_with_its_visit() {
    let scratch = Scratch::new("mark");
    let store = filled(&scratch).await;
    let mut visit = store.visits().await.unwrap().remove(0);
    assert!(!visit.plan.marked);
    visit.plan.marked = true;
    store.save_visit(&visit, &silent()).await.unwrap();
    store.close().await.unwrap();
    let store = opened(&scratch).await;
    let mut visit = store.visits().await.unwrap().remove(0);
    assert!(visit.plan.marked);
    visit.plan.marked = false;
    store.save_visit(&visit, &silent()).await.unwrap();
    assert!(!store.visits().await.unwrap()[0].plan.marked);
}

#[tokio::test]
async fn an_opening_comes_back_with_the_name_of_who_opened_and_is_seen_up_to_a_moment() {
    let scratch = Scratch::new("access");
    let store = filled(&scratch).await;
    for (at, reason) in (0..).zip(AccessReason::ALL) {
        store.add_access(&access(&format!("a{at}"), NOW + Span(at), reason), &silent()).await.unwrap();
    }
    let reasons: Vec<_> = store.accesses().await.unwrap().into_iter().map(|one| one.access.reason).collect();
    assert_eq!(reasons, AccessReason::ALL.into_iter().rev().collect::<Vec<_>>(), "the latest first");
    store.see_accesses(NOW + Span(1), NOW + Span(9), &silent()).await.unwrap();
    let known = store.accesses().await.unwrap();
    let seen: Vec<_> = known.iter().map(|one| (one.access.id.as_str(), one.seen)).collect();
    assert_eq!(seen, [("a3", false), ("a2", false), ("a1", true), ("a0", true)]);
    assert_eq!(known[3].access, access("a0", NOW, AccessReason::Treatment));
    assert_eq!(known[3].name, store.staff().await.unwrap()[0].name);
}

#[tokio::test]
async fn an_opening_and_its_entry_are_written_together_or_not_at_all() {
    let scratch = Scratch::new("access-entry");
    let store = filled(&scratch).await;
    let entries_of = [entry()];
    let told = Addition { key: log_key(), entries: &entries_of };
    let first = access("a0", NOW, AccessReason::Emergency);
    store.add_access(&first, &told).await.unwrap();
    assert_eq!((store.accesses().await.unwrap().len(), entries(&store).await), (1, 1));
    assert!(store.add_access(&first, &told).await.is_err(), "the identifier is there");
    let stranger = StoredAccess { visit: "v9".try_into().unwrap(), ..access("a1", NOW, AccessReason::Emergency) };
    assert!(store.add_access(&stranger, &told).await.is_err(), "no such visit");
    assert_eq!((store.accesses().await.unwrap().len(), entries(&store).await), (1, 1), "nothing of either");
    store.see_accesses(NOW, NOW, &told).await.unwrap();
    assert_eq!(entries(&store).await, 2);
}

#[tokio::test]
async fn openings_are_forgotten_with_their_visit() {
    let scratch = Scratch::new("access-sweep");
    let store = filled(&scratch).await;
    store.add_access(&access("a0", NOW, AccessReason::Treatment), &silent()).await.unwrap();
    let told = |_: &Forgotten| Entry::by_server(NOW.0, Act::Forget, Record::Practice, [1; 16]);
    let day = Span::minutes(24 * 60);
    let mut visit = store.visits().await.unwrap().remove(0);
    // Longer ago than the retention, of a visit that is still to come: whom it concerns may still want to know.
    assert!(store.sweep(NOW + Span(40 * day.0), 30, log_key(), told).await.unwrap().is_empty());
    assert_eq!(store.accesses().await.unwrap().len(), 1);
    visit.ended_at = Some(NOW + Span(40 * day.0));
    store.save_visit(&visit, &silent()).await.unwrap();
    let forgotten = store.sweep(NOW + Span(71 * day.0), 30, log_key(), told).await.unwrap();
    assert_eq!(forgotten, [Forgotten::Visit(visit.plan.visit)]);
    assert!(store.accesses().await.unwrap().is_empty());
}
