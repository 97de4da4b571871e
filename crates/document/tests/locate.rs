//! For every character of a decoded text: the place found is that character, or its escape, in the file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test says where it went wrong"
)]

mod printed;

use std::sync::Arc;

use countersign_document::{Content, Format, Limits, NodeId, Tree, read};
use countersign_source::FileId;
use proptest::prelude::*;

/// The first scalar of a tree.
fn scalar(tree: &Tree) -> NodeId {
    tree.nodes().find(|id| matches!(tree.node(*id).content, Content::Scalar(_))).unwrap()
}

/// Each character of the first scalar and what stands in the source at its place.
fn places(source: &str, format: Format) -> Vec<(char, String)> {
    let tree = printed::tree(source, format);
    let id = scalar(&tree);
    let text = tree.text(id).unwrap();
    let place = |(at, char): (usize, char)| {
        let span = tree.locate(id, at..at + char.len_utf8());
        (char, source[span.range()].to_owned())
    };
    text.char_indices().map(place).collect()
}

#[test]
fn words_are_found_in_every_style() {
    for (source, word, found) in [
        ("a: one two", "two", "two"),
        ("a: one\n  two\n\n  three", "two\nthree", "two\n\n  three"),
        ("a: one\n  two", "one two", "one\n  two"),
        ("a: 'it''s so'", "t's", "t''s"),
        ("a: 'one\n  two'", "e t", "e\n  t"),
        ("a: \"x \\u00e9\\t漢\"", "é\t漢", "\\u00e9\\t漢"),
        ("a: \"\\ud83d\\ude00!\"", "😀", "\\ud83d\\ude00"),
        ("a: \"\\ud83d\\ude00!\"", "!", "!"),
        ("a: \"one\\\n   two\"", "onetwo", "one\\\n   two"),
        ("a: \"one\\\n   two\"", "two", "two"),
        ("a: |\n  one\n  two\n", "two", "two"),
        ("a: |\n  one\n  two\n", "one\ntwo", "one\n  two"),
        ("a: |2-\n    one\n  two\n\n", "  one", "  one"),
        ("a: |+\n  one\n\nb: 1", "one\n\n", "one\n\n"),
        (
            "a: >\n  one\n  two\n\n  three\n    four\n  five\n",
            "two\nthree\n  four\nfive",
            "two\n\n  three\n    four\n  five",
        ),
        ("a: > # why\n\n  one\n  two\n", "one two", "one\n  two"),
        ("a: !!str &x one two", "two", "two"),
        ("a: !!str\n  &x\n  \"o\\te\"", "\t", "\\t"),
        ("a: |\r\n  one\r\n  two\r\n", "two", "two"),
        ("a: >-\r\n  one\r\n  two\r\n", "one two", "one\r\n  two"),
        ("\u{feff}a: été là", "là", "là"),
        ("- - |\n    é\n    漢 x\n", "漢 x", "漢 x"),
        ("|\n one\n two\n", "two", "two"),
        ("--- >\n one\n two\n", "one two", "one\n two"),
        ("--- |1\n  one\n two\n", " one", " one"),
    ] {
        let tree = printed::tree(source, Format::Yaml);
        let id = scalar(&tree);
        let at = tree.text(id).unwrap().find(word).unwrap_or_else(|| panic!("{source:?} {:?}", tree.text(id)));
        let span = tree.locate(id, at..at + word.len());
        assert_eq!(&source[span.range()], found, "{source:?}");
    }
}

#[test]
fn an_alias_is_located_where_its_anchor_stands() {
    let source = "a: &x |\n  one\n  two\nb: *x\n";
    let tree = printed::tree(source, Format::Yaml);
    let b = tree.get(tree.root(), "b").unwrap();
    assert_eq!(tree.locate(b, 4..7).range(), 16..19);
}

#[test]
fn an_empty_range_is_an_empty_place_and_a_range_too_far_ends_with_the_text() {
    let tree = printed::tree("a: \"o\\n\"", Format::Yaml);
    let id = scalar(&tree);
    for (range, found) in [(0..0, 4..4), (1..1, 5..5), (2..2, 7..7), (0..99, 4..7), (50..99, 7..7)] {
        assert_eq!(tree.locate(id, range.clone()).range(), found, "{range:?}");
    }
}

