//! How staff sign in: passkeys, and the sessions that follow. What a passkey's answer proves is decided elsewhere.

use audit::{Addition, Entry, LogKey};
use sqlx::{AssertSqlSafe, Row as _};
use visit::Time;
use visit::ids::{Opaque, StaffId};
use visit::wire::SealedAccount;

use crate::db::{self, Connection};
use crate::rows::{id, millis, narrow};
use crate::{Store, StoreError, StoredPassword, StoredStaff, log, ways};

/// A passkey.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredPasskey {
    /// What the authenticator calls it, 1 to 1,023 bytes.
    pub credential_id: Vec<u8>,
    /// Whose.
    pub staff: StaffId,
    /// What its owner calls it.
    pub name: String,
    /// Its public key and counter, as JSON that is not looked into here.
    pub verifier: String,
    /// When it was made.
    pub made_at: Time,
}

/// A session of someone who is signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredSession {
    /// SHA-256 of the cookie's token.
    pub hash: Vec<u8>,
    /// Who.
    pub staff: StaffId,
    /// When they signed in.
    pub began_at: Time,
    /// Last sign of life.
    pub seen_at: Time,
    /// When they last showed who they are.
    pub proved_at: Time,
    /// Kind of browser.
    pub client: String,
}

/// What an account begins with. No `Debug`: the secret of an app may be in it.
#[derive(Clone)]
pub struct FirstSignIn {
    /// Its keys, sealed.
    pub vault: SealedAccount,
    /// The public key of its recovery code.
    pub recovery_key: Opaque,
    /// Its first passkey.
    pub passkey: Option<StoredPasskey>,
    /// Its password.
    pub password: Option<StoredPassword>,
    /// The session of the browser that made them, if it is to be signed in.
    pub session: Option<StoredSession>,
}

impl FirstSignIn {
    pub(crate) async fn write(&self, tx: &mut Connection, staff: &StaffId) -> Result<(), StoreError> {
        ways::write_recovery_key(tx, staff, &self.recovery_key).await?;
        if let Some(passkey) = &self.passkey {
            passkey.insert(tx).await?;
        }
        if let Some(password) = &self.password {
            password.write(tx).await?;
        }
        match &self.session {
            Some(session) => session.insert(tx).await,
            None => Ok(()),
        }
    }
}

impl StoredPasskey {
    pub(crate) async fn insert(&self, tx: &mut Connection) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO passkey (credential_id, staff, name, verifier, made_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(&self.credential_id)
            .bind(self.staff.as_str())
            .bind(&self.name)
            .bind(&self.verifier)
            .bind(millis(self.made_at))
            .execute(&mut *tx)
            .await?;
        Ok(())
    }

    /// Writes that it was used, and its counter. Returns false if it is gone.
    pub(crate) async fn note_use(&self, tx: &mut Connection, now: Time) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE passkey SET verifier = $2, used_at = $3 WHERE credential_id = $1")
            .bind(&self.credential_id)
            .bind(&self.verifier)
            .bind(millis(now))
            .execute(&mut *tx)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

impl StoredSession {
    pub(crate) async fn insert(&self, tx: &mut Connection) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO session (hash, staff, began_at, seen_at, proved_at, client) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&self.hash)
        .bind(self.staff.as_str())
        .bind(millis(self.began_at))
        .bind(millis(self.seen_at))
        .bind(millis(self.proved_at))
        .bind(&self.client)
        .execute(&mut *tx)
        .await?;
        Ok(())
    }
}

impl StoredSession {
    fn read(row: &db::Row) -> Result<StoredSession, StoreError> {
        Ok(StoredSession {
            hash: row.try_get("hash")?,
            staff: id(row.try_get("staff")?, "session.staff")?,
            began_at: Time(narrow(row.try_get("began_at")?, "session.began_at")?),
            seen_at: Time(narrow(row.try_get("seen_at")?, "session.seen_at")?),
            proved_at: Time(narrow(row.try_get("proved_at")?, "session.proved_at")?),
            client: row.try_get("client")?,
        })
    }
}

