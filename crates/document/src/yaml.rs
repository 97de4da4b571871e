//! YAML: events of a parser into documents. Which parser it is, only its own room knows: see [`Events`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use countersign_source::{Span, nearest};

use crate::builder::{Builder, Shared, Stop, scalar};
use crate::syntax::Last;
use crate::{Content, Document, Fault, Limit, Misplaced, NodeId, Style, granit, syntax, text};

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
    let mut stream = Stream { shared, text: &clean, events, controls: controls.into_iter().peekable(), behind: Some(0), documents: Vec::new() };
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
                    // Without `---` the parser places the start behind the mark of a block.
                    let cursor = if explicit { range.end } else { self.behind.unwrap_or(range.start) };
                    let (document, empty) = self.document(cursor, &mut early_comments);
                    self.documents.push(document);
                    last_is_empty = explicit && empty;
                }
                // Nothing else stands between documents.
                Some(Ok(_)) => {}
                Some(Err(broken)) => {
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
        let mut reader = Reader { builder, text: self.text, anchors: HashMap::new(), cursor, from: cursor, last: Last::Other, empty: false };
        loop {
            match self.events.next() {
                None => break,
                Some(Ok((Event::DocumentEnd, range))) => {
                    self.behind = Some(range.end);
                    break;
                }
                Some(Ok((event, range))) => {
                    if reader.take(event, range).is_err() {
                        self.events.next_document();
                        break;
                    }
                }
                Some(Err(broken)) => {
                    // What stands behind an alias of nothing was a text all along.
                    if reader.last != Last::UndefinedAlias {
                        let fault = fault_of(&reader.builder, self.text, (reader.last, reader.from, reader.cursor), &broken);
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

/// Reads the events of one document.
struct Reader<'b, 's, 't> {
    builder: Builder<'b, 's>,
    text: &'t str,
    anchors: HashMap<usize, NodeId>,
    /// Behind what was read last.
    cursor: usize,
    /// Where what was read last begins, and what it is.
    from: usize,
    last: Last,
    /// The root was not written at all.
    empty: bool,
}

impl<'t> Reader<'_, '_, 't> {
    fn take(&mut self, event: Event<'t>, range: Range<usize>) -> Result<(), Stop> {
        if !matches!(event, Event::Comment) {
            self.last = match &event {
                Event::Scalar { style: Style::Literal | Style::Folded, .. } => Last::Block,
                Event::Scalar { .. } if self.builder.depth() > 0 && !self.builder.awaits_key() => Last::Value,
                Event::UndefinedAlias => Last::UndefinedAlias,
                _ => Last::Other,
            };
        }
        match event {
            Event::Comment => {
                let span = self.builder.span(range);
                self.builder.comments.push(span);
                return Ok(());
            }
            Event::DocumentStart { .. } | Event::DocumentEnd => return Ok(()),
            Event::Scalar { text, style, anchor, tag } => {
                let cursor = range.end.max(self.cursor);
                self.scalar(text, style, anchor, tag, range.clone())?;
                self.cursor = cursor;
            }
            Event::Open { is_map, flow, anchor, tag } => self.open(is_map, flow, anchor, tag, &range)?,
            Event::Close { flow } => {
                self.builder.close(flow.then_some(range.end))?;
                self.cursor = self.cursor.max(if flow { range.end } else { 0 });
            }
            Event::Alias(anchor) => {
                self.cursor = range.end;
                match self.anchors.get(&anchor).copied() {
                    Some(target) if self.builder.awaits_key() => match self.builder.text_of(target) {
                        Some(text) => self.builder.key(&text, range.clone(), false),
                        None => self.builder.key_not_text(range.clone()),
                    },
                    Some(target) => self.builder.alias(target, range.clone())?,
                    None => self.undefined(range.clone())?,
                }
            }
            Event::UndefinedAlias => {
                self.cursor = range.end;
                self.undefined(range.clone())?;
            }
        }
        self.from = range.start;
        Ok(())
    }

    fn undefined(&mut self, range: Range<usize>) -> Result<(), Stop> {
        let span = self.builder.span(range.clone());
        let name = self.text.get(range.start + 1..range.end).unwrap_or_default().into();
        self.builder.fault(Fault::UndefinedAlias { name, span });
        if self.builder.awaits_key() {
            self.builder.key("", range, false);
            return Ok(());
        }
        self.builder.leaf(Content::Null, range).map(drop)
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: Style, anchor: Option<usize>, tag: Option<Tag>, range: Range<usize>) -> Result<(), Stop> {
        let unwritten = style == Style::Plain && range.is_empty();
        let kind = tag.as_ref().map(|tag| tag.kind);
        if self.builder.awaits_key() {
            return self.key(&text, style, anchor, tag, range, unwritten);
        }
        let mut range = range;
        if matches!(style, Style::Literal | Style::Folded) {
            range = self.block(range);
        } else if unwritten {
            range = self.behind_colon(range);
        }
        let value = range.clone();
        if let Some(tag) = &tag {
            range.start = range.start.min(tag.range.start);
            if unwritten {
                range = tag.range.clone();
            }
        }
        let null = style == Style::Plain && (unwritten || matches!(&*text, "~" | "null" | "Null" | "NULL"));
        let text: Cow<'t, str> = if unwritten { Cow::Borrowed("") } else { text };
        let content = match kind {
            None if null => {
                self.empty = unwritten && self.builder.depth() == 0;
                Content::Null
            }
            None | Some(TagKind::Other) => scalar(text, style),
            Some(TagKind::Str) if unwritten => scalar(text, Style::DoubleQuoted),
            Some(TagKind::Str) => scalar(text, if style == Style::Plain { Style::DoubleQuoted } else { style }),
            Some(TagKind::Null) if null || text.trim().is_empty() => Content::Null,
            Some(TagKind::Word) if null => Content::Null,
            Some(TagKind::Word) => scalar(text, Style::Plain),
            Some(TagKind::Unknown) => {
                let span = self.builder.span(value);
                Content::Unknown(if unwritten { None } else { self.builder.why(&text.into(), span) })
            }
            Some(TagKind::Null | TagKind::List | TagKind::Map) => {
                if let Some(tag) = &tag {
                    self.builder.misplaced(tag.range.clone(), Misplaced::OnScalar);
                }
                scalar(text, style)
            }
        };
        self.check_tag(tag.as_ref());
        let id = self.builder.leaf(content, range)?;
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
        Ok(())
    }

    fn key(&mut self, text: &str, style: Style, anchor: Option<usize>, tag: Option<Tag>, range: Range<usize>, unwritten: bool) -> Result<(), Stop> {
        self.check_tag(tag.as_ref());
        if unwritten {
            let at = range.start..self.text.get(range.start..).map_or(range.start, |rest| range.start + usize::from(rest.starts_with([':', '?'])));
            self.builder.key_not_text(at);
            return Ok(());
        }
        if let Some(tag) = &tag
            && matches!(tag.kind, TagKind::Unknown | TagKind::Null | TagKind::List | TagKind::Map)
        {
            self.builder.misplaced(tag.range.clone(), Misplaced::OnKey);
        }
        if let Some(anchor) = anchor {
            let id = self.builder.loose(scalar(text, style), range.clone())?;
            self.anchors.insert(anchor, id);
        }
        let may_merge = style == Style::Plain && tag.is_none();
        self.builder.key(text, range, may_merge);
        Ok(())
    }

    fn open(&mut self, is_map: bool, flow: bool, anchor: Option<usize>, tag: Option<Tag>, range: &Range<usize>) -> Result<(), Stop> {
        self.check_tag(tag.as_ref());
        let mut start = range.start;
        if !flow && !is_map && self.builder.awaits_value() {
            // The parser places a list that is not indented at its first item.
            start = self.seek(start + 1, &['-']).unwrap_or(start);
        }
        self.cursor = self.cursor.max(if flow || !is_map { start + 1 } else { start });
        if let Some(tag) = &tag {
            start = start.min(tag.range.start);
            let fits = match tag.kind {
                TagKind::List => !is_map,
                TagKind::Map => is_map,
                TagKind::Other => true,
                TagKind::Unknown | TagKind::Str | TagKind::Null | TagKind::Word => false,
            };
            // A lone `!` says nothing of a list or map.
            if !fits && self.text.get(tag.range.clone()) != Some("!") {
                self.builder.misplaced(tag.range.clone(), if is_map { Misplaced::OnMap } else { Misplaced::OnList });
            }
        }
        let bracket = flow.then_some(range.start).filter(|_| !range.is_empty());
        let id = if self.builder.awaits_key() {
            self.builder.open_as_key(is_map, start, bracket)?
        } else {
            self.builder.open(is_map, start, bracket)?
        };
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
        Ok(())
    }

    fn check_tag(&mut self, tag: Option<&Tag>) {
        let Some(tag) = tag.filter(|tag| tag.kind == TagKind::Other) else { return };
        let written = self.text.get(tag.range.clone()).unwrap_or_default();
        let span = self.builder.span(tag.range.clone());
        let name = written.trim_start_matches('!');
        let near = nearest(name, KNOWN_TAGS.iter().map(|known| known.trim_start_matches('!')))
            .or_else(|| KNOWN_TAGS.iter().map(|known| known.trim_start_matches('!')).find(|known| *known == name));
        let near = near.and_then(|near| KNOWN_TAGS.iter().copied().find(|known| known.trim_start_matches('!') == near));
        self.builder.fault(Fault::UnknownTag { tag: written.into(), span, nearest: near });
    }

    /// The range of a block scalar with its `|` or `>`, without the blank lines behind it.
    fn block(&self, range: Range<usize>) -> Range<usize> {
        let start = self.seek(range.start, &['|', '>']).unwrap_or(range.start);
        let written = self.text.get(start..range.end).unwrap_or_default();
        start..start + written.trim_end_matches([' ', '\t', '\r', '\n']).len()
    }

    /// A value that was not written stands behind the colon of its key.
    fn behind_colon(&self, range: Range<usize>) -> Range<usize> {
        let rest = self.text.get(range.start..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let at = range.start + if self.builder.awaits_value() && rest.get(blanks..).is_some_and(|rest| rest.starts_with(':')) { blanks + 1 } else { 0 };
        at..at
    }

    /// Where, from behind what was read last and before `end`, one of these marks stands: past blanks,
    /// comments, tags, anchors and the marks of keys and items.
    fn seek(&self, end: usize, marks: &[char]) -> Option<usize> {
        let mut at = self.cursor;
        while at < end {
            let rest = self.text.get(at..)?;
            let char = rest.chars().next()?;
            if marks.contains(&char) {
                return Some(at);
            }
            at += match char {
                '#' => rest.find(['\n', '\r'])?,
                '!' | '&' => rest.find([' ', '\t', '\n', '\r'])?,
                _ => char.len_utf8(),
            };
        }
        None
    }
}

/// The tags that mean something here.
const KNOWN_TAGS: [&str; 8] = ["!unknown", "!!str", "!!null", "!!int", "!!float", "!!bool", "!!seq", "!!map"];
