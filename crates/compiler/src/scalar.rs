//! The single values of the language: how they are read, from rule text and from documents alike, and how they are shown.

use std::fmt;

use jiff::civil;
use rust_decimal::Decimal;

/// An exact decimal number of up to 28 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub Decimal);

impl Number {
    /// Reads a number as YAML 1.2 and JSON write it: `3`, `-2.5`, `1e3`. No infinities, no hexadecimal.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.starts_with(|char: char| char.is_ascii_digit()) && !digits.starts_with('.') {
            return None;
        }
        if digits.contains('_') {
            return None;
        }
        if digits.contains(['e', 'E']) { Decimal::from_scientific(text) } else { text.parse() }.ok().map(Self)
    }

    /// A whole number.
    #[must_use]
    pub fn whole(value: u64) -> Self {
        Self(Decimal::from(value))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.0.normalize())
    }
}

/// A length of time, in whole milliseconds; negative where it looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    milliseconds: i64,
}

/// The units of durations, from the largest, with their length in milliseconds.
pub const UNITS: [(&str, i64); 4] = [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000)];

impl Duration {
    /// A length of time in milliseconds.
    #[must_use]
    pub fn from_milliseconds(milliseconds: i64) -> Self {
        Self { milliseconds }
    }

    /// Its length in milliseconds.
    #[must_use]
    pub fn milliseconds(self) -> i64 {
        self.milliseconds
    }

    /// Reads `30min`, `24h`, `7d` or `90s`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let split = text.find(|char: char| !char.is_ascii_digit())?;
        let (digits, unit) = text.split_at(split);
        let (_, length) = UNITS.iter().find(|(name, _)| *name == unit)?;
        digits.parse::<i64>().ok()?.checked_mul(*length).map(Self::from_milliseconds)
    }

    /// Its length in the largest unit that takes a whole number of it, as rule text and documents write it: `90min`.
    #[must_use]
    pub fn in_one_unit(self) -> String {
        let whole = UNITS.iter().find(|(_, length)| self.milliseconds % length == 0);
        let (unit, length) = whole.copied().unwrap_or(("s", 1000));
        format!("{}{unit}", self.milliseconds / length)
    }

    /// The sum, where it can be held.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.milliseconds.checked_add(other.milliseconds).map(Self::from_milliseconds)
    }

    /// The difference, where it can be held.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.milliseconds.checked_sub(other.milliseconds).map(Self::from_milliseconds)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.milliseconds < 0 {
            write!(to, "-")?;
        }
        let mut left = self.milliseconds.unsigned_abs();
        // Whole hours read better than days and hours up to two days: a lifetime of `24h` stays `24h`.
        let mut first = true;
        for (name, length) in UNITS {
            let length = length.unsigned_abs();
            if name == "d" && left < 2 * length && (left % length).is_multiple_of(3_600_000) && left != 0 {
                continue;
            }
            let many = left / length;
            if many > 0 {
                write!(to, "{}{many}{name}", if first { "" } else { " " })?;
                first = false;
                left %= length;
            }
        }
        if left > 0 {
            write!(to, "{}{left}ms", if first { "" } else { " " })?;
        } else if first {
            write!(to, "0s")?;
        }
        Ok(())
    }
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// Reads `2026-04-12`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(
                |(at, byte)| {
                    if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() }
                },
            );
        if !shaped {
            return None;
        }
        text.parse().ok().map(Self)
    }

    /// The day that lies so far from this one; only whole days can be added.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Option<Self> {
        let days = duration.milliseconds.checked_div(86_400_000)?;
        if duration.milliseconds % 86_400_000 != 0 {
            return None;
        }
        self.0.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Self)
    }

    /// How many days it lies behind the beginning of 1970.
    #[must_use]
    pub fn days(self) -> i64 {
        let first = civil::Date::constant(1970, 1, 1);
        self.0.since(first).map_or(0, |span| i64::from(span.get_days()))
    }

    /// How far this day lies behind another, in whole days.
    #[must_use]
    pub fn since(self, other: Self) -> Duration {
        let days = self.0.since(other.0).map_or(0, |span| i64::from(span.get_days()));
        Duration::from_milliseconds(days * 86_400_000)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.0)
    }
}

