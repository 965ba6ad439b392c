//! Who may depend on whom: among crates as Cargo resolves them, among the client's folders as they import.

use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use super::Text;
use crate::shell;

/// For a crate, the crates that it must never reach.
const CRATES: [(&str, &[&str]); 5] = [
    ("server", &["seal", "sim", "xtask"]),
    ("visit", &["relay", "seal", "store", "server", "tokio", "mio", "axum", "sqlx", "getrandom", "rand"]),
    ("relay", &["seal", "store", "server", "tokio", "mio", "axum", "sqlx"]),
    ("seal", &["visit", "relay", "store", "server", "tokio", "mio", "axum", "sqlx"]),
    ("store", &["relay", "seal", "server", "axum"]),
];

/// For a folder of the client, the folders and files it may import from, besides itself.
const FOLDERS: [(&str, &[&str]); 5] = [
    ("web/src/ui", &["web/src/call/view"]),
    ("web/src/call", &["web/src/media", "web/src/wire", "web/src/seal"]),
    ("web/src/media", &["web/src/call/view", "web/src/wire", "web/src/seal/port"]),
    ("web/src/seal", &["web/src/wire"]),
    ("web/src/wire", &[]),
];

/// Asks Cargo what each crate reaches.
pub(super) fn check_crates() -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (own, never) in CRATES {
        let tree = shell::capture(shell::cargo().args([
            "tree",
            "--package",
            own,
            "--edges=normal",
            "--target=all",
            "--prefix=none",
            "--format={p}",
        ]))?;
        found.extend(reached(&tree, never).map(|other| format!("crate {own} reaches {other}")));
    }
    let features = shell::capture(shell::cargo().args(["tree", "--package=server", "--edges=normal,features"]))?;
    if features.contains("visit feature \"testing\"") {
        found.push("crate server turns on visit's feature 'testing', which makes admissions out of nothing".to_owned());
    }
    Ok(found)
}

fn reached<'a>(tree: &'a str, never: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    never.iter().copied().filter(|other| tree.lines().any(|line| line.split(' ').next() == Some(*other)))
}

/// Reads the client's import lines.
pub(super) fn check_imports(texts: &[Text]) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts.iter().filter(|text| text.has_extension(&["ts", "tsx"])) {
        let Some((folder, may)) = FOLDERS.iter().find(|(folder, _)| within(&text.path, folder)) else { continue };
        for (number, line) in text.code() {
            let Some(other) = imported(line).and_then(|name| resolve(&text.path, name)) else { continue };
            if !within(&other, folder) && !may.iter().any(|may| within(&other, may)) {
                found.push(format!("{}:{number} imports {other}, which {folder} must not know", text.path));
            }
        }
    }
    found
}

fn within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('.'))
}

/// What a line imports or re-exports, if it does.
fn imported(line: &str) -> Option<&str> {
    let after = ["from \"", "import(\"", "import \""].iter().find_map(|mark| line.split_once(mark))?.1;
    after.split('"').next()
}

/// A relative import as a path from the checkout's top; packages are none of ours.
fn resolve(from: &str, name: &str) -> Option<String> {
    if !name.starts_with('.') {
        return None;
    }
    let mut path = PathBuf::from(from);
    path.pop();
    for part in Path::new(name).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(part) => path.push(part),
            _ => {}
        }
    }
    Some(path.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[track_caller]
    fn allows(path: &str, line: &str, allowed: bool) {
        assert_eq!(check_imports(&[text(path, line)]).is_empty(), allowed, "{path}: {line}");
    }

    #[test]
    fn screens_see_view_models_only() {
        allows("web/src/ui/guest/name.tsx", "import type { GuestView } from \"../../call/view\";", true);
        allows("web/src/ui/guest/name.tsx", "import { Button } from \"../parts/button\";", true);
        allows("web/src/ui/guest/name.tsx", "import { h } from \"preact\";", true);
        allows("web/src/ui/guest/name.tsx", "import { createGuest } from \"../../call/guest\";", false);
        allows("web/src/ui/guest/name.tsx", "const seal = await import(\"../../seal/worker\");", false);
        allows("web/src/wire/socket.ts", "import { x } from \"../call/view\";", false);
    }

    #[test]
    fn a_forbidden_crate_is_found_by_its_whole_name() {
        let tree = "server v0.1.0\nsealed-box v1.0.0\nvisit v0.1.0\n";
        assert_eq!(reached(tree, &["seal"]).count(), 0);
        assert_eq!(reached(tree, &["visit"]).count(), 1);
    }
}
