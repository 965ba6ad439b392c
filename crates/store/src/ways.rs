//! The ways into an account: its passkeys, its recovery code, and how they and its password change. What a proof is worth is decided elsewhere.

use audit::Addition;
use sqlx::Row as _;
use visit::Time;
use visit::ids::{Opaque, StaffId};
use visit::wire::{PasskeyInfo, SealedAccount};

use crate::db::Connection;
use crate::rows::{id, narrow};
use crate::staff::write_vault;
use crate::{Store, StoreError, StoredPasskey, StoredPasswordChange, StoredSession, StoredStaff, log, passwords};

/// Other ways into an account. No `Debug`: the secret of an app may be in it.
#[derive(Clone)]
pub struct StoredWays {
    /// The vault that is replaced.
    pub was: Opaque,
    /// The new vault.
    pub vault: SealedAccount,
    /// A new passkey.
    pub add: Option<StoredPasskey>,
    /// Passkeys that are removed, by their identifiers.
    pub remove: Vec<Vec<u8>>,
    /// What becomes of the password, if anything.
    pub password: Option<StoredPasswordChange>,
    /// The public key of a new recovery code.
    pub recovery_key: Option<Opaque>,
    /// Sessions that end, by their hashes.
    pub end: Vec<Vec<u8>>,
}

pub(crate) async fn write_recovery_key(tx: &mut Connection, staff: &StaffId, key: &Opaque) -> Result<(), StoreError> {
    let query = sqlx::query("UPDATE staff SET recovery_key = $2 WHERE staff = $1");
    query.bind(staff.as_str()).bind(key.as_bytes()).execute(&mut *tx).await?;
    Ok(())
}

impl Store {
    /// An account's passkeys, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn passkeys_of(&self, staff: &StaffId) -> Result<Vec<PasskeyInfo>, StoreError> {
        let query = sqlx::query(
            "SELECT credential_id, name, made_at, used_at FROM passkey WHERE staff = $1 ORDER BY made_at, credential_id",
        );
        let rows = query.bind(staff.as_str()).fetch_all(&self.pool).await?;
        let read = rows.into_iter().map(|row| {
            let used_at: Option<i64> = row.try_get("used_at")?;
            let used_at = used_at.map(|at| narrow(at, "passkey.used_at")).transpose()?;
            Ok(PasskeyInfo {
                credential: Opaque::new(row.try_get("credential_id")?),
                name: row.try_get("name")?,
                made_at: Time(narrow(row.try_get("made_at")?, "passkey.made_at")?).wire(),
                used_at: used_at.map(|at| Time(at).wire()),
            })
        });
        read.collect()
    }

    /// Whose recovery code has this public key.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn recovered_by(&self, key: &Opaque) -> Result<Option<StoredStaff>, StoreError> {
        let query = sqlx::query("SELECT staff FROM staff WHERE recovery_key = $1").bind(key.as_bytes());
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        self.member(&id(row.try_get("staff")?, "staff.staff")?).await
    }

    /// Writes that someone signed in with their recovery code, which ends their other sessions. Returns false, having written nothing, if it is their code no more.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn sign_in_with_code(
        &self,
        key: &Opaque,
        session: &StoredSession,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let query = sqlx::query("SELECT 1 FROM staff WHERE staff = $1 AND recovery_key = $2");
        let query = query.bind(session.staff.as_str()).bind(key.as_bytes());
        if query.fetch_optional(&mut *tx).await?.is_none() {
            return Ok(false);
        }
        sqlx::query("DELETE FROM session WHERE staff = $1").bind(session.staff.as_str()).execute(&mut *tx).await?;
        session.insert(&mut tx).await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives an account other ways in. Returns false, having written nothing, if the vault is another than `was`, a passkey or password to be removed
    /// is not there, or neither would be left.
    ///
    /// # Errors
    /// [`StoreError::UserNameTaken`], or another [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn change_ways(
        &self,
        staff: &StaffId,
        ways: &StoredWays,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let row = sqlx::query("SELECT vault FROM staff WHERE staff = $1").bind(staff.as_str());
        let vault: Option<Vec<u8>> = match row.fetch_optional(&mut *tx).await? {
            Some(row) => row.try_get("vault")?,
            None => None,
        };
        if vault.is_none_or(|vault| vault != ways.was.as_bytes()) {
            return Ok(false);
        }
        write_vault(&mut tx, staff, &ways.vault).await?;
        for credential_id in &ways.remove {
            let query = sqlx::query("DELETE FROM passkey WHERE staff = $1 AND credential_id = $2");
            let done = query.bind(staff.as_str()).bind(credential_id).execute(&mut *tx).await?;
            if done.rows_affected() != 1 {
                return Ok(false);
            }
        }
        if let Some(passkey) = &ways.add {
            passkey.insert(&mut tx).await?;
        }
        match &ways.password {
            Some(StoredPasswordChange::Set(password)) => password.write(&mut tx).await?,
            Some(StoredPasswordChange::Remove) if !passwords::remove(&mut tx, staff).await? => return Ok(false),
            Some(StoredPasswordChange::Remove) | None => {}
        }
        let left = "SELECT 1 FROM passkey WHERE staff = $1 UNION ALL SELECT 1 FROM password WHERE staff = $1 LIMIT 1";
        let left = sqlx::query(left).bind(staff.as_str());
        if left.fetch_optional(&mut *tx).await?.is_none() {
            return Ok(false);
        }
        if let Some(key) = &ways.recovery_key {
            write_recovery_key(&mut tx, staff, key).await?;
        }
        for hash in &ways.end {
            sqlx::query("DELETE FROM session WHERE hash = $1").bind(hash).execute(&mut *tx).await?;
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        self.flush_when_free().await?;
        Ok(true)
    }
}
