//! What `explain` says of a document is what `check` says, whatever is given along: a day, an earlier revision, files of
//! evidence, a configuration, waivers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use countersign_house::{
    Checked, CheckedDocument, Checking, Date, Evidence, Explained, ExplainedDocument, House, Input, OpenOptions,
    Outcome, Which, open,
};
use countersign_report::{Format, SCHEMAS, Style, explained as explained_as};
use countersign_tests::{Repository, top};

/// What a run is given.
#[derive(Clone, Copy, Default)]
struct Given {
    rules: Option<&'static str>,
    configuration: Option<&'static str>,
    as_of: Option<&'static str>,
    previous: Option<&'static str>,
    evidence: Option<&'static str>,
}

impl Given {
    fn house(self) -> House {
        let options = OpenOptions {
            rules: self.rules.iter().map(|rules| (*rules).to_owned()).collect(),
            tests: false,
            configuration: self
                .configuration
                .or(self.rules.is_none().then_some("fixtures/configuration/two-packs.toml"))
                .map(str::to_owned),
        };
        let opened = open(&Repository, &options);
        opened.house.unwrap_or_else(|| panic!("{:?}", opened.diagnostics))
    }

    fn checking<'h>(self, house: &'h House, document: &str, evidence: Option<&'h Evidence<'h>>) -> Checking<'h> {
        let mut checking = house.check(input(document)).as_of(self.as_of.map(|day| Date::parse(day).unwrap()));
        if let Some(previous) = self.previous {
            checking = checking.after(&input(previous));
        }
        if let Some(evidence) = evidence {
            checking = checking.with_evidence(evidence);
        }
        checking
    }
}

fn input(path: &str) -> Input {
    Input { name: path.to_owned(), bytes: std::fs::read(top().join(path)).unwrap(), by_name: true }
}

fn checked(checking: Checking<'_>) -> CheckedDocument {
    match { checking }.next().unwrap() {
        Checked::Document(document) => *document,
        Checked::Errors { errors, .. } => panic!("{errors:?}"),
    }
}

fn explained(checking: Checking<'_>, rule: &str) -> ExplainedDocument {
    match checking.explain(Some(rule)).unwrap().remove(0) {
        Explained::Document(document) => *document,
        Explained::Errors { errors, .. } => panic!("{errors:?}"),
    }
}

/// What a rule comes to in a check.
fn outcome(checked: &CheckedDocument, rule: &str) -> Outcome {
    let findings = checked.findings.iter().filter(|finding| finding.rule == rule);
    let idle = checked.not_applicable.iter().any(|known| known.rule == rule);
    findings.map(|finding| finding.outcome).max().unwrap_or(if idle { Outcome::DoesNotApply } else { Outcome::Passes })
}

const DOCUMENTS: [&str; 7] = [
    "fixtures/handoffs/approver-missing.yaml",
    "fixtures/handoffs/environment-unknown.yaml",
    "fixtures/handoffs/public-bucket.yaml",
    "fixtures/markdown/approver-missing.md",
    "fixtures/markdown/environment-unknown.md",
    "fixtures/markdown/public-bucket.md",
    "fixtures/beside/revised.yaml",
];

