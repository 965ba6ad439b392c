//! Numbers for measuring: how much went through, what was dropped. Nothing here names a person or an address.

/// Counts since the relay was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Datagrams received, whatever became of them.
    pub datagrams_in: u64,
    /// Bytes in them.
    pub bytes_in: u64,
    /// Datagrams sent.
    pub datagrams_out: u64,
    /// Bytes in them.
    pub bytes_out: u64,
    /// Dropped: from nobody who joined.
    pub dropped_unknown: u64,
    /// Dropped: neither STUN nor DTLS nor (S)RTP, or longer than a network carries.
    pub dropped_malformed: u64,
    /// Dropped: media from an address that is known, which its keys do not open.
    pub dropped_forged: u64,
    /// Dropped: more than a person's media could be.
    pub dropped_flood: u64,
    /// Media packets received, repairs counted once.
    pub media_in: u64,
    /// Media packets handed on, once per receiver.
    pub media_out: u64,
    /// Media packets of a line or layer that the contract does not know, or with an unreadable descriptor.
    pub media_refused: u64,
    /// Key-frame requests sent to senders.
    pub key_frame_requests: u64,
    /// Changes of layer, or of the person in a slot, that went through.
    pub switches: u64,
    /// Connections that could not be made.
    pub failures: u64,
}
