//! Builds `seal` to WebAssembly, makes its JavaScript bindings, and shrinks it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::npm;
use super::toolchain::Toolchain;
use crate::shell;
use crate::stamp::Stamp;

/// Grows with each change of the steps below, so that it takes effect.
const RECIPE: &str = "1";

/// What every browser with encoded transforms understands, and no more.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds `web/src/seal/pkg` and returns a digest of it.
pub(super) fn build() -> Result<String> {
    let root = shell::root();
    let pkg = root.join("web/src/seal/pkg");
    let wasm = pkg.join("seal_bg.wasm");
    let inputs: Vec<PathBuf> =
        ["crates/seal/Cargo.toml", "crates/seal/src", "Cargo.toml", "Cargo.lock"].map(|name| root.join(name)).into();
    let toolchain = Toolchain::choose()?;
    let stamp = Stamp::new("wasm", &inputs, &[RECIPE, &toolchain.name()])?;
    if !stamp.holds(&wasm) {
        shell::step("building the sealing code for the browser (the first time takes minutes)");
        let raw = compile(&toolchain)?;
        let bound = Stamp::new("bindings", std::slice::from_ref(&raw), &[RECIPE])?;
        if !bound.holds(&wasm) {
            bind(&raw, &pkg)?;
            shrink(&wasm)?;
            bound.set()?;
        }
        stamp.set()?;
    }
    Ok(Stamp::new("pkg", &[wasm, pkg.join("seal.js")], &[])?.digest().to_owned())
}

/// Returns the module as the compiler leaves it.
fn compile(toolchain: &Toolchain) -> Result<PathBuf> {
    let dir = shell::target().join("wasm");
    let mut cargo = toolchain.cargo_build();
    cargo.args(["--package", "seal", "--lib", "--profile", "wasm", "--target-dir"]).arg(&dir);
    shell::run(&mut cargo)?;
    Ok(dir.join("wasm32-unknown-unknown/wasm/seal.wasm"))
}

fn bind(raw: &Path, pkg: &Path) -> Result<()> {
    shell::step("binding it to JavaScript");
    fs::create_dir_all(pkg)?;
    Bindgen::new()
        .input_path(raw)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(pkg)
        .context("the JavaScript bindings could not be made")
}

fn shrink(wasm: &Path) -> Result<()> {
    shell::step("shrinking it");
    let small = wasm.with_extension("small");
    let mut opt = shell::command(npm::program("wasm-opt"));
    opt.arg("-Oz").args(FEATURES).arg(wasm).arg("-o").arg(&small);
    shell::run(&mut opt)?;
    fs::rename(&small, wasm)?;
    Ok(())
}
