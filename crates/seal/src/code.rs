//! The spoken code: commit, reveal, derive (`docs/protocol.md` §3.4). Messages come from members whose leaf the group has verified.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::bytes::{Bytes, framed};
use crate::crypto::{Secret32, same};
use crate::{Crypto, Error};

/// What the person is shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum SpokenCode {
    /// Nobody else is in the group.
    Alone,
    /// Not everyone has committed and revealed yet.
    Making,
    /// Six digits, the same on every screen of the group.
    Ready {
        /// The digits.
        digits: String,
    },
    /// Someone changed their mind or lied: the code of this round cannot be made.
    Failed,
}

/// The two application messages of a round.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum CodeMessage {
    /// First step.
    CodeCommit {
        /// The epoch of the last change of membership.
        round: u64,
        /// 32 bytes.
        commitment: Bytes,
    },
    /// Second step.
    CodeReveal {
        /// The epoch of the last change of membership.
        round: u64,
        /// 32 bytes.
        nonce: Bytes,
    },
}

/// What a round is bound to.
#[derive(Clone)]
pub(crate) struct RoundContext {
    pub(crate) group_id: Vec<u8>,
    pub(crate) round: u64,
    /// The epoch authenticator (RFC 9420 §8.7) of the epoch `round`.
    pub(crate) authenticator: Zeroizing<Vec<u8>>,
    pub(crate) leaves: Vec<u32>,
    pub(crate) own_leaf: u32,
}

/// One round of one client. No `Debug`.
pub(crate) struct Round {
    context: RoundContext,
    nonce: Secret32,
    commitments: BTreeMap<u32, [u8; 32]>,
    nonces: BTreeMap<u32, [u8; 32]>,
    revealed: bool,
    code: SpokenCode,
}

impl Round {
    /// Enters a round; the message is to be sent to everyone (none when alone).
    pub(crate) fn start(crypto: &Crypto, context: RoundContext) -> Result<(Self, Option<CodeMessage>), Error> {
        let nonce: Secret32 = crypto.random()?;
        let alone = context.leaves.len() < 2;
        let mut round = Self {
            nonce,
            commitments: BTreeMap::new(),
            nonces: BTreeMap::new(),
            revealed: false,
            code: if alone { SpokenCode::Alone } else { SpokenCode::Making },
            context,
        };
        if alone {
            return Ok((round, None));
        }
        let (own, nonce) = (round.context.own_leaf, *round.nonce);
        let commitment = round.commitment(crypto, own, &nonce)?;
        round.commitments.insert(own, commitment);
        let message = CodeMessage::CodeCommit { round: round.context.round, commitment: commitment.to_vec().into() };
        Ok((round, Some(message)))
    }

    /// What to show now.
    pub(crate) fn code(&self) -> &SpokenCode {
        &self.code
    }

    /// Takes in a member's message; the answer, if any, is to be sent to everyone.
    pub(crate) fn receive(
        &mut self,
        crypto: &Crypto,
        leaf: u32,
        message: &CodeMessage,
    ) -> Result<Option<CodeMessage>, Error> {
        let (round, known) = match message {
            CodeMessage::CodeCommit { round, .. } | CodeMessage::CodeReveal { round, .. } => {
                (*round, self.context.leaves.contains(&leaf) && leaf != self.context.own_leaf)
            }
        };
        if round != self.context.round || !known || matches!(self.code, SpokenCode::Alone | SpokenCode::Failed) {
            return Ok(None);
        }
        let holds = match message {
            CodeMessage::CodeCommit { commitment, .. } => self.take_commitment(leaf, commitment.as_slice()),
            CodeMessage::CodeReveal { nonce, .. } => self.take_nonce(crypto, leaf, nonce.as_slice())?,
        };
        if !holds {
            self.code = SpokenCode::Failed;
            return Ok(None);
        }
        let answer = self.reveal();
        self.derive(crypto)?;
        Ok(answer)
    }

    /// False if it is no commitment, or a second, different one.
    fn take_commitment(&mut self, leaf: u32, commitment: &[u8]) -> bool {
        let Ok(commitment) = <[u8; 32]>::try_from(commitment) else { return false };
        same(self.commitments.entry(leaf).or_insert(commitment), &commitment)
    }

    /// False if the leaf has not committed to this nonce.
    fn take_nonce(&mut self, crypto: &Crypto, leaf: u32, nonce: &[u8]) -> Result<bool, Error> {
        let Ok(nonce) = <[u8; 32]>::try_from(nonce) else { return Ok(false) };
        let expected = self.commitment(crypto, leaf, &nonce)?;
        let holds = self.commitments.get(&leaf).is_some_and(|commitment| same(commitment, &expected));
        if holds {
            self.nonces.insert(leaf, nonce);
        }
        Ok(holds)
    }

    /// The own nonce, once the commitment of every leaf is here: from then on nobody's nonce can follow from it.
    fn reveal(&mut self) -> Option<CodeMessage> {
        let ready = !self.revealed && self.commitments.len() == self.context.leaves.len();
        ready.then(|| {
            self.revealed = true;
            self.nonces.insert(self.context.own_leaf, *self.nonce);
            CodeMessage::CodeReveal { round: self.context.round, nonce: self.nonce.to_vec().into() }
        })
    }

    fn derive(&mut self, crypto: &Crypto) -> Result<(), Error> {
        if self.nonces.len() == self.context.leaves.len() {
            let digits = digits(crypto, &self.context.authenticator, &self.nonces)?;
            self.code = SpokenCode::Ready { digits };
        }
        Ok(())
    }

    fn commitment(&self, crypto: &Crypto, leaf: u32, nonce: &[u8; 32]) -> Result<[u8; 32], Error> {
        let last = [&self.context.round.to_be_bytes()[..], &leaf.to_be_bytes(), nonce].concat();
        crypto.sha256(&framed("curtain/code/commit/v1", &[&self.context.group_id, &last]))
    }
}

/// Six digits of an epoch and everyone's nonces, in order of leaves.
pub(crate) fn digits(crypto: &Crypto, authenticator: &[u8], nonces: &BTreeMap<u32, [u8; 32]>) -> Result<String, Error> {
    let terms: Vec<u8> = nonces.iter().flat_map(|(leaf, nonce)| [&leaf.to_be_bytes()[..], nonce].concat()).collect();
    let mac = crypto.hmac_sha256(authenticator, &framed("curtain/code/v1", &[&terms]))?;
    let first = mac.iter().take(8).fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    Ok(format!("{:06}", first % 1_000_000))
}
