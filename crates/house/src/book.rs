//! The rule book: everything that packs declare, for people who read it from end to end.

use std::collections::BTreeSet;
use std::sync::Arc;

use countersign_compiler::program::{
    Cell, Comparison, DecisionOption, PackId, Program, RowResult, RuleId, ShapeId, StepId, Type,
};
use countersign_source::{FileId, Files, Span};

use crate::resolve::subject_id;
use crate::{Concept, Date, Host, House, Named, PackFacts, RulePage, Which};

/// The book.
#[derive(Debug)]
pub struct Book {
    /// The files that the places of its facts point into.
    pub files: Arc<Files>,
    /// A chapter a pack, by name.
    pub packs: Vec<PackChapter>,
}

/// What a pack declares, in the order of files and lines.
#[derive(Debug)]
pub struct PackChapter {
    /// What a list of packs says of it.
    pub facts: PackFacts,
    /// The packs whose names it uses.
    pub uses: Vec<Arc<str>>,
    /// The documents that it declares, and the shapes that stand in them.
    pub shapes: Vec<ShapeEntry>,
    /// Its enums.
    pub enums: Vec<EnumEntry>,
    /// Its refinements of text: name, what such a text is called, pattern.
    pub refinements: Vec<(Arc<str>, Arc<str>, String)>,
    /// Its steps.
    pub steps: Vec<Named>,
    /// Its risks.
    pub risks: Vec<Named>,
    /// Its settings.
    pub settings: Vec<SettingEntry>,
    /// Its reference data.
    pub data: Vec<DataEntry>,
    /// Its definitions.
    pub definitions: Vec<DefinitionEntry>,
    /// Its tables.
    pub tables: Vec<TableEntry>,
    /// Its rules and decisions.
    pub rules: Vec<RuleEntry>,
    /// The waivers that it grants.
    pub waivers: Vec<WaiverEntry>,
    /// The pages of its concepts that its rules name.
    pub concepts: Vec<Concept>,
}

/// A document, a record, or a shape that stands in place.
#[derive(Debug)]
pub struct ShapeEntry {
    /// Its name, or the path of the field that holds it.
    pub name: Arc<str>,
    /// The word of a document's `kind:`.
    pub word: Option<Arc<str>>,
    /// What its author says about it.
    pub doc: Option<String>,
    /// Its fields.
    pub fields: Vec<FieldEntry>,
}

/// A field.
#[derive(Debug)]
pub struct FieldEntry {
    /// Its name.
    pub name: Arc<str>,
    /// Its type, as rules write it.
    pub ty: String,
    /// The shape or enum that the type names, where the book has an entry of it.
    pub of: Option<Arc<str>>,
    /// Has it to be there?
    pub required: bool,
    /// Is it the key of its item?
    pub key: bool,
    /// What its author says about it.
    pub doc: Option<String>,
}

/// An enum.
#[derive(Debug)]
pub struct EnumEntry {
    /// Its name.
    pub name: Arc<str>,
    /// Its members, in order.
    pub members: Vec<Arc<str>>,
    /// Do they have a rank?
    pub ordered: bool,
    /// What its author says about it.
    pub doc: Option<String>,
}

/// A setting.
#[derive(Clone, Debug)]
pub struct SettingEntry {
    /// Its name.
    pub name: Arc<str>,
    /// Its type, as rules write it.
    pub ty: String,
    /// Its value where no house says otherwise.
    pub value: String,
    /// What a house has to keep to, both ends in.
    pub bounds: Option<(String, String)>,
    /// What its author says about it.
    pub doc: Option<String>,
}

/// A piece of reference data.
#[derive(Debug)]
pub struct DataEntry {
    /// Its name.
    pub name: Arc<str>,
    /// Its type, as rules write it.
    pub ty: String,
    /// The file that holds it.
    pub file: Arc<str>,
    /// What its author says about it.
    pub doc: Option<String>,
}

