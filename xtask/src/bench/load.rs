//! How fast the server answers staff when its database is large, and how fast people sign in: native clients put the load on it, from this machine.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Row;
use crate::demo::Server;
use crate::shell;

/// Visits in the database, most of them over.
const VISITS: &str = "100000";
/// Colleagues. One account may ask four times in a second, so 500 requests in a second need more than 125.
const ACCOUNTS: &str = "200";
/// Entries of the audit log.
const APPENDS: &str = "5000";

/// What `curtain-sim` measured of one thing.
#[derive(Deserialize)]
struct Timing {
    n: usize,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    longest_ms: f64,
}

#[derive(Deserialize)]
struct Staff {
    reads: Timing,
    sign_ins: Timing,
    by_password: Timing,
}

impl Timing {
    fn row(&self, what: String, aim: &str) -> Row {
        let Timing { n, per_second, p50_ms, p99_ms, longest_ms } = self;
        let value =
            format!("{per_second:.0}/s; p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms (longest {longest_ms:.0}, n {n})");
        Row { what, value, aim: aim.to_owned() }
    }
}

/// A row each: reads, both kinds of sign-ins, the audit log.
///
/// # Errors
/// Server or clients do not start, or the server refuses.
pub(super) fn rows(curtain: &Path) -> Result<Vec<Row>> {
    let data_dir = shell::target().join("bench").join("load");
    let log_dir = shell::target().join("bench").join("appends");
    for directory in [&data_dir, &log_dir] {
        if directory.exists() {
            fs::remove_dir_all(directory)?;
        }
    }
    shell::step(format!("filling a database with {VISITS} visits"));
    let mut fill = sim();
    fill.args(["fill", "--visits", VISITS, "--accounts", ACCOUNTS, "--data-dir"]).arg(&data_dir);
    shell::run(&mut fill)?;

    shell::step("measuring reads and sign-ins");
    let mut serve = Command::new(curtain);
    serve.args(["serve", "--listen=127.0.0.1:0", "--media=127.0.0.1:0", "--log=warn"]).arg("--data-dir").arg(&data_dir);
    let (server, ready) = Server::start(serve, &[])?;
    let port = ready.url.rsplit(':').next().context("the server's address has no port")?;
    let mut load = sim();
    load.args(["load", "--visits", VISITS, "--accounts", ACCOUNTS, "--address", &format!("127.0.0.1:{port}")]);
    let staff: Result<Staff> = measured(load.args(["--url", &ready.url]));
    server.stop()?;
    let staff = staff?;

    let mut appends = sim();
    let appends: Timing = measured(appends.args(["appends", "--count", APPENDS, "--data-dir"]).arg(&log_dir))?;
    fs::remove_dir_all(&data_dir)?;
    fs::remove_dir_all(&log_dir)?;
    Ok(vec![
        staff.reads.row(format!("Reads by staff and guests, {VISITS} visits in the database"), "p99 5 ms"),
        staff.sign_ins.row("Sign-ins with a passkey, 8 at a time".to_owned(), ""),
        staff.by_password.row("Sign-ins with a password, 8 at a time, each told to wait 100 ms".to_owned(), ""),
        appends.row("Entries of the audit log, one after the other".to_owned(), ""),
    ])
}

fn sim() -> Command {
    shell::command(shell::target().join("debug/curtain-sim"))
}

fn measured<T: DeserializeOwned>(command: &mut Command) -> Result<T> {
    Ok(serde_json::from_str(&shell::capture(command)?)?)
}
