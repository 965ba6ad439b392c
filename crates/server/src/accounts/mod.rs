//! Accounts of staff and of patients over HTTP: first start, enrolling, signing in, who works here, what is a patient's own. Visits are `clinic`'s business; who may do what is `visit`'s.
//!
//! One file per group of endpoints; each says in `audit` what it did before it answers.

pub(crate) mod accesses;
mod audit;
mod ceremonies;
pub(crate) mod enrolment;
mod limits;
mod network;
mod opaque;
mod pace;
mod passkeys;
pub(crate) mod password;
pub(crate) mod patients;
pub(crate) mod proof;
mod sessions;
pub(crate) mod sign_in;
pub(crate) mod staff;
mod totp;
mod tries;
pub(crate) mod ways;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::audit::LogKey;
use store::{Store, StoreError, StoredStaff};
use visit::ids::{Opaque, StaffId, Token};
use visit::wire::{AccountInfo, ErrorCode, SessionInfo};
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};

use crate::clinic::ClinicHandle;
use crate::clinic::audit::Lately;
use crate::edge;
use ceremonies::{ANSWER_WITHIN, Ceremonies, KEPT_WITHIN};
pub(crate) use opaque::{OpaqueError, Passwords};
use pace::Pace;
pub(crate) use passkeys::{BadUrl, Site};
pub(crate) use sessions::SignedIn;
use tries::Tries;

/// How often the time of sessions is looked at. Lower ends them sooner after their time; higher does less when nobody is signed in.
const TICK: Duration = Duration::from_secs(1);

/// The way into a server without a practice.
struct Founding {
    token_hash: Vec<u8>,
    account: StaffId,
    used: bool,
}

/// Everything about accounts that handlers share.
pub(crate) struct Accounts {
    store: Store,
    log_key: Arc<LogKey>,
    clinic: ClinicHandle,
    site: Site,
    passwords: Passwords,
    /// Whose word on where a request comes from is taken, besides this machine's.
    proxies: Vec<IpAddr>,
    founding: Mutex<Option<Founding>>,
    /// Enrolments under way, by the hash of their link's token.
    enrolling: Mutex<Ceremonies<Vec<u8>, PasskeyRegistration>>,
    /// The accounts that patients may make, by the hash of their link's token.
    offered: Mutex<Ceremonies<Vec<u8>, StaffId>>,
    /// New passkeys of accounts under way, by the hash of the session that asked.
    adding: Mutex<Ceremonies<Vec<u8>, PasskeyRegistration>>,
    /// Sign-ins under way, by the token that names them.
    signing_in: Mutex<Ceremonies<[u8; 16], DiscoverableAuthentication>>,
    /// Sign-ins with a password under way, by the token that names them.
    by_password: Mutex<Ceremonies<[u8; 16], proof::Begun>>,
    tries: Mutex<Tries>,
    pace: Mutex<Pace>,
    lately: Mutex<Lately>,
    /// Held while sessions end or are shown to the clinic, so that it never hears of one after its end.
    order: tokio::sync::Mutex<()>,
}

/// A lock that a panic elsewhere does not make useless: what it guards is whole after every statement.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something went wrong in the store; who asked is told no more than that. A user name that was taken in between is no mishap.
fn failed(error: StoreError) -> ErrorCode {
    if matches!(error, StoreError::UserNameTaken) {
        return ErrorCode::UserNameTaken;
    }
    tracing::error!(%error, "an account's request could not be carried out");
    ErrorCode::Internal
}

impl Accounts {
    pub(crate) fn new(
        store: Store,
        log_key: Arc<LogKey>,
        clinic: ClinicHandle,
        (site, passwords): (Site, Passwords),
        proxies: Vec<IpAddr>,
    ) -> Accounts {
        Accounts {
            store,
            log_key,
            clinic,
            site,
            passwords,
            proxies,
            founding: Mutex::new(None),
            enrolling: Mutex::new(Ceremonies::new(KEPT_WITHIN)),
            offered: Mutex::new(Ceremonies::new(KEPT_WITHIN)),
            adding: Mutex::new(Ceremonies::new(KEPT_WITHIN)),
            signing_in: Mutex::new(Ceremonies::new(ANSWER_WITHIN)),
            by_password: Mutex::new(Ceremonies::new(ANSWER_WITHIN)),
            tries: Mutex::new(Tries::new()),
            pace: Mutex::default(),
            lately: Mutex::default(),
            order: tokio::sync::Mutex::new(()),
        }
    }

    /// Lets the practice be founded, by whoever has the token that is returned; nothing where the operating system has no randomness.
    pub(crate) fn await_founder(&self) -> Option<Token> {
        let token = edge::token()?;
        let founding =
            Founding { token_hash: edge::token_hash(&token), account: passkeys::new_account()?, used: false };
        *lock(&self.founding) = Some(founding);
        Some(token)
    }

    /// The site that accounts belong to.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Whether there is no practice yet.
    fn is_vacant(&self) -> bool {
        lock(&self.founding).as_ref().is_some_and(|founding| !founding.used)
    }

    /// Ends sessions and ceremonies when their time is over. Never returns.
    pub(crate) async fn keep_time(self: Arc<Self>) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let now = edge::now();
            lock(&self.enrolling).forget(now);
            lock(&self.offered).forget(now);
            lock(&self.adding).forget(now);
            lock(&self.signing_in).forget(now);
            lock(&self.by_password).forget(now);
            lock(&self.tries).forget(now);
            lock(&self.pace).forget(now);
            lock(&self.lately).forget(now);
            self.end_old_sessions(now).await;
        }
    }

    /// An account as its owner sees it, in the session with the hash `own`.
    async fn info(&self, member: &StoredStaff, own: &[u8]) -> Result<AccountInfo, ErrorCode> {
        let practice = self.store.practice().await.map_err(failed)?;
        let vault = self.store.vault(&member.staff).await.map_err(failed)?;
        let ((practice, _), vault) = practice.zip(vault).ok_or(ErrorCode::Internal)?;
        let sessions = self.store.sessions_of(&member.staff).await.map_err(failed)?;
        let sessions = sessions.into_iter().map(|session| SessionInfo {
            own: session.hash == own,
            session: Opaque::new(session.hash),
            client: session.client,
            began_at: session.began_at.wire(),
            seen_at: session.seen_at.wire(),
        });
        Ok(AccountInfo {
            practice,
            account: member.staff.clone(),
            name: member.name.clone(),
            roles: member.roles.clone(),
            certificate: member.certificate.clone(),
            vault,
            password: self.store.password_of(&member.staff).await.map_err(failed)?.map(|password| password.info()),
            sealed_root: self.store.sealed_root(&member.staff).await.map_err(failed)?,
            passkeys: self.store.passkeys_of(&member.staff).await.map_err(failed)?,
            patient: self.patient_info(member).await?,
            sessions: sessions.collect(),
        })
    }
}
