//! Every table says what it is for, on what legal basis, and for how long; every column says what it holds.

use super::Text;

const SAID: [&str; 3] = ["-- purpose: ", "-- legal basis: ", "-- retention: "];

pub(super) fn check(texts: &[Text]) -> Vec<String> {
    texts
        .iter()
        .filter(|text| text.path.starts_with("crates/store/") && text.has_extension(&["sql"]))
        .flat_map(tables)
        .collect()
}

fn tables(text: &Text) -> Vec<String> {
    let mut found = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    let mut table: Option<&str> = None;
    for (number, line) in text.lines() {
        let line = line.trim();
        if line.starts_with("--") {
            comment.push(line);
            continue;
        }
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            let name = name.trim_start_matches("IF NOT EXISTS ").split([' ', '(']).next().unwrap_or_default();
            for said in
                SAID.iter().filter(|said| !comment.iter().any(|c| c.starts_with(**said) && c.len() > said.len()))
            {
                found.push(format!("{}:{number} table {name} lacks '{}'", text.path, said.trim_end()));
            }
            table = Some(name);
        } else if line.starts_with(')') {
            table = None;
        } else if let Some(name) = table
            && is_column(line)
            && comment.is_empty()
            && !line.contains("-- ")
        {
            let column = line.split(' ').next().unwrap_or_default();
            found.push(format!("{}:{number} column {name}.{column} does not say what it holds", text.path));
        }
        comment.clear();
    }
    found
}

/// Whether a line inside `CREATE TABLE` defines a column: not empty, not a constraint.
fn is_column(line: &str) -> bool {
    const CONSTRAINTS: [&str; 6] = ["PRIMARY KEY", "FOREIGN KEY", "UNIQUE", "CHECK", "CONSTRAINT", "REFERENCES"];
    line.starts_with(|c: char| c.is_ascii_lowercase() || c == '"')
        && !CONSTRAINTS.iter().any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    const GOOD: &str = "-- purpose: the queue\n-- legal basis: the treatment contract\n-- retention: until the end\n\
        CREATE TABLE seat (\n  -- which seat\n  id TEXT NOT NULL,\n  state TEXT NOT NULL, -- where the person is\n  PRIMARY KEY (id)\n);\n";

    #[test]
    fn a_table_that_tells_all_passes() {
        assert_eq!(check(&[text("crates/store/migrations/1.sql", GOOD)]), Vec::<String>::new());
    }

    #[test]
    fn a_table_or_column_that_keeps_silent_is_found() {
        for line in [
            "-- purpose: the queue\n",
            "-- legal basis: the treatment contract\n",
            "-- retention: until the end\n",
            "  -- which seat\n",
        ] {
            let silent = GOOD.replace(line, "");
            assert_eq!(check(&[text("crates/store/migrations/1.sql", &silent)]).len(), 1, "{silent}");
        }
    }
}
