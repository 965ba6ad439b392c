//! A connection to the relay by `str0m`, laid out as `docs/protocol.md` §5 says; only receiving. Payloads are passed on as they came: sealed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, KeyframeRequestKind, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;

use crate::clock::now;

/// Largest datagram received, in bytes.
const DATAGRAM: usize = 2_000;

/// The engine is not asked more often than this.
const SHORTEST_WAIT: Duration = Duration::from_micros(500);

/// A media packet out of DTLS-SRTP.
pub struct Packet {
    /// The receive slot's `a=mid`.
    pub mid: String,
    /// Extended sequence number.
    pub seq: u64,
    /// RTP time.
    pub time: u32,
    /// Last packet of a frame.
    pub marker: bool,
    /// As the relay forwarded it.
    pub payload: Arc<[u8]>,
}

/// What came of waiting.
pub enum Happened {
    /// Media may flow.
    Connected,
    /// A packet.
    Packet(Packet),
    /// The relay said goodbye.
    Closed,
}

/// A connection.
pub struct Media {
    rtc: Rtc,
    pending: Option<SdpPendingOffer>,
    socket: Option<UdpSocket>,
    deadline: Option<Instant>,
}

impl Media {
    /// Makes the offer for a visit of up to `capacity` people.
    ///
    /// # Errors
    /// The engine makes none.
    pub fn offer(capacity: u8) -> Result<(Self, String)> {
        let mut rtc =
            Rtc::builder().set_rtp_mode(true).clear_codecs().enable_opus(true, false).enable_vp8(true).build(now());
        let mut change = rtc.sdp_api();
        for kind in [MediaKind::Audio, MediaKind::Video, MediaKind::Video] {
            change.add_media(kind, Direction::SendOnly, None, None, None);
        }
        for _ in 1..capacity {
            change.add_media(MediaKind::Audio, Direction::RecvOnly, None, None, None);
        }
        for _ in 0..=capacity {
            change.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
        }
        let (offer, pending) = change.apply().context("an offer with new media is never empty")?;
        Ok((Self { rtc, pending: Some(pending), socket: None, deadline: None }, offer.to_sdp_string()))
    }

    /// Takes the relay's answer, and opens a socket on the way to the first address that it names.
    ///
    /// # Errors
    /// It does not answer the offer, or there is no way to the relay.
    pub async fn answer(&mut self, sdp: &str) -> Result<()> {
        let relay = relay_address(sdp).context("the answer names no address")?;
        let any: IpAddr = if relay.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        let probe = UdpSocket::bind((any, 0)).await?;
        probe.connect(relay).await?;
        let socket = UdpSocket::bind((probe.local_addr()?.ip(), 0)).await?;

        let pending = self.pending.take().context("an answer without an offer")?;
        self.rtc.add_local_candidate(Candidate::host(socket.local_addr()?, "udp")?);
        self.rtc.sdp_api().accept_answer(pending, SdpAnswer::from_sdp_string(sdp)?)?;
        self.rtc.handle_input(Input::Timeout(now()))?;
        self.socket = Some(socket);
        Ok(())
    }

    /// Asks for a key frame of a slot.
    pub fn want_key_frame(&mut self, mid: &str) {
        if let Some(stream) = self.rtc.direct_api().stream_rx_by_mid(Mid::from(mid), None) {
            stream.request_keyframe(KeyframeRequestKind::Pli);
        }
    }

    /// Waits until something happens. May be dropped while it waits.
    ///
    /// # Errors
    /// The engine gave up, or the socket is gone.
    pub async fn next(&mut self) -> Result<Happened> {
        if self.socket.is_none() {
            // Nothing can happen before the answer.
            return std::future::pending().await;
        }
        let mut datagram = [0; DATAGRAM];
        loop {
            if let Some(happened) = self.drain()? {
                return Ok(happened);
            }
            let due = self.deadline.unwrap_or_else(now).max(now() + SHORTEST_WAIT);
            let Some(socket) = &self.socket else { continue };
            tokio::select! {
                received = socket.recv_from(&mut datagram) => {
                    let (len, from) = received?;
                    let own = socket.local_addr()?;
                    // What is neither STUN nor DTLS nor SRTP is not for us.
                    if let Ok(receive) = Receive::new(Protocol::Udp, from, own, &datagram[..len]) {
                        self.rtc.handle_input(Input::Receive(now(), receive))?;
                    }
                }
                () = tokio::time::sleep_until(due.into()) => self.rtc.handle_input(Input::Timeout(now()))?,
            }
        }
    }

    /// Sends what is to be sent, until something happened or there is nothing left to do.
    fn drain(&mut self) -> Result<Option<Happened>> {
        loop {
            match self.rtc.poll_output()? {
                Output::Timeout(deadline) => {
                    self.deadline = Some(deadline);
                    return Ok((!self.rtc.is_alive()).then_some(Happened::Closed));
                }
                Output::Transmit(out) => {
                    // A full socket loses a datagram as a network would.
                    let _ = self.socket.as_ref().map(|socket| socket.try_send_to(&out.contents, out.destination));
                }
                Output::Event(Event::Connected) => return Ok(Some(Happened::Connected)),
                Output::Event(Event::Closed) => return Ok(Some(Happened::Closed)),
                Output::Event(Event::RtpPacket(packet)) => {
                    let stream = self.rtc.direct_api().stream_rx(&packet.header.ssrc).map(|stream| stream.mid());
                    if let Some(mid) = stream.filter(|_| !packet.payload.is_empty()) {
                        return Ok(Some(Happened::Packet(Packet {
                            mid: mid.to_string(),
                            seq: *packet.seq_no,
                            time: packet.header.timestamp,
                            marker: packet.header.marker,
                            payload: packet.payload.clone(),
                        })));
                    }
                }
                Output::Event(_) => {}
            }
        }
    }
}

/// The first host candidate of a session description (RFC 8839 §5.1).
fn relay_address(sdp: &str) -> Option<SocketAddr> {
    sdp.lines().filter_map(|line| line.strip_prefix("a=candidate:")).find_map(|candidate| {
        let mut words = candidate.split(' ').skip(4);
        Some(SocketAddr::new(words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relay_is_where_its_answer_says() {
        let sdp =
            "v=0\r\na=candidate:1 1 udp 2130706175 192.0.2.7 3478 typ host\r\na=candidate:2 1 udp 1 ::1 9 typ host\r\n";
        assert_eq!(relay_address(sdp), Some(SocketAddr::from(([192, 0, 2, 7], 3478))));
        assert_eq!(relay_address("v=0\r\na=candidate:1 1 udp\r\n"), None);
    }
}
