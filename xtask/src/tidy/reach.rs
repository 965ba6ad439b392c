//! What our crates reach through everything they depend on, as Cargo resolves it: the server no sealing, the pure crates no I/O.

use anyhow::Result;

use crate::shell;

/// For a crate, the crates that it must never reach.
const NEVER: [(&str, &[&str]); 6] = [
    ("server", &["seal", "sim", "xtask", "openmls"]),
    ("visit", &["tokio", "mio", "axum", "sqlx", "getrandom", "rand"]),
    ("relay", &["tokio", "mio", "axum", "sqlx"]),
    ("seal", &["tokio", "mio", "axum", "sqlx"]),
    ("audit", &["tokio", "mio", "axum", "sqlx", "getrandom"]),
    ("store", &["axum", "hyper"]),
];

pub(super) fn check() -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (own, never) in NEVER {
        let mut cargo = shell::cargo();
        cargo.args(["tree", "--package", own, "--edges=normal", "--target=all", "--prefix=none", "--format={p}"]);
        let tree = shell::capture(&mut cargo)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_crate_is_found_by_its_whole_name() {
        let tree = "server v0.1.0\nsealed-box v1.0.0\nvisit v0.1.0\n";
        assert_eq!(reached(tree, &["seal"]).count(), 0);
        assert_eq!(reached(tree, &["visit"]).count(), 1);
    }
}
