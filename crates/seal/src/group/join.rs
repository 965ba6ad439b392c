//! The way into a group: a joiner's KeyPackages, and the Welcome that answers one of them.

use std::sync::Arc;

use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{
    KeyPackage, MlsGroup, MlsMessageBodyIn, MlsMessageOut, OpenMlsProvider as _, ProcessedWelcome, ProtocolVersion,
};
use openmls_libcrux_crypto::Provider;

use super::policy::Leaf;
use super::{CIPHERSUITE, Group, Surroundings, capabilities, group_id, join_config, lifetime, policy, read_message};
use crate::bytes::Id;
use crate::crypto::SigningKey;
use crate::identity::Identity;
use crate::invitation::Role;
use crate::{Crypto, Error};

/// A joiner before the Welcome: a fresh signature key, and KeyPackages with their secrets. No `Debug`.
pub(crate) struct Lobby {
    provider: Provider,
    signer: Arc<SigningKey>,
}

impl Lobby {
    pub(crate) fn new(crypto: &Crypto) -> Result<Self, Error> {
        let provider = Provider::new().map_err(|_| Error::Internal)?;
        Ok(Self { provider, signer: Arc::new(SigningKey::generate(crypto)?) })
    }

    /// A fresh KeyPackage as an MLSMessage; earlier ones stay usable.
    pub(crate) fn key_package(&self, identity: &Identity) -> Result<Vec<u8>, Error> {
        let bundle = KeyPackage::builder()
            .key_package_lifetime(lifetime())
            .leaf_node_capabilities(capabilities())
            .build(CIPHERSUITE, &self.provider, self.signer.as_ref(), identity.credential(self.signer.public())?)
            .map_err(|_| Error::Internal)?;
        MlsMessageOut::from(bundle.into_key_package()).tls_serialize_detached().map_err(|_| Error::Internal)
    }

    /// Opens the Welcome and checks the group that it leads into: its name, its creator, everyone in it, and that this client's leaf is what its own identity says.
    /// A Welcome for none of the KeyPackages leaves the lobby as it was.
    pub(crate) fn open(
        &self,
        around: &Surroundings<'_>,
        name: (&Id, u32),
        welcome: &[u8],
        creator: &[u8],
        own: &Identity,
    ) -> Result<Welcomed, Error> {
        let Some(MlsMessageBodyIn::Welcome(welcome)) = read_message(welcome) else { return Err(Error::BadGroup) };
        if welcome.ciphersuite() != CIPHERSUITE {
            return Err(Error::BadGroup);
        }
        let bad = |_| Error::BadGroup;
        let processed = ProcessedWelcome::new_from_welcome(&self.provider, &join_config(), welcome).map_err(bad)?;
        let named = processed.unverified_group_info().group_id() == &group_id(name.0, name.1);
        if !named || !processed.psks().is_empty() {
            return Err(Error::BadGroup);
        }
        let staged = processed.into_staged_welcome(&self.provider, None).map_err(bad)?;
        let sender = staged.welcome_sender().map_err(|_| Error::BadGroup)?;
        let sender_key = sender.signature_key().as_slice();
        let host = Identity::verify(around.crypto, around.root, sender.credential(), sender_key, around.now_ms);
        if sender_key != creator || !host.is_some_and(|host| host.role == Role::Clinician) {
            return Err(Error::BadGroup);
        }
        let mls = staged.into_group(&self.provider).map_err(bad)?;
        let leaves = policy::verify_leaves(around, &mls, &[]).ok_or(Error::BadGroup)?;
        let genuine = leaves
            .iter()
            .map(|leaf| &leaf.member)
            .any(|member| member.is_self && member.seat == own.seat && member.role == own.role);
        if genuine { Ok(Welcomed { generation: name.1, mls, leaves }) } else { Err(Error::BadGroup) }
    }

    /// Enters the group that the Welcome led into.
    pub(crate) fn enter(self, to: Welcomed) -> Group {
        let Welcomed { generation, mls, leaves } = to;
        Group { generation, provider: self.provider, signer: self.signer, mls, leaves }
    }
}

/// A group that was checked and not yet entered.
pub(crate) struct Welcomed {
    generation: u32,
    mls: MlsGroup,
    leaves: Vec<Leaf>,
}

/// Reads a joiner's KeyPackage and checks its signatures, and that its credential names this seat and role.
pub(crate) fn read_key_package(
    around: &Surroundings<'_>,
    bytes: &[u8],
    seat: &Id,
    role: Role,
) -> Result<KeyPackage, Error> {
    let Some(MlsMessageBodyIn::KeyPackage(unverified)) = read_message(bytes) else { return Err(Error::BadProof) };
    let provider = Provider::new().map_err(|_| Error::Internal)?;
    let key_package = unverified.validate(provider.crypto(), ProtocolVersion::Mls10).map_err(|_| Error::BadProof)?;
    let leaf = key_package.leaf_node();
    let identity =
        Identity::verify(around.crypto, around.root, leaf.credential(), leaf.signature_key().as_slice(), around.now_ms);
    let genuine = identity.is_some_and(|identity| &identity.seat == seat && identity.role == role);
    if genuine && key_package.ciphersuite() == CIPHERSUITE { Ok(key_package) } else { Err(Error::BadProof) }
}
