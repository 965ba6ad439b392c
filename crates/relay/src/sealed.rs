//! Media as it passes through: opaque, but for what a packetizer leaves readable. Forwarding lives elsewhere.

use std::sync::Arc;
use std::time::Instant;

use str0m::rtp::{RtpPacket, Ssrc, Vp8Descriptor};

use visit::wire::MediaKind;

/// End-to-end encrypted bytes: one RTP payload.
///
/// No `Debug`, no comparison, nothing that hands bytes out but [`Sealed::forward`], which only the engine is given.
#[derive(Clone)]
pub struct Sealed(Arc<[u8]>);

impl Sealed {
    /// The payload, for the engine to send on.
    pub(crate) fn forward(&self) -> Arc<[u8]> {
        self.0.clone()
    }

    /// Length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The VP8 payload descriptor (RFC 7741 §4.2) and whether a key frame starts here (§4.3: the P bit of the frame's
    /// first byte, which sealing leaves in front). `None` for what is not VP8.
    fn vp8(&self) -> Option<(Vp8Descriptor, bool)> {
        let descriptor = Vp8Descriptor::parse(&self.0).ok()?;
        Some((descriptor, descriptor.starts_keyframe(&self.0)))
    }
}

/// One RTP packet of a sender, with what the relay may know of it.
#[derive(Clone)]
pub(crate) struct Packet {
    /// Extended sequence number, as counted by the sender's connection.
    pub(crate) seq: u64,
    /// RTP timestamp.
    pub(crate) time: u32,
    /// Which stream of the sender; a change means that the numbers above start anew.
    pub(crate) ssrc: Ssrc,
    /// End of a frame (video).
    pub(crate) marker: bool,
    /// When it came in.
    pub(crate) arrived: Instant,
    /// Absent for audio, and for a packet of nothing but padding.
    pub(crate) vp8: Option<Vp8Descriptor>,
    /// Whether a key frame starts with this packet.
    pub(crate) starts_key_frame: bool,
    /// The rest.
    pub(crate) payload: Sealed,
}

impl Packet {
    /// Takes what may be known out of a received packet; `None` if it is video and its descriptor makes no sense.
    pub(crate) fn new(packet: RtpPacket, kind: MediaKind) -> Option<Self> {
        let payload = Sealed(packet.payload);
        let (vp8, starts_key_frame) = if kind == MediaKind::Microphone || payload.len() == 0 {
            (None, false)
        } else {
            let (descriptor, starts_key_frame) = payload.vp8()?;
            (Some(descriptor), starts_key_frame)
        };
        Some(Self {
            seq: *packet.seq_no,
            time: packet.header.timestamp,
            ssrc: packet.header.ssrc,
            marker: packet.header.marker,
            arrived: packet.timestamp,
            vp8,
            starts_key_frame,
            payload,
        })
    }
}

#[cfg(test)]
impl Packet {
    /// A picture packet with 15-bit picture number and TL0PICIDX.
    pub(crate) fn picture(
        ssrc: u32,
        seq: u64,
        time: u32,
        picture: u16,
        starts_key_frame: bool,
        arrived: Instant,
    ) -> Self {
        let [high, low] = picture.to_be_bytes();
        let bytes = [0x90, 0xe0, 0x80 | high, low, picture as u8, 0x20, u8::from(!starts_key_frame), 7];
        let payload = Sealed(Arc::from(bytes));
        let vp8 = payload.vp8().map(|(descriptor, _)| descriptor);
        Self { seq, time, ssrc: ssrc.into(), marker: true, arrived, vp8, starts_key_frame, payload }
    }

    /// A voice packet.
    pub(crate) fn voice(ssrc: u32, seq: u64, time: u32, arrived: Instant) -> Self {
        let payload = Sealed(Arc::from([1, 2, 3]));
        Self { seq, time, ssrc: ssrc.into(), marker: false, arrived, vp8: None, starts_key_frame: false, payload }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        const { assert!(!Probe::<Sealed>::HAS_DEBUG) };
        const { assert!(!Probe::<Packet>::HAS_DEBUG) };
        const { assert!(!Probe::<crate::Answer>::HAS_DEBUG) };
        const { assert!(!Probe::<crate::Output>::HAS_DEBUG) };
    }

    #[test]
    fn a_relay_can_move_to_its_thread() {
        fn is_send<T: Send>() {}
        is_send::<crate::Relay>();
    }
}
