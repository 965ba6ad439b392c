//! Writing the answer to an offer that was read. What it promises is kept elsewhere.

use std::fmt::Write;

use super::offer::SEND;
use super::{Line, Offer};
use crate::Config;

/// Opus at a constant rate: neither silence nor speech shows in the size or timing of packets.
const OPUS: &str = "minptime=10;useinbandfec=1;usedtx=0;cbr=1";

/// Priority of the first candidate of each transport (RFC 8445 §5.1.2.1, RFC 6544 §4.2): a host's, for RTP; each further one has a step less.
const PRIORITY_UDP: u32 = (126 << 24) + (65_534 << 8) + 255;
const PRIORITY_TCP: u32 = (126 << 24) + (((4 << 13) + 8_191) << 8) + 255;

/// The relay's side of a connection. Carries a password: no `Debug`.
pub(crate) struct Own<'a> {
    /// ICE credentials.
    pub(crate) ufrag: &'a str,
    pub(crate) password: &'a str,
    /// SHA-256 of the relay's certificate, as it is written.
    pub(crate) fingerprint: &'a str,
    /// Where clients reach the relay.
    pub(crate) candidates: &'a Config,
    /// Of each slot, in the order of lines: its stream, and the one that repairs it.
    pub(crate) streams: &'a [(u32, u32)],
    /// Number of the session, and of its description (RFC 8866 §5.2).
    pub(crate) session: u64,
    pub(crate) version: u32,
}

/// The answer as text.
pub(crate) fn answer(offer: &Offer, own: &Own<'_>) -> String {
    let mut out = String::with_capacity(1_024 * (1 + offer.lines.len()));
    // Writing to a string does not fail.
    let _ = write(&mut out, offer, own);
    out
}

fn write(out: &mut String, offer: &Offer, own: &Own<'_>) -> std::fmt::Result {
    let Own { session, version, .. } = own;
    write!(out, "v=0\r\no=- {session} {version} IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE")?;
    offer.lines.iter().try_for_each(|line| write!(out, " {}", line.mid))?;
    write!(out, "\r\na=msid-semantic: WMS *\r\na=ice-lite\r\n")?;
    for (place, line) in offer.lines.iter().enumerate() {
        write_line(out, offer, own, place, line)?;
    }
    Ok(())
}

/// Every way there is: the client tries those of the highest priority first.
fn write_candidates(out: &mut String, Config { udp, tcp }: &Config) -> std::fmt::Result {
    let mut foundation = 0;
    for (transport, addresses, first, kind) in
        [("udp", udp, PRIORITY_UDP, ""), ("tcp", tcp, PRIORITY_TCP, " tcptype passive")]
    {
        for (place, address) in (0..).zip(addresses) {
            foundation += 1;
            let (ip, port, priority) = (address.ip(), address.port(), first.saturating_sub(place << 8));
            write!(out, "a=candidate:{foundation} 1 {transport} {priority} {ip} {port} typ host{kind}\r\n")?;
        }
    }
    Ok(())
}

fn write_line(out: &mut String, offer: &Offer, own: &Own<'_>, place: usize, line: &Line) -> std::fmt::Result {
    let Line { mid, audio, payload_type, .. } = line;
    let medium = if *audio { "audio" } else { "video" };
    write!(out, "m={medium} 9 UDP/TLS/RTP/SAVPF {payload_type}")?;
    if let Some(repair) = line.repair_type {
        write!(out, " {repair}")?;
    }
    write!(out, "\r\nc=IN IP4 0.0.0.0\r\n")?;
    if place == 0 {
        write_candidates(out, own.candidates)?;
    }
    let Own { ufrag, password, fingerprint, .. } = own;
    write!(out, "a=ice-ufrag:{ufrag}\r\na=ice-pwd:{password}\r\na=ice-options:trickle\r\n")?;
    write!(out, "a=fingerprint:sha-256 {fingerprint}\r\na=setup:passive\r\na=mid:{mid}\r\n")?;
    for &extension in &line.extensions {
        if let Some(id) = offer.extensions.id(extension) {
            write!(out, "a=extmap:{id} {}\r\n", extension.uri())?;
        }
    }
    let receives = place < SEND.len();
    write!(out, "a={}\r\n", if receives { "recvonly" } else { "sendonly" })?;
    if !receives {
        write!(out, "a=msid:{mid} {mid}\r\n")?;
    }
    write!(out, "a=rtcp-mux\r\na=rtcp-rsize\r\n")?;
    if *audio {
        write!(out, "a=rtpmap:{payload_type} opus/48000/2\r\na=fmtp:{payload_type} {OPUS}\r\n")?;
    } else {
        write!(out, "a=rtpmap:{payload_type} VP8/90000\r\n")?;
    }
    for kind in &line.feedback {
        write!(out, "a=rtcp-fb:{payload_type} {kind}\r\n")?;
    }
    if let Some(repair) = line.repair_type {
        write!(out, "a=rtpmap:{repair} rtx/90000\r\na=fmtp:{repair} apt={payload_type}\r\n")?;
    }
    if place == 1 && !offer.layers.is_empty() {
        offer.layers.iter().try_for_each(|layer| write!(out, "a=rid:{layer} recv\r\n"))?;
        write!(out, "a=simulcast:recv {}\r\n", offer.layers.join(";"))?;
    }
    if let Some((media, repair)) = place.checked_sub(SEND.len()).and_then(|slot| own.streams.get(slot)) {
        if line.repair_type.is_some() {
            write!(out, "a=ssrc-group:FID {media} {repair}\r\n")?;
        }
        write!(out, "a=ssrc:{media} cname:{mid}\r\n")?;
        if line.repair_type.is_some() {
            write!(out, "a=ssrc:{repair} cname:{mid}\r\n")?;
        }
    }
    Ok(())
}
