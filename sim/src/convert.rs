//! From the wire's types to those of `seal`, which knows no wire, and back. Nothing is checked here.

use anyhow::Result;
use seal::{Bytes, Id};
use visit::ids::Opaque;
use visit::wire;

/// A KeyPackage for the wire.
pub fn key_package(of: seal::TaggedKeyPackage) -> wire::TaggedKeyPackage {
    wire::TaggedKeyPackage { key_package: opaque(of.key_package), tag: opaque(of.tag) }
}

/// A Welcome from the wire.
pub fn welcome(of: &wire::TaggedWelcome) -> seal::TaggedWelcome {
    seal::TaggedWelcome { welcome: bytes(&of.welcome), creator: bytes(&of.creator), tag: bytes(&of.tag) }
}

/// A KeyPackage from the wire.
pub fn tagged(of: &wire::TaggedKeyPackage) -> seal::TaggedKeyPackage {
    seal::TaggedKeyPackage { key_package: bytes(&of.key_package), tag: bytes(&of.tag) }
}

/// A Welcome for the wire.
pub fn tagged_welcome(of: seal::TaggedWelcome) -> wire::TaggedWelcome {
    wire::TaggedWelcome { welcome: opaque(of.welcome), creator: opaque(of.creator), tag: opaque(of.tag) }
}

/// A commit for the wire.
pub fn commit(of: seal::GroupCommit) -> wire::GroupCommit {
    wire::GroupCommit { generation: of.generation, epoch: of.epoch, commit: opaque(of.commit) }
}

/// A certificate from the wire.
pub fn certificate(of: &wire::Certificate) -> seal::Certificate {
    seal::Certificate { body: bytes(&of.body), signature: bytes(&of.signature) }
}

/// A role from the wire.
pub fn role(of: wire::Role) -> seal::Role {
    match of {
        wire::Role::Clinician => seal::Role::Clinician,
        wire::Role::Patient => seal::Role::Patient,
        wire::Role::Companion => seal::Role::Companion,
    }
}

/// A kind of media from the wire.
pub fn kind(of: wire::MediaKind) -> seal::MediaKind {
    match of {
        wire::MediaKind::Microphone => seal::MediaKind::Microphone,
        wire::MediaKind::Camera => seal::MediaKind::Camera,
        wire::MediaKind::Screen => seal::MediaKind::Screen,
    }
}

/// An identifier from the wire.
///
/// # Errors
/// Never for one that was read from the wire: both sides allow the same characters.
pub fn id(of: &str) -> Result<Id> {
    Ok(Id::try_from(of)?)
}

/// Bytes for the wire.
pub fn opaque(of: Bytes) -> Opaque {
    Opaque::new(of.0)
}

fn bytes(of: &Opaque) -> Bytes {
    Bytes(of.as_bytes().to_vec())
}
