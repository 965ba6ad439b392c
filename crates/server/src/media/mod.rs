//! The relay's thread: one UDP socket, one clock, and the commands of the clinic. What is forwarded is decided in `relay`.

mod socket;

use std::net::SocketAddr;

use relay::{Answer, Config, Event, OfferError, Output, Relay};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use visit::Admission;
use visit::ids::{SeatId, VisitId};
use visit::wire::MediaKind;

use self::socket::MediaSocket;
use crate::edge;

/// Datagrams taken in before others get a turn. Lower switches more; higher lets one burst delay everything else.
const BURST: usize = 64;

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
}

/// What the relay tells the clinic.
pub(crate) enum MediaEvent {
    /// An offer was answered, or cannot be.
    Answered { visit: VisitId, seat: SeatId, answer: Result<Answer, OfferError> },
    /// Something happened to a connection.
    Relay(Event),
}

/// The way to the relay's thread; dropping it ends the thread.
pub(crate) type Media = UnboundedSender<MediaCommand>;

/// Starts the relay on `socket`, which clients reach at `address`.
///
/// # Errors
/// If the thread cannot be started or nobody could reach the address.
pub(crate) fn start(
    socket: std::net::UdpSocket,
    address: SocketAddr,
    told: impl Fn(MediaEvent) + Send + 'static,
) -> std::io::Result<Media> {
    let relay = Relay::new(Config { addresses: vec![address] }).map_err(std::io::Error::other)?;
    let (commands, inbox) = unbounded_channel();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("relay".into()).spawn(move || {
        runtime.block_on(async {
            match MediaSocket::new(socket) {
                Ok(socket) => run(relay, socket, address, inbox, told).await,
                Err(error) => tracing::error!(%error, "the media socket cannot be used"),
            }
        });
    })?;
    Ok(commands)
}

async fn run(
    mut relay: Relay,
    mut socket: MediaSocket,
    address: SocketAddr,
    mut inbox: UnboundedReceiver<MediaCommand>,
    told: impl Fn(MediaEvent),
) {
    loop {
        let due = loop {
            match relay.poll() {
                Output::Event(event) => told(MediaEvent::Relay(event)),
                Output::Wait(due) => break due,
            }
        };
        for message in relay.outgoing() {
            socket.send(&message).await;
        }
        relay.sent();
        let timer = async {
            match due {
                Some(due) => tokio::time::sleep_until(due.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            command = inbox.recv() => match command {
                Some(command) => obey(&mut relay, command, &told),
                None => return,
            },
            () = timer => relay.timeout(edge::instant()),
            ready = socket.readable() => {
                if ready.is_err() {
                    return;
                }
                let now = edge::instant();
                let mut left = BURST;
                while left > 0 {
                    let taken = socket.receive(|source, datagram| relay.datagram(now, source, address, datagram));
                    left = if taken == 0 { 0 } else { left.saturating_sub(taken) };
                }
            }
        }
    }
}

fn obey(relay: &mut Relay, command: MediaCommand, told: &impl Fn(MediaEvent)) {
    let now = edge::instant();
    match command {
        MediaCommand::Join { admission, offer } => {
            let (visit, seat) = (admission.visit().clone(), admission.seat().clone());
            let answer = relay.join(now, admission, &offer);
            told(MediaEvent::Answered { visit, seat, answer });
        }
        MediaCommand::Leave { visit, seat } => relay.leave(now, &visit, &seat),
        MediaCommand::End { visit } => relay.end(now, &visit),
        MediaCommand::Want { visit, receiver, of, kind, height } => {
            relay.want(now, &visit, &receiver, &of, kind, height);
        }
    }
}
