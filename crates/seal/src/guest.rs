//! An invited person's client: from the link to the group (`docs/protocol.md` §1–§3).

use std::sync::Arc;

use crate::bytes::Id;
use crate::certificate::{Certificate, StaffMember, StaffRole};
use crate::group::Lobby;
use crate::holder::Holder;
use crate::identity::Identity;
use crate::invitation::{Card, InvitationKeys, Note, Role, TaggedKeyPackage, TaggedWelcome};
use crate::link::{Link, RootKey};
use crate::visit::{Change, VisitClient};
use crate::{Crypto, Error};

/// What the server says of an invitation, not believed yet.
pub struct InvitationClaim {
    /// The practice's root public key.
    pub root_key: RootKey,
    /// The certificate of the clinician who holds the visit.
    pub host: Certificate,
    /// The visit.
    pub visit: Id,
    /// The invited person's seat.
    pub seat: Id,
    /// Their role.
    pub role: Role,
}

/// An invited person's client. No `Debug`.
pub struct Guest {
    crypto: Arc<Crypto>,
    link: Link,
    checked: Option<Checked>,
}

struct Checked {
    keys: InvitationKeys,
    lobby: Option<Lobby>,
    client: VisitClient,
}

impl Guest {
    /// From the two halves of a link.
    ///
    /// # Errors
    /// [`Error::LinkDamaged`].
    pub fn new(crypto: Arc<Crypto>, token: &str, fragment: &str) -> Result<Self, Error> {
        let link = Link::parse(&crypto, token, fragment)?;
        Ok(Self { crypto, link, checked: None })
    }

    /// First of all: compares the root key with the link's pin and verifies the host's certificate. Nothing else works before.
    ///
    /// # Errors
    /// [`Error::PracticeMismatch`]; [`Error::BadCertificate`]; [`Error::BadArgument`] for a role that nobody is invited for.
    pub fn check(&mut self, claim: InvitationClaim, now_ms: u64) -> Result<StaffMember, Error> {
        self.link.check_root(&self.crypto, &claim.root_key)?;
        let host = claim.host.verify(StaffRole::Clinician, &self.crypto, &claim.root_key, now_ms)?;
        if claim.role == Role::Clinician {
            return Err(Error::BadArgument);
        }
        let keys = InvitationKeys::derive(&self.crypto, &self.link.secret, &claim.visit, &claim.seat)?;
        let own = Identity::new(claim.seat, claim.role, None);
        let client = VisitClient::new(self.crypto.clone(), claim.root_key, claim.visit, own);
        self.checked = Some(Checked { keys, lobby: None, client });
        Ok(host)
    }

    fn checked(&mut self) -> Result<&mut Checked, Error> {
        self.checked.as_mut().ok_or(Error::NotAllowed)
    }

    /// The client in the visit.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] before [`Self::check`].
    pub fn client(&mut self) -> Result<&mut VisitClient, Error> {
        self.checked().map(|checked| &mut checked.client)
    }

    /// The client of an account that this invitation's holder makes: [`Holder::check_patient`] comes first there.
    pub fn holder(&self) -> Holder {
        Holder::of_link(self.crypto.clone(), self.link.clone())
    }

    /// Seals what the person says of themselves.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] before [`Self::check`].
    pub fn seal_card(&mut self, card: &Card) -> Result<Vec<u8>, Error> {
        let crypto = self.crypto.clone();
        self.checked()?.keys.seal_card(&crypto, card)
    }

    /// Opens a message from the practice.
    ///
    /// # Errors
    /// [`Error::BadSealed`]; [`Error::NotAllowed`] before [`Self::check`].
    pub fn open_note(&mut self, sealed: &[u8]) -> Result<Note, Error> {
        let crypto = self.crypto.clone();
        self.checked()?.keys.open_note(&crypto, sealed)
    }

    /// A fresh KeyPackage with its proof. The group that one is in stays usable until [`Self::join`].
    ///
    /// # Errors
    /// [`Error::NotAllowed`] before [`Self::check`].
    pub fn key_package(&mut self) -> Result<TaggedKeyPackage, Error> {
        let crypto = self.crypto.clone();
        let checked = self.checked()?;
        let lobby = match checked.lobby.take() {
            Some(lobby) => lobby,
            None => Lobby::new(&crypto)?,
        };
        let key_package = lobby.key_package(&checked.client.own)?;
        checked.lobby = Some(lobby);
        checked.client.joining = true;
        checked.keys.tag_key_package(&crypto, key_package)
    }

    /// Checks the proof of a Welcome, then the group it leads into, then enters it.
    ///
    /// # Errors
    /// [`Error::BadProof`]; [`Error::BadGroup`], also if it is for none of the KeyPackages made since the last join. A fresh KeyPackage is needed after [`Error::BadGroup`].
    pub fn join(&mut self, generation: u32, welcome: &TaggedWelcome, now_ms: u64) -> Result<Change, Error> {
        let crypto = self.crypto.clone();
        let checked = self.checked()?;
        checked.keys.check_welcome(&crypto, welcome)?;
        let lobby = checked.lobby.as_ref().ok_or(Error::BadGroup)?;
        let client = &mut checked.client;
        let welcomed = lobby.open(
            &client.around(now_ms),
            (&client.visit, generation),
            welcome.welcome.as_slice(),
            welcome.creator.as_slice(),
            &client.own,
        )?;
        let lobby = checked.lobby.take().ok_or(Error::BadGroup)?;
        client.step_into(lobby.enter(welcomed), now_ms)
    }
}
