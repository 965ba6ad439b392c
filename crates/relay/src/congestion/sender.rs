//! The door to congestion control towards one receiver: what was sent, what came back, what may go. See the module's page.

use std::time::{Duration, Instant};

use super::aimd::Followed;
use super::estimate::{Arrival, Estimate};
use super::feedback::{Feedback, Malformed, REFERENCE_TICKS, TICK_US};
use super::history::{History, News};
use super::pacer::Pacer;
use super::probe::{DROP, Probe, Situation};
use super::{Class, Demand, LEAST_BPS, MOST_BPS};

/// Feedback is missed after this and two round trips. A client sends it every 50 to 250 ms; shorter takes a late message for an
/// outage, longer keeps filling a link that is gone.
const SILENCE_US: i64 = 500_000;

/// Packets that feedback must be missing for: of the last one before a pause, lost, no receiver ever speaks.
const MISSED: u64 = 5;

/// What is left of the estimate after each such time, and the part of what was before silence that stays: the bound on it, so that
/// enough goes out to hear of the link's return.
const SILENT: f64 = 0.7;
const SILENT_LEAST: f64 = 0.125;

/// A peer that sent feedback this long ago has feedback; REMB and reports of loss are then not needed.
const FEEDBACK_ALIVE_US: i64 = 5_000_000;

/// For how long a REMB counts.
const REMB_ALIVE_US: i64 = 10_000_000;

/// Decreases closer than this are one drop.
const ONE_DROP_US: i64 = 2_000_000;

/// The furthest that the peer's clock may go in one message, in its units of 64 ms: a minute. Beyond, it was set anew.
const CLOCK_LEAP: i64 = 60_000 / 64;

/// Congestion control towards one receiver.
pub(crate) struct Sender {
    epoch: Instant,
    history: History,
    estimate: Estimate,
    probe: Probe,
    pacer: Pacer,
    demand: Demand,
    clock: PeerClock,
    feedback_us: Option<i64>,
    /// Since when feedback is missed: what the estimate was, and when it was last decreased for it.
    silence: Option<(f64, i64)>,
    decreased_us: Option<i64>,
    /// What the estimate was before the latest drop began.
    before_drop: f64,
    remb_us: Option<i64>,
    /// Packets and bytes sent since the last report of a peer without feedback, and when that was.
    since_report: (u32, u64, Option<i64>),
}

impl Sender {
    /// A connection whose way is first taken to carry `first_bps`. Lower: coarse pictures until the first probe; higher: a weak link chokes.
    pub(crate) fn new(now: Instant, first_bps: u64) -> Self {
        let first = first_bps.clamp(LEAST_BPS, MOST_BPS) as f64;
        Self {
            epoch: now,
            history: History::default(),
            estimate: Estimate::new(first),
            probe: Probe::default(),
            pacer: Pacer::new(first),
            demand: Demand::default(),
            clock: PeerClock::default(),
            feedback_us: None,
            silence: None,
            decreased_us: None,
            before_drop: first,
            remb_us: None,
            since_report: (0, 0, None),
        }
    }

    /// Numbers a packet that is sent now, of `size` bytes from the RTP header to the end of its seal: its transport-wide sequence number.
    pub(crate) fn sent(&mut self, now: Instant, size: usize, class: Class) -> u16 {
        let (now_us, size) = (self.us(now), u32::try_from(size).unwrap_or(u32::MAX));
        // Padding says nothing of how much the pictures and voices need.
        self.estimate.sent(now_us, if class == Class::Padding { 0 } else { size });
        self.pacer.pay(now_us, size);
        let (packets, bytes, _) = &mut self.since_report;
        (*packets, *bytes) = (packets.saturating_add(1), bytes.saturating_add(u64::from(size)));
        let probe = self.probe.sent(now_us, size);
        self.history.push(now_us, size, probe)
    }

