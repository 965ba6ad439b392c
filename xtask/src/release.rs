//! Builds the server as it is to be run: one binary with the client in it.

use std::path::PathBuf;

use anyhow::Result;

use crate::{client, shell};

/// Builds the client and the server with it; returns where the binary is.
pub(crate) fn build() -> Result<PathBuf> {
    client::build()?;
    shell::step("building the release (the first time takes minutes)");
    shell::run(shell::cargo().args(["build", "--release", "--package=server", "--bin=curtain"]))?;
    Ok(shell::target().join("release/curtain"))
}
