//! Waivers, days in force, and the day that a document is judged by.

use std::sync::Arc;

use countersign_compiler::program::{PackId, Program, Subject};
use countersign_compiler::scalar::Date;
use countersign_document::{Step, Tree};
use countersign_evaluator::{
    FoundKind, Judgement, Limits, NotJudged, Request, Settings, Verdict, Waiver, WaiverState, find_kind, judge,
};
use countersign_source::Report;

use crate::{program, program_of, show, tree};

/// The schema of documents that have a day of their own.
const DATED: &str = "pack p for Case\n\
    record Item { key id: text, size?: number, owner?: text }\n\
    document Case { prepared_at?: instant, name?: text, items?: list<Item> }\n";

fn dated(rules: &str) -> Program {
    program_of(&format!("{DATED}{rules}"))
}

fn ask(program: &Program, tree: &Tree, day: Option<&str>, along: &[Waiver<'_>]) -> Result<Judgement, NotJudged> {
    let FoundKind::Found { kind, root } = find_kind(program, tree) else { panic!("no kind") };
    let packs: Vec<PackId> = (0..program.packs.len() as u32).map(PackId).collect();
    let (settings, limits) = (Settings::new(), Limits::default());
    let as_of = day.map(|day| Date::parse(day).unwrap());
    let request = Request { as_of, waivers: along, ..Request::new(kind, root, &packs, &settings, &limits) };
    judge(program, tree, &request, &mut ())
}

/// What everything comes to, the verdict behind it.
fn comes_to(program: &Program, document: &str, day: Option<&str>) -> String {
    let text = format!("kind: case\n{document}");
    let tree = tree(&text);
    match ask(program, &tree, day, &[]) {
        Ok(judgement) => {
            let mut out = show(program, &tree, &text, &judgement);
            for finding in &judgement.findings {
                if let Some(waiver) = &finding.waiver {
                    let own = if waiver.on_own_word { ", on its own word" } else { "" };
                    out.push_str(&format!("{:?} until {} by {}{own}\n", waiver.state, waiver.until, waiver.by));
                }
            }
            format!("{out}{:?}", judgement.verdict)
        }
        Err(trouble) => trouble.report().message,
    }
}

#[track_caller]
fn check(program: &Program, document: &str, day: Option<&str>, wanted: &[&str]) {
    let out = comes_to(program, document, day);
    let found: Vec<&str> = out.lines().map(str::trim).collect();
    assert_eq!(found, wanted, "\n{document}");
}

const NAMED: &str = "rule named \"It has a name\" { require name is present }\n";

fn waiver(condition: &str, until: &str) -> String {
    format!("waive p/named {{ {condition} until {until} by \"Ada\" because \"so\" }}\n")
}

#[test]
fn a_failure_is_waived_up_to_the_last_moment_of_the_last_day() {
    let program = dated(&format!("{NAMED}{}", waiver("", "2026-06-30")));
    let waived = ["named: Waived", "Waived: `name` is not written: It has a name [name missing ]"];
    for (document, own) in [
        ("prepared_at: 2026-06-30T23:59:59Z", ", on its own word"),
        // In UTC it is still the thirtieth.
        ("prepared_at: 2026-07-01T01:30+02:00", ", on its own word"),
    ] {
        let by = format!("Holds until 2026-06-30 by Ada{own}");
        check(&program, document, None, &[waived[0], waived[1], &by, "Ready"]);
    }
    check(&program, "items: []", Some("2026-06-30"), &[waived[0], waived[1], "Holds until 2026-06-30 by Ada", "Ready"]);
    let ended = ["named: Fails", "Fails: `name` is not written: It has a name [name missing ]"];
    check(
        &program,
        "prepared_at: 2026-07-01T00:00Z",
        None,
        &[ended[0], ended[1], "Expired until 2026-06-30 by Ada, on its own word", "NotReady"],
    );
}

#[test]
fn the_day_that_is_given_goes_before_the_documents_own() {
    let program = dated(&format!("{NAMED}{}", waiver("", "2026-06-30")));
    let out = comes_to(&program, "prepared_at: 2026-01-01T00:00Z", Some("2026-12-24"));
    assert!(out.contains("Expired until 2026-06-30 by Ada\n"), "{out}");
}

#[test]
fn a_day_is_needed_only_where_it_matters() {
    let program = dated(&format!("{NAMED}{}", waiver("where count(items) > 0", "2026-06-30")));
    check(&program, "name: n", None, &["named: Passes", "Ready"]);
    // The waiver is not about this one.
    check(
        &program,
        "items: []",
        None,
        &["named: Fails", "Fails: `name` is not written: It has a name [name missing ]", "NotReady"],
    );
    for own in ["", "prepared_at: !unknown the clock was off\n", "prepared_at: yesterday\n", "prepared_at:\n"] {
        let out = comes_to(&program, &format!("{own}items: [{{ id: a }}]"), None);
        assert_eq!(out, "a waiver would apply, and nothing says as of which day this document is judged");
    }
    let program = dated("rule named \"N\" { effective from 2026-10-01 require name is present }\n");
    let out = comes_to(&program, "name: n", None);
    assert_eq!(out, "a rule is not in force on every day, and nothing says as of which day this document is judged");
}

#[test]
fn a_waiver_is_held_against_documents_only_while_its_rule_is_in_force() {
    let rule = "rule named \"N\" { effective from 2026-10-01 until 2026-12-31 require name is present }\n";
    let program = dated(&format!("{rule}{}", waiver("", "2026-12-31")));
    let tree = tree("kind: case\nname: n");
    for (day, held) in [("2026-09-30", 0), ("2026-10-01", 1), ("2026-12-31", 1), ("2027-01-01", 0)] {
        assert_eq!(ask(&program, &tree, Some(day), &[]).unwrap().waivers.len(), held, "{day}");
    }
}

#[test]
fn a_rule_is_in_force_on_its_first_and_last_day_and_between() {
    let program = dated("rule named \"N\" { effective from 2026-10-01 until 2026-12-31 require name is present }\n");
    for (day, says) in [
        (
            "2026-09-30",
            "named: DoesNotApply: in force from 2026-10-01 until 2026-12-31, judged by the given 2026-09-30",
        ),
        ("2026-10-01", "named: Passes"),
        ("2026-12-31", "named: Passes"),
        (
            "2027-01-01",
            "named: DoesNotApply: in force from 2026-10-01 until 2026-12-31, judged by the given 2027-01-01",
        ),
    ] {
        check(&program, "name: n", Some(day), &[says, "Ready"]);
    }
}

#[test]
fn an_item_is_waived_without_the_rest_by_the_names_of_the_rule() {
    let program = dated(
        "rule sized \"Items have a size\" {\n\
         let all = items\n for each i in all\n require i.size is present\n at i\n}\n\
         waive p/sized { where i.owner == \"Bob\" and count(all) > 1 and every o in all: o.id is present \
         until 2026-06-30 by \"Ada\" because \"so\" }\n",
    );
    let of = |document: &str| comes_to(&program, document, Some("2026-01-01"));
    let out = of("items: [{ id: a, owner: Bob }, { id: b, size: 1 }]");
    assert!(out.starts_with("sized: Waived\n"), "{out}");
    assert!(out.ends_with("\nReady"), "{out}");
    // The worst counts.
    let out = of("items: [{ id: a, owner: Bob }, { id: b, owner: Eve }]");
    assert!(out.starts_with("sized: Fails\n  Waived: "), "{out}");
    assert!(out.contains("\n  Fails: `items[b].size` is not written"), "{out}");
    assert!(out.ends_with("\nNotReady"), "{out}");
    // A condition about what nobody wrote covers nothing.
    let out = of("items: [{ id: a }, { id: b, size: 1 }]");
    assert!(out.starts_with("sized: Fails\n"), "{out}");
}

#[test]
fn what_a_waiver_cannot_decide_is_open_and_not_silently_waived() {
    let program = dated(&format!("{NAMED}{}", waiver("where some i in items: i.size > 3", "2026-06-30")));
    check(
        &program,
        "items: [{ id: a, size: unknown }]",
        Some("2026-01-01"),
        &[
            "named: Undetermined",
            "Undetermined: It has a name: `items[a].size` is not known yet [name missing ]",
            "Undecided until 2026-06-30 by Ada",
            "Open",
        ],
    );
    // What has ended excuses nothing, and says so only where it is sure to have been about this.
    let out = comes_to(&program, "items: [{ id: a, size: unknown }]", Some("2026-07-01"));
    assert!(out.starts_with("named: Fails\n") && !out.contains("Expired"), "{out}");
}

#[test]
fn only_failures_are_waived() {
    let program = program(
        "rule open \"O\" { require flag }\n\
         waive p/open { until 2026-06-30 by \"Ada\" because \"so\" }\n",
    );
    check(
        &program,
        "flag: unknown",
        None,
        &["open: Undetermined", "Undetermined: O: `flag` is not known yet [flag unknown]", "Open"],
    );
}

#[test]
fn the_choice_of_a_decision_is_waived_and_what_it_comes_to_is_still_said() {
    let program = program(
        "/// What to do.\ndecision d chosen team {\n option red \"R\" { needs flag }\n option blue \"B\" { }\n}\n\
         waive p/d { where name == \"old\" until 2026-06-30 by \"Ada\" because \"so\" }\n",
    );
    let out = comes_to(&program, "name: old\nteam: red\nflag: false", Some("2026-06-30"));
    assert!(out.starts_with("d: Waived\n") && out.ends_with("Holds until 2026-06-30 by Ada\nReady"), "{out}");
    let out = comes_to(&program, "name: old\nteam: green", Some("2026-07-01"));
    assert!(out.starts_with("d: Fails\n") && out.contains("Expired until 2026-06-30"), "{out}");
    let out = comes_to(&program, "name: new\nteam: red\nflag: false", None);
    assert!(out.starts_with("d: Fails\n") && out.ends_with("NotReady"), "{out}");
}

#[test]
fn of_several_waivers_one_that_holds_counts_before_one_that_may_or_did() {
    let may = waiver("where some i in items: i.size > 3", "2026-12-31");
    let program = dated(&format!("{NAMED}{}{may}{}", waiver("", "2026-01-31"), waiver("", "2026-06-30")));
    let of = |day: &str| comes_to(&program, "items: [{ id: a, size: unknown }]", Some(day));
    assert!(of("2026-01-31").contains("Holds until 2026-01-31"));
    assert!(of("2026-06-30").contains("Holds until 2026-06-30"));
    assert!(of("2026-12-31").contains("Undecided until 2026-12-31"));
    assert!(of("2027-01-01").contains("Expired until 2026-01-31"));
}

#[test]
fn a_check_of_the_schema_is_waived_and_its_value_stays_unfit() {
    let program = program(
        "rule r \"R\" { require count_of > 1 }\n\
         waive schema/type { where name == \"old\" until 2026-06-30 by \"Ada\" because \"so\" }\n",
    );
    let out = comes_to(&program, "name: old\ncount_of: many", Some("2026-01-01"));
    assert!(out.starts_with("schema/type: "), "{out}");
    assert!(out.contains("r: Undetermined\n") && out.contains("Holds until") && out.ends_with("Open"), "{out}");
    let out = comes_to(&program, "name: new\ncount_of: many", Some("2026-01-01"));
    assert!(out.ends_with("NotReady"), "{out}");
}

#[test]
fn a_waiver_that_comes_along_counts_at_its_place_and_below() {
    let program = dated("rule sized \"S\" {\n for each i in items\n require i.size is present\n at i\n}\n");
    let text = "kind: case\nitems: [{ id: a }, { id: b }]";
    let tree = tree(text);
    let place = tree.find(&[Step::Field(Arc::from("items")), Step::Index(1)]).unwrap();
    let rule = Subject::Rule(countersign_compiler::program::RuleId(0));
    let day = Date::parse("2026-06-30").unwrap();
    let span = tree.span(place);
    let (by, because): (Arc<str>, Arc<str>) = (Arc::from("Ada"), Arc::from("so"));
    let along = [Waiver {
        subject: rule,
        condition: None,
        frame: 0,
        place: Some(place),
        until: day,
        until_span: span,
        by,
        because,
        span,
    }];
    let judgement = ask(&program, &tree, Some("2026-06-01"), &along).unwrap();
    let states: Vec<Option<WaiverState>> =
        judgement.findings.iter().map(|finding| finding.waiver.as_ref().map(|waiver| waiver.state)).collect();
    assert_eq!(states, [None, Some(WaiverState::Holds)]);
    assert_eq!(judgement.verdict, Verdict::NotReady);
    let used: Vec<(usize, usize, bool)> =
        judgement.waivers.iter().map(|used| (used.waived, used.expired, used.past)).collect();
    assert_eq!(used, [(1, 0, false)]);
}
