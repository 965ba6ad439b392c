//! Words that must not occur in certain places, each with the invariant it would break.

use super::Text;

/// A word, where it is looked for, and what it would break.
struct Rule {
    /// Path prefixes that are searched.
    within: &'static [&'static str],
    /// Path prefixes that are passed over.
    except: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

const PRODUCT: &[&str] = &["crates/", "web/src/", "web/index.html"];

const RULES: &[Rule] = &[
    Rule {
        within: &["crates/"],
        except: &["crates/store/"],
        words: &["sqlx::", "\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"CREATE TABLE"],
        why: "SQL lives in store only",
    },
    Rule {
        within: &["crates/"],
        except: &["crates/server/"],
        words: &["UdpSocket", "TcpListener", "TcpStream", "std::net::ToSocketAddrs"],
        why: "sockets live in server only",
    },
    Rule {
        within: &["crates/visit/", "crates/relay/", "crates/seal/", "crates/audit/"],
        except: &[],
        words: &["SystemTime::now", "Instant::now", "thread_rng", "std::fs::", "std::env::var"],
        why: "the pure crates have no clock, no ambient randomness, no files",
    },
    Rule {
        within: &["web/src/"],
        except: &["web/src/gallery/"],
        words: &[".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "dangerouslySetInnerHTML"],
        why: "text from outside must never become markup",
    },
    Rule { within: PRODUCT, except: &[], words: &["MediaRecorder"], why: "there is no recorder" },
    Rule {
        within: &["web/src/"],
        except: &["web/src/gallery/"],
        words: &["\"http://", "\"https://", "'http://", "'https://", "`http://", "`https://", "sendBeacon"],
        why: "the client talks to its own origin only",
    },
    Rule {
        within: &["web/src/"],
        except: &["web/src/seal/"],
        words: &[
            "CryptoKey",
            "pkg/seal",
            "subtle.encrypt",
            "subtle.decrypt",
            "subtle.sign",
            "subtle.verify",
            "subtle.derive",
            "subtle.generateKey",
            "subtle.importKey",
            "subtle.exportKey",
            "subtle.wrapKey",
            "subtle.unwrapKey",
        ],
        why: "keys live in the seal worker only; what is public may be hashed anywhere",
    },
    Rule {
        within: &["crates/", "sim/", "web/src/", "web/tests/", "web/e2e/", "fuzz/"],
        except: &[],
        words: &["TODO", "FIXME", "todo!(", "unimplemented!("],
        why: "what is not done belongs in an issue",
    },
    Rule {
        within: &["web/tests/", "web/e2e/"],
        except: &[],
        words: &["it.only(", "test.only(", "describe.only(", "it.skip(", "test.skip(", "describe.skip("],
        why: "a test that is not run cannot fail",
    },
    Rule {
        within: &["crates/", "sim/", "xtask/"],
        except: &["xtask/src/tidy/"],
        words: &["#[ignore]"],
        why: "a test that is not run cannot fail",
    },
];

/// Parts of names that mark a type as holding a secret.
const SECRET: [&str; 8] = ["Secret", "Seed", "PrivateKey", "Vault", "MediaKey", "Token", "Fragment", "Password"];

pub(super) fn check(texts: &[Text]) -> Vec<String> {
    texts.iter().flat_map(|text| forbidden(text).into_iter().chain(shown_secrets(text))).collect()
}

fn forbidden(text: &Text) -> Vec<String> {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.path.starts_with(prefix));
    let applies = |rule: &&Rule| !text.path.ends_with(".md") && begins(rule.within) && !begins(rule.except);
    let rules: Vec<&Rule> = RULES.iter().filter(applies).collect();
    let mut found = Vec::new();
    for (number, line) in text.code() {
        for rule in &rules {
            if let Some(word) = rule.words.iter().find(|word| line.contains(**word)) {
                found.push(format!("{}:{number} has {word:?}, but {}", text.path, rule.why));
            }
        }
    }
    found
}

/// A secret with a derived `Debug` is one log line away from being published.
fn shown_secrets(text: &Text) -> Vec<String> {
    if !text.path.starts_with("crates/") || !text.has_extension(&["rs"]) {
        return Vec::new();
    }
    let mut debug = false;
    let mut found = Vec::new();
    for (number, line) in text.code() {
        let line = line.trim();
        if line.starts_with("#[derive(") {
            debug = line.contains("Debug");
        } else if let Some(name) = type_name(line) {
            if debug && SECRET.iter().any(|part| name.contains(part)) && !name.starts_with("Bad") {
                found.push(format!("{}:{number} derives Debug for {name}, which holds a secret", text.path));
            }
            debug = false;
        }
    }
    found
}

/// The name that a line defines, if it defines a type.
fn type_name(line: &str) -> Option<&str> {
    let rest = line.split_once("struct ").or_else(|| line.split_once("enum "))?;
    let visible = rest.0.is_empty() || rest.0.starts_with("pub");
    let end = rest.1.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.1.len());
    visible.then_some(&rest.1[..end])
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[track_caller]
    fn finds(path: &str, content: &str, wanted: usize) {
        assert_eq!(check(&[text(path, content)]).len(), wanted, "{content}");
    }

    #[test]
    fn words_are_found_where_they_matter() {
        finds("crates/server/src/a.rs", "let q = \"SELECT 1\";", 1);
        finds("crates/store/src/a.rs", "let q = \"SELECT 1\";", 0);
        finds("crates/server/src/a.rs", "// sqlx::query would be wrong here", 0);
        finds("web/src/ui/a.tsx", "node.innerHTML = text;", 1);
        finds("web/src/call/a.ts", "new MediaRecorder(stream);", 1);
        finds("web/src/call/a.ts", "fetch(\"https://example.org\");", 1);
        finds("crates/visit/src/a.rs", "#[cfg(test)]\nmod tests { /* std::fs::read */ }", 0);
    }

    #[test]
    fn a_secret_that_can_be_printed_is_found() {
        finds("crates/seal/src/a.rs", "#[derive(Clone, Debug)]\npub struct LinkSecret([u8; 16]);", 1);
        finds("crates/seal/src/a.rs", "#[derive(Clone)]\npub struct LinkSecret([u8; 16]);", 0);
        finds("crates/seal/src/a.rs", "#[derive(Debug)]\npub struct Leaf(u8);\n#[derive(Clone)]\nstruct Seed;", 0);
        finds("crates/seal/src/a.rs", "#[derive(Debug)]\npub struct BadToken;", 0);
    }
}
