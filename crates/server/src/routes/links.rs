//! `POST /api/invitation` and `POST /api/desk`: what is behind a link, before there is a connection.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use tokio::sync::oneshot;
use visit::wire::{DeskInfo, ErrorCode, InvitationInfo, LinkRequest};

use super::App;
use super::refusal::{Body, Refusal, read};
use crate::clinic::Command;

async fn ask<T>(
    app: &App,
    command: impl FnOnce(oneshot::Sender<Result<T, ErrorCode>>) -> Command,
) -> Result<Json<T>, Refusal> {
    let (reply, answer) = oneshot::channel();
    app.clinic.send(command(reply)).map_err(|_| ErrorCode::Internal)?;
    Ok(Json(answer.await.map_err(|_| ErrorCode::Internal)??))
}

/// `POST /api/invitation`: [`LinkRequest`] to [`InvitationInfo`]; 404 for an unknown link, 410 for one that is too old.
pub(super) async fn invitation(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body<LinkRequest>,
) -> Result<Json<InvitationInfo>, Refusal> {
    let (token, client) = (read(body)?.token, super::client_of(&headers));
    ask(&app, |reply| Command::Invitation { token, client, reply }).await
}

/// `POST /api/desk`: [`LinkRequest`] to [`DeskInfo`]; 404 for an unknown link.
pub(super) async fn desk(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body<LinkRequest>,
) -> Result<Json<DeskInfo>, Refusal> {
    let (token, client) = (read(body)?.token, super::client_of(&headers));
    ask(&app, |reply| Command::Desk { token, client, reply }).await
}

/// Any other path under `/api`.
pub(super) async fn nothing_here() -> Refusal {
    ErrorCode::NotFound.into()
}
