//! Single values out of prose: what is not known, what is quoted, and lists on one line.

use std::ops::Range;

use super::inline::Run;
use crate::outline::Holds;
use crate::{Content, Scalar, Style};

/// A value read from one stretch of text.
pub(crate) enum Value {
    /// Nothing.
    Nothing,
    /// Not known; the words of the reason are this part of the text.
    Unknown(Option<Range<usize>>),
    /// A scalar.
    Single(Run, Style),
    /// A list, item by item.
    List(Vec<Run>),
}

/// Reads a text as a field wants it. On a line or in a cell, quotes around the whole and YAML's words for nothing count
/// as they do in YAML; below a heading they are text.
pub(crate) fn read(run: &Run, holds: &Holds, on_line: bool) -> Value {
    let run = run.trimmed();
    let text = run.text();
    if text.is_empty() || on_line && matches!(text, "~" | "null" | "Null" | "NULL") {
        return Value::Nothing;
    }
    if let Some(why) = unknown(text) {
        let is_bare = why.is_none() && text.eq_ignore_ascii_case("unknown");
        // Where a text is wanted, the bare word is a finding of the schema, as it is in YAML.
        if !(is_bare && matches!(holds, Holds::Text)) {
            return Value::Unknown(why);
        }
    }
    if let Holds::List(item) = holds {
        return match **item {
            Holds::Shape(_) | Holds::List(_) => Value::Single(run, Style::Plain),
            _ => Value::List(parts(&run)),
        };
    }
    if let Some(code) = run.as_code() {
        let style = if *holds == Holds::Text { Style::DoubleQuoted } else { Style::Plain };
        return Value::Single(code.trimmed(), style);
    }
    if on_line
        && let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'))
        && !inner.contains('"')
    {
        return Value::Single(run.slice(1..1 + inner.len()), Style::DoubleQuoted);
    }
    Value::Single(run, Style::Plain)
}

/// The content of a scalar.
pub(crate) fn scalar(run: &Run, style: Style) -> Content {
    let text = run.text();
    let text = if style == Style::Plain && text.eq_ignore_ascii_case("unknown") { "unknown" } else { text };
    Content::Scalar(Scalar { text: text.into(), style })
}

/// Does a text say that something is not known, and where does it say why? `unknown`, `unknown: why`, `!unknown why`,
/// `{unknown: why}`.
fn unknown(text: &str) -> Option<Option<Range<usize>>> {
    let (start, body) = match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        Some(inner) => (1 + inner.len() - inner.trim_start().len(), inner.trim()),
        None => (0, text),
    };
    let (start, body, is_tag) = match body.strip_prefix('!') {
        Some(tagged) if start == 0 => (start + 1, tagged, true),
        _ => (start, body, false),
    };
    let (word, rest) = body.split_at_checked("unknown".len())?;
    if !word.eq_ignore_ascii_case("unknown") {
        return None;
    }
    let rest_at = start + word.len();
    let (why, why_at) = match rest.strip_prefix(':') {
        Some(why) if !is_tag && (why.is_empty() || why.starts_with(char::is_whitespace)) => (why, rest_at + 1),
        None if is_tag && rest.starts_with(char::is_whitespace) => (rest, rest_at),
        _ if rest.is_empty() => (rest, rest_at),
        _ => return None,
    };
    let words = why.trim();
    let lead = why.len() - why.trim_start().len();
    Some((!words.is_empty()).then(|| why_at + lead..why_at + lead + words.len()))
}

