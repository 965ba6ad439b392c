//! Whether a whole log is what was written: which row was changed, is missing, stands in the wrong place, or was never signed.
//!
//! Rows go through [`Check::row`] in order of their position, checkpoints are given before, and [`Check::finish`] says what was found.

use std::collections::VecDeque;
use std::fmt;
use std::ops::RangeInclusive;

use serde::Deserialize;

use crate::{Checkpoint, Head, NoteTrouble, PublicKey, Row, Stored, leaf_hash};

/// Something that is not as it was written. Numbers are those of entries, from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// A row's content, time or hash was changed.
    Changed {
        /// Which.
        position: u64,
    },
    /// Rows were taken out.
    Missing {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// An entry stands behind one that was written later, or a second time.
    OutOfOrder {
        /// The row.
        position: u64,
        /// The entry in it.
        entry: u64,
    },
    /// The log ends before the last checkpoint does.
    CutOff {
        /// How many rows are there.
        rows: u64,
        /// How many were signed.
        signed: u64,
        /// Whose checkpoint says so.
        whose: Whose,
    },
    /// Something was changed together with its hash, so that only a checkpoint tells.
    Rewritten {
        /// The first row that it can be.
        first: u64,
        /// The last row that it can be.
        last: u64,
        /// Whose checkpoint says so.
        whose: Whose,
    },
    /// Contents are gone without an entry that says that they were dropped at the end of their retention.
    Emptied {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// Rows that no checkpoint covers.
    Unsigned {
        /// How many.
        rows: u64,
        /// Behind how many that are covered.
        signed: u64,
    },
    /// A checkpoint cannot be believed.
    Checkpoint {
        /// How many entries it claims to cover, where that is known.
        size: Option<u64>,
        /// Whose it is.
        whose: Whose,
        /// What is wrong with it.
        trouble: NoteTrouble,
    },
    /// The tree stored with a checkpoint is not the one that was signed, so that the server cannot go on from it.
    Edge {
        /// How many entries the checkpoint covers.
        size: u64,
    },
}

/// Where a checkpoint comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// From the database.
    Stored,
    /// From whoever verifies: kept elsewhere.
    Kept,
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Whose::Stored => "the checkpoint in the database",
            Whose::Kept => "the checkpoint that you kept",
        })
    }
}

/// One entry or several, in words.
fn entries(first: u64, last: u64) -> String {
    if first == last { format!("entry {first}") } else { format!("entries {first} to {last}") }
}

fn is_or_are(first: u64, last: u64) -> &'static str {
    if first == last { "is" } else { "are" }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Changed { position } => {
                write!(f, "changed: entry {position} is not what was written; someone changed its row in the database")
            }
            Finding::Missing { first, last } => {
                let (what, are) = (entries(*first, *last), is_or_are(*first, *last));
                write!(f, "missing: {what} {are} not there any more; someone took the rows out of the database")
            }
            Finding::OutOfOrder { position, entry } => {
                write!(f, "out of order: row {position} holds entry {entry}; someone moved rows in the database")
            }
            Finding::CutOff { rows, signed, whose } => {
                write!(f, "cut off: {whose} covers {signed} entries, and only {rows} are there; ")?;
                f.write_str("someone took the last ones out, or an older copy of the database was put in its place")
            }
            Finding::Rewritten { first, last, whose: Whose::Stored } => {
                let (what, are) = (entries(*first, *last), is_or_are(*first, *last));
                write!(
                    f,
                    "rewritten: among {what} {are} something that was not signed; someone changed a row and its hash"
                )
            }
            Finding::Rewritten { last, whose: Whose::Kept, .. } => {
                write!(f, "rewritten: the first {} entries are not those of the checkpoint that you kept; ", last + 1)?;
                f.write_str("someone who has the log's key wrote it anew")
            }
            Finding::Emptied { first, last } => {
                let what = entries(*first, *last);
                write!(f, "emptied: the content of {what} is gone, and no entry says that its retention was over")
            }
            Finding::Unsigned { rows, signed } => {
                write!(f, "not signed: {rows} rows behind the {signed} that the last checkpoint covers; ")?;
                f.write_str("someone other than the server added them")
            }
            Finding::Checkpoint { size, whose, trouble } => {
                let covers = size.map(|size| format!(" over {size} entries")).unwrap_or_default();
                write!(f, "checkpoint: {whose}{covers} {trouble}")
            }
            Finding::Edge { size } => {
                write!(f, "checkpoint: what is stored beside the checkpoint over {size} entries was changed; ")?;
                f.write_str("the server cannot go on from it")
            }
        }
    }
}

