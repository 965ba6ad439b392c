//! Entries as others read them: FHIR R4 `AuditEvent` resources, and lines of JSON from which the log's hashes can be computed again.
//!
//! R4 and not R5: audit repositories and the IHE profile Basic Audit Log Patterns speak R4, and so do the Dutch profiles for NEN 7513.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use visit::ids::{SeatId, VisitId};

use crate::{Act, Numbered, Outcome, Party, Record, Row};

const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const SOURCE_TYPE: &str = "http://terminology.hl7.org/CodeSystem/security-source-type";

/// A row as one line of JSON: number, leaf hash (base64), and the entry exactly as it was hashed, or `null` where it was dropped.
pub fn json_line(row: &Row) -> String {
    let entry = row.body.as_deref().and_then(|body| std::str::from_utf8(body).ok()).unwrap_or("null");
    format!(r#"{{"position":{},"leaf":"{}","entry":{entry}}}"#, row.position, STANDARD.encode(row.leaf))
}

/// A row as a FHIR R4 `AuditEvent`; nothing if its content was dropped, or is not of this version.
pub fn audit_event(row: &Row) -> Option<Value> {
    let Numbered { no, entry } = serde_json::from_slice(row.body.as_deref()?).ok()?;
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(entry.at) * 1_000_000).ok()?;
    let (kind, action) = classes(entry.act);
    let (code, display) = kind;
    let mut agent = vec![json!({
        "role": [{"coding": [coding("role", &serde_json::to_value(entry.role).ok()?)]}],
        "who": who(&entry.who),
        "requestor": true,
    })];
    if let Some(party) = &entry.on_behalf_of {
        agent.push(json!({
            "role": [{"coding": [{"system": "urn:curtain:role", "code": "onBehalfOf"}]}],
            "who": who(party),
            "requestor": false,
        }));
    }
    let mut event = json!({
        "resourceType": "AuditEvent",
        "id": no.to_string(),
        "type": {"system": DICOM, "code": code, "display": display},
        "subtype": [coding("act", &serde_json::to_value(entry.act).ok()?)],
        "action": action,
        "recorded": at.format(&Rfc3339).ok()?,
        "outcome": match entry.outcome {
            Outcome::Done => "0",
            Outcome::Denied => "4",
            Outcome::Failed => "8",
        },
        "agent": agent,
        "source": {
            "observer": {"display": "curtain"},
            "type": [{"system": SOURCE_TYPE, "code": "4", "display": "Application Server"}],
        },
        "entity": [{
            "what": what(&entry.record),
            "type": {"system": ENTITY_TYPE, "code": "2", "display": "System Object"},
            "detail": [
                {"type": "client", "valueString": entry.client.to_string()},
                {"type": "leaf", "valueBase64Binary": STANDARD.encode(row.leaf)},
            ],
        }],
    });
    if let Some(reason) = &entry.reason {
        event["outcomeDesc"] = json!(reason.as_str());
    }
    Some(event)
}

/// The DICOM event class (PS3.16 CID 400) and the FHIR action (create, read, update, delete, execute) of an act.
fn classes(act: Act) -> ((&'static str, &'static str), &'static str) {
    const APPLICATION: (&str, &str) = ("110100", "Application Activity");
    const LOG: (&str, &str) = ("110101", "Audit Log Used");
    const RECORD: (&str, &str) = ("110110", "Patient Record");
    const SECURITY: (&str, &str) = ("110113", "Security Alert");
    const SIGN_IN: (&str, &str) = ("110114", "User Authentication");
    match act {
        Act::Start | Act::Stop => (APPLICATION, "E"),
        Act::SetUp => (APPLICATION, "C"),
        Act::OpenLink | Act::OpenDesk | Act::OpenMarked | Act::ReadHeld => (RECORD, "R"),
        Act::OpenEnrolment | Act::ReadAccount | Act::ReadStaff => (APPLICATION, "R"),
        Act::ReadAccesses => (LOG, "R"),
        Act::SeeAccesses => (LOG, "U"),
        // 'User security attributes changed' is what DICOM calls an alert of this kind.
        Act::Enrol | Act::InviteStaff => (SECURITY, "C"),
        Act::CertifyStaff | Act::ChangeWays | Act::BindPatient => (SECURITY, "U"),
        Act::EndStaff => (SECURITY, "D"),
        Act::SignIn | Act::ProveAgain | Act::SignOut => (SIGN_IN, "E"),
        Act::Connect | Act::AskForPlace | Act::KeepPlace | Act::YieldPlace | Act::TakePlace => (SIGN_IN, "E"),
        Act::Plan | Act::Invite => (RECORD, "C"),
        Act::Arrive
        | Act::Rejoin
        | Act::Leave
        | Act::Enter
        | Act::Exit
        | Act::Admit
        | Act::Refuse
        | Act::Remove
        | Act::SendNote
        | Act::TellDelay
        | Act::Mark
        | Act::ChangeContact
        | Act::End
        | Act::Vacate
        | Act::GiveUp => (RECORD, "U"),
        Act::Erase | Act::Forget | Act::EraseAccount => (RECORD, "D"),
        Act::DropContents => (LOG, "D"),
        Act::NewKey | Act::DoubtClock => (LOG, "U"),
    }
}

/// A word of ours as a FHIR coding.
fn coding(of: &str, word: &Value) -> Value {
    json!({"system": format!("urn:curtain:{of}"), "code": word})
}

fn identified(kind: &str, of: &str, value: &str) -> Value {
    json!({"type": kind, "identifier": {"system": format!("urn:curtain:{of}"), "value": value}})
}

fn seat_of(visit: &VisitId, seat: &SeatId) -> String {
    format!("{visit}/{seat}")
}

fn who(party: &Party) -> Value {
    match party {
        Party::Staff(staff) => identified("Practitioner", "staff", staff.as_str()),
        Party::Patient(account) => identified("Patient", "account", account.as_str()),
        // Patient or companion, as the role says; a seat is no patient number.
        Party::Guest { visit, seat } => {
            json!({"identifier": {"system": "urn:curtain:seat", "value": seat_of(visit, seat)}})
        }
        Party::Practice => json!({"type": "Organization", "display": "the practice"}),
        Party::Server => json!({"type": "Device", "display": "curtain"}),
    }
}

fn what(record: &Record) -> Value {
    match record {
        Record::Practice => json!({"type": "Organization", "display": "the practice"}),
        Record::Desk(staff) => identified("Practitioner", "staff", staff.as_str()),
        // Of staff or of a patient, which the entry does not say.
        Record::Account(account) => {
            json!({"identifier": {"system": "urn:curtain:account", "value": account.as_str()}})
        }
        Record::Staff => json!({"type": "Group", "display": "the staff"}),
        Record::Accesses => json!({"type": "AuditEvent", "display": "openings of marked visits"}),
        Record::Visit(visit) => identified("Encounter", "visit", visit.as_str()),
        Record::Seat { visit, seat } => identified("Encounter", "seat", &seat_of(visit, seat)),
        Record::Entries { before } => json!({"type": "AuditEvent", "display": format!("entries before {before}")}),
        Record::Log => json!({"type": "AuditEvent", "display": "the audit log"}),
    }
}
