//! The tests that stand beside the rules: their documents, edits, and whether what came out was expected.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_compiler::program::{
    DocumentPath, EditValue, Expectation, ExpectationKind, ExpectedOutcome, ExpectedVerdict, Given, Literal, PackId,
    PathStep, RuleId, SchemaCheck, Subject, Test,
};
use countersign_document::{Document, Edit, Fault, Format, NodeId, Scalar, Step, Style, Tree};
use countersign_evaluator::{
    self as evaluator, Judgement, Limits, NotJudged, Outcome, Request, Settings, Verdict, judge,
};
use countersign_source::{Diagnostic, Files, Report, Span};

use crate::check::read;
use crate::resolve::Resolver;
use crate::shop::tidy;
use crate::{Host, House, KindFound, TestOutcome, TestResult, TestRun, Which, shipped};

/// The documents of a file that tests start from, read once.
type Read = Result<Vec<Document>, Diagnostic>;

impl House {
    /// Runs the tests of the packs; `host` reads the files that they give.
    #[must_use]
    pub fn test(&self, host: &dyn Host, which: Which) -> TestRun {
        let mut files = Files::clone(&self.files);
        let mut given: HashMap<String, Read> = HashMap::new();
        let chosen = self.chosen(which);
        let mut tests = Vec::new();
        for test in self.program.tests.iter().filter(|test| chosen.contains(&test.pack)) {
            let outcome = match self.prepare(test, host, &mut files, &mut given) {
                Err(errors) => TestOutcome::Broken(errors),
                Ok(prepared) => self.prove(test, &prepared),
            };
            tests.push(TestResult {
                title: Arc::clone(&test.title),
                pack: Arc::clone(&self.program[test.pack].name),
                place: test.span,
                outcome,
            });
        }
        TestRun { files: Arc::new(files), tests }
    }

    /// The document of a test with its edits applied.
    fn prepare(
        &self,
        test: &Test,
        host: &dyn Host,
        files: &mut Files,
        given: &mut HashMap<String, Read>,
    ) -> Result<Prepared, Vec<Diagnostic>> {
        let (document, span) = match &test.given {
            Given::Inline { text, span } => (self.inline(files, text, *span, &test.title)?, *span),
            Given::File { path, span } => {
                let name = beside(files.name(span.file), path);
                if !given.contains_key(&name) {
                    let read = read_given(host, files, &name);
                    given.insert(name.clone(), read);
                }
                match given.get(&name) {
                    Some(Ok(documents)) => (one(documents.clone(), *span)?, *span),
                    Some(Err(error)) if error.labels.is_empty() => {
                        return Err(vec![error.clone().at(*span, "given here")]);
                    }
                    Some(Err(error)) => return Err(vec![error.clone().and(*span, "given here")]),
                    None => return Err(Vec::new()),
                }
            }
        };
        let Document { tree: Some(mut tree), faults } = document else {
            return Err(document.faults.iter().map(Report::report).collect());
        };
        let pack = &self.program[test.pack];
        let found = self.recognise(&tree, Some(pack.kind)).map_err(|error| vec![error.and(span, "given here")])?;
        // Where paths begin: at the pack's document, wherever it stands.
        let mut prefix: Vec<Step> = match &found.found {
            KindFound::Wrapped(key) => vec![Step::Field(Arc::clone(key))],
            KindFound::Declared | KindFound::Default => Vec::new(),
        };
        if found.kind != pack.kind {
            let inner = &self.program[pack.kind];
            let (true, Some(key)) = (inner.inside.is_some_and(|(outer, _)| outer == found.kind), &inner.at) else {
                let (wanted, word) = (&inner.word, &self.program[found.kind].word);
                return Err(vec![
                    Diagnostic::error(
                        "test/kind",
                        format!("this test's document is a `{word}`, and the pack judges `{wanted}`"),
                    )
                    .at(span, "given here")
                    .help(format!("give a document of the kind `{wanted}`")),
                ]);
            };
            prefix.push(Step::Field(Arc::clone(key)));
        }
        for edit in &test.edits {
            let value = self.edit_of(&edit.value, files, &test.title)?;
            let path: Vec<Step> = prefix.iter().cloned().chain(edit.path.steps.iter().map(step)).collect();
            if tree.with_edit(&path, value, edit.span).is_err() {
                return Err(vec![
                    Diagnostic::error(
                        "test/path",
                        format!("`{}` does not lead anywhere in this document", edit.path.text),
                    )
                    .at(edit.path.span, "no such item")
                    .and(span, "in this document")
                    .help("name an item that is there, or the place behind the last one"),
                ]);
            }
        }
        let root = match &found.found {
            KindFound::Wrapped(key) => tree.find(&[Step::Field(Arc::clone(key))]).unwrap_or(tree.root()),
            KindFound::Declared | KindFound::Default => tree.root(),
        };
        let settings: Settings = test.settings.iter().cloned().collect();
        let (packs, limits, also) = ([test.pack], Limits::default(), self.waived_by(test.pack));
        let request =
            Request { also: &also, as_of: test.as_of, ..Request::new(found.kind, root, &packs, &settings, &limits) };
        let mut judgement =
            judge(&self.program, &tree, &request, &mut ()).map_err(|trouble| vec![not_judged(&trouble, test)])?;
        if !faults.is_empty() {
            judgement.verdict = Verdict::NotReady;
        }
        Ok(Prepared { tree, prefix, faults, judgement, document: span })
    }

