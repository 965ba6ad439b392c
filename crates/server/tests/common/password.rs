//! The client's half of OPAQUE and an app with codes, in software. Passwords are not stretched here: that is the client's own affair.

use opaque_ke::ksf::Identity;
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, RegistrationResponse, Ristretto255, TripleDh,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::{Value, json};
use sha2_of_opaque::Sha512;
use visit::ids::Opaque;

use super::{b64, now_ms};

struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, Sha512>;
    type Ksf = Identity;
}

fn unb64(text: &Value) -> Vec<u8> {
    Opaque::try_from(text.as_str().unwrap().to_owned()).unwrap().as_bytes().to_vec()
}

/// A generator; that it always begins alike makes requests comparable.
fn generator() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([1; 32])
}

/// A password that is being set.
pub struct Setting {
    state: ClientRegistration<Suite>,
    password: String,
    pub request: String,
}

impl Setting {
    pub fn begin(password: &str) -> Setting {
        let begun = ClientRegistration::start(&mut generator(), password.as_bytes()).unwrap();
        Setting { state: begun.state, password: password.to_owned(), request: b64(&begun.message.serialize()) }
    }

    /// The record for the server, and the secret of this authenticator.
    pub fn finish(self, answer: &Value) -> (String, Vec<u8>) {
        let response = RegistrationResponse::deserialize(&unb64(&answer["response"])).unwrap();
        let parameters = ClientRegistrationFinishParameters::default();
        let done = self.state.finish(&mut generator(), self.password.as_bytes(), response, parameters).unwrap();
        (b64(&done.message.serialize()), done.export_key.to_vec())
    }
}

/// A password that is being typed.
pub struct Typing {
    state: ClientLogin<Suite>,
    password: String,
    pub request: String,
}

impl Typing {
    pub fn begin(password: &str) -> Typing {
        let begun = ClientLogin::start(&mut generator(), password.as_bytes()).unwrap();
        Typing { state: begun.state, password: password.to_owned(), request: b64(&begun.message.serialize()) }
    }

    /// What shows a server at `origin` that the password is right, and the secret of this authenticator; nothing if it is wrong.
    pub fn finish(self, answer: &Value, origin: &str) -> Option<(String, Vec<u8>)> {
        let response = CredentialResponse::deserialize(&unb64(&answer["response"])).unwrap();
        let context = [b"curtain/opaque/v1\0", origin.as_bytes()].concat();
        let parameters = ClientLoginFinishParameters { context: Some(&context), ..Default::default() };
        let done = self.state.finish(&mut generator(), self.password.as_bytes(), response, parameters).ok()?;
        Some((b64(&done.message.serialize()), done.export_key.to_vec()))
    }
}

/// The code that an app shows so many steps from now.
pub fn code_in(secret: [u8; 20], steps: i64) -> String {
    let now = i64::try_from(now_ms() / 1000).unwrap() + steps * 30;
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    app.generate(u64::try_from(now).unwrap()).to_string()
}

/// An app that was just set up.
pub fn app(secret: [u8; 20]) -> Value {
    json!({"secret": b64(&secret), "code": code_in(secret, 0)})
}
