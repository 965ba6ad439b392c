//! Telling apart what shares one port (RFC 7983, RFC 5761). What becomes of it is decided elsewhere.

/// What a datagram is, by its first two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Connectivity checks.
    Stun,
    /// Handshake and alerts.
    Dtls,
    /// Media.
    Rtp,
    /// Reports and requests.
    Rtcp,
}

/// RFC 7983 §7 for the first byte, RFC 5761 §4 for the second; `None` for what no client of ours sends.
pub(crate) fn kind(datagram: &[u8]) -> Option<Kind> {
    match *datagram {
        [0..=3, ..] => Some(Kind::Stun),
        [20..=63, ..] => Some(Kind::Dtls),
        [128..=191, 192..=223, ..] => Some(Kind::Rtcp),
        [128..=191, _, ..] => Some(Kind::Rtp),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_decide() {
        for (bytes, expect) in [
            (&[0, 1][..], Some(Kind::Stun)),
            (&[3], Some(Kind::Stun)),
            (&[4], None),
            (&[22, 254], Some(Kind::Dtls)),
            (&[64, 0], None),
            (&[0x80], None),
            (&[0x80, 111], Some(Kind::Rtp)),
            (&[0x90, 0x80 | 96], Some(Kind::Rtp)),
            (&[0x80, 200], Some(Kind::Rtcp)),
            (&[0x8f, 205], Some(Kind::Rtcp)),
            (&[192, 0], None),
            (&[], None),
        ] {
            assert_eq!(kind(bytes), expect, "{bytes:?}");
        }
    }
}