/// A point in time, and whether it was written as UTC. Compares by the point alone.
#[derive(Clone, Copy, Debug)]
pub struct Instant {
    at: jiff::Timestamp,
    /// Was it written with `Z` or an offset of zero?
    pub utc: bool,
    offset: jiff::tz::Offset,
}

/// Why a text is no point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInstant {
    /// It has another form.
    Form,
    /// It has the form, but says no offset.
    NoOffset,
    /// It has the form, but no such day or time exists.
    NoSuchTime,
}

impl Instant {
    /// Reads `2026-04-12T10:00Z`, with seconds, a fraction and an offset as wanted; a blank may stand for the `T`.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, NoInstant> {
        let (time, zone) = local_and_zone(text)?;
        let offset = match zone {
            "" => return Err(NoInstant::NoOffset),
            "Z" | "z" => jiff::tz::Offset::UTC,
            zone => read_offset(zone).ok_or(NoInstant::Form)?,
        };
        Self::with_offset(time.ok_or(NoInstant::NoSuchTime)?, offset).ok_or(NoInstant::NoSuchTime)
    }

    /// A time of the clock, so far from UTC.
    pub(crate) fn with_offset(time: civil::DateTime, offset: jiff::tz::Offset) -> Option<Self> {
        let at = offset.to_timestamp(time).ok()?;
        Some(Self { at, utc: offset.seconds() == 0, offset })
    }

    /// The same point, as clocks so far from UTC show it.
    pub(crate) fn at_offset(self, offset: jiff::tz::Offset) -> Self {
        Self { offset, ..self }
    }

    /// The same, but not as written in UTC.
    pub(crate) fn not_in_utc(self) -> Self {
        Self { utc: false, ..self }
    }

    /// The point in time that lies so far from this one.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Option<Self> {
        let at = self.at.checked_add(jiff::SignedDuration::from_millis(duration.milliseconds)).ok()?;
        Some(Self { at, ..self })
    }

    /// How far this point lies behind another. Fractions of a millisecond are cut off.
    #[must_use]
    pub fn since(self, other: Self) -> Duration {
        Duration::from_milliseconds(self.at.as_millisecond() - other.at.as_millisecond())
    }

    /// How far it lies behind the beginning of 1970, in UTC.
    #[must_use]
    pub fn nanoseconds(self) -> i128 {
        self.at.as_nanosecond()
    }

    /// The day, in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        Date(jiff::tz::Offset::UTC.to_datetime(self.at).date())
    }
}

