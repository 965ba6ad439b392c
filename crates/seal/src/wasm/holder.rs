//! The methods of [`Seal`] for those who work here: enrolling, signing in, certifying. No rule lives here.

use std::sync::Arc;

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::convert::{
    AccountClaimIn, Answer, CertifiedOut, ChangedWaysOut, EnrolmentClaimIn, Failure, MadeColleagueOut, StaffMemberOut,
    WaysChangeIn, bytes, give, id, ms, take,
};
use super::{Seal, Side};
use crate::bytes::b64;
use crate::{AccountClaim, Crypto, EnrolmentClaim, Error, Holder, RootKey, StaffRole, WaysChange};

impl Seal {
    pub(super) fn as_holder(&mut self) -> Answer<&mut Holder> {
        match &mut self.side {
            Side::Holder(staff) => Ok(staff),
            Side::Guest(_) | Side::Desk(_) => Err(Failure(Error::NotAllowed)),
        }
    }
}

#[wasm_bindgen]
impl Seal {
    /// From a link `/s/{token}#{fragment}`. Throws `linkDamaged`.
    pub fn colleague(token: &str, fragment: &str) -> Answer<Seal> {
        let staff = Holder::with_link(Arc::new(Crypto::new()?), token, fragment)?;
        Ok(Seal { side: Side::Holder(Box::new(staff)) })
    }

    /// Nobody yet: to found a practice, or to sign in.
    pub fn account() -> Answer<Seal> {
        let staff = Holder::new(Arc::new(Crypto::new()?));
        Ok(Seal { side: Side::Holder(Box::new(staff)) })
    }

