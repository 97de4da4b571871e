//! The files of a run, and places in them.

use std::ops::Range;
use std::sync::Arc;

/// Names one file of a [`Files`] store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file. Files are at most 4 GiB, so offsets are 32 bits wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets count in.
    pub file: FileId,
    /// The offset of the first byte.
    pub start: u32,
    /// The offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`; an offset beyond 4 GiB is held at the largest one there is.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: narrow(range.start), end: narrow(range.end) }
    }

    /// The offsets as a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both; `self` where the two stand in different files.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// The empty span behind this one.
    #[must_use]
    pub fn at_end(self) -> Self {
        Self { start: self.end, ..self }
    }

    /// Does `other` lie wholly within this span?
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// One file: the name that the user knows it by, and its text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
}

impl SourceFile {
    /// The name as the user gave it; not yet fit for a terminal.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }
}

/// The files of a run, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    /// A store without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and answers with its id.
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { name: name.into(), text: text.into() });
        id
    }

    /// The file of this id, if this store gave it out.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The name of a file; empty for an id that this store did not give out.
    #[must_use]
    pub fn name(&self, id: FileId) -> &str {
        self.get(id).map_or("", SourceFile::name)
    }

    /// The text under a span; empty where the span does not fall on the text of a file of this store.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.range())).unwrap_or("")
    }

    /// The files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

/// A place as people count: both numbers from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values.
    pub column: usize,
}

/// Where the lines of one text begin: turns byte offsets into [`Position`]s.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Reads the line starts of `text`. `\n`, `\r\n` and a lone `\r` end a line, as in YAML.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// How many lines there are; an empty text has one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds a byte offset.
    #[must_use]
    pub fn index(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Where a line (from 0) begins; the end of `text` behind the last line.
    #[must_use]
    pub fn start(&self, line: usize, text: &str) -> usize {
        self.starts.get(line).copied().unwrap_or(text.len())
    }

    /// The position of a byte offset of `text`. A byte-order mark takes no column. An offset inside a
    /// character counts as that character's.
    #[must_use]
    pub fn position(&self, offset: usize, text: &str) -> Position {
        let line = self.index(offset);
        let start = self.start(line, text);
        let mut column = 1;
        for (at, char) in text.get(start..).unwrap_or("").char_indices() {
            if start + at + char.len_utf8() > offset {
                break;
            }
            if !(char == '\u{feff}' && start + at == 0) {
                column += 1;
            }
        }
        Position { line: line + 1, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_kind_of_line_end() {
        let text = "é漢x\r\nb\rc\n";
        let lines = Lines::new(text);
        let at = |needle: &str| lines.position(text.find(needle).unwrap(), text);
        assert_eq!(at("x"), Position { line: 1, column: 3 });
        assert_eq!(at("b"), Position { line: 2, column: 1 });
        assert_eq!(at("c"), Position { line: 3, column: 1 });
        assert_eq!(lines.position(text.len(), text), Position { line: 4, column: 1 });
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}id: 1";
        assert_eq!(Lines::new(text).position(3, text), Position { line: 1, column: 1 });
    }

    #[test]
    fn a_span_outside_its_text_is_empty_and_no_panic() {
        let mut files = Files::new();
        let id = files.add("a", "é");
        assert_eq!(files.slice(Span::new(id, 1..9)), "");
        assert_eq!(files.slice(Span::new(FileId(7), 0..1)), "");
        assert_eq!(files.slice(Span::new(id, 0..2)), "é");
    }
}
