//! What holds for every layout: it says the same, keeps every comment, is its own layout, and does not depend on blanks.
#![expect(clippy::disallowed_methods, reason = "tests read the rules of the repository")]
#![expect(clippy::string_slice, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use countersign_source::FileId;
use proptest::prelude::*;

use crate::errors::ErrorList;
use crate::scan::{Kind, Token, scan};
use crate::{Parsed, Unformatted, format, parse, same_meaning};

const FILE: FileId = FileId(0);
const HEAD: &str = "pack house for Handoff\n\n";

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every rules file of the repository that can be read, and every block of the reference.
fn texts() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rules") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&top().join("rules"), &mut found);
    walk(&top().join("fixtures"), &mut found);
    let reference = fs::read_to_string(top().join("docs/language.md")).unwrap();
    let mut rest = reference.as_str();
    while let Some((_, fenced)) = rest.split_once("\n```rules") {
        let (info, behind) = fenced.split_once('\n').unwrap();
        let (block, behind) = behind.split_once("```").unwrap();
        rest = behind;
        let lines = |word: &str| {
            let lines = block.lines().filter(|line| !line.trim().is_empty());
            lines.enumerate().map(|(index, line)| format!("define {word}-{index} = {line}\n")).collect::<String>()
        };
        let text = match info.split_whitespace().next() {
            Some("item") => format!("{HEAD}{block}"),
            Some("body") => format!("{HEAD}rule r \"A title\" {{\n{block}}}\n"),
            Some("expression") => format!("{HEAD}{}", lines("condition")),
            Some("value") => format!("{HEAD}{}", lines("value")),
            _ => block.to_owned(),
        };
        found.push((format!("docs/language.md:{}", info.trim_end()), text));
    }
    let readable: Vec<_> = found.into_iter().filter(|(_, text)| parse(FILE, text).errors.is_empty()).collect();
    assert!(readable.len() > 100, "{} texts are there", readable.len());
    readable
}

/// The items of a text, each as a file of its own, with the comments above it.
fn items(text: &str) -> Vec<String> {
    let parsed = parse(FILE, text);
    let tokens = tokens(text);
    let starts: Vec<usize> = parsed.file.items.iter().map(|item| crate::layout::span(item).range().start).collect();
    let ends = parsed.file.items.iter().map(|item| crate::layout::span(item).range().end);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let before = tokens.iter().rev().find(|token| token.end <= *start).map_or(0, |token| token.end);
            format!("{HEAD}{}\n", text[before..end].trim_start())
        })
        .collect()
}

fn tokens(text: &str) -> Vec<Token> {
    scan(FILE, text, 0, text.len(), 0, &mut ErrorList::default()).tokens
}

fn comments(parsed: &Parsed) -> Vec<String> {
    parsed.file.comments.iter().map(|comment| comment.text.trim_end().to_owned()).collect()
}

/// Lays out, and holds the result against what has to be so of every one. `None` where the text is no rules.
fn laid_out(text: &str) -> Option<String> {
    let parsed = parse(FILE, text);
    let page = match format(FILE, text) {
        Ok(page) => page,
        Err(Unformatted::Mistakes(errors)) => {
            assert_eq!(errors, parsed.errors);
            return None;
        }
        Err(Unformatted::Fault) => panic!("the layout means something else:\n{text}"),
    };
    let again = parse(FILE, &page);
    assert_eq!(again.errors, [], "the layout is no rules:\n{text}\n────\n{page}");
    assert_eq!(comments(&again), comments(&parsed), "comments are lost:\n{text}\n────\n{page}");
    assert!(same_meaning(&parsed.file, &again.file), "it means something else:\n{text}\n────\n{page}");
    assert_eq!(format(FILE, &page).as_ref(), Ok(&page), "it is not its own layout:\n{text}\n────\n{page}");
    Some(page)
}

#[test]
fn every_text_keeps_its_meaning_and_its_comments() {
    for (name, text) in texts() {
        assert!(laid_out(&text).is_some(), "{name}");
        let windows = text.replace('\n', "\r\n");
        assert_eq!(laid_out(&windows), laid_out(&text).map(|page| page.replace('\n', "\r\n")), "{name}");
    }
}

