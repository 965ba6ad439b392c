//! Openings of marked visits: written when they happen, read by the officer, forgotten with their visit.

use audit::Addition;
use sqlx::Row as _;
use visit::ids::{StaffId, VisitId};
use visit::wire::AccessReason;
use visit::{StaffRole, Time};

use crate::rows::{from_word, id, millis, narrow, word};
use crate::{Store, StoreError, log};

/// Most openings that are read at once, the latest. Lower hides more of a busy practice's; higher makes each look of an open page longer.
const MOST: i64 = 500;

/// One opening of a marked visit.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredAccess {
    /// Its identifier.
    pub id: String,
    /// Which visit.
    pub visit: VisitId,
    /// Who opened it.
    pub staff: StaffId,
    /// In which role.
    pub role: StaffRole,
    /// Why.
    pub reason: AccessReason,
    /// When.
    pub at: Time,
}

/// An opening as it is read back.
#[derive(Clone, PartialEq, Debug)]
pub struct KnownAccess {
    /// What was written.
    pub access: StoredAccess,
    /// The name of who opened it.
    pub name: String,
    /// Whether an officer has looked at it.
    pub seen: bool,
}

impl Store {
    /// Writes that a marked visit was opened, and the audit entry that tells of it, both or neither.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written, and nothing may be shown.
    pub async fn add_access(&self, access: &StoredAccess, addition: &Addition<'_>) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("INSERT INTO visit_access (id, visit, staff, role, reason, at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(&access.id)
            .bind(access.visit.as_str())
            .bind(access.staff.as_str())
            .bind(word(access.role, "visit_access.role")?)
            .bind(word(access.reason, "visit_access.reason")?)
            .bind(millis(access.at))
            .execute(&mut *tx)
            .await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The latest openings, the latest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn accesses(&self) -> Result<Vec<KnownAccess>, StoreError> {
        let query = sqlx::query(
            "SELECT id, visit, visit_access.staff, role, reason, at, seen_at, name
             FROM visit_access JOIN staff ON staff.staff = visit_access.staff ORDER BY at DESC, id LIMIT $1",
        );
        let rows = query.bind(MOST).fetch_all(&self.pool).await?;
        let read = rows.into_iter().map(|row| {
            let access = StoredAccess {
                id: row.try_get("id")?,
                visit: id(row.try_get("visit")?, "visit_access.visit")?,
                staff: id(row.try_get("staff")?, "visit_access.staff")?,
                role: from_word(row.try_get("role")?, "visit_access.role")?,
                reason: from_word(row.try_get("reason")?, "visit_access.reason")?,
                at: Time(narrow(row.try_get("at")?, "visit_access.at")?),
            };
            let seen = row.try_get::<Option<i64>, _>("seen_at")?.is_some();
            Ok(KnownAccess { access, name: row.try_get("name")?, seen })
        });
        read.collect()
    }

    /// Writes that an officer has looked at the openings up to and including a moment.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn see_accesses(&self, up_to: Time, now: Time, addition: &Addition<'_>) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("UPDATE visit_access SET seen_at = $2 WHERE at <= $1 AND seen_at IS NULL")
            .bind(millis(up_to))
            .bind(millis(now))
            .execute(&mut *tx)
            .await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(())
    }
}
