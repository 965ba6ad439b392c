//! `cargo xtask bench`: measures what a person and an operator notice, and prints one table with the goals beside. No test is timed; nothing here fails for being slow.

mod browser;
mod server;
mod table;

use anyhow::Result;
use clap::Args;

use crate::{browsers, client, demo, shell};

/// How to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// How often what varies is measured.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    runs: u16,
    /// Measures what was built before, without looking whether it is up to date.
    #[arg(long, hide = true)]
    built: bool,
}

/// Builds the release server and the native client, measures, prints.
pub(crate) fn run(options: Options) -> Result<()> {
    let browsers = browsers::find()?;
    let binary = shell::target().join("release/curtain");
    if !options.built {
        client::build()?;
        shell::step("building the server for release");
        shell::run(shell::cargo().args(["build", "--release", "--package=server", "--bin=curtain"]))?;
        shell::step("building the native client");
        shell::run(shell::cargo().args(["build", "--package=sim"]))?;
    }
    let mut values = server::measure(&binary, options.runs)?;
    values.extend(browser::measure(&browsers, &binary, options.runs)?);
    table::print(&values);
    Ok(())
}

/// One quantity, measured some times.
#[derive(serde::Deserialize)]
struct Measured {
    name: String,
    values: Vec<f64>,
}

impl Measured {
    fn new(name: &str, values: Vec<f64>) -> Self {
        Self { name: name.to_owned(), values }
    }
}

/// A fresh demonstration on free ports, its data below the target directory.
fn start(binary: &std::path::Path, capacity: u8) -> Result<(demo::Server, demo::Ready, String)> {
    let practice = demo::Practice::new(capacity)?;
    let setup = serde_json::to_vec(&practice.setup)?;
    let data = shell::target().join("bench").join(std::process::id().to_string());
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    std::fs::create_dir_all(&data)?;
    let command = demo::server_command(binary, &data, 0, 0);
    let (server, ready) = demo::Server::start(command, &setup)?;
    let desk = practice.clinician.at(&ready.url);
    Ok((server, ready, desk))
}
