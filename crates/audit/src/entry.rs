//! What one entry of the audit log says. Identifiers only: no type here can hold a name, a message or an address.
//!
//! Who, on whose behalf, in which role, what, which record, when, from which kind of client, with which outcome, and why:
//! NEN 7513 §6 and 45 CFR §164.312(b) ask no less.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use visit::StaffRole;
use visit::ids::{SeatId, StaffId, VisitId};

use crate::{Client, LogError};

/// Random bytes of each entry. They go when the entry's content goes, so that the hash that stays tells nothing of it.
pub const SALT_BYTES: usize = 16;

/// Someone who acts.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Party {
    /// A member of the practice's staff.
    Staff(StaffId),
    /// A patient who is signed in to their account.
    Patient(StaffId),
    /// Whoever holds an invitation's link. Who that is, the clinician sees and hears; the server does not know.
    Guest {
        /// The visit.
        visit: VisitId,
        /// The seat in it.
        seat: SeatId,
    },
    /// The practice, for which the server acts by itself.
    Practice,
    /// The server.
    Server,
}

/// In which role.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Holds visits.
    Clinician,
    /// Whom a visit is for.
    Patient,
    /// An interpreter, relative, second clinician or trainee.
    Companion,
    /// Decides who works here.
    Administrator,
    /// Books and greets.
    Reception,
    /// Looks after privacy and security.
    Officer,
    /// The server.
    Server,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Administrator => Role::Administrator,
            StaffRole::Clinician => Role::Clinician,
            StaffRole::Reception => Role::Reception,
            StaffRole::Officer => Role::Officer,
            StaffRole::Patient => Role::Patient,
        }
    }
}

impl From<visit::wire::Role> for Role {
    fn from(role: visit::wire::Role) -> Self {
        match role {
            visit::wire::Role::Clinician => Role::Clinician,
            visit::wire::Role::Patient => Role::Patient,
            visit::wire::Role::Companion => Role::Companion,
        }
    }
}

/// Which record it was done to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// The practice as a whole.
    Practice,
    /// A clinician's desk: the list of their visits, their sealed vault.
    Desk(StaffId),
    /// A visit.
    Visit(VisitId),
    /// An account, of staff or of a patient: name, roles, sealed vault, passkeys, password, sessions, sealed contact data.
    Account(StaffId),
    /// The list of everyone who works here.
    Staff,
    /// The list of openings of marked visits.
    Accesses,
    /// A person's place in a visit.
    Seat {
        /// The visit.
        visit: VisitId,
        /// The seat in it.
        seat: SeatId,
    },
    /// Entries of this log.
    Entries {
        /// All before this number.
        before: u64,
    },
    /// This log as a whole.
    Log,
}

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// The server started.
    Start,
    /// The server stopped in good order. A start without a stop before it followed a crash.
    Stop,
    /// A practice was set up.
    SetUp,
    /// An invitation's link was opened: practice, times and state of the visit were read.
    OpenLink,
    /// A desk's link was opened: certificate and sealed vault were read.
    OpenDesk,
    /// An enrolment's link was opened: practice, name and roles were read; with an invitation's link, who holds the visit.
    OpenEnrolment,
    /// A colleague, or a patient with an invitation's link, made their keys and their first passkey or password.
    Enrol,
    /// Someone signed in.
    SignIn,
    /// Someone who is signed in showed again who they are.
    ProveAgain,
    /// Someone signed out, or a session ended by itself.
    SignOut,
    /// An account was read, with its sealed vault.
    ReadAccount,
    /// The ways into an account were changed: passkeys added or removed, a password set or removed, a recovery code replaced.
    ChangeWays,
    /// The list of staff was read.
    ReadStaff,
    /// A colleague was invited.
    InviteStaff,
    /// A colleague's keys were certified.
    CertifyStaff,
    /// A colleague's access was ended.
    EndStaff,
    /// A page connected. At a desk it reads the visits of the day and what is sealed in them.
    Connect,
    /// A guest entered the waiting room.
    Arrive,
    /// An admitted person's page asked to be added to the group again.
    Rejoin,
    /// A guest left.
    Leave,
    /// A visit was planned, and a person invited to it.
    Plan,
    /// A clinician stepped into a visit's room.
    Enter,
    /// A clinician stepped out.
    Exit,
    /// A waiting person was let in, or an admitted one back in.
    Admit,
    /// A waiting person was turned away.
    Refuse,
    /// A person was taken out of the call.
    Remove,
    /// A waiting person was sent a sealed note.
    SendNote,
    /// Those who wait were told how long it may take.
    TellDelay,
    /// One more person was invited.
    Invite,
    /// A visit was marked, or its mark was taken away; the reason says which.
    Mark,
    /// A marked visit was opened, for the reason given: what is sealed in it was told to a desk.
    OpenMarked,
    /// The openings of marked visits were read.
    ReadAccesses,
    /// An officer said that they had looked at the openings of marked visits.
    SeeAccesses,
    /// A clinician gave their word for the keys of a patient's account.
    BindPatient,
    /// A patient changed their contact data.
    ChangeContact,
    /// A patient read all that is held about them.
    ReadHeld,
    /// A patient had their account erased.
    EraseAccount,
    /// A visit was ended, or called off because its clinician's access was ended.
    End,
    /// Another browser with the same link asked for the place.
    AskForPlace,
    /// The browser that holds the place kept it.
    KeepPlace,
    /// The browser that held the place gave it away.
    YieldPlace,
    /// Another browser took the place over.
    TakePlace,
    /// A person in the call lost their place to another browser, and must be let in anew.
    Vacate,
    /// A person was away for too long and lost their place.
    GiveUp,
    /// A visit's sealed and ephemeral things were erased.
    Erase,
    /// A visit, or a colleague who left or never came, was forgotten at the end of the retention.
    Forget,
    /// The clock was days ahead of the log's last entry, so the server waits for a day before it erases anything by it.
    DoubtClock,
    /// The contents of old entries were dropped at the end of the log's retention.
    DropContents,
    /// The log goes on under a new key.
    NewKey,
}

