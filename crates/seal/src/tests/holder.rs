//! From the first start to a colleague's desk, and a server that lies on the way.

use zeroize::Zeroizing;

use super::*;
use crate::account::SealedAccount;
use crate::{
    AccountClaim, Certificate, Colleague, EnrolmentClaim, Error, Founded, Holder, MadeColleague, PasswordChange,
    StaffRole, WaysChange,
};

fn staff() -> Holder {
    Holder::new(Arc::new(Crypto::new().unwrap()))
}

fn offer(staff: &mut Holder, passkey: u8) {
    staff.offer_passkey(&[passkey; 20], Zeroizing::new(vec![passkey; 32])).unwrap();
}

fn founder() -> (Holder, Founded) {
    let mut ann = staff();
    offer(&mut ann, 1);
    ann.make_account(&id("ann")).unwrap();
    let founded = ann.found("Ann", &[StaffRole::Administrator, StaffRole::Clinician], NOW).unwrap();
    (ann, founded)
}

fn bob() -> Colleague {
    Colleague { account: id("bob"), name: "Bob".to_owned(), roles: vec![StaffRole::Clinician] }
}

fn root(founded: &Founded) -> RootKey {
    RootKey::new(founded.root_key.as_slice()).unwrap()
}

fn with_link(made: &MadeColleague) -> Holder {
    let crypto = Arc::new(Crypto::new().unwrap());
    Holder::with_link(crypto, &made.link.token, &made.link.fragment).unwrap()
}

fn claim_of(founded: &Founded) -> EnrolmentClaim {
    EnrolmentClaim { root_key: root(founded), inviter: founded.certificate.clone(), account: id("bob") }
}

fn sign_in(
    passkey: u8,
    account: &str,
    root_key: RootKey,
    certificate: Option<Certificate>,
    vault: &SealedAccount,
) -> Result<(Holder, Option<crate::StaffMember>), Error> {
    let mut staff = staff();
    offer(&mut staff, passkey);
    let claim = AccountClaim { account: id(account), root_key, certificate, vault: vault.clone(), seen: 1 };
    let member = staff.open(claim, NOW)?;
    Ok((staff, member))
}

#[test]
fn a_practice_is_founded_and_a_colleague_gets_a_desk() {
    let (ann, founded) = founder();
    let made = ann.invite(&bob()).unwrap();
    let mut new = with_link(&made);
    assert_eq!(new.check(claim_of(&founded), NOW).unwrap().name, "Ann");
    offer(&mut new, 2);
    let code = new.make_account(&id("bob")).unwrap();
    assert_eq!(code.len(), 39);
    let claimed = new.enrol().unwrap();
    assert!(new.desk().is_err(), "nobody has certified these keys yet");

    let certified = ann.certify(&bob(), &claimed.keys, &made.sealed_secret, NOW).unwrap();
    assert!(certified.sealed_root.is_none(), "not for a clinician");
    let certificate = certified.certificate;
    assert!(new.believe(&certificate, NOW).unwrap().roles == bob().roles);
    assert!(new.desk().is_ok());

    // Later, on a page that knows nothing any more.
    let (mut again, member) = sign_in(2, "bob", root(&founded), Some(certificate), &claimed.vault).unwrap();
    assert_eq!(member.unwrap().name, "Bob");
    let (link, invitation) = again.desk().unwrap().invite(&id("v"), Role::Patient).unwrap();
    assert!(!link.fragment.is_empty());
    let place = Place { visit: &id("v"), seat: &invitation.seat, role: Role::Patient };
    again.desk().unwrap().open_secret(place, invitation.sealed_secret.as_slice(), NOW).unwrap();
    // The founder's account opens too, and still certifies.
    let (ann, _) = sign_in(1, "ann", root(&founded), Some(founded.certificate.clone()), &founded.vault).unwrap();
    assert!(ann.certify(&bob(), &claimed.keys, &made.sealed_secret, NOW).is_ok());
}

