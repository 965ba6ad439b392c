//! A client as a browser would be one: str0m behind the offer of the contract, with made-up sealed media.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::change::SdpAnswer;
use str0m::format::Codec;
use str0m::media::{Direction, KeyframeRequestKind, MediaKind as Kind, Mid, Rid, Simulcast, SimulcastLayer};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

use visit::ids::SeatId;
use visit::wire::{MediaKind, Slot};

/// What a client offers.
#[derive(Clone, Copy)]
pub struct Shape {
    pub capacity: u8,
    pub simulcast: bool,
}

impl Shape {
    pub const PAIR: Self = Self { capacity: 2, simulcast: true };
    pub const FOUR: Self = Self { capacity: 4, simulcast: true };
}

/// A media packet that came out of the relay.
#[derive(Clone)]
pub struct Received {
    pub at: Instant,
    pub mid: String,
    pub seq: u64,
    pub time: u32,
    pub marker: bool,
    pub payload: Vec<u8>,
}

impl Received {
    /// The sender's name inside the made-up sealed bytes.
    pub fn sender(&self) -> String {
        self.content().split(':').next().unwrap().to_owned()
    }

    /// `l`, `m`, `h` or `-` as the sender wrote it.
    pub fn layer(&self) -> String {
        self.content().split(':').nth(1).unwrap().to_owned()
    }

    /// `sender:layer:frame:part:` as the sender wrote it.
    pub fn content(&self) -> String {
        // Audio begins with it; pictures have six bytes of descriptor and one of the frame before it.
        let text = if self.payload[0] == b'<' { &self.payload[1..] } else { &self.payload[8..] };
        let end = text.iter().position(|byte| *byte == b'>').unwrap_or(0);
        String::from_utf8_lossy(&text[..end]).into_owned()
    }

    pub fn picture_id(&self) -> u16 {
        (u16::from(self.payload[2] & 0x7f) << 8) | u16::from(self.payload[3])
    }

    pub fn tl0(&self) -> u8 {
        self.payload[4]
    }

    pub fn starts_key_frame(&self) -> bool {
        self.payload[0] & 0x10 != 0 && self.payload[6] & 1 == 0
    }
}

/// One encoding that is being made.
struct Encoder {
    mid: Mid,
    rid: Option<Rid>,
    parts: usize,
    seq: u64,
    time: u32,
    picture: u16,
    frame: u64,
    key: bool,
}

pub struct Client {
    pub rtc: Rtc,
    pub address: SocketAddr,
    pub seat: SeatId,
    pub visit: String,
    /// Of the visit.
    pub capacity: u8,
    pub connected: bool,
    pub closed: bool,
    pub received: Vec<Received>,
    /// Who is in which slot, as told.
    pub slots: BTreeMap<String, Slot>,
    pub outgoing: Vec<Vec<u8>>,
    /// For tests that damage one.
    pub latest_datagram: Vec<u8>,
    /// Key-frame requests received, with the layer.
    pub key_frame_requests: Vec<(Instant, Option<String>)>,
    pub microphone_on: bool,
    pub camera_on: bool,
    pub screen_on: bool,
    /// Layers that are made.
    pub layers_on: [bool; 3],
    pub answer: String,
    sends: [Mid; 3],
    /// A way is looked for from the address that it has now.
    moves: bool,
    pending: Option<str0m::change::SdpPendingOffer>,
    deadline: Option<Instant>,
    microphone: Encoder,
    cameras: Vec<Encoder>,
    screen: Encoder,
    pictures: bool,
}

