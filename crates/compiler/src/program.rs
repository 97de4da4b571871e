//! What the compiler makes of rule text: typed, resolved, ready to run, and without a trace of syntax.
//!
//! A [`Program`] is immutable and shared. Everything in it is named by an index into one of its lists, so that
//! reading a field or looking up a setting compares integers. Each expression has an id of its own, which the
//! evaluator's trace speaks of, and the span that it was written at.

use std::sync::Arc;

use countersign_source::{Level, Span};

use crate::pattern::Pattern;
use crate::scalar::{Date, Duration, Instant, Number};

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
    /// Names a [`Definition`].
    DefinitionId => definitions: Definition;
    /// Names a [`Table`].
    TableId => tables: Table;
    /// Names a [`Rule`].
    RuleId => rules: Rule;
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
#[derive(Debug, Default)]
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
    /// The definitions. None calls itself, directly or through others.
    pub definitions: Vec<Definition>,
    /// The decision tables. Each covers everything that can be asked of it.
    pub tables: Vec<Table>,
    /// The rules, by pack, then in the order of files and of lines.
    pub rules: Vec<Rule>,
    /// The tests, in the same order.
    pub tests: Vec<Test>,
    /// How many expressions there are; their ids are below this.
    pub expressions: u32,
}

/// A folder of `.rules` files that belong together.
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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

impl Enum {
    /// The member of this spelling.
    #[must_use]
    pub fn member(&self, word: &str) -> Option<MemberIndex> {
        (0u32..).zip(&self.members).find(|(_, member)| &***member == word).map(|(index, _)| MemberIndex(index))
    }
}

/// A named kind of text.
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Type,
}

/// A decision table. The first row whose cells all let the arguments in answers; some row always does.
#[derive(Debug)]
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
#[derive(Debug)]
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

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, in `kebab-case`.
    pub name: Arc<str>,
    /// The pack that it belongs to; its full id is `pack/name`.
    pub pack: PackId,
    /// The policy sentence that it enforces.
    pub title: Arc<str>,
    /// How much a failure weighs.
    pub level: Level,
    /// The steps of the review that it belongs to; at most one is written today.
    pub step: Option<StepId>,
    /// The risks that its failure stands for.
    pub risks: Vec<RiskId>,
    /// What it does, in order: `let`, `for each` and `when` first, then clauses.
    pub body: Vec<Stage>,
    /// How many slots its frame has.
    pub frame: u32,
    /// Why the house wants it.
    pub because: Option<Arc<str>>,
    /// The page that teaches it.
    pub concept: Option<Arc<str>>,
    /// References to read.
    pub see: Vec<Arc<str>>,
    /// Where its name stands.
    pub span: Span,
    /// The whole item.
    pub item: Span,
    /// Its `///` lines.
    pub doc: Option<String>,
}

/// One thing that a rule does.
#[derive(Debug)]
pub enum Stage {
    /// `let NAME = VALUE`
    Let {
        /// The slot.
        local: LocalId,
        /// The name, for explanations.
        name: Arc<str>,
        /// What goes there.
        value: Expr,
    },
    /// `for each E in LIST [where C]`: what follows is judged once an item.
    ForEach {
        /// The slot of the item.
        local: LocalId,
        /// The name, for explanations.
        name: Arc<str>,
        /// The list.
        list: Expr,
        /// Which items.
        filter: Option<Expr>,
        /// The clause, from its first word.
        span: Span,
    },
    /// `when C`
    When {
        /// The condition.
        condition: Expr,
        /// The clause, from its first word.
        span: Span,
    },
    /// `require C …` or `forbid C …`
    Clause(Clause),
}

/// `require C` or `forbid C`, with what belongs to it.
#[derive(Debug)]
pub struct Clause {
    /// Is it `forbid`?
    pub forbid: bool,
    /// The condition.
    pub condition: Expr,
    /// What to say when it fails; the rule's title where there is none.
    pub message: Option<Expr>,
    /// Where to point: paths, loop variables and texts from the document.
    pub at: Vec<Expr>,
    /// What to do next.
    pub help: Option<Expr>,
    /// A value to offer.
    pub suggest: Option<Suggestion>,
    /// The clause, from its first word to the end of its condition.
    pub span: Span,
}

/// `suggest PATH = VALUE`
#[derive(Debug)]
pub struct Suggestion {
    /// The field to fill.
    pub path: Expr,
    /// With what.
    pub value: Expr,
}