#[test]
fn every_rule_comes_to_what_a_check_with_the_same_options_says() {
    let none = Given::default();
    let runs = [
        none,
        Given { as_of: Some("2031-01-01"), ..none },
        Given { rules: Some("fixtures/waivers"), ..none },
        Given { rules: Some("fixtures/waivers"), as_of: Some("2026-10-01"), ..none },
        Given { configuration: Some("fixtures/configuration/whole.toml"), ..none },
        Given { rules: Some("fixtures/decisions"), ..none },
        Given {
            rules: Some("fixtures/beside"),
            previous: Some("fixtures/handoffs/public-bucket.yaml"),
            evidence: Some("fixtures/beside/evidence"),
            ..none
        },
    ];
    let mut seen = std::collections::BTreeMap::new();
    for given in runs {
        let house = given.house();
        let evidence = given.evidence.map(|folder| Evidence::new(&Repository, folder).unwrap());
        for document in DOCUMENTS {
            let checking = || given.checking(&house, document, evidence.as_ref());
            let checked = checked(checking());
            let mut judged = 0;
            for rule in house.rules(Which::All) {
                let explained = explained(checking(), &rule.id);
                assert_eq!(explained.verdict, checked.verdict, "{document}");
                assert_eq!(explained.as_of, checked.as_of, "{document}");
                let Some(told) = explained.rules.first() else {
                    assert!(explained.other_kind.is_some() || explained.not_run.is_some(), "{}", rule.id);
                    continue;
                };
                judged += 1;
                *seen.entry(format!("{:?}", told.outcome)).or_insert(0) += 1;
                assert_eq!(told.outcome, outcome(&checked, &rule.id), "{} of {document}", rule.id);
                let said: Vec<_> = checked.findings.iter().filter(|finding| finding.rule == rule.id).collect();
                assert_eq!(format!("{:?}", told.findings.iter().collect::<Vec<_>>()), format!("{said:?}"));
                for finding in said {
                    assert_eq!(told.level_set, finding.level_set, "{}", rule.id);
                    assert!(finding.level <= told.level, "{}", rule.id);
                }
                let why = checked.not_applicable.iter().find(|known| known.rule == rule.id);
                assert_eq!(format!("{:?}", told.not_applicable.as_ref()), format!("{why:?}"), "{}", rule.id);
            }
            let work = checked.work;
            assert_eq!(judged, work.passed + work.failed + work.waived + work.open + work.not_applicable, "{document}");
        }
    }
    for outcome in ["Passes", "Fails", "Undetermined", "DoesNotApply", "Waived"] {
        assert!(seen.get(outcome).is_some_and(|count| *count > 0), "no rule came to {outcome}: {seen:?}");
    }
}

/// What people are shown of what `check` shows besides: a waiver, an end that has passed, a level that is set, a rule that is
/// switched off or not in force, a decision, and what is read of an earlier revision.
#[test]
fn people_are_told_what_stands_behind_an_outcome() {
    let none = Given::default();
    let waived = Given { rules: Some("fixtures/waivers"), ..none };
    let later = Given { as_of: Some("2026-10-01"), ..waived };
    let configured = Given { configuration: Some("fixtures/configuration/whole.toml"), ..none };
    let decided = Given { rules: Some("fixtures/decisions"), ..none };
    let before = Given {
        rules: Some("fixtures/beside"),
        previous: Some("fixtures/handoffs/public-bucket.yaml"),
        evidence: Some("fixtures/beside/evidence"),
        ..none
    };
    let missing = "fixtures/handoffs/approver-missing.yaml";
    let ready = "fixtures/handoffs/public-bucket.yaml";
    let mut shown = String::new();
    for (given, document, rule) in [
        (waived, missing, None),
        (later, missing, None),
        (waived, missing, Some("house/regions-named")),
        (configured, missing, Some("approval/approver-named")),
        (configured, missing, Some("titles/title-short")),
        (Given { rules: Some("fixtures/decisions"), ..configured }, missing, Some("response/response")),
        (decided, ready, Some("response/response")),
        (before, "fixtures/beside/revised.yaml", None),
    ] {
        let house = given.house();
        if let Some(rule) = rule.filter(|rule| house.rules(Which::All).iter().all(|known| known.id != *rule)) {
            let known: Vec<String> = house.rules(Which::All).into_iter().map(|known| known.id).collect();
            panic!("no rule {rule} among {known:?}");
        }
        let evidence = given.evidence.map(|folder| Evidence::new(&Repository, folder).unwrap());
        let explained = given.checking(&house, document, evidence.as_ref()).explain(rule).unwrap();
        shown.push_str(&format!("=== {document} {}\n\n", rule.unwrap_or_default()));
        shown.push_str(&explained_as(Format::Human, Style::default(), &explained));
        shown.push('\n');
        let json = explained_as(Format::Json, Style::default(), &explained);
        let schema = SCHEMAS.iter().find(|schema| schema.name == "explain").unwrap();
        let validator = jsonschema::validator_for(&serde_json::from_str(schema.text).unwrap()).unwrap();
        let instance = serde_json::from_str(&json).unwrap();
        let errors: Vec<String> = validator.iter_errors(&instance).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}\n{json}");
    }
    insta::assert_snapshot!(shown);
}
