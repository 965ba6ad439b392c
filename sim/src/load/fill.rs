//! A data directory with many visits, as a large practice has them after a while: most are over. Nothing in it is anyone's.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::Result;
use audit::{Addition, LogKey};
use sha2::{Digest as _, Sha256};
use store::{Key, Store, StoredInvitation, StoredStaff, StoredVisit};
use visit::ids::{Opaque, StaffId, Token};
use visit::wire::{
    Certificate, ConsentText, NewInvitation, PracticeInfo, PracticeSetup, Role, SeatState, StaffSetup, StaffState,
    VisitState,
};
use visit::{Plan, Span, StaffRole, Time};

use crate::clock::now_ms;

/// One visit in so many is still to come; the others are over.
const TO_COME: u32 = 20;
const DAY: Span = Span::minutes(24 * 60);
/// What an invitation's secret takes, sealed under the post-quantum suite.
const SEALED_BYTES: usize = 1_200;

/// The token of a guest's link to a visit.
pub(super) fn guest(visit: u32) -> Token {
    token(1, visit)
}

/// The visits to which links still lead.
pub(super) fn to_come(visits: u32) -> impl Iterator<Item = u32> {
    (0..visits).step_by(TO_COME as usize)
}

/// The token of a colleague's link.
pub(super) fn colleague(account: u32) -> Token {
    token(2, account)
}

fn token(of: u8, number: u32) -> Token {
    let mut bytes = [of; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    Token::new(bytes)
}

fn hash(token: &Token) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Makes the directory and its key: a practice with one host, `visits` visits, and `accounts` invited colleagues.
///
/// # Errors
/// It is there, or the disk does not take it.
pub async fn fill(data_dir: &Path, visits: u32, accounts: u32) -> Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(data_dir)?;
    let key = Key::raw(&[7; 32]);
    let mut file = data_dir.as_os_str().to_owned();
    file.push(".key");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?;
    file.write_all(key.to_hexadecimal().unwrap_or_default().as_bytes())?;

    let store = Store::open(data_dir, &key).await?;
    let log_key = LogKey::from_seed(&[7; 32])?;
    let silent = Addition { key: &log_key, entries: &[] };
    let host = StaffId::try_from("host")?;
    store.set_up(&practice(&host), 30, &silent).await?;
    let now = Time(now_ms());
    let visits = (0..visits).map(|number| a_visit(number, &host, now)).collect::<Result<Vec<_>>>()?;
    store.save_visits(&visits, &silent).await?;
    for number in 0..accounts {
        store.invite(&a_colleague(number, &host, now)?, &silent).await?;
    }
    Ok(store.close().await?)
}

fn practice(host: &StaffId) -> PracticeSetup {
    let text = "We would like to see you by video. ".repeat(10);
    let certificate = Certificate { body: Opaque::new(vec![1; 1_400]), signature: Opaque::new(vec![2; 64]) };
    PracticeSetup {
        practice: PracticeInfo {
            name: "De Linde".to_owned(),
            telephone: None,
            root_key: Opaque::new(vec![1; 32]),
            consent: ConsentText { version: 1, en: text.clone(), nl: text },
        },
        staff: vec![StaffSetup {
            staff: host.clone(),
            token_hash: Opaque::new(vec![9; 32]),
            certificate,
            vault: Opaque::new(vec![3; 80]),
        }],
        visits: Vec::new(),
    }
}

fn a_visit(number: u32, host: &StaffId, now: Time) -> Result<StoredVisit> {
    let days = Span(DAY.0 * u64::from(number % 28) + DAY.0 / 2);
    let over = !number.is_multiple_of(TO_COME);
    let starts_at = if over { Time(now.0 - days.0) } else { now + days };
    let plan = Plan {
        visit: format!("visit{number}").try_into()?,
        host: "host".try_into()?,
        starts_at,
        minutes: 20,
        capacity: 3,
        marked: false,
    };
    let invitation = NewInvitation {
        seat: "guest".try_into()?,
        role: Role::Patient,
        token_hash: Opaque::new(hash(&guest(number))),
        sealed_secret: Opaque::new(vec![4; SEALED_BYTES]),
    };
    let mut visit = StoredVisit::planned(plan, host.clone(), false, &[invitation]);
    if over {
        visit.state = VisitState::Erased;
        visit.began_at = Some(starts_at);
        visit.ended_at = Some(starts_at + Span::minutes(20));
        for seat in &mut visit.seats {
            seat.state = SeatState::Left;
            seat.sealed_secret = None;
        }
    }
    Ok(visit)
}

fn a_colleague(number: u32, host: &StaffId, now: Time) -> Result<StoredStaff> {
    let invitation = StoredInvitation {
        token_hash: hash(&colleague(number)),
        inviter: host.clone(),
        sealed_secret: Opaque::new(vec![4; SEALED_BYTES]),
        expires_at: now + DAY,
    };
    Ok(StoredStaff {
        // A passkey is made for sixteen bytes.
        staff: String::from(token(3, number)).try_into()?,
        name: format!("Colleague {number}"),
        roles: vec![StaffRole::Clinician],
        state: StaffState::Invited,
        certificate: None,
        keys: None,
        invitation: Some(invitation),
    })
}
