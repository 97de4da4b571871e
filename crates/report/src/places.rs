//! Lines and columns of byte offsets, at a cost that does not depend on how long a line is.

use std::sync::Arc;

use countersign_source::{FileId, Files, Lines, Position, Span};

/// How many bytes lie between two places where characters have been counted.
const STRIDE: usize = 1024;

/// How many texts are kept.
const KEPT: usize = 48;

/// A text with its lines counted.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) text: Arc<str>,
    pub(crate) lines: Lines,
    /// How many characters begin before each multiple of [`STRIDE`] bytes.
    characters: Vec<usize>,
}

impl Counted {
    fn new(text: &Arc<str>) -> Self {
        let mut seen = 0;
        let characters = text
            .as_bytes()
            .chunks(STRIDE)
            .map(|chunk| {
                let before = seen;
                seen += begun(chunk);
                before
            })
            .collect();
        Self { text: Arc::clone(text), lines: Lines::new(text), characters }
    }

    /// The nearest offset at or below that is inside the text and between two characters.
    pub(crate) fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The bytes of a line (from 0), without its end.
    pub(crate) fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines.start(line, &self.text);
        let end = self.lines.start(line + 1, &self.text);
        let text = self.text.get(start..end).unwrap_or("");
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// The position of an offset, as people count.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.lines.index(offset);
        let start = self.lines.start(line, &self.text);
        let mark = usize::from(start == 0 && offset > 0 && self.text.starts_with('\u{feff}'));
        let column = self.before(offset).saturating_sub(self.before(start)).saturating_sub(mark) + 1;
        Position { line: line + 1, column }
    }

    /// The column of an offset in UTF-8 bytes, from 1; a byte order mark counts for nothing.
    pub(crate) fn byte_column(&self, offset: usize) -> usize {
        let offset = self.floor(offset);
        let start = self.lines.start(self.lines.index(offset), &self.text);
        let mark = if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        (offset - start).saturating_sub(mark) + 1
    }

    /// How many characters begin before an offset.
    fn before(&self, offset: usize) -> usize {
        let chunk = (offset / STRIDE).min(self.characters.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(chunk * STRIDE..offset).unwrap_or(&[]);
        self.characters.get(chunk).copied().unwrap_or(0) + begun(rest)
    }
}

/// How many characters begin in these bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The texts that were asked about last.
#[derive(Debug, Default)]
pub(crate) struct Places {
    texts: Vec<Arc<Counted>>,
}

impl Places {
    /// The text of a file, its lines counted; empty for a file that the store does not have.
    pub(crate) fn counted(&mut self, files: &Files, file: FileId) -> Arc<Counted> {
        let Some(source) = files.get(file) else {
            return Arc::new(Counted::new(&Arc::from("")));
        };
        let text = source.text();
        if let Some(at) = self.texts.iter().position(|counted| Arc::ptr_eq(&counted.text, text)) {
            let counted = self.texts.remove(at);
            self.texts.push(Arc::clone(&counted));
            return counted;
        }
        if self.texts.len() >= KEPT {
            self.texts.remove(0);
        }
        let counted = Arc::new(Counted::new(text));
        self.texts.push(Arc::clone(&counted));
        counted
    }

    /// The position of the first byte of a span.
    pub(crate) fn position(&mut self, files: &Files, span: Span) -> Position {
        self.counted(files, span.file).position(span.start as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_agree_with_those_that_count_from_the_start() {
        let mut text = String::from("\u{feff}é: 漢\r\nb\r");
        text.push_str(&"x😀".repeat(2000));
        text.push_str("\nlast");
        let text: Arc<str> = text.into();
        let counted = Counted::new(&text);
        let lines = Lines::new(&text);
        for offset in (0..text.len()).filter(|offset| text.is_char_boundary(*offset)).step_by(7).chain([text.len()]) {
            assert_eq!(counted.position(offset), lines.position(offset, &text), "at {offset}");
        }
    }

    #[test]
    fn an_offset_outside_is_held_at_the_end() {
        let counted = Counted::new(&Arc::from("é"));
        assert_eq!(counted.position(1), Position { line: 1, column: 1 });
        assert_eq!(counted.position(99), Position { line: 1, column: 2 });
    }
}
