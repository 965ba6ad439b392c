//! An authenticator and its browser in software: WebAuthn Level 3, as far as passkeys need it, well or badly.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use visit::ids::Opaque;

/// User present, user verified, attested credential data included (§6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

fn b64(bytes: &[u8]) -> String {
    String::from(Opaque::new(bytes.to_vec()))
}

fn unb64(text: &Value) -> Vec<u8> {
    Opaque::try_from(text.as_str().unwrap().to_owned()).unwrap().as_bytes().to_vec()
}

/// One passkey on a device, and what the browser around it says. The fields are what a test may get wrong.
#[derive(Clone)]
pub struct Passkey {
    key: SigningKey,
    pub id: Vec<u8>,
    pub user: Vec<u8>,
    pub origin: String,
    pub rp_id: String,
    pub verifies: bool,
    pub counter: u32,
}

impl Passkey {
    /// A device in a browser on a page of `origin`, before it made its passkey. The name makes its keys.
    pub fn new(name: &str, origin: &str) -> Passkey {
        let seed = Sha256::digest(name.as_bytes());
        let key = SigningKey::from_slice(&seed).unwrap();
        let rp_id = origin.split("://").nth(1).unwrap().split(':').next().unwrap().to_owned();
        let id = Sha256::digest(seed).to_vec();
        Passkey { key, id, user: Vec::new(), origin: origin.to_owned(), rp_id, verifies: true, counter: 0 }
    }

    /// The same on a page of another origin.
    pub fn on(mut self, origin: &str) -> Passkey {
        origin.clone_into(&mut self.origin);
        self
    }

    /// Under this name another key, as a thief would have who knows all but the key.
    pub fn forge(&mut self) {
        self.key = SigningKey::from_slice(&Sha256::digest(b"thief")).unwrap();
    }

    /// `navigator.credentials.create()` (§5.1.3, §6.3.2): the answer as `RegistrationResponseJSON`.
    pub fn create(&mut self, options: &Value) -> Value {
        let options = &options["publicKey"];
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["attestation"], "none");
        let algorithms = options["pubKeyCredParams"].as_array().unwrap();
        assert!(algorithms.iter().any(|one| one["alg"] == -7), "ES256 must do");
        self.user = unb64(&options["user"]["id"]);
        let client_data = self.client_data("webauthn.create", &options["challenge"]);
        let auth_data = self.auth_data(ATTESTED, &self.attested());
        let response = json!({"clientDataJSON": b64(&client_data), "attestationObject": b64(&attestation(&auth_data)), "transports": ["internal"]});
        json!({"id": b64(&self.id), "rawId": b64(&self.id), "type": "public-key", "response": response})
    }

    /// `navigator.credentials.get()` (§5.1.4, §6.3.3): the answer as `AuthenticationResponseJSON`.
    pub fn get(&mut self, options: &Value) -> Value {
        let options = &options["publicKey"];
        assert_eq!(options["userVerification"], "required");
        assert!(options["allowCredentials"].as_array().is_none_or(Vec::is_empty), "any passkey of this site");
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", &options["challenge"]);
        let auth_data = self.auth_data(0, &[]);
        let signed = [auth_data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "clientDataJSON": b64(&client_data),
            "authenticatorData": b64(&auth_data),
            "signature": b64(signature.to_der().as_bytes()),
            "userHandle": b64(&self.user),
        });
        json!({"id": b64(&self.id), "rawId": b64(&self.id), "type": "public-key", "response": response})
    }

    /// §5.8.1.
    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false})
            .to_string()
            .into_bytes()
    }

    /// §6.1.
    fn auth_data(&self, flags: u8, rest: &[u8]) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(self.rp_id.as_bytes()).to_vec();
        data.push(PRESENT | verified | flags);
        data.extend(self.counter.to_be_bytes());
        data.extend(rest);
        data
    }

    /// Attested credential data (§6.5.1), the public key as COSE (RFC 9053 §7.1.1).
    fn attested(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        let mut data = vec![0; 16];
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(x.iter());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(y.iter());
        data
    }
}

/// An attestation object without attestation (§6.5.4, §8.7), in CBOR.
fn attestation(auth_data: &[u8]) -> Vec<u8> {
    let mut object = vec![0xa3, 0x63];
    object.extend(b"fmt");
    object.push(0x64);
    object.extend(b"none");
    object.push(0x67);
    object.extend(b"attStmt");
    object.extend([0xa0, 0x68]);
    object.extend(b"authData");
    object.push(0x58);
    object.push(u8::try_from(auth_data.len()).unwrap());
    object.extend(auth_data);
    object
}
