//! What Markdown is read into: the source, then the values with what their places cover, then the prose.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod printed;

use std::sync::Arc;

use countersign_document::{
    Content, Document, Fault, FieldOutline, Format, Holds, KindOutline, Limit, Limits, Outline, ShapeOutline, Tree,
    read_outlined,
};
use countersign_source::FileId;
use proptest::prelude::*;

/// A ticket: fields of every sort, and a list of tasks.
fn outline() -> Outline {
    let field = |name: &str, holds: Holds| FieldOutline::new(Arc::from(name), holds);
    let list = |holds: Holds| Holds::List(Box::new(holds));
    Outline {
        kinds: vec![KindOutline { word: Arc::from("ticket"), at: Some(Arc::from("shared_ticket")), shape: 0 }],
        default: Some(0),
        shapes: vec![
            ShapeOutline {
                fields: vec![
                    field("title", Holds::Text),
                    field("summary", Holds::Text),
                    field("opened_at", Holds::Word),
                    field("regions", list(Holds::Text)),
                    field("owner", Holds::Shape(1)),
                    field("tasks", list(Holds::Shape(2))),
                    field("levels", list(Holds::Word)),
                ],
                key: None,
            },
            ShapeOutline {
                fields: vec![
                    field("team", Holds::Text),
                    field("on_call", Holds::Flag),
                    field("contact", Holds::Shape(3)),
                ],
                key: None,
            },
            ShapeOutline {
                fields: vec![
                    field("id", Holds::Text),
                    field("what", Holds::Text),
                    field("done", Holds::Flag),
                    field("after", list(Holds::Text)),
                    field("size", Holds::Word),
                    field("place", Holds::Shape(3)),
                ],
                key: Some(0),
            },
            ShapeOutline { fields: vec![field("street", Holds::Text), field("rooms", list(Holds::Text))], key: None },
        ],
    }
}

fn documents(source: &str, limits: &Limits) -> Vec<Document> {
    read_outlined(FileId(0), &Arc::from(source), Format::Markdown, limits, &outline())
}

fn tree(source: &str) -> Tree {
    documents(source, &Limits::default()).pop().unwrap().tree.unwrap()
}

fn table(sources: &[&str]) -> String {
    let entry = |source: &&str| {
        let shown = source.replace('\r', "\\r").replace('\u{feff}', "\\u{feff}").replace('\u{1b}', "\\u{1b}");
        let indented: String = shown.lines().map(|line| format!("    {line}\n")).collect();
        let answer = printed::printed_all(source, &documents(source, &Limits::default()));
        format!("{indented}\n{}\n", answer.replace('\u{1b}', "\\u{1b}"))
    };
    sources.iter().map(entry).collect()
}

#[test]
fn headings_fill_fields() {
    insta::assert_snapshot!(table(&[
        "# Summary\n\nOne.\n\nTwo\nlines.\n\n## Details\n\n- a\n- [x] b\n\n## Regions\n\n- eu\n- `us`\n",
        "# Title: the bucket\n\n## 2. Opened-At\n\n2026-04-12 10:00\n\n## OWNER\n\n### Contact\n\nStreet: x\nRooms: a, b\n",
        "## Regions\n\neu-west-1, \"a, b\", `c,d`\n\n## Levels\n\n[1, 2]\n\n## Tasks\n\nNone.\n",
        "# Ticket\n\nTitle: t\n\n## Summary\n\nunknown: nobody was there\n\n## Regions\n\n!unknown\n\n## Owner\n\nUnknown\n",
        "## Summary\n\n## Regions\n\n## Tasks\n\n## Owner\n\nwe shall see\n",
    ]));
}

#[test]
fn records_stand_in_tables_bullets_and_sections() {
    insta::assert_snapshot!(table(&[
        "## Tasks\n\n| ID | What | After | Size |\n|:--|---|---|--:|\n| T1 | a \\| `b\\|c` | T2, T3 | 3 |\n| T2 | **x**<br>y | – | |\n",
        "## Tasks\n\n- id: T1\n  what: ask\n  and ask again\n- [x] id: T2\n  after:\n  - T1\n- id: T3\n\n  place:\n  - street: s\n  - rooms:\n    - r1\n    - r2\n",
        "## Tasks\n\n### T1\n\nWhat: ask\n\n### T2\n\n#### What\n\nrotate\n",
        "## Tasks\n\n- T1\n- **T2**:\n  - what: x\n- unknown: not yet split\n",
        "## Owner\n\n| | |\n|---|---|\n| Team | red |\n| On call | true |\n| Lunch | noon |\n",
        "## Owner\n\n| Team | On call |\n|---|---|\n| red | true |\n",
        "## Owner\n\n- [x] team: red\n- contact:\n  - street: s\n\n## Levels\n\n| n |\n|---|\n| 1 |\n| 2 |\n",
    ]));
}

#[test]
fn a_text_is_what_a_reader_sees() {
    insta::assert_snapshot!(table(&[
        "## Summary\n\nWe **did** _it_, see [the log](http://x/y \"t\") &amp; `code` \\*not\\* <b>html</b> ![alt](i.png)\\\nnext\n",
        "## Summary\n\n> quoted\n> twice\n\n```sh\nrun\n```\n\n1. one\n2. two\n\n   more\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "## Summary\n\n<!-- a note -->\n\n<div>\nraw\n</div>\n",
        "## Summary\n\n`` a`b `` and `over\nlines`\n",
    ]));
}

