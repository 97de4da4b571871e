//! Lists, numbers and times: what is made of them and asked about them.

use crate::{judged, outcome};

#[track_caller]
fn says(asked: &str, document: &str, wanted: &str) {
    let out = judged(&format!("rule r \"R\" {{ let shown = {asked}\nrequire 1 == 2 else \"<{{shown}}>\" }}"), document);
    let line = out.lines().find_map(|line| line.trim().strip_prefix("Fails: <")).unwrap();
    let shown = line.split_once("> [").unwrap().0;
    assert_eq!(shown, wanted, "{asked} {document}");
}

const ITEMS: &str = "items:\n- {id: A, size: 3, level: low, tags: [x, y]}\n- {id: B, size: 1, after: [A], tags: [y]}\n- {id: C, size: 2, after: [B, A], source: s}";

#[test]
fn values_are_shown_as_people_write_them() {
    for (asked, document, wanted) in [
        ("level", "level: high", "high"),
        ("count_of", "count_of: 2.50", "2.5"),
        ("took", "took: 1440min", "24h"),
        ("day", "day: 2026-04-12", "2026-04-12"),
        ("at", "at: 2026-04-12 12:00:00+02:00", "2026-04-12 12:00:00+02:00"),
        ("flag", "flag: true", "true"),
        ("names", "names: [a, b, c]", "a, b and c"),
        ("names", "names: [a]", "a"),
        ("names", "names: []", "(none)"),
        ("names", "note: x", "(not written)"),
        ("names", "names: [a, !unknown later]", "a and (unknown: later)"),
        ("note", "name: x", "(not written)"),
        ("note", "note: !unknown soon", "(unknown: soon)"),
        ("level", "level: unknown", "(unknown)"),
        ("at - 1h", "at: 2026-04-12T10:00Z", "2026-04-12T09:00Z"),
        ("day + 2d", "day: 2026-04-12", "2026-04-14"),
        ("at - owner.since", "at: 2026-04-12T10:00Z\nowner: {since: 2026-04-12T08:30Z}", "1h 30min"),
        ("date-of(at)", "at: 2026-04-12T23:30-02:00", "2026-04-13"),
        ("count_of + 1", "count_of: 79228162514264337593543950335", "(unknown)"),
    ] {
        says(asked, document, wanted);
    }
}

#[test]
fn lists_are_counted_summed_and_compared() {
    for (asked, wanted) in [
        ("count(items)", "3"),
        ("sum(items[].size)", "6"),
        ("min(items[].size)", "1"),
        ("max(items[].size)", "3"),
        ("max(items[].level)", "low"),
        ("items[].id", "A, B and C"),
        ("items[].source", "s"),
        ("items[].tags[]", "x, y and y"),
        ("distinct(items[].tags[])", "x and y"),
        ("first(items).id", "A"),
        ("last(items).id", "C"),
        ("first(e in items where e.size < 3).id", "B"),
        ("first(e in items where e.size > 9).id", "(not written)"),
        ("count(e in items where e.size < 3)", "2"),
        ("sum(names)", ""),
    ] {
        if asked != "sum(names)" {
            says(asked, ITEMS, wanted);
        }
    }
    says("sum(items[].size)", "name: a", "0");
    says("max(items[].size)", "items: []", "(not written)");
}

#[test]
fn what_is_not_known_leaves_ranges() {
    let items = "items:\n- {id: A, size: 3, level: high}\n- {id: B, size: 1, level: unknown}\n- {id: C, size: 5, level: unknown}\n- {id: D, size: !unknown x, level: low}";
    for (asked, wanted) in [
        ("count(e in items where e.level == high)", "1 to 3"),
        ("first(e in items where e.level != high).id", "B, C or D"),
        ("last(e in items where e.level == high).id", "C, B or A"),
        ("first(e in items where e.level == mid).id", "B, C or (not written)"),
        ("max(items[].size)", "5 or more"),
        ("min(items[].size)", "1 or less"),
        ("sum(items[].size)", "(unknown: x)"),
        ("10 - count(e in items where e.level == high)", "7 to 9"),
    ] {
        says(asked, items, wanted);
    }
    outcome("require max(items[].size) >= 5", items, "Passes");
    outcome("require max(items[].size) < 5", items, "Fails");
    outcome("require min(items[].size) > 0", items, "Undetermined");
    outcome("require first(e in items where e.level != high).id != \"A\"", items, "Passes");
}

