//! What every database must do for passwords, known devices, fresh proofs, and a root key that is handed on.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
#[macro_use]
#[path = "common/databases.rs"]
mod databases;

use audit::{Act, Entry, Record};
use common::{NOW, log_key, setup, silent};
use databases::Database;
use store::{
    FirstSignIn, Forgotten, Store, StoreError, StoredInvitation, StoredPasskey, StoredPassword, StoredPasswordChange,
    StoredSession, StoredStaff, StoredTotp, StoredWays, UsedPassword, UsedProof,
};
use visit::ids::{Opaque, StaffId};
use visit::wire::{Certificate, ClaimedKeys, SealedAccount, StaffState, WrappedKey};
use visit::{Span, StaffRole, Time};

const DAY: Span = Span::minutes(24 * 60);

fn id(name: &str) -> StaffId {
    StaffId::try_from(name).unwrap()
}

fn opaque(byte: u8, length: usize) -> Opaque {
    Opaque::new(vec![byte; length])
}

fn password(name: &str, user_name: &str, byte: u8) -> StoredPassword {
    let (user_name, folded_name) = (user_name.to_owned(), user_name.to_lowercase());
    StoredPassword {
        staff: id(name),
        user_name,
        folded_name,
        record: vec![byte; 192],
        totp: None,
        made_at: NOW,
        used_at: None,
    }
}

fn with_app(password: StoredPassword, step: i64) -> StoredPassword {
    StoredPassword { totp: Some(StoredTotp { secret: vec![8; 20].into(), step }), ..password }
}

fn session(name: &str, hash: u8, at: Time) -> StoredSession {
    let client = "Firefox on Linux".to_owned();
    StoredSession { hash: vec![hash; 32], staff: id(name), began_at: at, seen_at: at, proved_at: at, client }
}

fn vault(byte: u8) -> SealedAccount {
    let key = WrappedKey { authenticator: "password".to_owned(), wrapped: opaque(byte, 60) };
    SealedAccount { vault: opaque(byte, 8_000), keys: vec![key] }
}

fn first(name: &str, byte: u8, password: Option<StoredPassword>) -> FirstSignIn {
    let session = Some(session(name, byte, NOW));
    FirstSignIn { vault: vault(byte), recovery_key: opaque(byte, 32), passkey: None, password, session }
}

/// A practice whose only member, 'ilse', has the password of 'Ilse'.
async fn founded(database: &Database) -> Store {
    let store = database.open().await;
    let certificate = Certificate { body: opaque(1, 100), signature: opaque(2, 64) };
    let ilse = StoredStaff {
        staff: id("ilse"),
        name: "Ilse".to_owned(),
        roles: vec![StaffRole::Administrator],
        state: StaffState::Active,
        certificate: Some(certificate),
        keys: None,
        invitation: None,
    };
    let first = first("ilse", 1, Some(password("ilse", "Ilse", 1)));
    assert!(store.found(&setup().practice, 30, &ilse, &first, &silent()).await.unwrap());
    store
}

/// Invites and enrols 'ana'.
async fn enrolled(store: &Store, password: StoredPassword) -> Result<bool, StoreError> {
    let (token_hash, sealed_secret) = (vec![20; 32], opaque(9, 80));
    let link = StoredInvitation { token_hash, inviter: id("ilse"), sealed_secret, expires_at: NOW + Span(7 * DAY.0) };
    let ana = StoredStaff {
        staff: id("ana"),
        name: "Ana".to_owned(),
        roles: vec![StaffRole::Administrator],
        state: StaffState::Invited,
        certificate: None,
        keys: None,
        invitation: Some(link),
    };
    store.invite(&ana, &silent()).await.unwrap();
    let keys = ClaimedKeys { sign_key: opaque(3, 32), seal_key: opaque(4, 1_216), tag: opaque(5, 32) };
    store.enrol(&id("ana"), &keys, &first("ana", 2, Some(password)), &silent()).await
}

fn ways(was: u8, vault_is: u8) -> StoredWays {
    StoredWays {
        was: opaque(was, 8_000),
        vault: vault(vault_is),
        add: None,
        remove: Vec::new(),
        password: None,
        recovery_key: None,
        end: Vec::new(),
    }
}

async fn the_servers_half_is_made_once(database: &Database) {
    let store = founded(database).await;
    assert!(store.password_setup().await.unwrap().is_none());
    store.keep_password_setup(&[1; 128]).await.unwrap();
    store.keep_password_setup(&[2; 128]).await.unwrap();
    assert_eq!(store.password_setup().await.unwrap().unwrap().as_slice(), [1; 128]);
}