#[test]
fn what_fills_no_field_is_prose() {
    insta::assert_snapshot!(table(&[
        "Lead.\n\n# Notes on *this*\n\nAll times are given in Europe/Berlin. Owner: nobody.\n\n## Background\n\nTitle: not read here\n\n### Summary\n\nread\n",
        "---\ntimezone: utc\n---\n\nAll times in UTC.\n",
        "---\ntimezone: UTC\n---\n\nTimezone: +02:00\n",
    ]));
}

#[test]
fn front_matter_and_body_make_one_document() {
    insta::assert_snapshot!(table(&[
        "\u{feff}---\r\nkind: ticket\r\ntitle: t # why\r\n---\r\n\r\n## Summary\r\n\r\nOne\r\ntwo.\r\n",
        "---\nshared_ticket:\n  title: t\n...\n## Summary\n\ns\n",
        "---\n---\n## Summary\n\ns\n",
        "---\ntitle: t\nowner: {team: red}\n---\n## Title\n\nu\n\n## Owner\n\nTeam: blue\n",
        "## Summary\n\na\n\n## Summary\n\nb\n",
    ]));
}

#[test]
fn what_cannot_be_read_is_told_at_its_place() {
    insta::assert_snapshot!(table(&[
        "---\ntitle: t\n",
        "---\n- a\n---\n",
        "---\ntitle: a: b\n---\n\n## Summary\n",
        "## Tasks\n\n| ID | What |\n|---|---|\n| T1 | a | b |\n",
        "## Summary\n\nthe \u{1b}[31mkey\n",
    ]));
}

#[test]
fn slips_are_told_of() {
    insta::assert_snapshot!(table(&[
        "## Owners\n\nTeam: red\n\n## Owner\n\nTaem: red\n",
        "## Sumary\n\nwhat happened\n",
        "## Owner\n\nTeam: red\nShoe_size: 9\nAnd so on: prose\n",
        "## Tasks\n\n| ID | Waht |\n|---|---|\n| T1 | a |\n| T2 | b |\n",
    ]));
}

#[test]
fn a_bullet_without_words_stands_where_its_mark_does() {
    let source = "## Regions\n\n- eu\n-\n- us\n";
    let tree = tree(source);
    let list = tree.get(tree.root(), "regions").unwrap();
    let Content::List(items) = &tree.node(list).content else { panic!("no list") };
    let written: Vec<&str> = items.iter().filter_map(|item| source.get(tree.node(*item).span.range())).collect();
    assert_eq!(written.iter().map(|text| text.trim_end()).collect::<Vec<_>>(), ["eu", "-", "us"]);
    assert!(matches!(tree.node(items[1]).content, Content::Null));
}

#[test]
fn words_inside_a_text_have_their_places() {
    let source = "## Summary\n\nWe **have\nbeen** told &lt;key&gt; is\n[now\ngone](x) and `a\\b`.\n\n- the `end`\n";
    let tree = tree(source);
    let id = tree.get(tree.root(), "summary").unwrap();
    let text = Arc::clone(tree.text(id).unwrap());
    for (words, written) in [
        ("have been", "have\nbeen"),
        ("told <key>", "told &lt;key&gt;"),
        ("<", "&lt;"),
        ("now gone", "now\ngone"),
        ("a\\b", "a\\b"),
        ("`end`", "`end`"),
    ] {
        let at = text.find(words).unwrap_or_else(|| panic!("`{words}` is not in {text:?}"));
        let span = tree.locate(id, at..at + words.len());
        assert_eq!(source.get(span.range()), Some(written), "{words}");
    }
}

#[test]
fn hostile_markdown_ends_at_a_limit_or_is_read() {
    let limits = Limits { nodes: 1000, ..Limits::default() };
    let limit = |source: &str| match documents(source, &limits).pop().unwrap().faults.first() {
        Some(Fault::LimitReached { limit, .. }) => Some(*limit),
        _ => None,
    };
    let rows = "| T | x |\n".repeat(2000);
    assert_eq!(limit(&format!("## Tasks\n\n| ID | What |\n|---|---|\n{rows}")), Some(Limit::Nodes));
    assert_eq!(limit(&format!("{}x", "> ".repeat(50_000))), Some(Limit::Depth));
    assert_eq!(limit(&format!("{}x", "- ".repeat(50_000))), Some(Limit::Depth));
    for source in
        ["*".repeat(100_000), "[".repeat(100_000), "`a".repeat(50_000), "<!--".repeat(30_000), "|-".repeat(50_000)]
    {
        let _ = documents(&source, &Limits::default());
    }
    assert_eq!(limit(&"x: 1\n".repeat(5000)), None);
}

proptest! {
    #[test]
    fn every_text_is_read_and_every_place_is_in_it(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "# ", "## Summary\n", "## Tasks\n", "- ", "  - ", "id: T1", "what:", "\n", "\n\n", "| ", "|---|---|\n", "> ",
            "`", "```\n", "**", "[x] ", "[a](b)", "&amp;", "\\|", "<br>", "é", "\r\n", "---\n", "unknown: ", ", ", "\t", "1. ",
            "Title: ", "All times in UTC", "<b>", "{", "\"",
        ]), 0..40),
    ) {
        let source = parts.concat();
        for document in documents(&source, &Limits::default()) {
            let Some(tree) = document.tree else { continue };
            for id in tree.nodes().chain(tree.prose().iter().copied()) {
                let node = tree.node(id);
                prop_assert!(source.get(node.span.range()).is_some(), "{source:?} {node:?}");
                if let Content::Scalar(scalar) = &node.content {
                    for (at, char) in scalar.text.char_indices() {
                        let span = tree.locate(id, at..at + char.len_utf8());
                        prop_assert!(source.get(span.range()).is_some(), "{source:?} {scalar:?} {at}");
                    }
                }
            }
        }
    }
}
