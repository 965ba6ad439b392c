//! `POST /api/account/proof`, and what all proofs have in common: whether a passkey, a password or a recovery code shows who someone is.
//! The sessions that follow from one are made in `sign_in`, `password` and `ways`.

use std::sync::Arc;

use audit::{Act, Client, Entry, Reason, Record};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use ed25519_dalek::{Signature, VerifyingKey};
use store::{StoredPasskey, StoredStaff, UsedPassword, UsedProof};
use visit::ids::{Opaque, StaffId};
use visit::wire::{ErrorCode, PasswordFinish, Proof, SignIn, SignInWithCode, StaffState};
use visit::{Permission, Time};

use super::audit::{by, first_role};
use super::network::Asker;
use super::opaque::Exchange;
use super::passkeys::Answer;
use super::sign_in::refused;
use super::tries::Try;
use super::{Accounts, SignedIn, failed, lock, totp};
use crate::edge;
use crate::routes::refusal::{Body, Refusal, read};

/// What the code's signature is over, before origin and challenge (`docs/protocol.md` §2.8).
const LABEL: &[u8] = b"curtain/recovery-sign-in/v1";

/// Wrong codes of an app after one right password. Lower makes people type their password again who mistype codes; higher gives more guesses.
const WRONG_CODES: u8 = 5;

/// Who wants to show who they are, and what for.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) now: Time,
    pub(super) client: &'a Client,
    /// Who is signed in already; nobody where it is to sign in.
    pub(super) own: Option<&'a SignedIn>,
}

impl Asking<'_> {
    /// The entry that tells of it: in the name of who is signed in, or else of whose account it is.
    pub(super) fn entry(&self, member: &StoredStaff) -> Entry {
        let (member, act) = self.own.map_or((member, Act::SignIn), |own| (&own.member, Act::ProveAgain));
        let record = Record::Account(member.staff.clone());
        by(self.now, &member.staff, first_role(&member.roles), act, record, self.client)
    }

    /// Whether this member may come in by it.
    fn admits(&self, member: &StoredStaff) -> bool {
        let here = matches!(member.state, StaffState::Enrolled | StaffState::Active);
        here && self.own.is_none_or(|own| own.member.staff == member.staff)
    }
}

/// A sign-in with a password that was begun.
pub(super) struct Begun {
    pub(super) at: Time,
    /// Whose password it is, and the record it is tried against; none where nobody has the user name.
    pub(super) whose: Option<(StaffId, Vec<u8>)>,
    pub(super) exchange: Exchange,
    pub(super) counted: Try,
    pub(super) wrong_codes: u8,
}

/// A password that is right, with its code where one is asked for; not written down as used yet.
pub(super) struct Right {
    pub(super) member: StoredStaff,
    record: Vec<u8>,
    step: Option<i64>,
    pub(super) counted: Try,
}

impl Right {
    pub(super) fn used(&self) -> UsedPassword<'_> {
        UsedPassword { staff: &self.member.staff, record: &self.record, step: self.step }
    }

    /// What the log calls it.
    pub(super) fn reason(&self) -> Option<Reason> {
        Reason::of(if self.step.is_some() { "passwordAndCode" } else { "password" })
    }
}

/// Shows again who is signed in. What does not verify is one refusal, after one time.
pub(crate) async fn prove(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    Asker(network): Asker,
    body: Body<Proof>,
) -> Result<StatusCode, Refusal> {
    let arrived = edge::instant();
    let now = edge::now();
    let who = accounts.signed_in(now, &headers).await?;
    let record = Record::Account(who.member.staff.clone());
    accounts.permit(now, &who, Permission::OwnAccount, Act::ProveAgain, record).await?;
    let proof = read(body)?;
    let asking = Asking { now, client: &who.client, own: Some(&who) };
    match accounts.prove(asking, &who, proof, Try { at: None, network }).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(code) => Err(refused(arrived, code).await),
    }
}

