//! What a receiver gets of links good and bad, over many seeds.

use super::call::{Call, Pictures};
use super::link::Link;

#[test]
fn explore() {
    let show = |name: &str, call: &Call, seconds: usize| {
        println!("== {name}");
        for s in 0..seconds {
            let (a, b) = (s as f64, s as f64 + 1.0);
            println!(
                "{s:3}s est {:7.0} arrived {:7.0} queue max {:4.0} padding {:6.0} voice {:?} layer {:?}",
                call.mean(a, b, |t| t.estimate) / 1e3,
                call.mean(a, b, |t| t.arrived) / 1e3,
                call.between(a, b).iter().map(|t| t.queued_ms).fold(0.0, f64::max),
                call.mean(a, b, |t| t.padding) / 1e3,
                call.between(a, b).iter().fold((0, 0), |v, t| (v.0 + t.voice.0, v.1 + t.voice.1)),
                call.tenths[s * 10 + 9].layer,
            );
        }
    };
    let el = Pictures::Elastic(3e6);
    let cam = Pictures::Camera([150_000, 500_000, 1_700_000]);
    let run = |name: &str, link: Link, p: Pictures, s: usize| {
        let mut call = Call::new(link, p, 300_000, 1);
        call.run(s as f64);
        show(name, &call, s);
        println!("timeouts {}", call.timeouts);
    };
    run("1.5M elastic", Link::steady(1.5e6), el, 30);
    run("1.5M camera", Link::steady(1.5e6), cam, 30);
    run("3M camera", Link::steady(3e6), cam, 15);
    run("drop", Link { rates: vec![(0.0, 2e6), (15.0, 250e3), (30.0, 2e6)], ..Link::steady(2e6) }, el, 60);
    for loss in [0.02, 0.1, 0.2] {
        run(&format!("loss {loss}"), Link { loss, ..Link::steady(1.5e6) }, el, 40);
    }
    run("300ms rtt jitter", Link { delay_ms: 150.0, jitter_ms: 30.0, ..Link::steady(1.5e6) }, el, 40);
    run("60k", Link::steady(60e3), cam, 40);
    run("policer 500k", Link { queue_ms: 5.0, ..Link::steady(500e3) }, el, 40);
    run("outage", Link { rates: vec![(0.0, 2e6), (15.0, 0.0), (20.0, 2e6)], ..Link::steady(2e6) }, el, 40);
}
