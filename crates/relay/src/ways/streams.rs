//! All streams together: bytes in, datagrams out, and back. Which bytes are a datagram is known to `framing`, who may send any to `turn`.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::addresses::{self, Addresses, Family};
use super::backlog::{Backlog, Kind, LIMIT};
use super::credentials::{Issuer, Person};
use super::framing::{Framing, FramingError, Reader, write_ice_tcp};
use super::turn::{Inward, Session, Shared};
use crate::MAX_DATAGRAM_BYTES;

/// How long a stream may stay before it is good for something. Lower turns away slow networks; higher lets strangers hold more of them.
const GRACE: Duration = Duration::from_secs(10);

/// How long an ICE-TCP stream may be silent. Clients check their connection every few seconds. Lower ends one in a tunnel
/// that would come back; higher keeps what is dead.
const SILENCE: Duration = Duration::from_secs(60);

/// What the streams need to know.
pub struct WaysConfig {
    /// The relay's candidates: where datagrams may go, and nowhere else. Clients can use those of one family only, so one
    /// should be IPv4, made up if need be: browsers ask for no other.
    pub addresses: Vec<SocketAddr>,
    /// Who may use TURN.
    pub issuer: Issuer,
    /// Which of several [`Ways`] this is: their streams' addresses differ. See [`Ways::lane`].
    pub lane: u8,
    /// Most streams at once. Each holds up to 100 kB, most of them next to nothing.
    pub max_streams: usize,
    /// Most allocations of TURN at once.
    pub max_allocations: usize,
}

/// A stream, as long as it is open. Never given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId(pub(crate) u64);

/// What a stream carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Datagrams for one of the relay's candidates (RFC 6544).
    IceTcp {
        /// Which one: where the client connected to, as it was told.
        candidate: SocketAddr,
    },
    /// TURN (RFC 8656), over TLS or not.
    Turn,
}

/// There are as many streams as may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are as many streams as may be")]
pub struct Full;

/// A datagram for the relay.
pub struct Datagram<'a> {
    /// Whose it is: the stream's address in the relay.
    pub source: SocketAddr,
    /// One of the relay's candidates.
    pub destination: SocketAddr,
    /// At most 1,500 bytes.
    pub bytes: &'a mut [u8],
}

/// What the server is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Write what is [`Ways::pending`] for a stream, and say how much of it went with [`Ways::written`].
    Write(StreamId),
    /// Close a stream. It is forgotten here.
    Close(StreamId, Reason),
}

/// Why a stream is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It cannot be read any further.
    #[error(transparent)]
    Framing(#[from] FramingError),
    /// A message is no STUN message.
    #[error("a malformed STUN message")]
    Malformed,
    /// Nobody proved to be anyone, too often.
    #[error("too many requests without credentials")]
    Unauthenticated,
    /// More requests than any client needs.
    #[error("too many requests")]
    Flood,
    /// Nothing came of it in time, or it has been silent for too long, or its allocation was not refreshed.
    #[error("nothing came in time")]
    Timeout,
    /// It takes less than must be written.
    #[error("the stream takes too little")]
    Stuck,
    /// The server said so.
    #[error("ended by the server")]
    Ended,
}

/// What was counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WaysStatistics {
    /// Streams there are.
    pub streams: usize,
    /// Allocations there are.
    pub allocations: usize,
    /// Datagrams from clients for the relay.
    pub datagrams_in: u64,
    /// Datagrams of the relay for clients.
    pub datagrams_out: u64,
    /// Of these, not taken: media for a stream that takes too little.
    pub dropped_backlog: u64,
    /// For an address that is nobody's any more, or for a client that has not asked for any; or longer than any may be.
    pub dropped_unknown: u64,
    /// Requests of TURN that were refused, each client's first one among them.
    pub refused: u64,
}

/// What a stream is used for, and what is known of that use.
enum State {
    IceTcp {
        candidate: SocketAddr,
        address: SocketAddr,
        /// The relay has answered, which it does to those who know a connection's password.
        proven: bool,
    },
    Turn(Box<Session>),
}

struct Stream {
    reader: Reader,
    backlog: Backlog,
    state: State,
    opened: Instant,
    heard: Instant,
    /// When it is looked at again.
    due: Instant,
    /// Whether the server was told to write, and has not yet.
    announced: bool,
}

