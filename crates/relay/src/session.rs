//! One person's connection: the engine, what it sends and receives. What goes from one to another lives in `room`.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use str0m::bwe::{Bitrate, BweKind};
use str0m::change::SdpOffer;
use str0m::format::Codec;
use str0m::media::{Direction, KeyframeRequestKind, Mid, Pt};
use str0m::net::Receive;
use str0m::rtp::{RtpPacket, RtpWrite, Ssrc};
use str0m::{Event, IceConnectionState, Input, Output, Rtc};

use visit::ids::SeatId;
use visit::wire::{MediaKind, Quality};

use crate::engine::{Engine, FIRST_ESTIMATE_BPS};
use crate::offer::{self, OfferError, Shape};
use crate::quality::Measured;
use crate::rewrite::Rewritten;
use crate::sealed::Packet;
use crate::slot::Slot;
use crate::source::Source;

/// What is looked for at least, in bits per second: one good picture, and people's voices. The engine probes for no more
/// than twice what it is told, and takes a probe's rate for the link's: a lower value makes a wide link look narrow.
const LEAST_DESIRED_BPS: u64 = 3_000_000;

/// After loss or delay was seen, the estimate is believed even where it is lower than [`FIRST_ESTIMATE_BPS`] for this long.
/// Before, a low estimate tells that little was sent, or that a computer was busy. Shorter makes pictures flap on a weak link.
const TROUBLE: Duration = Duration::from_secs(30);

/// Taken to be there when a browser measures nothing (no feedback was negotiated).
const UNMEASURED_BPS: u64 = 4_000_000;

/// Packets kept to repair losses of a receiver, and for how long. Less leaves gaps that cost a key frame; more costs memory.
const REPAIR_PACKETS: usize = 1_000;
const REPAIR_AGE: Duration = Duration::from_secs(2);

/// Most of the traffic that may be repairs. Lower gives up on links that lose a tenth; higher feeds a congested one.
const REPAIR_SHARE: f32 = 0.3;

/// The engine's pacer wants to be told the time after each packet. After this many times without a packet, it has to wait:
/// it is never polled in a circle.
const IDLE_ROUNDS: u32 = 4;

/// How long it then waits.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// Most SSRCs of a sender remembered; a camera has three with their repairs.
const MAX_SSRCS: usize = 16;

/// What a session tells its room.
pub(crate) enum Happened {
    /// A media packet came in.
    Media {
        /// Place among the sender's sources.
        source: usize,
        /// Place among the source's layers.
        layer: usize,
        /// The packet.
        packet: Packet,
    },
    /// A media packet came in that the offer did not announce, or that makes no sense.
    Refused,
    /// The receiver needs a key frame on this slot.
    KeyFrameWanted(Mid),
    /// The way to the receiver carries this much, in bits per second.
    Estimate(u64),
    /// Media can flow.
    Connected,
    /// Nothing is heard from the person any more.
    Lost,
    /// They are heard again.
    Back,
    /// The connection was measured.
    Measured(Measured),
}

/// One connection.
pub(crate) struct Session {
    pub(crate) id: u64,
    pub(crate) seat: SeatId,
    /// The relay's ICE username fragment for this connection.
    pub(crate) ufrag: String,
    pub(crate) sources: [Source; 3],
    pub(crate) slots: Vec<Slot>,
    /// Heights shown, where the person said so.
    pub(crate) wants: HashMap<(SeatId, MediaKind), u16>,
    pub(crate) joined: Instant,
    pub(crate) connected: bool,
    pub(crate) lost: Option<Instant>,
    /// The engine gave up, or the client closed.
    pub(crate) finished: bool,
    pub(crate) failed: bool,
    pub(crate) quality: Option<Quality>,
    /// The latest measurement.
    measured: Option<Measured>,
    /// Since when a picture is worse than it could be.
    pub(crate) coarse: Option<Instant>,
    /// Since when a picture is left out.
    pub(crate) missing: Option<Instant>,
    /// Something was written and not yet sent.
    pub(crate) dirty: bool,
    /// When to look again.
    pub(crate) deadline: Instant,
    estimate_bps: u64,
    /// When the way to the person was last seen to suffer.
    trouble: Option<Instant>,
    rtc: Rtc,
    opus: Pt,
    vp8: Pt,
    ssrcs: HashMap<Ssrc, (usize, usize)>,
    measurable: bool,
    idle_rounds: u32,
    told_bps: (u64, u64),
}

