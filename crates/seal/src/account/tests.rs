//! Who opens a vault and who does not: forgotten, removed, foreign and forged authenticators; a server that mixes, ages and changes what it keeps.

use proptest::prelude::*;

use super::*;

fn id(text: &str) -> Id {
    text.try_into().unwrap()
}

fn passkey(crypto: &Crypto, account: &Id, name: &str, secret: u8) -> Unlock {
    Unlock::new(crypto, AuthenticatorKind::Passkey, account, id(name), &[secret; 32]).unwrap()
}

/// Ann's account, with a passkey `phone`, which is given along, and a recovery code `paper`.
fn world(crypto: &Crypto) -> (Account, SealedAccount, Unlock) {
    let ann = id("ann");
    let paper = RecoveryCode::generate(crypto).unwrap().unlock(crypto, &ann, id("paper")).unwrap();
    let unlocks = [passkey(crypto, &ann, "phone", 1), paper];
    let (account, sealed) = Account::create(crypto, &ann, &unlocks).unwrap();
    let [phone, _] = unlocks;
    (account, sealed, phone)
}

fn bad<T>(result: Result<T, Error>) -> bool {
    result.err() == Some(Error::BadVault)
}

#[test]
fn each_authenticator_opens_the_same_keys() {
    let crypto = Crypto::new().unwrap();
    let ann = id("ann");
    let code = RecoveryCode::generate(&crypto).unwrap();
    let unlocks = [
        passkey(&crypto, &ann, "phone", 1),
        Unlock::new(&crypto, AuthenticatorKind::Password, &ann, id("password"), &[2; 64]).unwrap(),
        code.unlock(&crypto, &ann, id("paper")).unwrap(),
    ];
    let (account, sealed) = Account::create(&crypto, &ann, &unlocks).unwrap();
    for unlock in &unlocks {
        let opened = Account::open(&crypto, &ann, unlock, &sealed, 1).unwrap();
        assert_eq!(opened.sign_key(), account.sign_key());
        assert_eq!(opened.seal_key(), account.seal_key());
        assert_eq!(opened.keys.seeds().0, account.keys.seeds().0);
        assert_eq!(opened.authenticators().count(), 3);
    }
}

/// A vault as it was sealed when the format was settled (`docs/protocol.md` §2.8): it must open for ever.
#[test]
fn a_vault_of_the_first_day_opens() {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Vector {
        account: Id,
        passkey: Passkey,
        recovery_code: Paper,
        sign_key: Bytes,
        seal_key: Bytes,
        sealed: SealedAccount,
    }
    #[derive(Deserialize)]
    struct Passkey {
        id: Id,
        secret: Bytes,
    }
    #[derive(Deserialize)]
    struct Paper {
        id: Id,
        code: String,
    }
    let crypto = Crypto::new().unwrap();
    let vector: Vector = serde_json::from_str(include_str!("vector.json")).unwrap();
    let (of, passkey) = (&vector.account, vector.passkey);
    let code = RecoveryCode::parse(&crypto, &vector.recovery_code.code).unwrap();
    let unlocks = [
        Unlock::new(&crypto, AuthenticatorKind::Passkey, of, passkey.id, passkey.secret.as_slice()).unwrap(),
        code.unlock(&crypto, of, vector.recovery_code.id).unwrap(),
    ];
    for unlock in &unlocks {
        let account = Account::open(&crypto, of, unlock, &vector.sealed, 0).unwrap();
        assert_eq!(account.sign_key().as_slice(), vector.sign_key.as_slice());
        assert_eq!(account.seal_key(), vector.seal_key.as_slice());
    }
}

#[test]
fn nobody_else_opens_it() {
    let crypto = Crypto::new().unwrap();
    let (_, sealed, phone) = world(&crypto);
    let (ann, bob) = (id("ann"), id("bob"));
    assert!(bad(Account::open(&crypto, &ann, &passkey(&crypto, &ann, "other", 1), &sealed, 0)), "not there");
    assert!(bad(Account::open(&crypto, &ann, &passkey(&crypto, &ann, "phone", 2), &sealed, 0)), "another secret");
    assert!(bad(Account::open(&crypto, &bob, &phone, &sealed, 0)), "another account");
    let as_password = Unlock::new(&crypto, AuthenticatorKind::Password, &ann, id("phone"), &[1; 32]).unwrap();
    assert!(bad(Account::open(&crypto, &ann, &as_password, &sealed, 0)), "another kind");
    assert!(Unlock::new(&crypto, AuthenticatorKind::Password, &ann, id("p"), &[0; 15]).is_err(), "too short");
}

