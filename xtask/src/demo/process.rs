//! A running server: its first word, its end, and the signals that reach it through us.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal};
use serde::Deserialize;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::shell;

/// The line a server prints once it accepts connections.
#[derive(Deserialize)]
pub(crate) struct Ready {
    /// Where browsers find it.
    pub(crate) url: String,
    /// Its process.
    pub(crate) pid: u32,
}

enum Event {
    Line(String),
    Ended(std::io::Result<ExitStatus>),
    Signalled,
}

/// A running server.
pub(crate) struct Server {
    pid: Option<Pid>,
    events: Receiver<Event>,
}

impl Server {
    /// Starts the server, hands it its practice on standard input, and waits for its first word.
    ///
    /// # Errors
    /// The server cannot be started, ends at once, or is interrupted before it is ready.
    pub(crate) fn start(mut command: Command, setup: &[u8]) -> Result<(Self, Ready)> {
        let (sender, events) = mpsc::channel();
        listen_for_signals(sender.clone())?;
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} could not be started", command.get_program().display()))?;
        let pid = shell::pid_of(&child);
        let written = child.stdin.take().map(|mut stdin| stdin.write_all(setup));
        watch(child, sender);
        let server = Self { pid, events };
        let ready = server.first_word();
        if ready.is_err() {
            shell::signal(pid, Signal::TERM);
        } else if let Some(Err(error)) = written {
            bail!("the server did not take its practice: {error}");
        }
        Ok((server, ready?))
    }

    fn first_word(&self) -> Result<Ready> {
        match self.events.recv()? {
            Event::Line(line) => {
                serde_json::from_str(&line).with_context(|| format!("the server's first word was '{line}'"))
            }
            Event::Ended(status) => bail!("the server ended before it was ready ({})", status?),
            Event::Signalled => bail!("interrupted before the server was ready"),
        }
    }

    /// Tells the server to end, and waits until it has.
    ///
    /// # Errors
    /// It got lost.
    pub(crate) fn stop(self) -> Result<()> {
        shell::signal(self.pid, Signal::TERM);
        self.wait()
    }

    /// Waits until the server ends, by itself or because we were told to stop.
    ///
    /// # Errors
    /// The server ended by itself.
    pub(crate) fn wait(self) -> Result<()> {
        let mut told = false;
        for event in &self.events {
            match event {
                Event::Signalled => {
                    told = true;
                    shell::signal(self.pid, Signal::TERM);
                }
                Event::Line(line) => eprintln!("{line}"),
                Event::Ended(status) => {
                    let status = status?;
                    if told || status.success() || status.signal() == Some(SIGTERM) {
                        return Ok(());
                    }
                    bail!("the server ended ({status})");
                }
            }
        }
        bail!("the server got lost")
    }
}

/// Interrupt, termination and a closed terminal all mean: stop the server, then end.
fn listen_for_signals(sender: Sender<Event>) -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            if sender.send(Event::Signalled).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Passes on what the server prints, then its end.
fn watch(mut child: Child, sender: Sender<Event>) {
    std::thread::spawn(move || {
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(Event::Line(line)).is_err() {
                    break;
                }
            }
        }
        // Nobody listens any more only once we are ending ourselves.
        let _ = sender.send(Event::Ended(child.wait()));
    });
}
