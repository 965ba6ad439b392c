//! What the server costs its operator: its size, its start, its memory. Linux only where it reads `/proc`.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use super::{Measured, start};
use crate::shell;

/// A full visit.
const PEOPLE: u8 = 16;

pub(super) fn measure(binary: &Path, runs: u16) -> Result<Vec<Measured>> {
    let size = std::fs::metadata(binary).with_context(|| format!("{} is not there", binary.display()))?.len();
    let (mut starts, mut idle, mut each) = (Vec::new(), Vec::new(), Vec::new());
    shell::step("starting the server, and filling a visit");
    for _ in 0..runs {
        let begin = now();
        let (server, ready, desk) = start(binary, PEOPLE)?;
        starts.push(begin.elapsed().as_secs_f64() * 1e3);
        let before = resident_bytes(ready.pid)?;
        idle.push(before / 1e6);
        // A few fillings are enough: what a person costs hardly varies.
        if each.len() < 3 {
            let mut people = fill(&desk)?;
            let after = resident_bytes(ready.pid)?;
            each.push((after - before) / f64::from(PEOPLE) / 1e3);
            // They go when their standard input ends.
            drop(people.stdin.take());
            people.wait()?;
        }
        server.stop()?;
    }
    Ok(vec![
        Measured::new("server start", starts),
        Measured::new("idle memory", idle),
        Measured::new("memory per participant", each),
        Measured::new("server binary", vec![size as f64 / 1e6]),
    ])
}

/// Fills a visit with native clients, and comes back once all are connected.
fn fill(desk: &str) -> Result<Child> {
    let mut child = Command::new(shell::target().join("debug/curtain-sim"))
        .args(["people", &format!("--link={desk}"), &format!("--count={PEOPLE}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("the native client could not be started")?;
    let mut said = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut said)?;
    }
    if said.is_empty() {
        bail!("the native clients did not all get in ({})", child.wait()?);
    }
    Ok(child)
}

/// What of a process is in memory.
fn resident_bytes(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).context("memory is read from Linux's /proc")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("/proc tells no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib * 1024.0)
}

#[expect(clippy::disallowed_methods, reason = "this is the edge: measuring time is what it is for")]
fn now() -> Instant {
    Instant::now()
}
