//! One change: what it swaps, and what is to be said about it.

use countersign_compiler::program::{
    DecisionId, DecisionOption, DefinitionId, Effective, Expr, ExprId, ExprKind, Literal, PackId, Program, Question,
    Row, RuleId, SettingId, Stage, TableId, Waiver, WaiverId,
};
use countersign_source::{Files, Span};

use super::Unnoticed;
use crate::resolve::subject_id;
use crate::words::one_line;

/// What sort of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A comparison is another one.
    Comparison,
    /// A bound lies one further.
    Bound,
    /// One of the conditions that `and`, `or` or `implies` joins, or a default, is left out.
    Term,
    /// A condition is turned into its opposite.
    Negation,
    /// A clause is left out, or `require` and `forbid` change places.
    Clause,
    /// A `when` or a `where` is left out.
    Guard,
    /// `is present` and its like ask something else.
    Question,
    /// `every` and `some` change places.
    Quantifier,
    /// A member of a list is left out, or is its neighbour.
    Member,
    /// Something that an option of a decision needs or suits is left out.
    Option,
    /// A row of a table is left out, or lets in something else.
    Row,
    /// A row of a table answers something else.
    Answer,
    /// A setting has another value.
    Setting,
    /// A function or an operator is another one.
    Function,
    /// A waiver is left out, or ends a day earlier or later.
    Waiver,
    /// A rule comes into force, or goes out of it, a day earlier or later.
    Day,
}

impl ChangeKind {
    /// Its name in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Bound => "bound",
            Self::Term => "term",
            Self::Negation => "negation",
            Self::Clause => "clause",
            Self::Guard => "guard",
            Self::Question => "question",
            Self::Quantifier => "quantifier",
            Self::Member => "member",
            Self::Option => "option",
            Self::Row => "row",
            Self::Answer => "answer",
            Self::Setting => "setting",
            Self::Function => "function",
            Self::Waiver => "waiver",
            Self::Day => "day",
        }
    }
}

/// What a change is made to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Rule(RuleId),
    Decision(DecisionId),
    Definition(DefinitionId),
    Table(TableId),
    Setting(SettingId),
    Waiver(WaiverId),
}

impl Home {
    pub(super) fn pack(self, program: &Program) -> PackId {
        match self {
            Self::Rule(id) => program[id].pack,
            Self::Decision(id) => program[program[id].rule].pack,
            Self::Definition(id) => program[id].pack,
            Self::Table(id) => program[id].pack,
            Self::Setting(id) => program[id].pack,
            Self::Waiver(id) => program[id].pack,
        }
    }

    /// `pack/name`; of a waiver, the name of what it waives.
    pub(super) fn id(self, program: &Program) -> String {
        let name = match self {
            Self::Rule(id) => &program[id].name,
            Self::Decision(id) => &program[program[id].rule].name,
            Self::Definition(id) => &program[id].name,
            Self::Table(id) => &program[id].name,
            Self::Setting(id) => &program[id].name,
            Self::Waiver(id) => return subject_id(program, program[id].subject),
        };
        format!("{}/{name}", program[self.pack(program)].name)
    }
}

/// What takes the place of what is there. Making the change a second time takes it back.
#[derive(Clone, Debug)]
pub(super) enum Swap {
    /// For the expression of the same id.
    Expr(Box<Expr>),
    /// For the body of a rule.
    Body(Vec<Stage>),
    /// For the options of a decision.
    Options(Vec<DecisionOption>),
    /// For the rows of a table.
    Rows(Vec<Row>),
    /// For the value of a setting.
    Value(Literal),
    /// For the days on which a rule is in force.
    Days(Option<Effective>),
    /// For a waiver.
    Waiver(Box<Waiver>),
}

impl Swap {
    /// Puts it in the place of what is there, and what was there in its own.
    pub(super) fn swap(&mut self, program: &mut Program, home: Home) {
        match (self, home) {
            (Self::Expr(new), Home::Rule(id)) => {
                let body = program.rules.get_mut(id.index()).map(|rule| &mut rule.body);
                let found = body.into_iter().flatten().find_map(|stage| find(stage, new.id));
                found.into_iter().for_each(|old| std::mem::swap(old, new));
            }
            (Self::Expr(new), Home::Definition(id)) => {
                let body = program.definitions.get_mut(id.index()).map(|definition| &mut definition.body);
                body.and_then(|body| body.find_mut(new.id)).into_iter().for_each(|old| std::mem::swap(old, new));
            }
            (Self::Expr(new), Home::Decision(id)) => {
                let options = program.decisions.get_mut(id.index()).map(|decision| &mut decision.options);
                let clauses = options.into_iter().flatten().flat_map(|option| &mut option.clauses);
                let found = clauses.map(|part| &mut part.clause.condition).find_map(|asked| asked.find_mut(new.id));
                found.into_iter().for_each(|old| std::mem::swap(old, new));
            }
            (Self::Options(new), Home::Decision(id)) => {
                let decision = program.decisions.get_mut(id.index());
                decision.into_iter().for_each(|decision| std::mem::swap(&mut decision.options, new));
            }
            (Self::Body(new), Home::Rule(id)) => {
                program.rules.get_mut(id.index()).into_iter().for_each(|rule| std::mem::swap(&mut rule.body, new));
            }
            (Self::Rows(new), Home::Table(id)) => {
                program.tables.get_mut(id.index()).into_iter().for_each(|table| std::mem::swap(&mut table.rows, new));
            }
            (Self::Value(new), Home::Setting(id)) => {
                let setting = program.settings.get_mut(id.index());
                setting.into_iter().for_each(|setting| std::mem::swap(&mut setting.value, new));
            }
            (Self::Days(new), Home::Rule(id)) => {
                let rule = program.rules.get_mut(id.index());
                rule.into_iter().for_each(|rule| std::mem::swap(&mut rule.effective, new));
            }
            (Self::Waiver(new), Home::Waiver(id)) => {
                program.waivers.get_mut(id.index()).into_iter().for_each(|waiver| std::mem::swap(waiver, new));
            }
            (Self::Expr(new), Home::Waiver(id)) => {
                let condition = program.waivers.get_mut(id.index()).and_then(|waiver| waiver.condition.as_mut());
                let found = condition.and_then(|condition| condition.find_mut(new.id));
                found.into_iter().for_each(|old| std::mem::swap(old, new));
            }
            // No change is made for another home than its own.
            _ => {}
        }
    }
}