#[test]
fn keys_that_the_links_holder_did_not_make_are_not_certified() {
    let (ann, founded) = founder();
    let made = ann.invite(&bob()).unwrap();
    let mut new = with_link(&made);
    new.check(claim_of(&founded), NOW).unwrap();
    offer(&mut new, 2);
    new.make_account(&id("bob")).unwrap();
    let keys = new.enrol().unwrap().keys;
    let refused = |colleague: &Colleague, keys: &crate::ClaimedKeys, sealed: &[u8]| {
        ann.certify(colleague, keys, sealed, NOW).err() == Some(Error::BadProof)
    };
    assert!(ann.certify(&bob(), &keys, &made.sealed_secret, NOW).is_ok());

    let other = vec![9; 32];
    assert!(refused(
        &bob(),
        &crate::ClaimedKeys { sign_key: other.clone().into(), ..keys.clone() },
        &made.sealed_secret
    ));
    assert!(refused(
        &bob(),
        &crate::ClaimedKeys { seal_key: vec![9; 1216].into(), ..keys.clone() },
        &made.sealed_secret
    ));
    assert!(refused(&bob(), &crate::ClaimedKeys { tag: other.into(), ..keys.clone() }, &made.sealed_secret));
    let administrator = Colleague { roles: vec![StaffRole::Administrator], ..bob() };
    assert!(refused(&administrator, &keys, &made.sealed_secret), "more than was invited");
    assert!(refused(&Colleague { name: "Eve".to_owned(), ..bob() }, &keys, &made.sealed_secret), "another name");
    assert!(refused(&Colleague { account: id("eve"), ..bob() }, &keys, &made.sealed_secret), "another account");
    assert!(refused(&bob(), &keys, &made.sealed_secret[..40]), "cut");

    // A server that makes up a link, and seals its secret to the administrator's public key: the own signature is missing.
    let crypto = Crypto::new().unwrap();
    let mut target = crate::vault::StaffKeys::generate(&crypto).unwrap();
    let secret = crypto.random().unwrap();
    let member = founded.certificate.verify_any_role(&crypto, &root(&founded), NOW).unwrap();
    let its_keys = crate::colleague::claim(&crypto, &secret, &id("bob"), &target).unwrap();
    target.seal.public = member.seal_key;
    let forged = crate::colleague::seal_secret(&crypto, &target, &bob(), &secret).unwrap();
    assert!(refused(&bob(), &its_keys, &forged));
}

#[test]
fn a_server_that_shows_another_practice_is_found_out() {
    let (ann, founded) = founder();
    let (_, elsewhere) = founder();
    let made = ann.invite(&bob()).unwrap();
    assert_eq!(with_link(&made).check(claim_of(&elsewhere), NOW).err(), Some(Error::PracticeMismatch));
    let other_root = sign_in(1, "ann", root(&elsewhere), Some(founded.certificate.clone()), &founded.vault);
    assert_eq!(other_root.err(), Some(Error::PracticeMismatch));
    let other_certificate = sign_in(1, "ann", root(&founded), Some(elsewhere.certificate), &founded.vault);
    assert_eq!(other_certificate.err(), Some(Error::BadCertificate));
    assert_eq!(sign_in(3, "ann", root(&founded), None, &founded.vault).err(), Some(Error::BadVault));
}

#[test]
fn only_an_administrator_invites_and_only_the_root_key_certifies() {
    let (ann, founded) = founder();
    let made = ann.invite(&bob()).unwrap();
    let mut new = with_link(&made);
    assert_eq!(new.make_account(&id("bob")).err(), Some(Error::NotAllowed), "the link was not checked");
    new.check(claim_of(&founded), NOW).unwrap();
    offer(&mut new, 2);
    assert_eq!(new.make_account(&id("eve")).err(), Some(Error::NotAllowed), "the link is for another account");
    new.make_account(&id("bob")).unwrap();
    assert_eq!(new.found("Bob", &[StaffRole::Administrator], NOW).err(), Some(Error::NotAllowed));
    let claimed = new.enrol().unwrap();
    let certified = ann.certify(&bob(), &claimed.keys, &made.sealed_secret, NOW).unwrap();
    assert!(certified.sealed_root.is_none(), "not for a clinician");
    let certificate = certified.certificate;
    new.believe(&certificate, NOW).unwrap();
    assert_eq!(new.invite(&bob()).err(), Some(Error::NotAllowed));

    // Bob, who is no administrator, invites all the same: his certificate does not do.
    let by_bob = EnrolmentClaim { inviter: certificate, ..claim_of(&founded) };
    assert_eq!(with_link(&made).check(by_bob, NOW).err(), Some(Error::BadCertificate));
    assert_eq!(staff().found("Ann", &[StaffRole::Administrator], NOW).err(), Some(Error::NotAllowed));
    let mut no_admin = staff();
    offer(&mut no_admin, 4);
    no_admin.make_account(&id("ann")).unwrap();
    assert_eq!(no_admin.found("Ann", &[StaffRole::Clinician], NOW).err(), Some(Error::BadArgument));
}

