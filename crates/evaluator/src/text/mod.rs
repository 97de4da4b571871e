//! A text that remembers where in the document it stands, byte for byte, through every function that takes it apart.

mod cut;
mod mention;
mod unquote;

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::rc::Rc;

pub(crate) use cut::{parts, phrases, sentences, words};
pub(crate) use mention::mentions;
pub(crate) use unquote::unquoted;

use crate::conform::CellId;

/// A text, or a part of one.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a> {
    hold: Hold<'a>,
    origin: Option<Origin>,
}

#[derive(Clone, Debug)]
enum Hold<'a> {
    /// The text as it stands in the document or the program.
    Plain(&'a str),
    /// A part of a text that was made here.
    Made(Rc<str>, u32, u32),
}

/// Where a text stands.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// The value that it is a part of.
    pub(crate) cell: CellId,
    map: Map,
}

#[derive(Clone, Debug)]
enum Map {
    /// Byte `i` is byte `i + offset` of the decoded text.
    Straight(u32),
    /// Byte `i` is found by the segment that holds byte `i + offset`.
    Segments(Rc<[Segment]>, u32),
}

/// A run of a made text, and the bytes of the decoded text that it comes from. Runs of one length go byte by byte;
/// otherwise the run stands for all of them.
#[derive(Clone, Copy, Debug)]
struct Segment {
    at: u32,
    len: u32,
    from: u32,
    from_len: u32,
}

impl<'a> Text<'a> {
    /// A text that stands in no document.
    pub(crate) fn of_rule(text: &'a str) -> Self {
        Self { hold: Hold::Plain(text), origin: None }
    }

    /// A text that was put together and stands nowhere.
    pub(crate) fn made(text: &str) -> Self {
        Self { hold: Hold::Made(Rc::from(text), 0, narrow(text.len())), origin: None }
    }

    /// The part of a document's decoded text that begins at `offset`.
    pub(crate) fn of_document(text: &'a str, cell: CellId, offset: usize) -> Self {
        Self { hold: Hold::Plain(text), origin: Some(Origin { cell, map: Map::Straight(narrow(offset)) }) }
    }

    /// Its words.
    pub(crate) fn as_str(&self) -> &str {
        match &self.hold {
            Hold::Plain(text) => text,
            Hold::Made(text, start, end) => text.get(*start as usize..*end as usize).unwrap_or(""),
        }
    }

    /// The value that it comes from.
    pub(crate) fn cell(&self) -> Option<CellId> {
        self.origin.as_ref().map(|origin| origin.cell)
    }