/// A definition.
#[derive(Debug)]
pub struct DefinitionEntry {
    /// Its name with its parameters, as rules write it.
    pub signature: String,
    /// What it stands for, as its author wrote it.
    pub body: String,
    /// What its author says about it.
    pub doc: Option<String>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct TableEntry {
    /// Its name.
    pub name: Arc<str>,
    /// Its columns: name and type.
    pub columns: Vec<(Arc<str>, String)>,
    /// The type of its answers.
    pub answer: String,
    /// The cells of each row, and its answer.
    pub rows: Vec<(Vec<String>, String)>,
    /// What its author says about it.
    pub doc: Option<String>,
}

/// A rule, or a decision.
#[derive(Debug)]
pub struct RuleEntry {
    /// What its own page says.
    pub page: RulePage,
    /// The options of a decision.
    pub options: Vec<OptionEntry>,
    /// The waivers of it, in whatever pack.
    pub waivers: Vec<WaiverEntry>,
}

/// An option of a decision.
#[derive(Clone, Debug)]
pub struct OptionEntry {
    /// Its name and title.
    pub named: Named,
    /// The pack that adds it, where that is another one.
    pub from: Option<Arc<str>>,
    /// What it needs, as written.
    pub needs: Vec<Arc<str>>,
    /// What it suits, as written.
    pub suits: Vec<Arc<str>>,
    /// Who has to approve it, as written.
    pub approver: Option<String>,
    /// What its author says about it.
    pub doc: Option<String>,
}

/// A waiver.
#[derive(Clone, Debug)]
pub struct WaiverEntry {
    /// What it waives: `pack/rule`, or `schema/check`.
    pub subject: String,
    /// The pack that grants it.
    pub pack: Arc<str>,
    /// Of which failures, as written; of all where there is nothing.
    pub condition: Option<String>,
    /// The last day on which it holds.
    pub until: Date,
    /// Who approves it.
    pub by: Arc<str>,
    /// Why.
    pub because: Arc<str>,
}

impl House {
    /// The book of these packs.
    #[must_use]
    pub fn book(&self, host: &dyn Host, which: Which) -> Book {
        let chosen = self.chosen(which);
        let packs = self.packs(which);
        let chapters = chosen.into_iter().zip(packs).map(|(pack, facts)| self.chapter(host, pack, facts)).collect();
        Book { files: Arc::clone(&self.files), packs: chapters }
    }

    fn chapter(&self, host: &dyn Host, id: PackId, facts: PackFacts) -> PackChapter {
        let program = &self.program;
        let ours = |file: FileId| program.files.iter().any(|(known, pack)| *known == file && *pack == id);
        let uses: BTreeSet<Arc<str>> = program
            .uses
            .iter()
            .filter(|used| used.pack == id)
            .map(|used| Arc::clone(&program[used.used].name))
            .collect();
        let rules: Vec<RuleEntry> = (0u32..)
            .map(RuleId)
            .zip(&program.rules)
            .filter(|(_, rule)| rule.pack == id)
            .filter_map(|(rule_id, rule)| {
                let name = program.rule_id(rule_id);
                let page = self.rule_page(host, rule_id, &name).ok()?;
                let options = rule.decision.iter().flat_map(|decision| &program[*decision].options);
                Some(RuleEntry {
                    page,
                    options: options.map(|option| self.option(id, option)).collect(),
                    waivers: self.waivers_that(|entry| entry.subject == name),
                })
            })
            .collect();
        let named: BTreeSet<&str> = rules.iter().filter_map(|rule| Some(&*rule.page.concept.as_ref()?.0)).collect();
        let concepts =
            named.into_iter().filter_map(|name| self.concept(host, &facts.name, name).ok().flatten()).collect();
        let own = |pack: PackId| pack == id;
        PackChapter {
            uses: uses.into_iter().collect(),
            shapes: self.shapes(id, &ours),
            enums: program
                .enums
                .iter()
                .filter(|of| ours(of.span.file))
                .map(|of| EnumEntry {
                    name: Arc::clone(&of.name),
                    members: of.members.clone(),
                    ordered: of.ordered,
                    doc: of.doc.clone(),
                })
                .collect(),
            refinements: program
                .refinements
                .iter()
                .filter(|of| ours(of.span.file))
                .map(|of| (Arc::clone(&of.name), Arc::clone(&of.called), of.pattern.source().to_owned()))
                .collect(),
            steps: self.steps(id),
            risks: self.risks(id),
            settings: self.settings(id),
            data: program
                .data
                .iter()
                .filter(|data| own(data.pack))
                .map(|data| DataEntry {
                    name: Arc::clone(&data.name),
                    ty: shown(program, &data.ty),
                    file: Arc::clone(&data.file),
                    doc: data.doc.clone(),
                })
                .collect(),
            definitions: program
                .definitions
                .iter()
                .filter(|definition| own(definition.pack))
                .map(|definition| {
                    let parameters = definition.parameters.iter();
                    let parameters: Vec<String> =
                        parameters.map(|one| format!("{}: {}", one.name, shown(program, &one.ty))).collect();
                    let signature = if parameters.is_empty() {
                        definition.name.to_string()
                    } else {
                        format!("{}({})", definition.name, parameters.join(", "))
                    };
                    DefinitionEntry { signature, body: self.source(definition.body.span), doc: definition.doc.clone() }
                })
                .collect(),
            tables: self.tables(id),
            rules,
            waivers: self.waivers_that(|entry| entry.pack == facts.name),
            concepts,
            facts,
        }
    }