#[test]
fn paper_opens_an_account_whose_passkeys_are_lost_and_is_replaced() {
    let mut ann = staff();
    offer(&mut ann, 1);
    let code = ann.make_account(&id("ann")).unwrap();
    let founded = ann.found("Ann", &[StaffRole::Administrator], NOW).unwrap();
    let claim = |vault: &SealedAccount| AccountClaim {
        account: id("ann"),
        root_key: root(&founded),
        certificate: Some(founded.certificate.clone()),
        vault: vault.clone(),
        seen: 0,
    };

    let crypto = Crypto::new().unwrap();
    let mut page = staff();
    assert_eq!(page.offer_code("not a code").err(), Some(Error::MistypedCode));
    assert_eq!(page.sign_with_code(b"challenge", "https://here").err(), Some(Error::NotAllowed));
    let key = page.offer_code(&code.to_lowercase()).unwrap();
    assert_eq!(key.as_slice(), founded.recovery_key.as_slice(), "the server finds the account by it");
    let signature = page.sign_with_code(b"challenge", "https://here").unwrap();
    let said = crate::bytes::framed("curtain/recovery-sign-in/v1", &[b"https://here", b"challenge"]);
    assert!(crypto.verify(&key, &said, &signature));
    assert_eq!(page.open(claim(&founded.vault), NOW).unwrap().unwrap().name, "Ann");

    // A new passkey and a new code take the place of the old ones.
    let lost = [crate::Bytes(vec![1; 20])];
    let change = WaysChange { add_passkey: true, remove: &lost, password: PasswordChange::Keep, renew_code: true };
    assert_eq!(page.change_ways(&change).err(), Some(Error::NotAllowed), "no passkey was offered");
    offer(&mut page, 2);
    let (first, again) = (page.change_ways(&change).unwrap(), page.change_ways(&change).unwrap());
    assert!(first.recovery.unwrap().1 != again.recovery.as_ref().unwrap().1);
    page.keep_ways().unwrap();
    assert_eq!(page.keep_ways().err(), Some(Error::NotAllowed), "twice");

    let (new_code, _) = again.recovery.unwrap();
    assert!(sign_in(2, "ann", root(&founded), None, &again.vault).is_ok());
    assert_eq!(sign_in(1, "ann", root(&founded), None, &again.vault).err(), Some(Error::BadVault));
    for (typed, opens) in [(&code, false), (&new_code, true)] {
        let mut later = staff();
        later.offer_code(typed).unwrap();
        assert_eq!(later.open(claim(&again.vault), NOW).is_ok(), opens);
    }
    // The last passkey stays.
    let last = [crate::Bytes(vec![2; 20])];
    let none_left = WaysChange { add_passkey: false, remove: &last, password: PasswordChange::Keep, renew_code: true };
    assert_eq!(page.change_ways(&none_left).err(), Some(Error::NotAllowed));
}

#[test]
fn an_older_vault_than_the_device_has_seen_is_refused() {
    let (mut ann, founded) = founder();
    let older = founded.vault.clone();
    let change = WaysChange { add_passkey: false, remove: &[], password: PasswordChange::Keep, renew_code: true };
    let newer = ann.change_ways(&change).unwrap().vault;
    ann.keep_ways().unwrap();
    let seen = ann.revision().unwrap();
    let open = |vault: &SealedAccount| {
        let mut page = staff();
        offer(&mut page, 1);
        let root_key = root(&founded);
        page.open(AccountClaim { account: id("ann"), root_key, certificate: None, vault: vault.clone(), seen }, NOW)
            .err()
    };
    assert_eq!(open(&newer), None);
    assert_eq!(open(&older), Some(Error::OldVault));
}

