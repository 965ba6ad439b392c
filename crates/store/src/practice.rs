//! The practice, and the desk links of a demonstration.

use audit::Addition;
use sqlx::Row as _;
use visit::ids::{Opaque, StaffId};
use visit::wire::{ConsentText, PracticeInfo, PracticeSetup, StaffState};
use visit::{Plan, StaffRole, Time};

use crate::db::Connection;
use crate::rows::{id, narrow};
use crate::staff::StoredStaff;
use crate::visits::StoredVisit;
use crate::{Store, StoreError, log};

/// A link that opens a desk without an account, as demonstrations have them.
#[derive(Clone, Debug)]
pub struct DeskLink {
    /// Whose desk.
    pub staff: StaffId,
    /// SHA-256 of the link's token.
    pub token_hash: Vec<u8>,
    /// Their vault, sealed under the link's secret.
    pub vault: Opaque,
}

/// Everything but the audit log, what refers to others first.
const EVERYTHING: [&str; 13] = [
    "DELETE FROM patient",
    "DELETE FROM known_device",
    "DELETE FROM password",
    "DELETE FROM password_setup",
    "DELETE FROM session",
    "DELETE FROM staff_invitation",
    "DELETE FROM passkey",
    "DELETE FROM vault_key",
    "DELETE FROM desk_link",
    "DELETE FROM seat",
    "DELETE FROM visit",
    "DELETE FROM staff",
    "DELETE FROM practice",
];

/// Writes the practice, if there is none. Returns whether it was written.
pub(crate) async fn write(
    tx: &mut Connection,
    practice: &PracticeInfo,
    retention_days: u16,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO practice (id, name, telephone, root_key, consent_version, consent_en, consent_nl, retention_days)
         VALUES (1, $1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&practice.name)
    .bind(&practice.telephone)
    .bind(practice.root_key.as_bytes())
    .bind(i64::from(practice.consent.version))
    .bind(&practice.consent.en)
    .bind(&practice.consent.nl)
    .bind(i64::from(retention_days))
    .execute(&mut *tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

impl Store {
    /// Replaces everything but the audit log with a new practice, in one transaction with the audit entries that tell of it.
    ///
    /// # Errors
    /// [`StoreError::Database`] if a row is refused, such as a visit whose host is nobody.
    pub async fn set_up(
        &self,
        setup: &PracticeSetup,
        retention_days: u16,
        addition: &Addition<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        for table in EVERYTHING {
            sqlx::query(table).execute(&mut *tx).await?;
        }
        write(&mut tx, &setup.practice, retention_days).await?;
        for one in &setup.staff {
            let member = StoredStaff {
                staff: one.staff.clone(),
                // A demonstration says names in certificates only, which are not read here.
                name: one.staff.to_string(),
                roles: vec![StaffRole::Clinician],
                state: StaffState::Active,
                certificate: Some(one.certificate.clone()),
                keys: None,
                invitation: None,
            };
            member.insert(&mut tx).await?;
            sqlx::query("INSERT INTO desk_link (staff, token_hash, vault) VALUES ($1, $2, $3)")
                .bind(one.staff.as_str())
                .bind(one.token_hash.as_bytes())
                .bind(one.vault.as_bytes())
                .execute(&mut *tx)
                .await?;
        }
        for planned in &setup.visits {
            let plan = Plan {
                visit: planned.visit.clone(),
                host: planned.host_seat.clone(),
                starts_at: Time(planned.starts_at.max(0.0) as u64),
                minutes: planned.minutes,
                capacity: planned.capacity,
                marked: false,
            };
            let stored = StoredVisit::planned(plan, planned.host.clone(), planned.sensitive, &planned.invitations);
            stored.write(&mut tx).await?;
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The practice and its retention in days, or nothing in an empty database.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn practice(&self) -> Result<Option<(PracticeInfo, u16)>, StoreError> {
        let Some(row) = sqlx::query("SELECT * FROM practice WHERE id = 1").fetch_optional(&self.pool).await? else {
            return Ok(None);
        };
        let info = PracticeInfo {
            name: row.try_get("name")?,
            telephone: row.try_get("telephone")?,
            root_key: Opaque::new(row.try_get("root_key")?),
            consent: ConsentText {
                version: narrow(row.try_get("consent_version")?, "consent_version")?,
                en: row.try_get("consent_en")?,
                nl: row.try_get("consent_nl")?,
            },
        };
        Ok(Some((info, narrow(row.try_get("retention_days")?, "retention_days")?)))
    }

    /// All links that open desks.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn desk_links(&self) -> Result<Vec<DeskLink>, StoreError> {
        let rows = sqlx::query("SELECT * FROM desk_link ORDER BY staff").fetch_all(&self.pool).await?;
        let links = rows.into_iter().map(|row| {
            Ok(DeskLink {
                staff: id(row.try_get("staff")?, "staff")?,
                token_hash: row.try_get("token_hash")?,
                vault: Opaque::new(row.try_get("vault")?),
            })
        });
        links.collect()
    }
}
