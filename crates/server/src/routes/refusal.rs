//! How the server says no over HTTP: a status, and a code for which the client has a text.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use visit::wire::ErrorCode;

/// A refusal, as the client reads it.
#[derive(Serialize)]
pub(crate) struct Refusal {
    code: ErrorCode,
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Refusal { code }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self.code {
            ErrorCode::UnknownLink | ErrorCode::NotFound => StatusCode::NOT_FOUND,
            ErrorCode::ExpiredLink => StatusCode::GONE,
            ErrorCode::Malformed => StatusCode::BAD_REQUEST,
            ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorCode::TooMany => StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::NotSignedIn | ErrorCode::BadCredential | ErrorCode::CodeNeeded => StatusCode::UNAUTHORIZED,
            ErrorCode::NotAllowed | ErrorCode::ProofNeeded => StatusCode::FORBIDDEN,
            ErrorCode::Conflict | ErrorCode::UserNameTaken => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(self)).into_response()
    }
}

/// The body of a request, as axum hands it over.
pub(crate) type Body<T> = Result<Json<T>, JsonRejection>;

/// What a request says.
///
/// # Errors
/// [`ErrorCode::TooLarge`] beyond the route's limit; [`ErrorCode::Malformed`] if it is not JSON, not called so, or not of this shape.
pub(crate) fn read<T>(body: Body<T>) -> Result<T, ErrorCode> {
    match body {
        Ok(Json(request)) => Ok(request),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(ErrorCode::TooLarge),
        Err(_) => Err(ErrorCode::Malformed),
    }
}
