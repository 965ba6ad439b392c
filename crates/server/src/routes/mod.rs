//! The HTTP side: which path leads where, and the headers every answer carries.

mod client;
mod headers;
mod links;
mod origin;
mod pace;
pub(crate) mod refusal;
mod socket;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{HeaderMap, header};
use axum::middleware;
use axum::routing::{any, get, post};

use crate::accounts::{Accounts, accesses, enrolment, password, patients, proof, sign_in, staff, ways};
use crate::clinic::ClinicHandle;

/// Largest body of a request, in bytes: a token and little else.
const MAX_BODY_BYTES: usize = 4 * 1024;
/// Largest answer of an authenticator, in bytes; with an attestation that nobody asked for, some have several kilobytes.
const MAX_CREDENTIAL_BYTES: usize = 16 * 1024;
/// Largest invitation or certificate of a colleague, in bytes.
const MAX_COLLEAGUE_BYTES: usize = 32 * 1024;
/// Largest change of a patient's contact data, in bytes: it is sealed twice.
const MAX_CONTACT_BYTES: usize = 32 * 1024;
/// Largest enrolment, in bytes: a sealed vault, the practice's texts in two languages, and an authenticator's answer.
const MAX_ENROLMENT_BYTES: usize = 256 * 1024;

/// What every handler may use.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) clinic: ClinicHandle,
    pub(crate) accounts: Arc<Accounts>,
    connections: Arc<AtomicU64>,
}

impl FromRef<App> for Arc<Accounts> {
    fn from_ref(app: &App) -> Self {
        Arc::clone(&app.accounts)
    }
}

/// The kind of client that asks, for the audit log; the header itself goes no further.
pub(crate) fn client_of(headers: &HeaderMap) -> audit::Client {
    let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    audit::Client::from_user_agent(text.unwrap_or_default())
}

/// All routes.
pub(crate) fn router(clinic: ClinicHandle, accounts: Arc<Accounts>) -> Router {
    let secure = accounts.site().secure();
    Router::new()
        .route("/api/invitation", post(links::invitation))
        .route("/api/desk", post(links::desk))
        .route("/api/enrolment", post(enrolment::open))
        .route("/api/enrolment/passkey", post(enrolment::passkey))
        .route("/api/enrolment/password", post(enrolment::password))
        .route("/api/enrolment/finish", post(enrolment::finish).layer(DefaultBodyLimit::max(MAX_ENROLMENT_BYTES)))
        .route("/api/sign-in", post(sign_in::begin))
        .route("/api/sign-in/finish", post(sign_in::finish).layer(DefaultBodyLimit::max(MAX_CREDENTIAL_BYTES)))
        .route("/api/sign-in/code", post(ways::with_code))
        .route("/api/sign-in/password", post(password::begin))
        .route("/api/sign-in/password/finish", post(password::finish))
        .route("/api/sign-out", post(sign_in::sign_out))
        .route("/api/alive", post(sign_in::alive))
        .route("/api/account", get(sign_in::account))
        .route("/api/account/proof", post(proof::prove).layer(DefaultBodyLimit::max(MAX_CREDENTIAL_BYTES)))
        .route("/api/account/passkey", post(ways::passkey))
        .route("/api/account/password", post(ways::password))
        .route("/api/account/ways", post(ways::change).layer(DefaultBodyLimit::max(MAX_ENROLMENT_BYTES)))
        .route("/api/account/end-session", post(sign_in::end_session))
        .route("/api/account/contact", post(patients::contact).layer(DefaultBodyLimit::max(MAX_CONTACT_BYTES)))
        .route("/api/account/held", get(patients::held))
        .route("/api/account/delete", post(patients::erase))
        .route("/api/staff", get(staff::list))
        .route("/api/staff/invite", post(staff::invite).layer(DefaultBodyLimit::max(MAX_COLLEAGUE_BYTES)))
        .route("/api/staff/certify", post(staff::certify).layer(DefaultBodyLimit::max(MAX_COLLEAGUE_BYTES)))
        .route("/api/staff/sign-out", post(staff::sign_out))
        .route("/api/staff/end", post(staff::end))
        .route("/api/accesses", get(accesses::list))
        .route("/api/accesses/seen", post(accesses::seen))
        .route("/api/{*rest}", any(links::nothing_here))
        .route("/health", get(|| async { "ok" }))
        .route("/ws", any(socket::open))
        .fallback(get(client::file))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn(origin::own_pages_only))
        .layer(middleware::from_fn_with_state(secure, headers::secure))
        .with_state(App { clinic, accounts, connections: Arc::default() })
}
