//! The MLS group of a visit (RFC 9420) as one member holds it: made, joined, changed, and spoken in. What a member must refuse is in `policy`.

#[cfg(test)]
mod attacks;
mod join;
mod policy;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::{
    Capabilities, Ciphersuite, ContentType, CredentialType, GroupId, KeyPackage, LeafNodeIndex, Lifetime, MlsGroup,
    MlsGroupCreateConfig, MlsGroupJoinConfig, MlsMessageBodyIn, MlsMessageIn, MlsMessageOut, OpenMlsProvider as _,
    PURE_CIPHERTEXT_WIRE_FORMAT_POLICY, ProcessedMessageContent, ProtocolMessage, ProtocolVersion, Sender,
    SenderRatchetConfiguration, StagedCommit,
};
use openmls_libcrux_crypto::Provider;
use zeroize::Zeroizing;

pub(crate) use self::join::{Lobby, read_key_package};
use self::policy::Leaf;
use crate::bytes::Id;
use crate::code::RoundContext;
use crate::crypto::SigningKey;
use crate::identity::{Identity, Member};
use crate::link::RootKey;
use crate::media::EpochKeys;
use crate::{Crypto, Error};

/// X-Wing (ML-KEM-768 with X25519), ChaCha20-Poly1305, SHA-256, Ed25519: the only one, so that there is nothing to downgrade to.
const CIPHERSUITE: Ciphersuite = Ciphersuite::MLS_256_XWING_CHACHA20POLY1305_SHA256_Ed25519;

/// Messages are padded to a multiple of this, in bytes. Lower tells the length of a chat line; higher wastes bytes.
const PADDING: usize = 128;

/// Epochs whose application messages still open. Lower loses messages that crossed a commit; higher keeps old keys longer.
/// A visit fills up one person at a time, so a few commits may overtake a message.
const PAST_EPOCHS: usize = 5;

/// How many of a member's messages may arrive out of order, and how many may be missing.
const RATCHET: (u32, u32) = (16, 4_096);

/// What the MLS group needs to know of the visit around it.
pub(crate) struct Surroundings<'a> {
    pub(crate) crypto: &'a Crypto,
    pub(crate) root: &'a RootKey,
    /// The seats that signalling shows in the call; nothing while it has not said.
    pub(crate) present: Option<&'a BTreeSet<Id>>,
    pub(crate) now_ms: u64,
}

/// A commit to be ordered by the server.
pub(crate) struct OwnCommit {
    pub(crate) epoch: u64,
    pub(crate) commit: Vec<u8>,
    pub(crate) welcome: Option<Vec<u8>>,
}

/// An application message that opened.
pub(crate) struct Spoken {
    pub(crate) leaf: u32,
    pub(crate) seat: Id,
    pub(crate) plaintext: Zeroizing<Vec<u8>>,
}

/// One member's state of one group. No `Debug`.
pub(crate) struct Group {
    generation: u32,
    provider: Provider,
    signer: Arc<SigningKey>,
    mls: MlsGroup,
    leaves: Vec<Leaf>,
}

/// The name of a visit's group of one generation.
fn group_id(visit: &Id, generation: u32) -> GroupId {
    GroupId::from_slice(format!("{visit}/{generation}").as_bytes())
}

fn capabilities() -> Capabilities {
    Capabilities::builder()
        .versions(vec![ProtocolVersion::Mls10])
        .ciphersuites(vec![CIPHERSUITE])
        .credentials(vec![CredentialType::Basic])
        .build()
}

/// All of time: a KeyPackage is used once and proved fresh by its tag, and people's clocks are wrong.
fn lifetime() -> Lifetime {
    Lifetime::init(0, u64::MAX)
}

fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
        .padding_size(PADDING)
        .max_past_epochs(PAST_EPOCHS)
        .sender_ratchet_configuration(SenderRatchetConfiguration::new(RATCHET.0, RATCHET.1))
        .use_ratchet_tree_extension(true)
        .build()
}

/// Reads one MLSMessage (RFC 9420 §6) that fills the bytes.
fn read_message(bytes: &[u8]) -> Option<MlsMessageBodyIn> {
    MlsMessageIn::tls_deserialize_exact(bytes).ok().map(MlsMessageIn::extract)
}

