//! What there is to see of a pack: the clauses and conditions of its rules and definitions, and the rows of its tables.

use countersign_compiler::program::{
    DecisionId, DefinitionId, Expr, ExprKind, PackId, Program, RuleId, Stage, Support, TableId, Type,
};
use countersign_evaluator::Outcome;
use countersign_source::{Files, Span};

use super::seen::Seen;
use super::{Branch, ItemCoverage, ItemSort, Point, PointSort};
use crate::resolve::subject_id;
use crate::words::one_line;

/// The rules, definitions, tables and waivers of a pack, with what was seen of them.
pub(super) fn items(program: &Program, files: &Files, pack: PackId, seen: &Seen) -> Vec<ItemCoverage> {
    let name = &program[pack].name;
    let mut items = Vec::new();
    let finder = |points| Finder { files, seen, points };
    for (id, rule) in (0u32..).map(RuleId).zip(&program.rules).filter(|(_, rule)| rule.pack == pack) {
        // A decision that only compares judges no choice.
        let judges = rule.decision.is_none_or(|decision| program[decision].chosen.is_some());
        let mut finder = finder(judges.then(|| outcome(seen, id, rule.span, &rule.title)).into_iter().collect());
        for stage in &rule.body {
            finder.stage(stage);
        }
        if let Some(decision) = rule.decision {
            finder.options(program, decision);
        }
        let id = format!("{name}/{}", rule.name);
        let sort = if rule.decision.is_some() { ItemSort::Decision } else { ItemSort::Rule };
        items.push(ItemCoverage { sort, id, place: rule.span, points: finder.points });
    }
    let definitions = (0u32..).map(DefinitionId).zip(&program.definitions);
    for (_, definition) in definitions.filter(|(_, definition)| definition.pack == pack) {
        let mut finder = finder(Vec::new());
        finder.named(&definition.body);
        let id = format!("{name}/{}", definition.name);
        items.push(ItemCoverage { sort: ItemSort::Definition, id, place: definition.span, points: finder.points });
    }
    for (id, table) in (0u32..).map(TableId).zip(&program.tables).filter(|(_, table)| table.pack == pack) {
        let points = table
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| Point {
                sort: PointSort::Row,
                place: row.span,
                text: one_line(files.slice(row.span)),
                branches: vec![Branch { name: "asked", seen: seen.row(id, index), wanted: true }],
            })
            .collect();
        let id = format!("{name}/{}", table.name);
        items.push(ItemCoverage { sort: ItemSort::Table, id, place: table.span, points });
    }
    for waiver in program.waivers.iter().filter(|waiver| waiver.pack == pack) {
        let granted = seen.waiver(waiver.span);
        let mut finder = finder(vec![Point {
            sort: PointSort::Until,
            place: waiver.until_span,
            text: waiver.until.to_string(),
            branches: vec![
                Branch { name: "waives", seen: granted.waived, wanted: true },
                Branch { name: "ended", seen: granted.ended, wanted: false },
            ],
        }]);
        if let Some(condition) = &waiver.condition {
            finder.condition(PointSort::Where, condition, condition.span);
        }
        let id = subject_id(program, waiver.subject);
        items.push(ItemCoverage { sort: ItemSort::Waiver, id, place: waiver.span, points: finder.points });
    }
    items
}

fn outcome(seen: &Seen, rule: RuleId, place: Span, title: &str) -> Point {
    let branch = |name, outcome, wanted| Branch { name, seen: seen.rule(rule, outcome), wanted };
    Point {
        sort: PointSort::Outcome,
        place,
        text: one_line(title),
        branches: vec![
            branch("passes", Outcome::Passes, true),
            branch("fails", Outcome::Fails, true),
            branch("undetermined", Outcome::Undetermined, false),
            branch("waived", Outcome::Waived, false),
            branch("does not apply", Outcome::DoesNotApply, false),
        ],
    }
}