/// What others learn the layout from.
#[test]
fn the_rules_that_are_shown_are_laid_out() {
    let shown: Vec<_> = texts()
        .into_iter()
        .filter(|(name, _)| {
            name.contains("rules/") && !name.contains("fixtures/")
                || ["language.md:", "language.md: item", "language.md: body"].iter().any(|block| name.ends_with(block))
        })
        .collect();
    assert!(shown.len() > 12, "{} texts are there", shown.len());
    let different: Vec<String> = shown
        .iter()
        .filter_map(|(name, text)| {
            let page = laid_out(text)?;
            let line = text.lines().zip(page.lines()).find(|(was, is)| was != is)?;
            Some(format!("{name}:\n    {}\n    {}", line.0, line.1))
        })
        .collect();
    assert_eq!(different, [""; 0], "{}", different.join("\n"));
}

/// What a gap between two tokens is like: what it stands in, two tokens before it, and the one behind.
fn surroundings(text: &str, tokens: &[Token], index: usize) -> Vec<String> {
    let token = |index: Option<usize>| {
        let token = index.and_then(|index| tokens.get(index))?;
        let written = &text[token.start..token.end];
        let special = !written.starts_with(char::is_alphabetic)
            || crate::words::begins_clause(written)
            || crate::words::KEPT.contains(&written)
            || crate::words::begins_item(written);
        Some(match token.kind {
            Kind::Word | Kind::Sign | Kind::Open | Kind::Close if special => written.to_owned(),
            kind => format!("{kind:?}"),
        })
    };
    let around = [index.checked_sub(2), index.checked_sub(1), Some(index)];
    around.into_iter().chain([Some(4)]).map(|index| token(index).unwrap_or_default()).collect()
}

#[test]
fn a_comment_is_kept_in_every_gap() {
    let (mut tried, mut read) = (0, 0);
    let mut seen = BTreeSet::new();
    for item in texts().iter().flat_map(|(_, text)| items(text)) {
        let tokens = tokens(&item);
        for index in 4..=tokens.len() {
            let at = tokens.get(index).map_or(item.len(), |token| token.start);
            // Behind the token before; on a line of its own; words about what follows.
            for comment in [" // c\n", "\n// c\n", "\n/// c\n"] {
                if seen.insert((comment, surroundings(&item, &tokens, index))) {
                    tried += 1;
                    read += usize::from(laid_out(&format!("{}{comment}{}", &item[..at], &item[at..])).is_some());
                }
            }
        }
    }
    assert!(tried > 1_500, "{tried} gaps");
    assert!(read * 10 > tried * 7, "{read} of {tried} gaps take a comment");
}

#[test]
fn meaning_is_compared_to_the_letter() {
    let one = "pack a for B\n\nrule r \"Span { start: 1 }\" {\n    when    a == b and c\n    require d // c\n}\n";
    let parsed = |text: &str| parse(FILE, text).file;
    assert!(same_meaning(&parsed(one), &parsed(&format!("\n\n{one}"))));
    for (from, to) in
        [("1 }", "2 }"), ("==", "!="), ("and", "or"), ("// c", "// d"), ("// c", ""), ("B", "C"), ("\"S", "\"s")]
    {
        assert!(!same_meaning(&parsed(one), &parsed(&one.replace(from, to))), "{from} and {to}");
    }
}

#[test]
fn what_is_no_rules_is_left_alone() {
    assert!(matches!(format(FILE, "rule r {"), Err(Unformatted::Mistakes(errors)) if !errors.is_empty()));
    assert!(matches!(format(FILE, ""), Err(Unformatted::Mistakes(_))));
}

/// What an author may type who does not care for layout, and what it becomes.
#[test]
fn a_careless_file_is_laid_out() {
    let text = fs::read_to_string(top().join("fixtures/layout/careless.rules")).unwrap();
    let page = fs::read_to_string(top().join("fixtures/layout/careful.rules")).unwrap();
    assert_eq!(laid_out(&text).unwrap(), page);
}

