//! Where a part of a scalar's decoded text stands in its file.
//!
//! The scalar is decoded once more, this time with a note of where each piece came from. What comes out is
//! held against the text that the reader made; should the two ever differ, the whole scalar is the answer,
//! never a wrong place.

use std::ops::Range;

use countersign_source::Span;

/// The place of `range`, bytes of `text`, which was written at `span` of `source`.
pub(crate) fn within(source: &str, span: Span, text: &str, range: Range<usize>) -> Span {
    let whole = span.range();
    let range = range.start.min(text.len())..range.end.min(text.len()).max(range.start.min(text.len()));
    let place = |found: Range<usize>| Span::new(span.file, found);
    let Some(start) = behind_properties(source, &whole) else {
        return span;
    };
    let Some(written) = source.get(start..whole.end) else {
        return span;
    };
    // Most scalars stand in the file as they are, perhaps in quotes.
    for quote in 0..2 {
        if written.len() == text.len() + 2 * quote
            && written.get(quote..quote + text.len()) == Some(text)
            && !text.contains(['\n', '\r'])
        {
            return place(start + quote + range.start..start + quote + range.end);
        }
    }
    let pieces = match written.chars().next() {
        Some('\'') => quoted(source, start + 1..whole.end.saturating_sub(1), false),
        Some('"') => quoted(source, start + 1..whole.end.saturating_sub(1), true),
        Some('|' | '>') => {
            return block(source, start..whole.end, text).and_then(|pieces| pieces.find(range)).map_or(span, place);
        }
        _ => plain(source, start..whole.end),
    };
    if pieces.decoded != text {
        return span;
    }
    pieces.find(range).map_or(span, place)
}

/// Where the value itself begins, behind a tag, an anchor, and what may stand between.
fn behind_properties(source: &str, whole: &Range<usize>) -> Option<usize> {
    let mut at = whole.start;
    loop {
        let rest = source.get(at..whole.end)?;
        at += match rest.chars().next()? {
            '!' | '&' => rest.find([' ', '\t', '\n', '\r'])?,
            ' ' | '\t' | '\n' | '\r' => 1,
            '#' if at > whole.start => rest.find(['\n', '\r'])?,
            _ => return Some(at),
        };
    }
}

/// A text and where its pieces came from, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) decoded: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
struct Piece {
    /// Where it begins in the decoded text.
    at: usize,
    source: Range<usize>,
    /// It stands in the source byte for byte.
    verbatim: bool,
}

impl Pieces {
    /// A stretch that stands in the source as it is read.
    pub(crate) fn run(&mut self, source: &str, range: Range<usize>) {
        let Some(text) = source.get(range.clone()).filter(|text| !text.is_empty()) else {
            return;
        };
        self.pieces.push(Piece { at: self.decoded.len(), source: range, verbatim: true });
        self.decoded.push_str(text);
    }

    /// A character that stands for what is written at a range.
    pub(crate) fn char(&mut self, char: char, range: Range<usize>) {
        self.pieces.push(Piece { at: self.decoded.len(), source: range, verbatim: false });
        self.decoded.push(char);
    }

    /// The piece that holds a byte of the decoded text.
    fn piece(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)?)
    }

    /// A part of the text, with where it came from.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        self.copy_to(&mut part, range);
        part
    }

    /// Adds a part of this text to the end of another.
    pub(crate) fn copy_to(&self, to: &mut Self, range: Range<usize>) {
        let Some(text) = self.decoded.get(range.clone()).filter(|text| !text.is_empty()) else {
            return;
        };
        let (base, first) = (to.decoded.len(), self.pieces.partition_point(|piece| piece.at <= range.start));
        let mine = self.pieces.get(first.saturating_sub(1)..).unwrap_or_default();
        for piece in mine.iter().take_while(|piece| piece.at < range.end) {
            let cut = range.start.saturating_sub(piece.at);
            let source = if piece.verbatim { piece.source.start + cut..piece.source.end } else { piece.source.clone() };
            to.pieces.push(Piece {
                at: base + piece.at.max(range.start) - range.start,
                source,
                verbatim: piece.verbatim,
            });
        }
        to.decoded.push_str(text);
    }

    /// Where in the source a part of the text stands.
    pub(crate) fn find(&self, range: Range<usize>) -> Option<Range<usize>> {
        let start_of = |at: usize| {
            let piece = self.piece(at)?;
            Some(if piece.verbatim { piece.source.start + (at - piece.at) } else { piece.source.start })
        };
        let end_of = |at: usize| {
            let piece = self.piece(at.checked_sub(1)?)?;
            Some(if piece.verbatim { piece.source.start + (at - piece.at) } else { piece.source.end })
        };
        if range.is_empty() {
            let at = if range.start < self.decoded.len() { start_of(range.start)? } else { end_of(range.start)? };
            return Some(at..at);
        }
        let start = start_of(range.start)?;
        Some(start..end_of(range.end)?.max(start))
    }

    /// Blanks and line breaks between two lines of a text that is not a block: one break is a blank, of more
    /// the first is dropped.
    fn fold(&mut self, breaks: &[Range<usize>]) {
        match breaks {
            [] => {}
            [only] => self.char(' ', only.clone()),
            [_, rest @ ..] => rest.iter().for_each(|range| self.char('\n', range.clone())),
        }
    }
}

