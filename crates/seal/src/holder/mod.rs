//! An account holder's client: makes an account or opens it, founds the practice, invites colleagues and certifies them (`docs/protocol.md` §2.8–§2.10). What a desk does is [`Desk`]'s.

mod password;
mod patient;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::account::{Account, AuthenticatorKind, RecoveryCode, SealedAccount, Unlock};
use crate::bytes::{Bytes, Id, b64, framed};
use crate::certificate::{Certificate, StaffMember, StaffRole, VALID_MS};
use crate::colleague::{ClaimedKeys, Colleague, check_claim, claim, open_root, open_secret, seal_root, seal_secret};
use crate::desk::Desk;
use crate::link::{Link, RootKey};
use crate::password::{SettingPassword, UsingPassword};
use crate::practice::{LinkText, link_text};
use crate::{Crypto, Error};

pub use self::patient::{ClaimedPatient, PatientClaim, SealedContact};

/// The identifier of the recovery code among an account's authenticators: there is one.
const RECOVERY: &str = "recovery";

/// The identifier of the password: there is one.
const PASSWORD: &str = "password";

/// What opens an account, on its way from the person to the vault. No `Debug`.
enum Offered {
    /// A passkey, with the output of its PRF extension.
    Passkey { id: Id, secret: Zeroizing<Vec<u8>> },
    /// The password, by its export key.
    Password(Zeroizing<Vec<u8>>),
    /// The recovery code, as it was typed.
    Code(RecoveryCode),
}

/// What the server says of a colleague's link, as the client claims it.
pub struct EnrolmentClaim {
    /// The practice's root key.
    pub root_key: RootKey,
    /// The certificate of who invites.
    pub inviter: Certificate,
    /// The account to be made.
    pub account: Id,
}

/// What the server hands out of an account.
pub struct AccountClaim {
    /// The account.
    pub account: Id,
    /// The practice's root key.
    pub root_key: RootKey,
    /// Its certificate, if it has one.
    pub certificate: Option<Certificate>,
    /// Its vault.
    pub vault: SealedAccount,
    /// The highest revision of it that this device has seen, 0 if none.
    pub seen: u64,
}

/// What the first administrator hands to the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Founded {
    /// The practice's root public key.
    pub root_key: Bytes,
    /// Their own certificate.
    pub certificate: Certificate,
    /// Their vault.
    pub vault: SealedAccount,
    /// The public key of their recovery code.
    pub recovery_key: Bytes,
}

/// What a colleague hands to the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claimed {
    /// Their keys.
    pub keys: ClaimedKeys,
    /// Their vault.
    pub vault: SealedAccount,
    /// The public key of their recovery code.
    pub recovery_key: Bytes,
}

/// What becomes of an account's password.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PasswordChange {
    /// It stays as it is.
    Keep,
    /// It is the one just set, in place of any earlier one.
    Set,
    /// There is none any more.
    Remove,
}

/// What an administrator's client says of a colleague.
pub struct Certified {
    /// Their certificate.
    pub certificate: Certificate,
    /// The practice's root private key, sealed to them, if they are an administrator now.
    pub sealed_root: Option<Vec<u8>>,
}

/// Which ways in an account is to have: see [`Holder::change_ways`].
pub struct WaysChange<'a> {
    /// Adds the passkey that was just offered.
    pub add_passkey: bool,
    /// Removes passkeys, by their WebAuthn identifiers.
    pub remove: &'a [Bytes],
    /// What becomes of the password.
    pub password: PasswordChange,
    /// Makes a new recovery code; the old one is worth nothing afterwards.
    pub renew_code: bool,
}

/// Other ways into an account: what the server has to be told, and the new recovery code, which it must not see.
pub struct ChangedWays {
    /// The vault.
    pub vault: SealedAccount,
    /// The new recovery code, and its public key, if one was made.
    pub recovery: Option<(Zeroizing<String>, [u8; 32])>,
}

