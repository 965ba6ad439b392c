//! What a server hands to who works here: vaults, claims, sealed secrets and root keys, answers to a password; and codes as people type them. The first byte says as what.
#![no_main]

use std::cell::RefCell;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use seal::{AccountClaim, Colleague, Crypto, EnrolmentClaim, Error, Founded, Holder, Id, Link, MadeColleague, RootKey};
use seal::{Bytes, Certificate, ClaimedKeys, StaffRole};

const NOW: u64 = 1_800_000_000_000;

struct World {
    crypto: Arc<Crypto>,
    founder: Holder,
    founded: Founded,
    made: MadeColleague,
}

impl World {
    fn new() -> Result<Self, Error> {
        let crypto = Arc::new(Crypto::new()?);
        let mut founder = Holder::new(crypto.clone());
        founder.offer_passkey(&[1; 20], vec![1; 32].into())?;
        founder.make_account(&id("ann"))?;
        let founded = founder.found("Ann", &[StaffRole::Administrator, StaffRole::Clinician], NOW)?;
        let made = founder.invite(&bob())?;
        Ok(Self { crypto, founder, founded, made })
    }

    fn root(&self) -> RootKey {
        RootKey::new(self.founded.root_key.as_slice()).expect("a key")
    }
}

thread_local!(static WORLD: RefCell<World> = RefCell::new(World::new().expect("a practice")));

fn id(text: &str) -> Id {
    Id::try_from(text).expect("an id")
}

fn bob() -> Colleague {
    Colleague { account: id("bob"), name: "Bob".to_owned(), roles: vec![StaffRole::Administrator] }
}

fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let bytes = |part: &[u8]| Bytes(part.to_vec());
    WORLD.with_borrow_mut(|world| {
        let refused = match first % 8 {
            // A vault: as the server's JSON, and as changed bytes of the real one.
            0 => {
                let Ok(vault) = serde_json::from_slice(data) else { return };
                open(world, vault)
            }
            1 => {
                let mut vault = world.founded.vault.clone();
                if !change(&mut vault.vault.0, data) {
                    return;
                }
                open(world, vault)
            }
            2 => {
                let (tag, rest) = data.split_at(data.len().min(32));
                let (sign_key, seal_key) = rest.split_at(rest.len().min(32));
                let keys = ClaimedKeys { sign_key: bytes(sign_key), seal_key: bytes(seal_key), tag: bytes(tag) };
                world.founder.certify(&bob(), &keys, &world.made.sealed_secret, NOW).is_err()
            }
            3 => {
                let keys = ClaimedKeys { sign_key: bytes(&[1; 32]), seal_key: bytes(&[1; 1216]), tag: bytes(&[1; 32]) };
                world.founder.certify(&bob(), &keys, data, NOW).is_err()
            }
            4 => {
                let (token, fragment) = (&world.made.link.token, &world.made.link.fragment);
                let link = Link::parse(&world.crypto, token, fragment).is_ok();
                let mut colleague = Holder::with_link(world.crypto.clone(), token, fragment).expect("the link");
                let (signature, body) = data.split_at(data.len().min(64));
                let inviter = Certificate { body: bytes(body), signature: bytes(signature) };
                let claim = EnrolmentClaim { root_key: world.root(), inviter, account: id("bob") };
                link && colleague.check(claim, NOW).is_err()
            }
            5 => Holder::new(world.crypto.clone()).offer_code(&String::from_utf8_lossy(data)).is_err() || data.len() >= 32,
            6 => {
                let mut page = Holder::new(world.crypto.clone());
                page.start_password("correct horse battery".to_owned().into()).expect("a request");
                // An answer of the right length may be one; it costs what a password costs.
                data.len() == 64 || page.finish_password(data).is_err()
            }
            // What stands behind the proofs, as someone who has an authenticator could write it.
            _ => {
                seal::fuzzing::read_vault(data);
                true
            }
        };
        assert!(refused);
    });
});

fn open(world: &World, vault: seal::account::SealedAccount) -> bool {
    let mut page = Holder::new(world.crypto.clone());
    page.offer_passkey(&[1; 20], vec![1; 32].into()).expect("an offer");
    let certificate = Some(world.founded.certificate.clone());
    let same = vault == world.founded.vault;
    let claim = AccountClaim { account: id("ann"), root_key: world.root(), certificate, vault, seen: 0 };
    page.open(claim, NOW).is_err() || same
}

/// Changes bytes at places that the input names; false if none is another than before.
fn change(bytes: &mut [u8], data: &[u8]) -> bool {
    let before = bytes.to_vec();
    for part in data.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([part[0], part[1]])) % bytes.len();
        bytes[at] ^= part[2];
    }
    before != bytes
}
