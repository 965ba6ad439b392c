//! What every database must do for the store.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::path::{Path, PathBuf};

use store::{Store, StoredVisit};
use visit::ids::{Opaque, StaffId};
use visit::wire::{
    Certificate, ConsentText, NewInvitation, PracticeInfo, PracticeSetup, Role, StaffSetup, VisitSetup, VisitState,
};
use visit::{Span, Time};

const MARKER: &[u8] = b"MARKER-sealed-invitation-secret-MARKER";
const NOW: Time = Time(1_800_000_000_000);

/// A directory of this test's own, gone when it is done.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn setup() -> PracticeSetup {
    let staff = StaffId::try_from("dr").unwrap();
    let invitation = NewInvitation {
        seat: "ann".try_into().unwrap(),
        role: Role::Patient,
        token_hash: Opaque::new(vec![7; 32]),
        sealed_secret: Opaque::new(MARKER.to_vec()),
    };
    PracticeSetup {
        practice: PracticeInfo {
            name: "De Linde".into(),
            telephone: Some("020 123 45 67".into()),
            root_key: Opaque::new(vec![1; 32]),
            consent: ConsentText { version: 4, en: "Yes".into(), nl: "Ja".into() },
        },
        staff: vec![StaffSetup {
            staff: staff.clone(),
            token_hash: Opaque::new(vec![9; 32]),
            certificate: Certificate { body: Opaque::new(b"{}".to_vec()), signature: Opaque::new(vec![2; 64]) },
            vault: Opaque::new(vec![3; 80]),
        }],
        visits: vec![VisitSetup {
            visit: "v1".try_into().unwrap(),
            host: staff,
            host_seat: "host".try_into().unwrap(),
            starts_at: NOW.wire(),
            minutes: 20,
            sensitive: true,
            capacity: 4,
            invitations: vec![invitation],
        }],
    }
}

async fn filled(directory: &Path) -> (Store, StoredVisit) {
    let store = Store::open(directory).await.unwrap();
    store.set_up(&setup(), 30).await.unwrap();
    let visit = store.visits().await.unwrap().remove(0);
    (store, visit)
}

fn on_disk(directory: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(directory).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

#[tokio::test]
async fn a_practice_comes_back_as_it_was_set_up() {
    let scratch = Scratch::new("setup");
    let (store, visit) = filled(&scratch.0).await;
    store.close().await.unwrap();
    let store = Store::open(&scratch.0).await.unwrap();
    let (practice, retention) = store.practice().await.unwrap().unwrap();
    assert_eq!((practice.name.as_str(), practice.consent.version, retention), ("De Linde", 4, 30));
    assert_eq!(store.desks().await.unwrap()[0].vault.as_bytes(), [3; 80]);
    assert_eq!(visit.plan.capacity, 4);
    assert!(visit.sensitive);
    let seats: Vec<_> = visit.seats.iter().map(|seat| (seat.seat.as_str(), seat.role)).collect();
    assert_eq!(seats, [("host", Role::Clinician), ("ann", Role::Patient)]);
}

#[tokio::test]
async fn an_empty_database_has_no_practice() {
    let scratch = Scratch::new("empty");
    assert!(Store::open(&scratch.0).await.unwrap().practice().await.unwrap().is_none());
}

#[tokio::test]
async fn erasing_leaves_no_sealed_secret_in_any_file() {
    let scratch = Scratch::new("erase");
    let (store, mut visit) = filled(&scratch.0).await;
    assert!(on_disk(&scratch.0, MARKER), "the marker must be there before, or this test shows nothing");
    visit.state = VisitState::Ended;
    visit.ended_at = Some(NOW);
    store.erase_visit(&visit).await.unwrap();
    assert!(!on_disk(&scratch.0, MARKER));
    assert_eq!(store.visits().await.unwrap()[0].state, VisitState::Erased);
}

#[tokio::test]
async fn the_sweep_forgets_visits_after_the_retention_and_not_before() {
    let scratch = Scratch::new("sweep");
    let (store, mut visit) = filled(&scratch.0).await;
    visit.ended_at = Some(NOW);
    store.save_visit(&visit).await.unwrap();
    let day = Span::minutes(24 * 60);
    assert!(store.sweep(NOW + Span(30 * day.0), 30).await.unwrap().is_empty());
    assert_eq!(store.sweep(NOW + Span(31 * day.0), 30).await.unwrap(), [visit.plan.visit]);
    assert!(store.visits().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_visit_of_nobody_is_refused_and_leaves_nothing_behind() {
    let scratch = Scratch::new("nobody");
    let (store, _) = filled(&scratch.0).await;
    let mut broken = setup();
    broken.practice.name = "Other".into();
    broken.visits[0].host = "stranger".try_into().unwrap();
    assert!(store.set_up(&broken, 30).await.is_err());
    assert_eq!(store.practice().await.unwrap().unwrap().0.name, "De Linde");
}
