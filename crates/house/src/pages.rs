//! The pages that a name leads to: of a rule, of an error's code, of a lint, of a check of the schema.

use std::sync::Arc;

use countersign_compiler::analysis::LINTS;
use countersign_compiler::program::{ExprKind, RuleId, SchemaCheck, Subject};
use countersign_compiler::scalar::Date;
use countersign_source::{Diagnostic, Span, nearest};

use crate::{Host, House, RuleExamples, RuleFacts, Wanted, Which};

/// What is said about each code; made of the documentation of the facts behind it.
const ERRORS: &str = include_str!("../../../docs/errors.md");

/// A page.
#[derive(Clone, Debug)]
pub enum Page {
    /// Of a rule.
    Rule(Box<RulePage>),
    /// Of anything that has a name, a title and a text.
    Text(TextPage),
}

/// A name with what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPage {
    /// The name.
    pub name: String,
    /// What it is, in a clause.
    pub title: String,
    /// The text, as Markdown.
    pub text: String,
}

/// What there is to know about a rule.
#[derive(Clone, Debug)]
pub struct RulePage {
    /// What a list of rules says of it.
    pub facts: RuleFacts,
    /// The page of the pack that teaches it: its name, and what it says where it can be read.
    pub concept: Option<(Arc<str>, Option<String>)>,
    /// The rule as its author wrote it.
    pub text: String,
    /// The settings, definitions and tables that it rests on.
    pub uses: Vec<Used>,
    /// The waivers of the house that name it.
    pub waivers: Vec<WaiverFacts>,
    /// The titles of the tests that expect something of it.
    pub tests: Vec<Arc<str>>,
    /// The smallest documents that show what it does.
    pub examples: RuleExamples,
}

/// A waiver, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverFacts {
    /// The last day on which it holds, in UTC.
    pub until: Date,
    /// Who approves it.
    pub by: Arc<str>,
    /// Why.
    pub because: Arc<str>,
    /// Of which failures, as its author wrote it; of all where nothing says.
    pub condition: Option<String>,
    /// Where it stands.
    pub place: Span,
}

/// Something that a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// `setting`, `definition` or `table`.
    pub kind: &'static str,
    /// Its name.
    pub name: Arc<str>,
    /// The value of a setting.
    pub value: Option<String>,
    /// What its author says about it.
    pub doc: Option<String>,
}

impl House {
    /// The page of a rule (`pack/rule`, or a name that one rule alone has), of a code, a lint or a check of the schema.
    ///
    /// # Errors
    ///
    /// There is nothing of this name; the nearest is named.
    pub fn page(&self, host: &dyn Host, name: &str) -> Result<Page, Diagnostic> {
        if let Some(page) = text_pages().into_iter().find(|page| page.name.eq_ignore_ascii_case(name)) {
            return Ok(Page::Text(page));
        }
        match self.rule_named(name) {
            Err(error) if !is_ambiguous(&error) && !self.concepts_named(name).is_empty() => {
                self.concept_page(host, name).map(Page::Text)
            }
            Ok(rule) => self.rule_page(host, rule, name).map(|page| Page::Rule(Box::new(page))),
            Err(error) => {
                let named = self.named_pages();
                let mut found = named.iter().filter(|of| of.is_called(name));
                if let Some(first) = found.next().filter(|_| !is_ambiguous(&error)) {
                    return Ok(Page::Text(together(name, &first.page, found.map(|of| &of.page))));
                }
                let concepts: Vec<String> =
                    self.concepts_named("").iter().map(|(pack, name)| format!("{pack}/{name}")).collect();
                let others = text_pages();
                let ids = self.rules(Which::All).into_iter().map(|rule| rule.id).collect::<Vec<_>>();
                let names = ids.iter().flat_map(|id| [id.as_str(), id.rsplit('/').next().unwrap_or(id)]);
                let bare = concepts.iter().flat_map(|id| [id.as_str(), id.rsplit('/').next().unwrap_or(id)]);
                let held = named.iter().flat_map(|of| [of.id.as_str(), of.id.rsplit('/').next().unwrap_or(&of.id)]);
                let names = names.chain(bare).chain(held);
                let near = nearest(name, names.chain(others.iter().map(|page| page.name.as_str())));
                Err(match near {
                    _ if is_ambiguous(&error) => error,
                    Some(near) => Diagnostic::error("explain/unknown", format!("there is no page about `{name}`"))
                        .help(format!("did you mean `{near}`?")),
                    None => Diagnostic::error("explain/unknown", format!("there is no page about `{name}`")).help(
                        "name a document, something that `countersign rules list` shows, a code as in `E0102`, a lint, or a check as in `schema/required`",
                    ),
                })
            }
        }
    }

