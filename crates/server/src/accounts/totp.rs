//! The codes of people's apps (TOTP, RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits). That each is taken once is `store`'s business.

use totp_rs::{Algorithm, Builder};
use visit::Time;
use zeroize::Zeroizing;

/// Length of an app's secret, in bytes (RFC 4226 §4).
const SECRET_BYTES: usize = 20;
/// How many steps an app's clock may be off, either way (RFC 6238 §5.2).
const SKEW: u16 = 1;
/// Length of a step, in seconds.
const STEP: u64 = 30;

/// Which step's code this is, of those that are taken now; none if it is no such code, or the secret is not of the right length.
pub(super) fn step(secret: &[u8], code: &str, now: Time) -> Option<i64> {
    let secret = Zeroizing::new(<[u8; SECRET_BYTES]>::try_from(secret).ok()?);
    let app = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(SKEW).with_step_duration(STEP);
    let app = app.with_secret(*secret).build().ok()?;
    app.check(code, now.0 / 1000).and_then(|step| i64::try_from(step).ok())
}

/// Whether this can be an app's secret.
pub(super) fn is_secret(secret: &[u8]) -> bool {
    secret.len() == SECRET_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the last six of its eight digits.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step_of_code = i64::try_from(seconds / 30).unwrap();
            assert_eq!(step(SECRET, code, Time(seconds * 1000)), Some(step_of_code), "{code}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_late_and_no_longer() {
        // Of step 1, from second 30 to 60.
        let at = |second: u64| step(SECRET, "287082", Time(second * 1000));
        assert_eq!((at(0), at(30), at(59), at(89)), (Some(1), Some(1), Some(1), Some(1)));
        assert_eq!((at(90), at(120), at(3_600)), (None, None, None));
        // Of step 37,037,036: two steps early, one step early.
        let at = |second: u64| step(SECRET, "081804", Time(second * 1000));
        assert_eq!((at(1_111_111_049), at(1_111_111_050)), (None, Some(37_037_036)));
    }

    #[test]
    fn what_is_no_code_or_no_secret_is_refused() {
        for bad in ["", "28708", "2870820", " 87082", "+87082", "28708a", "２８７０８２"] {
            assert_eq!(step(SECRET, bad, Time(59_000)), None, "{bad}");
        }
        assert_eq!(step(&SECRET[..19], "287082", Time(59_000)), None);
        assert!(is_secret(SECRET) && !is_secret(&SECRET[1..]));
    }
}
