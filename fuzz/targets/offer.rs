//! Offers: any text is answered or refused with blame on the client.
#![no_main]

mod contained;
mod lines;

use std::cell::RefCell;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use relay::{Blame, Config, MAX_OFFER_BYTES, OfferError, Output, Relay};
use visit::ids::{SeatId, VisitId};
use visit::wire::Role;

/// A relay, and its time.
struct World {
    relay: Relay,
    now: Instant,
}

thread_local!(static WORLD: RefCell<World> = RefCell::new(World::new()));

impl World {
    fn new() -> Self {
        let address = SocketAddr::from(([192, 0, 2, 1], 3478));
        let relay = Relay::new(Config { udp: vec![address], tcp: vec![address] }).expect("a relay");
        Self { relay, now: Instant::now() }
    }

    /// Answers one offer to a visit of four, and ends the visit.
    fn answer(&mut self, offer: &str) -> Result<String, OfferError> {
        let (visit, seat) = (VisitId::try_from("v").expect("an id"), SeatId::try_from("p").expect("an id"));
        let admission = visit::testing::admission(visit.clone(), seat, Role::Patient, 4);
        let answer = self.relay.join(self.now, admission, offer);
        self.settle();
        self.now += Duration::from_secs(1);
        self.relay.timeout(self.now);
        self.settle();
        self.relay.end(self.now, &visit);
        assert_eq!(self.settle(), None, "a visit is over, and the relay waits for it");
        answer.map(|answer| answer.sdp)
    }

    /// Takes out what there is; returns until when the relay waits.
    fn settle(&mut self) -> Option<Instant> {
        loop {
            match self.relay.poll() {
                Output::Event(_) => {}
                Output::Wait(until) => {
                    assert_eq!(self.relay.outgoing().count(), 0, "sent to a client that proved to be nowhere");
                    return until;
                }
            }
        }
    }
}

fuzz_target!(init: contained::install(), |offer: &str| {
    match WORLD.with_borrow_mut(|world| world.answer(offer)) {
        Ok(answer) => {
            assert!(offer.len() <= MAX_OFFER_BYTES);
            let lines = |sdp: &str| sdp.matches("\nm=").count();
            assert_eq!(lines(&answer), lines(offer), "an answer has the offer's lines (RFC 9429)");
            let count = |wanted: fn(&&str) -> bool| answer.lines().filter(wanted).count();
            let levels = count(|line| line.starts_with("a=extmap:") && line.contains("audio-level"));
            assert_eq!(levels, 0, "audio levels betray speech");
            let voices = count(|line| line.starts_with("a=rtpmap:") && line.ends_with("opus/48000/2"));
            let constant = count(|line| line.starts_with("a=fmtp:") && line.ends_with(";usedtx=0;cbr=1"));
            assert!(voices > 0 && constant == voices, "rates betray speech: {answer}");
        }
        Err(error) => assert_eq!(error.blame(), Blame::Client, "the relay takes the blame for nothing"),
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { lines::mutate(data, size, max_size, seed) });
