//! DTLS 1.2 (RFC 6347) as the passive side, by way of `dimpl`: the client's certificate compared, keys for SRTP taken (RFC 5764).

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use dimpl::certificate::{format_fingerprint, generate_self_signed_certificate};
use dimpl::{Config, Dtls, DtlsCertificate, Output, SrtpProfile};

use crate::arena::Arena;
use crate::srtp::{Opening, Profile, Sealing, contexts};

/// Longest datagram sent. Fewer bytes cost round trips; more may not fit a path (RFC 8200 §5 promises 1,280 with headers).
const MTU: usize = 1_200;

/// First repetition of a flight that is not answered. Sooner repeats needlessly on slow links; later delays a call by a lost packet.
const FIRST_REPEAT: Duration = Duration::from_millis(400);

/// Repetitions, each after twice the time: about as long as a connection may take at all.
const REPEATS: usize = 6;

/// What all connections of a relay share: its certificate. Carries a private key: no `Debug`.
pub(crate) struct Identity {
    config: Arc<Config>,
    certificate: DtlsCertificate,
    fingerprint: String,
}

impl Identity {
    /// A fresh one; `None` if it cannot be made.
    pub(crate) fn new() -> Option<Self> {
        let certificate = generate_self_signed_certificate().ok()?;
        let fingerprint = format_fingerprint(digest(&SHA256, &certificate.certificate).as_ref());
        let config = Config::builder()
            .mtu(MTU)
            .flight_start_rto(FIRST_REPEAT)
            .flight_retries(REPEATS)
            // ICE has proven the address before any of this is listened to.
            .use_server_cookie(false)
            .build()
            .ok()?;
        Some(Self { config: Arc::new(config), certificate, fingerprint })
    }

    /// SHA-256 of the certificate as a description writes it (RFC 8122 §5).
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// What a step brought.
pub(super) enum Progress {
    None,
    /// The keys, after the certificate was found to be the offer's.
    Keys(Box<(Opening, Sealing)>),
    Closed,
    Failed,
}

/// One connection's handshake, and its goodbye.
pub(super) struct Handshake {
    dtls: Dtls,
    /// SHA-256 of the certificate that the offer names.
    expected: [u8; 32],
    verified: bool,
    over: bool,
    deadline: Option<Instant>,
}

impl Handshake {
    pub(super) fn new(now: Instant, identity: &Identity, expected: [u8; 32]) -> Self {
        // Not 1.3 yet: there, the library takes the first of the client's SRTP profiles, and Chromium's is the one with HMAC-SHA1,
        // which costs seven times as much for each packet. In 1.2 it takes the best.
        let dtls = Dtls::new_12(identity.config.clone(), identity.certificate.clone(), now);
        Self { dtls, expected, verified: false, over: false, deadline: None }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub(super) fn receive(
        &mut self,
        now: Instant,
        datagram: &[u8],
        to: Option<SocketAddr>,
        out: &mut Arena,
    ) -> Progress {
        self.contained(|handshake| {
            handshake.dtls.handle_timeout(now).ok()?;
            handshake.dtls.handle_packet(datagram).ok()?;
            handshake.drain(to, out)
        })
    }

    pub(super) fn advance(&mut self, now: Instant, to: Option<SocketAddr>, out: &mut Arena) -> Progress {
        self.contained(|handshake| {
            handshake.dtls.handle_timeout(now).ok()?;
            handshake.drain(to, out)
        })
    }

    pub(super) fn close(&mut self, to: Option<SocketAddr>, out: &mut Arena) {
        self.contained(|handshake| {
            handshake.dtls.close().ok()?;
            handshake.drain(to, out)
        });
        self.end();
    }

    /// Runs the library; a panic in it, which only hostile input could bring about, ends this connection and no other.
    fn contained(&mut self, run: impl FnOnce(&mut Self) -> Option<Progress>) -> Progress {
        if self.over {
            return Progress::None;
        }
        let progress = catch_unwind(AssertUnwindSafe(|| run(self))).ok().flatten().unwrap_or(Progress::Failed);
        if matches!(progress, Progress::Failed | Progress::Closed) {
            self.end();
        }
        progress
    }

    fn end(&mut self) {
        self.over = true;
        self.deadline = None;
    }

    fn drain(&mut self, to: Option<SocketAddr>, out: &mut Arena) -> Option<Progress> {
        let mut progress = Progress::None;
        let mut small = [0; MTU + 100];
        let mut large = vec![];
        loop {
            let buffer = if large.is_empty() { &mut small[..] } else { &mut large[..] };
            match self.dtls.poll_output(buffer) {
                Output::Packet(packet) => {
                    if let Some(to) = to {
                        out.write(to, |out| out.extend_from_slice(packet));
                    }
                }
                Output::BufferTooSmall { needed } if needed <= 1 << 16 => large = vec![0; needed],
                Output::BufferTooSmall { .. } => return None,
                Output::PeerCert(certificate) => {
                    let print = digest(&SHA256, certificate);
                    verify_slices_are_equal(print.as_ref(), &self.expected).ok()?;
                    self.verified = true;
                }
                Output::KeyingMaterial(exported, profile) => {
                    let profile = match profile {
                        SrtpProfile::AEAD_AES_128_GCM => Profile::Aes128Gcm,
                        SrtpProfile::AEAD_AES_256_GCM => Profile::Aes256Gcm,
                        SrtpProfile::AES128_CM_SHA1_80 => Profile::Aes128CmSha1,
                        _ => return None,
                    };
                    let contexts = contexts(profile, &exported).filter(|_| self.verified)?;
                    progress = Progress::Keys(Box::new(contexts));
                }
                Output::CloseNotify => progress = Progress::Closed,
                Output::Timeout(deadline) => {
                    self.deadline = Some(deadline);
                    return Some(progress);
                }
                // No data channel was agreed on.
                _ => {}
            }
        }
    }
}
