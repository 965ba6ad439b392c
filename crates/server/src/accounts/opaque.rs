//! The server's half of OPAQUE (RFC 9807): what passwords are set with, and what shows that one was right. No password, and no hash of one, gets here.

use opaque_ke::ksf::Identity;
use opaque_ke::{
    CipherSuite, CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, Ristretto255,
    ServerLogin, ServerLoginParameters, ServerRegistration, ServerSetup, TripleDh,
};
use sha2_of_opaque::Sha512;
use store::{Store, StoreError};
use visit::ids::{Opaque, StaffId};
use visit::wire::ErrorCode;
use zeroize::Zeroizing;

use crate::edge;

/// What the exchange is bound to, before the origin (`docs/protocol.md` §2.8).
const CONTEXT: &[u8] = b"curtain/opaque/v1\0";

/// Lengths of what clients send, in bytes.
const REQUEST_BYTES: usize = 32;
const RECORD_BYTES: usize = 192;
const KE1_BYTES: usize = 96;
const KE3_BYTES: usize = 64;

/// The suite of `docs/protocol.md` §2.8, as far as a server needs it: passwords are stretched by clients.
struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, Sha512>;
    type Ksf = Identity;
}

/// Why passwords cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpaqueError {
    #[error("the operating system has no randomness to make the passwords' seed of")]
    Randomness,
    #[error("the database holds a seed of passwords that this version cannot read")]
    Unreadable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The server's half of every password of this site.
pub(crate) struct Passwords {
    setup: ServerSetup<Suite>,
    context: Vec<u8>,
}

/// Whose password is tried.
pub(super) enum Whose<'a> {
    /// Of this account, with this record.
    Account(&'a StaffId, &'a [u8]),
    /// Nobody's: of a user name, as it is compared, that no account has.
    Nobody(&'a str),
}

/// An exchange that waits for its last message.
#[derive(Clone)]
pub(super) struct Exchange(ServerLogin<Suite>);

impl Passwords {
    /// The passwords of a database, at an origin such as `https://clinic.example`; made for a new one.
    pub(crate) async fn open(store: &Store, origin: &str) -> Result<Passwords, OpaqueError> {
        if store.password_setup().await?.is_none() {
            let mut generator = edge::generator().ok_or(OpaqueError::Randomness)?;
            let setup = Zeroizing::new(ServerSetup::<Suite>::new(&mut generator).serialize().to_vec());
            store.keep_password_setup(&setup).await?;
        }
        let setup = store.password_setup().await?.ok_or(OpaqueError::Unreadable)?;
        let setup = ServerSetup::deserialize(&setup).map_err(|_| OpaqueError::Unreadable)?;
        Ok(Passwords { setup, context: [CONTEXT, origin.as_bytes()].concat() })
    }

    fn parameters(&self) -> ServerLoginParameters<'_, '_> {
        ServerLoginParameters { context: Some(&self.context), ..ServerLoginParameters::default() }
    }

    /// Answers an account's request to set a password.
    pub(super) fn set(&self, account: &StaffId, request: &Opaque) -> Result<Opaque, ErrorCode> {
        let request = exactly(request, REQUEST_BYTES)?;
        let request = RegistrationRequest::deserialize(request).map_err(|_| ErrorCode::Malformed)?;
        let identifier = account.as_str().as_bytes();
        let started = ServerRegistration::<Suite>::start(&self.setup, request, identifier);
        let started = started.map_err(|_| ErrorCode::Malformed)?;
        Ok(Opaque::new(started.message.serialize().to_vec()))
    }

    /// Answers KE1 with KE2. For nobody's password the answer looks the same, and nothing is right (RFC 9807 §10.9).
    pub(super) fn begin(&self, whose: &Whose<'_>, request: &Opaque) -> Result<(Opaque, Exchange), ErrorCode> {
        let request = exactly(request, KE1_BYTES)?;
        let request = CredentialRequest::deserialize(request).map_err(|_| ErrorCode::Malformed)?;
        let (identifier, record) = match whose {
            Whose::Account(account, record) => {
                let record = ServerRegistration::deserialize(record).map_err(|_| ErrorCode::Internal)?;
                (account.as_str().as_bytes().to_vec(), Some(record))
            }
            // Of a form that no account's identifier has: who types a colleague's gets nothing that helps to guess at that account.
            Whose::Nobody(folded_name) => ([b"\0", folded_name.as_bytes()].concat(), None),
        };
        let mut generator = edge::generator().ok_or(ErrorCode::Internal)?;
        let started = ServerLogin::start(&mut generator, &self.setup, record, request, &identifier, self.parameters());
        let started = started.map_err(|_| ErrorCode::Malformed)?;
        Ok((Opaque::new(started.message.serialize().to_vec()), Exchange(started.state)))
    }

    /// Whether KE3 shows that whoever sent it knows the password.
    pub(super) fn is_right(&self, exchange: &Exchange, finalization: &Opaque) -> bool {
        let message = exactly(finalization, KE3_BYTES).ok().map(CredentialFinalization::deserialize);
        message
            .and_then(Result::ok)
            .is_some_and(|message| exchange.0.clone().finish(message, self.parameters()).is_ok())
    }
}

/// Checks that a record is one that a client can have made.
pub(super) fn record(record: &Opaque) -> Result<(), ErrorCode> {
    let read = RegistrationUpload::<Suite>::deserialize(exactly(record, RECORD_BYTES)?);
    read.map(|_| ()).map_err(|_| ErrorCode::Malformed)
}

fn exactly(bytes: &Opaque, length: usize) -> Result<&[u8], ErrorCode> {
    Some(bytes.as_bytes()).filter(|bytes| bytes.len() == length).ok_or(ErrorCode::Malformed)
}
