//! A clinician's client: the vault, the secrets of those invited, and the room one holds (`docs/protocol.md` §2–§3).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use openmls_traits::types::HpkeKeyPair;

use crate::bytes::Id;
use crate::certificate::{Certificate, StaffMember, StaffRole};
use crate::colleague::ClaimedKeys;
use crate::crypto::SigningKey;
use crate::group::read_key_package;
use crate::invitation::{Card, InvitationKeys, Note, Role, TaggedKeyPackage, TaggedWelcome};
use crate::link::{Link, RootKey};
use crate::patient::{Binding, Contact, bind, open_contact};
use crate::practice::{Invitation, LinkText, new_invitation};
use crate::secret::{Inviter, Place, open_secret};
use crate::vault::StaffKeys;
use crate::visit::{Change, GroupCommit, VisitClient};
use crate::{Crypto, Error};

/// What the server says of a desk, not believed yet.
pub struct DeskClaim {
    /// The practice's root public key.
    pub root_key: RootKey,
    /// The staff member.
    pub staff: Id,
    /// Their certificate.
    pub certificate: Certificate,
    /// Their vault, sealed.
    pub vault: Vec<u8>,
}

/// A clinician's client. No `Debug`.
pub struct Desk {
    crypto: Arc<Crypto>,
    /// The desk link; none where an account's keys open the desk.
    link: Option<Link>,
    opened: Option<OpenDesk>,
}

struct OpenDesk {
    root: RootKey,
    certificate: Certificate,
    sign: Arc<SigningKey>,
    seal: HpkeKeyPair,
    invited: HashMap<(Id, Id), InvitationKeys>,
    room: Option<Room>,
}

struct Room {
    client: VisitClient,
    /// Seats that were refused or removed: never let in again, whatever the server says.
    barred: BTreeSet<Id>,
}

impl OpenDesk {
    fn new(root: RootKey, certificate: Certificate, keys: StaffKeys) -> Self {
        let (sign, seal) = (Arc::new(keys.sign), keys.seal);
        Self { root, certificate, sign, seal, invited: HashMap::new(), room: None }
    }
}

impl Desk {
    /// From the two halves of a desk link.
    ///
    /// # Errors
    /// [`Error::LinkDamaged`].
    pub fn new(crypto: Arc<Crypto>, token: &str, fragment: &str) -> Result<Self, Error> {
        let link = Link::parse(&crypto, token, fragment)?;
        Ok(Self { crypto, link: Some(link), opened: None })
    }

    /// Of an account whose vault is open, and whose certificate was verified and gives it the role.
    pub(crate) fn of_account(crypto: Arc<Crypto>, root: RootKey, certificate: Certificate, keys: StaffKeys) -> Self {
        Self { crypto, link: None, opened: Some(OpenDesk::new(root, certificate, keys)) }
    }

    /// First of all: compares the root key with the link's pin, verifies the own certificate, opens the vault. Nothing else works before.
    ///
    /// # Errors
    /// [`Error::PracticeMismatch`]; [`Error::BadCertificate`], also if it is a colleague's; [`Error::BadVault`];
    /// [`Error::NotAllowed`] without a desk link.
    pub fn open(&mut self, claim: DeskClaim, now_ms: u64) -> Result<StaffMember, Error> {
        let link = self.link.as_ref().ok_or(Error::NotAllowed)?;
        link.check_root(&self.crypto, &claim.root_key)?;
        let owner = claim.certificate.verify(StaffRole::Clinician, &self.crypto, &claim.root_key, now_ms)?;
        if owner.staff != claim.staff {
            return Err(Error::BadCertificate);
        }
        let keys = StaffKeys::open(&self.crypto, &link.secret, &owner, &claim.vault)?;
        self.opened = Some(OpenDesk::new(claim.root_key, claim.certificate, keys));
        Ok(owner)
    }

    fn opened(&mut self) -> Result<&mut OpenDesk, Error> {
        self.opened.as_mut().ok_or(Error::NotAllowed)
    }

    fn room(&mut self) -> Result<&mut Room, Error> {
        self.opened()?.room.as_mut().ok_or(Error::NoGroup)
    }

    /// The client in the room.
    ///
    /// # Errors
    /// [`Error::NoGroup`] outside a room; [`Error::NotAllowed`] before [`Self::open`].
    pub fn client(&mut self) -> Result<&mut VisitClient, Error> {
        self.room().map(|room| &mut room.client)
    }

