//! The file and its items.

use std::ops::Range;

use countersign_source::{Span, nearest};

use super::Reader;
use crate::ast::{
    Additions, Allow, Data, Definition, Document, Enum, Extend, File, Item, Name, PackLine, QualifiedName, Record,
    Refinement, Setting, Shape, TextLiteral, Use,
};
use crate::errors::{
    Expected, ExpectedItem, MissingPack, MissingReason, PackNotFirst, RepeatedPack, StrayClose, Subject, SyntaxError,
    Unclosed, Wanted,
};
use crate::grammar::Rule;
use crate::lower::Reading;
use crate::scan::Kind;
use crate::words;

/// Where the parts of an item with braces stand.
pub(super) struct Block {
    /// Between its word and its opening brace.
    pub(super) head: Range<usize>,
    /// Between its braces.
    pub(super) body: Range<usize>,
    /// From brace to brace.
    pub(super) braces: Span,
    /// All of it.
    pub(super) span: Span,
    /// Where the next item begins.
    next: usize,
}

/// The `pack` line as far as it has been met.
#[derive(Default)]
struct Pack {
    line: Option<PackLine>,
    word: Option<Span>,
}

impl Reader<'_> {
    /// Reads the whole file.
    pub(super) fn file(&mut self) -> File {
        let mut pack = Pack::default();
        let mut uses = Vec::new();
        let mut items = Vec::new();
        let mut first: Option<Span> = None;
        let mut index = 0;
        while index < self.scan.tokens.len() {
            if self.errors.borrow().is_full() {
                items.push(Item::Junk(self.span(index).to(self.span(self.scan.tokens.len() - 1))));
                break;
            }
            let word = self.span(index);
            if pack.word.is_none() && self.is_pack_without_word(index) {
                index = self.pack_without_word(index, &mut pack, first);
                continue;
            }
            let Some(keyword) = self.item_word(index) else {
                let next = self.next_item(index + 1).max(index + 1);
                items.push(Item::Junk(self.span_of(&(index..next))));
                first = first.or(Some(word));
                index = next;
                continue;
            };
            index = match keyword {
                "pack" => self.pack(index, &mut pack, first),
                "use" => {
                    let end = self.line_end(index + 1);
                    let span = self.span_of(&(index..end));
                    uses.extend(self.read(Rule::use_line, index + 1..end, Subject::Item("use"), |build, pair| {
                        Some(Use { pack: build.name(&pair.into_inner().next()?), span })
                    }));
                    end
                }
                "allow" => {
                    let end = self.line_end(index + 1);
                    items.push(self.allow(index, end));
                    end
                }
                _ => self.item(index, keyword, &mut items),
            };
            if keyword != "pack" {
                first = first.or(Some(word));
            }
        }
        if pack.word.is_none() {
            let at = self.span(0).at_start();
            self.error(SyntaxError::MissingPack(MissingPack { at }));
        }
        let head = self.token(0).map_or(self.text.len(), |token| token.start);
        File {
            doc: self.doc_between(0, head, "//!"),
            pack: pack.line,
            uses,
            items,
            comments: std::mem::take(&mut self.scan.comments),
            span: Span::new(self.file, 0..self.text.len()),
        }
    }

    /// The word of the item at `index`, mended where it can be told what was meant; what is no item is reported.
    fn item_word(&self, index: usize) -> Option<&'static str> {
        let lexeme = self.word(index);
        if let Some(word) = words::ITEMS.iter().find(|word| **word == lexeme) {
            self.no_brace.set(false);
            return Some(word);
        }
        if self.no_brace.get() {
            // What an item with one brace too few leaves over.
            return None;
        }
        let at = self.span(index);
        if self.kind(index) == Some(Kind::Close) {
            let written = self.lexeme(index).to_owned();
            self.report_item(index, SyntaxError::StrayClose(StrayClose { at, written }));
            return None;
        }
        let likely = !lexeme.is_empty() && matches!(self.kind(index + 1), Some(Kind::Word | Kind::Text | Kind::Open));
        let meant = match lexeme {
            _ if !likely || lexeme == "option" => None,
            "waiver" | "exception" | "except" | "exempt" => Some("waive"),
            "def" | "fn" | "function" | "func" | "let" => Some("define"),
            "import" | "include" => Some("use"),
            "package" | "module" => Some("pack"),
            "struct" | "schema" => Some("record"),
            _ => nearest(lexeme, words::ITEMS).and_then(|near| words::ITEMS.into_iter().find(|word| *word == near)),
        };
        let meant = meant.filter(|word| self.goes_on_as(word, lexeme, index + 1));
        self.report_item(index, SyntaxError::ExpectedItem(ExpectedItem { at, found: self.found(index), meant }));
        meant
    }

    /// Does the text go on from `next` as it does behind this word of an item? Where it does not, `lexeme` is most likely
    /// a name whose word is missing.
    fn goes_on_as(&self, word: &str, lexeme: &str, next: usize) -> bool {
        let misspelt = !lexeme.starts_with(|first: char| first.is_ascii_uppercase())
            || lexeme.to_ascii_lowercase() == word
            || self.kind(next) == Some(Kind::Word);
        misspelt
            && match (word, self.kind(next)) {
                ("steps" | "risks", Some(Kind::Open)) => self.lexeme(next) == "{",
                ("steps" | "risks", _) => false,
                ("test", kind) => matches!(kind, Some(Kind::Text | Kind::Open)),
                (_, Some(Kind::Open)) => self.lexeme(next) == "{",
                (_, kind) => matches!(kind, Some(Kind::Word | Kind::Text)),
            }
    }

    /// Does the file open with a name, `for` and a name, where `pack` was forgotten in front of them?
    fn is_pack_without_word(&self, index: usize) -> bool {
        index == 0
            && !self.word(0).is_empty()
            && !words::begins_item(self.word(0))
            && self.word(1) == "for"
            && self.kind(2) == Some(Kind::Word)
            && self.line_end(1) == 3
    }

    fn pack_without_word(&self, index: usize, pack: &mut Pack, first: Option<Span>) -> usize {
        let at = self.span(index).at_start();
        self.error(SyntaxError::MissingPack(MissingPack { at }));
        let before = self.errors.borrow().count();
        let end = self.pack_of(index, index..self.line_end(index + 1), pack, first);
        self.errors.borrow_mut().truncate(before);
        end
    }

    /// Reports, unless the scan has found something on the way here.
    fn report_item(&self, index: usize, error: SyntaxError) {
        let start = index.checked_sub(1).and_then(|before| self.token(before)).map_or(0, |before| before.start);
        let end = self.token(index).map_or(self.text.len(), |token| token.end);
        if !self.reported(start, end) {
            self.error(error);
        }
    }

    fn pack(&mut self, index: usize, pack: &mut Pack, first: Option<Span>) -> usize {
        self.pack_of(index, index + 1..self.line_end(index + 1), pack, first)
    }

    /// Reads what stands behind the word `pack`, which is or should be at `index`.
    fn pack_of(&self, index: usize, content: Range<usize>, pack: &mut Pack, first: Option<Span>) -> usize {
        let at = self.span(index);
        let end = content.end;
        let span = self.span_of(&(index..end));
        let line = self.read(Rule::pack_line, content, Subject::Item("pack"), |build, pair| {
            let mut names = pair.into_inner().filter(|inner| inner.as_rule() == Rule::name);
            let name = build.name(&names.next()?);
            Some(PackLine { name, document: build.name(&names.next()?), span })
        });
        match (pack.word, first) {
            (Some(first), _) => self.error(SyntaxError::RepeatedPack(RepeatedPack { at, first })),
            (None, Some(first)) => self.error(SyntaxError::PackNotFirst(PackNotFirst { at, first })),
            (None, None) => {}
        }
        if pack.word.is_none() {
            pack.word = Some(at);
            pack.line = line;
        }
        end
    }

    /// `allow LINT because "…"`, from its word to the end of its line.
    fn allow(&self, index: usize, end: usize) -> Item {
        let span = self.span_of(&(index..end));
        let read = self.read(Rule::allow_line, index + 1..end, Subject::Item("allow"), |build, pair| {
            let (mut lint, mut reason) = (None, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::any_name => lint = Some(build.name(&inner)),
                    Rule::text => reason = Some(build.literal(build.span(&inner), Reading::Plain)),
                    _ => {}
                }
            }
            Some((lint?, reason))
        });
        let Some((lint, reason)) = read else { return Item::Junk(span) };
        if reason.as_ref().is_none_or(|reason| reason.value.trim().is_empty()) {
            self.error(SyntaxError::MissingReason(MissingReason { at: span, lint: lint.text.clone() }));
        }
        let nothing = || TextLiteral { value: String::new(), span: span.at_end(), block: false };
        Item::Allow(Allow { lint, reason: reason.unwrap_or_else(nothing), span })
    }

    fn item(&mut self, index: usize, keyword: &'static str, items: &mut Vec<Item>) -> usize {
        let doc = self.doc(index);
        let subject = Subject::Item(keyword);
        if let "type" | "setting" | "data" | "define" = keyword {
            let end = self.line_item_end(index + 1);
            let span = self.span_of(&(index..end));
            if let "setting" | "data" = keyword {
                self.inline_shapes(index + 1..end);
            }
            let item = match keyword {
                "type" => self.refinement(index + 1..end, doc, span),
                "setting" => self.setting(index + 1..end, doc, span),
                "data" => self.data(index + 1..end, doc, span),
                _ => self.definition(index + 1..end, doc, span),
            };
            items.push(item.unwrap_or(Item::Junk(span)));
            return end;
        }
        let Some(block) = self.block(index, keyword) else {
            let next = self.next_item(index + 1);
            items.push(Item::Junk(self.span_of(&(index..next))));
            return next;
        };
        let span = block.span;
        let item = match keyword {
            "document" => {
                let name = self.read(Rule::document_head, block.head.clone(), subject, |build, pair| {
                    let mut inner = pair.into_inner();
                    let name = build.name(&inner.next()?);
                    let at = inner.find(|pair| pair.as_rule() == Rule::any_name).map(|at| build.name(&at));
                    Some((name, at))
                });
                let shape = self.shape(block.body.clone(), block.braces);
                let named = name.or_else(|| self.name_at(block.head.start).map(|name| (name, None)));
                named.map(|(name, at)| Item::Document(Document { doc, name, at, shape, span }))
            }
            "record" => {
                let name = self.head_name(&block, subject);
                let shape: Shape = self.shape(block.body.clone(), block.braces);
                name.map(|name| Item::Record(Record { doc, name, shape, span }))
            }
            "enum" => {
                let name = self.head_name(&block, subject);
                let (members, ordered) = self.members(block.body.clone());
                name.map(|name| Item::Enum(Enum { doc, name, members, ordered, span }))
            }
            "steps" | "risks" => {
                self.read(Rule::bare_head, block.head.clone(), subject, |_, _| Some(()));
                let catalogue = self.catalogue(block.body.clone(), doc, span);
                Some(if keyword == "steps" { Item::Steps(catalogue) } else { Item::Risks(catalogue) })
            }
            "table" => self.table(&block, doc),
            "rule" => self.rule(&block, doc),
            "waive" => self.waiver(&block, doc),
            "decision" => self.decision(&block, doc),
            "extend" => self.extend(&block, doc),
            _ => self.test(&block, doc),
        };
        items.push(item.unwrap_or(Item::Junk(span)));
        block.next
    }

    /// Finds the braces of the item at `index`; where there are none, or only one, that is reported.
    fn block(&self, index: usize, keyword: &'static str) -> Option<Block> {
        let mut at = index + 1;
        loop {
            if at >= self.scan.tokens.len() || at > index + 1 && self.item_starts(at) {
                self.no_brace(index + 1..at, keyword);
                return None;
            }
            if self.lexeme(at) == "{" && self.kind(at) == Some(Kind::Open) {
                break;
            }
            if at > index + 1 && self.first(at) && self.begins_body(at, keyword) {
                return Some(self.without_brace(index, at, keyword));
            }
            at = self.step(at);
        }
        let open = self.token(at)?;
        let (end, next) = match open.mate {
            Some(mate) => (mate, mate + 1),
            None => {
                let next = self.next_item(at + 1);
                let opened = self.span(self.left_open(at, next));
                let here = match self.token(next) {
                    Some(_) => self.span(next),
                    None => self.span(self.scan.tokens.len() - 1).at_end(),
                };
                if !self.reported_brace(at, next) {
                    let found = self.found(next);
                    self.error(SyntaxError::Unclosed(Unclosed { at: here, opened, missing: "}", found }));
                }
                (next, next)
            }
        };
        let last = if open.mate.is_some() { end } else { end.saturating_sub(1).max(at) };
        let braces = self.span(at).to(self.span(last));
        Some(Block {
            head: index + 1..at,
            body: at + 1..end.max(at + 1),
            braces,
            span: self.span(index).to(braces),
            next,
        })
    }

    /// Does a line begin here that can only stand between the braces of such an item?
    fn begins_body(&self, index: usize, keyword: &str) -> bool {
        let clauses: &[&str] = match keyword {
            "document" | "record" => return self.field_starts(index),
            "rule" => &words::RULE_CLAUSES,
            "decision" => &words::DECISION_CLAUSES,
            "waive" => &words::WAIVER_CLAUSES,
            "test" => &words::TEST_CLAUSES,
            _ => return false,
        };
        clauses.contains(&self.word(index))
    }

    /// The parts of an item whose opening brace was left out before `body`; that is reported.
    fn without_brace(&self, index: usize, body: usize, keyword: &'static str) -> Block {
        let mut end = body;
        while end < self.scan.tokens.len() && !(self.kind(end) == Some(Kind::Close) || self.item_starts(end)) {
            end = self.step(end);
        }
        let end = end.min(self.scan.tokens.len());
        let closes = self.lexeme(end) == "}";
        self.no_brace(index + 1..body, keyword);
        let braces = self.span(body).to(self.span(if closes { end } else { end.saturating_sub(1).max(body) }));
        let span = self.span(index).to(braces);
        Block { head: index + 1..body, body: body..end, braces, span, next: if closes { end + 1 } else { end } }
    }

    /// The brace that was most likely left open, of the one at `open` and those inside it: the innermost that is closed
    /// by a brace further out than the line that opens it.
    fn left_open(&self, open: usize, next: usize) -> usize {
        let inside = (open + 1..next).filter(|index| self.lexeme(*index) == "{");
        let closes_outside = inside.filter(|index| {
            let mate = self.token(*index).and_then(|token| token.mate).filter(|mate| self.first(*mate));
            mate.is_some_and(|mate| self.indentation(mate) < self.indentation(*index))
        });
        closes_outside.last().unwrap_or(open)
    }

    /// How far the line is indented that the token stands on.
    fn indentation(&self, index: usize) -> usize {
        let start = self.token(index).map_or(0, |token| token.start);
        let line = self.text.get(..start).unwrap_or_default().rsplit(['\n', '\r']).next().unwrap_or_default();
        line.len() - line.trim_start().len()
    }

    /// Has a text that nobody closed most likely swallowed the closing brace?
    fn reported_brace(&self, open: usize, next: usize) -> bool {
        let (start, end) = self.bytes(&(open..next));
        self.reported(start, end)
            && self.errors.borrow().any_between(
                start,
                end,
                |error| matches!(error, SyntaxError::UnclosedText(text) if self.swallows_brace(text.at)),
            )
    }

    fn swallows_brace(&self, opening: Span) -> bool {
        let start = opening.range().start;
        let token = self.scan.tokens.partition_point(|token| token.start < start);
        self.token(token)
            .and_then(|token| self.text.get(token.start..token.end))
            .is_some_and(|written| written.contains('}'))
    }

    /// Reports that an option has no braces.
    pub(super) fn no_option_brace(&self, head: Range<usize>) {
        self.missing_brace(head, Subject::Clause("option"));
    }

    fn no_brace(&self, head: Range<usize>, keyword: &'static str) {
        self.missing_brace(head, Subject::Item(keyword));
    }

    fn missing_brace(&self, head: Range<usize>, subject: Subject) {
        self.no_brace.set(true);
        // The head may have a mistake of its own, which is then the one to tell.
        let mut end = head.start;
        let begun = |end: usize| end > head.start || matches!(subject, Subject::Item("steps" | "risks"));
        while end < head.end && !(self.first(end) && begun(end)) {
            end = self.step(end);
        }
        let end = end.min(head.end);
        let (start, stop) = self.bytes(&(head.start.saturating_sub(1)..end));
        if self.reported(start, stop) {
            return;
        }
        let at = match self.token(end) {
            Some(token) if !token.first => self.span(end),
            _ => self.span(end.saturating_sub(1)).at_end(),
        };
        self.error(SyntaxError::Expected(Expected {
            at,
            wanted: vec![Wanted::Exactly("{")],
            found: self.found(end),
            subject,
            meant: None,
            advice: Some("what belongs to it stands between `{` and `}`: write `{` here, and `}` at its end".into()),
        }));
    }

    fn head_name(&self, block: &Block, subject: Subject) -> Option<Name> {
        self.read(Rule::name_head, block.head.clone(), subject, |build, pair| {
            Some(build.name(&pair.into_inner().next()?))
        })
        .or_else(|| self.name_at(block.head.start))
    }

    /// `NAME "TITLE"` or `"TITLE"`: the head of a rule or test. What is missing stays empty.
    pub(super) fn titled(&self, rule: Rule, block: &Block, subject: Subject) -> (Option<Name>, TextLiteral) {
        let read = self.read(rule, block.head.clone(), subject, |build, pair| {
            let mut name = None;
            let mut title = None;
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => name = Some(build.name(&inner)),
                    Rule::text => title = Some(build.literal(build.span(&inner), Reading::Plain)),
                    _ => {}
                }
            }
            Some((name, title?))
        });
        read.unwrap_or_else(|| (self.name_at(block.head.start), self.no_text(&block.head)))
    }

    fn refinement(&self, content: Range<usize>, doc: Option<String>, span: Span) -> Option<Item> {
        self.read(Rule::refinement, content, Subject::Item("type"), |build, pair| {
            let (mut name, mut base, mut pattern, mut called) = (None, None, None, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => name = Some(build.name(&inner)),
                    Rule::type_expr => base = Some(build.ty(inner)),
                    Rule::pattern => pattern = Some(build.pattern(&inner)),
                    Rule::text => called = Some(build.literal(build.span(&inner), Reading::Plain)),
                    _ => {}
                }
            }
            let (name, base, pattern) = (name?, base?, pattern?);
            Some(Item::Refinement(Refinement { doc, name, base, pattern, called, span }))
        })
    }

    fn setting(&self, content: Range<usize>, doc: Option<String>, span: Span) -> Option<Item> {
        let build_setting = |build: &crate::lower::Builder<'_>, pair: pest::iterators::Pair<'_, Rule>| {
            let (mut name, mut ty, mut sums, mut value) = (None, None, Vec::new(), None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => name = Some(build.name(&inner)),
                    Rule::type_expr => ty = Some(build.ty(inner)),
                    Rule::sum => sums.push(build.expr(inner)),
                    Rule::value => value = Some(build.expr(inner)),
                    _ => {}
                }
            }
            let mut sums = sums.into_iter();
            let bounds = sums.next().zip(sums.next());
            let value = value.unwrap_or_else(|| self.junk_expr(&content));
            Some(Setting { doc: doc.clone(), name: name?, ty: ty?, bounds, value, span })
        };
        let subject = Subject::Item("setting");
        let setting = self.read(Rule::setting, content.clone(), subject, build_setting).or_else(|| {
            let head = content.start..self.equals(&content)?;
            self.quietly(Rule::setting_head, head, subject, build_setting)
        });
        setting.map(Item::Setting)
    }

    fn data(&self, content: Range<usize>, doc: Option<String>, span: Span) -> Option<Item> {
        self.read(Rule::data, content, Subject::Item("data"), |build, pair| {
            let (mut name, mut ty, mut file) = (None, None, None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => name = Some(build.name(&inner)),
                    Rule::type_expr => ty = Some(build.ty(inner)),
                    Rule::text => file = Some(build.literal(build.span(&inner), Reading::Plain)),
                    _ => {}
                }
            }
            Some(Item::Data(Data { doc, name: name?, ty: ty?, file: file?, span }))
        })
    }

    /// Reads an `extend`. What stands first between its braces tells what is added: a row has an arrow, a field a colon.
    fn extend(&mut self, block: &Block, doc: Option<String>) -> Option<Item> {
        let name = self
            .read(Rule::extend_head, block.head.clone(), Subject::Item("extend"), |build, pair| {
                Some(build.qualified(pair.into_inner().next()?))
            })
            .or_else(|| {
                let name = self.name_at(block.head.start)?;
                Some(QualifiedName { pack: None, span: name.span, name })
            });
        let body = block.body.clone();
        let additions = if body.is_empty() {
            Additions::Nothing
        } else if self.begins_option(body.start) {
            Additions::Options(self.options(body))
        } else if self.has_between(&body, "->") {
            let (rows, broken) = self.rows(body);
            Additions::Rows { rows, broken }
        } else if self.has_between(&body, ":") {
            Additions::Fields(self.shape(body, block.braces))
        } else {
            let (members, ordered) = self.members(body);
            Additions::Members { members, ordered }
        };
        Some(Item::Extend(Extend { doc, name: name?, additions, braces: block.braces, span: block.span }))
    }

    /// Does this sign stand in `range`, outside brackets?
    fn has_between(&self, range: &Range<usize>, sign: &str) -> bool {
        let mut index = range.start;
        while index < range.end {
            if self.lexeme(index) == sign {
                return true;
            }
            index = self.step(index);
        }
        false
    }

    fn definition(&self, content: Range<usize>, doc: Option<String>, span: Span) -> Option<Item> {
        let build_definition = |build: &crate::lower::Builder<'_>, pair: pest::iterators::Pair<'_, Rule>| {
            let (mut name, mut parameters, mut body) = (None, Vec::new(), None);
            for inner in pair.into_inner() {
                match inner.as_rule() {
                    Rule::name => name = Some(build.name(&inner)),
                    Rule::parameters => parameters = build.parameters(inner),
                    Rule::value => body = Some(build.expr(inner)),
                    _ => {}
                }
            }
            let body = body.unwrap_or_else(|| self.junk_expr(&content));
            Some(Definition { doc: doc.clone(), name: name?, parameters, body, span })
        };
        let subject = Subject::Item("define");
        let definition = self.read(Rule::definition, content.clone(), subject, build_definition).or_else(|| {
            let head = content.start..self.equals(&content)?;
            self.quietly(Rule::definition_head, head, subject, build_definition)
        });
        definition.map(Item::Definition)
    }

    /// The first `=` of `range` outside brackets.
    fn equals(&self, range: &Range<usize>) -> Option<usize> {
        let mut index = range.start;
        while index < range.end {
            if self.lexeme(index) == "=" {
                return Some(index);
            }
            index = self.step(index);
        }
        None
    }

    /// Reads without reporting that something cannot be read, for what has been reported already.
    fn quietly<T>(
        &self,
        rule: Rule,
        range: Range<usize>,
        subject: Subject,
        build: impl FnOnce(&crate::lower::Builder<'_>, pest::iterators::Pair<'_, Rule>) -> Option<T>,
    ) -> Option<T> {
        let saved = self.errors.take();
        let result = self.read(rule, range, subject, build);
        self.errors.replace(saved);
        result
    }
}
