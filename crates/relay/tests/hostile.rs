//! Garbage in: offers that are not, datagrams that are not, floods. Nothing panics, each gets a typed answer or a count.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::time::Duration;

use common::{Random, Shape, World, relay_address, seat, some_instant, visit};
use proptest::prelude::*;
use relay::{Blame, Config, ConfigError, MAX_OFFER_BYTES, OfferError, Output, Relay};
use visit::wire::{MediaKind, Role};

const CHROMIUM: &str = include_str!("fixtures/chromium-2-all-codecs.sdp");
const FIREFOX: &str = include_str!("fixtures/firefox-2-all-codecs.sdp");

fn answer(offer: &str, capacity: u8) -> Result<String, OfferError> {
    let mut relay = Relay::new(Config { udp: vec![relay_address()], tcp: vec![] }).unwrap();
    let admission = visit::testing::admission(visit("v"), seat("p"), Role::Patient, capacity);
    let answer = relay.join(some_instant(), admission, offer).map(|answer| answer.sdp);
    // Whatever was said, the relay goes on.
    while !matches!(relay.poll(), Output::Wait(_)) {}
    answer
}

#[test]
fn offers_of_browsers_are_answered() {
    let offers = [
        (CHROMIUM, 2, true),
        (FIREFOX, 2, true),
        (include_str!("fixtures/chromium-4-single.sdp"), 4, false),
        (include_str!("fixtures/firefox-4-single.sdp"), 4, false),
        (include_str!("fixtures/chromium-16-simulcast.sdp"), 16, true),
        (include_str!("fixtures/firefox-16-simulcast.sdp"), 16, true),
    ];
    for (offer, capacity, simulcast) in offers {
        let answer = answer(offer, capacity).unwrap();
        let lines = answer.matches("\r\nm=").count();
        assert_eq!(lines, offer.matches("\nm=").count());
        assert_eq!(answer.matches("\r\na=recvonly").count(), 3);
        assert_eq!(answer.matches("\r\na=sendonly").count(), lines - 3);
        assert_eq!(answer.contains("a=simulcast:recv l;m;h"), simulcast);
        assert!(answer.contains("a=ice-lite"));
        assert!(answer.contains(&format!("udp 2130706175 192.0.2.1 {} typ host", relay_address().port())));
        assert!(answer.contains("a=setup:passive"));
        for betraying in ["audio-level", "video-layers-allocation", "video-orientation", "dependency-descriptor"] {
            assert!(!answer.contains(betraying), "{betraying}");
        }
        let voices = usize::from(capacity);
        assert_eq!(answer.matches("minptime=10;useinbandfec=1;usedtx=0;cbr=1\r\n").count(), voices);
        for line in answer.lines().filter(|line| line.starts_with("a=rtpmap:")) {
            assert!(["opus/48000/2", "VP8/90000", "rtx/90000"].contains(&line.split(' ').nth(1).unwrap()), "{line}");
        }
    }
}

#[track_caller]
fn refused(change: impl Fn(&str) -> String, expect: OfferError) {
    for offer in [CHROMIUM, FIREFOX] {
        let changed = change(offer);
        assert_ne!(changed, offer, "the change must change something");
        let error = answer(&changed, 2).unwrap_err();
        assert_eq!(error, expect);
        assert_eq!(error.blame(), Blame::Client);
    }
}

