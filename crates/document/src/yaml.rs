//! YAML: events of a parser into documents. Which parser it is, only its own room knows: see [`Events`].

use std::borrow::Cow;
use std::ops::Range;

use countersign_source::Span;

use crate::builder::{Builder, Shared};
use crate::reader::Reader;
use crate::syntax::Last;
use crate::{Document, Fault, Limit, Style, granit, syntax, text};

/// What a YAML parser tells, piece by piece, in the order of the text.
#[derive(Debug)]
pub(crate) enum Event<'t> {
    /// A document begins; with `---`, or by its first value.
    DocumentStart { explicit: bool },
    /// The document that began last ends.
    DocumentEnd,
    /// A scalar; one that was not written at all is an empty plain one on an empty range.
    Scalar { text: Cow<'t, str>, style: Style, anchor: Option<usize>, tag: Option<Tag> },
    /// A list (or, with `is_map`, a map) begins. What follows are its items, or its keys and values in turn.
    Open { is_map: bool, flow: bool, anchor: Option<usize>, tag: Option<Tag> },
    /// The list or map that began last ends.
    Close { flow: bool },
    /// An alias of the anchor with this number.
    Alias(usize),
    /// An alias of an anchor that there is not.
    UndefinedAlias,
    /// A comment, from `#` to the end of its line.
    Comment,
}

/// A tag, and where it stands.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) range: Range<usize>,
    pub(crate) kind: TagKind,
}

/// The tags that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TagKind {
    /// `!unknown`.
    Unknown,
    /// `!!str`, and `!` alone.
    Str,
    /// `!!null`.
    Null,
    /// `!!int`, `!!float`, `!!bool`.
    Word,
    /// `!!seq`.
    List,
    /// `!!map`.
    Map,
    /// Any other.
    Other,
}

/// A parser of YAML, as far as this crate needs one. Offsets are bytes of the text given to it.
pub(crate) trait Events<'t> {
    /// The next event and its range; `None` at the end of the stream.
    fn next(&mut self) -> Option<Result<(Event<'t>, Range<usize>), Broken>>;
    /// After an error: goes to where the next document begins. `false` where there is none.
    fn next_document(&mut self) -> bool;
    /// Leaves the document, and goes to where the next one begins behind an offset, reading nothing between.
    fn leave(&mut self, from: usize);
}

/// Where, behind `from`, a line begins that ends a document: with `---` or `...` and then a blank or nothing.
/// No text of a document may hold such a line, so it need not be read to be found.
pub(crate) fn next_mark(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find(['\n', '\r'])? + 1;
        let rest = text.get(at..)?;
        if let Some(behind) = rest.strip_prefix("---").or_else(|| rest.strip_prefix("..."))
            && (behind.is_empty() || behind.starts_with([' ', '\t', '\n', '\r']))
        {
            return Some(at);
        }
    }
}

/// Why the parser cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Lists and maps stand deeper in one another than it was told to follow.
    TooDeep { at: usize },
    /// The text is not YAML.
    Syntax { at: usize, raw: syntax::Raw },
}

/// The most control characters that are told of.
const MOST_CONTROLS: usize = 20;

/// Reads every document of a stream.
pub(crate) fn read(shared: &mut Shared<'_>) -> Vec<Document> {
    let file_text = std::sync::Arc::clone(shared.text);
    let controls = text::controls(&file_text, MOST_CONTROLS);
    // The parser stops at a control character. So that it sees what stands behind, it gets a text of the
    // same length without them; the documents that hold one are refused all the same.
    let clean: Cow<'_, str> = if controls.is_empty() {
        Cow::Borrowed(&*file_text)
    } else {
        let mut clean = String::with_capacity(file_text.len());
        for char in file_text.chars() {
            if text::is_control(char) {
                clean.extend(std::iter::repeat_n('_', char.len_utf8()));
            } else {
                clean.push(char);
            }
        }
        Cow::Owned(clean)
    };
    let events = granit::events(&clean, shared.limits.depth);
    let mut stream = Stream {
        shared,
        text: &clean,
        events,
        controls: controls.into_iter().peekable(),
        behind: Some(0),
        documents: Vec::new(),
    };
    stream.read();
    stream.documents
}

struct Stream<'a, 's, 't, E> {
    shared: &'a mut Shared<'s>,
    text: &'t str,
    events: E,
    controls: std::iter::Peekable<std::vec::IntoIter<(usize, char)>>,
    /// Where the last document ended, if it was read to its end.
    behind: Option<usize>,
    documents: Vec<Document>,
}

