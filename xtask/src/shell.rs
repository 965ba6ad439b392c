//! Running other programs: what is shown, what counts as failure, how long it may take. Knows no program by name.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

/// The checkout's top directory.
pub(crate) fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&own).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where builds go.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// One line of progress on standard error; standard output belongs to what a command prints as its result.
pub(crate) fn step(text: impl AsRef<str>) {
    eprintln!("▸ {}", text.as_ref());
}

/// A command that runs at the checkout's top.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The Cargo that runs this program, or the one in the path.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Builds one of the workspace's programs, its dependencies as the whole workspace needs them, so that the tests find them built.
pub(crate) fn build(program: &str) -> Result<()> {
    run(cargo().args(["build", "--workspace", "--bin", program]))
}

/// Looks a program up in the path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs a command to its end, its output going to standard error; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .stdout(std::io::stderr())
        .status()
        .with_context(|| format!("'{}' could not be started", shown(command)))?;
    if !status.success() {
        bail!("'{}' failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command quietly and returns what it printed; on failure the error holds its last words.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().with_context(|| format!("'{}' could not be started", shown(command)))?;
    if !status.success() {
        bail!("'{}' failed ({status}): {}", shown(command), String::from_utf8_lossy(&stderr).trim());
    }
    String::from_utf8(stdout).with_context(|| format!("'{}' printed something that is not text", shown(command)))
}

/// Runs a command for at most `limit`, then kills it; `None` means that it was killed.
pub(crate) fn run_limited(command: &mut Command, limit: Duration) -> Result<Option<ExitStatus>> {
    let child = command
        .stdin(Stdio::null())
        .stdout(std::io::stderr())
        .spawn()
        .with_context(|| format!("'{}' could not be started", shown(command)))?;
    let pid = pid_of(&child);
    let (done, ended) = mpsc::channel();
    let waiter = std::thread::spawn(move || {
        let mut child = child;
        // The receiver is gone only when nobody asks any more.
        let _ = done.send(child.wait());
    });
    match ended.recv_timeout(limit) {
        Ok(status) => Ok(Some(status?)),
        Err(RecvTimeoutError::Disconnected) => bail!("'{}' got lost", shown(command)),
        Err(RecvTimeoutError::Timeout) => {
            signal(pid, Signal::KILL);
            let _ = waiter.join();
            Ok(None)
        }
    }
}

/// A child's process number.
pub(crate) fn pid_of(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// Sends a signal; a process that is gone already needs none.
pub(crate) fn signal(pid: Option<Pid>, signal: Signal) {
    if let Some(pid) = pid {
        let _ = kill_process(pid, signal);
    }
}

/// How this process may install packages of the distribution: as it is, through `sudo` without a question, or not at all.
pub(crate) fn apt() -> Option<Command> {
    find("apt-get")?;
    let mut apt = if rustix::process::geteuid().is_root() {
        command("apt-get")
    } else {
        let free = Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
        if !free {
            return None;
        }
        let mut sudo = command("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    Some(apt)
}

/// Installs packages of the distribution; `false` if this process may not, or they are not to be had.
pub(crate) fn apt_install(packages: &[&str]) -> bool {
    let install = || {
        let mut apt = apt()?;
        step(format!("installing {}", packages.join(", ")));
        run(apt.args(["install", "--yes", "--no-install-recommends"]).args(packages)).ok()
    };
    if install().is_some() {
        return true;
    }
    // The lists of a fresh machine are often empty or old.
    let updated = apt().is_some_and(|mut apt| run(apt.arg("update")).is_ok());
    updated && install().is_some()
}
