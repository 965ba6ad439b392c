//! Where datagrams begin and end in a stream of bytes: ICE-TCP, and TURN over TCP or TLS. What is in them is not looked at here.

use std::mem;
use std::ops::Range;

use crate::MAX_DATAGRAM_BYTES;
use crate::packet::stun::COOKIE;

/// Longest frame that is read, in bytes: the longest datagram in a Send indication with whatever attributes a client may add.
/// Lower refuses honest clients; each stream may hold this much of a frame that is not whole yet.
pub const MAX_FRAME_BYTES: usize = 2_048;

const STUN_HEADER: usize = 20;
const CHANNEL_HEADER: usize = 4;

/// How datagrams lie in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Each after its length in two bytes (RFC 4571 §2), as ICE-TCP has it (RFC 6544 §3).
    IceTcp,
    /// STUN messages by their own length, and ChannelData padded to four bytes (RFC 8656 §12.5).
    Turn,
}

/// Why a stream cannot be read any further. Only its client can be to blame: nothing on the way changes what TCP carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FramingError {
    /// A frame is longer than any that an honest client sends.
    #[error("a frame is too long")]
    TooLong,
    /// Where a frame should begin there is neither STUN nor ChannelData.
    #[error("neither STUN nor ChannelData")]
    Unknown,
}

/// What a connection turns out to carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// More bytes are needed, at most ten in all.
    Undecided,
    /// Datagrams for the relay.
    Stream(Framing),
    /// Something else, such as HTTP.
    Other,
}

impl Start {
    /// Looks at the first bytes of a connection, which stay where they are.
    ///
    /// Clients of the relay begin with a STUN request; text such as HTTP's methods begins with other bytes.
    pub fn of(bytes: &[u8]) -> Self {
        // A STUN request's type, and the length of a connectivity check, begin with a byte below 6; no text does.
        if bytes.first().is_some_and(|first| *first > 5) {
            return Self::Other;
        }
        match (bytes.get(4..8), bytes.get(6..10)) {
            (Some(cookie), _) if cookie == COOKIE => Self::Stream(Framing::Turn),
            (_, Some(cookie)) if cookie == COOKIE => Self::Stream(Framing::IceTcp),
            (_, Some(_)) => Self::Other,
            (_, None) => Self::Undecided,
        }
    }
}

/// Where a frame lies in the bytes from its beginning on.
struct Extent {
    /// What is handed on.
    frame: Range<usize>,
    /// Where the next frame begins.
    whole: usize,
}

impl Framing {
    /// Bytes that tell how long a frame is.
    fn head(self) -> usize {
        match self {
            Self::IceTcp => 2,
            Self::Turn => 4,
        }
    }

    /// Where the frame lies that begins with `bytes`; `None` if there are not enough of them to say.
    fn extent(self, bytes: &[u8]) -> Result<Option<Extent>, FramingError> {
        if bytes.len() < self.head() {
            return Ok(None);
        }
        let number = |at: usize| usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
        let extent = match self {
            Self::IceTcp => {
                let whole = 2 + number(0);
                Extent { frame: 2..whole, whole }
            }
            Self::Turn if bytes[0] < 0x40 => {
                let whole = STUN_HEADER + number(2);
                if !whole.is_multiple_of(4) {
                    return Err(FramingError::Unknown);
                }
                Extent { frame: 0..whole, whole }
            }
            Self::Turn if bytes[0] < 0x80 => {
                let end = CHANNEL_HEADER + number(2);
                Extent { frame: 0..end, whole: end.next_multiple_of(4) }
            }
            Self::Turn => return Err(FramingError::Unknown),
        };
        let stun = self == Self::Turn && bytes[0] < 0x40;
        let most = if stun { MAX_FRAME_BYTES } else { MAX_DATAGRAM_BYTES + self.head() };
        if extent.frame.end > most {
            return Err(FramingError::TooLong);
        }
        // Last, since these bytes may come later than the others.
        if stun && bytes.get(4..8).is_some_and(|cookie| cookie != COOKIE) {
            return Err(FramingError::Unknown);
        }
        Ok(Some(extent))
    }
}

/// Takes frames out of a stream, whatever pieces it comes in.
///
/// A frame that lies whole in a piece is handed on where it lies; of others, the beginning is kept until the rest is there.
pub struct Reader {
    framing: Framing,
    partial: Vec<u8>,
    /// What is in `partial` was handed on.
    done: bool,
}

impl Reader {
    /// A reader at the beginning of a stream.
    pub fn new(framing: Framing) -> Self {
        Self { framing, partial: Vec::new(), done: false }
    }

