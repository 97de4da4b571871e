//! Points in time and lengths as people write them, in UTC.

use countersign_house::Instant;

const DAY: i64 = 86_400;

/// A second of a day.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// Since the beginning of 1970, in UTC.
    pub(super) seconds: i64,
    /// `2026-05-18`.
    pub(super) date: String,
}

impl Moment {
    /// Reads a point in time; parts of a second are left out.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let instant = Instant::parse(text).ok()?;
        let seconds = i64::try_from(instant.nanoseconds().div_euclid(1_000_000_000)).ok()?;
        Some(Self { seconds, date: instant.date().to_string() })
    }

    /// Does it not lie on a whole minute?
    pub(super) fn has_seconds(&self) -> bool {
        self.seconds.rem_euclid(60) != 0
    }

    /// `2026-05-18 09:20 UTC`, with seconds where there are some.
    pub(super) fn full(&self) -> String {
        format!("{} {} UTC", self.date, clock(self.seconds, self.has_seconds()))
    }
}

/// `09:20` or `09:20:00`.
pub(super) fn clock(at: i64, seconds: bool) -> String {
    let left = at.rem_euclid(DAY);
    let (hours, minutes) = (left / 3_600, left / 60 % 60);
    if seconds { format!("{hours:02}:{minutes:02}:{:02}", left % 60) } else { format!("{hours:02}:{minutes:02}") }
}

/// How long, in its two largest units: `1 h 55 min`.
pub(super) fn length(seconds: i64) -> String {
    let units = [(DAY, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut left = seconds;
    let mut parts = Vec::new();
    for (size, unit) in units {
        let many = left / size;
        left %= size;
        if many > 0 {
            parts.push(format!("{many} {unit}"));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{DAY, Moment, length};

    #[test]
    fn moments_and_lengths_are_told_as_people_write_them() {
        for (written, wanted) in [
            ("2026-05-18T09:20:00Z", "2026-05-18 09:20 UTC"),
            ("2026-05-18T09:20:07Z", "2026-05-18 09:20:07 UTC"),
            ("1969-12-31T23:59:59Z", "1969-12-31 23:59:59 UTC"),
        ] {
            assert_eq!(Moment::parse(written).unwrap().full(), wanted);
        }
        for (seconds, wanted) in
            [(0, "0 s"), (45, "45 s"), (6_900, "1 h 55 min"), (3_605, "1 h"), (2 * DAY + 10_800, "2 d 3 h")]
        {
            assert_eq!(length(seconds), wanted);
        }
    }
}
