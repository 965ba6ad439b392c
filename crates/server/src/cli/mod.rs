//! The commands of the `curtain` binary.

mod audit;
mod doctor;
mod run;
mod upkeep;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

use crate::keys::Place;

/// A virtual clinic that a practice runs itself: end-to-end encrypted video consultations.
#[derive(Parser)]
#[command(name = "curtain", version)]
struct Cli {
    #[command(subcommand)]
    command: Verb,
    /// How much is logged to standard error: off, error, warn, info, debug or trace.
    #[arg(long, global = true, env = "CURTAIN_LOG", default_value = "info")]
    log: LevelFilter,
}

#[derive(Subcommand)]
enum Verb {
    /// Serves the practice in the data directory; where there is none, prints the link by which one is founded.
    Serve(Serving),
    /// Takes up a demonstration practice, replacing what the data directory holds, and serves it.
    Demo {
        /// The practice as JSON (public and sealed things only), in a file; `-` reads standard input.
        #[arg(long)]
        setup: PathBuf,
        #[command(flatten)]
        serving: Serving,
    },
    /// Looks at the machine, and at what `serve` would be told, and says what would get in the way of people. Changes nothing.
    Doctor(Serving),
    /// Changes the key that the database is encrypted under.
    #[command(subcommand)]
    Key(upkeep::KeyVerb),
    /// Copies the database into a file, encrypted under the same key, while the server runs or not.
    Backup {
        #[command(flatten)]
        place: Place,
        /// The file, which must not be there.
        #[arg(long)]
        to: PathBuf,
    },
    /// Puts a backup into the data directory; the server must be stopped.
    Restore(upkeep::Restoring),
    /// Verifies the audit log, hands it over, or prints its checkpoint.
    #[command(subcommand)]
    Audit(audit::Verb),
}

/// Where to serve from.
#[derive(Args)]
pub(crate) struct Serving {
    /// Address and TCP port of the web server; port 0 takes a free one.
    #[arg(long, env = "CURTAIN_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address and port for media, UDP and TCP, as clients reach it unless `--announce` says otherwise; port 0 takes a free one.
    #[arg(long, env = "CURTAIN_MEDIA", default_value = "127.0.0.1:8081")]
    media: SocketAddr,
    /// Addresses at which clients reach the media port, where they are not the one above: those of a router in front, or of IPv4 and IPv6.
    #[arg(long, env = "CURTAIN_ANNOUNCE", value_delimiter = ',')]
    announce: Vec<IpAddr>,
    /// File with the certificate of the web server, and those that vouch for it (PEM); then it speaks TLS itself. Read again when it changes.
    #[arg(long, env = "CURTAIN_CERTIFICATE", requires = "certificate_key")]
    certificate: Option<PathBuf>,
    /// File with the certificate's private key (PEM).
    #[arg(long, env = "CURTAIN_CERTIFICATE_KEY", requires = "certificate")]
    certificate_key: Option<PathBuf>,
    /// How many people may be in visits at once. A visit does not begin if the relay has no room for all who are invited to it.
    #[arg(long, env = "CURTAIN_PLACES", default_value = "200")]
    places: u16,
    /// Address at which people reach the server, such as https://clinic.example; passkeys hold for its name only, so it must not change.
    /// Default: http://localhost with the web server's port, when that listens on this machine only.
    #[arg(long, env = "CURTAIN_URL")]
    url: Option<String>,
    /// Address of the proxy in front, where it is not on this machine: what it writes into X-Forwarded-For is believed, so that whoever
    /// tries passwords in great number keeps nobody else waiting. May be named several times.
    #[arg(long, env = "CURTAIN_PROXY", value_delimiter = ',')]
    proxy: Vec<IpAddr>,
    #[command(flatten)]
    place: Place,
    /// Years until the contents of audit entries are dropped; the law of your country may ask for more.
    #[arg(long, env = "CURTAIN_AUDIT_YEARS", default_value = "5", value_parser = clap::value_parser!(u16).range(1..=100))]
    audit_years: u16,
}

/// Runs the command of the command line.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log(cli.log);
    leave_no_core_dump();
    let outcome = match cli.command {
        Verb::Serve(serving) => run::serve(&serving, None),
        Verb::Demo { setup, serving } => run::read_setup(&setup).and_then(|setup| run::serve(&serving, Some(&setup))),
        Verb::Doctor(serving) => return if doctor::run(&serving) { ExitCode::SUCCESS } else { ExitCode::FAILURE },
        Verb::Key(verb) => upkeep::key(&verb).map_err(Into::into),
        Verb::Backup { place, to } => upkeep::backup(&place, &to).map_err(Into::into),
        Verb::Restore(restoring) => upkeep::restore(&restoring).map_err(Into::into),
        Verb::Audit(verb) => audit::run(&verb).map_err(Into::into),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Ours never name a person, a secret or an address, at any level. Libraries do when they are talkative, so they only warn;
/// the media engine's warnings have addresses in them, so it is silent.
fn start_log(level: LevelFilter) {
    let libraries = level.min(LevelFilter::WARN);
    let targets = ["server", "store", "relay", "visit"].map(|ours| (ours, level));
    let silent = [("dimpl", LevelFilter::OFF)];
    let filter = Targets::new().with_default(libraries).with_targets(targets).with_targets(silent);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    tracing_subscriber::registry().with(lines.with_filter(filter)).init();
}

/// A crash must not write the memory, which has keys in it, to a disk.
fn leave_no_core_dump() {
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    // Lowering a limit is never refused.
    let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
}
