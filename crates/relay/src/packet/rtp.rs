//! RTP headers (RFC 3550 §5.1) and their extensions (RFC 8285), read in place and written. Sealing payloads lives in `srtp`.

use super::{u16_at, u32_at};

/// Bytes of a header without contributing sources and extensions.
pub(crate) const FIXED_LEN: usize = 12;

/// Highest identifier of a one-byte extension (RFC 8285 §4.2); 15 means 'stop'.
pub(crate) const MAX_ONE_BYTE_ID: u8 = 14;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// The payload ends with padding, the last byte of which counts it.
    pub(crate) padded: bool,
    /// End of a frame (video).
    pub(crate) marker: bool,
    /// What the payload is.
    pub(crate) payload_type: u8,
    /// Sequence number.
    pub(crate) seq: u16,
    /// Timestamp.
    pub(crate) time: u32,
    /// Synchronisation source.
    pub(crate) ssrc: u32,
    /// Where the extension's elements begin; equal to `len` without any.
    elements_at: usize,
    /// The 'defined by profile' bits of the extension.
    profile: u16,
    /// Bytes of the whole header.
    pub(crate) len: usize,
}

impl Header {
    /// Reads a header; `None` if it is not one of version 2, or longer than the packet.
    pub(crate) fn parse(packet: &[u8]) -> Option<Self> {
        let (&first, &second) = (packet.first()?, packet.get(1)?);
        if first >> 6 != 2 {
            return None;
        }
        let mut len = FIXED_LEN + 4 * usize::from(first & 0x0f);
        let (mut profile, mut elements_at) = (0, len);
        if first & 0x10 != 0 {
            profile = u16_at(packet, len)?;
            elements_at = len + 4;
            len = elements_at + 4 * usize::from(u16_at(packet, len + 2)?);
        }
        if packet.len() < len {
            return None;
        }
        Some(Self {
            padded: first & 0x20 != 0,
            marker: second & 0x80 != 0,
            payload_type: second & 0x7f,
            seq: u16_at(packet, 2)?,
            time: u32_at(packet, 4)?,
            ssrc: u32_at(packet, 8)?,
            elements_at,
            profile,
            len,
        })
    }

    /// The header's extensions: identifier and value.
    pub(crate) fn extensions<'a>(&self, packet: &'a [u8]) -> Extensions<'a> {
        let form = match self.profile {
            0xbede => Form::OneByte,
            // The low four bits are free for the application.
            profile if profile & 0xfff0 == 0x1000 => Form::TwoBytes,
            _ => return Extensions { form: Form::OneByte, rest: &[] },
        };
        Extensions { form, rest: packet.get(self.elements_at..self.len).unwrap_or_default() }
    }

    /// The payload of an opened packet without its padding; `None` if the padding is longer than the payload.
    pub(crate) fn payload<'a>(&self, packet: &'a [u8]) -> Option<&'a [u8]> {
        let payload = packet.get(self.len..)?;
        if !self.padded {
            return Some(payload);
        }
        let padding = usize::from(*payload.last()?);
        if padding == 0 { None } else { payload.get(..payload.len().checked_sub(padding)?) }
    }
}

#[derive(Clone, Copy)]
enum Form {
    OneByte,
    TwoBytes,
}

/// Goes through the elements of a header extension; stops where they stop making sense.
pub(crate) struct Extensions<'a> {
    form: Form,
    rest: &'a [u8],
}

impl<'a> Iterator for Extensions<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (&first, rest) = self.rest.split_first()?;
            let (id, len, rest) = match self.form {
                Form::OneByte if first >> 4 == 15 => {
                    self.rest = &[];
                    return None;
                }
                Form::OneByte => (first >> 4, usize::from(first & 0x0f) + 1, rest),
                Form::TwoBytes if first == 0 => (0, 0, rest),
                Form::TwoBytes => {
                    let (&len, rest) = rest.split_first()?;
                    (first, usize::from(len), rest)
                }
            };
            if id == 0 {
                // Padding: one byte, whatever its length bits say.
                self.rest = rest;
                continue;
            }
            let Some((value, rest)) = rest.split_at_checked(len) else {
                self.rest = &[];
                return None;
            };
            self.rest = rest;
            return Some((id, value));
        }
    }
}

/// Writes a header with one-byte extensions to the end of a buffer.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
    extended: bool,
}

impl<'a> Writer<'a> {
    /// Begins a header.
    pub(crate) fn new(out: &'a mut Vec<u8>, payload_type: u8, marker: bool, seq: u16, time: u32, ssrc: u32) -> Self {
        let start = out.len();
        out.extend_from_slice(&[0x80, payload_type & 0x7f | u8::from(marker) << 7]);
        out.extend_from_slice(&seq.to_be_bytes());
        out.extend_from_slice(&time.to_be_bytes());
        out.extend_from_slice(&ssrc.to_be_bytes());
        Self { out, start, extended: false }
    }

