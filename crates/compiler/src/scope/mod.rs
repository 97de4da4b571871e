//! Who declares what: the first walk over all files.

mod lookup;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::{FileId, Span, nearest};

use crate::expressions::{DefinitionFacts, Local};
use crate::extend::Extensions;
use crate::problems::{NameProblem, Problem, Sort};
use crate::program::{
    DataId, DefinitionId, EnumId, Kind, KindId, Pack, PackId, Program, RefinementId, RiskId, RuleId, SettingId,
    ShapeId, StepId, Subject, TableId,
};
use crate::statements::StatementTypes;
use crate::{Beside, Source, builtins};

use lookup::Found;
pub(crate) use lookup::few;

/// A type that has a name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NamedType {
    Document(KindId),
    Record(ShapeId),
    Enum(EnumId),
    Refinement(RefinementId),
}

/// A function that rule text declares.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Function {
    Definition(DefinitionId),
    Table(TableId),
}

type Names<T> = HashMap<String, (T, Span)>;

/// What one pack declares.
#[derive(Default)]
pub(crate) struct Scope {
    pub(crate) types: Names<NamedType>,
    pub(crate) functions: Names<Function>,
    pub(crate) settings: Names<SettingId>,
    pub(crate) data: Names<DataId>,
    pub(crate) steps: Names<StepId>,
    pub(crate) risks: Names<RiskId>,
    pub(crate) rules: Names<RuleId>,
    pub(crate) uses: Vec<PackId>,
    /// Words that stand on lines that did not parse: what they would have declared must not be missed aloud.
    tainted: HashSet<String>,
    /// Is a pack that this one uses not there? Then nothing can be said about names that are not found.
    incomplete: bool,
    /// The words that items begin with whose names could not be read.
    lost: Vec<String>,
}