/// A colleague's link: what the server keeps of it, and what it must not see.
pub struct MadeColleague {
    /// The link.
    pub link: LinkText,
    /// SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// Its secret, sealed to the inviter.
    pub sealed_secret: Vec<u8>,
}

/// An account holder's client. No `Debug`.
pub struct Holder {
    crypto: Arc<Crypto>,
    /// A colleague's link; none at the first start, and when signing in.
    link: Option<Link>,
    /// What [`Self::check`] believed of the link.
    invited_to: Option<(RootKey, Id)>,
    /// What a patient's account is made in.
    invitation: Option<patient::Invited>,
    offered: Option<Offered>,
    /// A password that is being set, or signed in with: between two messages to the server.
    setting: Option<SettingPassword>,
    using: Option<UsingPassword>,
    account: Option<Account>,
    /// The public key of the recovery code that was made with the account.
    recovery_key: Option<[u8; 32]>,
    /// The account with other ways in, until the server has taken them.
    changed: Option<Account>,
    desk: Option<Desk>,
}

impl Holder {
    /// Nobody yet: to found a practice, or to sign in.
    pub fn new(crypto: Arc<Crypto>) -> Self {
        Self {
            crypto,
            link: None,
            invited_to: None,
            invitation: None,
            offered: None,
            setting: None,
            using: None,
            account: None,
            recovery_key: None,
            changed: None,
            desk: None,
        }
    }

    /// From the two halves of a colleague's link.
    ///
    /// # Errors
    /// [`Error::LinkDamaged`].
    pub fn with_link(crypto: Arc<Crypto>, token: &str, fragment: &str) -> Result<Self, Error> {
        let link = Link::parse(&crypto, token, fragment)?;
        Ok(Self::of_link(crypto, link))
    }

    pub(crate) fn of_link(crypto: Arc<Crypto>, link: Link) -> Self {
        Self { link: Some(link), ..Self::new(crypto) }
    }

    /// A colleague, first of all: compares the root key with the link's pin, and sees that an administrator invites.
    ///
    /// # Errors
    /// [`Error::PracticeMismatch`]; [`Error::BadCertificate`]; [`Error::NotAllowed`] without a link.
    pub fn check(&mut self, claim: EnrolmentClaim, now_ms: u64) -> Result<StaffMember, Error> {
        let link = self.link.as_ref().ok_or(Error::NotAllowed)?;
        link.check_root(&self.crypto, &claim.root_key)?;
        let inviter = claim.inviter.verify(StaffRole::Administrator, &self.crypto, &claim.root_key, now_ms)?;
        self.invited_to = Some((claim.root_key, claim.account));
        Ok(inviter)
    }

