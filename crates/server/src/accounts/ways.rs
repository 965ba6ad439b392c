//! `POST /api/sign-in/code`, `/api/account/passkey`, `/api/account/password`, `/api/account/ways`: the recovery code as a way in, and how the ways into an account change.

use std::sync::Arc;

use audit::{Act, Reason, Record};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use store::{StoredPasskey, StoredPasswordChange, StoredWays};
use visit::ids::StaffId;
use visit::wire::{
    AccountInfo, ErrorCode, NewPasskey, PasskeyOptions, PasswordAnswer, PasswordChange, PasswordRequest,
    SignInWithCode, WaysChanged,
};
use visit::{Permission, Time};
use webauthn_rs::prelude::PasskeyRegistration;

use super::network::Asker;
use super::proof::Asking;
use super::sign_in::{Nothing, refused};
use super::tries::{At, Try};
use super::{Accounts, SignedIn, failed, limits, lock, sessions};
use crate::edge;
use crate::routes::client_of;
use crate::routes::refusal::{Body, Refusal, read};

/// Passkeys that one change may remove: all that an account can have.
const MAX_REMOVED: usize = 12;

/// Signs in. An unknown code and a signature that does not hold are one refusal, after one time.
pub(crate) async fn with_code(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    Asker(network): Asker,
    body: Body<SignInWithCode>,
) -> Result<Response, Refusal> {
    let arrived = edge::instant();
    let sign_in = read(body)?;
    let (now, client) = (edge::now(), client_of(&headers));
    let asking = Asking { now, client: &client, own: None };
    match accounts.sign_in_with_code(asking, &sign_in, Try { at: None, network }).await {
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
    let entry = accounts.permit(now, &who, Permission::ChangeWays, Act::ReadAccount, record).await?;
    let known = accounts.store.passkeys_of(&who.member.staff).await.map_err(failed)?;
    let known = known.into_iter().map(|passkey| passkey.credential.as_bytes().to_vec()).collect();
    let name = accounts.name_for_passkey(&who.member).await?;
    let begun = accounts.site.begin_making(&who.member.staff, &name, known);
    let (options, ceremony) = begun.ok_or(ErrorCode::Internal)?;
    accounts.write_once(now, entry).await?;
    lock(&accounts.adding).begin(now, who.hash, ceremony);
    Ok(Json(PasskeyOptions { options }))
}

/// The server's half of a new password. What is asked for is kept by `change` only.
pub(crate) async fn password(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<PasswordRequest>,
) -> Result<Json<PasswordAnswer>, Refusal> {
    let now = edge::now();
    let who = accounts.signed_in(now, &headers).await?;
    let record = Record::Account(who.member.staff.clone());
    let entry = accounts.permit(now, &who, Permission::ChangeWays, Act::ChangeWays, record).await?;
    let PasswordRequest { request } = read(body)?;
    if !lock(&accounts.tries).begin(now, Try { at: Some(At::own(&who.member.staff)), network: None }) {
        return Err(accounts.denied(now, entry, ErrorCode::TooMany).await.into());
    }
    Ok(Json(PasswordAnswer { response: accounts.passwords.set(&who.member.staff, &request)? }))
}

/// Gives the account other ways in; 409 if its vault is another than the one that is replaced, neither a passkey nor a password would be
/// left, or another account has the user name.
pub(crate) async fn change(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<WaysChanged>,
) -> Result<Json<AccountInfo>, Refusal> {
    let now = edge::now();
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let record = Record::Account(who.member.staff.clone());
    let entry = accounts.permit(now, &who, Permission::ChangeWays, Act::ChangeWays, record).await?;
    match accounts.change_ways(now, &who, read(body)?, &entry).await {
        Ok(info) => Ok(Json(info)),
        Err(code) => Err(accounts.denied(now, entry, code).await.into()),
    }
}

impl Accounts {
    async fn sign_in_with_code(
        &self,
        asking: Asking<'_>,
        sign_in: &SignInWithCode,
        counted: Try,
    ) -> Result<(AccountInfo, sessions::Begun), ErrorCode> {
        if !lock(&self.tries).begin(asking.now, counted) {
            return Err(ErrorCode::TooMany);
        }
        let member = self.by_code(asking, sign_in).await?;
        let entry = asking.entry(&member).turned(audit::Outcome::Done, Reason::of("recoveryCode"));
        let begun = sessions::begin(asking.now, &member.staff, asking.client).ok_or(ErrorCode::Internal)?;
        let _order = self.order.lock().await;
        let ended = self.sessions_but(&member.staff, None).await?;
        let done = self.store.sign_in_with_code(&sign_in.key, &begun.session, &self.addition(&[entry])).await;
        if !done.map_err(failed)? {
            return Err(ErrorCode::BadCredential);
        }
        self.tell_ended(ended);
        self.came_in(asking.now, counted);
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
        let WaysChanged { was, vault, passkey, remove, password, recovery_key } = change;
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
        // First the password, whose user name may be taken: the passkey's ceremony, which is answered once, is not used up by that.
        let password = match password {
            Some(PasswordChange::Set { password }) => {
                Some(StoredPasswordChange::Set(self.made(now, own, password).await?))
            }
            Some(PasswordChange::Remove) => Some(StoredPasswordChange::Remove),
            None => None,
        };
        let add = match passkey {
            Some(passkey) => Some(self.added(now, who, passkey).await?),
            None => None,
        };
        // Who was shut out is out everywhere.
        let shuts_out = !remove.is_empty() || password.is_some();
        let end = if shuts_out { self.sessions_but(own, Some(&who.hash)).await? } else { Vec::new() };
        let remove = remove.iter().map(|credential| credential.as_bytes().to_vec()).collect();
        let ways = StoredWays { was: there, vault, add, remove, password, recovery_key, end };
        if !self.store.change_ways(own, &ways, &self.addition(std::slice::from_ref(entry))).await.map_err(failed)? {
            return Err(ErrorCode::Conflict);
        }
        self.tell_ended(ways.end);
        self.info(&who.member, &who.hash).await
    }

    async fn added(&self, now: Time, who: &SignedIn, passkey: NewPasskey) -> Result<StoredPasskey, ErrorCode> {
        limits::name(&passkey.name)?;
        let ceremony = lock(&self.adding).take(now, &who.hash).ok_or(ErrorCode::BadCredential)?;
        self.stored_passkey(now, &who.member.staff, passkey, &ceremony).await
    }

    /// A passkey that was just made, as it is kept; none that is known already.
    pub(super) async fn stored_passkey(
        &self,
        now: Time,
        staff: &StaffId,
        passkey: NewPasskey,
        ceremony: &PasskeyRegistration,
    ) -> Result<StoredPasskey, ErrorCode> {
        let made = self.site.finish_making(passkey.credential, ceremony).ok_or(ErrorCode::BadCredential)?;
        if self.store.passkey(&made.credential_id).await.map_err(failed)?.is_some() {
            return Err(ErrorCode::BadCredential);
        }
        Ok(StoredPasskey {
            credential_id: made.credential_id,
            staff: staff.clone(),
            name: passkey.name,
            verifier: made.verifier,
            made_at: now,
        })
    }
}