impl Accounts {
    async fn prove(&self, asking: Asking<'_>, who: &SignedIn, proof: Proof, begun: Try) -> Result<(), ErrorCode> {
        let kept = async |used: UsedProof<'_>, reason| {
            let entry = asking.entry(&who.member).turned(audit::Outcome::Done, reason);
            let done = self.store.prove(&who.hash, &used, asking.now, &self.addition(&[entry])).await;
            if done.map_err(failed)? { Ok(()) } else { Err(ErrorCode::BadCredential) }
        };
        match proof {
            Proof::Passkey { sign_in } => {
                let (_, passkey) = self.by_passkey(asking, sign_in).await?;
                kept(UsedProof::Passkey(&passkey), Reason::of("passkey")).await?;
                lock(&self.tries).give_back(asking.now, begun);
            }
            Proof::Password { finish } => {
                let right = self.by_password(asking, &finish).await?;
                kept(UsedProof::Password(right.used()), right.reason()).await?;
                lock(&self.tries).give_back(asking.now, right.counted);
            }
            Proof::Code { sign_in } => {
                let member = self.by_code(asking, &sign_in).await?;
                let used = UsedProof::Code { staff: &member.staff, key: &sign_in.key };
                kept(used, Reason::of("recoveryCode")).await?;
                lock(&self.tries).give_back(asking.now, begun);
            }
        }
        Ok(())
    }

    /// Whose passkey this is, and the passkey with its counter as it is now.
    pub(super) async fn by_passkey(
        &self,
        asking: Asking<'_>,
        sign_in: SignIn,
    ) -> Result<(StoredStaff, StoredPasskey), ErrorCode> {
        let SignIn { ceremony, credential } = sign_in;
        let state = lock(&self.signing_in).take(asking.now, ceremony.as_bytes()).ok_or(ErrorCode::BadCredential)?;
        let answer = Answer::read(credential).ok_or(ErrorCode::BadCredential)?;
        let passkey = self.store.passkey(answer.credential_id()).await.map_err(failed)?;
        let passkey = passkey.ok_or(ErrorCode::BadCredential)?;
        let member = self.store.member(&passkey.staff).await.map_err(failed)?.ok_or(ErrorCode::BadCredential)?;
        let here = asking.admits(&member) && answer.is_of(&member.staff);
        match self.site.finish_sign_in(&answer, state, &passkey.verifier).filter(|_| here) {
            Some(proof) => Ok((member, StoredPasskey { verifier: proof.verifier, ..passkey })),
            None => Err(self.denied(asking.now, asking.entry(&member), ErrorCode::BadCredential).await),
        }
    }

    /// Whose recovery code this is.
    pub(super) async fn by_code(&self, asking: Asking<'_>, sign_in: &SignInWithCode) -> Result<StoredStaff, ErrorCode> {
        let SignInWithCode { ceremony, key, signature } = sign_in;
        let open = lock(&self.signing_in).take(asking.now, ceremony.as_bytes());
        open.ok_or(ErrorCode::BadCredential)?;
        let member = self.store.recovered_by(key).await.map_err(failed)?.ok_or(ErrorCode::BadCredential)?;
        if asking.admits(&member) && signed(self.site.url(), ceremony.as_bytes(), key, signature) {
            return Ok(member);
        }
        let entry = asking.entry(&member).turned(audit::Outcome::Done, Reason::of("recoveryCode"));
        Err(self.denied(asking.now, entry, ErrorCode::BadCredential).await)
    }

    /// Whose password this is. Where only its code is missing or wrong, the attempt stays, for a few codes more.
    pub(super) async fn by_password(&self, asking: Asking<'_>, finish: &PasswordFinish) -> Result<Right, ErrorCode> {
        let PasswordFinish { ceremony, finalization, code } = finish;
        let now = asking.now;
        let mut begun = lock(&self.by_password).take(now, ceremony.as_bytes()).ok_or(ErrorCode::BadCredential)?;
        let right = self.passwords.is_right(&begun.exchange, finalization);
        let (staff, record) = begun.whose.clone().ok_or(ErrorCode::BadCredential)?;
        let member = self.store.member(&staff).await.map_err(failed)?.ok_or(ErrorCode::BadCredential)?;
        let password = self.store.password_of(&staff).await.map_err(failed)?;
        let password = password.filter(|password| right && password.record == record && asking.admits(&member));
        let Some(password) = password else {
            return Err(self.denied(now, asking.entry(&member), ErrorCode::BadCredential).await);
        };
        let step = match (&password.totp, code) {
            (None, _) => None,
            (Some(_), None) => {
                lock(&self.by_password).begin(begun.at, *ceremony.as_bytes(), begun);
                return Err(ErrorCode::CodeNeeded);
            }
            (Some(app), Some(code)) => {
                let Some(step) = totp::step(&app.secret, code, now).filter(|step| *step > app.step) else {
                    lock(&self.tries).fail(now, begun.counted);
                    begun.wrong_codes += 1;
                    if begun.wrong_codes < WRONG_CODES {
                        lock(&self.by_password).begin(begun.at, *ceremony.as_bytes(), begun);
                    }
                    return Err(self.denied(now, asking.entry(&member), ErrorCode::BadCredential).await);
                };
                Some(step)
            }
        };
        Ok(Right { member, record, step, counted: begun.counted })
    }
}

/// Whether the holder of a recovery code signed this challenge for this site.
fn signed(origin: &str, challenge: &[u8], key: &Opaque, signature: &Opaque) -> bool {
    let key = key.as_bytes().try_into().ok().and_then(|bytes| VerifyingKey::from_bytes(bytes).ok());
    let signature = Signature::from_slice(signature.as_bytes()).ok();
    let said = [LABEL, b"\0", origin.as_bytes(), b"\0", challenge].concat();
    key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(&said, &signature).is_ok())
}
