//! Certificates: signed by the practice or not, any body is believed or refused. The first byte says which.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seal::practice::Practice;
use seal::{Bytes, Certificate, Crypto, Error, StaffRole};

static CRYPTO: LazyLock<Crypto> = LazyLock::new(|| Crypto::new().expect("randomness"));
static PRACTICE: LazyLock<Practice> = LazyLock::new(|| Practice::generate(&CRYPTO).expect("randomness"));

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let certificate = if first % 2 == 0 {
        PRACTICE.sign_any_body(body).expect("a signature")
    } else {
        let (signature, body) = body.split_at(body.len().min(64));
        Certificate { body: Bytes(body.to_vec()), signature: Bytes(signature.to_vec()) }
    };
    if let Err(error) = certificate.verify(StaffRole::Clinician, &CRYPTO, PRACTICE.root_key(), 0) {
        assert_eq!(error, Error::BadCertificate);
    }
});
