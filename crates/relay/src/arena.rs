//! Where outgoing datagrams lie until they are sent: one buffer, used again and again; neighbours to one receiver make one message. Sending is the server's.

use std::net::SocketAddr;

/// Most datagrams in one message: what Linux takes (`UDP_MAX_SEGMENTS`), less would cost calls.
const MAX_SEGMENTS: usize = 64;

/// Most bytes in one message: a UDP datagram's length has 16 bits, of which headers take a part.
const MAX_MESSAGE: usize = 65_000;

/// Bytes kept for the next round. A burst beyond gives its memory back.
const KEPT_BYTES: usize = 4 << 20;

/// Datagrams for one receiver: `bytes` cut every `segment` bytes, the last one may be shorter (Linux: `UDP_SEGMENT`).
///
/// No `Debug`: it holds what people say.
pub struct Message<'a> {
    /// To whom.
    pub destination: SocketAddr,
    /// The datagrams, one after the other.
    pub bytes: &'a [u8],
    /// Length of each but the last; never 0.
    pub segment: usize,
}

impl<'a> Message<'a> {
    /// The datagrams one by one, for sockets that know no segments.
    pub fn datagrams(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.bytes.chunks(self.segment.max(1))
    }
}

struct Span {
    destination: SocketAddr,
    start: usize,
    segment: usize,
    count: usize,
}

/// The buffer.
#[derive(Default)]
pub(crate) struct Arena {
    bytes: Vec<u8>,
    spans: Vec<Span>,
}

impl Arena {
    /// Lets `write` add one datagram to the end of the buffer; nothing is sent if it says `None`. Returns its length.
    pub(crate) fn datagram(
        &mut self,
        destination: SocketAddr,
        write: impl FnOnce(&mut Vec<u8>) -> Option<()>,
    ) -> Option<usize> {
        let start = self.bytes.len();
        let written = write(&mut self.bytes);
        let length = self.bytes.len().saturating_sub(start);
        if written.is_none() || length == 0 {
            self.bytes.truncate(start);
            return None;
        }
        match self.spans.last_mut() {
            Some(last) if last.takes(destination, start, length) => last.count += 1,
            _ => self.spans.push(Span { destination, start, segment: length, count: 1 }),
        }
        Some(length)
    }

    /// The same where nothing can go wrong.
    pub(crate) fn write(&mut self, destination: SocketAddr, write: impl FnOnce(&mut Vec<u8>)) {
        self.datagram(destination, |out| {
            write(out);
            Some(())
        });
    }

    /// What there is to send, in order.
    pub(crate) fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        let ends = self.spans.iter().skip(1).map(|span| span.start).chain([self.bytes.len()]);
        self.spans.iter().zip(ends).map(|(span, end)| Message {
            destination: span.destination,
            bytes: &self.bytes[span.start..end],
            segment: span.segment,
        })
    }

    /// Forgets what was sent.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.spans.clear();
        self.bytes.shrink_to(KEPT_BYTES);
    }
}

impl Span {
    /// Whether a datagram that begins at `start` may be one more segment.
    fn takes(&self, destination: SocketAddr, start: usize, length: usize) -> bool {
        self.destination == destination
            && start == self.start + self.count * self.segment
            && length <= self.segment
            && self.count < MAX_SEGMENTS
            && (self.count + 1) * self.segment <= MAX_MESSAGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn address(number: u8) -> SocketAddr {
        ([192, 0, 2, number], 5).into()
    }

    #[test]
    fn a_datagram_that_fails_leaves_nothing() {
        let mut arena = Arena::default();
        arena.write(address(1), |out| out.extend([1; 4]));
        let failed = arena.datagram(address(1), |out| {
            out.extend([2; 4]);
            None
        });
        assert_eq!(failed, None);
        arena.write(address(1), |out| out.extend([3; 2]));
        arena.write(address(1), |out| out.extend([4; 2]));
        let seen: Vec<_> = arena.messages().map(|message| (message.bytes.to_vec(), message.segment)).collect();
        assert_eq!(seen, [(vec![1, 1, 1, 1, 3, 3], 4), (vec![4, 4], 2)]);
        arena.clear();
        assert_eq!(arena.messages().count(), 0);
    }

    proptest! {
        #[test]
        fn every_datagram_comes_out_as_it_went_in(sent in prop::collection::vec((0u8..3, 1usize..6), 0..200)) {
            let mut arena = Arena::default();
            let mut expect = vec![];
            for (place, (to, size)) in sent.into_iter().enumerate() {
                let datagram = vec![place as u8; size * 100];
                arena.write(address(to), |out| out.extend(&datagram));
                expect.push((address(to), datagram));
            }
            let out: Vec<_> = arena.messages().flat_map(|message| {
                let to = message.destination;
                message.datagrams().map(move |datagram| (to, datagram.to_vec())).collect::<Vec<_>>()
            }).collect();
            prop_assert_eq!(out, expect);
            for message in arena.messages() {
                prop_assert!(message.bytes.len() <= MAX_MESSAGE && message.datagrams().count() <= MAX_SEGMENTS);
            }
        }
    }
}
