//! Lists the files of the shipped packs for the program to carry along, and reads their rules and data, so that no run has
//! to. Writes only where Cargo says build output goes.
#![expect(clippy::disallowed_methods, reason = "a build script reads the tree that it is built from")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use countersign_document::{Content, Document, Format, Limits, NodeId, Style, Tree};
use countersign_parser::{MarkedWriter, parse, store};
use countersign_source::{FileId, Span};

fn main() -> std::io::Result<()> {
    let manifest = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let rules = manifest.join("../../rules");
    println!("cargo::rerun-if-changed={}", rules.display());
    let mut files = Vec::new();
    collect(&rules, "", &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for (name, path) in files {
        let path = path.canonicalize()?;
        let text = std::fs::read_to_string(&path)?;
        let stored = if name.ends_with(".rules") { tree(&text) } else { value(&name, &text) };
        let stored = stored.map(|bytes| bytes.escape_ascii().to_string());
        let stored = stored.map_or("None".to_owned(), |bytes| format!("Some(b\"{bytes}\")"));
        let path = path.display().to_string();
        let _ = writeln!(list, "    File {{ name: {name:?}, text: include_str!({path:?}), stored: {stored} }},");
    }
    list.push(']');
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("shipped.rs"), list)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if [".rules", ".yaml", ".json", ".md", ".jinja"].iter().any(|extension| name.ends_with(extension)) {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}

/// The tree of a text without mistakes, as bytes. One with mistakes is read again by whoever has to tell them.
fn tree(text: &str) -> Option<Vec<u8>> {
    let parsed = parse(FileId(0), text);
    parsed.errors.is_empty().then(|| store(&parsed.file, text))
}

/// The value of a data file of one document without faults, as bytes that `src/shipped_values.rs` reads.
fn value(name: &str, text: &str) -> Option<Vec<u8>> {
    let format = Format::of_name(name).filter(|format| matches!(format, Format::Yaml | Format::Json))?;
    let documents = countersign_document::read(FileId(0), &Arc::from(text), format, &Limits::default());
    match documents.as_slice() {
        [Document { tree: Some(tree), faults }] if faults.is_empty() => {
            let mut writer = Writer { bytes: MarkedWriter::new(text), tree, text, last: 0 };
            writer.value(tree.root())?;
            Some(writer.bytes.finish())
        }
        _ => None,
    }
}

struct Writer<'t> {
    bytes: MarkedWriter,
    tree: &'t Tree,
    text: &'t str,
    /// Where the last place began.
    last: u32,
}

impl Writer<'_> {
    /// A place, which begins no earlier than the last; nothing for one that does, such as that of an alias.
    fn span(&mut self, span: Span) -> Option<()> {
        self.bytes.number(span.start.checked_sub(self.last)?);
        self.bytes.number(span.end - span.start);
        self.last = span.start;
        Some(())
    }

    fn word(&mut self, word: &str, span: Span) {
        let range = span.range();
        let inside = |quotes: usize| self.text.get(range.start + quotes..range.end.saturating_sub(quotes));
        match (0..2_u8).find(|quotes| inside(usize::from(*quotes)) == Some(word)) {
            Some(quotes) => self.bytes.byte(quotes),
            None => {
                self.bytes.byte(2);
                self.bytes.number(u32::try_from(word.len()).unwrap_or(u32::MAX));
                self.bytes.all(word.as_bytes());
            }
        }
    }

    fn value(&mut self, node: NodeId) -> Option<()> {
        let node = self.tree.node(node);
        self.bytes.byte(match &node.content {
            Content::Null => 0,
            Content::Unknown(_) => 1,
            Content::Scalar(scalar) => match scalar.style {
                Style::Plain => 2,
                Style::JsonWord => 4,
                _ => 3,
            },
            Content::List(_) => 5,
            Content::Map(_) => 6,
        });
        self.span(node.span)?;
        match &node.content {
            Content::Null | Content::Unknown(_) => {}
            Content::Scalar(scalar) => match scalar.style {
                Style::Literal | Style::Folded => self.word(scalar.text.trim_end(), node.span),
                _ => self.word(&scalar.text, node.span),
            },
            Content::List(items) => {
                self.bytes.number(u32::try_from(items.len()).ok()?);
                for item in items {
                    self.value(*item)?;
                }
            }
            Content::Map(entries) => {
                self.bytes.number(u32::try_from(entries.len()).ok()?);
                for entry in entries {
                    let (key, span) = self.tree.node(*entry).key.as_ref()?;
                    self.span(*span)?;
                    self.word(key, *span);
                    self.value(*entry)?;
                }
            }
        }
        Some(())
    }
}
