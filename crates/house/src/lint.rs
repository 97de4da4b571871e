//! Lints of the packs, and what a corpus of documents adds to them.

use std::collections::BTreeSet;
use std::sync::Arc;

use countersign_compiler::analysis::{self, Lint, Polynomial, Remark, RemarkFacts, Size};
use countersign_compiler::program::RuleId;
use countersign_document::Document;
use countersign_evaluator::{Limits, Outcome, Request, Settings, judge};
use countersign_source::{Diagnostic, Files, Level, Report, Span};

use crate::check::Recognised;
use crate::{House, Input, Which};

/// Which lints are wanted.
#[derive(Clone, Debug, Default)]
pub struct LintOptions {
    /// Only these; all where there is none.
    pub select: Vec<Lint>,
    /// None of these.
    pub ignore: Vec<Lint>,
}

/// The documents that a pack is held against, and which rules applied to one of them.
#[derive(Debug, Default)]
pub struct Corpus {
    applied: BTreeSet<RuleId>,
    documents: usize,
}

/// What the lints found.
#[derive(Debug)]
pub struct Linted {
    /// The files that the places point into.
    pub files: Arc<Files>,
    /// What was found, by place; the code is the id of the lint.
    pub findings: Vec<Diagnostic>,
    /// How many findings `allow` lines took away.
    pub allowed: usize,
    /// How many rules were looked at.
    pub rules: usize,
    /// How many waivers.
    pub waivers: usize,
    /// What the lints could not see through, and took as it stands.
    pub opaque: Vec<Opaque>,
    /// How many documents the corpus holds, where there is one.
    pub documents: Option<usize>,
}

/// What a rule costs at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCost {
    /// `pack/rule`.
    pub rule: String,
    /// Where its name stands.
    pub place: Span,
    /// Its steps, in the sizes of a document.
    pub steps: Polynomial,
}

/// The sizes of a large document, by which costs are compared.
pub const LARGE: (u64, u64) = (100, 4096);

impl RuleCost {
    /// Its steps for a document whose lists have a hundred items each, whose texts have four kilobytes, and which has
    /// as many values as a hundred such lists.
    #[must_use]
    pub fn when_large(&self) -> u64 {
        let (items, bytes) = LARGE;
        self.steps.at(|size| match size {
            Size::Items(_) => items,
            Size::Bytes(_) | Size::Longest => bytes,
            Size::Values => items.saturating_mul(items),
        })
    }
}

/// A part of a rule that the lints did not see through. Nothing is claimed that rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opaque {
    /// `pack/rule`; empty for a part of a definition.
    pub rule: String,
    /// The part.
    pub place: Span,
    /// Why, in a clause.
    pub why: &'static str,
}

impl House {
    /// What each rule costs at most, in the order of packs, files and lines.
    #[must_use]
    pub fn costs(&self, which: Which) -> Vec<RuleCost> {
        let packs = self.chosen(which);
        let rules = (0u32..).map(RuleId).zip(&self.program.rules).filter(|(_, rule)| packs.contains(&rule.pack));
        rules
            .map(|(id, rule)| RuleCost {
                rule: self.program.rule_id(id),
                place: rule.span,
                steps: analysis::cost(&self.program, id),
            })
            .collect()
    }

    /// A warning for each rule that costs more than a house allows.
    #[must_use]
    pub fn dear(&self, which: Which, most: u64) -> Vec<Diagnostic> {
        let dear = self.costs(which).into_iter().filter(|cost| cost.when_large() > most);
        dear.map(|cost| {
            let (items, bytes) = LARGE;
            let (rule, steps) = (&cost.rule, cost.when_large());
            let message =
                format!("the rule `{rule}` may take {steps} steps for a large document, and {most} is the most");
            Diagnostic::new(Level::Warning, "rules/cost", message)
                .at(cost.place, format!("with lists of {items} items and texts of {bytes} bytes"))
                .help("`rules check --cost` shows what makes it dear; go through fewer lists inside one another")
                .help("or allow more: `max-cost` in `countersign.toml`")
        })
        .collect()
    }

    /// Looks at the packs for what compiles and is most likely not meant.
    #[must_use]
    pub fn lint(&self, which: Which, options: &LintOptions, corpus: Option<&Corpus>) -> Linted {
        let packs = self.chosen(which);
        let program = &self.program;
        let mut found = analysis::lint(program, &packs);
        if let Some(corpus) = corpus {
            for (id, rule) in (0u32..).map(RuleId).zip(&program.rules) {
                if packs.contains(&rule.pack) && !corpus.applied.contains(&id) {
                    let (sort, name) = (rule.sort(), rule.name.to_string());
                    let facts = RemarkFacts::NeverApplied { sort, rule: name, documents: corpus.documents };
                    found.remarks.push(Remark { at: rule.span, also: Vec::new(), facts });
                }
            }
        }
        let asked = |lint: Lint| {
            (options.select.is_empty() || options.select.contains(&lint))
                && !options.ignore.contains(&lint)
                && (lint != Lint::NeverApplied || corpus.is_some())
        };
        found.allow(program, &packs, asked);
        let rule_at = |span: Span| {
            let rules = (0u32..).map(RuleId).zip(&program.rules);
            rules.filter(|(_, rule)| rule.item.holds(span)).map(|(id, _)| program.rule_id(id)).next()
        };
        let opaque = found
            .opaque
            .iter()
            .map(|(place, why)| Opaque { rule: rule_at(*place).unwrap_or_default(), place: *place, why })
            .collect();
        Linted {
            files: Arc::clone(&self.files),
            findings: found.remarks.iter().map(Report::report).collect(),
            allowed: found.allowed,
            rules: found.rules,
            waivers: program.waivers.iter().filter(|waiver| packs.contains(&waiver.pack)).count(),
            opaque,
            documents: corpus.map(|corpus| corpus.documents),
        }
    }
}

impl Corpus {
    /// How many documents were judged.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Judges the documents of an input, and remembers which rules applied. What is wrong with them is of no interest
    /// here, but for what keeps one from being judged, which comes back with the files that it points into.
    #[must_use]
    pub fn add(&mut self, house: &House, input: &Input) -> (Files, Vec<Diagnostic>) {
        let mut files = Files::clone(&house.files);
        let documents = match house.read(&mut files, input).1 {
            Ok(documents) => documents,
            Err(error) => return (files, vec![error]),
        };
        let mut errors = Vec::new();
        for document in documents {
            if let Err(found) = self.judge(house, input, document) {
                errors.extend(found);
            }
        }
        (files, errors)
    }

    fn judge(&mut self, house: &House, input: &Input, document: Document) -> Result<(), Vec<Diagnostic>> {
        let Document { tree: Some(tree), .. } = document else {
            return Err(document.faults.iter().map(Report::report).collect());
        };
        let default = if input.by_name { house.default_kind() } else { None };
        let Recognised { kind, root, .. } = house.recognise(&tree, default).map_err(|error| vec![error])?;
        let settings = Settings::new();
        let (packs, limits) = (house.chosen(Which::All), Limits::default());
        let request = Request::new(kind, root, &packs, &settings, &limits);
        let judgement = judge(&house.program, &tree, &request, &mut ())
            .map_err(|trouble| vec![house.not_judged(&tree, &trouble)])?;
        self.documents += 1;
        let applied = judgement.rules.iter().filter(|result| result.outcome != Outcome::DoesNotApply);
        self.applied.extend(applied.map(|result| result.rule));
        Ok(())
    }
}

impl Linted {
    /// Was nothing found?
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.level == Level::Note)
    }
}
