//! Commits, Welcomes and proposals that a member or the server must not get away with, made with the library underneath: this crate makes none of them.

use openmls::prelude::{
    BasicCredential, CommitBuilder, CommitMessageBundle, CredentialWithKey, Extensions, Initial, LeafNodeParameters,
};

use super::*;
use crate::invitation::{InvitationKeys, TaggedWelcome};
use crate::link::Link;
use crate::practice::Practice;
use crate::tests::{NOW, World, id};
use crate::visit::VisitClient;
use crate::{GroupCommit, Role, StaffMember, StaffRole};

impl VisitClient {
    fn group_of_test(&mut self) -> &mut Group {
        self.group_mut().unwrap()
    }
}

/// A commit built by hand.
fn forge(
    group: &mut Group,
    with: impl FnOnce(CommitBuilder<'_, Initial>) -> CommitBuilder<'_, Initial>,
) -> GroupCommit {
    let (generation, epoch) = (group.generation, u32::try_from(group.epoch()).unwrap());
    let signer = group.signer.clone();
    let bundle: CommitMessageBundle = with(group.mls.commit_builder().force_self_update(true))
        .load_psks(group.provider.storage())
        .unwrap()
        .build(group.provider.rand(), group.provider.crypto(), signer.as_ref(), |_| true)
        .unwrap()
        .stage_commit(&group.provider)
        .unwrap();
    GroupCommit { generation, epoch, commit: write_message(bundle.commit()).unwrap().into() }
}

/// Everyone but its maker refuses the commit, and the group goes on as if it had never been.
fn check_refused(mut world: World, by: &str, commit: &GroupCommit) {
    let GroupCommit { generation, epoch, commit } = commit;
    let seats: Vec<String> = world.seats(by);
    for seat in seats.iter().filter(|seat| *seat != by) {
        let taken = world.client(seat).commit(*generation, *epoch, commit.as_slice(), NOW);
        assert_eq!(taken.err(), Some(Error::BadCommit), "{seat}");
    }
    assert_eq!(world.client(by).stale(*generation, *epoch), Ok(true));
    assert!(world.hears("ann", "host") && world.hears("host", "ann") && world.hears("bob", "ann"));
    let update = world.client("bob").update().unwrap();
    world.commit("bob", &update);
}

fn key_package_of(seat: &str, role: Role) -> (Lobby, KeyPackage) {
    let crypto = Crypto::new().unwrap();
    let lobby = Lobby::new(&crypto).unwrap();
    let key_package = key_package_in(&lobby, &Identity::new(id(seat), role, None));
    (lobby, key_package)
}

fn key_package_in(lobby: &Lobby, identity: &Identity) -> KeyPackage {
    let bytes = lobby.key_package(identity).unwrap();
    let Some(MlsMessageBodyIn::KeyPackage(key_package)) = read_message(&bytes) else { panic!("no KeyPackage") };
    key_package.validate(Provider::new().unwrap().crypto(), ProtocolVersion::Mls10).unwrap()
}

#[test]
fn an_add_by_someone_invited_is_refused() {
    let mut world = World::of_three();
    let (_, carol) = key_package_of("carol", Role::Companion);
    let commit = forge(world.client("ann").group_of_test(), |builder| builder.propose_adds([carol]));
    check_refused(world, "ann", &commit);
}

#[test]
fn a_removal_of_someone_present_by_someone_invited_is_refused() {
    for target in ["bob", "host"] {
        let mut world = World::of_three();
        let leaf = world.client("ann").leaf_of(&id(target)).unwrap();
        let commit =
            forge(world.client("ann").group_of_test(), |builder| builder.propose_removals([LeafNodeIndex::new(leaf)]));
        check_refused(world, "ann", &commit);
    }
}

#[test]
fn a_second_leaf_for_a_seat_is_refused() {
    let mut world = World::of_three();
    let (_, twin) = key_package_of("ann", Role::Patient);
    let commit = forge(world.client("host").group_of_test(), |builder| builder.propose_adds([twin]));
    check_refused(world, "host", &commit);
}

#[test]
fn a_clinician_without_a_certificate_that_holds_is_refused() {
    let crypto = Crypto::new().unwrap();
    let elsewhere = Practice::generate(&crypto).unwrap();
    let lobby = Lobby::new(&crypto).unwrap();
    let foreign = elsewhere.add_clinician(&crypto, &id("eve"), "Dr Eve", NOW * 2).unwrap().certificate;
    let stolen = World::new().staff.certificate;
    for certificate in [Some(foreign), Some(stolen), None] {
        let mut world = World::of_three();
        let identity = Identity::new(id("eve"), Role::Clinician, certificate);
        let key_package = key_package_in(&lobby, &identity);
        let commit = forge(world.client("host").group_of_test(), |builder| builder.propose_adds([key_package]));
        check_refused(world, "host", &commit);
    }
}

/// A certificate that is real, for a leaf that has not its key.
#[test]
fn a_stolen_certificate_is_refused() {
    let mut world = World::of_three();
    let (lobby, certificate) = (Lobby::new(&world.crypto).unwrap(), world.staff.certificate.clone());
    let identity = Identity::new(id("eve"), Role::Clinician, Some(certificate));
    let key_package = key_package_in(&lobby, &identity);
    let commit = forge(world.client("host").group_of_test(), |builder| builder.propose_adds([key_package]));
    check_refused(world, "host", &commit);
}

#[test]
fn a_change_of_identity_in_an_update_is_refused() {
    let mut world = World::of_three();
    let group = world.client("ann").group_of_test();
    let identity = Identity::new(id("host"), Role::Patient, None);
    let credential = identity.credential(group.signer.public()).unwrap();
    let leaf = LeafNodeParameters::builder().with_credential_with_key(credential).build();
    let commit = forge(group, |builder| builder.leaf_node_parameters(leaf));
    check_refused(world, "ann", &commit);
}

#[test]
fn a_change_of_the_group_itself_is_refused() {
    let mut world = World::of_three();
    let commit = forge(world.client("host").group_of_test(), |builder| {
        builder.propose_group_context_extensions(Extensions::empty()).unwrap()
    });
    check_refused(world, "host", &commit);
}

#[test]
fn a_standalone_proposal_is_refused_and_so_is_a_commit_that_refers_to_it() {
    let mut world = World::of_three();
    let bob = LeafNodeIndex::new(world.client("host").leaf_of(&id("bob")).unwrap());
    let group = world.client("host").group_of_test();
    let signer = group.signer.clone();
    let (proposal, _) = group.mls.propose_remove_member(&group.provider, signer.as_ref(), bob).unwrap();
    let proposal = write_message(&proposal).unwrap();
    let (generation, epoch) = (1, u32::try_from(group.epoch()).unwrap());
    let commit = forge(group, |builder| builder);
    for seat in ["ann", "bob"] {
        let client = world.client(seat);
        assert_eq!(client.commit(generation, epoch, &proposal, NOW).err(), Some(Error::BadCommit));
        assert_eq!(client.open_message(generation, &proposal).err(), Some(Error::BadMessage));
        let referring = client.commit(generation, epoch, commit.commit.as_slice(), NOW);
        assert_eq!(referring.err(), Some(Error::BadCommit));
        assert_eq!(client.members().len(), 3);
    }
}

#[test]
fn an_external_commit_is_refused() {
    let mut world = World::of_three();
    let group = world.client("host").group_of_test();
    let info = group.mls.export_group_info(group.provider.crypto(), group.signer.as_ref(), true).unwrap();
    let epoch = u32::try_from(group.epoch()).unwrap();
    let Some(MlsMessageBodyIn::GroupInfo(info)) = read_message(&write_message(&info).unwrap()) else {
        panic!("no GroupInfo")
    };
    let (lobby, signer) = (Provider::new().unwrap(), SigningKey::generate(&world.crypto).unwrap());
    let identity = Identity::new(id("eve"), Role::Companion, None);
    let (_, bundle) = MlsGroup::external_commit_builder()
        .with_config(join_config())
        .build_group(&lobby, info, identity.credential(signer.public()).unwrap())
        .unwrap()
        .leaf_node_parameters(LeafNodeParameters::builder().with_capabilities(capabilities()).build())
        .load_psks(lobby.storage())
        .unwrap()
        .build(lobby.rand(), lobby.crypto(), &signer, |_| true)
        .unwrap()
        .finalize(&lobby)
        .unwrap();
    let commit = write_message(bundle.commit()).unwrap();
    for seat in ["host", "ann", "bob"] {
        assert_eq!(world.client(seat).commit(1, epoch, &commit, NOW).err(), Some(Error::BadCommit));
    }
}

#[test]
fn commits_out_of_place_are_refused() {
    let mut world = World::of_three();
    let first = world.client("ann").update().unwrap();
    world.commit("ann", &first);
    let second = world.client("ann").update().unwrap();
    let bob = world.client("bob");
    let mut take = |generation, epoch, of: &GroupCommit| bob.commit(generation, epoch, of.commit.as_slice(), NOW).err();
    assert_eq!(take(1, first.epoch, &first), Some(Error::Stale), "replayed");
    assert_eq!(take(2, second.epoch, &second), Some(Error::Stale), "of another group");
    assert_eq!(take(1, second.epoch, &first), Some(Error::BadCommit), "an old one under a new name");
    assert_eq!(take(1, second.epoch + 1, &second), Some(Error::BadCommit), "from the future");
    assert_eq!(take(1, second.epoch, &second), None);
    assert_eq!(world.client("ann").accepted(1, first.epoch, NOW).err(), Some(Error::Stale));
    assert!(world.client("ann").accepted(1, second.epoch, NOW).is_ok());
}

#[test]
fn a_certificate_that_ends_during_a_visit_does_not_end_the_visit() {
    let mut world = World::of_three();
    let commit = world.client("ann").update().unwrap();
    let much_later = NOW + 10 * 86_400_000;
    let taken = world.client("bob").commit(1, commit.epoch, commit.commit.as_slice(), much_later);
    assert!(taken.is_ok());
}

/// Whoever knows the invitation secret can make a Welcome whose proof holds; being the clinician takes the certificate.
#[test]
fn a_group_of_someone_else_is_not_entered() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let (_, link, _) = world.links.first().unwrap();
    let crypto = world.crypto.clone();
    let link = Link::parse(&crypto, &link.token, &link.fragment).unwrap();
    let keys = InvitationKeys::derive(&crypto, &link.secret, &world.visit, &id("ann")).unwrap();
    let elsewhere = Practice::generate(&crypto).unwrap();
    let eve = elsewhere.add_clinician(&crypto, &id("eve"), "Dr Eve", NOW * 2).unwrap();
    let own_staff = StaffMember {
        sign_key: [0; 32],
        ..eve.certificate.verify(StaffRole::Clinician, &crypto, elsewhere.root_key(), NOW).unwrap()
    };
    assert!(own_staff.staff == id("eve"));

    let identities = [
        Identity::new(id("eve"), Role::Companion, None),
        Identity::new(id("host"), Role::Clinician, Some(eve.certificate.clone())),
        Identity::new(id("host"), Role::Clinician, Some(world.staff.certificate.clone())),
    ];
    for identity in identities {
        let key_package = world.person("ann").guest().key_package().unwrap();
        let (group, welcome) = group_with(&world, &identity, 1, key_package.key_package.as_slice());
        let tagged = keys.tag_welcome(&crypto, welcome, group.signer.public()).unwrap();
        let joined = world.person("ann").guest().join(1, &tagged, NOW);
        assert_eq!(joined.err(), Some(Error::BadGroup));
    }
    // With the real clinician's key named as creator, the Welcome's signer is found out.
    let key_package = world.person("ann").guest().key_package().unwrap();
    let identity = Identity::new(id("eve"), Role::Companion, None);
    let (_, welcome) = group_with(&world, &identity, 1, key_package.key_package.as_slice());
    let real =
        world.staff.certificate.verify(StaffRole::Clinician, &crypto, world.practice.root_key(), NOW).unwrap().sign_key;
    let tagged = keys.tag_welcome(&crypto, welcome, &real).unwrap();
    assert_eq!(world.person("ann").guest().join(1, &tagged, NOW).err(), Some(Error::BadGroup));
}

