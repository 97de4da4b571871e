//! What codespan gets to see of the files: only the lines that a message points at, with every character visible, and
//! cut where they are long; an exact map leads from the bytes of the file to those of the view.
//!
//! codespan writes source characters to the terminal as they are, and whole lines however long they are. It also walks
//! all lines between two labels. So it never sees the file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::files::{Error, Files as CodespanFiles};
use countersign_source::{FileId, Files, Span};

use crate::places::{Counted, Places};
use crate::visible;

/// The most lines that a label may span; of a longer one the first line is marked.
const LINES: usize = 6;

/// The fewest characters of a long line that are shown around a label.
const NARROWEST: usize = 24;

/// A label to be shown.
#[derive(Clone, Debug)]
pub(crate) struct ViewLabel {
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) primary: bool,
}

/// A label within the view: the number of its file there, and the bytes of that file's view.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) file: usize,
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    pub(crate) primary: bool,
}

/// The lines that some labels point at.
#[derive(Debug)]
pub(crate) struct View {
    files: Vec<ViewFile>,
}

#[derive(Debug)]
struct ViewFile {
    id: FileId,
    name: String,
    counted: Arc<Counted>,
    text: String,
    /// By their number in the file, from 0.
    lines: BTreeMap<usize, ViewLine>,
}

#[derive(Debug)]
struct ViewLine {
    /// Its bytes in the view.
    range: Range<usize>,
    /// Where each character that is shown begins, in the file and in the view, in order; and where each piece ends.
    map: Vec<(usize, usize)>,
}

impl View {
    /// A view of what `labels` point at, of about `width` characters, and the labels in it.
    pub(crate) fn new(files: &Files, places: &mut Places, labels: &[ViewLabel], width: usize) -> (Self, Vec<Placed>) {
        let mut view = Self { files: Vec::new() };
        let clipped: Vec<(usize, Range<usize>)> =
            labels.iter().map(|label| view.clip(files, places, label.span)).collect();
        for (number, file) in view.files.iter_mut().enumerate() {
            let ranges: Vec<Range<usize>> =
                clipped.iter().filter(|(of, _)| *of == number).map(|(_, range)| range.clone()).collect();
            file.fill(&ranges, width);
        }
        let placed = labels
            .iter()
            .zip(clipped)
            .map(|(label, (file, range))| Placed {
                file,
                range: view.files.get(file).map_or(0..0, |file| file.place(&range)),
                message: visible::visible(&label.message).into_owned(),
                primary: label.primary,
            })
            .collect();
        (view, placed)
    }

    /// The file of a span in this view, and the part of the span that is to be marked.
    fn clip(&mut self, files: &Files, places: &mut Places, span: Span) -> (usize, Range<usize>) {
        let number = match self.files.iter().position(|file| file.id == span.file) {
            Some(number) => number,
            None => {
                self.files.push(ViewFile {
                    id: span.file,
                    name: visible::visible(files.name(span.file)).into_owned(),
                    counted: places.counted(files, span.file),
                    text: String::new(),
                    lines: BTreeMap::new(),
                });
                self.files.len() - 1
            }
        };
        let range = self.files.get(number).map_or(0..0, |file| {
            let counted = &file.counted;
            let start = counted.floor(span.start as usize);
            let mut end = counted.floor(span.end as usize).max(start);
            end = start + counted.text.get(start..end).unwrap_or("").trim_end().len();
            let (first, last) = (counted.lines.index(start), counted.lines.index(end));
            if last - first >= LINES {
                end = counted.line(first).end.max(start);
            }
            start..end
        });
        (number, range)
    }
}

impl ViewFile {
    /// Writes the lines that `ranges` touch.
    fn fill(&mut self, ranges: &[Range<usize>], width: usize) {
        let mut wanted: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
        for range in ranges {
            let (first, last) = (self.counted.lines.index(range.start), self.counted.lines.index(range.end));
            for line in first..=last {
                let bytes = self.counted.line(line);
                let part = range.start.max(bytes.start).min(bytes.end)..range.end.min(bytes.end);
                wanted.entry(line).or_default().push(part);
            }
        }
        // A single line between two others is shown by codespan, so it has to be there.
        let numbers: Vec<usize> = wanted.keys().copied().collect();
        for pair in numbers.windows(2) {
            if let [one, other] = pair
                && other - one == 2
            {
                wanted.insert(one + 1, Vec::new());
            }
        }
        for (number, parts) in wanted {
            let pieces = pieces(&self.counted, self.counted.line(number), &parts, width);
            let line = self.write(self.counted.line(number), &pieces);
            self.lines.insert(number, line);
        }
    }

