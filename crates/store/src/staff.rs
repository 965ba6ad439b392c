//! Who works here: invited, enrolled, certified, gone. Their passkeys and sessions are in `sessions`.

use audit::Addition;
use sqlx::{AssertSqlSafe, Row as _};
use visit::ids::{Opaque, StaffId};
use visit::wire::{Certificate, ClaimedKeys, PracticeInfo, SealedAccount, StaffState, WrappedKey};
use visit::{StaffRole, Time};

use crate::db::{self, Connection};
use crate::rows::{from_roles, from_word, id, millis, narrow, roles, word};
use crate::sessions::FirstSignIn;
use crate::{Store, StoreError, log, practice};

/// A colleague's link, until they are certified.
#[derive(Clone, Debug)]
pub struct StoredInvitation {
    /// SHA-256 of the link's token.
    pub token_hash: Vec<u8>,
    /// Who invited.
    pub inviter: StaffId,
    /// The link's secret, sealed to the inviter.
    pub sealed_secret: Opaque,
    /// Until when the link can be used.
    pub expires_at: Time,
}

/// A member of staff, or a patient with an account, as the store keeps them; their vault is read by itself.
#[derive(Clone, Debug)]
pub struct StoredStaff {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub roles: Vec<StaffRole>,
    /// Where they are.
    pub state: StaffState,
    /// What the root key says of them.
    pub certificate: Option<Certificate>,
    /// The keys they claim, while enrolled.
    pub keys: Option<ClaimedKeys>,
    /// Their link, while invited or enrolled.
    pub invitation: Option<StoredInvitation>,
}

/// Staff with their links, if they have one.
const STAFF: &str =
    "SELECT staff.staff, name, roles, state, certificate_body, certificate_signature, sign_key, seal_key, key_tag,
    token_hash, inviter, sealed_secret, expires_at
    FROM staff LEFT JOIN staff_invitation AS link ON link.staff = staff.staff";

impl StoredStaff {
    /// Whether this is a patient's account, and nobody on the staff.
    pub fn is_patient(&self) -> bool {
        self.roles.contains(&StaffRole::Patient)
    }

    pub(crate) async fn insert(&self, tx: &mut Connection) -> Result<(), StoreError> {
        let certificate = self.certificate.as_ref();
        sqlx::query(
            "INSERT INTO staff (staff, name, roles, state, certificate_body, certificate_signature)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.staff.as_str())
        .bind(&self.name)
        .bind(roles(&self.roles)?)
        .bind(word(self.state, "staff.state")?)
        .bind(certificate.map(|certificate| certificate.body.as_bytes()))
        .bind(certificate.map(|certificate| certificate.signature.as_bytes()))
        .execute(&mut *tx)
        .await?;
        Ok(())
    }

    pub(crate) fn read(row: &db::Row) -> Result<StoredStaff, StoreError> {
        let opaque = |column: &str| Ok::<_, StoreError>(row.try_get::<Option<Vec<u8>>, _>(column)?.map(Opaque::new));
        let body = opaque("certificate_body")?;
        let certificate = body.zip(opaque("certificate_signature")?);
        let keys = opaque("sign_key")?.zip(opaque("seal_key")?).zip(opaque("key_tag")?);
        let inviter: Option<String> = row.try_get("inviter")?;
        let invitation = match (row.try_get("token_hash")?, inviter, opaque("sealed_secret")?) {
            (Some(token_hash), Some(inviter), Some(sealed_secret)) => Some(StoredInvitation {
                token_hash,
                inviter: id(inviter, "staff_invitation.inviter")?,
                sealed_secret,
                expires_at: Time(narrow(row.try_get("expires_at")?, "staff_invitation.expires_at")?),
            }),
            _ => None,
        };
        Ok(StoredStaff {
            staff: id(row.try_get("staff")?, "staff")?,
            name: row.try_get("name")?,
            roles: from_roles(row.try_get("roles")?)?,
            state: from_word(row.try_get("state")?, "staff.state")?,
            certificate: certificate.map(|(body, signature)| Certificate { body, signature }),
            keys: keys.map(|((sign_key, seal_key), tag)| ClaimedKeys { sign_key, seal_key, tag }),
            invitation,
        })
    }
}

/// Writes an account's keys, in place of earlier ones.
pub(crate) async fn write_vault(tx: &mut Connection, staff: &StaffId, vault: &SealedAccount) -> Result<(), StoreError> {
    sqlx::query("UPDATE staff SET vault = $2 WHERE staff = $1")
        .bind(staff.as_str())
        .bind(vault.vault.as_bytes())
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM vault_key WHERE staff = $1").bind(staff.as_str()).execute(&mut *tx).await?;
    for (position, key) in (0i64..).zip(&vault.keys) {
        sqlx::query("INSERT INTO vault_key (staff, authenticator, position, wrapped) VALUES ($1, $2, $3, $4)")
            .bind(staff.as_str())
            .bind(&key.authenticator)
            .bind(position)
            .bind(key.wrapped.as_bytes())
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

impl Store {
    /// Everyone who works or worked here, in order of their names. Patients with an account do not.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn staff(&self) -> Result<Vec<StoredStaff>, StoreError> {
        let query = format!("{STAFF} WHERE NOT EXISTS (SELECT 1 FROM patient WHERE patient.account = staff.staff)");
        let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&self.pool).await?;
        let mut staff = rows.iter().map(StoredStaff::read).collect::<Result<Vec<_>, _>>()?;
        // Databases differ in how they order text.
        staff.sort_by(|one, other| (&one.name, &one.staff).cmp(&(&other.name, &other.staff)));
        Ok(staff)
    }

    /// One of them, or a patient with an account.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn member(&self, staff: &StaffId) -> Result<Option<StoredStaff>, StoreError> {
        let query = AssertSqlSafe(format!("{STAFF} WHERE staff.staff = $1"));
        let row = sqlx::query(query).bind(staff.as_str()).fetch_optional(&self.pool).await?;
        row.as_ref().map(StoredStaff::read).transpose()
    }

