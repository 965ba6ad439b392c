//! Media as it passes through: opaque. What a packetizer leaves readable is read in `packet`; keeping and forwarding live in `stream`.

/// End-to-end encrypted bytes: one RTP payload.
///
/// No `Debug`, no comparison, nothing that hands bytes out but [`Sealed::forward`], which only writes them into a datagram.
#[derive(Clone, Copy)]
pub struct Sealed<'a>(&'a [u8]);

impl<'a> Sealed<'a> {
    pub(crate) fn new(payload: &'a [u8]) -> Self {
        Self(payload)
    }

    /// Adds the payload to the datagram that goes to a receiver.
    pub(crate) fn forward(self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0);
    }

    /// Length in bytes.
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::ring::{Packet, Ring};

    /// Has an inherent constant for types with `Debug`, and one by way of a trait for all.
    struct Probe<T>(std::marker::PhantomData<T>);

    trait Without {
        const HAS_DEBUG: bool = false;
    }

    impl<T> Without for Probe<T> {}

    impl<T: std::fmt::Debug> Probe<T> {
        const HAS_DEBUG: bool = true;
    }

    #[test]
    fn media_cannot_be_printed() {
        const { assert!(Probe::<u8>::HAS_DEBUG) };
        const { assert!(!Probe::<Sealed<'_>>::HAS_DEBUG) };
        const { assert!(!Probe::<Packet>::HAS_DEBUG) };
        const { assert!(!Probe::<Ring>::HAS_DEBUG) };
        const { assert!(!Probe::<crate::Answer>::HAS_DEBUG) };
        const { assert!(!Probe::<crate::Message<'_>>::HAS_DEBUG) };
    }

    #[test]
    fn a_relay_can_move_to_its_thread() {
        fn is_send<T: Send>() {}
        is_send::<crate::Relay>();
    }
}