struct Finder<'a> {
    files: &'a Files,
    seen: &'a Seen,
    points: Vec<Point>,
}

impl Finder<'_> {
    fn stage(&mut self, stage: &Stage) {
        match stage {
            Stage::Let { value, .. } => self.named(value),
            Stage::ForEach { list, filter, .. } => {
                self.inside(list);
                if let Some(filter) = filter {
                    self.condition(PointSort::Where, filter, filter.span);
                }
            }
            Stage::When { condition, .. } => self.condition(PointSort::When, condition, condition.span),
            Stage::Clause(clause) => {
                let sort = if clause.forbid { PointSort::Forbid } else { PointSort::Require };
                self.condition(sort, &clause.condition, clause.condition.span);
            }
        }
    }

    /// What each option of a decision came to, and the conditions of what it needs and suits.
    fn options(&mut self, program: &Program, id: DecisionId) {
        for (index, option) in program[id].options.iter().enumerate() {
            let branch = |name, support, wanted| Branch { name, seen: self.seen.option(id, index, support), wanted };
            let has_needs = option.clauses.iter().any(|part| !part.suits);
            self.points.push(Point {
                sort: PointSort::Option,
                place: option.span,
                text: one_line(&format!("{} {}", option.name, option.title)),
                branches: vec![
                    branch("supported", Support::Supported, true),
                    branch("not supported", Support::NotSupported, has_needs),
                    branch("open", Support::Open, false),
                ],
            });
            for part in &option.clauses {
                let sort = if part.suits { PointSort::Suits } else { PointSort::Needs };
                self.condition(sort, &part.clause.condition, part.clause.condition.span);
            }
        }
    }

    fn named(&mut self, value: &Expr) {
        if value.ty == Type::Boolean && is_asked(value) {
            self.condition(PointSort::Named, value, value.span);
        } else {
            self.inside(value);
        }
    }

    /// A condition, and those that it is made of.
    fn condition(&mut self, sort: PointSort, condition: &Expr, place: Span) {
        let given = self.seen.given(condition.id);
        let branch = |name, seen, wanted| Branch { name, seen, wanted };
        self.points.push(Point {
            sort,
            place,
            text: one_line(self.files.slice(place)),
            branches: vec![
                branch("true", given.truth, true),
                branch("false", given.falsehood, true),
                branch("unsaid", given.unsaid, false),
                branch("unknown", given.unknown, false),
            ],
        });
        self.inside(condition);
    }

    /// The conditions that an expression is made of. One that is only joined of others is not counted beside them, and
    /// neither is one beside its `not`.
    fn inside(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Not(inner) => self.inside(inner),
            ExprKind::And(terms) | ExprKind::Or(terms) => terms.iter().for_each(|term| self.term(term)),
            ExprKind::Implies(guard, then) => {
                self.term(guard);
                self.term(then);
            }
            ExprKind::Quantified { list, filter, body, .. } => {
                self.inside(list);
                if let Some(filter) = filter {
                    self.condition(PointSort::Where, filter, filter.span);
                }
                self.condition(PointSort::Each, body, body.span);
            }
            ExprKind::Filter { list, filter, .. } => {
                self.inside(list);
                self.condition(PointSort::Where, filter, filter.span);
            }
            _ => expr.parts().into_iter().for_each(|part| self.inside(part)),
        }
    }

    fn term(&mut self, term: &Expr) {
        match &term.kind {
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Implies(..) => self.inside(term),
            ExprKind::Literal(_) => {}
            _ => self.condition(PointSort::Term, term, term.span),
        }
    }
}

/// Does it come out as an answer to a question, and not as a value that was read?
fn is_asked(expr: &Expr) -> bool {
    !matches!(
        expr.kind,
        ExprKind::Literal(_)
            | ExprKind::Local(_)
            | ExprKind::Setting(_)
            | ExprKind::Field { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Default { .. }
    )
}
