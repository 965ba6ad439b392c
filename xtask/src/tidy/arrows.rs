//! Who may import whom: the arrows drawn in ARCHITECTURE.md against the manifests and the client's imports, both ways.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::Text;

/// May import everything, and are imported by nothing.
const OUTSIDE: [&str; 2] = ["sim", "xtask"];

/// Our crates, as manifests name them.
const CRATES: [&str; 8] = ["visit", "relay", "seal", "audit", "store", "server", "sim", "xtask"];

/// The client's folders below `web/src`.
const FOLDERS: [&str; 5] = ["ui", "call", "media", "seal", "wire"];

/// What screens see of the rest of the client.
const VIEW: &str = "web/src/call/view";

/// One importing the other.
type Arrow = (String, String);

pub(super) fn check(texts: &[Text]) -> Vec<String> {
    let Some(document) = texts.iter().find(|text| text.path == "ARCHITECTURE.md") else {
        return vec!["ARCHITECTURE.md is missing".to_owned()];
    };
    let chains = chains(&document.content);
    let (mut between_crates, mut between_folders) = (Vec::new(), Vec::new());
    for chain in chains {
        if chain.iter().all(|name| FOLDERS.contains(&name.as_str())) {
            between_folders.push(chain);
        } else {
            between_crates.push(chain);
        }
    }
    let mut found = compare(&between_crates, &crate_arrows(texts));
    found.extend(compare(&between_folders, &folder_arrows(texts)));
    found.extend(beyond_the_view(texts));
    found
}

/// The chains of a document: `a → b → c` between backticks.
fn chains(document: &str) -> Vec<Vec<String>> {
    let spans = document.split('`').skip(1).step_by(2).filter(|span| span.contains('→') && !span.contains('\n'));
    spans.map(|span| span.split('→').map(|name| name.trim().to_owned()).collect()).collect()
}

/// What is imported and not drawn, and what is drawn and not imported.
fn compare(chains: &[Vec<String>], actual: &BTreeSet<Arrow>) -> Vec<String> {
    let mut allowed = BTreeSet::new();
    let mut drawn = BTreeSet::new();
    for chain in chains {
        for (at, from) in chain.iter().enumerate() {
            for (distance, to) in chain[at + 1..].iter().enumerate() {
                allowed.insert((from.clone(), to.clone()));
                if distance == 0 {
                    drawn.insert((from.clone(), to.clone()));
                }
            }
        }
    }
    let undrawn = actual
        .difference(&allowed)
        .map(|(from, to)| format!("{from} imports {to}, which ARCHITECTURE.md does not draw"));
    let unused =
        drawn.difference(actual).map(|(from, to)| format!("ARCHITECTURE.md draws {from} → {to}, which is no import"));
    undrawn.chain(unused).collect()
}

/// Which crate names which in its manifest's `[dependencies]`.
fn crate_arrows(texts: &[Text]) -> BTreeSet<Arrow> {
    let mut arrows = BTreeSet::new();
    for text in texts.iter().filter(|text| text.path.ends_with("/Cargo.toml")) {
        let own = text.path.rsplit('/').nth(1).unwrap_or_default();
        if !CRATES.contains(&own) || OUTSIDE.contains(&own) {
            continue;
        }
        let lines = text.content.lines().skip_while(|line| *line != "[dependencies]").skip(1);
        for line in lines.take_while(|line| !line.starts_with('[')) {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if CRATES.contains(&name) {
                arrows.insert((own.to_owned(), name.to_owned()));
            }
        }
    }
    arrows
}

/// Which folder of the client imports from which.
fn folder_arrows(texts: &[Text]) -> BTreeSet<Arrow> {
    let arrows = imports(texts).filter_map(|(text, _, to)| Some((folder(&text.path)?, folder(&to)?)));
    arrows.filter(|(from, to)| from != to).collect()
}

/// Imports of screens from the view models' folder that are not the view.
fn beyond_the_view(texts: &[Text]) -> Vec<String> {
    imports(texts)
        .filter(|(text, _, to)| text.path.starts_with("web/src/ui/") && to.starts_with("web/src/call/"))
        .filter(|(_, _, to)| to.trim_end_matches(".ts") != VIEW)
        .map(|(text, line, to)| format!("{}:{line} imports {to}, but screens see {VIEW} only", text.path))
        .collect()
}

/// The client's relative imports: file, line, and what is imported as a path from the checkout's top.
fn imports(texts: &[Text]) -> impl Iterator<Item = (&Text, usize, String)> {
    let files = texts.iter().filter(|text| text.path.starts_with("web/src/") && text.has_extension(&["ts", "tsx"]));
    files.flat_map(|text| {
        text.code().filter_map(move |(number, line)| Some((text, number, resolve(&text.path, imported(line)?)?)))
    })
}

/// The folder below `web/src` that a path lies in, if it is one of those with rules.
fn folder(path: &str) -> Option<String> {
    let name = path.strip_prefix("web/src/")?.split('/').next()?;
    FOLDERS.contains(&name).then(|| name.to_owned())
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

    const DOCUMENT: &str = "`server → visit`, and `ui → call → seal` in `web/src`.";
    const GOOD: [(&str, &str); 4] = [
        ("ARCHITECTURE.md", DOCUMENT),
        ("crates/server/Cargo.toml", "[dependencies]\nvisit.workspace = true\n"),
        ("web/src/ui/name.tsx", "import type { GuestView } from \"../call/view\";\nimport { h } from \"preact\";"),
        ("web/src/call/guest.ts", "const seal = await import(\"../seal/proxy.ts\");"),
    ];

    /// How much is found wrong when a file is added to, or replaces one of, those that are right.
    #[track_caller]
    fn finds(path: &str, content: &str, wanted: usize) {
        let mut texts: Vec<Text> = GOOD.iter().filter(|(own, _)| *own != path).map(|(p, c)| text(p, c)).collect();
        texts.push(text(path, content));
        assert_eq!(check(&texts).len(), wanted, "{path}: {content}: {:?}", check(&texts));
    }

    #[test]
    fn arrows_that_agree_pass() {
        finds("ARCHITECTURE.md", DOCUMENT, 0);
        finds("web/src/ui/more.tsx", "import { createSeal } from \"../seal/proxy\";", 0);
        finds("crates/xtask/Cargo.toml", "[dependencies]\nseal.workspace = true\n", 0);
    }

    #[test]
    fn an_import_that_is_not_drawn_is_found() {
        finds("crates/visit/Cargo.toml", "[dependencies]\nseal = { path = \"../seal\" }\n", 1);
        finds(
            "crates/visit/Cargo.toml",
            "[dependencies]\nserde = \"1\"\n[dev-dependencies]\nseal.workspace = true\n",
            0,
        );
        finds("web/src/seal/worker.ts", "import { x } from \"../call/view\";", 1);
    }

    #[test]
    fn an_arrow_that_is_not_imported_is_found() {
        finds("crates/server/Cargo.toml", "[dependencies]\n", 1);
        finds("web/src/call/guest.ts", "export {};", 1);
    }

    #[test]
    fn screens_see_the_view_only() {
        finds("web/src/ui/more.tsx", "import { createGuest } from \"../call/guest.ts\";", 1);
    }
}
