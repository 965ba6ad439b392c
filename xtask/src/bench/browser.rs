//! What people notice, measured in real browsers: the scripts are web/e2e/bench, the server is the release build.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::Measured;
use crate::browsers::Browsers;
use crate::{client, shell};

pub(super) fn measure(browsers: &Browsers, server: &Path, runs: u16) -> Result<Vec<Measured>> {
    shell::step("measuring in browsers");
    let out = shell::target().join("bench").join("browser.jsonl");
    if out.exists() {
        std::fs::remove_file(&out)?;
    }
    let mut node = client::node();
    node.args(["node_modules/vitest/vitest.mjs", "run", "--config=e2e/bench.config.ts"]);
    node.env("CHROMIUM", &browsers.chromium).env("XTASK", std::env::current_exe()?);
    node.env("CURTAIN", server).env("BENCH_OUT", &out).env("BENCH_RUNS", runs.to_string());
    shell::run(&mut node)?;
    let text = std::fs::read_to_string(&out).context("the browsers measured nothing")?;
    text.lines().map(|line| serde_json::from_str(line).context("a measurement that cannot be read")).collect()
}
