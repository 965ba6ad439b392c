//! A visit as it should go: joining, talking, reloading, leaving, and commits that cross.

use super::*;

#[test]
fn people_come_in_one_by_one_and_hear_each_other() {
    let mut world = World::of_three();
    assert_eq!(world.seats("bob"), ["host", "ann", "bob"]);
    for (from, to) in [("host", "ann"), ("ann", "host"), ("ann", "bob"), ("bob", "host")] {
        assert!(world.hears(from, to), "{from} to {to}");
    }
}

#[test]
fn a_change_says_who_is_new() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let changes = world.admit("ann");
    let (_, at_host) = changes.iter().find(|(seat, _)| seat.as_str() == "host").unwrap();
    assert_eq!((at_host.epoch, &at_host.added[..]), (1, &[id("ann")][..]));
    let (_, at_ann) = changes.iter().find(|(seat, _)| seat.as_str() == "ann").unwrap();
    assert_eq!((at_ann.generation, at_ann.epoch, &at_ann.added[..]), (1, 1, &[id("host")][..]));
    assert!(at_ann.members.iter().any(|member| member.is_self && member.seat == id("ann")));

    let update = world.client("ann").update().unwrap();
    for (_, change) in world.commit("ann", &update) {
        assert!(!change.membership_changed && change.added.is_empty() && change.send.is_empty());
    }
}

#[test]
fn a_commit_that_came_second_is_made_again() {
    let mut world = World::of_three();
    let first = world.client("ann").update().unwrap();
    let second = world.client("bob").update().unwrap();
    assert_eq!(world.client("bob").update().err(), Some(Error::Busy));
    let changes = world.commit("ann", &first);
    let (_, at_bob) = changes.iter().find(|(seat, _)| seat.as_str() == "bob").unwrap();
    assert!(at_bob.pending_dropped);
    assert_eq!(world.client("bob").stale(second.generation, second.epoch), Ok(false));
    assert!(!world.client("bob").is_busy());
    let again = world.client("bob").update().unwrap();
    world.commit("bob", &again);
    assert!(world.hears("bob", "ann"));
}

#[test]
fn a_commit_refused_before_the_winner_arrives_is_dropped() {
    let mut world = World::of_three();
    let winner = world.client("ann").update().unwrap();
    let loser = world.client("bob").update().unwrap();
    assert_eq!(world.client("bob").stale(loser.generation, loser.epoch), Ok(true));
    let changes = world.commit("ann", &winner);
    assert!(changes.iter().all(|(_, change)| !change.pending_dropped));
    assert!(world.hears("ann", "bob"));
}

#[test]
fn the_new_keys_are_used_only_once_the_commit_is_accepted() {
    let mut world = World::of_three();
    let commit = world.client("ann").update().unwrap();
    assert!(world.hears("ann", "bob"), "before anyone knows of the commit");
    world.commit("ann", &commit);
    assert!(world.hears("ann", "bob"));
}

#[test]
fn a_reloaded_page_gets_back_in_with_one_commit() {
    let mut world = World::of_three();
    let old = world.person("ann").guest().key_package().unwrap();
    *world.person("ann") = world.new_guest("ann");
    let changes = world.admit("ann");
    world.everyone_is_present();
    let (_, at_bob) = changes.iter().find(|(seat, _)| seat.as_str() == "bob").unwrap();
    assert_eq!((&at_bob.added[..], at_bob.removed.len()), (&[id("ann")][..], 0));
    assert!(at_bob.membership_changed);
    assert_eq!(world.seats("host").len(), 3);
    assert!(world.hears("ann", "bob") && world.hears("host", "ann"));
    // The old page's KeyPackage would be believed, but its Welcome leads the new page nowhere.
    let (_, welcome) = world.host().admit(&id("ann"), Role::Patient, &old).unwrap();
    assert_eq!(world.person("ann").guest().join(1, &welcome, NOW).err(), Some(Error::BadGroup));
}

#[test]
fn a_new_generation_takes_over_and_the_old_one_fades() {
    let mut world = World::of_three();
    let late = world.client("bob").seal_frame(MediaKind::Camera, b"\x00picture").unwrap();
    let replay = world.client("bob").seal_frame(MediaKind::Camera, b"\x00picture").unwrap();
    // The clinician's page is reloaded: a new desk, a new group.
    let mut desk = world.new_desk();
    world.generation = 2;
    desk.enter(&world.visit, &id("host"), 2, BTreeSet::new(), NOW).unwrap();
    *world.person("host") = Person::Host(Box::new(desk));
    world.people.retain(|(seat, _)| seat.as_str() != "bob");
    world.admit("ann");
    assert!(world.hears("ann", "host") && world.hears("host", "ann"));
    let ann = world.client("ann");
    assert_eq!(ann.open_frame("bob", MediaKind::Camera, &late, NOW + GRACE_MS - 1).unwrap(), b"\x00picture");
    let gone = ann.open_frame("bob", MediaKind::Camera, &replay, NOW + GRACE_MS);
    assert!(matches!(gone, Err(OpenFrameError::OtherSender | OpenFrameError::NotAuthentic | OpenFrameError::Early)));
}

