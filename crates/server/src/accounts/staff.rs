//! `GET /api/staff`, `POST /api/staff/invite`, `…/certify`, `…/sign-out`, `…/end`: who works here.

use std::sync::Arc;

use audit::{Act, Entry, Reason, Record};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use store::{StoredInvitation, StoredStaff};
use visit::wire::{Certification, Colleague, Departure, ErrorCode, NewColleague, StaffList, StaffSignOut, StaffState};
use visit::{Permission, Span};

use super::{Accounts, failed, limits, passkeys};
use crate::clinic::Command;
use crate::edge;
use crate::routes::refusal::{Body, Refusal, read};

/// How long a colleague's link can be used. Lower hurries people on leave; higher leaves an unused way in open.
const LINK_VALID: Span = Span::minutes(7 * 24 * 60);

/// Everyone who works here.
pub(crate) async fn list(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
) -> Result<Json<StaffList>, Refusal> {
    let now = edge::now();
    let (who, _) = accounts.still_signed_in(now, &headers).await?;
    let entry = accounts.permit(now, &who, Permission::ReadStaff, Act::ReadStaff, Record::Staff).await?;
    let staff = accounts.store.staff().await.map_err(failed)?;
    let staff = staff.into_iter().map(|one| seen_by(&who.member, one)).collect();
    accounts.write_once(now, entry).await?;
    Ok(Json(StaffList { staff }))
}

/// A colleague as this reader sees them: a link's sealed secret is its inviter's.
fn seen_by(reader: &StoredStaff, one: StoredStaff) -> Colleague {
    let StoredStaff { staff, name, roles, state, keys, invitation, .. } = one;
    let expires_at = invitation.as_ref().filter(|_| state == StaffState::Invited).map(|link| link.expires_at.wire());
    let own = invitation.filter(|link| link.inviter == reader.staff);
    Colleague {
        account: staff,
        name,
        roles,
        state,
        expires_at,
        keys,
        sealed_secret: own.map(|link| link.sealed_secret),
    }
}

/// Invites a colleague; 409 if the account or the link is there already.
pub(crate) async fn invite(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<NewColleague>,
) -> Result<StatusCode, Refusal> {
    let now = edge::now();
    let who = accounts.signed_in(now, &headers).await?;
    let entry = accounts.permit(now, &who, Permission::ManageStaff, Act::InviteStaff, Record::Staff).await?;
    let NewColleague { account, name, roles, token_hash, sealed_secret } = read(body)?;
    limits::name(&name)?;
    limits::roles(&roles)?;
    limits::link(&token_hash, &sealed_secret)?;
    if !passkeys::is_account(&account) {
        return Err(ErrorCode::Malformed.into());
    }
    let invitation = StoredInvitation {
        token_hash: token_hash.as_bytes().to_vec(),
        inviter: who.member.staff,
        sealed_secret,
        expires_at: now + LINK_VALID,
    };
    let entries = [of(entry.clone(), Record::Account(account.clone()))];
    let colleague = StoredStaff {
        staff: account,
        name,
        roles,
        state: StaffState::Invited,
        certificate: None,
        keys: None,
        invitation: Some(invitation),
    };
    if accounts.store.invite(&colleague, &accounts.addition(&entries)).await.map_err(failed)? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(accounts.denied(now, entry, ErrorCode::Conflict).await.into())
    }
}

/// The same entry, of another record.
fn of(mut entry: Entry, record: Record) -> Entry {
    entry.record = record;
    entry
}

