//! RTCP both ways, and what a connection does with time: requests for lost packets, reports, measurement, silence noticed.

use std::time::{Duration, Instant};

use super::{Happened, LOST_AFTER, Session};
use crate::outbox::Outbox;
use crate::packet::rtcp::{self, Block, Blocks, MAX_BLOCKS, Packet};
use crate::quality::Measured;
use crate::source::Tracks;

/// How often reports are sent. RFC 3550 §6.2 allows less for much traffic; browsers expect about one a second.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

/// How often a connection's quality is judged.
const MEASURE_INTERVAL: Duration = Duration::from_secs(2);

/// Round trip taken for granted until measured.
const TYPICAL_RTT: Duration = Duration::from_millis(100);

/// A round trip longer than this was not measured, but made up.
const LONGEST_RTT: Duration = Duration::from_secs(10);

/// Most bytes of reports in one datagram.
const MAX_COMPOUND: usize = 1_100;

/// NTP time when a connection was made: any will do, since it is compared with itself only.
const NTP_START: u64 = 1 << 63;

/// What a connection does again and again, and what it measured since it did it last.
pub(super) struct Round {
    report: Instant,
    measure: Instant,
    /// When to ask for lost packets.
    ask: Option<Instant>,
    /// When what waits for its time may go on.
    pub(super) resume: Option<Instant>,
    /// Packets that the client should have got, and those that it did not.
    outwards: (u64, u64),
    blocks: Vec<Block>,
    lost: Vec<u16>,
}

impl Round {
    pub(super) fn new(now: Instant, id: u64) -> Self {
        // Spread, so that no moment has to serve everybody.
        let phase = (id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % 1_000;
        let report = now + REPORT_INTERVAL * phase as u32 / 1_000;
        let measure = report + MEASURE_INTERVAL;
        Self { report, measure, ask: None, resume: None, outwards: (0, 0), blocks: vec![], lost: vec![] }
    }

    /// Lost packets are to be asked for by then.
    pub(super) fn ask_by(&mut self, due: Option<Instant>) {
        self.ask = [self.ask, due].into_iter().flatten().min();
    }
}

impl Session {
    /// Takes in a compound RTCP packet, which is opened in place; `false` if it is not authentic.
    pub(crate) fn control(&mut self, now: Instant, datagram: &mut [u8], happened: &mut Vec<Happened>) -> bool {
        let Some(compound) = self.transport.opening().and_then(|opening| opening.rtcp(datagram)) else { return false };
        self.hear(now, happened);
        for packet in rtcp::packets(compound) {
            match packet {
                Packet::SenderReport { ssrc, ntp, blocks, .. } => {
                    let stream = self.incoming.find(ssrc).and_then(|place| self.incoming.stream(place));
                    if let Some(reception) = stream.and_then(|stream| stream.reception.as_mut()) {
                        reception.reported(now, ntp);
                    }
                    self.reported(now, blocks);
                }
                Packet::ReceiverReport { blocks } => self.reported(now, blocks),
                Packet::Nack { ssrc, lost } => {
                    if let Some(slot) = self.slot_of(ssrc) {
                        happened.extend(lost.map(|seq| Happened::RepairWanted(slot, seq)));
                    }
                }
                Packet::KeyFrame { ssrc } => {
                    happened.extend(self.slot_of(ssrc).map(Happened::KeyFrameWanted));
                }
                Packet::Arrivals { fci } => self.link.feedback(now, fci),
                Packet::Remb { bps } => self.link.remb(now, bps),
            }
        }
        true
    }

    fn slot_of(&self, ssrc: u32) -> Option<usize> {
        self.slots.iter().position(|slot| slot.out.ssrc == ssrc)
    }

    /// What the client says of the streams that it gets.
    fn reported(&mut self, now: Instant, blocks: Blocks<'_>) {
        let (mut fractions, mut streams, mut rtt) = (0.0, 0.0, None);
        for block in blocks {
            let Some(slot) = self.slot_of(block.ssrc) else { continue };
            let out = &mut self.slots[slot].out;
            out.known = true;
            if let Some((highest, lost)) = out.reported.replace((block.highest, block.lost)) {
                let expected = block.highest.wrapping_sub(highest);
                // A stream that began anew on the other side would count thousands.
                if expected < 1 << 16 {
                    let lost = block.lost.saturating_sub(lost).max(0).unsigned_abs().min(expected);
                    self.round.outwards.0 += u64::from(expected);
                    self.round.outwards.1 += u64::from(lost);
                }
            }
            if block.last_report != 0 {
                let now = (ntp(self.joined, now) >> 16) as u32;
                let units = now.wrapping_sub(block.last_report).wrapping_sub(block.since_report);
                let measured = Duration::from_micros(u64::from(units) * 1_000_000 / 65_536);
                rtt = Some(measured).filter(|measured| *measured < LONGEST_RTT).or(rtt);
            }
            fractions += f32::from(block.fraction) / 256.0;
            streams += 1.0;
        }
        if streams > 0.0 {
            self.link.report(now, fractions / streams, rtt);
        }
    }

    /// When to [`Self::advance`], if nothing comes in before.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let made = self.connected.then_some([self.round.report, self.round.measure]);
        let silence = (self.connected && self.lost.is_none()).then_some(self.heard + LOST_AFTER);
        let others = [self.transport.deadline(), silence, self.round.ask, self.round.resume, self.link.deadline()];
        made.into_iter().flatten().chain(others.into_iter().flatten()).min()
    }

