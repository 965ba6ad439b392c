//! The server's half of WebAuthn Level 3: what passkeys are made with, and what their answers prove. Sessions are not made here.

use serde_json::{Value, json};
use visit::ids::{Opaque, StaffId};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Uuid,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::edge;

/// What browsers show as the site that asks.
const NAME: &str = "Curtain";

/// Why passkeys cannot be used at an address.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadUrl {
    #[error("the public address (--url) is not the address of a web server, such as https://clinic.example")]
    Malformed,
    #[error(
        "the public address (--url) must be https:// and a name, since browsers have passkeys and cameras nowhere else"
    )]
    Insecure,
}

/// The site that passkeys belong to.
pub(crate) struct Site {
    webauthn: Webauthn,
    url: String,
    secure: bool,
    /// Name and port, as they are written in addresses.
    authority: String,
}

/// A passkey that someone signed in with.
pub(super) struct Proof {
    /// Its public key and counter, to be kept from now on.
    pub(super) verifier: String,
}

/// A passkey that was just made.
pub(super) struct Made {
    pub(super) credential_id: Vec<u8>,
    pub(super) verifier: String,
}

impl Site {
    /// The site at an address: `https://`, or `http://localhost`.
    pub(crate) fn new(url: &str) -> Result<Site, BadUrl> {
        let url = Url::parse(url).map_err(|_| BadUrl::Malformed)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !bare || url.cannot_be_a_base() {
            return Err(BadUrl::Malformed);
        }
        let domain = url.domain().ok_or(BadUrl::Insecure)?;
        let local = domain == "localhost" || domain.ends_with(".localhost");
        let secure = url.scheme() == "https";
        let on_this_machine = url.scheme() == "http" && local;
        if !secure && !on_this_machine {
            return Err(BadUrl::Insecure);
        }
        let builder = WebauthnBuilder::new(domain, &url).map_err(|_| BadUrl::Insecure)?;
        let webauthn = builder.rp_name(NAME).build().map_err(|_| BadUrl::Insecure)?;
        let authority = format!("{domain}:{}", url.port_or_known_default().unwrap_or_default());
        Ok(Site { webauthn, url: url.origin().ascii_serialization(), secure, authority })
    }

    /// Its origin, such as `https://clinic.example`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its name and port, such as `clinic.example:443`.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether it is reached by TLS.
    pub(crate) fn secure(&self) -> bool {
        self.secure
    }

    /// What a passkey of this account is made with; an authenticator that has one of `known` makes no other.
    pub(super) fn begin_making(
        &self,
        account: &StaffId,
        name: &str,
        known: Vec<Vec<u8>>,
    ) -> Option<(Value, PasskeyRegistration)> {
        let user = Uuid::from_bytes(user_handle(account)?);
        let (options, ceremony) = self.webauthn.start_passkey_registration(user, name, name, Some(known)).ok()?;
        let mut options = serde_json::to_value(options).ok()?;
        let asked = options.get_mut("publicKey")?;
        // One that the device finds by itself: nobody types who they are. The library leaves this to whoever asks.
        asked["authenticatorSelection"]["residentKey"] = json!("required");
        asked["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Some((options, ceremony))
    }

    /// What an authenticator made, if its answer is one to this ceremony (WebAuthn Level 3 §7.1).
    pub(super) fn finish_making(&self, answer: Value, ceremony: &PasskeyRegistration) -> Option<Made> {
        let answer: RegisterPublicKeyCredential = serde_json::from_value(answer).ok()?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, ceremony).ok()?;
        let credential_id = passkey.cred_id().to_vec();
        let verifier = serde_json::to_string(&passkey).ok()?;
        (1..=1023).contains(&credential_id.len()).then_some(Made { credential_id, verifier })
    }

    /// What any passkey of this site signs in with.
    pub(super) fn begin_sign_in(&self) -> Option<(Value, DiscoverableAuthentication)> {
        let (options, ceremony) = self.webauthn.start_discoverable_authentication().ok()?;
        // The library means these for a form's autofill; whether they are, the page decides.
        Some((json!({"publicKey": options.public_key}), ceremony))
    }

    /// Whether an answer proves that a passkey's owner is there (WebAuthn Level 3 §7.2).
    pub(super) fn finish_sign_in(
        &self,
        answer: &Answer,
        ceremony: DiscoverableAuthentication,
        verifier: &str,
    ) -> Option<Proof> {
        let mut passkey: Passkey = serde_json::from_str(verifier).ok()?;
        let result = self.webauthn.finish_discoverable_authentication_v2(&answer.0, ceremony, &passkey).ok()?;
        passkey.update_credential(&result);
        Some(Proof { verifier: serde_json::to_string(&passkey).ok()? })
    }
}

/// What an authenticator said, not believed yet.
pub(super) struct Answer(PublicKeyCredential);

impl Answer {
    pub(super) fn read(answer: Value) -> Option<Answer> {
        serde_json::from_value(answer).ok().map(Answer)
    }

    pub(super) fn credential_id(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// The account that the authenticator says the passkey is of; it has to say so, since nobody typed it (§7.2 step 6).
    pub(super) fn is_of(&self, account: &StaffId) -> bool {
        self.0.get_user_unique_id().is_some_and(|said| user_handle(account).is_some_and(|handle| handle == said))
    }
}

/// The 16 bytes by which authenticators know an account; its identifier is their base64url.
fn user_handle(account: &StaffId) -> Option<[u8; 16]> {
    Opaque::try_from(account.to_string()).ok()?.as_bytes().try_into().ok()
}

/// Whether an identifier is one that an account can have.
pub(super) fn is_account(account: &StaffId) -> bool {
    user_handle(account).is_some()
}

/// A new account's identifier, or nothing where the operating system has no randomness.
pub(super) fn new_account() -> Option<StaffId> {
    StaffId::try_from(String::from(edge::token()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_tls_except_on_this_machine() {
        let origin = |url: &str| Site::new(url).ok().map(|site| (site.url().to_owned(), site.secure()));
        assert_eq!(origin("https://clinic.example"), Some(("https://clinic.example".into(), true)));
        assert_eq!(origin("https://clinic.example:8443/"), Some(("https://clinic.example:8443".into(), true)));
        assert_eq!(origin("http://localhost:8080"), Some(("http://localhost:8080".into(), false)));
        for bad in
            ["", "clinic.example", "http://clinic.example", "https://192.0.2.1", "https://clinic.example/a", "ftp://x"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_account_is_sixteen_bytes() {
        assert!(is_account(&new_account().unwrap()));
        for other in ["dr", "AAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA"] {
            assert!(!is_account(&StaffId::try_from(other).unwrap()), "{other}");
        }
    }
}
