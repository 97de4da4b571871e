//! Where findings point, what they say first, and what they offer.

use crate::check;

#[test]
fn a_finding_points_to_the_words_that_decided() {
    check(
        "forbid some s in sentences(note): s matches /rotated?/ else \"claims it\"",
        "note: >\n  We looked. Then we rotate\n  the key.\n",
        "r: Fails\nFails: claims it [note \"rotate\"]",
    );
    check(
        "forbid some s in sentences(lower(unquoted(note))): s matches /rotated? +the/ else \"claims it\"",
        "note: \"We \\\"looked\\\".\\tThen we ROTATE the key.\"",
        "r: Fails\nFails: claims it [note \"ROTATE the\"]",
    );
    check(
        "forbid mentions(note, [\"carried out\"]) else \"claims it\"",
        "note: |\n  All was\n  Carried\n  out today.\n",
        "r: Fails\nFails: claims it [note \"Carried⏎  out\"]",
    );
    check(
        "require every s in sentences(note): length(s) < 12 else \"too long\"",
        "note: Short one. This one is far too long. Short. Another one that is long.",
        "r: Fails\nFails: too long [note \"This one is far too long.\"] [note \"Another one that is long.\"]",
    );
    check(
        "forbid some t in texts(document): t contains \"secret\" else \"tells\"",
        "name: a secret\nnote: none\nitems: [{id: A, source: my secret}]",
        "r: Fails\nFails: tells [name \"secret\"] [items[A].source \"secret\"]",
    );
}

#[test]
fn a_finding_points_to_the_item_or_to_the_first_path() {
    let items = "items:\n- {id: A, size: 3}\n- {id: B}\n- {id: C, size: 9}";
    check(
        "require every e in items: e.size <= 5 else \"too big\"",
        items,
        "r: Fails\nFails: `items[B].size` is not written: too big [items[B] {id: B}] [items[C] {id: C, size: 9}]",
    );
    check(
        "for each e in items\nrequire e.size <= 5 else \"`{e.id}` is {e.size}\"",
        items,
        "r: Fails\nFails: `items[B].size` is not written: R [items[B].size missing ]\nFails: `C` is 9 [items[C].size 9]",
    );
    check(
        "require count(items) <= 2",
        items,
        "r: Fails\nFails: R [items - {id: A, size: 3}⏎- {id: B}⏎- {id: C, size: 9}]",
    );
    check(
        "for each e in items where e.size > 5\nrequire e.source is present at e.id, level",
        items,
        "r: Fails\nFails: `items[C].source` is not written: R [items[C].id C] [level missing ]",
    );
    check("for each n in names\nrequire n starts with \"a\"", "names: [ab, cd]", "r: Fails\nFails: R [names[2] cd]");
    check("require 1 == 2", "name: a", "r: Fails\nFails: R [ ]");
    check("let big = max(items[].size)\nrequire big <= 5", items, "r: Fails\nFails: R [items[C].size 9]");
}

#[test]
fn a_suggestion_needs_a_value_and_a_written_parent() {
    let body = "require owner.team == team else \"not theirs\" suggest owner.team = team help \"ask {team}\"";
    check(
        body,
        "team: red\nowner: {team: blue}",
        "r: Fails\nFails: not theirs [owner.team blue]\nask red\nowner.team = red",
    );
    check(
        body,
        "team: red\nowner: {contact: x}",
        "r: Fails\nFails: `owner.team` is not written: not theirs [owner.team missing owner:]\nask red\nowner.team = red",
    );
    check(body, "team: red", "r: Fails\nFails: `owner.team` is not written: not theirs [owner.team missing ]\nask red");
    check(body, "owner: {team: blue}", "r: Fails\nFails: `team` is not written: not theirs [owner.team blue]");
}

#[test]
fn conditions_in_a_let_keep_their_places() {
    check(
        "let bad = some s in sentences(note): s contains \"x\"\nforbid bad",
        "note: One. Two x.",
        "r: Fails\nFails: R [note \"x\"]",
    );
}

#[test]
fn a_guard_says_what_it_rests_on() {
    check("when level == high\nrequire name is present", "level: low", "r: DoesNotApply by its guard [level low]");
    check(
        "for each e in items where e.size > 1\nrequire e.source is present",
        "items: [{id: A, size: 1}]",
        "r: DoesNotApply by its guard [items[A].size 1]",
    );
}