#[test]
fn references_lead_to_their_items() {
    outcome("require chosen.source == \"s\"", &format!("{ITEMS}\nchosen: C"), "Passes");
    outcome("require chosen.source == \"s\"", &format!("{ITEMS}\nchosen: A"), "Fails");
    outcome("require chosen.source == \"s\"", &format!("{ITEMS}\nchosen: X"), "Undetermined");
    outcome("require chosen.source == \"s\"", ITEMS, "Fails");
    outcome("require chosen == \"C\"", &format!("{ITEMS}\nchosen: C"), "Passes");
    says("cites[].size", &format!("{ITEMS}\ncites: [C, A]"), "2 and 3");
    outcome("require every c in cites: c.size >= 2", &format!("{ITEMS}\ncites: [C, A]"), "Passes");
}

#[test]
fn earlier_items_and_items_that_are_reached() {
    outcome("for each e in items\nrequire every a in e.after: some x in earlier(e): x.id == a", ITEMS, "Passes");
    outcome(
        "for each e in items\nrequire every a in e.after: some x in earlier(e): x.id == a",
        "items: [{id: A, after: [B]}, {id: B}]",
        "Fails",
    );
    outcome("for each e in items\nforbid e in reach(e.after)", ITEMS, "Passes");
    outcome(
        "for each e in items\nforbid e in reach(e.after)",
        "items: [{id: A, after: [B]}, {id: B, after: [C]}, {id: C, after: [A]}]",
        "Fails",
    );
    outcome("for each e in items\nforbid e in reach(e.after)", "items: [{id: A, after: [A]}]", "Fails");
    outcome(
        "for each e in items\nforbid e in reach(e.after)",
        "items: [{id: A, after: [B]}, {id: B, after: !unknown x}]",
        "Undetermined",
    );
    outcome("require every e in items: count(reach(e.after)) <= 2", ITEMS, "Passes");
}

#[test]
fn times_know_how_they_were_written() {
    outcome("require is-utc(at)", "at: 2026-04-12T10:00Z", "Passes");
    outcome("require is-utc(at)", "at: 2026-04-12T10:00+02:00", "Fails");
    outcome("require at == owner.since", "at: 2026-04-12T10:00Z\nowner: {since: 2026-04-12T12:00+02:00}", "Passes");
    outcome("require at - owner.since <= 1h", "at: 2026-04-12T10:00Z\nowner: {since: !unknown x}", "Undetermined");
}

#[test]
fn texts_are_asked_in_many_ways() {
    for (body, wanted) in [
        ("require note matches /iso[a-z]+/", "Passes"),
        ("require note matches /ISO/", "Fails"),
        ("require note matches /ISO/i", "Passes"),
        ("require note contains \"host.\"", "Passes"),
        ("require note starts with \"We \"", "Passes"),
        ("require note ends with \"done.\"", "Passes"),
        ("require mentions(note, [\"nothing\", \"ISOLATED the\"])", "Passes"),
        ("require mentions(note, [\"isolate\"])", "Fails"),
        ("require count(sentences(note)) == 2", "Passes"),
        ("require count(words(note)) == 8", "Passes"),
        ("require length(note) == 42", "Passes"),
        ("require lower(note) starts with \"we\"", "Passes"),
        ("require part(note, \" \", 2) == \"isolated\"", "Passes"),
        ("require part(note, \" \", 99) is missing", "Passes"),
        ("require some s in sentences(note): s matches /^It is/", "Passes"),
        ("require every s in sentences(unquoted(note)): not (s contains \"\\\"\")", "Passes"),
    ] {
        outcome(body, "note: We isolated the host. It is \"really\" done.", wanted);
    }
}
