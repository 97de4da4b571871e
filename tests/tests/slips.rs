//! One slip in a pack, of each kind at each place where it can be made: one diagnostic, which points at its line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "all of it is test code, the functions between the tests too"
)]

use std::fmt::Write as _;
use std::ops::Range;

use countersign_house::{Entry, EntryKind, Host, HostError, OpenOptions, open};
use countersign_source::Level;
use countersign_tests::Repository;

const PACK: &str = "fixtures/slips/change.rules";

/// What stands at `at` in the pack, and what is written there by mistake.
struct Slip {
    at: Range<usize>,
    written: String,
}

/// The pack with a slip in it.
struct Slipped(String);

impl Host for Slipped {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        if path == PACK { Ok(self.0.clone().into_bytes()) } else { Repository.read(path) }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        Repository.list(folder)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, HostError> {
        Repository.kind(path)
    }
}

fn pack() -> String {
    String::from_utf8(Repository.read(PACK).unwrap()).unwrap()
}

/// The place of a part of a line, where the line begins at `start`.
fn part(start: usize, line: &str, part: &str) -> Range<usize> {
    let at = start + (part.as_ptr() as usize - line.as_ptr() as usize);
    at..at + part.len()
}

/// The lines of the pack that are no comments, with their offsets.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches('\n')))
    });
    lines.filter(|(_, line)| !line.starts_with("//")).collect()
}

/// How a word comes out when the finger slips.
fn misspelt(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let swapped = |at: usize| {
        let mut chars = chars.clone();
        chars.swap(at, at + 1);
        chars.into_iter().collect::<String>()
    };
    let without = |at: usize| chars.iter().enumerate().filter(|(each, _)| *each != at).map(|(_, char)| char).collect();
    let doubled = format!("{word}{}", chars[chars.len() - 1]);
    let all = [swapped(1), swapped(chars.len() - 2), without(chars.len() - 1), without(1), doubled];
    all.into_iter().filter(|other| other != word).collect()
}

/// Says which slips are not told in one diagnostic that points at their line.
fn badly_told(text: &str, slips: &[Slip]) -> String {
    let mut badly = String::new();
    for slip in slips {
        let slipped = format!("{}{}{}", &text[..slip.at.start], slip.written, &text[slip.at.end..]);
        let line = text[..slip.at.start].matches('\n').count();
        let host = Slipped(slipped.clone());
        let options = OpenOptions { rules: vec![PACK.to_owned()], tests: true, configuration: None };
        let told = open(&host, &options).diagnostics;
        let at_line = |label: &countersign_source::Label| {
            let place = label.span.range();
            let first = slipped[..place.start].matches('\n').count();
            let last = slipped[..place.end].matches('\n').count();
            (first..=last).contains(&line)
        };
        let well = match told.as_slice() {
            // A closing brace is missed further down; what matters is the one that it should have closed.
            [only] if &text[slip.at.clone()] == "}" => only.code == "E0032" || only.labels.iter().any(at_line),
            [only] => only.level == Level::Error && only.labels.iter().any(at_line),
            _ => false,
        };
        if !well {
            let (was, is) = (&text[slip.at.clone()], &slip.written);
            let _ = writeln!(badly, "line {}: `{was}` became `{is}`", line + 1);
            for each in told {
                let places: Vec<usize> = each
                    .labels
                    .iter()
                    .map(|label| slipped[..label.span.range().start].matches('\n').count() + 1)
                    .collect();
                let _ = writeln!(badly, "    {} {} {places:?}", each.code, each.message);
            }
        }
    }
    badly
}

