//! `POST /api/enrolment`, `…/passkey`, `…/password`, `…/finish`: from a link to an account. The first link of a server founds its practice; what is special to patients is in `patients`.

use std::sync::Arc;

use audit::{Act, Client, Entry, Record};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use store::{FirstSignIn, StoredPasskey, StoredStaff};
use tokio::sync::oneshot;
use visit::ids::{StaffId, Token};
use visit::wire::{
    AccountInfo, Enrolled, Enrolment, EnrolmentInfo, EnrolmentPasskey, EnrolmentPassword, ErrorCode, LinkRequest,
    NewPasskey, PasskeyOptions, PasswordAnswer, StaffState,
};
use visit::{StaffRole, Time};

use super::audit::{by, first_role};
use super::patients::PatientLink;
use super::{Accounts, failed, limits, lock, sessions};
use crate::clinic::{Command, RETENTION_DAYS};
use crate::edge;
use crate::routes::client_of;
use crate::routes::refusal::{Body, Refusal, read};

/// Where an enrolment's link leads.
enum Link {
    FirstStart(StaffId),
    Colleague(Box<StoredStaff>),
    Patient(Box<PatientLink>),
}

impl Link {
    fn account(&self) -> &StaffId {
        match self {
            Link::FirstStart(account) => account,
            Link::Colleague(colleague) => &colleague.staff,
            Link::Patient(link) => &link.account,
        }
    }

    /// The entry of what is done with it; none with an invitation's, of which the clinic tells.
    fn entry(&self, now: Time, act: Act, client: &Client) -> Option<Entry> {
        Some(match self {
            Link::FirstStart(account) => by(now, account, StaffRole::Administrator, act, Record::Practice, client),
            Link::Colleague(colleague) => {
                let record = Record::Account(colleague.staff.clone());
                by(now, &colleague.staff, first_role(&colleague.roles), act, record, client)
            }
            Link::Patient(_) => return None,
        })
    }
}

/// What is behind a link; 404 for an unknown one, 410 for one that was used or is too old, 409 for an invitation's with which no account can be made.
pub(crate) async fn open(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<LinkRequest>,
) -> Result<Json<EnrolmentInfo>, Refusal> {
    let token = read(body)?.token;
    let now = edge::now();
    let client = client_of(&headers);
    let link = accounts.link(now, &token, &client, Act::OpenEnrolment).await?;
    let info = match &link {
        Link::FirstStart(account) => EnrolmentInfo::FirstStart { account: account.clone() },
        Link::Colleague(colleague) => accounts.invitation(colleague).await?,
        Link::Patient(link) => link.info(),
    };
    if let Some(entry) = link.entry(now, Act::OpenEnrolment, &client) {
        accounts.write_once(now, entry).await?;
    }
    Ok(Json(info))
}

/// What the passkey is made with. A patient's name is not the server's to know: their page puts it in.
pub(crate) async fn passkey(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<EnrolmentPasskey>,
) -> Result<Json<PasskeyOptions>, Refusal> {
    let EnrolmentPasskey { token, name } = read(body)?;
    let now = edge::now();
    let link = accounts.link(now, &token, &client_of(&headers), Act::Enrol).await?;
    let name = match &link {
        Link::Patient(link) => link.place.practice.name.clone(),
        Link::FirstStart(_) | Link::Colleague(_) => name,
    };
    limits::name(&name)?;
    let (options, ceremony) =
        accounts.site.begin_making(link.account(), &name, Vec::new()).ok_or(ErrorCode::Internal)?;
    lock(&accounts.enrolling).begin(now, edge::token_hash(&token), ceremony);
    Ok(Json(PasskeyOptions { options }))
}

/// The server's half of the password.
pub(crate) async fn password(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<EnrolmentPassword>,
) -> Result<Json<PasswordAnswer>, Refusal> {
    let EnrolmentPassword { token, request } = read(body)?;
    let link = accounts.link(edge::now(), &token, &client_of(&headers), Act::Enrol).await?;
    Ok(Json(PasswordAnswer { response: accounts.passwords.set(link.account(), &request)? }))
}

/// Makes the account, uses the link up, and signs in; a patient, who is a guest on this page, is not signed in.
pub(crate) async fn finish(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<Enrolment>,
) -> Result<Response, Refusal> {
    let (info, begun) = accounts.finish(edge::now(), read(body)?, &client_of(&headers)).await?;
    match begun {
        Some(begun) => Ok(([(SET_COOKIE, begun.cookie)], Json(info)).into_response()),
        None => Ok(Json(info).into_response()),
    }
}

impl Accounts {
    /// Where a link leads, for an act of which the log tells.
    async fn link(&self, now: Time, token: &Token, client: &Client, act: Act) -> Result<Link, ErrorCode> {
        let hash = edge::token_hash(token);
        if let Some(founding) = lock(&self.founding).as_ref().filter(|founding| founding.token_hash == hash) {
            return match founding.used {
                false => Ok(Link::FirstStart(founding.account.clone())),
                true => Err(ErrorCode::ExpiredLink),
            };
        }
        let Some(colleague) = self.store.invited(&hash).await.map_err(failed)? else {
            return Ok(Link::Patient(Box::new(self.patient_link(now, token, client, act).await?)));
        };
        let link = colleague.invitation.as_ref().ok_or(ErrorCode::UnknownLink)?;
        if colleague.state == StaffState::Invited && now < link.expires_at {
            Ok(Link::Colleague(Box::new(colleague)))
        } else {
            Err(ErrorCode::ExpiredLink)
        }
    }

