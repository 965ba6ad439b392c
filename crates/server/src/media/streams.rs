//! People whose network has no UDP: bytes between their sockets and `relay::ways`, which knows what they mean.

use std::collections::HashMap;
use std::future::Future;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use relay::Message;
use relay::ways::{Datagram, Output, Person, StreamId, Way, Ways};
use socket2::SockRef;
use tokio::net::TcpStream;
use tokio_rustls::rustls::ServerConnection;

/// Bytes read at once, the longest TLS record among them.
const READ: usize = 16 * 1_024;
/// Bytes read of one stream before others get a turn. Lower switches more; higher lets one stream delay everything else.
const BURST: usize = 4 * READ;
/// Bytes in one TLS record, at most.
const RECORD: usize = 16 * 1_024;
/// Bytes that the kernel holds which it could not send yet. Lower wakes us more often; higher keeps media that comes too late.
const UNSENT: u32 = 16 * 1_024;

/// Someone who comes in over TCP.
pub(crate) struct Arrival {
    tcp: std::net::TcpStream,
    tls: Option<Box<ServerConnection>>,
    way: Way,
}

impl Arrival {
    /// A connection, and the TLS that was spoken on it so far.
    ///
    /// # Errors
    /// If it is no use any more.
    pub(crate) fn new(tcp: TcpStream, tls: Option<ServerConnection>, way: Way) -> io::Result<Self> {
        Ok(Self { tcp: tcp.into_std()?, tls: tls.map(Box::new), way })
    }
}

/// What a stream is waited for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Bytes,
    Room,
}

struct Pipe {
    tcp: Arc<TcpStream>,
    tls: Option<Box<ServerConnection>>,
    awaits_room: bool,
}

type Waiting = Pin<Box<dyn Future<Output = (StreamId, Side)>>>;

/// All streams of a relay.
pub(super) struct Streams {
    ways: Ways,
    pipes: HashMap<StreamId, Pipe>,
    waiting: FuturesUnordered<Waiting>,
    scratch: Vec<u8>,
}

impl Streams {
    pub(super) fn new(ways: Ways) -> Self {
        Self { ways, pipes: HashMap::new(), waiting: FuturesUnordered::new(), scratch: vec![0; READ] }
    }

