//! The way to one client: ICE-lite, DTLS, and the keys for media that come of them. What is sent over it lives in `session`.

mod binding;
mod dtls;
mod ice;

use std::net::SocketAddr;
use std::time::Instant;

pub(crate) use binding::Request;
pub(crate) use dtls::Identity;

use crate::arena::Arena;
use crate::srtp::{Opening, Sealing};
use dtls::{Handshake, Progress};
use ice::Ice;

/// What became of a datagram or of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing to tell.
    None,
    /// Media can flow.
    Connected,
    /// The client said goodbye.
    Closed,
    /// It cannot go on.
    Failed,
}

/// One connection. Carries keys: no `Debug`.
pub(crate) struct Transport {
    ice: Ice,
    handshake: Handshake,
    media: Option<(Opening, Sealing)>,
}

impl Transport {
    /// Before anything came in; `None` if there is no randomness. `ufrag` and `fingerprint` are those of the offer.
    pub(crate) fn new(now: Instant, identity: &Identity, ufrag: String, fingerprint: [u8; 32]) -> Option<Self> {
        Some(Self { ice: Ice::new(ufrag)?, handshake: Handshake::new(now, identity, fingerprint), media: None })
    }

    /// The relay's ICE credentials for this connection: username fragment and password.
    pub(crate) fn credentials(&self) -> (&str, &str) {
        self.ice.credentials()
    }

    /// Looks for a way anew, with other credentials, and goes on as it was meanwhile; `None` if there is no randomness.
    pub(crate) fn restart(&mut self, ufrag: String) -> Option<()> {
        self.ice.restart(ufrag)
    }

    #[cfg(test)]
    /// Where to send; `None` before the client has proven to be anywhere.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.ice.address()
    }

    /// Takes a connectivity check and answers it; `false` if it is not the client's.
    pub(crate) fn check(&mut self, now: Instant, source: SocketAddr, request: &Request<'_>, out: &mut Arena) -> bool {
        self.ice.check(now, source, request, out)
    }

    /// Takes a DTLS datagram from an address of the client's.
    pub(crate) fn handshake(&mut self, now: Instant, datagram: &[u8], out: &mut Arena) -> Change {
        let progress = self.handshake.receive(now, datagram, self.ice.address(), out);
        self.change(progress)
    }

    /// Lets time pass.
    pub(crate) fn advance(&mut self, now: Instant, out: &mut Arena) -> Change {
        if self.handshake.deadline().is_none_or(|deadline| deadline > now) {
            return Change::None;
        }
        let progress = self.handshake.advance(now, self.ice.address(), out);
        self.change(progress)
    }

    /// When to call [`Self::advance`].
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.handshake.deadline()
    }

    /// Says goodbye to the client.
    pub(crate) fn close(&mut self, out: &mut Arena) {
        self.handshake.close(self.ice.address(), out);
    }

    /// Opens media; `None` before there are keys.
    pub(crate) fn opening(&mut self) -> Option<&mut Opening> {
        self.media.as_mut().map(|(opening, _)| opening)
    }

    /// Seals media, and where to send it; `None` before there are keys.
    pub(crate) fn sealing(&mut self) -> Option<(SocketAddr, &mut Sealing)> {
        let address = self.ice.address()?;
        self.media.as_mut().map(|(_, sealing)| (address, sealing))
    }

    fn change(&mut self, progress: Progress) -> Change {
        match progress {
            Progress::Keys(contexts) if self.media.is_none() => {
                self.media = Some(*contexts);
                Change::Connected
            }
            Progress::Closed => Change::Closed,
            // Once there are keys, nothing that anyone could have sent under the client's address ends the connection.
            Progress::None | Progress::Keys(_) => Change::None,
            Progress::Failed if self.media.is_some() => Change::None,
            Progress::Failed => Change::Failed,
        }
    }
}

#[cfg(test)]
mod tests;