impl Stream {
    fn deadline(&self) -> Instant {
        match &self.state {
            State::IceTcp { proven: true, .. } => self.heard + SILENCE,
            State::IceTcp { proven: false, .. } => self.opened + GRACE,
            State::Turn(session) => session.deadline(GRACE),
        }
    }

    /// Reads what came; hands datagrams on.
    fn read(
        &mut self,
        now: Instant,
        mut bytes: &mut [u8],
        shared: &mut Shared,
        mut plane: impl FnMut(Datagram<'_>),
    ) -> Result<(), Reason> {
        self.heard = now;
        while let Some(frame) = self.reader.next(&mut bytes)? {
            match &mut self.state {
                State::IceTcp { candidate, address, .. } => {
                    plane(Datagram { source: *address, destination: *candidate, bytes: frame });
                }
                State::Turn(session) => {
                    let inward = session.hear(now, frame, shared, self.backlog.end())?;
                    if self.backlog.len() > LIMIT {
                        return Err(Reason::Stuck);
                    }
                    if let Some(Inward { source, destination, place }) = inward
                        && let Some(bytes) = frame.get_mut(place)
                        && (1..=MAX_DATAGRAM_BYTES).contains(&bytes.len())
                    {
                        plane(Datagram { source, destination, bytes });
                    }
                }
            }
        }
        Ok(())
    }
}

/// The ways into the relay that are streams. See the module's documentation for how to drive it.
pub struct Ways {
    shared: Shared,
    streams: HashMap<StreamId, Stream>,
    max_streams: usize,
    next: u64,
    timers: BTreeSet<(Instant, StreamId)>,
    outputs: VecDeque<Output>,
    statistics: WaysStatistics,
}

impl Ways {
    /// No streams yet.
    pub fn new(config: WaysConfig) -> Self {
        let shared = Shared {
            issuer: config.issuer,
            peers: config.addresses,
            lane: config.lane,
            addresses: Addresses::new(config.lane),
            max_allocations: config.max_allocations,
            allocations: 0,
            people: HashMap::new(),
            refused: 0,
        };
        Self {
            shared,
            streams: HashMap::new(),
            max_streams: config.max_streams,
            next: 0,
            timers: BTreeSet::new(),
            outputs: VecDeque::new(),
            statistics: WaysStatistics::default(),
        }
    }

    /// Which lane's streams an address is of; `None` for addresses that packets come from.
    ///
    /// A datagram of the relay for such an address goes to the [`Ways`] of that lane. A packet that claims to come from one
    /// must be dropped where it is received.
    pub fn lane(address: SocketAddr) -> Option<u8> {
        addresses::lane(address)
    }

    /// Takes a new stream.
    ///
    /// # Errors
    /// [`Full`].
    pub fn open(&mut self, now: Instant, way: Way) -> Result<StreamId, Full> {
        if self.streams.len() >= self.max_streams {
            return Err(Full);
        }
        self.next += 1;
        let id = StreamId(self.next);
        let (framing, state) = match way {
            Way::IceTcp { candidate } => {
                let address = self.shared.addresses.take(Family::of(candidate), id);
                (Framing::IceTcp, State::IceTcp { candidate, address, proven: false })
            }
            Way::Turn => (Framing::Turn, State::Turn(Box::new(Session::new(now, id)))),
        };
        let due = now + GRACE;
        let reader = Reader::new(framing);
        let backlog = Backlog::default();
        self.streams.insert(id, Stream { reader, backlog, state, opened: now, heard: now, due, announced: false });
        self.timers.insert((due, id));
        Ok(id)
    }