    /// The documents of a pack, then the records, then the shapes that stand in place.
    fn shapes(&self, id: PackId, ours: &dyn Fn(FileId) -> bool) -> Vec<ShapeEntry> {
        let program = &self.program;
        let entry = |shape: ShapeId, word: Option<Arc<str>>, doc: Option<String>| {
            let shape = &program[shape];
            let fields = (0u32..).zip(&shape.fields).map(|(at, field)| FieldEntry {
                name: Arc::clone(&field.name),
                ty: match field.digest_of.and_then(|of| shape.fields.get(of.0 as usize)) {
                    Some(of) => format!("digest of {}", of.name),
                    None => shown(program, &field.ty),
                },
                of: names(program, &field.ty),
                required: !field.optional,
                key: shape.key.is_some_and(|key| key.0 == at),
                doc: field.doc.clone(),
            });
            ShapeEntry { name: Arc::clone(&shape.name), word, doc, fields: fields.collect() }
        };
        let kinds: Vec<_> = program.kinds.iter().filter(|kind| kind.pack == id).collect();
        let documents = kinds.iter().map(|kind| entry(kind.shape, Some(Arc::clone(&kind.word)), kind.doc.clone()));
        let is_document = |shape: ShapeId| program.kinds.iter().any(|kind| kind.shape == shape);
        let others = (0u32..)
            .map(ShapeId)
            .zip(&program.shapes)
            .filter(|(shape, of)| ours(of.span.file) && !is_document(*shape))
            .map(|(shape, _)| entry(shape, None, None));
        documents.chain(others).collect()
    }

    /// The steps that a pack declares.
    pub(crate) fn steps(&self, id: PackId) -> Vec<Named> {
        let steps = (0u32..).map(StepId).zip(&self.program.steps);
        steps.filter(|(_, step)| step.pack == id).map(|(step, _)| self.step(step)).collect()
    }

    /// The risks that a pack declares.
    pub(crate) fn risks(&self, id: PackId) -> Vec<Named> {
        let risks = self.program.risks.iter().filter(|risk| risk.pack == id);
        risks.map(|risk| Named { name: Arc::clone(&risk.name), title: Arc::clone(&risk.title) }).collect()
    }

    /// The settings of a pack, as it declares them.
    pub(crate) fn settings(&self, id: PackId) -> Vec<SettingEntry> {
        let program = &self.program;
        let settings = program.settings.iter().filter(|setting| setting.pack == id);
        settings
            .map(|setting| SettingEntry {
                name: Arc::clone(&setting.name),
                ty: shown(program, &setting.ty),
                value: program.spell(&setting.value),
                bounds: setting.bounds.as_ref().map(|(low, high)| (program.spell(low), program.spell(high))),
                doc: setting.doc.clone(),
            })
            .collect()
    }

