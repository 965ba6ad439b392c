//! Measures what the issues ask for and prints a table: the server here, what needs a browser in `web/e2e/bench`.

mod load;
mod people;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::demo::{Practice, Server};
use crate::{browsers, client, release, shell};

/// How often the server is started.
const STARTS: usize = 10;

/// One row of the table, as `web/e2e/lib/results.ts` writes it too.
#[derive(Deserialize)]
struct Row {
    what: String,
    value: String,
    aim: String,
}

/// Builds the release, measures, prints.
#[expect(clippy::print_stdout, reason = "the table is what this command is for")]
pub(crate) fn run() -> Result<()> {
    let browsers = browsers::find()?;
    let curtain = release::build()?;
    shell::step("building the native clients");
    shell::build("curtain-sim")?;

    let mut rows = server(&curtain)?;
    let (each_mb, all_mb) = people::memory_mb(&curtain)?;
    rows.push(Row {
        what: "Server memory per silent person in a call".to_owned(),
        value: format!("{each_mb:.2} MB ({all_mb:.1} MB with {})", people::PEOPLE),
        aim: String::new(),
    });
    rows.extend(load::rows(&curtain)?);
    let results = shell::target().join("bench.jsonl");
    fs::write(&results, "")?;
    shell::step("measuring in browsers (some minutes)");
    let mut node = client::node();
    node.args(["node_modules/vitest/vitest.mjs", "run", "--config=e2e/bench.config.ts"]);
    node.env("BENCH_RESULTS", &results).env("CURTAIN", &curtain).env("XTASK", std::env::current_exe()?);
    node.env("CHROMIUM", &browsers.chromium).env("FIREFOX", &browsers.firefox);
    shell::run(&mut node)?;
    for line in fs::read_to_string(&results)?.lines() {
        rows.push(serde_json::from_str(line)?);
    }

    println!("| What | Measured | Aim |\n|---|---|---|");
    for Row { what, value, aim } in rows {
        println!("| {what} | {value} | {aim} |");
    }
    println!("\n{}", machine());
    Ok(())
}

/// Start, memory and size of the server.
fn server(curtain: &Path) -> Result<Vec<Row>> {
    let mut starts_ms = Vec::new();
    let mut idle_mb = 0.0;
    for run in 0..STARTS {
        let data_dir = shell::target().join("bench").join(run.to_string());
        fs::create_dir_all(&data_dir)?;
        let setup = serde_json::to_vec(&Practice::new(6)?.setup)?;
        let mut command = Command::new(curtain);
        command.args(["demo", "--setup=-", "--listen=127.0.0.1:0", "--media=127.0.0.1:0"]);
        command.arg("--data-dir").arg(&data_dir);
        let begin = now();
        let (server, ready) = Server::start(command, &setup)?;
        starts_ms.push(now().duration_since(begin).as_secs_f64() * 1000.0);
        idle_mb = resident_mb(ready.pid)?;
        server.stop()?;
        fs::remove_dir_all(&data_dir)?;
    }
    starts_ms.sort_by(f64::total_cmp);
    let (median, longest) = (starts_ms[STARTS / 2], starts_ms[STARTS - 1]);
    let size_mb = fs::metadata(curtain)?.len() as f64 / 1e6;
    Ok(vec![
        Row {
            what: "Server start until it accepts connections".to_owned(),
            value: format!("{median:.0} ms (longest {longest:.0}, n {STARTS})"),
            aim: "150 ms".to_owned(),
        },
        Row { what: "Server memory, idle".to_owned(), value: format!("{idle_mb:.1} MB"), aim: "40 MB".to_owned() },
        Row { what: "Size of the binary".to_owned(), value: format!("{size_mb:.1} MB"), aim: String::new() },
    ])
}

/// A process's resident memory.
fn resident_mb(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("memory is measured on Linux only")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}

/// The machine in a line, since numbers without it mean nothing.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown processor");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let system = shell::capture(shell::command("uname").arg("-sr")).unwrap_or_default();
    format!("{cores} cores of {}, {}", model.trim_start_matches(['\t', ':', ' ']), system.trim())
}

#[expect(clippy::disallowed_methods, reason = "this is the edge: a measurement needs the clock")]
fn now() -> Instant {
    Instant::now()
}
