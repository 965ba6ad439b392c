//! What an invitation secret is for: the proofs of joiner, host and patient's account, the card at the door, the note to who waits (`docs/protocol.md` §2.1, §2.3–§2.5, §2.10).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::bytes::{Bytes, Id, framed};
use crate::crypto::Secret32;
use crate::link::LinkSecret;
use crate::{Crypto, Error};

/// Cards and notes are padded to a multiple of this, in bytes. Lower tells the length of a name; higher wastes bytes.
const PAD: usize = 256;

/// A role in a visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Holds the visit.
    Clinician,
    /// Whom the visit is for.
    Patient,
    /// An interpreter, relative, second clinician or trainee.
    Companion,
}

impl Role {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Clinician => "clinician",
            Self::Patient => "patient",
            Self::Companion => "companion",
        }
    }
}

/// What a person says of themselves at the door.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The name they give.
    pub name: String,
    /// Whether they are alone, if they said.
    pub alone: Option<bool>,
    /// Whether they wear headphones, if they said.
    pub headphones: Option<bool>,
    /// Whether they have a camera.
    pub camera: bool,
}

/// What the clinician writes to a waiting person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The message.
    pub text: String,
    /// When it was written, in Unix milliseconds.
    pub at: u64,
}

/// An MLS KeyPackage with the joiner's proof, as on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaggedKeyPackage {
    /// The KeyPackage, an MLSMessage (RFC 9420 §6).
    pub key_package: Bytes,
    /// 32 bytes.
    pub tag: Bytes,
}

/// An MLS Welcome with its creator's proof, as on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaggedWelcome {
    /// The Welcome, an MLSMessage (RFC 9420 §6).
    pub welcome: Bytes,
    /// The signature public key of who made it, 32 bytes.
    pub creator: Bytes,
    /// 32 bytes.
    pub tag: Bytes,
}

/// The keys of one invitation in one visit. No `Debug`.
pub(crate) struct InvitationKeys {
    visit: Id,
    seat: Id,
    join: Secret32,
    welcome: Secret32,
    card: Secret32,
    note: Secret32,
    account: Secret32,
}

impl InvitationKeys {
    /// Derives the keys that only the invited person and the staff who hold the visit can derive.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn derive(crypto: &Crypto, secret: &LinkSecret, visit: &Id, seat: &Id) -> Result<Self, Error> {
        let key = |label| {
            crypto.hkdf_sha256(secret.as_slice(), b"curtain/invitation/v1", &framed(label, &[visit.as_bytes()]))
        };
        Ok(Self {
            visit: visit.clone(),
            seat: seat.clone(),
            join: key("join")?,
            welcome: key("welcome")?,
            card: key("card")?,
            note: key("note")?,
            account: key("account")?,
        })
    }

    /// Proves to the clinician that a KeyPackage comes from the holder of the link.
    pub(crate) fn tag_key_package(&self, crypto: &Crypto, key_package: Vec<u8>) -> Result<TaggedKeyPackage, Error> {
        let tag = crypto.hmac_sha256(self.join.as_slice(), &self.join_terms(&key_package))?;
        Ok(TaggedKeyPackage { key_package: key_package.into(), tag: tag.to_vec().into() })
    }

    /// Checks the joiner's proof.
    pub(crate) fn check_key_package(&self, crypto: &Crypto, tagged: &TaggedKeyPackage) -> Result<(), Error> {
        let terms = self.join_terms(tagged.key_package.as_slice());
        let holds = crypto.hmac_sha256_is(self.join.as_slice(), &terms, tagged.tag.as_slice())?;
        if holds { Ok(()) } else { Err(Error::BadProof) }
    }

    /// Proves to the joiner that a Welcome comes from someone who knows the invitation secret.
    pub(crate) fn tag_welcome(
        &self,
        crypto: &Crypto,
        welcome: Vec<u8>,
        creator: &[u8; 32],
    ) -> Result<TaggedWelcome, Error> {
        let terms = self.welcome_terms(crypto, &welcome, creator)?;
        let tag = crypto.hmac_sha256(self.welcome.as_slice(), &terms)?;
        Ok(TaggedWelcome { welcome: welcome.into(), creator: creator.to_vec().into(), tag: tag.to_vec().into() })
    }

    /// Checks the creator's proof.
    pub(crate) fn check_welcome(&self, crypto: &Crypto, tagged: &TaggedWelcome) -> Result<(), Error> {
        let terms = self.welcome_terms(crypto, tagged.welcome.as_slice(), tagged.creator.as_slice())?;
        let holds = tagged.creator.as_slice().len() == 32
            && crypto.hmac_sha256_is(self.welcome.as_slice(), &terms, tagged.tag.as_slice())?;
        if holds { Ok(()) } else { Err(Error::BadProof) }
    }

    /// Proves to the clinician that the holder of the link made an account's public keys.
    pub(crate) fn tag_account(&self, crypto: &Crypto, account: &Id, keys: &[u8]) -> Result<[u8; 32], Error> {
        crypto.hmac_sha256(self.account.as_slice(), &self.account_terms(account, keys))
    }

    /// Checks that proof.
    pub(crate) fn is_account(&self, crypto: &Crypto, account: &Id, keys: &[u8], tag: &[u8]) -> Result<bool, Error> {
        crypto.hmac_sha256_is(self.account.as_slice(), &self.account_terms(account, keys), tag)
    }

    fn account_terms(&self, account: &Id, keys: &[u8]) -> Vec<u8> {
        let terms = [self.visit.as_bytes(), self.seat.as_bytes(), account.as_bytes(), keys];
        framed("curtain/patient-account/v1", &terms)
    }

    fn join_terms(&self, key_package: &[u8]) -> Vec<u8> {
        framed("curtain/join/v1", &[self.visit.as_bytes(), self.seat.as_bytes(), key_package])
    }

    fn welcome_terms(&self, crypto: &Crypto, welcome: &[u8], creator: &[u8]) -> Result<Vec<u8>, Error> {
        let last = [&crypto.sha256(welcome)?, creator].concat();
        Ok(framed("curtain/welcome/v1", &[self.visit.as_bytes(), self.seat.as_bytes(), &last]))
    }

    /// Seals a card.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn seal_card(&self, crypto: &Crypto, card: &Card) -> Result<Vec<u8>, Error> {
        crypto.seal(&self.card, &self.aad("curtain/card/v1"), &padded(card)?)
    }

    /// Opens a card.
    ///
    /// # Errors
    /// [`Error::BadSealed`] if it is not authentic or not a card.
    pub(crate) fn open_card(&self, crypto: &Crypto, sealed: &[u8]) -> Result<Card, Error> {
        opened(crypto.open(&self.card, &self.aad("curtain/card/v1"), sealed))
    }

    /// Seals a note.
    ///
    /// # Errors
    /// [`Error::Internal`] only.
    pub(crate) fn seal_note(&self, crypto: &Crypto, note: &Note) -> Result<Vec<u8>, Error> {
        crypto.seal(&self.note, &self.aad("curtain/note/v1"), &padded(note)?)
    }

    /// Opens a note.
    ///
    /// # Errors
    /// [`Error::BadSealed`] if it is not authentic or not a note.
    pub(crate) fn open_note(&self, crypto: &Crypto, sealed: &[u8]) -> Result<Note, Error> {
        opened(crypto.open(&self.note, &self.aad("curtain/note/v1"), sealed))
    }

    fn aad(&self, label: &str) -> Vec<u8> {
        framed(label, &[self.visit.as_bytes(), self.seat.as_bytes()])
    }
}

