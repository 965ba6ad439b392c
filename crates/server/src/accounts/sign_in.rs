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
use visit::wire::{AccountInfo, EndSession, ErrorCode, SignIn, SignInOptions, SignOut};
use visit::{Permission, Time};

use super::audit::{by, first_role};
use super::network::Asker;
use super::proof::Asking;
use super::tries::Try;
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
    Asker(network): Asker,
    body: Body<Nothing>,
) -> Result<Json<SignInOptions>, Refusal> {
    let Nothing {} = read(body)?;
    if accounts.is_vacant() {
        return Err(ErrorCode::UnknownLink.into());
    }
    let now = edge::now();
    if !lock(&accounts.tries).begin(now, Try { at: None, network }) {
        return Err(ErrorCode::TooMany.into());
    }
    let ceremony = edge::token().ok_or(ErrorCode::Internal)?;
    let (options, state) = accounts.site.begin_sign_in().ok_or(ErrorCode::Internal)?;
    lock(&accounts.signing_in).begin(now, *ceremony.as_bytes(), state);
    Ok(Json(SignInOptions { ceremony, options }))
}

/// Signs in. An unknown passkey and an answer that does not verify are one refusal, after one time.
pub(crate) async fn finish(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    Asker(network): Asker,
    body: Body<SignIn>,
) -> Result<Response, Refusal> {
    let arrived = edge::instant();
    let sign_in = read(body)?;
    match accounts.sign_in(edge::now(), sign_in, &headers, Try { at: None, network }).await {
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

/// Ends another session of this account.
pub(crate) async fn end_session(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<EndSession>,
) -> Result<Json<AccountInfo>, Refusal> {
    let EndSession { session } = read(body)?;
    let now = edge::now();
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let own = who.member.staff.clone();
    let entry = accounts.permit(now, &who, Permission::EndSessions, Act::SignOut, Record::Account(own.clone())).await?;
    if session.as_bytes() == who.hash {
        return Err(accounts.denied(now, entry, ErrorCode::Conflict).await.into());
    }
    let others = accounts.sessions_but(&own, Some(&who.hash)).await?;
    let ended: Vec<_> = others.into_iter().filter(|hash| hash == session.as_bytes()).collect();
    if ended.is_empty() {
        return Err(accounts.denied(now, entry, ErrorCode::NotFound).await.into());
    }
    accounts.store.end_sessions(&ended, &accounts.addition(&[entry])).await.map_err(failed)?;
    accounts.tell_ended(ended);
    Ok(Json(accounts.info(&who.member, &who.hash).await?))
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
        counted: Try,
    ) -> Result<(AccountInfo, sessions::Begun), ErrorCode> {
        if !lock(&self.tries).begin(now, counted) {
            return Err(ErrorCode::TooMany);
        }
        let client = client_of(headers);
        let asking = Asking { now, client: &client, own: None };
        let (member, passkey) = self.by_passkey(asking, sign_in).await?;
        let begun = sessions::begin(now, &member.staff, &client).ok_or(ErrorCode::Internal)?;
        let done = self.store.sign_in(&passkey, &begun.session, &self.addition(&[asking.entry(&member)])).await;
        if !done.map_err(failed)? {
            return Err(ErrorCode::BadCredential);
        }
        self.came_in(now, counted);
        self.replace(now, headers, &client).await;
        Ok((self.info(&member, &begun.session.hash).await?, begun))
    }

    /// Gives back what a sign-in without a password counted: its beginning and its end.
    pub(super) fn came_in(&self, now: Time, counted: Try) {
        lock(&self.tries).give_back(now, counted);
        lock(&self.tries).give_back(now, counted);
    }

    /// Ends the session that this browser had before, if it had one: its page is gone, or has just signed in again.
    pub(super) async fn replace(&self, now: Time, headers: &HeaderMap, client: &Client) {
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
