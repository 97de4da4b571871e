//! A tree as text: what each node holds, and between `‹›` what its span covers.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test file uses its part of it")]

use std::sync::Arc;

use countersign_document::{Content, Document, Format, Limits, NodeId, Style, Tree, read};
use countersign_source::{Diagnostic, FileId, Files, Report, Span};

/// The documents of a source.
pub fn documents(source: &str, format: Format) -> Vec<Document> {
    read(FileId(0), &Arc::from(source), format, &Limits::default())
}

/// The only tree of a source that has no fault.
pub fn tree(source: &str, format: Format) -> Tree {
    let mut documents = documents(source, format);
    assert_eq!(documents.len(), 1, "{source:?} {documents:?}");
    let document = documents.pop().unwrap();
    assert_eq!(document.faults, [], "{source:?}");
    document.tree.unwrap()
}

/// Every document of a source: its faults, its values, its comments, its prose.
pub fn printed(source: &str, format: Format) -> String {
    printed_all(source, &documents(source, format))
}

/// The same of documents that were read already.
pub fn printed_all(source: &str, documents: &[Document]) -> String {
    let mut files = Files::new();
    files.add("a", source);
    let mut out = String::new();
    for (index, document) in documents.iter().enumerate() {
        if index > 0 {
            out.push_str("---\n");
        }
        for fault in &document.faults {
            out.push_str(&told(&files, &fault.report()));
        }
        if let Some(tree) = &document.tree {
            for id in tree.nodes() {
                out.push_str(&line(tree, id, &files));
            }
            for comment in tree.comments() {
                out.push_str(&format!("comment {}\n", slice(&files, *comment)));
            }
            for id in tree.prose() {
                out.push_str(&format!("prose{}", &line(tree, *id, &files)));
            }
        }
    }
    out
}

/// One node on a line.
pub fn line(tree: &Tree, id: NodeId, files: &Files) -> String {
    let node = tree.node(id);
    let mut depth = 0;
    let mut above = node.parent;
    while let Some(parent) = above {
        depth += 1;
        above = tree.node(parent).parent;
    }
    let key = node.key.as_ref().map(|(key, span)| format!("{key} {} = ", slice(files, *span))).unwrap_or_default();
    let content = match &node.content {
        Content::Null => "null".to_owned(),
        Content::Scalar(scalar) => format!("{} {:?}", style(scalar.style), scalar.text),
        Content::List(items) => format!("list of {}", items.len()),
        Content::Map(entries) => format!("map of {}", entries.len()),
        Content::Unknown(None) => "unknown".to_owned(),
        Content::Unknown(Some(why)) => format!("unknown {:?} {}", why.text, slice(files, why.span)),
    };
    format!("{}{key}{content} {}\n", "  ".repeat(depth), slice(files, node.span))
}

fn style(style: Style) -> &'static str {
    match style {
        Style::Plain => "plain",
        Style::SingleQuoted => "single",
        Style::DoubleQuoted => "double",
        Style::Literal => "literal",
        Style::Folded => "folded",
        Style::JsonWord => "word",
    }
}

/// The words of a fault, with the text under its labels.
pub fn told(files: &Files, told: &Diagnostic) -> String {
    let mut out = format!("{} {}\n", told.code, told.message);
    for label in &told.labels {
        let mark = if label.primary { "^" } else { "-" };
        let place = format!("{} {}", slice(files, label.span), label.message);
        out.push_str(&format!("  {mark} {}\n", place.trim_end()));
    }
    for help in &told.helps {
        out.push_str(&format!("  = {help}\n"));
    }
    for note in &told.notes {
        out.push_str(&format!("  ~ {note}\n"));
    }
    out
}

/// What a span covers, on one line; where it is empty, its offset.
pub fn slice(files: &Files, span: Span) -> String {
    let text = files.slice(span);
    if text.is_empty() {
        return format!("@{}", span.start);
    }
    format!("‹{}›", text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t"))
}
