//! The spoken code: that it is the same for all, that it changes when it should, and that nobody can steer it.

use std::collections::BTreeMap;

use super::*;
use crate::code::{CodeMessage, Round, RoundContext, digits};

#[test]
fn everyone_sees_the_same_six_digits() {
    let mut world = World::new();
    assert_eq!(world.client("host").code(), SpokenCode::Alone);
    world.invite("ann", Role::Patient);
    world.invite("bob", Role::Companion);
    world.admit("ann");
    let two = world.digits("host").unwrap();
    assert!(two.len() == 6 && two.bytes().all(|digit| digit.is_ascii_digit()));
    assert_eq!(world.digits("ann").as_ref(), Some(&two));
    world.admit("bob");
    let three = world.digits("host").unwrap();
    assert_eq!((world.digits("ann"), world.digits("bob")), (Some(three.clone()), Some(three.clone())));
    let update = world.client("ann").update().unwrap();
    world.commit("ann", &update);
    assert_eq!(world.digits("bob"), Some(three), "new keys, same people, same code");
}

#[test]
fn a_round_survives_an_update_in_its_middle() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let key_package = world.person("ann").guest().key_package().unwrap();
    let (commit, welcome) = world.host().admit(&id("ann"), Role::Patient, &key_package).unwrap();
    let mut changes = world.order("host", &commit, &["ann"]);
    changes.push((id("ann"), world.person("ann").guest().join(1, &welcome, NOW).unwrap()));
    assert_eq!(world.client("ann").code(), SpokenCode::Making);
    let update = world.client("ann").update().unwrap();
    world.commit("ann", &update);
    world.pass_on(&changes);
    assert!(world.digits("ann").is_some());
    assert_eq!(world.digits("ann"), world.digits("host"));
}

#[test]
fn nothing_is_shown_while_someone_is_silent() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let key_package = world.person("ann").guest().key_package().unwrap();
    let (commit, welcome) = world.host().admit(&id("ann"), Role::Patient, &key_package).unwrap();
    world.order("host", &commit, &["ann"]);
    let joined = world.person("ann").guest().join(1, &welcome, NOW).unwrap();
    let committed = joined.send[0].as_slice();
    let opened = world.client("host").open_message(1, committed).unwrap();
    assert_eq!((opened.send.len(), opened.message.is_none()), (1, true), "the clinician reveals");
    assert_eq!(opened.code, SpokenCode::Making, "but ann, who heard nothing, does not");
    assert_eq!(world.client("ann").code(), SpokenCode::Making);
}

fn round(crypto: &Crypto, group: &str, own_leaf: u32) -> (Round, CodeMessage) {
    let authenticator = zeroize::Zeroizing::new(format!("authenticator of {group}").into_bytes());
    let context =
        RoundContext { group_id: group.as_bytes().to_vec(), round: 4, authenticator, leaves: vec![0, 1], own_leaf };
    let (round, message) = Round::start(crypto, context).unwrap();
    (round, message.unwrap())
}

fn committing(commitment: [u8; 32]) -> CodeMessage {
    CodeMessage::CodeCommit { round: 4, commitment: commitment.to_vec().into() }
}

fn revealing(nonce: [u8; 32]) -> CodeMessage {
    CodeMessage::CodeReveal { round: 4, nonce: nonce.to_vec().into() }
}

fn nonce_of(message: Option<CodeMessage>) -> [u8; 32] {
    let Some(CodeMessage::CodeReveal { nonce, .. }) = message else { panic!("nothing revealed") };
    nonce.as_slice().try_into().unwrap()
}

/// What a member who keeps the rules would commit to.
fn commitment(crypto: &Crypto, group: &str, leaf: u32, nonce: &[u8; 32]) -> [u8; 32] {
    let terms = [&4u64.to_be_bytes()[..], &leaf.to_be_bytes(), nonce].concat();
    crypto.sha256(&crate::bytes::framed("curtain/code/commit/v1", &[group.as_bytes(), &terms])).unwrap()
}

#[test]
fn a_nonce_is_revealed_only_against_every_commitment() {
    let crypto = Crypto::new().unwrap();
    let (mut ann, _) = round(&crypto, "v1/1", 1);
    let (mut host, from_host) = round(&crypto, "v1/1", 0);
    assert!(ann.receive(&crypto, 0, &CodeMessage::CodeReveal { round: 3, nonce: vec![].into() }).unwrap().is_none());
    let revealed = ann.receive(&crypto, 0, &from_host).unwrap();
    assert!(matches!(revealed, Some(CodeMessage::CodeReveal { .. })));
    assert!(ann.receive(&crypto, 0, &from_host).unwrap().is_none(), "once only");
    assert_eq!(ann.code(), &SpokenCode::Making);
    // The host has not seen ann's commitment: her nonce is worth nothing there.
    host.receive(&crypto, 1, &revealed.unwrap()).unwrap();
    assert_eq!(host.code(), &SpokenCode::Failed);
}

