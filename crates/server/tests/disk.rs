//! What a server has acknowledged is there after it was killed in the middle of writes, and after its disk was full.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::disallowed_methods, reason = "a test is an edge: it kills at a moment of the real clock")]

mod common;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use common::Server;
use common::staff::{Browser, invitation};

/// Invites one more, whom nobody else is called; the status, or nothing if the server was gone.
fn invite(browser: &mut Browser, number: u16) -> Option<u16> {
    let mut link = [0x40; 16];
    link[..2].copy_from_slice(&number.to_be_bytes());
    let body = invitation(link, &name(number), &["reception"]);
    browser.try_post("/api/staff/invite", &body)
}

fn name(number: u16) -> String {
    format!("Colleague {number}")
}

/// The names of all who were invited.
fn invited(browser: &mut Browser) -> BTreeSet<String> {
    browser.staff().into_iter().filter(|(_, state)| state == "invited").map(|(name, _)| name).collect()
}

/// What `curtain audit verify` says of a server's log, run by a command that runs commands where the server is.
fn verified(server: &Server, mut there: Command) -> bool {
    there.arg(env!("CARGO_BIN_EXE_curtain")).args(["audit", "verify", "--data-dir"]).arg(&server.data_dir);
    there.output().unwrap().status.success()
}

#[test]
fn nothing_acknowledged_is_lost_where_the_server_is_killed_in_the_middle_of_writes() {
    let mut server = Server::start_vacant("killed-server", &[]);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    let (mut cookie, mut acknowledged, mut cut_off, mut number) = (ilse.cookie.take(), BTreeSet::new(), 0, 0);
    for round in 0..40 {
        let child = server.child.id().to_string();
        let mut browser = Browser::new(&server, "ilse");
        browser.cookie.clone_from(&cookie);
        let unanswered = std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                loop {
                    number += 1;
                    match invite(&mut browser, number) {
                        Some(204) => assert!(acknowledged.insert(name(number))),
                        Some(other) => panic!("an invitation was answered with {other}"),
                        None => return number,
                    }
                }
            });
            // A write takes some milliseconds: the kills are spread over a few of them.
            let (began, patience) = (Instant::now(), Duration::from_micros(round * 7919 % 20_000));
            while began.elapsed() < patience {
                std::hint::spin_loop();
            }
            assert!(Command::new("kill").args(["-KILL", &child]).status().unwrap().success());
            writer.join().unwrap()
        });
        server = server.crash_and_restart();
        let mut browser = Browser::new(&server, "ilse");
        browser.cookie.clone_from(&cookie);
        let found = invited(&mut browser);
        assert!(found.is_superset(&acknowledged), "acknowledged and lost in round {round}");
        let more: Vec<_> = found.difference(&acknowledged).cloned().collect();
        assert!(more.is_empty() || more == [name(unanswered)], "nobody asked for {more:?}");
        cut_off += more.len();
        acknowledged = found;
        cookie = browser.cookie.take();
    }
    assert!(!acknowledged.is_empty());
    assert!(cut_off > 0, "no kill came between a write and its answer: they were not in the middle of writes");
    assert!(verified(&server, Command::new("env")), "the log has each of them");
}

#[test]
fn a_full_disk_is_said_loses_nothing_and_is_forgotten_once_there_is_room() {
    let server = Server::start_vacant_within("full-disk", 4 << 20);
    let mut ilse = Browser::new(&server, "ilse");
    ilse.found(&["administrator"]);
    assert_eq!(invite(&mut ilse, 1), Some(204));

    // All that is left of the file system, to the last byte.
    let root = Path::new("/proc").join(server.child.id().to_string()).join("root");
    let filler = root.join(server.data_dir.strip_prefix("/").unwrap()).join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    let mut piece = vec![1; 64 << 10];
    while !piece.is_empty() {
        match file.write(&piece) {
            Ok(written) if written > 0 => {}
            _ => piece.truncate(piece.len() / 2),
        }
    }
    // What was set aside before takes a few more.
    let mut number = 1;
    let refused = loop {
        number += 1;
        match invite(&mut ilse, number) {
            Some(204) => assert!(number < 200, "the disk is not full"),
            other => break other,
        }
    };
    assert_eq!(refused, Some(500));
    assert_eq!(server.http("GET /health HTTP/1.1", "").0, 200, "the server goes on");
    assert_eq!(invite(&mut ilse, number), Some(500), "and says so as long as it is so");

    drop(file);
    std::fs::remove_file(&filler).unwrap();
    let acknowledged: BTreeSet<String> = (1..number).map(name).collect();
    assert_eq!(invited(&mut ilse), acknowledged, "all that was acknowledged, and nothing that was not");
    assert_eq!(invite(&mut ilse, number), Some(204), "once there is room, it is as if nothing had been");
    let mut there = Command::new("nsenter");
    there.args(["--preserve-credentials", "--user", "--mount", "--target", &server.child.id().to_string()]);
    assert!(verified(&server, there));
}
