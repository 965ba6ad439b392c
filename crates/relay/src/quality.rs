//! One word for how a connection fares, from its statistics. Measuring lives in `session`.

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
    /// A picture the person is shown has been worse than it could be for a while: the link does not carry it.
    pub(crate) coarse: bool,
    /// A picture has been left out for a while.
    pub(crate) missing: bool,
}

impl Measured {
    /// Whether the way to the person shows loss or delay.
    pub(crate) fn suffers_outwards(&self) -> bool {
        self.loss_out.is_some_and(|loss| loss >= FAIR.0) || self.rtt.is_some_and(|rtt| rtt >= FAIR.1)
    }

    /// Loss counts once it was there twice in a row: a burst is repaired, and the first packets of a connection, which
    /// come before their streams are known, count as lost.
    pub(crate) fn steadied(self, before: Option<Self>) -> Self {
        let steady = |now: Option<f32>, before: Option<f32>| now.zip(before).map(|(now, before)| now.min(before));
        Self {
            loss_out: steady(self.loss_out, before.and_then(|before| before.loss_out)),
            loss_in: steady(self.loss_in, before.and_then(|before| before.loss_in)),
            ..self
        }
    }
}

/// From where on speech suffers: Opus conceals and repairs up to about a tenth lost; ITU-T G.114 puts the limit of easy
/// talk at 400 ms one way, of which the relay sees a part of one side's.
const POOR: (f32, Duration) = (0.10, Duration::from_millis(600));

/// From where on the picture does.
const FAIR: (f32, Duration) = (0.03, Duration::from_millis(300));

pub(crate) fn quality(measured: Measured) -> Quality {
    let loss = measured.loss_in.unwrap_or(0.0).max(measured.loss_out.unwrap_or(0.0));
    let beyond =
        |(most_loss, longest): (f32, Duration)| loss >= most_loss || measured.rtt.is_some_and(|rtt| rtt >= longest);
    if beyond(POOR) || measured.missing {
        Quality::Poor
    } else if beyond(FAIR) || measured.coarse {
        Quality::Fair
    } else {
        Quality::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_of_loss_does_not_count() {
        let lossy = Measured { loss_in: Some(0.5), ..Measured::default() };
        let fine = Measured { loss_in: Some(0.0), ..Measured::default() };
        assert_eq!(quality(lossy.steadied(None)), Quality::Good);
        assert_eq!(quality(lossy.steadied(Some(fine))), Quality::Good);
        assert_eq!(quality(lossy.steadied(Some(lossy))), Quality::Poor);
    }

    #[test]
    fn the_worst_measure_decides() {
        let good = Measured {
            rtt: Some(Duration::from_millis(40)),
            loss_out: Some(0.0),
            loss_in: Some(0.01),
            coarse: false,
            missing: false,
        };
        assert_eq!(quality(good), Quality::Good);
        assert_eq!(quality(Measured::default()), Quality::Good);
        assert_eq!(quality(Measured { loss_in: Some(0.05), ..good }), Quality::Fair);
        assert_eq!(quality(Measured { coarse: true, ..good }), Quality::Fair);
        assert_eq!(quality(Measured { loss_out: Some(0.2), ..good }), Quality::Poor);
        assert_eq!(quality(Measured { missing: true, ..good }), Quality::Poor);
        assert_eq!(quality(Measured { rtt: Some(Duration::from_secs(1)), ..good }), Quality::Poor);
    }
}