    /// Takes the secret of a passkey that was just made or used; `credential` is its WebAuthn identifier.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub fn offer_passkey(&mut self, credential: &[u8], secret: Zeroizing<Vec<u8>>) -> Result<(), Error> {
        self.offered = Some(Offered::Passkey { id: passkey_id(&self.crypto, credential)?, secret });
        Ok(())
    }

    /// Takes a recovery code as it was typed, and returns the public key that names its account to the server.
    ///
    /// # Errors
    /// [`Error::MistypedCode`].
    pub fn offer_code(&mut self, typed: &str) -> Result<[u8; 32], Error> {
        let code = RecoveryCode::parse(&self.crypto, typed).map_err(|_| Error::MistypedCode)?;
        let key = *code.sign_in_key(&self.crypto)?.public();
        self.offered = Some(Offered::Code(code));
        Ok(key)
    }

    /// Shows the server at `origin` that the code just offered is at hand, for its challenge.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without a code.
    pub fn sign_with_code(&self, challenge: &[u8], origin: &str) -> Result<[u8; 64], Error> {
        let Some(Offered::Code(code)) = &self.offered else { return Err(Error::NotAllowed) };
        code.sign_in_key(&self.crypto)?
            .sign_bytes(&framed("curtain/recovery-sign-in/v1", &[origin.as_bytes(), challenge]))
    }

    /// Makes an account's keys, which the passkey or password just offered opens, and a recovery code that is returned to be printed.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without either, or for another account than the link is for; [`Error::BadArgument`] if a passkey's secret is too short.
    pub fn make_account(&mut self, account: &Id) -> Result<Zeroizing<String>, Error> {
        let of_the_link = self.invited_to.as_ref().is_none_or(|(_, invited)| invited == account);
        if !of_the_link || self.link.is_some() != self.invited_to.is_some() {
            return Err(Error::NotAllowed);
        }
        let crypto = self.crypto.clone();
        let code = RecoveryCode::generate(&crypto)?;
        let unlocks = [self.unlock(account)?, code.unlock(&crypto, account, Id::try_from(RECOVERY)?)?];
        let (made, _) = Account::create(&crypto, account, &unlocks)?;
        self.account = Some(made);
        self.recovery_key = Some(*code.sign_in_key(&crypto)?.public());
        code.text(&crypto)
    }

    /// After [`Self::make_account`], at the first start: makes the practice's root key, and certifies the own keys with it.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] with a colleague's link, or twice; [`Error::BadArgument`] unless the roles have `Administrator` among them.
    pub fn found(&mut self, name: &str, roles: &[StaffRole], now_ms: u64) -> Result<Founded, Error> {
        let crypto = self.crypto.clone();
        if !roles.contains(&StaffRole::Administrator) {
            return Err(Error::BadArgument);
        }
        let account = self.account.as_mut().filter(|_| self.link.is_none()).ok_or(Error::NotAllowed)?;
        let (root_key, vault) = account.found_practice(&crypto)?;
        let own = Colleague { account: account.id().clone(), name: name.to_owned(), roles: roles.to_vec() };
        let certificate = certify(account, &own, account.sign_key(), account.seal_key(), now_ms)?;
        self.believe(&certificate, now_ms)?;
        let recovery_key = self.recovery_key.ok_or(Error::Internal)?.to_vec().into();
        Ok(Founded { root_key: root_key.as_bytes().to_vec().into(), certificate, vault, recovery_key })
    }

    /// After [`Self::make_account`], a colleague: binds the account to the practice, and proves that the link's holder made its keys.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without a link that was checked, or twice.
    pub fn enrol(&mut self) -> Result<Claimed, Error> {
        let (link, (root_key, _)) = self.link.as_ref().zip(self.invited_to.as_ref()).ok_or(Error::NotAllowed)?;
        if self.invitation.is_some() {
            return Err(Error::NotAllowed);
        }
        let account = self.account.as_mut().ok_or(Error::NotAllowed)?;
        let vault = account.join_practice(&self.crypto, root_key)?;
        let keys = claim(&self.crypto, &link.secret, account.id(), account.keys())?;
        Ok(Claimed { keys, vault, recovery_key: self.recovery_key.ok_or(Error::Internal)?.to_vec().into() })
    }

    /// Opens an account with the passkey, the password or the code just offered. With a certificate that makes it a clinician's, there is a desk from then on.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without any; [`Error::BadVault`]; [`Error::OldVault`]; [`Error::PracticeMismatch`] if the account is another practice's;
    /// [`Error::BadCertificate`].
    pub fn open(&mut self, claim: AccountClaim, now_ms: u64) -> Result<Option<StaffMember>, Error> {
        let unlock = self.unlock(&claim.account)?;
        let account = Account::open(&self.crypto, &claim.account, &unlock, &claim.vault, claim.seen)?;
        if account.practice() != Some(&claim.root_key) {
            return Err(Error::PracticeMismatch);
        }
        self.account = Some(account);
        claim.certificate.map(|certificate| self.believe(&certificate, now_ms)).transpose()
    }

    /// Takes what the practice says of the open account. With the role of a clinician, there is a desk from then on.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account; [`Error::BadCertificate`] if it is another's, for other keys, or by another root key.
    pub fn believe(&mut self, certificate: &Certificate, now_ms: u64) -> Result<StaffMember, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        let root = account.practice().ok_or(Error::NotAllowed)?;
        let member = certificate.verify_any_role(&self.crypto, root, now_ms)?;
        let own = &member.staff == account.id()
            && &member.sign_key == account.sign_key()
            && member.seal_key == account.seal_key();
        if !own {
            return Err(Error::BadCertificate);
        }
        self.desk = match member.roles.contains(&StaffRole::Clinician) {
            true => {
                let keys = account.keys().again(&self.crypto)?;
                Some(Desk::of_account(self.crypto.clone(), root.clone(), certificate.clone(), keys))
            }
            false => None,
        };
        Ok(member)
    }

    /// The desk of a clinician's account.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without one.
    pub fn desk(&mut self) -> Result<&mut Desk, Error> {
        self.desk.as_mut().ok_or(Error::NotAllowed)
    }

    /// Makes the vault with other ways in. They count from [`Self::keep_ways`] on, once the server has the new vault;
    /// until then this can be done again, from the same beginning.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account, without a passkey or password offered where one is to be added, and if neither would be left;
    /// [`Error::BadArgument`] for a passkey or password that is not there.
    pub fn change_ways(&mut self, change: &WaysChange<'_>) -> Result<ChangedWays, Error> {
        let crypto = self.crypto.clone();
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        let of = account.id().clone();
        let mut add = Vec::new();
        let passkeys = change.remove.iter().map(|credential| passkey_id(&crypto, credential.as_slice()));
        let mut remove = passkeys.collect::<Result<Vec<Id>, Error>>()?;
        let has = |id: &Id| account.authenticators().any(|(known, _)| known == id);
        if change.add_passkey {
            let offered = self.offered.as_ref().filter(|offered| matches!(offered, Offered::Passkey { .. }));
            add.push(unlock(&crypto, offered.ok_or(Error::NotAllowed)?, &of)?);
        }
        let password = Id::try_from(PASSWORD)?;
        match change.password {
            PasswordChange::Keep => {}
            PasswordChange::Set => {
                let offered = self.offered.as_ref().filter(|offered| matches!(offered, Offered::Password(_)));
                add.push(unlock(&crypto, offered.ok_or(Error::NotAllowed)?, &of)?);
                remove.extend(has(&password).then_some(password));
            }
            PasswordChange::Remove => remove.push(password),
        }
        let code = change.renew_code.then(|| RecoveryCode::generate(&crypto)).transpose()?;
        if let Some(code) = &code {
            let id = Id::try_from(RECOVERY)?;
            remove.extend(has(&id).then(|| id.clone()));
            add.push(code.unlock(&crypto, &of, id)?);
        }
        let (changed, vault) = account.changed(&crypto, &remove, &add)?;
        let recovery = code.map(|code| Ok((code.text(&crypto)?, *code.sign_in_key(&crypto)?.public())));
        let recovery = recovery.transpose()?;
        self.changed = Some(changed);
        Ok(ChangedWays { vault, recovery })
    }

    /// The server has taken the new vault.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] if none was made.
    pub fn keep_ways(&mut self) -> Result<(), Error> {
        self.account = Some(self.changed.take().ok_or(Error::NotAllowed)?);
        self.offered = None;
        Ok(())
    }

    /// How often the open account's vault was sealed.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account.
    pub fn revision(&self) -> Result<u64, Error> {
        Ok(self.account.as_ref().ok_or(Error::NotAllowed)?.revision())
    }

    /// Takes the practice's root private key, which an administrator handed on: the vault with it, which counts from [`Self::keep_ways`] on.
    /// None if the account holds it already.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account; [`Error::BadSecret`] if it is not this practice's, or not for this account.
    pub fn take_root(&mut self, sealed: &[u8]) -> Result<Option<SealedAccount>, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        if account.root().is_some() {
            return Ok(None);
        }
        let practice = account.practice().ok_or(Error::NotAllowed)?;
        let root = open_root(&self.crypto, account.keys(), account.id(), practice, sealed)?;
        let (changed, vault) = account.with_root(&self.crypto, root)?;
        self.changed = Some(changed);
        Ok(Some(vault))
    }

    /// Makes a link for a colleague: `/s/{token}#{fragment}`.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] without an open account that holds the practice's root key: nobody else could certify them later.
    pub fn invite(&self, colleague: &Colleague) -> Result<MadeColleague, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        let root_key = account.practice().filter(|_| account.root().is_some()).ok_or(Error::NotAllowed)?;
        let link = Link::generate(&self.crypto, root_key)?;
        Ok(MadeColleague {
            token_hash: link.token_hash(&self.crypto)?,
            sealed_secret: seal_secret(&self.crypto, account.keys(), colleague, &link.secret)?,
            link: link_text(&self.crypto, &link)?,
        })
    }

    /// Certifies a colleague whose keys the holder of their link made.
    ///
    /// # Errors
    /// [`Error::BadProof`] if somebody else made them, or if they were invited under another name or with other roles;
    /// [`Error::NotAllowed`] without the practice's root key.
    pub fn certify(
        &self,
        colleague: &Colleague,
        keys: &ClaimedKeys,
        sealed_secret: &[u8],
        now_ms: u64,
    ) -> Result<Certified, Error> {
        let account = self.account.as_ref().ok_or(Error::NotAllowed)?;
        let secret = open_secret(&self.crypto, account.keys(), colleague, sealed_secret)?;
        check_claim(&self.crypto, &secret, &colleague.account, keys)?;
        let sign_key = keys.sign_key.as_slice().try_into().map_err(|_| Error::BadProof)?;
        let certificate = certify(account, colleague, sign_key, keys.seal_key.as_slice(), now_ms)?;
        let administers = colleague.roles.contains(&StaffRole::Administrator);
        let root = account.root().filter(|_| administers);
        let sealed_root =
            root.map(|root| seal_root(&self.crypto, root, &colleague.account, keys.seal_key.as_slice())).transpose()?;
        Ok(Certified { certificate, sealed_root })
    }

    fn unlock(&mut self, account: &Id) -> Result<Unlock, Error> {
        unlock(&self.crypto, &self.offered.take().ok_or(Error::NotAllowed)?, account)
    }
}

