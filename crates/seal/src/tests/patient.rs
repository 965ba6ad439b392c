//! A patient's account: made with a link, bound by the clinician, and a server that lies about either.

use zeroize::Zeroizing;

use super::*;
use crate::practice::Invitation;
use crate::{
    AccountClaim, Binding, Bytes, Certificate, Contact, Error, Guest, Holder, InvitationClaim, PatientClaim, StaffRole,
};

struct Clinic {
    ann: Holder,
    root: RootKey,
    certificate: Certificate,
    invitation: Invitation,
    guest: Guest,
}

fn clinic() -> Clinic {
    let mut ann = Holder::new(Arc::new(Crypto::new().unwrap()));
    ann.offer_passkey(&[1; 20], Zeroizing::new(vec![1; 32])).unwrap();
    ann.make_account(&id("ann")).unwrap();
    let founded = ann.found("Ann", &[StaffRole::Administrator, StaffRole::Clinician], NOW).unwrap();
    let root = RootKey::new(founded.root_key.as_slice()).unwrap();
    let (link, invitation) = ann.desk().unwrap().invite(&id("v"), Role::Patient).unwrap();
    let crypto = Arc::new(Crypto::new().unwrap());
    let mut guest = Guest::new(crypto, &link.token, &link.fragment).unwrap();
    let (certificate, seat) = (founded.certificate, invitation.seat.clone());
    let claim = InvitationClaim {
        root_key: root.clone(),
        host: certificate.clone(),
        visit: id("v"),
        seat,
        role: Role::Patient,
    };
    guest.check(claim, NOW).unwrap();
    Clinic { ann, root, certificate, invitation, guest }
}

impl Clinic {
    fn claim(&self) -> PatientClaim {
        PatientClaim {
            root_key: self.root.clone(),
            host: self.certificate.clone(),
            visit: id("v"),
            seat: self.invitation.seat.clone(),
            account: id("pat"),
        }
    }
}

static VISIT: std::sync::LazyLock<Id> = std::sync::LazyLock::new(|| id("v"));

fn pat() -> Contact {
    Contact { name: "Pat Marker".into(), email: None, telephone: Some("+31 6 1234".into()) }
}

#[test]
fn a_patient_makes_an_account_and_the_clinician_gives_their_word_for_it() {
    let mut clinic = clinic();
    let mut holder = clinic.guest.holder();
    holder.offer_passkey(&[2; 20], Zeroizing::new(vec![2; 32])).unwrap();
    assert_eq!(holder.make_account(&id("pat")).err(), Some(Error::NotAllowed), "the invitation was not checked");
    assert_eq!(holder.check_patient(clinic.claim(), NOW).unwrap().name, "Ann");
    holder.make_account(&id("pat")).unwrap();
    assert_eq!(holder.enrol().err(), Some(Error::NotAllowed), "no colleague");
    assert_eq!(holder.found("Pat", &[StaffRole::Administrator], NOW).err(), Some(Error::NotAllowed));
    let claimed = holder.enrol_patient(&pat()).unwrap();

    // The clinician's client, which opens the secret of the seat first.
    let place = Place { visit: &VISIT, seat: &clinic.invitation.seat.clone(), role: Role::Patient };
    let desk = clinic.ann.desk().unwrap();
    assert_eq!(desk.bind_patient(place, &id("pat"), &claimed.keys, NOW).err(), Some(Error::BadSecret));
    desk.open_secret(place, clinic.invitation.sealed_secret.as_slice(), NOW).unwrap();
    let binding = desk.bind_patient(place, &id("pat"), &claimed.keys, NOW).unwrap();
    assert!(desk.open_contact(&id("pat"), &binding, claimed.contact.clinician.as_slice()).unwrap() == pat());
    assert!(desk.open_contact(&id("pat"), &binding, claimed.contact.own.as_slice()).is_err());

    // Later, on a page that knows nothing any more.
    let mut later = Holder::new(Arc::new(Crypto::new().unwrap()));
    later.offer_passkey(&[2; 20], Zeroizing::new(vec![2; 32])).unwrap();
    let (root_key, vault) = (clinic.root.clone(), claimed.vault);
    let claim = AccountClaim { account: id("pat"), root_key, certificate: None, vault, seen: 0 };
    assert!(later.open(claim, NOW).unwrap().is_none());
    assert_eq!(later.check_binding(&binding, &clinic.certificate, NOW).unwrap().name, "Ann");
    assert!(later.open_contact(claimed.contact.own.as_slice()).unwrap() == pat());
    let moved = Contact { telephone: None, ..pat() };
    let sealed = later.seal_contact(&moved, &clinic.certificate, NOW).unwrap();
    let desk = clinic.ann.desk().unwrap();
    assert!(desk.open_contact(&id("pat"), &binding, sealed.clinician.as_slice()).unwrap() == moved);
    assert!(later.desk().is_err(), "a patient has no desk");
}

