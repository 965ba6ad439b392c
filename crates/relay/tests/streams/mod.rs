//! Streams into the relay without a network: what the server does, and a TURN client whose answers str0m's codec reads. Assertions on the product live in the tests.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(unreachable_pub, reason = "compiled into each test file")]

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use md5::{Digest as _, Md5};
use relay::ways::framing::Reader;
use relay::ways::{Credentials, Framing, Issuer, Output, Person, Reason, StreamId, Way, Ways, WaysConfig};
use str0m::crypto::{CryptoProvider, from_feature_flags};
use str0m::ice::StunMessage;
use visit::ids::{SeatId, VisitId};

pub const ALLOCATE: u16 = 0x003;
pub const REFRESH: u16 = 0x004;
pub const SEND: u16 = 0x016;
pub const CREATE_PERMISSION: u16 = 0x008;
pub const CHANNEL_BIND: u16 = 0x009;

pub const USERNAME: u16 = 0x0006;
pub const MESSAGE_INTEGRITY: u16 = 0x0008;
pub const CHANNEL_NUMBER: u16 = 0x000c;
pub const LIFETIME: u16 = 0x000d;
pub const XOR_PEER_ADDRESS: u16 = 0x0012;
pub const DATA: u16 = 0x0013;
pub const REALM: u16 = 0x0014;
pub const NONCE: u16 = 0x0015;
pub const REQUESTED_ADDRESS_FAMILY: u16 = 0x0017;
pub const EVEN_PORT: u16 = 0x0018;
pub const REQUESTED_TRANSPORT: u16 = 0x0019;
pub const RESERVATION_TOKEN: u16 = 0x0022;

/// REQUESTED-TRANSPORT of UDP.
pub const UDP: (u16, [u8; 4]) = (REQUESTED_TRANSPORT, [17, 0, 0, 0]);

const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const TRANSACTION: [u8; 12] = *b"transaction.";

/// The relay's candidates: one host with two ports, and one with IPv6.
pub fn candidates() -> [SocketAddr; 3] {
    ["192.0.2.1:3478", "192.0.2.1:3479", "[2001:db8::1]:3478"].map(|address| address.parse().unwrap())
}

/// A datagram that reached the relay: from whom, for which candidate, what.
pub type Heard = (SocketAddr, SocketAddr, Vec<u8>);

/// The server's part, and its time.
pub struct World {
    pub ways: Ways,
    pub issuer: Issuer,
    pub now: Instant,
    pub heard: Vec<Heard>,
    pub closed: Vec<(StreamId, Reason)>,
    /// Streams that are to be written to.
    pub ready: Vec<StreamId>,
}

impl World {
    /// At most 20 streams and 10 allocations.
    pub fn new(now: Instant) -> Self {
        Self::with(now, candidates().to_vec())
    }

    pub fn with(now: Instant, addresses: Vec<SocketAddr>) -> Self {
        let issuer = Issuer::new(&[7; 32], now, 1_800_000_000);
        let config = WaysConfig { addresses, issuer: issuer.clone(), lane: 5, max_streams: 20, max_allocations: 10 };
        Self { ways: Ways::new(config), issuer, now, heard: vec![], closed: vec![], ready: vec![] }
    }

    pub fn open(&mut self, way: Way) -> StreamId {
        self.ways.open(self.now, way).unwrap()
    }

    /// Lets bytes come on a stream.
    pub fn say(&mut self, stream: StreamId, bytes: &[u8]) {
        let (mut bytes, heard) = (bytes.to_vec(), &mut self.heard);
        self.ways.bytes(self.now, stream, &mut bytes, |datagram| {
            heard.push((datagram.source, datagram.destination, datagram.bytes.to_vec()));
        });
        self.settle();
    }

    /// Lets the relay send.
    pub fn send(&mut self, to: SocketAddr, datagram: &[u8]) {
        self.ways.send(self.now, to, datagram);
        self.settle();
    }