#[test]
fn whoever_leaves_is_taken_out_by_anyone() {
    let mut world = World::of_three();
    assert_eq!(world.client("ann").evict(&id("bob")).err(), Some(Error::NotAllowed), "while he is present");
    world.is_gone("bob");
    let commit = world.client("ann").evict(&id("bob")).unwrap();
    let changes = world.order("ann", &commit, &["bob"]);
    assert!(changes.iter().all(|(_, change)| change.removed == [id("bob")]));
    world.people.retain(|(seat, _)| seat.as_str() != "bob");
    world.pass_on(&changes);
    assert_eq!(world.seats("host"), ["host", "ann"]);
    assert_eq!(world.client("ann").evict(&id("bob")).err(), Some(Error::NotMember));
    assert_eq!(world.client("ann").evict(&id("ann")).err(), Some(Error::NotAllowed));
}

#[test]
fn the_clinician_is_taken_out_only_when_gone() {
    let mut world = World::of_three();
    assert_eq!(world.client("ann").evict(&id("host")).err(), Some(Error::NotAllowed));
    world.is_gone("host");
    let commit = world.client("ann").evict(&id("host")).unwrap();
    let changes = world.order("ann", &commit, &[]);
    let (_, at_host) = changes.iter().find(|(seat, _)| seat.as_str() == "host").unwrap();
    assert!(at_host.self_removed && at_host.members.is_empty());
    assert!(!world.is_in_group("host"));
    assert!(world.hears("ann", "bob"));
}

#[test]
fn the_removed_are_out_at_once_and_stay_out() {
    let mut world = World::of_three();
    let commit = world.host().remove(&id("bob")).unwrap();
    let changes = world.commit("host", &commit);
    let (_, at_bob) = changes.iter().find(|(seat, _)| seat.as_str() == "bob").unwrap();
    assert!(at_bob.self_removed);
    assert!(!world.is_in_group("bob"));
    assert!(world.hears("host", "ann"));
    *world.person("bob") = world.new_guest("bob");
    let key_package = world.person("bob").guest().key_package().unwrap();
    assert_eq!(world.host().admit(&id("bob"), Role::Companion, &key_package).err(), Some(Error::Barred));
    assert_eq!(world.host().barred(), [id("bob")]);
    // Also after the clinician's page was reloaded, which kept the list.
    let mut desk = world.new_desk();
    desk.enter(&world.visit, &id("host"), 2, BTreeSet::from([id("bob")]), NOW).unwrap();
    assert_eq!(desk.admit(&id("bob"), Role::Companion, &key_package).err(), Some(Error::Barred));
}

#[test]
fn the_refused_stay_out() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    world.host().bar(&id("ann")).unwrap();
    let key_package = world.person("ann").guest().key_package().unwrap();
    assert_eq!(world.host().admit(&id("ann"), Role::Patient, &key_package).err(), Some(Error::Barred));
}

#[test]
fn cards_and_notes_reach_whom_they_are_for() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    let card = Card { name: "Ann".into(), alone: Some(true), headphones: Some(false), camera: true };
    let sealed = world.person("ann").guest().seal_card(&card).unwrap();
    let (visit, ann) = (world.visit.clone(), id("ann"));
    assert!(world.host().open_card(&visit, &ann, &sealed).unwrap() == card);
    let note = Note { text: "Five more minutes".into(), at: NOW };
    let sealed = world.host().seal_note(&visit, &ann, &note).unwrap();
    assert!(world.person("ann").guest().open_note(&sealed).unwrap() == note);
    world.host().forget(&visit);
    assert!(!world.host().has_secret(&visit, &ann));
    assert_eq!(world.host().open_card(&visit, &ann, &sealed).err(), Some(Error::BadSecret));
}

#[test]
fn a_clinician_invites_one_more() {
    let mut world = World::new();
    let visit = world.visit.clone();
    let (link, invitation) = world.host().invite(&visit, Role::Companion).unwrap();
    let seat = invitation.seat.clone();
    let place = Place { visit: &visit, seat: &seat, role: Role::Companion };
    world.host().open_secret(place, invitation.sealed_secret.as_slice(), NOW).unwrap();
    world.links.push((seat.clone(), link, invitation));
    let guest = world.new_guest(seat.as_str());
    world.people.push((seat.clone(), guest));
    world.admit(seat.as_str());
    assert!(world.hears(seat.as_str(), "host"));
}

#[test]
fn messages_that_crossed_a_commit_still_open() {
    let mut world = World::of_three();
    let early = world.client("bob").seal_message(r#"{"type":"chat","text":"first"}"#).unwrap();
    let commit = world.client("ann").update().unwrap();
    world.commit("ann", &commit);
    let opened = world.client("host").open_message(1, early.message.as_slice()).unwrap();
    assert_eq!(opened.seat, id("bob"));
    assert_eq!(opened.message.unwrap().get(), r#"{"type":"chat","text":"first"}"#);
}

#[test]
fn sixteen_people_fit() {
    let mut world = World::new();
    for n in 1..16 {
        let seat = format!("guest{n}");
        world.invite(&seat, Role::Companion);
        world.admit(&seat);
    }
    assert_eq!(world.seats("guest15").len(), 16);
    assert!(world.hears("guest1", "guest15") && world.hears("guest15", "host"));
    let digits = world.digits("host").unwrap();
    assert!((1..16).all(|n| world.digits(&format!("guest{n}")).as_ref() == Some(&digits)));
}