    /// Adds an extension, and tells where in the buffer its value is; does nothing without an identifier, or where identifier or
    /// value do not fit the one-byte form.
    pub(crate) fn extension(&mut self, id: Option<u8>, value: &[u8]) -> Option<usize> {
        let id = id.filter(|id| (1..=MAX_ONE_BYTE_ID).contains(id) && (1..=16).contains(&value.len()))?;
        if !self.extended {
            self.extended = true;
            self.out[self.start] |= 0x10;
            self.out.extend_from_slice(&[0xbe, 0xde, 0, 0]);
        }
        self.out.push(id << 4 | (value.len() as u8 - 1));
        let at = self.out.len();
        self.out.extend_from_slice(value);
        Some(at)
    }

    /// Ends the header; returns its length.
    pub(crate) fn end(self) -> usize {
        if self.extended {
            let elements = self.start + FIXED_LEN + 4;
            while !(self.out.len() - elements).is_multiple_of(4) {
                self.out.push(0);
            }
            let words = ((self.out.len() - elements) / 4) as u16;
            self.out[elements - 2..elements].copy_from_slice(&words.to_be_bytes());
        }
        self.out.len() - self.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_byte_extensions_and_padding_are_read() {
        let mut packet = vec![0xb1, 0xe0, 0, 7, 0, 0, 0, 9, 0, 0, 0, 3, 1, 1, 1, 1];
        packet.extend([0x10, 0x03, 0, 3, 20, 0, 0, 3, 2, 0xaa, 0xbb, 0, 5, 1, 0xcc, 0]);
        packet.extend([1, 2, 3, 4, 0, 0, 3]);
        let header = Header::parse(&packet).unwrap();
        assert_eq!((header.marker, header.payload_type, header.seq, header.len), (true, 96, 7, 32));
        let read: Vec<_> = header.extensions(&packet).collect();
        assert_eq!(read, [(20, &[][..]), (3, &[0xaa, 0xbb]), (5, &[0xcc])]);
        assert_eq!(header.payload(&packet), Some(&[1, 2, 3, 4][..]));
        *packet.last_mut().unwrap() = 8;
        assert_eq!(header.payload(&packet), None, "more padding than payload");
        *packet.last_mut().unwrap() = 0;
        assert_eq!(header.payload(&packet), None, "padding that counts nothing");
    }

    #[test]
    fn what_follows_a_stop_is_not_read() {
        let mut packet = vec![0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xbe, 0xde, 0, 2];
        packet.extend([0x10, 7, 0, 0xf0, 0x20, 8, 0x30, 9]);
        let header = Header::parse(&packet).unwrap();
        assert_eq!(header.extensions(&packet).collect::<Vec<_>>(), [(1, &[7][..])]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            fields in (0u8..128, any::<bool>(), any::<u16>(), any::<u32>(), any::<u32>()),
            elements in prop::collection::vec((prop::option::of(0u8..20), prop::collection::vec(any::<u8>(), 0..20)), 0..5),
            payload in prop::collection::vec(any::<u8>(), 0..30),
        ) {
            let (payload_type, marker, seq, time, ssrc) = fields;
            let mut packet = vec![1, 2, 3];
            let mut writer = Writer::new(&mut packet, payload_type, marker, seq, time, ssrc);
            for (id, value) in &elements {
                let at = writer.extension(*id, value);
                prop_assert!(at.is_none_or(|at| writer.out[at..] == value[..]));
            }
            let len = writer.end();
            packet.extend(&payload);
            let header = Header::parse(&packet[3..]).unwrap();
            prop_assert_eq!(header.len, len);
            prop_assert_eq!((header.payload_type, header.marker, header.seq, header.time, header.ssrc), fields);
            prop_assert_eq!(header.payload(&packet[3..]), Some(&payload[..]));
            let kept: Vec<(u8, &[u8])> = elements.iter().filter_map(|(id, value)| Some(((*id)?, &value[..])))
                .filter(|(id, value)| (1..15).contains(id) && (1..17).contains(&value.len())).collect();
            prop_assert_eq!(header.extensions(&packet[3..]).collect::<Vec<_>>(), kept);
        }

        #[test]
        fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), shape in any::<u8>(), extended in any::<bool>()) {
            let mut bytes = bytes;
            if let Some(first) = bytes.first_mut() { *first = 0x80 | shape & 0x3f; }
            if extended && bytes.len() > 14 { bytes[12..14].copy_from_slice(&[0xbe, 0xde]); }
            if let Some(header) = Header::parse(&bytes) {
                prop_assert!(header.len <= bytes.len());
                prop_assert!(header.extensions(&bytes).count() <= bytes.len());
                let _ = header.payload(&bytes);
            }
        }
    }
}
