//! Changes to a copy of a document, as tests of rules write them.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test says where it went wrong"
)]

mod printed;

use std::sync::Arc;

use countersign_document::{Content, Edit, EditError, Format, Limits, NodeId, Scalar, Step, Style, Tree, read};
use countersign_source::{FileId, Files, Span};

const SOURCE: &str = "evidence:\n  - id: E1\n    note: a\n  - id: E2\nowner: x\nwhy: !unknown asked\nempty:\n";

fn field(name: &str) -> Step {
    Step::Field(name.into())
}

fn keyed(value: &str) -> Step {
    Step::Keyed { field: "id".into(), value: value.into() }
}

fn text(text: &str) -> Edit {
    Edit::Scalar(Scalar { text: text.into(), style: Style::DoubleQuoted })
}

fn written_here() -> Span {
    Span::new(FileId(7), 3..9)
}

/// The tree after an edit, its nodes a line each.
fn edited(path: &[Step], edit: Edit) -> Result<String, EditError> {
    let mut tree = printed::tree(SOURCE, Format::Yaml);
    let mut files = Files::new();
    files.add("a", SOURCE);
    tree.with_edit(path, edit, written_here())?;
    Ok(shape(&tree, tree.root()))
}

/// A tree as JSON would have it, with what is not known as `?`.
fn shape(tree: &Tree, id: NodeId) -> String {
    let inside = |tree: &Tree| {
        let one = |child: &NodeId| {
            format!("{}{}", tree.key(*child).map(|key| format!("{key}: ")).unwrap_or_default(), shape(tree, *child))
        };
        tree.children(id).iter().map(one).collect::<Vec<_>>().join(", ")
    };
    match &tree.node(id).content {
        Content::Null => "null".to_owned(),
        Content::Scalar(scalar) => scalar.text.to_string(),
        Content::List(_) => format!("[{}]", inside(tree)),
        Content::Map(_) => format!("{{{}}}", inside(tree)),
        Content::Unknown(_) => "?".to_owned(),
    }
}

#[test]
fn what_is_set_stands_where_the_path_leads() {
    let rest = "owner: x, why: ?, empty: null";
    for (path, edit, after) in [
        (
            vec![field("owner")],
            text("y"),
            "{evidence: [{id: E1, note: a}, {id: E2}], owner: y, why: ?, empty: null}".to_owned(),
        ),
        (
            vec![field("owner")],
            Edit::Unknown,
            "{evidence: [{id: E1, note: a}, {id: E2}], owner: ?, why: ?, empty: null}".to_owned(),
        ),
        (
            vec![field("owner")],
            Edit::Remove,
            "{evidence: [{id: E1, note: a}, {id: E2}], why: ?, empty: null}".to_owned(),
        ),
        (
            vec![field("evidence"), keyed("E2"), field("note")],
            text("b"),
            format!("{{evidence: [{{id: E1, note: a}}, {{id: E2, note: b}}], {rest}}}"),
        ),
        (vec![field("evidence"), Step::Index(0)], Edit::Remove, format!("{{evidence: [{{id: E2}}], {rest}}}")),
        (
            vec![field("evidence"), Step::Index(2), field("id")],
            text("E3"),
            format!("{{evidence: [{{id: E1, note: a}}, {{id: E2}}, {{id: E3}}], {rest}}}"),
        ),
        (
            vec![field("evidence")],
            Edit::List(vec![Scalar { text: "q".into(), style: Style::Plain }]),
            format!("{{evidence: [q], {rest}}}"),
        ),
        (
            vec![field("a"), field("b"), Step::Index(0)],
            text("c"),
            format!("{{evidence: [{{id: E1, note: a}}, {{id: E2}}], {rest}, a: {{b: [c]}}}}"),
        ),
        (
            vec![field("why"), field("b")],
            text("c"),
            "{evidence: [{id: E1, note: a}, {id: E2}], owner: x, why: {b: c}, empty: null}".to_owned(),
        ),
        (
            vec![field("empty"), field("b")],
            text("c"),
            "{evidence: [{id: E1, note: a}, {id: E2}], owner: x, why: ?, empty: {b: c}}".to_owned(),
        ),
        (
            vec![field("nothing"), field("b")],
            Edit::Remove,
            format!("{{evidence: [{{id: E1, note: a}}, {{id: E2}}], {rest}}}"),
        ),
        (vec![], text("all"), "all".to_owned()),
        (vec![], Edit::Remove, "null".to_owned()),
    ] {
        assert_eq!(edited(&path, edit.clone()), Ok(after), "{path:?} {edit:?}");
    }
}

