//! Probes: when to send faster for a moment, and what that told. What is sent in them is the plane's.
//!
//! As libwebrtc's `probe_controller.cc` and `probe_bitrate_estimator.cc`, with these differences: one probe at a time, so that a slow link
//! never gets the next before it answered the last; none beyond what the receiver's pictures need; and, as a relay sends layers, which do
//! not grow with the estimate, a probe whenever the next layer is not affordable, at growing intervals if that tells nothing.

use super::pacer::BURST_US;
use super::{Demand, MOST_BPS};

/// How long a probe is, and of how many packets at least: twice `min_probe_duration`, and `min_probe_packets_sent`. Shorter is compressed
/// by jitter, and promises what the link does not carry; longer fills the queue of a slow link more.
const LENGTH_US: f64 = 30_000.0;
const PACKETS: u32 = 5;

/// The first probe, and each that follows one that went through, in parts of the estimate: `first_…` and `further_exponential_probe_scale`.
const FIRST: f64 = 3.0;
const FURTHER: f64 = 2.0;

/// How near to its target a probe must come so that a further one is worth while: `further_probe_threshold`.
const WENT_THROUGH: f64 = 0.7;

/// How much beyond what is wanted is probed for. Lower finds just less than what is needed; higher costs more padding.
const BEYOND: f64 = 1.2;

/// A probe that would show less than this is not sent.
const WORTH: f64 = 1.1;

/// Part of a probe that must have arrived. libwebrtc asks for 0.8, which a link that loses a fifth seldom gives; what arrived of
/// fewer packets measures less exactly.
const ARRIVED: f64 = 0.65;
const ARRIVED_PACKETS: u32 = 4;

/// A probe that came out slower than it went in has filled the link; so much of what came out is believed: `kMinRatioForUnsaturatedLink`,
/// `kTargetUtilizationFraction`.
const UNFILLED: f64 = 0.9;
const BELIEVED: f64 = 0.95;

/// A result so much beyond what once filled the link is believed when a second one says the same (ours): jitter compresses some.
const SURPRISING: f64 = 1.2;

/// One that came out that much faster says nothing: `kMaxValidRatio`.
const COMPRESSED: f64 = 2.0;

/// How long a result is waited for beyond the round trip, and how long a probe may take to send beyond its length.
const PATIENCE_US: i64 = 400_000;

/// Between probes for the next layer at first, and at most. Shorter costs padding on links that are full.
const PAUSE_US: i64 = 5_000_000;
const LONGEST_PAUSE_US: i64 = 20_000_000;

/// No probe so soon after the queue grew.
const CALM_US: i64 = 1_000_000;

/// How long a probe's own queue is felt, beyond the round trip: until feedback came and the trendline is past it.
const FELT_US: i64 = 250_000;

/// After a drop to less than this part, so much of what was before is probed for once: `kBitrateDropThreshold`, `kProbeFractionAfterDrop`;
/// within this time: `kBitrateDropTimeout`.
pub(super) const DROP: f64 = 0.66;
const AFTER_DROP: f64 = 0.85;
const DROP_US: i64 = 5_000_000;

/// What a decision needs to know.
#[derive(Clone, Copy)]
pub(super) struct Situation {
    pub(super) estimate_bps: f64,
    pub(super) demand: Demand,
    pub(super) rtt_us: i64,
    /// Loss limits the estimate, or the queue grows: no time for more.
    pub(super) strained: bool,
    /// The estimate was last decreased.
    pub(super) decreased_us: Option<i64>,
}

/// Packets sent faster than the estimate, and what is known of them.
struct Cluster {
    id: u8,
    target_bps: f64,
    began_us: i64,
    ended_us: Option<i64>,
    /// The plane was last woken for it.
    asked_us: i64,
    bytes: f64,
    packets: u32,
    sent: Span,
    arrived: Span,
    arrived_packets: u32,
    /// For the next layer, not by the estimate's own growth.
    for_demand: bool,
}

/// From the first to the last of some packets.
#[derive(Default)]
struct Span {
    bytes: f64,
    first: Option<(i64, f64)>,
    last: Option<(i64, f64)>,
}

#[derive(Default)]
pub(super) struct Probe {
    cluster: Option<Cluster>,
    next_id: u8,
    /// Whether the first has been sent.
    begun: bool,
    further_bps: Option<f64>,
    /// What a probe measured that the next must confirm.
    unconfirmed_bps: Option<f64>,
    /// What was before a drop, and when it fell.
    before: Option<(f64, i64)>,
    demand_from_us: i64,
    pause_us: i64,
    /// When the latest began.
    began_us: i64,
    /// When a packet of one was last sent.
    sent_us: Option<i64>,
}