async fn a_user_name_is_one_accounts_only(database: &Database) {
    let store = founded(database).await;
    let found = store.password_named("ilse").await.unwrap().unwrap();
    assert_eq!((found.staff, found.user_name.as_str(), found.record), (id("ilse"), "Ilse", vec![1; 192]));
    assert!(store.password_named("Ilse").await.unwrap().is_none(), "who asks has folded it");
    let taken = enrolled(&store, password("ana", "ILSE", 2)).await;
    assert!(matches!(taken, Err(StoreError::UserNameTaken)));
    assert_eq!(store.member(&id("ana")).await.unwrap().unwrap().state, StaffState::Invited, "nothing was written");
    let set = |user_name: &str| Some(StoredPasswordChange::Set(with_app(password("ilse", user_name, 3), 7)));
    assert!(
        store.change_ways(&id("ilse"), &StoredWays { password: set("ilse"), ..ways(1, 2) }, &silent()).await.unwrap()
    );
    let found = store.password_of(&id("ilse")).await.unwrap().unwrap();
    let info = found.info();
    assert_eq!((info.user_name.as_str(), info.totp, info.used_at), ("ilse", true, None));
    assert_eq!(found.totp.unwrap().step, 7);
    assert!(
        store.change_ways(&id("ilse"), &StoredWays { password: set("other"), ..ways(2, 3) }, &silent()).await.unwrap()
    );
    assert!(store.password_named("ilse").await.unwrap().is_none(), "the old name is free");
}

async fn the_last_way_in_stays(database: &Database) {
    let store = founded(database).await;
    let remove = StoredWays { password: Some(StoredPasswordChange::Remove), ..ways(1, 2) };
    assert!(!store.change_ways(&id("ilse"), &remove, &silent()).await.unwrap());
    assert!(store.password_of(&id("ilse")).await.unwrap().is_some(), "nothing was written");
    let passkey = StoredPasskey {
        credential_id: vec![1; 32],
        staff: id("ilse"),
        name: "A telephone".to_owned(),
        verifier: "{}".to_owned(),
        made_at: NOW,
    };
    let exchange = StoredWays { add: Some(passkey), ..remove.clone() };
    assert!(store.change_ways(&id("ilse"), &exchange, &silent()).await.unwrap());
    assert!(store.password_of(&id("ilse")).await.unwrap().is_none());
    let again = StoredWays { was: opaque(2, 8_000), ..remove };
    assert!(!store.change_ways(&id("ilse"), &again, &silent()).await.unwrap(), "there is none to remove");
    let without = StoredWays { remove: vec![vec![1; 32]], ..ways(2, 3) };
    assert!(!store.change_ways(&id("ilse"), &without, &silent()).await.unwrap());
}

async fn a_password_signs_in_as_it_is_now_and_a_code_once(database: &Database) {
    let store = founded(database).await;
    let ilse = id("ilse");
    let sign_in = async |byte: u8, step: Option<i64>, hash: u8| {
        let record = [byte; 192];
        let used = UsedPassword { staff: &ilse, record: &record, step };
        store.sign_in_with_password(&used, &session("ilse", hash, NOW), &[7; 32], &silent()).await.unwrap()
    };
    assert!(sign_in(1, None, 10).await);
    assert!(!sign_in(2, None, 11).await, "another record");
    assert!(!sign_in(1, Some(1), 11).await, "a code where none is asked for proves that the password was another");
    assert!(store.session(&[11; 32]).await.unwrap().is_none(), "nothing was written");
    assert_eq!(store.password_of(&ilse).await.unwrap().unwrap().used_at, Some(NOW));
    let set = StoredPasswordChange::Set(with_app(password("ilse", "ilse", 3), 7));
    assert!(store.change_ways(&ilse, &StoredWays { password: Some(set), ..ways(1, 2) }, &silent()).await.unwrap());
    assert!(!sign_in(3, None, 12).await, "without a code");
    assert!(!sign_in(3, Some(7), 12).await, "the code it was set up with");
    assert!(sign_in(3, Some(9), 12).await);
    assert!(!sign_in(3, Some(9), 13).await && !sign_in(3, Some(8), 13).await, "the same, and an earlier one");
    assert!(sign_in(3, Some(10), 13).await);
}

