//! Kills a process that writes, a thousand times, at moments spread over what writing does: nothing acknowledged is lost, nothing is half there.
//!
//! It has no harness, because it is also the process that is killed.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::disallowed_methods, reason = "a test is an edge: it kills at a moment of the real clock")]

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Scratch, setup, silent};
use store::{Key, Store};
use visit::Time;

const KILLS: u32 = 1000;
/// Stores that are written side by side, since each start of a process waits for entropy for some 50 ms.
const LANES: u32 = 2;
/// Names the directory to the process that writes.
const WRITER: &str = "CURTAIN_TEST_WRITER";

fn key() -> Key {
    Key::raw(&[7; 32])
}

fn main() {
    if let Some(directory) = std::env::var_os(WRITER) {
        return alone(write(Path::new(&directory)));
    }
    let (acknowledged, cut_off) = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|lane| scope.spawn(move || alone(kill(lane)))).collect();
        lanes.into_iter().map(|lane| lane.join().unwrap()).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    });
    assert!(cut_off > 0, "no kill came between a write and its acknowledgement: they were not in the middle of writes");
    let mut err = std::io::stderr();
    writeln!(err, "{KILLS} kills, {acknowledged} writes acknowledged, {cut_off} cut off from their acknowledgement")
        .unwrap();
}

fn alone<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// What is kept, as one number: every part of a change must say the same.
async fn kept(store: &Store) -> u32 {
    let visit = store.visits().await.unwrap().remove(0);
    for seat in &visit.seats {
        assert_eq!(seat.consent_version, Some(visit.generation), "half a change is there");
    }
    assert_eq!(visit.began_at, Some(Time(u64::from(visit.generation))));
    visit.generation
}

async fn count_up(store: &Store, to: u32) {
    let mut visit = store.visits().await.unwrap().remove(0);
    visit.generation = to;
    visit.began_at = Some(Time(u64::from(to)));
    for seat in &mut visit.seats {
        seat.consent_version = Some(to);
    }
    store.save_visit(&visit, &silent()).await.unwrap();
}

/// Tells what it found, then counts up for ever, telling each number once it is written.
async fn write(directory: &Path) {
    let store = Store::open(directory, &key()).await.unwrap();
    let mut number = kept(&store).await;
    let mut out = std::io::stdout();
    loop {
        writeln!(out, "{number}").unwrap();
        out.flush().unwrap();
        number += 1;
        count_up(&store, number).await;
        if number.is_multiple_of(5) {
            store.flush().await.unwrap();
        }
    }
}

/// Returns how many writes were acknowledged, and how many were made and not acknowledged.
async fn kill(lane: u32) -> (u32, u32) {
    let scratch = Scratch::new(&format!("killed-{lane}"));
    let store = Store::open(&scratch.0, &key()).await.unwrap();
    store.set_up(&setup(), 30, &silent()).await.unwrap();
    count_up(&store, 1).await;
    store.close().await.unwrap();

    let mut acknowledged = 1;
    let mut cut_off = 0;
    for round in (lane..KILLS).step_by(LANES as usize) {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .env(WRITER, &scratch.0)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let mut numbers = lines.map(|line| line.unwrap().parse::<u32>().unwrap());
        let found = numbers.next().unwrap();
        assert!(found >= acknowledged, "{acknowledged} was acknowledged, {found} is there, in round {round}");
        assert!(found <= acknowledged + 1, "{found} is there, but nobody wrote it, in round {round}");
        cut_off += found - acknowledged;
        acknowledged = numbers.by_ref().take(round as usize % 6).last().unwrap_or(found);
        // A write takes about a millisecond: the kills are spread over two of them.
        let patience = Duration::from_micros(u64::from(round * 7919 % 2000));
        let now = Instant::now();
        while now.elapsed() < patience {
            std::hint::spin_loop();
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        acknowledged = numbers.last().unwrap_or(acknowledged);
    }
    let store = Store::open(&scratch.0, &key()).await.unwrap();
    assert!(kept(&store).await >= acknowledged);
    store::backup(&scratch.0, &key(), &scratch.0.join("backup")).await.unwrap();
    (acknowledged, cut_off)
}