    /// The waivers that are wanted, of all packs.
    pub(crate) fn waivers_that(&self, wanted: impl Fn(&WaiverEntry) -> bool) -> Vec<WaiverEntry> {
        let program = &self.program;
        let all = program.waivers.iter().map(|waiver| WaiverEntry {
            subject: subject_id(program, waiver.subject),
            pack: Arc::clone(&program[waiver.pack].name),
            condition: waiver.condition.as_ref().map(|condition| self.source(condition.span)),
            until: waiver.until,
            by: Arc::clone(&waiver.by),
            because: Arc::clone(&waiver.because),
        });
        all.filter(|entry| wanted(entry)).collect()
    }

    pub(crate) fn tables(&self, id: PackId) -> Vec<TableEntry> {
        let program = &self.program;
        let tables = program.tables.iter().filter(|table| table.pack == id);
        tables
            .map(|table| TableEntry {
                name: Arc::clone(&table.name),
                columns: table
                    .parameters
                    .iter()
                    .map(|column| (Arc::clone(&column.name), shown(program, &column.ty)))
                    .collect(),
                answer: shown(program, &table.result),
                rows: table
                    .rows
                    .iter()
                    .map(|row| {
                        let answer = match &row.result {
                            RowResult::Literal(literal) => program.spell(literal),
                            RowResult::Setting(setting) => program[*setting].name.to_string(),
                        };
                        (row.cells.iter().map(|of| cell(program, of)).collect(), answer)
                    })
                    .collect(),
                doc: table.doc.clone(),
            })
            .collect()
    }

    pub(crate) fn option(&self, pack: PackId, option: &DecisionOption) -> OptionEntry {
        let written = |suits| {
            let clauses = option.clauses.iter().filter(move |clause| clause.suits == suits);
            clauses.map(|clause| Arc::clone(&clause.written)).collect()
        };
        OptionEntry {
            named: Named { name: Arc::clone(&option.name), title: Arc::clone(&option.title) },
            from: (option.pack != pack).then(|| Arc::clone(&self.program[option.pack].name)),
            needs: written(false),
            suits: written(true),
            approver: option.approver.as_ref().map(|approver| self.source(approver.span)),
            doc: option.doc.clone(),
        }
    }

    /// What was written there, on one line.
    fn source(&self, span: Span) -> String {
        let text = self.files.get(span.file).and_then(|file| file.text().get(span.range()));
        text.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A type, as rules write it; a shape that stands in place by its path.
fn shown(program: &Program, ty: &Type) -> String {
    match ty {
        Type::Boolean => "boolean".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Instant => "instant".to_owned(),
        Type::Enum(id) => program[*id].name.to_string(),
        Type::Refinement(id) => program[*id].name.to_string(),
        Type::Reference(id) => format!("ref {}", program[*id].path),
        Type::Shape(id) => program[*id].name.to_string(),
        Type::List(of) => format!("list<{}>", shown(program, of)),
        Type::Silent => String::new(),
    }
}

/// The name of the shape, enum or refinement that a type is made of.
fn names(program: &Program, ty: &Type) -> Option<Arc<str>> {
    match ty {
        Type::Enum(id) => Some(Arc::clone(&program[*id].name)),
        Type::Refinement(id) => Some(Arc::clone(&program[*id].name)),
        Type::Shape(id) => Some(Arc::clone(&program[*id].name)),
        Type::List(of) => names(program, of),
        _ => None,
    }
}

/// What a cell lets through, as rules write it.
fn cell(program: &Program, cell: &Cell) -> String {
    let several = |literals: &[_]| literals.iter().map(|one| program.spell(one)).collect::<Vec<_>>().join(" | ");
    match cell {
        Cell::Any => "any".to_owned(),
        Cell::OneOf(literals) => several(literals),
        Cell::NoneOf(literals) => format!("not {}", several(literals)),
        Cell::Between(low, high) => format!("{} .. {}", program.spell(low), program.spell(high)),
        Cell::Compared(comparison, literal) => {
            let sign = match comparison {
                Comparison::Equal => "==",
                Comparison::NotEqual => "!=",
                Comparison::Less => "<",
                Comparison::AtMost => "<=",
                Comparison::More => ">",
                Comparison::AtLeast => ">=",
            };
            format!("{sign} {}", program.spell(literal))
        }
    }
}
