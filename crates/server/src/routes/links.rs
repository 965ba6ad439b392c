//! `POST /api/invitation` and `POST /api/desk`: what is behind a link, before there is a connection.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::oneshot;
use visit::wire::{DeskInfo, ErrorCode, InvitationInfo, LinkRequest};

use super::App;
use crate::clinic::Command;

/// A refusal, as the client reads it.
#[derive(Serialize)]
struct Refusal {
    code: ErrorCode,
}

fn refuse(code: ErrorCode) -> Response {
    let status = match code {
        ErrorCode::UnknownLink | ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::ExpiredLink => StatusCode::GONE,
        ErrorCode::Malformed => StatusCode::BAD_REQUEST,
        ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, Json(Refusal { code })).into_response()
}

type Body = Result<Json<LinkRequest>, JsonRejection>;

async fn ask<T: Serialize>(
    app: &App,
    body: Body,
    command: impl FnOnce(LinkRequest, oneshot::Sender<Result<T, ErrorCode>>) -> Command,
) -> Response {
    let request = match body {
        Ok(Json(request)) => request,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => return refuse(ErrorCode::TooLarge),
        Err(_) => return refuse(ErrorCode::Malformed),
    };
    let (reply, answer) = oneshot::channel();
    if app.clinic.send(command(request, reply)).is_err() {
        return refuse(ErrorCode::Internal);
    }
    match answer.await {
        Ok(Ok(info)) => Json(info).into_response(),
        Ok(Err(code)) => refuse(code),
        Err(_) => refuse(ErrorCode::Internal),
    }
}

/// `POST /api/invitation`: [`LinkRequest`] to [`InvitationInfo`]; 404 for an unknown link, 410 for one that is too old.
pub(super) async fn invitation(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let client = super::client_of(&headers);
    ask::<InvitationInfo>(&app, body, |request, reply| Command::Invitation { token: request.token, client, reply })
        .await
}

/// `POST /api/desk`: [`LinkRequest`] to [`DeskInfo`]; 404 for an unknown link.
pub(super) async fn desk(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let client = super::client_of(&headers);
    ask::<DeskInfo>(&app, body, |request, reply| Command::Desk { token: request.token, client, reply }).await
}

/// Any other path under `/api`.
pub(super) async fn nothing_here() -> Response {
    refuse(ErrorCode::NotFound)
}
