//! Offers of browsers, read; the answers to them, and that a client of another making understands them.

use super::*;
use crate::Config;

const CHROMIUM: &str = include_str!("../../tests/fixtures/chromium-2-all-codecs.sdp");
const FIREFOX: &str = include_str!("../../tests/fixtures/firefox-2-all-codecs.sdp");

fn candidates() -> Config {
    let addresses = ["192.0.2.1:3478", "[2001:db8::1]:3478"].map(|address| address.parse().unwrap());
    Config { udp: addresses.to_vec(), tcp: addresses.to_vec() }
}

fn answered(offer: &Offer) -> String {
    let streams: Vec<(u32, u32)> = (3..offer.lines.len() as u32).map(|place| (100 + place, 200 + place)).collect();
    let own = Own {
        ufrag: "relayfrag",
        password: "relaypasswordrelaypassword",
        fingerprint: "00:11",
        candidates: &candidates(),
        streams: &streams,
        session: 7,
        version: 1,
    };
    answer(offer, &own)
}

#[test]
fn chromium_is_read() {
    let offer = Offer::read(CHROMIUM, 2).unwrap();
    assert_eq!(offer.ufrag, "CaTj");
    assert_eq!(offer.fingerprint[..3], [0x5c, 0xfb, 0x5a]);
    assert_eq!(offer.layers, ["l", "m", "h"]);
    let ids = Extension::ALL.map(|extension| offer.extensions.id(extension));
    assert_eq!(ids, [4, 10, 11, 2, 3].map(Some));
    let types: Vec<_> = offer.lines.iter().map(|line| (line.audio, line.payload_type, line.repair_type)).collect();
    let (voice, picture) = ((true, 111, None), (false, 96, Some(97)));
    assert_eq!(types, [voice, picture, picture, voice, picture, picture, picture]);
    assert_eq!(offer.lines[0].streams, [(674_053_562, None)]);
    assert_eq!(offer.lines[1].streams, [], "layers show in packets");
    assert_eq!(offer.lines[2].streams, [(68_542_460, Some(1_722_510_597))]);
    assert_eq!(offer.lines[0].feedback, ["transport-cc"]);
    assert_eq!(offer.lines[1].feedback, ["transport-cc", "goog-remb", "ccm fir", "nack", "nack pli"]);
    assert!(offer.lines[1].repairs() && !offer.lines[0].repairs());
}

#[test]
fn firefox_is_read() {
    let offer = Offer::read(FIREFOX, 2).unwrap();
    let ids = Extension::ALL.map(|extension| offer.extensions.id(extension));
    assert_eq!(ids, [3, 9, 10, 4, 7].map(Some));
    let types: Vec<_> = offer.lines.iter().map(|line| (line.payload_type, line.repair_type)).collect();
    assert_eq!(types[..3], [(109, None), (120, Some(124)), (120, Some(124))]);
}

#[test]
fn an_answer_says_what_was_agreed() {
    let offer = Offer::read(CHROMIUM, 2).unwrap();
    let answer = answered(&offer);
    for line in [
        "a=group:BUNDLE 0 1 2 3 4 5 6",
        "a=candidate:1 1 udp 2130706175 192.0.2.1 3478 typ host",
        "a=candidate:2 1 udp 2130705919 2001:db8::1 3478 typ host",
        "a=candidate:3 1 tcp 2124414975 192.0.2.1 3478 typ host tcptype passive",
        "a=candidate:4 1 tcp 2124414719 2001:db8::1 3478 typ host tcptype passive",
        "a=setup:passive",
        "a=simulcast:recv l;m;h",
        "a=ssrc-group:FID 104 204",
        "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=0;cbr=1",
    ] {
        assert!(answer.lines().any(|other| other == line), "{line}");
    }
    assert_eq!(answer.matches("candidate:").count(), 4);
    assert_eq!(answer.matches("ssrc-group").count(), 3);
    assert!(!answer.contains("audio-level"));
}

#[test]
fn another_implementation_understands_the_answer() {
    for offer in [CHROMIUM, FIREFOX] {
        let text = answered(&Offer::read(offer, 2).unwrap());
        let text = text.replace("00:11", &["AB"; 32].join(":"));
        let read = str0m::change::SdpAnswer::from_sdp_string(&text);
        assert!(read.is_ok(), "{:?}", read.err());
    }
}

#[track_caller]
fn refused(offer: &str, expect: OfferError) {
    assert_eq!(Offer::read(offer, 2).err(), Some(expect));
}

#[test]
fn what_cannot_be_kept_is_refused() {
    refused(&CHROMIUM.replace("a=setup:actpass", "a=setup:passive"), OfferError::Unreadable);
    refused(&CHROMIUM.replace("a=group:BUNDLE 0 1 2", "a=group:BUNDLE 0 1"), OfferError::Unreadable);
    refused(&CHROMIUM.replacen("a=rtcp-mux\r\n", "", 1), OfferError::Unreadable);
    refused(&CHROMIUM.replacen("m=video 9", "m=video 0", 1), OfferError::Unreadable);
    refused(&CHROMIUM.replacen("5C:FB", "5C", 1), OfferError::NoTransport);
    // RTCP has these numbers (RFC 5761 §4).
    let taken = CHROMIUM.replace("rtpmap:111 ", "rtpmap:72 ").replace("SAVPF 111 ", "SAVPF 72 ");
    refused(&taken, OfferError::NoCodec(0));
    assert!(
        Offer::read(
            &CHROMIUM.replacen("m=video 9", "m=video 0", 1).replacen("a=mid:1", "a=bundle-only\r\na=mid:1", 1),
            2
        )
        .is_ok()
    );
}

#[test]
fn an_identifier_means_one_extension() {
    let mid = "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid";
    // Another identifier on one line: left out there.
    let offer = CHROMIUM.replacen(mid, "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid", 1);
    let offer = Offer::read(&offer, 2).unwrap();
    assert_eq!(offer.extensions.id(Extension::Mid), Some(9));
    assert!(offer.lines[0].extensions.contains(&Extension::Mid));
    assert!(!offer.lines[1].extensions.contains(&Extension::Mid));
    // One that the short form cannot carry is not agreed to.
    let offer = CHROMIUM.replace(mid, "a=extmap:15 urn:ietf:params:rtp-hdrext:sdes:mid");
    assert_eq!(Offer::read(&offer, 2).unwrap().extensions.id(Extension::Mid), None);
}
