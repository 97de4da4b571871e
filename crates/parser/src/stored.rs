//! A syntax tree as bytes beside the text that it was read from, so that a text that never changes is read only once.
//!
//! The bytes hold what the text does not: a word is the length of what stands at its place, and a place is told from the one
//! before. They carry a mark of the text, and are good for nothing beside another. What the tree is made of is listed below,
//! part by part; the compiler names the list when a part is added to the tree and not to it.

use countersign_source::{FileId, Span};

use crate::ast::{
    Additions, Allow, Catalogue, Cell, CellKind, Clause, Comment, CompareOp, Data, Day, Decision, DecisionOption,
    DecisionPart, Definition, Document, Effective, Entry, Enum, Expr, ExprKind, Extend, Field, File, Format, Item,
    Member, Name, OptionPart, OptionPartKind, OptionPath, Outcome, PackLine, Parameter, Path, PathStep, Pattern, Piece,
    QualifiedName, Question, Record, Refinement, Row, Rule, RulePart, RulePartKind, Setting, Shape, Suggestion,
    Support, Table, Test, TestPart, TestPartKind, TextLiteral, TypeExpr, TypeKind, Use, Verdict, Waiver, WaiverPart,
    WaiverPartKind, WithValue,
};
use crate::marked::{MarkedReader, MarkedWriter};

/// The bytes of a tree that was read from `text`.
#[must_use]
pub fn store(tree: &File, text: &str) -> Vec<u8> {
    let mut to = Writer { bytes: MarkedWriter::new(text), text, last: 0 };
    tree.put(&mut to);
    to.bytes.finish()
}

/// The tree of `text`, from its bytes; nothing where they are those of another text, or none of a tree.
#[must_use]
pub fn restore(file: FileId, text: &str, bytes: &[u8]) -> Option<File> {
    let mut from = Reader { bytes: MarkedReader::new(text, bytes)?, file, text, last: 0 };
    let tree = File::take(&mut from)?;
    (from.bytes.left() == 0).then_some(tree)
}

struct Writer<'t> {
    bytes: MarkedWriter,
    text: &'t str,
    /// Where the last place began.
    last: u32,
}

struct Reader<'t> {
    bytes: MarkedReader<'t>,
    file: FileId,
    text: &'t str,
    last: u32,
}

/// How far behind the last place a word may begin that is told by its length: behind a quotation mark, or three of them.
const AHEAD: [usize; 3] = [0, 1, 3];

impl<'t> Reader<'t> {
    fn word(&mut self) -> Option<&'t str> {
        let told = self.bytes.number()? as usize;
        let length = told >> 2;
        match AHEAD.get(told & 3) {
            Some(ahead) => {
                let start = self.last as usize + ahead;
                self.text.get(start..start.checked_add(length)?)
            }
            None => self.bytes.text(length),
        }
    }
}

