//! The rules of a visit, from invitation to erasure, and the messages that travel. Pure: no I/O, no clock, no randomness.
//!
//! [`Visit::handle`] takes one [`Event`] and returns the [`Effect`]s the server has to carry out.
//! Media needs an [`Admission`], and only [`Visit::handle`] makes one.

mod admission;
mod event;
pub mod ids;
mod machine;
mod marked;
mod seat;
mod staff;
mod time;
pub mod wire;

pub use admission::Admission;
#[cfg(feature = "testing")]
pub use admission::testing;
pub use event::{CommitAt, Effect, Event, Refusal};
pub use machine::{ABANDONED_GRACE, EMPTY_GRACE, Kept, OVERDUE_GRACE, Plan, RECONNECT_GRACE, Visit, WAITING_GRACE};
pub use marked::About;
pub use seat::Seat;
pub use staff::{Permission, StaffRole};
pub use time::{Span, Time};
