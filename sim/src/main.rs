//! The command line of `curtain-sim`. What the commands do lives in the library.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use sim::listen::listen;
use sim::load::{appends, fill, staff};
use sim::people::gather;
use sim::person::Person;

/// A native client of Curtain, for tests and measurements.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: What,
}

#[derive(Subcommand)]
enum What {
    /// Joins a visit, and keeps what the relay forwards: as it came, and as it opens. Prints one line of JSON.
    Listen {
        /// An invitation's link.
        #[arg(long)]
        link: String,
        /// The name given at the door.
        #[arg(long)]
        name: String,
        /// How long to listen, from the first packet on.
        #[arg(long)]
        seconds: u64,
        /// Where the files go.
        #[arg(long)]
        out: PathBuf,
    },
    /// Fills the first visit of a desk with silent people, prints one line of JSON once all are connected, and stays until standard input ends.
    People {
        /// The desk's link.
        #[arg(long)]
        link: String,
        /// How many, the clinician included. Invitations of the visit that nobody takes up count against its size.
        #[arg(long, value_parser = clap::value_parser!(u8).range(2..=16))]
        count: u8,
    },
    /// Makes a data directory with many visits, and colleagues who are invited.
    Fill {
        /// Where.
        #[arg(long)]
        data_dir: PathBuf,
        /// How many visits; most are over.
        #[arg(long)]
        visits: u32,
        /// How many colleagues.
        #[arg(long)]
        accounts: u32,
    },
    /// Has the colleagues of such a directory enrol, read and sign in at its server. Prints one line of JSON.
    Load {
        /// Where the server listens.
        #[arg(long)]
        address: String,
        /// Where it says that it is.
        #[arg(long)]
        url: String,
        /// As it was filled.
        #[arg(long)]
        visits: u32,
        /// As it was filled.
        #[arg(long)]
        accounts: u32,
    },
    /// Appends to the audit log of a new database, without a server. Prints one line of JSON.
    Appends {
        /// Where the database goes.
        #[arg(long)]
        data_dir: PathBuf,
        /// How many entries.
        #[arg(long)]
        count: usize,
    },
}

fn main() -> ExitCode {
    match go(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, reason = "the result is what this command is for")]
async fn go(command: What) -> Result<()> {
    match command {
        What::Listen { link, name, seconds, out } => {
            let person = Person::arrive(&link, &name).await?;
            let heard = listen(person, Duration::from_secs(seconds), &out).await?;
            println!("{}", serde_json::to_string(&heard)?);
        }
        What::People { link, count } => {
            let people = gather(&link, count).await?;
            println!("{}", serde_json::json!({ "people": count }));
            people
                .stay(tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink())))
                .await?;
        }
        What::Fill { data_dir, visits, accounts } => fill::fill(&data_dir, visits, accounts).await?,
        What::Load { address, url, visits, accounts } => {
            println!("{}", serde_json::to_string(&staff::measure(&address, &url, visits, accounts)?)?);
        }
        What::Appends { data_dir, count } => {
            println!("{}", serde_json::to_string(&appends::appends(&data_dir, count).await?)?);
        }
    }
    Ok(())
}
