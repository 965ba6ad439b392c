//! What encrypts the database. Where keys come from and where they are kept is the server's business.

use std::fmt::Write as _;

use zeroize::Zeroizing;

/// Fewest characters of a passphrase. Lower lets a stolen disk be opened by guessing; higher makes people write it down.
const FEWEST_CHARACTERS: usize = 15;

/// A database's key. It has no `Debug` and no `Display`, and is wiped when it is dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<String>);

/// Why something is no key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadKey {
    /// A key file does not hold one.
    #[error("a key is 64 hexadecimal digits")]
    NotHexadecimal,
    /// A passphrase could be guessed.
    #[error("a passphrase has at least {FEWEST_CHARACTERS} characters")]
    TooShort,
    /// A passphrase could not be told from a key, or could not be typed again.
    #[error("a passphrase has no control characters and does not begin with x'")]
    Unusable,
}

impl Key {
    /// A key of 32 random bytes, which is used as it is.
    pub fn raw(bytes: &[u8; 32]) -> Key {
        let mut text = Zeroizing::new(String::with_capacity(67));
        text.push_str("x'");
        for byte in bytes {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        Key(text)
    }

    /// The key that a key file holds: 64 hexadecimal digits, with white space around them.
    ///
    /// # Errors
    /// [`BadKey::NotHexadecimal`].
    pub fn from_hexadecimal(text: &str) -> Result<Key, BadKey> {
        let digits = text.trim().as_bytes();
        let mut bytes = Zeroizing::new([0; 32]);
        if digits.len() != 2 * bytes.len() {
            return Err(BadKey::NotHexadecimal);
        }
        let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let (Some(high), Some(low)) = (value(pair[0]), value(pair[1])) else { return Err(BadKey::NotHexadecimal) };
            *byte = high << 4 | low;
        }
        Ok(Key::raw(&bytes))
    }

    /// A key that SQLCipher derives from a passphrase and the file's salt: PBKDF2-HMAC-SHA512, 256,000 rounds.
    ///
    /// # Errors
    /// [`BadKey::TooShort`] or [`BadKey::Unusable`].
    pub fn passphrase(text: &str) -> Result<Key, BadKey> {
        if text.chars().count() < FEWEST_CHARACTERS {
            return Err(BadKey::TooShort);
        }
        if text.starts_with("x'") || text.chars().any(char::is_control) {
            return Err(BadKey::Unusable);
        }
        Ok(Key(Zeroizing::new(text.to_owned())))
    }

    /// The content of a key file, if the key is one of 32 bytes.
    pub fn to_hexadecimal(&self) -> Option<Zeroizing<String>> {
        let digits = self.0.strip_prefix("x'")?.strip_suffix('\'')?;
        Some(Zeroizing::new(digits.to_owned()))
    }

    /// As SQLCipher takes it where a value is bound.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// As SQLCipher takes it in the text of a statement.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("'{}'", self.0.replace('\'', "''")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_read_as_it_is_written() {
        let key = Key::raw(&std::array::from_fn(|at| u8::try_from(at * 8).unwrap()));
        let text = key.to_hexadecimal().unwrap();
        assert!(text.starts_with("0008101820"), "{}", *text);
        assert_eq!(Key::from_hexadecimal(&format!(" {}\n", text.to_uppercase())).unwrap().as_str(), key.as_str());
        for bad in ["", "12", &text[2..], &text.replace('0', "g"), &format!("{}00", *text), &"é".repeat(32)] {
            assert_eq!(Key::from_hexadecimal(bad).err(), Some(BadKey::NotHexadecimal), "{bad}");
        }
    }

    #[test]
    fn a_passphrase_is_long_enough_and_cannot_leave_its_quotes() {
        assert_eq!(Key::passphrase("fourteen chars").err(), Some(BadKey::TooShort));
        assert_eq!(Key::passphrase("a line\nand another").err(), Some(BadKey::Unusable));
        assert_eq!(Key::passphrase(&format!("x'{}'", "0".repeat(64))).err(), Some(BadKey::Unusable));
        let key = Key::passphrase("'; DROP TABLE visit; --").unwrap();
        assert_eq!(key.literal().as_str(), "'''; DROP TABLE visit; --'");
        assert!(key.to_hexadecimal().is_none());
    }
}
