//! What a person sends: three tracks, the camera in up to three layers. Who gets which is decided elsewhere.

use std::time::{Duration, Instant};

use visit::wire::MediaKind;

use crate::allocate::MAX_LAYERS;
use crate::keyframes::KeyFrames;
use crate::sdp::{LAYER_NAMES, Offer, SEND};
use crate::stream::missing::Missing;
use crate::stream::ring::{Packet, Ring};

/// How long pictures are kept for repairs. Less leaves gaps on slow links that cost a key frame; more holds sealed media
/// longer in memory.
const KEPT_PICTURES: Duration = Duration::from_millis(700);

/// How long voices are kept: until they are forwarded.
const KEPT_VOICES: Duration = Duration::from_millis(50);

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
    /// Opus or VP8, and RTX for it.
    pub(crate) payload_type: u8,
    pub(crate) repair_type: Option<u8>,
    /// Low to high; exactly one without simulcast.
    pub(crate) layers: Vec<Layer>,
}

/// One encoding of a track.
pub(crate) struct Layer {
    /// The stream that carries it; a change means that it began anew.
    pub(crate) ssrc: Option<u32>,
    pub(crate) key_frames: KeyFrames,
    pub(crate) ring: Ring,
    /// Absent where nothing is asked for again.
    pub(crate) missing: Option<Missing>,
    typical_bps: u64,
    last: Option<Instant>,
    window: Option<(Instant, u64)>,
    measured_bps: Option<u64>,
}

/// The tracks of a person, in the order of [`SEND`].
pub(crate) type Tracks = [Source; 3];

/// What an offer announces.
pub(crate) fn tracks(offer: &Offer) -> Tracks {
    [0, 1, 2].map(|place| {
        let kind = SEND[place];
        let layer_names = if kind == MediaKind::Camera { &offer.layers[..] } else { &[] };
        let line = offer.lines.get(place);
        let repairs = line.is_some_and(|line| line.repairs());
        let layer = |typical_bps| Layer::new(kind, typical_bps, repairs);
        let layers = if layer_names.is_empty() {
            vec![layer(TYPICAL_SINGLE_BPS)]
        } else {
            // A name's place among all is its size.
            let sizes = layer_names.iter().filter_map(|name| LAYER_NAMES.iter().position(|known| known == name));
            sizes.map(|size| layer(TYPICAL_BPS[size])).collect()
        };
        Source {
            kind,
            payload_type: line.map_or(0, |line| line.payload_type),
            repair_type: line.and_then(|line| line.repair_type),
            layers,
        }
    })
}

impl Source {
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
    fn new(kind: MediaKind, typical_bps: u64, repairs: bool) -> Self {
        let keep = if kind == MediaKind::Microphone { KEPT_VOICES } else { KEPT_PICTURES };
        Self {
            ssrc: None,
            key_frames: KeyFrames::default(),
            ring: Ring::new(keep),
            missing: repairs.then(Missing::default),
            typical_bps,
            last: None,
            window: None,
            measured_bps: None,
        }
    }

    fn flows(&self, now: Instant) -> bool {
        self.last.is_some_and(|last| now.saturating_duration_since(last) < SILENCE)
    }

    /// Takes note of the stream that a packet came in.
    pub(crate) fn carried_by(&mut self, ssrc: u32) {
        if self.ssrc.replace(ssrc) != Some(ssrc) {
            self.ring.clear(false);
            if let Some(missing) = &mut self.missing {
                *missing = Missing::default();
            }
        }
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
        *bytes += u64::from(packet.len);
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

    /// Lets go of what a layer kept that flows no more.
    pub(crate) fn rest(&mut self, now: Instant) {
        if self.last.is_some_and(|last| now.saturating_duration_since(last) >= SILENCE) {
            self.ring.clear(true);
        }
    }
}
