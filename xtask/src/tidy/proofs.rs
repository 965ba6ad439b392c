//! What documents name as proof is there: files, and the tests in them, written `file › name of the test`.

use super::Text;

/// Between a file and the name of a test in it.
const IN: &str = " › ";
/// Where the files are that documents name by their path.
const OURS: [&str; 7] = ["crates/", "web/", "xtask/", "sim/", "fuzz/", "docs/", "deny.toml"];
/// Folders of what is built, which a checkout does not have.
const BUILT: [&str; 2] = ["web/dist", "web/src/seal/pkg"];
/// The document whose every line names its proof.
const PROVEN: &str = "docs/asvs.md";

pub(super) fn check(texts: &[Text]) -> Vec<String> {
    let documents = texts.iter().filter(|text| text.has_extension(&["md"]));
    documents.flat_map(|text| missing(text, texts).into_iter().chain(unproven(text))).collect()
}

fn missing(document: &Text, texts: &[Text]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in document.lines() {
        // Every other piece between backticks is code.
        for named in line.split('`').skip(1).step_by(2) {
            let (path, test) = named.split_once(IN).map_or((named, None), |(path, test)| (path, Some(test)));
            let is_path = OURS.iter().any(|own| path.starts_with(own)) && !path.contains(['*', ' ', '{', '<']);
            if !is_path && test.is_none() {
                continue;
            }
            let place = format!("{}:{number}", document.path);
            match test {
                Some(test) if !texts.iter().any(|text| text.path == path && has_test(text, test)) => {
                    found.push(format!("{place} names the test '{test}' of {path}, which is not there"));
                }
                None if !is_there(path, texts) => found.push(format!("{place} names {path}, which is not there")),
                _ => {}
            }
        }
    }
    found
}

fn is_there(path: &str, texts: &[Text]) -> bool {
    let path = path.trim_end_matches('/');
    let below = |text: &Text| text.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    BUILT.iter().any(|built| path.starts_with(built)) || texts.iter().any(below)
}

/// Whether a file has a test of this name: a function in Rust, a sentence in TypeScript.
fn has_test(text: &Text, name: &str) -> bool {
    if text.has_extension(&["rs"]) {
        return text.content.split_once(&format!("fn {name}(")).is_some();
    }
    let sentence = format!("\"{name}\"");
    text.content.match_indices(&sentence).any(|(at, _)| text.content[..at].trim_end().ends_with('('))
}

/// Each clause says what shows it: a test, a file to read, or that it is not met.
fn unproven(document: &Text) -> Vec<String> {
    let is_clause =
        |line: &str| line.strip_prefix("| ").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let shows = |line: &str| {
        let last = line.trim_end().trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        ["`", "**not met**"].iter().any(|sign| last.contains(sign))
    };
    let lines = document.lines().filter(|_| document.path == PROVEN);
    lines
        .filter(|(_, line)| is_clause(line) && !shows(line))
        .map(|(number, _)| format!("{}:{number} does not say what shows it", document.path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[track_caller]
    fn finds(line: &str, wanted: usize) {
        let texts = [
            text("crates/a/tests/b.rs", "#[test]\nfn it_holds() {}\n"),
            text("web/e2e/c.test.ts", "test(\"it holds\", async () => {});\ntest.runIf(linux)(\n  \"on Linux\", f);\n"),
            text(PROVEN, line),
        ];
        assert_eq!(check(&texts).len(), wanted, "{line}");
    }

    #[test]
    fn what_is_named_must_be_there() {
        finds("shown by `crates/a/tests/b.rs`, and `crates/a`", 0);
        finds("shown by `crates/a/tests/other.rs`", 1);
        finds("`crates/a/tests/b.rs › it_holds`, `web/e2e/c.test.ts › it holds`, `web/e2e/c.test.ts › on Linux`", 0);
        finds("`crates/a/tests/b.rs › it_hol`", 1);
        finds("`web/e2e/c.test.ts › it`", 1);
        finds("`b.rs › it_holds`", 1);
        finds("`cargo xtask demo` is no path, nor is `/api/account`, nor `crates/*/src`", 0);
    }

    #[test]
    fn each_clause_names_its_proof() {
        finds("| 3.3.1 | The cookie is `Secure`. | a promise |", 1);
        finds("| 3.3.1 | The cookie is secure. | `crates/a/tests/b.rs › it_holds` |", 0);
        finds("| 3.3.1 | There is none. | **not met** |", 0);
        finds("| clause | what Curtain does | shown by |", 0);
    }
}
