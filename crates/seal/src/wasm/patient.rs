//! The methods of [`Seal`] about patients' accounts: making one in an invitation, its contact data, and the clinician's word for its keys. No rule lives here.

use wasm_bindgen::prelude::*;

use super::convert::{
    Answer, ClaimedPatientOut, Failure, PatientClaimIn, SealedContactOut, StaffMemberOut, bytes, give, id, ms, take,
};
use super::{Seal, Side};
use crate::{Certificate, Error, PatientClaim, Place, Role, RootKey};

#[wasm_bindgen]
impl Seal {
    /// Guest: the client of the account that they make; it ends with the page that makes it.
    pub fn holder(&self) -> Answer<Seal> {
        match &self.side {
            Side::Guest(guest) => Ok(Seal { side: Side::Holder(Box::new(guest.holder())) }),
            Side::Desk(_) | Side::Holder(_) => Err(Failure(Error::NotAllowed)),
        }
    }

    /// Patient, first of all: compares the pin, verifies the host's certificate.
    #[wasm_bindgen(js_name = checkPatient, unchecked_return_type = "StaffMember")]
    pub fn check_patient(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PatientClaim")] info: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let PatientClaimIn { root_key, host, visit, seat, account } = take(info)?;
        let claim = PatientClaim { root_key: RootKey::new(root_key.as_slice())?, host, visit, seat, account };
        give(&StaffMemberOut::from(self.as_holder()?.check_patient(claim, ms(now_ms))?))
    }

    /// After `makeAccount`, a patient: the proof that the link's holder made these keys.
    #[wasm_bindgen(js_name = enrolPatient, unchecked_return_type = "ClaimedPatient")]
    pub fn enrol_patient(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Contact")] contact: &JsValue,
    ) -> Answer<JsValue> {
        let claimed = self.as_holder()?.enrol_patient(&take(contact)?)?;
        give(&ClaimedPatientOut {
            keys: claimed.keys,
            vault: claimed.vault,
            recovery_key: claimed.recovery_key,
            contact: claimed.contact.into(),
        })
    }

    /// Patient: seals other contact data, for themselves and for the clinician of a certificate.
    #[wasm_bindgen(js_name = sealContact, unchecked_return_type = "SealedContact")]
    pub fn seal_contact(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Contact")] contact: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Certificate")] clinician: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let clinician: Certificate = take(clinician)?;
        give(&SealedContactOut::from(self.as_holder()?.seal_contact(&take(contact)?, &clinician, ms(now_ms))?))
    }

    /// Patient: opens the own contact data. Throws `badSealed`.
    #[wasm_bindgen(js_name = openOwnContact, unchecked_return_type = "Contact")]
    pub fn open_own_contact(&mut self, sealed: &str) -> Answer<JsValue> {
        give(&self.as_holder()?.open_contact(&bytes(sealed)?)?)
    }

    /// Patient: the clinician who gave their word for these keys. Throws `badCertificate`.
    #[wasm_bindgen(js_name = checkBinding, unchecked_return_type = "StaffMember")]
    pub fn check_binding(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Binding")] binding: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Certificate")] clinician: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let clinician: Certificate = take(clinician)?;
        let member = self.as_holder()?.check_binding(&take(binding)?, &clinician, ms(now_ms))?;
        give(&StaffMemberOut::from(member))
    }

    /// Clinician: gives their word for the keys of a patient's account. Throws `badProof`.
    #[wasm_bindgen(js_name = bindPatient, unchecked_return_type = "Binding")]
    pub fn bind_patient(
        &mut self,
        visit: &str,
        seat: &str,
        account: &str,
        #[wasm_bindgen(unchecked_param_type = "ClaimedKeys")] keys: &JsValue,
        #[wasm_bindgen(js_name = nowMs)] now_ms: f64,
    ) -> Answer<JsValue> {
        let (visit, seat, account) = (id(visit)?, id(seat)?, id(account)?);
        let place = Place { visit: &visit, seat: &seat, role: Role::Patient };
        give(&self.as_desk()?.bind_patient(place, &account, &take(keys)?, ms(now_ms))?)
    }

    /// Clinician: opens the contact data of a patient whose keys they gave their word for. Throws `badSealed`.
    #[wasm_bindgen(js_name = openContact, unchecked_return_type = "Contact")]
    pub fn open_contact(
        &mut self,
        account: &str,
        #[wasm_bindgen(unchecked_param_type = "Binding")] binding: &JsValue,
        sealed: &str,
    ) -> Answer<JsValue> {
        give(&self.as_desk()?.open_contact(&id(account)?, &take(binding)?, &bytes(sealed)?)?)
    }
}