#[test]
fn the_root_key_is_handed_on_to_an_administrator_and_to_nobody_else() {
    let (ann, founded) = founder();
    let cleo = Colleague { roles: vec![StaffRole::Administrator], ..bob() };
    let made = ann.invite(&cleo).unwrap();
    let mut new = with_link(&made);
    new.check(claim_of(&founded), NOW).unwrap();
    offer(&mut new, 2);
    new.make_account(&id("bob")).unwrap();
    let claimed = new.enrol().unwrap();
    let certified = ann.certify(&cleo, &claimed.keys, &made.sealed_secret, NOW).unwrap();
    let sealed_root = certified.sealed_root.unwrap();
    new.believe(&certified.certificate, NOW).unwrap();
    assert_eq!(new.invite(&bob()).err(), Some(Error::NotAllowed), "not before it is taken");

    // Another practice's, and one that was sealed to somebody else.
    let crypto = Crypto::new().unwrap();
    let own = crate::vault::StaffKeys::generate(&crypto).unwrap();
    let other = crate::crypto::SigningKey::generate(&crypto).unwrap();
    let foreign = crate::colleague::seal_root(&crypto, &other, &id("bob"), claimed.keys.seal_key.as_slice()).unwrap();
    assert_eq!(new.take_root(&foreign).err(), Some(Error::BadSecret));
    let misled = crate::colleague::seal_root(&crypto, &other, &id("bob"), &own.seal.public).unwrap();
    assert_eq!(new.take_root(&misled).err(), Some(Error::BadSecret));
    assert_eq!(new.take_root(&sealed_root[..100]).err(), Some(Error::BadSecret));

    let vault = new.take_root(&sealed_root).unwrap().unwrap();
    new.keep_ways().unwrap();
    assert!(new.take_root(&sealed_root).unwrap().is_none(), "it is there");
    let (again, _) = sign_in(2, "bob", root(&founded), Some(certified.certificate), &vault).unwrap();
    let dora = Colleague { account: id("dora"), ..bob() };
    let link = again.invite(&dora).unwrap();
    assert!(with_link(&link).check(EnrolmentClaim { account: id("dora"), ..claim_of(&founded) }, NOW).is_ok());
}

#[test]
fn a_password_opens_an_account_until_it_is_replaced_or_removed() {
    const HERE: &str = "https://clinic.example";
    let crypto = Crypto::new().unwrap();
    let mut server = crate::password::tests::Server::new(&crypto);
    let secret = |text: &str| Zeroizing::new(text.to_owned());
    let mut set = |page: &mut Holder, text: &str| {
        let request = page.start_password(secret(text)).unwrap();
        server.keep(page.finish_password(&server.begin(&request)).unwrap());
        server.begin(&request)
    };
    let mut ann = staff();
    assert_eq!(ann.finish_password(&[0; 64]).err(), Some(Error::NotAllowed), "none was begun");
    set(&mut ann, "correct horse battery");
    ann.make_account(&id("ann")).unwrap();
    let founded = ann.found("Ann", &[StaffRole::Administrator], NOW).unwrap();

    // Replaced, with nothing but the password as the way in.
    set(&mut ann, "another horse and battery");
    let change = |password| WaysChange { add_passkey: false, remove: &[], password, renew_code: false };
    let changed = ann.change_ways(&change(PasswordChange::Set)).unwrap().vault;
    ann.keep_ways().unwrap();
    assert_eq!(ann.change_ways(&change(PasswordChange::Remove)).err(), Some(Error::NotAllowed), "the last way in");
    assert_eq!(ann.change_ways(&change(PasswordChange::Set)).err(), Some(Error::NotAllowed), "none was set");

    let open = |text: &str, vault: &SealedAccount| {
        let mut page = staff();
        let ke1 = page.start_password_sign_in(secret(text)).unwrap();
        page.finish_password_sign_in(&server.challenge(&crypto, &ke1, HERE), HERE)?;
        let (root_key, certificate) = (root(&founded), Some(founded.certificate.clone()));
        page.open(AccountClaim { account: id("ann"), root_key, certificate, vault: vault.clone(), seen: 0 }, NOW)
            .map(|_| page)
    };
    let mut page = open("another horse and battery", &changed).unwrap();
    assert_eq!(open("another horse and battery", &founded.vault).err(), Some(Error::BadVault), "an older vault");
    assert_eq!(open("correct horse battery", &changed).err(), Some(Error::WrongPassword));

    // A passkey instead of it.
    offer(&mut page, 1);
    let instead = WaysChange { add_passkey: true, ..change(PasswordChange::Remove) };
    let vault = page.change_ways(&instead).unwrap().vault;
    page.keep_ways().unwrap();
    assert_eq!(open("another horse and battery", &vault).err(), Some(Error::BadVault));
    assert!(sign_in(1, "ann", root(&founded), None, &vault).is_ok());
    assert_eq!(page.change_ways(&change(PasswordChange::Remove)).err(), Some(Error::BadArgument), "there is none");
}