    /// The rules of other packs that a pack waives: its tests run them, too.
    pub(crate) fn waived_by(&self, pack: PackId) -> Vec<RuleId> {
        let of_pack = self.program.waivers.iter().filter(|waiver| waiver.pack == pack);
        of_pack
            .filter_map(|waiver| match waiver.subject {
                Subject::Rule(rule) if self.program[rule].pack != pack => Some(rule),
                _ => None,
            })
            .collect()
    }

    fn inline(&self, files: &mut Files, text: &Arc<str>, span: Span, title: &str) -> Result<Document, Vec<Diagnostic>> {
        let name = format!("{} (test \"{title}\")", files.name(span.file));
        let id = files.add(name, Arc::clone(text));
        let limits = countersign_document::Limits::default();
        one(countersign_document::read(id, text, Format::Yaml, &limits), span)
    }

    /// What to put into the document for a `with`.
    fn edit_of(&self, value: &EditValue, files: &mut Files, title: &str) -> Result<Edit, Vec<Diagnostic>> {
        Ok(match value {
            EditValue::Missing => Edit::Remove,
            EditValue::Unknown => Edit::Unknown,
            EditValue::Literal(Literal::List(items)) => {
                Edit::List(items.iter().map(|item| self.scalar(item)).collect())
            }
            EditValue::Literal(literal) => Edit::Scalar(self.scalar(literal)),
            EditValue::Yaml { text, span } => match self.inline(files, text, *span, title)? {
                Document { tree: Some(tree), .. } => Edit::Tree(Box::new(tree)),
                Document { faults, .. } => return Err(faults.iter().map(Report::report).collect()),
            },
        })
    }

    /// A literal as a document would write it.
    fn scalar(&self, literal: &Literal) -> Scalar {
        let (text, style) = match literal {
            Literal::Text(text) => (text.to_string(), Style::DoubleQuoted),
            Literal::Boolean(value) => (value.to_string(), Style::Plain),
            Literal::Number(value) => (value.to_string(), Style::Plain),
            Literal::Duration(value) => (value.in_one_unit(), Style::Plain),
            Literal::Date(value) => (value.to_string(), Style::Plain),
            Literal::Instant(value) => (value.to_string(), Style::Plain),
            Literal::Member(id, member) => {
                let word = self.program[*id].members.get(member.0 as usize);
                (word.map(ToString::to_string).unwrap_or_default(), Style::DoubleQuoted)
            }
            Literal::List(_) => (String::new(), Style::Plain),
        };
        Scalar { text: Arc::from(text), style }
    }

    /// Holds what came out against what was expected.
    fn prove(&self, test: &Test, prepared: &Prepared) -> TestOutcome {
        let failures: Vec<Diagnostic> =
            test.expectations.iter().filter_map(|expectation| self.unmet(test, expectation, prepared)).collect();
        if failures.is_empty() { TestOutcome::Passed } else { TestOutcome::Failed(failures) }
    }

