//! A clock that jumps, or a server that was off for long: nothing is erased until a day was seen to pass.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::process::Command;

use common::{ANN, Server, token};

fn acts(server: &Server, act: &str) -> usize {
    let mut command = Command::new(env!("CARGO_BIN_EXE_curtain"));
    let export = command.args(["audit", "export", "--data-dir"]).arg(&server.data_dir).output().unwrap();
    assert!(export.status.success());
    String::from_utf8(export.stdout).unwrap().matches(&format!("\"{act}\"")).count()
}

fn link(server: &Server) -> u16 {
    server.ask("/api/invitation", &format!(r#"{{"token":"{}"}}"#, token(ANN))).0
}

#[test]
fn a_clock_that_is_days_ahead_erases_nothing_until_a_day_has_passed() {
    let server = Server::start("clock");
    let known = link(&server);
    // The visit was over forty days ago, and the log is silent since ten: so it looks when the clock jumps.
    let server = server.crash_and_restart_with(&[
        "UPDATE visit SET state = 'erased', ended_at = starts_at - 3456000000",
        "UPDATE audit_entry SET at = at - 864000000",
    ]);
    assert_eq!((known, acts(&server, "forget")), (200, 0));
    assert_ne!(link(&server), 404, "the visit is there");
    assert!(server.log().contains("the clock is days ahead of the audit log"));
    // Starting again is no proof that time passed, …
    let server = server.crash_and_restart();
    assert_eq!((acts(&server, "doubtClock"), acts(&server, "forget")), (0, 0), "the start is an entry already");
    // … and a day is.
    let server = server.crash_and_restart_with(&["UPDATE audit_entry SET at = at - 172800000"]);
    assert_eq!(acts(&server, "forget"), 1);
    assert_eq!(link(&server), 404);
}
