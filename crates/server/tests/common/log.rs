//! The audit log of a running server, as `curtain audit` hands it over, and what must be in it.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::Value;

use super::Server;

/// Runs `curtain audit`.
pub fn audit(server: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_curtain"));
    command.arg("audit").args(arguments).arg("--data-dir").arg(&server.data_dir).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// All entries so far.
pub fn entries(server: &Server) -> Vec<Value> {
    let export = audit(server, &["export"]);
    assert!(export.status.success(), "{}", text(&export.stderr));
    let lines = text(&export.stdout);
    lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["entry"].clone()).collect()
}

/// An entry in a line: who, in which role, did what to which record, with which outcome and reason.
pub fn brief(entry: &Value) -> String {
    let name = |value: &Value| match value {
        Value::String(word) => word.clone(),
        Value::Object(one) => match one.iter().next().unwrap().1 {
            Value::String(id) => id.clone(),
            Value::Object(seat) => format!("{}/{}", seat["visit"].as_str().unwrap(), seat["seat"].as_str().unwrap()),
            other => other.to_string(),
        },
        other => other.to_string(),
    };
    let word = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let parts =
        [name(&entry["who"]), word("role"), word("act"), name(&entry["record"]), word("outcome"), word("reason")];
    parts.join(" ").trim_end().to_owned()
}

pub fn briefs(server: &Server) -> Vec<String> {
    entries(server).iter().map(brief).collect()
}

/// What must be in the log, and which messages or paths put it there.
pub struct Seen(pub BTreeSet<String>);

impl Seen {
    #[track_caller]
    pub fn expect(&mut self, server: &Server, what: &str, wanted: &[&str]) {
        let log = briefs(server);
        for line in wanted {
            assert!(log.iter().any(|have| have == line), "{what}: no entry '{line}' in\n{}", log.join("\n"));
        }
        self.0.insert(what.to_owned());
    }
}
