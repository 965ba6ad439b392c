//! `POST /api/sign-in`, `…/finish`, `/api/sign-out`, `/api/alive`, `GET /api/account`: coming, staying and going.

use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::{Act, Client, Reason, Record};
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::StoredPasskey;
use visit::wire::{AccountInfo, ErrorCode, SignIn, SignInOptions, SignOut, StaffState};
use visit::{Permission, Time};

use super::audit::{by, first_role};
use super::passkeys::Answer;
use super::{Accounts, failed, lock, sessions};
use crate::edge;
use crate::routes::client_of;
use crate::routes::refusal::{Body, Refusal, read};

/// When a refused sign-in is answered, from its arrival on: always then, so that the time tells nothing of why.
/// Lower leaves less room for a slow disk; higher keeps honest people waiting.
const REFUSED_AFTER: Duration = Duration::from_millis(250);

/// A request that says nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// What a passkey signs in with.
pub(crate) async fn begin(
    State(accounts): State<Arc<Accounts>>,
    body: Body<Nothing>,
) -> Result<Json<SignInOptions>, Refusal> {
    let Nothing {} = read(body)?;
    if accounts.is_vacant() {
        return Err(ErrorCode::UnknownLink.into());
    }
    let ceremony = edge::token().ok_or(ErrorCode::Internal)?;
    let (options, state) = accounts.site.begin_sign_in().ok_or(ErrorCode::Internal)?;
    lock(&accounts.signing_in).begin(edge::now(), *ceremony.as_bytes(), state);
    Ok(Json(SignInOptions { ceremony, options }))
}

/// Signs in. An unknown passkey and an answer that does not verify are one refusal, after one time.
pub(crate) async fn finish(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<SignIn>,
) -> Result<Response, Refusal> {
    let arrived = edge::instant();
    let sign_in = read(body)?;
    match accounts.sign_in(edge::now(), sign_in, &headers).await {
        Ok((info, begun)) => Ok(([(SET_COOKIE, begun.cookie)], Json(info)).into_response()),
        Err(code) => Err(refused(arrived, code).await),
    }
}

/// Says no to a sign-in, not before its time.
pub(super) async fn refused(arrived: Instant, code: ErrorCode) -> Refusal {
    tokio::time::sleep_until((arrived + REFUSED_AFTER).into()).await;
    code.into()
}

/// Ends this session, or all of this account's.
pub(crate) async fn sign_out(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<SignOut>,
) -> Result<Response, Refusal> {
    let SignOut { everywhere } = read(body)?;
    let now = edge::now();
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let own = who.member.staff.clone();
    let record = Record::Account(own.clone());
    let entry = accounts.permit(now, &who, Permission::OwnAccount, Act::SignOut, record).await?;
    let ended = if everywhere { accounts.sessions_but(&own, None).await? } else { vec![who.hash] };
    accounts.store.end_sessions(&ended, &accounts.addition(&[entry])).await.map_err(failed)?;
    accounts.tell_ended(ended);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, sessions::no_cookie())]).into_response())
}

/// A sign of life.
pub(crate) async fn alive(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<Nothing>,
) -> Result<StatusCode, Refusal> {
    let Nothing {} = read(body)?;
    accounts.signed_in(edge::now(), &headers).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The account that is signed in.
pub(crate) async fn account(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
) -> Result<Json<AccountInfo>, Refusal> {
    let now = edge::now();
    let (who, _) = accounts.still_signed_in(now, &headers).await?;
    let record = Record::Account(who.member.staff.clone());
    let entry = accounts.permit(now, &who, Permission::OwnAccount, Act::ReadAccount, record).await?;
    let info = accounts.info(&who.member, &who.hash).await?;
    accounts.write_once(now, entry).await?;
    Ok(Json(info))
}

impl Accounts {
    async fn sign_in(
        &self,
        now: Time,
        sign_in: SignIn,
        headers: &HeaderMap,
    ) -> Result<(AccountInfo, sessions::Begun), ErrorCode> {
        let SignIn { ceremony, credential } = sign_in;
        let client = client_of(headers);
        let state = lock(&self.signing_in).take(now, ceremony.as_bytes()).ok_or(ErrorCode::BadCredential)?;
        let answer = Answer::read(credential).ok_or(ErrorCode::BadCredential)?;
        let passkey = self.store.passkey(answer.credential_id()).await.map_err(failed)?;
        let passkey = passkey.ok_or(ErrorCode::BadCredential)?;
        let member = self.store.member(&passkey.staff).await.map_err(failed)?.ok_or(ErrorCode::BadCredential)?;
        let record = Record::Account(member.staff.clone());
        let entry = by(now, &member.staff, first_role(&member.roles), Act::SignIn, record, &client);
        let here = matches!(member.state, StaffState::Enrolled | StaffState::Active) && answer.is_of(&member.staff);
        let proof = self.site.finish_sign_in(&answer, state, &passkey.verifier).filter(|_| here);
        let Some(proof) = proof else {
            return Err(self.denied(now, entry, ErrorCode::BadCredential).await);
        };
        let begun = sessions::begin(now, &member.staff, &client).ok_or(ErrorCode::Internal)?;
        let passkey = StoredPasskey { verifier: proof.verifier, ..passkey };
        let done = self.store.sign_in(&passkey, &begun.session, &self.addition(&[entry])).await;
        if !done.map_err(failed)? {
            return Err(ErrorCode::BadCredential);
        }
        self.replace(now, headers, &client).await;
        Ok((self.info(&member, &begun.session.hash).await?, begun))
    }

    /// Ends the session that this browser had before, if it had one: its page is gone, or has just signed in again.
    async fn replace(&self, now: Time, headers: &HeaderMap, client: &Client) {
        let _order = self.order.lock().await;
        let Some(hash) = sessions::named_by(headers) else { return };
        let Ok(Some((_, member))) = self.store.session(&hash).await else { return };
        let record = Record::Account(member.staff.clone());
        let entry = by(now, &member.staff, first_role(&member.roles), Act::SignOut, record, client);
        let entry = entry.turned(audit::Outcome::Done, Reason::of("replaced"));
        // Should it fail, the old session ends when its time is over.
        if self.store.end_sessions(std::slice::from_ref(&hash), &self.addition(&[entry])).await.is_ok() {
            self.tell_ended(vec![hash]);
        }
    }
}
