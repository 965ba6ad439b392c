//! Adding entries: which rows and which checkpoint follow from a log's head. Writing them is the store's.

use crate::{Entry, Head, LogKey, leaf_hash};

/// Milliseconds of a day.
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// The day of a moment, counted from 1970-01-01 UTC. One checkpoint is kept per day.
pub fn day(at_ms: u64) -> u64 {
    at_ms / DAY_MS
}

/// Entries to be written together, and the key that signs the log with them.
#[derive(Clone, Copy)]
pub struct Addition<'a> {
    /// The log's key.
    pub key: &'a LogKey,
    /// What happened, in order.
    pub entries: &'a [Entry],
}

/// One row of the log as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its number, from 0.
    pub position: u64,
    /// When, in Unix milliseconds; none once the content was dropped.
    pub at: Option<u64>,
    /// The hash of `body` as a leaf of the tree.
    pub leaf: [u8; 32],
    /// What [`Entry::written`] made; none once it was dropped.
    pub body: Option<Vec<u8>>,
}

/// A checkpoint as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// How many entries it covers.
    pub size: u64,
    /// The edge of the tree over them, from which the log goes on ([`Head::edge_bytes`]).
    pub edge: Vec<u8>,
    /// The signed note.
    pub note: String,
}

impl Stored {
    /// The tree that it signs.
    ///
    /// # Errors
    /// [`LogError::Edge`] if the edge does not belong to the size.
    pub fn head(&self) -> Result<Head, LogError> {
        Head::from_parts(self.size, &self.edge)
    }
}

/// Why nothing can be added to a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// What is stored of the tree does not fit its size.
    #[error("the last checkpoint of the audit log is damaged; `curtain audit verify` says more")]
    Edge,
    /// The entry or checkpoint has no written form.
    #[error("an audit entry could not be put into writing; this is a defect, please report it")]
    Unwritable,
}

impl Addition<'_> {
    /// The rows that the entries become behind the last checkpoint, and the checkpoint that covers them.
    ///
    /// # Errors
    /// [`LogError`]; then nothing may be written.
    pub fn onto(&self, last: Option<&Stored>) -> Result<(Vec<Row>, Stored), LogError> {
        let mut head = last.map(Stored::head).transpose()?.unwrap_or_default();
        let mut rows = Vec::with_capacity(self.entries.len());
        for entry in self.entries {
            let position = head.size();
            let body = entry.written(position)?;
            let leaf = leaf_hash(&body);
            head.add(leaf)?;
            rows.push(Row { position, at: Some(entry.at), leaf, body: Some(body) });
        }
        let note = self.key.sign(&head)?;
        Ok((rows, Stored { size: head.size(), edge: head.edge_bytes(), note }))
    }
}
