//! A seeded network: delay, loss, reordering, duplication. The same seed gives the same network.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// What a network does to each datagram, either way.
#[derive(Clone, Copy)]
pub struct Link {
    pub delay: Duration,
    /// Added at random, so that datagrams overtake each other.
    pub jitter: Duration,
    /// Out of a thousand.
    pub lost: u64,
    /// Out of a thousand.
    pub doubled: u64,
    /// Bits per second each way; what would wait longer than [`QUEUE`] is lost.
    pub rate_bps: Option<u64>,
}

/// The longest queue of a link with a rate.
pub const QUEUE: Duration = Duration::from_millis(300);

impl Link {
    pub const PERFECT: Self =
        Self { delay: Duration::from_millis(5), jitter: Duration::ZERO, lost: 0, doubled: 0, rate_bps: None };
    pub const ROUGH: Self = Self {
        delay: Duration::from_millis(30),
        jitter: Duration::from_millis(8),
        lost: 50,
        doubled: 20,
        rate_bps: None,
    };
    pub const DEAD: Self = Self { lost: 1_000, ..Self::PERFECT };
}

/// SplitMix64: small, seeded, good enough to lose packets with.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        if most == 0 { 0 } else { self.next() % most }
    }
}

type Datagram = (SocketAddr, SocketAddr, Vec<u8>);

pub struct Network {
    pub link: Link,
    /// Links of single clients, by address.
    pub links: BTreeMap<SocketAddr, Link>,
    random: Random,
    count: u64,
    flying: BTreeMap<(Instant, u64), Datagram>,
    /// Datagrams sent, by destination.
    pub sent_to: BTreeMap<SocketAddr, u64>,
    /// Until when a link with a rate is busy, by source and destination.
    busy: BTreeMap<(SocketAddr, SocketAddr), Instant>,
}

impl Network {
    pub fn new(seed: u64, link: Link) -> Self {
        let random = Random(seed);
        let (links, flying, sent_to, busy) = Default::default();
        Self { link, links, random, count: 0, flying, sent_to, busy }
    }

    pub fn send(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, datagram: Vec<u8>) {
        *self.sent_to.entry(to).or_default() += 1;
        let link = *self.links.get(&from).or_else(|| self.links.get(&to)).unwrap_or(&self.link);
        let copies = if self.random.below(1_000) < link.doubled { 2 } else { 1 };
        for _ in 0..copies {
            if self.random.below(1_000) < link.lost {
                continue;
            }
            let mut start = now;
            if let Some(rate_bps) = link.rate_bps {
                let busy = self.busy.entry((from, to)).or_insert(now);
                start = now.max(*busy);
                if start - now > QUEUE {
                    continue;
                }
                *busy = start + Duration::from_micros(datagram.len() as u64 * 8_000_000 / rate_bps);
                start = *busy;
            }
            let jitter = Duration::from_micros(self.random.below(link.jitter.as_micros() as u64));
            self.count += 1;
            self.flying.insert((start + link.delay + jitter, self.count), (from, to, datagram.clone()));
        }
    }

    pub fn due(&self) -> Option<Instant> {
        self.flying.keys().next().map(|(due, _)| *due)
    }

    pub fn arrived(&mut self, now: Instant) -> Option<Datagram> {
        let entry = self.flying.first_entry().filter(|entry| entry.key().0 <= now)?;
        Some(entry.remove())
    }
}