/// What a verification found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Rows seen.
    pub rows: u64,
    /// Rows whose content was dropped at the end of its retention.
    pub dropped: u64,
    /// Checkpoints that fit.
    pub checkpoints: u64,
    /// What is wrong, in order of severity for a reader: nothing if the log is what was written.
    pub findings: Vec<Finding>,
}

/// A checkpoint that the rows have to fit.
struct Expected {
    at: Checkpoint,
    whose: Whose,
}

/// What verification needs to know of an entry, whatever else a later version may write into it.
#[derive(Deserialize)]
struct Glance {
    no: u64,
    at: u64,
    act: serde_json::Value,
    record: serde_json::Value,
}

impl Glance {
    /// Below which number contents were dropped, if the entry says so.
    fn dropped_before(&self) -> Option<u64> {
        if self.act != "dropContents" {
            return None;
        }
        self.record.get("entries")?.get("before")?.as_u64()
    }
}

/// A verification under way.
pub struct Check {
    expected: VecDeque<Expected>,
    findings: Vec<Finding>,
    /// The tree as far as rows were seen; none once it cannot be built any more.
    tree: Option<Head>,
    /// How many rows were seen.
    rows: u64,
    /// The number that the next entry should have.
    next: u64,
    gaps: Vec<RangeInclusive<u64>>,
    empty: Vec<RangeInclusive<u64>>,
    dropped: u64,
    dropped_before: u64,
    /// How many entries the last fitting checkpoint covers.
    good: u64,
    checkpoints: u64,
    /// How many entries the largest stored checkpoint covers.
    signed: u64,
}

impl Check {
    /// Begins, with the checkpoints of the database and those kept elsewhere, which one of the keys must have signed.
    pub fn new(stored: &[Stored], kept: &[String], keys: &[PublicKey]) -> Check {
        let mut findings = Vec::new();
        let mut expected = Vec::new();
        let mut signed = 0;
        for stored in stored {
            match Checkpoint::open(&stored.note, keys) {
                Ok(at) if at.size == stored.size => {
                    if stored.head().and_then(|head| head.root()) != Ok(at.root) {
                        findings.push(Finding::Edge { size: stored.size });
                    }
                    signed = signed.max(at.size);
                    expected.push(Expected { at, whose: Whose::Stored });
                }
                outcome => {
                    let trouble = outcome.err().unwrap_or(NoteTrouble::Forged);
                    findings.push(Finding::Checkpoint { size: Some(stored.size), whose: Whose::Stored, trouble });
                }
            }
        }
        for note in kept {
            match Checkpoint::open(note, keys) {
                Ok(at) => expected.push(Expected { at, whose: Whose::Kept }),
                Err(trouble) => findings.push(Finding::Checkpoint { size: None, whose: Whose::Kept, trouble }),
            }
        }
        expected.sort_by_key(|expected| expected.at.size);
        let mut check = Check {
            expected: expected.into(),
            findings,
            tree: Some(Head::default()),
            rows: 0,
            next: 0,
            gaps: Vec::new(),
            empty: Vec::new(),
            dropped: 0,
            dropped_before: 0,
            good: 0,
            checkpoints: 0,
            signed,
        };
        check.compare();
        check
    }

