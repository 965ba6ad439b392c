//! Builds the client: WebAssembly, npm packages, the pages. Steps whose inputs did not change are skipped.

mod npm;
mod toolchain;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use npm::{node, packages, script};

use crate::shell;
use crate::stamp::Stamp;

/// Builds everything the server embeds and returns its directory, `web/dist`.
pub(crate) fn build() -> Result<PathBuf> {
    packages()?;
    let sealed = wasm::build()?;
    let web = shell::root().join("web");
    let dist = web.join("dist");
    let inputs: Vec<PathBuf> = [
        "src",
        "build",
        "index.html",
        "vite.config.ts",
        "tsconfig.json",
        "package.json",
        "package-lock.json",
        "public",
    ]
    .map(|name| web.join(name))
    .into();
    let stamp = Stamp::new("dist", &inputs, &[&sealed])?;
    if !stamp.holds(&dist.join("index.html")) {
        shell::step("building the pages");
        script("build", &[])?;
        stamp.set()?;
    }
    Ok(dist)
}
