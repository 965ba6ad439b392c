//! The log's formats against published vectors, and what an entry looks like to others.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use audit::{Act, Checkpoint, Client, Entry, Head, LogKey, NoteTrouble, Outcome, Party, Reason, Record, Role, Row};
use audit::{audit_event, json_line, leaf_hash};
use proptest::prelude::*;
use serde_json::json;
use visit::wire::ErrorCode;

/// Leaves and roots of Certificate Transparency's reference implementations (`transparency-dev/merkle`, `testonly/constants.go`).
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_tree_is_that_of_rfc_6962() {
    let mut head = Head::default();
    assert_eq!(hex(&head.root().unwrap()), ROOTS[0]);
    for (leaf, root) in LEAVES.iter().zip(&ROOTS[1..]) {
        head.add(leaf_hash(&unhex(leaf))).unwrap();
        assert_eq!(hex(&head.root().unwrap()), *root);
    }
}

proptest! {
    /// What is stored of a tree is enough to go on with it, and to nothing else.
    #[test]
    fn a_stored_edge_goes_on_as_the_tree_would(size in 0_u64..200, more in 1_u64..20) {
        let mut head = Head::default();
        (0..size).for_each(|n| head.add(leaf_hash(&n.to_be_bytes())).unwrap());
        let mut again = Head::from_parts(size, &head.edge_bytes()).unwrap();
        for n in size..size + more {
            head.add(leaf_hash(&n.to_be_bytes())).unwrap();
            again.add(leaf_hash(&n.to_be_bytes())).unwrap();
        }
        prop_assert_eq!(head.root().unwrap(), again.root().unwrap());
        let edge = head.edge_bytes();
        prop_assert!(Head::from_parts(head.size(), &edge[32..]).is_err());
        prop_assert!(Head::from_parts(u64::MAX, &edge).is_err());
    }

    #[test]
    fn no_text_makes_reading_a_checkpoint_panic(text in ".{0,200}", cut in 0_usize..200) {
        let key = key();
        let note = key.sign(&Head::default()).unwrap();
        let cut = note.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(note.len());
        prop_assert!(Checkpoint::open(&text, &[key.public().clone()]).is_err());
        prop_assert_eq!(Checkpoint::open(&note[..cut], &[key.public().clone()]).is_ok(), cut == note.len());
    }
}

fn key() -> LogKey {
    LogKey::from_seed(&[7; 32]).unwrap()
}

