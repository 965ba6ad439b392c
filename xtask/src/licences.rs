//! Which licences and packages may come in: Rust crates by `deny.toml` (which cargo-deny reads too), npm packages by their lock file.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::shell;

/// Licences for npm packages that help to build and test, and are not shipped.
const TOOLS_ONLY: [&str; 5] = ["MPL-2.0", "BlueOak-1.0.0", "CC-BY-4.0", "Python-2.0", "CC0-1.0"];

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Crate>,
}

#[derive(Deserialize)]
struct Crate {
    name: String,
    version: String,
    license: Option<String>,
}

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, NpmPackage>,
}

#[derive(Deserialize)]
struct NpmPackage {
    license: Option<String>,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    optional: bool,
}

/// Fails with every package that may not be there.
pub(crate) fn check() -> Result<()> {
    let root = shell::root();
    let deny: Deny = toml::from_str(&fs::read_to_string(root.join("deny.toml")).context("deny.toml is missing")?)?;
    let metadata: Metadata =
        serde_json::from_str(&shell::capture(shell::cargo().args(["metadata", "--format-version=1"]))?)?;
    let lock: Lock = serde_json::from_str(&fs::read_to_string(root.join("web/package-lock.json"))?)?;

    let mut found = crates(&deny, &metadata);
    found.extend(npm(&deny, &lock));
    if !found.is_empty() {
        for finding in &found {
            eprintln!("  {finding}");
        }
        bail!("{} packages may not be used", found.len());
    }
    Ok(())
}

fn crates(deny: &Deny, metadata: &Metadata) -> Vec<String> {
    let mut found = Vec::new();
    for package in &metadata.packages {
        let licence = package.license.as_deref().unwrap_or_default();
        if !allows(licence, &|name| deny.licenses.allow.iter().any(|allowed| allowed == name)) {
            found.push(format!("crate {} {} has the licence '{licence}'", package.name, package.version));
        }
        if let Some(ban) = deny.bans.deny.iter().find(|ban| ban.name == package.name) {
            found.push(format!("crate {} {} is banned: {}", package.name, package.version, ban.reason));
        }
    }
    found
}

fn npm(deny: &Deny, lock: &Lock) -> Vec<String> {
    let mut found = Vec::new();
    for (path, package) in lock.packages.iter().filter(|(path, _)| !path.is_empty()) {
        let licence = package.license.as_deref().unwrap_or_default();
        let tool = package.dev || package.optional;
        let allowed = |name: &str| {
            deny.licenses.allow.iter().any(|allowed| allowed == name) || (tool && TOOLS_ONLY.contains(&name))
        };
        if !allows(licence, &allowed) {
            found.push(format!("npm {path} has the licence '{licence}'"));
        }
    }
    found
}

/// Whether a licence expression (SPDX, or the older `A/B`) can be met with allowed licences only.
fn allows(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.trim();
    if let Some(parts) = split(expression, &[" OR ", "/"]) {
        return parts.iter().any(|part| allows(part, allowed));
    }
    if let Some(parts) = split(expression, &[" AND "]) {
        return parts.iter().all(|part| allows(part, allowed));
    }
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => allows(inner, allowed),
        None => allowed(expression),
    }
}

/// Splits at the first of the separators that occurs outside parentheses; `None` if none does.
fn split<'a>(text: &'a str, separators: &[&str]) -> Option<[&'a str; 2]> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let separator = separators.iter().find(|separator| depth == 0 && text[at..].starts_with(**separator));
        if let Some(separator) = separator {
            return Some([&text[..at], &text[at + separator.len()..]]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, wanted: bool) {
        let allowed = |name: &str| ["MIT", "Apache-2.0", "Unicode-3.0"].contains(&name);
        assert_eq!(allows(expression, &allowed), wanted, "{expression}");
    }

    #[test]
    fn expressions_are_understood() {
        check("MIT", true);
        check("GPL-3.0-only", false);
        check("", false);
        check("GPL-3.0-only OR MIT", true);
        check("MIT/GPL-2.0", true);
        check("MIT AND GPL-3.0-only", false);
        check("(MIT OR GPL-3.0-only) AND Unicode-3.0", true);
        check("(MIT OR Apache-2.0) AND OpenSSL", false);
        check("Apache-2.0 WITH LLVM-exception", false);
    }

    #[test]
    fn a_banned_crate_and_a_shipped_package_are_found() {
        let deny: Deny =
            toml::from_str("[licenses]\nallow = [\"MIT\"]\n[bans]\ndeny = [{ name = \"openssl\", reason = \"big\" }]")
                .unwrap();
        let metadata: Metadata =
            serde_json::from_str(r#"{"packages":[{"name":"openssl","version":"1.0.0","license":"MIT"}]}"#).unwrap();
        assert_eq!(crates(&deny, &metadata).len(), 1);
        let lock: Lock = serde_json::from_str(
            r#"{"packages":{"":{},"node_modules/a":{"license":"MPL-2.0"},"node_modules/b":{"license":"MPL-2.0","dev":true}}}"#,
        )
        .unwrap();
        assert_eq!(npm(&deny, &lock), vec!["npm node_modules/a has the licence 'MPL-2.0'"]);
    }
}
