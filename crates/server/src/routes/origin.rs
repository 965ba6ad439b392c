//! Whose page asks: one of another origin must not talk to us in a visitor's name.

use axum::extract::Request;
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use visit::wire::ErrorCode;

use super::refusal::Refusal;

/// Whether a page of ours asks (RFC 6455 §10.2 for connections, RFC 6454 §7 for requests).
///
/// Programs send no `Origin`, and no cookie either: what brings one is a browser, and a browser says whose page it is.
pub(super) fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (headers.contains_key(ORIGIN), text(ORIGIN), text(HOST)) {
        (false, ..) => !headers.contains_key(COOKIE),
        (true, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, of)| of == host),
        (true, ..) => false,
    }
}

/// Refuses what another origin's page asks under `/api`, unless it only reads: that it could not see anyway.
pub(super) async fn own_pages_only(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && request.uri().path().starts_with("/api/") && !is_own(request.headers()) {
        return Refusal::from(ErrorCode::NotAllowed).into_response();
    }
    next.run(request).await
}