/// The blanks and line breaks from `at` on: where they end, and the breaks among them.
fn gap(source: &str, at: usize, end: usize) -> (usize, Vec<Range<usize>>) {
    let mut breaks = Vec::new();
    let mut here = at;
    let bytes = source.as_bytes();
    while here < end {
        match bytes.get(here) {
            Some(b' ' | b'\t') => here += 1,
            Some(b'\r') if bytes.get(here + 1) == Some(&b'\n') => {
                breaks.push(here..here + 2);
                here += 2;
            }
            Some(b'\r' | b'\n') => {
                breaks.push(here..here + 1);
                here += 1;
            }
            _ => break,
        }
    }
    (here.min(end), breaks)
}

fn is_gap(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r')
}

fn plain(source: &str, range: Range<usize>) -> Pieces {
    let mut pieces = Pieces::default();
    let mut at = range.start;
    while at < range.end {
        let rest = source.get(at..range.end).unwrap_or_default();
        let run = rest.find(is_gap).unwrap_or(rest.len());
        pieces.run(source, at..at + run);
        at += run;
        let (behind, breaks) = gap(source, at, range.end);
        if breaks.is_empty() {
            pieces.run(source, at..behind);
        } else {
            pieces.fold(&breaks);
        }
        at = behind;
    }
    pieces
}

/// What stands between two quotes.
fn quoted(source: &str, range: Range<usize>, double: bool) -> Pieces {
    let mut pieces = Pieces::default();
    let special = |char: char| is_gap(char) || char == if double { '\\' } else { '\'' };
    let mut at = range.start;
    while at < range.end {
        let rest = source.get(at..range.end).unwrap_or_default();
        let run = rest.find(special).unwrap_or(rest.len());
        pieces.run(source, at..at + run);
        at += run;
        match rest.get(run..).and_then(|rest| rest.chars().next()) {
            None => break,
            Some('\'') => {
                pieces.char('\'', at..(at + 2).min(range.end));
                at += 2;
            }
            Some('\\') => at = escape(&mut pieces, source, at, range.end),
            Some(_) => {
                let (behind, breaks) = gap(source, at, range.end);
                if breaks.is_empty() {
                    pieces.run(source, at..behind);
                } else {
                    pieces.fold(&breaks);
                }
                at = behind;
            }
        }
    }
    pieces
}

