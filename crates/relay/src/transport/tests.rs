//! A client of another making connects, and media goes both ways; whoever cannot prove to be that client does not.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::change::SdpAnswer;
use str0m::config::DtlsVersion;
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind as Kind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::*;
use crate::Config;
use crate::packet::demux::{self, Kind as Packet};
use crate::packet::rtp;
use crate::sdp::{self, Offer};
use crate::test_time::start;

struct World {
    client: Rtc,
    relay: Transport,
    arena: Arena,
    now: Instant,
    /// Of the slot for voices.
    ssrc: u32,
    payload_type: u8,
    connected: bool,
    changes: Vec<Change>,
    /// What came out of the client.
    media: Vec<Vec<u8>>,
    /// What came out of the relay.
    heard: Vec<Vec<u8>>,
    microphone: Mid,
}

fn client_address() -> SocketAddr {
    "198.51.100.7:4000".parse().unwrap()
}

fn relay_address() -> SocketAddr {
    "192.0.2.1:3478".parse().unwrap()
}

impl World {
    fn new(version: DtlsVersion, change_offer: impl Fn(&mut Offer)) -> Self {
        let now = start();
        let mut client = Rtc::builder().set_rtp_mode(true).set_dtls_version(version).build(now);
        client.add_local_candidate(Candidate::host(client_address(), "udp").unwrap());
        let mut change = client.sdp_api();
        let microphone = change.add_media(Kind::Audio, Direction::SendOnly, None, None, None);
        for direction in [Direction::SendOnly, Direction::SendOnly] {
            change.add_media(Kind::Video, direction, None, None, None);
        }
        change.add_media(Kind::Audio, Direction::RecvOnly, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        let mut offer = Offer::read(&offer.to_sdp_string(), 2).unwrap();
        change_offer(&mut offer);

        let identity = Identity::new().unwrap();
        let relay = Transport::new(now, &identity, offer.ufrag.clone(), offer.fingerprint).unwrap();
        let (ufrag, password) = relay.credentials();
        let own = sdp::Own {
            ufrag,
            password,
            fingerprint: identity.fingerprint(),
            candidates: &Config { udp: vec![relay_address()], tcp: vec![] },
            streams: &[(77, 78)],
            session: 1,
            version: 1,
        };
        let answer = SdpAnswer::from_sdp_string(&sdp::answer(&offer, &own)).unwrap();
        client.sdp_api().accept_answer(pending, answer).unwrap();
        client.handle_input(Input::Timeout(now)).unwrap();
        let payload_type = offer.lines[3].payload_type;
        Self {
            client,
            relay,
            arena: Arena::default(),
            now,
            ssrc: 77,
            payload_type,
            connected: false,
            changes: vec![],
            media: vec![],
            heard: vec![],
            microphone,
        }
    }

    /// Lets `time` pass.
    fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.pump();
            self.now += Duration::from_millis(5);
            let _ = self.client.handle_input(Input::Timeout(self.now));
            let change = self.relay.advance(self.now, &mut self.arena);
            self.note(change);
        }
    }

    fn note(&mut self, change: Change) {
        if change != Change::None {
            self.changes.push(change);
        }
    }

    fn pump(&mut self) {
        loop {
            match self.client.poll_output().unwrap() {
                Output::Transmit(out) => self.deliver(client_address(), out.contents.into()),
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::RtpPacket(packet)) => self.heard.push(packet.payload.to_vec()),
                Output::Event(_) => {}
                Output::Timeout(_) => break,
            }
        }
        let out: Vec<Vec<u8>> = self
            .arena
            .messages()
            .flat_map(|message| message.datagrams().map(<[u8]>::to_vec).collect::<Vec<_>>())
            .collect();
        self.arena.clear();
        for datagram in out {
            let receive = Receive::new(Protocol::Udp, relay_address(), client_address(), &datagram).unwrap();
            let _ = self.client.handle_input(Input::Receive(self.now, receive));
        }
    }

    fn deliver(&mut self, from: SocketAddr, mut datagram: Vec<u8>) {
        match demux::kind(&datagram) {
            Some(Packet::Stun) => {
                let request = binding::Request::parse(&datagram).unwrap();
                assert!(self.relay.check(self.now, from, &request, &mut self.arena));
            }
            Some(Packet::Dtls) => {
                let change = self.relay.handshake(self.now, &datagram, &mut self.arena);
                self.note(change);
            }
            Some(Packet::Rtp) => {
                let header = rtp::Header::parse(&datagram).unwrap();
                let opening = self.relay.opening().unwrap();
                let end = opening.rtp(&mut datagram, header.len, header.ssrc, header.seq.into()).unwrap();
                self.media.push(header.payload(&datagram[..end]).unwrap().to_vec());
            }
            Some(Packet::Rtcp) => {
                // The client of a connection that failed does not know yet.
                let opened = self.relay.opening().map(|opening| opening.rtcp(&mut datagram).is_some());
                assert_ne!(opened, Some(false));
            }
            None => panic!("{datagram:?}"),
        }
    }

    fn say(&mut self, words: &[u8]) {
        let pt = self.client.codec_config().find(|params| params.spec().codec == Codec::Opus).unwrap().pt();
        let mut direct = self.client.direct_api();
        let stream = direct.stream_tx_by_mid(self.microphone, None).unwrap();
        stream.set_unpaced(true);
        stream.write_rtp(RtpWrite::new(pt, 5.into(), 6, self.now, words.to_vec()));
    }

    fn answer(&mut self, words: &[u8]) {
        let (ssrc, payload_type) = (self.ssrc, self.payload_type);
        let (to, sealing) = self.relay.sealing().unwrap();
        self.arena.datagram(to, |out| {
            let start = out.len();
            let header = rtp::Writer::new(out, payload_type, false, 9, 10, ssrc).end();
            out.extend_from_slice(words);
            sealing.rtp(out, start, header, ssrc, 9)
        });
    }
}

