//! Node.js and the npm packages of `web/`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::shell;
use crate::stamp::Stamp;

/// The oldest Node.js that the build tools run on.
const NODE: (u32, u32) = (20, 19);

/// A command that runs a Node.js program inside `web/`.
pub(crate) fn node() -> Command {
    in_web("node")
}

fn in_web(program: &str) -> Command {
    let mut command = shell::command(program);
    command.current_dir(shell::root().join("web"));
    command
}

/// Installs what `package-lock.json` names, unless that is what is there.
pub(crate) fn packages() -> Result<()> {
    check_node()?;
    let web = shell::root().join("web");
    let stamp = Stamp::new("packages", &[web.join("package-lock.json")], &[])?;
    if stamp.holds(&web.join("node_modules")) {
        return Ok(());
    }
    shell::step("installing the npm packages");
    // Not `npm ci`: it refuses a lock file that lacks the optional packages of other platforms, and some registries lack those.
    shell::run(in_web("npm").args(["install", "--no-save", "--no-audit", "--no-fund"]))
        .context("the npm packages could not be installed; is there a network?")?;
    stamp.set()
}

/// Runs one of the scripts of `web/package.json`.
pub(crate) fn script(name: &str, arguments: &[&str]) -> Result<()> {
    let mut npm = in_web("npm");
    npm.args(["run", "--silent", name]);
    if !arguments.is_empty() {
        npm.arg("--").args(arguments);
    }
    shell::run(&mut npm)
}

/// The path of a program that came with an npm package.
pub(super) fn program(name: &str) -> PathBuf {
    shell::root().join("web/node_modules/.bin").join(name)
}

fn check_node() -> Result<()> {
    let wanted = format!("Node.js {}.{} or newer with npm is needed to build the client", NODE.0, NODE.1);
    let Ok(version) = shell::capture(shell::command("node").arg("--version")) else {
        bail!("{wanted}; it was not found. It is on https://nodejs.org");
    };
    if shell::find("npm").is_none() {
        bail!("{wanted}; npm was not found. It comes with Node.js from https://nodejs.org, or in the package 'npm'");
    }
    match numbers(&version) {
        Some(found) if found >= NODE => Ok(()),
        _ => bail!("{wanted}; this machine has {}. A newer one is on https://nodejs.org", version.trim()),
    }
}

/// `v20.19.2` → `(20, 19)`.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_read() {
        assert_eq!(numbers("v20.19.2\n"), Some((20, 19)));
        assert_eq!(numbers("22.1"), Some((22, 1)));
        assert_eq!(numbers("unknown"), None);
    }
}
