//! What a stream has yet to take, in one piece. What is left out if it takes too little is decided here; what is written is not.

/// From here on media is dropped, in bytes: 0.2 s at 2.5 Mbit/s. Lower loses pictures on a link that only stutters; higher
/// delays voices behind pictures that are too late anyway.
pub(crate) const MEDIA_LIMIT: usize = 64 * 1_024;

/// What a stream holds at most. Beyond it even what must not be dropped does not fit, and the stream is given up.
pub(crate) const LIMIT: usize = MEDIA_LIMIT + 32 * 1_024;

/// What a datagram is (RFC 7983 §7, RFC 5761 §4), and so what becomes of it when there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Never dropped: the connection stands on it.
    Stun,
    /// Never dropped either.
    Dtls,
    /// Reports and requests, which are few.
    Rtcp,
    /// Sound, pictures, and what is neither of all these.
    Media,
}

impl Kind {
    pub(crate) fn of(datagram: &[u8]) -> Self {
        match (datagram.first(), datagram.get(1)) {
            (Some(0..=3), _) => Self::Stun,
            (Some(20..=63), _) => Self::Dtls,
            (Some(128..=191), Some(192..=223)) => Self::Rtcp,
            _ => Self::Media,
        }
    }

    /// How much may be waiting before one of these is left out.
    pub(crate) fn limit(self) -> usize {
        if self == Self::Media { MEDIA_LIMIT } else { LIMIT }
    }

    /// Whether one of these must not be left out.
    pub(crate) fn is_needed(self) -> bool {
        matches!(self, Self::Stun | Self::Dtls)
    }
}

/// Bytes in the order in which they go.
#[derive(Default)]
pub(crate) struct Backlog {
    bytes: Vec<u8>,
    written: usize,
}

impl Backlog {
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - self.written
    }

    /// What is still to be written.
    pub(crate) fn pending(&self) -> &[u8] {
        &self.bytes[self.written..]
    }

    /// Where more is added.
    pub(crate) fn end(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Forgets what was written.
    pub(crate) fn written(&mut self, count: usize) {
        self.written = (self.written + count).min(self.bytes.len());
        // Moved up only once as much is gone as is left, so that each byte is moved once at most.
        if self.written * 2 >= self.bytes.len() {
            self.bytes.drain(..self.written);
            self.written = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_leave_in_their_order(steps in prop::collection::vec((0..50_usize, 0..60_usize), 0..100)) {
            let mut backlog = Backlog::default();
            let (mut next, mut expect) = (0_u8, 0_u8);
            for (add, write) in steps {
                for _ in 0..add {
                    backlog.end().push(next);
                    next = next.wrapping_add(1);
                }
                let pending = backlog.pending();
                prop_assert_eq!(pending.len(), backlog.len());
                for byte in &pending[..write.min(pending.len())] {
                    prop_assert_eq!(*byte, expect);
                    expect = expect.wrapping_add(1);
                }
                backlog.written(write);
            }
        }
    }

    #[test]
    fn datagrams_are_told_apart() {
        for (bytes, kind) in [
            (&[0, 1][..], Kind::Stun),
            (&[22, 254], Kind::Dtls),
            (&[128, 200], Kind::Rtcp),
            (&[144, 111], Kind::Media),
            (&[128, 224], Kind::Media),
            (&[128], Kind::Media),
            (&[], Kind::Media),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{bytes:?}");
        }
    }
}