impl Client {
    pub fn new(now: Instant, address: SocketAddr, visit: &str, seat: &str, shape: Shape) -> (Self, String) {
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .enable_bwe(Some(Bitrate::mbps(20)))
            .build(now);
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut change = rtc.sdp_api();
        let mut add = |kind, direction, simulcast| change.add_media(kind, direction, None, None, simulcast);
        let simulcast = shape.simulcast.then(|| {
            let mut layers = Simulcast::new();
            ["l", "m", "h"].iter().for_each(|name| layers.add_send_layer(SimulcastLayer::new(name)));
            layers
        });
        let microphone = add(Kind::Audio, Direction::SendOnly, None);
        let camera = add(Kind::Video, Direction::SendOnly, simulcast);
        let screen = add(Kind::Video, Direction::SendOnly, None);
        for _ in 1..shape.capacity {
            add(Kind::Audio, Direction::RecvOnly, None);
        }
        for _ in 0..=shape.capacity {
            add(Kind::Video, Direction::RecvOnly, None);
        }
        let (offer, pending) = change.apply().unwrap();

        let encoder = |mid, rid: Option<&str>, parts, start: u64| Encoder {
            mid,
            rid: rid.map(Rid::from),
            parts,
            seq: start,
            time: (start as u32).wrapping_mul(77_777),
            picture: start as u16 & 0x7fff,
            frame: 0,
            key: true,
        };
        let cameras = if shape.simulcast {
            vec![
                encoder(camera, Some("l"), 1, 40_000),
                encoder(camera, Some("m"), 2, 65_500),
                encoder(camera, Some("h"), 5, 12_345),
            ]
        } else {
            vec![encoder(camera, None, 3, 30_000)]
        };
        let client = Self {
            rtc,
            address,
            seat: super::seat(seat),
            visit: visit.to_owned(),
            capacity: shape.capacity,
            connected: false,
            closed: false,
            received: vec![],
            slots: BTreeMap::new(),
            outgoing: vec![],
            latest_datagram: vec![],
            key_frame_requests: vec![],
            microphone_on: true,
            camera_on: true,
            screen_on: false,
            layers_on: [true; 3],
            answer: String::new(),
            sends: [microphone, camera, screen],
            moves: false,
            pending: Some(pending),
            deadline: None,
            microphone: encoder(microphone, None, 1, 100),
            cameras,
            screen: encoder(screen, None, 4, 50_000),
            pictures: false,
        };
        (client, offer.to_sdp_string())
    }

    pub fn answered(&mut self, now: Instant, sdp: &str) {
        self.answer = sdp.to_owned();
        let answer = SdpAnswer::from_sdp_string(sdp).unwrap();
        self.rtc.sdp_api().accept_answer(self.pending.take().unwrap(), answer).unwrap();
        if std::mem::take(&mut self.moves) {
            // Where it was is forgotten with the answer.
            self.rtc.add_local_candidate(Candidate::host(self.address, "udp").unwrap());
        }
        self.rtc.handle_input(Input::Timeout(now)).unwrap();
        self.drain(now);
    }

    /// Looks for a way anew, from an address; returns the offer.
    pub fn restart(&mut self, address: SocketAddr) -> String {
        self.address = address;
        let mut change = self.rtc.sdp_api();
        change.ice_restart(false);
        let (offer, pending) = change.apply().unwrap();
        self.pending = Some(pending);
        self.moves = true;
        offer.to_sdp_string()
    }

    pub fn told(&mut self, slots: &[Slot]) {
        for slot in slots {
            self.slots.insert(slot.mid.clone(), slot.clone());
        }
    }

    /// The slot that shows a person's track, as told.
    pub fn slot_of(&self, seat: &str, kind: MediaKind) -> Option<String> {
        let found = self.slots.values().find(|slot| slot.kind == kind && slot.seat == Some(super::seat(seat)));
        found.map(|slot| slot.mid.clone())
    }

    /// What came in a slot.
    pub fn in_slot(&self, mid: &str) -> Vec<&Received> {
        self.received.iter().filter(|received| received.mid == mid).collect()
    }