/// A group made by hand with a creator of any identity, and the Welcome for one KeyPackage.
fn group_with(world: &World, identity: &Identity, generation: u32, key_package: &[u8]) -> (Group, Vec<u8>) {
    let Some(MlsMessageBodyIn::KeyPackage(key_package)) = read_message(key_package) else { panic!("no KeyPackage") };
    let (provider, signer) = (Provider::new().unwrap(), Arc::new(SigningKey::generate(&world.crypto).unwrap()));
    let key_package = key_package.validate(provider.crypto(), ProtocolVersion::Mls10).unwrap();
    let config = MlsGroupCreateConfig::builder()
        .ciphersuite(CIPHERSUITE)
        .capabilities(capabilities())
        .lifetime(lifetime())
        .use_ratchet_tree_extension(true)
        .build();
    let credential: CredentialWithKey = identity.credential(signer.public()).unwrap();
    assert!(BasicCredential::try_from(credential.credential.clone()).is_ok());
    let id = group_id(&world.visit, generation);
    let mls = MlsGroup::new_with_group_id(&provider, signer.as_ref(), &config, id, credential).unwrap();
    let mut group = Group { generation, provider, signer, mls, leaves: Vec::new() };
    let welcome = group.make_commit(None, Some(key_package)).unwrap().welcome.unwrap();
    (group, welcome)
}

