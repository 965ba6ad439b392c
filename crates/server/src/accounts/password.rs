//! `POST /api/sign-in/password`, `…/finish`, and a password that was just set. What a password's exchange proves is in `proof` and `opaque`.

use std::sync::Arc;
use std::time::Duration;

use audit::Client;
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{AppendHeaders, IntoResponse, Response};
use store::{StoredPassword, StoredTotp};
use visit::Time;
use visit::ids::{StaffId, Token};
use visit::wire::{AccountInfo, ErrorCode, NewPassword, NewTotp, PasswordChallenge, PasswordFinish, PasswordSignIn};
use zeroize::Zeroizing;

use super::network::{Asker, Network};
use super::opaque::Whose;
use super::proof::{Asking, Begun};
use super::sign_in::refused;
use super::tries::{At, Try};
use super::{Accounts, failed, limits, lock, opaque, sessions, totp};
use crate::edge;
use crate::routes::client_of;
use crate::routes::refusal::{Body, Refusal, read};

/// When the beginning of a sign-in is answered, from its arrival on: always then, so that the time does not tell whether anybody has the user name.
/// Lower leaves less room for a slow disk; higher keeps honest people waiting.
const ANSWERED_AFTER: Duration = Duration::from_millis(100);

/// Begins to sign in. A user name that nobody has gets an answer as any other does.
pub(crate) async fn begin(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    Asker(network): Asker,
    body: Body<PasswordSignIn>,
) -> Result<Json<PasswordChallenge>, Refusal> {
    let arrived = edge::instant();
    let sign_in = read(body)?;
    if accounts.is_vacant() {
        return Err(ErrorCode::UnknownLink.into());
    }
    let begun = accounts.begin_with_password(edge::now(), &sign_in, &headers, network).await;
    tokio::time::sleep_until((arrived + ANSWERED_AFTER).into()).await;
    Ok(Json(begun?))
}

/// Signs in. What does not verify is one refusal, after one time.
pub(crate) async fn finish(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<PasswordFinish>,
) -> Result<Response, Refusal> {
    let arrived = edge::instant();
    let finish = read(body)?;
    match accounts.sign_in_with_password(edge::now(), &finish, &headers).await {
        Ok((info, cookies)) => {
            Ok((AppendHeaders(cookies.map(|cookie| (SET_COOKIE, cookie))), Json(info)).into_response())
        }
        Err(code) => Err(refused(arrived, code).await),
    }
}

impl Accounts {
    async fn begin_with_password(
        &self,
        now: Time,
        sign_in: &PasswordSignIn,
        headers: &HeaderMap,
        network: Option<Network>,
    ) -> Result<PasswordChallenge, ErrorCode> {
        let (_, folded_name) = limits::user_name(&sign_in.user_name)?;
        let device = sessions::device_of(headers).map(|token| edge::token_hash(&token));
        let known_on = match &device {
            Some(device) => self.store.known_on(device).await.map_err(failed)?,
            None => Vec::new(),
        };
        let password = self.store.password_named(&folded_name).await.map_err(failed)?;
        let owner = password.as_ref().filter(|password| known_on.contains(&password.staff));
        // Who guesses from elsewhere does not shut the owner out on a device of their own.
        let counted = match device.zip(owner) {
            Some((device, owner)) => Try { at: Some(At::device(&device, &owner.staff)), network: None },
            None => Try { at: Some(At::name(&folded_name)), network },
        };
        if !lock(&self.tries).begin(now, counted) {
            return Err(self.too_many(now, password.map(|password| password.staff), &client_of(headers)).await);
        }
        let whose = match &password {
            Some(password) => Whose::Account(&password.staff, &password.record),
            None => Whose::Nobody(&folded_name),
        };
        let (response, exchange) = self.passwords.begin(&whose, &sign_in.request)?;
        let ceremony = edge::token().ok_or(ErrorCode::Internal)?;
        let whose = password.map(|password| (password.staff, password.record));
        let begun = Begun { at: now, whose, exchange, counted, wrong_codes: 0 };
        lock(&self.by_password).begin(now, *ceremony.as_bytes(), begun);
        Ok(PasswordChallenge { ceremony, response })
    }

    /// Writes that there were too many tries at an account, which is how its log shows that somebody guesses.
    async fn too_many(&self, now: Time, staff: Option<StaffId>, client: &Client) -> ErrorCode {
        let member = match staff {
            Some(staff) => self.store.member(&staff).await.ok().flatten(),
            None => None,
        };
        match member {
            Some(member) => {
                let entry = Asking { now, client, own: None }.entry(&member);
                self.denied(now, entry, ErrorCode::TooMany).await
            }
            None => ErrorCode::TooMany,
        }
    }

    async fn sign_in_with_password(
        &self,
        now: Time,
        finish: &PasswordFinish,
        headers: &HeaderMap,
    ) -> Result<(AccountInfo, [HeaderValue; 2]), ErrorCode> {
        let client = client_of(headers);
        let asking = Asking { now, client: &client, own: None };
        let right = self.by_password(asking, finish).await?;
        let entry = asking.entry(&right.member).turned(audit::Outcome::Done, right.reason());
        let begun = sessions::begin(now, &right.member.staff, &client).ok_or(ErrorCode::Internal)?;
        let device = self.device(headers).await?;
        let cookie = sessions::device_cookie(&device).ok_or(ErrorCode::Internal)?;
        let hash = edge::token_hash(&device);
        let done =
            self.store.sign_in_with_password(&right.used(), &begun.session, &hash, &self.addition(&[entry])).await;
        if !done.map_err(failed)? {
            return Err(ErrorCode::BadCredential);
        }
        lock(&self.tries).give_back(now, right.counted);
        self.replace(now, headers, &client).await;
        Ok((self.info(&right.member, &begun.session.hash).await?, [begun.cookie, cookie]))
    }

    /// The token of the device that asks: the one it has, if somebody signed in with it here before, or a new one.
    async fn device(&self, headers: &HeaderMap) -> Result<Token, ErrorCode> {
        if let Some(token) = sessions::device_of(headers)
            && !self.store.known_on(&edge::token_hash(&token)).await.map_err(failed)?.is_empty()
        {
            return Ok(token);
        }
        edge::token().ok_or(ErrorCode::Internal)
    }

    /// A password that was just set, as it is kept. That its user name is taken is said here only, to who enrols or is signed in.
    pub(super) async fn made(&self, now: Time, staff: &StaffId, new: NewPassword) -> Result<StoredPassword, ErrorCode> {
        let (user_name, folded_name) = limits::user_name(&new.user_name)?;
        opaque::record(&new.record)?;
        let totp = match new.totp {
            Some(NewTotp { secret, code }) => {
                if !totp::is_secret(secret.as_bytes()) {
                    return Err(ErrorCode::Malformed);
                }
                let step = totp::step(secret.as_bytes(), &code, now).ok_or(ErrorCode::BadCredential)?;
                Some(StoredTotp { secret: Zeroizing::new(secret.as_bytes().to_vec()), step })
            }
            None => None,
        };
        let other = self.store.password_named(&folded_name).await.map_err(failed)?;
        if other.is_some_and(|other| other.staff != *staff) {
            return Err(ErrorCode::UserNameTaken);
        }
        let record = new.record.as_bytes().to_vec();
        Ok(StoredPassword { staff: staff.clone(), user_name, folded_name, record, totp, made_at: now, used_at: None })
    }
}