#[test]
fn wrong_offers_get_a_reason() {
    refused(|_| String::new(), OfferError::Unreadable);
    refused(|_| "hello".to_owned(), OfferError::Unreadable);
    refused(|offer| format!("{offer}{}", "a=x\r\n".repeat(MAX_OFFER_BYTES / 5)), OfferError::TooLarge);
    refused(|offer| offer.replace("a=fingerprint:sha-256", "a=fingerprint:sha-1"), OfferError::NoTransport);
    refused(|offer| offer.replace("a=ice-pwd:", "a=ice-xyz:"), OfferError::NoTransport);
    refused(|offer| offer.replace("VP8/90000", "VP7/90000"), OfferError::NoCodec(1));
    refused(|offer| offer.replace("opus/48000/2", "opal/48000/2"), OfferError::NoCodec(0));
    refused(|offer| offer.replace("a=mid:1\r\n", "a=mid:0\r\n"), OfferError::BadMid(1));
    refused(|offer| offer.replace("a=mid:1\r\n", "a=mid:12345678901234567\r\n"), OfferError::BadMid(1));
    refused(|offer| offer.replace("a=mid:1\r\n", ""), OfferError::BadMid(1));
    refused(|offer| offer.replace("a=recvonly", "a=sendrecv"), OfferError::WrongDirection(3));
    refused(|offer| offer.replace("a=sendonly", "a=inactive"), OfferError::WrongDirection(0));
    refused(|offer| offer.replace("a=rid:h send", "a=rid:x send"), OfferError::BadSimulcast(1));
    refused(|offer| offer.replace("a=rid:h send", "a=rid:m send"), OfferError::BadSimulcast(1));
    refused(
        |offer| offer.splitn(4, "\nm=").take(3).collect::<Vec<_>>().join("\nm="),
        OfferError::NoSendLine(MediaKind::Screen),
    );
    let channel =
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:9\r\na=sctp-port:5000\r\n";
    refused(|offer| format!("{offer}{channel}"), OfferError::WrongMedium(7));
    assert_eq!(answer(include_str!("fixtures/chromium-4-single.sdp"), 2), Err(OfferError::TooManySlots));
}

#[test]
fn an_offer_that_ends_early_is_not_answered_by_half() {
    for offer in [CHROMIUM, FIREFOX] {
        let sends: Vec<&str> = offer.split_inclusive("\r\n").take_while(|line| *line != "a=mid:3\r\n").collect();
        let mut sends = sends.concat().replace("a=group:BUNDLE 0 1 2 3 4 5 6", "a=group:BUNDLE 0 1");
        sends.truncate(sends.rfind("m=").unwrap());
        let screen = sends.rfind("m=").unwrap();
        // An empty line, which SDP does not know (RFC 8866 §5).
        let ended = format!("{}\r\n{}", &sends[..screen], &sends[screen..]);
        assert_eq!(answer(&ended, 2), Err(OfferError::Unreadable));
        let whole = sends.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0 1 2");
        assert!(answer(&whole, 2).is_ok());
    }
}

#[test]
fn an_offer_of_declined_lines_is_not_answered() {
    for offer in [CHROMIUM, FIREFOX] {
        // A line with port 0 is not to be used (RFC 3264 §5.1), unless it shares the port of another (RFC 9143).
        let declined = offer.replace("a=group:BUNDLE", "a=group:LS").replace(" 9 UDP/", " 0 UDP/");
        assert_eq!(answer(&declined, 2), Err(OfferError::Unreadable));
    }
}

#[test]
fn a_bad_offer_leaves_the_connection_that_is_there() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    let admission = visit::testing::admission(visit("v"), seat("p1"), Role::Patient, 2);
    assert!(world.relay.join(world.now, admission, "nonsense").is_err());
    world.run(Duration::from_secs(2));
    assert!(world.clients[0].video_from("p1").len() > 20);
}

#[test]
fn a_relay_that_nobody_could_reach_is_not_made() {
    assert_eq!(Relay::new(Config { udp: vec![], tcp: vec![] }).err(), Some(ConfigError::NoAddress));
    let everywhere = ([0, 0, 0, 0], 1).into();
    assert_eq!(Relay::new(Config { udp: vec![everywhere], tcp: vec![] }).err(), Some(ConfigError::NoAddress));
}

#[test]
fn names_of_nobody_do_nothing() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.leave("v", "nobody");
    world.leave("nowhere", "p0");
    world.end("nowhere");
    world.want("nobody", "p0", MediaKind::Camera, 1);
    world.want("p0", "nobody", MediaKind::Screen, 1);
    world.want("p0", "p1", MediaKind::Microphone, 0);
    world.run(Duration::from_secs(1));
    assert!(!world.clients[0].received.is_empty() && !world.clients[1].received.is_empty());
}

#[test]
fn a_client_that_floods_is_cut_down_and_the_other_does_not_notice() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    let source = world.clients[0].address;
    for _ in 0..20_000 {
        world.relay.datagram(world.now, source, relay_address(), &mut [0x80; 200]);
    }
    assert!(world.relay.statistics().dropped_flood > 14_000);
    while !matches!(world.relay.poll(), Output::Wait(_)) {}
    world.run(Duration::from_secs(2));
    assert!(world.clients[0].video_from("p1").len() > 20);
}

