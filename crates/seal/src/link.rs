//! Links and the fragments that never reach a server (`docs/protocol.md` §1). What is done with the secret lives elsewhere.

use zeroize::Zeroizing;

use crate::bytes::{b64, framed, unb64};
use crate::crypto::same;
use crate::{Crypto, Error};

const SECRET_LEN: usize = 16;
const PIN_LEN: usize = 16;
const CHECK_LEN: usize = 4;

/// 128 secret bits that only the link carries. No `Debug`.
pub(crate) type LinkSecret = Zeroizing<[u8; SECRET_LEN]>;

/// The practice's root public key (Ed25519), and the fingerprint by which a link pins it.
#[derive(Clone, PartialEq, Eq)]
pub struct RootKey([u8; 32]);

impl RootKey {
    /// Wraps a public key.
    ///
    /// # Errors
    /// [`Error::BadArgument`] if it has not 32 bytes.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        bytes.try_into().map(Self).map_err(|_| Error::BadArgument)
    }

    /// The public key, 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn pin(&self, crypto: &Crypto) -> Result<[u8; PIN_LEN], Error> {
        let hash = crypto.sha256(&framed("curtain/root/v1", &[&self.0]))?;
        let mut pin = [0; PIN_LEN];
        pin.copy_from_slice(&hash[..PIN_LEN]);
        Ok(pin)
    }
}

/// A link whose check holds. No `Debug`: it carries the secret.
#[derive(Clone)]
pub struct Link {
    /// The token of the link's path; the server keeps its hash.
    pub token: [u8; 16],
    /// The fragment's secret.
    pub(crate) secret: LinkSecret,
    pin: [u8; PIN_LEN],
}

impl Link {
    /// A fresh link that pins a practice.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no randomness.
    pub fn generate(crypto: &Crypto, root: &RootKey) -> Result<Self, Error> {
        Ok(Self { token: *crypto.random()?, secret: crypto.random()?, pin: root.pin(crypto)? })
    }

    /// Reads the two halves of a link.
    ///
    /// # Errors
    /// [`Error::LinkDamaged`] if either is not what a link holds, or the check is wrong.
    pub fn parse(crypto: &Crypto, token: &str, fragment: &str) -> Result<Self, Error> {
        let token: [u8; 16] = unb64(token).and_then(|t| t.try_into().ok()).ok_or(Error::LinkDamaged)?;
        let fragment = Zeroizing::new(unb64(fragment).ok_or(Error::LinkDamaged)?);
        let (secret, rest) = fragment.split_first_chunk::<SECRET_LEN>().ok_or(Error::LinkDamaged)?;
        let (pin, check) = rest.split_first_chunk::<PIN_LEN>().ok_or(Error::LinkDamaged)?;
        let link = Self { token, secret: Zeroizing::new(*secret), pin: *pin };
        if same(&link.check(crypto)?, check) { Ok(link) } else { Err(Error::LinkDamaged) }
    }

    /// Compares the root key that the server names with the one the link was made for.
    ///
    /// # Errors
    /// [`Error::PracticeMismatch`] if they differ.
    pub fn check_root(&self, crypto: &Crypto, root: &RootKey) -> Result<(), Error> {
        if same(&root.pin(crypto)?, &self.pin) { Ok(()) } else { Err(Error::PracticeMismatch) }
    }

    /// The token as it stands in the path, 22 characters.
    pub fn token_text(&self) -> String {
        b64(&self.token)
    }

    /// What the server keeps of the token: its SHA-256.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub fn token_hash(&self, crypto: &Crypto) -> Result<[u8; 32], Error> {
        crypto.sha256(&self.token)
    }

    /// The fragment, 48 characters. It must not reach a server.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub fn fragment(&self, crypto: &Crypto) -> Result<String, Error> {
        let bytes = Zeroizing::new([self.secret.as_slice(), &self.pin, &self.check(crypto)?].concat());
        Ok(b64(&bytes))
    }

    fn check(&self, crypto: &Crypto) -> Result<[u8; CHECK_LEN], Error> {
        let terms = Zeroizing::new([&self.token, self.secret.as_slice(), &self.pin].concat());
        let hash = crypto.sha256(&Zeroizing::new(framed("curtain/link/v1", &[&terms])))?;
        Ok([hash[0], hash[1], hash[2], hash[3]])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn made(crypto: &Crypto) -> (RootKey, Link) {
        let root = RootKey::new(&[7; 32]).unwrap();
        let link = Link::generate(crypto, &root).unwrap();
        (root, link)
    }

    #[test]
    fn comes_back_as_it_was_made() {
        let crypto = Crypto::new().unwrap();
        let (root, link) = made(&crypto);
        let (token, fragment) = (link.token_text(), link.fragment(&crypto).unwrap());
        assert_eq!((token.len(), fragment.len()), (22, 48));
        let read = Link::parse(&crypto, &token, &fragment).unwrap();
        assert_eq!(read.secret, link.secret);
        assert_eq!(read.check_root(&crypto, &root), Ok(()));
        assert_eq!(read.check_root(&crypto, &RootKey::new(&[8; 32]).unwrap()), Err(Error::PracticeMismatch));
    }

    #[test]
    fn another_links_fragment_is_refused() {
        let crypto = Crypto::new().unwrap();
        let ((_, one), (_, other)) = (made(&crypto), made(&crypto));
        let mixed = Link::parse(&crypto, &one.token_text(), &other.fragment(&crypto).unwrap());
        assert_eq!(mixed.err(), Some(Error::LinkDamaged));
    }

    proptest! {
        #[test]
        fn any_changed_or_cut_character_is_noticed(at in 0usize..48, with in "[A-Za-z0-9_-]", cut in 0usize..48) {
            let crypto = Crypto::new().unwrap();
            let (_, link) = made(&crypto);
            let (token, fragment) = (link.token_text(), link.fragment(&crypto).unwrap());
            let mut changed = fragment.clone();
            changed.replace_range(at..=at, &with);
            if changed != fragment {
                prop_assert_eq!(Link::parse(&crypto, &token, &changed).err(), Some(Error::LinkDamaged));
            }
            prop_assert_eq!(Link::parse(&crypto, &token, &fragment[..cut]).err(), Some(Error::LinkDamaged));
        }

        #[test]
        fn garbage_is_refused(token in ".{0,64}", fragment in ".{0,96}") {
            let crypto = Crypto::new().unwrap();
            prop_assert_eq!(Link::parse(&crypto, &token, &fragment).err(), Some(Error::LinkDamaged));
        }
    }
}
