//! Native and WebAssembly clients in one group. The WebAssembly side is the package that browsers load, run in Node.js.
//!
//! Ignored by default because it needs that package: `cargo xtask client`, then `cargo test -p seal --test wasm -- --ignored`.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use seal::practice::Practice;
use seal::{
    Card, Change, Crypto, Desk, DeskClaim, GroupCommit, Guest, Id, InvitationClaim, MediaKind, Note, Place, Role,
    SpokenCode, TaggedKeyPackage, TaggedWelcome, b64, unb64,
};
use serde_json::{Value, json};

const NOW: u64 = 1_800_000_000_000;

fn id(text: &str) -> Id {
    Id::try_from(text).unwrap()
}

/// A WebAssembly client in a Node.js process of its own.
struct Browser {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Browser {
    fn open() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let pkg = here.join("../../web/src/seal/pkg");
        assert!(pkg.join("seal_bg.wasm").exists(), "run `cargo xtask client` first");
        let mut process = Command::new("node")
            .arg(here.join("tests/wasm/peer.mjs"))
            .arg(pkg)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { process, to, from: BufReader::new(from) }
    }

    /// Calls a method; an error's name if it throws.
    fn ask(&mut self, call: &str, args: Value) -> Result<Value, String> {
        writeln!(self.to, "{}", json!({ "call": call, "args": args })).unwrap();
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        let mut answer: Value = serde_json::from_str(&line).unwrap();
        match answer.get("error") {
            Some(error) => Err(error.as_str().unwrap().to_owned()),
            None => Ok(answer["value"].take()),
        }
    }

    fn call(&mut self, call: &str, args: Value) -> Value {
        self.ask(call, args).unwrap_or_else(|error| panic!("{call}: {error}"))
    }

    fn seal_frame(&mut self, kind: &str, frame: &[u8]) -> Vec<u8> {
        let sealed = self.call("sealFrame", json!([kind, { "bytes": STANDARD.encode(frame) }]));
        STANDARD.decode(sealed["bytes"].as_str().unwrap()).unwrap()
    }