    /// The next frame, if it is whole. Takes off `piece` what it has read; to be called until it says `None`.
    ///
    /// Of ICE-TCP a frame is the datagram; of TURN, a STUN message, or ChannelData with its header and without padding.
    ///
    /// # Errors
    /// [`FramingError`]; the stream cannot be read any further.
    pub fn next<'a, 'piece: 'a>(
        &'a mut self,
        piece: &mut &'piece mut [u8],
    ) -> Result<Option<&'a mut [u8]>, FramingError> {
        if mem::take(&mut self.done) {
            self.partial.clear();
        }
        loop {
            if self.partial.is_empty() {
                let extent = self.framing.extent(piece)?;
                if let Some(Extent { frame, whole }) = extent.filter(|extent| extent.whole <= piece.len()) {
                    let (here, rest) = mem::take(piece).split_at_mut(whole);
                    *piece = rest;
                    // An empty datagram says nothing (RFC 4571 §2).
                    if frame.is_empty() {
                        continue;
                    }
                    return Ok(here.get_mut(frame));
                }
            }
            if piece.is_empty() {
                return Ok(None);
            }
            let known = self.framing.extent(&self.partial)?.map_or(self.framing.head(), |extent| extent.whole);
            let missing = known.saturating_sub(self.partial.len()).min(piece.len());
            let (here, rest) = mem::take(piece).split_at_mut(missing);
            *piece = rest;
            self.partial.extend_from_slice(here);
            let extent = self.framing.extent(&self.partial)?;
            if let Some(Extent { frame, .. }) = extent.filter(|extent| extent.whole <= self.partial.len()) {
                if frame.is_empty() {
                    self.partial.clear();
                    continue;
                }
                self.done = true;
                return Ok(self.partial.get_mut(frame));
            }
        }
    }
}

/// Adds a datagram as ICE-TCP has it.
///
/// # Errors
/// [`FramingError::TooLong`], if two bytes cannot say its length; nothing is added.
pub fn write_ice_tcp(out: &mut Vec<u8>, datagram: &[u8]) -> Result<(), FramingError> {
    let length = u16::try_from(datagram.len()).map_err(|_| FramingError::TooLong)?;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(datagram);
    Ok(())
}

