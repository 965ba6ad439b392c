//! What a person in a call costs the server in memory: a visit is filled with native clients, who hold sealed connections and say nothing.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::resident_mb;
use crate::demo::{Practice, Server, server_command, this_machine};
use crate::shell;

/// As many as the demonstration's largest visit holds beside its two invitations that nobody takes up.
pub(super) const PEOPLE: u8 = 14;

/// Megabytes more for each person, and the server's memory with all of them.
///
/// # Errors
/// Server or people do not start.
pub(super) fn memory_mb(curtain: &Path) -> Result<(f64, f64)> {
    let data_dir = shell::target().join("bench").join("people");
    std::fs::create_dir_all(&data_dir)?;
    let practice = Practice::new(16)?;
    let command = server_command(curtain, &data_dir, this_machine(), (0, 0));
    let (server, ready) = Server::start(command, &serde_json::to_vec(&practice.setup)?)?;
    let before = resident_mb(ready.pid)?;
    let mut people = gather(&practice.clinician.at(&ready.url))?;
    let after = resident_mb(ready.pid)?;
    // They go when their standard input ends.
    drop(people.stdin.take());
    people.wait()?;
    server.stop()?;
    std::fs::remove_dir_all(&data_dir)?;
    Ok(((after - before) / f64::from(PEOPLE), after))
}

/// Starts them, and comes back once all are connected.
fn gather(desk: &str) -> Result<Child> {
    let mut child = Command::new(shell::target().join("debug/curtain-sim"))
        .args(["people", &format!("--link={desk}"), &format!("--count={PEOPLE}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("the native clients could not be started")?;
    let mut said = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut said)?;
    }
    if said.is_empty() {
        bail!("the native clients did not all get in ({})", child.wait()?);
    }
    Ok(child)
}
