//! The relay's thread: its sockets, one clock, and the commands of the clinic. What is forwarded is decided in `relay`.

mod socket;
mod streams;

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use relay::ways::{Credentials, Issuer, Way, Ways, WaysConfig};
use relay::{Answer, Config, Event, OfferError, Output, Relay};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use visit::Admission;
use visit::ids::{SeatId, VisitId};
use visit::wire::{IceServer, MediaKind};

pub(crate) use self::socket::KERNEL_BUFFER;
use self::socket::MediaSocket;
pub(crate) use self::streams::Arrival;
use self::streams::Streams;
use crate::edge;

/// Datagrams taken in before others get a turn. Lower switches more; higher lets one burst delay everything else.
const BURST: usize = 64;

/// How long a person may begin to use TURN after they were told of it; what began goes on. Lower fails those who wait for long;
/// higher lets who steals credentials hold more of the relay's room, and nothing else.
const TURN_VALID: Duration = Duration::from_secs(12 * 3_600);

/// Streams at once. Each may hold 100 kB; most hold next to nothing.
const MAX_STREAMS: usize = 2_000;

/// What the clinic asks of the relay.
pub(crate) enum MediaCommand {
    /// Answer an admitted person's offer.
    Join { admission: Admission, offer: String },
    /// Close a person's connection.
    Leave { visit: VisitId, seat: SeatId },
    /// Close all connections of a visit.
    End { visit: VisitId },
    /// How large a receiver shows a picture.
    Want { visit: VisitId, receiver: SeatId, of: SeatId, kind: MediaKind, height: u16 },
    /// Take in someone who came over TCP.
    Arrive(Arrival),
}

/// What the relay tells the clinic.
pub(crate) enum MediaEvent {
    /// An offer was answered, or cannot be.
    Answered { visit: VisitId, seat: SeatId, answer: Result<Answer, OfferError> },
    /// Something happened to a connection.
    Relay(Event),
}

/// The way to the relay's thread, which ends when all of these are dropped.
#[derive(Clone)]
pub(crate) struct Media {
    commands: UnboundedSender<MediaCommand>,
    issuer: Issuer,
    /// Where clients find TURN (RFC 7065).
    turn: Vec<String>,
    /// How many people the relay has room for.
    pub(crate) places: usize,
}

impl Media {
    pub(crate) fn tell(&self, command: MediaCommand) {
        // The relay ends before the server does only if it failed, and then the server ends too.
        let _ = self.commands.send(command);
    }

    /// The ways to the relay that a person may use beside its candidates.
    pub(crate) fn ice_servers(&self, visit: &VisitId, seat: &SeatId) -> Vec<IceServer> {
        if self.turn.is_empty() {
            return vec![];
        }
        let Credentials { username, password } = self.issuer.issue(edge::instant(), visit, seat, TURN_VALID);
        vec![IceServer { urls: self.turn.clone(), username, credential: password }]
    }

    /// Waits until the relay has ended.
    pub(crate) async fn closed(&self) {
        self.commands.closed().await;
    }
}

/// Where the relay listens.
pub(crate) struct Sockets {
    /// For datagrams. Does not block.
    pub(crate) udp: std::net::UdpSocket,
    /// For streams of them. Does not block.
    pub(crate) tcp: std::net::TcpListener,
    /// Where clients reach both: at least one.
    pub(crate) addresses: Vec<SocketAddr>,
    /// Where they find TURN (RFC 7065).
    pub(crate) turn: Vec<String>,
    /// How many people the relay has room for.
    pub(crate) places: usize,
}

