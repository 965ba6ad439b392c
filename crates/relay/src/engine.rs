//! How the engine is set up: what it may negotiate, and what all connections share. Using it is `session`'s.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::net::{Protocol, Receive};
use str0m::rtp::Extension;
use str0m::{Candidate, Rtc};

/// What the way to a new receiver is taken to carry, in bits per second. Lower: coarse pictures for the first seconds;
/// higher: a weak link chokes on them.
pub(crate) const FIRST_ESTIMATE_BPS: u64 = 1_000_000;

/// How often a connection's quality is judged.
const STATISTICS_INTERVAL: Duration = Duration::from_secs(2);

/// What all connections of a relay share.
pub(crate) struct Engine {
    crypto: Arc<CryptoProvider>,
    certificate: DtlsCert,
    candidates: Vec<Candidate>,
}

impl Engine {
    /// `None` for addresses that cannot be candidates, or if no certificate can be made.
    pub(crate) fn new(addresses: &[SocketAddr]) -> Option<Self> {
        let crypto = Arc::new(str0m::crypto::from_feature_flags());
        let certificate = crypto.dtls_provider.generate_certificate()?;
        let candidates =
            addresses.iter().map(|&address| Candidate::host(address, "udp").ok()).collect::<Option<_>>()?;
        Some(Self { crypto, certificate, candidates })
    }

    /// A connection before its offer.
    pub(crate) fn rtc(&self, now: Instant) -> Rtc {
        let mut rtc = Rtc::builder()
            .set_crypto_provider(self.crypto.clone())
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .clear_extension_map()
            // Audio levels betray speech, so the extensions that carry them are absent here.
            .set_extension(2, Extension::AbsoluteSendTime)
            .set_extension(3, Extension::TransportSequenceNumber)
            .set_extension(4, Extension::RtpMid)
            .set_extension(10, Extension::RtpStreamId)
            .set_extension(11, Extension::RepairedRtpStreamId)
            .enable_bwe(Some(Bitrate::from(FIRST_ESTIMATE_BPS)))
            .set_stats_interval(Some(STATISTICS_INTERVAL))
            .build(now);
        for candidate in &self.candidates {
            rtc.add_local_candidate(candidate.clone());
        }
        rtc
    }
}

/// A datagram as the engine takes it; `None` if it is neither STUN nor DTLS nor (S)RTP.
pub(crate) fn read(source: SocketAddr, destination: SocketAddr, datagram: &[u8]) -> Option<Receive<'_>> {
    Receive::new(Protocol::Udp, source, destination, datagram).ok()
}