#[test]
fn a_swapped_welcome_is_found_out() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    world.invite("bob", Role::Companion);
    let key_package = world.person("ann").guest().key_package().unwrap();
    let (_, welcome) = world.host().admit(&id("ann"), Role::Patient, &key_package).unwrap();
    let identity = Identity::new(id("host"), Role::Clinician, None);
    let (group, other) = group_with(&world, &identity, 1, key_package.key_package.as_slice());
    let swaps = [
        TaggedWelcome { welcome: other.into(), ..welcome.clone() },
        TaggedWelcome { creator: group.signer.public().to_vec().into(), ..welcome.clone() },
        TaggedWelcome { tag: vec![0; 32].into(), ..welcome.clone() },
        TaggedWelcome { tag: vec![].into(), ..welcome.clone() },
    ];
    for swapped in swaps {
        assert_eq!(world.person("ann").guest().join(1, &swapped, NOW).err(), Some(Error::BadProof));
    }
    world.person("bob").guest().key_package().unwrap();
    assert_eq!(world.person("bob").guest().join(1, &welcome, NOW).err(), Some(Error::BadProof), "for another seat");
    assert_eq!(world.person("ann").guest().join(2, &welcome, NOW).err(), Some(Error::BadGroup), "of another group");
}

#[test]
fn a_swapped_key_package_is_found_out() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    world.invite("bob", Role::Companion);
    let genuine = world.person("ann").guest().key_package().unwrap();
    let bobs = world.person("bob").guest().key_package().unwrap();
    let (lobby, _) = key_package_of("ann", Role::Patient);
    let forged = lobby.key_package(&Identity::new(id("ann"), Role::Patient, None)).unwrap();
    let mut swapped = genuine.clone();
    swapped.key_package = forged.into();
    let ann = id("ann");
    for (tagged, role) in [(&swapped, Role::Patient), (&bobs, Role::Patient), (&genuine, Role::Companion)] {
        assert_eq!(world.host().admit(&ann, role, tagged).err(), Some(Error::BadProof));
        let visit = world.visit.clone();
        let place = crate::Place { visit: &visit, seat: &ann, role };
        assert_eq!(world.host().check_key_package(place, tagged), Err(Error::BadProof));
    }
    assert!(world.host().admit(&ann, Role::Patient, &genuine).is_ok());
}
