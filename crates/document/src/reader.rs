//! The events of one YAML document into values: what is nothing, what is not known, what a tag means.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use countersign_source::nearest;

use crate::builder::{Builder, Stop, scalar};
use crate::syntax::Last;
use crate::yaml::{Event, Tag, TagKind};
use crate::{Content, Fault, Misplaced, NodeId, Style};

/// Reads the events of one document.
pub(crate) struct Reader<'b, 's, 't> {
    pub(crate) builder: Builder<'b, 's>,
    text: &'t str,
    anchors: HashMap<usize, NodeId>,
    /// Behind what was read last.
    pub(crate) cursor: usize,
    /// Where what was read last begins, and what it is.
    pub(crate) from: usize,
    pub(crate) last: Last,
    /// The root was not written at all.
    pub(crate) empty: bool,
}

impl<'b, 's, 't> Reader<'b, 's, 't> {
    pub(crate) fn new(builder: Builder<'b, 's>, text: &'t str, cursor: usize) -> Self {
        Self { builder, text, anchors: HashMap::new(), cursor, from: cursor, last: Last::Other, empty: false }
    }

    pub(crate) fn take(&mut self, event: Event<'t>, range: Range<usize>) -> Result<(), Stop> {
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

    fn scalar(
        &mut self,
        text: Cow<'t, str>,
        style: Style,
        anchor: Option<usize>,
        tag: Option<Tag>,
        range: Range<usize>,
    ) -> Result<(), Stop> {
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

    fn key(
        &mut self,
        text: &str,
        style: Style,
        anchor: Option<usize>,
        tag: Option<Tag>,
        range: Range<usize>,
        unwritten: bool,
    ) -> Result<(), Stop> {
        self.check_tag(tag.as_ref());
        if unwritten {
            let at = range.start
                ..self
                    .text
                    .get(range.start..)
                    .map_or(range.start, |rest| range.start + usize::from(rest.starts_with([':', '?'])));
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

    fn open(
        &mut self,
        is_map: bool,
        flow: bool,
        anchor: Option<usize>,
        tag: Option<Tag>,
        range: &Range<usize>,
    ) -> Result<(), Stop> {
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
        let Some(tag) = tag.filter(|tag| tag.kind == TagKind::Other) else {
            return;
        };
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
        let at = range.start
            + if self.builder.awaits_value() && rest.get(blanks..).is_some_and(|rest| rest.starts_with(':')) {
                blanks + 1
            } else {
                0
            };
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