async fn devices_are_known_to_their_account_until_they_rest_for_ninety_days(database: &Database) {
    let store = founded(database).await;
    enrolled(&store, password("ana", "ana", 2)).await.unwrap();
    let sign_in = async |name: &str, byte: u8, hash: u8, device: u8, at: Time| {
        let (staff, record) = (id(name), [byte; 192]);
        let used = UsedPassword { staff: &staff, record: &record, step: None };
        store.sign_in_with_password(&used, &session(name, hash, at), &[device; 32], &silent()).await.unwrap()
    };
    assert!(store.known_on(&[7; 32]).await.unwrap().is_empty());
    for (name, byte, hash, device, day) in
        [("ilse", 1, 10, 7, 0), ("ana", 2, 11, 7, 0), ("ilse", 1, 12, 8, 0), ("ilse", 1, 13, 7, 60)]
    {
        assert!(sign_in(name, byte, hash, device, NOW + Span(day * DAY.0)).await);
    }
    assert_eq!(store.known_on(&[7; 32]).await.unwrap(), [id("ana"), id("ilse")]);
    let told = |_: &Forgotten| Entry::by_server(NOW.0, Act::Forget, Record::Practice, [1; 16]);
    let sweep = async |days: u64| store.sweep(NOW + Span(days * DAY.0), 30, log_key(), told).await.unwrap();
    assert!(sweep(90).await.is_empty());
    assert_eq!(store.known_on(&[8; 32]).await.unwrap(), [id("ilse")]);
    assert!(sweep(91).await.is_empty(), "the log says nothing of it");
    assert_eq!(store.known_on(&[7; 32]).await.unwrap(), [id("ilse")]);
    assert!(store.known_on(&[8; 32]).await.unwrap().is_empty());
    let set = StoredPasswordChange::Set(password("ilse", "ilse", 3));
    let ways = StoredWays { password: Some(set), ..ways(1, 2) };
    assert!(store.change_ways(&id("ilse"), &ways, &silent()).await.unwrap());
    assert!(store.known_on(&[7; 32]).await.unwrap().is_empty(), "they go with the password");
}

async fn a_proof_is_of_ones_own_session_by_ones_own_means(database: &Database) {
    let store = founded(database).await;
    enrolled(&store, password("ana", "ana", 2)).await.unwrap();
    let proved_at = async |hash: u8| store.session(&[hash; 32]).await.unwrap().unwrap().0.proved_at;
    let (ilse, ana, later) = (id("ilse"), id("ana"), NOW + DAY);
    let prove =
        async |session: u8, proof: UsedProof<'_>| store.prove(&[session; 32], &proof, later, &silent()).await.unwrap();
    let by_password = |staff, record| UsedProof::Password(UsedPassword { staff, record, step: None });
    let (of_ilse, of_ana) = (opaque(1, 32), opaque(2, 32));
    let code = |staff, key| UsedProof::Code { staff, key };
    assert!(!prove(1, by_password(&ana, &[2; 192])).await, "somebody else's session");
    assert!(!prove(1, by_password(&ilse, &[2; 192])).await, "somebody else's password");
    assert!(!prove(1, code(&ilse, &of_ana)).await, "somebody else's code");
    assert!(!prove(9, code(&ilse, &of_ilse)).await, "no session");
    assert_eq!((proved_at(1).await, store.password_of(&ana).await.unwrap().unwrap().used_at), (NOW, None));
    assert!(prove(1, by_password(&ilse, &[1; 192])).await);
    assert!(prove(2, code(&ana, &of_ana)).await);
    assert_eq!((proved_at(1).await, proved_at(2).await), (later, later));
}

async fn a_root_key_is_handed_on_with_the_certificate_and_goes_with_the_access(database: &Database) {
    let store = founded(database).await;
    enrolled(&store, password("ana", "ana", 2)).await.unwrap();
    let certificate = Certificate { body: opaque(1, 100), signature: opaque(2, 64) };
    let root = opaque(6, 1_200);
    assert_eq!(store.sealed_root(&id("ana")).await.unwrap(), None);
    assert!(store.certify(&id("ana"), &certificate, Some(&root), &silent()).await.unwrap());
    assert_eq!(store.sealed_root(&id("ana")).await.unwrap(), Some(root));
    assert_eq!(store.sealed_root(&id("ilse")).await.unwrap(), None);
    assert!(store.end_access(&[id("ana")], NOW, &silent()).await.unwrap());
    assert_eq!(store.sealed_root(&id("ana")).await.unwrap(), None);
    assert!(store.password_of(&id("ana")).await.unwrap().is_none(), "the password as well");
}

contract! {
    the_servers_half_is_made_once,
    a_user_name_is_one_accounts_only,
    the_last_way_in_stays,
    a_password_signs_in_as_it_is_now_and_a_code_once,
    devices_are_known_to_their_account_until_they_rest_for_ninety_days,
    a_proof_is_of_ones_own_session_by_ones_own_means,
    a_root_key_is_handed_on_with_the_certificate_and_goes_with_the_access,
}
