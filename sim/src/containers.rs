//! Files that a decoder reads: VP8 in IVF, Opus in Ogg (RFC 7845). Only the frames given are in them; nothing is encoded here.

/// A frame and its RTP time.
pub type Timed<'a> = (u32, &'a [u8]);

/// RTP time per second of video.
const VIDEO_CLOCK: u32 = 90_000;

/// Opus counts in these, whatever its rate.
const SAMPLES_PER_FRAME: u64 = 960;

/// An IVF file. Its size is that of a test's picture; a decoder takes the real one from the first key frame.
pub fn ivf<'a>(frames: impl IntoIterator<Item = Timed<'a>>) -> Vec<u8> {
    let mut body = Vec::new();
    let (mut count, mut first) = (0u32, None);
    for (time, bytes) in frames {
        let since = time.wrapping_sub(*first.get_or_insert(time));
        body.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        body.extend_from_slice(&u64::from(since).to_le_bytes());
        body.extend_from_slice(bytes);
        count += 1;
    }
    let mut file = b"DKIF\0\0\x20\0VP80".to_vec();
    file.extend_from_slice(&640u16.to_le_bytes());
    file.extend_from_slice(&480u16.to_le_bytes());
    for number in [VIDEO_CLOCK, 1, count, 0] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.extend_from_slice(&body);
    file
}

/// An Ogg file with one Opus packet per page.
pub fn ogg<'a>(frames: impl IntoIterator<Item = Timed<'a>>) -> Vec<u8> {
    let head = b"OpusHead\x01\x02\0\0\x80\xbb\0\0\0\0\0";
    let tags = b"OpusTags\x07\0\0\0curtain\0\0\0\0";
    let mut file = Vec::new();
    page(&mut file, 2, 0, 0, head);
    page(&mut file, 0, 0, 1, tags);
    let mut first = None;
    for (number, (time, bytes)) in frames.into_iter().enumerate() {
        let since = time.wrapping_sub(*first.get_or_insert(time));
        page(&mut file, 0, u64::from(since) + SAMPLES_PER_FRAME, number as u32 + 2, bytes);
    }
    file
}

/// One page of one stream (RFC 3533 §6).
fn page(file: &mut Vec<u8>, flags: u8, granule: u64, number: u32, packet: &[u8]) {
    let begin = file.len();
    file.extend_from_slice(b"OggS\0");
    file.push(flags);
    file.extend_from_slice(&granule.to_le_bytes());
    file.extend_from_slice(&1u32.to_le_bytes());
    file.extend_from_slice(&number.to_le_bytes());
    file.extend_from_slice(&[0; 4]);
    let full = packet.len() / 255;
    file.push((full + 1) as u8);
    file.extend(std::iter::repeat_n(255, full));
    file.push((packet.len() % 255) as u8);
    file.extend_from_slice(packet);
    let sum = checksum(&file[begin..]).to_le_bytes();
    file[begin + 22..begin + 26].copy_from_slice(&sum);
}

/// Ogg's checksum (RFC 3533 §6): polynomial 04c11db7, not reflected, beginning with zero.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8)
            .fold(sum ^ u32::from(*byte) << 24, |sum, _| if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ivf_file_counts_from_its_first_frame() {
        let file = ivf([(u32::MAX, &[1, 2][..]), (2_999, &[3][..])]);
        assert_eq!(file.len(), 32 + 12 + 2 + 12 + 1);
        assert_eq!(file[24..28], 2u32.to_le_bytes());
        assert_eq!(file[46..50], 1u32.to_le_bytes());
        assert_eq!(file[50..58], 3_000u64.to_le_bytes());
    }

    #[test]
    fn an_ogg_page_has_the_published_checksum() {
        assert_eq!(
            checksum(b"123456789"),
            0x89a1_897f,
            "the check value of this polynomial, as in POSIX cksum before its inversion"
        );
        let file = ogg([(0, &[7; 300][..])]);
        let last = file.len() - (27 + 2 + 300);
        assert_eq!(&file[last..last + 4], b"OggS");
        assert_eq!(file[last + 26..last + 29], [2, 255, 45]);
    }
}
