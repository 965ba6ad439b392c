//! Which simulcast layer of each picture a receiver gets, from what it shows and what its link carries. A pure function.

use visit::wire::MediaKind;

/// Most simulcast layers of one camera.
pub(crate) const MAX_LAYERS: usize = 3;

/// Set aside per person's audio, in bits per second: Opus at 32 kbit/s with its headers. Lower lets pictures crowd speech out.
pub(crate) const AUDIO_RESERVE_BPS: u64 = 50_000;

/// Part of the estimate given to pictures and audio, in percent; the rest is for repairs.
const USABLE_PERCENT: u64 = 90;

/// How much room a better layer must leave beyond its rate, in percent. Lower makes pictures flap between layers.
const RISE_PERCENT: u64 = 115;

/// One picture that a receiver has a slot for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Camera or screen.
    pub(crate) kind: MediaKind,
    /// Height shown in pixels; 0: not shown.
    pub(crate) height: u16,
    /// Bits per second of each layer, low to high; `None` for a layer that does not flow.
    pub(crate) rates: [Option<u64>; MAX_LAYERS],
    /// What the receiver gets now.
    pub(crate) current: Option<usize>,
    /// Whether it may get a better layer than now; not so soon after it got a worse one.
    pub(crate) may_rise: bool,
}

/// What to send, and what to tell the bandwidth estimator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The layer per picture, in the order given; `None`: nothing for now.
    pub(crate) layers: Vec<Option<usize>>,
    /// Bits per second that would carry the next better layer: worth padding up to.
    pub(crate) next_bps: u64,
    /// Bits per second that would carry all that is shown: worth probing for.
    pub(crate) desired_bps: u64,
    /// Some picture is worse than it could be.
    pub(crate) coarse: bool,
    /// Some picture that flows is left out.
    pub(crate) missing: bool,
}

/// Audio first, then shared screens, then cameras, the largest first. The first picture is always sent, however little there is.
pub(crate) fn allocate(estimate_bps: u64, voices: usize, pictures: &[Picture]) -> Plan {
    let audio = AUDIO_RESERVE_BPS * voices as u64;
    let mut left = (estimate_bps / 100 * USABLE_PERCENT).saturating_sub(audio);
    let mut layers: Vec<Option<usize>> = vec![None; pictures.len()];

    let mut order: Vec<usize> = (0..pictures.len()).filter(|&i| pictures[i].height > 0).collect();
    order.sort_by_key(|&i| (pictures[i].kind != MediaKind::Screen, std::cmp::Reverse(pictures[i].height)));

    let mut first = true;
    for &i in &order {
        let Some(lowest) = pictures[i].lowest() else { continue };
        let rate = pictures[i].rate(lowest);
        if first || rate <= left {
            layers[i] = Some(lowest);
            left = left.saturating_sub(rate);
            first = false;
        }
    }

    let mut next_bps = 0;
    let mut risen = true;
    while risen {
        risen = false;
        for &i in &order {
            let Some((now, better)) = layers[i].and_then(|now| Some((now, pictures[i].better(now)?))) else { continue };
            let step = pictures[i].rate(better).saturating_sub(pictures[i].rate(now));
            let rises = pictures[i].current.is_none_or(|current| better > current);
            let need = if rises { step / 100 * RISE_PERCENT } else { step };
            if need <= left && (!rises || pictures[i].may_rise || pictures[i].current.is_none()) {
                layers[i] = Some(better);
                left -= step.min(left);
                risen = true;
            } else if next_bps == 0 {
                next_bps = need;
            }
        }
    }

    let sent: u64 = order.iter().filter_map(|&i| Some(pictures[i].rate(layers[i]?))).sum();
    let coarse = order.iter().any(|&i| layers[i] < pictures[i].best());
    let missing = order.iter().any(|&i| layers[i].is_none() && pictures[i].best().is_some());
    let best: u64 = order.iter().filter_map(|&i| Some(pictures[i].rate(pictures[i].best()?))).sum();
    Plan {
        layers,
        next_bps: if next_bps == 0 { 0 } else { (audio + sent + next_bps) * 100 / USABLE_PERCENT },
        desired_bps: (audio + best) * 100 / USABLE_PERCENT * RISE_PERCENT / 100,
        coarse,
        missing,
    }
}

