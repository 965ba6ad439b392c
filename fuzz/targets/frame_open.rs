//! Frames: whatever the relay hands over is refused, for it holds no key.
#![no_main]

mod world;

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use seal::MediaKind;
use world::{NOW, World};

thread_local!(static WORLD: RefCell<World> = RefCell::new(World::new().expect("a visit")));

fuzz_target!(|data: &[u8]| {
    let Some((first, frame)) = data.split_first() else { return };
    let kind = [MediaKind::Microphone, MediaKind::Camera, MediaKind::Screen][usize::from(first % 3)];
    WORLD.with_borrow_mut(|world| {
        let client = world.guest.client().expect("in the visit");
        assert!(client.open_frame("host", kind, frame, NOW).is_err());
    });
});
