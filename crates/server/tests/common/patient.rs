//! Patients with browsers, who make accounts with the links of invitations, and the clinician's word for them.

use serde_json::{Value, json};

use super::staff::{Browser, keys, vault};
use super::{Client, Server, b64, marker, token};

/// What a passkey would be called if a page told the server who its owner is.
pub const NAME: &str = "Ann Patient-Marker";

pub fn contact() -> Value {
    json!({"own": marker("contact-own"), "clinician": marker("contact-clinician")})
}

impl Browser<'_> {
    /// Opens an invitation's link in order to make an account; the status and the answer.
    pub fn open_enrolment(&mut self, link: [u8; 16]) -> (u16, Value) {
        self.post("/api/enrolment", json!({"token": token(link)}))
    }

    /// What a patient sends last.
    pub fn patient_enrolment(&mut self, link: [u8; 16]) -> Value {
        let (status, info) = self.open_enrolment(link);
        assert_eq!((status, info["type"].as_str()), (200, Some("patient")), "{info}");
        let passkey = self.make_passkey(&token(link), NAME);
        let who = json!({"type": "patient", "account": info["account"], "keys": keys(), "contact": contact()});
        json!({"token": token(link), "who": who, "vault": vault(), "passkey": passkey, "recoveryKey": self.recovery_key()})
    }

    /// Makes an account with the link of an invitation.
    pub fn enrol_patient(&mut self, link: [u8; 16]) -> Value {
        let body = self.patient_enrolment(link);
        let (status, info) = self.post("/api/enrolment/finish", body);
        assert_eq!(status, 200, "{info}");
        self.account = info["account"].as_str().unwrap().to_owned();
        info
    }
}

/// A clinician's word for the keys of an account.
pub fn binding(account: &str, visit: &str, seat: &str) -> Value {
    let keys = keys();
    word(&json!({"v": 1, "account": account, "signKey": keys["signKey"], "sealKey": keys["sealKey"],
                 "visit": visit, "seat": seat, "at": 1}))
}

/// The same, that says something else.
pub fn word(said: &Value) -> Value {
    json!({"body": b64(said.to_string().as_bytes()), "signature": b64(&[8; 64])})
}

/// The message by which a desk gives its word.
pub fn bind(visit: &str, seat: &str, binding: Value) -> Value {
    json!({"type": "bindPatient", "visit": visit, "seat": seat, "binding": binding})
}

impl Client {
    /// What the desk is told of an account in a seat of its first visit, once `wanted` is true of it.
    pub fn patient_at(&mut self, seat: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let desk = self.wait("desk");
            let seats = desk["visits"][0]["seats"].as_array().unwrap();
            let patient = &seats.iter().find(|one| one["seat"] == seat).unwrap()["patient"];
            if wanted(patient) {
                return patient.clone();
            }
        }
    }
}

/// Whether an account can be made with a link.
pub fn may_have_account(server: &Server, link: [u8; 16]) -> bool {
    let (status, info) = server.ask("/api/invitation", &json!({"token": token(link)}).to_string());
    assert_eq!(status, 200, "{info}");
    info["mayHaveAccount"].as_bool().unwrap()
}

/// What the next message is answered with that is refused.
pub fn refused(desk: &mut Client, message: Value) -> String {
    let text = message.to_string();
    desk.say(message);
    desk.wait("error")["code"].as_str().unwrap_or_else(|| panic!("{text}")).to_owned()
}

/// What is held, in lines: who of the staff, in which role, did what, and how it went.
pub fn entries(held: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |entry: &Value| ["staff", "role", "act", "outcome"].map(|key| word(&entry[key])).join(" ");
    held["entries"].as_array().unwrap().iter().map(line).collect()
}
