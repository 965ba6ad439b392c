//! Visits and their seats: written whole, read whole, erased in one transaction.

use std::collections::HashMap;

use audit::Addition;
use sqlx::Row as _;
use visit::ids::{Opaque, SeatId, StaffId, VisitId};
use visit::wire::{NewInvitation, Role, SeatState, VisitState};
use visit::{Kept, Plan, Time};

use crate::db::{self, Connection};
use crate::rows::{from_word, id, millis, narrow, word};
use crate::{Store, StoreError, log};

/// A seat as the store keeps it.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredSeat {
    /// The seat.
    pub seat: SeatId,
    /// Its role.
    pub role: Role,
    /// Where the person is.
    pub state: SeatState,
    /// SHA-256 of the link's token; none for the clinician.
    pub token_hash: Option<Vec<u8>>,
    /// The invitation secret, sealed to the clinician; none after the end.
    pub sealed_secret: Option<Opaque>,
    /// The consent text agreed to.
    pub consent_version: Option<u32>,
    /// SHA-256 of the key of the person's session; none after the end.
    pub session_hash: Option<Vec<u8>>,
}

impl StoredSeat {
    fn read(row: &db::Row) -> Result<StoredSeat, StoreError> {
        let consent: Option<i64> = row.try_get("consent_version")?;
        Ok(StoredSeat {
            seat: id(row.try_get("seat")?, "seat")?,
            role: from_word(row.try_get("role")?, "seat.role")?,
            state: from_word(row.try_get("state")?, "seat.state")?,
            token_hash: row.try_get("token_hash")?,
            sealed_secret: row.try_get::<Option<Vec<u8>>, _>("sealed_secret")?.map(Opaque::new),
            consent_version: consent.map(|n| narrow(n, "seat.consent_version")).transpose()?,
            session_hash: row.try_get("session_hash")?,
        })
    }
}

/// A visit as the store keeps it.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredVisit {
    /// What was planned.
    pub plan: Plan,
    /// Who holds it.
    pub host: StaffId,
    /// Whether it is sensitive.
    pub sensitive: bool,
    /// Where it is.
    pub state: VisitState,
    /// Number of its current MLS group.
    pub generation: u32,
    /// First admission.
    pub began_at: Option<Time>,
    /// End.
    pub ended_at: Option<Time>,
    /// The seats, the clinician's first.
    pub seats: Vec<StoredSeat>,
}

impl StoredVisit {
    /// A visit nobody has come to yet.
    pub fn planned(plan: Plan, host: StaffId, sensitive: bool, invitations: &[NewInvitation]) -> StoredVisit {
        let host_seat = StoredSeat {
            seat: plan.host.clone(),
            role: Role::Clinician,
            state: SeatState::Invited,
            token_hash: None,
            sealed_secret: None,
            consent_version: None,
            session_hash: None,
        };
        let guests = invitations.iter().map(|invitation| StoredSeat {
            seat: invitation.seat.clone(),
            role: invitation.role,
            state: SeatState::Invited,
            token_hash: Some(invitation.token_hash.as_bytes().to_vec()),
            sealed_secret: Some(invitation.sealed_secret.clone()),
            consent_version: None,
            session_hash: None,
        });
        let seats = std::iter::once(host_seat).chain(guests).collect();
        let state = VisitState::Scheduled;
        StoredVisit { plan, host, sensitive, state, generation: 0, began_at: None, ended_at: None, seats }
    }

    /// What the rules need to take the visit up again.
    pub fn kept(&self) -> Kept {
        Kept {
            state: self.state,
            generation: self.generation,
            began_at: self.began_at,
            ended_at: self.ended_at,
            seats: self.seats.iter().map(|seat| (seat.seat.clone(), seat.role, seat.state)).collect(),
        }
    }

