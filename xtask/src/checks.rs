//! Everything that is checked before a change goes in: `ci` (and `test`, its last part) with a summary at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::{browsers, client, codegen, demo, fuzz, licences, shell, tidy};

/// One row of the summary.
struct Row {
    name: &'static str,
    took: Duration,
    error: Option<anyhow::Error>,
}

/// Steps that all run, whatever happened to those before.
struct Summary {
    rows: Vec<Row>,
}

impl Summary {
    fn new() -> Self {
        Self { rows: Vec::new() }
    }

    fn run(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) {
        shell::step(name);
        let begin = now();
        let error = step().err();
        if let Some(error) = &error {
            eprintln!("✗ {name}: {error:#}");
        }
        self.rows.push(Row { name, took: now().duration_since(begin), error });
    }

    /// Tells how each step went, and fails if one did.
    fn end(self) -> Result<()> {
        eprintln!();
        for row in &self.rows {
            let mark = if row.error.is_some() { '✗' } else { '✓' };
            eprintln!("{mark} {:<42} {:>6.1} s", row.name, row.took.as_secs_f64());
        }
        let failed = self.rows.iter().filter(|row| row.error.is_some()).count();
        if failed > 0 {
            bail!("{failed} of {} steps failed", self.rows.len());
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge: how long steps took is told, and decides nothing")]
fn now() -> Instant {
    Instant::now()
}

/// The checks, then the tests.
pub(crate) fn ci() -> Result<()> {
    let mut summary = Summary::new();
    summary.run("format", || shell::run(shell::cargo().args(["fmt", "--all", "--check"])));
    summary.run("tidy", tidy::run);
    summary.run("generated code", || codegen::run(true));
    summary.run("client build", || client::build().map(drop));
    summary.run("licences", licences::check);
    summary.run("client format and lints", || client::script("format:check", &[]));
    summary.run("client types", || client::script("types", &[]));
    summary.run("client unused code", || client::script("unused", &[]));
    summary.run("lints", || {
        shell::run(shell::cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny=warnings"]))
    });
    summary.run("fuzz targets", fuzz::check);
    let checks = summary.end();
    let tests = shell::run(shell::cargo().args(["xtask", "test"]));
    checks.and(tests)
}

/// All tests: Rust, the client's without a browser, and those in real browsers.
pub(crate) fn test() -> Result<()> {
    client::build()?;
    demo::build_server()?;
    shell::step("building the native client of the tests");
    shell::build("curtain-sim")?;
    let mut summary = Summary::new();
    summary.run("Rust tests", || shell::run(shell::cargo().args(["test", "--workspace"])));
    // Needs the package that the client build made, so it stands apart; `--workspace` keeps it from building anything twice.
    summary.run("native and WebAssembly clients", || {
        shell::run(shell::cargo().args(["test", "--workspace", "--test=wasm", "--", "--ignored"]))
    });
    summary.run("client tests", || client::script("test", &[]));
    summary.run("real-browser tests", || {
        let browsers = browsers::find()?;
        let vitest = "node_modules/vitest/vitest.mjs";
        let mut node = client::node();
        node.args([vitest, "run", "--config=e2e/vitest.config.ts"]);
        node.env("CHROMIUM", &browsers.chromium).env("FIREFOX", &browsers.firefox);
        node.env("XTASK", std::env::current_exe()?);
        shell::run(&mut node)
    });
    summary.end()
}

/// Known vulnerabilities of what we use; needs a network and cargo-deny, so it is no part of `ci`.
pub(crate) fn audit() -> Result<()> {
    if shell::find("cargo-deny").is_none() {
        bail!("the audit needs cargo-deny: run 'cargo install --locked cargo-deny'");
    }
    let mut summary = Summary::new();
    summary.run("crates", || shell::run(shell::cargo().args(["deny", "check"])));
    summary.run("npm packages", || {
        let mut npm = shell::command("npm");
        shell::run(npm.current_dir(shell::root().join("web")).args(["audit", "--audit-level=moderate"]))
    });
    summary.end()
}
