//! Sentences, and what is stated in each: one line a statement, as `mood tense voice verb`, with what is denied marked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail loudly"
)]

use countersign_english::{Statement, statements};

/// The statements of `text`, shortly.
fn said(text: &str) -> Vec<String> {
    statements(text)
        .iter()
        .map(|of| {
            let not = if of.negated { "not " } else { "" };
            format!("{:?} {:?} {:?} {not}{}", of.mood, of.tense, of.voice, of.verb).to_lowercase()
        })
        .collect()
}

fn assert_says(text: &str, statements: &[&str]) {
    assert_eq!(said(text), statements, "{text}");
}

fn only(text: &str, verb: &str) -> Statement {
    let mut found = statements(text).into_iter().filter(|statement| statement.verb == verb);
    let found = (found.next(), found.next());
    let (Some(statement), None) = found else { panic!("one `{verb}` in `{text}`: {:?}", said(text)) };
    statement
}

#[test]
fn tenses_and_voices_are_told_by_the_form_of_the_verb() {
    assert_says("We revoked the key.", &["asserted past active revoke"]);
    assert_says("The keys have now been fully rotated.", &["asserted perfect passive rotate"]);
    assert_says("We're currently isolating the pool.", &["asserted progressive active isolate"]);
    assert_says("The role is being detached.", &["asserted progressive passive detach"]);
    assert_says("The owner will revoke it.", &["asserted future active revoke"]);
    assert_says("The key will have been rotated.", &["asserted futureperfect passive rotate"]);
    assert_says("The host is off the network.", &["asserted present state be"]);
    assert_says("We took the host offline.", &["asserted past active take offline"]);
    assert_says("The runner was shut down.", &["asserted past passive shut down"]);
    assert_says("We had the account locked.", &["asserted perfect active lock"]);
}

#[test]
fn notes_need_no_auxiliary() {
    assert_says("Blocked 203.0.113.7 at the WAF.", &["asserted past active block"]);
    assert_says("Keys rolled.", &["asserted past passive roll"]);
    assert_says("Snapshots taken and instance stopped.", &["asserted past passive take", "asserted past passive stop"]);
    assert_says("Isolation in place since 14:10Z.", &["asserted present state be"]);
    assert_says("Status: contained", &["asserted past passive contain"]);
    assert_says("- [x] revoke the key", &["asserted past active revoke"]);
    assert_says("- [ ] keys have been rotated", &["wished perfect passive rotate"]);
    assert_says("Deleted objects: 214", &[]);
    assert_says("Blocked requests were rising.", &["asserted progressive active rise"]);
}

#[test]
fn what_is_not_claimed_is_told_apart() {
    assert_says("The key has not been revoked.", &["asserted perfect passive not revoke"]);
    assert_says("No key was revoked.", &["asserted past passive not revoke"]);
    assert_says(
        "Not only was the key revoked, it was deleted.",
        &["asserted past passive revoke", "asserted past passive delete"],
    );
    assert_says("Has the host been isolated?", &["asked perfect passive isolate"]);
    assert_says("If it was revoked, stop.", &["conditional past passive revoke"]);
    assert_eq!(only("The host may have been isolated.", "isolate").mood, countersign_english::Mood::Doubted);
    assert_eq!(only("We recommend that keys be rotated.", "rotate").mood, countersign_english::Mood::Wished);
    assert_eq!(only("The ticket says the key was revoked.", "revoke").mood, countersign_english::Mood::Reported);
    assert_eq!(only("Confirm that the key has been revoked.", "revoke").mood, countersign_english::Mood::Wished);
    assert_eq!(only("Reset any passwords.", "reset").mood, countersign_english::Mood::Ordered);
}

#[test]
fn clauses_share_what_they_share_and_no_more() {
    assert_eq!(only("Recommend isolating A and blocked B.", "block").mood, countersign_english::Mood::Asserted);
    assert_eq!(only("Once isolated, image the disk.", "isolate").mood, countersign_english::Mood::Conditional);
    assert_eq!(only("After we revoked the key, it went quiet.", "revoke").mood, countersign_english::Mood::Asserted);
    assert_eq!(
        only("Although the owner had not approved, the host was isolated.", "isolate").mood,
        countersign_english::Mood::Asserted
    );
    assert!(only("The key was not revoked or deleted.", "delete").negated);
}

#[test]
fn who_did_it_is_the_subject_or_stands_behind_by() {
    let text = "Logging was disabled by the threat actor at 09:14Z.";
    assert_eq!(only(text, "disable").agent.map(|agent| &text[agent]), Some("the threat actor"));
    let text = "SOC disabled the user and rotated both keys.";
    assert_eq!(only(text, "rotate").agent.map(|agent| &text[agent]), Some("SOC"));
    let text = "The key was replaced by 18:00Z.";
    assert_eq!(only(text, "replace").agent, None);
}

#[test]
fn any_text_is_read_in_bounds_and_in_linear_time() {
    for text in ["", "\u{0}", "“‘`", "n't 's 'd", "İ'ßt has been ẞed", "- [x]", "(((", "a: b: c:", "to be", "was"]
    {
        for statement in statements(text) {
            assert!(
                text.get(statement.words.clone()).is_some() && text.get(statement.group.clone()).is_some(),
                "{text}"
            );
        }
    }
    // Tens of thousands of each: were one of the walks a square, this would not end.
    for piece in [
        "was ",
        "not ",
        "revoked ",
        "the ",
        "and ",
        ", ",
        "\" ",
        "` ",
        "( ",
        "because ",
        "that ",
        "to ",
        "'s ",
        "a.b",
        "\n",
        "isolating ",
    ] {
        let _ = statements(&piece.repeat(20_000));
    }
}
