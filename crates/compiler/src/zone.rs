//! Time zones: what a document names so that its times need no offset, each.

use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use crate::scalar::{Instant, NoInstant, local_and_zone, read_offset};

/// A time zone.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    fixed: Option<Offset>,
}

/// Why a time without an offset is no point in time, given a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLocal {
    /// The text is no time without an offset.
    Other(NoInstant),
    /// Clocks were set back, and show this time twice: the earlier point, then the later one.
    Twice(Instant, Instant),
    /// Clocks were set forward, and never show this time. The points that it would be by the offset from before and by
    /// the one from after.
    Never(Instant, Instant),
}

impl Zone {
    /// UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC, fixed: Some(Offset::UTC) }
    }

    /// Reads `UTC`, an offset such as `+02:00` (with `UTC` in front or without), or a name such as `Europe/Berlin`. Names
    /// come from tables that are part of the program, so that they mean the same on every machine.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if ["UTC", "Z", "GMT", "Etc/UTC", "Zulu"].iter().any(|utc| text.eq_ignore_ascii_case(utc)) {
            return Some(Self::utc());
        }
        let signed = text.find(['+', '-']).and_then(|at| {
            let (name, offset) = text.split_at_checked(at)?;
            matches!(name.trim(), "" | "UTC" | "GMT").then_some(offset)
        });
        if let Some(offset) = signed {
            let offset = read_offset(offset)?;
            return Some(Self { zone: TimeZone::fixed(offset), fixed: Some(offset) });
        }
        let zone = TimeZoneDatabase::bundled().get(text).ok()?;
        Some(Self { zone, fixed: None })
    }

    /// The name that was most likely meant.
    #[must_use]
    pub fn nearest(text: &str) -> Option<String> {
        let names: Vec<String> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
        let near = countersign_source::nearest(text.trim(), names.iter().map(String::as_str)).map(str::to_owned);
        // A city alone is how people name a zone.
        let city = text.trim().replace(' ', "_");
        let of_city = || {
            let ends = |name: &&String| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city));
            names.iter().find(ends).cloned()
        };
        of_city().or(near)
    }

    /// The point in time that a text without an offset means in this zone.
    ///
    /// # Errors
    ///
    /// Where it means none, or one of two.
    pub fn instant(&self, text: &str) -> Result<Instant, NoLocal> {
        let (time, rest) = local_and_zone(text).map_err(NoLocal::Other)?;
        if !rest.is_empty() {
            return Err(NoLocal::Other(NoInstant::Form));
        }
        let none = NoLocal::Other(NoInstant::NoSuchTime);
        let time = time.ok_or_else(|| none.clone())?;
        let at = |offset: Offset| Instant::with_offset(time, offset).ok_or_else(|| none.clone());
        if let Some(offset) = self.fixed {
            return at(offset);
        }
        // A zone that happens to stand at UTC in winter is not UTC.
        match self.zone.to_ambiguous_timestamp(time).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset).map(Instant::not_in_utc),
            AmbiguousOffset::Fold { before, after } => {
                Err(NoLocal::Twice(at(before)?.not_in_utc(), at(after)?.not_in_utc()))
            }
            AmbiguousOffset::Gap { before, after } => {
                let moved = |by: Offset, to: Offset| {
                    let point = at(by)?;
                    Ok(point.at_offset(to).not_in_utc())
                };
                Err(NoLocal::Never(moved(before, after)?, moved(after, before)?))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_named_or_counted() {
        for (zone, text, shown) in [
            ("UTC", "2026-04-12 10:00", "2026-04-12T10:00Z"),
            ("utc", "2026-04-12T10:00:30", "2026-04-12T10:00:30Z"),
            ("+02:00", "2026-04-12 10:00", "2026-04-12T10:00+02"),
            ("UTC+2", "", "none"),
            ("UTC+02:00", "2026-04-12 10:00", "2026-04-12T10:00+02"),
            ("Europe/Berlin", "2026-01-12 10:00", "2026-01-12T10:00+01"),
            ("europe/berlin", "2026-07-12 10:00", "2026-07-12T10:00+02"),
            ("America/New_York", "2026-07-12 10:00", "2026-07-12T10:00-04"),
            ("Berlin", "", "none"),
            ("", "", "none"),
        ] {
            let found = Zone::parse(zone).map_or("none".to_owned(), |zone| zone.instant(text).unwrap().to_string());
            assert_eq!(found, shown, "{zone}");
        }
        assert_eq!(Zone::nearest("Berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(Zone::nearest("Europe/Berln").as_deref(), Some("Europe/Berlin"));
    }

    #[test]
    fn a_zone_that_stands_at_utc_in_winter_is_not_utc() {
        let london = Zone::parse("Europe/London").unwrap().instant("2026-01-12 10:00").unwrap();
        assert!(!london.utc && Zone::utc().instant("2026-01-12 10:00").unwrap().utc);
        assert_eq!(london.to_string(), "2026-01-12T10:00+00");
    }

    #[test]
    fn a_time_that_clocks_show_twice_or_never_is_both() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let shown = |text: &str| match berlin.instant(text) {
            Err(NoLocal::Twice(first, second)) => format!("twice {first} {second}"),
            Err(NoLocal::Never(first, second)) => format!("never {first} {second}"),
            other => format!("{other:?}"),
        };
        assert_eq!(shown("2026-10-25 02:30"), "twice 2026-10-25T02:30+02 2026-10-25T02:30+01");
        assert_eq!(shown("2026-03-29 02:30"), "never 2026-03-29T03:30+02 2026-03-29T01:30+01");
    }
}
