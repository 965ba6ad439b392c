//! One person's connection: its transport, its slots, what is known of its streams. What goes from one to another lives in `room`.

mod control;
mod egress;
mod ingress;

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use visit::ids::SeatId;
use visit::wire::{MediaKind, Quality};

use crate::allowance::Allowance;
use crate::arena::Arena;
use crate::congestion::Demand;
use crate::link::{FIRST_ESTIMATE_BPS, Link};
use crate::quality::Measured;
use crate::sdp::{Connection, Offer};
use crate::slot::Slot;
use crate::stream::incoming::Incoming;
use crate::transport::{Change, Identity, Request, Transport};
use control::Round;
pub(crate) use egress::Queued;
use egress::Queues;
pub(crate) use ingress::Taken;

/// After loss or delay was seen, the estimate is believed even where it is lower than [`FIRST_ESTIMATE_BPS`] for this long.
/// Before, a low estimate tells that little was sent, or that a computer was busy. Shorter makes pictures flap on a weak link.
const TROUBLE: Duration = Duration::from_secs(30);

/// Silence after which a client counts as lost, and is sent nothing any more. Firefox checks the way every 5 seconds.
/// Shorter takes a moment without network for a loss; longer lets others wait for someone who is gone.
const LOST_AFTER: Duration = Duration::from_secs(8);

/// Most addresses remembered per connection. A phone that changes networks has a few.
const MAX_ADDRESSES: usize = 8;

/// What a session tells its room.
pub(crate) enum Happened {
    /// The receiver needs a key frame on this slot.
    KeyFrameWanted(usize),
    /// A packet of this slot did not arrive.
    RepairWanted(usize, u16),
    /// Media can flow.
    Connected,
    /// Nothing is heard from the person any more.
    Lost,
    /// They are heard again.
    Back,
    /// The connection was measured.
    Measured(Measured),
}

/// One connection.
pub(crate) struct Session {
    pub(crate) id: u64,
    pub(crate) seat: SeatId,
    pub(crate) slots: Vec<Slot>,
    /// Where someone's track goes: by their place in the room and the track's among theirs, the place of a slot.
    pub(crate) routes: Vec<[Option<u8>; 3]>,
    /// Heights shown, where the person said so.
    pub(crate) wants: HashMap<(SeatId, MediaKind), u16>,
    pub(crate) joined: Instant,
    pub(crate) connected: bool,
    pub(crate) lost: Option<Instant>,
    /// The connection failed, or the client closed it.
    pub(crate) finished: bool,
    pub(crate) failed: bool,
    pub(crate) quality: Option<Quality>,
    /// Since when a picture is worse than it could be.
    pub(crate) coarse: Option<Instant>,
    /// Since when a picture is left out.
    pub(crate) missing: Option<Instant>,
    pub(crate) allowance: Allowance,
    /// Addresses that the client proved to have, the latest last.
    pub(crate) addresses: VecDeque<SocketAddr>,
    /// What its offers have in common.
    connection: Connection,
    /// How many of its offers were answered.
    pub(crate) answers: u32,
    transport: Transport,
    incoming: Incoming,
    link: Link,
    queues: Queues,
    round: Round,
    /// When the client was heard last.
    heard: Instant,
    /// When the way to the person was last seen to suffer.
    trouble: Option<Instant>,
    /// The latest measurement.
    measured: Option<Measured>,
    /// The SSRC under which the relay speaks of the client's streams.
    own_ssrc: u32,
}

impl Session {
    /// A connection that is still to be made; `None` if there is no randomness.
    pub(crate) fn new(identity: &Identity, now: Instant, id: u64, seat: SeatId, offer: &Offer) -> Option<Self> {
        let transport = Transport::new(now, identity, offer.ufrag.clone(), offer.fingerprint)?;
        let lines = &offer.lines[offer.lines.len().min(3)..];
        let ssrcs = random_ssrcs(2 * lines.len() + 1)?;
        let slots = lines
            .iter()
            .enumerate()
            .map(|(place, line)| Slot::new(line, &offer.extensions, (ssrcs[2 * place], ssrcs[2 * place + 1])));
        Some(Self {
            id,
            seat,
            slots: slots.collect(),
            routes: vec![],
            wants: HashMap::new(),
            joined: now,
            connected: false,
            lost: None,
            finished: false,
            failed: false,
            quality: None,
            coarse: None,
            missing: None,
            allowance: Allowance::default(),
            addresses: VecDeque::new(),
            connection: offer.connection(),
            answers: 1,
            transport,
            incoming: Incoming::new(offer),
            link: Link::new(now, offer),
            queues: Queues::default(),
            round: Round::new(now, id),
            heard: now,
            trouble: None,
            measured: None,
            own_ssrc: ssrcs[2 * lines.len()],
        })
    }

