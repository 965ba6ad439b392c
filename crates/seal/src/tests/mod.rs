//! A visit as a test sees it: a practice, its clinician, invited people, and a server that orders and passes on. The tests themselves are in the modules below.

mod attacks;
mod code;
mod frames;
mod garbage;
mod holder;
mod life;
mod patient;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::practice::{Invitation, LinkText, NewStaff, Practice};
use crate::*;

pub(crate) const NOW: u64 = 1_800_000_000_000;

pub(crate) fn id(text: &str) -> Id {
    Id::try_from(text).unwrap()
}

/// Someone in the visit.
pub(crate) enum Person {
    Host(Box<Desk>),
    Invited(Box<Guest>, Role),
}

impl Person {
    pub(crate) fn client(&mut self) -> &mut VisitClient {
        match self {
            Self::Host(desk) => desk.client().unwrap(),
            Self::Invited(guest, _) => guest.client().unwrap(),
        }
    }

    pub(crate) fn guest(&mut self) -> &mut Guest {
        match self {
            Self::Invited(guest, _) => guest,
            Self::Host(_) => panic!("not a guest"),
        }
    }

    pub(crate) fn desk(&mut self) -> &mut Desk {
        match self {
            Self::Host(desk) => desk,
            Self::Invited(..) => panic!("not the host"),
        }
    }
}

/// One visit. Seat `host` is the clinician's; guests are named by their seats.
pub(crate) struct World {
    pub(crate) crypto: Arc<Crypto>,
    pub(crate) practice: Practice,
    pub(crate) staff: NewStaff,
    pub(crate) visit: Id,
    pub(crate) generation: u32,
    pub(crate) people: Vec<(Id, Person)>,
    pub(crate) links: Vec<(Id, LinkText, Invitation)>,
}

impl World {
    /// The clinician is in the room; nobody else.
    pub(crate) fn new() -> Self {
        let crypto = Arc::new(Crypto::new().unwrap());
        let practice = Practice::generate(&crypto).unwrap();
        let staff = practice.add_clinician(&crypto, &id("vos"), "Dr Vos", NOW + 86_400_000).unwrap();
        let mut world = Self { crypto, practice, staff, visit: id("v1"), generation: 1, people: vec![], links: vec![] };
        let mut desk = world.new_desk();
        desk.enter(&world.visit, &id("host"), 1, BTreeSet::new(), NOW).unwrap();
        world.people.push((id("host"), Person::Host(Box::new(desk))));
        world
    }

    /// The clinician, the patient `ann` and the companion `bob`, all in the group.
    pub(crate) fn of_three() -> Self {
        let mut world = Self::new();
        world.invite("ann", Role::Patient);
        world.invite("bob", Role::Companion);
        world.admit("ann");
        world.admit("bob");
        world.everyone_is_present();
        world
    }

    pub(crate) fn new_desk(&self) -> Desk {
        let link = &self.staff.link;
        let mut desk = Desk::new(self.crypto.clone(), &link.token, &link.fragment).unwrap();
        let claim = DeskClaim {
            root_key: self.practice.root_key().clone(),
            staff: id("vos"),
            certificate: self.staff.certificate.clone(),
            vault: self.staff.vault.clone(),
        };
        desk.open(claim, NOW).unwrap();
        for (seat, _, invitation) in &self.links {
            let place = Place { visit: &self.visit, seat, role: invitation.role };
            desk.open_secret(place, invitation.sealed_secret.as_slice(), NOW).unwrap();
        }
        desk
    }

    /// Invites someone and opens their page.
    pub(crate) fn invite(&mut self, seat: &str, role: Role) {
        let seat = id(seat);
        let place = Place { visit: &self.visit, seat: &seat, role };
        let (link, invitation) = self.practice.invite(&self.crypto, place, &self.staff).unwrap();
        let Person::Host(desk) = &mut self.people[0].1 else { panic!("the host comes first") };
        desk.open_secret(place, invitation.sealed_secret.as_slice(), NOW).unwrap();
        self.links.push((seat.clone(), link, invitation));
        let guest = self.new_guest(seat.as_str());
        self.people.push((seat, guest));
    }

    /// A fresh page with someone's link.
    pub(crate) fn new_guest(&self, seat: &str) -> Person {
        let (seat, link, invitation) = self.links.iter().find(|(of, ..)| of.as_str() == seat).unwrap();
        let mut guest = Guest::new(self.crypto.clone(), &link.token, &link.fragment).unwrap();
        guest.check(self.claim(seat, invitation.role), NOW).unwrap();
        Person::Invited(Box::new(guest), invitation.role)
    }

    pub(crate) fn claim(&self, seat: &Id, role: Role) -> InvitationClaim {
        InvitationClaim {
            root_key: self.practice.root_key().clone(),
            host: self.staff.certificate.clone(),
            visit: self.visit.clone(),
            seat: seat.clone(),
            role,
        }
    }

