//! Every way to tamper with a stored log, and the sentence that each is answered with.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use audit::{
    Act, Addition, Check, Entry, Finding, Head, LogKey, NoteTrouble, Record, Report, Row, Stored, Whose, leaf_hash,
};
use proptest::prelude::*;

const ROWS: u64 = 40;

/// A log as a database holds it.
#[derive(Clone)]
struct Log {
    rows: Vec<Row>,
    checkpoints: Vec<Stored>,
}

fn key() -> LogKey {
    LogKey::from_seed(&[7; 32]).unwrap()
}

fn entry(n: u64) -> Entry {
    let salt = [u8::try_from(n % 251).unwrap(); 16];
    Entry::by_server(1_800_000_000_000 + n, Act::Start, Record::Practice, salt)
}

/// Forty entries; checkpoints over 10, 20, 30 and 40 of them.
fn log() -> Log {
    let mut log = Log { rows: Vec::new(), checkpoints: Vec::new() };
    for tens in 0..ROWS / 10 {
        let entries: Vec<Entry> = (tens * 10..tens * 10 + 10).map(entry).collect();
        log.add(&entries);
    }
    log
}

impl Log {
    fn add(&mut self, entries: &[Entry]) {
        let (rows, stored) = Addition { key: &key(), entries }.onto(self.checkpoints.last()).unwrap();
        self.rows.extend(rows);
        self.checkpoints.push(stored);
    }

    fn verify(&self, kept: &[String]) -> Report {
        let mut check = Check::new(&self.checkpoints, kept, &[key().public().clone()]);
        let signed = self.checkpoints.last().map_or(0, |last| last.size);
        let (within, behind): (Vec<_>, Vec<_>) = self.rows.iter().partition(|row| row.position < signed);
        within.into_iter().for_each(|row| check.row(row));
        check.finish(behind.len() as u64)
    }

    fn row(&mut self, position: usize) -> &mut Row {
        &mut self.rows[position]
    }

    /// Exchanges what two rows hold, as SQL would.
    fn swap(&mut self, a: usize, b: usize) {
        self.rows.swap(a, b);
        (self.rows[a].position, self.rows[b].position) = (a as u64, b as u64);
    }
}

/// What is found after something was done to a whole log.
#[track_caller]
fn finds(harm: impl Fn(&mut Log), wanted: &[Finding]) {
    let mut log = log();
    harm(&mut log);
    assert_eq!(log.verify(&[]).findings, wanted);
}

#[test]
fn a_log_that_nobody_touched_verifies() {
    let report = log().verify(&[]);
    assert_eq!(report, Report { rows: 40, dropped: 0, checkpoints: 4, findings: Vec::new() });
    assert_eq!(Log { rows: Vec::new(), checkpoints: Vec::new() }.verify(&[]).findings, []);
}

#[test]
fn a_changed_row_is_named() {
    let changed = |position| [Finding::Changed { position }];
    finds(|log| *log.row(17).body.as_mut().unwrap().last_mut().unwrap() = b' ', &changed(17));
    finds(|log| log.row(17).at = Some(5), &changed(17));
    finds(|log| log.row(17).body = Some(b"{}".to_vec()), &changed(17));
    let rewritten = [Finding::Rewritten { first: 10, last: 19, whose: Whose::Stored }];
    finds(
        |log| {
            let body = entry(99).written(17).unwrap();
            *log.row(17) = Row { position: 17, at: Some(entry(99).at), leaf: leaf_hash(&body), body: Some(body) };
        },
        &rewritten,
    );
}

#[test]
fn a_missing_row_is_named() {
    finds(|log| drop(log.rows.remove(17)), &[Finding::Missing { first: 17, last: 17 }]);
    finds(|log| drop(log.rows.drain(0..3)), &[Finding::Missing { first: 0, last: 2 }]);
    // With those behind it moved up, so that no number is missing.
    let renumbered = |log: &mut Log| {
        log.rows.remove(17);
        (0..).zip(&mut log.rows).for_each(|(position, row)| row.position = position);
    };
    finds(renumbered, &[Finding::Missing { first: 17, last: 17 }]);
}

#[test]
fn rows_that_were_moved_are_named() {
    finds(|log| log.swap(17, 18), &[Finding::OutOfOrder { position: 18, entry: 17 }]);
    finds(|log| log.swap(12, 15), &[Finding::OutOfOrder { position: 15, entry: 12 }]);
}

#[test]
fn a_log_that_was_cut_off_is_found() {
    finds(|log| log.rows.truncate(39), &[Finding::CutOff { rows: 39, signed: 40, whose: Whose::Stored }]);
    finds(|log| log.rows.clear(), &[Finding::CutOff { rows: 0, signed: 40, whose: Whose::Stored }]);
}

#[test]
fn rows_that_the_server_did_not_write_are_found() {
    finds(
        |log| {
            let body = entry(40).written(40).unwrap();
            log.rows.push(Row { position: 40, at: Some(entry(40).at), leaf: leaf_hash(&body), body: Some(body) });
        },
        &[Finding::Unsigned { rows: 1, signed: 40 }],
    );
}