#[test]
fn the_pack_without_a_slip_compiles() {
    let options = OpenOptions { rules: vec![PACK.to_owned()], tests: true, configuration: None };
    let told = open(&Repository, &options).diagnostics;
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_misspelt_or_forgotten_word_of_an_item_is_one_error() {
    let text = pack();
    let mut slips = Vec::new();
    for (start, line) in lines(&text) {
        let word = line.split(' ').next().unwrap();
        if word.is_empty() || !line.starts_with(|first: char| first.is_ascii_lowercase()) {
            continue;
        }
        let written = misspelt(word).into_iter().chain([String::new()]);
        slips.extend(written.map(|written| Slip { at: part(start, line, word), written }));
    }
    assert!(slips.len() > 100, "there are {} slips", slips.len());
    let badly = badly_told(&text, &slips);
    assert!(badly.is_empty(), "{badly}");
}

#[test]
fn a_forgotten_name_is_one_error() {
    let text = pack();
    let mut slips = Vec::new();
    for (start, line) in lines(&text) {
        let mut words = line.split([' ', '(', ':']);
        let (word, name) = (words.next().unwrap(), words.next().unwrap_or(""));
        if line.starts_with(|first: char| first.is_ascii_lowercase()) && !matches!(word, "steps" | "risks" | "test") {
            slips.push(Slip { at: part(start, line, name), written: String::new() });
        }
    }
    assert!(slips.len() > 12, "there are {} slips", slips.len());
    let badly = badly_told(&text, &slips);
    assert!(badly.is_empty(), "{badly}");
}

#[test]
fn a_forgotten_brace_or_bracket_is_one_error() {
    let text = pack();
    let mut slips = Vec::new();
    for (start, line) in lines(&text) {
        let bracket = |char: char| "{}()[]<>".contains(char);
        for (at, sign) in line.match_indices(bracket) {
            // In a text and in a pattern they mean something else, and `<` between members is an operator.
            let before = &line[..at];
            let inside = before.matches('"').count() % 2 == 1 || before.contains('/');
            let operator = line[at + 1..].starts_with([' ', '=']) && matches!(sign, "<" | ">") || before.ends_with('-');
            if !inside && !operator {
                slips.push(Slip { at: start + at..start + at + 1, written: " ".to_owned() });
            }
        }
    }
    assert!(slips.len() > 50, "there are {} slips", slips.len());
    let badly = badly_told(&text, &slips);
    assert!(badly.is_empty(), "{badly}");
}

#[test]
fn a_forgotten_quotation_mark_is_one_error() {
    let text = pack();
    let mut slips = Vec::new();
    for (start, line) in lines(&text) {
        match line.find("\"\"\"") {
            // Where the last of a block is forgotten, only its first can be pointed at.
            Some(_) if line.trim() == "\"\"\"" => {}
            Some(at) => slips.push(Slip { at: start + at..start + at + 3, written: String::new() }),
            None => slips.extend(
                line.match_indices('"').map(|(at, _)| Slip { at: start + at..start + at + 1, written: String::new() }),
            ),
        }
    }
    assert!(slips.len() > 40, "there are {} slips", slips.len());
    let badly = badly_told(&text, &slips);
    assert!(badly.is_empty(), "{badly}");
}

#[test]
fn a_misspelt_or_forgotten_word_of_a_clause_is_one_error() {
    let text = pack();
    let mut slips = Vec::new();
    let mut block = false;
    for (start, line) in lines(&text) {
        block ^= line.contains("\"\"\"");
        let word = line.trim_start().split(' ').next().unwrap();
        let is_clause =
            line.starts_with("    ") && word.chars().all(|char| char.is_ascii_lowercase()) && word.len() > 1;
        let entry = matches!(word, "plan" | "approval" | "surprise" | "key") || line.contains("->");
        if !is_clause || entry || block {
            continue;
        }
        let written = match word.len() {
            0..=3 => Vec::new(),
            _ => misspelt(word),
        };
        slips.extend(
            written.into_iter().chain([String::new()]).map(|written| Slip { at: part(start, line, word), written }),
        );
    }
    assert!(slips.len() > 120, "there are {} slips", slips.len());
    let badly = badly_told(&text, &slips);
    assert!(badly.is_empty(), "{badly}");
}