    /// Takes someone in, unless there are too many.
    pub(super) fn add(&mut self, now: Instant, arrival: Arrival, plane: impl FnMut(Datagram<'_>)) {
        let Arrival { tcp, tls, way } = arrival;
        let Ok(tcp) = TcpStream::from_std(tcp) else { return };
        // Late media is of less use than none; what is not heeded costs delay only.
        let _ = SockRef::from(&tcp).set_tcp_notsent_lowat(UNSENT);
        let Ok(id) = self.ways.open(now, way) else { return };
        self.pipes.insert(id, Pipe { tcp: Arc::new(tcp), tls, awaits_room: false });
        // What came with the end of the handshake lies there already.
        self.ready(now, id, Side::Bytes, plane);
    }

    /// Waits until something can be done for a stream.
    pub(super) async fn wait(&mut self) -> (StreamId, Side) {
        match self.waiting.next().await {
            Some(ready) => ready,
            None => std::future::pending().await,
        }
    }

    /// Does it: hands on the datagrams that came, or writes what waited.
    pub(super) fn ready(&mut self, now: Instant, id: StreamId, side: Side, plane: impl FnMut(Datagram<'_>)) {
        match side {
            Side::Bytes => match self.read(now, id, plane) {
                Ok(()) => self.wait_for(id, Side::Bytes),
                Err(_) => self.lose(now, id),
            },
            Side::Room => {
                if let Some(pipe) = self.pipes.get_mut(&id) {
                    pipe.awaits_room = false;
                }
                self.write(now, id);
            }
        }
    }

    /// Takes datagrams of the relay for a stream.
    pub(super) fn send(&mut self, now: Instant, message: &Message<'_>) {
        message.datagrams().for_each(|datagram| self.ways.send(now, message.destination, datagram));
    }

    /// Writes what there is to write, and closes what is over. To be called once for a handful of the above.
    pub(super) fn settle(&mut self, now: Instant) {
        while let Some(output) = self.ways.poll() {
            match output {
                Output::Write(id) => self.write(now, id),
                Output::Close(id, _) => self.close(id),
            }
        }
    }

    /// Closes the streams of someone who left.
    pub(super) fn end(&mut self, now: Instant, person: &Person) {
        self.ways.end(now, person);
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.ways.deadline()
    }

    pub(super) fn timeout(&mut self, now: Instant) {
        self.ways.timeout(now);
    }

    fn wait_for(&mut self, id: StreamId, side: Side) {
        let Some(pipe) = self.pipes.get(&id) else { return };
        let tcp = Arc::clone(&pipe.tcp);
        self.waiting.push(Box::pin(async move {
            // An error shows again when the stream is used.
            let _ = match side {
                Side::Bytes => tcp.readable().await,
                Side::Room => tcp.writable().await,
            };
            (id, side)
        }));
    }

    /// Reads what is there, up to a bound.
    fn read(&mut self, now: Instant, id: StreamId, mut plane: impl FnMut(Datagram<'_>)) -> io::Result<()> {
        let Some(pipe) = self.pipes.get_mut(&id) else { return Ok(()) };
        let mut left = BURST;
        while left > 0 {
            let read = match &mut pipe.tls {
                None => pipe.tcp.try_read(&mut self.scratch),
                Some(tls) => read_tls(tls, &pipe.tcp, &mut self.scratch),
            };
            match read {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    self.ways.bytes(now, id, &mut self.scratch[..count], &mut plane);
                    left = left.saturating_sub(count);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        // TLS may have something to say of its own.
        if pipe.tls.as_ref().is_some_and(|tls| tls.wants_write()) {
            self.write(now, id);
        }
        Ok(())
    }

    fn write(&mut self, now: Instant, id: StreamId) {
        let Self { ways, pipes, .. } = self;
        let Some(pipe) = pipes.get_mut(&id).filter(|pipe| !pipe.awaits_room) else { return };
        match pipe.write(id, ways) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                pipe.awaits_room = true;
                self.wait_for(id, Side::Room);
            }
            Err(_) => self.lose(now, id),
        }
    }

    /// The other side is gone.
    fn lose(&mut self, now: Instant, id: StreamId) {
        self.ways.closed(now, id);
        self.close(id);
    }

    fn close(&mut self, id: StreamId) {
        let Some(mut pipe) = self.pipes.remove(&id) else { return };
        if let Some(tls) = &mut pipe.tls {
            tls.send_close_notify();
            let _ = tls.write_tls(&mut Tcp(&pipe.tcp));
        }
        // Wakes who waits for it, so that nothing of it is left.
        let _ = SockRef::from(&*pipe.tcp).shutdown(Shutdown::Both);
    }
}

impl Pipe {
    /// Writes all that is pending, or as much as goes.
    fn write(&mut self, id: StreamId, ways: &mut Ways) -> io::Result<()> {
        loop {
            if let Some(tls) = self.tls.as_mut().filter(|tls| tls.wants_write()) {
                tls.write_tls(&mut Tcp(&self.tcp))?;
                continue;
            }
            let pending = ways.pending(id);
            if pending.is_empty() {
                return Ok(());
            }
            let written = match &mut self.tls {
                None => self.tcp.try_write(pending)?,
                Some(tls) => tls.writer().write(&pending[..pending.len().min(RECORD)])?,
            };
            ways.written(id, written);
        }
    }
}

/// What was under TLS; 0 at the end, and `WouldBlock` if there is nothing yet.
fn read_tls(tls: &mut ServerConnection, tcp: &TcpStream, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match tls.reader().read(into) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            read => return read,
        }
        if tls.read_tls(&mut Tcp(tcp))? == 0 {
            return Ok(0);
        }
        tls.process_new_packets().map_err(io::Error::other)?;
    }
}

/// A socket that does not block, as TLS wants it.
struct Tcp<'a>(&'a TcpStream);

impl Read for Tcp<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(into)
    }
}

impl Write for Tcp<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
