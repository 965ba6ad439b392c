//! Finds or fetches a Rust toolchain for `wasm32-unknown-unknown`, and knows how to call it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::shell;

const TARGET: &str = "wasm32-unknown-unknown";

/// How long `rustup` may take to fetch the target: without a network it hangs instead of failing.
/// Lower would give up on slow lines; higher makes a machine without a network wait.
const FETCH_LIMIT: Duration = Duration::from_secs(60);

/// The Debian packages that hold a Rust compiler for the browser, its library as source, and its linker.
const DEBIAN: [&str; 3] = ["rustc-web", "rust-web-src", "lld-22"];

/// A way to build for the browser.
pub(super) enum Toolchain {
    /// The toolchain in use has the target.
    Target,
    /// Debian's compiler, which builds the standard library along.
    Debian { rustc: PathBuf, linker: PathBuf },
}

impl Toolchain {
    /// The first way that is there; failing that, the first that can be installed.
    pub(super) fn choose() -> Result<Self> {
        if let Some(found) = installed().or_else(debian) {
            return Ok(found);
        }
        if shell::find("rustup").is_some() {
            shell::step(format!("fetching the Rust target {TARGET}"));
            let status = shell::run_limited(shell::command("rustup").args(["target", "add", TARGET]), FETCH_LIMIT)?;
            if status.is_some_and(|status| status.success())
                && let Some(found) = installed()
            {
                return Ok(found);
            }
        }
        if shell::apt_install(&DEBIAN)
            && let Some(found) = debian()
        {
            return Ok(found);
        }
        bail!(
            "Rust cannot build for the browser here: run 'rustup target add {TARGET}', or on Debian 12 as root 'apt-get install {}'",
            DEBIAN.join(" ")
        )
    }

    /// What distinguishes this toolchain, so that a change of it builds anew.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Target => shell::capture(shell::command("rustc").arg("-vV")).unwrap_or_default(),
            Self::Debian { rustc, .. } => shell::capture(shell::command(rustc).arg("-vV")).unwrap_or_default(),
        }
    }

    /// `cargo build` for the browser; packages and profile are the caller's to add.
    pub(super) fn cargo_build(&self) -> Command {
        let mut cargo = shell::cargo();
        cargo.arg("build");
        cargo.env("RUSTFLAGS", r#"--cfg getrandom_backend="wasm_js""#);
        cargo.env_remove("CARGO_ENCODED_RUSTFLAGS");
        if let Self::Debian { rustc, linker } = self {
            cargo.env("RUSTC", rustc).env("RUSTC_BOOTSTRAP", "1");
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            cargo.arg("-Zbuild-std=std,panic_abort");
        }
        cargo.args(["--target", TARGET]);
        cargo
    }
}

fn installed() -> Option<Toolchain> {
    let sysroot = shell::capture(shell::command("rustc").args(["--print", "sysroot"])).ok()?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    library.is_dir().then_some(Toolchain::Target)
}

fn debian() -> Option<Toolchain> {
    let rustc = PathBuf::from("/usr/bin/rustc");
    let sysroot = shell::capture(shell::command(&rustc).args(["--print", "sysroot"])).ok()?;
    let source = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std");
    let linker = (20..40).rev().find_map(|version| shell::find(&format!("wasm-ld-{version}")))?;
    source.is_dir().then_some(Toolchain::Debian { rustc, linker })
}
