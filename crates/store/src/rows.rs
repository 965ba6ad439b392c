//! Reading columns back into the words of the rules.

use serde::Serialize;
use serde::de::DeserializeOwned;
use visit::StaffRole;

use crate::StoreError;

/// A state or role as the wire spells it.
pub(crate) fn word<T: Serialize>(value: T, column: &'static str) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(StoreError::Unreadable(column)),
    }
}

/// The state or role behind a stored word.
pub(crate) fn from_word<T: DeserializeOwned>(word: String, column: &'static str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(|_| StoreError::Unreadable(column))
}

/// Roles, separated by spaces.
pub(crate) fn roles(roles: &[StaffRole]) -> Result<String, StoreError> {
    let words = roles.iter().map(|role| word(role, "staff.roles")).collect::<Result<Vec<_>, _>>()?;
    Ok(words.join(" "))
}

/// The roles behind stored words.
pub(crate) fn from_roles(words: &str) -> Result<Vec<StaffRole>, StoreError> {
    words.split_whitespace().map(|word| from_word(word.to_owned(), "staff.roles")).collect()
}

/// An identifier.
pub(crate) fn id<T: TryFrom<String>>(text: String, column: &'static str) -> Result<T, StoreError> {
    T::try_from(text).map_err(|_| StoreError::Unreadable(column))
}

/// A number that fits a narrower type.
pub(crate) fn narrow<T: TryFrom<i64>>(number: i64, column: &'static str) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Unreadable(column))
}

/// A moment as the database holds it.
pub(crate) fn millis(time: visit::Time) -> i64 {
    i64::try_from(time.0).unwrap_or(i64::MAX)
}
