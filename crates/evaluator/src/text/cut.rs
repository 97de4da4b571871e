//! Sentences, phrases, words, and the parts between separators.

use std::ops::Range;

use super::Text;

/// The sentences: they end at `.`, `!` or `?` before a blank or the end, at a blank line, and where a list item begins.
pub(crate) fn sentences<'a>(text: &Text<'a>) -> Vec<Text<'a>> {
    sentence_ranges(text.as_str()).into_iter().map(|range| text.slice(range)).collect()
}

/// The sentences, cut also at `, ; :` before a blank, and at "but", "and" and "then".
pub(crate) fn phrases<'a>(text: &Text<'a>) -> Vec<Text<'a>> {
    let whole = text.as_str();
    let mut found = Vec::new();
    for sentence in sentence_ranges(whole) {
        let mut start = sentence.start;
        for word in blank_separated(whole, sentence.clone()) {
            let content = whole.get(word.clone()).unwrap_or("");
            let bare = content.trim_matches(|char: char| !char.is_alphanumeric());
            if ["but", "and", "then"].iter().any(|cut| bare.eq_ignore_ascii_case(cut)) {
                keep(&mut found, whole, start..word.start);
                start = word.end;
            } else if content.trim_end_matches(CLOSING).ends_with([',', ';', ':']) {
                keep(&mut found, whole, start..word.end);
                start = word.end;
            }
        }
        keep(&mut found, whole, start..sentence.end);
    }
    found
        .into_iter()
        .map(|range: Range<usize>| {
            let phrase = whole.get(range.clone()).unwrap_or("");
            let end = range.start + phrase.trim_end_matches([',', ';', ':']).trim_end().len();
            text.slice(range.start..end.max(range.start))
        })
        .filter(|phrase| phrase.as_str().chars().any(char::is_alphanumeric))
        .collect()
}

/// The words: what stands between blanks, without the punctuation at its ends.
pub(crate) fn words<'a>(text: &Text<'a>) -> Vec<Text<'a>> {
    let whole = text.as_str();
    blank_separated(whole, 0..whole.len())
        .filter_map(|range| {
            let word = whole.get(range.clone())?;
            let is_edge = |char: char| !(char.is_alphanumeric() || char == '_');
            let start = range.start + (word.len() - word.trim_start_matches(is_edge).len());
            let end = range.start + word.trim_end_matches(is_edge).len();
            (start < end).then(|| text.slice(start..end))
        })
        .collect()
}

/// The parts between separators; an empty separator parts nothing.
pub(crate) fn parts<'a>(text: &Text<'a>, separator: &str) -> Vec<Text<'a>> {
    if separator.is_empty() {
        return vec![text.clone()];
    }
    let whole = text.as_str();
    let mut found = Vec::new();
    let mut start = 0;
    for (at, separator) in whole.match_indices(separator) {
        found.push(text.slice(start..at));
        start = at + separator.len();
    }
    found.push(text.slice(start..whole.len()));
    found
}

/// What may stand between the mark that ends a sentence and the blank behind it.
const CLOSING: [char; 10] = ['"', '\'', ')', ']', '”', '’', '»', '`', '*', '_'];

/// Words whose full stop never ends a sentence.
const ABBREVIATIONS: [&str; 14] =
    ["e.g", "i.e", "cf", "vs", "approx", "mr", "mrs", "ms", "dr", "ca", "resp", "incl", "viz", "fig"];

/// Words whose full stop ends a sentence only where the next word does not begin in lower case or with a digit.
const MAYBE_LAST: [&str; 11] = ["etc", "inc", "ltd", "corp", "co", "no", "nr", "a.m", "p.m", "al", "u.s"];

fn sentence_ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (line_at, line) in lines(text) {
        if line.trim().is_empty() {
            keep(&mut found, text, start..line_at);
            start = line_at + line.len();
            continue;
        }
        let marker = list_marker(line);
        if marker > 0 {
            keep(&mut found, text, start..line_at);
            start = line_at + marker;
        }
        let mut chars = line.char_indices().skip_while(|(at, _)| *at < marker).peekable();
        while let Some((at, char)) = chars.next() {
            if !matches!(char, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
                continue;
            }
            let mut end = at + char.len_utf8();
            while let Some((next, closing)) =
                chars.next_if(|(_, next)| CLOSING.contains(next) || matches!(next, '.' | '!' | '?'))
            {
                end = next + closing.len_utf8();
            }
            let wide = matches!(char, '。' | '！' | '？');
            if !wide && chars.peek().is_some_and(|(_, next)| !next.is_whitespace()) {
                continue;
            }
            if char == '.' && end == at + 1 {
                let rest = text.get(line_at + end..).unwrap_or("");
                if is_abbreviation(line.get(..at).unwrap_or(""), rest) {
                    continue;
                }
            }
            keep(&mut found, text, start..line_at + end);
            start = line_at + end;
        }
    }
    keep(&mut found, text, start..text.len());
    found
}

/// Keeps a range that holds more than blanks, without those at its ends.
fn keep(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = text.get(range.clone()).unwrap_or("");
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.start + part.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}