impl Probe {
    /// Pays for a packet; `Some` if it belongs to a probe.
    pub(super) fn sent(&mut self, now_us: i64, size: u32) -> Option<u8> {
        let cluster = self.cluster.as_mut().filter(|cluster| cluster.ended_us.is_none())?;
        self.sent_us = Some(now_us);
        cluster.sent.take(now_us, size);
        cluster.packets += 1;
        if cluster.packets >= PACKETS && cluster.sent.bytes >= cluster.bytes {
            cluster.ended_us = Some(now_us);
        }
        Some(cluster.id)
    }

    /// A packet of a probe arrived.
    pub(super) fn arrived(&mut self, id: u8, arrived_us: i64, size: u32) {
        if let Some(cluster) = self.cluster.as_mut().filter(|cluster| cluster.id == id) {
            cluster.arrived.take(arrived_us, size);
            cluster.arrived_packets += 1;
        }
    }

    /// What the probe measured, in bits per second, once enough of it arrived. Ends it. `full_bps`: at which rate the link was full, if it was.
    pub(super) fn result(&mut self, estimate_bps: f64, full_bps: Option<f64>) -> Option<f64> {
        let mut bps = self.cluster.as_ref()?.measure()?;
        let cluster = self.cluster.take()?;
        if let Some(first) = self.unconfirmed_bps.take() {
            bps = bps.min(first);
        } else if full_bps.is_some_and(|full| bps > full * SURPRISING) {
            self.unconfirmed_bps = Some(bps);
            self.further_bps = Some(bps * WORTH);
            return None;
        }
        if bps >= cluster.target_bps * WENT_THROUGH {
            self.further_bps = Some(bps * FURTHER);
        }
        if bps > estimate_bps * WORTH {
            self.pause_us = PAUSE_US;
        } else {
            self.fail(&cluster);
        }
        Some(bps)
    }

    /// The estimate fell far, from this.
    pub(super) fn fell(&mut self, now_us: i64, before_bps: f64) {
        self.before = Some((before_bps, now_us));
    }

    /// The link must have become faster: no need to wait for long.
    pub(super) fn hurry(&mut self) {
        self.pause_us = PAUSE_US;
        self.demand_from_us = self.demand_from_us.min(self.began_us + PAUSE_US);
    }

    /// Whether a queue that grows may be a probe's own.
    pub(super) fn is_felt(&self, now_us: i64, rtt_us: i64) -> bool {
        self.sent_us.is_some_and(|at| now_us - at < rtt_us + FELT_US)
    }

    /// The queue grows: what is being sent makes it worse.
    pub(super) fn abort(&mut self) {
        self.further_bps = None;
        if let Some(cluster) = self.cluster.take_if(|cluster| cluster.ended_us.is_none()) {
            self.fail(&cluster);
        }
    }

    /// Bytes that a probe wants sent now.
    pub(super) fn due(&self, now_us: i64) -> usize {
        self.sending().map_or(0, |cluster| {
            let by_now = (now_us - cluster.began_us + BURST_US) as f64 * cluster.target_bps / 8e6;
            (by_now - cluster.sent.bytes).max(0.0) as usize
        })
    }

    /// When it wants the next burst, or gives up, or there may be a reason for one.
    pub(super) fn deadline_us(&self, situation: &Situation) -> Option<i64> {
        match &self.cluster {
            Some(cluster) => Some(match cluster.ended_us {
                Some(ended_us) => ended_us + situation.rtt_us + PATIENCE_US,
                None => cluster.next_burst_us().max(cluster.asked_us + BURST_US).min(cluster.give_up_us()),
            }),
            None if situation.strained => None,
            None => {
                let (_, for_demand) = self.reason(i64::MAX / 2, situation)?;
                let calm = situation.decreased_us.map_or(0, |at| at + CALM_US);
                Some(if for_demand { calm.max(self.demand_from_us) } else { calm })
            }
        }
    }

