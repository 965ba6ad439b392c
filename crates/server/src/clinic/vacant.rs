//! The clinic of a server without a practice: it answers that no link leads anywhere, until it opens.

use std::sync::Arc;

use audit::{Act, Addition, LogKey, Record};
use store::{Store, StoreError};
use tokio::sync::mpsc::UnboundedReceiver;
use visit::Span;
use visit::wire::{ErrorCategory, ErrorCode};

use super::audit::by_server;
use super::door::fatal;
use super::{Clinic, Command};
use crate::edge;
use crate::media::Media;

/// Answers commands until a practice was founded, then opens the clinic and runs it until told to stop.
///
/// # Errors
/// [`StoreError`] if the store cannot be read or written.
pub(crate) async fn run(
    store: Store,
    log_key: Arc<LogKey>,
    log_retention: Span,
    media: Media,
    mut inbox: UnboundedReceiver<Command>,
) -> Result<(), StoreError> {
    while let Some(command) = inbox.recv().await {
        match command {
            Command::Open { reply } => {
                let opened = Clinic::open(store.clone(), Arc::clone(&log_key), log_retention, media.clone()).await?;
                let _ = reply.send(());
                if let Some(clinic) = opened {
                    clinic.run(inbox).await;
                    return Ok(());
                }
            }
            Command::Hello { connection, .. } => fatal(&connection, ErrorCode::UnknownLink, ErrorCategory::Link),
            Command::Invitation { reply, .. } => {
                let _ = reply.send(Err(ErrorCode::UnknownLink));
            }
            Command::Desk { reply, .. } => {
                let _ = reply.send(Err(ErrorCode::UnknownLink));
            }
            Command::PatientLink { reply, .. } => {
                let _ = reply.send(Err(ErrorCode::UnknownLink));
            }
            Command::EnrolPatient { reply, .. } => {
                let _ = reply.send(Err(ErrorCode::UnknownLink));
            }
            Command::Stop { done } => {
                let entries = [by_server(edge::now(), Act::Stop, Record::Practice)];
                store.record(&Addition { key: &log_key, entries: &entries }).await?;
                store.close().await?;
                let _ = done.send(());
                return Ok(());
            }
            // Nobody is connected, so nobody says anything.
            _ => {}
        }
    }
    Ok(())
}
