//! Load on a server, and how long it answers: a practice with many visits ([`fill`]), staff who read and sign in, and the audit log by itself.

pub mod appends;
mod clients;
pub mod fill;
mod http;
pub mod staff;

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use serde::Serialize;

use crate::clock::{now, wait_until};

/// How long something took, many times.
#[derive(Serialize)]
pub struct Timing {
    /// How often.
    n: usize,
    /// How often in a second.
    per_second: f64,
    /// Half of them took no longer, in milliseconds.
    p50_ms: f64,
    /// All but one in a hundred took no longer, in milliseconds.
    p99_ms: f64,
    /// The longest, in milliseconds.
    longest_ms: f64,
}

impl Timing {
    fn of(mut took: Vec<Duration>, all: Duration) -> Result<Timing> {
        took.sort_unstable();
        let at = |share: f64| {
            let rank = (took.len() as f64 * share).ceil() as usize;
            took.get(rank.saturating_sub(1)).map(|took| took.as_secs_f64() * 1000.0).context("nothing was measured")
        };
        let per_second = took.len() as f64 / all.as_secs_f64();
        Ok(Timing { n: took.len(), per_second, p50_ms: at(0.5)?, p99_ms: at(0.99)?, longest_ms: at(1.0)? })
    }
}

/// Asks `count` times, `per_second` times in a second whatever the answers do, by the `askers` in turn.
/// What is late because all askers still wait counts as slow.
fn at_rate<A: Send>(
    askers: &mut [A],
    count: usize,
    per_second: f64,
    ask: impl Fn(&mut A, usize) -> Result<()> + Sync,
) -> Result<Timing> {
    let lanes = askers.len();
    let begin = now();
    let lane = |asker: &mut A, first: usize| {
        let mut took = Vec::new();
        for number in (first..count).step_by(lanes) {
            let due = begin + Duration::from_secs_f64(number as f64 / per_second);
            wait_until(due);
            ask(asker, number)?;
            took.push(now().duration_since(due));
        }
        Ok(took)
    };
    let took = side_by_side(askers, lane)?;
    Timing::of(took, now().duration_since(begin))
}

/// Does it `count` times as fast as it goes, by the `askers` side by side. Each says how long it took.
fn as_fast_as_it_goes<A: Send>(
    askers: &mut [A],
    count: usize,
    ask: impl Fn(&mut A, usize) -> Result<Duration> + Sync,
) -> Result<Timing> {
    let lanes = askers.len();
    let begin: Instant = now();
    let lane = |asker: &mut A, first: usize| (first..count).step_by(lanes).map(|number| ask(asker, number)).collect();
    let took = side_by_side(askers, lane)?;
    Timing::of(took, now().duration_since(begin))
}

fn side_by_side<A: Send>(
    askers: &mut [A],
    lane: impl Fn(&mut A, usize) -> Result<Vec<Duration>> + Sync,
) -> Result<Vec<Duration>> {
    let lane = &lane;
    thread::scope(|scope| {
        let lanes: Vec<_> =
            askers.iter_mut().enumerate().map(|(first, asker)| scope.spawn(move || lane(asker, first))).collect();
        let mut all = Vec::new();
        for lane in lanes {
            all.extend(lane.join().map_err(|_| anyhow!("a lane broke off"))??);
        }
        Ok(all)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_sorted() {
        let took = (1..=100).rev().map(Duration::from_millis).collect();
        let timing = Timing::of(took, Duration::from_secs(2)).unwrap();
        assert_eq!((timing.n, timing.per_second, timing.p50_ms), (100, 50.0, 50.0));
        assert_eq!((timing.p99_ms, timing.longest_ms), (99.0, 100.0));
        assert!(Timing::of(Vec::new(), Duration::from_secs(1)).is_err());
    }

    #[test]
    fn every_number_is_asked_once_and_a_failure_is_told() {
        let mut askers = [Vec::new(), Vec::new(), Vec::new()];
        let timing = at_rate(&mut askers, 10, 1e6, |asked, number| {
            asked.push(number);
            Ok(())
        });
        assert_eq!(timing.unwrap().n, 10);
        assert_eq!(askers, [vec![0, 3, 6, 9], vec![1, 4, 7], vec![2, 5, 8]]);
        let failing =
            as_fast_as_it_goes(
                &mut askers,
                10,
                |_, number| {
                    if number == 7 { Err(anyhow!("no")) } else { Ok(Duration::ZERO) }
                },
            );
        assert!(failing.is_err());
    }
}