/// What gives a pack something to judge by, under one set of names.
#[derive(Clone, Copy)]
pub(crate) enum RuleItem<'a> {
    Rule(&'a ast::Rule),
    Decision(&'a ast::Decision),
}

/// The items of all files, each list in the order of the ids that its items were given.
#[derive(Default)]
pub(crate) struct Items<'a> {
    pub(crate) documents: Vec<(PackId, &'a ast::Document)>,
    pub(crate) records: Vec<(PackId, &'a ast::Record, ShapeId)>,
    pub(crate) enums: Vec<(PackId, &'a ast::Enum)>,
    pub(crate) refinements: Vec<(PackId, &'a ast::Refinement)>,
    pub(crate) steps: Vec<(PackId, &'a ast::Entry)>,
    pub(crate) risks: Vec<(PackId, &'a ast::Entry)>,
    pub(crate) settings: Vec<(PackId, &'a ast::Setting)>,
    pub(crate) definitions: Vec<(PackId, &'a ast::Definition)>,
    pub(crate) tables: Vec<(PackId, &'a ast::Table)>,
    pub(crate) rules: Vec<(PackId, RuleItem<'a>)>,
    pub(crate) waivers: Vec<(PackId, &'a ast::Waiver)>,
    pub(crate) tests: Vec<(PackId, &'a ast::Test)>,
    pub(crate) data: Vec<(PackId, &'a ast::Data)>,
    pub(crate) extensions: Vec<(PackId, &'a ast::Extend)>,
}

/// The state of a compilation.
pub(crate) struct Compiler<'a> {
    pub(crate) program: Program,
    pub(crate) problems: Vec<Problem>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) items: Items<'a>,
    /// What packs add to what others declare.
    pub(crate) extensions: Extensions<'a>,
    /// What lies beside the rules.
    pub(crate) beside: &'a Beside,
    texts: HashMap<FileId, &'a str>,
    /// Where files did not parse.
    broken: Vec<Span>,
    /// The right spelling of names in the wrong letters, which may be mentioned either way.
    misspelt: HashSet<String>,
    /// What waivers are about that cannot stand as they are; nothing where that is not known either.
    pub(crate) broken_waivers: Vec<(PackId, Option<Subject>)>,
    /// The files whose patterns have been checked before.
    pub(crate) proved: HashSet<FileId>,
    /// What is known of each definition so far.
    pub(crate) facts: Vec<DefinitionFacts>,
    /// The names that each rule gives, which its waivers see, too, and whether it asks first for an earlier revision.
    pub(crate) rule_locals: Vec<(Vec<Local>, bool)>,
    /// The types of what `statements` gives.
    pub(crate) statements: StatementTypes,
    /// The kind of each pack; `None` where it could not be found.
    pub(crate) pack_kinds: Vec<Option<KindId>>,
}

impl<'a> Compiler<'a> {
    /// Walks over all files and notes every name that they declare. Ids are given out by pack, then in the order of
    /// files and lines.
    pub(crate) fn declare(sources: &[Source<'a>], beside: &'a Beside) -> Self {
        let mut packs: BTreeMap<&str, Vec<&Source<'a>>> = BTreeMap::new();
        for source in sources {
            if let Some(pack) = &source.file.pack {
                packs.entry(&pack.name.text).or_default().push(source);
            }
        }
        let mut compiler = Self {
            program: Program::default(),
            problems: Vec::new(),
            scopes: Vec::new(),
            items: Items::default(),
            extensions: Extensions::default(),
            beside,
            texts: sources.iter().map(|source| (source.file.span.file, source.text)).collect(),
            proved: sources.iter().filter(|source| source.proved).map(|source| source.file.span.file).collect(),
            broken: sources.iter().flat_map(|source| source.broken.iter().copied()).collect(),
            misspelt: HashSet::new(),
            broken_waivers: Vec::new(),
            facts: Vec::new(),
            rule_locals: Vec::new(),
            pack_kinds: Vec::new(),
            statements: StatementTypes::default(),
        };
        for (id, (name, files)) in (0u32..).map(PackId).zip(&packs) {
            let docs: Vec<&str> = files.iter().filter_map(|source| source.file.doc.as_deref()).collect();
            let span = files.first().and_then(|source| source.file.pack.as_ref()).map(|pack| pack.name.span);
            compiler.program.packs.push(Pack {
                name: Arc::from(*name),
                kind: KindId(0),
                span: span.unwrap_or(Span::new(FileId(0), 0..0)),
                doc: if docs.is_empty() { None } else { Some(docs.join("\n\n")) },
            });
            compiler.scopes.push(Scope { tainted: tainted(files), ..Scope::default() });
            compiler.pack_kinds.push(None);
            if let Some(pack) = files.first().and_then(|source| source.file.pack.as_ref()) {
                compiler.letters("pack", &pack.name, Letters::Kebab);
                if pack.name.text == "schema" {
                    let (name, span) = (pack.name.text.clone(), pack.name.span);
                    compiler.problems.push(NameProblem::Reserved { sort: "pack", name, span }.into());
                }
            }
            for source in files {
                for item in &source.file.items {
                    compiler.declare_item(id, item);
                }
            }
        }
        compiler.declare_statements();
        for (id, (_, files)) in (0u32..).map(PackId).zip(&packs) {
            for source in files {
                for line in &source.file.uses {
                    compiler.use_pack(id, &line.pack);
                }
            }
        }
        for (id, (_, files)) in (0u32..).map(PackId).zip(&packs) {
            compiler.find_kind(id, files);
        }
        compiler
    }

    fn use_pack(&mut self, id: PackId, name: &ast::Name) {
        match self.program.pack(&name.text) {
            Some(used) => {
                if let Some(scope) = self.scopes.get_mut(id.index())
                    && used != id
                    && !scope.uses.contains(&used)
                {
                    scope.uses.push(used);
                }
            }
            None => {
                let known: Vec<String> = self.program.packs.iter().map(|pack| pack.name.to_string()).collect();
                let own = self.program[id].name.clone();
                let others = known.iter().map(String::as_str).filter(|name| **name != *own);
                let meant = self.unknown(Sort::Pack, name, others).and_then(|near| self.program.pack(&near));
                // What was most likely meant is used from here on, so that its names are not missed, too.
                if let Some(scope) = self.scopes.get_mut(id.index()) {
                    match meant {
                        Some(meant) if scope.uses.contains(&meant) => {}
                        Some(meant) => scope.uses.push(meant),
                        None => scope.incomplete = true,
                    }
                }
            }
        }
    }

    fn find_kind(&mut self, id: PackId, files: &[&Source<'a>]) {
        let mut lines = files.iter().filter_map(|source| source.file.pack.as_ref());
        let Some(first) = lines.next() else { return };
        for line in lines {
            if line.document.text != first.document.text {
                self.problems.push(
                    NameProblem::Disagree {
                        pack: first.name.text.clone(),
                        span: line.document.span,
                        first: first.document.span,
                        document: first.document.text.clone(),
                    }
                    .into(),
                );
            }
        }
        let name = ast::QualifiedName { pack: None, name: first.document.clone(), span: first.document.span };
        let kind = match self.look(id, &name, |scope| &scope.types) {
            Found::One(NamedType::Document(kind)) => Some(kind),
            Found::Many(_) => {
                self.find_type(id, &name, Sort::Document);
                None
            }
            _ => self.kind_meant(id, &first.document),
        };
        if let (Some(kind), Some(slot), Some(pack)) =
            (kind, self.pack_kinds.get_mut(id.index()), self.program.packs.get_mut(id.index()))
        {
            *slot = Some(kind);
            pack.kind = kind;
        }
    }

    /// Reports a document that is not known, and answers with the one that was most likely meant.
    fn kind_meant(&mut self, pack: PackId, name: &ast::Name) -> Option<KindId> {
        let reach = self.in_reach(pack);
        let kinds = |compiler: &Self, within: bool| -> Vec<(KindId, Arc<str>)> {
            (0u32..)
                .map(KindId)
                .zip(&compiler.program.kinds)
                .filter(|(_, kind)| reach.contains(&kind.pack) == within)
                .map(|(id, kind)| (id, Arc::clone(&kind.name)))
                .collect()
        };
        let elsewhere = kinds(self, false).into_iter().find(|(_, other)| **other == *name.text);
        let elsewhere = elsewhere.map(|(kind, _)| self.program[self.program[kind].pack].name.to_string());
        let known = kinds(self, true);
        self.unknown_in(pack, Sort::Document, name, known.iter().map(|(_, name)| &**name), elsewhere);
        let near = nearest(&name.text, known.iter().map(|(_, name)| &**name))?;
        known.iter().find(|(_, name)| **name == *near).map(|(kind, _)| *kind)
    }

    fn declare_item(&mut self, pack: PackId, item: &'a ast::Item) {
        let own = pack.index();
        macro_rules! add {
            ($field:ident, $sort:literal, $name:expr, $value:expr) => {{
                let (value, name) = ($value, $name);
                let known =
                    self.scopes.get(own).and_then(|scope| scope.$field.get(&name.text)).map(|(_, first)| *first);
                match known {
                    Some(first) => self.problems.push(
                        NameProblem::Twice { sort: $sort, name: name.text.clone(), span: name.span, first }.into(),
                    ),
                    None => {
                        if let Some(scope) = self.scopes.get_mut(own) {
                            scope.$field.insert(name.text.clone(), (value, name.span));
                        }
                    }
                }
            }};
        }
        let id = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        match item {
            ast::Item::Document(document) => {
                self.type_name("document", &document.name);
                let shape = self.new_shape(&document.name.text, document.name.span);
                let kind = KindId(id(self.program.kinds.len()));
                add!(types, "type", &document.name, NamedType::Document(kind));
                self.program.kinds.push(Kind {
                    name: Arc::from(document.name.text.as_str()),
                    word: Arc::from(kebab(&document.name.text)),
                    shape,
                    at: document.at.as_ref().map(|key| Arc::from(key.text.as_str())),
                    inside: None,
                    pack,
                    span: document.name.span,
                    doc: document.doc.clone(),
                });
                self.items.documents.push((pack, document));
            }
            ast::Item::Record(record) => {
                self.type_name("record", &record.name);
                let shape = self.new_shape(&record.name.text, record.name.span);
                add!(types, "type", &record.name, NamedType::Record(shape));
                self.items.records.push((pack, record, shape));
            }
            ast::Item::Enum(item) => {
                self.type_name("enum", &item.name);
                add!(types, "type", &item.name, NamedType::Enum(EnumId(id(self.items.enums.len()))));
                self.items.enums.push((pack, item));
            }
            ast::Item::Refinement(item) => {
                self.type_name("type", &item.name);
                let refinement = RefinementId(id(self.items.refinements.len()));
                add!(types, "type", &item.name, NamedType::Refinement(refinement));
                self.items.refinements.push((pack, item));
            }
            ast::Item::Steps(catalogue) => {
                for entry in &catalogue.entries {
                    self.letters("step", &entry.name, Letters::Kebab);
                    add!(steps, "step", &entry.name, StepId(id(self.items.steps.len())));
                    self.items.steps.push((pack, entry));
                }
            }
            ast::Item::Risks(catalogue) => {
                for entry in &catalogue.entries {
                    self.letters("risk", &entry.name, Letters::Kebab);
                    add!(risks, "risk", &entry.name, RiskId(id(self.items.risks.len())));
                    self.items.risks.push((pack, entry));
                }
            }
            ast::Item::Setting(setting) => {
                self.letters("setting", &setting.name, Letters::Snake);
                let data = self.scopes.get(own).and_then(|scope| scope.data.get(&setting.name.text));
                if let Some((_, first)) = data {
                    let (name, span, first) = (setting.name.text.clone(), setting.name.span, *first);
                    self.problems.push(NameProblem::Twice { sort: "setting or data", name, span, first }.into());
                }
                add!(settings, "setting", &setting.name, SettingId(id(self.items.settings.len())));
                self.items.settings.push((pack, setting));
            }
            ast::Item::Definition(definition) => {
                self.function_name("definition", &definition.name);
                let function = Function::Definition(DefinitionId(id(self.items.definitions.len())));
                add!(functions, "definition or table", &definition.name, function);
                self.items.definitions.push((pack, definition));
            }
            ast::Item::Table(table) => {
                self.function_name("table", &table.name);
                let function = Function::Table(TableId(id(self.items.tables.len())));
                add!(functions, "definition or table", &table.name, function);
                self.items.tables.push((pack, table));
            }
            ast::Item::Rule(rule) => {
                self.letters("rule", &rule.name, Letters::Kebab);
                add!(rules, "rule", &rule.name, RuleId(id(self.items.rules.len())));
                self.items.rules.push((pack, RuleItem::Rule(rule)));
            }
            ast::Item::Decision(decision) => {
                self.letters("decision", &decision.name, Letters::Kebab);
                add!(rules, "rule or decision", &decision.name, RuleId(id(self.items.rules.len())));
                self.items.rules.push((pack, RuleItem::Decision(decision)));
            }
            ast::Item::Waiver(waiver) => self.items.waivers.push((pack, waiver)),
            ast::Item::Test(test) => self.items.tests.push((pack, test)),
            ast::Item::Data(data) => {
                self.letters("data", &data.name, Letters::Snake);
                let setting = self.scopes.get(own).and_then(|scope| scope.settings.get(&data.name.text));
                if let Some((_, first)) = setting {
                    let (name, span, first) = (data.name.text.clone(), data.name.span, *first);
                    self.problems.push(NameProblem::Twice { sort: "setting or data", name, span, first }.into());
                }
                add!(data, "data", &data.name, DataId(id(self.items.data.len())));
                self.items.data.push((pack, data));
            }
            ast::Item::Extend(extend) => self.items.extensions.push((pack, extend)),
            ast::Item::Junk(span) => {
                let written = self.written(*span);
                let word = written.split(|char: char| !char.is_ascii_alphabetic()).next().unwrap_or("");
                if let Some(scope) = self.scopes.get_mut(own) {
                    scope.lost.push(word.to_owned());
                }
            }
            ast::Item::Allow(_) => {}
        }
    }

    fn type_name(&mut self, sort: &'static str, name: &ast::Name) {
        if crate::schema::plain_type(&name.text).is_some() || name.text == "Silent" {
            self.problems.push(NameProblem::Reserved { sort, name: name.text.clone(), span: name.span }.into());
        } else {
            self.letters(sort, name, Letters::Camel);
        }
    }

    fn function_name(&mut self, sort: &'static str, name: &ast::Name) {
        if builtins::built_in(&name.text).is_some() {
            self.problems.push(NameProblem::Reserved { sort, name: name.text.clone(), span: name.span }.into());
        } else {
            self.letters(sort, name, Letters::Kebab);
        }
    }

    /// Reports a name that is not written in the letters of its sort.
    pub(crate) fn letters(&mut self, sort: &'static str, name: &ast::Name, letters: Letters) {
        if let Some(right) = letters.right(&name.text) {
            self.misspelt.insert(right.clone());
            self.problems.push(NameProblem::Letters { sort, name: name.text.clone(), span: name.span, right }.into());
        }
    }

    /// What was written at a place.
    pub(crate) fn written(&self, span: Span) -> &'a str {
        self.texts.get(&span.file).and_then(|text| text.get(span.range())).unwrap_or("")
    }

    pub(crate) fn scope(&self, pack: PackId) -> Option<&Scope> {
        self.scopes.get(pack.index())
    }
}

/// The words on the lines of `files` that did not parse.
fn tainted(files: &[&Source<'_>]) -> HashSet<String> {
    let mut words = HashSet::new();
    for source in files {
        for span in source.broken {
            let (start, end) = (span.start as usize, span.end as usize);
            let before = source.text.get(..start).unwrap_or("");
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            let behind = source.text.get(end..).unwrap_or("");
            let line_end = end + behind.find('\n').unwrap_or(behind.len());
            let line = source.text.get(line_start..line_end).unwrap_or("");
            words.extend(
                line.split(|char: char| !(char.is_alphanumeric() || char == '_' || char == '-'))
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned),
            );
        }
    }
    words
}

/// The letters that a sort of name is written in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Letters {
    Camel,
    Snake,
    Kebab,
}

impl Letters {
    /// The name in the right letters, where it is not written in them.
    fn right(self, name: &str) -> Option<String> {
        let right = match self {
            Self::Camel => {
                let mut right = String::new();
                for word in name.split(['_', '-']) {
                    let mut chars = word.chars();
                    right.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                    right.push_str(chars.as_str());
                }
                right
            }
            Self::Snake => kebab(name).replace('-', "_"),
            Self::Kebab => kebab(name),
        };
        (right != name).then_some(right)
    }
}

/// A name in `kebab-case`: `RiskLevel` and `risk_level` are both `risk-level`.
pub(crate) fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut lower = false;
    for char in name.chars() {
        if char == '_' || char == '-' {
            kebab.push('-');
            lower = false;
        } else if char.is_uppercase() {
            if lower {
                kebab.push('-');
            }
            kebab.extend(char.to_lowercase());
            lower = false;
        } else {
            kebab.push(char);
            lower = true;
        }
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_turned_into_the_letters_of_their_sort() {
        assert_eq!(kebab("SharedIncidentResponse"), "shared-incident-response");
        assert_eq!(Letters::Camel.right("AwsAccount"), None);
        assert_eq!(Letters::Camel.right("aws_account").as_deref(), Some("AwsAccount"));
        assert_eq!(Letters::Snake.right("approvalLifetime").as_deref(), Some("approval_lifetime"));
        assert_eq!(Letters::Kebab.right("approver_named").as_deref(), Some("approver-named"));
        assert_eq!(Letters::Kebab.right("p1-approver"), None);
    }
}
