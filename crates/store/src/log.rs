//! The audit log's rows: appended with what they tell of in one transaction, read in order, emptied at the end of their retention.

use std::collections::{BTreeMap, BTreeSet};

use audit::{Addition, Entry, LogError, LogKey, Numbered, Party, Record, Row, Stored, day};
use sqlx::Row as _;
use visit::Time;
use visit::ids::{StaffId, VisitId};

use crate::db::{self, Connection};
use crate::rows::{millis, narrow};
use crate::{Store, StoreError};

/// How long contents may stay beyond the log's retention, so that dropping them, which is an entry itself, happens once a day. Lower fills the log; higher keeps longer.
const DROP_SLACK_MS: u64 = 24 * 60 * 60 * 1000;

/// Adds entries to the log within a transaction. Without entries nothing is done.
pub(crate) async fn append(tx: &mut Connection, addition: &Addition<'_>) -> Result<(), StoreError> {
    let Some(last) = addition.entries.last() else { return Ok(()) };
    let head = newest(tx).await?;
    let (rows, checkpoint) = addition.onto(head.as_ref())?;
    for (row, entry) in rows.into_iter().zip(addition.entries) {
        let position = number(row.position)?;
        sqlx::query("INSERT INTO audit_entry (position, at, leaf, body) VALUES ($1, $2, $3, $4)")
            .bind(position)
            .bind(row.at.map(number).transpose()?)
            .bind(row.leaf.as_slice())
            .bind(row.body)
            .execute(&mut *tx)
            .await?;
        for subject in subjects(entry) {
            let query = sqlx::query("INSERT INTO audit_subject (subject, position) VALUES ($1, $2)");
            query.bind(subject).bind(position).execute(&mut *tx).await?;
        }
    }
    sqlx::query(
        "INSERT INTO audit_checkpoint (day, size, edge, note) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day) DO UPDATE SET size = excluded.size, edge = excluded.edge, note = excluded.note",
    )
    .bind(number(day(last.at))?)
    .bind(number(checkpoint.size)?)
    .bind(checkpoint.edge)
    .bind(checkpoint.note)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

fn of_account(account: &StaffId) -> String {
    format!("account:{account}")
}

fn of_visit(visit: &VisitId) -> String {
    format!("visit:{visit}")
}

/// The accounts and visits that an entry is about, or is by.
fn subjects(entry: &Entry) -> BTreeSet<String> {
    let by = match &entry.who {
        Party::Patient(account) => Some(of_account(account)),
        Party::Guest { visit, .. } => Some(of_visit(visit)),
        Party::Staff(_) | Party::Practice | Party::Server => None,
    };
    let about = match &entry.record {
        Record::Account(account) => Some(of_account(account)),
        Record::Visit(visit) | Record::Seat { visit, .. } => Some(of_visit(visit)),
        _ => None,
    };
    by.into_iter().chain(about).collect()
}

async fn newest(tx: &mut Connection) -> Result<Option<Stored>, StoreError> {
    let query = sqlx::query("SELECT size, edge, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1");
    query.fetch_optional(&mut *tx).await?.map(stored).transpose()
}

fn stored(row: db::Row) -> Result<Stored, StoreError> {
    Ok(Stored {
        size: narrow(row.try_get("size")?, "audit_checkpoint.size")?,
        edge: row.try_get("edge")?,
        note: row.try_get("note")?,
    })
}

fn number(of: u64) -> Result<i64, StoreError> {
    i64::try_from(of).map_err(|_| StoreError::Log(LogError::Edge))
}

impl Store {
    /// Adds entries to the audit log, of things that change nothing else.
    ///
    /// # Errors
    /// [`StoreError`] if they were not written; then what they tell of must not be done either.
    pub async fn record(&self, addition: &Addition<'_>) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The newest checkpoint of the audit log; none while it is empty.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn audit_checkpoint(&self) -> Result<Option<Stored>, StoreError> {
        newest(&mut *self.pool.acquire().await?).await
    }

    /// All checkpoints, one per day, the smallest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn audit_checkpoints(&self) -> Result<Vec<Stored>, StoreError> {
        let query = sqlx::query("SELECT size, edge, note FROM audit_checkpoint ORDER BY size, day");
        query.fetch_all(&self.pool).await?.into_iter().map(stored).collect()
    }

    /// A page of the audit log: up to `limit` rows from position `from` on, before position `to`, in order.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn audit_rows(&self, from: u64, to: u64, limit: u32) -> Result<Vec<Row>, StoreError> {
        let query = sqlx::query(
            "SELECT position, at, CAST(leaf AS BLOB) AS leaf, CAST(body AS BLOB) AS body FROM audit_entry WHERE position >= $1 AND position < $2 ORDER BY position LIMIT $3",
        );
        let rows = query.bind(number(from)?).bind(number(to)?).bind(i64::from(limit)).fetch_all(&self.pool).await?;
        let read = rows.into_iter().map(|row| {
            let at: Option<i64> = row.try_get("at")?;
            let leaf: Vec<u8> = row.try_get("leaf")?;
            Ok(Row {
                position: narrow(row.try_get("position")?, "audit_entry.position")?,
                at: at.map(|at| narrow(at, "audit_entry.at")).transpose()?,
                leaf: leaf.try_into().map_err(|_| StoreError::Unreadable("audit_entry.leaf"))?,
                body: row.try_get("body")?,
            })
        });
        read.collect()
    }

    /// What the log has by or about an account and these visits, the latest first, `limit` at most.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn audit_about(
        &self,
        account: &StaffId,
        visits: &[VisitId],
        limit: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut found = BTreeMap::new();
        for subject in std::iter::once(of_account(account)).chain(visits.iter().map(of_visit)) {
            let query = sqlx::query(
                "SELECT audit_entry.position, CAST(body AS BLOB) AS body
                 FROM audit_subject JOIN audit_entry ON audit_entry.position = audit_subject.position
                 WHERE subject = $1 AND body IS NOT NULL ORDER BY audit_subject.position DESC LIMIT $2",
            );
            for row in query.bind(subject).bind(i64::from(limit)).fetch_all(&self.pool).await? {
                let body: Vec<u8> = row.try_get("body")?;
                // One that this version does not know is no entry of a patient.
                if let Ok(Numbered { entry, .. }) = serde_json::from_slice(&body) {
                    found.insert(row.try_get::<i64, _>("position")?, entry);
                }
            }
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(found.into_values().rev().take(limit).collect())
    }

    /// Whether the log has an entry from `from` on and before `to`.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn has_audit_entry(&self, from: Time, to: Time) -> Result<bool, StoreError> {
        let query = sqlx::query("SELECT 1 FROM audit_entry WHERE at >= $1 AND at < $2 LIMIT 1");
        Ok(query.bind(millis(from)).bind(millis(to)).fetch_optional(&self.pool).await?.is_some())
    }

    /// How many rows there are that no checkpoint covers.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn audit_rows_unsigned(&self) -> Result<u64, StoreError> {
        let query = sqlx::query(
            "SELECT COUNT(*) AS behind FROM audit_entry
             WHERE position < 0 OR position >= (SELECT COALESCE(MAX(size), 0) FROM audit_checkpoint)",
        );
        narrow(query.fetch_one(&self.pool).await?.try_get("behind")?, "audit_entry.position")
    }

    /// Executes the retention of the audit log: drops the contents of all entries before the first one that is younger than `limit`,
    /// and adds the entry that `told` makes of its number, in one transaction. The hashes stay. Returns whether there was anything to drop.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was dropped.
    pub async fn drop_audit_contents(
        &self,
        limit: Time,
        key: &LogKey,
        told: impl Fn(u64) -> Entry,
    ) -> Result<bool, StoreError> {
        let due = Time(limit.0.saturating_sub(DROP_SLACK_MS));
        let mut tx = self.pool.begin().await?;
        let any = sqlx::query("SELECT 1 FROM audit_entry WHERE at < $1 LIMIT 1").bind(millis(due));
        if any.fetch_optional(&mut *tx).await?.is_none() {
            return Ok(false);
        }
        let size = newest(&mut tx).await?.map_or(0, |newest| newest.size);
        let first = sqlx::query("SELECT MIN(position) AS first FROM audit_entry WHERE at >= $1").bind(millis(limit));
        let first: Option<i64> = first.fetch_one(&mut *tx).await?.try_get("first")?;
        let before = first.map(|first| narrow(first, "audit_entry.position")).transpose()?.unwrap_or(size);
        let dropped =
            sqlx::query("UPDATE audit_entry SET body = NULL, at = NULL WHERE position < $1 AND body IS NOT NULL")
                .bind(number(before)?)
                .execute(&mut *tx)
                .await?
                .rows_affected();
        if dropped == 0 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM audit_subject WHERE position < $1").bind(number(before)?).execute(&mut *tx).await?;
        append(&mut tx, &Addition { key, entries: &[told(before)] }).await?;
        tx.commit().await?;
        self.flush().await?;
        Ok(true)
    }
}
