//! Who is signed in: the cookie, how long it counts, and its end. How people prove who they are is in `sign_in`.

use audit::{Act, Client, Record};
use axum::http::header::{COOKIE, HeaderMap, HeaderValue};
use store::{StoredSession, StoredStaff};
use visit::ids::{StaffId, Token};
use visit::wire::{ErrorCode, StaffState};
use visit::{Permission, Span, Time};

use super::{Accounts, failed, lock};
use crate::clinic::audit::by_server;
use crate::clinic::{Command, DeskAccount};
use crate::edge;
use crate::routes::client_of;

/// The cookie's name; browsers take a cookie of this prefix from this very host only, for all its paths (RFC 6265bis §4.1.3.2).
const COOKIE_NAME: &str = "__Host-session";
/// The name of the cookie by which a device is known that someone signed in on with a password.
const DEVICE_COOKIE_NAME: &str = "__Host-device";
const ATTRIBUTES: &str = "HttpOnly; Secure; SameSite=Strict; Path=/";
/// For how long a browser keeps it, in seconds: 90 days, as long as `store` does.
const DEVICE_COOKIE_AGE: u32 = 90 * 24 * 60 * 60;

/// A session ends so long after it began. Lower makes people sign in more often in a day; higher gives whoever finds a device longer.
const LONGEST: Span = Span::minutes(12 * 60);
/// A session ends so long after its last sign of life. Lower signs out who reads; higher leaves the desk open to who walks by.
const IDLE: Span = Span::minutes(15);
/// For so long after someone showed who they are, they may do what needs a fresh proof.
/// Lower asks people again in the middle of their work; higher gives whoever finds a device longer to let themselves in for good.
const FRESH: Span = Span::minutes(10);
/// Signs of life closer together than this are one. Lower writes more often; higher ends sessions that much too early.
const SEEN_EVERY: Span = Span::seconds(5);

/// Someone whose session counts.
pub(crate) struct SignedIn {
    pub(crate) member: StoredStaff,
    pub(super) hash: Vec<u8>,
    pub(super) client: Client,
    proved_at: Time,
}

impl SignedIn {
    /// Whether they showed lately who they are.
    pub(super) fn is_fresh(&self, now: Time) -> bool {
        now.since(self.proved_at) < FRESH
    }
}

/// A session that was just made: what is kept of it, and the cookie that names it.
pub(super) struct Begun {
    pub(super) session: StoredSession,
    pub(super) cookie: HeaderValue,
}

/// A new session; nothing where the operating system has no randomness.
pub(super) fn begin(now: Time, staff: &StaffId, client: &Client) -> Option<Begun> {
    let token = edge::token()?;
    let (hash, text) = (edge::token_hash(&token), String::from(token));
    let cookie = HeaderValue::from_str(&format!("{COOKIE_NAME}={text}; {ATTRIBUTES}")).ok()?;
    let (staff, client) = (staff.clone(), client.to_string());
    let session = StoredSession { hash, staff, began_at: now, seen_at: now, proved_at: now, client };
    Some(Begun { session, cookie })
}

/// What takes the cookie away.
pub(super) fn no_cookie() -> HeaderValue {
    HeaderValue::from_static("__Host-session=; Max-Age=0; HttpOnly; Secure; SameSite=Strict; Path=/")
}

/// The hash of the session that a request's cookie names, if it has one.
pub(super) fn named_by(headers: &HeaderMap) -> Option<Vec<u8>> {
    cookie(headers, COOKIE_NAME).map(|token| edge::token_hash(&token))
}

/// The token by which the device is known that a request comes from, if it has one.
pub(super) fn device_of(headers: &HeaderMap) -> Option<Token> {
    cookie(headers, DEVICE_COOKIE_NAME)
}

/// What gives a device its token.
pub(super) fn device_cookie(token: &Token) -> Option<HeaderValue> {
    let text = String::from(token.clone());
    HeaderValue::from_str(&format!("{DEVICE_COOKIE_NAME}={text}; Max-Age={DEVICE_COOKIE_AGE}; {ATTRIBUTES}")).ok()
}

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<Token> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    let value = pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == wanted)?.1;
    Token::try_from(value.to_owned()).ok()
}