/// Certifies a colleague who has enrolled; 404 for nobody, 409 for one who has not, or is certified.
pub(crate) async fn certify(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<Certification>,
) -> Result<StatusCode, Refusal> {
    let now = edge::now();
    let who = accounts.signed_in(now, &headers).await?;
    let entry = accounts.permit(now, &who, Permission::ManageStaff, Act::CertifyStaff, Record::Staff).await?;
    let Certification { account, certificate, sealed_root } = read(body)?;
    limits::certificate(&certificate)?;
    let colleague = accounts.store.member(&account).await.map_err(failed)?;
    let Some(colleague) = colleague.filter(|colleague| !colleague.is_patient()) else {
        return Err(accounts.denied(now, entry, ErrorCode::NotFound).await.into());
    };
    limits::sealed_root(sealed_root.as_ref(), &colleague.roles)?;
    let entry = of(entry, Record::Account(account.clone()));
    let _order = accounts.order.lock().await;
    let entries = [entry.clone()];
    let done = accounts.store.certify(&account, &certificate, sealed_root.as_ref(), &accounts.addition(&entries)).await;
    if !done.map_err(failed)? {
        return Err(accounts.denied(now, entry, ErrorCode::Conflict).await.into());
    }
    if Permission::HoldVisits.is_given_to(&colleague.roles) {
        // Should the clinic be gone, so is the server in a moment.
        let _ = accounts.clinic.send(Command::Certified { staff: account, certificate });
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a colleague's sessions, wherever they are; 404 for nobody, 409 for oneself.
pub(crate) async fn sign_out(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<StaffSignOut>,
) -> Result<StatusCode, Refusal> {
    let now = edge::now();
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let entry = accounts.permit(now, &who, Permission::ManageStaff, Act::SignOut, Record::Staff).await?;
    let StaffSignOut { account } = read(body)?;
    let colleague = accounts.store.member(&account).await.map_err(failed)?;
    if colleague.is_none_or(|colleague| colleague.is_patient()) {
        return Err(accounts.denied(now, entry, ErrorCode::NotFound).await.into());
    }
    let entry = of(entry, Record::Account(account.clone()));
    if account == who.member.staff {
        return Err(accounts.denied(now, entry, ErrorCode::Conflict).await.into());
    }
    let ended = accounts.sessions_but(&account, None).await?;
    accounts.store.end_sessions(&ended, &accounts.addition(&[entry])).await.map_err(failed)?;
    accounts.tell_ended(ended);
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a colleague's access; 409 for oneself, for the last administrator, and for who has left.
///
/// Whom they invited and nobody confirmed goes with them: the secret to check those keys with was sealed to them alone.
pub(crate) async fn end(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<Departure>,
) -> Result<StatusCode, Refusal> {
    let now = edge::now();
    let _order = accounts.order.lock().await;
    let who = accounts.signed_in(now, &headers).await?;
    let entry = accounts.permit(now, &who, Permission::ManageStaff, Act::EndStaff, Record::Staff).await?;
    let Departure { account } = read(body)?;
    let staff = accounts.store.staff().await.map_err(failed)?;
    let Some(leaver) = staff.iter().find(|one| one.staff == account) else {
        return Err(accounts.denied(now, entry, ErrorCode::NotFound).await.into());
    };
    let entry = of(entry, Record::Account(account.clone()));
    if leaver.staff == who.member.staff || leaver.state == StaffState::Left {
        return Err(accounts.denied(now, entry, ErrorCode::Conflict).await.into());
    }
    let theirs = |one: &&StoredStaff| one.invitation.as_ref().is_some_and(|link| link.inviter == account);
    let pending: Vec<_> = staff.iter().filter(theirs).map(|one| one.staff.clone()).collect();
    let mut entries = vec![entry.clone()];
    entries.extend(pending.iter().map(|one| {
        let entry = of(entry.clone(), Record::Account(one.clone()));
        entry.turned(audit::Outcome::Done, Reason::of("inviterLeft"))
    }));
    let leaving: Vec<_> = std::iter::once(account).chain(pending).collect();
    if !accounts.store.end_access(&leaving, now, &accounts.addition(&entries)).await.map_err(failed)? {
        return Err(accounts.denied(now, entry, ErrorCode::Conflict).await.into());
    }
    let _ = accounts.clinic.send(Command::Departed { staff: leaving });
    Ok(StatusCode::NO_CONTENT)
}