    /// Does what is due. `tracks` are the client's own.
    pub(crate) fn advance(
        &mut self,
        now: Instant,
        tracks: &mut Tracks,
        out: &mut Outbox,
        happened: &mut Vec<Happened>,
    ) {
        let change = self.transport.advance(now, &mut out.arena);
        self.change(now, change, happened);
        if !self.connected {
            return;
        }
        if self.lost.is_none() && now.saturating_duration_since(self.heard) >= LOST_AFTER {
            self.lost = Some(now);
            happened.push(Happened::Lost);
        }
        if self.round.ask.is_some_and(|due| due <= now) {
            self.ask(now, tracks, out);
        }
        if self.round.report <= now {
            self.round.report = now + REPORT_INTERVAL;
            self.report(now, out);
        }
        if self.round.measure <= now {
            self.round.measure = now + MEASURE_INTERVAL;
            happened.push(Happened::Measured(self.look()));
        }
        self.tell_arrivals(now, out);
        self.link.timeout(now);
        // What waits goes on when the room hands on what came in.
        self.round.resume = None;
    }

    /// Asks the client for a key frame of a layer; says whether there is a stream to ask.
    pub(crate) fn request_key_frame(&mut self, ssrc: Option<u32>, out: &mut Outbox) -> bool {
        let own = self.own_ssrc;
        ssrc.is_some_and(|ssrc| self.say(out, |out| rtcp::write_pli(out, own, ssrc)))
    }

    /// Asks for lost packets, and notes when to ask again.
    fn ask(&mut self, now: Instant, tracks: &mut Tracks, out: &mut Outbox) {
        let rtt = self.link.round_trip().unwrap_or(TYPICAL_RTT);
        let own = self.own_ssrc;
        let mut lost = std::mem::take(&mut self.round.lost);
        self.round.ask = None;
        for layer in tracks.iter_mut().flat_map(|source| &mut source.layers) {
            let Some((missing, ssrc)) = layer.missing.as_mut().zip(layer.ssrc) else { continue };
            missing.ask(now, rtt, &mut lost);
            self.round.ask_by(missing.deadline());
            if !lost.is_empty() {
                self.say(out, |out| rtcp::write_nack(out, own, ssrc, lost.drain(..)));
            }
        }
        self.round.lost = lost;
    }

    fn report(&mut self, now: Instant, out: &mut Outbox) {
        let mut blocks = std::mem::take(&mut self.round.blocks);
        blocks.clear();
        for stream in self.incoming.streams() {
            let ssrc = stream.ssrc;
            blocks.extend(stream.reception.as_mut().map(|reception| reception.block(now, ssrc)));
        }
        let own = self.own_ssrc;
        for blocks in blocks.chunks(MAX_BLOCKS) {
            self.say(out, |out| {
                rtcp::write_receiver_report(out, own, blocks);
                rtcp::write_name(out, own, "relay");
            });
        }
        self.round.blocks = blocks;

        let ntp = ntp(self.joined, now);
        let mut next = 0;
        while next < self.slots.len() {
            let slots = &self.slots;
            let (mut place, Some((to, sealing))) = (next, self.transport.sealing()) else { return };
            out.arena.datagram(to, |out| {
                let start = out.len();
                while let Some(slot) = slots.get(place).filter(|_| out.len() - start < MAX_COMPOUND) {
                    place += 1;
                    if let Some(time) = slot.rewriter.clock(now) {
                        let wire = &slot.out;
                        rtcp::write_sender_report(out, wire.ssrc, ntp, time, wire.packets, wire.octets);
                        rtcp::write_name(out, wire.ssrc, &slot.name);
                    }
                }
                if out.len() == start { None } else { sealing.rtcp(out, start) }
            });
            next = place;
        }
    }

    /// Tells the client when its packets arrived.
    fn tell_arrivals(&mut self, now: Instant, out: &mut Outbox) {
        let (own, link) = (self.own_ssrc, &mut self.link);
        let media = self.incoming.streams().next().map_or(0, |stream| stream.ssrc);
        let Some((to, sealing)) = self.transport.sealing() else { return };
        while let Some((fci, padding)) = link.arrivals(now) {
            out.arena.datagram(to, |out| {
                let start = out.len();
                rtcp::write_arrivals(out, own, media, fci, padding);
                sealing.rtcp(out, start)
            });
        }
    }

    /// Sends RTCP; says whether it could be sent.
    fn say(&mut self, out: &mut Outbox, write: impl FnOnce(&mut Vec<u8>)) -> bool {
        let Some((to, sealing)) = self.transport.sealing() else { return false };
        let sent = out.arena.datagram(to, |out| {
            let start = out.len();
            write(out);
            sealing.rtcp(out, start)
        });
        sent.is_some()
    }

    fn look(&mut self) -> Measured {
        let mut inwards = (0, 0);
        for reception in self.incoming.streams().filter_map(|stream| stream.reception.as_mut()) {
            let (expected, lost) = reception.look();
            inwards = (inwards.0 + expected, inwards.1 + lost);
        }
        let outwards = std::mem::take(&mut self.round.outwards);
        let share = |(expected, lost): (u64, u64)| (expected > 0).then(|| lost as f32 / expected as f32);
        Measured {
            rtt: self.link.round_trip(),
            loss_out: share(outwards).or(self.link.lost()),
            loss_in: share(inwards),
            ..Measured::default()
        }
    }
}

/// NTP time that runs from when the connection was made.
fn ntp(start: Instant, now: Instant) -> u64 {
    let micros = now.saturating_duration_since(start).as_micros();
    NTP_START.wrapping_add(((micros << 32) / 1_000_000) as u64)
}