    /// Lets time pass, as the server does.
    pub fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(due) = self.ways.deadline().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.ways.timeout(self.now);
        }
        self.now = end;
        self.settle();
    }

    pub fn settle(&mut self) {
        while let Some(output) = self.ways.poll() {
            match output {
                Output::Write(stream) => self.ready.push(stream),
                Output::Close(stream, reason) => self.closed.push((stream, reason)),
            }
        }
    }

    /// Writes all there is to write to a stream, and returns it.
    pub fn take(&mut self, stream: StreamId) -> Vec<u8> {
        self.ready.retain(|ready| *ready != stream);
        let bytes = self.ways.pending(stream).to_vec();
        self.ways.written(stream, bytes.len());
        bytes
    }

    /// The same, as frames.
    pub fn frames(&mut self, stream: StreamId, framing: Framing) -> Vec<Vec<u8>> {
        let mut bytes = self.take(stream);
        let (mut rest, mut reader, mut frames) = (&mut bytes[..], Reader::new(framing), vec![]);
        while let Some(frame) = reader.next(&mut rest).unwrap() {
            frames.push(frame.to_vec());
        }
        frames
    }

    pub fn credentials(&self, seat: &str) -> Credentials {
        self.issuer.issue(self.now, &id("v"), &SeatId::try_from(seat).unwrap(), Duration::from_secs(300))
    }

    pub fn person(&self, seat: &str) -> Person {
        self.issuer.person(&id("v"), &SeatId::try_from(seat).unwrap())
    }

    /// A client with an allocation.
    pub fn client(&mut self, seat: &str) -> Client {
        let mut client = Client::new(self, seat);
        client.greet(self);
        let response = client.ask(self, ALLOCATE, &[attribute(UDP)]);
        assert_eq!(response.error, None);
        client.address = response.relayed;
        client
    }
}

fn id(name: &str) -> VisitId {
    VisitId::try_from(name).unwrap()
}

/// An attribute of a fixed length as others are.
pub fn attribute((kind, value): (u16, [u8; 4])) -> (u16, Vec<u8>) {
    (kind, value.to_vec())
}

/// XOR-PEER-ADDRESS.
pub fn peer(address: SocketAddr) -> (u16, Vec<u8>) {
    let mask = [&COOKIE[..], &TRANSACTION].concat();
    let port = (address.port() ^ 0x2112).to_be_bytes();
    let (family, ip) = match address.ip() {
        IpAddr::V4(ip) => (1, ip.octets().to_vec()),
        IpAddr::V6(ip) => (2, ip.octets().to_vec()),
    };
    let masked = ip.iter().zip(mask).map(|(byte, mask)| byte ^ mask);
    (XOR_PEER_ADDRESS, [0, family].into_iter().chain(port).chain(masked).collect())
}

/// CHANNEL-NUMBER.
pub fn channel(number: u16) -> (u16, Vec<u8>) {
    (CHANNEL_NUMBER, [&number.to_be_bytes()[..], &[0, 0]].concat())
}

/// LIFETIME.
pub fn lifetime(seconds: u32) -> (u16, Vec<u8>) {
    (LIFETIME, seconds.to_be_bytes().to_vec())
}

