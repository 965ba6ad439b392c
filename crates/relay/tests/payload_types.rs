//! Offers whose payload types contradict themselves: none is answered.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use common::{relay_address, seat, some_instant, visit};
use relay::{Config, OfferError, Relay};
use visit::wire::Role;

const OFFER: &str = include_str!("fixtures/chromium-4-single.sdp");

fn answer(offer: &str) -> Result<(), OfferError> {
    let mut relay = Relay::new(Config { udp: vec![relay_address()], tcp: vec![] }).unwrap();
    let admission = visit::testing::admission(visit("v"), seat("p"), Role::Patient, 4);
    relay.join(some_instant(), admission, offer).map(drop)
}

#[test]
fn one_number_means_one_codec() {
    assert_eq!(answer(OFFER), Ok(()));
    let contradictory = [
        // Out of range, and free for another line to claim.
        OFFER.replacen("a=rtpmap:111 opus/48000/2", "a=rtpmap:200 opus/48000/2", 1),
        // Not announced in the line.
        OFFER.replacen("a=rtpmap:111 opus/48000/2", "a=rtpmap:112 opus/48000/2", 1),
        // Described twice.
        OFFER.replacen("a=rtpmap:96 VP8/90000", "a=rtpmap:96 VP8/90000\r\na=rtpmap:96 H264/90000", 1),
        // Another codec on another line.
        OFFER.replace("UDP/TLS/RTP/SAVPF 111", "UDP/TLS/RTP/SAVPF 96").replace(":111 ", ":96 "),
        // Repairs another codec on another line.
        OFFER.replacen("apt=96", "apt=98", 1),
    ];
    for (which, offer) in contradictory.iter().enumerate() {
        assert_ne!(offer, OFFER, "case {which} changes nothing");
        assert!(matches!(answer(offer), Err(OfferError::BadPayloadTypes(_))), "case {which}: {:?}", answer(offer));
    }
}
