//! What holds for each file as a whole: its first line, its length, its lints.

use super::Text;

/// Longest file that needs no reason, in lines.
const LONG: usize = 500;

/// Files that may be longer, and why.
const LONGER: [(&str, &str); 5] = [
    ("crates/visit/src/machine.rs", "one state machine, which is judged as a whole"),
    ("web/src/ui/styles/call.css", "one screen in all its states and sizes"),
    ("web/src/wire/messages.ts", "generated"),
    ("web/tests/unit/desk.test.ts", "one visit after another, with one set of fakes"),
    ("web/tests/unit/guest.test.ts", "one visit after another, with one set of fakes"),
];

pub(super) fn check(texts: &[Text]) -> Vec<String> {
    texts.iter().flat_map(|text| [first_line(text), length(text), lints(text)]).flatten().collect()
}

/// Each module and stylesheet opens with a sentence that says what lives there.
fn first_line(text: &Text) -> Option<String> {
    let first = text.content.lines().find(|line| !line.starts_with("#!"))?;
    let (starts, wanted): (&[&str], _) = match text.path.rsplit_once('.')?.1 {
        "rs" => (&["//! "], "//! and a sentence"),
        "ts" | "tsx" => (&["// ", "/** "], "// and a sentence"),
        "css" => (&["/* "], "/* and a sentence"),
        "ftl" => (&["# "], "# and a sentence"),
        "sql" => (&["-- "], "-- and a sentence"),
        _ => return None,
    };
    let opens = starts.iter().any(|start| first.starts_with(start) && first.len() > start.len() + 10);
    (!opens).then(|| format!("{}:1 opens without {wanted} that says what lives there", text.path))
}

fn length(text: &Text) -> Option<String> {
    let counts = text.has_extension(&["rs", "ts", "tsx", "css"]);
    let excused = LONGER.iter().any(|(path, _)| *path == text.path);
    let lines = text.content.lines().count();
    (counts && !excused && lines > LONG)
        .then(|| format!("{} has {lines} lines: split it, or give its reason in xtask/src/tidy/files.rs", text.path))
}

/// A crate that forgets `[lints] workspace = true` escapes every lint.
fn lints(text: &Text) -> Option<String> {
    let counts = text.path.ends_with("/Cargo.toml") && !text.path.starts_with("fuzz/");
    let inherits = text.content.contains("[lints]\nworkspace = true");
    (counts && !inherits).then(|| format!("{} does not inherit the workspace's lints", text.path))
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn a_module_without_its_sentence_is_found() {
        assert!(first_line(&text("a.rs", "use std::fs;\n")).is_some());
        assert!(first_line(&text("a.rs", "//!\n")).is_some());
        assert!(first_line(&text("a.rs", "//! What lives here.\n")).is_none());
        assert!(first_line(&text("a.ts", "export {};\n")).is_some());
        assert!(first_line(&text("a.ts", "#!/usr/bin/env node\n// What lives here.\n")).is_none());
        assert!(first_line(&text("a.md", "no rule\n")).is_none());
    }

    #[test]
    fn a_long_file_needs_a_reason() {
        let long = "\n".repeat(LONG + 1);
        assert!(length(&text("a.rs", &long)).is_some());
        assert!(length(&text("web/src/wire/messages.ts", &long)).is_none());
        assert!(length(&text("a.md", &long)).is_none());
    }

    #[test]
    fn a_crate_without_lints_is_found() {
        assert!(lints(&text("crates/a/Cargo.toml", "[package]\n")).is_some());
        assert!(lints(&text("crates/a/Cargo.toml", "[lints]\nworkspace = true\n")).is_none());
    }
}