#[test]
fn a_server_that_makes_up_keys_contacts_and_words_is_found_out() {
    let mut clinic = clinic();
    let mut holder = clinic.guest.holder();
    holder.check_patient(clinic.claim(), NOW).unwrap();
    holder.offer_passkey(&[2; 20], Zeroizing::new(vec![2; 32])).unwrap();
    holder.make_account(&id("pat")).unwrap();
    let claimed = holder.enrol_patient(&pat()).unwrap();
    let sealed_secret = clinic.invitation.sealed_secret.clone();
    let seat = clinic.invitation.seat.clone();
    let place = Place { visit: &VISIT, seat: &seat, role: Role::Patient };
    clinic.ann.desk().unwrap().open_secret(place, sealed_secret.as_slice(), NOW).unwrap();

    // Other keys, another account, another tag.
    let bind = |clinic: &mut Clinic, account: &str, keys: &crate::ClaimedKeys| {
        clinic.ann.desk().unwrap().bind_patient(place, &id(account), keys, NOW)
    };
    let keys = claimed.keys.clone();
    for forged in [
        crate::ClaimedKeys { sign_key: Bytes(vec![9; 32]), ..keys.clone() },
        crate::ClaimedKeys { seal_key: Bytes(vec![9; 1216]), ..keys.clone() },
        crate::ClaimedKeys { tag: Bytes(vec![9; 32]), ..keys.clone() },
        // The same bytes, cut elsewhere.
        crate::ClaimedKeys {
            sign_key: Bytes(keys.sign_key.as_slice()[..31].to_vec()),
            seal_key: Bytes([&keys.sign_key.as_slice()[31..], keys.seal_key.as_slice()].concat()),
            tag: keys.tag.clone(),
        },
    ] {
        assert_eq!(bind(&mut clinic, "pat", &forged).err(), Some(Error::BadProof));
    }
    assert_eq!(bind(&mut clinic, "eve", &keys).err(), Some(Error::BadProof));
    let binding = bind(&mut clinic, "pat", &keys).unwrap();

    // A contact that the server sealed itself: anyone can seal to a public key.
    let crypto = Crypto::new().unwrap();
    let member = clinic.certificate.verify_any_role(&crypto, &clinic.root, NOW).unwrap();
    let eve = crate::crypto::SigningKey::generate(&crypto).unwrap();
    let evil = Contact { telephone: Some("+1 900 1".into()), ..pat() };
    let forged = crate::patient::seal_contact(&crypto, &id("pat"), &eve, &member.seal_key, &evil).unwrap();
    let desk = clinic.ann.desk().unwrap();
    assert_eq!(desk.open_contact(&id("pat"), &binding, forged.as_slice()).err(), Some(Error::BadSealed));
    // A word that the clinician did not give, or about another account.
    let made_up = Binding { signature: Bytes(vec![1; 64]), ..binding.clone() };
    let sealed = claimed.contact.clinician.as_slice();
    assert_eq!(desk.open_contact(&id("pat"), &made_up, sealed).err(), Some(Error::BadCertificate));
    assert_eq!(desk.open_contact(&id("eve"), &binding, sealed).err(), Some(Error::BadCertificate));
    assert_eq!(holder.check_binding(&made_up, &clinic.certificate, NOW).err(), Some(Error::BadCertificate));
    assert!(holder.check_binding(&binding, &clinic.certificate, NOW).is_ok());

    // Another practice's host, at the beginning.
    let other = self::clinic();
    let mut holder = clinic.guest.holder();
    let claim = PatientClaim { root_key: other.root.clone(), ..clinic.claim() };
    assert_eq!(holder.check_patient(claim, NOW).err(), Some(Error::PracticeMismatch));
    let claim = PatientClaim { host: other.certificate.clone(), ..clinic.claim() };
    assert_eq!(holder.check_patient(claim, NOW).err(), Some(Error::BadCertificate));
}