/// The lines with their line ends, and where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// How many bytes the mark of a list item takes at the start of a line: `- `, `* `, `1. `, `2) `.
fn list_marker(line: &str) -> usize {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    let digits = body.len() - body.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let mark = if (1..=3).contains(&digits) {
        digits + 1
    } else if body.starts_with(['-', '*', '+']) {
        1
    } else if body.starts_with('•') {
        '•'.len_utf8()
    } else {
        return 0;
    };
    let marked = digits == 0 || body.get(digits..mark).is_some_and(|mark| mark == "." || mark == ")");
    let blank = body.get(mark..).is_some_and(|rest| rest.starts_with([' ', '\t']));
    if marked && blank { indent + mark } else { 0 }
}

fn is_abbreviation(before: &str, rest: &str) -> bool {
    let word = before
        .rsplit(|char: char| char.is_whitespace() || matches!(char, '(' | '[' | '"' | '“' | ',' | ';' | ':' | '/'))
        .next()
        .unwrap_or("");
    let is_one_of = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is_one_of(&ABBREVIATIONS) {
        return true;
    }
    let goes_on = rest.trim_start().chars().next().is_some_and(|char| char.is_lowercase() || char.is_ascii_digit());
    goes_on && is_one_of(&MAYBE_LAST)
}

/// The ranges between blanks.
fn blank_separated(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let part = text.get(range.clone()).unwrap_or("");
    let base = range.start;
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = part.get(at..)?;
        let skipped = rest.len() - rest.trim_start().len();
        let word = rest.trim_start().split(char::is_whitespace).next().filter(|word| !word.is_empty())?;
        let start = at + skipped;
        at = start + word.len();
        Some(base + start..base + at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Cut = for<'a> fn(&Text<'a>) -> Vec<Text<'a>>;

    fn check(cut: Cut, cases: &[(&str, &[&str])]) {
        for (source, wanted) in cases {
            let text = Text::of_document(source, crate::conform::CellId(0), 0);
            let found = cut(&text);
            let shown: Vec<&str> = found.iter().map(Text::as_str).collect();
            assert_eq!(&shown, wanted, "{source:?}");
            for part in &found {
                let (_, from, to) = part.place().unwrap();
                assert_eq!(source.get(from as usize..to as usize).unwrap(), part.as_str(), "{source:?}");
            }
        }
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        check(
            sentences,
            &[
                ("", &[]),
                (" \n ", &[]),
                ("One.", &["One."]),
                ("One. Two! Three? four", &["One.", "Two!", "Three?", "four"]),
                (
                    "Pay 1.5 EUR at 10.0.0.1 to file.name now. Done.",
                    &["Pay 1.5 EUR at 10.0.0.1 to file.name now.", "Done."],
                ),
                ("Use keys, e.g. of deploy, i.e. all. Go.", &["Use keys, e.g. of deploy, i.e. all.", "Go."]),
                ("Buckets, keys etc. were read. End", &["Buckets, keys etc. were read.", "End"]),
                ("We saw keys, buckets etc. The end.", &["We saw keys, buckets etc.", "The end."]),
                ("He said \"stop.\" Then left.", &["He said \"stop.\"", "Then left."]),
                ("Wait... what? Yes.", &["Wait...", "what?", "Yes."]),
                ("a folded\nline. is no\nend", &["a folded\nline.", "is no\nend"]),
                ("first\n\nsecond", &["first", "second"]),
                (
                    "todo:\n- rotate the key\n- close it. Now\n1. one\n2) two",
                    &["todo:", "rotate the key", "close it.", "Now", "one", "two"],
                ),
                ("version 3.2 and 1. x", &["version 3.2 and 1.", "x"]),
                ("-not a list", &["-not a list"]),
                ("漢字。次の文！", &["漢字。", "次の文！"]),
                ("Isolated at 10:02Z.\r\nNext.\r\n", &["Isolated at 10:02Z.", "Next."]),
            ],
        );
    }

    #[test]
    fn phrases_are_smaller() {
        check(
            phrases,
            &[
                ("We isolated it, but nothing was rotated.", &["We isolated it", "nothing was rotated."]),
                ("at 10:02Z arn:aws:s3:::x, 1,000 reads", &["at 10:02Z arn:aws:s3:::x", "1,000 reads"]),
                ("stop it; then rotate and close. Done: yes", &["stop it", "rotate", "close.", "Done", "yes"]),
                ("android brand", &["android brand"]),
            ],
        );
    }

    #[test]
    fn words_are_what_blanks_part() {
        check(
            words,
            &[
                ("", &[]),
                ("Hello, world!", &["Hello", "world"]),
                ("(s3:GetObject) — don't  10:02Z.", &["s3:GetObject", "don't", "10:02Z"]),
                ("é\u{a0}漢\n_x_", &["é", "漢", "_x_"]),
            ],
        );
    }

    #[test]
    fn parts_count_empty_ones_too() {
        let text = Text::of_rule("arn:aws:s3:::b");
        let shown: Vec<String> = parts(&text, ":").iter().map(|part| part.as_str().to_owned()).collect();
        assert_eq!(shown, ["arn", "aws", "s3", "", "", "b"]);
        assert_eq!(parts(&text, "").len(), 1);
        assert_eq!(parts(&Text::of_rule(""), ":").len(), 1);
    }
}