    async fn invitation(&self, colleague: &StoredStaff) -> Result<EnrolmentInfo, ErrorCode> {
        let (practice, _) = self.store.practice().await.map_err(failed)?.ok_or(ErrorCode::Internal)?;
        let link = colleague.invitation.as_ref().ok_or(ErrorCode::UnknownLink)?;
        let inviter = self.store.member(&link.inviter).await.map_err(failed)?;
        let inviter = inviter.and_then(|inviter| inviter.certificate).ok_or(ErrorCode::Internal)?;
        let (account, name, roles) = (colleague.staff.clone(), colleague.name.clone(), colleague.roles.clone());
        Ok(EnrolmentInfo::Colleague { practice, account, name, roles, inviter })
    }

    async fn finish(
        &self,
        now: Time,
        enrolment: Enrolment,
        client: &Client,
    ) -> Result<(AccountInfo, Option<sessions::Begun>), ErrorCode> {
        let Enrolment { token, who, vault, passkey, password, recovery_key } = enrolment;
        limits::vault(&vault)?;
        limits::recovery_key(&recovery_key)?;
        if passkey.is_none() && password.is_none() {
            return Err(ErrorCode::Malformed);
        }
        let link = self.link(now, &token, client, Act::Enrol).await?;
        let account = link.account().clone();
        // First the password, whose user name may be taken: the passkey's ceremony, which is answered once, is not used up by that.
        let password = match password {
            Some(password) => Some(self.made(now, &account, password).await?),
            None => None,
        };
        let passkey = match passkey {
            Some(passkey) => Some(self.first_passkey(now, &token, &account, passkey).await?),
            None => None,
        };
        let begun = match &link {
            Link::Patient(_) => None,
            _ => Some(sessions::begin(now, &account, client).ok_or(ErrorCode::Internal)?),
        };
        let session = begun.as_ref().map(|begun| begun.session.clone());
        let first = FirstSignIn { vault, recovery_key, passkey, password, session };
        let entries: Vec<Entry> = link.entry(now, Act::Enrol, client).into_iter().collect();
        let member = match (link, who) {
            (Link::FirstStart(account), founder @ Enrolled::Founder { .. }) => {
                self.found(now, account, founder, &first, client).await?
            }
            (Link::Colleague(colleague), Enrolled::Colleague { keys }) => {
                limits::keys(&keys)?;
                let done = self.store.enrol(&colleague.staff, &keys, &first, &self.addition(&entries)).await;
                if !done.map_err(failed)? {
                    return Err(ErrorCode::ExpiredLink);
                }
                *colleague
            }
            (Link::Patient(link), Enrolled::Patient { account, keys, contact }) => {
                self.enrol_patient(token, *link, (account, keys, contact), first, client).await?
            }
            _ => return Err(ErrorCode::Malformed),
        };
        let own = begun.as_ref().map(|begun| begun.session.hash.as_slice()).unwrap_or_default();
        Ok((self.info(&member, own).await?, begun))
    }

    async fn first_passkey(
        &self,
        now: Time,
        token: &Token,
        account: &StaffId,
        passkey: NewPasskey,
    ) -> Result<StoredPasskey, ErrorCode> {
        limits::name(&passkey.name)?;
        let ceremony = lock(&self.enrolling).take(now, &edge::token_hash(token)).ok_or(ErrorCode::BadCredential)?;
        self.stored_passkey(now, account, passkey, &ceremony).await
    }

    /// Founds the practice, and has the clinic open.
    async fn found(
        &self,
        now: Time,
        account: StaffId,
        founder: Enrolled,
        first: &FirstSignIn,
        client: &Client,
    ) -> Result<StoredStaff, ErrorCode> {
        let Enrolled::Founder { practice, name, roles, certificate } = founder else {
            return Err(ErrorCode::Malformed);
        };
        limits::practice(&practice)?;
        limits::name(&name)?;
        limits::roles(&roles)?;
        limits::certificate(&certificate)?;
        if !roles.contains(&StaffRole::Administrator) {
            return Err(ErrorCode::Malformed);
        }
        let member = StoredStaff {
            staff: account.clone(),
            name,
            roles,
            state: StaffState::Active,
            certificate: Some(certificate),
            keys: None,
            invitation: None,
        };
        let entry = |act, record| by(now, &account, StaffRole::Administrator, act, record, client);
        let entries = [entry(Act::SetUp, Record::Practice), entry(Act::Enrol, Record::Account(account.clone()))];
        let done = self.store.found(&practice, RETENTION_DAYS, &member, first, &self.addition(&entries)).await;
        if let Some(founding) = lock(&self.founding).as_mut() {
            founding.used |= done.is_ok();
        }
        if !done.map_err(failed)? {
            return Err(ErrorCode::ExpiredLink);
        }
        let (reply, opened) = oneshot::channel();
        let sent = self.clinic.send(Command::Open { reply });
        // Should the clinic not open, the server ends, and opens it when it is started again.
        sent.map_err(|_| ErrorCode::Internal)?;
        opened.await.map_err(|_| ErrorCode::Internal)?;
        Ok(member)
    }
}
