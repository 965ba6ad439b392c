//! What a member must refuse (`docs/protocol.md` §3.1), decided before a commit is merged. The server orders commits; it does not judge them.

use std::collections::BTreeSet;

use openmls::prelude::{Credential, MlsGroup, Proposal, ProposalOrRefType, Sender, StagedCommit};

use super::Surroundings;
use crate::Error;
use crate::bytes::Id;
use crate::identity::{Identity, Member};
use crate::invitation::Role;
use crate::media::MAX_LEAVES;

/// A leaf whose identity was verified, with what was verified of it.
pub(crate) struct Leaf {
    pub(crate) member: Member,
    credential: Credential,
    pub(super) signature_key: Vec<u8>,
}

/// Reads and verifies every leaf's identity. A leaf known already is not verified again, so that a certificate that ends during a visit does not end the visit.
/// Nothing if one does not hold, two name the same seat, or one lies beyond what a frame's key identifier can name.
pub(super) fn verify_leaves(around: &Surroundings<'_>, mls: &MlsGroup, known: &[Leaf]) -> Option<Vec<Leaf>> {
    let own = mls.own_leaf_index();
    let mut seats = BTreeSet::new();
    mls.members()
        .map(|found| {
            let leaf = found.index.u32();
            let same = |known: &&Leaf| {
                known.member.leaf == leaf
                    && known.credential == found.credential
                    && known.signature_key == found.signature_key
            };
            let member = match known.iter().find(same) {
                Some(known) => known.member.clone(),
                None => {
                    let (credential, key) = (&found.credential, &found.signature_key);
                    let (Identity { seat, role, .. }, certified) =
                        Identity::verify_certified(around.crypto, around.root, credential, key, around.now_ms)?;
                    let (staff, name) = certified.map(|certified| (certified.staff, certified.name)).unzip();
                    Member { leaf, seat, role, staff, name, is_self: found.index == own }
                }
            };
            let fits = leaf < MAX_LEAVES && seats.insert(member.seat.clone());
            fits.then_some(Leaf { member, credential: found.credential, signature_key: found.signature_key })
        })
        .collect()
}

/// Refuses a commit of the leaf `committer` that breaks a rule.
pub(super) fn check_commit(
    around: &Surroundings<'_>,
    leaves: &[Leaf],
    committer: u32,
    staged: &StagedCommit,
) -> Result<(), Error> {
    let at = |leaf: u32| leaves.iter().find(|known| known.member.leaf == leaf).ok_or(Error::BadCommit);
    let by = at(committer)?;
    let by_clinician = by.member.role == Role::Clinician;
    let is_present = |seat: &Id| around.present.is_none_or(|present| present.contains(seat));

    // Whoever commits stays who they are: only the leaf's encryption key is new.
    let path = staged.update_path_leaf_node().ok_or(Error::BadCommit)?;
    if path.credential() != &by.credential || path.signature_key().as_slice() != by.signature_key {
        return Err(Error::BadCommit);
    }

    let mut seats: BTreeSet<&Id> = leaves.iter().map(|leaf| &leaf.member.seat).collect();
    let mut added = Vec::new();
    for queued in staged.queued_proposals() {
        let by_value = queued.proposal_or_ref_type() == ProposalOrRefType::Proposal;
        let own = matches!(queued.sender(), Sender::Member(sender) if sender.u32() == committer);
        if !by_value || !own {
            return Err(Error::BadCommit);
        }
        match queued.proposal() {
            Proposal::Add(add) if by_clinician => {
                let leaf = add.key_package().leaf_node();
                let key = leaf.signature_key().as_slice();
                let identity = Identity::verify(around.crypto, around.root, leaf.credential(), key, around.now_ms);
                added.push(identity.ok_or(Error::BadCommit)?.seat);
            }
            Proposal::Remove(remove) => {
                let member = &at(remove.removed().u32())?.member;
                let guarded = !by_clinician || member.role == Role::Clinician;
                if guarded && is_present(&member.seat) {
                    return Err(Error::BadCommit);
                }
                seats.remove(&member.seat);
            }
            _ => return Err(Error::BadCommit),
        }
    }
    if added.iter().all(|seat| seats.insert(seat)) { Ok(()) } else { Err(Error::BadCommit) }
}
