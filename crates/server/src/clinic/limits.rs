//! How large the parts of a message may be. The whole is bounded by `visit::wire::MAX_MESSAGE_BYTES`.

use visit::ids::Opaque;
use visit::wire::{Binding, GroupCommit, TaggedKeyPackage, TaggedWelcome};

/// A card: a name and two answers, padded.
const MAX_CARD_BYTES: usize = 4 * 1024;
/// A note to a waiting person.
const MAX_NOTE_BYTES: usize = 8 * 1024;
/// A KeyPackage of the post-quantum suite has about 3 KiB, a clinician's with its certificate about 6.
const MAX_KEY_PACKAGE_BYTES: usize = 16 * 1024;
/// A commit of 16 people.
const MAX_COMMIT_BYTES: usize = 96 * 1024;
/// A Welcome with the tree of 16 people.
const MAX_WELCOME_BYTES: usize = 160 * 1024;
/// A sealed invitation secret.
const MAX_SECRET_BYTES: usize = 16 * 1024;
/// A key, a hash or a tag.
const MAX_TAG_BYTES: usize = 64;
/// What a clinician signs of a patient's account: two public keys and some names.
const MAX_BINDING_BYTES: usize = 8 * 1024;
/// An application message: a piece of a file and what wraps it.
const MAX_APPLICATION_BYTES: usize = 128 * 1024;

/// Something that has a largest size.
pub(super) trait Bounded {
    /// Whether it keeps within it.
    fn fits(&self) -> bool;
}

/// Whether bytes keep within a limit.
fn within(bytes: &Opaque, limit: usize) -> bool {
    bytes.as_bytes().len() <= limit
}

impl Bounded for GroupCommit {
    fn fits(&self) -> bool {
        within(&self.commit, MAX_COMMIT_BYTES)
    }
}

impl Bounded for TaggedWelcome {
    fn fits(&self) -> bool {
        within(&self.welcome, MAX_WELCOME_BYTES)
            && within(&self.creator, MAX_TAG_BYTES)
            && within(&self.tag, MAX_TAG_BYTES)
    }
}

impl Bounded for TaggedKeyPackage {
    fn fits(&self) -> bool {
        within(&self.key_package, MAX_KEY_PACKAGE_BYTES) && within(&self.tag, MAX_TAG_BYTES)
    }
}

pub(super) fn card_fits(card: &Opaque) -> bool {
    within(card, MAX_CARD_BYTES)
}

pub(super) fn note_fits(note: &Opaque) -> bool {
    within(note, MAX_NOTE_BYTES)
}

pub(super) fn secret_fits(secret: &Opaque, token_hash: &Opaque) -> bool {
    within(secret, MAX_SECRET_BYTES) && token_hash.as_bytes().len() == 32
}

pub(super) fn binding_fits(binding: &Binding) -> bool {
    within(&binding.body, MAX_BINDING_BYTES)
}

pub(super) fn application_fits(message: &Opaque) -> bool {
    within(message, MAX_APPLICATION_BYTES)
}
