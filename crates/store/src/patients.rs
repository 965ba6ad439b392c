//! Accounts of patients: made with a seat's link, bound, changed, read in whole, erased. What is sealed or signed is not looked into here.

use audit::Addition;
use sqlx::{AssertSqlSafe, Row as _};
use visit::ids::{Opaque, SeatId, StaffId, VisitId};
use visit::wire::{Binding, ClaimedKeys, HeldVisit, SealedContact, StaffState};
use visit::{StaffRole, Time};

use crate::db::Row;
use crate::rows::{from_word, id, millis, narrow};
use crate::sessions::FirstSignIn;
use crate::staff::write_vault;
use crate::{Store, StoreError, StoredStaff, log};

/// What a patient's account has beside what every account has.
#[derive(Clone, Debug)]
pub struct StoredPatient {
    /// Whose.
    pub account: StaffId,
    /// The visit whose link it was made with.
    pub visit: VisitId,
    /// The seat in it.
    pub seat: SeatId,
    /// Who held that visit.
    pub clinician: StaffId,
    /// The keys it claims, until it is bound or the visit is erased.
    pub keys: Option<ClaimedKeys>,
    /// How the practice reaches its owner.
    pub contact: SealedContact,
    /// The clinician's word for its keys.
    pub binding: Option<Binding>,
    /// When it was made.
    pub made_at: Time,
}

const PATIENT: &str = "SELECT patient.account, patient.visit, patient.seat, clinician, sign_key, seal_key, key_tag,
    contact_own, contact_clinician, binding_body, binding_signature, made_at FROM patient";

/// All that refers to an account, and the account.
const OF_ACCOUNT: [&str; 8] = [
    "UPDATE seat SET account = NULL WHERE account = $1",
    "DELETE FROM patient WHERE account = $1",
    "DELETE FROM session WHERE staff = $1",
    "DELETE FROM passkey WHERE staff = $1",
    "DELETE FROM password WHERE staff = $1",
    "DELETE FROM known_device WHERE staff = $1",
    "DELETE FROM vault_key WHERE staff = $1",
    "DELETE FROM staff WHERE staff = $1",
];

impl StoredPatient {
    fn read(row: &Row) -> Result<StoredPatient, StoreError> {
        let opaque = |column: &str| Ok::<_, StoreError>(row.try_get::<Option<Vec<u8>>, _>(column)?.map(Opaque::new));
        let keys = opaque("sign_key")?.zip(opaque("seal_key")?).zip(opaque("key_tag")?);
        let binding = opaque("binding_body")?.zip(opaque("binding_signature")?);
        Ok(StoredPatient {
            account: id(row.try_get("account")?, "patient.account")?,
            visit: id(row.try_get("visit")?, "patient.visit")?,
            seat: id(row.try_get("seat")?, "patient.seat")?,
            clinician: id(row.try_get("clinician")?, "patient.clinician")?,
            keys: keys.map(|((sign_key, seal_key), tag)| ClaimedKeys { sign_key, seal_key, tag }),
            contact: SealedContact {
                own: Opaque::new(row.try_get("contact_own")?),
                clinician: Opaque::new(row.try_get("contact_clinician")?),
            },
            binding: binding.map(|(body, signature)| Binding { body, signature }),
            made_at: Time(narrow(row.try_get("made_at")?, "patient.made_at")?),
        })
    }

    /// Its row among all accounts. Its owner's name is sealed, so there is none.
    pub fn member(&self) -> StoredStaff {
        StoredStaff {
            staff: self.account.clone(),
            name: String::new(),
            roles: vec![StaffRole::Patient],
            state: StaffState::Active,
            certificate: None,
            keys: None,
            invitation: None,
        }
    }
}

impl Store {
    /// Writes a patient's new account, and that it is the account of its seat. Returns false, having written nothing, if that is no patient's
    /// seat, or one that has an account, or the account is there already.
    ///
    /// # Errors
    /// [`StoreError::UserNameTaken`], or another [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn enrol_patient(
        &self,
        patient: &StoredPatient,
        first: &FirstSignIn,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let there = sqlx::query("SELECT 1 FROM staff WHERE staff = $1").bind(patient.account.as_str());
        if there.fetch_optional(&mut *tx).await?.is_some() {
            return Ok(false);
        }
        patient.member().insert(&mut tx).await?;
        let seated = sqlx::query(
            "UPDATE seat SET account = $3 WHERE visit = $1 AND seat = $2 AND role = 'patient' AND account IS NULL",
        );
        let seated = seated.bind(patient.visit.as_str()).bind(patient.seat.as_str()).bind(patient.account.as_str());
        if seated.execute(&mut *tx).await?.rows_affected() != 1 {
            return Ok(false);
        }
        let (keys, binding) = (patient.keys.as_ref(), patient.binding.as_ref());
        sqlx::query(
            "INSERT INTO patient (account, visit, seat, clinician, sign_key, seal_key, key_tag, contact_own, contact_clinician,
               binding_body, binding_signature, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(patient.account.as_str())
        .bind(patient.visit.as_str())
        .bind(patient.seat.as_str())
        .bind(patient.clinician.as_str())
        .bind(keys.map(|keys| keys.sign_key.as_bytes()))
        .bind(keys.map(|keys| keys.seal_key.as_bytes()))
        .bind(keys.map(|keys| keys.tag.as_bytes()))
        .bind(patient.contact.own.as_bytes())
        .bind(patient.contact.clinician.as_bytes())
        .bind(binding.map(|binding| binding.body.as_bytes()))
        .bind(binding.map(|binding| binding.signature.as_bytes()))
        .bind(millis(patient.made_at))
        .execute(&mut *tx)
        .await?;
        write_vault(&mut tx, &patient.account, &first.vault).await?;
        first.write(&mut tx, &patient.account).await?;
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What a patient's account has beside what every account has; none of anybody else.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn patient(&self, account: &StaffId) -> Result<Option<StoredPatient>, StoreError> {
        let query = AssertSqlSafe(format!("{PATIENT} WHERE account = $1"));
        let row = sqlx::query(query).bind(account.as_str()).fetch_optional(&self.pool).await?;
        row.as_ref().map(StoredPatient::read).transpose()
    }

