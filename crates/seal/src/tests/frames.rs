//! Frames: what opens, and everything that must not.

use proptest::prelude::*;

use super::*;
use crate::media::{EpochKeys, Media};
use crate::sframe::Header;

const KINDS: [MediaKind; 3] = [MediaKind::Microphone, MediaKind::Camera, MediaKind::Screen];

#[test]
fn every_kind_opens_and_stays_small() {
    let mut world = World::of_three();
    let frame: Vec<u8> = (0..=255).cycle().take(25_000).collect();
    for kind in KINDS {
        let sealed = world.client("ann").seal_frame(kind, &frame).unwrap();
        assert!(sealed.len() - frame.len() <= 30);
        assert_eq!(world.client("bob").open_frame("ann", kind, &sealed, NOW).unwrap(), frame);
        // Only the first byte of a picture stays as it was.
        let readable = if kind == MediaKind::Microphone { 0 } else { 1 };
        assert_eq!(sealed[..readable], frame[..readable]);
        assert!(!sealed.windows(8).any(|window| window == &frame[100..108]));
    }
}

#[test]
fn the_key_identifier_is_context_leaf_epoch() {
    let mut world = World::of_three();
    for (context, kind) in KINDS.into_iter().enumerate() {
        for counter in 0..3 {
            let sealed = world.client("bob").seal_frame(kind, b"\x00frame").unwrap();
            let (header, _) = Header::read(&sealed[usize::from(context > 0)..]).unwrap();
            assert_eq!(header, Header { kid: (context as u64) << 14 | 2 << 8 | 2, counter });
        }
    }
}

#[test]
fn a_relabelled_frame_is_refused() {
    let mut world = World::of_three();
    let sealed = world.client("ann").seal_frame(MediaKind::Camera, b"\x00picture").unwrap();
    let mut open = |seat, kind| world.client("bob").open_frame(seat, kind, &sealed, NOW).err();
    let other = Some(OpenFrameError::OtherSender);
    assert_eq!(open("host", MediaKind::Camera), other);
    assert_eq!(open("bob", MediaKind::Camera), other);
    assert_eq!(open("nobody", MediaKind::Camera), other);
    assert_eq!(open("ann", MediaKind::Screen), other);
    assert!(open("ann", MediaKind::Microphone).is_some());
    assert_eq!(open("ann", MediaKind::Camera), None);
    let own = world.client("ann").open_frame("ann", MediaKind::Camera, &sealed, NOW);
    assert_eq!(own.err(), other, "thrown back at its sender");
}

#[test]
fn a_replayed_frame_is_refused() {
    let mut world = World::of_three();
    let frames: Vec<Vec<u8>> =
        (0..1_030).map(|_| world.client("ann").seal_frame(MediaKind::Microphone, b"sound").unwrap()).collect();
    let bob = world.client("bob");
    let mut open = |n: usize| bob.open_frame("ann", MediaKind::Microphone, &frames[n], NOW).err();
    assert_eq!(open(3), None);
    assert_eq!(open(3), Some(OpenFrameError::Replayed));
    assert_eq!(open(2), None, "late is not replayed");
    assert_eq!(open(1_029), None);
    assert_eq!(open(1_029 - 1_023), None, "as late as may be");
    assert_eq!(open(1_029 - 1_024), Some(OpenFrameError::Replayed), "too late to tell");
}

#[test]
fn a_forged_frame_does_not_make_the_genuine_one_look_replayed() {
    let mut world = World::of_three();
    let genuine = world.client("ann").seal_frame(MediaKind::Microphone, b"sound").unwrap();
    let mut forged = genuine.clone();
    *forged.last_mut().unwrap() ^= 1;
    let bob = world.client("bob");
    let refused = bob.open_frame("ann", MediaKind::Microphone, &forged, NOW).err();
    assert_eq!(refused, Some(OpenFrameError::NotAuthentic));
    assert!(bob.open_frame("ann", MediaKind::Microphone, &genuine, NOW).is_ok());
}

