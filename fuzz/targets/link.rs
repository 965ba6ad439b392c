//! Links: any token and fragment is read or refused.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seal::{Crypto, Error, Link};

static CRYPTO: LazyLock<Crypto> = LazyLock::new(|| Crypto::new().expect("randomness"));

fuzz_target!(|text: &str| {
    let (token, fragment) = text.split_once('#').unwrap_or((text, ""));
    match Link::parse(&CRYPTO, token, fragment) {
        Ok(link) => {
            assert_eq!(link.token_text(), token);
            assert_eq!(link.fragment(&CRYPTO).expect("a hash"), fragment);
        }
        Err(error) => assert_eq!(error, Error::LinkDamaged),
    }
});
