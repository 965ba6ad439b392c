//! Views over the bytes of packets: STUN, RTP, RTCP, VP8 descriptors. Nothing here allocates, keeps state, or opens what is sealed.

pub(crate) mod demux;
pub(crate) mod rtcp;
pub(crate) mod rtp;
pub(crate) mod stun;
pub(crate) mod vp8;

/// Two bytes at `at`, big-endian; `None` beyond the end.
fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|two| u16::from_be_bytes([two[0], two[1]]))
}

/// Four bytes at `at`, big-endian; `None` beyond the end.
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}
