//! The project's own commands. This file reads the command line; each command lives in a module of its own.

mod bench;
mod browsers;
mod checks;
mod client;
mod codegen;
mod demo;
mod fuzz;
mod licences;
mod release;
mod shell;
mod stamp;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: What,
}

#[derive(Subcommand)]
enum What {
    /// Builds everything and starts a demonstration practice: links for a clinician and a patient.
    Demo(demo::Options),
    /// Builds the server as it is to be run: one binary with the client in it.
    Build,
    /// Runs every test: Rust, the client's, and those in real browsers.
    Test,
    /// Runs the checks (format, lints, tidy, licences, generated code), then the tests.
    Ci,
    /// Checks the invariants that no compiler checks.
    Tidy,
    /// Builds the client (WebAssembly and pages) into web/dist.
    Client,
    /// Writes the files that are generated from others.
    Codegen {
        /// Only compares, and fails where a file is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Measures start, memory, joining and sealing, and prints a table; takes minutes.
    Bench,
    /// Runs the fuzz targets: a fixed number of inputs, or a search.
    Fuzz(fuzz::Options),
    /// Looks for known vulnerabilities in what we use; needs a network and cargo-deny.
    Audit,
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

fn go(command: What) -> Result<()> {
    match command {
        What::Demo(options) => demo::run(options),
        What::Build => release::build().map(|curtain| shell::step(format!("built {}", curtain.display()))),
        What::Test => checks::test(),
        What::Ci => checks::ci(),
        What::Tidy => tidy::run(),
        What::Client => client::build().map(drop),
        What::Codegen { check } => codegen::run(check),
        What::Bench => bench::run(),
        What::Fuzz(options) => fuzz::run(&options),
        What::Audit => checks::audit(),
    }
}
