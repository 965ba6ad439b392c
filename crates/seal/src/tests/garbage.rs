//! What a broken or malicious server may send: each door answers with its error, and what is genuine still works afterwards.

use super::*;
use crate::invitation::{InvitationKeys, TaggedKeyPackage, TaggedWelcome};

/// Every way to spoil some bytes that is tried: cut anywhere, one bit wrong anywhere, something appended, nothing, noise.
fn spoilt(genuine: &[u8], step: usize) -> impl Iterator<Item = Vec<u8>> {
    let cut = (0..genuine.len()).step_by(step).map(|len| genuine[..len].to_vec());
    let wrong = (0..genuine.len()).step_by(step).map(|at| {
        let mut bytes = genuine.to_vec();
        bytes[at] ^= 1 << (at % 8);
        bytes
    });
    let noise =
        (1..32u32).map(|n| (0..n * 37).map(|i| (i.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect());
    let longer = [genuine, &[0]].concat();
    cut.chain(wrong).chain(noise).chain([longer])
}

#[test]
fn spoilt_commits_and_messages() {
    let mut world = World::of_three();
    let commit = world.client("ann").update().unwrap();
    let message = world.client("ann").seal_message(r#"{"type":"chat"}"#).unwrap();
    let bob = world.client("bob");
    for bytes in spoilt(commit.commit.as_slice(), 11) {
        assert_eq!(bob.commit(1, commit.epoch, &bytes, NOW).err(), Some(Error::BadCommit));
    }
    for bytes in spoilt(message.message.as_slice(), 3) {
        assert_eq!(bob.open_message(1, &bytes).err(), Some(Error::BadMessage));
    }
    assert_eq!(bob.open_message(1, commit.commit.as_slice()).err(), Some(Error::BadMessage));
    assert_eq!(bob.commit(1, commit.epoch, message.message.as_slice(), NOW).err(), Some(Error::BadCommit));
    assert!(bob.open_message(1, message.message.as_slice()).is_ok());
    assert_eq!(bob.open_message(1, message.message.as_slice()).err(), Some(Error::BadMessage), "once only");
    assert!(bob.commit(1, commit.epoch, commit.commit.as_slice(), NOW).is_ok());
}

/// Messages are from a member, but are not what the protocol says.
#[test]
fn messages_that_are_no_messages() {
    let mut world = World::of_three();
    for text in
        ["", "{", "[]", "{}", r#"{"type":1}"#, r#"{"type":"codeCommit"}"#, r#"{"type":"codeReveal","round":-1}"#]
    {
        let sealed = world.client("ann").group_mut().unwrap().seal_message(text.as_bytes()).unwrap();
        assert_eq!(world.client("bob").open_message(1, &sealed).err(), Some(Error::BadMessage), "{text}");
    }
    assert!(world.hears("ann", "bob"));
}

/// With proofs that hold, as an invited person could make them.
#[test]
fn spoilt_key_packages_and_welcomes() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let (crypto, visit, ann) = (world.crypto.clone(), world.visit.clone(), id("ann"));
    let (_, link, _) = &world.links[0];
    let link = Link::parse(&crypto, &link.token, &link.fragment).unwrap();
    let keys = InvitationKeys::derive(&crypto, &link.secret, &visit, &ann).unwrap();
    let key_package = world.person("ann").guest().key_package().unwrap();
    for bytes in spoilt(key_package.key_package.as_slice(), 41) {
        let tagged = keys.tag_key_package(&crypto, bytes).unwrap();
        assert_eq!(world.host().admit(&ann, Role::Patient, &tagged).err(), Some(Error::BadProof));
    }
    let (commit, welcome) = world.host().admit(&ann, Role::Patient, &key_package).unwrap();
    let creator: [u8; 32] = welcome.creator.as_slice().try_into().unwrap();
    for bytes in spoilt(welcome.welcome.as_slice(), 97) {
        let tagged = keys.tag_welcome(&crypto, bytes, &creator).unwrap();
        assert_eq!(world.person("ann").guest().join(1, &tagged, NOW).err(), Some(Error::BadGroup));
    }
    // Some of those named the KeyPackage and used it up; a fresh one leads in.
    assert_eq!(world.client("host").stale(1, commit.epoch), Ok(true));
    world.admit("ann");
    assert!(world.hears("ann", "host"));
}

#[test]
fn nothing_at_all() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let none = || Bytes(vec![]);
    let ann = id("ann");
    let tagged = TaggedKeyPackage { key_package: none(), tag: none() };
    assert_eq!(world.host().admit(&ann, Role::Patient, &tagged).err(), Some(Error::BadProof));
    let tagged = TaggedWelcome { welcome: none(), creator: none(), tag: none() };
    assert_eq!(world.person("ann").guest().join(1, &tagged, NOW).err(), Some(Error::BadProof));
    assert_eq!(world.client("ann").commit(1, 0, &[], NOW).err(), Some(Error::NoGroup));
    assert_eq!(world.client("ann").accepted(1, 0, NOW).err(), Some(Error::NoGroup));
    assert_eq!(world.client("ann").stale(1, 0), Ok(false));
    assert_eq!(world.client("host").accepted(1, 0, NOW).err(), Some(Error::Stale), "with no commit waiting");
    for bad in ["", "a b", "ä", &"x".repeat(33)] {
        assert_eq!(Id::try_from(bad).err(), Some(Error::BadArgument));
    }
}