/// Reads the day and the time of the clock, and says what stands behind it; no time where there is no such.
pub(crate) fn local_and_zone(text: &str) -> Result<(Option<civil::DateTime>, &str), NoInstant> {
    let (date, rest) = text.split_at_checked(10).ok_or(NoInstant::Form)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).ok_or(NoInstant::Form)?;
    let time_end = rest.find(|char: char| !(char.is_ascii_digit() || char == ':' || char == '.')).unwrap_or(rest.len());
    let (time, zone) = rest.split_at_checked(time_end).ok_or(NoInstant::Form)?;
    let date_shaped = date.len() == 10
        && date.bytes().enumerate().all(
            |(at, byte)| {
                if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() }
            },
        );
    let (clock, fraction) = time.split_once('.').map_or((time, None), |(clock, fraction)| (clock, Some(fraction)));
    let clock_shaped = matches!(clock.len(), 5 | 8)
        && clock.bytes().enumerate().all(
            |(at, byte)| {
                if at == 2 || at == 5 { byte == b':' } else { byte.is_ascii_digit() }
            },
        );
    let fraction_shaped = fraction.is_none_or(|digits| {
        clock.len() == 8 && (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !(date_shaped && clock_shaped && fraction_shaped) {
        return Err(NoInstant::Form);
    }
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
    Ok((format!("{date}T{clock}{seconds}{fraction}").parse().ok(), zone))
}

/// Reads `+02:00`, `+0200` or `+02`.
pub(crate) fn read_offset(zone: &str) -> Option<jiff::tz::Offset> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits.len() {
        5 => digits.split_once(':')?,
        4 => digits.split_at_checked(2)?,
        2 => (digits, "00"),
        _ => return None,
    };
    if hours.len() != 2
        || minutes.len() != 2
        || !(hours.bytes().chain(minutes.bytes())).all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if minutes > 59 || hours > 23 {
        return None;
    }
    jiff::tz::Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

impl PartialEq for Instant {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Instant {}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl std::hash::Hash for Instant {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.offset.to_datetime(self.at);
        let clock = if time.second() == 0 && time.subsec_nanosecond() == 0 {
            format!("{:02}:{:02}", time.hour(), time.minute())
        } else {
            time.time().to_string()
        };
        let zone = if self.utc { "Z".to_owned() } else { self.offset.to_string() };
        write!(to, "{}T{clock}{zone}", time.date())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_finite() {
        for (text, shown) in [("3", "3"), ("-2.50", "-2.5"), ("1e3", "1000"), ("0.1", "0.1"), ("007", "7")] {
            assert_eq!(Number::parse(text).unwrap().to_string(), shown, "{text}");
        }
        for text in ["", "x", "inf", ".inf", "nan", "0x1f", "1_000", "1e999", "--1", "1.2.3"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_shown_as_people_write_them() {
        for (text, shown) in [
            ("24h", "24h"),
            ("30min", "30min"),
            ("7d", "7d"),
            ("90s", "1min 30s"),
            ("36h", "36h"),
            ("50h", "2d 2h"),
            ("0h", "0s"),
            ("1d", "24h"),
        ] {
            assert_eq!(Duration::parse(text).unwrap().to_string(), shown, "{text}");
        }
        for text in ["", "24", "h", "24hours", "-3h", "99999999999999999d"] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
        assert_eq!(Duration::from_milliseconds(-90_000).to_string(), "-1min 30s");
    }

    #[test]
    fn instants_need_an_offset_and_remember_it() {
        let utc = Instant::parse("2026-04-12T10:00Z").unwrap();
        let east = Instant::parse("2026-04-12 12:00:00+02:00").unwrap();
        assert_eq!(utc, east);
        assert!(utc.utc && !east.utc && Instant::parse("2026-04-12T10:00:00.5+00:00").unwrap().utc);
        assert_eq!((utc.to_string(), east.to_string()), ("2026-04-12T10:00Z".into(), "2026-04-12T12:00+02".into()));
        assert_eq!(east.since(utc), Duration::from_milliseconds(0));
        assert_eq!(Instant::parse("2026-04-12T10:00"), Err(NoInstant::NoOffset));
        assert_eq!(Instant::parse("2026-02-30T10:00Z"), Err(NoInstant::NoSuchTime));
        assert_eq!(Instant::parse("2026-02-01T25:00Z"), Err(NoInstant::NoSuchTime));
        for text in
            ["", "2026-04-12", "12.04.2026T10:00Z", "2026-04-12T10Z", "2026-04-12T10:00 UTC", "2026-04-12T10:00+2"]
        {
            assert_eq!(Instant::parse(text), Err(NoInstant::Form), "{text}");
        }
    }

    #[test]
    fn days_are_counted() {
        let (a, b) = (Date::parse("2026-02-27").unwrap(), Date::parse("2026-03-02").unwrap());
        assert_eq!(b.since(a), Duration::parse("3d").unwrap());
        assert_eq!(a.plus(Duration::parse("72h").unwrap()), Some(b));
        assert_eq!(a.plus(Duration::parse("1h").unwrap()), None);
        assert_eq!(Date::parse("2026-13-01"), None);
        assert_eq!(Instant::parse("2026-04-12T23:30-02:00").unwrap().date(), Date::parse("2026-04-13").unwrap());
    }
}
