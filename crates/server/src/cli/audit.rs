//! `curtain audit`: verifies the audit log, hands it over, and prints its checkpoint. Reads only, also while a server runs.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ::audit::{Check, PublicKey, Row, audit_event, json_line};
use clap::{Subcommand, ValueEnum};
use store::{Store, StoreError};

use crate::keys::{KeyError, Place};
use crate::log_key::{self, LogKeyError};

/// Rows read at once. Lower asks the database more often; higher holds more in memory.
const PAGE: u32 = 1_000;

/// Longest checkpoint file read, in bytes; a checkpoint has about 300.
const MAX_NOTE_BYTES: u64 = 16 * 1024;

/// What may be done with the audit log.
#[derive(Subcommand)]
pub(super) enum Verb {
    /// Checks that no entry was changed, taken out, moved or added, and says which.
    Verify {
        #[command(flatten)]
        place: Place,
        /// A checkpoint that was kept elsewhere, in a file; the log must still contain all that it covers.
        #[arg(long)]
        since: Vec<PathBuf>,
        /// An earlier public key of this log, as `curtain audit checkpoint` printed it, if the key has changed since.
        #[arg(long)]
        key: Vec<PublicKey>,
    },
    /// Writes all entries to standard output, one JSON object per line.
    Export {
        #[command(flatten)]
        place: Place,
        /// How entries are written.
        #[arg(long, value_enum, default_value = "jsonl")]
        format: Format,
    },
    /// Prints the current checkpoint, signed, to be kept where nobody who runs this server can change it.
    Checkpoint {
        #[command(flatten)]
        place: Place,
    },
}

/// How entries are written.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// Each row with its number, its hash, and the entry exactly as it was hashed.
    Jsonl,
    /// Each entry as a FHIR R4 AuditEvent.
    Fhir,
}

/// Why the audit log cannot be read, or not be trusted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuditError {
    #[error(
        "the audit log is not what was written: {0} things are wrong with it, and each is named on standard output"
    )]
    Tampered(usize),
    #[error("the audit log is empty: no server has run on this data directory")]
    Empty,
    #[error("the checkpoint {0} cannot be read: {1}")]
    Since(PathBuf, io::Error),
    #[error("{0} entries were written by another version and have no FHIR form here; --format jsonl has them")]
    Unreadable(u64),
    #[error("standard output does not take it: {0}")]
    Output(io::Error),
    #[error(transparent)]
    LogKey(#[from] LogKeyError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the operating system refused: {0}")]
    System(io::Error),
}

/// Runs one of them.
pub(super) fn run(verb: &Verb) -> Result<(), AuditError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(AuditError::System)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    runtime.block_on(async {
        match verb {
            Verb::Verify { place, since, key } => verify(place, since, key, &mut out).await,
            Verb::Export { place, format } => export(place, *format, &mut out).await,
            Verb::Checkpoint { place } => checkpoint(place, &mut out).await,
        }
    })?;
    out.flush().map_err(AuditError::Output)
}

async fn open(place: &Place) -> Result<Store, AuditError> {
    Ok(Store::open_to_read(&place.data_dir, &place.existing_key()?).await?)
}

async fn verify(place: &Place, since: &[PathBuf], older: &[PublicKey], out: &mut impl Write) -> Result<(), AuditError> {
    let mut keys = vec![log_key::read(&place.data_dir)?.public().clone()];
    keys.extend_from_slice(older);
    let kept = since.iter().map(|path| read_note(path)).collect::<Result<Vec<String>, AuditError>>()?;
    let store = open(place).await?;
    let checkpoints = store.audit_checkpoints().await?;
    let signed = checkpoints.last().map_or(0, |last| last.size);
    let mut check = Check::new(&checkpoints, &kept, &keys);
    each_row(&store, signed, |row| {
        check.row(&row);
        Ok(())
    })
    .await?;
    // What was written since is not looked at; what no checkpoint covers now was not written by a server.
    let report = check.finish(store.audit_rows_unsigned().await?);
    for finding in &report.findings {
        writeln!(out, "{finding}").map_err(AuditError::Output)?;
    }
    out.flush().map_err(AuditError::Output)?;
    match report.findings.len() {
        0 => writeln!(
            out,
            "verified: {} entries and {} checkpoints are what was written; the contents of {} were dropped at the end of their retention",
            report.rows, report.checkpoints, report.dropped
        )
        .map_err(AuditError::Output),
        wrong => Err(AuditError::Tampered(wrong)),
    }
}

fn read_note(path: &Path) -> Result<String, AuditError> {
    use io::Read as _;
    let mut text = String::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MAX_NOTE_BYTES).read_to_string(&mut text));
    read.map_err(|error| AuditError::Since(path.to_owned(), error))?;
    Ok(text)
}

/// Hands out the rows before `to`, in order, a page at a time, so that a running server can go on writing and erasing.
async fn each_row(
    store: &Store,
    to: u64,
    mut take: impl FnMut(Row) -> Result<(), AuditError>,
) -> Result<(), AuditError> {
    let mut from = 0;
    loop {
        let rows = store.audit_rows(from, to, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        from = last.position + 1;
        rows.into_iter().try_for_each(&mut take)?;
    }
}

async fn export(place: &Place, format: Format, out: &mut impl Write) -> Result<(), AuditError> {
    let store = open(place).await?;
    let mut unreadable = 0;
    each_row(&store, i64::MAX as u64, |row| {
        let line = match format {
            Format::Jsonl => Some(json_line(&row)),
            Format::Fhir => audit_event(&row).map(|event| event.to_string()),
        };
        match line {
            Some(line) => writeln!(out, "{line}").map_err(AuditError::Output)?,
            None => unreadable += u64::from(row.body.is_some()),
        }
        Ok(())
    })
    .await?;
    out.flush().map_err(AuditError::Output)?;
    if unreadable == 0 { Ok(()) } else { Err(AuditError::Unreadable(unreadable)) }
}

async fn checkpoint(place: &Place, out: &mut impl Write) -> Result<(), AuditError> {
    let key = log_key::read(&place.data_dir)?;
    let last = open(place).await?.audit_checkpoint().await?.ok_or(AuditError::Empty)?;
    write!(out, "{}", last.note).map_err(AuditError::Output)?;
    tracing::info!("the log's public key: {}", key.public().as_str());
    Ok(())
}