/// Reads what stands behind the proofs, for fuzzing: every kind of MLSMessage, and a KeyPackage's signatures.
#[cfg(fuzzing)]
pub(crate) fn read_unproved(bytes: &[u8]) {
    let crypto = Provider::new();
    if let (Some(MlsMessageBodyIn::KeyPackage(found)), Ok(provider)) = (read_message(bytes), crypto) {
        // Valid or not: neither may panic.
        let _ = found.validate(provider.crypto(), ProtocolVersion::Mls10);
    }
}

fn write_message(message: &MlsMessageOut) -> Result<Vec<u8>, Error> {
    message.tls_serialize_detached().map_err(|_| Error::Internal)
}

impl Group {
    /// Starts a visit's group with its creator alone in it.
    pub(crate) fn create(
        around: &Surroundings<'_>,
        visit: &Id,
        generation: u32,
        identity: &Identity,
        signer: Arc<SigningKey>,
    ) -> Result<Self, Error> {
        let provider = Provider::new().map_err(|_| Error::Internal)?;
        let config = MlsGroupCreateConfig::builder()
            .ciphersuite(CIPHERSUITE)
            .capabilities(capabilities())
            .lifetime(lifetime())
            .wire_format_policy(PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
            .padding_size(PADDING)
            .max_past_epochs(PAST_EPOCHS)
            .sender_ratchet_configuration(SenderRatchetConfiguration::new(RATCHET.0, RATCHET.1))
            .use_ratchet_tree_extension(true)
            .build();
        let credential = identity.credential(signer.public())?;
        let id = group_id(visit, generation);
        let mls = MlsGroup::new_with_group_id(&provider, signer.as_ref(), &config, id, credential)
            .map_err(|_| Error::Internal)?;
        let leaves = policy::verify_leaves(around, &mls, &[]).ok_or(Error::BadCertificate)?;
        Ok(Self { generation, provider, signer, mls, leaves })
    }

    pub(crate) fn generation(&self) -> u32 {
        self.generation
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.mls.epoch().as_u64()
    }

    /// Everyone in the group, by leaf.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.leaves.iter().map(|leaf| &leaf.member)
    }

    pub(crate) fn member(&self, seat: &Id) -> Option<&Member> {
        self.members().find(|member| &member.seat == seat)
    }

    /// Everyone's signature key with their seat: what tells a new leaf from one that only has new keys.
    pub(crate) fn keys(&self) -> BTreeMap<Vec<u8>, Id> {
        self.leaves.iter().map(|leaf| (leaf.signature_key.clone(), leaf.member.seat.clone())).collect()
    }

    /// Whether an own commit waits for the server.
    pub(crate) fn is_busy(&self) -> bool {
        self.mls.pending_commit().is_some()
    }

    /// Makes a commit with an update path that removes leaves and adds at most one member. It changes nothing until it is accepted.
    pub(crate) fn make_commit(&mut self, remove: Option<u32>, add: Option<KeyPackage>) -> Result<OwnCommit, Error> {
        if self.is_busy() {
            return Err(Error::Busy);
        }
        let epoch = self.epoch();
        let bundle = self
            .mls
            .commit_builder()
            .propose_removals(remove.map(LeafNodeIndex::new))
            .propose_adds(add)
            .force_self_update(true)
            .load_psks(self.provider.storage())
            .map_err(|_| Error::Internal)?
            .build(self.provider.rand(), self.provider.crypto(), self.signer.as_ref(), |_| true)
            .map_err(|_| Error::Internal)?
            .stage_commit(&self.provider)
            .map_err(|_| Error::Internal)?;
        let welcome = bundle.to_welcome_msg().as_ref().map(write_message).transpose()?;
        Ok(OwnCommit { epoch, commit: write_message(bundle.commit())?, welcome })
    }

    /// The server ordered the own commit: its epoch is in force.
    pub(crate) fn accept_own(&mut self, around: &Surroundings<'_>, epoch: u64) -> Result<(), Error> {
        if epoch != self.epoch() || !self.is_busy() {
            return Err(Error::Stale);
        }
        self.mls.merge_pending_commit(&self.provider).map_err(|_| Error::Internal)?;
        self.refresh(around)
    }

    /// Drops the own commit; true if there was one that was to end this epoch.
    pub(crate) fn drop_own(&mut self, epoch: u64) -> Result<bool, Error> {
        if epoch != self.epoch() || !self.is_busy() {
            return Ok(false);
        }
        self.mls.clear_pending_commit(self.provider.storage()).map_err(|_| Error::Internal)?;
        Ok(true)
    }

