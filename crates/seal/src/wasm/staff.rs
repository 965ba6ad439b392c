//! The methods of [`Seal`] for those who work here: enrolling, signing in, certifying. No rule lives here.

use std::sync::Arc;

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::convert::{
    AccountClaimIn, Answer, ChangedWaysOut, EnrolmentClaimIn, Failure, MadeColleagueOut, StaffMemberOut, WaysChangeIn,
    bytes, give, id, ms, take,
};
use super::{Seal, Side};
use crate::bytes::b64;
use crate::{AccountClaim, Crypto, EnrolmentClaim, Error, RootKey, Staff, StaffRole, WaysChange};

impl Seal {
    fn as_staff(&mut self) -> Answer<&mut Staff> {
        match &mut self.side {
            Side::Staff(staff) => Ok(staff),
            Side::Guest(_) | Side::Desk(_) => Err(Failure(Error::NotAllowed)),
        }
    }
}

#[wasm_bindgen]
impl Seal {
    /// From a link `/s/{token}#{fragment}`. Throws `linkDamaged`.
    pub fn colleague(token: &str, fragment: &str) -> Answer<Seal> {
        let staff = Staff::with_link(Arc::new(Crypto::new()?), token, fragment)?;
        Ok(Seal { side: Side::Staff(Box::new(staff)) })
    }

    /// Nobody yet: to found a practice, or to sign in.
    pub fn account() -> Answer<Seal> {
        let staff = Staff::new(Arc::new(Crypto::new()?));
        Ok(Seal { side: Side::Staff(Box::new(staff)) })
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
        give(&StaffMemberOut::from(self.as_staff()?.check(claim, ms(now_ms))?))
    }

    /// The secret of a passkey that was just made or used.
    #[wasm_bindgen(js_name = offerPasskey)]
    pub fn offer_passkey(&mut self, credential: &str, secret: Vec<u8>) -> Answer<()> {
        let secret = Zeroizing::new(secret);
        Ok(self.as_staff()?.offer_passkey(&bytes(credential)?, secret)?)
    }

    /// A recovery code as it was typed: the public key that names its account to the server. Throws `mistypedCode`.
    #[wasm_bindgen(js_name = offerCode)]
    pub fn offer_code(&mut self, typed: &str) -> Answer<String> {
        Ok(b64(&self.as_staff()?.offer_code(typed)?))
    }

    /// Shows the server at an origin that the code is at hand.
    #[wasm_bindgen(js_name = signWithCode)]
    pub fn sign_with_code(&mut self, challenge: &str, origin: &str) -> Answer<String> {
        Ok(b64(&self.as_staff()?.sign_with_code(&bytes(challenge)?, origin)?))
    }

    /// The vault with other ways in.
    #[wasm_bindgen(js_name = changeWays, unchecked_return_type = "ChangedWays")]
    pub fn change_ways(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "WaysChange")] change: &JsValue,
    ) -> Answer<JsValue> {
        let WaysChangeIn { add_passkey, remove, renew_code } = take(change)?;
        let changed = self.as_staff()?.change_ways(&WaysChange { add_passkey, remove: &remove, renew_code })?;
        let (recovery_code, recovery_key) = changed.recovery.unzip();
        let (recovery_code, recovery_key) =
            (recovery_code.map(|code| code.to_string()), recovery_key.map(|key| b64(&key)));
        give(&ChangedWaysOut { vault: changed.vault, recovery_code, recovery_key })
    }

    /// The server has taken the new vault.
    #[wasm_bindgen(js_name = keepWays)]
    pub fn keep_ways(&mut self) -> Answer<()> {
        Ok(self.as_staff()?.keep_ways()?)
    }

    /// The account's keys, for the passkey and a recovery code, which it returns.
    #[wasm_bindgen(js_name = makeAccount)]
    pub fn make_account(&mut self, account: &str) -> Answer<String> {
        Ok(self.as_staff()?.make_account(&id(account)?)?.to_string())
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
        give(&self.as_staff()?.found(name, &roles, ms(now_ms))?)
    }

    /// A colleague: the proof that the link's holder made these keys.
    #[wasm_bindgen(unchecked_return_type = "Claimed")]
    pub fn enrol(&mut self) -> Answer<JsValue> {
        give(&self.as_staff()?.enrol()?)
    }

    /// A colleague who was certified.
    #[wasm_bindgen(js_name = takeCertificate, unchecked_return_type = "StaffMember")]
    pub fn take_certificate(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Certificate")] certificate: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        give(&StaffMemberOut::from(self.as_staff()?.believe(&take(certificate)?, ms(now_ms))?))
    }

    /// Opens an account; null without a certificate.
    #[wasm_bindgen(js_name = openAccount, unchecked_return_type = "StaffMember | null")]
    pub fn open_account(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "AccountClaim")] info: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let AccountClaimIn { account, root_key, certificate, vault } = take(info)?;
        let claim = AccountClaim { account, root_key: RootKey::new(root_key.as_slice())?, certificate, vault };
        give(&self.as_staff()?.open(claim, ms(now_ms))?.map(StaffMemberOut::from))
    }

    /// Makes a colleague's link.
    #[wasm_bindgen(js_name = inviteColleague, unchecked_return_type = "MadeColleague")]
    pub fn invite_colleague(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Colleague")] colleague: &JsValue,
    ) -> Answer<JsValue> {
        let made = self.as_staff()?.invite(&take(colleague)?)?;
        give(&MadeColleagueOut {
            token: made.link.token,
            fragment: made.link.fragment,
            token_hash: made.token_hash.to_vec().into(),
            sealed_secret: made.sealed_secret.into(),
        })
    }

    /// Certifies a colleague whose keys the holder of their link made.
    #[wasm_bindgen(unchecked_return_type = "Certificate")]
    pub fn certify(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Colleague")] colleague: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ClaimedKeys")] keys: &JsValue,
        #[wasm_bindgen(js_name = sealedSecret)] sealed_secret: &str,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let sealed = bytes(sealed_secret)?;
        give(&self.as_staff()?.certify(&take(colleague)?, &take(keys)?, &sealed, ms(now_ms))?)
    }
}
