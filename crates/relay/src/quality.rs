//! One word for how a connection fares, from its statistics. Measuring is the engine's.

use std::time::Duration;

use visit::wire::Quality;

/// What is known of a connection, either direction.
#[derive(Clone, Copy, Default)]
pub(crate) struct Measured {
    /// Round trip between the relay and the person.
    pub(crate) rtt: Option<Duration>,
    /// Lost on the way to the person, 0 to 1.
    pub(crate) loss_out: Option<f32>,
    /// Lost on the way from the person, 0 to 1.
    pub(crate) loss_in: Option<f32>,
    /// What the way to the person carries, in bits per second.
    pub(crate) estimate_bps: Option<u64>,
}

/// From where on speech suffers: Opus conceals and repairs up to about a tenth lost; ITU-T G.114 puts the limit of easy
/// talk at 400 ms one way, of which the relay sees a part of one side's.
const POOR: (f32, Duration, u64) = (0.10, Duration::from_millis(600), 100_000);

/// From where on the picture does.
const FAIR: (f32, Duration, u64) = (0.03, Duration::from_millis(300), 300_000);

pub(crate) fn quality(measured: Measured) -> Quality {
    let loss = measured.loss_in.unwrap_or(0.0).max(measured.loss_out.unwrap_or(0.0));
    let beyond = |(most_loss, longest, least_bps): (f32, Duration, u64)| {
        loss >= most_loss
            || measured.rtt.is_some_and(|rtt| rtt >= longest)
            || measured.estimate_bps.is_some_and(|estimate| estimate <= least_bps)
    };
    if beyond(POOR) {
        Quality::Poor
    } else if beyond(FAIR) {
        Quality::Fair
    } else {
        Quality::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_measure_decides() {
        let good = Measured {
            rtt: Some(Duration::from_millis(40)),
            loss_out: Some(0.0),
            loss_in: Some(0.01),
            estimate_bps: Some(2_000_000),
        };
        assert_eq!(quality(good), Quality::Good);
        assert_eq!(quality(Measured::default()), Quality::Good);
        assert_eq!(quality(Measured { loss_in: Some(0.05), ..good }), Quality::Fair);
        assert_eq!(quality(Measured { estimate_bps: Some(200_000), ..good }), Quality::Fair);
        assert_eq!(quality(Measured { loss_out: Some(0.2), ..good }), Quality::Poor);
        assert_eq!(quality(Measured { rtt: Some(Duration::from_secs(1)), ..good }), Quality::Poor);
    }
}
