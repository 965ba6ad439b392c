//! A visit of three, one of whom is hostile, and what the relay must keep to whatever that one or a stranger sends.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use relay::Event;
use str0m::crypto::{CryptoProvider, from_feature_flags};
use str0m::format::Codec;
use str0m::media::Rid;
use str0m::rtp::RtpWrite;
use visit::wire::Role;

use crate::common::{self, Shape, World};

/// An offer for those who come anew.
const OFFER: &str = include_str!("../corpus/offer/chromium");

/// After how many inputs the others are asked whether they still hear each other, and someone else comes anew.
/// Less asks before a voice had the time to arrive; more leaves the newcomer with what earlier inputs made of their DTLS.
const ROUND: u32 = 128;

/// Time that passes with each input; clients speak every 20 ms.
const STEP: Duration = Duration::from_millis(1);

/// Who sends a datagram, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// Someone who never proved anything.
    Stranger,
    /// The hostile member's address, the bytes as they are.
    Member,
    /// The same, the bytes as attributes of a STUN message that has the password's integrity.
    MemberProving,
    /// The same from an address that the relay may not know yet.
    MemberElsewhere(u8),
    /// The same, the bytes as media under the keys of the connection.
    MemberSpeaking,
    /// Someone with an answer who only now begins with DTLS.
    Newcomer,
}

/// The visit.
pub struct Visit {
    world: World,
    crypto: CryptoProvider,
    /// Addresses from which the password was shown.
    proven: BTreeSet<SocketAddr>,
    inputs: u32,
    /// Whether there is someone who came anew.
    newcomer: bool,
    /// Next sequence number of the hostile member's streams.
    seq: [u64; STREAMS.len()],
}

/// Streams of the hostile member: line of the offer, and layer.
const STREAMS: [(usize, Option<&str>); 5] = [(0, None), (1, Some("l")), (1, Some("m")), (1, Some("h")), (2, None)];

impl Visit {
    pub fn new() -> Self {
        let mut world = World::perfect();
        world.gather(3, Shape::FOUR);
        // The hostile one sends what the inputs say; of the others, voices are enough.
        world.clients.iter_mut().for_each(|client| client.camera_on = false);
        world.clients[0].microphone_on = false;
        let proven = world.clients.iter().map(|client| client.address).collect();
        Self { world, crypto: from_feature_flags(), proven, inputs: 0, newcomer: false, seq: [1_000; STREAMS.len()] }
    }

    /// Sends one datagram, lets a moment pass, and looks whether all is well.
    pub fn send(&mut self, sender: Sender, data: &[u8]) {
        let hostile = self.world.clients[0].address;
        match sender {
            Sender::Stranger => self.world.inject(address(1, 0), data),
            Sender::Member => self.world.inject(hostile, data),
            Sender::MemberProving => self.prove(hostile, data),
            Sender::MemberElsewhere(port) => self.prove(address(2, port), data),
            Sender::MemberSpeaking => self.speak(data),
            Sender::Newcomer => self.come(data),
        }
        self.world.run(STEP);
        for address in self.world.network.sent_to.keys() {
            assert!(*address == common::relay_address() || self.proven.contains(address), "sent to a stranger");
        }
        self.look_after();
    }

    /// The hostile member may lose their connection; nobody else may, and they go on hearing each other.
    fn look_after(&mut self) {
        let mut lost = false;
        for event in self.world.events.drain(..) {
            if let Event::Gone { seat, .. } | Event::Disconnected { seat, .. } = event {
                assert!(!["p1", "p2"].contains(&seat.as_str()), "{seat} was harmed");
                lost |= seat.as_str() == "p0";
                self.newcomer &= seat.as_str() != "q";
            }
        }
        self.inputs += 1;
        if self.inputs.is_multiple_of(ROUND) {
            self.newcomer = false;
            for (client, other) in [(1, "p2"), (2, "p1")] {
                let received = std::mem::take(&mut self.world.clients[client].received);
                let voice = format!("<{other}:a:").into_bytes();
                let voices = received.iter().filter(|received| received.payload.starts_with(&voice));
                assert!(voices.count() >= 3, "a voice is missing");
            }
            self.world.clients[0].received.clear();
            self.world.clients.iter_mut().for_each(|client| client.key_frame_requests.clear());
        }
        if lost {
            *self = Self::new();
        }
    }

