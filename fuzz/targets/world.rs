//! A visit of two, made once, for the targets that need a group.

use std::collections::BTreeSet;
use std::sync::Arc;

use seal::practice::Practice;
use seal::{Crypto, Desk, DeskClaim, Error, Guest, Id, InvitationClaim, Place, Role};

/// Milliseconds that are now, for ever.
pub const NOW: u64 = 1_800_000_000_000;

/// A clinician and a patient in the group of generation 1.
pub struct World {
    /// The clinician.
    #[allow(dead_code, reason = "not every target asks for them")]
    pub desk: Desk,
    /// The patient, seat `ann`.
    pub guest: Guest,
}

impl World {
    /// Makes the practice, the invitation and the group.
    pub fn new() -> Result<Self, Error> {
        let crypto = Arc::new(Crypto::new()?);
        let practice = Practice::generate(&crypto)?;
        let (staff, visit, seat) = (Id::try_from("vos")?, Id::try_from("v1")?, Id::try_from("ann")?);
        let host = practice.add_clinician(&crypto, &staff, "Dr Vos", NOW * 2)?;
        let place = Place { visit: &visit, seat: &seat, role: Role::Patient };
        let (link, invitation) = practice.invite(&crypto, place, &host)?;

        let mut desk = Desk::new(crypto.clone(), &host.link.token, &host.link.fragment)?;
        let root_key = practice.root_key().clone();
        let (certificate, vault) = (host.certificate.clone(), host.vault);
        desk.open(DeskClaim { root_key, staff, certificate, vault }, NOW)?;
        desk.open_secret(place, invitation.sealed_secret.as_slice(), NOW)?;
        desk.enter(&visit, &Id::try_from("host")?, 1, BTreeSet::new(), NOW)?;

        let mut guest = Guest::new(crypto, &link.token, &link.fragment)?;
        let root_key = practice.root_key().clone();
        let claim =
            InvitationClaim { root_key, host: host.certificate, visit, seat: seat.clone(), role: Role::Patient };
        guest.check(claim, NOW)?;
        let key_package = guest.key_package()?;
        let (commit, welcome) = desk.admit(&seat, Role::Patient, &key_package)?;
        desk.client()?.accepted(1, commit.epoch, NOW)?;
        guest.join(1, &welcome, NOW)?;
        Ok(Self { desk, guest })
    }
}
