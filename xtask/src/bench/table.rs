//! The table: what each quantity is called, its unit, its goal, and how its values are summed up.

use super::Measured;

/// A quantity that the table knows.
struct Row {
    name: &'static str,
    says: &'static str,
    unit: &'static str,
    /// The most it should be, where issue or design set one.
    goal: Option<f64>,
}

const ROWS: [Row; 12] = [
    row("join", "click on 'Admit' to the first picture opened", "ms", Some(600.0)),
    row("first screen bytes", "fetched until the patient's first screen", "B", Some(60_000.0)),
    row("first screen requests", "requests until the patient's first screen", "", None),
    row("first screen wait", "time until the patient's first screen", "ms", None),
    row("seal 120", "sealing a frame of 120 bytes", "µs", None),
    row("seal 1200", "sealing a frame of 1,200 bytes", "µs", None),
    row("seal 25000", "sealing a frame of 25,000 bytes", "µs", Some(300.0)),
    row("group join", "adding to and joining the group (MLS)", "ms", None),
    row("server start", "server start", "ms", Some(150.0)),
    row("idle memory", "memory of the idle server", "MB", Some(40.0)),
    row("memory per participant", "memory per silent participant", "kB", None),
    row("server binary", "size of the server", "MB", None),
];

const fn row(name: &'static str, says: &'static str, unit: &'static str, goal: Option<f64>) -> Row {
    Row { name, says, unit, goal }
}

/// Prints the table as Markdown.
#[expect(clippy::print_stdout, reason = "the table is what this command is for")]
pub(super) fn print(measured: &[Measured]) {
    println!("{}", render(measured));
}

fn render(measured: &[Measured]) -> String {
    let mut lines = vec!["| what | p50 | p95 | goal | runs |".to_owned(), "|---|---:|---:|---:|---:|".to_owned()];
    for Row { name, says, unit, goal } in &ROWS {
        let Some(Measured { values, .. }) = measured.iter().find(|one| one.name == *name) else { continue };
        let (Some(p50), Some(p95)) = (percentile(values, 50), percentile(values, 95)) else { continue };
        let goal = goal.map_or_else(String::new, |goal| {
            format!("{} {} {unit}", if p50 < goal { "✓ under" } else { "✗ under" }, number(goal))
        });
        lines.push(format!("| {says} | {} {unit} | {} {unit} | {goal} | {} |", number(p50), number(p95), values.len()));
    }
    lines.join("\n")
}

/// The smallest value that so many hundredths of all do not exceed.
fn percentile(values: &[f64], hundredths: usize) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * hundredths).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

/// Three digits, or all of a large whole number.
fn number(value: f64) -> String {
    if value >= 100.0 || value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let values: Vec<f64> = (1..=20).rev().map(f64::from).collect();
        assert_eq!(percentile(&values, 50), Some(10.0));
        assert_eq!(percentile(&values, 95), Some(19.0));
        assert_eq!(percentile(&[7.0], 50), Some(7.0));
        assert_eq!(percentile(&[], 50), None);
    }

    #[test]
    fn a_goal_is_met_or_not() {
        let fast = render(&[Measured::new("join", vec![400.0, 500.0])]);
        assert!(fast.contains("| 400 ms | 500 ms | ✓ under 600 ms | 2 |"), "{fast}");
        let slow = render(&[Measured::new("join", vec![700.5])]);
        assert!(slow.contains("✗ under 600 ms"), "{slow}");
    }
}
