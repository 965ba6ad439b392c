//! What can go wrong here, each with a stable name that the client has a text for. Nothing in an error tells a secret.

/// Why something could not be sealed, opened, believed or done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The link's fragment is missing, cut or changed.
    #[error("the link is damaged")]
    LinkDamaged,
    /// The root key that the server names is not the one the link was made for.
    #[error("the practice is not the one the link was made for")]
    PracticeMismatch,
    /// A staff certificate is malformed, expired, or not signed by the practice's root key.
    #[error("the certificate does not hold")]
    BadCertificate,
    /// The vault does not open with this link, or its keys are not those of the certificate.
    #[error("the vault does not open")]
    BadVault,
    /// The vault opens, and is older than one that this device has seen.
    #[error("the vault is older than it should be")]
    OldVault,
    /// A sealed invitation secret does not open, or its inviter's signature does not hold.
    #[error("the invitation secret does not hold")]
    BadSecret,
    /// A KeyPackage or Welcome was not made by someone who knows the invitation secret.
    #[error("the proof does not hold")]
    BadProof,
    /// A card or note does not open.
    #[error("the sealed text does not open")]
    BadSealed,
    /// A Welcome leads into a group that is not what it should be.
    #[error("the group is not what it should be")]
    BadGroup,
    /// A commit is malformed, not authentic, or breaks a rule of the visit.
    #[error("the commit breaks a rule")]
    BadCommit,
    /// An application message is malformed, not authentic, or from someone who is no member any more.
    #[error("the message does not open")]
    BadMessage,
    /// About another group or an earlier epoch.
    #[error("about another group or epoch")]
    Stale,
    /// An own commit still waits for the server.
    #[error("a commit is under way")]
    Busy,
    /// The seat was removed or refused and is not let in again.
    #[error("the seat is barred")]
    Barred,
    /// No leaf of the group belongs to this seat.
    #[error("not a member")]
    NotMember,
    /// What was typed is no recovery code.
    #[error("this is no recovery code")]
    MistypedCode,
    /// The password is not that of the user name, or nobody has the name, or the server does not know the password either.
    #[error("the password is not right")]
    WrongPassword,
    /// Not for this role, or not now.
    #[error("not allowed")]
    NotAllowed,
    /// Not in a group.
    #[error("not in a group")]
    NoGroup,
    /// The caller handed in something that is not what the interface says.
    #[error("a bad argument")]
    BadArgument,
    /// A cryptographic operation failed for no reason of the input's: no randomness, a library's inner error.
    #[error("something went wrong inside")]
    Internal,
}

impl Error {
    /// The error's stable name, as the client's code matches it.
    pub fn name(self) -> &'static str {
        match self {
            Self::LinkDamaged => "linkDamaged",
            Self::PracticeMismatch => "practiceMismatch",
            Self::BadCertificate => "badCertificate",
            Self::BadVault => "badVault",
            Self::OldVault => "oldVault",
            Self::BadSecret => "badSecret",
            Self::BadProof => "badProof",
            Self::BadSealed => "badSealed",
            Self::BadGroup => "badGroup",
            Self::BadCommit => "badCommit",
            Self::BadMessage => "badMessage",
            Self::Stale => "stale",
            Self::Busy => "busy",
            Self::Barred => "barred",
            Self::NotMember => "notMember",
            Self::MistypedCode => "mistypedCode",
            Self::WrongPassword => "wrongPassword",
            Self::NotAllowed => "notAllowed",
            Self::NoGroup => "noGroup",
            Self::BadArgument => "badArgument",
            Self::Internal => "internal",
        }
    }
}