fn padded<T: Serialize>(value: &T) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut json = Zeroizing::new(serde_json::to_vec(value).map_err(|_| Error::Internal)?);
    let len = json.len().next_multiple_of(PAD);
    json.resize(len, b' ');
    Ok(json)
}

fn opened<T: DeserializeOwned>(plaintext: Option<Zeroizing<Vec<u8>>>) -> Result<T, Error> {
    serde_json::from_slice(&plaintext.ok_or(Error::BadSealed)?).map_err(|_| Error::BadSealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(crypto: &Crypto, visit: &str, seat: &str) -> InvitationKeys {
        let secret: LinkSecret = Zeroizing::new([5; 16]);
        InvitationKeys::derive(crypto, &secret, &visit.try_into().unwrap(), &seat.try_into().unwrap()).unwrap()
    }

    #[test]
    fn a_card_opens_for_its_visit_and_seat_only_and_hides_its_length() {
        let crypto = Crypto::new().unwrap();
        let keys_1 = keys(&crypto, "v1", "s1");
        let card = |name: &str| Card { name: name.to_owned(), alone: Some(true), headphones: None, camera: false };
        let short = keys_1.seal_card(&crypto, &card("Al")).unwrap();
        let long = keys_1.seal_card(&crypto, &card("Anna Maria van den Heuvel")).unwrap();
        assert_eq!(short.len(), long.len());
        assert_eq!(keys_1.open_card(&crypto, &short).unwrap().name, "Al");
        for other in [keys(&crypto, "v2", "s1"), keys(&crypto, "v1", "s2")] {
            assert_eq!(other.open_card(&crypto, &short).err(), Some(Error::BadSealed));
        }
        assert_eq!(keys_1.open_note(&crypto, &short).err(), Some(Error::BadSealed));
        assert_eq!(keys_1.open_card(&crypto, &short[..11]).err(), Some(Error::BadSealed));
    }

    #[test]
    fn a_proof_holds_for_what_it_was_made_for() {
        let crypto = Crypto::new().unwrap();
        let keys_1 = keys(&crypto, "v1", "s1");
        let tagged = keys_1.tag_key_package(&crypto, vec![1, 2, 3]).unwrap();
        assert_eq!(keys_1.check_key_package(&crypto, &tagged), Ok(()));
        assert_eq!(keys(&crypto, "v1", "s2").check_key_package(&crypto, &tagged), Err(Error::BadProof));
        let swapped = TaggedKeyPackage { key_package: Bytes(vec![1, 2, 4]), ..tagged };
        assert_eq!(keys_1.check_key_package(&crypto, &swapped), Err(Error::BadProof));

        let tagged = keys_1.tag_welcome(&crypto, vec![1, 2, 3], &[4; 32]).unwrap();
        assert_eq!(keys_1.check_welcome(&crypto, &tagged), Ok(()));
        let swapped = TaggedWelcome { creator: Bytes(vec![5; 32]), ..tagged.clone() };
        assert_eq!(keys_1.check_welcome(&crypto, &swapped), Err(Error::BadProof));
        let cut = TaggedWelcome { tag: Bytes(vec![]), ..tagged };
        assert_eq!(keys_1.check_welcome(&crypto, &cut), Err(Error::BadProof));
    }
}
