//! A simulated receiver: the relay's sender, a link, and what a browser answers, a millisecond at a time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use visit::wire::MediaKind;

use super::link::{Dice, Link, Wire};
use crate::allocate::{AUDIO_RESERVE_BPS, Picture, allocate};
use crate::congestion::{Arrivals, Class, Demand, Sender};
use crate::test_time::start;

/// Of Opus, every 20 ms: 32 kbit/s with everything around it.
const AUDIO_BYTES: usize = 110;

/// Of pictures.
const VIDEO_BYTES: usize = 1_150;

/// What is sent besides a voice.
#[derive(Clone, Copy)]
pub(super) enum Pictures {
    /// A picture of any rate: takes what there is, up to this.
    Elastic(f64),
    /// A camera in three layers, chosen as the relay does, with a key frame at each change.
    Camera([u64; 3]),
    /// None.
    None,
}

/// What happened in one tenth of a second.
#[derive(Clone, Copy, Default)]
pub(super) struct Tenth {
    /// The estimate at its end.
    pub(super) estimate: f64,
    /// Bits that arrived, times ten: per second.
    pub(super) arrived: f64,
    /// The longest that a packet stood in the link's queue, in ms.
    pub(super) queued_ms: f64,
    /// Bits of padding sent, times ten.
    pub(super) padding: f64,
    /// Voice packets sent, and arrived.
    pub(super) voice: (u32, u32),
    /// The camera's layer.
    pub(super) layer: Option<usize>,
}

pub(super) struct Call {
    epoch: Instant,
    now_us: i64,
    pub(super) sender: Sender,
    wire: Wire,
    pictures: Pictures,
    layer: Option<usize>,
    key_frame: bool,
    queue: VecDeque<usize>,
    flying: VecDeque<(i64, u16, usize, bool)>,
    arrivals: Arrivals,
    feedback: VecDeque<(i64, Vec<u8>)>,
    /// Part of the feedback that is lost.
    pub(super) feedback_loss: f64,
    /// Whether the plane can pad.
    pub(super) pads: bool,
    dice: Dice,
    next_timeout: Option<Instant>,
    pub(super) timeouts: u64,
    tenth: Tenth,
    pub(super) tenths: Vec<Tenth>,
}

impl Call {
    pub(super) fn new(link: Link, pictures: Pictures, first_bps: u64, seed: u64) -> Self {
        let epoch = start();
        Self {
            epoch,
            now_us: 0,
            sender: Sender::new(epoch, first_bps),
            wire: Wire::new(link, seed),
            pictures,
            layer: None,
            key_frame: true,
            queue: VecDeque::new(),
            flying: VecDeque::new(),
            arrivals: Arrivals::new(epoch),
            feedback: VecDeque::new(),
            feedback_loss: 0.0,
            pads: true,
            dice: Dice::new(seed + 1_000_000),
            next_timeout: None,
            timeouts: 0,
            tenth: Tenth::default(),
            tenths: Vec::new(),
        }
    }

    pub(super) fn link(&self) -> &Link {
        &self.wire.link
    }

    /// Makes the way longer, in ms.
    pub(super) fn lengthen(&mut self, by_ms: f64) {
        self.wire.link.delay_ms += by_ms;
    }

    fn now(&self) -> Instant {
        self.at(self.now_us)
    }

    fn at(&self, us: i64) -> Instant {
        self.epoch + Duration::from_micros(us as u64)
    }

    /// Goes on until so many seconds after the beginning.
    pub(super) fn run(&mut self, until: f64) -> &mut Self {
        while (self.now_us as f64) < until * 1e6 {
            self.now_us += 1_000;
            self.receive();
            self.answer();
            self.choose();
            self.produce();
            if self.next_timeout.is_some_and(|due| self.now() >= due) {
                self.sender.timeout(self.now());
                self.timeouts += 1;
            }
            self.flush();
            self.next_timeout = self.sender.deadline();
            if self.now_us % 100_000 == 0 {
                self.tenth.estimate = self.sender.estimate_bps() as f64;
                self.tenth.layer = self.layer;
                self.tenths.push(std::mem::take(&mut self.tenth));
            }
        }
        self
    }

    /// The tenths from one second to another.
    pub(super) fn between(&self, from: f64, to: f64) -> &[Tenth] {
        &self.tenths[(from * 10.0) as usize..(to * 10.0) as usize]
    }

    /// An average of something over some seconds.
    pub(super) fn mean(&self, from: f64, to: f64, of: fn(&Tenth) -> f64) -> f64 {
        let tenths = self.between(from, to);
        tenths.iter().map(of).sum::<f64>() / tenths.len() as f64
    }

