//! A server that lies about links, certificates and secrets, and people who were removed. What breaks the rules of the group is tested beside them, in `group::attacks`.

use super::*;
use crate::StaffRole;
use crate::crypto::SigningKey;
use crate::link::LinkSecret;
use crate::secret::{Inviter, RootWord, seal_secret};

#[test]
fn a_practice_other_than_the_links_is_found_out() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let (_, link, _) = &world.links[0];
    let evil = Practice::generate(&world.crypto).unwrap();
    let forged = evil.add_clinician(&world.crypto, &id("vos"), "Dr Vos", NOW + 1).unwrap();
    let check = |claim| Guest::new(world.crypto.clone(), &link.token, &link.fragment).unwrap().check(claim, NOW).err();
    let claim = || world.claim(&id("ann"), Role::Patient);
    assert_eq!(check(claim()), None);
    let elsewhere = InvitationClaim { root_key: evil.root_key().clone(), host: forged.certificate.clone(), ..claim() };
    assert_eq!(check(elsewhere), Some(Error::PracticeMismatch));
    assert_eq!(check(InvitationClaim { host: forged.certificate, ..claim() }), Some(Error::BadCertificate));
    assert_eq!(check(InvitationClaim { role: Role::Clinician, ..claim() }), Some(Error::BadArgument));
}

#[test]
fn nothing_works_before_the_check() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let (_, link, _) = &world.links[0];
    let mut guest = Guest::new(world.crypto.clone(), &link.token, &link.fragment).unwrap();
    assert_eq!(guest.key_package().err(), Some(Error::NotAllowed));
    assert_eq!(guest.open_note(b"").err(), Some(Error::NotAllowed));
    assert!(guest.client().is_err());
    let link = &world.staff.link;
    let mut desk = Desk::new(world.crypto.clone(), &link.token, &link.fragment).unwrap();
    assert_eq!(desk.invite(&id("v1"), Role::Patient).err(), Some(Error::NotAllowed));
    assert_eq!(desk.enter(&id("v1"), &id("host"), 1, BTreeSet::new(), NOW).err(), Some(Error::NotAllowed));
}

#[test]
fn a_desk_opens_with_its_own_things_only() {
    let world = World::new();
    let colleague = world.practice.add_clinician(&world.crypto, &id("jansen"), "Jansen", NOW + 1).unwrap();
    let open = |certificate: &Certificate, staff: &str, vault: &[u8]| {
        let link = &world.staff.link;
        let claim = DeskClaim {
            root_key: world.practice.root_key().clone(),
            staff: id(staff),
            certificate: certificate.clone(),
            vault: vault.to_vec(),
        };
        Desk::new(world.crypto.clone(), &link.token, &link.fragment).unwrap().open(claim, NOW).err()
    };
    let own = &world.staff;
    assert_eq!(open(&own.certificate, "vos", &own.vault), None);
    assert_eq!(open(&colleague.certificate, "vos", &own.vault), Some(Error::BadCertificate));
    assert_eq!(open(&colleague.certificate, "jansen", &colleague.vault), Some(Error::BadVault));
    assert_eq!(open(&own.certificate, "vos", &colleague.vault), Some(Error::BadVault));
}

/// The server could seal a secret of its own to the clinician's public key; it cannot sign it.
#[test]
fn a_swapped_invitation_secret_is_found_out() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    world.invite("bob", Role::Companion);
    let (visit, crypto) = (world.visit.clone(), world.crypto.clone());
    let (ann, bob) = (id("ann"), id("bob"));
    let of = |seat, role| Place { visit: &visit, seat, role };
    let sealed = world.links[0].2.sealed_secret.clone();
    let host = world.staff.certificate.verify(StaffRole::Clinician, &crypto, world.practice.root_key(), NOW).unwrap();

    let (server, own): (_, LinkSecret) = (SigningKey::generate(&crypto).unwrap(), crypto.random().unwrap());
    let place = of(&ann, Role::Patient);
    let evil = Practice::generate(&crypto).unwrap().add_clinician(&crypto, &id("eve"), "", NOW * 2).unwrap();
    let inviters = [
        Inviter::Root(RootWord::Root),
        Inviter::Staff(world.staff.certificate.clone()),
        Inviter::Staff(evil.certificate),
    ];
    for by in inviters {
        let forged = seal_secret(&crypto, place, &own, by, &server, &host.seal_key).unwrap();
        assert_eq!(world.host().open_secret(place, &forged, NOW).err(), Some(Error::BadSecret));
    }
    for wrong in [of(&bob, Role::Patient), of(&ann, Role::Companion), of(&ann, Role::Clinician)] {
        assert_eq!(world.host().open_secret(wrong, sealed.as_slice(), NOW).err(), Some(Error::BadSecret));
    }
    assert_eq!(world.host().open_secret(place, sealed.as_slice(), NOW), Ok(()));
    for cut in [0, 1, 2, 500, sealed.as_slice().len() - 1] {
        let cut = &sealed.as_slice()[..cut];
        assert_eq!(world.host().open_secret(place, cut, NOW).err(), Some(Error::BadSecret));
    }
}

#[test]
fn someone_removed_hears_nothing_more_and_is_not_heard() {
    let mut world = World::of_three();
    let commit = world.host().remove(&id("bob")).unwrap();
    world.order("host", &commit, &["bob"]);
    assert!(world.is_in_group("bob"), "the server keeps the removal from him");
    for from in ["host", "ann"] {
        assert!(!world.hears(from, "bob"));
        assert!(!world.hears("bob", from));
    }
    assert!(world.hears("host", "ann"));
}

#[test]
fn the_spoken_code_is_spoken_about_by_this_crate_only() {
    let mut world = World::of_three();
    for message in [r#"{"type":"codeReveal","round":1,"nonce":""}"#, r#"{"type":"codeCommit"}"#, "[]", "{}", "no"] {
        assert_eq!(world.client("ann").seal_message(message).err(), Some(Error::BadArgument), "{message}");
    }
}
