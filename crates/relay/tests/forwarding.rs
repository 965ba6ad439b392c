//! Who gets whose media: everyone in the visit, nobody else; joining, leaving, coming back, sixteen people.

mod common;

use std::time::Duration;

use common::{Link, Shape, World, seat, visit};
use relay::Event;
use visit::wire::MediaKind;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn two_people_hear_and_see_each_other() {
    let mut world = World::perfect();
    world.gather(2, Shape::PAIR);
    world.run(2 * SECOND);
    for (me, other) in [(0, "p1"), (1, "p0")] {
        let client = &world.clients[me];
        let voice = client.in_slot(&client.slot_of(other, MediaKind::Microphone).unwrap());
        let picture = client.in_slot(&client.slot_of(other, MediaKind::Camera).unwrap());
        assert!(voice.len() > 80, "{}", voice.len());
        assert!(picture.len() > 40, "{}", picture.len());
        assert!(voice.iter().chain(&picture).all(|received| received.sender() == other));
        assert_eq!(client.received.len(), voice.len() + picture.len(), "and nothing else");
        assert!(picture[0].starts_key_frame());
    }
}
