//! The loss-based estimate: which loss is the link's own, and which is ours for sending too much. Delay is not considered here.
//!
//! The draft's rule (gcc-02 §6: a tenth lost, and the rate shrinks with every report) takes everything away on a link that loses a
//! fifth whatever is sent, as WLAN and mobile links do. So this is libwebrtc's `loss_based_bwe_v2.cc` in its essentials:
//!
//! - The link is a channel that loses a part `inherent` of all packets, and besides all that is sent beyond `bandwidth`.
//! - The last 15 observations, of 250 ms or more each, say which `bandwidth` out of a few around the present one is the likeliest, each
//!   with the `inherent` that suits it best (one step of Newton's method); there is a slight bias to more bandwidth, which ends at high loss.
//!   Loss that does not shrink with the rate is thus found to be inherent, and costs nothing further.
//! - Two bounds keep congestion from passing for inherent loss: what may be inherent shrinks with the bandwidth, and with an
//!   average loss of p no more is estimated than 100 kbit/s / (p − 5%): 2 Mbit/s at 10%, 667 kbit/s at 20%, 222 kbit/s at 50%.
//!
//! - Loss that is there at every rate, and up to 45%, takes no more than down to a voice and a low picture (ours, not libwebrtc's):
//!   losses come in bursts, which the likelihood takes for evidence, and pictures in layers, so that the rate seldom varies as it would need.
//!
//! So a person on a link that loses a tenth or a fifth keeps the voices and a low picture.
//! Left out: the hold timers, and the padding states that go with them; growth is bounded by what arrives instead.

/// Observations remembered, and how long one is at least: `observation_window_size`, `observation_duration_lower_bound`.
const WINDOW: usize = 15;
const OBSERVATION_US: i64 = 250_000;

/// An observation of so few packets is stretched: at 20 packets a second, 250 ms are five, of which one lost is a fifth.
/// More learns slowly on links that carry a voice only; it is stretched to a second at most.
const PACKETS: u32 = 10;
const LONGEST_US: i64 = 1_000_000;

/// How much less each older observation weighs: `temporal_weight_factor`.
const FADING: f64 = 0.9;

/// Candidates around the present bandwidth: `candidate_factors`.
const FACTORS: [f64; 3] = [1.02, 1.0, 0.95];

/// The bounds' balance and offset: `…_bandwidth_balance`, `…_loss_offset`. A higher balance keeps more on lossy links, and keeps
/// more when it is congestion after all.
const BALANCE_BPS: f64 = 100_000.0;
const OFFSET: f64 = 0.05;

/// Least, and first, inherent loss: `inherent_loss_lower_bound`, `initial_inherent_loss_estimate`.
const LEAST_INHERENT: f64 = 1e-3;
const FIRST_INHERENT: f64 = 0.01;

/// Length of a step of Newton's method: `newton_step_size`.
const STEP: f64 = 0.75;

/// The bias to more bandwidth, per kbit/s and per its logarithm; the loss from where on it turns, and how smoothly.
const BIAS: f64 = 0.0002;
const BIAS_LOG: f64 = 0.02;
const BIAS_UNTIL: f64 = 0.25;
const BIAS_SMOOTH: f64 = 0.002;

/// Less loss than this is none: the draft's 2%. It is no reason against a probe.
const OVER: f64 = 0.02;

/// While loss limits, the bandwidth grows to so much of what arrives: `bandwidth_rampup_upper_bound_factor`.
const RAMP_UP: f64 = 1.5;

/// What loss alone does not take: a voice, and the lowest layer of a camera with some to spare. Higher keeps more on lossy links, and
/// stays above what a link without a queue carries for as long as it takes to see the loss go away.
const KEPT_BPS: f64 = 250_000.0;

/// The loss up to which that holds, and how much more than the least of late the loss may be to be the link's own.
const KEPT_UNTIL: f64 = 0.45;
const KEPT_TIMES: f64 = 4.0;

/// The least loss is that of the present and the last span of so many observations: 15 to 30 seconds in all.
const SPAN: u32 = 60;

#[derive(Clone, Copy, Default)]
struct Observation {
    lost: f64,
    arrived: f64,
    /// Bits per second at which they were sent.
    rate: f64,
    weight: f64,
}