    /// Takes in another member's commit, which ends `epoch`. False if it removed this client: the group is of no use any more.
    pub(crate) fn take_commit(&mut self, around: &Surroundings<'_>, epoch: u64, bytes: &[u8]) -> Result<bool, Error> {
        if epoch < self.epoch() {
            return Err(Error::Stale);
        }
        let message = self.private_message(bytes, ContentType::Commit).ok_or(Error::BadCommit)?;
        if epoch != self.epoch() || message.epoch().as_u64() != epoch {
            return Err(Error::BadCommit);
        }
        let processed = self.mls.process_message(&self.provider, message).map_err(|_| Error::BadCommit)?;
        let Sender::Member(committer) = *processed.sender() else { return Err(Error::BadCommit) };
        let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
            return Err(Error::BadCommit);
        };
        policy::check_commit(around, &self.leaves, committer.u32(), &staged)?;
        self.merge(around, *staged)
    }

    fn merge(&mut self, around: &Surroundings<'_>, staged: StagedCommit) -> Result<bool, Error> {
        let removed = staged.self_removed();
        self.mls.merge_staged_commit(&self.provider, staged).map_err(|_| Error::Internal)?;
        if !removed {
            self.refresh(around)?;
        }
        Ok(!removed)
    }

    fn refresh(&mut self, around: &Surroundings<'_>) -> Result<(), Error> {
        self.leaves = policy::verify_leaves(around, &self.mls, &self.leaves).ok_or(Error::BadGroup)?;
        Ok(())
    }

    /// Seals an application message for all other members.
    pub(crate) fn seal_message(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        let message =
            self.mls.create_message(&self.provider, self.signer.as_ref(), plaintext).map_err(|_| Error::Internal)?;
        write_message(&message)
    }

    /// Opens another member's application message. Someone who is gone is not heard any more, whatever epoch they speak in.
    pub(crate) fn open_message(&mut self, bytes: &[u8]) -> Result<Spoken, Error> {
        let message = self.private_message(bytes, ContentType::Application).ok_or(Error::BadMessage)?;
        let processed = self.mls.process_message(&self.provider, message).map_err(|_| Error::BadMessage)?;
        let Sender::Member(leaf) = *processed.sender() else { return Err(Error::BadMessage) };
        let now = self.mls.member(leaf).ok_or(Error::BadMessage)?;
        if now != processed.credential() {
            return Err(Error::BadMessage);
        }
        let leaf = leaf.u32();
        let member = self.members().find(|member| member.leaf == leaf).ok_or(Error::BadMessage)?;
        let seat = member.seat.clone();
        let ProcessedMessageContent::ApplicationMessage(message) = processed.into_content() else {
            return Err(Error::BadMessage);
        };
        Ok(Spoken { leaf, seat, plaintext: Zeroizing::new(message.into_bytes()) })
    }

    /// A PrivateMessage of this group and content. External commits, standalone proposals and handshake messages in the clear are none; and what comes
    /// through the wrong door must not use up the key of what is to come through the right one.
    fn private_message(&self, bytes: &[u8], content: ContentType) -> Option<ProtocolMessage> {
        let MlsMessageBodyIn::PrivateMessage(message) = read_message(bytes)? else { return None };
        let message = ProtocolMessage::from(message);
        (message.group_id() == self.mls.group_id() && message.content_type() == content).then_some(message)
    }

    /// The media keys of this epoch (RFC 9605 §5.2).
    pub(crate) fn media_keys(&self) -> Result<EpochKeys, Error> {
        let secret = self
            .mls
            .export_secret(self.provider.crypto(), "SFrame 1.0 Base Key", b"", 32)
            .map(Zeroizing::new)
            .map_err(|_| Error::Internal)?;
        Ok(EpochKeys {
            generation: self.generation,
            epoch: self.epoch(),
            base_key: secret.as_slice().try_into().map(Zeroizing::new).map_err(|_| Error::Internal)?,
            own_leaf: self.own_leaf(),
            seats: self.members().map(|member| (member.seat.clone(), member.leaf)).collect(),
        })
    }

    /// What a round of the spoken code that begins in this epoch is bound to.
    pub(crate) fn round_context(&self) -> RoundContext {
        RoundContext {
            group_id: self.mls.group_id().as_slice().to_vec(),
            round: self.epoch(),
            authenticator: Zeroizing::new(self.mls.epoch_authenticator().as_slice().to_vec()),
            leaves: self.members().map(|member| member.leaf).collect(),
            own_leaf: self.own_leaf(),
        }
    }

    fn own_leaf(&self) -> u32 {
        self.mls.own_leaf_index().u32()
    }
}
