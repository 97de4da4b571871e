//! Tests: their paths, values and expectations, all checked before one of them runs.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::Span;

use crate::expressions::PREVIOUS;
use crate::problems::{NameProblem, RuleProblem, ShapeProblem, Sort, TypeProblem, WaiverProblem};
use crate::program::{
    DocumentPath, EditValue, Expectation, ExpectationKind, ExpectedOutcome, ExpectedVerdict, Given, Literal, PackId,
    PathStep, SettingId, ShapeId, Subject, Test, TestEdit, Type,
};
use crate::rules::Once;
use crate::scope::Compiler;
use crate::settings::compare_literals;

impl Compiler<'_> {
    /// Checks and lowers all tests.
    pub(crate) fn tests(&mut self) {
        for (pack, item) in std::mem::take(&mut self.items.tests) {
            if let Some(test) = self.test(pack, item) {
                self.program.tests.push(test);
            }
        }
    }

    fn test(&mut self, pack: PackId, item: &ast::Test) -> Option<Test> {
        let mut given: Option<(Given, Span)> = None;
        let mut previous: Option<(Given, Span)> = None;
        let gives_previous = item.parts.iter().any(|part| matches!(part.kind, ast::TestPartKind::Previous(_)));
        let (mut edits, mut settings, mut expectations) = (Vec::new(), Vec::new(), Vec::new());
        let mut as_of = Once::default();
        let mut broken = false;
        let mut expects = false;
        for part in &item.parts {
            match &part.kind {
                ast::TestPartKind::Junk => broken = true,
                ast::TestPartKind::Given(text) | ast::TestPartKind::Previous(text) => {
                    let (slot, word) = match &part.kind {
                        ast::TestPartKind::Given(_) => (&mut given, "given"),
                        _ => (&mut previous, "previous"),
                    };
                    if let Some((_, first)) = slot {
                        let problem = RuleProblem::Twice { word, span: part.span, first: *first };
                        self.problems.push(problem.into());
                        continue;
                    }
                    let (value, span) = (Arc::from(text.value.as_str()), text.span);
                    let document = if text.block {
                        Given::Inline { text: value, span }
                    } else {
                        Given::File { path: value, span }
                    };
                    *slot = Some((document, part.span));
                }
                ast::TestPartKind::With { path, value } => {
                    let Some((path, ty)) = self.path(pack, path) else {
                        continue;
                    };
                    if path.previous && (!gives_previous || path.steps.is_empty()) {
                        self.problems.push(RuleProblem::NoPrevious { span: path.span, given: gives_previous }.into());
                        continue;
                    }
                    let value = match value {
                        ast::WithValue::Missing => Some(EditValue::Missing),
                        ast::WithValue::Unknown => Some(EditValue::Unknown),
                        ast::WithValue::Expr(value) => self.literal(pack, value, &ty, "`with`").map(EditValue::Literal),
                        ast::WithValue::Block(text) if ty.is_textual() => {
                            let text = Literal::Text(Arc::from(text.value.as_str()));
                            Some(EditValue::Literal(text))
                        }
                        ast::WithValue::Block(text) => {
                            Some(EditValue::Yaml { text: Arc::from(text.value.as_str()), span: text.span })
                        }
                    };
                    if let Some(value) = value {
                        edits.push(TestEdit { path, value, span: part.span });
                    }
                }
                ast::TestPartKind::WithSetting { name, value } => {
                    if let Some(setting) = self.find_setting(pack, name) {
                        let ty = self.program[setting].ty.clone();
                        let written = value.span;
                        if let Some(value) = self.literal(pack, value, &ty, "`with`") {
                            self.within(setting, &value, written);
                            settings.push((setting, value));
                        }
                    }
                }
                ast::TestPartKind::AsOf(day) => {
                    let value = self.day(day);
                    as_of.set(self, "as of", part.span, value);
                }
                ast::TestPartKind::ExpectRule { rule, outcome, at, saying } => {
                    expects = true;
                    let subject = self.subject(pack, rule);
                    let at_path = at.as_ref().map(|path| self.path(pack, path).map(|(path, _)| path));
                    let outcome = match outcome {
                        ast::Outcome::Passes => ExpectedOutcome::Passes,
                        ast::Outcome::Fails => ExpectedOutcome::Fails,
                        ast::Outcome::Undetermined => ExpectedOutcome::Undetermined,
                        ast::Outcome::DoesNotApply => ExpectedOutcome::DoesNotApply,
                        ast::Outcome::Waived => ExpectedOutcome::Waived,
                    };
                    let Some(subject) = subject else { continue };
                    let waives = self.waives(pack, subject);
                    if outcome == ExpectedOutcome::Waived && !waives {
                        self.not_waived(pack, rule);
                        continue;
                    }
                    if matches!(subject, Subject::Schema(_))
                        && !(waives || matches!(outcome, ExpectedOutcome::Passes | ExpectedOutcome::Fails))
                    {
                        self.problems.push(RuleProblem::BadCheckOutcome { span: part.span }.into());
                        continue;
                    }
                    let found = matches!(
                        outcome,
                        ExpectedOutcome::Fails | ExpectedOutcome::Undetermined | ExpectedOutcome::Waived
                    );
                    if !found && (at.is_some() || saying.is_some()) {
                        self.problems.push(RuleProblem::NothingSaid { span: part.span }.into());
                        continue;
                    }
                    let at = match at_path {
                        Some(None) => continue,
                        Some(Some(path)) => Some(path),
                        None => None,
                    };
                    let saying = saying.as_ref().map(|text| Arc::from(text.value.as_str()));
                    let kind = ExpectationKind::Rule { subject, outcome, at, saying };
                    expectations.push(Expectation { kind, span: part.span });
                }
                ast::TestPartKind::ExpectVerdict(verdict) => {
                    expects = true;
                    let verdict = match verdict {
                        ast::Verdict::Ready => ExpectedVerdict::Ready,
                        ast::Verdict::Open => ExpectedVerdict::Open,
                        ast::Verdict::NotReady => ExpectedVerdict::NotReady,
                    };
                    expectations.push(Expectation { kind: ExpectationKind::Verdict(verdict), span: part.span });
                }
                ast::TestPartKind::ExpectOption { option, support } => {
                    expects = true;
                    let kind = self.expected_option(pack, option, *support);
                    expectations.extend(kind.map(|kind| Expectation { kind, span: part.span }));
                }
                ast::TestPartKind::ExpectSuggestion(option) => {
                    expects = true;
                    let kind = self.expected_suggestion(pack, option);
                    expectations.extend(kind.map(|kind| Expectation { kind, span: part.span }));
                }
                ast::TestPartKind::ExpectNothingElse => {
                    expects = true;
                    expectations.push(Expectation { kind: ExpectationKind::NothingElse, span: part.span });
                }
            }
        }
        if !broken && !self.is_broken(item.span) {
            if given.is_none() {
                self.problems.push(RuleProblem::NoDocument { span: item.title.span }.into());
            }
            if !expects {
                self.problems.push(RuleProblem::NoExpectation { span: item.title.span }.into());
            }
        }
        Some(Test {
            title: Arc::from(item.title.value.as_str()),
            pack,
            given: given?.0,
            previous: previous.map(|(previous, _)| previous),
            edits,
            settings,
            as_of: as_of.value,
            expectations,
            span: item.title.span,
        })
    }

    /// Reports that a rule can never come out as waived, since no waiver of the pack is about it.
    fn not_waived(&mut self, pack: PackId, rule: &ast::QualifiedName) {
        let mut known: Vec<String> = self
            .program
            .waivers
            .iter()
            .filter(|waiver| waiver.pack == pack)
            .map(|waiver| match waiver.subject {
                Subject::Rule(rule) => self.program.rule_id(rule),
                Subject::Schema(check) => format!("schema/{}", check.name()),
            })
            .collect();
        known.dedup();
        let problem = WaiverProblem::NotWaived { rule: rule.name.text.clone(), span: rule.span, known };
        self.problems.push(problem.into());
    }

    /// Reports a value that lies outside the bounds of its setting.
    fn within(&mut self, setting: SettingId, value: &Literal, span: Span) {
        let Some((low, high)) = &self.program[setting].bounds else { return };
        let below = compare_literals(value, low) == Some(std::cmp::Ordering::Less);
        let above = compare_literals(value, high) == Some(std::cmp::Ordering::Greater);
        if below || above {
            let bounds = self.program[setting].span;
            self.problems.push(ShapeProblem::OutOfBounds { span, bounds }.into());
        }
    }

    fn subject(&mut self, pack: PackId, name: &ast::QualifiedName) -> Option<Subject> {
        if name.pack.as_ref().is_some_and(|pack| pack.text == "schema") {
            return self.check(pack, &name.name).map(Subject::Schema);
        }
        if let Some(rule) = self.own_rule(pack, name) {
            return Some(Subject::Rule(rule));
        }
        if name.pack.is_none() && !self.has_rule(pack, name) {
            let own = self.scope(pack).map(|scope| scope.rules.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
            let mut own: Vec<&str> = own.iter().map(String::as_str).collect();
            own.sort_unstable();
            self.unknown_in(pack, Sort::Rule, &name.name, own.into_iter(), None);
            return None;
        }
        let rule = self.find_rule(pack, name)?;
        // What the pack waives it may test, too.
        if self.waives(pack, Subject::Rule(rule)) {
            return Some(Subject::Rule(rule));
        }
        // The rule lists are still being filled, but packs are known by the items.
        let other = self.items.rules.get(rule.index()).map(|(other, _)| self.program[*other].name.to_string())?;
        let problem = RuleProblem::OtherPack { rule: name.name.text.clone(), pack: other, span: name.span };
        self.problems.push(problem.into());
        None
    }

    /// A place in the pack's document, and the type of what stands there.
    fn path(&mut self, pack: PackId, written: &ast::Path) -> Option<(DocumentPath, Type)> {
        let kind = self.pack_kinds.get(pack.index()).copied().flatten()?;
        let mut ty = Type::Shape(self.program[kind].shape);
        let mut steps = Vec::new();
        let previous = match written.steps.first() {
            Some(ast::PathStep::Field(name)) => {
                name.text == PREVIOUS && self.program[self.program[kind].shape].field(PREVIOUS).is_none()
            }
            _ => false,
        };
        for step in written.steps.iter().skip(usize::from(previous)) {
            match step {
                ast::PathStep::Field(name) => {
                    let shape = match &ty {
                        Type::Shape(shape) => *shape,
                        Type::List(_) => {
                            let hint = format!("name one of its items first, as in `[1].{}`", name.text);
                            let why = "this is a list, and a list has no fields";
                            self.problems.push(RuleProblem::BadItem { span: name.span, why, hint }.into());
                            return None;
                        }
                        Type::Silent => return None,
                        other => {
                            let (found, field) = (self.describe(other), name.text.clone());
                            self.problems
                                .push(TypeProblem::NoFields { found, field, span: name.span, instead: None }.into());
                            return None;
                        }
                    };
                    let Some((_, field)) = self.program[shape].field(&name.text) else {
                        self.no_field(pack, shape, name, steps.is_empty() && written.steps.len() == 1);
                        return None;
                    };
                    ty = field.ty.clone();
                    steps.push(PathStep::Field(Arc::from(name.text.as_str())));
                }
                ast::PathStep::Key(key) => {
                    let item = self.item(&ty, key.span)?;
                    let shape = match &item {
                        Type::Shape(shape) => Some(*shape),
                        _ => None,
                    };
                    let field = shape.and_then(|shape| {
                        let shape = &self.program[shape];
                        shape.fields.get(shape.key?.0 as usize).map(|field| field.name.clone())
                    });
                    let Some(field) = field else {
                        let why = "the items of this list have no key";
                        let hint = "name the item by its place, from 1".to_owned();
                        self.problems.push(RuleProblem::BadItem { span: key.span, why, hint }.into());
                        return None;
                    };
                    steps.push(PathStep::Key { field, value: Arc::from(key.text.as_str()) });
                    ty = item;
                }
                ast::PathStep::Index { digits, span } => {
                    let item = self.item(&ty, *span)?;
                    match digits.parse::<usize>().ok().and_then(|place| place.checked_sub(1)) {
                        Some(index) => steps.push(PathStep::Index(index)),
                        None => {
                            let why = "items are counted from 1";
                            let hint = "write `[1]` for the first one".to_owned();
                            self.problems.push(RuleProblem::BadItem { span: *span, why, hint }.into());
                            return None;
                        }
                    }
                    ty = item;
                }
            }
        }
        let text = Arc::from(self.written(written.span));
        Some((DocumentPath { previous, steps, text, span: written.span }, ty))
    }

    /// Reports a step of a path that is no field; where the path has no other, it may be the name of a setting.
    fn no_field(&mut self, pack: PackId, shape: ShapeId, name: &ast::Name, alone: bool) {
        let setting = ast::QualifiedName { pack: None, name: name.clone(), span: name.span };
        if alone && self.has_setting(pack, &setting) && !self.is_excused(pack, &name.text) {
            let shape = &self.program[shape];
            let problem = NameProblem::UnknownField {
                field: name.text.clone(),
                span: name.span,
                shape: shape.name.to_string(),
                declared: shape.span,
                nearest: None,
                known: Vec::new(),
                hint: Some(format!("it is a setting: write `with setting {} = …`", name.text)),
            };
            self.problems.push(problem.into());
        } else {
            self.unknown_field(pack, shape, name);
        }
    }

    /// The type of a list's items; an error where it is none.
    fn item(&mut self, ty: &Type, span: Span) -> Option<Type> {
        match ty {
            Type::List(item) => Some((**item).clone()),
            Type::Silent => None,
            _ => {
                let why = "this is no list";
                let hint = "take away the brackets".to_owned();
                self.problems.push(RuleProblem::BadItem { span, why, hint }.into());
                None
            }
        }
    }
}