    /// The relay's ICE credentials for this connection: username fragment and password.
    pub(crate) fn credentials(&self) -> (&str, &str) {
        self.transport.credentials()
    }

    /// Whether an offer is for this connection, to look for another way (RFC 8445 §2.4), and not for a new one.
    pub(crate) fn goes_on_with(&self, offer: &Offer) -> bool {
        !self.finished && self.connection == offer.connection()
    }

    /// Looks for a way anew; everything else goes on. `None` if there is no randomness: then nothing has changed.
    pub(crate) fn restart(&mut self, ufrag: String) -> Option<()> {
        self.transport.restart(ufrag)?;
        self.answers += 1;
        Some(())
    }

    /// Whether media may be sent to the person now.
    pub(crate) fn receives(&self) -> bool {
        self.connected && self.lost.is_none()
    }

    /// Takes a connectivity check; `false` if it is not this client's.
    pub(crate) fn check(
        &mut self,
        now: Instant,
        source: SocketAddr,
        request: &Request<'_>,
        out: &mut Arena,
        happened: &mut Vec<Happened>,
    ) -> bool {
        let theirs = self.transport.check(now, source, request, out);
        if theirs {
            self.hear(now, happened);
        }
        theirs
    }

    /// Takes a DTLS datagram.
    pub(crate) fn handshake(&mut self, now: Instant, datagram: &[u8], out: &mut Arena, happened: &mut Vec<Happened>) {
        let change = self.transport.handshake(now, datagram, out);
        self.change(now, change, happened);
    }

    /// Remembers an address of the client's; returns one to forget.
    pub(crate) fn learn(&mut self, address: SocketAddr) -> Option<SocketAddr> {
        self.addresses.push_back(address);
        if self.addresses.len() > MAX_ADDRESSES { self.addresses.pop_front() } else { None }
    }

    /// Says goodbye to the client.
    pub(crate) fn close(&mut self, out: &mut Arena) {
        if !self.failed {
            self.transport.close(out);
        }
    }

    /// Takes note of a measurement; returns it with loss that counts.
    pub(crate) fn measure(&mut self, now: Instant, measured: Measured) -> Measured {
        let before = self.measured.replace(measured);
        let steadied = measured.steadied(before);
        if steadied.suffers_outwards() {
            self.trouble = Some(now);
        }
        steadied
    }

    /// Bits per second that may be sent to the person.
    pub(crate) fn budget_bps(&self, now: Instant) -> u64 {
        let troubled = self.trouble.is_some_and(|at| now.saturating_duration_since(at) < TROUBLE);
        let estimate_bps = self.link.estimate_bps();
        if troubled { estimate_bps } else { estimate_bps.max(FIRST_ESTIMATE_BPS) }
    }

    /// Tells what the choice of layers would do with more.
    pub(crate) fn aim_for(&mut self, now: Instant, demand: Demand) {
        self.link.want(now, demand);
    }

    /// An authentic datagram came in.
    fn hear(&mut self, now: Instant, happened: &mut Vec<Happened>) {
        self.heard = now;
        if self.lost.take().is_some() {
            happened.push(Happened::Back);
        }
    }

    fn change(&mut self, now: Instant, change: Change, happened: &mut Vec<Happened>) {
        match change {
            Change::None => {}
            Change::Connected => {
                self.connected = true;
                self.heard = now;
                happened.push(Happened::Connected);
            }
            Change::Closed => self.finished = true,
            Change::Failed => {
                self.finished = true;
                self.failed = true;
            }
        }
    }
}

/// Different numbers for streams; `None` if there is no randomness.
fn random_ssrcs(count: usize) -> Option<Vec<u32>> {
    let mut ssrcs = Vec::with_capacity(count);
    while ssrcs.len() < count {
        let mut bytes = [0; 4];
        aws_lc_rs::rand::fill(&mut bytes).ok()?;
        let ssrc = u32::from_ne_bytes(bytes);
        if ssrc != 0 && !ssrcs.contains(&ssrc) {
            ssrcs.push(ssrc);
        }
    }
    Some(ssrcs)
}
