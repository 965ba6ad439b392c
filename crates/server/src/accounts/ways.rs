//! `POST /api/sign-in/code`, `/api/account/passkey`, `/api/account/ways`: the recovery code as a way in, and how the ways into an account change.

use std::sync::Arc;

use audit::{Act, Client, Reason, Record};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};
use store::{StoredPasskey, StoredWays};
use visit::ids::Opaque;
use visit::wire::{AccountInfo, ErrorCode, NewPasskey, PasskeyOptions, SignInWithCode, StaffState, WaysChanged};
use visit::{Permission, Time};

use super::audit::{by, first_role};
use super::sign_in::{Nothing, refused};
use super::{Accounts, SignedIn, failed, limits, lock, sessions};
use crate::edge;
use crate::routes::client_of;
use crate::routes::refusal::{Body, Refusal, read};

/// What the code's signature is over, before origin and challenge (`docs/protocol.md` §2.8).
const LABEL: &[u8] = b"curtain/recovery-sign-in/v1";

/// Passkeys that one change may remove: all that an account can have.
const MAX_REMOVED: usize = 12;

/// Signs in. An unknown code and a signature that does not hold are one refusal, after one time.
pub(crate) async fn with_code(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<SignInWithCode>,
) -> Result<Response, Refusal> {
    let arrived = edge::instant();
    let sign_in = read(body)?;
    match accounts.sign_in_with_code(edge::now(), &sign_in, &client_of(&headers)).await {
        Ok((info, begun)) => Ok(([(SET_COOKIE, begun.cookie)], Json(info)).into_response()),
        Err(code) => Err(refused(arrived, code).await),
    }
}

/// What a further passkey is made with.
pub(crate) async fn passkey(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<Nothing>,
) -> Result<Json<PasskeyOptions>, Refusal> {
    let Nothing {} = read(body)?;
    let now = edge::now();
    let who = accounts.signed_in(now, &headers).await?;
    let record = Record::Account(who.member.staff.clone());
    let entry = accounts.permit(now, &who, Permission::OwnAccount, Act::ReadAccount, record).await?;
    let known = accounts.store.passkeys_of(&who.member.staff).await.map_err(failed)?;
    let known = known.into_iter().map(|passkey| passkey.credential.as_bytes().to_vec()).collect();
    let begun = accounts.site.begin_making(&who.member.staff, &who.member.name, known);
    let (options, ceremony) = begun.ok_or(ErrorCode::Internal)?;
    accounts.write_once(now, entry).await?;
    lock(&accounts.adding).begin(now, who.hash, ceremony);
    Ok(Json(PasskeyOptions { options }))
}

/// Gives the account other ways in; 409 if its vault is another than the one that is replaced, or no passkey would be left.
pub(crate) async fn change(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<WaysChanged>,
) -> Result<Json<AccountInfo>, Refusal> {
    let now = edge::now();
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let record = Record::Account(who.member.staff.clone());
    let entry = accounts.permit(now, &who, Permission::OwnAccount, Act::ChangeWays, record).await?;
    match accounts.change_ways(now, &who, read(body)?, &entry).await {
        Ok(info) => Ok(Json(info)),
        Err(code) => Err(accounts.denied(now, entry, code).await.into()),
    }
}

impl Accounts {
    async fn sign_in_with_code(
        &self,
        now: Time,
        sign_in: &SignInWithCode,
        client: &Client,
    ) -> Result<(AccountInfo, sessions::Begun), ErrorCode> {
        let SignInWithCode { ceremony, key, signature } = sign_in;
        let open = lock(&self.signing_in).take(now, ceremony.as_bytes());
        open.ok_or(ErrorCode::BadCredential)?;
        let member = self.store.recovered_by(key).await.map_err(failed)?.ok_or(ErrorCode::BadCredential)?;
        let record = Record::Account(member.staff.clone());
        let entry = by(now, &member.staff, first_role(&member.roles), Act::SignIn, record, client);
        let entry = entry.turned(audit::Outcome::Done, Reason::of("recoveryCode"));
        let here = matches!(member.state, StaffState::Enrolled | StaffState::Active);
        if !here || !signed(self.site.url(), ceremony.as_bytes(), key, signature) {
            return Err(self.denied(now, entry, ErrorCode::BadCredential).await);
        }
        let begun = sessions::begin(now, &member.staff, client).ok_or(ErrorCode::Internal)?;
        let _order = self.order.lock().await;
        let ended = self.sessions_but(&member.staff, None).await?;
        let done = self.store.sign_in_with_code(key, &begun.session, &self.addition(&[entry])).await;
        if !done.map_err(failed)? {
            return Err(ErrorCode::BadCredential);
        }
        self.tell_ended(ended);
        Ok((self.info(&member, &begun.session.hash).await?, begun))
    }

    /// The caller holds `order`.
    async fn change_ways(
        &self,
        now: Time,
        who: &SignedIn,
        change: WaysChanged,
        entry: &audit::Entry,
    ) -> Result<AccountInfo, ErrorCode> {
        let WaysChanged { was, vault, passkey, remove, recovery_key } = change;
        limits::vault(&vault)?;
        recovery_key.as_ref().map_or(Ok(()), limits::recovery_key)?;
        if remove.len() > MAX_REMOVED {
            return Err(ErrorCode::TooLarge);
        }
        let own = &who.member.staff;
        let there = self.store.vault(own).await.map_err(failed)?.ok_or(ErrorCode::Conflict)?.vault;
        if Sha256::digest(there.as_bytes()).as_slice() != was.as_bytes() {
            return Err(ErrorCode::Conflict);
        }
        let add = match passkey {
            Some(passkey) => Some(self.added(now, who, passkey).await?),
            None => None,
        };
        // Who was shut out is out everywhere.
        let end = if remove.is_empty() { Vec::new() } else { self.sessions_but(own, Some(&who.hash)).await? };
        let remove = remove.iter().map(|credential| credential.as_bytes().to_vec()).collect();
        let ways = StoredWays { was: there, vault, add, remove, recovery_key, end };
        if !self.store.change_ways(own, &ways, &self.addition(std::slice::from_ref(entry))).await.map_err(failed)? {
            return Err(ErrorCode::Conflict);
        }
        self.tell_ended(ways.end);
        self.info(&who.member, &who.hash).await
    }

    async fn added(&self, now: Time, who: &SignedIn, passkey: NewPasskey) -> Result<StoredPasskey, ErrorCode> {
        limits::name(&passkey.name)?;
        let ceremony = lock(&self.adding).take(now, &who.hash).ok_or(ErrorCode::BadCredential)?;
        let made = self.site.finish_making(passkey.credential, &ceremony).ok_or(ErrorCode::BadCredential)?;
        if self.store.passkey(&made.credential_id).await.map_err(failed)?.is_some() {
            return Err(ErrorCode::BadCredential);
        }
        Ok(StoredPasskey {
            credential_id: made.credential_id,
            staff: who.member.staff.clone(),
            name: passkey.name,
            verifier: made.verifier,
            made_at: now,
        })
    }
}

/// Whether the holder of a recovery code signed this challenge for this site.
fn signed(origin: &str, challenge: &[u8], key: &Opaque, signature: &Opaque) -> bool {
    let key = key.as_bytes().try_into().ok().and_then(|bytes| VerifyingKey::from_bytes(bytes).ok());
    let signature = Signature::from_slice(signature.as_bytes()).ok();
    let said = [LABEL, b"\0", origin.as_bytes(), b"\0", challenge].concat();
    key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(&said, &signature).is_ok())
}
