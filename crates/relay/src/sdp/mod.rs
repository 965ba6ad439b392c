//! Session descriptions (RFC 8866, RFC 9429) by the contract of `docs/protocol.md` §5: offers read, answers written. Connecting lives in `transport`.

pub(crate) mod answer;
mod lines;
pub(crate) mod offer;

pub(crate) use answer::{Own, answer};
pub use offer::{Blame, MAX_OFFER_BYTES, OfferError};
pub(crate) use offer::{Connection, LAYER_NAMES, Line, Offer, SEND};

/// The header extensions that the relay agrees to. Audio levels betray speech, so the ones that carry them are absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extension {
    /// Which line of the description a stream belongs to (RFC 9143 §15).
    Mid,
    /// Which layer of a camera (RFC 8852).
    Rid,
    /// Which layer a stream of repairs belongs to (RFC 8852).
    RepairedRid,
    /// When a packet was sent.
    AbsSendTime,
    /// A number for all streams together (draft-holmer-rmcat-transport-wide-cc-extensions-01).
    Transport,
}

impl Extension {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::Mid, Self::Rid, Self::RepairedRid, Self::AbsSendTime, Self::Transport];

    /// Its name in a description.
    pub(crate) fn uri(self) -> &'static str {
        match self {
            Self::Mid => "urn:ietf:params:rtp-hdrext:sdes:mid",
            Self::Rid => "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
            Self::RepairedRid => "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
            Self::AbsSendTime => "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
            Self::Transport => "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        }
    }
}

/// The identifier of each extension on a connection: all lines share one transport, and so the identifiers (RFC 9143 §10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExtensionIds([Option<u8>; 5]);

impl ExtensionIds {
    /// The identifier of an extension; `None` if the client did not offer it.
    pub(crate) fn id(&self, extension: Extension) -> Option<u8> {
        self.0[extension as usize]
    }

    /// Which extension has an identifier.
    pub(crate) fn extension(&self, id: u8) -> Option<Extension> {
        Extension::ALL.into_iter().find(|extension| self.id(*extension) == Some(id))
    }

    fn learn(&mut self, extension: Extension, id: u8) -> bool {
        *self.0[extension as usize].get_or_insert(id) == id
    }
}

#[cfg(test)]
mod tests;