    /// Writes the pieces of a line, with `…` for what is left out.
    fn write(&mut self, bytes: Range<usize>, pieces: &[Range<usize>]) -> ViewLine {
        let start = self.text.len();
        let mut map = Vec::new();
        let mut behind = bytes.start;
        for piece in pieces {
            if piece.start > behind {
                self.text.push('…');
            }
            for (at, char) in self.counted.text.get(piece.clone()).unwrap_or("").char_indices() {
                map.push((piece.start + at, self.text.len()));
                match char {
                    // A byte-order mark in front is no part of the text; codespan widens tabs.
                    '\u{feff}' if piece.start + at == 0 => {}
                    '\t' => self.text.push(char),
                    _ => visible::push(&mut self.text, char),
                }
            }
            map.push((piece.end, self.text.len()));
            behind = piece.end;
        }
        if behind < bytes.end {
            self.text.push('…');
        }
        map.push((bytes.end, self.text.len()));
        let range = start..self.text.len();
        self.text.push('\n');
        ViewLine { range, map }
    }

    /// Where a range of the file stands in the view.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let line = |offset| self.lines.get(&self.counted.lines.index(offset));
        let start = line(range.start).map_or(0, |line| {
            let at = line.map.partition_point(|(byte, _)| *byte < range.start);
            line.map.get(at).map_or(line.range.end, |(_, view)| *view)
        });
        let end = line(range.end).map_or(start, |line| {
            let at = line.map.partition_point(|(byte, _)| *byte < range.end);
            line.map.get(at).map_or(line.range.end, |(_, view)| *view)
        });
        start..end.max(start)
    }

    fn line_at(&self, offset: usize) -> Option<(usize, &ViewLine)> {
        self.lines.iter().map(|(number, line)| (*number, line)).find(|(_, line)| offset <= line.range.end)
    }
}

/// The pieces of a line that are shown: all of it where it is short, else what lies around its labels.
fn pieces(counted: &Counted, line: Range<usize>, parts: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
    let text = counted.text.get(line.clone()).unwrap_or("");
    if text.len() <= width || (text.len() <= width * 4 && text.chars().count() <= width) {
        return vec![line];
    }
    let share = (width / parts.len().max(1)).max(NARROWEST);
    let back = |offset: usize, count: usize| {
        let before = counted.text.get(line.start..offset).unwrap_or("");
        before.char_indices().rev().take(count).last().map_or(offset, |(at, _)| line.start + at)
    };
    let forth = |offset: usize, count: usize| {
        let behind = counted.text.get(offset..line.end).unwrap_or("");
        behind.char_indices().nth(count).map_or(line.end, |(at, _)| offset + at)
    };
    let mut pieces: Vec<Range<usize>> = parts
        .iter()
        .map(|part| {
            let start = back(part.start, share / 3);
            // What is left of the share behind the label; of a label longer than that, the beginning.
            start..forth(start, share)
        })
        .collect();
    if pieces.is_empty() {
        pieces.push(line.start..forth(line.start, share));
    }
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => joined.push(piece),
        }
    }
    joined
}

impl<'a> CodespanFiles<'a> for View {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.files.get(id).map(|file| file.name.as_str()).ok_or(Error::FileMissing)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.files.get(id).map(|file| file.text.as_str()).ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, id: usize, offset: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let line = file.line_at(offset).ok_or(Error::IndexTooLarge { given: offset, max: file.text.len() })?;
        Ok(line.0)
    }

    fn column_number(&'a self, id: usize, _: usize, offset: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let (_, line) = file.line_at(offset).ok_or(Error::IndexTooLarge { given: offset, max: file.text.len() })?;
        let at = line.map.partition_point(|(_, view)| *view < offset);
        let byte = line.map.get(at).or(line.map.last()).map_or(0, |(byte, _)| *byte);
        Ok(file.counted.position(byte).column)
    }

    fn line_range(&'a self, id: usize, number: usize) -> Result<Range<usize>, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let line = file.lines.get(&number).ok_or(Error::LineTooLarge { given: number, max: file.lines.len() })?;
        Ok(line.range.clone())
    }
}
