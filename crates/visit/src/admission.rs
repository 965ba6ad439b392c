//! The proof that a clinician let someone in. Media needs one, and only admitting makes one.

use crate::ids::{SeatId, VisitId};
use crate::wire::Role;

/// One person's right to one media connection in one visit.
///
/// There is no public constructor and no `Clone`: each connection needs its own, from `Visit::handle`.
#[derive(Debug)]
pub struct Admission {
    visit: VisitId,
    seat: SeatId,
    role: Role,
    capacity: u8,
}

impl Admission {
    pub(crate) fn new(visit: VisitId, seat: SeatId, role: Role, capacity: u8) -> Self {
        Self { visit, seat, role, capacity }
    }

    /// Into which visit.
    pub fn visit(&self) -> &VisitId {
        &self.visit
    }

    /// Who.
    pub fn seat(&self) -> &SeatId {
        &self.seat
    }

    /// As what.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Most people in the visit, which decides how many receive slots an offer has.
    pub fn capacity(&self) -> u8 {
        self.capacity
    }
}

/// Admissions out of thin air, for the tests of crates that need one.
#[cfg(feature = "testing")]
pub mod testing {
    use super::{Admission, Role, SeatId, VisitId};

    /// An admission that nobody gave.
    pub fn admission(visit: VisitId, seat: SeatId, role: Role, capacity: u8) -> Admission {
        Admission::new(visit, seat, role, capacity)
    }
}