impl Accounts {
    /// Who asks, by their cookie; to act is a sign of life.
    pub(super) async fn signed_in(&self, now: Time, headers: &HeaderMap) -> Result<SignedIn, ErrorCode> {
        let (who, seen_at) = self.still_signed_in(now, headers).await?;
        if now.since(seen_at) >= SEEN_EVERY {
            self.store.seen(&who.hash, now).await.map_err(failed)?;
        }
        Ok(who)
    }

    /// Who looks, and their last sign of life. To look is none: open pages do it by themselves.
    pub(super) async fn still_signed_in(&self, now: Time, headers: &HeaderMap) -> Result<(SignedIn, Time), ErrorCode> {
        let hash = named_by(headers).ok_or(ErrorCode::NotSignedIn)?;
        let found = self.store.session(&hash).await.map_err(failed)?;
        let (session, member) = found.ok_or(ErrorCode::NotSignedIn)?;
        let counts = now.since(session.began_at) < LONGEST && now.since(session.seen_at) < IDLE;
        if !counts || !matches!(member.state, StaffState::Enrolled | StaffState::Active) {
            return Err(ErrorCode::NotSignedIn);
        }
        if !lock(&self.pace).allows(now, &member.staff) {
            return Err(ErrorCode::TooMany);
        }
        let who = SignedIn { member, hash, client: client_of(headers), proved_at: session.proved_at };
        Ok((who, session.seen_at))
    }

    /// Gives a connection to the desk of whoever is signed in, by `send`, while nobody can end their session in between.
    ///
    /// # Errors
    /// [`ErrorCode::NotSignedIn`], or [`ErrorCode::NotAllowed`] for who holds no visits or is not certified yet.
    pub(crate) async fn to_desk(
        &self,
        headers: &HeaderMap,
        send: impl FnOnce(DeskAccount) -> bool,
    ) -> Result<bool, ErrorCode> {
        let now = edge::now();
        let _order = self.order.lock().await;
        let who = self.signed_in(now, headers).await?;
        let record = Record::Desk(who.member.staff.clone());
        // The entry that the desk was connected to is the clinic's.
        self.permit(now, &who, Permission::HoldVisits, Act::Connect, record).await?;
        Ok(send(DeskAccount { staff: who.member.staff, session: who.hash }))
    }

    /// The hashes of someone's sessions, without one that stays.
    pub(super) async fn sessions_but(&self, staff: &StaffId, stays: Option<&[u8]>) -> Result<Vec<Vec<u8>>, ErrorCode> {
        let all = self.store.sessions_of(staff).await.map_err(failed)?;
        Ok(all.into_iter().map(|session| session.hash).filter(|hash| Some(hash.as_slice()) != stays).collect())
    }

    /// Closes what these sessions hold open. The caller holds `order`.
    pub(super) fn tell_ended(&self, sessions: Vec<Vec<u8>>) {
        if !sessions.is_empty() {
            // Without a clinic there is nothing to close.
            let _ = self.clinic.send(Command::SignedOut { sessions });
        }
    }

    /// Ends the sessions whose time is over.
    pub(super) async fn end_old_sessions(&self, now: Time) {
        let before = |span: Span| Time((now.0 + 1).saturating_sub(span.0));
        let told = |staff| by_server(now, Act::SignOut, Record::Account(staff));
        let _order = self.order.lock().await;
        match self.store.end_old_sessions(before(LONGEST), before(IDLE), &self.log_key, told).await {
            Ok(ended) => self.tell_ended(ended),
            Err(error) => tracing::error!(%error, "old sessions could not be ended; it is tried again in a second"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(cookies: &[&str]) -> Option<Vec<u8>> {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(COOKIE, HeaderValue::from_str(cookie).unwrap());
        }
        named_by(&headers)
    }

    #[test]
    fn only_the_whole_cookie_of_this_name_counts() {
        let begun = begin(Time(1), &"dr".try_into().unwrap(), &Client::server()).unwrap();
        let text = begun.cookie.to_str().unwrap();
        for wanted in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
            assert!(text.split("; ").any(|part| part == wanted), "{text}");
        }
        assert!(!text.contains("Domain"), "a cookie of this prefix has none");
        let pair = text.split(';').next().unwrap();
        assert_eq!(named(&[pair]), Some(begun.session.hash.clone()));
        assert_eq!(named(&["theme=dark; x=y", pair]), Some(begun.session.hash.clone()));
        assert_eq!(named(&[&pair.replace("__Host-", "")]), None);
        assert_eq!(named(&[&pair[..pair.len() - 1]]), None);
        assert_eq!(named(&[]), None);
    }
}