impl<'t, E: Events<'t>> Stream<'_, '_, 't, E> {
    fn read(&mut self) {
        let mut early_comments = Vec::new();
        let mut last_is_empty = false;
        loop {
            match self.events.next() {
                None => break,
                Some(Ok((Event::Comment, range))) => early_comments.push(range),
                Some(Ok((Event::DocumentStart { explicit }, range))) => {
                    self.refuse_controls(range.start);
                    if let Some(refused) = self.shared.too_many(self.documents.len(), range.start) {
                        self.documents.push(refused);
                        return;
                    }
                    // Without `---` the parser places the start behind the mark of a block.
                    let cursor = if explicit { range.end } else { self.behind.unwrap_or(range.start) };
                    let (document, empty) = self.document(cursor, &mut early_comments);
                    self.documents.push(document);
                    last_is_empty = explicit && empty;
                }
                // Nothing else stands between documents.
                Some(Ok(_)) => {}
                Some(Err(broken)) => {
                    let (Broken::TooDeep { at } | Broken::Syntax { at, .. }) = broken;
                    if let Some(refused) = self.shared.too_many(self.documents.len(), at) {
                        self.documents.push(refused);
                        return;
                    }
                    let mut builder = Builder::new(self.shared);
                    let fault = fault_of(&builder, self.text, (Last::Other, 0, 0), &broken);
                    builder.fault(fault);
                    self.documents.push(builder.finish());
                    last_is_empty = false;
                    if !self.events.next_document() {
                        break;
                    }
                }
            }
        }
        if last_is_empty && self.documents.len() > 1 {
            self.documents.pop();
        }
        self.refuse_controls(usize::MAX);
        if let Some(tree) = self.documents.last_mut().and_then(|document| document.tree.as_mut()) {
            let file = self.shared.file;
            tree.comments.extend(early_comments.into_iter().map(|range| Span::new(file, range)));
        }
    }

    /// Refuses the document read last for the control characters before `end`; those before the first
    /// document wait for it.
    fn refuse_controls(&mut self, end: usize) {
        if self.documents.is_empty() && end < usize::MAX {
            return;
        }
        let file = self.shared.file;
        let mut faults = Vec::new();
        while let Some((at, char)) = self.controls.next_if(|(at, _)| *at < end) {
            faults.push(Fault::ControlCharacter { span: Span::new(file, at..at + char.len_utf8()), char });
        }
        if faults.is_empty() {
            return;
        }
        match self.documents.last_mut() {
            Some(document) => {
                document.tree = None;
                document.faults.append(&mut faults);
                document.faults.sort_by_key(|fault| fault.span().start);
            }
            None => self.documents.push(Document { tree: None, faults }),
        }
    }

    /// Reads one document, whose start was seen. Says also whether nothing at all stands in it.
    fn document(&mut self, cursor: usize, early_comments: &mut Vec<Range<usize>>) -> (Document, bool) {
        self.behind = None;
        let mut builder = Builder::new(self.shared);
        for range in early_comments.drain(..) {
            let span = builder.span(range);
            builder.comments.push(span);
        }
        let mut reader = Reader::new(builder, self.text, cursor);
        loop {
            match self.events.next() {
                None => break,
                Some(Ok((Event::DocumentEnd, range))) => {
                    self.behind = Some(range.end);
                    break;
                }
                Some(Ok((event, range))) => {
                    let start = range.start;
                    if reader.take(event, range).is_err() {
                        self.events.leave(start);
                        break;
                    }
                }
                Some(Err(broken)) => {
                    // What stands behind an alias of nothing was a text all along.
                    if reader.last != Last::UndefinedAlias {
                        let fault =
                            fault_of(&reader.builder, self.text, (reader.last, reader.from, reader.cursor), &broken);
                        reader.builder.fault(fault);
                    }
                    self.events.next_document();
                    break;
                }
            }
        }
        let empty = reader.empty;
        let document = reader.builder.finish();
        (document, empty)
    }
}

/// The facts of what broke the parser. `read` is what was read last, where it begins, and where it ends.
fn fault_of(builder: &Builder<'_, '_>, text: &str, read: (Last, usize, usize), broken: &Broken) -> Fault {
    match broken {
        Broken::TooDeep { at } => {
            Fault::LimitReached { limit: Limit::Depth, most: builder.shared.limits.depth, span: builder.span(*at..*at) }
        }
        Broken::Syntax { at, raw } => {
            let (last, from, behind) = read;
            let state = syntax::State { text, at: *at, last, from, behind, open_bracket: builder.open_bracket() };
            syntax::explain(raw, &state, builder.shared.file)
        }
    }
}
