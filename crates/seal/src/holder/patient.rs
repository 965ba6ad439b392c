//! A patient's account: made in an invitation, bound by a clinician, with contact data that both can read. What is sealed and signed is [`crate::patient`]'s.

use super::{Certificate, Holder, RootKey, SealedAccount, StaffMember, StaffRole};
use crate::Error;
use crate::bytes::{Bytes, Id};
use crate::colleague::ClaimedKeys;
use crate::invitation::InvitationKeys;
use crate::patient::{Binding, Contact, claim, open_contact, seal_contact};

/// What the server says of an invitation in which a patient makes an account, not believed yet.
pub struct PatientClaim {
    /// The practice's root public key.
    pub root_key: RootKey,
    /// The certificate of the clinician who holds the visit.
    pub host: Certificate,
    /// The visit.
    pub visit: Id,
    /// The patient's seat.
    pub seat: Id,
    /// The account to be made.
    pub account: Id,
}

/// What a patient hands to the server.
pub struct ClaimedPatient {
    /// Their keys.
    pub keys: ClaimedKeys,
    /// Their vault.
    pub vault: SealedAccount,
    /// The public key of their recovery code.
    pub recovery_key: Bytes,
    /// Their contact data.
    pub contact: SealedContact,
}

/// Contact data, once for each who may read it.
pub struct SealedContact {
    /// For its owner.
    pub own: Bytes,
    /// For the clinician.
    pub clinician: Bytes,
}

pub(super) struct Invited {
    keys: InvitationKeys,
    host: StaffMember,
}

impl Holder {
    /// A patient, first of all: compares the root key with the link's pin, and verifies the host's certificate.
    ///
    /// # Errors
    /// [`Error::PracticeMismatch`]; [`Error::BadCertificate`]; [`Error::NotAllowed`] without a link.
    pub fn check_patient(&mut self, claim: PatientClaim, now_ms: u64) -> Result<StaffMember, Error> {
        let link = self.link.as_ref().ok_or(Error::NotAllowed)?;
        link.check_root(&self.crypto, &claim.root_key)?;
        let host = claim.host.verify(StaffRole::Clinician, &self.crypto, &claim.root_key, now_ms)?;
        let keys = InvitationKeys::derive(&self.crypto, &link.secret, &claim.visit, &claim.seat)?;
        self.invited_to = Some((claim.root_key, claim.account));
        self.invitation = Some(Invited { keys, host: host.clone() });
        Ok(host)
    }

    /// After [`Self::make_account`], a patient: binds the account to the practice, and proves that the link's holder made its keys.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an invitation that was checked, or twice.
    pub fn enrol_patient(&mut self, contact: &Contact) -> Result<ClaimedPatient, Error> {
        let (invited, (root_key, _)) =
            self.invitation.as_ref().zip(self.invited_to.as_ref()).ok_or(Error::NotAllowed)?;
        let account = self.account.as_mut().ok_or(Error::NotAllowed)?;
        let vault = account.join_practice(&self.crypto, root_key)?;
        let keys = claim(&self.crypto, &invited.keys, account.id(), account.keys())?;
        let recovery_key = self.recovery_key.ok_or(Error::Internal)?.to_vec().into();
        let contact = self.sealed_contact(contact, &invited.host.seal_key)?;
        Ok(ClaimedPatient { keys, vault, recovery_key, contact })
    }

    /// A patient whose account is open: seals other contact data, for themselves and for the clinician of this certificate.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account; [`Error::BadCertificate`] if it is no clinician's of this practice.
    pub fn seal_contact(
        &self,
        contact: &Contact,
        clinician: &Certificate,
        now_ms: u64,
    ) -> Result<SealedContact, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        let root = account.practice().ok_or(Error::NotAllowed)?;
        let member = clinician.verify(StaffRole::Clinician, &self.crypto, root, now_ms)?;
        self.sealed_contact(contact, &member.seal_key)
    }

    /// Opens the own contact data.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account; [`Error::BadSealed`].
    pub fn open_contact(&self, sealed: &[u8]) -> Result<Contact, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        open_contact(&self.crypto, account.id(), account.sign_key(), &account.keys().seal, sealed)
    }

    /// A patient whose account is open: whether a clinician gave their word for these keys.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account; [`Error::BadCertificate`] if it is no clinician's of this practice, or about other keys.
    pub fn check_binding(&self, binding: &Binding, clinician: &Certificate, now_ms: u64) -> Result<StaffMember, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        let root = account.practice().ok_or(Error::NotAllowed)?;
        let member = clinician.verify(StaffRole::Clinician, &self.crypto, root, now_ms)?;
        let said = binding.verify(&self.crypto, &member.sign_key, account.id())?;
        let own = said.sign_key.as_slice() == account.sign_key() && said.seal_key.as_slice() == account.seal_key();
        if own { Ok(member) } else { Err(Error::BadCertificate) }
    }

    fn sealed_contact(&self, contact: &Contact, clinician: &[u8]) -> Result<SealedContact, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        let seal = |to: &[u8]| seal_contact(&self.crypto, account.id(), &account.keys().sign, to, contact);
        Ok(SealedContact { own: seal(account.seal_key())?, clinician: seal(clinician)? })
    }
}
