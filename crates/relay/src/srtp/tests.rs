//! The vectors of RFC 3711 and RFC 7714, and that what is sealed opens once.

use super::cipher::Cipher;
use super::derive::{Label, derive, keystream};
use super::*;
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    let text: String = text.split_whitespace().collect();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn key_stream_of_rfc_3711_b2() {
    let mut stream = [0; 48];
    let iv = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000").try_into().unwrap();
    keystream(&hex("2B7E151628AED2A6ABF7158809CF4F3C"), iv, &mut stream).unwrap();
    let expect = "E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0";
    assert_eq!(stream[..], hex(expect));
}

#[test]
fn key_derivation_of_rfc_3711_b3() {
    let (key, salt) = (hex("E1F97A0D3E018BE0D64FA32C06DE4139"), hex("0EC675AD498AFEEBB6960B3AABE6"));
    for (label, expect) in [
        (Label::RtpKey, "C61E7A93744F39EE10734AFE3FF7A087"),
        (Label::RtpSalt, "30CBBC08863D8C85D49DB34A9AE1"),
        (
            Label::RtpAuth,
            "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2DC68",
        ),
    ] {
        let expect = hex(expect);
        let mut derived = vec![0; expect.len()];
        derive(&key, &salt, label, &mut derived).unwrap();
        assert_eq!(derived, expect);
    }
}

const GALLIA: &str =
    "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573";

fn quid_pro_quo() -> [u8; 12] {
    *b"Quid pro quo"
}

#[test]
fn rtp_of_rfc_7714_16() {
    for (key, expect) in [
        (
            "000102030405060708090a0b0c0d0e0f",
            "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce",
        ),
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13",
        ),
    ] {
        let cipher = Cipher::gcm(&hex(key), quid_pro_quo()).unwrap();
        let mut packet = hex(GALLIA);
        cipher.seal(&mut packet, 0, 12, 0x5501_a0b2, 0xf17b).unwrap();
        assert_eq!(packet, hex(expect));
        let end = cipher.open(&mut packet, 12, 0x5501_a0b2, 0xf17b).unwrap();
        assert_eq!(packet[..end], hex(GALLIA));
    }
}

#[test]
fn rtcp_of_rfc_7714_17() {
    let plain = "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef";
    for (key, expect) in [
        (
            "000102030405060708090a0b0c0d0e0f",
            "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4",
        ),
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be 8415f658 c61de047 6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4",
        ),
    ] {
        let cipher = Cipher::gcm(&hex(key), quid_pro_quo()).unwrap();
        let mut packet = hex(plain);
        cipher.seal_rtcp(&mut packet, 0, 0x4d61_7273, 0x8000_05d4).unwrap();
        assert_eq!(packet, hex(expect));
        assert_eq!(cipher.rtcp_index(&packet), Some(0x8000_05d4));
        let end = cipher.open_rtcp(&mut packet, 0x4d61_7273, 0x8000_05d4).unwrap();
        assert_eq!(packet[..end], hex(plain));
    }
}

/// A relay's contexts, and those of its client.
fn both_sides(profile: Profile) -> ((Opening, Sealing), (Opening, Sealing)) {
    let (key, salt) = profile.lengths();
    let exported: Vec<u8> = (0..2 * (key + salt) as u8).map(|byte| byte.wrapping_mul(37)).collect();
    let [one, two] = [&exported[..key], &exported[key..2 * key]];
    let [three, four] = [&exported[2 * key..2 * key + salt], &exported[2 * key + salt..]];
    let swapped = [two, one, four, three].concat();
    assert!(contexts(profile, &exported[1..]).is_none(), "too short");
    (contexts(profile, &exported).unwrap(), contexts(profile, &swapped).unwrap())
}

const PROFILES: [Profile; 3] = [Profile::Aes128Gcm, Profile::Aes256Gcm, Profile::Aes128CmSha1];

#[test]
fn rtcp_opens_once() {
    for profile in PROFILES {
        let ((mut open, _), (_, mut seal)) = both_sides(profile);
        let mut last = 0;
        for round in 0..3u8 {
            let mut packet = vec![9, 0x80, 201, 0, 1, 0, 0, 0, round % 2];
            seal.rtcp(&mut packet, 1).unwrap();
            last = packet.len();
            assert!(packet.len() - 9 <= 20, "what a datagram has room for");
            let again = packet.clone();
            assert_eq!(open.rtcp(&mut packet[1..]), Some(&[0x80, 201, 0, 1, 0, 0, 0, round % 2][..]));
            assert_eq!(open.rtcp(&mut again.clone()[1..]), None, "a second time");
        }
        let mut packet = vec![0x80, 201, 0, 1, 0, 0, 0, 0];
        seal.rtcp(&mut packet, 0).unwrap();
        assert_eq!(packet.len(), last - 1);
        for length in 0..packet.len() {
            assert_eq!(open.rtcp(&mut packet.clone()[..length]), None);
        }
    }
}

#[test]
fn senders_of_rtcp_are_bounded() {
    let ((mut open, _), (_, mut seal)) = both_sides(Profile::Aes128Gcm);
    for ssrc in 0..100u8 {
        let mut packet = vec![0x80, 201, 0, 1, 0, 0, 0, ssrc];
        seal.rtcp(&mut packet, 0).unwrap();
        assert_eq!(open.rtcp(&mut packet).is_some(), usize::from(ssrc) < MAX_RTCP_SENDERS);
    }
}

proptest! {
    #[test]
    fn what_is_sealed_opens_and_what_is_changed_does_not(
        profile in 0usize..3, payload in prop::collection::vec(any::<u8>(), 0..200), ssrc in any::<u32>(),
        index in 0u64..1 << 48, damage in any::<usize>(),
    ) {
        let ((open, _), (_, seal)) = both_sides(PROFILES[profile]);
        let mut packet = vec![7; 12];
        packet.extend(&payload);
        seal.rtp(&mut packet, 0, 12, ssrc, index).unwrap();
        prop_assert_eq!(packet.len(), 12 + payload.len() + seal.overhead());
        let mut damaged = packet.clone();
        let at = damage % damaged.len();
        damaged[at] ^= 1;
        prop_assert_eq!(open.rtp(&mut damaged, 12, ssrc, index), None);
        prop_assert_eq!(open.rtp(&mut packet.clone(), 12, ssrc, index ^ 1 << 20), None, "another roll-over");
        let end = open.rtp(&mut packet, 12, ssrc, index).unwrap();
        prop_assert_eq!(&packet[12..end], &payload[..]);
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..60), header in 0usize..80, profile in 0usize..3) {
        let ((mut open, _), _) = both_sides(PROFILES[profile]);
        let mut bytes = bytes;
        prop_assert_eq!(open.rtp(&mut bytes.clone(), header, 1, 1), None);
        prop_assert!(open.rtcp(&mut bytes).is_none());
    }
}
