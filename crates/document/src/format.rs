//! The formats, the limits, and the way into the readers.

use std::sync::Arc;

use countersign_source::{FileId, Span};

use crate::builder::{Interner, Shared};
use crate::{Fault, Limit, Outline, Tree, json, markdown, yaml};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML 1.2, one document or a stream of them.
    Yaml,
    /// JSON as RFC 8259 has it: one value.
    Json,
    /// A JSON value on each line.
    Ndjson,
    /// Markdown, with YAML front matter or without.
    Markdown,
}

impl Format {
    /// The format that a file's name stands for, by its extension in any case: `yaml`, `yml`, `json`,
    /// `ndjson`, `jsonl`, `md`, `markdown`.
    #[must_use]
    pub fn of_name(file_name: &str) -> Option<Self> {
        let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
        let (_, extension) = name.rsplit_once('.')?;
        [
            ("yaml", Self::Yaml),
            ("yml", Self::Yaml),
            ("json", Self::Json),
            ("ndjson", Self::Ndjson),
            ("jsonl", Self::Ndjson),
            ("md", Self::Markdown),
            ("markdown", Self::Markdown),
        ]
        .into_iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known))
        .map(|(_, format)| format)
    }
}

/// How much of a document is read before the reader gives up. What is reached is named in the fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes that a file may have.
    pub bytes: usize,
    /// The most lists and maps that may stand inside one another.
    pub depth: usize,
    /// The most values that one document may hold, those that aliases and merge keys bring in included.
    pub nodes: usize,
    /// The most values that the aliases and merge keys of one file may bring in, all its documents together.
    pub aliases: usize,
    /// The most documents that one file may hold.
    pub documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 * 1024 * 1024, depth: 128, nodes: 250_000, aliases: 250_000, documents: 100_000 }
    }
}

/// One document of a file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its values; `None` where a fault leaves nothing to judge.
    pub tree: Option<Tree>,
    /// What is wrong with how it is written, in the order found.
    pub faults: Vec<Fault>,
}

/// Reads every document of a file, in the order written. A broken document stands among the others as one
/// without a tree. An empty file has no documents. Of Markdown only the front matter is read into fields; all else is
/// prose: see [`read_outlined`].
#[must_use]
pub fn read(file: FileId, text: &Arc<str>, format: Format, limits: &Limits) -> Vec<Document> {
    read_outlined(file, text, format, limits, &Outline::default())
}

/// Reads every document of a file, as [`read`] does; the outline says which headings of Markdown are fields.
#[must_use]
pub fn read_outlined(
    file: FileId,
    text: &Arc<str>,
    format: Format,
    limits: &Limits,
    outline: &Outline,
) -> Vec<Document> {
    if text.len() > limits.bytes {
        let span = Span::new(file, limits.bytes..limits.bytes);
        let fault = Fault::LimitReached { limit: Limit::Bytes, most: limits.bytes, span };
        return vec![Document { tree: None, faults: vec![fault] }];
    }
    let mut shared = Shared { file, text, limits, interner: Interner::default(), aliases_left: limits.aliases };
    match format {
        Format::Yaml => yaml::read(&mut shared),
        Format::Json => json::read(&mut shared),
        Format::Ndjson => json::read_lines(&mut shared),
        Format::Markdown => markdown::read(&mut shared, outline),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_says_the_format() {
        for (name, format) in [
            ("a.yaml", Some(Format::Yaml)),
            ("dir.json/a.YML", Some(Format::Yaml)),
            ("a.b.json", Some(Format::Json)),
            ("a.ndjson", Some(Format::Ndjson)),
            ("a.jsonl", Some(Format::Ndjson)),
            ("a.md", Some(Format::Markdown)),
            ("a.MARKDOWN", Some(Format::Markdown)),
            ("a.txt", None),
            ("dir.yaml/a", None),
            ("yaml", None),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
    }
}