#[test]
fn a_path_that_fits_nothing_says_which_step() {
    let tree = printed::tree(SOURCE, Format::Yaml);
    let at = |path: &[Step]| tree.find(path).unwrap();
    let (evidence, owner) = (at(&[field("evidence")]), at(&[field("owner")]));
    for (path, error) in [
        (vec![field("evidence"), keyed("E9"), field("note")], EditError::NoItem { step: 1, list: Some(evidence) }),
        (vec![field("nothing"), keyed("E9")], EditError::NoItem { step: 1, list: None }),
        (vec![field("evidence"), Step::Index(3)], EditError::TooFar { step: 1, items: 2 }),
        (vec![field("nothing"), Step::Index(1)], EditError::TooFar { step: 1, items: 0 }),
        (vec![field("owner"), field("b")], EditError::NotMap { step: 1, found: owner }),
        (vec![field("evidence"), field("b")], EditError::NotMap { step: 1, found: evidence }),
        (vec![field("owner"), Step::Index(0)], EditError::NotList { step: 1, found: owner }),
    ] {
        assert_eq!(edited(&path, text("z")), Err(error), "{path:?}");
    }
    assert_eq!(
        edited(&[field("evidence"), keyed("E9")], Edit::Remove),
        Err(EditError::NoItem { step: 1, list: Some(evidence) })
    );
}

#[test]
fn what_is_new_stands_where_the_edit_is_written() {
    let mut tree = printed::tree(SOURCE, Format::Yaml);
    let id = tree.with_edit(&[field("a"), field("b")], text("c"), written_here()).unwrap();
    let node = tree.node(id);
    assert_eq!((node.span, node.key.as_ref().unwrap().1), (written_here(), written_here()));
    assert_eq!(tree.span(node.parent.unwrap()), written_here());
    assert_eq!(tree.locate(id, 0..1), written_here());
}

#[test]
fn a_grafted_tree_keeps_its_own_places() {
    let inner_source = "x:\n- 'it''s so'\n";
    let inner = read(FileId(1), &Arc::from(inner_source), Format::Yaml, &Limits::default()).remove(0).tree.unwrap();
    let mut tree = printed::tree(SOURCE, Format::Yaml);
    let id = tree.with_edit(&[field("owner")], Edit::Tree(Box::new(inner)), written_here()).unwrap();
    assert_eq!(shape(&tree, id), "{x: [it's so]}");
    assert_eq!(tree.key(id), Some("owner"));
    let item = tree.find(&[field("owner"), field("x"), Step::Index(0)]).unwrap();
    let span = tree.locate(item, 2..4);
    assert_eq!((span.file, &inner_source[span.range()]), (FileId(1), "''s"));
}

#[test]
fn the_nearest_written_ancestor_is_found() {
    let tree = printed::tree(SOURCE, Format::Yaml);
    let (node, steps) = tree.nearest(&[field("evidence"), keyed("E2"), field("note")]);
    assert_eq!((steps, tree.key(node), tree.children(node).len()), (2, None, 1));
    assert_eq!(tree.nearest(&[field("x")]), (tree.root(), 0));
}

#[test]
fn what_is_printed_reads_as_the_same_values() {
    let source = "\
a: 12
b: \"12\"
'odd: key': x # a remark
list:
  - id: E1
    deep:
      - - 1
        - {x: y}
      - []
  - !unknown asked at noon
  -
  - {}
text: |
  one
    two

  three
folded: >
  a
  b
wrapped: a
  b
'yes': \"no\"
hostile: \"\\u001b[2J \\\" \\\\ \\t\"
date: 2026-04-12T10:00:00Z
none: ~
";
    let tree = printed::tree(source, Format::Yaml);
    let text: String = tree.print().iter().map(|line| format!("{}\n", line.text)).collect();
    let again = printed::tree(&text, Format::Yaml);
    assert_eq!(values(&again), values(&tree), "{text}");
    insta::assert_snapshot!(text);
}

/// The values of a tree, without places and styles of texts.
fn values(tree: &Tree) -> Vec<String> {
    tree.nodes()
        .map(|id| {
            let content = match &tree.node(id).content {
                Content::Scalar(scalar) => format!("{} {:?}", scalar.style == Style::Plain, scalar.text),
                Content::Unknown(why) => format!("unknown {:?}", why.as_ref().map(|why| &why.text)),
                Content::Null => "null".to_owned(),
                Content::List(items) => format!("list of {}", items.len()),
                Content::Map(entries) => format!("map of {}", entries.len()),
            };
            format!("{:?} {content}", tree.key(id))
        })
        .collect()
}
