//! The web port: whoever comes in over TCP, encrypted or not. The first byte tells pages from streams for the relay, whose business
//! what they say is.

mod tls;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use relay::ways::Way;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::server::TlsStream;

use crate::media::{Arrival, Media, MediaCommand};
pub(crate) use tls::{Certificate, TlsError};

/// How long someone may take to say the first word, encryption included. Lower turns away slow networks; higher lets strangers hold
/// more connections. Browsers open some that they need later, or never.
const GRACE: Duration = Duration::from_secs(20);

/// Connections of browsers that the web server has not taken yet.
const WAITING: usize = 64;

/// Between tries when the machine has no room for another connection.
const AFTER_ERROR: Duration = Duration::from_secs(1);

/// A browser's connection.
pub(crate) enum Io {
    /// As it is.
    Plain(TcpStream),
    /// Under TLS.
    Tls(Box<TlsStream<TcpStream>>),
}

/// Where a browser's connection comes from.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Says nothing: addresses must not reach a log.
impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Peer")
    }
}

impl Connected<IncomingStream<'_, Entrance>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Entrance>) -> Self {
        *stream.remote_addr()
    }
}

/// Those who turn out to want pages.
pub(crate) struct Entrance {
    address: SocketAddr,
    browsers: mpsc::Receiver<(Io, Peer)>,
}

impl Entrance {
    /// Lets people in at `listener`; streams for the relay go to `media`.
    ///
    /// # Errors
    /// If the listener has no address.
    pub(crate) fn open(listener: TcpListener, certificate: Option<Certificate>, media: Media) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (arrived, browsers) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            let tls = certificate.map(Certificate::keep);
            loop {
                let (tcp, peer) = tokio::select! {
                    accepted = listener.accept() => match accepted {
                        Ok(accepted) => accepted,
                        // The client was gone again.
                        Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
                        // The machine has no room.
                        Err(_) => {
                            tokio::time::sleep(AFTER_ERROR).await;
                            continue;
                        }
                    },
                    () = arrived.closed() => return,
                };
                let (tls, arrived, media) = (tls.clone(), arrived.clone(), media.clone());
                tokio::spawn(async move {
                    let sorted = tokio::time::timeout(GRACE, sort(tcp, tls.as_ref()));
                    match sorted.await {
                        Ok(Ok(Comer::Browser(io))) => {
                            // Nobody is there to take it once the server ends.
                            let _ = arrived.send((io, Peer(peer))).await;
                        }
                        Ok(Ok(Comer::Stream(arrival))) => media.tell(MediaCommand::Arrive(arrival)),
                        // Said nothing, or nothing that can be understood.
                        Ok(Err(_)) | Err(_) => {}
                    }
                });
            }
        });
        Ok(Self { address, browsers })
    }
}

impl Listener for Entrance {
    type Io = Io;
    type Addr = Peer;

    async fn accept(&mut self) -> (Io, Peer) {
        match self.browsers.recv().await {
            Some(browser) => browser,
            // The task that lets people in ends with the runtime only.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Peer> {
        Ok(Peer(self.address))
    }
}

enum Comer {
    Browser(Io),
    Stream(Arrival),
}

/// Waits for the first byte, which stays where it is.
async fn sort(tcp: TcpStream, tls: Option<&tokio_rustls::TlsAcceptor>) -> io::Result<Comer> {
    tcp.set_nodelay(true)?;
    let Some(tls) = tls else {
        let mut first = [0];
        tcp.peek(&mut first).await?;
        return Ok(if is_for_relay(first[0]) {
            Comer::Stream(Arrival::new(tcp, None, Way::Turn)?)
        } else {
            Comer::Browser(Io::Plain(tcp))
        });
    };
    let mut stream = tls.accept(tcp).await?;
    let first = stream.fill_buf().await?.first().copied();
    if first.is_some_and(is_for_relay) {
        let (tcp, session) = stream.into_inner();
        return Ok(Comer::Stream(Arrival::new(tcp, Some(session), Way::Turn)?));
    }
    Ok(Comer::Browser(Io::Tls(Box::new(stream))))
}

/// STUN's messages begin with one of these bytes (RFC 7983 §7), and text never does.
fn is_for_relay(first: u8) -> bool {
    first <= 3
}

impl Io {
    fn inner(self: Pin<&mut Self>) -> Pin<&mut dyn Both> {
        match self.get_mut() {
            Io::Plain(io) => Pin::new(io),
            Io::Tls(io) => Pin::new(io),
        }
    }
}

trait Both: AsyncRead + AsyncWrite + Unpin {}
impl<T: AsyncRead + AsyncWrite + Unpin> Both for T {}

impl AsyncRead for Io {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_read(cx, buf)
    }
}

impl AsyncWrite for Io {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.inner().poll_write(cx, buf)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.inner().poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Io::Plain(io) => io.is_write_vectored(),
            Io::Tls(io) => io.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_shutdown(cx)
    }
}