fn unlock(crypto: &Crypto, offered: &Offered, account: &Id) -> Result<Unlock, Error> {
    match offered {
        Offered::Passkey { id, secret } => Unlock::new(crypto, AuthenticatorKind::Passkey, account, id.clone(), secret),
        Offered::Password(export_key) => {
            Unlock::new(crypto, AuthenticatorKind::Password, account, Id::try_from(PASSWORD)?, export_key)
        }
        Offered::Code(code) => code.unlock(crypto, account, Id::try_from(RECOVERY)?),
    }
}

/// A passkey among an account's authenticators.
fn passkey_id(crypto: &Crypto, credential: &[u8]) -> Result<Id, Error> {
    Id::try_from(b64(&crypto.sha256(credential)?[..16]))
}

fn certify(
    by: &Account,
    whom: &Colleague,
    sign_key: &[u8; 32],
    seal_key: &[u8],
    now_ms: u64,
) -> Result<Certificate, Error> {
    let member = StaffMember {
        staff: whom.account.clone(),
        name: whom.name.clone(),
        roles: whom.roles.clone(),
        sign_key: *sign_key,
        seal_key: seal_key.to_vec(),
        not_after: now_ms.saturating_add(VALID_MS),
    };
    member.certify(by.root().ok_or(Error::NotAllowed)?)
}
