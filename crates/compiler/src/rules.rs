//! Rules: their clauses in order, and what each of them may say.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::{Level, Span, nearest};

use crate::expressions::Frame;
use crate::problems::{DecisionProblem, RuleProblem, Sort, TypeProblem};
use crate::program::{BuiltIn, Clause, Expr, ExprKind, PackId, Rule, Stage, Suggestion, Type};
use crate::scope::{Compiler, RuleItem};

/// The parts of a rule in the order in which they are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// What the rule is.
    Head,
    /// What it looks at, and when.
    Scope,
    /// What it asks.
    Clause,
    /// Why.
    Reason,
}

/// A clause that stands once.
pub(crate) struct Once<T> {
    pub(crate) value: Option<T>,
    first: Option<Span>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { value: None, first: None }
    }
}

impl<T> Once<T> {
    pub(crate) fn set(&mut self, compiler: &mut Compiler<'_>, word: &'static str, span: Span, value: Option<T>) {
        match self.first {
            Some(first) => compiler.problems.push(RuleProblem::Twice { word, span, first }.into()),
            None => {
                self.first = Some(span);
                self.value = value;
            }
        }
    }
}

/// A rule or a decision as it was written, under one roof: both have a head, `let`s and reasons.
struct Written<'w> {
    name: &'w ast::Name,
    title: &'w str,
    parts: Vec<WrittenPart<'w>>,
    decision: Option<&'w ast::Decision>,
    span: Span,
    doc: &'w Option<String>,
}

