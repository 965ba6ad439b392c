//! What a person sends: three tracks, the camera in up to three layers. Who gets which is decided elsewhere.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use str0m::media::{Mid, Rid};

use visit::wire::MediaKind;

use crate::allocate::MAX_LAYERS;
use crate::keyframes::KeyFrames;
use crate::sealed::Packet;

/// Packets of a layer kept for a moment, for those that overtook the first packet of their key frame.
/// Fewer spoils a switch on a network that reorders; more holds sealed media longer in memory.
const KEPT_PACKETS: usize = 64;

/// How long they are kept.
const KEPT_FOR: Duration = Duration::from_millis(500);

/// Over which time a layer's rate is measured. Shorter makes key frames look like a higher rate; longer notices changes late.
const RATE_WINDOW: Duration = Duration::from_millis(800);

/// A layer without a packet for this long does not flow: its sender has turned it off.
const SILENCE: Duration = Duration::from_secs(1);

/// Rates taken for granted until measured, in bits per second: what browsers send at most for 180, 360 and 720 lines.
const TYPICAL_BPS: [u64; MAX_LAYERS] = [150_000, 500_000, 1_700_000];

/// The same for a camera without simulcast, or a screen.
const TYPICAL_SINGLE_BPS: u64 = 1_000_000;

/// One track of a person.
pub(crate) struct Source {
    pub(crate) kind: MediaKind,
    pub(crate) mid: Mid,
    /// Low to high; exactly one without simulcast.
    pub(crate) layers: Vec<Layer>,
}

/// One encoding of a track.
pub(crate) struct Layer {
    pub(crate) rid: Option<Rid>,
    pub(crate) key_frames: KeyFrames,
    /// The latest packets, oldest first.
    pub(crate) kept: VecDeque<Packet>,
    typical_bps: u64,
    last: Option<Instant>,
    window: Option<(Instant, u64)>,
    measured_bps: Option<u64>,
}

impl Source {
    pub(crate) fn new(kind: MediaKind, mid: Mid, layer_names: &[&str]) -> Self {
        let layers = if layer_names.is_empty() {
            vec![Layer::new(None, TYPICAL_SINGLE_BPS)]
        } else {
            let rids = layer_names.iter().map(|name| Some(Rid::from(*name)));
            rids.zip(TYPICAL_BPS).map(|(rid, typical)| Layer::new(rid, typical)).collect()
        };
        Self { kind, mid, layers }
    }

    /// Bits per second of each layer that flows.
    pub(crate) fn rates(&self, now: Instant) -> [Option<u64>; MAX_LAYERS] {
        let mut rates = [None; MAX_LAYERS];
        for (rate, layer) in rates.iter_mut().zip(&self.layers) {
            *rate = layer.flows(now).then(|| layer.measured_bps.unwrap_or(layer.typical_bps));
        }
        rates
    }

    /// Whether nothing came for `silence`.
    pub(crate) fn silent(&self, now: Instant, silence: Duration) -> bool {
        self.layers.iter().all(|layer| layer.last.is_none_or(|last| now.saturating_duration_since(last) >= silence))
    }
}

impl Layer {
    fn new(rid: Option<Rid>, typical_bps: u64) -> Self {
        let key_frames = KeyFrames::default();
        Self { rid, key_frames, kept: VecDeque::new(), typical_bps, last: None, window: None, measured_bps: None }
    }

    fn flows(&self, now: Instant) -> bool {
        self.last.is_some_and(|last| now.saturating_duration_since(last) < SILENCE)
    }

    /// Counts a packet in; says whether the layer begins to flow with it.
    pub(crate) fn count(&mut self, now: Instant, packet: &Packet) -> bool {
        let begins = !self.flows(now);
        if begins {
            self.window = None;
            self.measured_bps = None;
        }
        self.last = Some(now);
        let (since, bytes) = self.window.get_or_insert((now, 0));
        *bytes += packet.payload.len() as u64;
        let elapsed = now.saturating_duration_since(*since);
        if elapsed >= RATE_WINDOW {
            let measured = *bytes * 8_000 / (elapsed.as_millis() as u64).max(1);
            // Half old, half new: one key frame does not make a layer too dear.
            self.measured_bps = Some(self.measured_bps.map_or(measured, |before| (before + measured) / 2));
            self.window = Some((now, 0));
        }
        if packet.starts_key_frame {
            self.key_frames.arrived();
        }
        begins
    }

    /// Keeps a packet for a moment.
    pub(crate) fn keep(&mut self, now: Instant, packet: Packet) {
        self.forget(now);
        if self.kept.len() == KEPT_PACKETS {
            self.kept.pop_front();
        }
        self.kept.push_back(packet);
    }

    /// Lets go of what was kept long enough.
    pub(crate) fn forget(&mut self, now: Instant) {
        while self.kept.front().is_some_and(|packet| now.saturating_duration_since(packet.arrived) > KEPT_FOR) {
            self.kept.pop_front();
        }
    }
}
