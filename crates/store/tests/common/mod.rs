//! What the tests of the store share: a place of their own, and a practice to keep.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of this")]

use std::path::{Path, PathBuf};

use std::sync::LazyLock;

use audit::{Addition, LogKey};
use visit::Time;
use visit::ids::{Opaque, StaffId};
use visit::wire::{Certificate, ConsentText, NewInvitation, PracticeInfo, PracticeSetup, Role, StaffSetup, VisitSetup};

pub const MARKER: &[u8] = b"MARKER-sealed-invitation-secret-MARKER";
pub const NOW: Time = Time(1_800_000_000_000);

/// A directory of this test's own, gone when it is done.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Scratch {
        // Cargo names its place to tests of this kind only.
        let place = option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from);
        let path = place.join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }
}

/// The key of the audit log.
pub fn log_key() -> &'static LogKey {
    static KEY: LazyLock<LogKey> = LazyLock::new(|| LogKey::from_seed(&[6; 32]).unwrap());
    &KEY
}

/// For changes whose entries are not what a test is about.
pub fn silent() -> Addition<'static> {
    Addition { key: log_key(), entries: &[] }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn setup() -> PracticeSetup {
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

/// Every file directly in a directory that has these bytes.
pub fn files_with(directory: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let files = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let has = |path: &PathBuf| std::fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle);
    files.filter(has).collect()
}