    /// A part of it.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let shift = narrow(range.start);
        let hold = match &self.hold {
            Hold::Plain(text) => Hold::Plain(text.get(range).unwrap_or("")),
            Hold::Made(text, start, _) => Hold::Made(Rc::clone(text), start + shift, start + narrow(range.end)),
        };
        let origin = self.origin.as_ref().map(|origin| Origin {
            cell: origin.cell,
            map: match &origin.map {
                Map::Straight(offset) => Map::Straight(offset + shift),
                Map::Segments(segments, offset) => Map::Segments(Rc::clone(segments), offset + shift),
            },
        });
        Self { hold, origin }
    }

    /// Where a range of its bytes stands: the value, and bytes of its decoded text.
    pub(crate) fn locate(&self, range: Range<usize>) -> Option<(CellId, u32, u32)> {
        let origin = self.origin.as_ref()?;
        let (start, end) = origin.range(narrow(range.start), narrow(range.end));
        Some((origin.cell, start, end.max(start)))
    }

    /// Where all of it stands.
    pub(crate) fn place(&self) -> Option<(CellId, u32, u32)> {
        self.locate(0..self.as_str().len())
    }

    /// A word that stands for a part of it, and stands where that part does.
    pub(crate) fn reworded(&self, word: &str, range: Range<usize>) -> Self {
        let mut maker = Maker::new(self);
        maker.push(word, range);
        maker.finish()
    }

    /// The same words in lower case.
    pub(crate) fn lower(&self) -> Self {
        let source = self.as_str();
        if !source.chars().any(char::is_uppercase) {
            return self.clone();
        }
        let mut maker = Maker::new(self);
        let mut buffer = [0; 4];
        for (at, char) in source.char_indices() {
            for low in char.to_lowercase() {
                maker.push(low.encode_utf8(&mut buffer), at..at + char.len_utf8());
            }
        }
        maker.finish()
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text<'_> {}

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Origin {
    fn range(&self, start: u32, end: u32) -> (u32, u32) {
        match &self.map {
            Map::Straight(offset) => (start + offset, end + offset),
            Map::Segments(segments, offset) => {
                let (start, end) = (start + offset, end + offset);
                let find = |byte: u32| {
                    let behind = segments.partition_point(|segment| segment.at <= byte);
                    segments.get(behind.saturating_sub(1))
                };
                let from = find(start).map_or(0, |segment| {
                    if segment.len == segment.from_len {
                        segment.from + (start - segment.at).min(segment.len)
                    } else {
                        segment.from
                    }
                });
                let to = find(end.saturating_sub(1).max(start)).map_or(0, |segment| {
                    if segment.len == segment.from_len {
                        segment.from + end.saturating_sub(segment.at).min(segment.len)
                    } else {
                        segment.from + segment.from_len
                    }
                });
                (from, if end == start { from } else { to })
            }
        }
    }
}

/// Puts a text together out of parts of another, and keeps book of where they come from.
struct Maker<'t, 'a> {
    source: &'t Text<'a>,
    text: String,
    segments: Vec<Segment>,
}

impl<'t, 'a> Maker<'t, 'a> {
    fn new(source: &'t Text<'a>) -> Self {
        Self { source, text: String::with_capacity(source.as_str().len()), segments: Vec::new() }
    }

    /// Adds `text`, which stands for these bytes of the source.
    fn push(&mut self, text: &str, bytes: Range<usize>) {
        let (at, len) = (narrow(self.text.len()), narrow(text.len()));
        self.text.push_str(text);
        let Some(origin) = &self.source.origin else { return };
        let (from, to) = origin.range(narrow(bytes.start), narrow(bytes.end));
        let from_len = to.saturating_sub(from);
        if let Some(last) = self.segments.last_mut()
            && last.len == last.from_len
            && len == from_len
            && last.from + last.from_len == from
        {
            last.len += len;
            last.from_len += from_len;
        } else {
            self.segments.push(Segment { at, len, from, from_len });
        }
    }

    fn finish(self) -> Text<'a> {
        let end = narrow(self.text.len());
        Text {
            hold: Hold::Made(Rc::from(self.text), 0, end),
            origin: self
                .source
                .origin
                .as_ref()
                .map(|origin| Origin { cell: origin.cell, map: Map::Segments(Rc::from(self.segments), 0) }),
        }
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: CellId = CellId(7);

    fn at<'a>(source: &'a str, text: &Text<'_>, needle: &str) -> &'a str {
        let start = text.as_str().find(needle).unwrap_or_else(|| panic!("{needle} in {}", text.as_str()));
        let (cell, from, to) = text.locate(start..start + needle.len()).unwrap();
        assert_eq!(cell, CELL);
        source.get(from as usize..to as usize).unwrap()
    }

    #[test]
    fn lower_case_remembers_where_it_stood_even_where_its_length_changes() {
        let source = "Ünter İstanbul the ẞtraße ÅB";
        let lower = Text::of_document(source, CELL, 0).lower();
        for (needle, stands) in [
            ("ünter", "Ünter"),
            ("stanbul", "stanbul"),
            ("i\u{307}s", "İs"),
            ("ßtra", "ẞtra"),
            ("åb", "ÅB"),
            ("b", "b"),
        ] {
            assert_eq!(at(source, &lower, needle), stands, "{needle}");
        }
    }

    #[test]
    fn parts_of_parts_of_made_texts_still_know_their_place() {
        let source = "Say \"NO\" to this. Then ROTATE the Key.";
        let text = Text::of_document(source, CELL, 0);
        let plain = unquoted(&text).lower();
        let last = sentences(&plain).pop().unwrap();
        assert_eq!(last.as_str(), "then rotate the key.");
        assert_eq!(at(source, &last, "rotate"), "ROTATE");
        let word = words(&last).swap_remove(3);
        assert_eq!(at(source, &word, "key"), "Key");
    }

    #[test]
    fn a_text_of_a_rule_stands_nowhere() {
        assert_eq!(Text::of_rule("A").lower().place(), None);
        assert_eq!(Text::made("x").slice(0..1).place(), None);
    }
}