    /// The most but for a twentieth of the time.
    pub(super) fn mostly(&self, from: f64, to: f64, of: fn(&Tenth) -> f64) -> f64 {
        let mut all: Vec<f64> = self.between(from, to).iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() * 95 / 100]
    }

    /// When, in seconds after `from`, something held for the first time; infinite if it did not.
    pub(super) fn first(&self, from: f64, holds: impl Fn(&Tenth) -> bool) -> f64 {
        let place = self.tenths[(from * 10.0) as usize..].iter().position(holds);
        place.map_or(f64::INFINITY, |place| place as f64 / 10.0)
    }

    fn receive(&mut self) {
        while let Some(place) = self.flying.iter().position(|packet| packet.0 <= self.now_us) {
            let Some((at_us, sequence, size, voice)) = self.flying.remove(place) else { return };
            self.tenth.arrived += size as f64 * 80.0;
            self.tenth.voice.1 += u32::from(voice);
            self.arrivals.arrived(self.at(at_us), sequence, size);
        }
    }

    fn answer(&mut self) {
        let now = self.now();
        while self.arrivals.deadline().is_some_and(|due| now >= due) {
            let mut buffer = [0; 1_200];
            let Some(written) = self.arrivals.write(now, &mut buffer) else { break };
            let delay_us = (self.wire.link.delay_ms + self.dice.roll() * self.wire.link.jitter_ms) * 1e3;
            if self.dice.roll() >= self.feedback_loss && self.wire.link.rate(self.now_us) > 0.0 {
                self.feedback.push_back((self.now_us + delay_us as i64, buffer[..written.bytes].to_vec()));
            }
        }
        while self.feedback.front().is_some_and(|(at_us, _)| *at_us <= self.now_us) {
            let Some((_, fci)) = self.feedback.pop_front() else { break };
            assert_eq!(self.sender.feedback(now, &fci), Ok(()));
        }
    }

    /// Chooses layers every 100 ms, as the relay does.
    fn choose(&mut self) {
        if self.now_us % 100_000 != 0 {
            return;
        }
        let estimate = self.sender.estimate_bps();
        let demand = match self.pictures {
            Pictures::Elastic(most) => Demand { next_bps: most as u64, desired_bps: most as u64 },
            Pictures::None => Demand { next_bps: 0, desired_bps: AUDIO_RESERVE_BPS },
            Pictures::Camera(layers) => {
                let picture = Picture {
                    kind: MediaKind::Camera,
                    height: 720,
                    rates: layers.map(Some),
                    current: self.layer,
                    may_rise: true,
                };
                let plan = allocate(estimate, 1, &[picture]);
                self.key_frame |= plan.layers[0] != self.layer;
                self.layer = plan.layers[0];
                Demand { next_bps: plan.next_bps, desired_bps: plan.desired_bps }
            }
        };
        self.sender.want(self.now(), demand);
    }

    fn produce(&mut self) {
        if self.now_us % 20_000 == 0 {
            self.tenth.voice.0 += 1;
            self.send(AUDIO_BYTES, Class::Audio, true);
        }
        if self.now_us % 33_000 != 0 {
            return;
        }
        let estimate = self.sender.estimate_bps() as f64;
        let rate = match self.pictures {
            Pictures::Elastic(most) => (estimate * 0.95 - 44_000.0).clamp(0.0, most),
            Pictures::Camera(layers) => self.layer.map_or(0.0, |layer| layers[layer] as f64),
            Pictures::None => return,
        };
        // The plane's queue is bounded, an encoder skips frames, too.
        if self.queue.iter().sum::<usize>() as f64 * 8.0 > estimate * 0.5 {
            return;
        }
        let swing = 0.7 + 0.6 * self.dice.roll();
        let large = if std::mem::take(&mut self.key_frame) { 4.0 } else { 1.0 };
        let mut bytes = (rate * 0.033 / 8.0 * swing * large) as usize;
        while bytes > 0 {
            let size = bytes.min(VIDEO_BYTES);
            self.queue.push_back(size.max(60));
            bytes -= size;
        }
    }

    fn flush(&mut self) {
        let now = self.now();
        while let Some(&size) = self.queue.front() {
            if self.sender.budget(now, Class::Video) == 0 {
                assert!(self.sender.resume(now) > now, "no budget, but to be resumed at once");
                break;
            }
            self.queue.pop_front();
            self.send(size, Class::Video, false);
        }
        while self.pads && self.sender.budget(now, Class::Padding) > 0 {
            let size = self.sender.budget(now, Class::Padding).clamp(100, VIDEO_BYTES);
            self.tenth.padding += size as f64 * 80.0;
            self.send(size, Class::Padding, false);
        }
    }

    fn send(&mut self, size: usize, class: Class, voice: bool) {
        let sequence = self.sender.sent(self.now(), size, class);
        if let Some((at_us, waited_us)) = self.wire.send(self.now_us, size) {
            self.tenth.queued_ms = self.tenth.queued_ms.max(waited_us as f64 / 1e3);
            self.flying.push_back((at_us, sequence, size, voice));
        }
    }
}
