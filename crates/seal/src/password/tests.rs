//! RFC 9807's vector, and passwords that are wrong, for another site, or met by a server that lies.

use opaque_ke::ksf::Identity;
use opaque_ke::{ServerLogin, ServerLoginParameters, ServerRegistration, ServerSetup};

use super::*;

/// Hands out what a test says, in order.
struct Said(Vec<u8>);

impl RngCore for Said {
    fn next_u32(&mut self) -> u32 {
        unreachable!("bytes are drawn")
    }
    fn next_u64(&mut self) -> u64 {
        unreachable!("bytes are drawn")
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0.drain(..bytes.len()).collect::<Vec<_>>());
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), RandError> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Said {}

/// RFC 9807, appendix C.1.1, as `name: hex` in lines.
const VECTOR: &str = include_str!("rfc9807-c11.txt");

fn value(name: &str) -> Vec<u8> {
    let line = VECTOR.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap();
    data_encoding::HEXLOWER.decode(line.as_bytes()).unwrap()
}

/// The 64 bytes from which a scalar is drawn that is this one.
fn wide(scalar: &str) -> Vec<u8> {
    [value(scalar), vec![0; 32]].concat()
}

fn password(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

#[test]
fn the_client_does_what_the_rfcs_vector_says() {
    let secret = || password(std::str::from_utf8(&value("password")).unwrap());
    let mut random = Said([wide("blind_registration"), value("envelope_nonce")].concat());
    let (setting, request) = Setting::<Identity>::start(&mut random, secret()).unwrap();
    assert_eq!(request, value("registration_request"));
    let set = setting.finish(&mut random, &value("registration_response")).unwrap();
    assert_eq!(set.message, value("registration_upload"));
    assert_eq!(set.export_key.as_slice(), value("export_key"));

    let mut random = Said([wide("blind_login"), value("client_keyshare_seed"), value("client_nonce")].concat());
    let (using, ke1) = Using::<Identity>::start(&mut random, secret()).unwrap();
    assert_eq!(ke1, value("KE1"));
    let used = using.finish(&mut random, &value("KE2"), &value("context")).unwrap();
    assert_eq!(used.message, value("KE3"));
    assert_eq!(used.export_key.as_slice(), value("export_key"));
    assert!(random.0.is_empty());
}

/// A server with one password, as `crates/server` does it.
pub(crate) struct Server {
    setup: ServerSetup<Suite<Stretch>>,
    record: Vec<u8>,
}

const HERE: &str = "https://clinic.example";

impl Server {
    pub(crate) fn new(crypto: &Crypto) -> Self {
        let setup = with_rng(crypto, |rng| Ok(ServerSetup::<Suite<Stretch>>::new(rng))).unwrap();
        Self { setup, record: Vec::new() }
    }

    /// Answers a `RegistrationRequest`.
    pub(crate) fn begin(&self, request: &[u8]) -> Vec<u8> {
        let request = opaque_ke::RegistrationRequest::deserialize(request).unwrap();
        let answer = ServerRegistration::<Suite<Stretch>>::start(&self.setup, request, b"ann").unwrap();
        answer.message.serialize().to_vec()
    }

    /// Takes a `RegistrationRecord`.
    pub(crate) fn keep(&mut self, record: Vec<u8>) {
        self.record = record;
    }

    fn with(crypto: &Crypto, secret: &str) -> (Self, Zeroizing<Vec<u8>>) {
        let mut server = Self::new(crypto);
        let (setting, request) = SettingPassword::start(crypto, password(secret)).unwrap();
        let set = setting.finish(crypto, &server.begin(&request)).unwrap();
        server.keep(set.message);
        (server, set.export_key)
    }

    /// KE2 of the server at `origin`, and what it makes of KE3.
    fn answer(&self, crypto: &Crypto, ke1: &[u8], origin: &str, known: bool) -> (Vec<u8>, ServerLogin<Suite<Stretch>>) {
        let file = known
            .then(|| ServerRegistration::finish(opaque_ke::RegistrationUpload::deserialize(&self.record).unwrap()));
        let context = framed("curtain/opaque/v1", &[origin.as_bytes()]);
        let parameters = ServerLoginParameters { context: Some(&context), ..Default::default() };
        let ke1 = opaque_ke::CredentialRequest::deserialize(ke1).unwrap();
        let started =
            with_rng(crypto, |rng| ServerLogin::start(rng, &self.setup, file, ke1, b"ann", parameters).map_err(why));
        let started = started.unwrap();
        (started.message.serialize().to_vec(), started.state)
    }

    /// KE2 of the server at `origin`.
    pub(crate) fn challenge(&self, crypto: &Crypto, ke1: &[u8], origin: &str) -> Vec<u8> {
        self.answer(crypto, ke1, origin, true).0
    }
}

#[test]
fn the_right_password_gives_the_same_key_each_time_and_a_wrong_one_none() {
    let crypto = Crypto::new().unwrap();
    let (server, export_key) = Server::with(&crypto, "correct horse battery");
    let sign_in = |secret: &str, theirs: &str, known: bool| {
        let (using, ke1) = UsingPassword::start(&crypto, password(secret)).unwrap();
        let (ke2, state) = server.answer(&crypto, &ke1, theirs, known);
        let finished = using.finish(&crypto, &ke2, HERE)?;
        let ke3 = opaque_ke::CredentialFinalization::deserialize(&finished.message).unwrap();
        let context = framed("curtain/opaque/v1", &[HERE.as_bytes()]);
        let parameters = ServerLoginParameters { context: Some(&context), ..Default::default() };
        assert!(state.finish(ke3, parameters).is_ok());
        Ok(finished.export_key)
    };
    assert_eq!(sign_in("correct horse battery", HERE, true), Ok(export_key.clone()));
    assert_eq!(sign_in("correct horse batterz", HERE, true), Err(Error::WrongPassword));
    assert_eq!(sign_in("correct horse battery", "https://other.example", true), Err(Error::WrongPassword));
    assert_eq!(sign_in("correct horse battery", HERE, false), Err(Error::WrongPassword), "as for nobody's name");
}

#[test]
fn what_is_no_message_is_refused() {
    let crypto = Crypto::new().unwrap();
    let (server, _) = Server::with(&crypto, "correct horse battery");
    for bad in [String::new(), "x".repeat(4_097)] {
        assert!(SettingPassword::start(&crypto, password(&bad)).err() == Some(Error::BadArgument));
        assert!(UsingPassword::start(&crypto, password(&bad)).err() == Some(Error::BadArgument));
    }
    let setting = || SettingPassword::start(&crypto, password("correct horse battery")).unwrap().0;
    let using = || UsingPassword::start(&crypto, password("correct horse battery")).unwrap();
    for length in [0, 1, 31, 32, 63, 64, 65, 319, 321, 400] {
        for byte in [0, 0xff] {
            let bytes = vec![byte; length];
            assert!(setting().finish(&crypto, &bytes).err() == Some(Error::BadArgument), "{length} {byte}");
            assert!(using().0.finish(&crypto, &bytes, HERE).err() == Some(Error::BadArgument), "{length} {byte}");
        }
    }
    // A changed bit anywhere.
    let (one, ke1) = using();
    let (mut ke2, _) = server.answer(&crypto, &ke1, HERE, true);
    let longer = [ke2.as_slice(), &[0]].concat();
    assert!(using().0.finish(&crypto, &longer, HERE).err() == Some(Error::BadArgument), "a byte more");
    ke2[200] ^= 1;
    assert!(one.finish(&crypto, &ke2, HERE).err() == Some(Error::WrongPassword));
    // An answer to another attempt, and one's own message sent back.
    let ((two, _), (_, other)) = (using(), using());
    let (ke2, _) = server.answer(&crypto, &other, HERE, true);
    assert!(two.finish(&crypto, &ke2, HERE).is_err());
}
