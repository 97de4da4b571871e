//! One mistake costs itself and nothing else, however many there are and wherever a text breaks off.

use super::{codes, messages, read};
use crate::ast::{
    Additions, DecisionPart, ExprKind, Item, OptionPartKind, Piece, RulePartKind, Support, TestPartKind, TypeKind,
    WithValue,
};

/// A file with everything that can be written in it.
const SAMPLE: &str = r####"//! What the sample is for.
//! In two lines.

pack sample for Handoff

use handoff

/// How bad it is.
enum Severity { low < medium < high }
enum Action { monitor, "cut off", // a comment
    /// Nothing more to do.
    not-required, }

type Account = text matching /\d{12}[/]\// "a 12-digit account id"
type Bare = text matching /a|b/i

setting lifetime: duration = 24h
setting score: number 20 .. 120 = 80

steps {
    /// Look at it.
    evidence "Review {the evidence}",
    scope    "Identify what is affected"
}

risks { wrong "The wrong \"owner\"", }

/// One observation.
record Evidence {
    key id: text
    key: text, key?: number
    /// What was seen.
    summary: list<ref evidence.id>
    digest?: digest of summary
    scope?: {
        a: list<{ b: text, rule: Severity }>
        when: instant
    }
}

document Shared at shared_incident { level: Severity }

data teams: list<{ name: text, data: text }>
    from "data/teams.yaml"

extend handoff/Severity { worst, "worse than that" }
extend Case { from?: text
    extend?: list<text> }
extend approver-for {
    close, _ -> nobody
}

define risky(action: Action, n: number,) = action in [monitor, handoff/notify] and n + 1 - 2 > lifetime ?? 3
define always = true

table approver-for(action: Action, level: number) -> Role {
    monitor | close, >= 3     -> nobody
    not "cut off" | monitor, 2 .. 5 -> Role.lead // why
    _, _ -> legal
}

rule named "A title, { and a brace" {
    level warning
    step  evidence
    risk  handoff/wrong
    let   found = (e in evidence where e.source == "x{{y}}" and e.at <= 2026-04-12T10:00Z)
    for each e in evidence[].cites where not e in found or e.rule.level is not present
    when  a implies b implies every x in xs + ys where x.ok: x.level matches /[/]\//i and x is Account
    require count(e in evidence where e.day == 2026-04-12) >= 2
        else """
            Only {count(evidence)} items, and {part(e.text, "{a}:", 1)}.
              Indented "so", {{ and }.
            """
        at   e, first(found).id, "x"
        help "a \\ b \n \u{e9}"
        suggest e.level = high
    forbid not (level not in [low]) and rule starts with "a" and
        level ends with "b" or x contains "c"
    because "For { reasons."
    concept some-page
    see "one" see "two"
}

/// What to do next.
decision response chosen recommendation.action {
    level warning
    step  evidence
    risk  wrong
    let   strong = confidence.level >= moderate
    /// Nothing but looking.
    option monitor "Keep watching" {
        suits severity.level <= low
    }
    option "cut off" "Cut off what is affected" {
        needs strong and count(evidence) >= 2
            else "{count(evidence)} is not enough"
            at   evidence
            help "gather more"
        needs a is present suits b or
            c
            else "d"
        approver approver-for(contain, scope.environment)
    }
    option close "Done" { }
    because "For reasons."
    concept some-page see "one"
}

decision plain { option a "A" {} option b "B" {} }

/// Shows it.
test "a test" {
    given "file.yaml"
    previous "earlier.yaml"
    given """
        kind: handoff
          path: C:\new
        """
    with a.b[E1].c[2]["E 1"] = missing
    with previous.a = unknown
    with evidence = """
        - id: E1
        """
    with setting handoff/lifetime = 3d
    with a = ["x", true]
    expect named fails at a[1].b saying "some words"
    expect sample/named is undetermined
    expect schema/required passes
    expect named does not apply
    expect option monitor is supported
    expect option response/"cut off" is not supported
    expect option close is open
    expect suggestion is response/monitor
    expect suggestion is none
    expect response fails
    expect verdict is not-ready
    expect nothing else
}
"####;

