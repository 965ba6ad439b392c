//! What the audit log says of accounts: entries of staff, of patients, and of those who are about to be. The acts of visits are in `clinic::audit`.

use ::audit::{Act, Addition, Client, Entry, Outcome, Party, Reason, Record};
use visit::ids::StaffId;
use visit::wire::ErrorCode;
use visit::{Permission, StaffRole, Time};

use super::{Accounts, SignedIn, failed, lock};
use crate::clinic::audit::salt;

/// Something that the owner of an account did in one of their roles.
pub(super) fn by(now: Time, staff: &StaffId, role: StaffRole, act: Act, record: Record, client: &Client) -> Entry {
    let who = if role == StaffRole::Patient { Party::Patient(staff.clone()) } else { Party::Staff(staff.clone()) };
    Entry::new(now.0, who, role.into(), act, record, client.clone(), salt())
}

/// The role in which someone does what all may do: the first of theirs.
pub(super) fn first_role(roles: &[StaffRole]) -> StaffRole {
    // Roles are never empty; who has none may do least.
    roles.first().copied().unwrap_or(StaffRole::Reception)
}

impl Accounts {
    pub(super) fn addition<'a>(&'a self, entries: &'a [Entry]) -> Addition<'a> {
        Addition { key: &self.log_key, entries }
    }

    /// Writes that something was read or denied, unless that stands there already.
    pub(super) async fn write_once(&self, now: Time, entry: Entry) -> Result<(), ErrorCode> {
        if lock(&self.lately).covers(&entry, now) {
            return Ok(());
        }
        self.store.record(&self.addition(std::slice::from_ref(&entry))).await.map_err(failed)?;
        lock(&self.lately).remember(&entry, now);
        Ok(())
    }

    /// Writes that something was not done, and why; returns the reason.
    pub(super) async fn denied(&self, now: Time, entry: Entry, code: ErrorCode) -> ErrorCode {
        let outcome = if code == ErrorCode::Internal { Outcome::Failed } else { Outcome::Denied };
        // It was not done, so nothing was acknowledged that the log does not have.
        let _ = self.write_once(now, entry.turned(outcome, Reason::of(code))).await;
        code
    }

    /// The entry of what someone signed in asks for, if they may do it; otherwise the log says that they may not.
    ///
    /// Who is not certified yet may look after their own account only; what decides who gets in from then on needs a fresh proof.
    /// It comes before anything else of a request, so that nothing is used up by one that is asked again after the proof.
    pub(super) async fn permit(
        &self,
        now: Time,
        who: &SignedIn,
        permission: Permission,
        act: Act,
        record: Record,
    ) -> Result<Entry, ErrorCode> {
        let member = &who.member;
        let certified = member.certificate.is_some() || permission.is_own();
        let role = permission.role_of(&member.roles).filter(|_| certified);
        let entry = |role| by(now, &member.staff, role, act, record, &who.client);
        match role {
            Some(role) if permission.needs_fresh_proof() && !who.is_fresh(now) => {
                Err(self.denied(now, entry(role), ErrorCode::ProofNeeded).await)
            }
            Some(role) => Ok(entry(role)),
            None => Err(self.denied(now, entry(first_role(&member.roles)), ErrorCode::NotAllowed).await),
        }
    }
}