    /// Takes bytes that came on a stream, and gives `plane` the datagrams in them.
    pub fn bytes(&mut self, now: Instant, id: StreamId, bytes: &mut [u8], mut plane: impl FnMut(Datagram<'_>)) {
        let Some(stream) = self.streams.get_mut(&id) else { return };
        let count = &mut self.statistics.datagrams_in;
        let read = stream.read(now, bytes, &mut self.shared, |datagram| {
            *count += 1;
            plane(datagram);
        });
        if let Err(reason) = read {
            return self.give_up(now, id, reason);
        }
        if stream.backlog.len() > 0 && !stream.announced {
            stream.announced = true;
            self.outputs.push_back(Output::Write(id));
        }
        let deadline = stream.deadline();
        if deadline < stream.due {
            self.timers.remove(&(stream.due, id));
            self.timers.insert((deadline, id));
            stream.due = deadline;
        }
    }

    /// Takes a datagram of the relay for a stream's address. What there is no room for is dropped, media first.
    pub fn send(&mut self, now: Instant, destination: SocketAddr, datagram: &[u8]) {
        let id = self.shared.addresses.owner(destination);
        let Some((id, stream)) = id.and_then(|id| self.streams.get_mut(&id).map(|stream| (id, stream))) else {
            self.statistics.dropped_unknown += 1;
            return;
        };
        let kind = Kind::of(datagram);
        if stream.backlog.len() + datagram.len() > kind.limit() {
            if kind.is_needed() {
                return self.give_up(now, id, Reason::Stuck);
            }
            self.statistics.dropped_backlog += 1;
            return;
        }
        let out = stream.backlog.end();
        let taken = datagram.len() <= MAX_DATAGRAM_BYTES
            && match &mut stream.state {
                State::IceTcp { proven, .. } => {
                    *proven = true;
                    write_ice_tcp(out, datagram).is_ok()
                }
                State::Turn(session) => session.write(now, datagram, out),
            };
        if !taken {
            self.statistics.dropped_unknown += 1;
            return;
        }
        self.statistics.datagrams_out += 1;
        if !stream.announced {
            stream.announced = true;
            self.outputs.push_back(Output::Write(id));
        }
    }

    /// What to do next; `None` until after the next call.
    pub fn poll(&mut self) -> Option<Output> {
        let output = self.outputs.pop_front()?;
        if let Output::Write(id) = output
            && let Some(stream) = self.streams.get_mut(&id)
        {
            stream.announced = false;
        }
        Some(output)
    }

    /// What is to be written to a stream, in one piece; frames that came since the last time lie side by side.
    pub fn pending(&self, id: StreamId) -> &[u8] {
        self.streams.get(&id).map_or(&[], |stream| stream.backlog.pending())
    }

    /// Takes note that the first `count` bytes of what was pending are written. The rest stays pending, without a new
    /// [`Output::Write`]: the server writes it when the stream takes more.
    pub fn written(&mut self, id: StreamId, count: usize) {
        if let Some(stream) = self.streams.get_mut(&id) {
            stream.backlog.written(count);
        }
    }

    /// Takes note that a stream is closed.
    pub fn closed(&mut self, now: Instant, id: StreamId) {
        self.forget(now, id);
    }

    /// Closes the TURN streams of someone who left, or whose visit is over.
    pub fn end(&mut self, now: Instant, person: &Person) {
        let is_theirs = |stream: &Stream| matches!(&stream.state, State::Turn(session) if session.is_of(person));
        let theirs: Vec<StreamId> =
            self.streams.iter().filter(|(_, stream)| is_theirs(stream)).map(|(id, _)| *id).collect();
        theirs.into_iter().for_each(|id| self.give_up(now, id, Reason::Ended));
    }

    /// When [`Ways::timeout`] is to be called, at the latest.
    pub fn deadline(&self) -> Option<Instant> {
        self.timers.first().map(|(due, _)| *due)
    }

    /// Lets time pass.
    pub fn timeout(&mut self, now: Instant) {
        while let Some(&(due, id)) = self.timers.first().filter(|(due, _)| *due <= now) {
            let Some(stream) = self.streams.get_mut(&id) else {
                self.timers.remove(&(due, id));
                continue;
            };
            let deadline = stream.deadline();
            if deadline <= now {
                self.give_up(now, id, Reason::Timeout);
            } else {
                stream.due = deadline;
                self.timers.remove(&(due, id));
                self.timers.insert((deadline, id));
            }
        }
    }

    /// What was counted so far.
    pub fn statistics(&self) -> WaysStatistics {
        WaysStatistics {
            streams: self.streams.len(),
            allocations: self.shared.allocations,
            refused: self.shared.refused,
            ..self.statistics
        }
    }

    fn give_up(&mut self, now: Instant, id: StreamId, reason: Reason) {
        if self.forget(now, id) {
            self.outputs.push_back(Output::Close(id, reason));
        }
    }

    fn forget(&mut self, now: Instant, id: StreamId) -> bool {
        let Some(mut stream) = self.streams.remove(&id) else { return false };
        self.timers.remove(&(stream.due, id));
        match &mut stream.state {
            State::IceTcp { address, .. } => self.shared.addresses.release(*address),
            State::Turn(session) => session.release(now, &mut self.shared),
        }
        true
    }
}