/// How it went.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was not allowed, and not done.
    Denied,
    /// It was allowed, and could not be done.
    Failed,
}

/// Why, as one word of the programs' vocabulary: 1 to 32 letters and digits. No free text, so no names.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reason(String);

impl Reason {
    /// The word by which a value without fields is written in JSON; nothing if it is not such a word.
    pub fn of(value: impl Serialize) -> Option<Reason> {
        let serde_json::Value::String(word) = serde_json::to_value(value).ok()? else { return None };
        let fits = (1..=32).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then_some(Reason(word))
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One entry of the log, before it has its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When, in Unix milliseconds.
    pub at: u64,
    /// Who.
    pub who: Party,
    /// On whose behalf, where it was not their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Party>,
    /// In which role.
    pub role: Role,
    /// What.
    pub act: Act,
    /// To which record.
    pub record: Record,
    /// From which kind of client.
    pub client: Client,
    /// How it went.
    pub outcome: Outcome,
    /// Why, where there is a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// [`SALT_BYTES`] random bytes, base64url.
    salt: String,
}

impl Entry {
    /// Something that someone did, in their own name.
    pub fn new(
        at: u64,
        who: Party,
        role: Role,
        act: Act,
        record: Record,
        client: Client,
        salt: [u8; SALT_BYTES],
    ) -> Entry {
        let salt = URL_SAFE_NO_PAD.encode(salt);
        Entry { at, who, on_behalf_of: None, role, act, record, client, outcome: Outcome::Done, reason: None, salt }
    }

    /// Something that the server did by itself, for the practice.
    pub fn by_server(at: u64, act: Act, record: Record, salt: [u8; SALT_BYTES]) -> Entry {
        let mut entry = Entry::new(at, Party::Server, Role::Server, act, record, Client::server(), salt);
        entry.on_behalf_of = Some(Party::Practice);
        entry
    }

    /// The same, with another outcome and its reason.
    #[must_use]
    pub fn turned(mut self, outcome: Outcome, reason: Option<Reason>) -> Entry {
        self.outcome = outcome;
        self.reason = reason;
        self
    }

    /// The bytes that are stored and hashed once the entry has a number: one line of JSON, its fields in the order of [`Entry`].
    ///
    /// # Errors
    /// [`LogError::Unwritable`] if it has no JSON form, which no entry is known to cause.
    pub fn written(&self, no: u64) -> Result<Vec<u8>, LogError> {
        #[derive(Serialize)]
        struct Line<'a> {
            no: u64,
            #[serde(flatten)]
            entry: &'a Entry,
        }
        serde_json::to_vec(&Line { no, entry: self }).map_err(|_| LogError::Unwritable)
    }
}

/// An entry with its number in the log, as it is read back.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Numbered {
    /// From 0.
    pub no: u64,
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
}