/// What can be put down as bytes and taken up again.
trait Stored: Sized {
    fn put(&self, to: &mut Writer<'_>);
    fn take(from: &mut Reader<'_>) -> Option<Self>;
}

impl Stored for Span {
    fn put(&self, to: &mut Writer<'_>) {
        let ahead = self.start.wrapping_sub(to.last).cast_signed();
        // Small steps either way make small numbers.
        to.bytes.number(((ahead << 1) ^ (ahead >> 31)).cast_unsigned());
        to.bytes.number(self.end.wrapping_sub(self.start));
        to.last = self.start;
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let told = from.bytes.number()?;
        let ahead = (told >> 1) ^ (told & 1).wrapping_neg();
        let start = from.last.wrapping_add(ahead);
        let end = start.wrapping_add(from.bytes.number()?);
        from.last = start;
        Some(Self { file: from.file, start, end })
    }
}

impl Stored for String {
    fn put(&self, to: &mut Writer<'_>) {
        let stands =
            |ahead: &usize| to.text.get(to.last as usize + ahead..).is_some_and(|text| text.starts_with(self.as_str()));
        let way = AHEAD.iter().position(stands).unwrap_or(AHEAD.len());
        // A text is at most 4 GiB long, and so are its words; one of a quarter of that would not be told right, and is then
        // not taken up again.
        to.bytes.number(u32::try_from(self.len() << 2 | way).unwrap_or(u32::MAX));
        if way == AHEAD.len() {
            to.bytes.all(self.as_bytes());
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.word().map(str::to_owned)
    }
}

impl Stored for bool {
    fn put(&self, to: &mut Writer<'_>) {
        to.bytes.byte(u8::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.bytes.byte().map(|byte| byte == 1)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self, to: &mut Writer<'_>) {
        self.is_some().put(to);
        if let Some(inner) = self {
            inner.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        if bool::take(from)? { T::take(from).map(Some) } else { Some(None) }
    }
}

impl<T: Stored> Stored for Box<T> {
    fn put(&self, to: &mut Writer<'_>) {
        (**self).put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        T::take(from).map(Self::new)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn put(&self, to: &mut Writer<'_>) {
        to.bytes.number(u32::try_from(self.len()).unwrap_or(u32::MAX));
        self.iter().for_each(|each| each.put(to));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let many = from.bytes.number()? as usize;
        // Nothing takes less than a byte.
        let mut all = Self::with_capacity(many.min(from.bytes.left()));
        for _ in 0..many {
            all.push(T::take(from)?);
        }
        Some(all)
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn put(&self, to: &mut Writer<'_>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}

/// What has several parts: they stand one behind the other, the place first where words are told from it.
macro_rules! records {
    ($($name:ident { $($part:ident),* })*) => {$(
        impl Stored for $name {
            fn put(&self, to: &mut Writer<'_>) {
                let Self { $($part),* } = self;
                $($part.put(to);)*
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                $(let $part = Stored::take(from)?;)*
                Some(Self { $($part),* })
            }
        }
    )*};
}

/// What is one of several: its number, and then its parts.
macro_rules! choices {
    ($($name:ident { $($number:literal $choice:ident $(($($one:ident),*))? $({ $($part:ident),* })?,)* })*) => {$(
        impl Stored for $name {
            fn put(&self, to: &mut Writer<'_>) {
                match self {
                    $(Self::$choice $(($($one),*))? $({ $($part),* })? => {
                        to.bytes.byte($number);
                        $($($one.put(to);)*)?
                        $($($part.put(to);)*)?
                    })*
                }
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                Some(match from.bytes.byte()? {
                    $($number => {
                        $($(let $one = Stored::take(from)?;)*)?
                        $($(let $part = Stored::take(from)?;)*)?
                        Self::$choice $(($($one),*))? $({ $($part),* })?
                    })*
                    _ => return None,
                })
            }
        }
    )*};
}

records! {
    File { span, doc, pack, uses, items, comments }
    Comment { span, text }
    Name { span, text }
    QualifiedName { span, pack, name }
    TextLiteral { span, block, value }
    Format { span, block, pieces }
    PackLine { span, name, document }
    Use { span, pack }
    Document { span, doc, name, at, shape }
    Record { span, doc, name, shape }
    Shape { span, fields }
    Field { span, doc, key, name, optional, ty }
    TypeExpr { span, kind }
    Enum { span, doc, name, members, ordered }
    Member { doc, name }
    Refinement { span, doc, name, base, pattern, called }
    Pattern { span, any_case, source }
    Catalogue { span, doc, entries }
    Entry { doc, name, title }
    Setting { span, doc, name, ty, bounds, value }
    Data { span, doc, name, ty, file }
    Definition { span, doc, name, parameters, body }
    Parameter { name, ty }
    Table { span, doc, name, parameters, result, rows, broken }
    Row { span, cells, result }
    Cell { span, kind }
    Rule { span, doc, name, title, parts }
    RulePart { span, word, kind }
    Clause { forbid, condition, message, at, help, suggest }
    Suggestion { span, path, value }
    Extend { span, doc, name, additions, braces }
    Test { span, doc, title, parts }
    TestPart { span, kind }
    Path { span, steps }
    Allow { span, lint, reason }
    Decision { span, doc, name, chosen, parts }
    DecisionOption { span, doc, name, title, parts }
    OptionPart { span, word, kind }
    OptionPath { span, decision, name }
    Effective { from, until }
    Day { span, text }
    Waiver { span, doc, rule, parts }
    WaiverPart { span, word, kind }
    Expr { span, kind }
}

choices! {
    Item {
        0 Document(item), 1 Record(item), 2 Enum(item), 3 Refinement(item), 4 Steps(item), 5 Risks(item),
        6 Setting(item), 7 Data(item), 8 Definition(item), 9 Table(item), 10 Rule(item), 11 Decision(item),
        12 Waiver(item), 13 Test(item), 14 Extend(item), 15 Allow(item), 16 Junk(span),
    }
    Piece { 0 Text(text), 1 Hole(expr), }
    TypeKind { 0 Named(name), 1 List(item), 2 Ref(path), 3 Digest(field), 4 Inline(shape), 5 Junk, }
    CellKind { 0 Any, 1 OneOf { negated, values }, 2 Compared { op, value }, 3 Between { low, high }, }
    RulePartKind {
        0 Level(name), 1 Step(name), 2 Risk(name), 3 Effective(days), 4 Unwaivable, 5 Let { name, value },
        6 ForEach { item, list, filter }, 7 When(condition), 8 Clause(clause), 9 Because(text), 10 Concept(name),
        11 See(text), 12 Junk, 13 Boundary(said),
    }
    Additions {
        0 Nothing, 1 Fields(shape), 2 Members { members, ordered }, 3 Rows { rows, broken }, 4 Options(options),
    }
    TestPartKind {
        0 Given(text), 1 Previous(text), 2 With { path, value }, 3 WithSetting { name, value }, 4 AsOf(day),
        5 ExpectRule { rule, outcome, at, saying }, 6 ExpectVerdict(verdict), 7 ExpectOption { option, support },
        8 ExpectSuggestion(option), 9 ExpectNothingElse, 10 Junk,
    }
    WithValue { 0 Missing, 1 Unknown, 2 Expr(expr), 3 Block(text), }
    Outcome { 0 Passes, 1 Fails, 2 Undetermined, 3 DoesNotApply, 4 Waived, }
    Verdict { 0 Ready, 1 Open, 2 NotReady, }
    PathStep { 0 Field(name), 1 Key(name), 2 Index { span, digits }, }
    DecisionPart { 0 Clause(part), 1 Option(option), }
    OptionPartKind { 0 Needs(clause), 1 Suits(clause), 2 Approver(expr), 3 Junk, }
    Support { 0 Supported, 1 NotSupported, 2 Open, }
    WaiverPartKind { 0 Where(condition), 1 Until(day), 2 By(text), 3 Because(text), 4 Junk, }
    ExprKind {
        0 Text(text), 1 Number(digits), 2 Duration(digits), 3 Date(digits), 4 Instant(digits), 5 Boolean(value),
        6 List(values), 7 Name(name), 8 Field { base, field }, 9 Each(base), 10 Call { callee, arguments },
        11 Paren(inner), 12 Not(inner), 13 And(all), 14 Or(all), 15 Implies(guard, then),
        16 Compare { op, op_span, left, right }, 17 Matches { subject, pattern }, 18 Is { subject, negated, question },
        19 Arithmetic { minus, op_span, left, right }, 20 Default(value, otherwise),
        21 Quantified { every, item, list, filter, body }, 22 Filter { item, list, filter }, 23 Junk,
    }
    Question { 0 Present, 1 Missing, 2 Unknown, 3 Empty, 4 Type(name), }
    CompareOp {
        0 Equal, 1 NotEqual, 2 Less, 3 AtMost, 4 More, 5 AtLeast, 6 In, 7 NotIn, 8 Contains, 9 StartsWith, 10 EndsWith,
    }
}