impl Store {
    /// The passkey with this identifier.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn passkey(&self, credential_id: &[u8]) -> Result<Option<StoredPasskey>, StoreError> {
        let query = sqlx::query("SELECT * FROM passkey WHERE credential_id = $1").bind(credential_id);
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        Ok(Some(StoredPasskey {
            credential_id: row.try_get("credential_id")?,
            staff: id(row.try_get("staff")?, "passkey.staff")?,
            name: row.try_get("name")?,
            verifier: row.try_get("verifier")?,
            made_at: Time(narrow(row.try_get("made_at")?, "passkey.made_at")?),
        }))
    }

    /// Writes that someone signed in with a passkey, whose counter may have grown. Returns false, having written nothing, if the passkey is gone.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn sign_in(
        &self,
        passkey: &StoredPasskey,
        session: &StoredSession,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        if !passkey.note_use(&mut tx, session.began_at).await? {
            return Ok(false);
        }
        session.insert(&mut tx).await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// A session and whose it is, however old it is.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn session(&self, hash: &[u8]) -> Result<Option<(StoredSession, StoredStaff)>, StoreError> {
        let query = sqlx::query("SELECT * FROM session WHERE hash = $1").bind(hash);
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        let session = StoredSession::read(&row)?;
        let member = self.member(&session.staff).await?;
        Ok(member.map(|member| (session, member)))
    }

    /// Notes a sign of life of a session.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it.
    pub async fn seen(&self, hash: &[u8], now: Time) -> Result<(), StoreError> {
        let query = sqlx::query("UPDATE session SET seen_at = $2 WHERE hash = $1 AND seen_at < $2");
        query.bind(hash).bind(millis(now)).execute(&self.pool).await?;
        Ok(())
    }

    /// Someone's sessions, the latest first, however old they are.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn sessions_of(&self, staff: &StaffId) -> Result<Vec<StoredSession>, StoreError> {
        let query = sqlx::query("SELECT * FROM session WHERE staff = $1 ORDER BY began_at DESC, hash");
        query.bind(staff.as_str()).fetch_all(&self.pool).await?.iter().map(StoredSession::read).collect()
    }

    /// Ends sessions.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then none has ended.
    pub async fn end_sessions(&self, hashes: &[Vec<u8>], addition: &Addition<'_>) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        for hash in hashes {
            sqlx::query("DELETE FROM session WHERE hash = $1").bind(hash).execute(&mut *tx).await?;
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends the sessions that began, or gave their last sign of life, before these moments, with the entry that `told` makes of each one's owner. Returns their hashes.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then none has ended.
    pub async fn end_old_sessions(
        &self,
        began_before: Time,
        seen_before: Time,
        key: &LogKey,
        told: impl Fn(StaffId) -> Entry,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let due = "FROM session WHERE began_at < $1 OR seen_at < $2";
        let any = sqlx::query(AssertSqlSafe(format!("SELECT 1 {due} LIMIT 1")));
        let any = any.bind(millis(began_before)).bind(millis(seen_before)).fetch_optional(&self.pool).await?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        let mut tx = self.pool.begin().await?;
        let query = sqlx::query(AssertSqlSafe(format!("DELETE {due} RETURNING hash, staff")));
        let rows = query.bind(millis(began_before)).bind(millis(seen_before)).fetch_all(&mut *tx).await?;
        let (mut hashes, mut entries) = (Vec::new(), Vec::new());
        for row in rows {
            hashes.push(row.try_get("hash")?);
            entries.push(told(id(row.try_get("staff")?, "session.staff")?));
        }
        log::append(&mut tx, &Addition { key, entries: &entries }).await?;
        tx.commit().await?;
        Ok(hashes)
    }
}