/// The items of a list on one line: parted by commas or line breaks, with brackets around them or without.
fn parts(run: &Run) -> Vec<Run> {
    let text = run.text();
    let (from, to) = if text.starts_with('[') && text.ends_with(']') && text.len() >= 2 {
        (1, text.len() - 1)
    } else {
        (0, text.len())
    };
    let mut found = Vec::new();
    let (mut start, mut at, mut in_quotes) = (from, from, false);
    while at < to {
        let rest = text.get(at..to).unwrap_or_default();
        let Some(char) = rest.chars().next() else { break };
        let length = char.len_utf8();
        if char == '"' && (in_quotes || text.get(start..at).is_some_and(|before| before.trim().is_empty())) {
            in_quotes = !in_quotes;
        }
        if matches!(char, ',' | '\n') && !in_quotes && !run.is_code(at) {
            found.push(start..at);
            start = at + length;
        }
        at += length;
    }
    found.push(start..to.max(start));
    found.into_iter().map(|range| run.slice(range).trimmed()).filter(|part| !part.is_blank()).collect()
}

/// Is one word the other but for one letter that was added, left out or mistaken, or two that were swapped? Words of
/// four letters or less are not compared: too many of them are words of their own.
pub(crate) fn is_one_slip(word: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), other.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let ahead = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let behind = behind.min(a.len().min(b.len()) - ahead);
    let middle = |of: &[char]| of.get(ahead..of.len() - behind).unwrap_or_default().to_vec();
    let (a, b) = (middle(&a), middle(&b));
    a.len() <= 1 && b.len() <= 1
        || matches!((a.as_slice(), b.as_slice()), ([first, second], [third, fourth]) if first == fourth && second == third)
}

/// Is a cell empty, or does it hold but a dash, as people write where there is nothing?
pub(crate) fn is_empty_cell(run: &Run) -> bool {
    matches!(run.text().trim(), "" | "-" | "–" | "—")
}

/// Does a paragraph say that there is none?
pub(crate) fn says_none(text: &str) -> bool {
    let text = text.trim();
    text.strip_suffix('.').unwrap_or(text).eq_ignore_ascii_case("none")
}

/// Marks that stand in front of a heading's words: `1.`, `2)`, `3.1`, `#`.
pub(crate) fn without_number(text: &str) -> &str {
    let text = text.trim();
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | ')'));
    let is_number = rest.len() < text.len() && text.starts_with(|char: char| char.is_ascii_digit());
    if is_number && rest.starts_with(char::is_whitespace) { rest.trim_start() } else { text }
}

/// The key in front of the first colon that a blank or the end of the line follows, and what stands behind it.
pub(crate) fn key_and_value(run: &Run, line: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let text = run.text().get(line.clone())?;
    let colon = text
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| text.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)))?;
    let key = text.get(..colon)?;
    let start = line.start + (key.len() - key.trim_start().len());
    let end = start + key.trim().len();
    (start < end && !run.is_code(start)).then(|| (start..end, line.start + colon + 1..line.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_letter() {
        for (word, other, slip) in [
            ("severty", "severity", true),
            ("owners", "owner", true),
            ("sevreity", "severity", true),
            ("actions", "options", false),
            ("note", "notes", false),
            ("scope", "scope", false),
            ("aaaaa", "aaaaaa", true),
        ] {
            assert_eq!(is_one_slip(word, other), slip, "{word}");
        }
    }

    #[test]
    fn the_unknown_is_said_in_several_ways() {
        for (text, why) in [
            ("unknown", Some("")),
            ("Unknown: asked for", Some("asked for")),
            ("!unknown asked for", Some("asked for")),
            ("{unknown: asked for}", Some("asked for")),
            ("{unknown}", Some("")),
            ("unknown:asked", None),
            ("unknown to us", None),
            ("unknowns: two", None),
            ("!unknowns", None),
            ("{ünknown}", None),
        ] {
            let found = unknown(text).map(|why| why.and_then(|range| text.get(range)).unwrap_or_default());
            assert_eq!(found, why, "{text}");
        }
    }

    #[test]
    fn numbers_of_headings_are_no_part_of_their_names() {
        for (text, name) in
            [("1. Scope", "Scope"), ("2.3) Scope", "Scope"), ("3 Scope", "Scope"), ("2026-04", "2026-04")]
        {
            assert_eq!(without_number(text), name, "{text}");
        }
    }
}