    /// Takes the FCI of a TWCC feedback packet: what follows the media source's SSRC, its padding included or not.
    ///
    /// # Errors
    /// The message is not one; it was ignored. What is well formed but speaks of packets that were never sent is ignored without a word.
    pub(crate) fn feedback(&mut self, now: Instant, fci: &[u8]) -> Result<(), Malformed> {
        let message = Feedback::read(fci)?;
        let now_us = self.us(now);
        let reference = self.clock.follow(message.reference) * REFERENCE_TICKS;
        let Some(base) = self.history.whole(message.base) else { return Ok(()) };
        self.estimate.sent(now_us, 0);
        let outage = self.silence.take();
        // What was sent last of all that the message speaks of, and what arrived last.
        let (mut until_us, mut latest) = (None, None::<Arrival>);
        for (place, ticks) in (base..).zip(message.arrivals()) {
            let Some((sent, news)) = self.history.note(place, ticks.is_some()) else { continue };
            until_us = until_us.max(Some(sent.at_us));
            match (news, ticks) {
                (News::Lost, _) | (_, None) if outage.is_none() => {
                    self.estimate.loss.count(sent.at_us, u64::from(sent.size), 1, 0);
                }
                (News::Lost, _) | (_, None) => {}
                (news, Some(ticks)) => {
                    match news {
                        News::Late => self.estimate.loss.found(),
                        _ => self.estimate.loss.count(sent.at_us, u64::from(sent.size), 0, 1),
                    }
                    let arrived_us = (reference + ticks) * TICK_US;
                    let arrival = Arrival { sent_us: sent.at_us, arrived_us, size: sent.size };
                    self.estimate.arrived(now_us, arrival);
                    if latest.is_none_or(|latest| latest.arrived_us <= arrived_us) {
                        latest = Some(arrival);
                    }
                    if let Some(probe) = sent.probe {
                        self.probe.arrived(probe, arrived_us, sent.size);
                    }
                }
            }
        }
        let Some(until_us) = until_us else {
            self.silence = outage;
            return Ok(());
        };
        self.feedback_us = Some(now_us);
        if let Some(latest) = latest {
            self.estimate.saw_rtt(now_us, now_us - latest.sent_us);
        }
        let before = self.estimate.bps();
        let probing = self.probe.is_felt(now_us, self.estimate.rtt_us());
        match self.estimate.conclude(now_us, until_us, probing) {
            Followed::Decreased => self.fell(now_us, before),
            Followed::Faster => self.probe.hurry(),
            Followed::Calmly => {}
        }
        if let Some(bps) = self.probe.result(before, self.estimate.aimd.full_bps()) {
            self.estimate.aimd.probed(now_us, bps);
            self.estimate.loss.probed(bps);
        }
        if let Some((before, _)) = outage {
            self.estimate.loss.forget();
            self.probe.fell(now_us, before);
        }
        self.settle(now_us);
        Ok(())
    }

    /// Takes a peer's own estimate (REMB). Counts only for peers that send no feedback on packets.
    pub(crate) fn remb(&mut self, now: Instant, bps: u64) {
        let now_us = self.us(now);
        if !self.has_feedback(now_us) {
            self.remb_us = Some(now_us);
            self.estimate.aimd.set(now_us, bps as f64);
            self.settle(now_us);
        }
    }

    /// Takes a receiver report: which part of the packets since the last was lost (0 to 1, averaged over the report's streams), and the
    /// round trip, if it tells. Loss counts only for peers that send no feedback on packets.
    pub(crate) fn receiver_report(&mut self, now: Instant, lost: f32, rtt: Option<Duration>) {
        let now_us = self.us(now);
        if let Some(rtt) = rtt {
            self.estimate.report_rtt(now_us, i64::try_from(rtt.as_micros()).unwrap_or(i64::MAX / 2).min(10_000_000));
        }
        let (packets, bytes, since_us) = std::mem::replace(&mut self.since_report, (0, 0, Some(now_us)));
        let Some(since_us) = since_us.filter(|&since_us| !self.has_feedback(now_us) && now_us > since_us) else {
            return;
        };
        let lost = f64::from(lost.clamp(0.0, 1.0));
        let lost_packets = (f64::from(packets) * lost).round() as u32;
        let arriving = bytes as f64 * (1.0 - lost) * 8e6 / (now_us - since_us) as f64;
        self.estimate.loss.count(since_us, bytes, lost_packets, packets - lost_packets.min(packets));
        let grows = self.remb_us.is_none_or(|at| now_us - at > REMB_ALIVE_US);
        self.estimate.reported(now_us, arriving, grows);
        self.settle(now_us);
    }

    /// What the choice of layers would do with more. To be told after each choice.
    pub(crate) fn want(&mut self, now: Instant, demand: Demand) {
        self.demand = demand;
        let now_us = self.us(now);
        self.consider(now_us);
    }

    /// What the way to the receiver is taken to carry, in bits per second, repairs and padding included.
    pub(crate) fn estimate_bps(&self) -> u64 {
        self.estimate.bps() as u64
    }

    /// The part of the packets that was lost lately, 0 to 1.
    pub(crate) fn lost(&self) -> f64 {
        self.estimate.loss.average()
    }

