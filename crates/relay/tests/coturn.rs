//! TURN as coturn's client speaks it, over TCP on the loopback device. What the relay would do with the datagrams is left out: they come back as they went.
//!
//! The client is `turnutils_uclient` of the package `coturn`; where it is not installed, the tests say so and pass, unless
//! `CURTAIN_TEST_COTURN` is set, as in CI.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;
mod streams;

use std::env;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use common::some_instant;
use relay::ways::{Credentials, Way};
use streams::World;

const CLIENT: &str = "turnutils_uclient";
/// Where the client sends to, and the ports beside these, which it binds channels to as well.
const PEERS: [&str; 4] = ["192.0.2.1:3478", "192.0.2.1:3479", "[2001:db8::1]:3478", "[2001:db8::1]:3479"];
/// How long an exchange may take; it takes some seconds.
const PATIENCE: Duration = Duration::from_secs(60);
/// Where coturn's client must be tried, its absence is a failure.
const REQUIRED: &str = "CURTAIN_TEST_COTURN";

/// Serves TURN on a port of the loopback device until the test is over.
fn serve() -> (SocketAddr, Arc<Mutex<World>>) {
    let world = World::with(some_instant(), PEERS.map(|address| address.parse().unwrap()).to_vec());
    let world = Arc::new(Mutex::new(world));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let shared = world.clone();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let (connection, world) = (connection.unwrap(), shared.clone());
            thread::spawn(move || talk(connection, &world));
        }
    });
    (address, world)
}

/// One connection: what comes for the relay goes back.
fn talk(mut connection: TcpStream, world: &Mutex<World>) {
    let stream = world.lock().unwrap().open(Way::Turn);
    let mut bytes = [0; 4_096];
    while let Ok(count @ 1..) = connection.read(&mut bytes) {
        let answer = {
            let mut world = world.lock().unwrap();
            world.now = some_instant();
            world.say(stream, &bytes[..count]);
            for (from, _, datagram) in std::mem::take(&mut world.heard) {
                world.send(from, &datagram);
            }
            if world.closed.iter().any(|(closed, _)| *closed == stream) {
                return;
            }
            world.take(stream)
        };
        if connection.write_all(&answer).is_err() {
            break;
        }
    }
    let mut world = world.lock().unwrap();
    world.now = some_instant();
    let now = world.now;
    world.ways.closed(now, stream);
}

/// Lets coturn's client exchange messages with the relay; returns what it says, and whether it is content. `None`: there is no client.
fn exchange(options: &[&str], change: impl Fn(Credentials) -> Credentials) -> Option<(String, bool)> {
    let (address, world) = serve();
    let Credentials { username, password } = change(world.lock().unwrap().credentials("p"));
    let (port, peer) = (address.port().to_string(), if options.contains(&"-x") { "2001:db8::1" } else { "192.0.2.1" });
    let who = ["-u", &username, "-w", &password];
    let fixed = ["-t", "-c", "-v", "-p", &port, "-e", peer, "-r", "3478", "-n", "20", "-z", "5"];
    let (mut output, both) = io::pipe().unwrap();
    let run = Command::new(CLIENT)
        .args(who)
        .args(fixed)
        .args(options)
        .arg("127.0.0.1")
        .stdin(Stdio::null())
        .stdout(both.try_clone().unwrap())
        .stderr(both)
        .spawn();
    let mut client = match run {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            assert!(env::var_os(REQUIRED).is_none(), "{REQUIRED} is set, and there is no {CLIENT}");
            // Not `eprintln!`, which is only shown of tests that fail.
            let mut err = io::stderr();
            writeln!(err, "coturn's client was not tried: it is not installed").unwrap();
            return None;
        }
        run => run.unwrap(),
    };
    let (sender, text) = mpsc::channel();
    thread::spawn(move || {
        let mut text = vec![];
        output.read_to_end(&mut text).unwrap();
        let _ = sender.send(text);
    });
    let text = text.recv_timeout(PATIENCE);
    // Does nothing to one that has ended.
    let _ = client.kill();
    let content = client.wait().unwrap().success();
    let text = String::from_utf8(text.expect("the client ends by itself")).unwrap();
    let statistics = world.lock().unwrap().ways.statistics();
    Some((format!("{text}\n{statistics:?}"), content))
}

#[track_caller]
fn succeeds(options: &[&str]) {
    let Some((text, content)) = exchange(options, |credentials| credentials) else { return };
    assert!(content, "{options:?}: {text}");
    assert!(text.contains("tot_send_msgs=20, tot_recv_msgs=20"), "{options:?}: {text}");
    assert!(text.contains("Total lost packets 0 (0.000000%)"), "{options:?}: {text}");
}

#[test]
fn channels_work() {
    succeeds(&[]);
}

#[test]
fn indications_work() {
    succeeds(&["-s"]);
}

#[test]
fn ipv6_works() {
    succeeds(&["-x"]);
}

#[test]
fn what_else_clients_ask_for_works() {
    // IPv4 by name, no fragments, padded channels, and requests more often than needed.
    succeeds(&["-X", "-g", "-D", "-G"]);
}

#[test]
fn several_at_once_work() {
    let Some((text, content)) = exchange(&["-m", "4"], |credentials| credentials) else { return };
    assert!(content && text.contains("tot_send_msgs=80, tot_recv_msgs=80"), "{text}");
}

#[test]
fn broken_requests_do_no_harm() {
    // Channels with numbers that none may have; then, bytes changed at random. A panic would poison the lock.
    let Some((text, _)) = exchange(&["-N"], |credentials| credentials) else { return };
    assert!(text.contains("datagrams_in: 0,"), "{text}");
    exchange(&["-R"], |credentials| credentials);
}

#[test]
fn a_wrong_password_opens_nothing() {
    let wrong = |credentials| Credentials { password: "guess".to_owned(), ..credentials };
    let Some((text, content)) = exchange(&[], wrong) else { return };
    assert!(!content && text.contains("allocations: 0, datagrams_in: 0,"), "{text}");
    assert!(text.contains("refused: 17"), "it tries until it is let go: {text}");
}