#[test]
fn old_keys_open_for_five_seconds_and_new_ones_once_they_are_here() {
    let mut world = World::of_three();
    let old = world.client("ann").seal_frame(MediaKind::Microphone, b"old").unwrap();
    let older = world.client("ann").seal_frame(MediaKind::Microphone, b"older").unwrap();
    let commit = world.client("ann").update().unwrap();
    world.order("ann", &commit, &["bob"]);
    let new = world.client("ann").seal_frame(MediaKind::Microphone, b"new").unwrap();
    let bob = world.client("bob");
    let mut open = |frame: &[u8], at| bob.open_frame("ann", MediaKind::Microphone, frame, at);
    assert_eq!(open(&new, NOW), Err(OpenFrameError::Early));
    assert_eq!(open(&old, NOW).unwrap(), b"old");
    bob.commit(1, commit.epoch, commit.commit.as_slice(), NOW).unwrap();
    let mut open = |frame: &[u8], at| bob.open_frame("ann", MediaKind::Microphone, frame, at);
    assert_eq!(open(&new, NOW).unwrap(), b"new");
    assert_eq!(open(&old, NOW + GRACE_MS - 1), Err(OpenFrameError::Replayed), "the window is kept");
    assert_eq!(open(&older, NOW + GRACE_MS), Err(OpenFrameError::NotAuthentic), "the key is gone");
}

#[test]
fn nothing_is_sealed_without_a_key_and_nothing_empty() {
    let mut world = World::new();
    world.invite("ann", Role::Patient);
    for kind in KINDS {
        assert_eq!(world.client("ann").seal_frame(kind, b"\x00frame"), Err(SealFrameError::NoKey));
        assert_eq!(world.client("host").seal_frame(kind, b""), Err(SealFrameError::Empty));
    }
    assert_eq!(world.client("host").seal_frame(MediaKind::Camera, b"\x00"), Err(SealFrameError::Empty));
    world.host().client().unwrap().leave();
    assert_eq!(world.client("host").seal_frame(MediaKind::Camera, b"\x00frame"), Err(SealFrameError::NoKey));
}

/// Media of an epoch, without a group behind it.
fn media(own_leaf: u32, epochs: std::ops::RangeInclusive<u64>) -> Media {
    let mut media = Media::default();
    for epoch in epochs {
        let base_key = zeroize::Zeroizing::new([epoch.to_le_bytes()[0]; 32]);
        let seats = vec![(id("a"), 0), (id("b"), 1)];
        media.start(EpochKeys { generation: 1, epoch, base_key, own_leaf, seats }, NOW);
    }
    media
}

#[test]
fn epochs_are_told_apart_where_their_low_bits_wrap() {
    let crypto = Crypto::new().unwrap();
    let kind = MediaKind::Microphone;
    for epoch in [255, 256, 511, 512] {
        let sealed = media(0, epoch..=epoch).seal(&crypto, kind, b"sound").unwrap();
        let open = |known| media(1, known).open(&crypto, "a", kind, &sealed, false, NOW);
        assert_eq!(open(epoch..=epoch).unwrap(), b"sound");
        assert_eq!(open(epoch..=epoch + 1).unwrap(), b"sound");
        assert_eq!(open(epoch - 1..=epoch - 1), Err(OpenFrameError::Early));
        assert_eq!(open(epoch + 1..=epoch + 1), Err(OpenFrameError::NotAuthentic));
    }
}

proptest! {
    #[test]
    fn any_frame_comes_back(frame in proptest::collection::vec(any::<u8>(), 2..2_000), kind in 0usize..3) {
        let (crypto, kind) = (Crypto::new().unwrap(), KINDS[kind]);
        let sealed = media(0, 1..=1).seal(&crypto, kind, &frame).unwrap();
        let opened = media(1, 1..=1).open(&crypto, "a", kind, &sealed, false, NOW);
        prop_assert_eq!(opened, Ok(frame));
    }

    #[test]
    fn any_changed_or_cut_frame_is_refused(at in 0usize..60, bit in 0u8..8, cut in 0usize..60, kind in 0usize..3) {
        let (crypto, kind) = (Crypto::new().unwrap(), KINDS[kind]);
        let sealed = media(0, 1..=1).seal(&crypto, kind, &[7; 40]).unwrap();
        let open = |frame: &[u8]| media(1, 1..=1).open(&crypto, "a", kind, frame, false, NOW);
        let mut changed = sealed.clone();
        let at = at % changed.len();
        changed[at] ^= 1 << bit;
        prop_assert!(open(&changed).is_err());
        prop_assert!(open(&sealed[..cut % sealed.len()]).is_err());
        prop_assert!(open(&sealed).is_ok());
    }

    #[test]
    fn garbage_is_refused(frame in proptest::collection::vec(any::<u8>(), 0..64), kind in 0usize..3, joining: bool) {
        let crypto = Crypto::new().unwrap();
        prop_assert!(media(1, 1..=1).open(&crypto, "a", KINDS[kind], &frame, joining, NOW).is_err());
    }
}