    /// The patients' accounts that were made in visits which are still known.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn seated_patients(&self) -> Result<Vec<StoredPatient>, StoreError> {
        let query = AssertSqlSafe(format!(
            "{PATIENT} JOIN seat ON seat.visit = patient.visit AND seat.seat = patient.seat AND seat.account = patient.account"
        ));
        sqlx::query(query).fetch_all(&self.pool).await?.iter().map(StoredPatient::read).collect()
    }

    /// Keeps a clinician's word for the keys that a patient's account claims; the keys are in it, so what was needed to check them goes.
    /// Returns false, having written nothing, if there is no such account, or no claim that waits for it.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn bind_patient(
        &self,
        account: &StaffId,
        binding: &Binding,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE patient SET binding_body = $2, binding_signature = $3, sign_key = NULL, seal_key = NULL, key_tag = NULL
             WHERE account = $1 AND binding_body IS NULL AND sign_key IS NOT NULL",
        )
        .bind(account.as_str())
        .bind(binding.body.as_bytes())
        .bind(binding.signature.as_bytes())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Keeps other contact data in place of the earlier one. Returns false, having written nothing, if there is no such account.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was written.
    pub async fn change_contact(
        &self,
        account: &StaffId,
        contact: &SealedContact,
        addition: &Addition<'_>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let done = sqlx::query("UPDATE patient SET contact_own = $2, contact_clinician = $3 WHERE account = $1")
            .bind(account.as_str())
            .bind(contact.own.as_bytes())
            .bind(contact.clinician.as_bytes())
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        self.flush_when_free().await?;
        Ok(true)
    }

    /// The visits in which a patient's account has a seat, the latest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read.
    pub async fn visits_of(&self, account: &StaffId) -> Result<Vec<HeldVisit>, StoreError> {
        let query = sqlx::query(
            "SELECT visit.visit, visit.starts_at, visit.minutes, visit.state, staff.name, seat.consent_version
             FROM seat JOIN visit ON visit.visit = seat.visit JOIN staff ON staff.staff = visit.host
             WHERE seat.account = $1 ORDER BY visit.starts_at DESC",
        );
        let rows = query.bind(account.as_str()).fetch_all(&self.pool).await?;
        let read = rows.into_iter().map(|row| {
            let consent: Option<i64> = row.try_get("consent_version")?;
            Ok(HeldVisit {
                visit: id(row.try_get("visit")?, "visit")?,
                starts_at: Time(narrow(row.try_get("starts_at")?, "visit.starts_at")?).wire(),
                minutes: narrow(row.try_get("minutes")?, "visit.minutes")?,
                state: from_word(row.try_get("state")?, "visit.state")?,
                clinician: row.try_get("name")?,
                consent_version: consent.map(|n| narrow(n, "seat.consent_version")).transpose()?,
            })
        });
        read.collect()
    }

    /// Erases a patient's account and all that refers to it, in one transaction with the audit entries that tell of it, and empties the
    /// database's log; where somebody reads that meanwhile, the next time does. Returns false, having erased nothing, if it is no patient's account.
    ///
    /// # Errors
    /// [`StoreError`] if the disk does not take it; then nothing was erased.
    pub async fn erase_patient(&self, account: &StaffId, addition: &Addition<'_>) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let there = sqlx::query("SELECT 1 FROM patient WHERE account = $1").bind(account.as_str());
        if there.fetch_optional(&mut *tx).await?.is_none() {
            return Ok(false);
        }
        for statement in OF_ACCOUNT {
            sqlx::query(statement).bind(account.as_str()).execute(&mut *tx).await?;
        }
        log::append(&mut tx, addition).await?;
        tx.commit().await?;
        self.flush_when_free().await?;
        Ok(true)
    }
}