#[test]
fn everything_that_can_be_written_is_read() {
    let parsed = read(SAMPLE);
    assert_eq!(messages(&parsed), [""; 0]);
    assert_eq!(parsed.file.doc.as_deref(), Some("What the sample is for.\nIn two lines."));
    assert_eq!(parsed.file.uses.len(), 1);
    assert_eq!(parsed.file.items.len(), 21);
    assert_eq!(parsed.file.comments.len(), 12);
    assert!(parsed.file.items.iter().all(|item| !matches!(item, Item::Junk(_))));
    let Some(Item::Rule(rule)) = parsed.file.items.iter().find(|item| matches!(item, Item::Rule(_))) else { panic!() };
    assert_eq!(rule.title.value, "A title, { and a brace");
    assert_eq!(rule.parts.len(), 12);
    let RulePartKind::Clause(clause) = &rule.parts[6].kind else { panic!() };
    let message = clause.message.as_ref().unwrap();
    let texts: Vec<&str> = message
        .pieces
        .iter()
        .filter_map(|piece| if let Piece::Text(text) = piece { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(texts, ["Only ", " items, and ", ".\n  Indented \"so\", { and }."]);
    assert_eq!(clause.at.len(), 3);
    assert!(clause.suggest.is_some());
    let RulePartKind::Clause(forbid) = &rule.parts[7].kind else { panic!() };
    let ExprKind::Or(or) = &forbid.condition.kind else { panic!() };
    let ExprKind::And(and) = &or[0].kind else { panic!() };
    assert!(matches!(and[0].kind, ExprKind::Not(_)));
    assert_eq!(and.len(), 3);
    let RulePartKind::ForEach { filter: Some(filter), .. } = &rule.parts[4].kind else { panic!() };
    let ExprKind::Or(or) = &filter.kind else { panic!() };
    let ExprKind::Not(inner) = &or[0].kind else { panic!() };
    assert!(matches!(inner.kind, ExprKind::Compare { .. }), "`not a in b` is `not (a in b)`");
    let decision = parsed.file.items.iter().find_map(|item| match item {
        Item::Decision(decision) => Some(decision),
        _ => None,
    });
    let decision = decision.unwrap();
    assert_eq!((decision.parts.len(), decision.doc.as_deref()), (10, Some("What to do next.")));
    assert!(decision.chosen.is_some());
    let DecisionPart::Option(cut_off) = &decision.parts[5] else { panic!() };
    assert_eq!((cut_off.name.text.as_str(), cut_off.parts.len()), ("cut off", 4));
    let OptionPartKind::Needs(needs) = &cut_off.parts[0].kind else { panic!() };
    assert!(needs.message.is_some() && needs.help.is_some() && needs.at.len() == 1);
    let OptionPartKind::Suits(suits) = &cut_off.parts[2].kind else { panic!() };
    assert!(suits.message.is_some() && matches!(suits.condition.kind, ExprKind::Or(_)));
    let Some(Item::Test(test)) = parsed.file.items.last() else { panic!() };
    let TestPartKind::ExpectOption { option, support } = &test.parts[13].kind else { panic!("{:?}", test.parts[13]) };
    assert_eq!((option.name.text.as_str(), *support), ("cut off", Support::NotSupported));
    let TestPartKind::Given(given) = &test.parts[2].kind else { panic!() };
    assert_eq!(given.value, "kind: handoff\n  path: C:\\new");
    let TestPartKind::With { value: WithValue::Block(block), .. } = &test.parts[5].kind else { panic!() };
    assert_eq!(block.value, "- id: E1");
    assert_eq!(test.doc.as_deref(), Some("Shows it."));
    let Some(Item::Record(record)) = parsed.file.items.iter().find(|item| matches!(item, Item::Record(_))) else {
        panic!()
    };
    let names: Vec<(&str, bool)> =
        record.shape.fields.iter().map(|field| (field.name.text.as_str(), field.key.is_some())).collect();
    assert_eq!(
        names,
        [("id", true), ("key", false), ("key", false), ("summary", false), ("digest", false), ("scope", false)]
    );
    let TypeKind::Inline(shape) = &record.shape.fields[5].ty.kind else { panic!() };
    assert_eq!(shape.fields.len(), 2);
    let added: Vec<&Additions> = parsed
        .file
        .items
        .iter()
        .filter_map(|item| if let Item::Extend(extend) = item { Some(&extend.additions) } else { None })
        .collect();
    assert!(
        matches!(
            added.as_slice(),
            [Additions::Members { members, ordered: false }, Additions::Fields(shape), Additions::Rows { rows, .. }]
                if members.len() == 2 && shape.fields.len() == 2 && rows.len() == 1
        ),
        "{added:?}"
    );
}

#[test]
fn every_prefix_gives_a_tree() {
    for (at, _) in SAMPLE.char_indices() {
        read(SAMPLE.get(..at).unwrap());
    }
}

#[test]
fn every_deleted_word_or_sign_costs_no_item_behind_it() {
    let mut errors = crate::errors::ErrorList::default();
    let scan = crate::scan::scan(countersign_source::FileId(0), SAMPLE, 0, SAMPLE.len(), 0, &mut errors);
    let last_item = SAMPLE.find("/// Shows it").unwrap();
    for token in &scan.tokens {
        let deleted = SAMPLE.get(token.start..token.end).unwrap();
        let parsed = read(&format!("{}{}", SAMPLE.get(..token.start).unwrap(), SAMPLE.get(token.end..).unwrap()));
        let said = messages(&parsed);
        assert!(parsed.errors.len() <= 4, "without `{deleted}` at {}: {said:?}", token.start);
        if token.start < last_item && deleted != "{" {
            let last = parsed.file.items.last();
            assert!(matches!(last, Some(Item::Test(_))), "without `{deleted}` at {}: {said:?}", token.start);
        }
    }
}

#[test]
fn line_ends_marks_and_tabs_make_no_difference() {
    let plain = read(SAMPLE);
    for text in [
        SAMPLE.replace('\n', "\r\n"),
        SAMPLE.replace('\n', "\r"),
        format!("\u{feff}{SAMPLE}"),
        SAMPLE.replace("    ", "\t"),
    ] {
        let parsed = read(&text);
        assert_eq!(messages(&parsed), [""; 0]);
        assert_eq!(parsed.file.items.len(), plain.file.items.len());
        assert_eq!(parsed.file.doc, plain.file.doc);
    }
}

#[test]
fn ten_mistakes_are_ten_errors() {
    let text = r#"pack p for D

enum E { a < b, c }
record R {
    a text
    b: list<text
    c: text d: text
}
rule one "One" {
    when a &&
    require b = c
        else "never closed
        at
    because nobody knows
}
tset "a test" {
    given file.yaml
    expect one fials
}
"#;
    let parsed = read(text);
    assert_eq!(
        codes(&parsed),
        ["E0039", "E0050", "E0050", "E0038", "E0051", "E0051", "E0001", "E0050", "E0053", "E0030", "E0053", "E0050"],
        "{:?}",
        messages(&parsed)
    );
    assert_eq!(parsed.file.items.len(), 4);
}

#[test]
fn a_text_left_open_costs_its_line() {
    for opened in ["rule r \"title {", "rule r \"t\" {\n because \"why"] {
        let parsed = read(&format!("pack p for D\n{opened}\n when a\n}}\nenum E {{ a }}\n"));
        assert_eq!(codes(&parsed), ["E0001"], "{opened} {:?}", messages(&parsed));
        assert_eq!(parsed.file.items.len(), 2);
    }
    let parsed = read(
        "pack p for D\nrule r \"t\" {\n because \"\"\"\n why\n when a\n}\nrule s \"t\" {\n see \"\"\"a\"\"\"\n}\n",
    );
    assert_eq!(codes(&parsed)[0], "E0001");
    assert_eq!(parsed.file.items.len(), 2, "{:?}", messages(&parsed));
}

#[test]
fn a_word_of_the_language_may_be_a_name_where_only_a_name_can_stand() {
    let parsed = read(
        "pack p for D\nrecord R {\n not: text\n in?: text\n rule: text\n type: text\n}\nrule r \"t\" {\n when e.not.in and\n  level == step\n require a.rule\n  at level\n}\n",
    );
    assert_eq!(messages(&parsed), [""; 0]);
}

#[test]
fn a_broken_option_or_clause_costs_only_itself() {
    let text = r#"pack p for D

decision next chosen a.b {
    let x =
    option one {
        needs a == b
    }
    option "Title" {
    }
    option two "Two" {
        needs a ==
        suits b
        let y = 3
        require c
        approver
    }
    needs a
    option three Three {
        suits a
    }
    option four "Four"
    option five "Five" {
        suits a
            else "x"
            else "y"
        approver a
            at b
    }
    because why
}
rule r "R" { require a }
"#;
    let parsed = read(text);
    assert_eq!(
        codes(&parsed),
        [
            "E0050", "E0061", "E0061", "E0050", "E0060", "E0031", "E0050", "E0060", "E0053", "E0050", "E0037", "E0037",
            "E0053"
        ],
        "{:#?}",
        messages(&parsed)
    );
    let [Item::Decision(decision), Item::Rule(_)] = &parsed.file.items[..] else { panic!("{:?}", parsed.file.items) };
    let names: Vec<&str> = decision
        .parts
        .iter()
        .filter_map(|part| if let DecisionPart::Option(option) = part { Some(option.name.text.as_str()) } else { None })
        .collect();
    assert_eq!(names, ["one", "two", "three", "five"]);
}

#[test]
fn what_is_expected_of_an_option_is_told_in_its_own_words() {
    for (clause, code, message) in [
        ("expect option a is suported", "E0050", "expected `supported`, `not supported` or `open`, found `suported`"),
        ("expect option a is unsupported", "E0054", ""),
        ("expect option a is undetermined", "E0054", ""),
        ("expect option is", "E0050", ""),
        ("expect suggestion is", "E0050", "expected the name of an option, found `}`"),
    ] {
        let parsed = read(&format!("pack p for D\ntest \"t\" {{\n given \"a\"\n {clause}\n}}\n"));
        assert_eq!(codes(&parsed), [code], "{clause} {:?}", messages(&parsed));
        assert!(message.is_empty() || messages(&parsed) == [message], "{clause} {:?}", messages(&parsed));
    }
}
