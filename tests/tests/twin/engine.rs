//! The engine as the twin sees it: a text and a document in, what came out in the twin's words.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_compiler::program::{Literal, PackId, Program, SettingId, Subject, Support};
use countersign_compiler::scalar::Number;
use countersign_compiler::{Beside, ScalarStyle, Source, Written as Laid, WrittenContent, compile_beside};
use countersign_document::{Format, Tree};
use countersign_evaluator::{
    Finding, FoundKind, Lack, Limits, NotApplicable, NotJudged, Outcome, Reason, Request, Settings, State, Verdict,
    find_kind, judge,
};
use countersign_parser::ast::{File, Item};
use countersign_parser::parse;
use countersign_source::{FileId, Files, Level, Span};

use super::Case;
use super::paper::Written;
use super::plain;
use super::rules::{self, Decided, Said, Told, Verdicts, WhyNot};

pub(crate) struct Engine {
    pub(crate) file: File,
    program: Program,
}

impl Engine {
    /// Nothing where the text does not compile.
    pub(crate) fn new(text: &str, crews: &Written) -> Option<Self> {
        let mut files = Files::new();
        let parsed = parse(files.add("p.rules", text), text);
        if !parsed.errors.is_empty() {
            return None;
        }
        let names = parsed.file.items.iter().filter_map(|item| match item {
            Item::Data(data) => Some((data.file.span, laid(crews))),
            _ => None,
        });
        let beside = Beside { data: names.collect::<HashMap<_, _>>(), concepts: None };
        let compiled = compile_beside(&[Source { file: &parsed.file, text, broken: &[], proved: false }], &beside);
        compiled.problems.is_empty().then_some(Self { file: parsed.file, program: compiled.program })
    }