/// The example key of the signed-note format (`golang.org/x/mod/sumdb/note`, package documentation).
#[test]
fn a_key_is_read_and_written_as_signed_notes_have_it() {
    let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    let key: LogKey = text.parse().unwrap();
    assert_eq!(key.secret_text(), text);
    assert_eq!(key.public().as_str(), "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    let made = self::key();
    let again: LogKey = made.secret_text().parse().unwrap();
    assert_eq!(again.public().as_str(), made.public().as_str());
    for damaged in ["", "PRIVATE+KEY+x", &text.replace("c74f20a3", "c74f20a4"), &text.replace("AYEK", "AAEK")] {
        assert!(damaged.parse::<LogKey>().is_err(), "{damaged}");
    }
}

/// The example of C2SP tlog-checkpoint: a note by a key that nobody here knows is read and not believed.
#[test]
fn a_checkpoint_of_another_log_is_not_believed() {
    let note = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    assert_eq!(Checkpoint::open(note, &[key().public().clone()]), Err(NoteTrouble::AnotherKey));
    assert_eq!(Checkpoint::open("", &[key().public().clone()]), Err(NoteTrouble::Malformed));
}

#[test]
fn a_checkpoint_says_what_was_signed_and_nothing_else() {
    let key = key();
    let mut head = Head::default();
    head.add(leaf_hash(b"one")).unwrap();
    let note = key.sign(&head).unwrap();
    insta::assert_snapshot!(note, @r##"
curtain/audit/ea4a6c63e29c520a
1
0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=

— curtain/audit/ea4a6c63e29c520a +IABUHQnRcMLyEixMmeZ+dvkQHT94t6FTantAm8o9UXtBTqm65Ij5yRql70rFk5JGUnPWSAR7XlzDLrcY4oGamVHNgo=
"##);
    let checkpoint = Checkpoint::open(&note, &[key.public().clone()]).unwrap();
    assert_eq!((checkpoint.size, checkpoint.root), (1, head.root().unwrap()));
    let forged = note.replace("\n1\n", "\n2\n");
    assert_ne!(forged, note);
    assert_eq!(Checkpoint::open(&forged, &[key.public().clone()]), Err(NoteTrouble::Forged));
}

fn row(entry: &Entry, position: u64) -> Row {
    let body = entry.written(position).unwrap();
    Row { position, at: Some(entry.at), leaf: leaf_hash(&body), body: Some(body) }
}

fn refusal() -> Entry {
    let (visit, seat) = ("visit-one".try_into().unwrap(), "ann".try_into().unwrap());
    let who = Party::Staff("dr".try_into().unwrap());
    let client = Client::from_user_agent("Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0");
    let record = Record::Seat { visit, seat };
    Entry::new(1_800_000_000_123, who, Role::Clinician, Act::Admit, record, client, [1; 16])
        .turned(Outcome::Denied, Reason::of(ErrorCode::StaleCommit))
}

/// The bytes that are hashed. Whoever changes this changes what old logs are verified against.
#[test]
fn an_entry_is_written_as_it_always_was() {
    insta::assert_snapshot!(String::from_utf8(refusal().written(17).unwrap()).unwrap(), @r##"
{"no":17,"at":1800000000123,"who":{"staff":"dr"},"role":"clinician","act":"admit","record":{"seat":{"visit":"visit-one","seat":"ann"}},"client":"Firefox on Android","outcome":"denied","reason":"staleCommit","salt":"AQEBAQEBAQEBAQEBAQEBAQ"}
"##);
    let by_server = Entry::by_server(1, Act::DropContents, Record::Entries { before: 9 }, [2; 16]);
    insta::assert_snapshot!(String::from_utf8(by_server.written(18).unwrap()).unwrap(), @r##"
{"no":18,"at":1,"who":"server","onBehalfOf":"practice","role":"server","act":"dropContents","record":{"entries":{"before":9}},"client":"server","outcome":"done","salt":"AgICAgICAgICAgICAgICAg"}
"##);
}

#[test]
fn an_entry_is_read_as_a_fhir_audit_event() {
    insta::assert_json_snapshot!(audit_event(&row(&refusal(), 17)).unwrap(), @r##"
{
  "action": "U",
  "agent": [
    {
      "requestor": true,
      "role": [
        {
          "coding": [
            {
              "code": "clinician",
              "system": "urn:curtain:role"
            }
          ]
        }
      ],
      "who": {
        "identifier": {
          "system": "urn:curtain:staff",
          "value": "dr"
        },
        "type": "Practitioner"
      }
    }
  ],
  "entity": [
    {
      "detail": [
        {
          "type": "client",
          "valueString": "Firefox on Android"
        },
        {
          "type": "leaf",
          "valueBase64Binary": "kbxjs0+9QHjtiViFbTBDu8XKuYIuVEAuQa/fjqPiZeM="
        }
      ],
      "type": {
        "code": "2",
        "display": "System Object",
        "system": "http://terminology.hl7.org/CodeSystem/audit-entity-type"
      },
      "what": {
        "identifier": {
          "system": "urn:curtain:seat",
          "value": "visit-one/ann"
        },
        "type": "Encounter"
      }
    }
  ],
  "id": "17",
  "outcome": "4",
  "outcomeDesc": "staleCommit",
  "recorded": "2027-01-15T08:00:00.123Z",
  "resourceType": "AuditEvent",
  "source": {
    "observer": {
      "display": "curtain"
    },
    "type": [
      {
        "code": "4",
        "display": "Application Server",
        "system": "http://terminology.hl7.org/CodeSystem/security-source-type"
      }
    ]
  },
  "subtype": [
    {
      "code": "admit",
      "system": "urn:curtain:act"
    }
  ],
  "type": {
    "code": "110110",
    "display": "Patient Record",
    "system": "http://dicom.nema.org/resources/ontology/DCM"
  }
}
"##);
    let account = visit::ids::StaffId::try_from("ann").unwrap();
    let (who, record) = (Party::Patient(account.clone()), Record::Account(account));
    let patient =
        Entry::new(1_800_000_000_000, who, Role::Patient, Act::EraseAccount, record, Client::server(), [1; 16]);
    let event = audit_event(&row(&patient, 0)).unwrap();
    let identifier = json!({"system": "urn:curtain:account", "value": "ann"});
    assert_eq!(event["agent"][0]["who"], json!({"type": "Patient", "identifier": identifier}));
    assert_eq!((&event["entity"][0]["what"], &event["action"]), (&json!({"identifier": identifier}), &json!("D")));
    let by_server = Entry::by_server(1_800_000_000_000, Act::Start, Record::Practice, [2; 16]);
    let event = audit_event(&row(&by_server, 0)).unwrap();
    assert_eq!(event["agent"][0]["who"]["display"], "curtain");
    assert_eq!(
        (&event["agent"][1]["who"]["display"], &event["agent"][1]["requestor"]),
        (&json!("the practice"), &json!(false))
    );
}

#[test]
fn a_line_holds_the_bytes_that_were_hashed() {
    let mut row = row(&refusal(), 17);
    let line = json_line(&row);
    assert!(serde_json::from_str::<serde_json::Value>(&line).unwrap()["entry"]["act"] == "admit");
    let entry = line.split_once(r#""entry":"#).unwrap().1.strip_suffix('}').unwrap();
    assert_eq!(leaf_hash(entry.as_bytes()), row.leaf);
    row.body = None;
    assert!(json_line(&row).ends_with(r#""entry":null}"#));
    assert!(audit_event(&row).is_none());
}

#[test]
fn a_reason_is_one_word() {
    assert_eq!(Reason::of(ErrorCode::VisitFull).unwrap().as_str(), "visitFull");
    for text in ["", "Ann Example", "ann@example.org", &"x".repeat(33)] {
        assert!(Reason::of(text).is_none(), "{text}");
    }
    assert!(Reason::of(7).is_none());
}