#[test]
fn what_was_sent_before_is_not_taken_again() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(Duration::from_secs(1));
    let address = world.clients[0].address;
    let said: Vec<Vec<u8>> = (0..50)
        .map(|_| {
            world.run(Duration::from_millis(20));
            world.clients[0].latest_datagram.clone()
        })
        .filter(|datagram| (128..192).contains(&datagram[0]) && !(192..224).contains(&datagram[1]))
        .collect();
    assert!(said.len() > 20, "{}", said.len());
    // What is on its way arrives.
    world.run(Duration::from_millis(15));
    let before = world.relay.statistics();
    said.iter().for_each(|datagram| world.inject(address, datagram));
    let after = world.relay.statistics();
    assert_eq!((after.media_in, after.media_out), (before.media_in, before.media_out));
    assert_eq!(after.dropped_forged, before.dropped_forged, "nor opened");
}

/// From a known client's address, so that they get past the door: random bytes, real datagrams with bits turned, cut or grown.
#[test]
fn garbage_from_a_client_does_not_harm() {
    for seed in 0..8 {
        let mut random = Random(seed);
        let mut world = World::perfect();
        world.gather(2, Shape::PAIR);
        let source = world.clients[0].address;
        for _ in 0..400 {
            let mut datagram = match random.below(3) {
                0 => (0..random.below(1_600)).map(|_| random.next() as u8).collect(),
                1 => {
                    let first = [0, 1, 20, 22, 23, 63, 0x80, 0x90, 0xb0, 0xbf][random.below(10) as usize];
                    let second = [0, 1, 72, 96, 97, 111, 200, 201, 205, 206, 239][random.below(11) as usize];
                    let rest = (0..10 + random.below(200)).map(|_| random.next() as u8);
                    [first, second].into_iter().chain(rest).collect::<Vec<u8>>()
                }
                _ => world.clients[0].latest_datagram.clone(),
            };
            for _ in 0..random.below(4) {
                if !datagram.is_empty() {
                    let place = random.below(datagram.len() as u64) as usize;
                    datagram[place] ^= 1 << random.below(8);
                }
            }
            if random.below(4) == 0 {
                datagram.truncate(random.below(datagram.len() as u64 + 1) as usize);
            }
            world.inject(source, &datagram);
            if random.below(20) == 0 {
                world.run(Duration::from_millis(20));
            }
        }
        world.clients[0].received.clear();
        world.run(Duration::from_secs(2));
        assert!(world.clients[0].video_from("p1").len() > 20, "seed {seed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_no_panic(text in ".{0,400}") {
        prop_assert!(answer(&text, 2).is_err());
    }

    #[test]
    fn a_damaged_offer_is_no_panic(
        firefox in any::<bool>(),
        cuts in prop::collection::vec((0usize..12_000, 0usize..40, "[ -~]{0,12}"), 1..6),
    ) {
        let mut offer = if firefox { FIREFOX } else { CHROMIUM }.to_owned();
        for (start, length, text) in cuts {
            let start = start.min(offer.len());
            let end = (start + length).min(offer.len());
            offer.replace_range(start..end, &text);
        }
        // Answered or refused: both are fine.
        let _ = answer(&offer, 2);
    }

    #[test]
    fn a_line_taken_out_or_doubled_is_no_panic(firefox in any::<bool>(), place in 0usize..400, double in any::<bool>()) {
        let offer = if firefox { FIREFOX } else { CHROMIUM };
        let mut lines: Vec<&str> = offer.lines().collect();
        let place = place % lines.len();
        if double { lines.insert(place, lines[place]) } else { lines.remove(place); }
        let _ = answer(&format!("{}\r\n", lines.join("\r\n")), 2);
    }

    #[test]
    fn any_datagram_from_nobody_is_counted(bytes in prop::collection::vec(any::<u8>(), 0..1_700)) {
        let mut relay = Relay::new(Config { udp: vec![relay_address()], tcp: vec![] }).unwrap();
        relay.datagram(some_instant(), ([203, 0, 113, 5], 5).into(), relay_address(), &mut bytes.clone());
        let counted = relay.statistics();
        prop_assert_eq!(counted.dropped_unknown + counted.dropped_malformed, 1);
        prop_assert!(matches!(relay.poll(), Output::Wait(None)));
    }
}