    /// Sends a STUN message with `data` as type, transaction and attributes, that the relay must believe to be the hostile member's.
    fn prove(&mut self, from: SocketAddr, data: &[u8]) {
        let client = &mut self.world.clients[0];
        let ufrag = client.rtc.direct_api().local_ice_credentials().ufrag;
        let (own, password) = (attribute(&client.answer, "ice-ufrag"), attribute(&client.answer, "ice-pwd"));
        let message = stun(&self.crypto, &format!("{own}:{ufrag}"), &password, data);
        let heard = |world: &World| world.network.sent_to.get(&from).copied().unwrap_or(0);
        let new = self.proven.insert(from);
        self.world.inject(from, &message);
        if new {
            assert!(heard(&self.world) <= 1, "more than an answer to someone new");
        }
    }

    /// Sends `data` as media: on which stream, how far to jump in its numbers, the time, the payload.
    fn speak(&mut self, data: &[u8]) {
        let Some((&[stream, high, low, ref time @ ..], payload)) = data.split_first_chunk::<7>() else { return };
        let place = usize::from(stream & 0x7f) % STREAMS.len();
        let (line, layer) = STREAMS[place];
        self.seq[place] = self.seq[place].saturating_add_signed(i16::from_be_bytes([high, low]).into()).max(1);
        let now = self.world.now;
        let client = &mut self.world.clients[0];
        let codec = if line == 0 { Codec::Opus } else { Codec::Vp8 };
        let pt = client.rtc.codec_config().find(|params| params.spec().codec == codec).expect("agreed on").pt();
        let mid = client.answer.lines().filter_map(|line| line.strip_prefix("a=mid:")).nth(line).expect("a line");
        let mut direct = client.rtc.direct_api();
        let out = direct.stream_tx_by_mid(mid.into(), layer.map(Rid::from)).expect("a stream");
        out.set_unpaced(true);
        let payload = payload[..payload.len().min(1_100)].to_vec();
        let rtp = RtpWrite::new(pt, self.seq[place].into(), u32::from_be_bytes(*time), now, payload);
        out.write_rtp(rtp.marker(stream & 0x80 != 0).nackable(line != 0));
        // Every second time, the client makes datagrams of what was written.
        client.make_media(now);
        client.make_media(now);
        self.world.run(common::Link::PERFECT.delay * 2);
    }

    /// Sends `data` from someone who joined another visit, and has proven their address, no more.
    fn come(&mut self, data: &[u8]) {
        let from = address(3, 0);
        if !self.newcomer {
            self.newcomer = true;
            let admission = visit::testing::admission(common::visit("w"), common::seat("q"), Role::Patient, 4);
            let Ok(answer) = self.world.relay.join(self.world.now, admission, OFFER) else { panic!("a good offer") };
            let (own, password) = (attribute(&answer.sdp, "ice-ufrag"), attribute(&answer.sdp, "ice-pwd"));
            let username = format!("{own}:{}", attribute(OFFER, "ice-ufrag"));
            self.proven.insert(from);
            // PRIORITY, ICE-CONTROLLING, USE-CANDIDATE.
            let request = b"\0\x01transaction0\x00\x24\0\x04\x6e\x7f\x00\xff\x80\x2a\0\x08tiebreak\x00\x25\0\0";
            self.world.inject(from, &stun(&self.crypto, &username, &password, request));
        }
        self.world.inject(from, data);
    }
}

/// A STUN message (RFC 8489 §5) with `data` as type, transaction and attributes, then a user name, and integrity under the password.
fn stun(crypto: &CryptoProvider, username: &str, password: &str, data: &[u8]) -> Vec<u8> {
    let mut head = [0; 14];
    let (start, attributes) = data.split_at(data.len().min(head.len()));
    head[..start.len()].copy_from_slice(start);
    let mut body = attributes[..attributes.len().min(1_200)].to_vec();
    for part in [&[][..], &[0, 6, 0, username.len() as u8], username.as_bytes()] {
        body.extend(part);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let length = (body.len() as u16 + 24).to_be_bytes();
    // Its first byte tells STUN from other things (RFC 7983 §7).
    let mut message = [&[head[0] & 1, head[1]], &length[..], b"\x21\x12\xa4\x42", &head[2..], &body].concat();
    let integrity = crypto.sha1_hmac_provider.sha1_hmac(password.as_bytes(), &[&message]);
    message.extend([0, 8, 0, 20]);
    message.extend(integrity);
    message
}

/// An address of a network for documentation (RFC 5737).
fn address(host: u8, port: u8) -> SocketAddr {
    SocketAddr::from(([203, 0, 113, host], 20_000 + u16::from(port)))
}

/// The value of an attribute of a session description.
fn attribute(sdp: &str, name: &str) -> String {
    let value = sdp.lines().find_map(|line| line.strip_prefix("a=")?.strip_prefix(name)?.strip_prefix(':'));
    value.expect("the attribute").to_owned()
}