    pub(crate) async fn write(&self, tx: &mut Connection) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO visit (visit, host, host_seat, starts_at, minutes, sensitive, capacity, state, generation, began_at, ended_at, marked)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (visit) DO UPDATE SET state = excluded.state, generation = excluded.generation,
               began_at = excluded.began_at, ended_at = excluded.ended_at, marked = excluded.marked",
        )
        .bind(self.plan.visit.as_str())
        .bind(self.host.as_str())
        .bind(self.plan.host.as_str())
        .bind(millis(self.plan.starts_at))
        .bind(i64::from(self.plan.minutes))
        .bind(i64::from(self.sensitive))
        .bind(i64::from(self.plan.capacity))
        .bind(word(self.state, "visit.state")?)
        .bind(i64::from(self.generation))
        .bind(self.began_at.map(millis))
        .bind(self.ended_at.map(millis))
        .bind(i64::from(self.plan.marked))
        .execute(&mut *tx)
        .await?;
        for (position, seat) in (0i64..).zip(&self.seats) {
            sqlx::query(
                "INSERT INTO seat (seat, visit, position, role, state, token_hash, sealed_secret, consent_version, session_hash)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (visit, seat) DO UPDATE SET state = excluded.state,
                   sealed_secret = excluded.sealed_secret, consent_version = excluded.consent_version,
                   session_hash = excluded.session_hash",
            )
            .bind(seat.seat.as_str())
            .bind(self.plan.visit.as_str())
            .bind(position)
            .bind(word(seat.role, "seat.role")?)
            .bind(word(seat.state, "seat.state")?)
            .bind(seat.token_hash.as_deref())
            .bind(seat.sealed_secret.as_ref().map(Opaque::as_bytes))
            .bind(seat.consent_version.map(i64::from))
            .bind(seat.session_hash.as_deref())
            .execute(&mut *tx)
            .await?;
        }
        Ok(())
    }
}

impl Store {
    /// Writes a visit with its seats, and the audit entries that tell why.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn save_visit(&self, visit: &StoredVisit, addition: &Addition<'_>) -> Result<(), StoreError> {
        self.save_visits(std::slice::from_ref(visit), addition).await
    }

    /// Writes visits with their seats, all of them or none, and the audit entries that tell why.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn save_visits(&self, visits: &[StoredVisit], addition: &Addition<'_>) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        for visit in visits {
            visit.write(&mut tx).await?;
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All visits.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn visits(&self) -> Result<Vec<StoredVisit>, StoreError> {
        // One question for all seats, not one for each visit; in a transaction, so that nobody writes in between.
        let mut tx = self.pool.begin().await?;
        let mut seats: HashMap<String, Vec<StoredSeat>> = HashMap::new();
        for row in sqlx::query("SELECT * FROM seat ORDER BY visit, position").fetch_all(&mut *tx).await? {
            seats.entry(row.try_get("visit")?).or_default().push(StoredSeat::read(&row)?);
        }
        let rows = sqlx::query("SELECT * FROM visit ORDER BY starts_at, visit").fetch_all(&mut *tx).await?;
        let time = |number: Option<i64>| number.and_then(|n| u64::try_from(n).ok()).map(Time);
        let read = rows.iter().map(|row| {
            let visit: VisitId = id(row.try_get("visit")?, "visit")?;
            Ok(StoredVisit {
                seats: seats.remove(visit.as_str()).unwrap_or_default(),
                plan: Plan {
                    visit,
                    host: id(row.try_get("host_seat")?, "visit.host_seat")?,
                    starts_at: Time(narrow(row.try_get("starts_at")?, "visit.starts_at")?),
                    minutes: narrow(row.try_get("minutes")?, "visit.minutes")?,
                    capacity: narrow(row.try_get("capacity")?, "visit.capacity")?,
                    marked: row.try_get::<i64, _>("marked")? != 0,
                },
                host: id(row.try_get("host")?, "visit.host")?,
                sensitive: row.try_get::<i64, _>("sensitive")? != 0,
                state: from_word(row.try_get("state")?, "visit.state")?,
                generation: narrow(row.try_get("generation")?, "visit.generation")?,
                began_at: time(row.try_get("began_at")?),
                ended_at: time(row.try_get("ended_at")?),
            })
        });
        read.collect()
    }

    /// Writes an ended visit as erased, and takes away in the same transaction what must not outlive it.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then it is still there, and the sweep tries again.
    pub async fn erase_visit(&self, visit: &StoredVisit, addition: &Addition<'_>) -> Result<(), StoreError> {
        let mut erased = visit.clone();
        erased.state = VisitState::Erased;
        for seat in &mut erased.seats {
            seat.sealed_secret = None;
            seat.session_hash = None;
        }
        let mut tx = self.pool.begin().await?;
        let query = sqlx::query("SELECT state FROM visit WHERE visit = $1").bind(visit.plan.visit.as_str());
        let before = query.fetch_optional(&mut *tx).await?.map(|row| row.try_get::<String, _>("state")).transpose()?;
        erased.write(&mut tx).await?;
        // Without the secret, nobody can check a claim any more.
        sqlx::query("UPDATE patient SET sign_key = NULL, seal_key = NULL, key_tag = NULL WHERE visit = $1")
            .bind(visit.plan.visit.as_str())
            .execute(&mut *tx)
            .await?;
        // Done again because a reader kept the database's log from being emptied, it is no second act.
        if before != Some(word(VisitState::Erased, "visit.state")?) {
            log::append(&mut tx, addition).await?;
        }
        tx.commit().await?;
        self.flush().await
    }
}