    /// Colleague, first of all: compares the pin, and sees that an administrator invites.
    #[wasm_bindgen(js_name = checkEnrolment, unchecked_return_type = "StaffMember")]
    pub fn check_enrolment(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "EnrolmentClaim")] info: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let EnrolmentClaimIn { root_key, inviter, account } = take(info)?;
        let claim = EnrolmentClaim { root_key: RootKey::new(root_key.as_slice())?, inviter, account };
        give(&StaffMemberOut::from(self.as_holder()?.check(claim, ms(now_ms))?))
    }

    /// The secret of a passkey that was just made or used.
    #[wasm_bindgen(js_name = offerPasskey)]
    pub fn offer_passkey(&mut self, credential: &str, secret: Vec<u8>) -> Answer<()> {
        let secret = Zeroizing::new(secret);
        Ok(self.as_holder()?.offer_passkey(&bytes(credential)?, secret)?)
    }

    /// A recovery code as it was typed: the public key that names its account to the server. Throws `mistypedCode`.
    #[wasm_bindgen(js_name = offerCode)]
    pub fn offer_code(&mut self, typed: &str) -> Answer<String> {
        Ok(b64(&self.as_holder()?.offer_code(typed)?))
    }

    /// Shows the server at an origin that the code is at hand.
    #[wasm_bindgen(js_name = signWithCode)]
    pub fn sign_with_code(&mut self, challenge: &str, origin: &str) -> Answer<String> {
        Ok(b64(&self.as_holder()?.sign_with_code(&bytes(challenge)?, origin)?))
    }

    /// The vault with other ways in.
    #[wasm_bindgen(js_name = changeWays, unchecked_return_type = "ChangedWays")]
    pub fn change_ways(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "WaysChange")] change: &JsValue,
    ) -> Answer<JsValue> {
        let WaysChangeIn { add_passkey, remove, password, renew_code } = take(change)?;
        let change = WaysChange { add_passkey, remove: &remove, password, renew_code };
        let changed = self.as_holder()?.change_ways(&change)?;
        let (recovery_code, recovery_key) = changed.recovery.unzip();
        let (recovery_code, recovery_key) =
            (recovery_code.map(|code| code.to_string()), recovery_key.map(|key| b64(&key)));
        give(&ChangedWaysOut { vault: changed.vault, recovery_code, recovery_key })
    }

    /// The server has taken the new vault.
    #[wasm_bindgen(js_name = keepWays)]
    pub fn keep_ways(&mut self) -> Answer<()> {
        Ok(self.as_holder()?.keep_ways()?)
    }

    /// How often the open account's vault was sealed.
    pub fn revision(&mut self) -> Answer<f64> {
        Ok(self.as_holder()?.revision()? as f64)
    }

    /// Takes the practice's root key, which was handed on: the vault with it, or null if the account holds it already. Throws `badSecret`.
    #[wasm_bindgen(js_name = takeRoot, unchecked_return_type = "SealedAccount | null")]
    pub fn take_root(&mut self, #[wasm_bindgen(js_name = sealedRoot)] sealed_root: &str) -> Answer<JsValue> {
        let sealed = bytes(sealed_root)?;
        give(&self.as_holder()?.take_root(&sealed)?)
    }

    /// Begins to set a password: OPAQUE's registration request.
    #[wasm_bindgen(js_name = startPassword)]
    pub fn start_password(&mut self, password: String) -> Answer<String> {
        Ok(b64(&self.as_holder()?.start_password(Zeroizing::new(password))?))
    }

    /// The password's record for the server, after its answer.
    #[wasm_bindgen(js_name = finishPassword)]
    pub fn finish_password(&mut self, response: &str) -> Answer<String> {
        Ok(b64(&self.as_holder()?.finish_password(&bytes(response)?)?))
    }

    /// Begins to sign in with a password: KE1.
    #[wasm_bindgen(js_name = startPasswordSignIn)]
    pub fn start_password_sign_in(&mut self, password: String) -> Answer<String> {
        Ok(b64(&self.as_holder()?.start_password_sign_in(Zeroizing::new(password))?))
    }

    /// KE3 for the server at an origin, after its KE2. Throws `wrongPassword`.
    #[wasm_bindgen(js_name = finishPasswordSignIn)]
    pub fn finish_password_sign_in(&mut self, response: &str, origin: &str) -> Answer<String> {
        Ok(b64(&self.as_holder()?.finish_password_sign_in(&bytes(response)?, origin)?))
    }

    /// The account's keys, for the passkey or password and a recovery code, which it returns.
    #[wasm_bindgen(js_name = makeAccount)]
    pub fn make_account(&mut self, account: &str) -> Answer<String> {
        Ok(self.as_holder()?.make_account(&id(account)?)?.to_string())
    }

    /// At the first start: the practice's root key.
    #[wasm_bindgen(unchecked_return_type = "Founded")]
    pub fn found(
        &mut self,
        name: &str,
        #[wasm_bindgen(unchecked_param_type = "readonly StaffRole[]")] roles: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let roles: Vec<StaffRole> = take(roles)?;
        give(&self.as_holder()?.found(name, &roles, ms(now_ms))?)
    }

    /// A colleague: the proof that the link's holder made these keys.
    #[wasm_bindgen(unchecked_return_type = "Claimed")]
    pub fn enrol(&mut self) -> Answer<JsValue> {
        give(&self.as_holder()?.enrol()?)
    }

    /// A colleague who was certified.
    #[wasm_bindgen(js_name = takeCertificate, unchecked_return_type = "StaffMember")]
    pub fn take_certificate(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Certificate")] certificate: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        give(&StaffMemberOut::from(self.as_holder()?.believe(&take(certificate)?, ms(now_ms))?))
    }

    /// Opens an account; null without a certificate.
    #[wasm_bindgen(js_name = openAccount, unchecked_return_type = "StaffMember | null")]
    pub fn open_account(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "AccountClaim")] info: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let AccountClaimIn { account, root_key, certificate, vault, seen } = take(info)?;
        let claim = AccountClaim { account, root_key: RootKey::new(root_key.as_slice())?, certificate, vault, seen };
        give(&self.as_holder()?.open(claim, ms(now_ms))?.map(StaffMemberOut::from))
    }

    /// Makes a colleague's link.
    #[wasm_bindgen(js_name = inviteColleague, unchecked_return_type = "MadeColleague")]
    pub fn invite_colleague(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Colleague")] colleague: &JsValue,
    ) -> Answer<JsValue> {
        let made = self.as_holder()?.invite(&take(colleague)?)?;
        give(&MadeColleagueOut {
            token: made.link.token,
            fragment: made.link.fragment,
            token_hash: made.token_hash.to_vec().into(),
            sealed_secret: made.sealed_secret.into(),
        })
    }

    /// Certifies a colleague whose keys the holder of their link made.
    #[wasm_bindgen(unchecked_return_type = "Certified")]
    pub fn certify(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Colleague")] colleague: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ClaimedKeys")] keys: &JsValue,
        #[wasm_bindgen(js_name = sealedSecret)] sealed_secret: &str,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let sealed = bytes(sealed_secret)?;
        let certified = self.as_holder()?.certify(&take(colleague)?, &take(keys)?, &sealed, ms(now_ms))?;
        give(&CertifiedOut { certificate: certified.certificate, sealed_root: certified.sealed_root.map(Into::into) })
    }
}
