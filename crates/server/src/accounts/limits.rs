//! Sizes and shapes of what accounts hand in. What is sealed or signed is not looked into.

use unicode_normalization::UnicodeNormalization as _;
use visit::StaffRole;
use visit::ids::Opaque;
use visit::wire::{Certificate, ClaimedKeys, ConsentText, ErrorCode, PracticeInfo, SealedAccount, SealedContact};

/// A person's, practice's or passkey's name, in characters.
const MAX_NAME: usize = 200;
/// What someone types beside their password, in characters.
const MAX_USER_NAME: usize = 64;
/// A telephone number, in characters.
const MAX_TELEPHONE: usize = 50;
/// A consent text in one language, in bytes.
const MAX_CONSENT_BYTES: usize = 20_000;
/// A sealed vault: keys, and three kilobytes for each of a dozen authenticators.
const MAX_VAULT_BYTES: usize = 64 * 1024;
/// Authenticators of one account.
const MAX_AUTHENTICATORS: usize = 12;
/// The name of an authenticator: a credential's identifier as base64url, and a word.
const MAX_AUTHENTICATOR_BYTES: usize = 1_500;
/// A vault's key wrapped for one authenticator.
const MAX_WRAPPED_BYTES: usize = 4 * 1024;
/// What a certificate says: a name and two public keys.
const MAX_CERTIFICATE_BYTES: usize = 8 * 1024;
/// The practice's root private key, sealed to an administrator.
const MAX_ROOT_BYTES: usize = 4 * 1024;
/// A link's secret, sealed to its inviter.
const MAX_SECRET_BYTES: usize = 16 * 1024;
/// Contact data, sealed to one reader: a name, an address and a number of any sensible length.
const MAX_CONTACT_BYTES: usize = 8 * 1024;
/// An Ed25519 public key, a hash, a tag.
const KEY_BYTES: usize = 32;
/// An Ed25519 signature.
const SIGNATURE_BYTES: usize = 64;
/// An X-Wing public key.
const SEAL_KEY_BYTES: usize = 1_216;

type Fits = Result<(), ErrorCode>;

fn shaped(fits: bool) -> Fits {
    if fits { Ok(()) } else { Err(ErrorCode::Malformed) }
}

fn within(bytes: &Opaque, limit: usize) -> Fits {
    if bytes.as_bytes().len() <= limit { Ok(()) } else { Err(ErrorCode::TooLarge) }
}

fn exactly(bytes: &Opaque, length: usize) -> Fits {
    shaped(bytes.as_bytes().len() == length)
}

/// 1 to 200 characters, none of which is a control character, and not only space.
pub(super) fn name(name: &str) -> Fits {
    let visible = !name.trim().is_empty() && !name.chars().any(char::is_control);
    shaped(visible)?;
    if name.chars().count() <= MAX_NAME { Ok(()) } else { Err(ErrorCode::TooLarge) }
}

/// 1 to 64 characters, none of which is a control character: as typed, without space around it, and as it is compared.
///
/// Compared are compatible forms (NFKC), without regard to case: whatever a keyboard makes of the same name is the same.
pub(super) fn user_name(typed: &str) -> Result<(String, String), ErrorCode> {
    let typed = typed.trim();
    shaped(!typed.is_empty() && !typed.chars().any(char::is_control))?;
    if typed.chars().count() > MAX_USER_NAME {
        return Err(ErrorCode::TooLarge);
    }
    // Up and down again, since some small letters have one capital in common.
    let folded = typed.nfkc().collect::<String>().to_uppercase().to_lowercase().nfkc().collect::<String>();
    let folded = folded.trim();
    shaped(!folded.is_empty())?;
    Ok((typed.to_owned(), folded.to_owned()))
}

/// The practice's root private key, sealed: for administrators only.
pub(super) fn sealed_root(sealed: Option<&Opaque>, roles: &[StaffRole]) -> Fits {
    let Some(sealed) = sealed else { return Ok(()) };
    shaped(!sealed.as_bytes().is_empty() && roles.contains(&StaffRole::Administrator))?;
    within(sealed, MAX_ROOT_BYTES)
}

/// At least one role of staff, none twice.
pub(super) fn roles(roles: &[StaffRole]) -> Fits {
    let once = roles.iter().enumerate().all(|(at, role)| !roles[..at].contains(role));
    shaped(!roles.is_empty() && once && !roles.contains(&StaffRole::Patient))
}

pub(super) fn practice(practice: &PracticeInfo) -> Fits {
    name(&practice.name)?;
    if let Some(telephone) = &practice.telephone {
        name(telephone)?;
        shaped(telephone.chars().count() <= MAX_TELEPHONE)?;
    }
    exactly(&practice.root_key, KEY_BYTES)?;
    let ConsentText { version, en, nl } = &practice.consent;
    for text in [en, nl] {
        shaped(!text.trim().is_empty())?;
        if text.len() > MAX_CONSENT_BYTES {
            return Err(ErrorCode::TooLarge);
        }
    }
    shaped(*version >= 1)
}

pub(super) fn certificate(certificate: &Certificate) -> Fits {
    shaped(!certificate.body.as_bytes().is_empty())?;
    within(&certificate.body, MAX_CERTIFICATE_BYTES)?;
    exactly(&certificate.signature, SIGNATURE_BYTES)
}

