//! The web port with a certificate of its own: pages and TURN under TLS, and what is said when the files are no good.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::disallowed_methods, reason = "a test is an edge: it waits for a real process")]

mod common;

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use common::Server;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion, version,
};

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// An Allocate request for UDP without credentials (RFC 8656 §7.1), as every client begins.
const ALLOCATE: [u8; 28] = *b"\x00\x03\x00\x08\x21\x12\xa4\x42transaction!\x00\x19\x00\x04\x11\x00\x00\x00";

/// A certificate for `localhost` in two files.
struct Files {
    directory: PathBuf,
    certificate: CertificateDer<'static>,
}

impl Files {
    fn new(name: &str) -> Files {
        let directory = std::env::temp_dir().join(format!("curtain-{name}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        fs::write(directory.join("chain.pem"), made.cert.pem()).unwrap();
        fs::write(directory.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        Files { directory, certificate: made.cert.der().clone() }
    }

    fn path(&self, name: &str) -> String {
        self.directory.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn serve(name: &str, files: &Files) -> Server {
    let (chain, key) = (files.path("chain.pem"), files.path("key.pem"));
    Server::start_vacant(name, &["--url", "https://localhost", "--certificate", &chain, "--certificate-key", &key])
}

type Tls = StreamOwned<ClientConnection, TcpStream>;

fn connect(server: &Server, files: &Files, versions: &[&'static SupportedProtocolVersion]) -> Tls {
    let mut roots = RootCertStore::empty();
    roots.add(files.certificate.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let session = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    StreamOwned::new(session, plain(server))
}

fn plain(server: &Server) -> TcpStream {
    let tcp = TcpStream::connect(&server.address).unwrap();
    tcp.set_read_timeout(Some(PATIENCE)).unwrap();
    tcp
}

/// What comes until the other side closes; without a goodbye, too.
fn rest(stream: &mut impl std::io::Read) -> String {
    let mut bytes = vec![];
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn ask(stream: &mut impl Write) {
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
}

/// Asks for an allocation without saying who asks, and expects to be asked.
fn is_asked_who(stream: &mut (impl std::io::Read + Write)) {
    stream.write_all(&ALLOCATE).unwrap();
    let mut head = [0; 20];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(head[..2], [0x01, 0x13], "an error in answer to Allocate");
    assert_eq!(head[4..], ALLOCATE[4..20], "of the same transaction");
    let mut body = vec![0; usize::from(u16::from_be_bytes([head[2], head[3]]))];
    stream.read_exact(&mut body).unwrap();
    assert_eq!(body[..8], [0, 9, 0, body[3], 0, 0, 4, 1], "401");
    assert!(body.windows(7).any(|part| part == b"curtain"), "the realm");
}

#[test]
fn pages_and_turn_share_the_port_under_tls() {
    let files = Files::new("tls-shared");
    let server = serve("tls-shared", &files);
    for version in [&version::TLS12, &version::TLS13] {
        let mut stream = connect(&server, &files, &[version]);
        ask(&mut stream);
        let answer = rest(&mut stream);
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("strict-transport-security: "), "{answer}");

        is_asked_who(&mut connect(&server, &files, &[version]));
    }
    // Without TLS there is neither, and the others notice nothing.
    let mut stream = plain(&server);
    ask(&mut stream);
    assert!(!rest(&mut stream).contains("HTTP"));
    let mut stream = plain(&server);
    stream.write_all(&ALLOCATE).unwrap();
    assert!(!rest(&mut stream).contains("curtain"));
    is_asked_who(&mut connect(&server, &files, &[&version::TLS13]));
}

#[test]
fn pages_and_turn_share_the_port_without_tls() {
    let server = Server::start_vacant("tls-none", &[]);
    is_asked_who(&mut plain(&server));
    let mut stream = plain(&server);
    ask(&mut stream);
    assert!(rest(&mut stream).starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn what_is_no_stun_gets_no_answer() {
    let server = Server::start_vacant("tls-garbage", &[]);
    let mut stream = plain(&server);
    stream.write_all(&[0, 3, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6]).unwrap();
    assert_eq!(rest(&mut stream), "");
    is_asked_who(&mut plain(&server));
}

#[test]
fn files_that_are_no_good_are_named() {
    let (files, others) = (Files::new("tls-bad"), Files::new("tls-bad-others"));
    let (chain, key) = (files.path("chain.pem"), files.path("key.pem"));
    let (missing, foreign) = (files.path("missing.pem"), others.path("key.pem"));
    for (chain, key, wrong) in
        [(&missing, &key, &missing), (&chain, &missing, &missing), (&key, &key, &key), (&chain, &foreign, &foreign)]
    {
        let data_dir = files.directory.join("data");
        let run = Command::new(env!("CARGO_BIN_EXE_curtain"))
            .args(["serve", "--listen", "127.0.0.1:0", "--media", "127.0.0.1:0", "--url", "https://localhost"])
            .args(["--certificate", chain, "--certificate-key", key, "--data-dir"])
            .arg(&data_dir)
            .output()
            .unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(!run.status.success() && said.contains(wrong.as_str()), "{said}");
    }
}
