//! Framing: any bytes of a stream read the same however they are cut, and what was written is read again. The first byte says which framing, and whether to write; the second how to cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use relay::MAX_DATAGRAM_BYTES;
use relay::ways::framing::{Reader, write_channel_data, write_ice_tcp};
use relay::ways::{Framing, FramingError, MAX_FRAME_BYTES, Start};

fuzz_target!(|data: &[u8]| {
    let [kind, cut, bytes @ ..] = data else { return };
    let framing = if kind & 1 == 0 { Framing::IceTcp } else { Framing::Turn };
    if kind & 2 == 0 {
        let whole = read(framing, bytes, usize::MAX);
        assert_eq!(read(framing, bytes, usize::from(*cut) + 1), whole);
        let _ = Start::of(bytes);
        return;
    }
    let datagrams: Vec<&[u8]> = bytes.chunks(usize::from(*cut) * 4 + 1).collect();
    let mut stream = vec![];
    let mut expect = vec![];
    for datagram in datagrams {
        let before = stream.len();
        match framing {
            Framing::IceTcp => {
                write_ice_tcp(&mut stream, datagram).expect("a length");
                expect.push(datagram.to_vec());
            }
            Framing::Turn => {
                write_channel_data(&mut stream, 0x4000, datagram).expect("a length");
                expect.push(stream[before..before + 4 + datagram.len()].to_vec());
            }
        }
    }
    assert_eq!(read(framing, &stream, usize::from(*kind) + 1), (expect, None));
});

/// The frames of a stream that comes in pieces of this size, and how it ends.
fn read(framing: Framing, stream: &[u8], size: usize) -> (Vec<Vec<u8>>, Option<FramingError>) {
    let mut stream = stream.to_vec();
    let mut reader = Reader::new(framing);
    let mut frames = vec![];
    for mut piece in stream.chunks_mut(size.min(1 << 20)) {
        loop {
            match reader.next(&mut piece) {
                Ok(Some(frame)) => {
                    assert!(!frame.is_empty() || framing == Framing::Turn);
                    assert!(frame.len() <= MAX_FRAME_BYTES.max(MAX_DATAGRAM_BYTES + 4));
                    frames.push(frame.to_vec());
                }
                Ok(None) => break,
                Err(error) => return (frames, Some(error)),
            }
        }
        assert!(piece.is_empty(), "all of a piece is taken");
    }
    (frames, None)
}
