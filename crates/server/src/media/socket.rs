//! The media socket: many datagrams a call where the kernel can (`UDP_SEGMENT`, `UDP_GRO`, `recvmmsg`), fewer where it cannot. What they mean is `relay`'s business.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;

use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSocketState};
use relay::{MAX_DATAGRAM_BYTES, Message};
use tokio::io::Interest;
use tokio::net::UdpSocket;

/// Bytes that the kernel may hold in each direction, which it doubles and bounds (`net.core.rmem_max`, `wmem_max`). Lower loses packets of a burst; higher keeps late ones.
pub(crate) const KERNEL_BUFFER: usize = 4 << 20;

/// The socket, and where datagrams lie that have come in.
pub(super) struct MediaSocket {
    socket: UdpSocket,
    state: UdpSocketState,
    /// Whether it is one of IPv6, which carries IPv4 too, under mapped addresses (RFC 4291 §2.5.5.2).
    ipv6: bool,
    buffers: Vec<Vec<u8>>,
    metas: Vec<RecvMeta>,
}

impl MediaSocket {
    /// Takes a bound socket that does not block.
    ///
    /// # Errors
    /// If the runtime or the kernel does not take it.
    pub(super) fn new(socket: std::net::UdpSocket) -> io::Result<Self> {
        let ipv6 = socket.local_addr()?.is_ipv6();
        let socket = UdpSocket::from_std(socket)?;
        let state = UdpSocketState::new((&socket).into())?;
        // What is allowed less of works all the same.
        let _ = state.set_recv_buffer_size((&socket).into(), KERNEL_BUFFER);
        let _ = state.set_send_buffer_size((&socket).into(), KERNEL_BUFFER);
        // One byte more than the longest: what is longer is seen to be too long.
        let room = (MAX_DATAGRAM_BYTES + 1) * state.gro_segments().max(1);
        let buffers = vec![vec![0; room.min(usize::from(u16::MAX))]; BATCH_SIZE];
        Ok(Self { socket, state, ipv6, buffers, metas: vec![RecvMeta::default(); BATCH_SIZE] })
    }

    /// Waits for datagrams.
    ///
    /// # Errors
    /// If the socket is of no use any more.
    pub(super) async fn readable(&self) -> io::Result<()> {
        self.socket.readable().await
    }

    /// Hands on the datagrams that are there, as many as come with one call. Returns how many; 0: there are none left.
    pub(super) fn receive(&mut self, mut take: impl FnMut(SocketAddr, &mut [u8])) -> usize {
        let Self { socket, state, buffers, metas, .. } = self;
        let mut slices: Vec<IoSliceMut<'_>> = buffers.iter_mut().map(|buffer| IoSliceMut::new(buffer)).collect();
        let read = socket.try_io(Interest::READABLE, || state.recv((&*socket).into(), &mut slices, metas));
        // An error of one datagram sent earlier, such as a port that is closed, says nothing of those to come.
        let Ok(batches) = read else { return 0 };
        let mut count = 0;
        for (buffer, meta) in buffers.iter_mut().zip(metas.iter()).take(batches) {
            let length = meta.len.min(buffer.len());
            for datagram in buffer[..length].chunks_mut(meta.stride.max(1)) {
                take(meta.addr, datagram);
                count += 1;
            }
        }
        count
    }

    /// Sends datagrams to one receiver. What the kernel does not take is as good as lost on the way; retransmission mends it.
    pub(super) async fn send(&self, message: &Message<'_>) {
        let mut left = message.bytes;
        while !left.is_empty() {
            // Where a network card turns out to know no segments, this becomes 1.
            let most = self.state.max_gso_segments();
            let (now, later) = left.split_at(piece(left.len(), message.segment, most));
            let mut sent = self.try_send(message, now);
            let full = sent.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock);
            if full && self.socket.writable().await.is_ok() {
                sent = self.try_send(message, now);
            }
            // Otherwise the same once more, in smaller pieces.
            if sent.is_ok() || self.state.max_gso_segments() == most {
                left = later;
            }
        }
    }

    fn try_send(&self, message: &Message<'_>, contents: &[u8]) -> io::Result<()> {
        let segment_size = (contents.len() > message.segment).then_some(message.segment);
        let destination = match message.destination {
            SocketAddr::V4(address) if self.ipv6 => {
                SocketAddr::new(address.ip().to_ipv6_mapped().into(), address.port())
            }
            other => other,
        };
        let transmit = Transmit { destination, ecn: None, contents, segment_size, src_ip: None };
        self.socket.try_io(Interest::WRITABLE, || self.state.try_send((&self.socket).into(), &transmit))
    }
}

/// How many bytes of so many may go at once, `most` segments at a time.
fn piece(bytes: usize, segment: usize, most: usize) -> usize {
    segment.max(1).saturating_mul(most.max(1)).min(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_whole_segments() {
        assert_eq!(piece(2_500, 1_000, 64), 2_500);
        assert_eq!(piece(2_500, 1_000, 2), 2_000);
        assert_eq!((piece(2_500, 1_000, 1), piece(500, 1_000, 1)), (1_000, 500), "one by one where there are none");
        assert_eq!(piece(2_500, 0, 0), 1, "and always some");
    }

    #[tokio::test]
    async fn segments_arrive_as_the_datagrams_that_they_are() {
        let bind = || {
            let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
            socket.set_nonblocking(true).unwrap();
            socket
        };
        let (one, other) = (bind(), bind());
        let (from, to) = (one.local_addr().unwrap(), other.local_addr().unwrap());
        let (sender, mut receiver) = (MediaSocket::new(one).unwrap(), MediaSocket::new(other).unwrap());
        let bytes: Vec<u8> = (0..u8::MAX).cycle().take(10 * 1_200 + 7).collect();
        sender.send(&Message { destination: to, bytes: &bytes, segment: 1_200 }).await;
        sender.send(&Message { destination: to, bytes: &[9; 40], segment: 40 }).await;
        let mut arrived: Vec<Vec<u8>> = Vec::new();
        while arrived.len() < 12 {
            receiver.readable().await.unwrap();
            receiver.receive(|source, datagram| {
                assert_eq!(source, from);
                arrived.push(datagram.to_vec());
            });
        }
        let mut wanted: Vec<Vec<u8>> = bytes.chunks(1_200).map(<[u8]>::to_vec).collect();
        wanted.push(vec![9; 40]);
        assert_eq!(arrived, wanted);
    }

    #[tokio::test]
    async fn one_socket_of_ipv6_talks_to_both_kinds() {
        let bind = |address: &str| {
            let socket = std::net::UdpSocket::bind(address).unwrap();
            socket.set_nonblocking(true).unwrap();
            socket
        };
        let both = bind("[::]:0");
        let port = both.local_addr().unwrap().port();
        let mut both = MediaSocket::new(both).unwrap();
        for (address, target) in [("127.0.0.1:0", "127.0.0.1"), ("[::1]:0", "::1")] {
            let other = bind(address);
            let from = other.local_addr().unwrap();
            other.send_to(b"hello", (target, port)).unwrap();
            let mut came = None;
            while came.is_none() {
                both.readable().await.unwrap();
                both.receive(|source, _| came = Some(SocketAddr::new(source.ip().to_canonical(), source.port())));
            }
            assert_eq!(came, Some(from));
            // As the relay knows it: not mapped.
            both.send(&Message { destination: from, bytes: b"back", segment: 4 }).await;
            let other = UdpSocket::from_std(other).unwrap();
            let mut bytes = [0; 9];
            assert_eq!(other.recv(&mut bytes).await.unwrap(), 4);
        }
    }
}
