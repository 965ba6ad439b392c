//! The names of things: identifiers and opaque bytes as they travel. No rule lives here.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// Longest identifier accepted, in characters.
const MAX_ID_LEN: usize = 32;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
        pub struct $name(String);

        impl $name {
            /// The identifier's characters: 1 to 32 of `A–Z a–z 0–9 - _`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                let fits = (1..=MAX_ID_LEN).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                if fits { Ok(Self(text)) } else { Err(BadId) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = BadId;
            fn try_from(text: &str) -> Result<Self, BadId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// An identifier that is empty, too long, or has a character outside `A–Z a–z 0–9 - _`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier has 1 to 32 characters of A-Z a-z 0-9 - _")]
pub struct BadId;

id!(
    /// One consultation, from invitation to erasure; also the identifier of its MLS group.
    VisitId
);
id!(
    /// One person's place in one visit. Carries no meaning and no secret.
    SeatId
);
id!(
    /// A member of the practice's staff.
    StaffId
);
id!(
    /// One signalling session, which outlives the connections that carry it.
    SessionId
);

/// Bytes that the server carries and does not open, as base64url without padding (RFC 4648 §5).
///
/// No `Debug`: what is in here is nobody's business.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct Opaque(Vec<u8>);

impl Opaque {
    /// Wraps bytes to be carried.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The carried bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opaque({} bytes)", self.0.len())
    }
}

impl TryFrom<String> for Opaque {
    type Error = base64::DecodeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        URL_SAFE_NO_PAD.decode(text).map(Self)
    }
}

impl From<Opaque> for String {
    fn from(bytes: Opaque) -> String {
        URL_SAFE_NO_PAD.encode(bytes.0)
    }
}

/// The secret half of an invitation or a desk that the server is shown (and keeps only as a hash): 128 bits, base64url.
///
/// No `Debug`, no `Display`: it must not reach a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
pub struct Token([u8; 16]);

impl Token {
    /// Wraps 128 random bits.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The token's 128 bits.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A token that is not 22 characters of base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token has 22 characters of base64url")]
pub struct BadToken;

impl TryFrom<String> for Token {
    type Error = BadToken;
    fn try_from(text: String) -> Result<Self, BadToken> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadToken)?;
        bytes.try_into().map(Self).map_err(|_| BadToken)
    }
}

impl From<Token> for String {
    fn from(token: Token) -> String {
        URL_SAFE_NO_PAD.encode(token.0)
    }
}
