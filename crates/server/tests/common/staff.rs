//! Staff with browsers and passkeys, and the steps by which a practice is founded and grows.

use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use visit::ids::Opaque;

use super::authenticator::Passkey;
use super::password::{Setting, Typing};
use super::{Client, Server, b64, hash, marker, token};

pub const FOUNDER: &str = "Ilse Administrator-Marker";

/// A browser with its cookies, of someone with a passkey.
pub struct Browser<'a> {
    pub server: &'a Server,
    pub cookie: Option<String>,
    /// The cookie by which the device is known.
    pub device: Option<String>,
    /// What the proxy says of where it asks from, if there is a proxy.
    pub from: Option<&'static str>,
    pub passkey: Passkey,
    /// The key of the recovery code on its owner's paper.
    pub code: SigningKey,
    pub account: String,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a Server, name: &str) -> Browser<'a> {
        let (passkey, code) = (Passkey::new(name, &server.url), code(name));
        Browser { server, cookie: None, device: None, from: None, passkey, code, account: String::new() }
    }

    /// A request of a page of ours: the status and the answer; a cookie is kept.
    pub fn ask(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let mut head = format!("{method} {path} HTTP/1.1\r\nOrigin: http://{}", self.server.address);
        if *body != Value::Null {
            head.push_str("\r\nContent-Type: application/json");
        }
        if let Some(cookie) = &self.cookie {
            head.push_str(&format!("\r\nCookie: theme=dark; __Host-session={cookie}"));
        }
        if let Some(device) = &self.device {
            head.push_str(&format!("\r\nCookie: __Host-device={device}"));
        }
        if let Some(from) = &self.from {
            head.push_str(&format!("\r\nX-Forwarded-For: {from}"));
        }
        let text = if *body == Value::Null { String::new() } else { body.to_string() };
        let (status, answer) = self.server.http(&head, &text);
        let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
        for set in headers.lines().filter_map(|line| line.strip_prefix("set-cookie: ")) {
            assert!(set.ends_with("HttpOnly; Secure; SameSite=Strict; Path=/"), "{set}");
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            let value = (!value.is_empty()).then(|| value.to_owned());
            match name {
                "__Host-session" => self.cookie = value,
                "__Host-device" => {
                    assert!(set.contains("; Max-Age=7776000; "), "{set}");
                    self.device = value;
                }
                other => panic!("a cookie '{other}'"),
            }
        }
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    pub fn post(&mut self, path: &str, body: Value) -> (u16, Value) {
        self.ask("POST", path, &body)
    }

    pub fn get(&mut self, path: &str) -> (u16, Value) {
        self.ask("GET", path, &Value::Null)
    }

    /// The same, where only the code of the refusal matters.
    pub fn refused(&mut self, path: &str, body: Value) -> (u16, String) {
        let (status, answer) = self.post(path, body);
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Makes a passkey for whoever has a link.
    pub fn make_passkey(&mut self, link: &str, name: &str) -> Value {
        let (status, made) = self.post("/api/enrolment/passkey", json!({"token": link, "name": name}));
        assert_eq!(status, 200, "{made}");
        let credential = self.passkey.create(&made["options"]);
        json!({"name": "A telephone", "credential": credential})
    }

    /// What a founder sends last.
    pub fn founding(&mut self, link: &str, roles: &[&str]) -> Value {
        let passkey = self.make_passkey(link, FOUNDER);
        let consent = json!({"version": 1, "en": "Yes", "nl": "Ja"});
        let practice =
            json!({"name": "De Linde", "telephone": "+31 20 1234567", "rootKey": b64(&[1; 32]), "consent": consent});
        let who = json!({"type": "founder", "practice": practice, "name": FOUNDER, "roles": roles, "certificate": certificate()});
        json!({"token": link, "who": who, "vault": vault(), "passkey": passkey, "recoveryKey": self.recovery_key()})
    }

    /// The public key of the recovery code.
    pub fn recovery_key(&self) -> String {
        b64(self.code.verifying_key().as_bytes())
    }

    /// Founds the practice.
    pub fn found(&mut self, roles: &[&str]) {
        let link = self.server.setup.clone().unwrap();
        let finish = self.founding(&link, roles);
        let (status, info) = self.post("/api/enrolment/finish", finish);
        assert_eq!(status, 200, "{info}");
        self.account = info["account"].as_str().unwrap().to_owned();
    }

    /// Invites a colleague, whose link's token is `bytes`.
    pub fn invite(&mut self, bytes: [u8; 16], name: &str, roles: &[&str]) -> (u16, String) {
        self.refused("/api/staff/invite", invitation(bytes, name, roles))
    }

    /// What a colleague sends last.
    pub fn enrolment(&mut self, link: &str, name: &str) -> Value {
        let passkey = self.make_passkey(link, name);
        let who = json!({"type": "colleague", "keys": keys()});
        json!({"token": link, "who": who, "vault": vault(), "passkey": passkey, "recoveryKey": self.recovery_key()})
    }

    /// Enrols with a link.
    pub fn enrol(&mut self, link: [u8; 16], name: &str) {
        let body = self.enrolment(&token(link), name);
        let (status, info) = self.post("/api/enrolment/finish", body);
        assert_eq!(status, 200, "{info}");
        self.account = info["account"].as_str().unwrap().to_owned();
    }

    /// A password for whoever has a link, or is signed in; the answer to its beginning says which path asks.
    pub fn make_password(&mut self, link: Option<&str>, user_name: &str, password: &str, totp: Value) -> Value {
        let setting = Setting::begin(password);
        let (path, request) = match link {
            Some(link) => ("/api/enrolment/password", json!({"token": link, "request": setting.request})),
            None => ("/api/account/password", json!({"request": setting.request})),
        };
        let (status, answer) = self.post(path, request);
        assert_eq!(status, 200, "{answer}");
        json!({"userName": user_name, "record": setting.finish(&answer).0, "totp": totp})
    }

    /// Sets the password of the account that is signed in; the status and the answer.
    pub fn set_password(&mut self, user_name: &str, password: &str, totp: Value) -> (u16, Value) {
        let password = self.make_password(None, user_name, password, totp);
        self.change_password(json!({"type": "set", "password": password}))
    }

    /// Changes the password and nothing else; the status and the answer.
    pub fn change_password(&mut self, change: Value) -> (u16, Value) {
        let (_, info) = self.get("/api/account");
        let change = json!({"was": hash_of(&info["vault"]), "vault": info["vault"], "passkey": null, "remove": [],
                            "password": change, "recoveryKey": null});
        self.post("/api/account/ways", change)
    }

    /// Begins to sign in with a password; the status and the answer.
    pub fn begin_password(&mut self, user_name: &str, password: &str) -> (Typing, u16, Value) {
        let typing = Typing::begin(password);
        let body = json!({"userName": user_name, "request": typing.request});
        let (status, answer) = self.post("/api/sign-in/password", body);
        (typing, status, answer)
    }

    /// What finishes a sign-in with a password that is right; nothing if it is wrong.
    pub fn right_password(&mut self, user_name: &str, password: &str) -> Option<Value> {
        let (typing, status, answer) = self.begin_password(user_name, password);
        assert_eq!(status, 200, "{answer}");
        let (finalization, _) = typing.finish(&answer, &self.server.url)?;
        Some(json!({"ceremony": answer["ceremony"], "finalization": finalization, "code": null}))
    }

    /// Signs in with a password that is right; the status and the answer.
    pub fn sign_in_with_password(&mut self, user_name: &str, password: &str) -> (u16, Value) {
        let finish = self.right_password(user_name, password).unwrap();
        self.post("/api/sign-in/password/finish", finish)
    }

    /// Certifies a colleague.
    pub fn certify(&mut self, colleague: &str) -> (u16, String) {
        self.refused("/api/staff/certify", json!({"account": colleague, "certificate": certificate()}))
    }

    /// Signs in; the status and the answer.
    pub fn sign_in(&mut self) -> (u16, Value) {
        let (ceremony, options) = self.begin_sign_in();
        let credential = self.passkey.get(&options);
        self.post("/api/sign-in/finish", json!({"ceremony": ceremony, "credential": credential}))
    }

    /// Signs in with the recovery code, as a page of `origin` does; the status and the answer.
    pub fn sign_in_with_code(&mut self, origin: &str) -> (u16, Value) {
        let (ceremony, _) = self.begin_sign_in();
        let body = self.with_code(&ceremony, origin);
        self.post("/api/sign-in/code", body)
    }

    /// What the holder of the recovery code sends (`docs/protocol.md` §2.8).
    pub fn with_code(&self, ceremony: &Value, origin: &str) -> Value {
        let challenge = Opaque::try_from(ceremony.as_str().unwrap().to_owned()).unwrap();
        let said =
            [b"curtain/recovery-sign-in/v1\0".as_slice(), origin.as_bytes(), b"\0", challenge.as_bytes()].concat();
        let signature = self.code.sign(&said).to_bytes();
        json!({"ceremony": ceremony, "key": self.recovery_key(), "signature": b64(&signature)})
    }

    /// Makes one more passkey for the account that is signed in.
    pub fn add_passkey(&mut self, device: &mut Passkey) -> Value {
        let (status, made) = self.post("/api/account/passkey", json!({}));
        assert_eq!(status, 200, "{made}");
        json!({"name": "A laptop", "credential": device.create(&made["options"])})
    }

    pub fn begin_sign_in(&mut self) -> (Value, Value) {
        let (status, begun) = self.post("/api/sign-in", json!({}));
        assert_eq!(status, 200, "{begun}");
        (begun["ceremony"].clone(), begun["options"].clone())
    }

    /// Opens a connection with this browser's cookie, and says hello; the answer.
    pub fn connect(&self) -> (Client, Value) {
        let mut client = self.server.client_with(self.cookie.as_deref());
        let hello = json!({"type": "hello", "protocol": 1, "credential": {"type": "account"}, "resume": null});
        client.raw(&json!({"seq": 0, "ack": 0, "body": hello}).to_string());
        let answer = client.next();
        (client, answer)
    }

    /// The state of each colleague, by name.
    pub fn staff(&mut self) -> Vec<(String, String)> {
        let (status, list) = self.get("/api/staff");
        assert_eq!(status, 200, "{list}");
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        list["staff"].as_array().unwrap().iter().map(|one| (word(&one["name"]), word(&one["state"]))).collect()
    }
}

pub fn invitation(bytes: [u8; 16], name: &str, roles: &[&str]) -> Value {
    let account = token(bytes.map(|byte| byte ^ 0x55));
    json!({"account": account, "name": name, "roles": roles, "tokenHash": hash(&bytes), "sealedSecret": marker("colleague")})
}

pub fn certificate() -> Value {
    json!({"body": b64(b"{}"), "signature": b64(&[2; 64])})
}

pub fn keys() -> Value {
    json!({"signKey": b64(&[3; 32]), "sealKey": b64(&[4; 1216]), "tag": b64(&[5; 32])})
}

pub fn vault() -> Value {
    vault_of(6)
}

/// A vault that can be told from others.
pub fn vault_of(byte: u8) -> Value {
    let key = |which: &str| json!({"authenticator": which, "wrapped": b64(&[7; 1200])});
    json!({"vault": b64(&[byte; 8000]), "keys": [key("passkey"), key("recovery")]})
}

/// What names a vault that is replaced.
pub fn hash_of(vault: &Value) -> String {
    let bytes = Opaque::try_from(vault["vault"].as_str().unwrap().to_owned()).unwrap();
    b64(&Sha256::digest(bytes.as_bytes()))
}

/// The key of somebody's recovery code.
pub fn code(name: &str) -> SigningKey {
    SigningKey::from_bytes(&Sha256::digest(format!("paper of {name}").as_bytes()).into())
}

/// What plans a visit.
pub fn plan(visit: &str, starts_at: u64, guest: [u8; 16]) -> Value {
    let invitation =
        json!({"seat": "guest", "role": "patient", "tokenHash": hash(&guest), "sealedSecret": marker("sealed")});
    json!({"type": "plan", "visit": visit, "hostSeat": "host", "startsAt": starts_at, "minutes": 20,
           "sensitive": false, "marked": false, "capacity": 4, "invitation": invitation})
}
