//! A staff member's password, on its way from the person to the vault. What is done with it is [`crate::password`]'s.

use zeroize::Zeroizing;

use super::{Holder, Offered};
use crate::Error;
use crate::password::{SettingPassword, UsingPassword};

impl Holder {
    /// Begins to set a password, in Unicode's normalisation form C: OPAQUE's `RegistrationRequest`.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for an empty password or one of more than 4,096 bytes.
    pub fn start_password(&mut self, password: Zeroizing<String>) -> Result<Vec<u8>, Error> {
        let (setting, request) = SettingPassword::start(&self.crypto, password)?;
        self.setting = Some(setting);
        Ok(request)
    }

    /// The password's record for the server, after its answer; the password is offered from then on. Takes a second or two, on purpose.
    ///
    /// # Errors
    /// [`Error::NotAllowed`] if none was begun; [`Error::BadArgument`] for an answer that is none.
    pub fn finish_password(&mut self, response: &[u8]) -> Result<Vec<u8>, Error> {
        let setting = self.setting.take().ok_or(Error::NotAllowed)?;
        let finished = setting.finish(&self.crypto, response)?;
        self.offered = Some(Offered::Password(finished.export_key));
        Ok(finished.message)
    }

    /// Begins to sign in with a password, in Unicode's normalisation form C: OPAQUE's `KE1`.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for an empty password or one of more than 4,096 bytes.
    pub fn start_password_sign_in(&mut self, password: Zeroizing<String>) -> Result<Vec<u8>, Error> {
        let (using, request) = UsingPassword::start(&self.crypto, password)?;
        self.using = Some(using);
        Ok(request)
    }

    /// `KE3` for the server at `origin`, after its `KE2`; the password is offered from then on. Takes a second or two, on purpose.
    ///
    /// # Errors
    /// [`Error::WrongPassword`], also where nobody has the user name; [`Error::NotAllowed`] if none was begun;
    /// [`Error::BadArgument`] for an answer that is none.
    pub fn finish_password_sign_in(&mut self, response: &[u8], origin: &str) -> Result<Vec<u8>, Error> {
        let using = self.using.take().ok_or(Error::NotAllowed)?;
        let finished = using.finish(&self.crypto, response, origin)?;
        self.offered = Some(Offered::Password(finished.export_key));
        Ok(finished.message)
    }
}