/// A clause of a rule or decision.
enum WrittenPart<'w> {
    Clause(&'w ast::RulePart),
    Option(&'w ast::DecisionOption),
}

impl<'w> Written<'w> {
    fn of_rule(item: &'w ast::Rule) -> Self {
        let parts = item.parts.iter().map(WrittenPart::Clause).collect();
        let (name, title, span, doc) = (&item.name, item.title.value.as_str(), item.span, &item.doc);
        Self { name, title, parts, decision: None, span, doc }
    }

    /// A decision has no title of its own: the first line of its documentation is it, else its name.
    fn of_decision(item: &'w ast::Decision) -> Self {
        let parts = item.parts.iter().map(|part| match part {
            ast::DecisionPart::Clause(part) => WrittenPart::Clause(part),
            ast::DecisionPart::Option(option) => WrittenPart::Option(option),
        });
        let line = item.doc.as_ref().and_then(|doc| doc.lines().map(str::trim).find(|line| !line.is_empty()));
        let title = line.map_or(item.name.text.as_str(), |line| line.strip_suffix('.').unwrap_or(line));
        let (name, span, doc) = (&item.name, item.span, &item.doc);
        Self { name, title, parts: parts.collect(), decision: Some(item), span, doc }
    }
}

impl Compiler<'_> {
    /// Checks and lowers all rules.
    pub(crate) fn rules(&mut self) {
        for (pack, item) in self.items.rules.clone() {
            let rule = match item {
                RuleItem::Rule(item) => self.rule(pack, &Written::of_rule(item)),
                RuleItem::Decision(item) => self.rule(pack, &Written::of_decision(item)),
            };
            self.program.rules.push(rule);
        }
    }

    /// A rule, or the one that judges the choice of a decision.
    fn rule(&mut self, pack: PackId, item: &Written<'_>) -> Rule {
        let kind = self.pack_kinds.get(pack.index()).copied().flatten();
        let mut frame = Frame::new(pack, kind);
        let mut decision = item.decision.map(|decision| self.begin_decision(&mut frame, decision));
        let mut level = Once { value: None, first: None };
        let mut step = Once { value: None, first: None };
        let (mut effective, mut unwaivable) = (Once::default(), Once::default());
        let mut because: Once<Arc<str>> = Once { value: None, first: None };
        let mut concept: Once<Arc<str>> = Once { value: None, first: None };
        let mut boundary: Once<Expr> = Once { value: None, first: None };
        let (mut risks, mut see, mut body) = (Vec::new(), Vec::new(), Vec::new());
        let mut furthest: Option<(Part, &'static str, Span)> = None;
        let (mut asks, mut broken) = (false, false);
        for part in &item.parts {
            let (rank, word) = match part {
                WrittenPart::Clause(part) => place_of(&part.kind),
                WrittenPart::Option(_) => (Some(Part::Clause), "option"),
            };
            let Some(rank) = rank else {
                broken = true;
                continue;
            };
            let at = match part {
                WrittenPart::Clause(part) => part.word,
                WrittenPart::Option(option) => option.name.span,
            };
            match furthest {
                Some((furthest, behind, span)) if furthest > rank => {
                    let problem = RuleProblem::Order { word, span: at, behind: (behind, span) };
                    self.problems.push(problem.into());
                }
                _ => furthest = Some((rank, word, at)),
            }
            let part = match part {
                WrittenPart::Clause(part) => part,
                WrittenPart::Option(option) => {
                    asks = true;
                    if let Some(decision) = &mut decision {
                        self.option(&mut frame, decision, option);
                    }
                    continue;
                }
            };
            match &part.kind {
                ast::RulePartKind::Junk => {}
                ast::RulePartKind::Level(name) => {
                    let value = match name.text.as_str() {
                        "error" => Some(Level::Error),
                        "warning" => Some(Level::Warning),
                        "note" => Some(Level::Note),
                        _ => {
                            self.unknown_in(pack, Sort::Level, name, ["error", "warning", "note"].into_iter(), None);
                            None
                        }
                    };
                    level.set(self, "level", part.word, value);
                }
                ast::RulePartKind::Step(name) => {
                    let value = self.find_step(pack, name);
                    step.set(self, "step", part.word, value);
                }
                ast::RulePartKind::Risk(name) => {
                    if let Some(risk) = self.find_risk(pack, name)
                        && !risks.contains(&risk)
                    {
                        risks.push(risk);
                    }
                }
                ast::RulePartKind::Effective(days) => {
                    let value = self.effective(days, part.span);
                    effective.set(self, "effective", part.word, value);
                }
                ast::RulePartKind::Unwaivable => unwaivable.set(self, "unwaivable", part.word, Some(part.word)),
                ast::RulePartKind::Let { name, value } => {
                    let value = self.expr(&mut frame, value, None);
                    let is_place = is_place(&frame, &value);
                    let local = self.push_local(&mut frame, "`let`", name, value.ty.clone(), false, is_place);
                    body.push(Stage::Let { local, name: Arc::from(name.text.as_str()), value });
                }
                ast::RulePartKind::ForEach { item, list, filter } => {
                    let (list, ty) = self.items(&mut frame, list, "for each");
                    let local = self.push_item(&mut frame, item, ty);
                    let settled = filter.as_ref().is_some_and(|filter| self.entails_previous(&frame, filter));
                    let filter = filter.as_ref().map(|filter| self.condition(&mut frame, filter));
                    frame.guarded |= settled;
                    let name = Arc::from(item.text.as_str());
                    body.push(Stage::ForEach { local, name, list, filter, span: part.span });
                }
                ast::RulePartKind::When(condition) => {
                    let settled = self.entails_previous(&frame, condition);
                    let condition = self.condition(&mut frame, condition);
                    frame.guarded |= settled;
                    body.push(Stage::When { condition, span: part.span });
                }
                ast::RulePartKind::Clause(clause) => {
                    asks = true;
                    body.push(Stage::Clause(self.clause(&mut frame, clause, part.word)));
                }
                ast::RulePartKind::Boundary(said) => {
                    let said = self.format(&mut frame, said);
                    boundary.set(self, "boundary", part.word, Some(said));
                }
                ast::RulePartKind::Because(text) => {
                    because.set(self, "because", part.word, Some(Arc::from(text.value.as_str())));
                }
                ast::RulePartKind::Concept(name) => {
                    self.page(pack, name);
                    concept.set(self, "concept", part.word, Some(Arc::from(name.text.as_str())));
                }
                ast::RulePartKind::See(text) => see.push(Arc::from(text.value.as_str())),
            }
        }
        if let Some(decision) = &mut decision {
            self.added_options(&mut frame, decision);
            decision.boundary = boundary.value;
            asks |= !decision.options.is_empty();
        }
        if !asks && !broken && !self.is_broken(item.span) {
            let (name, span) = (item.name.text.clone(), item.name.span);
            self.problems.push(match decision {
                None => RuleProblem::NoClause { name, span }.into(),
                Some(_) => DecisionProblem::NoOptions { name, span }.into(),
            });
        }
        self.rule_locals.push((frame.locals, frame.guarded));
        Rule {
            name: Arc::from(item.name.text.as_str()),
            pack,
            decision: decision.map(|decision| self.end_decision(decision)),
            title: Arc::from(item.title),
            level: level.value.unwrap_or(Level::Error),
            step: step.value,
            risks,
            effective: effective.value,
            unwaivable: unwaivable.value,
            body,
            frame: frame.slots,
            because: because.value,
            concept: concept.value,
            see,
            span: item.name.span,
            item: item.span,
            doc: item.doc.clone(),
        }
    }

    /// Reports a concept that no page of the pack teaches.
    fn page(&mut self, pack: PackId, name: &ast::Name) {
        let beside = self.beside;
        let Some(pages) = &beside.concepts else { return };
        let pages = pages.get(&*self.program[pack].name).map(Vec::as_slice).unwrap_or_default();
        if pages.contains(&name.text) {
            return;
        }
        let problem = RuleProblem::NoPage {
            name: name.text.clone(),
            span: name.span,
            nearest: nearest(&name.text, pages.iter().map(String::as_str)).map(str::to_owned),
            known: pages.to_vec(),
        };
        self.problems.push(problem.into());
    }

    /// A clause that begins with the word at `word`.
    pub(crate) fn clause(&mut self, frame: &mut Frame, clause: &ast::Clause, word: Span) -> Clause {
        let condition = self.condition(frame, &clause.condition);
        let message = clause.message.as_ref().map(|message| self.format(frame, message));
        let mut at = Vec::new();
        for place in &clause.at {
            let made = self.expr(frame, place, None);
            if made.ty != Type::Silent && !is_place(frame, &made) {
                self.problems.push(TypeProblem::NoPlace { span: place.span }.into());
            }
            at.push(made);
        }
        let help = clause.help.as_ref().map(|help| self.format(frame, help));
        let suggest = clause.suggest.as_ref().and_then(|suggestion| {
            let path = self.expr(frame, &suggestion.path, None);
            if path.ty == Type::Silent {
                return None;
            }
            if !matches!(path.kind, ExprKind::Field { .. }) || !is_target(&path) {
                self.problems.push(TypeProblem::NoTarget { span: suggestion.path.span }.into());
                return None;
            }
            let value = self.expect(frame, &suggestion.value, &path.ty.clone());
            Some(Suggestion { path, value })
        });
        let span = word.to(clause.condition.span);
        Clause { forbid: clause.forbid, condition, message, at, help, suggest, span }
    }
}

/// Where a clause belongs, and its word; `None` for one that did not parse.
fn place_of(kind: &ast::RulePartKind) -> (Option<Part>, &'static str) {
    match kind {
        ast::RulePartKind::Level(_) => (Some(Part::Head), "level"),
        ast::RulePartKind::Step(_) => (Some(Part::Head), "step"),
        ast::RulePartKind::Risk(_) => (Some(Part::Head), "risk"),
        ast::RulePartKind::Effective(_) => (Some(Part::Head), "effective"),
        ast::RulePartKind::Unwaivable => (Some(Part::Head), "unwaivable"),
        ast::RulePartKind::Let { .. } => (Some(Part::Scope), "let"),
        ast::RulePartKind::ForEach { .. } => (Some(Part::Scope), "for each"),
        ast::RulePartKind::When(_) => (Some(Part::Scope), "when"),
        ast::RulePartKind::Clause(clause) => (Some(Part::Clause), if clause.forbid { "forbid" } else { "require" }),
        ast::RulePartKind::Boundary(_) => (Some(Part::Reason), "boundary"),
        ast::RulePartKind::Because(_) => (Some(Part::Reason), "because"),
        ast::RulePartKind::Concept(_) => (Some(Part::Reason), "concept"),
        ast::RulePartKind::See(_) => (Some(Part::Reason), "see"),
        ast::RulePartKind::Junk => (None, ""),
    }
}

/// Does the expression stand for a place in the document?
fn is_place(frame: &Frame, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Document
        | ExprKind::Previous
        | ExprKind::Data(_)
        | ExprKind::Field { .. }
        | ExprKind::Follow { .. }
        | ExprKind::Project { .. }
        | ExprKind::Earlier { .. }
        | ExprKind::Reach { .. }
        | ExprKind::Texts(_)
        | ExprKind::Filter { .. } => true,
        ExprKind::Local(id) => frame.locals.iter().any(|local| local.id == *id && local.is_place),
        ExprKind::BuiltIn { function, arguments } => {
            matches!(
                function,
                BuiltIn::First
                    | BuiltIn::Last
                    | BuiltIn::Min
                    | BuiltIn::Max
                    | BuiltIn::Distinct
                    | BuiltIn::Words
                    | BuiltIn::Sentences
                    | BuiltIn::Phrases
                    | BuiltIn::Statements
                    | BuiltIn::Unquoted
                    | BuiltIn::Lower
                    | BuiltIn::Part
            ) && arguments.first().is_some_and(|argument| is_place(frame, argument))
        }
        ExprKind::Default { value, .. } => is_place(frame, value),
        _ => false,
    }
}

/// Is it a path that can be written to: fields, from the document or from an item down?
pub(crate) fn is_target(expr: &Expr) -> bool {
    let mut at = expr;
    loop {
        match &at.kind {
            ExprKind::Field { base, .. } => at = base,
            ExprKind::Document | ExprKind::Local(_) => return true,
            _ => return false,
        }
    }
}
