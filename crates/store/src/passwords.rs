//! Passwords of staff, the devices that signed in with one, and fresh proofs of who is signed in. What a proof is worth is decided elsewhere.

use audit::Addition;
use sqlx::Row as _;
use visit::Time;
use visit::ids::{Opaque, StaffId};
use visit::wire::PasswordInfo;
use zeroize::Zeroizing;

use crate::db::Connection;
use crate::rows::{id, millis, narrow};
use crate::{Store, StoreError, StoredPasskey, StoredSession, log};

/// A password. No `Debug`: the secret of its app is in it.
#[derive(Clone)]
pub struct StoredPassword {
    /// Whose.
    pub staff: StaffId,
    /// What its owner types beside it, as they typed it first.
    pub user_name: String,
    /// The same as it is compared.
    pub folded_name: String,
    /// OPAQUE's registration record, which is not looked into here.
    pub record: Vec<u8>,
    /// The app whose codes are asked for as well.
    pub totp: Option<StoredTotp>,
    /// When it was set.
    pub made_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// An app that shows codes. No `Debug`: it is a secret.
#[derive(Clone)]
pub struct StoredTotp {
    /// Its secret.
    pub secret: Zeroizing<Vec<u8>>,
    /// The step whose code was taken last.
    pub step: i64,
}

/// What becomes of an account's password.
#[derive(Clone)]
pub enum StoredPasswordChange {
    /// It is this, in place of any earlier one.
    Set(StoredPassword),
    /// There is none.
    Remove,
}

/// A password that was right.
pub struct UsedPassword<'a> {
    /// Whose.
    pub staff: &'a StaffId,
    /// The record that it was right for: a password that was changed meanwhile is another one.
    pub record: &'a [u8],
    /// The step of the app's code, where one was asked for.
    pub step: Option<i64>,
}

