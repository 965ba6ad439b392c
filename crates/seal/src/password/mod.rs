//! The client's half of OPAQUE (RFC 9807; `docs/protocol.md` §2.8): a password becomes an export key, and the server never learns it. Whose vault the key opens is decided elsewhere.

#[cfg(test)]
pub(crate) mod tests;

use std::marker::PhantomData;

use opaque_ke::errors::{InternalError, ProtocolError};
use opaque_ke::generic_array::{ArrayLength, GenericArray};
use opaque_ke::ksf::Ksf;
use opaque_ke::rand::{CryptoRng, Error as RandError, RngCore};
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, RegistrationResponse, Ristretto255, TripleDh,
};
use sha2::Sha512;
use zeroize::Zeroizing;

use crate::bytes::framed;
use crate::{Crypto, Error};

/// Memory of Argon2id in KiB, its passes and its lanes: RFC 9106, section 4, second recommended option.
/// Less makes guessing cheaper for whoever steals the server's database and its keys; more fails on old telephones.
const ARGON2_KIB: u32 = 64 * 1024;
const ARGON2_PASSES: u32 = 3;
const ARGON2_LANES: u32 = 4;

/// Bytes of a `RegistrationResponse`, and of `KE2`. The library takes more, and passes over what is behind them.
const RESPONSE_LEN: usize = 64;
const KE2_LEN: usize = 320;

/// Longest password in bytes. The person chooses it, and only their own device works on it.
const MAX_LEN: usize = 4_096;

/// OPAQUE-3DH over ristretto255 with SHA-512 and the key stretching function `K`.
struct Suite<K>(PhantomData<K>);

impl<K: Ksf> CipherSuite for Suite<K> {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, Sha512>;
    type Ksf = K;
}

/// Argon2id (RFC 9106), with a salt of 16 zero bytes: OPAQUE's pseudorandom function has salted the password already.
#[derive(Default)]
struct Stretch;

impl Ksf for Stretch {
    fn hash<L: ArrayLength<u8>>(&self, input: GenericArray<u8, L>) -> Result<GenericArray<u8, L>, InternalError> {
        let params = argon2::Params::new(ARGON2_KIB, ARGON2_PASSES, ARGON2_LANES, Some(L::USIZE));
        let params = params.map_err(|_| InternalError::KsfError)?;
        let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let mut output = GenericArray::default();
        let stretched = argon2.hash_password_into(&input, &[0; argon2::RECOMMENDED_SALT_LEN], &mut output);
        stretched.map(|()| output).map_err(|_| InternalError::KsfError)
    }
}

/// A password that is being set: between the two messages to the server. No `Debug`.
pub(crate) struct SettingPassword(Setting<Stretch>);

/// A password that someone signs in with: between the two messages to the server. No `Debug`.
pub(crate) struct UsingPassword(Using<Stretch>);

/// What a password comes to.
pub(crate) struct Finished {
    /// For the server: `RegistrationRecord`, or `KE3`.
    pub(crate) message: Vec<u8>,
    /// For the vault, 64 bytes.
    pub(crate) export_key: Zeroizing<Vec<u8>>,
}

impl SettingPassword {
    /// From the password; with OPAQUE's `RegistrationRequest`, 32 bytes.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for an empty password or one of more than 4,096 bytes; [`Error::Internal`] if there is no randomness.
    pub(crate) fn start(crypto: &Crypto, password: Zeroizing<String>) -> Result<(Self, Vec<u8>), Error> {
        with_rng(crypto, |rng| Setting::start(rng, password)).map(|(state, message)| (Self(state), message))
    }

    /// With the server's `RegistrationResponse`.
    ///
    /// # Errors
    /// [`Error::BadArgument`] if it is none.
    pub(crate) fn finish(self, crypto: &Crypto, response: &[u8]) -> Result<Finished, Error> {
        with_rng(crypto, |rng| self.0.finish(rng, response))
    }
}

impl UsingPassword {
    /// From the password; with OPAQUE's `KE1`, 96 bytes.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for an empty password or one of more than 4,096 bytes; [`Error::Internal`] if there is no randomness.
    pub(crate) fn start(crypto: &Crypto, password: Zeroizing<String>) -> Result<(Self, Vec<u8>), Error> {
        with_rng(crypto, |rng| Using::start(rng, password)).map(|(state, message)| (Self(state), message))
    }

