//! Keeps what a person is sent for a while, as it came and as it opens, and writes both where a decoder can try them. A test's tool: the product has no such thing.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use seal::OpenFrameError;
use serde::Serialize;
use visit::wire::{MediaKind, Role};

use crate::clock::now;
use crate::containers::{Timed, ivf, ogg};
use crate::media::Packet;
use crate::person::{Noticed, Person};
use crate::vp8::{Assembler, Frame};

/// Frames that wait for a key at most; a second of a full visit is fewer.
const MOST_EARLY: usize = 1_000;

/// What someone who listened can tell.
#[derive(Debug, Serialize)]
pub struct Heard {
    /// The spoken code at the end, if one was made.
    pub code: Option<String>,
    /// What was kept of each track.
    pub tracks: Vec<HeardTrack>,
}

/// What was kept of one track.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeardTrack {
    /// Whose, by role.
    pub role: Role,
    /// What.
    pub kind: MediaKind,
    /// Packets that the relay forwarded.
    pub packets: u64,
    /// Frames put together from them.
    pub frames: usize,
    /// Frames that opened.
    pub opened: usize,
    /// The file with the frames as the relay holds them.
    pub sealed_file: String,
    /// The file with the frames as they open.
    pub opened_file: String,
}

/// One receive slot.
#[derive(Default)]
struct Track {
    packets: u64,
    assembler: Assembler,
    frames: BTreeMap<u64, Kept>,
    early: Vec<u64>,
}

struct Kept {
    time: u32,
    sealed: Vec<u8>,
    opened: Option<Vec<u8>>,
}

/// Waits to be admitted, listens for `time` from the first packet on, leaves, and writes two files per track into `dir`.
///
/// # Errors
/// The person is not let in, the visit ends before, or the files cannot be written.
pub async fn listen(mut person: Person, time: Duration, dir: &Path) -> Result<Heard> {
    let mut tracks = BTreeMap::<String, Track>::new();
    let mut end: Option<Instant> = None;
    loop {
        let noticed = match end {
            None => person.next().await?,
            Some(end) => match tokio::time::timeout_at(end.into(), person.next()).await {
                Ok(noticed) => noticed?,
                Err(_) => break,
            },
        };
        match noticed {
            Noticed::Packet(packet) => {
                end.get_or_insert_with(|| now() + time);
                take(&mut person, &mut tracks, packet);
            }
            Noticed::Connected => {}
            Noticed::Told => {
                for (mid, track) in &mut tracks {
                    for number in std::mem::take(&mut track.early) {
                        track.try_to_open(&mut person, mid, number);
                    }
                }
            }
            Noticed::Over(why) => bail!("over before it was time: {why}"),
        }
    }
    let heard = Heard { code: person.code(), tracks: write(&person, &tracks, dir)? };
    person.leave().await?;
    Ok(heard)
}

fn take(person: &mut Person, tracks: &mut BTreeMap<String, Track>, packet: Packet) {
    let mid = packet.mid.clone();
    let is_audio = person.slot(&mid).is_some_and(|slot| slot.kind == MediaKind::Microphone);
    let track = tracks.entry(mid.clone()).or_default();
    track.packets += 1;
    if track.packets == 1 && !is_audio {
        // Its first key frame may have come before the slot was ours to know.
        person.want_key_frame(&mid);
    }
    let frame = if is_audio {
        Some(Frame { first: packet.seq, time: packet.time, bytes: packet.payload.to_vec() })
    } else {
        track.assembler.push(packet)
    };
    if let Some(Frame { first, time, bytes }) = frame {
        track.frames.insert(first, Kept { time, sealed: bytes, opened: None });
        track.try_to_open(person, &mid, first);
    }
}

impl Track {
    fn try_to_open(&mut self, person: &mut Person, mid: &str, number: u64) {
        let Some(kept) = self.frames.get_mut(&number) else { return };
        match person.open(mid, &kept.sealed) {
            Ok(opened) => kept.opened = Some(opened),
            Err(OpenFrameError::Early) if self.early.len() < MOST_EARLY => self.early.push(number),
            Err(_) => {}
        }
    }
}

fn write(person: &Person, tracks: &BTreeMap<String, Track>, dir: &Path) -> Result<Vec<HeardTrack>> {
    std::fs::create_dir_all(dir)?;
    let mut heard = Vec::new();
    for (mid, track) in tracks {
        let Some(slot) = person.slot(mid) else { continue };
        let Some(role) = slot.seat.as_ref().and_then(|seat| person.role_of(seat)) else { continue };
        let sealed: Vec<Timed<'_>> = track.frames.values().map(|kept| (kept.time, kept.sealed.as_slice())).collect();
        let opened: Vec<Timed<'_>> =
            track.frames.values().filter_map(|kept| Some((kept.time, kept.opened.as_deref()?))).collect();
        let save = |name: &str, frames: &[Timed<'_>]| -> Result<String> {
            let (bytes, ending) = match slot.kind {
                MediaKind::Microphone => (ogg(frames.iter().copied()), "ogg"),
                MediaKind::Camera | MediaKind::Screen => (ivf(frames.iter().copied()), "ivf"),
            };
            let path = dir.join(format!("{mid}-{name}.{ending}"));
            std::fs::write(&path, bytes)?;
            Ok(path.to_string_lossy().into_owned())
        };
        heard.push(HeardTrack {
            role,
            kind: slot.kind,
            packets: track.packets,
            frames: sealed.len(),
            opened: opened.len(),
            sealed_file: save("sealed", &sealed)?,
            opened_file: save("opened", &opened)?,
        });
    }
    Ok(heard)
}