#[test]
fn a_checkpoint_that_was_changed_is_found() {
    let of = |trouble| [Finding::Checkpoint { size: Some(20), whose: Whose::Stored, trouble }];
    finds(
        |log| log.checkpoints[1].note = log.checkpoints[1].note.replace("\n20\n", "\n21\n"),
        &of(NoteTrouble::Forged),
    );
    finds(|log| log.checkpoints[1].note.clear(), &of(NoteTrouble::Malformed));
    let stranger = LogKey::from_seed(&[8; 32]).unwrap();
    let sign = |log: &mut Log| log.checkpoints[1].note = stranger.sign(&log.checkpoints[1].head().unwrap()).unwrap();
    finds(sign, &of(NoteTrouble::AnotherKey));
    finds(|log| log.checkpoints[3].edge[0] ^= 1, &[Finding::Edge { size: 40 }]);
    finds(|log| log.checkpoints[3].edge.clear(), &[Finding::Edge { size: 40 }]);
}

/// Whoever has the key can write the log anew, and is found by whoever kept a checkpoint.
#[test]
fn a_log_that_was_written_anew_does_not_fit_a_checkpoint_kept_elsewhere() {
    let kept = [log().checkpoints[2].note.clone()];
    assert_eq!(log().verify(&kept).findings, []);
    let mut anew = Log { rows: Vec::new(), checkpoints: Vec::new() };
    anew.add(&(0..ROWS).map(|n| entry(n + u64::from(n == 5))).collect::<Vec<_>>());
    assert_eq!(anew.verify(&[]).findings, []);
    assert_eq!(anew.verify(&kept).findings, [Finding::Rewritten { first: 0, last: 29, whose: Whose::Kept }]);
    let mut shorter = Log { rows: Vec::new(), checkpoints: Vec::new() };
    shorter.add(&(0..20).map(entry).collect::<Vec<_>>());
    assert_eq!(shorter.verify(&[]).findings, []);
    assert_eq!(shorter.verify(&kept).findings, [Finding::CutOff { rows: 20, signed: 30, whose: Whose::Kept }]);
    let stranger = LogKey::from_seed(&[8; 32]).unwrap().sign(&Head::default()).unwrap();
    let trouble = NoteTrouble::AnotherKey;
    assert_eq!(log().verify(&[stranger]).findings, [Finding::Checkpoint { size: None, whose: Whose::Kept, trouble }]);
}

#[test]
fn contents_may_go_at_the_end_of_their_retention_and_not_before() {
    let mut log = log();
    let told = |before| Entry::by_server(1_900_000_000_000, Act::DropContents, Record::Entries { before }, [9; 16]);
    log.add(&[told(12)]);
    (0..12).for_each(|n| (log.row(n).body, log.row(n).at) = (None, None));
    let report = log.verify(&[]);
    assert_eq!((report.dropped, report.findings), (12, vec![]));
    (12..15).for_each(|n| (log.row(n).body, log.row(n).at) = (None, None));
    assert_eq!(log.verify(&[]).findings, [Finding::Emptied { first: 12, last: 14 }]);
}

#[test]
fn each_finding_is_a_sentence_of_its_own() {
    let harms: [fn(&mut Log); 5] = [
        |log| log.row(3).at = None,
        |log| drop(log.rows.remove(3)),
        |log| log.swap(3, 4),
        |log| log.rows.truncate(30),
        |log| log.row(3).body = None,
    ];
    let sentences = harms.map(|harm| {
        let mut log = log();
        harm(&mut log);
        log.verify(&[]).findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(sentences.join("\n"), @r##"
changed: entry 3 is not what was written; someone changed its row in the database
missing: entry 3 is not there any more; someone took the rows out of the database
out of order: row 4 holds entry 3; someone moved rows in the database
cut off: the checkpoint in the database covers 40 entries, and only 30 are there; someone took the last ones out, or an older copy of the database was put in its place
emptied: the content of entry 3 is gone, and no entry says that its retention was over
"##);
}

proptest! {
    /// One bit anywhere in a row, a row left out, or two exchanged: never unnoticed.
    #[test]
    fn no_single_change_goes_unnoticed(a in 0_usize..40, b in 0_usize..40, bit in 0_usize..100_000, how in 0_u8..4) {
        let mut log = log();
        match how {
            0 => {
                let body = log.row(a).body.as_mut().unwrap();
                let bits = body.len() * 8;
                body[bit % bits / 8] ^= 1 << (bit % 8);
            }
            1 => log.row(a).leaf[bit % 32] ^= 1 << (bit % 8),
            2 => drop(log.rows.remove(a)),
            _ => log.swap(a, if a == b { (b + 1) % 40 } else { b }),
        }
        prop_assert!(!log.verify(&[]).findings.is_empty());
    }
}