    /// With the `KE2` of the server at `origin`.
    ///
    /// # Errors
    /// [`Error::WrongPassword`] if it was made for another password or another site, or by another server; [`Error::BadArgument`] if it is none.
    pub(crate) fn finish(self, crypto: &Crypto, response: &[u8], origin: &str) -> Result<Finished, Error> {
        let context = framed("curtain/opaque/v1", &[origin.as_bytes()]);
        with_rng(crypto, |rng| self.0.finish(rng, response, &context))
    }
}

struct Setting<K: Ksf> {
    state: ClientRegistration<Suite<K>>,
    password: Zeroizing<String>,
}

impl<K: Ksf> Setting<K> {
    fn start(rng: &mut impl Random, password: Zeroizing<String>) -> Result<(Self, Vec<u8>), Error> {
        let started = ClientRegistration::start(rng, fitting(&password)?).map_err(why)?;
        Ok((Self { state: started.state, password }, started.message.serialize().to_vec()))
    }

    fn finish(self, rng: &mut impl Random, response: &[u8]) -> Result<Finished, Error> {
        let response = RegistrationResponse::deserialize(exactly(RESPONSE_LEN, response)?);
        let response = response.map_err(|_| Error::BadArgument)?;
        let parameters = ClientRegistrationFinishParameters::default();
        let finished = self.state.finish(rng, self.password.as_bytes(), response, parameters).map_err(why)?;
        let export_key = Zeroizing::new(finished.export_key.to_vec());
        Ok(Finished { message: finished.message.serialize().to_vec(), export_key })
    }
}

struct Using<K: Ksf> {
    state: ClientLogin<Suite<K>>,
    password: Zeroizing<String>,
}

impl<K: Ksf> Using<K> {
    fn start(rng: &mut impl Random, password: Zeroizing<String>) -> Result<(Self, Vec<u8>), Error> {
        let started = ClientLogin::start(rng, fitting(&password)?).map_err(why)?;
        Ok((Self { state: started.state, password }, started.message.serialize().to_vec()))
    }

    fn finish(self, rng: &mut impl Random, response: &[u8], context: &[u8]) -> Result<Finished, Error> {
        let response = CredentialResponse::deserialize(exactly(KE2_LEN, response)?).map_err(|_| Error::BadArgument)?;
        let parameters = ClientLoginFinishParameters { context: Some(context), ..Default::default() };
        let finished = self.state.finish(rng, self.password.as_bytes(), response, parameters).map_err(why)?;
        let export_key = Zeroizing::new(finished.export_key.to_vec());
        Ok(Finished { message: finished.message.serialize().to_vec(), export_key })
    }
}

fn fitting(password: &str) -> Result<&[u8], Error> {
    if (1..=MAX_LEN).contains(&password.len()) { Ok(password.as_bytes()) } else { Err(Error::BadArgument) }
}

fn exactly(length: usize, bytes: &[u8]) -> Result<&[u8], Error> {
    if bytes.len() == length { Ok(bytes) } else { Err(Error::BadArgument) }
}

fn why(error: ProtocolError) -> Error {
    match error {
        ProtocolError::InvalidLoginError => Error::WrongPassword,
        ProtocolError::LibraryError(_) => Error::Internal,
        _ => Error::BadArgument,
    }
}

trait Random: RngCore + CryptoRng {}
impl<R: RngCore + CryptoRng> Random for R {}

/// The one source of randomness, in the shape that OPAQUE's library asks for. That shape cannot fail, so a failure is remembered.
struct Rng<'a> {
    crypto: &'a Crypto,
    failed: bool,
}

/// What comes of `work`, unless there was no randomness meanwhile: then it is worth nothing.
fn with_rng<T>(crypto: &Crypto, work: impl FnOnce(&mut Rng<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let mut rng = Rng { crypto, failed: false };
    let done = work(&mut rng);
    if rng.failed { Err(Error::Internal) } else { done }
}

impl RngCore for Rng<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            match self.crypto.random::<32>() {
                // Not 0 where there is none: some callers draw again until it is something else.
                Err(_) => {
                    self.failed = true;
                    part.fill(1);
                }
                Ok(random) => part.copy_from_slice(&random[..part.len()]),
            }
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), RandError> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Rng<'_> {}
