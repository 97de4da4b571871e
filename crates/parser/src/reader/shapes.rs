//! Fields, members of enums, and entries of `steps` and `risks`.

use std::ops::Range;

use countersign_source::Span;

use super::Reader;
use crate::ast::{Catalogue, Entry, Field, Member, Name, Shape};
use crate::errors::{FieldsOnOneLine, MissingComma, MissingQuotes, MixedOrder, Subject, SyntaxError};
use crate::grammar::Rule;
use crate::lower::Reading;
use crate::scan::Kind;

impl Reader<'_> {
    /// Reads the fields of `body`, nested shapes included.
    pub(super) fn shape(&mut self, body: Range<usize>, span: Span) -> Shape {
        let mut fields = Vec::new();
        let mut index = body.start;
        while index < body.end {
            let end = self.field_end(index, &body);
            if end > index {
                fields.extend(self.field(index..end));
            } else {
                // Two commas in a row, or one in front of the first field.
                self.read(Rule::field, index..index + 1, Subject::Field, |_, _| None::<()>);
            }
            index = end;
            if self.lexeme(index) == "," && index < body.end {
                index += 1;
            } else if index < body.end && !self.first(index) && !self.key_behind_its_name(index, &body) {
                let name = self.lexeme(index).to_owned();
                let start = self.bytes(&(index - 1..index)).0;
                if !self.reported(start, self.span(index).range().end) {
                    self.error(SyntaxError::FieldsOnOneLine(FieldsOnOneLine { at: self.span(index), name }));
                }
            }
        }
        Shape { fields, span }
    }

    /// Does `key` stand behind the name of the field whose key it is to be? That is said where the name was read.
    fn key_behind_its_name(&self, index: usize, body: &Range<usize>) -> bool {
        self.lexeme(index) == "key" && (index == body.start + 1 || index > body.start && self.first(index - 1))
    }

    /// Does a field begin here: a name, or `key` and a name, and then `:` or `?`?
    pub(super) fn field_starts(&self, index: usize) -> bool {
        let name =
            if self.lexeme(index) == "key" && self.kind(index + 1) == Some(Kind::Word) { index + 1 } else { index };
        self.kind(name) == Some(Kind::Word)
            && (self.lexeme(name + 1) == ":" || self.lexeme(name + 1) == "?" && self.lexeme(name + 2) == ":")
    }

    fn field_end(&self, start: usize, body: &Range<usize>) -> usize {
        let mut index = start;
        while index < body.end {
            if self.lexeme(index) == "," {
                return index;
            }
            if index > start && self.kind(index) != Some(Kind::Open) {
                let before = self.lexeme(index - 1);
                let waits = matches!(before, ":" | "<" | "." | "?") || before == "key" && index - 1 == start;
                let starts = self.field_starts(index);
                let named = starts && matches!(before, "ref" | "of") && !self.first(index);
                if (self.first(index) && self.lexeme(index) != ">" && (!waits || starts)) || starts && !waits && !named
                {
                    return index;
                }
            }
            index = self.step(index);
        }
        body.end
    }

    fn field(&mut self, content: Range<usize>) -> Option<Field> {
        self.inline_shapes(content.clone());
        let span = self.span_of(&content);
        let doc = self.doc(content.start);
        if content.end.checked_sub(1).is_some_and(|last| self.lexeme(last) == ":") {
            // The type that is missing may be a shape whose brace was not opened.
            self.no_brace.set(true);
        }
        self.read(Rule::field, content, Subject::Field, |build, pair| {
            let (mut key, mut name, mut optional, mut ty) = (None, None, false, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::w_key => key = Some(build.span(&inner)),
                    Rule::any_name => name = Some(build.name(&inner)),
                    Rule::s_optional => optional = true,
                    Rule::type_expr => ty = Some(build.ty(inner)),
                    _ => {}
                }
            }
            Some(Field { doc, key, name: name?, optional, ty: ty?, span })
        })
    }

    /// Reads the `{ … }` of `range`, so that the grammar can take each for one type.
    pub(super) fn inline_shapes(&mut self, range: Range<usize>) {
        let mut index = range.start;
        while index < range.end {
            if self.lexeme(index) == "{"
                && let Some(mate) = self.token(index).and_then(|token| token.mate)
                && mate < range.end
            {
                let span = self.span(index).to(self.span(mate));
                let shape = self.shape(index + 1..mate, span);
                self.shapes.borrow_mut().insert(span.range().start, shape);
                self.mask_shape(index, mate);
                index = mate;
            }
            index += 1;
        }
    }

    /// Reads the members of an enum, and whether they are in order.
    pub(super) fn members(&self, body: Range<usize>) -> (Vec<Member>, bool) {
        let mut members = Vec::new();
        let mut ordered: Option<(bool, Span)> = None;
        let mut mixed = false;
        let mut unquoted = false;
        let mut index = body.start;
        while index < body.end {
            let doc = self.doc(index);
            let mut end = index;
            while end < body.end && !matches!(self.lexeme(end), "," | "<") {
                if end > index && self.begins_next(end) {
                    break;
                }
                end = self.step(end);
            }
            let end = end.min(body.end);
            let content = if end > index { index..end } else { index..(index + 1).min(body.end) };
            if content.len() == 1 && self.kind(index) == Some(Kind::Number) {
                // It is clear what is meant, and what holds for one most likely holds for the others, too.
                if !std::mem::replace(&mut unquoted, true) {
                    let (at, what) = (self.span(index), "a member that is no name");
                    self.error(SyntaxError::MissingQuotes(MissingQuotes { at, what }));
                }
                let name = Name { text: self.lexeme(index).to_owned(), span: self.span(index) };
                members.push(Member { doc, name });
            } else {
                members.extend(self.read(Rule::member, content, Subject::Member, |build, pair| {
                    let inner = pair.into_inner().next()?;
                    let name = match inner.as_rule() {
                        Rule::text => {
                            let literal = build.literal(build.span(&inner), Reading::Plain);
                            Name { text: literal.value, span: literal.span }
                        }
                        _ => build.name(&inner),
                    };
                    Some(Member { doc, name })
                }));
            }
            index = end;
            if index >= body.end {
                break;
            }
            let at = self.span(index);
            let sign = self.lexeme(index);
            if !matches!(sign, "," | "<") {
                self.missing_comma(index, "member");
                continue;
            }
            let less = sign == "<";
            // A comma behind the last member only ends the list.
            match ordered {
                None => ordered = Some((less, at)),
                Some((first, before)) if first != less && !mixed && index + 1 < body.end => {
                    mixed = true;
                    self.error(SyntaxError::MixedOrder(MixedOrder { at, first: before, ordered: first }));
                }
                Some(_) => {}
            }
            index += 1;
            if less && index >= body.end {
                self.read(Rule::member, index..index, Subject::Member, |_, _| None::<()>);
            }
        }
        let ordered = members.len() > 1 && ordered.is_some_and(|(ordered, _)| ordered);
        (members, ordered)
    }

    /// Does a new member or entry begin here, so that a comma is missing before it?
    fn begins_next(&self, index: usize) -> bool {
        self.first(index)
            || matches!(self.kind(index), Some(Kind::Word | Kind::Text))
                && self.kind(index - 1).is_some_and(|before| before == Kind::Word || before == Kind::Text)
    }

    fn missing_comma(&self, index: usize, of: &'static str) {
        let at = self.span(index - 1).at_end();
        let (start, _) = self.bytes(&(index - 1..index));
        let start = start.saturating_sub(1);
        if !self.reported(start, self.span(index).range().start) {
            self.error(SyntaxError::MissingComma(MissingComma { at, of }));
        }
    }

    /// Reads the entries of `steps` or `risks`.
    pub(super) fn catalogue(&self, body: Range<usize>, doc: Option<String>, span: Span) -> Catalogue {
        let mut entries = Vec::new();
        let mut index = body.start;
        while index < body.end {
            let doc = self.doc(index);
            let mut end = index;
            while end < body.end && self.lexeme(end) != "," {
                let begins = self.first(end) || self.kind(end) == Some(Kind::Word);
                if end > index && begins && self.kind(end - 1) == Some(Kind::Text) {
                    break;
                }
                if end > index && self.first(end) && self.kind(end) == Some(Kind::Word) {
                    break;
                }
                end = self.step(end);
            }
            let end = end.min(body.end);
            let content = if end > index { index..end } else { index..(index + 1).min(body.end) };
            let entry = self.read(Rule::entry, content, Subject::Entry, |build, pair| {
                let mut inner = pair.into_inner();
                let name = build.name(&inner.next()?);
                let title = build.literal(build.span(&inner.next()?), Reading::Plain);
                Some(Entry { doc, name, title })
            });
            let read = entry.is_some();
            entries.extend(entry);
            index = end;
            if index < body.end {
                if self.lexeme(index) == "," {
                    index += 1;
                } else if read {
                    self.missing_comma(index, "entry");
                }
            }
        }
        Catalogue { doc, entries, span }
    }
}