/// What may stand in the source for a character, in the style of quotes.
fn escapes(char: char) -> Vec<String> {
    let mut units = [0; 2];
    let wide: String = char.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect();
    let mut ways = vec![wide];
    match char {
        '"' => ways.push("\\\"".to_owned()),
        '\\' => ways.push("\\\\".to_owned()),
        '\n' => ways.push("\\n".to_owned()),
        '\t' => ways.push("\\t".to_owned()),
        '\r' | '\u{7}' => {}
        _ => ways.push(char.to_string()),
    }
    ways
}

fn char_of_any_kind() -> impl Strategy<Value = char> {
    prop_oneof![
        prop::char::range('a', 'c'),
        prop::sample::select(vec![
            ' ', '\t', '\n', '"', '\'', '\\', 'é', '漢', '😀', '#', ':', '-', '\u{a0}', '\r', '\u{7}', '\u{2028}'
        ]),
    ]
}

/// Words, blanks and line breaks, as they may stand in a text over several lines.
fn prose() -> impl Strategy<Value = String> {
    let piece =
        prop::sample::select(vec!["a", "bc", "é", "漢字", "😀", "it's", "x", " ", "  ", "\n", "\n\n", "\n  ", "d"]);
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

/// A character of the text came from these bytes of the source.
fn stands_for(char: char, source: &str) -> bool {
    let broken = matches!(source, "\n" | "\r\n" | "\r");
    match char {
        ' ' => source == " " || broken,
        '\n' => broken || source.is_empty(),
        '\'' => matches!(source, "'" | "''"),
        _ => source == char.to_string(),
    }
}

/// Does every character come from itself? Sources that are no YAML, or that say nothing, are passed over.
fn every_character_comes_from_itself(source: &str) -> Result<bool, TestCaseError> {
    let documents = read(FileId(0), &Arc::from(source), Format::Yaml, &Limits::default());
    let [document] = documents.as_slice() else {
        return Ok(false);
    };
    let Some(tree) = document.tree.as_ref().filter(|_| document.faults.is_empty()) else {
        return Ok(false);
    };
    let Some(id) = tree.get(tree.root(), "k") else {
        return Ok(false);
    };
    let Some(text) = tree.text(id) else {
        return Ok(false);
    };
    let mut before = 0;
    for (at, char) in text.char_indices() {
        let span = tree.locate(id, at..at + char.len_utf8());
        let written = &source[span.range()];
        prop_assert!(stands_for(char, written), "{source:?} {text:?}: {char:?} at {at} from {written:?}");
        prop_assert!(span.start >= before, "{source:?}: places go forward");
        before = span.end;
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn escapes_in_json_and_yaml(written in prop::collection::vec((char_of_any_kind(), any::<prop::sample::Index>()), 0..20)) {
        let mut body = String::new();
        let mut expected = Vec::new();
        for (char, way) in written {
            let ways = escapes(char);
            let escape = way.get(&ways).clone();
            body.push_str(&escape);
            expected.push((char, escape));
        }
        prop_assert_eq!(&places(&format!("[\"{body}\"]"), Format::Json), &expected);
        if !expected.iter().any(|(_, way)| way == "\u{2028}") {
            prop_assert_eq!(&places(&format!("- \"{body}\""), Format::Yaml), &expected);
        }
    }

    #[test]
    fn plain_and_quoted_over_lines(text in prose(), crlf in any::<bool>(), style in 0..3) {
        let body = text.replace('\n', "\n  ");
        let source = match style {
            0 => format!("k: {body}\n"),
            1 => format!("k: '{}'\n", body.replace('\'', "''")),
            _ => format!("k: \"{body}\"\n"),
        };
        let source = if crlf { source.replace('\n', "\r\n") } else { source };
        every_character_comes_from_itself(&source)?;
    }

    #[test]
    fn blocks(text in prose(), crlf in any::<bool>(), mark in prop::sample::select(vec!["|", ">"]), chomp in prop::sample::select(vec!["", "-", "+", "2", "2-", "+2"]), behind in prop::sample::select(vec!["", "\n", "\n\n", "\nl: 1\n", "\n\n\nl: 1"])) {
        let source = format!("k: {mark}{chomp}\n  {}{behind}", text.replace('\n', "\n  "));
        let source = if crlf { source.replace('\n', "\r\n") } else { source };
        every_character_comes_from_itself(&source)?;
    }
}
