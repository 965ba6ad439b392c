//! Starts a demonstration: builds client and server, makes a practice, and keeps the server company until interrupted.

mod practice;
mod process;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::{client, shell};
pub(crate) use practice::Practice;
use process::Ready;
pub(crate) use process::Server;

/// What a demonstration may be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Prints one line of JSON instead of text once the server accepts connections.
    #[arg(long)]
    json: bool,
    /// TCP port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// UDP port for media; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    media_port: u16,
    /// Where the server keeps its data; a new directory under target/ if not given.
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// Most people the first visit may hold, 3 to 16: a clinician, a patient and a companion are invited to it.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(3..=16))]
    capacity: u8,
    /// Address of this machine at which other devices of its network reach both; without it, they are on this machine only.
    #[arg(long, requires = "url")]
    address: Option<IpAddr>,
    /// What browsers are told to go to, such as https://clinic.example.
    #[arg(long)]
    url: Option<String>,
    /// File with the server's certificate (PEM), since browsers give cameras to https:// only.
    #[arg(long, requires = "certificate_key")]
    certificate: Option<PathBuf>,
    /// File with the certificate's private key (PEM).
    #[arg(long, requires = "certificate")]
    certificate_key: Option<PathBuf>,
    /// Starts what was built before, without looking whether it is up to date.
    #[arg(long, hide = true)]
    built: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Started<'a> {
    url: &'a str,
    clinician: String,
    patient: String,
    companion: String,
    data_dir: PathBuf,
    pid: u32,
}

/// Builds, starts, tells, waits.
pub(crate) fn run(options: Options) -> Result<()> {
    if !options.built {
        client::build()?;
        build_server()?;
    }
    let data_dir = match options.data_dir {
        Some(dir) => std::path::absolute(dir)?,
        None => shell::target().join("demo").join(std::process::id().to_string()),
    };
    std::fs::create_dir_all(&data_dir).with_context(|| format!("{} could not be made", data_dir.display()))?;

    let practice = Practice::new(options.capacity)?;
    let address = options.address.map_or_else(this_machine, |address| (address, address));
    let mut curtain = server_command(&server_binary(), &data_dir, address, (options.port, options.media_port));
    for (name, value) in [
        ("--url", options.url.map(Into::into)),
        ("--certificate", options.certificate),
        ("--certificate-key", options.certificate_key),
    ] {
        curtain.args(value.map(|value: PathBuf| [name.into(), value.into_os_string()]).into_iter().flatten());
    }
    let (server, Ready { url, pid }) = Server::start(curtain, &serde_json::to_vec(&practice.setup)?)?;

    let started = Started {
        clinician: practice.clinician.at(&url),
        patient: practice.patient.at(&url),
        companion: practice.companion.at(&url),
        url: &url,
        data_dir,
        pid,
    };
    tell(&started, options.json)?;
    server.wait()
}

/// The server as a demonstration starts it: at addresses and ports for pages and for media, its practice coming on standard input.
pub(crate) fn server_command(binary: &Path, data_dir: &Path, at: (IpAddr, IpAddr), ports: (u16, u16)) -> Command {
    let mut curtain = Command::new(binary);
    curtain.args(["demo", "--setup", "-"]);
    curtain.args(["--listen", &SocketAddr::new(at.0, ports.0).to_string()]);
    curtain.args(["--media", &SocketAddr::new(at.1, ports.1).to_string()]);
    curtain.arg("--data-dir").arg(data_dir);
    curtain
}

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Where browsers of this machine find pages, and media.
pub(crate) fn this_machine() -> (IpAddr, IpAddr) {
    (LOOPBACK, media_ip())
}

/// This machine's own address in its network, or the loopback address where there is none.
///
/// Firefox sends media from the network's interface even to its own machine, and reaches no loopback address from there.
fn media_ip() -> IpAddr {
    let own = || {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
        // Connecting a datagram socket sends nothing: it only asks which interface leads there (RFC 5737, TEST-NET-3).
        socket.connect((Ipv4Addr::new(203, 0, 113, 1), 9))?;
        socket.local_addr()
    };
    own().map_or(LOOPBACK, |address: SocketAddr| address.ip())
}

/// The server as the demonstration and the tests use it; `bench` names its release build in `CURTAIN`.
fn server_binary() -> PathBuf {
    std::env::var_os("CURTAIN").map_or_else(|| shell::target().join("debug/curtain"), PathBuf::from)
}

/// Builds the server.
pub(crate) fn build_server() -> Result<()> {
    shell::step("building the server");
    shell::build("curtain")
}

#[expect(clippy::print_stdout, reason = "the links are what this command is for")]
fn tell(started: &Started<'_>, json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(started)?);
        return Ok(());
    }
    println!(
        "\nCurtain is running, with a demonstration practice.\n\n\
         1. Open this as the clinician:\n   {}\n\n\
         2. Open this as the patient, in another window or another browser:\n   {}\n\n\
         3. A companion, such as an interpreter, may come too:\n   {}\n\n\
         Each link works in one browser at a time. The part after '#' never reaches the server.\n\
         Data: {}\nStop with Ctrl+C.\n",
        started.clinician,
        started.patient,
        started.companion,
        started.data_dir.display()
    );
    Ok(())
}
