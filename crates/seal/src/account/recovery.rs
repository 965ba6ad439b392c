//! The recovery code: an authenticator on paper, written so that a slip of the pen is noticed before anything is tried with it.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use zeroize::Zeroizing;

use super::{AuthenticatorKind, Unlock};
use crate::bytes::{Id, framed};
use crate::crypto::SigningKey;
use crate::{Crypto, Error};

const SECRET_LEN: usize = 18;
const CHECK_LEN: usize = 2;

/// Characters between two hyphens.
const GROUP: usize = 4;

/// Crockford's base 32 (<https://www.crockford.com/base32.html>): no letter that looks like a digit, read without regard to case.
static BASE32: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    spec.translate.from.push_str("abcdefghjkmnpqrstvwxyzOoIiLl");
    spec.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    spec.ignore.push_str(" -\t\r\n");
    spec.encoding().ok()
});

/// 144 secret bits and 16 that check them: eight groups of four characters. No `Debug`.
pub struct RecoveryCode(pub(super) Zeroizing<[u8; SECRET_LEN]>);

/// What was typed is no recovery code: a character is missing, one too many, or another than on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no recovery code: compare it with the paper, character by character")]
pub struct Mistyped;

impl RecoveryCode {
    /// A fresh code.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub fn generate(crypto: &Crypto) -> Result<Self, Error> {
        crypto.random().map(Self)
    }

    /// The code as it is printed: `XXXX-XXXX-…`.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub fn text(&self, crypto: &Crypto) -> Result<Zeroizing<String>, Error> {
        let base32 = BASE32.as_ref().ok_or(Error::Internal)?;
        let mut bytes = Zeroizing::new(self.0.to_vec());
        bytes.extend_from_slice(&check(crypto, &self.0)?);
        let symbols = Zeroizing::new(base32.encode(&bytes));
        let mut text = Zeroizing::new(String::with_capacity(symbols.len() + symbols.len() / GROUP));
        for (place, symbol) in symbols.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        Ok(text)
    }

    /// Reads a code as people type it: in any case, with or without hyphens and spaces, O for 0, I or L for 1.
    ///
    /// # Errors
    /// [`Mistyped`].
    pub fn parse(crypto: &Crypto, text: &str) -> Result<Self, Mistyped> {
        let base32 = BASE32.as_ref().ok_or(Mistyped)?;
        let bytes = Zeroizing::new(base32.decode(text.as_bytes()).map_err(|_| Mistyped)?);
        let (secret, given) = bytes.split_first_chunk::<SECRET_LEN>().ok_or(Mistyped)?;
        let code = Self(Zeroizing::new(*secret));
        if check(crypto, &code.0).map_err(|_| Mistyped)? == given { Ok(code) } else { Err(Mistyped) }
    }

    /// The key with which the code's holder shows the server that they have it. Its public half names the account to the server.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn sign_in_key(&self, crypto: &Crypto) -> Result<SigningKey, Error> {
        SigningKey::from_seed(crypto.hkdf_sha256(self.0.as_slice(), b"curtain/recovery/v1", b"sign-in")?)
    }

    /// The code as the authenticator of an account.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub fn unlock(&self, crypto: &Crypto, account: &Id, id: Id) -> Result<Unlock, Error> {
        Unlock::new(crypto, AuthenticatorKind::RecoveryCode, account, id, self.0.as_slice())
    }
}

fn check(crypto: &Crypto, secret: &[u8; SECRET_LEN]) -> Result<[u8; CHECK_LEN], Error> {
    let hash = crypto.sha256(&framed("curtain/recovery/v1", &[secret]))?;
    Ok([hash[0], hash[1]])
}
