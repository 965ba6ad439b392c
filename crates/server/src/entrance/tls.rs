//! The web port's certificate: read from files, and read again when they change, so that whoever renews it need not stop the server.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};

/// How often the files are looked at. Lower notices a renewal sooner; higher looks less often.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// What is spoken after the handshake: pages, and TURN (RFC 7443), whose clients mostly say nothing.
const PROTOCOLS: [&[u8]; 2] = [b"http/1.1", b"stun.turn"];

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// One of the files, as it is named.
    #[error("{file} cannot be read: {error}")]
    Unreadable { file: PathBuf, error: pem::Error },
    /// Both were read.
    #[error("{certificate} and {key} do not make a certificate with its key: {error}")]
    Unfit { certificate: PathBuf, key: PathBuf, error: rustls::Error },
    /// There is no such protocol version.
    #[error("TLS cannot be set up: {0}")]
    Versions(rustls::Error),
}

/// A certificate chain with its private key, in two PEM files.
pub(crate) struct Certificate {
    files: Arc<Files>,
    config: Arc<ServerConfig>,
}

impl Certificate {
    /// Reads it.
    ///
    /// # Errors
    /// [`TlsError`].
    pub(crate) fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let files = Arc::new(Files::read(certificate, key)?);
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(TlsError::Versions)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&files) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = PROTOCOLS.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(Self { files, config: Arc::new(config) })
    }

    /// What encrypts connections, by the files as they are then, for as long as the runtime runs.
    pub(super) fn keep(self) -> TlsAcceptor {
        let Self { files, config } = self;
        tokio::spawn(async move {
            let mut look = tokio::time::interval(LOOK_EVERY);
            loop {
                look.tick().await;
                files.look();
            }
        });
        TlsAcceptor::from(config)
    }
}

/// The files, and what was read from them last.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    read: Mutex<(Arc<CertifiedKey>, [Option<SystemTime>; 2])>,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl Files {
    fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let changed = changed([certificate, key]);
        let read = Mutex::new((Arc::new(load(certificate, key)?), changed));
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), read })
    }

    /// Reads them again if they have changed. What cannot be used leaves things as they are: whoever renews writes one file after the other.
    fn look(&self) {
        let now = changed([&self.certificate, &self.key]);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.1 == now {
            return;
        }
        match load(&self.certificate, &self.key) {
            Ok(loaded) => {
                *read = (Arc::new(loaded), now);
                tracing::info!("the certificate was read again");
            }
            Err(error) => {
                tracing::warn!(%error, "the certificate has changed and cannot be used; the one before stays")
            }
        }
    }
}

impl ResolvesServerCert for Files {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.read.lock().unwrap_or_else(PoisonError::into_inner).0))
    }
}

fn changed(files: [&Path; 2]) -> [Option<SystemTime>; 2] {
    files.map(|file| file.metadata().and_then(|metadata| metadata.modified()).ok())
}

fn load(certificate: &Path, key: &Path) -> Result<CertifiedKey, TlsError> {
    let unreadable = |file: &Path| {
        let file = file.to_owned();
        |error| TlsError::Unreadable { file, error }
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(unreadable(certificate))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    CertifiedKey::from_der(chain, private, &aws_lc_rs::default_provider()).map_err(|error| TlsError::Unfit {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Writes a certificate for a name, with its key; returns the certificate.
    fn write(directory: &Path, name: &str) -> Vec<u8> {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        fs::write(directory.join("chain.pem"), made.cert.pem()).unwrap();
        fs::write(directory.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        made.cert.der().to_vec()
    }

    fn served(files: &Files) -> Vec<u8> {
        files.read.lock().unwrap().0.cert[0].to_vec()
    }

    /// As if the files had been written later than they were.
    fn age(files: &Files) {
        files.read.lock().unwrap().1 = [None, None];
    }

    #[test]
    fn a_renewed_certificate_is_taken_and_a_broken_one_is_not() {
        let directory = std::env::temp_dir().join(format!("curtain-tls-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let (chain, key) = (directory.join("chain.pem"), directory.join("key.pem"));
        let first = write(&directory, "first.example");
        let files = Files::read(&chain, &key).unwrap();
        assert_eq!(served(&files), first);

        let second = write(&directory, "second.example");
        age(&files);
        files.look();
        assert_eq!(served(&files), second);

        // Half of a renewal: the new certificate is there, its key is not yet.
        let second_key = fs::read(&key).unwrap();
        let third = write(&directory, "third.example");
        let third_key = fs::read(&key).unwrap();
        fs::write(&key, second_key).unwrap();
        age(&files);
        files.look();
        assert_eq!(served(&files), second);
        fs::write(&key, third_key).unwrap();
        files.look();
        assert_eq!(served(&files), third);

        fs::remove_file(&chain).unwrap();
        files.look();
        assert_eq!(served(&files), third);
        assert!(matches!(Certificate::read(&chain, &key), Err(TlsError::Unreadable { file, .. }) if file == chain));
        fs::remove_dir_all(&directory).unwrap();
    }
}