/// The channel that explains what was seen.
#[derive(Clone, Copy)]
struct Channel {
    bandwidth: f64,
    inherent: f64,
}

pub(super) struct Loss {
    window: [Observation; WINDOW],
    place: usize,
    channel: Channel,
    limits: bool,
    average: f64,
    /// The least average in the last span, and in the present one after so many observations.
    least: (f64, f64, u32),
    // The observation that is being made.
    began_us: Option<i64>,
    lost: u32,
    arrived: u32,
    bytes: u64,
}

impl Loss {
    pub(super) fn new() -> Self {
        Self {
            window: [Observation::default(); WINDOW],
            place: 0,
            channel: Channel { bandwidth: f64::INFINITY, inherent: FIRST_INHERENT },
            limits: false,
            average: 0.0,
            least: (f64::INFINITY, f64::INFINITY, 0),
            began_us: None,
            lost: 0,
            arrived: 0,
            bytes: 0,
        }
    }

    /// Part of the packets that was lost lately, 0 to 1; recent ones weigh more.
    pub(super) fn average(&self) -> f64 {
        self.average
    }

    /// Whether it is loss that limits the estimate, and there still is some.
    pub(super) fn limits(&self) -> bool {
        self.limits && self.average > OVER
    }

    /// A probe went through at this rate.
    pub(super) fn probed(&mut self, bps: f64) {
        self.channel.bandwidth = self.channel.bandwidth.max(bps);
    }

    /// Bits per second that loss allows, given what delay allows.
    pub(super) fn bps(&self, delay_bps: f64) -> f64 {
        delay_bps.min(self.channel.bandwidth).min(self.instant_bound())
    }

    /// Counts packets whose fate is known, the first of them sent at `sent_us`.
    pub(super) fn count(&mut self, sent_us: i64, bytes: u64, lost: u32, arrived: u32) {
        self.began_us.get_or_insert(sent_us);
        self.bytes += bytes;
        self.lost = self.lost.saturating_add(lost);
        self.arrived = self.arrived.saturating_add(arrived);
    }

    /// A packet that was counted as lost did arrive.
    pub(super) fn found(&mut self) {
        if self.lost > 0 {
            self.lost -= 1;
            self.arrived += 1;
        }
    }

    /// Forgets everything: what was seen belongs to an outage.
    pub(super) fn forget(&mut self) {
        *self = Self::new();
    }

    /// After a feedback message that covers packets sent until `sent_us`: completes the observation if it is long enough.
    pub(super) fn observe(&mut self, sent_us: i64, delay_bps: f64, arriving: Option<f64>) {
        let (Some(began_us), packets) = (self.began_us, self.lost.saturating_add(self.arrived)) else { return };
        let took_us = sent_us - began_us;
        if took_us < OBSERVATION_US || (packets < PACKETS && took_us < LONGEST_US) {
            return;
        }
        self.window.iter_mut().for_each(|observation| observation.weight *= FADING);
        self.window[self.place] = Observation {
            lost: f64::from(self.lost),
            arrived: f64::from(self.arrived),
            rate: self.bytes as f64 * 8e6 / took_us as f64,
            weight: 1.0,
        };
        self.place = (self.place + 1) % WINDOW;
        (self.began_us, self.lost, self.arrived, self.bytes) = (Some(sent_us), 0, 0, 0);
        self.average = self.weighed_average();
        self.note_least();
        self.decide(delay_bps, arriving);
    }

    fn decide(&mut self, delay_bps: f64, arriving: Option<f64>) {
        let now = Channel { bandwidth: self.channel.bandwidth.min(delay_bps), ..self.channel };
        let ceiling = self.instant_bound().min(delay_bps).max(now.bandwidth);
        let around = FACTORS.map(|factor| Some(now.bandwidth * factor));
        let others = [arriving, Some(delay_bps)];
        let mut best = (f64::NEG_INFINITY, now);
        for bandwidth in around.into_iter().chain(others).flatten() {
            let candidate = self.suit(Channel { bandwidth: bandwidth.min(ceiling), ..now });
            let score = self.score(candidate);
            if score > best.0 {
                best = (score, candidate);
            }
        }
        let mut best = best.1;
        if best.bandwidth > now.bandwidth {
            // More is lost than the link's own: no time to grow.
            if self.average > best.inherent {
                best.bandwidth = now.bandwidth;
            } else if self.limits {
                let reach = arriving.map_or(now.bandwidth, |bps| bps * RAMP_UP);
                best.bandwidth = best.bandwidth.min(reach).max(now.bandwidth);
            }
        }
        if self.is_the_links_own() {
            best.bandwidth = best.bandwidth.max(KEPT_BPS);
        }
        self.channel = best;
        self.limits = self.bps(f64::INFINITY) < delay_bps;
        if !self.limits {
            // So that what delay allows next is not held back until the next observation.
            self.channel.bandwidth = f64::INFINITY;
        }
    }