    /// Whom the link with this token's hash invited.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn invited(&self, token_hash: &[u8]) -> Result<Option<StoredStaff>, StoreError> {
        let query = AssertSqlSafe(format!("{STAFF} WHERE link.token_hash = $1"));
        let row = sqlx::query(query).bind(token_hash).fetch_optional(&self.pool).await?;
        row.as_ref().map(StoredStaff::read).transpose()
    }

    /// The practice's root private key as it was sealed to this administrator.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn sealed_root(&self, staff: &StaffId) -> Result<Option<Opaque>, StoreError> {
        let row = sqlx::query("SELECT sealed_root FROM staff WHERE staff = $1").bind(staff.as_str());
        let Some(row) = row.fetch_optional(&self.pool).await? else { return Ok(None) };
        Ok(row.try_get::<Option<Vec<u8>>, _>("sealed_root")?.map(Opaque::new))
    }

    /// An account's sealed keys; none before it is enrolled and after its owner left.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn vault(&self, staff: &StaffId) -> Result<Option<SealedAccount>, StoreError> {
        let row = sqlx::query("SELECT vault FROM staff WHERE staff = $1").bind(staff.as_str());
        let vault: Option<Vec<u8>> = match row.fetch_optional(&self.pool).await? {
            Some(row) => row.try_get("vault")?,
            None => None,
        };
        let Some(vault) = vault else { return Ok(None) };
        let keys = sqlx::query("SELECT authenticator, wrapped FROM vault_key WHERE staff = $1 ORDER BY position");
        let keys = keys.bind(staff.as_str()).fetch_all(&self.pool).await?;
        let keys = keys.into_iter().map(|row| {
            let wrapped = Opaque::new(row.try_get("wrapped")?);
            Ok(WrappedKey { authenticator: row.try_get("authenticator")?, wrapped })
        });
        Ok(Some(SealedAccount { vault: Opaque::new(vault), keys: keys.collect::<Result<_, StoreError>>()? }))
    }

    /// Writes a new practice with its first member of staff. Returns false, having written nothing, if there is a practice.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn found(
        &self,
        practice: &PracticeInfo,
        retention_days: u16,
        founder: &StoredStaff,
        first: &FirstSignIn,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        if !practice::write(&mut tx, practice, retention_days).await? {
            return Ok(false);
        }
        founder.insert(&mut tx).await?;
        write_vault(&mut tx, &founder.staff, &first.vault).await?;
        first.write(&mut tx, &founder.staff).await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes an invited colleague with their link. Returns false, having written nothing, if the account or the link is there already.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn invite(&self, colleague: &StoredStaff, addition: &Addition<'_>) -> Result<bool, StoreError> {
        let Some(link) = &colleague.invitation else { return Ok(false) };
        let mut tx = self.pool.begin().await?;
        let taken = sqlx::query(
            "SELECT 1 FROM staff WHERE staff = $1 UNION ALL SELECT 1 FROM staff_invitation WHERE token_hash = $2",
        );
        if taken.bind(colleague.staff.as_str()).bind(&link.token_hash).fetch_optional(&mut *tx).await?.is_some() {
            return Ok(false);
        }
        colleague.insert(&mut tx).await?;
        sqlx::query(
            "INSERT INTO staff_invitation (staff, token_hash, inviter, sealed_secret, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(colleague.staff.as_str())
        .bind(&link.token_hash)
        .bind(link.inviter.as_str())
        .bind(link.sealed_secret.as_bytes())
        .bind(millis(link.expires_at))
        .execute(&mut *tx)
        .await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes what an invited colleague made, which uses their link up. Returns false, having written nothing, if it was used before.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn enrol(
        &self,
        staff: &StaffId,
        keys: &ClaimedKeys,
        first: &FirstSignIn,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE staff SET state = 'enrolled', sign_key = $2, seal_key = $3, key_tag = $4
             WHERE staff = $1 AND state = 'invited'",
        )
        .bind(staff.as_str())
        .bind(keys.sign_key.as_bytes())
        .bind(keys.seal_key.as_bytes())
        .bind(keys.tag.as_bytes())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
        write_vault(&mut tx, staff, &first.vault).await?;
        first.write(&mut tx, staff).await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes what the root key says of an enrolled colleague, with that key's private half where it is handed on to them; what was
    /// needed to check them goes. Returns false, having written nothing, if they are not enrolled.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn certify(
        &self,
        staff: &StaffId,
        certificate: &Certificate,
        sealed_root: Option<&Opaque>,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE staff SET state = 'active', certificate_body = $2, certificate_signature = $3, sealed_root = $4,
               sign_key = NULL, seal_key = NULL, key_tag = NULL WHERE staff = $1 AND state = 'enrolled'",
        )
        .bind(staff.as_str())
        .bind(certificate.body.as_bytes())
        .bind(certificate.signature.as_bytes())
        .bind(sealed_root.map(Opaque::as_bytes))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM staff_invitation WHERE staff = $1").bind(staff.as_str()).execute(&mut *tx).await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        self.flush_when_free().await?;
        Ok(true)
    }

    /// Ends the access of these, and takes away what they could sign in with; what visits refer to stays until its retention ends.
    /// Returns false, having written nothing, if nobody would be left who may do what an active administrator may.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn end_access(&self, staff: &[StaffId], now: Time, addition: &Addition<'_>) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        for one in staff {
            // Who never came is nobody who left.
            for statement in [
                "DELETE FROM staff WHERE staff = $1 AND state = 'invited'",
                "DELETE FROM session WHERE staff = $1",
                "DELETE FROM staff_invitation WHERE staff = $1",
                "DELETE FROM passkey WHERE staff = $1",
                "DELETE FROM password WHERE staff = $1",
                "DELETE FROM known_device WHERE staff = $1",
                "DELETE FROM vault_key WHERE staff = $1",
                "DELETE FROM desk_link WHERE staff = $1",
            ] {
                sqlx::query(statement).bind(one.as_str()).execute(&mut *tx).await?;
            }
            sqlx::query(
                "UPDATE staff SET state = 'left', left_at = $2, vault = NULL, recovery_key = NULL, sealed_root = NULL, sign_key = NULL, seal_key = NULL, key_tag = NULL
                 WHERE staff = $1",
            )
            .bind(one.as_str())
            .bind(millis(now))
            .execute(&mut *tx)
            .await?;
        }
        let active = sqlx::query("SELECT roles FROM staff WHERE state = 'active'").fetch_all(&mut *tx).await?;
        let mut administered = false;
        for row in active {
            administered |= from_roles(row.try_get("roles")?)?.contains(&StaffRole::Administrator);
        }
        if !administered {
            return Ok(false);
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        self.flush_when_free().await?;
        Ok(true)
    }
}
