//! The value of a shipped data file, from the bytes that were put down when the program was built.
//!
//! The bytes begin with a mark of the text that they belong to. Then stands each value behind the one that holds it: what
//! it is, where it begins (behind the beginning of the last place) and how long it is, and what it holds. A word that
//! stands in the text as it is meant is told by its place; any other is written out. `build.rs` writes them.

use std::sync::Arc;

use countersign_compiler::{ScalarStyle, Written, WrittenContent};
use countersign_parser::MarkedReader;
use countersign_source::{FileId, Span};

/// The value of `text`, from its bytes; nothing where they are those of another text, or none of a value.
pub(crate) fn restore(file: FileId, text: &str, bytes: &[u8]) -> Option<Written> {
    let mut reader = Reader { bytes: MarkedReader::new(text, bytes)?, file, text, last: 0 };
    let value = reader.value()?;
    (reader.bytes.left() == 0).then_some(value)
}

struct Reader<'t> {
    bytes: MarkedReader<'t>,
    file: FileId,
    text: &'t str,
    /// Where the last place began.
    last: u32,
}

impl Reader<'_> {
    fn span(&mut self) -> Option<Span> {
        let start = self.last.checked_add(self.bytes.number()?)?;
        let end = start.checked_add(self.bytes.number()?)?;
        self.last = start;
        Some(Span { file: self.file, start, end })
    }

    /// A word at a place: how much of the place its quotation marks take at either end, or that it is written out.
    fn word(&mut self, span: Span) -> Option<Arc<str>> {
        match self.bytes.byte()? {
            quotes @ (0 | 1) => {
                let (start, end) = (span.start as usize, span.end as usize);
                let quotes = usize::from(quotes);
                self.text.get(start.checked_add(quotes)?..end.checked_sub(quotes)?).map(Arc::from)
            }
            _ => {
                let length = self.bytes.number()? as usize;
                self.bytes.text(length).map(Arc::from)
            }
        }
    }

    fn value(&mut self) -> Option<Written> {
        let what = self.bytes.byte()?;
        let span = self.span()?;
        let content = match what {
            0 => WrittenContent::Nothing,
            1 => WrittenContent::Unknown,
            2 => WrittenContent::Scalar(self.word(span)?, ScalarStyle::Plain),
            3 => WrittenContent::Scalar(self.word(span)?, ScalarStyle::Text),
            4 => WrittenContent::Scalar(self.word(span)?, ScalarStyle::Word),
            5 => {
                let many = self.bytes.number()? as usize;
                // Nothing takes less than a byte.
                let mut items = Vec::with_capacity(many.min(self.bytes.left()));
                for _ in 0..many {
                    items.push(self.value()?);
                }
                WrittenContent::List(items)
            }
            6 => {
                let many = self.bytes.number()? as usize;
                let mut entries = Vec::with_capacity(many.min(self.bytes.left()));
                for _ in 0..many {
                    let span = self.span()?;
                    entries.push((self.word(span)?, span, self.value()?));
                }
                WrittenContent::Map(entries)
            }
            _ => return None,
        };
        Some(Written { content, span })
    }
}
