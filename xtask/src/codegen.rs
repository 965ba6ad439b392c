//! Keeps generated files equal to what they are generated from: `web/src/wire/messages.ts` from the wire messages.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::shell;

/// Writes the generated files, or, with `check`, fails if one of them is not what would be written.
pub(crate) fn run(check: bool) -> Result<()> {
    let file = shell::root().join("web/src/wire/messages.ts");
    let made = shell::capture(shell::cargo().args(["run", "--quiet", "--features=xtask/codegen", "--bin=codegen"]))?;
    let there = fs::read_to_string(&file).unwrap_or_default();
    if there == made {
        return Ok(());
    }
    if check {
        bail!("web/src/wire/messages.ts is not what crates/visit/src/wire says: run 'cargo xtask codegen'");
    }
    fs::write(&file, made).with_context(|| format!("{} could not be written", file.display()))?;
    shell::step("wrote web/src/wire/messages.ts");
    Ok(())
}
