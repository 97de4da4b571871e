//! Input that means harm, or that nobody meant to write: always an answer, always soon.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test says where it went wrong"
)]

mod printed;

use std::sync::Arc;

use countersign_document::{Document, Fault, Format, Limit, Limits, read};
use countersign_source::FileId;
use proptest::prelude::*;

use printed::documents;

fn reached(documents: &[Document]) -> Option<(Limit, usize)> {
    documents.iter().flat_map(|document| &document.faults).find_map(|fault| match fault {
        Fault::LimitReached { limit, span, .. } => Some((*limit, span.range().start)),
        _ => None,
    })
}

#[test]
fn brackets_without_end_reach_the_depth() {
    for count in [129, 20_000, 200_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let closed = format!("{}1{}", open.repeat(count), close.repeat(count));
            for source in [open.repeat(count), closed] {
                for format in [Format::Json, Format::Ndjson] {
                    assert_eq!(
                        reached(&documents(&source, format)),
                        Some((Limit::Depth, 128 * open.len())),
                        "{count} {open}"
                    );
                }
                let (limit, at) = reached(&documents(&source, Format::Yaml)).unwrap();
                assert_eq!((limit, at), (Limit::Depth, 128 * open.len()), "{count} {open}");
            }
        }
    }
}

#[test]
fn the_depth_itself_is_allowed() {
    for format in [Format::Json, Format::Yaml] {
        let source = format!("{}1{}", "[".repeat(128), "]".repeat(128));
        assert_eq!(printed::tree(&source, format).nodes().count(), 129);
    }
}

#[test]
fn block_maps_and_lists_reach_the_depth() {
    let maps: String = (0..3_000).map(|depth| format!("{}k:\n", " ".repeat(depth))).collect();
    assert_eq!(reached(&documents(&maps, Format::Yaml)).map(|(limit, _)| limit), Some(Limit::Depth));
    let lists = "- ".repeat(20_000);
    assert_eq!(reached(&documents(&lists, Format::Yaml)).map(|(limit, _)| limit), Some(Limit::Depth));
}

#[test]
fn a_document_too_deep_leaves_the_next_alone() {
    let source = format!("{}\n---\na: 1\n", "[".repeat(500));
    let documents = documents(&source, Format::Yaml);
    assert_eq!(documents.len(), 2);
    assert!(documents[0].tree.is_none() && documents[1].tree.is_some());
}

