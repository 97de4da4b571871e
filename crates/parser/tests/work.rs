//! What reading costs, counted in pest's own steps: twice the text is at most twice the work.
//!
//! pest's limit on steps is one for the whole process, so this file holds a single test.

use std::num::NonZeroUsize;

use countersign_parser::parse;
use countersign_source::FileId;

/// The least number of steps within which every piece of `text` is read.
fn steps(text: &str) -> usize {
    let fits = |limit: usize| {
        pest::set_call_limit(NonZeroUsize::new(limit));
        let fits = parse(FileId(0), text).errors.is_empty();
        pest::set_call_limit(None);
        fits
    };
    let mut high = 64;
    while !fits(high) {
        high *= 2;
        assert!(high < 1 << 30, "this needs more steps than it can: {:.80}", text);
    }
    let mut low = high / 2;
    while high - low > 1 + low / 100 {
        let middle = low.midpoint(high);
        if fits(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// What a text comes to where pest's limit on steps is reached.
fn given_up(text: &str) -> Vec<&'static str> {
    pest::set_call_limit(NonZeroUsize::new(64));
    let codes = parse(FileId(0), text).errors.iter().map(countersign_parser::SyntaxError::code).collect();
    pest::set_call_limit(None);
    codes
}

#[test]
fn work_grows_with_the_text_and_no_faster() {
    // The parser raises the limit to fit the largest piece so far; from here on it is this test's alone.
    assert!(parse(FileId(0), &format!("pack p for D\ndefine d = {}a\n", "a or ".repeat(20_000))).errors.is_empty());
    assert_eq!(given_up("pack p for D\ndefine d = a and (b or c) and [a, b] == c and (b or c)\n"), ["E0023"]);
    let nested = |open: &str, close: &str, count: usize| format!("{}a{}", open.repeat(count), close.repeat(count));
    let cases: [(&str, &dyn Fn(usize) -> String); 8] = [
        ("brackets", &|count| nested("(", ")", count)),
        ("lists", &|count| nested("[", "]", count)),
        ("comparisons in brackets", &|count| nested("(b == ", ")", count)),
        ("filters", &|count| nested("(x in ", " where y)", count)),
        ("calls", &|count| nested("f(b, ", ", c)", count)),
        ("quantifiers", &|count| nested("every x in y where z: ", "", count)),
        ("negations", &|count| nested("not ", "", count)),
        ("everything", &|count| nested("f([(not b and c in ", ")])", count / 4)),
    ];
    for (name, case) in cases {
        let cost = |count: usize| steps(&format!("pack p for D\ndefine d = {}\n", case(count)));
        let (single, double) = (cost(24), cost(48));
        assert!(double <= single * 2 + single / 4, "{name}: {single} steps, then {double}");
    }
    let flat =
        |count: usize| steps(&format!("pack p for D\ndefine d = {}a\n", "a and b.c == [1, 2] or ".repeat(count)));
    let (single, double) = (flat(200), flat(400));
    assert!(double <= single * 2 + single / 4, "a long line: {single} steps, then {double}");
}
