//! Starts everything in its order, and ends it in the reverse.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use audit::{Act, Addition, Record};
use serde::Serialize;
use store::{Key, StoreError};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::unbounded_channel;
use tokio::sync::oneshot;
use visit::Span;
use visit::wire::PracticeSetup;

use super::Serving;
use super::audit::AuditError;
use crate::accounts::{Accounts, BadUrl, OpaqueError, Passwords, Site};
use crate::clinic::audit::{begin, by_server};
use crate::clinic::{Clinic, Command, RETENTION_DAYS, vacant};
use crate::entrance::{Certificate, Entrance, Peer, TlsError};
use crate::keys::KeyError;
use crate::log_key::{self, LogKeyError};
use crate::media::Sockets;
use crate::{edge, media, routes};

/// A year with its leap day, in minutes.
const MINUTES_OF_A_YEAR: u64 = 366 * 24 * 60;
/// Ports tried when any will do, until one is free for datagrams and for streams.
const FREE_PORTS: u32 = 16;
/// Largest practice setup read, in bytes.
const MAX_SETUP_BYTES: u64 = 16 * 1024 * 1024;

/// Why the server does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error("the practice setup cannot be read: {0}")]
    SetupUnreadable(std::io::Error),
    #[error("the practice setup is not what an administrator's device makes: {0}")]
    SetupMalformed(serde_json::Error),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(
        "people sign in at the server's public address, which is not known: say it with --url, such as --url https://clinic.example"
    )]
    NoUrl,
    #[error(transparent)]
    Url(#[from] BadUrl),
    #[error("the operating system has no randomness to make the set-up link of")]
    Randomness,
    #[error(
        "nobody could reach media at {0}: name an address of this machine, or say with --announce where clients reach it"
    )]
    MediaAddress(IpAddr),
    #[error("{what} {address} cannot be used: {error}")]
    Address { what: &'static str, address: SocketAddr, error: std::io::Error },
    #[error("{0} ended; this is a defect, please report it")]
    PartEnded(&'static str),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    LogKey(#[from] LogKeyError),
    #[error(transparent)]
    Passwords(#[from] OpaqueError),
    #[error(transparent)]
    Audit(#[from] AuditError),
    #[error("the operating system refused: {0}")]
    System(#[from] std::io::Error),
}

/// The line printed once connections are accepted.
#[derive(Serialize)]
struct Ready<'a> {
    ready: bool,
    url: &'a str,
    listen: SocketAddr,
    media: SocketAddr,
    pid: u32,
}

/// Reads a practice from a file, or from standard input.
pub(super) fn read_setup(path: &Path) -> Result<PracticeSetup, RunError> {
    let mut text = String::new();
    let read = if path == Path::new("-") {
        std::io::stdin().take(MAX_SETUP_BYTES).read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(MAX_SETUP_BYTES).read_to_string(&mut text))
    };
    read.map_err(RunError::SetupUnreadable)?;
    serde_json::from_str(&text).map_err(RunError::SetupMalformed)
}

/// Serves until SIGINT or SIGTERM.
pub(super) fn serve(serving: &Serving, setup: Option<&PracticeSetup>) -> Result<(), RunError> {
    // Looked at before anything is made; which port it is does not matter yet.
    public_site(serving, setup.is_some(), serving.listen)?;
    let key = serving.place.key()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(run(serving, &key, setup))
}

async fn run(serving: &Serving, key: &Key, setup: Option<&PracticeSetup>) -> Result<(), RunError> {
    let store = serving.place.open(key).await?;
    let log_key = Arc::new(log_key::read_or_make(&serving.place.data_dir)?);
    if let Some(setup) = setup {
        let entries = [by_server(edge::now(), Act::SetUp, Record::Practice)];
        store.set_up(setup, RETENTION_DAYS, &Addition { key: &log_key, entries: &entries }).await?;
    }

    let announced = if serving.announce.is_empty() { vec![serving.media.ip()] } else { serving.announce.clone() };
    if let Some(nowhere) = announced.iter().find(|ip| ip.is_unspecified()) {
        return Err(RunError::MediaAddress(*nowhere));
    }
    let media_error = |error| RunError::Address { what: "the media address", address: serving.media, error };
    let (udp, tcp) = media_ports(serving.media).map_err(media_error)?;
    let media_address = udp.local_addr()?;
    let certificate = match (&serving.certificate, &serving.certificate_key) {
        (Some(certificate), Some(key)) => Some(Certificate::read(certificate, key)?),
        _ => None,
    };
    let listen_error = |error| RunError::Address { what: "the web address", address: serving.listen, error };
    let listener = TcpListener::bind(serving.listen).await.map_err(listen_error)?;
    let listen = listener.local_addr()?;

    let (commands, inbox) = unbounded_channel();
    let told = commands.clone();
    let site = public_site(serving, setup.is_some(), listen)?;
    let addresses = announced.into_iter().map(|ip| SocketAddr::new(ip, media_address.port())).collect();
    let turn = turn_url(&site, certificate.is_some()).into_iter().collect();
    let media = media::start(Sockets { udp, tcp, addresses, turn, places: serving.places.into() }, move |event| {
        // The clinic ends before the relay does; what is said in between is of no use to anyone.
        let _ = told.send(Command::Media(event));
    })?;
    let (relay_ended, streams) = (media.clone(), media.clone());
    let log_retention = Span::minutes(u64::from(serving.audit_years) * MINUTES_OF_A_YEAR);
    begin(edge::now(), &store, &log_key).await?;
    let passwords = Passwords::open(&store, site.url()).await?;
    let (ours, told_by) = ((site, passwords), serving.proxy.clone());
    let accounts = Arc::new(Accounts::new(store.clone(), Arc::clone(&log_key), commands.clone(), ours, told_by));
    let opened = Clinic::open(store.clone(), Arc::clone(&log_key), log_retention, media.clone()).await?;
    let vacant = opened.is_none();
    let mut clinic = tokio::spawn(async move {
        match opened {
            Some(clinic) => clinic.run(inbox).await,
            None => vacant::run(store, log_key, log_retention, media, inbox).await?,
        }
        Ok::<(), StoreError>(())
    });
    let time = tokio::spawn(Arc::clone(&accounts).keep_time());

    announce(accounts.site().url(), listen, media_address)?;
    if vacant {
        invite_founder(&accounts)?;
    }
    let stop = commands.clone();
    let router = routes::router(commands, accounts).into_make_service_with_connect_info::<Peer>();
    let server = axum::serve(Entrance::open(listener, certificate, streams)?, router);
    tokio::select! {
        result = server => result?,
        // A server without one of its parts would leave people waiting; whoever supervises it starts it again, and visits go on.
        () = relay_ended.closed() => return Err(RunError::PartEnded("the relay")),
        ended = &mut clinic => {
            if let Ok(Err(error)) = ended {
                return Err(error.into());
            }
            return Err(RunError::PartEnded("the clinic"));
        }
        () = interrupted() => {
            time.abort();
            let (done, finished) = oneshot::channel();
            if stop.send(Command::Stop { done }).is_ok() {
                let _ = finished.await;
            }
        }
    }
    let _ = clinic.await;
    Ok(())
}

/// The site that people reach: as it was said, or on this machine only.
fn public_site(serving: &Serving, demonstration: bool, listen: SocketAddr) -> Result<Site, RunError> {
    match &serving.url {
        Some(url) => Ok(Site::new(url)?),
        // Browsers treat `localhost`, by name, as a secure context, in which cameras and passkeys work. A demonstration has no accounts.
        None if listen.ip().is_loopback() || demonstration => {
            Ok(Site::new(&format!("http://localhost:{}", listen.port()))?)
        }
        None => Err(RunError::NoUrl),
    }
}

/// Binds the media port for datagrams and for streams of them.
fn media_ports(address: SocketAddr) -> std::io::Result<(std::net::UdpSocket, std::net::TcpListener)> {
    let mut tries = FREE_PORTS;
    loop {
        let udp = std::net::UdpSocket::bind(address)?;
        let tcp = match std::net::TcpListener::bind(udp.local_addr()?) {
            // Any port would do, and this one is free for datagrams only.
            Err(_) if address.port() == 0 && tries > 0 => {
                tries -= 1;
                continue;
            }
            bound => bound?,
        };
        udp.set_nonblocking(true)?;
        tcp.set_nonblocking(true)?;
        return Ok((udp, tcp));
    }
}

/// Where people find TURN: on the web port, unless a proxy ends TLS in front of it, which knows nothing of TURN.
fn turn_url(site: &Site, tls: bool) -> Option<String> {
    let scheme = match (site.secure(), tls) {
        (true, true) => "turns",
        (false, false) => "turn",
        _ => return None,
    };
    Some(format!("{scheme}:{}?transport=tcp", site.authority()))
}

/// Prints the link by which a practice is founded: once, and nowhere else.
fn invite_founder(accounts: &Accounts) -> Result<(), RunError> {
    let token = accounts.await_founder().ok_or(RunError::Randomness)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "setup: {}/s/{}", accounts.site().url(), String::from(token))?;
    Ok(out.flush()?)
}

fn announce(url: &str, listen: SocketAddr, media: SocketAddr) -> std::io::Result<()> {
    let ready = Ready { ready: true, url, listen, media, pid: std::process::id() };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &ready)?;
    out.write_all(b"\n")?;
    out.flush()
}

async fn interrupted() {
    let wait = |kind| async move {
        match signal(kind) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = wait(SignalKind::interrupt()) => {}
        () = wait(SignalKind::terminate()) => {}
    }
}
