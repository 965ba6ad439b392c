//! The clients' halves of WebAuthn and OPAQUE, in software: those of the server's tests.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "the tests use all of them, and stop where they fail"
)]

use visit::ids::Opaque;

use crate::clock::now_ms;

#[path = "../../../crates/server/tests/common/authenticator.rs"]
pub(super) mod authenticator;
#[path = "../../../crates/server/tests/common/password.rs"]
pub(super) mod password;

fn b64(bytes: &[u8]) -> String {
    Opaque::new(bytes.to_vec()).into()
}