    pub(crate) fn judge(&self, case: &Case) -> Verdicts {
        let program = &self.program;
        let mut tree = tree(&case.document);
        let FoundKind::Found { kind, root } = find_kind(program, &tree) else { panic!("no kind") };
        let previous = case.previous.as_ref().map(|previous| tree.append(&self::tree(previous)));
        let mut settings = Settings::new();
        if case.changed {
            for (name, value) in super::settings(true) {
                let at = program.settings.iter().position(|setting| &*setting.name == name).unwrap();
                let value = match value {
                    plain::Plain::Number(number) => {
                        Literal::Number(Number::whole(u64::try_from(number / 1000).unwrap()))
                    }
                    plain::Plain::Member(at, _) => {
                        let of = program.enums.iter().position(|declared| &*declared.name == "Level").unwrap();
                        let member = countersign_compiler::program::MemberIndex(u32::try_from(at).unwrap());
                        Literal::Member(countersign_compiler::program::EnumId(u32::try_from(of).unwrap()), member)
                    }
                    other => panic!("{other:?} is not set"),
                };
                settings.set(SettingId(u32::try_from(at).unwrap()), value);
            }
        }
        let limits = Limits::default();
        let request = Request { previous, ..Request::new(kind, root, &[PackId(0)], &settings, &limits) };
        let judged = match judge(program, &tree, &request, &mut ()) {
            Ok(judged) => judged,
            Err(NotJudged::NoDay(_)) => return Verdicts { dayless: true, ..Verdicts::default() },
            Err(NotJudged::Limit(reached)) => panic!("{reached:?}"),
        };
        let mut faults: Vec<(&'static str, String, rules::Outcome, Told)> = judged
            .findings
            .iter()
            .filter_map(|finding| match finding.subject {
                Subject::Schema(check) => {
                    Some((check.name(), finding.places[0].path.to_string(), outcome(finding.outcome), told_of(finding)))
                }
                Subject::Rule(_) => None,
            })
            .collect();
        faults.sort();
        let rules = judged.rules.iter().map(|result| Said {
            name: program[result.rule].name.to_string(),
            outcome: outcome(result.outcome),
            level: level(result.level).to_owned(),
            findings: judged
                .findings
                .iter()
                .filter(|finding| finding.subject == Subject::Rule(result.rule))
                .map(|finding| (outcome(finding.outcome), told_of(finding)))
                .collect(),
            why_not: result.not_applicable.as_ref().map(|why| match why {
                NotApplicable::Guard { clause, reasons, .. } => {
                    WhyNot::Guard(clause.range().start, told(reasons), false)
                }
                NotApplicable::NothingToLookAt(reasons) => {
                    WhyNot::Nothing(reasons.iter().map(|reason| reason.place.path.to_string()).collect())
                }
                NotApplicable::NoChoice(reason) => WhyNot::NoChoice(reason.place.path.to_string()),
                NotApplicable::OnlyCompares => WhyNot::OnlyCompares,
                NotApplicable::NotInForce { .. } => WhyNot::NotInForce,
            }),
        });
        let decisions = judged.decisions.iter().map(|decided| Decided {
            options: decided
                .options
                .iter()
                .map(|option| {
                    let needs = match option.support {
                        Support::Supported => rules::Outcome::Passes,
                        Support::NotSupported => rules::Outcome::Fails,
                        Support::Open => rules::Outcome::Undetermined,
                    };
                    let unmet = option.unmet.iter().map(|unmet| told_of(&unmet.finding)).collect();
                    let approver = option.approver.as_ref().map(|approver| {
                        let state = match approver.state {
                            State::Known => "known",
                            State::Missing => "missing",
                            State::Open => "unknown",
                        };
                        (state, told(&approver.reasons))
                    });
                    (needs, outcome(option.suits), unmet, approver)
                })
                .collect(),
            suggestion: decided.suggestion,
            open: decided.open.clone(),
        });
        Verdicts {
            faults,
            rules: rules.collect(),
            decisions: decisions.collect(),
            verdict: match judged.verdict {
                Verdict::Ready => "ready",
                Verdict::Open => "open",
                Verdict::NotReady => "not ready",
            },
            clauses: judged.work.clauses,
            passed_on_nothing: judged.work.passed_on_nothing,
            waivers: judged.waivers.iter().map(|used| (used.waived, used.expired)).collect(),
            idle: Vec::new(),
            dayless: false,
        }
    }
}

fn tree(document: &Written) -> Tree {
    let text = document.yaml();
    let limits = countersign_document::Limits::default();
    let mut read = countersign_document::read(FileId(7), &Arc::from(text.as_str()), Format::Yaml, &limits);
    assert!(read.len() == 1 && read[0].faults.is_empty(), "{text}\n{:?}", read[0].faults);
    read.remove(0).tree.unwrap()
}

/// What is written, as the compiler takes it from a data file.
fn laid(written: &Written) -> Laid {
    let span = Span::new(FileId(8), 0..0);
    let content = match written {
        Written::Null => WrittenContent::Nothing,
        Written::Blank => WrittenContent::Scalar(Arc::from("  "), ScalarStyle::Text),
        Written::Unknown { .. } => WrittenContent::Unknown,
        Written::Scalar { text, quoted } => {
            let style = if *quoted { ScalarStyle::Text } else { ScalarStyle::Plain };
            WrittenContent::Scalar(Arc::from(text.as_str()), style)
        }
        Written::List(items) => WrittenContent::List(items.iter().map(laid).collect()),
        Written::Map(entries) => WrittenContent::Map(
            entries.iter().map(|(key, value)| (Arc::from(key.as_str()), span, laid(value))).collect(),
        ),
    };
    Laid { content, span }
}

fn outcome(outcome: Outcome) -> rules::Outcome {
    match outcome {
        Outcome::DoesNotApply => rules::Outcome::DoesNotApply,
        Outcome::Passes => rules::Outcome::Passes,
        Outcome::Waived => rules::Outcome::Waived,
        Outcome::Undetermined => rules::Outcome::Undetermined,
        Outcome::Fails => rules::Outcome::Fails,
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn told_of(finding: &Finding) -> Told {
    told(&finding.reasons)
}

fn told(reasons: &[Reason]) -> Told {
    reasons
        .iter()
        .map(|reason| {
            let lack = match &reason.lack {
                Lack::Missing | Lack::NoRevision => plain::Lack::Missing,
                Lack::Empty | Lack::NoneFits => plain::Lack::Empty,
                Lack::Unknown(why) => plain::Lack::Unknown(why.as_ref().map(ToString::to_string)),
                Lack::Unfit => plain::Lack::Unfit,
                Lack::Uncomputable => plain::Lack::Uncomputable,
            };
            (reason.place.path.to_string(), lack)
        })
        .collect()
}