/// Starts the relay.
///
/// # Errors
/// If the thread cannot be started, nobody could reach the address, or there is no randomness for credentials.
pub(crate) fn start(sockets: Sockets, told: impl Fn(MediaEvent) + Send + 'static) -> std::io::Result<Media> {
    let Sockets { udp, tcp, addresses, turn, places } = sockets;
    let config = Config { udp: addresses.clone(), tcp: addresses.clone() };
    let relay = Relay::new(config).map_err(std::io::Error::other)?;
    let key = edge::key().ok_or_else(|| std::io::Error::other("the operating system has no randomness"))?;
    let issuer = Issuer::new(&key, edge::instant(), edge::now().0 / 1_000);
    let ways = Ways::new(WaysConfig {
        addresses: addresses.clone(),
        issuer: issuer.clone(),
        lane: 0,
        max_streams: MAX_STREAMS,
        max_allocations: MAX_STREAMS,
    });
    let (commands, inbox) = unbounded_channel();
    let people = People { issuer: issuer.clone(), seats: HashMap::new() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("relay".into()).spawn(move || {
        runtime.block_on(async {
            match MediaSocket::new(udp).and_then(|udp| Ok((udp, TcpListener::from_std(tcp)?))) {
                Ok((socket, listener)) => {
                    let plane = Plane { relay, streams: Streams::new(ways), people, addresses };
                    run(plane, socket, listener, inbox, told).await;
                }
                Err(error) => tracing::error!(%error, "the media sockets cannot be used"),
            }
        });
    })?;
    Ok(Media { commands, issuer, turn, places })
}

/// Who has asked for a connection. When they leave, their streams are closed.
struct People {
    issuer: Issuer,
    seats: HashMap<VisitId, HashSet<SeatId>>,
}

/// What the thread drives.
struct Plane {
    relay: Relay,
    streams: Streams,
    people: People,
    addresses: Vec<SocketAddr>,
}

async fn run(
    mut plane: Plane,
    mut socket: MediaSocket,
    listener: TcpListener,
    mut inbox: UnboundedReceiver<MediaCommand>,
    told: impl Fn(MediaEvent),
) {
    loop {
        let due = plane.settle(&socket, &told).await;
        let timer = async {
            match due {
                Some(due) => tokio::time::sleep_until(due.into()).await,
                None => std::future::pending().await,
            }
        };
        // In no order: none of them may keep the others waiting.
        tokio::select! {
            command = inbox.recv() => match command {
                Some(command) => plane.obey(command, &told),
                None => return,
            },
            () = timer => plane.timeout(),
            ready = socket.readable() => {
                if ready.is_err() {
                    return;
                }
                plane.receive(&mut socket);
            }
            (id, side) = plane.streams.wait() => {
                let Plane { relay, streams, .. } = &mut plane;
                let now = edge::instant();
                streams.ready(now, id, side, |datagram| {
                    relay.datagram(now, datagram.source, datagram.destination, datagram.bytes);
                });
            }
            Ok((tcp, _)) = listener.accept() => {
                // A client that is gone again is nobody's loss.
                let _ = plane.welcome(tcp);
            }
        }
    }
}

impl Plane {
    /// Tells what happened, sends what is to be sent, and says when time is to pass.
    async fn settle(&mut self, socket: &MediaSocket, told: &impl Fn(MediaEvent)) -> Option<Instant> {
        let Self { relay, streams, .. } = self;
        let due = loop {
            match relay.poll() {
                Output::Event(event) => told(MediaEvent::Relay(event)),
                Output::Wait(due) => break due,
            }
        };
        let now = edge::instant();
        for message in relay.outgoing() {
            match Ways::lane(message.destination) {
                None => socket.send(&message).await,
                Some(_) => streams.send(now, &message),
            }
        }
        relay.sent();
        streams.settle(now);
        due.into_iter().chain(streams.deadline()).min()
    }

    fn timeout(&mut self) {
        let now = edge::instant();
        self.relay.timeout(now);
        self.streams.timeout(now);
    }

    fn receive(&mut self, socket: &mut MediaSocket) {
        let Self { relay, addresses, .. } = self;
        let Some(&address) = addresses.first() else { return };
        let now = edge::instant();
        let mut left = BURST;
        while left > 0 {
            let taken = socket.receive(|source, datagram| {
                // Nobody can be where streams seem to be.
                if Ways::lane(source).is_none() {
                    relay.datagram(now, source, address, datagram);
                }
            });
            left = if taken == 0 { 0 } else { left.saturating_sub(taken) };
        }
    }

    /// Takes in someone who came to the media port.
    fn welcome(&mut self, tcp: TcpStream) -> std::io::Result<()> {
        tcp.set_nodelay(true)?;
        let local = tcp.local_addr()?.ip().to_canonical();
        let candidate = self.addresses.iter().find(|address| address.is_ipv4() == local.is_ipv4());
        if let Some(&candidate) = candidate {
            self.arrive(Arrival::new(tcp, None, Way::IceTcp { candidate })?);
        }
        Ok(())
    }

    fn arrive(&mut self, arrival: Arrival) {
        let Self { relay, streams, .. } = self;
        let now = edge::instant();
        streams.add(now, arrival, |datagram| {
            relay.datagram(now, datagram.source, datagram.destination, datagram.bytes);
        });
    }

    fn obey(&mut self, command: MediaCommand, told: &impl Fn(MediaEvent)) {
        let Self { relay, streams, people, .. } = self;
        let now = edge::instant();
        match command {
            MediaCommand::Join { admission, offer } => {
                let (visit, seat) = (admission.visit().clone(), admission.seat().clone());
                people.seats.entry(visit.clone()).or_default().insert(seat.clone());
                let answer = relay.join(now, admission, &offer);
                told(MediaEvent::Answered { visit, seat, answer });
            }
            MediaCommand::Leave { visit, seat } => {
                relay.leave(now, &visit, &seat);
                streams.end(now, &people.issuer.person(&visit, &seat));
            }
            MediaCommand::End { visit } => {
                relay.end(now, &visit);
                for seat in people.seats.remove(&visit).unwrap_or_default() {
                    streams.end(now, &people.issuer.person(&visit, &seat));
                }
            }
            MediaCommand::Want { visit, receiver, of, kind, height } => {
                relay.want(now, &visit, &receiver, &of, kind, height);
            }
            MediaCommand::Arrive(arrival) => self.arrive(arrival),
        }
    }
}
