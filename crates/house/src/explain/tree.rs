//! A rule as its author wrote it, with what a judgement has seen of each part.

use countersign_compiler::program::{Expr, ExprKind, Program, Rule, Stage, Type};
use countersign_evaluator::{Alike, Outcome, Seen, Sight, State, Subject};
use countersign_source::{Files, Span};

use super::sentences::comes_to;
use super::{Answer, Line, Role};
use crate::DecisionFacts;
use crate::resolve::Resolver;

/// The most items that are told one by one.
const ITEMS: usize = 4;

/// How deep definitions are gone into.
const DEEPEST: usize = 24;

/// Tells what was seen of a rule.
pub(super) struct Teller<'a> {
    pub(super) program: &'a Program,
    pub(super) files: &'a Files,
    pub(super) resolver: Resolver<'a>,
    pub(super) rule: &'a Rule,
    /// What came out of its options, where it is a decision.
    pub(super) decided: Option<&'a DecisionFacts>,
}

impl Line {
    fn new(role: Role, words: String) -> Self {
        Self {
            role,
            words,
            span: None,
            answer: None,
            outcome: None,
            support: None,
            value: None,
            place: None,
            reasons: Vec::new(),
            lines: Vec::new(),
            left_out: Vec::new(),
        }
    }
}

impl Teller<'_> {
    /// The lines of the stages; of a `for each` those items that have decided that the rule came out so.
    pub(super) fn tell(&self, seen: &[Seen], outcome: Outcome) -> Vec<Line> {
        let mut lines = Vec::new();
        for part in seen {
            if let Subject::Option(at) = part.subject {
                lines.extend(self.option(at, part));
            }
            let Subject::Stage(index) = part.subject else { continue };
            match self.rule.body.get(index) {
                Some(Stage::Let { name, value, .. }) => {
                    let mut line = Line::new(Role::Let, format!("{name} = {}", self.slice(value.span)));
                    line.span = Some(value.span);
                    if let Some(seen) = part.part(value.id) {
                        self.add_value(&mut line, &seen.sight);
                        line.answer = seen.sight.answers.map(Answer::from);
                        line.lines = self.below(value, seen, DEEPEST);
                    }
                    lines.push(line);
                }
                Some(Stage::When { condition, .. }) => {
                    lines.extend(self.clause(Role::When, condition, part));
                }
                Some(Stage::ForEach { list, filter, span, name, .. }) => {
                    let end = filter.as_ref().map_or(list.span, |filter| filter.span);
                    let mut line = Line::new(Role::ForEach, self.slice(list.span.to(end)));
                    line.words = format!("{name} in {}", line.words);
                    line.span = Some(*span);
                    if let Some(seen) = part.part(list.id) {
                        line.lines = self.values(list, seen, DEEPEST);
                    }
                    self.items(&mut line, part, outcome, |item, line| {
                        if let Some(filter) = filter
                            && let Some(seen) = item.part(filter.id)
                        {
                            let mut guard = self.condition(filter, seen, DEEPEST);
                            guard.words = format!("where {}", guard.words);
                            line.lines.push(guard);
                        }
                        line.lines.extend(self.tell(&item.parts, outcome));
                    });
                    lines.push(line);
                }
                Some(Stage::Clause(clause)) => {
                    let role = if clause.forbid { Role::Forbid } else { Role::Require };
                    lines.extend(self.clause(role, &clause.condition, part));
                }
                _ => {}
            }
        }
        lines
    }

    /// An option with what it needs and what it suits.
    fn option(&self, at: usize, part: &Seen) -> Option<Line> {
        let option = self.program[self.rule.decision?].options.get(at)?;
        let mut line = Line::new(Role::Option, format!("{}, “{}”", option.name, option.title));
        line.span = Some(option.span);
        line.support = self.decided.and_then(|facts| facts.options.get(at)).map(|facts| facts.support);
        for seen in &part.parts {
            if let Subject::Stage(number) = seen.subject
                && let Some(clause) = option.clauses.get(number)
            {
                let role = if clause.suits { Role::Suits } else { Role::Needs };
                line.lines.extend(self.clause(role, &clause.clause.condition, seen));
            }
        }
        Some(line)
    }

    fn clause(&self, role: Role, condition: &Expr, part: &Seen) -> Option<Line> {
        let seen = part.part(condition.id)?;
        let mut line = self.condition(condition, seen, DEEPEST);
        line.role = role;
        line.outcome = part.outcome;
        Some(line)
    }

    /// Tells some items, those that came out like the whole first.
    fn items(&self, line: &mut Line, part: &Seen, outcome: Outcome, tell: impl Fn(&Seen, &mut Line)) {
        let came_to = |item: &Seen| item.worst().unwrap_or(Outcome::DoesNotApply);
        let decides = |item: &Seen| came_to(item) == outcome;
        let any = part.items().any(|(_, item)| decides(item));
        let mut told = 0;
        let mut rest: Vec<(Outcome, usize)> = Vec::new();
        let mut count = |outcome: Outcome, more: usize| match rest.iter_mut().find(|(known, _)| *known == outcome) {
            Some((_, count)) => *count += more,
            None => rest.push((outcome, more)),
        };
        for (_, item) in part.items() {
            if told < ITEMS && (decides(item) || !any) {
                told += 1;
                let mut about = self.item(item);
                about.outcome = item.worst();
                tell(item, &mut about);
                line.lines.push(about);
            } else {
                count(came_to(item), 1);
            }
        }
        for (Alike { outcome, .. }, more) in &part.left_out {
            count(outcome.unwrap_or(Outcome::DoesNotApply), *more);
        }
        line.left_out = rest
            .into_iter()
            .map(|(outcome, count)| {
                let words = match outcome {
                    Outcome::DoesNotApply => "it does not apply to",
                    Outcome::Passes => "pass",
                    Outcome::Waived => "are waived",
                    Outcome::Undetermined => "are open",
                    Outcome::Fails => "fail",
                };
                (
                    count,
                    if count == 1 && outcome != Outcome::DoesNotApply {
                        comes_to(outcome).to_owned()
                    } else {
                        words.to_owned()
                    },
                )
            })
            .collect();
    }

    fn item(&self, item: &Seen) -> Line {
        let mut line = Line::new(Role::Item, item.sight.path().map(ToString::to_string).unwrap_or_default());
        self.add_value(&mut line, &item.sight);
        let part_of_text = item.sight.words.is_some();
        if line.words.is_empty() || part_of_text {
            line.words = format!("“{}”", line.value.clone().unwrap_or_default());
            line.value = None;
        } else if line.value.as_deref() == Some(&*line.words) {
            // A map is shown by its path.
            line.value = None;
        }
        line
    }

    fn condition(&self, expr: &Expr, seen: &Seen, left: usize) -> Line {
        let mut line = Line::new(Role::Part, self.slice(expr.span));
        line.span = Some(expr.span);
        line.answer = seen.sight.answers.map(Answer::from);
        line.lines = self.below(expr, seen, left);
        line
    }

    /// What a condition or a value rests on.
    fn below(&self, expr: &Expr, seen: &Seen, left: usize) -> Vec<Line> {
        let Some(left) = left.checked_sub(1) else { return Vec::new() };
        let of = |part: &Expr| seen.part(part.id).map(|seen| self.condition(part, seen, left));
        match &expr.kind {
            // What is told of the part within says it all; only its answer is the other one.
            ExprKind::Not(inner) => match seen.part(inner.id) {
                Some(seen) if connects(inner) => vec![self.condition(inner, seen, left)],
                Some(seen) => self.below(inner, seen, left),
                None => Vec::new(),
            },
            ExprKind::And(terms) | ExprKind::Or(terms) => terms.iter().filter_map(of).collect(),
            ExprKind::Implies(guard, then) => [guard, then].into_iter().filter_map(|part| of(part)).collect(),
            ExprKind::Call { definition, arguments } if expr.ty == Type::Boolean => {
                let body = &self.program[*definition].body;
                let mut lines: Vec<Line> = Vec::new();
                for argument in arguments {
                    if let Some(seen) = seen.part(argument.id) {
                        lines.extend(self.values(argument, seen, left));
                    }
                }
                if let Some(seen) = seen.part(body.id) {
                    let mut meaning = Line::new(Role::Meaning, self.slice(body.span));
                    meaning.span = Some(body.span);
                    meaning.answer = seen.sight.answers.map(Answer::from);
                    if connects(body) {
                        meaning.lines = self.below(body, seen, left);
                    }
                    lines.push(meaning);
                }
                lines
            }
            ExprKind::Quantified { every, list, filter, body, .. } => {
                let mut lines = match seen.part(list.id) {
                    Some(seen) => self.values(list, seen, left),
                    None => Vec::new(),
                };
                let answer = seen.sight.answers.map(Answer::from);
                let told: Vec<&Seen> = seen.items().map(|(_, item)| item).collect();
                let of_item = |item: &Seen| item.part(body.id).and_then(|seen| seen.sight.answers).map(Answer::from);
                // Of `every` those that are not so decide, of `some` those that are; where none does, all have.
                let deciding: Vec<&Seen> = told
                    .iter()
                    .copied()
                    .filter(|item| {
                        let answer = of_item(item);
                        answer.is_some() && (answer == Some(Answer::Yes)) != *every
                    })
                    .collect();
                let decided = answer != Some(if *every { Answer::Yes } else { Answer::No });
                let shown: Vec<&Seen> = if decided && !deciding.is_empty() { deciding } else { told.clone() }
                    .into_iter()
                    .take(ITEMS)
                    .collect();
                for item in &shown {
                    let mut line = self.item(item);
                    line.answer = of_item(item);
                    let guard = filter.as_deref().map(|filter| (filter, item.part(filter.id)));
                    if let Some((filter, Some(seen))) = guard {
                        let mut guard = self.condition(filter, seen, left);
                        guard.words = format!("where {}", guard.words);
                        line.lines.push(guard);
                    }
                    if let Some(seen) = item.part(body.id) {
                        if connects(body) {
                            line.lines.push(self.condition(body, seen, left));
                        } else {
                            let about = self.below(body, seen, left);
                            line.lines.extend(about.into_iter().filter(|below| below.words != line.words));
                        }
                    }
                    lines.push(line);
                }
                let rest = told.len() - shown.len() + seen.left_out.iter().map(|(_, count)| count).sum::<usize>();
                if rest > 0 {
                    let mut line = Line::new(Role::Item, String::new());
                    line.left_out.push((rest, "of the list".to_owned()));
                    lines.push(line);
                }
                lines
            }
            _ => {
                // A condition that is read from the document is a value itself.
                if let Some(inner) = seen.part(expr.id) {
                    return self.values(expr, inner, left);
                }
                let mut lines: Vec<Line> = Vec::new();
                if let ExprKind::Local(_) = expr.kind {
                    return lines;
                }
                for part in expr.parts() {
                    if let Some(seen) = seen.part(part.id) {
                        lines.extend(self.values(part, seen, left));
                    }
                }
                self.add_rows(seen, &mut lines);
                lines
            }
        }
    }

    /// The values that an expression comes to and rests on.
    fn values(&self, expr: &Expr, seen: &Seen, left: usize) -> Vec<Line> {
        let Some(left) = left.checked_sub(1) else { return Vec::new() };
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::Document | ExprKind::Previous => return Vec::new(),
            ExprKind::List(items) if items.iter().all(|item| matches!(item.kind, ExprKind::Literal(_))) => {
                return Vec::new();
            }
            _ if seen.sight.answers.is_some() && seen.part(expr.id).is_none() => {
                return vec![self.condition(expr, seen, left)];
            }
            _ => {}
        }
        let mut line = Line::new(Role::Value, self.slice(expr.span));
        line.span = Some(expr.span);
        self.add_value(&mut line, &seen.sight);
        let path = is_path(expr) && (seen.sight.way.is_some() || seen.sight.earlier.is_some());
        if path {
            if let Some(path) = seen.sight.path().filter(|path| !path.is_empty() && seen.sight.words.is_none()) {
                line.words = path.to_string();
            }
            if line.value.as_deref() == Some(&*line.words) {
                line.value = seen.sight.len.map(|len| format!("{len} items")).or_else(|| Some("written".to_owned()));
            }
        } else {
            line.place = None;
            for part in expr.parts() {
                if let Some(seen) = seen.part(part.id) {
                    for below in self.values(part, seen, left) {
                        if !line.lines.iter().any(|known| known.words == below.words) {
                            line.lines.push(below);
                        }
                    }
                }
            }
            if let ExprKind::Call { definition, .. } = &expr.kind {
                let body = &self.program[*definition].body;
                if let Some(seen) = seen.part(body.id) {
                    line.lines.extend(self.values(body, seen, left));
                }
            }
            self.add_rows(seen, &mut line.lines);
        }
        vec![line]
    }

    fn add_rows(&self, seen: &Seen, lines: &mut Vec<Line>) {
        for (table, row) in seen.rows.iter().take(ITEMS) {
            if let Some(row) = self.program[*table].rows.get(*row) {
                let mut line = Line::new(Role::Row, self.slice(row.span));
                line.span = Some(row.span);
                lines.push(line);
            }
        }
    }

    fn add_value(&self, line: &mut Line, sight: &Sight) {
        line.place = sight.place.as_ref().map(|place| self.resolver.place(place));
        line.reasons = sight.reasons.iter().map(|reason| self.resolver.reason(reason)).collect();
        if sight.state == Some(State::Known) || sight.state == Some(State::Open) && !is_nothing(&sight.shown) {
            line.value = Some(sight.shown.clone());
        }
    }

    /// A piece of rule text on one line.
    fn slice(&self, span: Span) -> String {
        let text = self.files.get(span.file).and_then(|file| file.text().get(span.range())).unwrap_or_default();
        // A comment in the middle of a condition is not what it says.
        let lines = text.lines().map(|line| match line.find("//") {
            Some(at) if !line.get(..at).unwrap_or_default().contains(['"', '/']) => line.get(..at).unwrap_or_default(),
            _ => line,
        });
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }
}

fn is_nothing(shown: &str) -> bool {
    shown.is_empty() || shown.starts_with("(unknown") || shown.starts_with("(not written")
}

/// Is it made of conditions that are told one by one?
fn connects(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Implies(..)
            | ExprKind::Quantified { .. }
            | ExprKind::Call { .. }
    )
}

/// Is it a path of the document, or a name that may stand for one?
fn is_path(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Document | ExprKind::Previous | ExprKind::Local(_) => true,
        ExprKind::Field { base, .. } | ExprKind::Follow { base, .. } => is_path(base),
        _ => false,
    }
}
