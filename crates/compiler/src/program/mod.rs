//! What the compiler makes of rule text: typed, resolved, ready to run, and without a trace of syntax.
//!
//! A [`Program`] is immutable and shared. Everything in it is named by an index into one of its lists, so that
//! reading a field or looking up a setting compares integers. Each expression has an id of its own, which the
//! evaluator's trace speaks of, and the span that it was written at.

mod data;
mod decision;
mod expr;
mod parts;
mod rule;
mod test;
mod waiver;
mod walk;

use std::sync::Arc;

use countersign_source::{FileId, Span};

use crate::analysis::Lint;
use crate::pattern::Pattern;
use crate::scalar::{Date, Duration, Instant, Number};
use crate::settings::compare_literals;

pub use data::{Constant, ConstantKind, Data};
pub use decision::{Decision, DecisionOption, OptionClause, Support};
pub use expr::{BuiltIn, Comparison, Expr, ExprKind, Piece, Question, TextPlace};
pub use rule::{Clause, Rule, Stage, Suggestion};
pub use test::{
    DocumentPath, EditValue, Expectation, ExpectationKind, ExpectedOutcome, ExpectedVerdict, Given, PathStep,
    SchemaCheck, Subject, Test, TestEdit,
};
pub use waiver::{Effective, Waiver};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $list:ident: $item:ty;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl $name {
                /// The position in its list.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl std::ops::Index<$name> for Program {
                type Output = $item;

                #[expect(clippy::indexing_slicing, reason = "ids are only made by the compiler, for the list that they index")]
                fn index(&self, id: $name) -> &$item {
                    &self.$list[id.index()]
                }
            }
        )*
    };
}

ids! {
    /// Names a [`Pack`].
    PackId => packs: Pack;
    /// Names a [`Kind`] of document.
    KindId => kinds: Kind;
    /// Names a [`Shape`].
    ShapeId => shapes: Shape;
    /// Names an [`Enum`].
    EnumId => enums: Enum;
    /// Names a [`Refinement`].
    RefinementId => refinements: Refinement;
    /// Names a [`Reference`].
    ReferenceId => references: Reference;
    /// Names a [`Step`].
    StepId => steps: Step;
    /// Names a [`Risk`].
    RiskId => risks: Risk;
    /// Names a [`Setting`].
    SettingId => settings: Setting;
    /// Names a piece of [`Data`].
    DataId => data: Data;
    /// Names a [`Definition`].
    DefinitionId => definitions: Definition;
    /// Names a [`Table`].
    TableId => tables: Table;
    /// Names a [`Rule`].
    RuleId => rules: Rule;
    /// Names a [`Waiver`].
    WaiverId => waivers: Waiver;
    /// Names a [`Decision`].
    DecisionId => decisions: Decision;
}

/// Names one expression of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// Names a slot of the frame that a rule or a definition runs in: its `let`s, loop variables and parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub u32);

/// The position of a field in its [`Shape`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldIndex(pub u32);

/// The position of a member in its [`Enum`]; in an ordered one, its rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberIndex(pub u32);

/// Compiled packs.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The packs, sorted by name.
    pub packs: Vec<Pack>,
    /// The kinds of documents.
    pub kinds: Vec<Kind>,
    /// The shapes of documents, records and inline shapes.
    pub shapes: Vec<Shape>,
    /// The enums.
    pub enums: Vec<Enum>,
    /// The named refinements of text.
    pub refinements: Vec<Refinement>,
    /// What `ref` types point at.
    pub references: Vec<Reference>,
    /// The steps of a review, in order.
    pub steps: Vec<Step>,
    /// The risks that failing rules stand for.
    pub risks: Vec<Risk>,
    /// The house parameters.
    pub settings: Vec<Setting>,
    /// The reference data.
    pub data: Vec<Data>,
    /// The packs that extend others: which, and what they extend something of.
    pub extended: Vec<(PackId, PackId)>,
    /// The definitions. None calls itself, directly or through others.
    pub definitions: Vec<Definition>,
    /// The decision tables. Each covers everything that can be asked of it.
    pub tables: Vec<Table>,
    /// The rules, by pack, then in the order of files and of lines; those that judge the choice of a decision stand where
    /// the decision does.
    pub rules: Vec<Rule>,
    /// The exceptions from them, in the order of packs, files and lines.
    pub waivers: Vec<Waiver>,
    /// The decisions, in the same order.
    pub decisions: Vec<Decision>,
    /// The tests, in the same order.
    pub tests: Vec<Test>,
    /// Which pack each file belongs to, by file.
    pub files: Vec<(FileId, PackId)>,
    /// The `use` lines.
    pub uses: Vec<Use>,
    /// What is not to be told of which item.
    pub allows: Vec<Allow>,
    /// How many expressions there are; their ids are below this.
    pub expressions: u32,
}

/// A `use` line.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The pack that stands in whose file.
    pub pack: PackId,
    /// The pack whose names it brings in.
    pub used: PackId,
    /// The whole line.
    pub span: Span,
}