/// A typed expression.
#[derive(Debug)]
pub struct Expr {
    /// Its id in the program.
    pub id: ExprId,
    /// What it does.
    pub kind: ExprKind,
    /// What comes out. `Boolean` ones come out as a set of possible answers.
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

/// What an expression does.
#[derive(Debug)]
pub enum ExprKind {
    /// A value that stands in the rule.
    Literal(Literal),
    /// The document that the pack judges.
    Document,
    /// A `let`, a loop variable or a parameter.
    Local(LocalId),
    /// A house parameter.
    Setting(SettingId),
    /// The field of a map.
    Field {
        /// The map.
        base: Box<Expr>,
        /// Its field.
        field: FieldIndex,
    },
    /// The item that a reference names.
    Follow {
        /// The reference.
        base: Box<Expr>,
        /// What it points at.
        reference: ReferenceId,
    },
    /// `LIST[].field`: what is written at `body` of each item.
    Project {
        /// The list.
        list: Box<Expr>,
        /// The slot of the item.
        item: LocalId,
        /// What is taken from it.
        body: Box<Expr>,
        /// Is what is taken a list itself, whose items are strung together?
        flatten: bool,
    },
    /// `[a, b]`
    List(Vec<Expr>),
    /// A definition, called.
    Call {
        /// Which.
        definition: DefinitionId,
        /// One for each parameter.
        arguments: Vec<Expr>,
    },
    /// A table, asked.
    Lookup {
        /// Which.
        table: TableId,
        /// One for each column.
        arguments: Vec<Expr>,
    },
    /// A built-in function.
    BuiltIn {
        /// Which.
        function: BuiltIn,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// `earlier(e)`: the items above the loop variable in its list.
    Earlier {
        /// The slot of the loop variable.
        item: LocalId,
    },
    /// `reach(e.after)`: every item reached by following that reference.
    Reach {
        /// The reference, or the list of references, of the first item.
        start: Box<Expr>,
        /// What it points at.
        reference: ReferenceId,
        /// The way from an item that was reached to its own references.
        onward: Vec<FieldIndex>,
    },
    /// `texts(PATH)`: every text at or below.
    Texts(Box<Expr>),
    /// `not C`
    Not(Box<Expr>),
    /// `a and b …`
    And(Vec<Expr>),
    /// `a or b …`
    Or(Vec<Expr>),
    /// `a implies b`
    Implies(Box<Expr>, Box<Expr>),
    /// `a == b` and its like, between two single values of one type (all textual types are one here).
    Compare {
        /// Which comparison.
        comparison: Comparison,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a in LIST`, or `LIST contains a`
    In {
        /// The item.
        item: Box<Expr>,
        /// The list.
        list: Box<Expr>,
    },
    /// `a contains b`, `a starts with b`, `a ends with b`, of texts
    Holds {
        /// Where in the text.
        place: TextPlace,
        /// The text.
        text: Box<Expr>,
        /// What it has to hold.
        part: Box<Expr>,
    },
    /// `a matches /…/`
    Matches {
        /// The text.
        text: Box<Expr>,
        /// What is looked for.
        pattern: Pattern,
    },
    /// `a is present` and its like
    Is {
        /// What is asked about.
        subject: Box<Expr>,
        /// What is asked.
        question: Question,
    },
    /// `a + b`, `a - b`
    Arithmetic {
        /// Is it `-`?
        minus: bool,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a ?? b`
    Default {
        /// The value.
        value: Box<Expr>,
        /// What stands in where nothing was written.
        default: Box<Expr>,
    },
    /// `every e in LIST [where C]: B`, `some …`
    Quantified {
        /// Is it `every`?
        every: bool,
        /// The list.
        list: Box<Expr>,
        /// The slot of the item.
        item: LocalId,
        /// Which items.
        filter: Option<Box<Expr>>,
        /// What is asked of each.
        body: Box<Expr>,
    },
    /// `(e in LIST where C)`
    Filter {
        /// The list.
        list: Box<Expr>,
        /// The slot of the item.
        item: LocalId,
        /// Which items.
        filter: Box<Expr>,
    },
    /// A text with holes.
    Format(Vec<Piece>),
}

/// A piece of a text with holes.
#[derive(Debug)]
pub enum Piece {
    /// Text as it stands.
    Text(Arc<str>),
    /// What is to be shown there, of any type but a shape.
    Hole(Expr),
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Where in a text another has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextPlace {
    /// `contains`
    Anywhere,
    /// `starts with`
    Start,
    /// `ends with`
    End,
}

/// What `is` asks. Negated questions are wrapped in `Not`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// `is present`: known.
    Present,
    /// `is missing`
    Missing,
    /// `is unknown`
    Unknown,
    /// `is empty`, of a list
    Empty,
    /// `is TypeName`, of a text
    Refinement(RefinementId),
}

/// The built-in functions that take values and give a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BuiltIn {
    /// `count(LIST)`: how many items.
    Count,
    /// `sum(LIST)`, of numbers or durations.
    Sum,
    /// `min(LIST)`, of what has an order.
    Min,
    /// `max(LIST)`, of what has an order.
    Max,
    /// `distinct(LIST)`: each value once, where it stands first.
    Distinct,
    /// `first(LIST)`: missing where there is none.
    First,
    /// `last(LIST)`: missing where there is none.
    Last,
    /// `length(TEXT)`, in Unicode scalar values.
    Length,
    /// `words(TEXT)`
    Words,
    /// `sentences(TEXT)`
    Sentences,
    /// `phrases(TEXT)`
    Phrases,
    /// `unquoted(TEXT)`
    Unquoted,
    /// `lower(TEXT)`
    Lower,
    /// `mentions(TEXT, LIST)`
    Mentions,
    /// `part(TEXT, SEPARATOR, N)`
    Part,
    /// `is-utc(INSTANT)`
    IsUtc,
    /// `date-of(INSTANT)`
    DateOf,
}

/// A test of a pack's rules.
#[derive(Debug)]
pub struct Test {
    /// What it shows.
    pub title: Arc<str>,
    /// The pack whose rules it runs.
    pub pack: PackId,
    /// The document.
    pub given: Given,
    /// What is changed in a copy of it, in order.
    pub edits: Vec<TestEdit>,
    /// The settings that are changed, in order.
    pub settings: Vec<(SettingId, Literal)>,
    /// What has to come out.
    pub expectations: Vec<Expectation>,
    /// Where its title stands.
    pub span: Span,
}

/// The document of a test.
#[derive(Debug)]
pub enum Given {
    /// A file, by its path from the folder of the rules file.
    File {
        /// The path.
        path: Arc<str>,
        /// Where it is written.
        span: Span,
    },
    /// A document, written in place (YAML).
    Inline {
        /// The document.
        text: Arc<str>,
        /// Where it is written.
        span: Span,
    },
}

/// A change to a copy of a test's document.
#[derive(Debug)]
pub struct TestEdit {
    /// What is changed.
    pub path: DocumentPath,
    /// Into what.
    pub value: EditValue,
    /// The clause.
    pub span: Span,
}

/// A place in a document: steps from its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPath {
    /// The steps.
    pub steps: Vec<PathStep>,
    /// As it was written.
    pub text: Arc<str>,
    /// Where it was written.
    pub span: Span,
}

/// A step of a [`DocumentPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// The field of this name.
    Field(Arc<str>),
    /// The item whose key field holds this text.
    Key {
        /// The key field.
        field: Arc<str>,
        /// Its text.
        value: Arc<str>,
    },
    /// The item at this place, from 0.
    Index(usize),
}