#[test]
fn media_goes_both_ways() {
    for version in [DtlsVersion::Dtls12, DtlsVersion::Auto] {
        let mut world = World::new(version, |_| {});
        world.run(Duration::from_secs(3));
        assert!(world.connected, "{version}");
        assert_eq!(world.changes, [Change::Connected]);
        assert_eq!(world.relay.sealing().unwrap().1.overhead(), 16, "AES-GCM, whatever else the client offers");
        assert_eq!(world.relay.address(), Some(client_address()));
        world.say(b"hello");
        world.answer(b"good day");
        world.run(Duration::from_millis(50));
        assert_eq!(world.media, [b"hello"]);
        assert_eq!(world.heard, [b"good day"]);
        world.relay.close(&mut world.arena);
        world.run(Duration::from_millis(50));
        assert!(!world.client.is_alive(), "{version}: the client is told");
    }
}

#[test]
fn another_certificate_than_the_offers_fails() {
    for version in [DtlsVersion::Dtls12, DtlsVersion::Auto] {
        let mut world = World::new(version, |offer| offer.fingerprint[0] ^= 1);
        world.run(Duration::from_secs(3));
        assert_eq!(world.changes, [Change::Failed], "{version}");
        assert!(world.relay.opening().is_none());
    }
}

#[test]
fn the_client_chooses_where_it_is() {
    let mut world = World::new(DtlsVersion::Auto, |_| {});
    world.run(Duration::from_secs(1));
    let (own, password) = world.relay.credentials();
    let (own, password) = (own.to_owned(), password.to_owned());
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    let peer = "x".to_owned();
    let forged = binding::testing::request(&format!("{own}:{peer}"), &key, true);
    let elsewhere = "203.0.113.1:9".parse().unwrap();
    let request = binding::Request::parse(&forged).unwrap();
    assert!(!world.relay.check(world.now, elsewhere, &request, &mut world.arena), "another client's fragment");
    let peer = world.client.direct_api().local_ice_credentials().ufrag;
    for (nominates, expect) in [(false, client_address()), (true, elsewhere)] {
        let message = binding::testing::request(&format!("{own}:{peer}"), &key, nominates);
        let request = binding::Request::parse(&message).unwrap();
        assert!(world.relay.check(world.now, elsewhere, &request, &mut world.arena));
        assert_eq!(world.relay.address(), Some(expect));
    }
    // Without a word from where it chose to be, it is where it checks from.
    let message = binding::testing::request(&format!("{own}:{peer}"), &key, false);
    let request = binding::Request::parse(&message).unwrap();
    for (seconds, expect) in [(6, elsewhere), (2, client_address())] {
        world.now += Duration::from_secs(seconds);
        assert!(world.relay.check(world.now, client_address(), &request, &mut world.arena));
        assert_eq!(world.relay.address(), Some(expect));
    }
    let wrong = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, b"guess");
    let message = binding::testing::request(&format!("{own}:{peer}"), &wrong, true);
    let request = binding::Request::parse(&message).unwrap();
    assert!(!world.relay.check(world.now, client_address(), &request, &mut world.arena));
}