/// A STUN message of this type without integrity.
pub fn message(kind: u16, attributes: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut body = vec![];
    for (kind, value) in attributes {
        body.extend(kind.to_be_bytes());
        body.extend((value.len() as u16).to_be_bytes());
        body.extend(value);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let length = (body.len() as u16).to_be_bytes();
    [&kind.to_be_bytes()[..], &length, &COOKIE, &TRANSACTION, &body].concat()
}

/// What a request was answered.
#[derive(Debug)]
pub struct Response {
    pub kind: u16,
    pub error: Option<u16>,
    pub realm: Option<String>,
    pub nonce: Option<String>,
    pub lifetime: Option<u32>,
    pub relayed: Option<SocketAddr>,
    pub mapped: Option<SocketAddr>,
    pub signed: bool,
    pub bytes: Vec<u8>,
}

/// Someone with a stream and credentials.
pub struct Client {
    pub stream: StreamId,
    pub username: String,
    pub password: String,
    pub realm: String,
    pub nonce: String,
    pub address: Option<SocketAddr>,
    crypto: CryptoProvider,
}

impl Client {
    pub fn new(world: &mut World, seat: &str) -> Self {
        let Credentials { username, password } = world.credentials(seat);
        let stream = world.open(Way::Turn);
        let (realm, nonce) = (String::new(), String::new());
        Self { stream, username, password, realm, nonce, address: None, crypto: from_feature_flags() }
    }

    /// Learns the realm and a nonce, as browsers do.
    pub fn greet(&mut self, world: &mut World) -> Response {
        world.say(self.stream, &message(ALLOCATE, &[attribute(UDP)]));
        let response = self.response(world);
        self.realm = response.realm.clone().unwrap();
        self.nonce = response.nonce.clone().unwrap();
        response
    }

    /// Asks for something with credentials.
    pub fn ask(&mut self, world: &mut World, method: u16, attributes: &[(u16, Vec<u8>)]) -> Response {
        world.say(self.stream, &self.signed(method, attributes));
        self.response(world)
    }

    /// A request with credentials.
    pub fn signed(&self, method: u16, attributes: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let own = [(USERNAME, &self.username), (REALM, &self.realm), (NONCE, &self.nonce)];
        let own = own.map(|(kind, text)| (kind, text.as_bytes().to_vec()));
        self.sign(message(method, &[attributes, &own].concat()))
    }

    /// Adds integrity.
    pub fn sign(&self, mut message: Vec<u8>) -> Vec<u8> {
        let length = (message.len() as u16 - 20 + 24).to_be_bytes();
        message[2..4].copy_from_slice(&length);
        let tag = self.crypto.sha1_hmac_provider.sha1_hmac(&self.key(), &[&message]);
        message.extend([0, MESSAGE_INTEGRITY as u8, 0, 20]);
        message.extend(tag);
        message
    }

    /// What a datagram is wrapped in on its way to one of the relay's candidates.
    pub fn indication(&self, to: SocketAddr, datagram: &[u8]) -> Vec<u8> {
        message(SEND, &[peer(to), (DATA, datagram.to_vec())])
    }

    /// What came out of the relay: from which candidate, and the datagram; on a channel, its number instead.
    pub fn received(&self, world: &mut World) -> Vec<(Result<SocketAddr, u16>, Vec<u8>)> {
        let unwrap = |frame: Vec<u8>| {
            if frame[0] >= 0x40 {
                return (Err(u16::from_be_bytes([frame[0], frame[1]])), frame[4..].to_vec());
            }
            let message = StunMessage::parse(&frame).unwrap();
            (Ok(message.xor_peer_address().unwrap()), message.data().unwrap().to_vec())
        };
        world.frames(self.stream, Framing::Turn).into_iter().map(unwrap).collect()
    }

    /// The one answer there is.
    pub fn response(&self, world: &mut World) -> Response {
        let frames = world.frames(self.stream, Framing::Turn);
        let [frame] = &frames[..] else { panic!("{} frames", frames.len()) };
        assert_eq!(frame[8..20], TRANSACTION);
        self.read(frame)
    }

    pub fn read(&self, frame: &[u8]) -> Response {
        let parsed = StunMessage::parse(frame).unwrap();
        let hmac = |key: &[u8], parts: &[&[u8]]| self.crypto.sha1_hmac_provider.sha1_hmac(key, parts);
        Response {
            kind: u16::from_be_bytes([frame[0], frame[1]]),
            error: parsed.error_code().map(|(code, _)| code),
            realm: parsed.realm().map(str::to_owned),
            nonce: parsed.nonce().map(str::to_owned),
            lifetime: parsed.lifetime(),
            relayed: parsed.xor_relayed_address(),
            mapped: parsed.mapped_address(),
            signed: parsed.verify(&self.key(), hmac),
            bytes: frame.to_vec(),
        }
    }

    fn key(&self) -> [u8; 16] {
        Md5::digest(format!("{}:{}:{}", self.username, self.realm, self.password)).into()
    }
}