    /// Opens the invitation secret of a seat and keeps its keys.
    ///
    /// # Errors
    /// [`Error::BadSecret`] if it does not open, or was not made by this practice for this seat and role.
    pub fn open_secret(&mut self, place: Place<'_>, sealed: &[u8], now_ms: u64) -> Result<(), Error> {
        let crypto = self.crypto.clone();
        let desk = self.opened()?;
        if place.role == Role::Clinician {
            return Err(Error::BadSecret);
        }
        let secret = open_secret(&crypto, place, &desk.root, &desk.seal, sealed, now_ms)?;
        let keys = InvitationKeys::derive(&crypto, &secret, place.visit, place.seat)?;
        desk.invited.insert((place.visit.clone(), place.seat.clone()), keys);
        Ok(())
    }

    /// Whether the invitation secret of a seat is open.
    pub fn has_secret(&self, visit: &Id, seat: &Id) -> bool {
        let invited = self.opened.as_ref().map(|desk| &desk.invited);
        invited.is_some_and(|invited| invited.contains_key(&(visit.clone(), seat.clone())))
    }

    fn invited(&self, visit: &Id, seat: &Id) -> Result<&InvitationKeys, Error> {
        let desk = self.opened.as_ref().ok_or(Error::NotAllowed)?;
        desk.invited.get(&(visit.clone(), seat.clone())).ok_or(Error::BadSecret)
    }

    /// Drops the secrets of a visit that is over.
    pub fn forget(&mut self, visit: &Id) {
        if let Some(desk) = &mut self.opened {
            desk.invited.retain(|(of, _), _| of != visit);
        }
    }

    /// Opens what a person says of themselves.
    ///
    /// # Errors
    /// [`Error::BadSealed`]; [`Error::BadSecret`] if the seat's secret is not open.
    pub fn open_card(&self, visit: &Id, seat: &Id, sealed: &[u8]) -> Result<Card, Error> {
        self.invited(visit, seat)?.open_card(&self.crypto, sealed)
    }

    /// Seals a message to a waiting person.
    ///
    /// # Errors
    /// [`Error::BadSecret`] if the seat's secret is not open.
    pub fn seal_note(&self, visit: &Id, seat: &Id, note: &Note) -> Result<Vec<u8>, Error> {
        self.invited(visit, seat)?.seal_note(&self.crypto, note)
    }

    /// Whether a KeyPackage's proof holds and its credential names this seat and role.
    ///
    /// # Errors
    /// [`Error::BadProof`] if not; [`Error::BadSecret`] if the seat's secret is not open.
    pub fn check_key_package(&self, place: Place<'_>, tagged: &TaggedKeyPackage) -> Result<(), Error> {
        let keys = self.invited(place.visit, place.seat)?;
        keys.check_key_package(&self.crypto, tagged)?;
        let desk = self.opened.as_ref().ok_or(Error::NotAllowed)?;
        let around = crate::group::Surroundings { crypto: &self.crypto, root: &desk.root, present: None, now_ms: 0 };
        read_key_package(&around, tagged.key_package.as_slice(), place.seat, place.role).map(|_| ())
    }

    /// Gives the clinician's word for the keys of a patient's account, which the holder of the seat's link made.
    ///
    /// # Errors
    /// [`Error::BadProof`] if somebody else made them; [`Error::BadSecret`] if the seat's secret is not open.
    pub fn bind_patient(
        &self,
        place: Place<'_>,
        account: &Id,
        keys: &ClaimedKeys,
        now_ms: u64,
    ) -> Result<Binding, Error> {
        let desk = self.opened.as_ref().ok_or(Error::NotAllowed)?;
        let invitation = self.invited(place.visit, place.seat)?;
        bind(&self.crypto, invitation, &desk.sign, place, account, keys, now_ms)
    }

    /// Opens the contact data of a patient whose keys one gave one's word for.
    ///
    /// # Errors
    /// [`Error::BadCertificate`] if the word is not one's own; [`Error::BadSealed`].
    pub fn open_contact(&self, account: &Id, binding: &Binding, sealed: &[u8]) -> Result<Contact, Error> {
        let desk = self.opened.as_ref().ok_or(Error::NotAllowed)?;
        let bound = binding.verify(&self.crypto, desk.sign.public(), account)?;
        open_contact(&self.crypto, account, bound.sign_key.as_slice(), &desk.seal, sealed)
    }