/// The expression of an id among those that decide a stage.
fn find(stage: &mut Stage, id: ExprId) -> Option<&mut Expr> {
    match stage {
        Stage::Let { value, .. } => value.find_mut(id),
        Stage::ForEach { list, filter, .. } => {
            list.find_mut(id).or_else(|| filter.as_mut().and_then(|filter| filter.find_mut(id)))
        }
        Stage::When { condition, .. } => condition.find_mut(id),
        Stage::Clause(clause) => clause.condition.find_mut(id),
    }
}

/// A change, and what there is to say about it.
#[derive(Clone, Debug)]
pub(super) struct Mutant {
    pub(super) home: Home,
    pub(super) swap: Swap,
    /// The condition of a rule that has to be asked for the change to matter, where there is one.
    pub(super) asked: Option<ExprId>,
    kind: ChangeKind,
    place: Span,
    before: String,
    after: Option<String>,
    hint: String,
}

impl Mutant {
    pub(super) fn unnoticed(&self, program: &Program, tests: usize) -> Unnoticed {
        Unnoticed {
            id: self.home.id(program),
            kind: self.kind,
            place: self.place,
            before: self.before.clone(),
            after: self.after.clone(),
            hint: self.hint.clone(),
            tests,
        }
    }
}

/// What is to be said about a change.
pub(super) struct Words {
    pub(super) kind: ChangeKind,
    pub(super) place: Span,
    pub(super) before: String,
    pub(super) after: Option<String>,
    pub(super) hint: String,
}

/// Thinks of changes to one home.
pub(super) struct Maker<'a> {
    pub(super) program: &'a Program,
    pub(super) files: &'a Files,
    pub(super) made: Vec<Mutant>,
    home: Home,
}

impl<'a> Maker<'a> {
    pub(super) fn new(program: &'a Program, files: &'a Files, home: Home) -> Self {
        Self { program, files, made: Vec::new(), home }
    }

    pub(super) fn make(&mut self, swap: Swap, asked: Option<ExprId>, words: Words) {
        let Words { kind, place, before, after, hint } = words;
        if after.as_ref() == Some(&before) {
            return;
        }
        self.made.push(Mutant { home: self.home, swap, asked, kind, place, before, after, hint });
    }

    /// The words of the author at a place, on one line.
    pub(super) fn written(&self, span: Span) -> String {
        one_line(self.files.slice(span))
    }

    /// The same of a part of a condition, with the brackets that the author put around parts that are joined.
    pub(super) fn with_brackets(&self, part: &Expr) -> String {
        let written = self.written(part.span);
        let joined = matches!(part.kind, ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Implies(..));
        let (start, end) = (part.span.start as usize, part.span.end as usize);
        let text = self.files.get(part.span.file).map_or("", |file| file.text());
        let opens = text.get(..start).is_some_and(|before| before.trim_end().ends_with('('));
        let closes = text.get(end..).is_some_and(|behind| behind.trim_start().starts_with(')'));
        if joined && opens && closes { format!("({written})") } else { written }
    }

    /// Does an expression, or a definition that it calls, read the earlier revision, and not only ask whether there is one?
    pub(super) fn reads_previous(&self, expr: &Expr) -> bool {
        let mut called = Vec::new();
        let mut open = vec![expr];
        while let Some(next) = open.pop() {
            match &next.kind {
                ExprKind::Previous => return true,
                ExprKind::Is { subject, .. } if matches!(subject.kind, ExprKind::Previous) => continue,
                ExprKind::Call { definition, .. } if !called.contains(definition) => {
                    called.push(*definition);
                    open.push(&self.program[*definition].body);
                }
                _ => {}
            }
            open.extend(next.parts());
        }
        false
    }
}

/// Does a condition make sure that there is an earlier revision?
pub(super) fn asks_for_previous(condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::Is { subject, question: Question::Present } => matches!(subject.kind, ExprKind::Previous),
        ExprKind::And(parts) => parts.iter().any(asks_for_previous),
        _ => false,
    }
}