    /// Ends what took too long, and begins a probe if there is reason for one.
    pub(super) fn consider(&mut self, now_us: i64, situation: &Situation) {
        if let Some(cluster) = &mut self.cluster {
            let over_us = cluster.ended_us.map(|at| at + situation.rtt_us + PATIENCE_US);
            if now_us < over_us.unwrap_or(cluster.give_up_us()) {
                cluster.asked_us = now_us;
                return;
            }
        }
        if let Some(cluster) = self.cluster.take() {
            self.fail(&cluster);
        }
        if self.before.is_some_and(|(_, at)| now_us - at > DROP_US) {
            self.before = None;
        }
        if situation.strained || situation.decreased_us.is_some_and(|at| now_us - at < CALM_US) {
            return;
        }
        let Some((target_bps, for_demand)) = self.reason(now_us, situation) else { return };
        self.further_bps = None;
        self.before = None;
        self.begun = true;
        self.began_us = now_us;
        self.demand_from_us = now_us + self.pause_us.max(PAUSE_US);
        self.next_id = self.next_id.wrapping_add(1);
        self.cluster = Some(Cluster {
            id: self.next_id,
            target_bps,
            began_us: now_us,
            ended_us: None,
            asked_us: now_us,
            bytes: target_bps * LENGTH_US / 8e6,
            packets: 0,
            sent: Span::default(),
            arrived: Span::default(),
            arrived_packets: 0,
            for_demand,
        });
    }

    /// The rate worth probing now, and whether it is for the next layer.
    fn reason(&self, now_us: i64, situation: &Situation) -> Option<(f64, bool)> {
        let Situation { estimate_bps, demand, .. } = *situation;
        let ceiling = (demand.desired_bps.max(demand.next_bps) as f64 * BEYOND).min(MOST_BPS as f64);
        let worth = |target: f64| Some(target.min(ceiling)).filter(|&target| target > estimate_bps * WORTH);
        let before = self.before.map(|(before, _)| (before * AFTER_DROP).min(estimate_bps * FIRST));
        let first = (!self.begun).then_some(estimate_bps * FIRST);
        if let Some(target) = self.further_bps.and_then(worth).or(before.and_then(worth)).or(first.and_then(worth)) {
            return Some((target, false));
        }
        let wanted = demand.next_bps as f64 > estimate_bps && now_us >= self.demand_from_us;
        let next = worth((demand.next_bps as f64 * BEYOND).min(estimate_bps * FURTHER));
        next.filter(|_| wanted).map(|target| (target, true))
    }

    fn fail(&mut self, cluster: &Cluster) {
        self.unconfirmed_bps = None;
        if cluster.for_demand {
            self.pause_us = (self.pause_us.max(PAUSE_US) * 2).min(LONGEST_PAUSE_US);
            self.demand_from_us = cluster.began_us + self.pause_us;
        }
    }

    fn sending(&self) -> Option<&Cluster> {
        self.cluster.as_ref().filter(|cluster| cluster.ended_us.is_none())
    }
}

impl Cluster {
    /// When all that was sent is accounted for.
    fn next_burst_us(&self) -> i64 {
        self.began_us + (self.sent.bytes * 8e6 / self.target_bps) as i64
    }

    /// When its packets should have been sent for long.
    fn give_up_us(&self) -> i64 {
        self.began_us + (self.bytes * 8e6 / self.target_bps) as i64 + PATIENCE_US
    }

    fn measure(&self) -> Option<f64> {
        self.ended_us?;
        let few = self.arrived_packets < ARRIVED_PACKETS.max((f64::from(self.packets) * ARRIVED) as u32);
        if few || self.arrived.bytes < self.sent.bytes * ARRIVED {
            return None;
        }
        // Into the link: without the last burst, which had not yet taken its time. Out of it: without the first packet.
        let went_in = self.sent.rate(self.sent.last?.1)?;
        let came_out = self.arrived.rate(self.arrived.first?.1)?;
        if came_out > went_in * COMPRESSED {
            return None;
        }
        Some(if came_out < went_in * UNFILLED { came_out * BELIEVED } else { went_in.min(came_out) })
    }
}

impl Span {
    fn take(&mut self, at_us: i64, size: u32) {
        let size = f64::from(size);
        self.bytes += size;
        match &mut self.first {
            Some(first) if first.0 < at_us => {}
            Some(first) if first.0 == at_us => first.1 += size,
            first => *first = Some((at_us, size)),
        }
        match &mut self.last {
            Some(last) if last.0 > at_us => {}
            Some(last) if last.0 == at_us => last.1 += size,
            last => *last = Some((at_us, size)),
        }
    }

    /// Bits per second between first and last, of all but `without` bytes.
    fn rate(&self, without: f64) -> Option<f64> {
        let took_us = self.last?.0 - self.first?.0;
        (took_us > 0).then(|| (self.bytes - without) * 8e6 / took_us as f64)
    }
}