#[test]
fn a_mark_of_byte_order_goes_and_a_last_line_end_comes() {
    let text = "\u{feff}pack a for B";
    assert_eq!(laid_out(text).unwrap(), "pack a for B\n");
    assert_eq!(laid_out("pack a for B\n\n\n   \n").unwrap(), "pack a for B\n");
    assert_eq!(laid_out("pack a for B // c").unwrap(), "pack a for B // c\n");
}

#[test]
fn texts_in_blocks_keep_their_value() {
    for inside in
        ["", "\n", "\n  a\n", "\n    a\n  b\n\n   c  \n  ", "a\n  b\n", "\n\ta\n\t b", "\n  a\n  \n", "\n\n\n  a"]
    {
        let text = format!("{HEAD}test \"t\" {{\ngiven \"\"\"{inside}\"\"\" expect nothing else }}\n");
        assert!(laid_out(&text).is_some(), "{text:?}");
    }
}

#[test]
fn deep_and_long_things_are_laid_out() {
    let deep = format!("{HEAD}define d = {}a{}\n", "(".repeat(60), ")".repeat(60));
    assert!(laid_out(&deep).is_some());
    let nested = format!("{HEAD}record R {}{}\n", "{ a: ".repeat(50), "text".to_owned() + &"}".repeat(50));
    assert!(laid_out(&nested).is_some());
    let chain = format!("{HEAD}define d = a{}\n", " and b".repeat(3_000));
    assert!(laid_out(&chain).is_some());
    let listed = format!("{HEAD}define d = a in [{}]\n", "\"some text\", ".repeat(3_000));
    assert!(laid_out(&listed).is_some());
}

#[test]
fn a_megabyte_takes_linear_time() {
    let rule = "rule r \"A title\" { when a == b and (c or d in [e, f]) // c\n require every x in y: x.z is present else \"no {x}\" at x }\n";
    let text = HEAD.to_owned() + &rule.repeat((1 << 20) / rule.len());
    let lines = format(FILE, &text).unwrap().lines().count();
    assert!(lines > 40_000, "{lines}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blanks_have_no_influence(seed in prop::collection::vec(0usize..12, 400), from in 0usize..1000) {
        let all: Vec<String> = texts().iter().flat_map(|(_, text)| items(text)).collect();
        let mut read = 0;
        for item in all.iter().cycle().skip(from % all.len()).take(12) {
            let mangled = mangled(item, &seed);
            if let Some(page) = laid_out(&mangled) {
                read += 1;
                prop_assert_eq!(Some(page), laid_out(item), "{}", mangled);
            }
        }
        prop_assert!(read > 3, "{} of 12 could be read", read);
    }
}

/// The text with other blanks between its tokens, but the same lines where lines mean something.
fn mangled(text: &str, seed: &[usize]) -> String {
    let tokens = tokens(text);
    let mut out = String::new();
    let mut end = 0;
    let table = text[HEAD.len()..].contains("->");
    for (index, token) in tokens.iter().enumerate() {
        let gap = &text[end..token.start];
        let before = index.checked_sub(1).map_or("", |before| &text[tokens[before].start..tokens[before].end]);
        let choice = seed[index % seed.len()];
        let may_break = matches!(before, "and" | "or" | "implies" | "==" | "(" | "[" | "=") && !table;
        let blanks = gap.chars().all(|char| matches!(char, ' ' | '\t'));
        if token.start < HEAD.len() || gap.contains("//") {
            out.push_str(gap);
        } else if gap.contains('\n') {
            out.push_str(&"\n".repeat(gap.matches('\n').count()));
            out.push_str(&" \t ".repeat(choice % 3));
        } else if may_break && choice == 0 {
            out.push_str("\n  ");
        } else if blanks && (!gap.is_empty() || matches!(before, "(" | "[" | "," | "<") && choice == 1) {
            out.push_str(["  ", " ", "\t", "    "][choice % 4]);
        } else {
            out.push_str(gap);
        }
        out.push_str(&text[token.start..token.end]);
        end = token.end;
    }
    out.push_str(&text[end..]);
    out
}