    fn note_least(&mut self) {
        let (last, present, count) = &mut self.least;
        *count += 1;
        // The first observations of all are too few to tell the least.
        if *count as usize > WINDOW || last.is_finite() {
            *present = present.min(self.average);
        }
        if *count >= SPAN {
            (*last, *present, *count) = (*present, f64::INFINITY, 0);
        }
    }

    /// Whether the loss has been there at whatever rate was tried.
    fn is_the_links_own(&self) -> bool {
        let least = self.least.0.min(self.least.1);
        (OFFSET..=KEPT_UNTIL).contains(&self.average) && self.average <= KEPT_TIMES * least
    }

    /// The inherent loss that suits a bandwidth best, by one step of Newton's method from the present one.
    fn suit(&self, mut channel: Channel) -> Channel {
        channel.inherent = feasible(channel.inherent, channel.bandwidth);
        let (mut first, mut second) = (0.0, 0.0);
        for seen in self.window.iter().filter(|seen| seen.weight > 0.0) {
            let p = channel.loses(seen.rate);
            first += seen.weight * (seen.lost / p - seen.arrived / (1.0 - p));
            second -= seen.weight * (seen.lost / (p * p) + seen.arrived / ((1.0 - p) * (1.0 - p)));
        }
        if second < 0.0 {
            channel.inherent = feasible(channel.inherent - STEP * first / second, channel.bandwidth);
        }
        channel
    }

    /// How likely the channel makes what was seen (a logarithm), and how much we would like it.
    fn score(&self, channel: Channel) -> f64 {
        let kbps = channel.bandwidth / 1e3;
        let turn = |bias: f64| bias * (BIAS_UNTIL - self.average) / (BIAS_SMOOTH + (BIAS_UNTIL - self.average).abs());
        let bias = turn(BIAS) * kbps + turn(BIAS_LOG) * (1.0 + kbps).ln();
        let seen = self.window.iter().filter(|seen| seen.weight > 0.0);
        seen.map(|seen| {
            let p = channel.loses(seen.rate);
            seen.weight * (seen.lost * p.ln() + seen.arrived * (1.0 - p).ln() + bias * (seen.lost + seen.arrived))
        })
        .sum()
    }

    fn weighed_average(&self) -> f64 {
        let sum = |of: fn(&Observation) -> f64| self.window.iter().map(|seen| seen.weight * of(seen)).sum::<f64>();
        let (lost, all) = (sum(|seen| seen.lost), sum(|seen| seen.lost + seen.arrived));
        if all > 0.0 { lost / all } else { 0.0 }
    }

    /// No more than this with so much lost, whatever explains it.
    fn instant_bound(&self) -> f64 {
        if self.average > OFFSET { BALANCE_BPS / (self.average - OFFSET) } else { f64::INFINITY }
    }
}

impl Channel {
    /// Which part of packets sent at a rate it loses.
    fn loses(self, rate: f64) -> f64 {
        let beyond = if rate > self.bandwidth { (rate - self.bandwidth) / rate } else { 0.0 };
        (self.inherent + (1.0 - self.inherent) * beyond).clamp(1e-6, 1.0 - 1e-6)
    }
}

/// The inherent loss that is believed of a bandwidth.
fn feasible(inherent: f64, bandwidth: f64) -> f64 {
    let most = if bandwidth > 0.0 { (OFFSET + BALANCE_BPS / bandwidth).min(1.0) } else { 1.0 };
    inherent.clamp(LEAST_INHERENT, most.max(LEAST_INHERENT))
}
