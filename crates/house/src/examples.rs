//! The smallest documents that show what a rule does: one that passes, one that fails, one that leaves it open.

use std::sync::Arc;

use countersign_compiler::program::{RuleId, Subject as About, Type};
use countersign_document::{Format, Limits, Tree};
use countersign_evaluator::{Outcome, Part, Seen, State, Subject};
use countersign_source::{FileId, Span};

use crate::search::{Budget, Case, Wanted, Written};
use crate::{House, Which};

/// What a rule does, in documents.
#[derive(Clone, Debug)]
pub struct RuleExamples {
    /// `pack/rule`.
    pub rule: String,
    /// Its title.
    pub title: Arc<str>,
    /// One for each thing that it can come to.
    pub examples: Vec<Sought>,
}

impl RuleExamples {
    /// Was one found that passes, and one that fails?
    #[must_use]
    pub fn are_whole(&self) -> bool {
        self.examples.iter().all(|sought| sought.wanted == Wanted::Open || sought.example.is_some())
    }
}

/// A document that was looked for.
#[derive(Clone, Debug)]
pub struct Sought {
    /// What the rule was to come to.
    pub wanted: Wanted,
    /// The document, where there is one.
    pub example: Option<Example>,
    /// How many documents were judged on the way.
    pub judged: usize,
}

/// A document for which a rule comes out as wanted.
#[derive(Clone, Debug)]
pub struct Example {
    /// The document, as YAML.
    pub text: String,
    /// The lines that decide.
    pub marks: Vec<Deciding>,
    /// What the rule says, where it has something to say.
    pub message: Option<String>,
}

/// A line that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    /// The line, from 1.
    pub line: usize,
    /// What decides there, in few words: `approval.approver is not written`; nothing where the line says it.
    pub words: String,
}

impl House {
    /// The smallest documents for which a rule passes, fails and stays open. `open` is looked for where it is wanted.
    pub(crate) fn rule_examples(&self, rule: RuleId, wanted: &[Wanted]) -> RuleExamples {
        let program = &self.program;
        // The rule is asked for by its name, so that its pack is looked at whether or not it runs.
        let packs = self.chosen(Which::All);
        let kind = program[program[rule].pack].kind;
        let bare = Case {
            program,
            kind,
            root: countersign_document::NodeId(0),
            wrapped: None,
            packs: &packs,
            settings: &self.fitted.settings,
            // A rule that is not in force on every day is shown on its first.
            as_of: program[rule].effective.map(|days| days.from),
            previous: None,
            evidence: None,
            limits: self.limits(),
            rule,
        };
        let least = bare.schema().document().and_then(|document| tree_of(&document));
        let examples = wanted
            .iter()
            .map(|wanted| {
                let (tree, judged) = match &least {
                    Some(tree) => {
                        let case = Case { root: tree.root(), wrapped: None, ..bare };
                        // Many rules are never open, so that looking for it long mostly finds nothing.
                        let judgements = if *wanted == Wanted::Open { 600 } else { Budget::default().judgements };
                        case.example(tree, *wanted, Budget { judgements, ..Budget::default() })
                    }
                    None => (None, 0),
                };
                let example = tree.and_then(|tree| self.example_of(rule, &bare, &tree, *wanted));
                Sought { wanted: *wanted, example, judged }
            })
            .collect();
        RuleExamples { rule: program.rule_id(rule), title: Arc::clone(&program[rule].title), examples }
    }

    /// The document as text, judged once more as it reads; nothing where that should not come to the same.
    fn example_of(&self, rule: RuleId, case: &Case<'_>, tree: &Tree, wanted: Wanted) -> Option<Example> {
        let shape = Type::Shape(self.program[case.kind].shape);
        let written = Written::of_tree(&self.program, tree, tree.root(), Some(&shape));
        let text = written.yaml();
        let tree = read(&text)?;
        let case = Case { root: tree.root(), wrapped: None, ..*case };
        let (trace, judgement) = case.trace(&tree)?;
        if crate::search::outcome(&judgement, rule) != wanted.outcome() {
            return None;
        }
        let line = |span: Span| text.get(..span.start as usize).map_or(1, |before| before.matches('\n').count() + 1);
        let mut marks: Vec<Deciding> = Vec::new();
        let mut mark = |line, words: String| {
            if !marks.iter().any(|known: &Deciding| known.line == line) {
                marks.push(Deciding { line, words });
            }
        };
        let resolver = crate::resolve::Resolver { program: &self.program, tree: &tree };
        let finding = judgement.findings.iter().find(|finding| finding.subject == About::Rule(rule));
        let mut message = None;
        if let Some(finding) = finding {
            let found = resolver.finding(finding.clone());
            // What lacks in reference data stands in no line of the document.
            for reason in found.reasons.iter().filter(|reason| reason.place.span.file == tree.file()) {
                mark(line(reason.place.span), reason.sentence().replace('`', ""));
            }
            if finding.outcome == Outcome::Fails {
                message = Some(found.message.clone());
                for place in
                    found.places.iter().filter(|place| !place.missing && place.span.file == tree.file()).take(1)
                {
                    mark(line(place.span), String::new());
                }
            }
        } else if let Some(stages) = trace.of(rule) {
            let mut spans = Vec::new();
            decided(stages, false, &mut |place: &countersign_evaluator::Place| {
                if place.part != Part::Key {
                    spans.push(resolver.place(place).span);
                }
            });
            for span in spans {
                mark(line(span), String::new());
            }
        }
        marks.sort_by_key(|mark| mark.line);
        Some(Example { text, marks, message })
    }
}

/// The places of the values that the clauses of a rule looked at.
fn decided(seen: &[Seen], inside: bool, visit: &mut impl FnMut(&countersign_evaluator::Place)) {
    for part in seen {
        let clause = inside || part.outcome.is_some();
        if clause
            && matches!(part.subject, Subject::Part(_))
            && part.sight.state == Some(State::Known)
            && let (Some(place), Some(way)) = (&part.sight.place, &part.sight.way)
            && !way.is_empty()
        {
            visit(place);
        } else {
            decided(&part.parts, clause, visit);
        }
    }
}

fn tree_of(document: &Written) -> Option<Tree> {
    read(&document.yaml())
}

fn read(text: &str) -> Option<Tree> {
    // Nobody is shown a place in it but by its line.
    let file = FileId(u32::MAX - 1);
    let text: Arc<str> = Arc::from(text);
    countersign_document::read(file, &text, Format::Yaml, &Limits::default()).pop()?.tree
}