    pub fn video_from(&self, sender: &str) -> Vec<&Received> {
        self.received.iter().filter(|received| received.sender() == sender && received.layer() != "a").collect()
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub fn receive(&mut self, now: Instant, from: SocketAddr, datagram: &[u8]) {
        let Ok(receive) = Receive::new(Protocol::Udp, from, self.address, datagram) else { return };
        let _ = self.rtc.handle_input(Input::Receive(now, receive));
        self.drain(now);
    }

    pub fn advance(&mut self, now: Instant) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            let _ = self.rtc.handle_input(Input::Timeout(now));
            self.drain(now);
        }
    }

    pub fn request_key_frame(&mut self, now: Instant, slot: &str) {
        let mut direct = self.rtc.direct_api();
        direct.stream_rx_by_mid(Mid::from(slot), None).unwrap().request_keyframe(KeyframeRequestKind::Pli);
        let _ = self.rtc.handle_input(Input::Timeout(now));
        self.drain(now);
    }

    /// Audio each time, pictures every second time.
    pub fn make_media(&mut self, now: Instant) {
        if !self.connected || self.closed {
            return;
        }
        let name = self.seat.as_str().to_owned();
        self.pictures = !self.pictures;
        if self.microphone_on {
            let encoder = &mut self.microphone;
            let content = format!("<{name}:a:{}:0:>", encoder.frame).into_bytes();
            encoder.frame += 1;
            encoder.seq += 1;
            encoder.time = encoder.time.wrapping_add(960);
            let (mid, seq, time) = (encoder.mid, encoder.seq, encoder.time);
            self.write(now, Codec::Opus, mid, None, seq, time, true, content);
        }
        if !self.pictures {
            return;
        }
        let mut packets = vec![];
        if self.camera_on {
            let on = self.layers_on;
            for (encoder, _) in self.cameras.iter_mut().zip(on).filter(|(_, on)| *on) {
                packets.extend(encoder.picture(&name));
            }
        }
        if self.screen_on {
            packets.extend(self.screen.picture(&name));
        }
        for (mid, rid, seq, time, marker, payload) in packets {
            self.write(now, Codec::Vp8, mid, rid, seq, time, marker, payload);
        }
        let _ = self.rtc.handle_input(Input::Timeout(now));
        self.drain(now);
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of an RTP packet")]
    fn write(
        &mut self,
        now: Instant,
        codec: Codec,
        mid: Mid,
        rid: Option<Rid>,
        seq: u64,
        time: u32,
        marker: bool,
        payload: Vec<u8>,
    ) {
        let pt = self.rtc.codec_config().find(|params| params.spec().codec == codec).unwrap().pt();
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(mid, rid).unwrap();
        stream.set_unpaced(true);
        let rtp = RtpWrite::new(pt, seq.into(), time, now, payload).marker(marker).nackable(codec == Codec::Vp8);
        stream.write_rtp(rtp);
    }

    fn drain(&mut self, now: Instant) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(deadline)) => {
                    self.deadline = Some(deadline.max(now + Duration::from_micros(500)));
                    break;
                }
                Ok(Output::Transmit(out)) => {
                    self.latest_datagram = out.contents.into();
                    self.outgoing.push(self.latest_datagram.clone());
                }
                Ok(Output::Event(event)) => self.event(now, event),
                Err(_) => break,
            }
        }
        if !self.rtc.is_alive() {
            self.closed = true;
            self.deadline = None;
        }
    }

    fn event(&mut self, now: Instant, event: Event) {
        match event {
            Event::Connected => self.connected = true,
            Event::Closed => self.closed = true,
            Event::KeyframeRequest(request) => {
                self.key_frame_requests.push((now, request.rid.map(|rid| rid.to_string())));
                let encoders = self.cameras.iter_mut().chain([&mut self.screen]);
                for encoder in encoders.filter(|encoder| encoder.mid == request.mid && encoder.rid == request.rid) {
                    encoder.key = true;
                }
            }
            Event::RtpPacket(packet) => {
                let mid = self.rtc.direct_api().stream_rx(&packet.header.ssrc).map(|stream| stream.mid());
                assert_eq!(packet.header.ext_vals.audio_level, None);
                self.received.push(Received {
                    at: now,
                    mid: mid.unwrap().to_string(),
                    seq: *packet.seq_no,
                    time: packet.header.timestamp,
                    marker: packet.header.marker,
                    payload: packet.payload.to_vec(),
                });
            }
            _ => {}
        }
    }
}

type Made = (Mid, Option<Rid>, u64, u32, bool, Vec<u8>);

impl Encoder {
    /// One VP8 frame: descriptor with 15-bit picture number, TL0PICIDX and TID, then a first byte with the P bit.
    fn picture(&mut self, name: &str) -> Vec<Made> {
        let key = std::mem::take(&mut self.key);
        let parts = if key { self.parts * 2 } else { self.parts };
        self.frame += 1;
        self.time = self.time.wrapping_add(3_600);
        self.picture = (self.picture + 1) & 0x7fff;
        let layer = self.rid.map_or("-".to_owned(), |rid| rid.to_string());
        let made: Vec<Made> = (0..parts)
            .map(|part| {
                self.seq += 1;
                let start = if part == 0 { 0x10 } else { 0 };
                let [high, low] = self.picture.to_be_bytes();
                let mut payload = vec![0x80 | start, 0xe0, 0x80 | high, low, self.picture as u8, 0x20];
                payload.push(if part == 0 && !key {
                    0x01
                } else if part == 0 {
                    0x00
                } else {
                    0xff
                });
                payload.extend(format!("<{name}:{layer}:{}:{part}:>", self.frame).into_bytes());
                payload.resize(900, 0xee);
                (self.mid, self.rid, self.seq, self.time, part + 1 == parts, payload)
            })
            .collect();
        made
    }
}