    /// Why an expectation is not met, if it is not.
    fn unmet(&self, test: &Test, expectation: &Expectation, prepared: &Prepared) -> Option<Diagnostic> {
        let span = expectation.span;
        match &expectation.kind {
            ExpectationKind::Verdict(wanted) => {
                let wanted = match wanted {
                    ExpectedVerdict::Ready => Verdict::Ready,
                    ExpectedVerdict::Open => Verdict::Open,
                    ExpectedVerdict::NotReady => Verdict::NotReady,
                };
                let found = prepared.judgement.verdict;
                if found == wanted {
                    return None;
                }
                let failure = Diagnostic::error(
                    "test/verdict",
                    format!("expected the verdict {}, and it is {}", verdict_word(wanted), verdict_word(found)),
                )
                .at(span, "expected here");
                Some(self.with_findings(failure, prepared, |_| true))
            }
            ExpectationKind::NothingElse => {
                let others = |finding: &evaluator::Finding| {
                    !test.expectations.iter().any(|other| covers(other, finding, prepared))
                };
                let count = prepared.judgement.findings.iter().filter(|finding| others(finding)).count();
                let twice = usize::from(!prepared.faults.is_empty() && !expects_fields(test));
                if count + twice == 0 {
                    return None;
                }
                let failure = Diagnostic::error("test/else", "expected nothing else, and there is more")
                    .at(span, "expected here");
                let failure = self.with_findings(failure, prepared, others);
                Some(
                    prepared
                        .faults
                        .iter()
                        .filter(|_| twice > 0)
                        .fold(failure, |failure, fault| failure.and(fault.span(), fault.report().message)),
                )
            }
            ExpectationKind::Rule { subject, outcome, at, saying } => {
                self.unmet_rule(*subject, *outcome, at.as_ref(), saying.as_deref(), span, prepared)
            }
        }
    }

    fn unmet_rule(
        &self,
        subject: Subject,
        wanted: ExpectedOutcome,
        at: Option<&DocumentPath>,
        saying: Option<&str>,
        span: Span,
        prepared: &Prepared,
    ) -> Option<Diagnostic> {
        let resolver = Resolver { house: self, tree: &prepared.tree };
        let name = match subject {
            Subject::Rule(rule) => self.program[rule].name.to_string(),
            Subject::Schema(_) => resolver.subject(subject),
        };
        let of_subject = |finding: &evaluator::Finding| finding.subject == subject;
        let found = self.outcome_of(subject, prepared);
        if found != wanted {
            let failure = Diagnostic::error(
                "test/outcome",
                format!("expected `{name}` to {}, and it {}", infinitive(wanted), outcome_word(found)),
            )
            .at(span, "expected here");
            let mut failure = self.with_findings(failure, prepared, of_subject);
            if let (Subject::Rule(rule), ExpectedOutcome::DoesNotApply) = (subject, found)
                && let Some(result) = prepared.judgement.rules.iter().find(|result| result.rule == rule)
                && let Some(why) = &result.not_applicable
            {
                let why = resolver.not_applicable(rule, why.clone());
                failure = failure.note(format!("it does not apply: {}", why.sentence()));
            }
            return Some(failure);
        }
        if matches!(wanted, ExpectedOutcome::Passes | ExpectedOutcome::DoesNotApply) {
            return None;
        }
        let findings = || prepared.judgement.findings.iter().filter(|finding| of_subject(finding));
        let twice = subject == Subject::Schema(SchemaCheck::Field) && !prepared.faults.is_empty();
        if let Some(path) = at
            && !findings().any(|finding| prepared.is_at(finding, path))
            && !(twice && prepared.fault_at(path))
        {
            let failure = Diagnostic::error(
                "test/place",
                format!("`{name}` {}, but not at `{}`", outcome_word(found), path.text),
            )
            .at(path.span, "expected at this place");
            return Some(self.with_findings(failure, prepared, of_subject));
        }
        if let Some(saying) = saying {
            let says = |finding: &evaluator::Finding| {
                at.is_none_or(|path| prepared.is_at(finding, path))
                    && resolver.finding(finding.clone(), None).message.contains(saying)
            };
            let fault_says = twice && prepared.faults.iter().any(|fault| fault.report().message.contains(saying));
            if !findings().any(says) && !fault_says {
                let failure = Diagnostic::error(
                    "test/saying",
                    format!("`{name}` {}, but does not say `{saying}`", outcome_word(found)),
                )
                .at(span, "expected here");
                return Some(self.with_findings(failure, prepared, of_subject));
            }
        }
        None
    }

