//! The samples of RFC 5769 and RFC 8489, and what is damaged or made up.

use super::attribute::*;
use super::testing::*;
use super::*;
use proptest::prelude::*;

/// RFC 5769 §2.2: a response with an IPv4 address.
const RESPONSE: &str = "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220\
    002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";
/// RFC 5769 §2.3: a response with an IPv6 address.
const RESPONSE_6: &str = "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220\
    002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed41\
    80280004c8fb0b4c";
/// RFC 5769 §2.4: a request with long-term credentials.
const LONG_TERM: &str = "000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b90000\
    0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f726700\
    00080014f67024656dd64a3e02b8e0712e85c9a28ca89666";
/// RFC 8489 §B.1 without its texts: the same person with SHA-256, which browsers do not use. Both parts of it are 32 bytes.
const USERHASH: &str = "4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704";
const SHA_256: &str = "e4686c8f0edeb59013e07090010a93efccbccc544c0a45d9f830aa6d6f735a01";

#[test]
fn samples_of_rfc_5769_hold() {
    let bytes = hex(REQUEST);
    let request = Message::parse(&bytes).unwrap();
    assert_eq!((request.class, request.method, request.fingerprint), (Class::Request, 1, true));
    assert_eq!(request.text(USERNAME), Some("evtj:h6vY"));
    assert!(request.is_signed() && request.holds(&short_term(SHORT_TERM_PASSWORD)));
    assert!(!request.holds(&short_term("VOkJxbRl1RmTxUk/WvJxBu")));
    assert_eq!(request.unknown(&[USERNAME, MESSAGE_INTEGRITY]).collect::<Vec<_>>(), [0x0024]);

    for (text, address) in [(RESPONSE, "192.0.2.1:32853"), (RESPONSE_6, "[2001:db8:1234:5678:11:2233:4455:6677]:32853")]
    {
        let bytes = hex(text);
        let response = Message::parse(&bytes).unwrap();
        assert_eq!((response.class, response.method), (Class::Success, 1));
        let mapped = response.attribute(XOR_MAPPED_ADDRESS).and_then(|value| response.address(value));
        assert_eq!(mapped, Some(address.parse().unwrap()));
        assert!(response.holds(&short_term(SHORT_TERM_PASSWORD)));
    }

    let bytes = hex(LONG_TERM);
    let request = Message::parse(&bytes).unwrap();
    assert_eq!(request.text(REALM), Some("example.org"));
    assert_eq!(request.text(NONCE), Some("f//499k954d6OL34oL9FSTvy64sA"));
    let (user, realm) = (request.text(USERNAME).unwrap(), request.text(REALM).unwrap());
    assert_eq!(user, "\u{30de}\u{30c8}\u{30ea}\u{30c3}\u{30af}\u{30b9}");
    assert!(request.holds(&long_term_key(user, realm, "TheMatrIX")));
    assert!(!request.holds(&long_term_key(user, realm, "TheMatrIx")));
    assert!(!request.holds(&long_term_key(user, "example.com", "TheMatrIX")));
    assert!(!request.fingerprint);
}

#[test]
fn what_is_written_is_what_rfc_5769_has() {
    // Except for the padding, which in §2.1 to §2.3 is of spaces, and here of zeros (RFC 8489 §14).
    let transaction: Transaction = hex("b7e7a701bc34d686fa87dfae").try_into().unwrap();
    let software = 0x8022;
    let mut out = vec![1, 2, 3];
    Writer::new(&mut out, Class::Success, 1, transaction)
        .attribute(software, b"test vector")
        .address(XOR_MAPPED_ADDRESS, "192.0.2.1:32853".parse().unwrap())
        .end(Some(&short_term(SHORT_TERM_PASSWORD)), true);
    let (expect, written) = (hex(RESPONSE), &out[3..]);
    let signed = 52;
    let mut unpadded = written[..signed].to_vec();
    unpadded[35] = b' ';
    assert_eq!(unpadded, expect[..signed]);
    assert_eq!(written.len(), expect.len());
    assert!(Message::parse(written).unwrap().holds(&short_term(SHORT_TERM_PASSWORD)));

    // §2.4 to the last byte.
    let (user, realm) = ("\u{30de}\u{30c8}\u{30ea}\u{30c3}\u{30af}\u{30b9}", "example.org");
    let mut out = vec![];
    Writer::new(&mut out, Class::Request, 1, hex("78ad3433c6ad72c029da412e").try_into().unwrap())
        .attribute(USERNAME, user.as_bytes())
        .attribute(NONCE, b"f//499k954d6OL34oL9FSTvy64sA")
        .attribute(REALM, realm.as_bytes())
        .end(Some(&long_term_key(user, realm, "TheMatrIX")), false);
    assert_eq!(out, hex(LONG_TERM));
}