fn laughs(levels: usize, each: usize) -> String {
    let mut source = String::from("a0: &a0 [lol]\n");
    for level in 1..levels {
        let below = vec![format!("*a{}", level - 1); each].join(", ");
        source.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    source
}

#[test]
fn a_billion_laughs_reach_a_limit() {
    let found = reached(&documents(&laughs(10, 10), Format::Yaml)).map(|(limit, _)| limit);
    assert!(matches!(found, Some(Limit::Nodes | Limit::Aliases)), "{found:?}");
    // One alias in another reaches the depth before any count.
    let found = reached(&documents(&laughs(200, 1), Format::Yaml)).map(|(limit, _)| limit);
    assert_eq!(found, Some(Limit::Depth));
}

#[test]
fn laughs_in_every_document_of_a_stream_share_one_limit() {
    let source = vec![laughs(8, 10); 300].join("---\n");
    let documents = documents(&source, Format::Yaml);
    assert_eq!(documents.len(), 300);
    assert!(documents.iter().all(|document| document.tree.is_none()));
}

#[test]
fn merge_keys_count_like_aliases() {
    let mut source = String::from("m0: &m0 {a: 1, b: 2, c: 3}\n");
    for level in 1..30 {
        let below = level - 1;
        source.push_str(&format!("m{level}: &m{level} {{x: *m{below}, y: *m{below}, <<: *m{below}}}\n"));
    }
    assert!(matches!(reached(&documents(&source, Format::Yaml)), Some((Limit::Nodes | Limit::Aliases, _))));
}

#[test]
fn too_many_values_and_too_many_bytes() {
    let limits = Limits { nodes: 10, bytes: 60, ..Limits::default() };
    let found = |source: &str, format| reached(&read(FileId(0), &Arc::from(source), format, &limits));
    assert_eq!(found("[1,2,3,4,5,6,7,8,9]", Format::Json), None);
    assert_eq!(found("[1,2,3,4,5,6,7,8,9,0]", Format::Json), Some((Limit::Nodes, 19)));
    assert_eq!(found("[1,2,3,4,5,6,7,8,9,0]", Format::Yaml), Some((Limit::Nodes, 19)));
    assert_eq!(found(&"#".repeat(61), Format::Yaml), Some((Limit::Bytes, 60)));
}

#[test]
fn too_many_documents() {
    let limits = Limits { documents: 2, ..Limits::default() };
    for (source, format, at) in [
        ("1\n2\n\n3\n4", Format::Ndjson, 5),
        ("a\n---\nb\n---\nc\n---\nd\n", Format::Yaml, 8),
        ("[\n---\n[\n---\n[\n", Format::Yaml, 8),
    ] {
        let documents = read(FileId(0), &Arc::from(source), format, &limits);
        assert_eq!(documents.len(), 3, "{source:?}");
        assert_eq!(reached(&documents), Some((Limit::Documents, at)), "{source:?}");
        let twice: Vec<_> = documents
            .iter()
            .take(2)
            .flat_map(|document| &document.faults)
            .filter(|fault| matches!(fault, Fault::LimitReached { .. }))
            .collect();
        assert_eq!(twice, Vec::<&Fault>::new());
    }
    let source = "---\n[\n".repeat(1_000_000);
    assert_eq!(documents(&source, Format::Yaml).len(), 100_001);
}

#[test]
fn many_keys_in_one_map() {
    let yaml: String = (0..100_000).map(|key| format!("key{key}: {key}\n")).collect();
    let json = format!("{{{}}}", (0..100_000).map(|key| format!("\"key{key}\":{key}")).collect::<Vec<_>>().join(","));
    for (source, format) in [(yaml, Format::Yaml), (json, Format::Json)] {
        let tree = printed::tree(&source, format);
        assert_eq!(tree.children(tree.root()).len(), 100_000);
    }
    let twice: String = (0..50_000).map(|key| format!("key{}: 1\n", key % 25_000)).collect();
    let documents = documents(&twice, Format::Yaml);
    assert_eq!(documents[0].faults.len(), 25_000);
    assert!(documents[0].tree.is_some());
}

#[test]
fn long_lines_and_odd_bytes() {
    let long = "x".repeat(10_000_000);
    assert_eq!(printed::tree(&format!("k: {long}"), Format::Yaml).nodes().count(), 2);
    assert_eq!(printed::tree(&format!("\"{long}\""), Format::Json).nodes().count(), 1);
    // As a key it is longer than YAML allows.
    assert!(documents(&format!("{long}: 1"), Format::Yaml).iter().all(|document| document.tree.is_none()));
    for source in [
        "\0",
        "a: \0",
        "\0\0\0---\na: 1",
        "a\0b: 1\n---\nb: 2\n\0",
        "\r\r\r",
        "a: 1\rb: 2\r",
        "\u{feff}\u{feff}a: 1",
        "\u{fffe}",
        "%",
        "%\n---",
        "&",
        "*",
        "? ",
        ": ",
        "- ?",
        "!",
        "!<",
        "|",
        ">",
        "|9",
        "\t",
        "---\t",
        "...",
        "... ...",
        "--- ---",
        "\u{85}",
    ] {
        for format in [Format::Yaml, Format::Json, Format::Ndjson] {
            documents(source, format);
        }
    }
}

#[test]
fn a_document_with_a_control_character_is_refused_and_its_neighbours_are_not() {
    let found: Vec<bool> = documents("a: 1\n---\nb: x\0y\n# \u{1b}\n---\nc: 1\n", Format::Yaml)
        .iter()
        .map(|document| document.tree.is_some())
        .collect();
    assert_eq!(found, [true, false, true]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_stumble(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "b: ", ": ", "- ", "-", "? ", "[", "]", "{", "}", ",", "\n", "\n  ", "\n ", " ", "\t", "\"", "'", "|", ">", "|2-", "&x ", "*x", "!unknown ", "!!str ", "!x ",
        "#", " # c", "---\n", "\n---\n", "\n...\n", "%YAML 1.2\n", "\\", "\\u", "\\ud83d", "\r", "\r\n", "é", "\u{feff}", "\0", "\u{1b}", "null", "~", "1", "<<: ", "unknown: ", "//", "e", "true",
    ]), 0..40)) {
        let source = pieces.concat();
        for format in [Format::Yaml, Format::Json, Format::Ndjson] {
            for document in documents(&source, format) {
                let told = |fault: &Fault| !matches!(fault, Fault::DuplicateKey { .. });
                prop_assert_eq!(document.tree.is_some(), !document.faults.iter().any(told), "{:?} {:?}", &source, &document.faults);
                for fault in &document.faults {
                    let range = fault.span().range();
                    prop_assert!(source.get(range.clone()).is_some(), "{:?} {:?}", &source, fault);
                }
                let Some(tree) = &document.tree else { continue };
                for id in tree.nodes() {
                    let node = tree.node(id);
                    prop_assert!(source.get(node.span.range()).is_some(), "{:?} {:?}", &source, node);
                    if let Some(text) = tree.text(id) {
                        let whole = tree.locate(id, 0..text.len());
                        prop_assert!(source.get(whole.range()).is_some() && (node.span.holds(whole) || whole.start >= node.span.start), "{:?}", &source);
                    }
                }
            }
        }
    }
}