    /// What a rule or a check of the schema came to.
    fn outcome_of(&self, subject: Subject, prepared: &Prepared) -> ExpectedOutcome {
        match subject {
            Subject::Schema(check) => {
                let found = prepared.judgement.findings.iter().filter(|finding| finding.subject == subject);
                let twice = check == SchemaCheck::Field && !prepared.faults.is_empty();
                match found.map(|finding| finding.outcome).max() {
                    _ if twice => ExpectedOutcome::Fails,
                    Some(Outcome::Waived) => ExpectedOutcome::Waived,
                    Some(Outcome::Undetermined) => ExpectedOutcome::Undetermined,
                    Some(_) => ExpectedOutcome::Fails,
                    None => ExpectedOutcome::Passes,
                }
            }
            Subject::Rule(rule) => {
                let result = prepared.judgement.rules.iter().find(|result| result.rule == rule);
                match result.map_or(Outcome::DoesNotApply, |result| result.outcome) {
                    Outcome::DoesNotApply => ExpectedOutcome::DoesNotApply,
                    Outcome::Passes => ExpectedOutcome::Passes,
                    Outcome::Waived => ExpectedOutcome::Waived,
                    Outcome::Undetermined => ExpectedOutcome::Undetermined,
                    Outcome::Fails => ExpectedOutcome::Fails,
                }
            }
        }
    }

    /// Adds what was found, at its places, to a failure.
    fn with_findings(
        &self,
        mut failure: Diagnostic,
        prepared: &Prepared,
        wanted: impl Fn(&evaluator::Finding) -> bool,
    ) -> Diagnostic {
        const SHOWN: usize = 8;
        let resolver = Resolver { house: self, tree: &prepared.tree };
        let mut left = 0;
        for (at, finding) in prepared.judgement.findings.iter().filter(|finding| wanted(finding)).enumerate() {
            if at >= SHOWN {
                left += 1;
                continue;
            }
            let finding = resolver.finding(finding.clone(), None);
            let word = match finding.outcome {
                Outcome::Fails => "fails",
                Outcome::Waived => "is waived",
                _ => "is undetermined",
            };
            let words = format!("{} {word}: {}", finding.rule, finding.message);
            match finding.places.first() {
                Some(place) => failure = failure.and(place.span, words),
                None => failure = failure.note(words),
            }
            if finding.outcome == Outcome::Undetermined {
                for reason in finding.reasons.iter().take(3) {
                    failure = failure.note(reason.sentence());
                }
            }
        }
        if left > 0 {
            failure = failure.note(format!("and {left} more"));
        }
        if failure.labels.len() == 1 {
            failure = failure.and(prepared.document, "in this document");
        }
        failure
    }
}

/// A test's document, changed and judged.
struct Prepared {
    tree: Tree,
    prefix: Vec<Step>,
    faults: Vec<Fault>,
    judgement: Judgement,
    /// Where the test names its document.
    document: Span,
}

impl Prepared {
    /// Is one of a finding's places the one of this path?
    fn is_at(&self, finding: &evaluator::Finding, path: &DocumentPath) -> bool {
        let steps: Vec<Step> = self.prefix.iter().cloned().chain(path.steps.iter().map(step)).collect();
        let (node, taken) = self.tree.nearest(&steps);
        let rest: Vec<&str> = path
            .steps
            .iter()
            .skip(taken.saturating_sub(self.prefix.len()))
            .filter_map(|step| match step {
                PathStep::Field(name) => Some(&**name),
                _ => None,
            })
            .collect();
        let written = taken == steps.len() && !self.is_nothing(node);
        finding.places.iter().any(|place| {
            if written {
                place.node == node && !place.missing
            } else {
                place.missing
                    && place.path.split('.').next_back() == rest.last().copied().or_else(|| last_field(path))
                    && (place.node == node || self.tree.node(node).parent == Some(place.node))
            }
        })
    }

    /// Does nothing but a null stand here?
    fn is_nothing(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).content, countersign_document::Content::Null)
    }

    /// Is a key that was written twice the one of this path?
    fn fault_at(&self, path: &DocumentPath) -> bool {
        let steps: Vec<Step> = self.prefix.iter().cloned().chain(path.steps.iter().map(step)).collect();
        let Some(node) = self.tree.find(&steps) else { return false };
        let Some((_, key)) = &self.tree.node(node).key else { return false };
        self.faults.iter().any(|fault| fault.report().labels.iter().any(|label| label.span == *key))
    }
}