#[test]
fn a_server_that_mixes_vaults_and_keys_is_found_out() {
    let crypto = Crypto::new().unwrap();
    let ann = id("ann");
    let (_, sealed, phone) = world(&crypto);
    let (_, others, ..) = world(&crypto);
    let swapped = SealedAccount { vault: others.vault.clone(), keys: sealed.keys.clone() };
    assert!(bad(Account::open(&crypto, &ann, &phone, &swapped, 0)));
    let mut crossed = sealed.clone();
    crossed.keys[0].authenticator = id("paper");
    crossed.keys[1].authenticator = id("phone");
    assert!(bad(Account::open(&crypto, &ann, &phone, &crossed, 0)));
    assert!(bad(Account::open(&crypto, &ann, &phone, &SealedAccount { keys: Vec::new(), ..sealed }, 0)));
}

#[test]
fn a_vault_that_does_not_list_its_opener_is_refused() {
    let crypto = Crypto::new().unwrap();
    let ann = id("ann");
    let phone = passkey(&crypto, &ann, "phone", 1);
    // Someone who learnt the telephone's public key makes a vault of their own for it.
    let (forged, _) = Account::create(&crypto, &ann, &[passkey(&crypto, &ann, "mine", 9)]).unwrap();
    let vault_key: Secret32 = crypto.random().unwrap();
    let wrapped = phone.authenticator().wrap(&crypto, &ann, &vault_key).unwrap();
    let (sign_seed, seal_seed) = forged.keys.seeds();
    let body = Body {
        v: 1,
        revision: 9,
        sign_seed: b64(sign_seed.as_slice()),
        seal_seed: b64(seal_seed.as_slice()),
        practice: None,
        root_seed: None,
        authenticators: forged.authenticators.clone(),
    };
    let vault = crypto.seal(&vault_key, &aad(&ann), &serde_json::to_vec(&body).unwrap()).unwrap().into();
    assert!(bad(Account::open(&crypto, &ann, &phone, &SealedAccount { vault, keys: vec![wrapped] }, 0)));
    // The same vault opens where the telephone is in its list, so the list alone decides.
    let (_, sealed) = forged.changed(&crypto, &[], std::slice::from_ref(&phone)).unwrap();
    assert!(Account::open(&crypto, &ann, &phone, &sealed, 0).is_ok());
}

#[test]
fn who_is_removed_opens_no_later_vault() {
    let crypto = Crypto::new().unwrap();
    let ann = id("ann");
    let [phone, laptop] = ["phone", "laptop"].map(|name| passkey(&crypto, &ann, name, name.len() as u8));
    assert_eq!(Account::create(&crypto, &ann, &[]).err(), Some(Error::BadArgument), "nobody could open it");
    let (account, before) = Account::create(&crypto, &ann, std::slice::from_ref(&phone)).unwrap();
    let (account, both) = account.changed(&crypto, &[], std::slice::from_ref(&laptop)).unwrap();
    assert!(Account::open(&crypto, &ann, &laptop, &both, 0).is_ok());
    let twice = account.changed(&crypto, &[], std::slice::from_ref(&laptop));
    assert_eq!(twice.err(), Some(Error::BadArgument));

    let (account, after) = account.changed(&crypto, &[id("phone")], &[]).unwrap();
    assert!(bad(Account::open(&crypto, &ann, &phone, &after, 0)));
    // What the removed one could open before does not open what came after.
    let mixed = SealedAccount { vault: after.vault.clone(), keys: before.keys.clone() };
    assert!(bad(Account::open(&crypto, &ann, &phone, &mixed, 0)));
    let opened = Account::open(&crypto, &ann, &laptop, &after, account.revision()).unwrap();
    assert_eq!(opened.sign_key(), account.sign_key());
    // A server that hands out the old vault again is found out by a device that has seen the new one.
    let old = Account::open(&crypto, &ann, &laptop, &both, account.revision());
    assert_eq!(old.err(), Some(Error::OldVault));

    assert_eq!(account.changed(&crypto, &[id("phone")], &[]).err(), Some(Error::BadArgument), "not there");
    assert_eq!(account.changed(&crypto, &[id("laptop")], &[]).err(), Some(Error::NotAllowed), "the last");
    let (_, swapped) = account.changed(&crypto, &[id("laptop")], std::slice::from_ref(&phone)).unwrap();
    assert!(Account::open(&crypto, &ann, &phone, &swapped, 0).is_ok());
    assert!(bad(Account::open(&crypto, &ann, &laptop, &swapped, 0)));
}