/// How someone who is signed in showed again who they are.
pub enum UsedProof<'a> {
    /// With a passkey, whose counter may have grown.
    Passkey(&'a StoredPasskey),
    /// With the password.
    Password(UsedPassword<'a>),
    /// With the recovery code that has this public key.
    Code {
        /// Whose.
        staff: &'a StaffId,
        /// The public key.
        key: &'a Opaque,
    },
}

const PASSWORD: &str =
    "SELECT staff, user_name, folded_name, record, totp_secret, totp_step, made_at, used_at FROM password";

impl StoredPassword {
    /// What its owner may see of it.
    pub fn info(&self) -> PasswordInfo {
        PasswordInfo {
            user_name: self.user_name.clone(),
            totp: self.totp.is_some(),
            made_at: self.made_at.wire(),
            used_at: self.used_at.map(Time::wire),
        }
    }

    /// Writes it in place of any earlier one, whose known devices go with it.
    pub(crate) async fn write(&self, tx: &mut Connection) -> Result<(), StoreError> {
        remove(tx, &self.staff).await?;
        let taken = sqlx::query("SELECT 1 FROM password WHERE folded_name = $1").bind(&self.folded_name);
        if taken.fetch_optional(&mut *tx).await?.is_some() {
            return Err(StoreError::UserNameTaken);
        }
        sqlx::query(
            "INSERT INTO password (staff, user_name, folded_name, record, totp_secret, totp_step, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.staff.as_str())
        .bind(&self.user_name)
        .bind(&self.folded_name)
        .bind(&self.record)
        .bind(self.totp.as_ref().map(|totp| totp.secret.as_slice()))
        .bind(self.totp.as_ref().map(|totp| totp.step))
        .bind(millis(self.made_at))
        .execute(&mut *tx)
        .await?;
        Ok(())
    }
}

/// Removes a password with its known devices. Returns whether there was one.
pub(crate) async fn remove(tx: &mut Connection, staff: &StaffId) -> Result<bool, StoreError> {
    sqlx::query("DELETE FROM known_device WHERE staff = $1").bind(staff.as_str()).execute(&mut *tx).await?;
    let done = sqlx::query("DELETE FROM password WHERE staff = $1").bind(staff.as_str()).execute(&mut *tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a password was used. Returns false if it is another one now, or its code was taken before.
async fn used(tx: &mut Connection, password: &UsedPassword<'_>, now: Time) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE password SET used_at = $3, totp_step = $4 WHERE staff = $1 AND record = $2
           AND ((totp_secret IS NULL AND $4 IS NULL) OR (totp_secret IS NOT NULL AND totp_step < $4))",
    )
    .bind(password.staff.as_str())
    .bind(password.record)
    .bind(millis(now))
    .bind(password.step)
    .execute(&mut *tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

impl Store {
    /// The server's half of every password, if it was made.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn password_setup(&self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let row = sqlx::query("SELECT setup FROM password_setup WHERE id = 1").fetch_optional(&self.pool).await?;
        row.map(|row| Ok(Zeroizing::new(row.try_get("setup")?))).transpose()
    }

    /// Keeps the server's half of every password, unless there is one.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it.
    pub async fn keep_password_setup(&self, setup: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT INTO password_setup (id, setup) VALUES (1, $1) ON CONFLICT (id) DO NOTHING");
        query.bind(setup).execute(&self.pool).await?;
        Ok(())
    }

    /// The password beside which this is typed.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn password_named(&self, folded_name: &str) -> Result<Option<StoredPassword>, StoreError> {
        self.password_by("folded_name", folded_name).await
    }

    /// An account's password.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn password_of(&self, staff: &StaffId) -> Result<Option<StoredPassword>, StoreError> {
        self.password_by("staff", staff.as_str()).await
    }

    async fn password_by(&self, column: &'static str, value: &str) -> Result<Option<StoredPassword>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!("{PASSWORD} WHERE {column} = $1"));
        let Some(row) = sqlx::query(query).bind(value).fetch_optional(&self.pool).await? else { return Ok(None) };
        let secret: Option<Vec<u8>> = row.try_get("totp_secret")?;
        let step: Option<i64> = row.try_get("totp_step")?;
        let used_at: Option<i64> = row.try_get("used_at")?;
        Ok(Some(StoredPassword {
            staff: id(row.try_get("staff")?, "password.staff")?,
            user_name: row.try_get("user_name")?,
            folded_name: row.try_get("folded_name")?,
            record: row.try_get("record")?,
            totp: secret
                .map(|secret| {
                    let step = step.ok_or(StoreError::Unreadable("password.totp_step"))?;
                    Ok::<_, StoreError>(StoredTotp { secret: Zeroizing::new(secret), step })
                })
                .transpose()?,
            made_at: Time(narrow(row.try_get("made_at")?, "password.made_at")?),
            used_at: used_at.map(|at| narrow(at, "password.used_at")).transpose()?.map(Time),
        }))
    }

    /// Writes that someone signed in with their password, on a device that is known from now on by the hash of its cookie.
    /// Returns false, having written nothing, if the password is another one now, or the code of its app was taken before.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn sign_in_with_password(
        &self,
        password: &UsedPassword<'_>,
        session: &StoredSession,
        device: &[u8],
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        if !used(&mut tx, password, session.began_at).await? {
            return Ok(false);
        }
        session.insert(&mut tx).await?;
        sqlx::query(
            "INSERT INTO known_device (hash, staff, made_at, used_at) VALUES ($1, $2, $3, $3)
             ON CONFLICT (hash, staff) DO UPDATE SET used_at = excluded.used_at",
        )
        .bind(device)
        .bind(password.staff.as_str())
        .bind(millis(session.began_at))
        .execute(&mut *tx)
        .await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Who signed in with their password on the device with this cookie's hash.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn known_on(&self, device: &[u8]) -> Result<Vec<StaffId>, StoreError> {
        let rows = sqlx::query("SELECT staff FROM known_device WHERE hash = $1 ORDER BY staff").bind(device);
        let rows = rows.fetch_all(&self.pool).await?;
        rows.into_iter().map(|row| id(row.try_get("staff")?, "known_device.staff")).collect()
    }

    /// Writes that someone who is signed in showed again who they are. Returns false, having written nothing, if what they showed, or
    /// their session, is gone.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn prove(
        &self,
        session: &[u8],
        proof: &UsedProof<'_>,
        now: Time,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let (holds, staff) = match proof {
            UsedProof::Passkey(passkey) => (passkey.note_use(&mut tx, now).await?, &passkey.staff),
            UsedProof::Password(password) => (used(&mut tx, password, now).await?, password.staff),
            UsedProof::Code { staff, key } => {
                let query = sqlx::query("SELECT 1 FROM staff WHERE staff = $1 AND recovery_key = $2");
                let query = query.bind(staff.as_str()).bind(key.as_bytes());
                (query.fetch_optional(&mut *tx).await?.is_some(), *staff)
            }
        };
        let query = sqlx::query("UPDATE session SET proved_at = $3 WHERE hash = $1 AND staff = $2");
        let query = query.bind(session).bind(staff.as_str()).bind(millis(now));
        if !holds || query.execute(&mut *tx).await?.rows_affected() != 1 {
            return Ok(false);
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }
}