fn last_field(path: &DocumentPath) -> Option<&str> {
    path.steps.iter().rev().find_map(|step| match step {
        PathStep::Field(name) => Some(&**name),
        _ => None,
    })
}

/// Does an expectation speak of this finding?
fn covers(expectation: &Expectation, finding: &evaluator::Finding, prepared: &Prepared) -> bool {
    let ExpectationKind::Rule { subject, outcome, at, .. } = &expectation.kind else { return false };
    let outcome = match outcome {
        ExpectedOutcome::Fails => Outcome::Fails,
        ExpectedOutcome::Undetermined => Outcome::Undetermined,
        ExpectedOutcome::Waived => Outcome::Waived,
        ExpectedOutcome::Passes | ExpectedOutcome::DoesNotApply => return false,
    };
    finding.subject == *subject
        && finding.outcome == outcome
        && at.as_ref().is_none_or(|path| prepared.is_at(finding, path))
}

fn expects_fields(test: &Test) -> bool {
    test.expectations.iter().any(|expectation| {
        let wanted = Subject::Schema(SchemaCheck::Field);
        matches!(&expectation.kind, ExpectationKind::Rule { subject, outcome: ExpectedOutcome::Fails, .. } if *subject == wanted)
    })
}

fn step(step: &PathStep) -> Step {
    match step {
        PathStep::Field(name) => Step::Field(Arc::clone(name)),
        PathStep::Key { field, value } => Step::Keyed { field: Arc::clone(field), value: Arc::clone(value) },
        PathStep::Index(index) => Step::Index(*index),
    }
}

/// The one document of a text.
fn one(documents: Vec<Document>, span: Span) -> Result<Document, Vec<Diagnostic>> {
    let count = documents.len();
    match documents.into_iter().next() {
        Some(document) if count == 1 => Ok(document),
        Some(_) => Err(vec![
            Diagnostic::error("test/given", format!("a test has one document, and there are {count} here"))
                .at(span, "given here")
                .help("write a test for each"),
        ]),
        None => Err(vec![Diagnostic::error("test/given", "there is no document here").at(span, "given here")]),
    }
}

/// Reads the document that a test gives by its path.
fn read_given(host: &dyn Host, files: &mut Files, name: &str) -> Read {
    let bytes = match shipped::file(name) {
        Some(text) => text.as_bytes().to_vec(),
        None => host.read(name).map_err(|error| error.diagnostic())?,
    };
    read(files, name, &bytes).1
}

/// A path as seen from the folder of the file that names it.
fn beside(file: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let (prefix, file) = match file.strip_prefix(shipped::PREFIX) {
        Some(file) => (shipped::PREFIX, file),
        None => ("", file),
    };
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = if folder.is_empty() && !file.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") };
    format!("{prefix}{}", tidy(&joined))
}

/// The error of a test whose document was not judged.
fn not_judged(trouble: &NotJudged, test: &Test) -> Diagnostic {
    let mut error = trouble.report();
    if matches!(trouble, NotJudged::NoDay(_)) {
        error.helps.clear();
        error = error.help("add `as of` with a day, as in `as of 2026-04-12`");
    }
    error.at(test.span, "this test")
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => "ready",
        Verdict::Open => "open",
        Verdict::NotReady => "not-ready",
    }
}

fn outcome_word(outcome: ExpectedOutcome) -> &'static str {
    match outcome {
        ExpectedOutcome::Passes => "passes",
        ExpectedOutcome::Fails => "fails",
        ExpectedOutcome::Undetermined => "is undetermined",
        ExpectedOutcome::Waived => "is waived",
        ExpectedOutcome::DoesNotApply => "does not apply",
    }
}

fn infinitive(outcome: ExpectedOutcome) -> &'static str {
    match outcome {
        ExpectedOutcome::Passes => "pass",
        ExpectedOutcome::Fails => "fail",
        ExpectedOutcome::Undetermined => "be undetermined",
        ExpectedOutcome::Waived => "be waived",
        ExpectedOutcome::DoesNotApply => "not apply",
    }
}
