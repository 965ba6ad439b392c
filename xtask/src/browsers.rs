//! Finds the browsers and tools of the real-browser tests, and installs from the distribution what is missing and may be.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::shell;

/// What the tests drive.
pub(crate) struct Browsers {
    /// Chromium or Chrome.
    pub(crate) chromium: PathBuf,
    /// Firefox, preferably the extended support release.
    pub(crate) firefox: PathBuf,
}

/// Finds everything, installing what is missing.
///
/// # Errors
/// One sentence for the first tool that is missing and cannot be installed from here.
pub(crate) fn find() -> Result<Browsers> {
    let chromium = tool(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], "chromium")?;
    let firefox = tool(&["firefox-esr", "firefox"], "firefox-esr")?;
    tool(&["ffmpeg"], "ffmpeg")?;
    if cfg!(target_os = "linux") {
        tool(&["strace"], "strace")?;
    }
    Ok(Browsers { chromium, firefox })
}

fn tool(names: &[&str], package: &str) -> Result<PathBuf> {
    let look = || names.iter().find_map(|name| shell::find(name));
    if let Some(found) = look() {
        return Ok(found);
    }
    if shell::apt_install(&[package])
        && let Some(found) = look()
    {
        return Ok(found);
    }
    bail!("the real-browser tests need {}: install it (Debian: 'apt-get install {package}')", names[0])
}