impl Picture {
    /// The best layer worth sending at the height shown: layers are a quarter, a half and all of at most 720 lines.
    fn cap(&self) -> usize {
        match self.height {
            0..=180 => 0,
            181..=360 => 1,
            _ => 2,
        }
    }

    fn rate(&self, layer: usize) -> u64 {
        self.rates[layer].unwrap_or(0)
    }

    fn flows(&self, layer: usize) -> bool {
        self.rates[layer].is_some()
    }

    fn lowest(&self) -> Option<usize> {
        (0..MAX_LAYERS).find(|&layer| self.flows(layer))
    }

    fn better(&self, than: usize) -> Option<usize> {
        (than + 1..=self.cap()).find(|&layer| self.flows(layer))
    }

    fn best(&self) -> Option<usize> {
        (0..=self.cap()).rev().find(|&layer| self.flows(layer)).or_else(|| self.lowest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIMULCAST: [Option<u64>; 3] = [Some(150_000), Some(500_000), Some(1_700_000)];

    fn camera(height: u16) -> Picture {
        Picture { kind: MediaKind::Camera, height, rates: SIMULCAST, current: None, may_rise: true }
    }

    #[track_caller]
    fn check(estimate_bps: u64, pictures: &[Picture], expect: &[Option<usize>]) {
        assert_eq!(allocate(estimate_bps, pictures.len(), pictures).layers, expect);
    }

    #[test]
    fn a_good_link_gets_what_is_shown() {
        check(10_000_000, &[camera(720), camera(360), camera(90), camera(0)], &[Some(2), Some(1), Some(0), None]);
    }

    #[test]
    fn a_weak_link_shares() {
        check(1_000_000, &[camera(720), camera(720)], &[Some(1), Some(0)]);
        check(20_000, &[camera(720), camera(720)], &[Some(0), None]);
    }

    #[test]
    fn a_shared_screen_comes_before_cameras() {
        let screen = Picture { kind: MediaKind::Screen, rates: [Some(900_000), None, None], ..camera(720) };
        check(1_100_000, &[camera(720), screen], &[None, Some(0)]);
    }

    #[test]
    fn rising_needs_room_and_rest() {
        let now_low = Picture { current: Some(0), ..camera(720) };
        check(700_000, &[now_low], &[Some(1)]);
        check(620_000, &[now_low], &[Some(0)]);
        check(700_000, &[Picture { may_rise: false, ..now_low }], &[Some(0)]);
        // What is there already stays without the extra room.
        check(620_000, &[Picture { current: Some(1), ..camera(720) }], &[Some(1)]);
    }

    #[test]
    fn a_layer_that_stopped_is_not_chosen() {
        check(10_000_000, &[Picture { rates: [Some(1), Some(2), None], ..camera(720) }], &[Some(1)]);
        check(10_000_000, &[Picture { rates: [None, None, Some(2)], ..camera(90) }], &[Some(2)]);
        check(10_000_000, &[Picture { rates: [None; 3], ..camera(720) }], &[None]);
    }

    proptest! {
        #[test]
        fn never_more_than_fits_but_always_one(
            estimate in 0u64..20_000_000,
            shown in prop::collection::vec((0u16..1200, prop::array::uniform3(prop::option::of(1u64..3_000_000)), prop::option::of(0usize..3), any::<bool>()), 0..18),
        ) {
            let pictures: Vec<Picture> = shown.iter().map(|&(height, rates, current, may_rise)| {
                Picture { kind: MediaKind::Camera, height, rates, current, may_rise }
            }).collect();
            let plan = allocate(estimate, pictures.len(), &pictures);
            let sent: Vec<u64> = pictures.iter().zip(&plan.layers).filter_map(|(p, layer)| p.rates[(*layer)?]).collect();
            let possible = pictures.iter().any(|p| p.height > 0 && p.lowest().is_some());
            prop_assert_eq!(possible, !sent.is_empty());
            prop_assert!(sent.len() <= 1 || sent.iter().sum::<u64>() <= estimate);
            for (picture, layer) in pictures.iter().zip(&plan.layers) {
                prop_assert!(layer.is_none_or(|layer| picture.rates[layer].is_some()));
                prop_assert!(picture.height > 0 || layer.is_none());
            }
        }
    }
}
