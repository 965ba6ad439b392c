//! Passwords of staff, and fresh proofs of who is signed in. What an account is made of besides is in `account`.
//!
//! No `Debug` on what carries a password's exchange or the secret of an app.

use serde::{Deserialize, Serialize};

use super::{SignIn, SignInWithCode};
use crate::ids::{Opaque, Token};

/// Begins to set the password of an account to be; `POST /api/enrolment/password`, answered by [`PasswordAnswer`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EnrolmentPassword {
    /// From the link's path.
    pub token: Token,
    /// OPAQUE's `RegistrationRequest` (RFC 9807, section 5.1), 32 bytes.
    pub request: Opaque,
}

/// Begins to set the password of the account that is signed in; `POST /api/account/password`, answered by [`PasswordAnswer`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasswordRequest {
    /// OPAQUE's `RegistrationRequest`, 32 bytes.
    pub request: Opaque,
}

/// The server's half of a password to be set.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasswordAnswer {
    /// OPAQUE's `RegistrationResponse`, 64 bytes.
    pub response: Opaque,
}

/// A password that was just set. The server never learns it (`docs/protocol.md` §2.8).
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewPassword {
    /// What its owner types beside it: 1 to 64 characters, compared without regard to case, one account's only.
    pub user_name: String,
    /// OPAQUE's `RegistrationRecord`, 192 bytes.
    pub record: Opaque,
    /// The app whose codes are asked for as well; needed beside a password of under 15 characters, which the client sees to.
    pub totp: Option<NewTotp>,
}

/// A code generator (TOTP, RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits), with a code to show that it was set up.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewTotp {
    /// Its secret, 20 random bytes.
    pub secret: Opaque,
    /// The code that it shows.
    pub code: String,
}

/// Begins to sign in with a password; `POST /api/sign-in/password`, answered by [`PasswordChallenge`] whether or not there is such a user name.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasswordSignIn {
    /// As it was typed.
    pub user_name: String,
    /// OPAQUE's `KE1` (RFC 9807, section 6.1), 96 bytes.
    pub request: Opaque,
}

/// What a password's owner can answer, and nobody else.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasswordChallenge {
    /// Names this attempt; valid for five minutes, for one right answer.
    pub ceremony: Token,
    /// OPAQUE's `KE2`, 320 bytes.
    pub response: Opaque,
}

/// Signs in with a password; `POST /api/sign-in/password/finish`, answered by `AccountInfo` with a session.
/// Refused with `codeNeeded` where the app's code is missing: the attempt stays, and is finished again with it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasswordFinish {
    /// Which attempt.
    pub ceremony: Token,
    /// OPAQUE's `KE3`, 64 bytes.
    pub finalization: Opaque,
    /// The app's code, 6 digits.
    pub code: Option<String>,
}

/// Shows again who one is, before something that only the account's owner should do; `POST /api/account/proof`.
/// The attempt begins like a sign-in; it makes no session.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Proof {
    /// With a passkey.
    Passkey {
        /// As for signing in.
        sign_in: SignIn,
    },
    /// With the password.
    Password {
        /// As for signing in.
        finish: PasswordFinish,
    },
    /// With the recovery code.
    Code {
        /// As for signing in.
        sign_in: SignInWithCode,
    },
}

/// The password of the account.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PasswordInfo {
    /// What its owner types beside it.
    pub user_name: String,
    /// Whether an app's code is asked for as well.
    pub totp: bool,
    /// When it was set, in Unix milliseconds.
    pub made_at: f64,
    /// When it was last used; absent if only set.
    pub used_at: Option<f64>,
}

/// What becomes of an account's password. The last of passkeys and password is never removed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PasswordChange {
    /// It is this, in place of any earlier one.
    Set {
        /// Made with the answer of `POST /api/account/password`.
        password: NewPassword,
    },
    /// There is none.
    Remove,
}
