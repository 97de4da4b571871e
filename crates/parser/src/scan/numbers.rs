//! Where numbers, durations, dates and instants end, and what can be wrong with one.

use countersign_source::{FileId, Span};

use crate::errors::{BadNumber, BadTime, SyntaxError, TimeFault, UnknownUnit};

/// Where a literal that begins with a digit ends.
pub(crate) struct NumberEnd {
    /// The offset behind it.
    pub(crate) end: usize,
}

/// Reads a literal that begins with a digit to its end.
pub(crate) fn number(bytes: &[u8], start: usize) -> NumberEnd {
    let rest = bytes.get(start..).unwrap_or_default();
    let dated = is_shape(rest, b"0000-0");
    let mut length = 0;
    while let Some(byte) = rest.get(length).copied() {
        let next = rest.get(length + 1).copied().unwrap_or(0);
        let goes_on = match byte {
            b'.' => next.is_ascii_digit(),
            b'-' | b':' if dated => next.is_ascii_digit(),
            b'+' if dated => next.is_ascii_digit(),
            _ => byte.is_ascii_alphanumeric() || byte == b'_',
        };
        if !goes_on {
            break;
        }
        length += 1;
    }
    NumberEnd { end: start + length }
}

/// Does `text` begin with this shape, where `0` stands for a digit and anything else for itself?
fn is_shape(text: &[u8], shape: &[u8]) -> bool {
    text.len() >= shape.len()
        && text.iter().zip(shape).all(
            |(byte, wanted)| {
                if *wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted }
            },
        )
}

/// What is wrong with a literal that begins with a digit at `start`, if anything is.
pub(crate) fn mistake(file: FileId, literal: &str, start: usize) -> Option<SyntaxError> {
    let at = Span::new(file, start..start + literal.len());
    let bytes = literal.as_bytes();
    if is_shape(bytes, b"0000-0") {
        return time_fault(bytes).map(|fault| SyntaxError::BadTime(BadTime { at, written: literal.to_owned(), fault }));
    }
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (whole, rest) = literal.split_at_checked(digits)?;
    let unit = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|char: char| char.is_ascii_digit()),
        None => rest,
    };
    match unit {
        "" => None,
        "s" | "min" | "h" | "d" if !rest.starts_with('.') => None,
        _ if !rest.starts_with('.') && unit.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            Some(SyntaxError::UnknownUnit(UnknownUnit {
                at,
                number: whole.to_owned(),
                unit: unit.to_owned(),
                apart: false,
            }))
        }
        _ => Some(SyntaxError::BadNumber(BadNumber { at, written: literal.to_owned() })),
    }
}

fn time_fault(bytes: &[u8]) -> Option<TimeFault> {
    if !is_shape(bytes, b"0000-00-00") {
        return Some(TimeFault::NotADate);
    }
    let rest = bytes.get(10..).unwrap_or_default();
    if rest.is_empty() {
        return None;
    }
    if !is_shape(rest, b"T00:00") {
        return Some(TimeFault::NotATime);
    }
    let mut rest = rest.get(6..).unwrap_or_default();
    if is_shape(rest, b":00") {
        rest = rest.get(3..).unwrap_or_default();
        if is_shape(rest, b".0") {
            rest = rest.get(1..).unwrap_or_default();
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            rest = rest.get(digits..).unwrap_or_default();
        }
    }
    match rest {
        b"Z" => None,
        [] => Some(TimeFault::NoOffset),
        _ if rest.len() == 6 && (is_shape(rest, b"+00:00") || is_shape(rest, b"-00:00")) => None,
        _ => Some(TimeFault::NotATime),
    }
}
