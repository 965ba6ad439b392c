//! The VP8 payload descriptor (RFC 7741 §4.2), and whether a key frame starts: all that is read of a picture. Sealing leaves both in front.

/// A picture number in a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Where it is.
    at: u8,
    /// 15 bits instead of 7.
    wide: bool,
    /// Its value.
    pub(crate) id: u16,
}

/// What a descriptor says, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Descriptor {
    /// Number of the picture.
    pub(crate) picture: Option<Picture>,
    /// TL0PICIDX: where it is, and its value.
    tl0: Option<(u8, u8)>,
    /// The packet begins a frame.
    starts_frame: bool,
    /// Bytes of the descriptor.
    len: u8,
}

impl Descriptor {
    /// Reads the descriptor; `None` if it is longer than the payload, or nothing follows it.
    pub(crate) fn parse(payload: &[u8]) -> Option<Self> {
        let first = *payload.first()?;
        // S, and partition index 0.
        let starts_frame = first & 0x17 == 0x10;
        let (mut at, mut picture, mut tl0) = (1, None, None);
        if first & 0x80 != 0 {
            let fields = *payload.get(at)?;
            at += 1;
            if fields & 0x80 != 0 {
                let high = *payload.get(at)?;
                let wide = high & 0x80 != 0;
                let id =
                    if wide { u16::from(high & 0x7f) << 8 | u16::from(*payload.get(at + 1)?) } else { u16::from(high) };
                picture = Some(Picture { at: at as u8, wide, id });
                at += 1 + usize::from(wide);
            }
            if fields & 0x40 != 0 {
                tl0 = Some((at as u8, *payload.get(at)?));
                at += 1;
            }
            if fields & 0x30 != 0 {
                at += 1;
            }
        }
        (at < payload.len()).then_some(Self { picture, tl0, starts_frame, len: at as u8 })
    }

    /// Whether a key frame begins with this packet (RFC 7741 §4.3: the P bit of the frame's first byte).
    pub(crate) fn starts_key_frame(&self, payload: &[u8]) -> bool {
        self.starts_frame && payload.get(usize::from(self.len)).is_some_and(|first| first & 1 == 0)
    }

    /// The number of the picture, or 0.
    pub(crate) fn picture_id(&self) -> u16 {
        self.picture.map_or(0, |picture| picture.id)
    }

    /// TL0PICIDX, or 0.
    pub(crate) fn tl0(&self) -> u8 {
        self.tl0.map_or(0, |(_, value)| value)
    }

    /// Writes other numbers into a copy of the payload, in the form it has.
    pub(crate) fn renumber(&self, payload: &mut [u8], picture: u16, tl0: u8) {
        if let Some(Picture { at, wide, .. }) = self.picture {
            let at = usize::from(at);
            let [high, low] = picture.to_be_bytes();
            match payload.get_mut(at..at + 1 + usize::from(wide)) {
                Some([first, second]) => (*first, *second) = (high | 0x80, low),
                Some([only]) => *only = low & 0x7f,
                _ => {}
            }
        }
        if let Some(place) = self.tl0.and_then(|(at, _)| payload.get_mut(usize::from(at))) {
            *place = tl0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn descriptors_of_all_lengths_are_read() {
        let short = Descriptor::parse(&[0x10, 0]).unwrap();
        assert_eq!((short.picture_id(), short.tl0(), short.len), (0, 0, 1));
        assert!(short.starts_key_frame(&[0x10, 0]) && !short.starts_key_frame(&[0x10, 1]));
        let narrow = Descriptor::parse(&[0x90, 0x80, 0x12, 0]).unwrap();
        assert_eq!((narrow.picture_id(), narrow.len), (0x12, 3));
        let full = [0x90, 0xf0, 0x81, 0x02, 7, 0x20, 0];
        let wide = Descriptor::parse(&full).unwrap();
        assert_eq!((wide.picture_id(), wide.tl0(), wide.len), (0x102, 7, 6));
        assert!(wide.starts_key_frame(&full));
        assert_eq!(Descriptor::parse(&full[..6]), None, "nothing follows");
        assert_eq!(Descriptor::parse(&full[..3]), None, "half a picture number");
        let later_part = Descriptor::parse(&[0x00, 0]).unwrap();
        assert!(!later_part.starts_key_frame(&[0x00, 0]));
        let other_partition = Descriptor::parse(&[0x11, 0]).unwrap();
        assert!(!other_partition.starts_key_frame(&[0x11, 0]));
    }

    proptest! {
        #[test]
        fn new_numbers_are_read_back_and_nothing_else_changes(
            payload in prop::collection::vec(any::<u8>(), 0..12), picture in 0u16..0x8000, tl0 in any::<u8>(),
        ) {
            let Some(before) = Descriptor::parse(&payload) else { return Ok(()) };
            let mut changed = payload.clone();
            before.renumber(&mut changed, picture, tl0);
            let after = Descriptor::parse(&changed).unwrap();
            let wide = before.picture.is_some_and(|picture| picture.wide);
            prop_assert_eq!(after.picture.map(|picture| picture.id), before.picture.map(|_| if wide { picture } else { picture & 0x7f }));
            prop_assert_eq!(after.tl0.map(|(_, value)| value), before.tl0.map(|_| tl0));
            prop_assert_eq!((after.len, after.starts_frame), (before.len, before.starts_frame));
            prop_assert_eq!(&changed[usize::from(after.len)..], &payload[usize::from(before.len)..]);
        }
    }
}
