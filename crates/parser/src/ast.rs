//! The syntax tree of a `.rules` file: everything that was written, with its place, and nothing that was concluded.
//!
//! The tree is made of plain data. Names are not resolved, literals are not evaluated (a date is the text of a
//! date), brackets are kept as [`ExprKind::Paren`], and what could not be read is a `Junk` node whose neighbours
//! stand. Items, fields and clauses keep the order in which they were written.

mod allow;
mod decision;
mod expr;
mod waiver;

use countersign_source::Span;

pub use allow::Allow;
pub use decision::{Decision, DecisionOption, DecisionPart, OptionPart, OptionPartKind, OptionPath, Support};
pub use expr::{CompareOp, Expr, ExprKind, Question};
pub use waiver::{Day, Effective, Waiver, WaiverPart, WaiverPartKind};

/// One `.rules` file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The `//!` lines at the top, without their marks, joined by line ends.
    pub doc: Option<String>,
    /// The `pack NAME for DOCUMENT` line; `None` where it is missing or broken, which is an error of its own.
    pub pack: Option<PackLine>,
    /// The `use NAME` lines.
    pub uses: Vec<Use>,
    /// Everything else, in order.
    pub items: Vec<Item>,
    /// Every comment of the file in order, `///` and `//!` included.
    pub comments: Vec<Comment>,
    /// The whole file.
    pub span: Span,
}

/// A comment, from its slashes to the end of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its place, slashes included, line end not.
    pub span: Span,
    /// Its text, slashes included.
    pub text: String,
}

/// A word that names something, at its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The word as it was written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A name that may carry the pack that it comes from: `name` or `pack/name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct QualifiedName {
    /// What stands before the slash.
    pub pack: Option<Name>,
    /// What stands behind it, or alone.
    pub name: Name,
    /// All of it.
    pub span: Span,
}

/// A text whose braces mean nothing, with its escapes resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLiteral {
    /// The text itself.
    pub value: String,
    /// From the first quotation mark to the last.
    pub span: Span,
    /// Was it written in `"""`?
    pub block: bool,
}

/// A text whose braces hold paths or calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// Its pieces, in order; none for the empty text.
    pub pieces: Vec<Piece>,
    /// From the first quotation mark to the last.
    pub span: Span,
    /// Was it written in `"""`?
    pub block: bool,
}

/// A piece of a [`Format`].
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text as it stands, escapes and `{{` resolved.
    Text(String),
    /// What a pair of braces holds.
    Hole(Expr),
}

/// `pack NAME for DOCUMENT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackLine {
    /// The pack that the file belongs to.
    pub name: Name,
    /// The document that the pack's rules judge.
    pub document: Name,
    /// The whole line.
    pub span: Span,
}

/// `use NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The pack whose names are brought in.
    pub pack: Name,
    /// The whole line.
    pub span: Span,
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a tree is read far more often than it is moved")]
pub enum Item {
    /// `document NAME [at KEY] { … }`
    Document(Document),
    /// `record NAME { … }`
    Record(Record),
    /// `enum NAME { … }`
    Enum(Enum),
    /// `type NAME = text matching /…/ "…"`
    Refinement(Refinement),
    /// `steps { … }`
    Steps(Catalogue),
    /// `risks { … }`
    Risks(Catalogue),
    /// `setting NAME: TYPE = VALUE`
    Setting(Setting),
    /// `data NAME: TYPE from "FILE"`
    Data(Data),
    /// `define NAME(…) = …`
    Definition(Definition),
    /// `table NAME(…) -> TYPE { … }`
    Table(Table),
    /// `rule NAME "…" { … }`
    Rule(Rule),
    /// `decision NAME … { … }`
    Decision(Decision),
    /// `waive PACK/RULE { … }`
    Waiver(Waiver),
    /// `test "…" { … }`
    Test(Test),
    /// `extend NAME { … }`
    Extend(Extend),
    /// `allow LINT because "…"`
    Allow(Allow),
    /// What could not be read as an item; its error is among the file's errors.
    Junk(Span),
}

