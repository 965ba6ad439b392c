//! `GET /api/accesses`, `POST /api/accesses/seen`: who opened marked visits, for the officer. Opening one is the clinic's business.

use std::sync::Arc;

use audit::{Act, Record};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use store::{KnownAccess, StoredAccess};
use visit::wire::{Access, AccessList, AccessesSeen, ErrorCode};
use visit::{Permission, Time};

use super::{Accounts, failed};
use crate::edge;
use crate::routes::refusal::{Body, Refusal, read};

/// Who opened marked visits.
pub(crate) async fn list(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
) -> Result<Json<AccessList>, Refusal> {
    let now = edge::now();
    let (who, _) = accounts.still_signed_in(now, &headers).await?;
    let entry = accounts.permit(now, &who, Permission::ReadAccesses, Act::ReadAccesses, Record::Accesses).await?;
    let known = accounts.store.accesses().await.map_err(failed)?;
    accounts.write_once(now, entry).await?;
    Ok(Json(AccessList { accesses: known.into_iter().map(shown).collect() }))
}

fn shown(KnownAccess { access, name, seen }: KnownAccess) -> Access {
    let StoredAccess { visit, staff, role, reason, at, .. } = access;
    Access { visit, account: staff, name, role, reason, at: at.wire(), seen }
}

/// An officer has looked at them, up to a moment that is not still to come; 400 for any other.
pub(crate) async fn seen(
    State(accounts): State<Arc<Accounts>>,
    headers: HeaderMap,
    body: Body<AccessesSeen>,
) -> Result<StatusCode, Refusal> {
    let AccessesSeen { up_to } = read(body)?;
    let now = edge::now();
    let who = accounts.signed_in(now, &headers).await?;
    let entry = accounts.permit(now, &who, Permission::ReadAccesses, Act::SeeAccesses, Record::Accesses).await?;
    // What comes after this was not looked at, and must not be said to be.
    if !(0.0..=now.wire()).contains(&up_to) {
        return Err(ErrorCode::Malformed.into());
    }
    let entries = [entry];
    accounts.store.see_accesses(Time(up_to as u64), now, &accounts.addition(&entries)).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}
