//! What the packets' fates say of the way: delay and loss together, and the round trip. When to send what is not decided here.

use super::acknowledged::Acknowledged;
use super::aimd::{Aimd, Followed};
use super::groups::Groups;
use super::limited::Limited;
use super::loss::Loss;
use super::standing::Standing;
use super::trendline::{Trendline, Usage};
use super::{LEAST_BPS, MOST_BPS};

/// Round trip taken for granted until one was measured.
const FIRST_RTT_US: i64 = 200_000;

/// How much each measured round trip counts.
const RTT_WEIGHT: i64 = 8;

/// For how long the round trip that RTCP reports measured is preferred to that of feedback, which includes its waiting time.
const REPORTED_US: i64 = 10_000_000;

/// One packet that arrived.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    pub(super) sent_us: i64,
    /// On the peer's clock.
    pub(super) arrived_us: i64,
    pub(super) size: u32,
}

pub(super) struct Estimate {
    groups: Groups,
    trendline: Trendline,
    standing: Standing,
    pub(super) aimd: Aimd,
    acknowledged: Acknowledged,
    pub(super) loss: Loss,
    limited: Limited,
    rtt_us: Option<i64>,
    reported_us: Option<i64>,
}

impl Estimate {
    pub(super) fn new(first_bps: f64) -> Self {
        Self {
            groups: Groups::default(),
            trendline: Trendline::default(),
            standing: Standing::default(),
            aimd: Aimd::new(first_bps),
            acknowledged: Acknowledged::default(),
            loss: Loss::new(),
            limited: Limited::default(),
            rtt_us: None,
            reported_us: None,
        }
    }

    pub(super) fn bps(&self) -> f64 {
        self.loss.bps(self.aimd.bps()).clamp(LEAST_BPS as f64, MOST_BPS as f64)
    }

    pub(super) fn rtt_us(&self) -> i64 {
        self.rtt_us.unwrap_or(FIRST_RTT_US)
    }

    pub(super) fn measured_rtt_us(&self) -> Option<i64> {
        self.rtt_us
    }

    pub(super) fn overused(&self) -> bool {
        self.trendline.usage() == Usage::Over
    }

    /// Bytes were sent; or, with 0, time has passed.
    pub(super) fn sent(&mut self, now_us: i64, bytes: u32) {
        if self.limited.take(now_us, bytes, self.bps()) {
            self.acknowledged.expect_change();
        }
    }

    pub(super) fn arrived(&mut self, now_us: i64, arrival: Arrival) {
        self.acknowledged.take(arrival.arrived_us, arrival.size, self.limited.is());
        self.standing.take(now_us, arrival.arrived_us - arrival.sent_us);
        if let Some(apart) = self.groups.take(now_us, arrival.sent_us, arrival.arrived_us) {
            self.trendline.take(now_us, apart);
        }
    }

    /// After one feedback message, which spoke of packets sent until `until_us`. `probing`: a queue that grows may be a probe's.
    pub(super) fn conclude(&mut self, now_us: i64, until_us: i64, probing: bool) -> Followed {
        let lately = self.limited.was_lately(now_us);
        let arriving = if lately { self.acknowledged.latest_bps() } else { self.acknowledged.bps() };
        let stands = self.standing.judge(now_us, self.rtt_us());
        let usage = match self.trendline.usage() {
            _ if stands => Usage::Over,
            // Hold: what is found out about the link must not cost what is known. A queue of other making is there afterwards, too.
            Usage::Over if probing => Usage::Under,
            usage => usage,
        };
        let followed = self.aimd.follow(now_us, usage, arriving, self.limited.is(), self.rtt_us());
        self.loss.observe(until_us, self.aimd.bps(), arriving);
        followed
    }

    /// Without feedback on packets: a report on what was sent since the last. Grows if `grows`: if the peer itself says nothing.
    pub(super) fn reported(&mut self, now_us: i64, arriving_bps: f64, grows: bool) {
        if grows {
            let limited = self.limited.is();
            self.aimd.follow(now_us, Usage::Normal, Some(arriving_bps), limited, self.rtt_us());
        }
        self.loss.observe(now_us, self.aimd.bps(), Some(arriving_bps));
    }

    /// A round trip as feedback shows it.
    pub(super) fn saw_rtt(&mut self, now_us: i64, rtt_us: i64) {
        if self.reported_us.is_none_or(|at| now_us - at > REPORTED_US) {
            self.mix_rtt(rtt_us);
        }
    }

    /// A round trip as RTCP reports measure it.
    pub(super) fn report_rtt(&mut self, now_us: i64, rtt_us: i64) {
        self.reported_us = Some(now_us);
        self.mix_rtt(rtt_us);
    }

    fn mix_rtt(&mut self, rtt_us: i64) {
        self.rtt_us = Some(self.rtt_us.map_or(rtt_us, |before| before + (rtt_us - before) / RTT_WEIGHT));
    }
}