impl Session {
    /// Answers an offer of the given shape.
    pub(crate) fn accept(
        engine: &Engine,
        now: Instant,
        id: u64,
        seat: SeatId,
        shape: Shape,
        sdp: &str,
    ) -> Result<(Self, String), OfferError> {
        let offer = SdpOffer::from_sdp_string(&offer::without_candidates(sdp)).map_err(|_| OfferError::Unreadable)?;
        let mut rtc = engine.rtc(now);
        let answer = rtc.sdp_api().accept_offer(offer).map_err(|_| OfferError::Unreadable)?;
        let pt = |codec| rtc.codec_config().find(|params| params.spec().codec == codec).map(|params| params.pt());
        let (Some(opus), Some(vp8)) = (pt(Codec::Opus), pt(Codec::Vp8)) else { return Err(OfferError::Internal) };

        let Shape { send, layers, audio_slots, video_slots } = shape;
        // The engine stops at a line that it cannot read, and answers what came before; and it declines lines that are not bundled.
        let agreed = |name: &String, as_what| {
            rtc.media(Mid::from(name.as_str())).is_some_and(|line| line.direction() == as_what)
        };
        let receives = send.iter().all(|name| agreed(name, Direction::RecvOnly));
        let sends = audio_slots.iter().chain(&video_slots).all(|name| agreed(name, Direction::SendOnly));
        if !receives || !sends {
            return Err(OfferError::Unreadable);
        }
        let mut slots = Vec::with_capacity(audio_slots.len() + video_slots.len());
        let names =
            audio_slots.into_iter().map(|name| (name, true)).chain(video_slots.into_iter().map(|name| (name, false)));
        for (name, audio) in names {
            let mut direct = rtc.direct_api();
            let stream = direct.stream_tx_by_mid(Mid::from(name.as_str()), None).ok_or(OfferError::Unreadable)?;
            if !audio {
                stream.set_rtx_cache(REPAIR_PACKETS, REPAIR_AGE, Some(REPAIR_SHARE));
            }
            let ssrc = stream.ssrc();
            slots.push(Slot::new(name, ssrc, audio));
        }
        let ufrag = rtc.direct_api().local_ice_credentials().ufrag;
        let [microphone, camera, screen] = send.each_ref().map(|name| Mid::from(name.as_str()));
        let mut session = Self {
            id,
            seat,
            ufrag,
            sources: [
                Source::new(MediaKind::Microphone, microphone, &[]),
                Source::new(MediaKind::Camera, camera, &layers),
                Source::new(MediaKind::Screen, screen, &[]),
            ],
            slots,
            wants: HashMap::new(),
            joined: now,
            connected: false,
            lost: None,
            finished: false,
            failed: false,
            quality: None,
            measured: None,
            coarse: None,
            missing: None,
            // A passive DTLS endpoint moves only once time was given to it.
            dirty: true,
            deadline: now,
            estimate_bps: UNMEASURED_BPS,
            trouble: None,
            rtc,
            opus,
            vp8,
            ssrcs: HashMap::new(),
            measurable: false,
            idle_rounds: 0,
            told_bps: (0, 0),
        };
        session.aim_for(0, LEAST_DESIRED_BPS);
        Ok((session, offer::with_constant_rate(&answer.to_sdp_string())))
    }