    /// The smallest documents that show what a rule does.
    ///
    /// # Errors
    ///
    /// There is no such rule.
    pub fn examples(&self, name: &str) -> Result<RuleExamples, Diagnostic> {
        let rule = self.rule_named(name)?;
        Ok(self.rule_examples(rule, &[Wanted::Passes, Wanted::Fails, Wanted::Open]))
    }

    /// The pages of concepts that are called so, `pack/concept` or by the name alone; all of them for no name.
    fn concepts_named(&self, name: &str) -> Vec<(&str, &str)> {
        let is_it = |pack: &str, concept: &str| match name.split_once('/') {
            Some((of, name)) => of == pack && name == concept,
            None => name.is_empty() || name == concept,
        };
        let all = self.pages.keys().map(|(pack, concept)| (pack.as_str(), concept.as_str()));
        all.filter(|(pack, concept)| is_it(pack, concept)).collect()
    }

    /// The page of a concept, and the rules that it stands behind.
    fn concept_page(&self, host: &dyn Host, name: &str) -> Result<TextPage, Diagnostic> {
        let (pack, concept) = match self.concepts_named(name).as_slice() {
            [one] => *one,
            many => {
                let ids: Vec<String> = many.iter().map(|(pack, name)| format!("`{pack}/{name}`")).collect();
                let error = Diagnostic::error("explain/unknown", format!("more than one concept is called `{name}`"));
                return Err(error.help(format!("say which: {}", ids.join(", "))));
            }
        };
        let page = self.concept(host, pack, concept).map_err(|error| error.diagnostic())?;
        let mut text = page.map(|page| page.text.trim().to_owned()).unwrap_or_default();
        let program = &self.program;
        let taught = (0u32..)
            .map(RuleId)
            .zip(&program.rules)
            .filter(|(_, rule)| rule.concept.as_deref() == Some(concept) && *program[rule.pack].name == *pack);
        let rules: Vec<String> =
            taught.map(|(id, rule)| format!("- `{}`: {}", program.rule_id(id), rule.title)).collect();
        if !rules.is_empty() {
            text.push_str(&format!("\n\nRules that rest on it:\n\n{}", rules.join("\n")));
        }
        Ok(TextPage { name: format!("{pack}/{concept}"), title: format!("a concept of the pack `{pack}`"), text })
    }

    pub(crate) fn rule_page(&self, host: &dyn Host, id: RuleId, name: &str) -> Result<RulePage, Diagnostic> {
        let program = &self.program;
        let rule = &program[id];
        let full = program.rule_id(id);
        let unknown = || Diagnostic::error("explain/unknown", format!("there is no rule `{name}`"));
        let facts = self.rules(Which::All).into_iter().find(|facts| facts.id == full).ok_or_else(unknown)?;
        let text = self.files.get(rule.item.file).and_then(|file| file.text().get(rule.item.range()));
        let mut uses: Vec<Used> = Vec::new();
        let mut add = |kind, name: &Arc<str>, value, doc: &Option<String>| {
            let used = Used { kind, name: Arc::clone(name), value, doc: doc.clone() };
            if !uses.contains(&used) {
                uses.push(used);
            }
        };
        for expr in program.reached(rule.deciding()) {
            match &expr.kind {
                ExprKind::Setting(setting) => {
                    let setting = &program[*setting];
                    let value = crate::Written::literal(program, &setting.value).inline();
                    add("setting", &setting.name, Some(value), &setting.doc);
                }
                ExprKind::Call { definition, .. } => {
                    let definition = &program[*definition];
                    add("definition", &definition.name, None, &definition.doc);
                }
                ExprKind::Lookup { table, .. } => {
                    let table = &program[*table];
                    add("table", &table.name, None, &table.doc);
                }
                _ => {}
            }
        }
        let slice = |span: Span| Some(self.files.get(span.file)?.text().get(span.range())?.to_owned());
        let waivers = program.waivers.iter().filter(|waiver| waiver.subject == Subject::Rule(id));
        let tests = program.tests.iter().filter(|test| crate::shop::expects(program, test, id));
        Ok(RulePage {
            facts,
            concept: rule.concept.clone().map(|name| {
                let page = self.concept(host, &program[rule.pack].name, &name).ok().flatten();
                (name, page.map(|page| page.text.trim().to_owned()))
            }),
            text: text.unwrap_or_default().to_owned(),
            uses,
            waivers: waivers
                .map(|waiver| WaiverFacts {
                    until: waiver.until,
                    by: Arc::clone(&waiver.by),
                    because: Arc::clone(&waiver.because),
                    condition: waiver
                        .condition
                        .as_ref()
                        .and_then(|condition| slice(condition.span))
                        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")),
                    place: waiver.span,
                })
                .collect(),
            tests: tests.map(|test| Arc::clone(&test.title)).collect(),
            examples: self.rule_examples(id, &[Wanted::Passes, Wanted::Fails]),
        })
    }
}

