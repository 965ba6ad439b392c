//! Runs the fuzz targets of `fuzz/` on the stable compiler: in CI a fixed number of inputs from a fixed seed, by hand a search for as long as one likes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::shell;

/// Inputs per target in CI. Fewer would let more pass; more would make each run longer, and a search is not CI's task.
const CI_INPUTS: u32 = 20_000;

/// What cargo-fuzz asks of the compiler, without a sanitizer, which only a nightly compiler has.
const FLAGS: &str = "--cfg fuzzing -Cdebug-assertions -Coverflow-checks -Cpasses=sancov-module \
-Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table";

/// What a run may be told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The target to run; all of them if not given.
    target: Option<String>,
    /// Searches for this many seconds per target, and keeps what it finds in fuzz/corpus.
    #[arg(long)]
    seconds: Option<u32>,
}

#[derive(Deserialize)]
struct Manifest {
    bin: Vec<Bin>,
}

#[derive(Deserialize)]
struct Bin {
    name: String,
}

/// Runs all targets over their corpora and the same new inputs each time.
pub(crate) fn check() -> Result<()> {
    run(&Options { target: None, seconds: None })
}

/// Builds the targets and runs them.
pub(crate) fn run(options: &Options) -> Result<()> {
    if shell::find("c++").is_none() {
        bail!("the fuzz targets need a C++ compiler: install one (Debian: 'apt-get install g++')");
    }
    let dir = shell::root().join("fuzz");
    let manifest: Manifest = toml::from_str(&fs::read_to_string(dir.join("Cargo.toml"))?)?;
    let wanted = |bin: &Bin| options.target.as_ref().is_none_or(|target| *target == bin.name);
    let names: Vec<String> = manifest.bin.into_iter().filter(wanted).map(|bin| bin.name).collect();
    if names.is_empty() {
        bail!("there is no such fuzz target");
    }
    let programs = build(&dir)?;
    for name in names {
        fuzz(&dir, &programs.join(&name), &name, options.seconds)?;
    }
    Ok(())
}

/// Returns the directory of the built targets.
fn build(dir: &Path) -> Result<PathBuf> {
    shell::step("building the fuzz targets");
    let version = shell::capture(shell::command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let target = shell::target().join("fuzz");
    let mut cargo = shell::cargo();
    cargo.args(["build", "--release", "--bins", "--target", host, "--manifest-path"]).arg(dir.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target).env("RUSTFLAGS", FLAGS).env_remove("CARGO_ENCODED_RUSTFLAGS");
    // Twice as slow to run as the highest level, and half as long to build.
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    shell::run(&mut cargo)?;
    Ok(target.join(host).join("release"))
}

fn fuzz(dir: &Path, program: &Path, name: &str, seconds: Option<u32>) -> Result<()> {
    shell::step(format!("fuzzing {name}"));
    let corpus = dir.join("corpus").join(name);
    let artifacts = dir.join("artifacts").join(name);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&artifacts)?;
    let mut command = shell::command(program);
    command.arg(format!("-artifact_prefix={}/", artifacts.display())).args(["-timeout=10", "-verbosity=0"]);
    match seconds {
        Some(seconds) => command.arg(format!("-max_total_time={seconds}")).arg(&corpus),
        None => {
            // What this finds is the same each time, and goes nowhere.
            let scratch = shell::target().join("fuzz").join("scratch").join(name);
            if scratch.exists() {
                fs::remove_dir_all(&scratch)?;
            }
            fs::create_dir_all(&scratch)?;
            command.arg("-seed=1").arg(format!("-runs={CI_INPUTS}")).arg(&scratch).arg(&corpus)
        }
    };
    shell::run(&mut command)
        .with_context(|| format!("the fuzz target {name} found something; see fuzz/artifacts/{name}"))
}
