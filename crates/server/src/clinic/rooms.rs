//! All visits on this server, by their identifiers and by who holds them. What one visit is lives in `room`.

use std::collections::{HashMap, HashSet};

use visit::ids::{StaffId, VisitId};

use super::room::Room;

/// Visits, found without a walk over all of them. Who holds one never changes.
#[derive(Default)]
pub(super) struct Rooms {
    all: HashMap<VisitId, Room>,
    by_host: HashMap<StaffId, HashSet<VisitId>>,
}

impl Rooms {
    pub(super) fn get(&self, visit: &VisitId) -> Option<&Room> {
        self.all.get(visit)
    }

    pub(super) fn get_mut(&mut self, visit: &VisitId) -> Option<&mut Room> {
        self.all.get_mut(visit)
    }

    pub(super) fn contains(&self, visit: &VisitId) -> bool {
        self.all.contains_key(visit)
    }

    /// All of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Room> {
        self.all.values()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Room> {
        self.all.values_mut()
    }

    /// Those that someone holds, in no order.
    pub(super) fn of(&self, host: &StaffId) -> impl Iterator<Item = &Room> {
        self.by_host.get(host).into_iter().flatten().filter_map(|visit| self.all.get(visit))
    }

    pub(super) fn insert(&mut self, room: Room) {
        let visit = room.visit.id().clone();
        self.by_host.entry(room.host.clone()).or_default().insert(visit.clone());
        self.all.insert(visit, room);
    }

    pub(super) fn remove(&mut self, visit: &VisitId) -> Option<Room> {
        let room = self.all.remove(visit)?;
        if let Some(theirs) = self.by_host.get_mut(&room.host) {
            theirs.remove(visit);
            if theirs.is_empty() {
                self.by_host.remove(&room.host);
            }
        }
        Some(room)
    }
}
