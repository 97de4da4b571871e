//! Mistakes in numbers, dates, signs and single characters.

use countersign_source::{Diagnostic, Span, nearest};

/// Outside texts and comments a rule file is made of letters, digits and a few signs. Characters that look like a
/// blank, a hyphen or a quotation mark and are not often come from a word processor or a web page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignCharacter {
    /// The character.
    pub at: Span,
    /// The same.
    pub char: char,
}

impl ForeignCharacter {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let (name, instead) = match self.char {
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ("a special blank", Some("a plain blank")),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
                ("an invisible character", None)
            }
            '–' | '—' | '−' | '‐' | '‑' => ("a special dash", Some("`-`")),
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '\'' => {
                ("a stray quotation mark", Some("`\"`"))
            }
            '→' | '⇒' => ("an arrow character", Some("`->`")),
            '≤' => ("a special sign", Some("`<=`")),
            '≥' => ("a special sign", Some("`>=`")),
            '≠' => ("a special sign", Some("`!=`")),
            '…' => ("a special sign", Some("`..`")),
            char if char.is_control() => ("a control character", None),
            _ => ("a character", None),
        };
        let number = format!("U+{:04X}", u32::from(self.char));
        let shown = if self.char.is_control() || self.char.is_whitespace() || name == "an invisible character" {
            format!("`{number}`")
        } else {
            format!("`{}` ({number})", self.char)
        };
        let report = Diagnostic::error(code, format!("{name} that has no place here: {shown}")).at(self.at, "this one");
        match instead {
            Some(instead) => report.help(format!("write {instead}")),
            None => report.help("take it out"),
        }
    }
}

/// A duration is a whole number and one of the units `s`, `min`, `h` and `d`, without a blank between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownUnit {
    /// The duration.
    pub at: Span,
    /// The number as it was written.
    pub number: String,
    /// The unit as it was written.
    pub unit: String,
    /// Does a blank stand before it?
    pub apart: bool,
}

impl UnknownUnit {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let message = match self.apart {
            true => format!("the unit `{}` stands apart from its number", self.unit),
            false => format!("no unit `{}`", self.unit),
        };
        let report = Diagnostic::error(code, message).at(self.at, "not a duration");
        let number = &self.number;
        let unit = match self.unit.to_ascii_lowercase().as_str() {
            "h" | "hr" | "hrs" | "hour" | "hours" => Some("h"),
            "m" | "min" | "mins" | "minute" | "minutes" => Some("min"),
            "s" | "sec" | "secs" | "second" | "seconds" => Some("s"),
            "d" | "day" | "days" => Some("d"),
            "w" | "wk" | "wks" | "week" | "weeks" => {
                let days = number.parse::<u32>().ok().and_then(|weeks| weeks.checked_mul(7));
                return match days {
                    Some(days) => report.help(format!("write `{days}d`")),
                    None => report.help("the units are `s`, `min`, `h` and `d`"),
                };
            }
            other => nearest(other, ["min", "hours", "minutes", "seconds", "days"]).map(|near| match near {
                "hours" => "h",
                "seconds" => "s",
                "days" => "d",
                _ => "min",
            }),
        };
        match unit {
            Some(unit) => report.help(format!("write `{number}{unit}`")),
            None => report.help("the units are `s`, `min`, `h` and `d`"),
        }
    }
}

/// A number is digits, with a dot and more digits where it has a fraction: `3`, `2.5`. Nothing parts thousands. A
/// duration is a whole number and a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadNumber {
    /// The number.
    pub at: Span,
    /// The same as it was written.
    pub written: String,
}

impl BadNumber {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let report = Diagnostic::error(code, format!("`{}` is no number", self.written)).at(self.at, "cannot be read");
        let plain: String = self.written.chars().filter(|char| *char != '_').collect();
        if plain.bytes().all(|byte| byte.is_ascii_digit()) {
            report.help(format!("write `{plain}`"))
        } else if self.written.contains('.') && self.written.ends_with(['s', 'n', 'h', 'd']) {
            report.help("a duration is a whole number and a unit, as in `90min`")
        } else {
            report.help("a number is written `3` or `2.5`, a duration `24h`, a date `2026-04-12`")
        }
    }
}

/// What is wrong with a date or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFault {
    /// The date has another form than `2026-04-12`.
    NotADate,
    /// What follows the date is no time of day.
    NotATime,
    /// There is no `Z` and no offset.
    NoOffset,
}

/// A date is written `2026-04-12`; an instant is a date, a `T`, a time, and how far that time is ahead of UTC:
/// `2026-04-12T10:00Z` or `2026-04-12T12:00+02:00`. Without the last part nobody could tell which instant is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTime {
    /// The date or instant.
    pub at: Span,
    /// The same as it was written.
    pub written: String,
    /// What is wrong.
    pub fault: TimeFault,
}

impl BadTime {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        let written = &self.written;
        match self.fault {
            TimeFault::NotADate => Diagnostic::error(code, format!("`{written}` is no date"))
                .at(self.at, "cannot be read")
                .help("a date is written `2026-04-12`"),
            TimeFault::NotATime => Diagnostic::error(code, format!("`{written}` is no instant"))
                .at(self.at, "cannot be read")
                .help("an instant is written `2026-04-12T10:00Z` or `2026-04-12T12:00+02:00`"),
            TimeFault::NoOffset => Diagnostic::error(code, format!("`{written}` does not say in which time zone"))
                .at(self.at, "the offset is missing")
                .help(format!("write `{written}Z` if this is UTC, or an offset such as `{written}+02:00`")),
        }
    }
}

/// A minus has a blank on each side, since a hyphen also stands inside names: `prepared_at - approval.at`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinusWithoutBlanks {
    /// The minus.
    pub at: Span,
}

impl MinusWithoutBlanks {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a minus has a blank on each side").at(self.at, "write ` - `")
    }
}

/// A comment begins with `//`; `///` documents what follows, and `//!` the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignComment {
    /// The `#`.
    pub at: Span,
}

impl ForeignComment {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, "a comment begins with `//`, not with `#`").at(self.at, "write `//`")
    }
}

/// Nothing in a rule file ends with `;`: a clause ends where the next one begins, and fields are parted by lines or
/// commas. No `:` stands behind the word of a clause, which says by itself what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Semicolon {
    /// The sign.
    pub at: Span,
    /// The same: `;` or `:`.
    pub sign: &'static str,
}

impl Semicolon {
    pub(super) fn words(&self, code: &str) -> Diagnostic {
        Diagnostic::error(code, format!("no `{}` here", self.sign)).at(self.at, "take it out")
    }
}
