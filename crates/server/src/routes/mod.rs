//! The HTTP side: which path leads where, and the headers every answer carries.

mod client;
mod headers;
mod links;
mod pace;
mod socket;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, header};
use axum::middleware;
use axum::routing::{any, get, post};

use crate::clinic::ClinicHandle;

/// Largest body of a request, in bytes: a token and little else.
const MAX_BODY_BYTES: usize = 4 * 1024;

/// What every handler may use.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) clinic: ClinicHandle,
    connections: Arc<AtomicU64>,
}

/// The kind of client that asks, for the audit log; the header itself goes no further.
fn client_of(headers: &HeaderMap) -> audit::Client {
    let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    audit::Client::from_user_agent(text.unwrap_or_default())
}

/// All routes.
pub(crate) fn router(clinic: ClinicHandle) -> Router {
    Router::new()
        .route("/api/invitation", post(links::invitation))
        .route("/api/desk", post(links::desk))
        .route("/api/{*rest}", any(links::nothing_here))
        .route("/health", get(|| async { "ok" }))
        .route("/ws", any(socket::open))
        .fallback(get(client::file))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn(headers::secure))
        .with_state(App { clinic, connections: Arc::default() })
}