    /// Hands a datagram to the engine. `proven`: it comes from an address that this connection's client is known to have;
    /// otherwise it must be STUN with the password of the answer, and `false` is returned if it is not.
    pub(crate) fn receive(&mut self, now: Instant, datagram: Receive<'_>, proven: bool) -> bool {
        let input = Input::Receive(now, datagram);
        let taken = self.contained(now, |session| {
            let taken = proven || session.rtc.accepts(&input);
            if taken {
                // An error here is about this one datagram, which anyone could have sent under the client's address.
                let _ = session.rtc.handle_input(input);
            }
            taken
        });
        taken.unwrap_or(false)
    }

    /// Runs the engine; a panic in it, which only hostile input could bring about, ends this connection and no other.
    fn contained<T>(&mut self, now: Instant, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let result = catch_unwind(AssertUnwindSafe(|| run(self)));
        if result.is_err() {
            self.give_up(now);
        }
        result.ok()
    }

    fn give_up(&mut self, now: Instant) {
        self.finished = true;
        self.failed = true;
        self.dirty = false;
        self.deadline = now + SHORTEST_WAIT;
    }

    /// Lets time pass, so that what was written goes out.
    pub(crate) fn advance(&mut self, now: Instant) {
        self.dirty = false;
        let done = self.contained(now, |session| session.rtc.handle_input(Input::Timeout(now)));
        if !matches!(done, Some(Ok(()))) {
            self.give_up(now);
        }
    }

    /// Takes everything out of the engine.
    pub(crate) fn drain(
        &mut self,
        now: Instant,
        transmit: impl FnMut(SocketAddr, Vec<u8>),
        happened: &mut Vec<Happened>,
    ) {
        if !self.failed {
            self.contained(now, |session| session.drain_engine(now, transmit, happened));
        }
    }

