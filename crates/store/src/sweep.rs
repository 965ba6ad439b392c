//! The retention of visits and staff, executed. That of the audit log is in `log`.

use audit::{Addition, Entry, LogKey};
use sqlx::Row as _;
use visit::ids::{StaffId, VisitId};
use visit::{Span, Time};

use crate::rows::{id, millis};
use crate::{Store, StoreError, log};

/// A device on which nobody signed in by password for so long is known no more. Lower leaves people to whoever guesses at their
/// account after a long absence; higher remembers devices that nobody has any more.
const DEVICE_KNOWN: Span = Span::minutes(90 * 24 * 60);

/// What was forgotten at the end of its retention.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Forgotten {
    /// A visit.
    Visit(VisitId),
    /// Someone who left, or who was invited and did not come.
    Staff(StaffId),
}

impl Store {
    /// Executes the retention: forgets visits that ended more than the practice's retention ago, with who opened them, colleagues who left as long ago and
    /// whom no visit and no patient's account names, and invitations that nobody used in time; and, of which the log says nothing, devices on which nobody signed in
    /// for 90 days. Adds the entry that `told` makes of each, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was forgotten.
    pub async fn sweep(
        &self,
        now: Time,
        retention_days: u16,
        key: &LogKey,
        told: impl Fn(&Forgotten) -> Entry,
    ) -> Result<Vec<Forgotten>, StoreError> {
        let retention = Span::minutes(u64::from(retention_days) * 24 * 60);
        let limit = millis(Time(now.0.saturating_sub(retention.0)));
        let mut tx = self.pool.begin().await?;
        let mut forgotten = Vec::new();
        let visits = sqlx::query("DELETE FROM visit WHERE ended_at IS NOT NULL AND ended_at < $1 RETURNING visit");
        for row in visits.bind(limit).fetch_all(&mut *tx).await? {
            forgotten.push(Forgotten::Visit(id(row.try_get("visit")?, "visit")?));
        }
        let left = sqlx::query(
            "DELETE FROM staff WHERE state = 'left' AND left_at < $1
               AND NOT EXISTS (SELECT 1 FROM visit WHERE visit.host = staff.staff)
               AND NOT EXISTS (SELECT 1 FROM visit_access WHERE visit_access.staff = staff.staff)
               AND NOT EXISTS (SELECT 1 FROM patient WHERE patient.clinician = staff.staff) RETURNING staff",
        );
        let unused = sqlx::query(
            "DELETE FROM staff WHERE state = 'invited'
               AND EXISTS (SELECT 1 FROM staff_invitation AS link WHERE link.staff = staff.staff AND link.expires_at < $1)
             RETURNING staff",
        );
        for query in [left.bind(limit), unused.bind(millis(now))] {
            for row in query.fetch_all(&mut *tx).await? {
                forgotten.push(Forgotten::Staff(id(row.try_get("staff")?, "staff")?));
            }
        }
        let unused = millis(Time(now.0.saturating_sub(DEVICE_KNOWN.0)));
        let devices = sqlx::query("DELETE FROM known_device WHERE used_at < $1").bind(unused).execute(&mut *tx).await?;
        let entries: Vec<Entry> = forgotten.iter().map(told).collect();
        log::append(&mut tx, &Addition { key, entries: &entries }).await?;
        tx.commit().await?;
        if !forgotten.is_empty() || devices.rows_affected() > 0 {
            self.flush_when_free().await?;
        }
        Ok(forgotten)
    }
}
