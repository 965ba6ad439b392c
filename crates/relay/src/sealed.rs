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