#[test]
fn what_only_sha_256_would_do_is_read_and_not_understood() {
    let bytes = [
        // As printed, the length counts the header too, which it must not (§5).
        &hex("000100882112a44278ad3433c6ad72c029da412e001e0020")[..],
        &hex(USERHASH),
        &hex("00150029"),
        b"obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA\0\0\0",
        &hex("0014000b"),
        b"example.org\0",
        &hex("001c0020"),
        &hex(SHA_256),
    ]
    .concat();
    let request = Message::parse(&bytes).unwrap();
    assert_eq!(request.text(NONCE), Some("obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA"));
    assert!(!request.is_signed());
    // USERHASH and MESSAGE-INTEGRITY-SHA256.
    assert_eq!(request.unknown(&[NONCE, REALM]).collect::<Vec<_>>(), [0x001e, 0x001c]);
}

#[test]
fn a_damaged_message_is_none_or_does_not_hold() {
    let message = hex(REQUEST);
    let key = short_term(SHORT_TERM_PASSWORD);
    for at in 0..message.len() {
        let mut damaged = message.clone();
        damaged[at] ^= 1;
        assert!(Message::parse(&damaged).is_none_or(|message| !message.fingerprint), "byte {at}");
        // With a fingerprint that fits, integrity tells.
        let end = damaged.len() - 8;
        if at < end {
            let sum = fingerprint(&damaged[..end]).to_be_bytes();
            damaged[end + 4..].copy_from_slice(&sum);
            assert!(Message::parse(&damaged).is_none_or(|message| !message.holds(&key)), "byte {at}");
        }
    }
    for length in 0..message.len() {
        assert!(Message::parse(&message[..length]).is_none());
    }
    // Nothing holds without integrity.
    let mut out = vec![];
    Writer::new(&mut out, Class::Request, 1, [0; 12]).end(None, true);
    assert!(!Message::parse(&out).unwrap().holds(&key));
}

#[test]
fn attributes_after_the_integrity_do_not_count() {
    let mut out = vec![];
    Writer::new(&mut out, Class::Request, 3, [3; 12]).end(Some(&short_term("a")), false);
    out.extend(hex("000d000400000001"));
    out[3] += 8;
    let message = Message::parse(&out).unwrap();
    assert!(message.holds(&short_term("a")));
    assert_eq!(message.attribute(LIFETIME), None);
    assert_eq!(message.attributes().count(), 0);
}

proptest! {
    #[test]
    fn methods_and_classes_go_around(method in 0..0x1000_u16, transaction: Transaction) {
        for class in [Class::Request, Class::Indication, Class::Success, Class::Error] {
            let mut out = vec![];
            Writer::new(&mut out, class, method, transaction).end(None, false);
            let message = Message::parse(&out).unwrap();
            prop_assert_eq!((message.class, message.method, message.transaction), (class, method, transaction));
        }
    }

    #[test]
    fn addresses_go_around(ip: std::net::IpAddr, port: u16, transaction: Transaction) {
        let mut out = vec![];
        let address = SocketAddr::new(ip, port);
        Writer::new(&mut out, Class::Success, 3, transaction).address(XOR_PEER_ADDRESS, address).end(None, true);
        let message = Message::parse(&out).unwrap();
        let value = message.attribute(XOR_PEER_ADDRESS).unwrap();
        prop_assert_eq!(message.address(value), Some(address));
        prop_assert_eq!(message.address(&value[1..]), None);
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), framed in any::<bool>()) {
        let mut bytes = bytes;
        bytes.truncate(bytes.len() / 4 * 4);
        if framed && bytes.len() >= HEADER {
            let length = (bytes.len() - HEADER) as u16;
            bytes[0] &= 0x3f;
            bytes[2..4].copy_from_slice(&length.to_be_bytes());
            bytes[4..8].copy_from_slice(&COOKIE);
        }
        if let Some(message) = Message::parse(&bytes) {
            message.holds(&short_term("x"));
            for (kind, value) in message.attributes() {
                let _ = message.address(value);
                prop_assert!(message.place(kind).is_some_and(|place| bytes.get(place).is_some()));
            }
            message.unknown(&[]).count();
        }
    }
}