/// An escape at `at`; answers with where it ends.
fn escape(pieces: &mut Pieces, source: &str, at: usize, end: usize) -> usize {
    let Some(escaped) = source.get(at + 1..end).and_then(|rest| rest.chars().next()) else {
        return end;
    };
    let hex =
        |at: usize, digits: usize| source.get(at..at + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let simple = match escaped {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' | 'u' | 'U' => {
            let digits = match escaped {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            let behind = at + 2 + digits;
            let first = hex(at + 2, digits).unwrap_or(0);
            if let Some(char) = char::from_u32(first) {
                pieces.char(char, at..behind);
                return behind;
            }
            let second = hex(behind + 2, 4).unwrap_or(0);
            let pair = 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
            pieces.char(char::from_u32(pair).unwrap_or_default(), at..behind + 6);
            return behind + 6;
        }
        // A line break behind a backslash is none; blank lines behind it still count.
        '\n' | '\r' => {
            let (behind, breaks) = gap(source, at + 1, end);
            for range in breaks.into_iter().skip(1) {
                pieces.char('\n', range);
            }
            return behind;
        }
        other => other,
    };
    let behind = at + 1 + escaped.len_utf8();
    pieces.char(simple, at..behind);
    behind
}

/// A line of a block, without its break, and the break.
struct Line {
    text: Range<usize>,
    end: Range<usize>,
}

/// A block text from its `|` or `>` on, held against the text that it stands for.
fn block(source: &str, range: Range<usize>, text: &str) -> Option<Pieces> {
    let folded = source.get(range.start..)?.starts_with('>');
    let header = source.get(range.start..)?.find(['\n', '\r']).map_or(source.len(), |length| range.start + length);
    let explicit = source
        .get(range.start + 1..header)?
        .chars()
        .take_while(|char| matches!(char, '+' | '-' | '0'..='9'))
        .any(|char| char.is_ascii_digit());
    // The blank lines behind the text may belong to it.
    let (end, _) = gap(source, range.end.max(header), source.len());
    let mut lines = Vec::new();
    let mut at = gap_of_one(source, header);
    while at < end {
        let length = source.get(at..end)?.find(['\n', '\r']).unwrap_or(end - at);
        let stop = at + length;
        let next = gap_of_one(source, stop).min(end).max(stop);
        lines.push(Line { text: at..stop, end: stop..next });
        at = next.max(at + 1);
    }
    let indentation =
        |line: &Line| source.get(line.text.clone()).map_or(0, |text| text.len() - text.trim_start_matches(' ').len());
    let first = lines.iter().find(|line| indentation(line) < line.text.len()).map(indentation);
    let deepest = lines.iter().map(indentation).max().unwrap_or(0);
    let candidates = if explicit { 0..=deepest } else { first.unwrap_or(deepest)..=first.unwrap_or(deepest) };
    for indent in candidates {
        let mut pieces = Pieces::default();
        if folded {
            fold_lines(&mut pieces, source, &lines, indent)
        } else {
            keep_lines(&mut pieces, source, &lines, indent)
        }
        if pieces.decoded.len() < text.len() && text.ends_with('\n') {
            pieces.char('\n', end..end);
        }
        let rest = pieces.decoded.strip_prefix(text);
        if rest.is_some_and(|rest| rest.chars().all(is_gap)) {
            return Some(pieces);
        }
    }
    None
}

/// Behind the line break at `at`, if there is one.
fn gap_of_one(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    if rest.starts_with("\r\n") { at + 2 } else { at + usize::from(rest.starts_with(['\n', '\r'])) }
}

/// What of a line stands behind the block's indentation.
fn content(source: &str, line: &Line, indent: usize) -> Range<usize> {
    let blanks = source
        .get(line.text.clone())
        .map_or(0, |text| text.bytes().take(indent).take_while(|byte| *byte == b' ').count());
    line.text.start + blanks..line.text.end
}

fn keep_lines(pieces: &mut Pieces, source: &str, lines: &[Line], indent: usize) {
    for line in lines {
        pieces.run(source, content(source, line, indent));
        if !line.end.is_empty() {
            pieces.char('\n', line.end.clone());
        }
    }
}

fn fold_lines(pieces: &mut Pieces, source: &str, lines: &[Line], indent: usize) {
    // The breaks since the last line that holds something, and whether that line may be folded.
    let mut breaks: Vec<Range<usize>> = Vec::new();
    let mut before: Option<bool> = None;
    for line in lines {
        let content = content(source, line, indent);
        if !content.is_empty() {
            let folds = !source.get(content.clone()).is_some_and(|text| text.starts_with([' ', '\t']));
            if before == Some(true) && folds {
                pieces.fold(&breaks);
            } else {
                breaks.iter().for_each(|range| pieces.char('\n', range.clone()));
            }
            breaks.clear();
            before = Some(folds);
            pieces.run(source, content);
        }
        if !line.end.is_empty() {
            breaks.push(line.end.clone());
        }
    }
    for range in breaks {
        pieces.char('\n', range);
    }
}