    pub(crate) fn person(&mut self, seat: &str) -> &mut Person {
        &mut self.people.iter_mut().find(|(of, _)| of.as_str() == seat).unwrap().1
    }

    pub(crate) fn client(&mut self, seat: &str) -> &mut VisitClient {
        self.person(seat).client()
    }

    pub(crate) fn host(&mut self) -> &mut Desk {
        self.person("host").desk()
    }

    pub(crate) fn is_in_group(&mut self, seat: &str) -> bool {
        self.client(seat).is_in_group()
    }

    /// What the roster of signalling would say.
    pub(crate) fn everyone_is_present(&mut self) {
        let seats: BTreeSet<Id> = self.people.iter().map(|(seat, _)| seat.clone()).collect();
        self.people.iter_mut().for_each(|(_, person)| person.client().present(seats.clone()));
    }

    /// Tells everyone that a seat is gone.
    pub(crate) fn is_gone(&mut self, gone: &str) {
        let seats: BTreeSet<Id> =
            self.people.iter().map(|(seat, _)| seat.clone()).filter(|s| s.as_str() != gone).collect();
        self.people.iter_mut().for_each(|(_, person)| person.client().present(seats.clone()));
    }

    /// The clinician admits (or admits again) someone; everyone hears of it. Says what it came to for each, by seat.
    pub(crate) fn admit(&mut self, seat: &str) -> Vec<(Id, Change)> {
        let Person::Invited(guest, role) = self.person(seat) else { panic!("not a guest") };
        let (key_package, role) = (guest.key_package().unwrap(), *role);
        let (commit, welcome) = self.host().admit(&id(seat), role, &key_package).unwrap();
        let generation = self.generation;
        let mut changes = self.order("host", &commit, &[seat]);
        let joined = self.person(seat).guest().join(generation, &welcome, NOW).unwrap();
        changes.push((id(seat), joined));
        self.pass_on(&changes);
        changes
    }

    /// The server takes a commit as the first of its epoch: accepted by its maker, handed to everyone else in the group but `except`.
    pub(crate) fn order(&mut self, by: &str, commit: &GroupCommit, except: &[&str]) -> Vec<(Id, Change)> {
        let GroupCommit { generation, epoch, commit } = commit;
        let mut changes = Vec::new();
        for (seat, person) in &mut self.people {
            let client = person.client();
            if seat.as_str() == by {
                changes.push((seat.clone(), client.accepted(*generation, *epoch, NOW).unwrap()));
            } else if client.is_in_group() && !except.contains(&seat.as_str()) {
                let change = client.commit(*generation, *epoch, commit.as_slice(), NOW).unwrap();
                changes.push((seat.clone(), change));
            }
        }
        changes
    }

    /// Orders a commit and passes on what follows from it.
    pub(crate) fn commit(&mut self, by: &str, commit: &GroupCommit) -> Vec<(Id, Change)> {
        let changes = self.order(by, commit, &[]);
        self.pass_on(&changes);
        changes
    }

    /// Hands the messages of these changes, and what follows from them, to everyone else in the group.
    pub(crate) fn pass_on(&mut self, changes: &[(Id, Change)]) {
        let mut queue: Vec<(Id, Bytes)> = changes
            .iter()
            .flat_map(|(seat, change)| change.send.iter().map(|message| (seat.clone(), message.clone())))
            .collect();
        while !queue.is_empty() {
            let (from, message) = queue.remove(0);
            let generation = self.generation;
            for (seat, person) in self.people.iter_mut().filter(|(seat, _)| *seat != from) {
                let client = person.client();
                if client.is_in_group() {
                    let opened = client.open_message(generation, message.as_slice()).unwrap();
                    assert_eq!(opened.seat, from);
                    queue.extend(opened.send.into_iter().map(|message| (seat.clone(), message)));
                }
            }
        }
    }

    /// Whether a message and a frame of `from` reach `to`.
    pub(crate) fn hears(&mut self, from: &str, to: &str) -> bool {
        let generation = self.generation;
        let message = self.client(from).seal_message(r#"{"type":"chat","text":"hello"}"#).unwrap();
        let heard = self.client(to).open_message(generation, message.message.as_slice());
        let frame = self.client(from).seal_frame(MediaKind::Microphone, b"sound").unwrap();
        let seen = self.client(to).open_frame(from, MediaKind::Microphone, &frame, NOW);
        assert_eq!(heard.is_ok(), seen.is_ok());
        heard.is_ok()
    }

    pub(crate) fn seats(&mut self, of: &str) -> Vec<String> {
        self.client(of).members().into_iter().map(|member| String::from(member.seat)).collect()
    }

    pub(crate) fn digits(&mut self, of: &str) -> Option<String> {
        match self.client(of).code() {
            SpokenCode::Ready { digits } => Some(digits),
            _ => None,
        }
    }
}