impl Item {
    /// The whole item.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Document(item) => item.span,
            Self::Record(item) => item.span,
            Self::Enum(item) => item.span,
            Self::Refinement(item) => item.span,
            Self::Steps(item) | Self::Risks(item) => item.span,
            Self::Setting(item) => item.span,
            Self::Data(item) => item.span,
            Self::Extend(item) => item.span,
            Self::Definition(item) => item.span,
            Self::Table(item) => item.span,
            Self::Rule(item) => item.span,
            Self::Decision(item) => item.span,
            Self::Waiver(item) => item.span,
            Self::Test(item) => item.span,
            Self::Allow(item) => item.span,
            Self::Junk(span) => *span,
        }
    }
}

/// `document NAME [at KEY] { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `CamelCase`.
    pub name: Name,
    /// The key that it stands under, alone or inside the pack's document.
    pub at: Option<Name>,
    /// What it holds.
    pub shape: Shape,
    /// The whole item.
    pub span: Span,
}

/// `record NAME { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `CamelCase`.
    pub name: Name,
    /// What it holds.
    pub shape: Shape,
    /// The whole item.
    pub span: Span,
}

/// `{ … }` with fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The fields, in order; broken ones are left out, with an error.
    pub fields: Vec<Field>,
    /// From brace to brace.
    pub span: Span,
}

/// `[key] NAME[?]: TYPE`
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Is this the key of the list that the shape stands in? The span is that of the word `key`.
    pub key: Option<Span>,
    /// Its name, in `snake_case`.
    pub name: Name,
    /// May it be left out (`?`)?
    pub optional: bool,
    /// What it holds.
    pub ty: TypeExpr,
    /// All of it.
    pub span: Span,
}

/// A type as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// What kind of type.
    pub kind: TypeKind,
    /// Where.
    pub span: Span,
}

/// The kinds of types that can be written.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `text`, `number`, `boolean`, `duration`, `date`, `instant`, or the name of an enum, record or refinement.
    Named(QualifiedName),
    /// `list<T>`
    List(Box<TypeExpr>),
    /// `ref evidence.id`: the words of the path, at least one.
    Ref(Vec<Name>),
    /// `digest of location`
    Digest(Name),
    /// `{ … }`
    Inline(Shape),
    /// A type that could not be read; its error is among the file's errors.
    Junk,
}

/// `enum NAME { a < b < c }` or `enum NAME { a, b, c }`
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `CamelCase`.
    pub name: Name,
    /// The members in order, as documents spell them (a member that is no name is written in quotation marks).
    pub members: Vec<Member>,
    /// Are they parted by `<`? `false` for one member. Mixing both is an error of the file.
    pub ordered: bool,
    /// The whole item.
    pub span: Span,
}

/// A member of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// The member, without quotation marks.
    pub name: Name,
}

/// `type NAME = text matching /…/ "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct Refinement {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `CamelCase`.
    pub name: Name,
    /// The type that it refines; only `text` can be.
    pub base: TypeExpr,
    /// What the whole value has to match.
    pub pattern: Pattern,
    /// How to call a value of this type in a message.
    pub called: Option<TextLiteral>,
    /// The whole item.
    pub span: Span,
}

/// `/…/` or `/…/i`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What stands between the slashes, `\/` turned into `/`, otherwise as written.
    pub source: String,
    /// Was it followed by `i`?
    pub any_case: bool,
    /// From slash to slash, flag included.
    pub span: Span,
}

/// `steps { … }` or `risks { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// The entries, in order.
    pub entries: Vec<Entry>,
    /// The whole item.
    pub span: Span,
}

/// `NAME "TITLE"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `kebab-case`.
    pub name: Name,
    /// Its title.
    pub title: TextLiteral,
}

/// `setting NAME: TYPE [LOW .. HIGH] = VALUE`
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `snake_case`.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// The bounds that a house has to keep, both ends in.
    pub bounds: Option<(Expr, Expr)>,
    /// The value where the house says nothing.
    pub value: Expr,
    /// The whole item.
    pub span: Span,
}

/// `data NAME: TYPE from "FILE"`
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `snake_case`.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// The file, by its path from the folder of the rules file.
    pub file: TextLiteral,
    /// The whole item.
    pub span: Span,
}