    /// Invites a person into a visit of one's own, as the certificate's holder. The seat is fresh.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for the role of a clinician.
    pub fn invite(&mut self, visit: &Id, role: Role) -> Result<(LinkText, Invitation), Error> {
        let crypto = self.crypto.clone();
        let desk = self.opened()?;
        if role == Role::Clinician {
            return Err(Error::BadArgument);
        }
        let seat = Id::try_from(crate::bytes::b64(&*crypto.random::<12>()?))?;
        let place = Place { visit, seat: &seat, role };
        let by = Inviter::Staff(desk.certificate.clone());
        new_invitation(&crypto, place, &desk.root, by, &desk.sign, &desk.seal.public)
    }

    /// Enters a visit's room: starts its group of this generation. `barred` are the seats refused or removed before a reload.
    ///
    /// # Errors
    /// [`Error::BadCertificate`] if the own certificate is over.
    pub fn enter(
        &mut self,
        visit: &Id,
        seat: &Id,
        generation: u32,
        barred: BTreeSet<Id>,
        now_ms: u64,
    ) -> Result<Change, Error> {
        let crypto = self.crypto.clone();
        let desk = self.opened()?;
        let stays = |room: &Room| &room.client.visit == visit && &room.client.own.seat == seat;
        let mut room = desk.room.take().filter(stays).unwrap_or_else(|| Room {
            client: VisitClient::clinician(
                crypto,
                desk.root.clone(),
                visit.clone(),
                seat.clone(),
                desk.certificate.clone(),
            ),
            barred: BTreeSet::new(),
        });
        room.barred.extend(barred);
        let change = room.client.found(generation, desk.sign.clone(), now_ms)?;
        desk.room = Some(room);
        Ok(change)
    }

    /// Steps out of the room: the group and its keys are gone.
    pub fn exit(&mut self) {
        if let Some(desk) = &mut self.opened {
            desk.room = None;
        }
    }

    /// Makes the commit that adds a person, or puts them in again after a reload, and the Welcome with its proof.
    ///
    /// # Errors
    /// [`Error::Barred`]; [`Error::BadProof`]; [`Error::BadSecret`] if the seat's secret is not open; [`Error::Busy`]; [`Error::NoGroup`].
    pub fn admit(
        &mut self,
        seat: &Id,
        role: Role,
        tagged: &TaggedKeyPackage,
    ) -> Result<(GroupCommit, TaggedWelcome), Error> {
        let crypto = self.crypto.clone();
        let desk = self.opened()?;
        let room = desk.room.as_mut().ok_or(Error::NoGroup)?;
        if room.barred.contains(seat) {
            return Err(Error::Barred);
        }
        let client = &mut room.client;
        let keys = desk.invited.get(&(client.visit.clone(), seat.clone())).ok_or(Error::BadSecret)?;
        keys.check_key_package(&crypto, tagged)?;
        if role == Role::Clinician {
            return Err(Error::BadProof);
        }
        let key_package = read_key_package(&client.around(0), tagged.key_package.as_slice(), seat, role)?;
        let (commit, welcome) = client.make_commit(client.leaf_of(seat), Some(key_package))?;
        let welcome = keys.tag_welcome(&crypto, welcome.ok_or(Error::Internal)?, desk.sign.public())?;
        Ok((commit, welcome))
    }

    /// Bars a seat and makes the commit that removes its leaf.
    ///
    /// # Errors
    /// [`Error::NotMember`] (barred all the same), also for the own seat; [`Error::Busy`] (barred all the same: try again); [`Error::NoGroup`].
    pub fn remove(&mut self, seat: &Id) -> Result<GroupCommit, Error> {
        let room = self.room()?;
        if seat == &room.client.own.seat {
            return Err(Error::NotMember);
        }
        room.barred.insert(seat.clone());
        let leaf = room.client.leaf_of(seat).ok_or(Error::NotMember)?;
        room.client.make_commit(Some(leaf), None).map(|(commit, _)| commit)
    }

    /// Bars a seat that was refused.
    ///
    /// # Errors
    /// [`Error::NoGroup`] outside a room.
    pub fn bar(&mut self, seat: &Id) -> Result<(), Error> {
        self.room()?.barred.insert(seat.clone());
        Ok(())
    }

    /// The barred seats.
    pub fn barred(&self) -> Vec<Id> {
        let room = self.opened.as_ref().and_then(|desk| desk.room.as_ref());
        room.map(|room| room.barred.iter().cloned().collect()).unwrap_or_default()
    }
}