#[test]
fn a_swapped_nonce_or_commitment_fails_the_round_for_good() {
    let crypto = Crypto::new().unwrap();
    let honest = commitment(&crypto, "v1/1", 0, &[1; 32]);
    let lies: [&[CodeMessage]; 5] = [
        &[committing(honest), revealing([2; 32])],
        &[committing(honest), committing([9; 32])],
        &[revealing([1; 32])],
        &[CodeMessage::CodeCommit { round: 4, commitment: vec![1; 31].into() }],
        &[committing(honest), CodeMessage::CodeReveal { round: 4, nonce: vec![1; 33].into() }],
    ];
    for lie in lies {
        let (mut ann, _) = round(&crypto, "v1/1", 1);
        for message in lie {
            ann.receive(&crypto, 0, message).unwrap();
        }
        assert_eq!(ann.code(), &SpokenCode::Failed);
        for message in [committing(honest), revealing([1; 32])] {
            ann.receive(&crypto, 0, &message).unwrap();
        }
        assert_eq!(ann.code(), &SpokenCode::Failed);
    }
}

#[test]
fn a_commitment_counts_for_its_group_leaf_and_round_only() {
    let crypto = Crypto::new().unwrap();
    for copied in [commitment(&crypto, "v1/2", 0, &[1; 32]), commitment(&crypto, "v1/1", 1, &[1; 32])] {
        let (mut ann, _) = round(&crypto, "v1/1", 1);
        ann.receive(&crypto, 0, &committing(copied)).unwrap();
        ann.receive(&crypto, 0, &revealing([1; 32])).unwrap();
        assert_eq!(ann.code(), &SpokenCode::Failed);
    }
    // What comes from one's own leaf, or from nobody's, is not heard.
    let (mut ann, own) = round(&crypto, "v1/1", 1);
    assert!(ann.receive(&crypto, 1, &own).unwrap().is_none());
    assert!(ann.receive(&crypto, 7, &own).unwrap().is_none());
    assert_eq!(ann.code(), &SpokenCode::Making);
}

/// The attack of the design: a server sits in two groups, one with the clinician and one with the patient, and wants both to read the same six digits.
/// It has learnt the clinician's code and the patient's nonce, and searches for a nonce of its own that makes the codes equal.
/// It finds one (here for the last four digits, to be quick: the two others only cost a hundred times as long); without commitments it would have won.
/// It is bound to another nonce, and the patient's client says so.
#[test]
fn a_ground_code_fails() {
    let crypto = Crypto::new().unwrap();
    // With the clinician the server keeps the rules, to learn the code that she will read aloud.
    let (mut clinician, _) = round(&crypto, "v1/1", 0);
    let own = [7; 32];
    let revealed = clinician.receive(&crypto, 1, &committing(commitment(&crypto, "v1/1", 1, &own))).unwrap();
    assert!(revealed.is_some());
    clinician.receive(&crypto, 1, &revealing(own)).unwrap();
    let SpokenCode::Ready { digits: target } = clinician.code().clone() else { panic!("no code") };

    // With the patient it has to commit before her nonce comes out.
    let (mut patient, _) = round(&crypto, "v1/1 of the server", 1);
    let bound = commitment(&crypto, "v1/1 of the server", 0, &[8; 32]);
    let nonce = nonce_of(patient.receive(&crypto, 0, &committing(bound)).unwrap());

    let authenticator = b"authenticator of v1/1 of the server";
    let ground = (0u64..1_000_000)
        .map(|guess| {
            let mut own = [0; 32];
            own[..8].copy_from_slice(&guess.to_le_bytes());
            own
        })
        .find(|own| {
            let nonces = BTreeMap::from([(0, *own), (1, nonce)]);
            digits(&crypto, authenticator, &nonces).unwrap()[2..] == target[2..]
        })
        .expect("one in ten thousand is found by searching");

    patient.receive(&crypto, 0, &revealing(ground)).unwrap();
    assert_eq!(patient.code(), &SpokenCode::Failed);
}