/// `define NAME(P: TYPE, …) = EXPRESSION`
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `kebab-case`.
    pub name: Name,
    /// Its parameters; none where there are no brackets, too.
    pub parameters: Vec<Parameter>,
    /// What it stands for.
    pub body: Expr,
    /// The whole item.
    pub span: Span,
}

/// `NAME: TYPE`
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name, in `snake_case`.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
}

/// `table NAME(P: TYPE, …) -> TYPE { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `kebab-case`.
    pub name: Name,
    /// Its columns.
    pub parameters: Vec<Parameter>,
    /// The type of its answers.
    pub result: TypeExpr,
    /// Its rows, in order; broken ones are left out, with an error.
    pub rows: Vec<Row>,
    /// Did a row have to be left out? Then gaps must not be reported.
    pub broken: bool,
    /// The whole item.
    pub span: Span,
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One for each parameter, if the author did it right.
    pub cells: Vec<Cell>,
    /// What the row answers: a literal, a member, or a name.
    pub result: Expr,
    /// The whole row.
    pub span: Span,
}

/// A cell of a table row.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it lets through.
    pub kind: CellKind,
    /// Where.
    pub span: Span,
}

/// What a cell lets through.
#[derive(Clone, Debug, PartialEq)]
pub enum CellKind {
    /// `_`
    Any,
    /// `a | b`, or `not a | b`
    OneOf {
        /// Is there a `not` before them?
        negated: bool,
        /// At least one value.
        values: Vec<Expr>,
    },
    /// `>= a` and its like
    Compared {
        /// One of `<`, `<=`, `>`, `>=`.
        op: CompareOp,
        /// The bound.
        value: Expr,
    },
    /// `a .. b`
    Between {
        /// The lower end, in.
        low: Expr,
        /// The upper end, in.
        high: Expr,
    },
}

/// `rule NAME "TITLE" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// Its name, in `kebab-case`.
    pub name: Name,
    /// The policy sentence that it enforces.
    pub title: TextLiteral,
    /// What stands between the braces, in order.
    pub parts: Vec<RulePart>,
    /// The whole item.
    pub span: Span,
}

/// A clause of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RulePart {
    /// What it says.
    pub kind: RulePartKind,
    /// All of it, with what belongs to it (`else`, `at`, `help`, `suggest`).
    pub span: Span,
    /// The word that it begins with.
    pub word: Span,
}

/// The clauses of a rule.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a tree is read far more often than it is moved")]
pub enum RulePartKind {
    /// `level error`
    Level(Name),
    /// `step NAME`
    Step(QualifiedName),
    /// `risk NAME`
    Risk(QualifiedName),
    /// `effective from DATE [until DATE]`
    Effective(Effective),
    /// `unwaivable`
    Unwaivable,
    /// `let NAME = EXPRESSION`
    Let {
        /// The name.
        name: Name,
        /// What it stands for.
        value: Expr,
    },
    /// `for each E in LIST [where C]`
    ForEach {
        /// The loop variable.
        item: Name,
        /// The list.
        list: Expr,
        /// Which items.
        filter: Option<Expr>,
    },
    /// `when C`
    When(Expr),
    /// `require C …` or `forbid C …`
    Clause(Clause),
    /// `boundary "…"`, in a decision
    Boundary(Format),
    /// `because "…"`
    Because(TextLiteral),
    /// `concept NAME`
    Concept(Name),
    /// `see "…"`
    See(TextLiteral),
    /// What could not be read as a clause; its error is among the file's errors.
    Junk,
}

/// `require C` or `forbid C`, with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Is it `forbid`?
    pub forbid: bool,
    /// The condition.
    pub condition: Expr,
    /// `else "…"`
    pub message: Option<Format>,
    /// `at A, B`
    pub at: Vec<Expr>,
    /// `help "…"`
    pub help: Option<Format>,
    /// `suggest PATH = VALUE`
    pub suggest: Option<Suggestion>,
}