    fn drain_engine(
        &mut self,
        now: Instant,
        mut transmit: impl FnMut(SocketAddr, Vec<u8>),
        happened: &mut Vec<Happened>,
    ) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(deadline)) => {
                    let waits = deadline <= now && self.idle_rounds >= IDLE_ROUNDS;
                    self.deadline = if waits { now + SHORTEST_WAIT } else { deadline };
                    self.idle_rounds = if waits || deadline > now { 0 } else { self.idle_rounds + 1 };
                    break;
                }
                Ok(Output::Transmit(out)) => {
                    self.idle_rounds = 0;
                    transmit(out.destination, out.contents.into());
                }
                Ok(Output::Event(event)) => happened.extend(self.event(now, event)),
                Err(_) => {
                    self.give_up(now);
                    break;
                }
            }
        }
        if !self.rtc.is_alive() {
            self.finished = true;
        }
    }

    fn event(&mut self, now: Instant, event: Event) -> Option<Happened> {
        match event {
            Event::RtpPacket(packet) => Some(self.media(packet).unwrap_or(Happened::Refused)),
            Event::KeyframeRequest(request) => Some(Happened::KeyFrameWanted(request.mid)),
            Event::EgressBitrateEstimate(BweKind::Twcc { estimate, can_probe }) => {
                self.measurable = can_probe;
                Some(Happened::Estimate(if can_probe { estimate.as_u64() } else { UNMEASURED_BPS }))
            }
            Event::EgressBitrateEstimate(BweKind::Remb { estimate, .. }) if !self.measurable => {
                Some(Happened::Estimate(estimate.as_u64()))
            }
            Event::Connected => {
                self.connected = true;
                self.lost = None;
                Some(Happened::Connected)
            }
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) if self.connected => {
                self.lost.get_or_insert(now);
                Some(Happened::Lost)
            }
            Event::IceConnectionStateChange(IceConnectionState::Connected | IceConnectionState::Completed) => {
                self.lost.take().map(|_| Happened::Back)
            }
            Event::PeerStats(stats) => Some(Happened::Measured(Measured {
                rtt: stats.rtt,
                loss_out: stats.egress_loss_fraction,
                loss_in: stats.ingress_loss_fraction,
                ..Measured::default()
            })),
            Event::Closed => {
                self.finished = true;
                None
            }
            _ => None,
        }
    }

    fn media(&mut self, packet: RtpPacket) -> Option<Happened> {
        let (source, layer) = self.origin(packet.header.ssrc)?;
        let packet = Packet::new(packet, self.sources[source].kind)?;
        Some(Happened::Media { source, layer, packet })
    }

    /// Which source and layer an SSRC of this person belongs to; `None` for what the offer did not announce.
    fn origin(&mut self, ssrc: Ssrc) -> Option<(usize, usize)> {
        if let Some(&known) = self.ssrcs.get(&ssrc) {
            return Some(known);
        }
        let (mid, rid) = self.rtc.direct_api().stream_rx(&ssrc).map(|stream| (stream.mid(), stream.rid()))?;
        let source = self.sources.iter().position(|source| source.mid == mid)?;
        let layer = self.sources[source].layers.iter().position(|layer| layer.rid == rid)?;
        if self.ssrcs.len() == MAX_SSRCS {
            self.ssrcs.clear();
        }
        self.ssrcs.insert(ssrc, (source, layer));
        Some((source, layer))
    }

    /// Writes a packet into a slot's stream; it goes out with the next [`Self::advance`].
    pub(crate) fn write(&mut self, stream: Ssrc, audio: bool, rewritten: Rewritten, packet: &Packet) {
        let pt = if audio { self.opus } else { self.vp8 };
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_tx(&stream) else { return };
        let mut rtp = RtpWrite::new(pt, rewritten.seq.into(), rewritten.time, packet.arrived, packet.payload.forward())
            .marker(packet.marker)
            .nackable(!audio);
        if let Some(patch) = rewritten.patch {
            rtp = rtp.vp8_patch(patch);
        }
        stream.write_rtp(rtp);
        self.dirty = true;
    }

    /// Asks the client for a key frame of a layer; says whether there is a stream to ask.
    pub(crate) fn request_key_frame(&mut self, source: usize, layer: usize) -> bool {
        let (mid, rid) = (self.sources[source].mid, self.sources[source].layers[layer].rid);
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_rx_by_mid(mid, rid) else { return false };
        stream.request_keyframe(KeyframeRequestKind::Pli);
        self.dirty = true;
        true
    }

    /// A new estimate of what the way to the person carries, in bits per second.
    pub(crate) fn estimate(&mut self, estimate_bps: u64) {
        self.estimate_bps = estimate_bps;
    }

    /// Takes note of a measurement; returns it with loss that counts.
    pub(crate) fn measure(&mut self, now: Instant, measured: Measured) -> Measured {
        let before = self.measured.replace(measured);
        let steadied = measured.steadied(before);
        if steadied.suffers_outwards() {
            self.trouble = Some(now);
        }
        steadied
    }

    /// Bits per second that may be sent to the person.
    pub(crate) fn budget_bps(&self, now: Instant) -> u64 {
        let troubled = self.trouble.is_some_and(|at| now.saturating_duration_since(at) < TROUBLE);
        if troubled { self.estimate_bps } else { self.estimate_bps.max(FIRST_ESTIMATE_BPS) }
    }

    /// Tells the estimator which rate is worth padding up to, and which worth looking for.
    pub(crate) fn aim_for(&mut self, next_bps: u64, desired_bps: u64) {
        // In steps of a sixteenth: each change costs the estimator a probe.
        let rough = |bps: u64| bps.checked_ilog2().map_or(0, |log| bps & !(((1u64 << log) >> 4).max(1) - 1));
        let told = (rough(next_bps), rough(desired_bps.max(LEAST_DESIRED_BPS)));
        if told != self.told_bps {
            self.told_bps = told;
            self.rtc.bwe().set_bitrate(Bitrate::from(told.0), Bitrate::from(told.1));
        }
    }

    /// Says goodbye to the client.
    pub(crate) fn close(mut self, mut transmit: impl FnMut(SocketAddr, Vec<u8>)) {
        if self.failed || self.rtc.close().is_err() {
            return;
        }
        while let Ok(output) = self.rtc.poll_output() {
            match output {
                Output::Transmit(out) => transmit(out.destination, out.contents.into()),
                Output::Event(_) => {}
                Output::Timeout(_) => break,
            }
        }
    }
}
