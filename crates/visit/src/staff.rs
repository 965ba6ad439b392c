//! What each role of the staff may do: the only place that decides it. What is not named here, nobody may do.

use serde::{Deserialize, Serialize};

/// A role of the practice's staff. A person may have several.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StaffRole {
    /// Decides who works here, and what they may do.
    Administrator,
    /// Holds visits.
    Clinician,
    /// Books, greets, tells delays.
    Reception,
    /// Looks after privacy and security.
    Officer,
    /// Whom visits are for, with an account of their own; nobody on the staff.
    Patient,
}

impl StaffRole {
    /// All of them.
    pub const ALL: [StaffRole; 5] =
        [Self::Administrator, Self::Clinician, Self::Reception, Self::Officer, Self::Patient];
}

/// What a signed-in member of staff may want to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Permission {
    /// Look at one's own account and sessions, and end them.
    OwnAccount,
    /// Read in whole what is held about oneself, and change one's contact data.
    OwnRecord,
    /// Have one's account erased.
    EraseAccount,
    /// Change the ways into one's own account: passkeys, password, recovery code.
    ChangeWays,
    /// End other sessions of one's own account, one by one.
    EndSessions,
    /// See who works here.
    ReadStaff,
    /// Invite colleagues, certify their keys, end their access.
    ManageStaff,
    /// Have a desk: plan visits of one's own, and hold them.
    HoldVisits,
    /// See who opened marked visits, and why.
    ReadAccesses,
}

impl Permission {
    /// All of them.
    pub const ALL: [Permission; 9] = [
        Self::OwnAccount,
        Self::OwnRecord,
        Self::EraseAccount,
        Self::ChangeWays,
        Self::EndSessions,
        Self::ReadStaff,
        Self::ManageStaff,
        Self::HoldVisits,
        Self::ReadAccesses,
    ];

    /// Whom it is given to.
    const fn given_to(self) -> &'static [StaffRole] {
        use StaffRole::{Administrator, Clinician, Officer, Patient, Reception};
        match self {
            Self::OwnAccount | Self::ChangeWays | Self::EndSessions => {
                &[Administrator, Clinician, Reception, Officer, Patient]
            }
            Self::OwnRecord | Self::EraseAccount => &[Patient],
            Self::ReadStaff => &[Administrator, Officer],
            Self::ManageStaff => &[Administrator],
            Self::HoldVisits => &[Clinician],
            Self::ReadAccesses => &[Officer],
        }
    }

    /// Whether it is about one's own account, which people have before they are certified.
    pub const fn is_own(self) -> bool {
        matches!(self, Self::OwnAccount | Self::OwnRecord | Self::EraseAccount | Self::ChangeWays | Self::EndSessions)
    }

    /// Whether whoever uses it has to have shown lately who they are: it decides who gets in from then on, or cannot be undone, which a
    /// session that was left open or stolen must not.
    pub const fn needs_fresh_proof(self) -> bool {
        matches!(self, Self::EraseAccount | Self::ChangeWays | Self::EndSessions | Self::ManageStaff)
    }

    /// The role by which someone with these roles has it; none if they do not.
    pub fn role_of(self, roles: &[StaffRole]) -> Option<StaffRole> {
        self.given_to().iter().copied().find(|role| roles.contains(role))
    }

    /// Whether someone with these roles has it.
    pub fn is_given_to(self, roles: &[StaffRole]) -> bool {
        self.role_of(roles).is_some()
    }
}