/// `suggest PATH = VALUE`
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The field to fill.
    pub path: Expr,
    /// With what.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// `extend NAME { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Extend {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// What a used pack declares.
    pub name: QualifiedName,
    /// What is added to it.
    pub additions: Additions,
    /// From brace to brace.
    pub braces: Span,
    /// The whole item.
    pub span: Span,
}

/// What an `extend` adds: what stands between its braces says which of these it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Additions {
    /// Nothing stands there, or nothing that could be read.
    Nothing,
    /// Fields, for a document or a record.
    Fields(Shape),
    /// Members, for an enum.
    Members {
        /// The members.
        members: Vec<Member>,
        /// Are they parted by `<`?
        ordered: bool,
    },
    /// Rows, for a table.
    Rows {
        /// The rows, in order; broken ones are left out, with an error.
        rows: Vec<Row>,
        /// Did a row have to be left out?
        broken: bool,
    },
    /// Options, for a decision.
    Options(Vec<DecisionOption>),
}

/// `test "TITLE" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The `///` lines above.
    pub doc: Option<String>,
    /// What it shows, in a sentence.
    pub title: TextLiteral,
    /// What stands between the braces, in order.
    pub parts: Vec<TestPart>,
    /// The whole item.
    pub span: Span,
}

/// A clause of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestPart {
    /// What it says.
    pub kind: TestPartKind,
    /// All of it.
    pub span: Span,
}

/// The clauses of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum TestPartKind {
    /// `given "FILE"`, or a document in `"""`
    Given(TextLiteral),
    /// `previous "FILE"`, or a document in `"""`: the earlier revision
    Previous(TextLiteral),
    /// `with PATH = VALUE`
    With {
        /// What is changed.
        path: Path,
        /// Into what.
        value: WithValue,
    },
    /// `with setting NAME = VALUE`
    WithSetting {
        /// The setting.
        name: QualifiedName,
        /// Its value.
        value: Expr,
    },
    /// `as of DATE`
    AsOf(Day),
    /// `expect RULE OUTCOME [at PATH] [saying "…"]`
    ExpectRule {
        /// The rule; `schema/required` and its like name the schema's own findings.
        rule: QualifiedName,
        /// What is to come out.
        outcome: Outcome,
        /// Where.
        at: Option<Path>,
        /// What the message holds.
        saying: Option<TextLiteral>,
    },
    /// `expect verdict is …`
    ExpectVerdict(Verdict),
    /// `expect option NAME is …`
    ExpectOption {
        /// The option.
        option: OptionPath,
        /// What is to come out.
        support: Support,
    },
    /// `expect suggestion is NAME`; `none` where nothing is to be suggested.
    ExpectSuggestion(OptionPath),
    /// `expect nothing else`
    ExpectNothingElse,
    /// What could not be read as a clause; its error is among the file's errors.
    Junk,
}

/// What a `with` turns a place into.
#[derive(Clone, Debug, PartialEq)]
pub enum WithValue {
    /// `missing`
    Missing,
    /// `unknown`
    Unknown,
    /// A literal, a member, or a list of them.
    Expr(Expr),
    /// A text in `"""`: YAML where the place wants no text.
    Block(TextLiteral),
}

/// What a rule can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `passes`
    Passes,
    /// `fails`
    Fails,
    /// `is undetermined`
    Undetermined,
    /// `does not apply`
    DoesNotApply,
    /// `is waived`
    Waived,
}

/// What a document can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `ready`
    Ready,
    /// `open`
    Open,
    /// `not-ready`
    NotReady,
}

/// A place in a document, as tests write it: `evidence[E1].source`, `timeline[2].at`.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// At least one step, the first of which is a field.
    pub steps: Vec<PathStep>,
    /// All of it.
    pub span: Span,
}

/// A step of a [`Path`].
#[derive(Clone, Debug, PartialEq)]
pub enum PathStep {
    /// `name` or `.name`
    Field(Name),
    /// `[E1]` or `["E 1"]`: the item of this key.
    Key(Name),
    /// `[2]`: the item at this place, from 1.
    Index {
        /// The place, as written.
        digits: String,
        /// The digits.
        span: Span,
    },
}