/// Is it that more than one rule is called so?
fn is_ambiguous(error: &Diagnostic) -> bool {
    error.message.starts_with("more than one")
}

/// All pages that are text: of codes, lints and checks of the schema.
#[must_use]
pub fn text_pages() -> Vec<TextPage> {
    let codes = ERRORS.split("\n### ").skip(1).filter_map(|section| {
        let (head, text) = section.split_once('\n')?;
        let (name, title) = head.split_once(": ")?;
        let text = until_heading(text).trim();
        Some(TextPage { name: name.to_owned(), title: title.to_owned(), text: text.to_owned() })
    });
    let lints = LINTS.iter().map(|lint| TextPage {
        name: lint.id.to_owned(),
        title: lint.title.to_owned(),
        text: lint.page.trim().to_owned(),
    });
    codes.chain(lints).collect()
}

/// The pages of the program's own messages and of the checks of the schema, which the list of errors is made of.
#[must_use]
pub fn message_pages() -> Vec<TextPage> {
    let checks = SchemaCheck::ALL.into_iter().map(|check| {
        let (title, text) = of_check(check);
        TextPage { name: format!("schema/{}", check.name()), title: title.to_owned(), text: text.to_owned() }
    });
    checks.chain(crate::messages::pages()).collect()
}

/// One page of all that is called so.
fn together<'p>(name: &str, first: &TextPage, others: impl Iterator<Item = &'p TextPage>) -> TextPage {
    let others: Vec<&TextPage> = others.collect();
    if others.is_empty() {
        return first.clone();
    }
    let sections = std::iter::once(first).chain(others.iter().copied());
    let sections: Vec<String> =
        sections.map(|page| format!("## `{}`, {}\n\n{}", page.name, page.title, page.text)).collect();
    let title = format!("{} things are called so", sections.len());
    TextPage { name: name.to_owned(), title, text: sections.join("\n\n") }
}

/// A text up to the next heading; one in a block of code is none.
fn until_heading(text: &str) -> &str {
    let (mut fence, mut at) = (false, 0);
    for line in text.split_inclusive('\n') {
        fence ^= line.starts_with("```");
        if !fence && line.starts_with("## ") {
            return text.get(..at).unwrap_or(text);
        }
        at += line.len();
    }
    text
}

/// What a check of the schema finds, and what to do about it.
pub(crate) fn of_check(check: SchemaCheck) -> (&'static str, &'static str) {
    match check {
        SchemaCheck::Required => (
            "a field that has to be there is not written",
            "The schema marks fields that may be left out with `?:`. All others have to be written wherever the map that they \
             belong to is. Write the field; where its value is not known yet, write `!unknown` and why. A key without a value, \
             `null`, and a text of nothing but blanks count as not written.",
        ),
        SchemaCheck::Type => (
            "a value does not fit its type",
            "Numbers, booleans, durations (`24h`), dates (`2026-04-12`) and points in time (`2026-04-12T10:00Z`) are written as \
             the schema wants them, and a text that has a pattern has to fit it as a whole. To the rules, a value that does not \
             fit counts as not known, so that nothing is decided by it.",
        ),
        SchemaCheck::Field => (
            "a field that the schema does not know, or a key that is written twice",
            "A misspelt field would be read by no rule, which is why it is an error and not ignored. The message names the \
             nearest field that there is. Of a key that is written twice only the first is read: leave one out.",
        ),
        SchemaCheck::Member => (
            "a word that is no member of its enum",
            "The field takes one of a few words, and this is none of them. The message names the nearest one, and the words that \
             there are. Letters count: `High` is not `high`.",
        ),
        SchemaCheck::Key => (
            "two items of a list have the same key",
            "Other places of the document name items of this list by their key, so each key stands for one item. Give one of the \
             two another key, and look at what refers to it.",
        ),
        SchemaCheck::Ref => (
            "a reference to an item that is not there",
            "The field holds the key of an item of a list of the same document, and no item has it. Add the item, or name one \
             that is there.",
        ),
        SchemaCheck::Digest => (
            "a digest that is not that of its file",
            "The field holds the digest of the file that another field names. Where the file is at hand and its digest is \
             another, it is not the file that was looked at: fetch the right one, or look again and write its digest.",
        ),
        SchemaCheck::Unknown => (
            "the bare word `unknown` where a text is wanted",
            "In a text, `unknown` could be a name or a word like any other. Say that something is not known with `!unknown` and \
             why, or with `{unknown: why}`; or put the word into quotation marks where it is meant.",
        ),
    }
}