/// Adds a datagram as ChannelData with its padding (RFC 8656 §12.4 and §12.5).
///
/// # Errors
/// [`FramingError::TooLong`], if two bytes cannot say its length; nothing is added.
pub fn write_channel_data(out: &mut Vec<u8>, channel: u16, datagram: &[u8]) -> Result<(), FramingError> {
    let length = u16::try_from(datagram.len()).map_err(|_| FramingError::TooLong)?;
    out.extend_from_slice(&channel.to_be_bytes());
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(datagram);
    let padding = datagram.len().next_multiple_of(4) - datagram.len();
    out.extend_from_slice(&[0; 3][..padding]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a stream is read as, cut into pieces at `cuts`.
    fn read(framing: Framing, stream: &[u8], cuts: &[usize]) -> (Vec<Vec<u8>>, Option<FramingError>) {
        let mut bytes = stream.to_vec();
        let mut rest = &mut bytes[..];
        let mut reader = Reader::new(framing);
        let mut frames = vec![];
        let mut cuts = cuts.iter();
        while !rest.is_empty() {
            let length = cuts.next().map_or(rest.len(), |cut| *cut).min(rest.len());
            let (mut piece, after) = mem::take(&mut rest).split_at_mut(length);
            rest = after;
            loop {
                match reader.next(&mut piece) {
                    Ok(Some(frame)) => frames.push(frame.to_vec()),
                    Ok(None) => break,
                    Err(error) => return (frames, Some(error)),
                }
            }
            assert!(piece.is_empty(), "all is taken");
            assert!(reader.partial.len() <= MAX_FRAME_BYTES + 4);
        }
        (frames, None)
    }

    fn stun(length: u16) -> Vec<u8> {
        let mut message = vec![0, 1];
        message.extend(length.to_be_bytes());
        message.extend(COOKIE);
        message.resize(STUN_HEADER + usize::from(length), 7);
        message
    }

    fn frame() -> impl Strategy<Value = (Framing, Vec<u8>, Vec<u8>)> {
        let datagram = prop::collection::vec(any::<u8>(), 0..200);
        prop_oneof![
            (Just(Framing::Turn), (0..40_u16).prop_map(|words| stun(words * 4))).prop_map(|(framing, message)| (
                framing,
                message.clone(),
                message
            )),
            (0x4000..0x8000_u16, datagram.clone()).prop_map(|(channel, data)| {
                let mut bytes = vec![];
                write_channel_data(&mut bytes, channel, &data).unwrap();
                let frame = bytes[..4 + data.len()].to_vec();
                (Framing::Turn, bytes, frame)
            }),
            datagram.prop_map(|data| {
                let mut bytes = vec![];
                write_ice_tcp(&mut bytes, &data).unwrap();
                (Framing::IceTcp, bytes, data)
            }),
        ]
    }

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in_however_the_stream_is_cut(
            frames in prop::collection::vec(frame(), 0..12),
            framing in prop_oneof![Just(Framing::IceTcp), Just(Framing::Turn)],
            cuts in prop::collection::vec(1..90_usize, 0..200),
        ) {
            let of_kind = || frames.iter().filter(|(kind, ..)| *kind == framing);
            let stream: Vec<u8> = of_kind().flat_map(|(_, bytes, _)| bytes.clone()).collect();
            let expect: Vec<Vec<u8>> =
                of_kind().map(|(.., frame)| frame.clone()).filter(|frame| !frame.is_empty()).collect();
            prop_assert_eq!(read(framing, &stream, &cuts), (expect, None));
        }

        #[test]
        fn any_bytes_read_the_same_however_they_are_cut(
            bytes in prop::collection::vec(prop_oneof![3 => Just(0_u8), 1 => any::<u8>()], 0..400),
            turn in any::<bool>(),
            cuts in prop::collection::vec(1..30_usize, 0..60),
        ) {
            let framing = if turn { Framing::Turn } else { Framing::IceTcp };
            prop_assert_eq!(read(framing, &bytes, &cuts), read(framing, &bytes, &[]));
            let _ = Start::of(&bytes);
        }
    }

    #[test]
    fn what_no_client_sends_ends_the_stream() {
        let cases: [(Framing, &[u8], FramingError); 6] = [
            (Framing::IceTcp, &[0x05, 0xdd], FramingError::TooLong),
            (Framing::Turn, &[0x40, 0, 0x05, 0xdd], FramingError::TooLong),
            (Framing::Turn, &[0, 1, 0x07, 0xf0], FramingError::TooLong),
            (Framing::Turn, &[0, 1, 0, 2], FramingError::Unknown),
            (Framing::Turn, &[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x43], FramingError::Unknown),
            (Framing::Turn, b"GET ", FramingError::TooLong),
        ];
        for (framing, bytes, error) in cases {
            assert_eq!(read(framing, bytes, &[]), (vec![], Some(error)), "{bytes:?}");
            assert_eq!(read(framing, bytes, &[1, 1, 1, 1, 1]), (vec![], Some(error)), "{bytes:?}");
        }
        assert_eq!(read(Framing::Turn, &[0x80], &[]).1, None);
        assert_eq!(read(Framing::Turn, &[0x80, 0, 0, 0], &[]).1, Some(FramingError::Unknown));
        // The longest that is fine.
        let mut longest = vec![];
        write_ice_tcp(&mut longest, &[1; MAX_DATAGRAM_BYTES]).unwrap();
        assert_eq!(read(Framing::IceTcp, &longest, &[700]).0, [vec![1; MAX_DATAGRAM_BYTES]]);
    }

    #[test]
    fn what_two_bytes_cannot_count_is_not_written() {
        let mut out = vec![];
        assert_eq!(write_ice_tcp(&mut out, &[0; 65_536]), Err(FramingError::TooLong));
        assert_eq!(write_channel_data(&mut out, 0x4000, &[0; 65_536]), Err(FramingError::TooLong));
        assert!(out.is_empty());
    }

    #[test]
    fn first_bytes_tell_streams_from_http() {
        let turn = stun(4);
        let mut check = vec![];
        write_ice_tcp(&mut check, &stun(88)).unwrap();
        for (bytes, start) in [
            (&turn[..], Start::Stream(Framing::Turn)),
            (&check[..], Start::Stream(Framing::IceTcp)),
            (b"GET / HTTP/1.1\r\n", Start::Other),
            (b"PRI * HTTP/2.0\r\n", Start::Other),
            (b"OPTIONS * HTTP/1.1", Start::Other),
            (&[0; 10], Start::Other),
            (&[], Start::Undecided),
        ] {
            assert_eq!(Start::of(bytes), start);
        }
        for length in 0..8 {
            assert_eq!(Start::of(&turn[..length]), Start::Undecided);
        }
        for length in 0..10 {
            assert_eq!(Start::of(&check[..length]), Start::Undecided);
        }
    }
}