/// What a test puts into a place.
#[derive(Clone, Debug, PartialEq)]
pub enum EditValue {
    /// Nothing.
    Missing,
    /// `unknown`
    Unknown,
    /// A value; lists only of single values.
    Literal(Literal),
    /// YAML text.
    Yaml {
        /// The text.
        text: Arc<str>,
        /// Where it was written.
        span: Span,
    },
}

/// What a test expects.
#[derive(Debug)]
pub struct Expectation {
    /// What.
    pub kind: ExpectationKind,
    /// The clause.
    pub span: Span,
}

/// The expectations of a test.
#[derive(Debug)]
pub enum ExpectationKind {
    /// `expect RULE OUTCOME [at PATH] [saying "…"]`
    Rule {
        /// Which.
        subject: Subject,
        /// What is to come out.
        outcome: ExpectedOutcome,
        /// Where.
        at: Option<DocumentPath>,
        /// What the message holds.
        saying: Option<Arc<str>>,
    },
    /// `expect verdict is …`
    Verdict(ExpectedVerdict),
    /// `expect nothing else`
    NothingElse,
}

/// What an expectation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A rule.
    Rule(RuleId),
    /// A check of the schema.
    Schema(SchemaCheck),
}

/// The schema's own checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaCheck {
    /// `schema/required`: a field that has to be there is not.
    Required,
    /// `schema/type`: a value of the wrong type.
    Type,
    /// `schema/field`: a field that the schema does not know, or one written twice.
    Field,
    /// `schema/member`: a word that is no member of its enum.
    Member,
    /// `schema/key`: two items with one key.
    Key,
    /// `schema/ref`: a reference to no item.
    Ref,
    /// `schema/digest`: a digest that is not the file's.
    Digest,
    /// `schema/unknown`: the bare word `unknown` where a text is wanted.
    Unknown,
}

impl SchemaCheck {
    /// All of them, in order.
    pub const ALL: [Self; 8] =
        [Self::Required, Self::Type, Self::Field, Self::Member, Self::Key, Self::Ref, Self::Digest, Self::Unknown];

    /// The name behind `schema/`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Field => "field",
            Self::Member => "member",
            Self::Key => "key",
            Self::Ref => "ref",
            Self::Digest => "digest",
            Self::Unknown => "unknown",
        }
    }
}

/// What a test expects of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpectedOutcome {
    /// `passes`
    Passes,
    /// `fails`
    Fails,
    /// `is undetermined`
    Undetermined,
    /// `does not apply`
    DoesNotApply,
}

/// What a test expects of the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpectedVerdict {
    /// `ready`
    Ready,
    /// `open`
    Open,
    /// `not-ready`
    NotReady,
}

impl Program {
    /// The full id of a rule: `pack/name`.
    #[must_use]
    pub fn rule_id(&self, rule: RuleId) -> String {
        let rule = &self[rule];
        format!("{}/{}", self[rule.pack].name, rule.name)
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
