//! The demonstration practice, made as an administrator's device makes one: the server is given public and sealed things only.

use anyhow::Result;
use visit::wire::PracticeSetup;

/// A link without its host.
pub(super) struct Link(String);

impl Link {
    /// The whole link.
    pub(super) fn at(&self, url: &str) -> String {
        format!("{url}{}", self.0)
    }
}

/// A practice and the links into it.
pub(super) struct Practice {
    pub(super) setup: PracticeSetup,
    pub(super) clinician: Link,
    pub(super) patient: Link,
    pub(super) companion: Link,
}

impl Practice {
    /// Makes keys, certificates, visits and invitations.
    pub(super) fn new() -> Result<Self> {
        anyhow::bail!("not yet")
    }
}
