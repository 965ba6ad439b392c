//! Bytes and identifiers as they travel: base64url, checked names, and the framing that keeps hashed terms apart. No cryptography lives here.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Longest identifier accepted, in characters, as on the wire.
const MAX_ID_LEN: usize = 32;

/// The identifier of a visit, a seat or a staff member: 1 to 32 of `A–Z a–z 0–9 - _`, so it never holds the zero byte that parts hashed terms.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// The identifier's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl TryFrom<String> for Id {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        let fits = (1..=MAX_ID_LEN).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if fits { Ok(Self(text)) } else { Err(Error::BadArgument) }
    }
}

impl TryFrom<&str> for Id {
    type Error = Error;
    fn try_from(text: &str) -> Result<Self, Error> {
        Self::try_from(text.to_owned())
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Public or sealed bytes as base64url without padding (RFC 4648 §5). Never for secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl TryFrom<String> for Bytes {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        unb64(&text).map(Self).ok_or(Error::BadArgument)
    }
}

impl From<Bytes> for String {
    fn from(bytes: Bytes) -> String {
        b64(&bytes.0)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// Base64url without padding.
pub fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of base64url without padding; nothing for any other text.
pub fn unb64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// `label ‖ 0 ‖ term ‖ 0 ‖ term …`: what is hashed, signed or bound as associated data. Only the last term may hold zero bytes.
pub(crate) fn framed(label: &str, terms: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(label.len() + terms.iter().map(|t| t.len() + 1).sum::<usize>());
    out.extend_from_slice(label.as_bytes());
    for term in terms {
        out.push(0);
        out.extend_from_slice(term);
    }
    out
}
