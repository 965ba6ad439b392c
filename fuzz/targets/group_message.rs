//! Commits, Welcomes, KeyPackages, application messages and sealed secrets: whatever the server hands over is refused. The first byte says as what.
#![no_main]

mod world;

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use seal::{Bytes, Id, Place, Role, TaggedKeyPackage, TaggedWelcome};
use world::{NOW, World};

thread_local!(static WORLD: RefCell<World> = RefCell::new(World::new().expect("a visit")));

fuzz_target!(|data: &[u8]| {
    let Some((first, data)) = data.split_first() else { return };
    let (tag, rest) = data.split_at(data.len().min(32));
    let bytes = |part: &[u8]| Bytes(part.to_vec());
    let (visit, seat) = (Id::try_from("v1").expect("an id"), Id::try_from("ann").expect("an id"));
    WORLD.with_borrow_mut(|World { desk, guest }| {
        let refused = match first % 7 {
            0 => guest.client().expect("in the visit").commit(1, 1, data, NOW).is_err(),
            1 => guest.client().expect("in the visit").open_message(1, data).is_err(),
            2 => {
                let welcome = TaggedWelcome { welcome: bytes(rest), creator: bytes(tag), tag: bytes(tag) };
                guest.join(2, &welcome, NOW).is_err()
            }
            3 => {
                let tagged = TaggedKeyPackage { key_package: bytes(rest), tag: bytes(tag) };
                desk.admit(&seat, Role::Patient, &tagged).is_err()
            }
            4 => {
                let place = Place { visit: &visit, seat: &seat, role: Role::Patient };
                desk.open_secret(place, data, NOW).is_err()
            }
            5 => desk.open_card(&visit, &seat, data).is_err(),
            // What stands behind the proofs, as someone invited could send it.
            _ => {
                seal::fuzzing::read_unproved(data);
                true
            }
        };
        assert!(refused);
    });
});
