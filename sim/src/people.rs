//! A visit full of silent people, to see what they cost the server.

use std::future::Future;

use anyhow::{Context as _, Result, bail};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::host::Host;
use crate::person::{Noticed, Person};

/// A clinician and the guests of a visit, all connected.
pub struct People {
    host: Host,
    guests: JoinSet<Result<()>>,
}

/// Fills the first visit of a desk with `count` people, the clinician included; resolves once all are connected.
///
/// # Errors
/// One of them does not get in.
pub async fn gather(desk_link: &str, count: u8) -> Result<People> {
    let mut host = Host::enter(desk_link).await?;
    let mut guests = JoinSet::new();
    let (connected, mut connections) = mpsc::channel(usize::from(count));
    for number in 1..count {
        let link = host.invite().await?;
        guests.spawn(attend(link, number, connected.clone()));
    }
    let mut missing = count - 1;
    while missing > 0 || !host.connected {
        tokio::select! {
            done = host.next() => done?,
            Some(()) = connections.recv() => missing -= 1,
            Some(gone) = guests.join_next() => {
                gone??;
                bail!("someone left before all were there");
            }
        }
    }
    Ok(People { host, guests })
}

impl People {
    /// Keeps them there until `end`.
    ///
    /// # Errors
    /// One of them lost the connection.
    pub async fn stay(mut self, end: impl Future) -> Result<()> {
        tokio::pin!(end);
        loop {
            tokio::select! {
                _ = &mut end => return Ok(()),
                done = self.host.next() => done?,
                gone = self.guests.join_next() => {
                    gone.context("nobody is there")???;
                    bail!("someone left");
                }
            }
        }
    }
}

/// One guest's visit.
async fn attend(link: String, number: u8, connected: mpsc::Sender<()>) -> Result<()> {
    let mut person = Person::arrive(&link, &format!("Guest {number}")).await?;
    loop {
        match person.next().await? {
            Noticed::Connected => connected.send(()).await?,
            Noticed::Over(why) => bail!("guest {number}: {why}"),
            Noticed::Told | Noticed::Packet(_) => {}
        }
    }
}