pub(super) fn keys(keys: &ClaimedKeys) -> Fits {
    exactly(&keys.sign_key, KEY_BYTES)?;
    exactly(&keys.seal_key, SEAL_KEY_BYTES)?;
    exactly(&keys.tag, KEY_BYTES)
}

/// The public key of a recovery code.
pub(super) fn recovery_key(key: &Opaque) -> Fits {
    exactly(key, KEY_BYTES)
}

pub(super) fn vault(account: &SealedAccount) -> Fits {
    shaped(!account.vault.as_bytes().is_empty() && !account.keys.is_empty())?;
    within(&account.vault, MAX_VAULT_BYTES)?;
    if account.keys.len() > MAX_AUTHENTICATORS {
        return Err(ErrorCode::TooLarge);
    }
    for (at, key) in account.keys.iter().enumerate() {
        let known = account.keys[..at].iter().any(|other| other.authenticator == key.authenticator);
        shaped(!known && !key.authenticator.is_empty() && !key.wrapped.as_bytes().is_empty())?;
        within(&key.wrapped, MAX_WRAPPED_BYTES)?;
        shaped(key.authenticator.len() <= MAX_AUTHENTICATOR_BYTES)?;
    }
    Ok(())
}

/// A patient's contact data, once for each reader.
pub(super) fn contact(contact: &SealedContact) -> Fits {
    for sealed in [&contact.own, &contact.clinician] {
        shaped(!sealed.as_bytes().is_empty())?;
        within(sealed, MAX_CONTACT_BYTES)?;
    }
    Ok(())
}

/// A new link: its token's hash and its sealed secret.
pub(super) fn link(token_hash: &Opaque, sealed_secret: &Opaque) -> Fits {
    exactly(token_hash, KEY_BYTES)?;
    shaped(!sealed_secret.as_bytes().is_empty())?;
    within(sealed_secret, MAX_SECRET_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_visible() {
        assert_eq!(name("Dr. Ilse de Wit"), Ok(()));
        assert_eq!(name(&"é".repeat(200)), Ok(()));
        assert_eq!(name(&"e".repeat(201)), Err(ErrorCode::TooLarge));
        for bad in ["", "  ", "a\nb", "a\u{7}"] {
            assert_eq!(name(bad), Err(ErrorCode::Malformed), "{bad:?}");
        }
    }

    #[test]
    fn user_names_are_compared_as_people_read_them() {
        let folded = |typed: &str| user_name(typed).map(|(_, folded)| folded);
        assert_eq!(user_name(" Ilse.de-Wit "), Ok(("Ilse.de-Wit".to_owned(), "ilse.de-wit".to_owned())));
        for (one, other) in [("JOSÉ", "jose\u{301}"), ("ｉｌｓｅ", "ilse"), ("ΟΔΟΣ", "οδοσ"), ("STRASSE", "straße")]
        {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("josé"), folded("jose"));
        assert_eq!(folded(&"x".repeat(65)), Err(ErrorCode::TooLarge));
        for bad in ["", "  ", "a\0b", "a\nb"] {
            assert_eq!(folded(bad), Err(ErrorCode::Malformed), "{bad:?}");
        }
    }

    #[test]
    fn the_root_key_is_handed_to_administrators_only() {
        let (small, large) = (Opaque::new(vec![1; 1_200]), Opaque::new(vec![1; 4_097]));
        let administrator = [StaffRole::Clinician, StaffRole::Administrator];
        assert_eq!(sealed_root(None, &[]), Ok(()));
        assert_eq!(sealed_root(Some(&small), &administrator), Ok(()));
        assert_eq!(sealed_root(Some(&small), &[StaffRole::Clinician]), Err(ErrorCode::Malformed));
        assert_eq!(sealed_root(Some(&large), &administrator), Err(ErrorCode::TooLarge));
    }

    #[test]
    fn roles_are_some_and_named_once() {
        use StaffRole::{Administrator, Clinician};
        assert_eq!(roles(&[Administrator, Clinician]), Ok(()));
        assert_eq!(roles(&[]), Err(ErrorCode::Malformed));
        assert_eq!(roles(&[Clinician, Clinician]), Err(ErrorCode::Malformed));
        assert_eq!(roles(&[Clinician, StaffRole::Patient]), Err(ErrorCode::Malformed), "nobody is made a patient");
    }

    #[test]
    fn contact_data_is_sealed_for_both_and_of_a_sensible_size() {
        let of = |own: usize, clinician: usize| {
            let sealed = |length| Opaque::new(vec![1; length]);
            contact(&SealedContact { own: sealed(own), clinician: sealed(clinician) })
        };
        assert_eq!((of(1, 1), of(8_192, 8_192)), (Ok(()), Ok(())));
        assert_eq!((of(0, 1), of(1, 0)), (Err(ErrorCode::Malformed), Err(ErrorCode::Malformed)));
        assert_eq!((of(8_193, 1), of(1, 8_193)), (Err(ErrorCode::TooLarge), Err(ErrorCode::TooLarge)));
    }
}