    fn open_frame(&mut self, seat: &str, kind: &str, frame: &[u8]) -> Result<Vec<u8>, u64> {
        let opened = self.call("openFrame", json!([seat, kind, { "bytes": STANDARD.encode(frame) }, NOW]));
        match opened.as_u64() {
            Some(why) => Err(why),
            None => Ok(STANDARD.decode(opened["bytes"].as_str().unwrap()).unwrap()),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is waited for.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn sends(change: &Value) -> Vec<Vec<u8>> {
    change["send"].as_array().unwrap().iter().map(|message| unb64(message.as_str().unwrap()).unwrap()).collect()
}

fn sends_of(change: &Change) -> Vec<String> {
    change.send.iter().map(|message| b64(message.as_slice())).collect()
}

fn digits(code: &SpokenCode) -> String {
    match code {
        SpokenCode::Ready { digits } => digits.clone(),
        other => panic!("no code: {other:?}"),
    }
}

#[test]
#[ignore = "needs the built WebAssembly package"]
fn a_guest_in_the_browser_meets_a_native_clinician() {
    let crypto = Arc::new(Crypto::new().unwrap());
    let practice = Practice::generate(&crypto).unwrap();
    let staff = practice.add_clinician(&crypto, &id("vos"), "Dr Vos", NOW + 1_000).unwrap();
    let (visit, seat) = (id("v1"), id("ann"));
    let place = Place { visit: &visit, seat: &seat, role: Role::Patient };
    let (link, invitation) = practice.invite(&crypto, place, &staff).unwrap();
    let root_key = b64(practice.root_key().as_bytes());

    let mut desk = Desk::new(crypto.clone(), &staff.link.token, &staff.link.fragment).unwrap();
    let claim = DeskClaim {
        root_key: practice.root_key().clone(),
        staff: id("vos"),
        certificate: staff.certificate.clone(),
        vault: staff.vault,
    };
    desk.open(claim, NOW).unwrap();
    desk.open_secret(place, invitation.sealed_secret.as_slice(), NOW).unwrap();
    desk.enter(&visit, &id("host"), 1, BTreeSet::new(), NOW).unwrap();

    let mut browser = Browser::open();
    assert_eq!(browser.ask("guest", json!([link.token, &link.fragment[1..]])), Err("linkDamaged".into()));
    browser.call("guest", json!([link.token, link.fragment]));
    let claim =
        json!({ "rootKey": root_key, "host": staff.certificate, "visit": "v1", "seat": "ann", "role": "patient" });
    let mut elsewhere = claim.clone();
    elsewhere["rootKey"] = json!(b64(&[1; 32]));
    assert_eq!(browser.ask("checkInvitation", json!([elsewhere, NOW])), Err("practiceMismatch".into()));
    let host = browser.call("checkInvitation", json!([claim, NOW]));
    assert_eq!(host, json!({ "staff": "vos", "name": "Dr Vos", "roles": ["clinician"], "notAfter": NOW + 1_000 }));

    let card = json!({ "name": "Ann", "alone": true, "headphones": null, "camera": true });
    let sealed = browser.call("sealCard", json!([card]));
    let opened: Card = desk.open_card(&visit, &seat, &unb64(sealed.as_str().unwrap()).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(&opened).unwrap(), card);
    let note = desk.seal_note(&visit, &seat, &Note { text: "Soon".into(), at: NOW }).unwrap();
    assert_eq!(browser.call("openNote", json!([b64(&note)])), json!({ "text": "Soon", "at": NOW }));

    let key_package: TaggedKeyPackage = serde_json::from_value(browser.call("keyPackage", json!([]))).unwrap();
    let (commit, welcome) = desk.admit(&seat, Role::Patient, &key_package).unwrap();
    let client = desk.client().unwrap();
    let at_host = client.accepted(commit.generation, commit.epoch, NOW).unwrap();
    let at_guest = browser.call("join", json!([1, welcome, NOW]));
    let everyone = json!([
        { "leaf": 0, "seat": "host", "role": "clinician", "self": false, "staff": "vos", "name": "Dr Vos" },
        { "leaf": 1, "seat": "ann", "role": "patient", "self": true, "staff": null, "name": null },
    ]);
    assert_eq!(at_guest["members"], everyone);

    // The spoken code, by hand: commitments cross, then nonces.
    let mut revealed = Vec::new();
    for message in sends_of(&at_host) {
        revealed.extend(sends(&browser.call("openMessage", json!([1, message]))));
    }
    let mut answers = Vec::new();
    for message in sends(&at_guest).into_iter().chain(revealed) {
        answers.extend(client.open_message(1, &message).unwrap().send);
    }
    for message in answers {
        browser.call("openMessage", json!([1, b64(message.as_slice())]));
    }
    assert_eq!(browser.call("code", json!([]))["digits"], json!(digits(&client.code())));

    let chat = json!({ "type": "chat", "id": "1", "text": "Grüße – dag!", "at": NOW });
    let sealed = browser.call("sealMessage", json!([chat]));
    let opened = client.open_message(1, &unb64(sealed["message"].as_str().unwrap()).unwrap()).unwrap();
    assert_eq!(opened.seat, seat);
    assert_eq!(serde_json::from_str::<Value>(opened.message.unwrap().get()).unwrap(), chat);
    let sealed = client.seal_message(&chat.to_string()).unwrap();
    let opened = browser.call("openMessage", json!([1, sealed.message]));
    assert_eq!((&opened["seat"], &opened["message"]), (&json!("host"), &chat));

    let frame: Vec<u8> = (0..=255).cycle().take(25_000).collect();
    let sealed = browser.seal_frame("camera", &frame);
    assert_eq!(client.open_frame("ann", MediaKind::Camera, &sealed, NOW).unwrap(), frame);
    let sealed = client.seal_frame(MediaKind::Camera, &frame).unwrap();
    assert_eq!(browser.open_frame("host", "screen", &sealed), Err(3));
    assert_eq!(browser.open_frame("host", "camera", &sealed), Ok(frame));
    assert_eq!(browser.open_frame("host", "camera", &sealed), Err(4));

    let update: GroupCommit = serde_json::from_value(browser.call("update", json!([]))).unwrap();
    assert_eq!(browser.ask("update", json!([])), Err("busy".into()));
    client.commit(1, update.epoch, update.commit.as_slice(), NOW).unwrap();
    browser.call("accepted", json!([1, update.epoch, NOW]));
    let sealed = client.seal_frame(MediaKind::Microphone, b"sound").unwrap();
    assert_eq!(browser.open_frame("host", "microphone", &sealed), Ok(b"sound".to_vec()));

    let removal = desk.remove(&seat).unwrap();
    let out = browser.call("commit", json!([1, removal.epoch, removal.commit, NOW]));
    assert_eq!(out["selfRemoved"], json!(true));
    assert_eq!(browser.call("sealFrame", json!(["camera", { "bytes": "AAAA" }])), json!(1));
}

#[test]
#[ignore = "needs the built WebAssembly package"]
fn a_clinician_in_the_browser_meets_a_native_guest() {
    let crypto = Arc::new(Crypto::new().unwrap());
    let practice = Practice::generate(&crypto).unwrap();
    let staff = practice.add_clinician(&crypto, &id("vos"), "Dr Vos", NOW + 1_000).unwrap();
    let root_key = b64(practice.root_key().as_bytes());

    let mut browser = Browser::open();
    browser.call("desk", json!([staff.link.token, staff.link.fragment]));
    let claim = json!({
        "rootKey": root_key, "staff": "vos", "certificate": staff.certificate, "vault": b64(&staff.vault),
    });
    browser.call("openDesk", json!([claim, NOW]));
    let invited = browser.call("invite", json!(["v1", "companion"]));
    let invitation = &invited["invitation"];
    let seat = invitation["seat"].as_str().unwrap();
    browser.call("openSecret", json!(["v1", seat, "companion", invitation["sealedSecret"], NOW]));
    browser.call("enter", json!(["v1", "host", 3, [], NOW]));

    let (token, fragment) = (invited["token"].as_str().unwrap(), invited["fragment"].as_str().unwrap());
    let mut guest = Guest::new(crypto, token, fragment).unwrap();
    let claim = InvitationClaim {
        root_key: practice.root_key().clone(),
        host: staff.certificate,
        visit: id("v1"),
        seat: id(seat),
        role: Role::Companion,
    };
    guest.check(claim, NOW).unwrap();
    let key_package = guest.key_package().unwrap();
    assert_eq!(browser.call("isGenuine", json!(["v1", seat, "companion", key_package])), json!(true));
    assert_eq!(browser.call("isGenuine", json!(["v1", seat, "patient", key_package])), json!(false));
    let admission = browser.call("admit", json!([seat, "companion", key_package]));
    browser.call("accepted", json!([3, admission["commit"]["epoch"], NOW]));
    let welcome: TaggedWelcome = serde_json::from_value(admission["welcome"].clone()).unwrap();
    let change = guest.join(3, &welcome, NOW).unwrap();
    assert_eq!(change.members.len(), 2);
    let sealed = browser.seal_frame("microphone", b"sound");
    let opened = guest.client().unwrap().open_frame("host", MediaKind::Microphone, &sealed, NOW);
    assert_eq!(opened.unwrap(), b"sound");
    browser.call("bar", json!([seat]));
    assert_eq!(browser.ask("admit", json!([seat, "companion", key_package])), Err("barred".into()));
    assert_eq!(browser.call("barred", json!([])), json!([seat]));
}
