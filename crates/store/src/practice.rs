//! The practice and its staff.

use audit::Addition;
use sqlx::Row as _;
use visit::ids::{Opaque, StaffId};
use visit::wire::{Certificate, ConsentText, PracticeInfo, PracticeSetup};
use visit::{Plan, Time};

use crate::rows::{id, narrow};
use crate::visits::StoredVisit;
use crate::{Store, StoreError, log};

/// A clinician's desk.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Who.
    pub staff: StaffId,
    /// SHA-256 of the desk link's token.
    pub token_hash: Vec<u8>,
    /// Their certificate.
    pub certificate: Certificate,
    /// Their vault, sealed.
    pub vault: Opaque,
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
        for table in ["DELETE FROM seat", "DELETE FROM visit", "DELETE FROM staff", "DELETE FROM practice"] {
            sqlx::query(table).execute(&mut *tx).await?;
        }
        let practice = &setup.practice;
        sqlx::query(
            "INSERT INTO practice (id, name, telephone, root_key, consent_version, consent_en, consent_nl, retention_days)
             VALUES (1, $1, $2, $3, $4, $5, $6, $7)",
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
        for staff in &setup.staff {
            sqlx::query(
                "INSERT INTO staff (staff, token_hash, certificate_body, certificate_signature, vault)
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(staff.staff.as_str())
            .bind(staff.token_hash.as_bytes())
            .bind(staff.certificate.body.as_bytes())
            .bind(staff.certificate.signature.as_bytes())
            .bind(staff.vault.as_bytes())
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

    /// All desks.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn desks(&self) -> Result<Vec<Desk>, StoreError> {
        let rows = sqlx::query("SELECT * FROM staff ORDER BY staff").fetch_all(&self.pool).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Desk {
                    staff: id(row.try_get("staff")?, "staff")?,
                    token_hash: row.try_get("token_hash")?,
                    certificate: Certificate {
                        body: Opaque::new(row.try_get("certificate_body")?),
                        signature: Opaque::new(row.try_get("certificate_signature")?),
                    },
                    vault: Opaque::new(row.try_get("vault")?),
                })
            })
            .collect()
    }
}
