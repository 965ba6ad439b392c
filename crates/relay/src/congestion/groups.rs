//! Packets sent together, and how much further apart two such groups arrive than they were sent. No verdict on it.
//!
//! draft-ietf-rmcat-gcc-02 §5.2 (pre-filtering) and §5.3; as in libwebrtc's `inter_arrival_delta.cc`.

/// Packets sent within this time are one group: `kSendTimeGroupLength`, and the length of our pacer's bursts. Shorter takes the
/// relay's own bursts for delay; longer sees a queue later.
const GROUP_US: i64 = 5_000;

/// Packets that arrive this close behind each other, closer than they were sent, come out of one jam: `kBurstDeltaThreshold`.
const JAM_US: i64 = 5_000;

/// The longest such jam: `kMaxBurstDuration`.
const LONGEST_JAM_US: i64 = 100_000;

/// A peer's clock that leaps further than ours by this much starts anew: `kArrivalTimeOffsetThreshold`.
const LEAP_US: i64 = 3_000_000;

/// Groups in a row that arrived before their predecessors, after which all starts anew: `kReorderedResetThreshold`.
const REORDERED: u8 = 3;

#[derive(Clone, Copy)]
struct Group {
    first_sent: i64,
    sent: i64,
    first_arrived: i64,
    arrived: i64,
    /// When its last news came.
    known: i64,
}

/// How two groups compare, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Apart {
    /// Between their last packets' sending.
    pub(super) sent_us: i64,
    /// Between their last packets' arriving.
    pub(super) arrived_us: i64,
}

#[derive(Default)]
pub(super) struct Groups {
    previous: Option<Group>,
    current: Option<Group>,
    reordered: u8,
}

impl Groups {
    /// Takes a packet, in the order of sending. `Some` when it begins a group and two are complete.
    pub(super) fn take(&mut self, now_us: i64, sent_us: i64, arrived_us: i64) -> Option<Apart> {
        let fresh =
            Group { first_sent: sent_us, sent: sent_us, first_arrived: arrived_us, arrived: arrived_us, known: now_us };
        let Some(current) = &mut self.current else {
            self.current = Some(fresh);
            return None;
        };
        if sent_us < current.first_sent {
            return None;
        }
        if sent_us - current.first_sent <= GROUP_US || current.jams(sent_us, arrived_us) {
            current.sent = current.sent.max(sent_us);
            current.arrived = current.arrived.max(arrived_us);
            current.known = now_us;
            return None;
        }
        let complete = *current;
        let previous = self.previous.replace(complete);
        self.current = Some(fresh);
        let apart = complete.after(&previous?);
        let known = complete.known - previous?.known;
        if (apart.arrived_us - known).abs() >= LEAP_US {
            *self = Self { current: Some(fresh), ..Self::default() };
            return None;
        }
        if apart.arrived_us < 0 {
            self.reordered += 1;
            if self.reordered >= REORDERED {
                *self = Self { current: Some(fresh), ..Self::default() };
            }
            return None;
        }
        self.reordered = 0;
        Some(apart)
    }
}

impl Group {
    /// Whether a packet comes out of the same jam as the group.
    fn jams(&self, sent_us: i64, arrived_us: i64) -> bool {
        let (sent, arrived) = (sent_us - self.sent, arrived_us - self.arrived);
        sent == 0 || (arrived < sent && arrived <= JAM_US && arrived_us - self.first_arrived < LONGEST_JAM_US)
    }

    fn after(&self, earlier: &Self) -> Apart {
        Apart { sent_us: self.sent - earlier.sent, arrived_us: self.arrived - earlier.arrived }
    }
}