/// An `allow` line, and what it speaks of.
#[derive(Clone, Debug)]
pub struct Allow {
    /// What is not to be told.
    pub lint: Lint,
    /// Why.
    pub reason: Arc<str>,
    /// The whole line.
    pub span: Span,
    /// The item or `use` line that it speaks of.
    pub covers: Span,
}

/// A folder of `.rules` files that belong together.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Its name, in `kebab-case`.
    pub name: Arc<str>,
    /// The kind of document that its rules judge.
    pub kind: KindId,
    /// Where its name stands first.
    pub span: Span,
    /// The `//!` lines of its files.
    pub doc: Option<String>,
}

/// A kind of document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name, in `CamelCase`.
    pub name: Arc<str>,
    /// Its name as a document's `kind:` spells it, in `kebab-case`.
    pub word: Arc<str>,
    /// What it holds.
    pub shape: ShapeId,
    /// The key that it stands under, for a kind declared `at KEY`.
    pub at: Option<Arc<str>>,
    /// The kind that it may also stand inside of, and the field of that kind's shape that then holds it.
    pub inside: Option<(KindId, FieldIndex)>,
    /// The pack that declares it.
    pub pack: PackId,
    /// Where its name stands.
    pub span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// The fields of a document, a record or an inline shape.
#[derive(Clone, Debug)]
pub struct Shape {
    /// How to call it in a message: the name of the document or record, or the path of the field that holds it.
    pub name: Arc<str>,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// The field that is the key of a list of these.
    pub key: Option<FieldIndex>,
    /// Where it was declared.
    pub span: Span,
}

impl Shape {
    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(FieldIndex, &Field)> {
        (0u32..).map(FieldIndex).zip(&self.fields).find(|(_, field)| &*field.name == name)
    }
}

/// A field of a [`Shape`].
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name as documents spell it.
    pub name: Arc<str>,
    /// What it holds.
    pub ty: Type,
    /// May it be left out?
    pub optional: bool,
    /// The field that names the file that this one is the digest of.
    pub digest_of: Option<FieldIndex>,
    /// Where its name stands.
    pub span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `true` or `false`; a condition.
    Boolean,
    /// An exact decimal number.
    Number,
    /// A text.
    Text,
    /// A length of time.
    Duration,
    /// A day.
    Date,
    /// A point in time.
    Instant,
    /// A member of an enum.
    Enum(EnumId),
    /// A text that matches a pattern. Compares as the text it is.
    Refinement(RefinementId),
    /// The key of an item of a list. Compares as the text it holds.
    Reference(ReferenceId),
    /// A map with fields.
    Shape(ShapeId),
    /// A list.
    List(Box<Type>),
    /// The type of what did not compile; it fits everything, silently. No finished program holds it.
    Silent,
}

impl Type {
    /// Is it a text, however refined?
    #[must_use]
    pub fn is_textual(&self) -> bool {
        matches!(self, Self::Text | Self::Refinement(_) | Self::Reference(_))
    }
}

/// A set of words that documents may use.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: Arc<str>,
    /// The members as documents spell them, in order.
    pub members: Vec<Arc<str>>,
    /// Do they have a rank?
    pub ordered: bool,
    /// Where its name stands.
    pub span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// A member as rules write it: in quotation marks where it is no name.
#[must_use]
pub fn member_in_rules(member: &str) -> String {
    if countersign_parser::is_name(member) { member.to_owned() } else { format!("\"{member}\"") }
}

impl Enum {
    /// The member of this spelling.
    #[must_use]
    pub fn member(&self, word: &str) -> Option<MemberIndex> {
        (0u32..).zip(&self.members).find(|(_, member)| &***member == word).map(|(index, _)| MemberIndex(index))
    }
}

/// A named kind of text.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// Its name.
    pub name: Arc<str>,
    /// What the whole value matches (already anchored).
    pub pattern: Pattern,
    /// How to call such a value in a message, as in `a 12-digit account id`.
    pub called: Arc<str>,
    /// Where its name stands.
    pub span: Span,
}

/// What a `ref` type points at: the items of a keyed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The kind of document that the path begins at; the nearest enclosing one of that kind is meant.
    pub kind: KindId,
    /// The fields from the document to the list.
    pub list: Vec<FieldIndex>,
    /// The shape of its items.
    pub shape: ShapeId,
    /// Their key field.
    pub key: FieldIndex,
    /// As it was written: `evidence.id`.
    pub path: Arc<str>,
}

/// A step of the review.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// The pack that declares it.
    pub pack: PackId,
    /// Where its name stands.
    pub span: Span,
}

/// A risk that failing rules stand for.
#[derive(Clone, Debug)]
pub struct Risk {
    /// Its name.
    pub name: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// The pack that declares it.
    pub pack: PackId,
    /// Where its name stands.
    pub span: Span,
}

