//! Hands AWS-LC to whoever asks for OpenSSL's libcrypto. No code lives here: `build.rs` says where the headers are, and naming the crate links it.

use aws_lc_sys as _;
