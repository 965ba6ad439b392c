//! Checks the invariants of ARCHITECTURE.md that no compiler checks. Each check returns what it found wrong, in words.

mod arrows;
mod files;
mod proofs;
mod reach;
mod tables;
mod words;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{shell, stamp};

/// One written file, its path as seen from the checkout's top.
struct Text {
    path: String,
    content: String,
}

impl Text {
    fn has_extension(&self, wanted: &[&str]) -> bool {
        Path::new(&self.path).extension().is_some_and(|own| wanted.iter().any(|wanted| own == *wanted))
    }

    /// The lines with their numbers, from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.content.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Whether the file holds tests only.
    fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.has_extension(&["rs"])
            && (self.path.contains("/tests/") || name.starts_with("test") || name.ends_with("tests.rs"))
    }

    /// The lines before the file's own tests begin, comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines()
            .filter(|_| !self.is_test())
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("* "))
    }
}

/// Runs all checks and fails with everything they found.
pub(crate) fn run() -> Result<()> {
    let texts = read()?;
    let mut found = Vec::new();
    found.extend(files::check(&texts));
    found.extend(words::check(&texts));
    found.extend(tables::check(&texts));
    found.extend(proofs::check(&texts));
    found.extend(arrows::check(&texts));
    found.extend(reach::check()?);
    if !found.is_empty() {
        for finding in &found {
            eprintln!("  {finding}");
        }
        bail!("tidy found {} things to mend", found.len());
    }
    Ok(())
}

/// All text of the checkout that people write.
fn read() -> Result<Vec<Text>> {
    const KINDS: [&str; 9] = ["rs", "ts", "tsx", "css", "sql", "toml", "html", "ftl", "md"];
    let root = shell::root();
    let mut texts = Vec::new();
    const PLACES: [&str; 11] = [
        "crates",
        "sim",
        "xtask",
        "fuzz",
        "web",
        "docs",
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "deny.toml",
    ];
    for file in PLACES.map(|name| root.join(name)) {
        for path in stamp::files(&file)?.into_iter().filter(|path| is(path, &KINDS)) {
            let content = std::fs::read_to_string(&path).with_context(|| format!("{} unreadable", path.display()))?;
            texts.push(Text { path: path.strip_prefix(&root)?.to_string_lossy().into_owned(), content });
        }
    }
    Ok(texts)
}

fn is(path: &PathBuf, kinds: &[&str]) -> bool {
    Path::new(path).extension().is_some_and(|own| kinds.iter().any(|kind| own == *kind))
}

#[cfg(test)]
fn text(path: &str, content: &str) -> Text {
    Text { path: path.to_owned(), content: content.to_owned() }
}