    /// Takes the next row, in order of position.
    pub fn row(&mut self, row: &Row) {
        let glance = row.body.as_deref().and_then(|body| serde_json::from_slice::<Glance>(body).ok());
        match &row.body {
            Some(body) => {
                let fits = leaf_hash(body) == row.leaf && glance.as_ref().map(|glance| glance.at) == row.at;
                if !fits {
                    self.findings.push(Finding::Changed { position: row.position });
                }
            }
            None => {
                self.dropped += 1;
                extend(&mut self.empty, row.position);
            }
        }
        self.place(row.position, glance.as_ref().map_or(row.position, |glance| glance.no));
        if let Some(before) = glance.and_then(|glance| glance.dropped_before()) {
            self.dropped_before = self.dropped_before.max(before);
        }
        self.rows += 1;
        self.tree = self.tree.take().and_then(|mut tree| tree.add(row.leaf).is_ok().then_some(tree));
        self.compare();
    }

    /// Compares an entry's number with the one that is due.
    fn place(&mut self, position: u64, entry: u64) {
        if entry == self.next {
            // A number that no log comes to can stand in a database all the same.
            self.next = self.next.saturating_add(1);
            return;
        }
        // From here on the rows are not those that were signed, and why is said.
        self.tree = None;
        if entry > self.next {
            self.gaps.push(self.next..=entry - 1);
            self.next = entry.saturating_add(1);
            return;
        }
        if entry != position {
            self.findings.push(Finding::OutOfOrder { position, entry });
        }
        let around = self.gaps.iter().position(|gap| gap.contains(&entry));
        if let Some(gap) = around.map(|at| self.gaps.remove(at)) {
            let parts = [(*gap.start(), entry.checked_sub(1)), (entry + 1, Some(*gap.end()))];
            let parts = parts
                .into_iter()
                .filter_map(|(first, last)| last.filter(|last| first <= *last).map(|last| first..=last));
            self.gaps.extend(parts);
        }
    }

    /// Compares the tree with the checkpoints that cover as much as was seen.
    fn compare(&mut self) {
        while let Some(expected) = self.expected.front().filter(|expected| expected.at.size <= self.rows) {
            let Some(tree) = &self.tree else { return };
            if tree.root() != Ok(expected.at.root) {
                let last = expected.at.size.saturating_sub(1);
                let first = self.good.min(last);
                self.findings.push(Finding::Rewritten { first, last, whose: expected.whose });
                // No later one can fit either.
                self.tree = None;
                return;
            }
            self.good = expected.at.size;
            self.checkpoints += 1;
            self.expected.pop_front();
        }
    }

    /// Ends, when all rows that the last stored checkpoint covers were seen; `behind` says how many there are behind it.
    pub fn finish(mut self, behind: u64) -> Report {
        let rows = self.rows;
        let gaps = std::mem::take(&mut self.gaps).into_iter();
        self.findings.extend(gaps.map(|gap| Finding::Missing { first: *gap.start(), last: *gap.end() }));
        // Where rows in between are missing, that was said; here it is about the end.
        let seen = self.next.max(rows);
        for whose in [Whose::Stored, Whose::Kept] {
            let signed =
                self.expected.iter().filter(|expected| expected.whose == whose).map(|expected| expected.at.size).max();
            if let Some(signed) = signed.filter(|signed| *signed > seen) {
                self.findings.push(Finding::CutOff { rows, signed, whose });
            }
        }
        for empty in std::mem::take(&mut self.empty) {
            let first = (*empty.start()).max(self.dropped_before);
            if first <= *empty.end() {
                self.findings.push(Finding::Emptied { first, last: *empty.end() });
            }
        }
        if behind > 0 {
            self.findings.push(Finding::Unsigned { rows: behind, signed: self.signed });
        }
        Report { rows, dropped: self.dropped, checkpoints: self.checkpoints, findings: self.findings }
    }
}

/// Adds a number to ascending ranges.
fn extend(ranges: &mut Vec<RangeInclusive<u64>>, number: u64) {
    match ranges.last_mut() {
        Some(last) if last.end().checked_add(1) == Some(number) => *last = *last.start()..=number,
        _ => ranges.push(number..=number),
    }
}