#[test]
fn paper_alone_is_no_way_in() {
    let crypto = Crypto::new().unwrap();
    let (account, _, _) = world(&crypto);
    assert_eq!(account.changed(&crypto, &[id("phone")], &[]).err(), Some(Error::NotAllowed));
}

#[test]
fn the_founder_keeps_the_root_key() {
    let crypto = Crypto::new().unwrap();
    let ann = id("ann");
    let (mut account, _, phone) = world(&crypto);
    let (root_key, sealed) = account.found_practice(&crypto).unwrap();
    let mut opened = Account::open(&crypto, &ann, &phone, &sealed, 0).unwrap();
    assert!(opened.practice() == Some(&root_key));
    assert_eq!(opened.found_practice(&crypto).err(), Some(Error::NotAllowed));
}

#[test]
fn the_size_does_not_tell_of_a_short_name() {
    let crypto = Crypto::new().unwrap();
    let size = |name: &str| {
        let account = id("ann");
        let (_, sealed) = Account::create(&crypto, &account, &[passkey(&crypto, &account, name, 1)]).unwrap();
        sealed.vault.as_slice().len()
    };
    assert_eq!(size("a"), size("a-much-longer-identifier"));
}

#[test]
fn more_authenticators_than_anyone_has_are_refused() {
    let crypto = Crypto::new().unwrap();
    let ann = id("ann");
    let unlocks: Vec<Unlock> = (0..13).map(|n| passkey(&crypto, &ann, &format!("k{n}"), n)).collect();
    assert!(Account::create(&crypto, &ann, &unlocks[..12]).is_ok());
    assert_eq!(Account::create(&crypto, &ann, &unlocks).err(), Some(Error::BadArgument));
}

#[test]
fn a_recovery_code_is_read_as_people_type_it() {
    let crypto = Crypto::new().unwrap();
    for _ in 0..32 {
        let code = RecoveryCode::generate(&crypto).unwrap();
        let text = code.text(&crypto).unwrap();
        assert_eq!(text.len(), 39);
        let typed = [
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', ""),
            text.replace('0', "o").replace('1', "l"),
            format!(" {}\n", text.replace('1', "I")),
        ];
        for typed in typed {
            assert_eq!(RecoveryCode::parse(&crypto, &typed).ok().unwrap().0, code.0, "{typed}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A changed character passes once in 65,536 times; with a fixed code, never.
    #[test]
    fn a_slip_of_the_pen_is_noticed(place in 0usize..39, to in "[0-9A-HJKMNP-TV-Z]") {
        let crypto = Crypto::new().unwrap();
        let text = RecoveryCode(Zeroizing::new([7; 18])).text(&crypto).unwrap();
        let mut slip = text.to_string();
        slip.replace_range(place..=place, &to);
        prop_assume!(slip != *text && text.as_bytes()[place] != b'-');
        prop_assert!(RecoveryCode::parse(&crypto, &slip).is_err());
        prop_assert!(RecoveryCode::parse(&crypto, &text[..place]).is_err());
        let longer = [text.as_str(), to.as_str()].concat();
        prop_assert!(RecoveryCode::parse(&crypto, &longer).is_err());
    }

    /// Whatever a server hands out is opened or refused.
    #[test]
    fn no_changed_byte_passes(at in any::<prop::sample::Index>(), flip in 1u8.., which in 0usize..2) {
        let crypto = Crypto::new().unwrap();
        let (_, mut sealed, phone) = world(&crypto);
        let bytes = if which == 0 { &mut sealed.vault.0 } else { &mut sealed.keys[0].wrapped.0 };
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        prop_assert!(bad(Account::open(&crypto, &id("ann"), &phone, &sealed, 0)));
    }
}

/// Whoever has an authenticator can write any vault; its keys are used when it is sealed again.
#[test]
fn a_key_of_another_length_is_refused() {
    let crypto = Crypto::new().unwrap();
    for length in [0, 3, 1_215, 1_217] {
        assert_eq!(crypto.hpke_seal(&vec![1; length], b"", b"").err(), Some(Error::BadCertificate), "{length}");
    }
    let (mut account, ..) = world(&crypto);
    account.authenticators[1] = serde_json::from_str(r#"{"kind":"recoveryCode","id":"paper","key":"AAAA"}"#).unwrap();
    assert!(bad(account.changed(&crypto, &[], &[])));
}