    /// The round trip, smoothed; `None` until one was measured.
    pub(crate) fn round_trip(&self) -> Option<Duration> {
        Some(Duration::from_micros(u64::try_from(self.estimate.measured_rtt_us()?).ok()?))
    }

    /// Bytes that may go now: packets of the class may be sent while it is more than 0, each told by `sent`.
    pub(crate) fn budget(&self, now: Instant, class: Class) -> usize {
        let now_us = self.us(now);
        match class {
            Class::Audio => usize::MAX,
            Class::Repair | Class::Video => self.pacer.budget(now_us).max(self.probe.due(now_us)),
            Class::Padding => self.probe.due(now_us),
        }
    }

    /// When a burst of what still waits may go.
    pub(crate) fn resume(&self, now: Instant) -> Instant {
        self.instant(self.pacer.resume_us(self.us(now)))
    }

    /// When `timeout` is due; after it, `budget` may ask for padding.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let silence = self.missing_from_us().map(|from_us| from_us + self.patience_us());
        let probe = if self.history.next() == 0 { None } else { self.probe.deadline_us(&self.situation()) };
        silence.into_iter().chain(probe).min().map(|us| self.instant(us))
    }

    /// Does what is due.
    pub(crate) fn timeout(&mut self, now: Instant) {
        let now_us = self.us(now);
        self.estimate.sent(now_us, 0);
        if self.missing_from_us().is_some_and(|from_us| now_us >= from_us + self.patience_us()) {
            let (before, _) = self.silence.unwrap_or((self.estimate.bps(), 0));
            let least = (before * SILENT_LEAST).max(LEAST_BPS as f64);
            let left = (self.estimate.bps() * SILENT).max(least).min(self.estimate.bps());
            self.silence = Some((before, now_us));
            self.estimate.aimd.set(now_us, left);
            self.probe.abort();
        }
        self.settle(now_us);
    }

    /// Since when there has been nothing where feedback, or a decrease for lack of it, was to be expected.
    fn missing_from_us(&self) -> Option<i64> {
        let (feedback_us, waiting_us) = (self.feedback_us?, self.history.waiting_since_us(MISSED)?);
        Some(feedback_us.max(waiting_us).max(self.silence.map_or(0, |(_, at)| at)))
    }

    fn patience_us(&self) -> i64 {
        SILENCE_US + 2 * self.estimate.rtt_us()
    }

    fn has_feedback(&self, now_us: i64) -> bool {
        self.feedback_us.is_some_and(|at| now_us - at < FEEDBACK_ALIVE_US)
    }

    /// The queue's growth decreased the estimate, which was `before`.
    fn fell(&mut self, now_us: i64, before: f64) {
        if self.decreased_us.is_none_or(|at| now_us - at > ONE_DROP_US) {
            self.before_drop = before;
        }
        self.decreased_us = Some(now_us);
        self.probe.abort();
        if self.estimate.bps() < self.before_drop * DROP {
            self.probe.fell(now_us, self.before_drop);
        }
    }

    fn settle(&mut self, now_us: i64) {
        self.pacer.follow(now_us, self.estimate.bps());
        self.consider(now_us);
    }

    /// No probe before the first packet: there is no connection yet.
    fn consider(&mut self, now_us: i64) {
        if self.history.next() > 0 {
            let situation = self.situation();
            self.probe.consider(now_us, &situation);
        }
    }

    fn situation(&self) -> Situation {
        Situation {
            estimate_bps: self.estimate.bps(),
            demand: self.demand,
            rtt_us: self.estimate.rtt_us(),
            strained: self.estimate.overused() || self.estimate.loss.limits() || self.silence.is_some(),
            decreased_us: self.decreased_us,
        }
    }

    /// Microseconds on the connection's clock.
    fn us(&self, now: Instant) -> i64 {
        i64::try_from(now.saturating_duration_since(self.epoch).as_micros()).unwrap_or(i64::MAX / 4)
    }

    fn instant(&self, us: i64) -> Instant {
        self.epoch + Duration::from_micros(us.max(0) as u64)
    }

    /// Packets that the history has room for.
    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.history.capacity()
    }
}

/// The peer's clock, whose 24 bits of 64 ms wrap every twelve days.
#[derive(Default)]
struct PeerClock {
    last: Option<u32>,
    whole: i64,
}

impl PeerClock {
    fn follow(&mut self, reference: u32) -> i64 {
        let last = self.last.replace(reference).unwrap_or(reference);
        // The difference of 24 bits with its sign.
        let step = i64::from(((reference.wrapping_sub(last) << 8) as i32) >> 8);
        if step.abs() <= CLOCK_LEAP {
            self.whole += step;
        }
        self.whole
    }
}