/// A parameter that a house may set.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name.
    pub name: Arc<str>,
    /// The pack that declares it.
    pub pack: PackId,
    /// Its type.
    pub ty: Type,
    /// What a house has to keep to, both ends in.
    pub bounds: Option<(Literal, Literal)>,
    /// Its value where the house says nothing.
    pub value: Literal,
    /// Where its name stands.
    pub span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// A value that stands in rule text.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `true` or `false`
    Boolean(bool),
    /// `2.5`
    Number(Number),
    /// `"…"`
    Text(Arc<str>),
    /// `24h`
    Duration(Duration),
    /// `2026-04-12`
    Date(Date),
    /// `2026-04-12T10:00Z`
    Instant(Instant),
    /// A member of an enum.
    Member(EnumId, MemberIndex),
    /// `[a, b]`
    List(Vec<Literal>),
}

/// A named expression with parameters. A call binds the arguments as they are, missing and unknown ones too.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: Arc<str>,
    /// The pack that declares it.
    pub pack: PackId,
    /// The parameters; they are the first slots of its frame.
    pub parameters: Vec<Parameter>,
    /// What it stands for.
    pub body: Expr,
    /// How many slots its frame has.
    pub frame: u32,
    /// Where its name stands.
    pub span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// A parameter of a definition or table.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type,
}

/// A decision table. The first row whose cells all let the arguments in answers; some row always does.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: Arc<str>,
    /// The pack that declares it.
    pub pack: PackId,
    /// Its columns. Their types are boolean, enum, number, duration, date, instant or textual.
    pub parameters: Vec<Parameter>,
    /// The type of its answers.
    pub result: Type,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// Where its name stands.
    pub span: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// A row of a [`Table`].
#[derive(Clone, Debug)]
pub struct Row {
    /// One for each parameter.
    pub cells: Vec<Cell>,
    /// What it answers: a literal or a setting.
    pub result: RowResult,
    /// The whole row.
    pub span: Span,
}

/// What a row answers.
#[derive(Clone, Debug, PartialEq)]
pub enum RowResult {
    /// A value.
    Literal(Literal),
    /// The value of a setting.
    Setting(SettingId),
}

/// What a cell lets through.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Any value that was written.
    Any,
    /// One of these.
    OneOf(Vec<Literal>),
    /// None of these.
    NoneOf(Vec<Literal>),
    /// What compares so with the value: `Less`, `AtMost`, `More` or `AtLeast`.
    Compared(Comparison, Literal),
    /// What lies between, both ends in.
    Between(Literal, Literal),
}

impl Setting {
    /// Does a value of its type keep to its bounds?
    #[must_use]
    pub fn admits(&self, value: &Literal) -> bool {
        let Some((low, high)) = &self.bounds else { return true };
        let within = |side: Option<std::cmp::Ordering>, wrong| side.is_none_or(|side| side != wrong);
        within(compare_literals(value, low), std::cmp::Ordering::Less)
            && within(compare_literals(value, high), std::cmp::Ordering::Greater)
    }
}

impl Program {
    /// A literal as documents write it: words and texts bare, a list in brackets.
    #[must_use]
    pub fn spell(&self, literal: &Literal) -> String {
        match literal {
            Literal::Boolean(value) => value.to_string(),
            Literal::Number(value) => value.to_string(),
            Literal::Text(value) => value.to_string(),
            Literal::Duration(value) => value.in_one_unit(),
            Literal::Date(value) => value.to_string(),
            Literal::Instant(value) => value.to_string(),
            Literal::Member(of, member) => {
                self[*of].members.get(member.0 as usize).map(ToString::to_string).unwrap_or_default()
            }
            Literal::List(items) => {
                format!("[{}]", items.iter().map(|item| self.spell(item)).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The full id of a rule: `pack/name`.
    #[must_use]
    pub fn rule_id(&self, rule: RuleId) -> String {
        let rule = &self[rule];
        format!("{}/{}", self[rule.pack].name, rule.name)
    }

    /// Every expression that stands in a rule, in order; of one that judges a decision those of its options, too.
    pub fn exprs_of<'p>(&'p self, rule: &'p Rule) -> impl Iterator<Item = &'p Expr> {
        let decision = rule.decision.map(|decision| &self[decision]);
        let options = decision.into_iter().flat_map(|decision| &decision.options);
        let chosen = decision.and_then(|decision| decision.chosen.as_ref());
        let boundary = decision.and_then(|decision| decision.boundary.as_ref());
        rule.exprs().chain(chosen).chain(options.flat_map(DecisionOption::exprs)).chain(boundary)
    }

    /// The kind that a document's `kind:` spells so.
    #[must_use]
    pub fn kind_of_word(&self, word: &str) -> Option<KindId> {
        (0u32..).map(KindId).zip(&self.kinds).find(|(_, kind)| &*kind.word == word).map(|(id, _)| id)
    }

    /// The pack of this name.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<PackId> {
        (0u32..).map(PackId).zip(&self.packs).find(|(_, pack)| &*pack.name == name).map(|(id, _)| id)
    }
}
