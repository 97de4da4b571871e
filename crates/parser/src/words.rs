//! The words of the language: which ones begin items and clauses, and which ones no name can be.

/// The words that begin an item that can be read.
pub(crate) const ITEMS: [&str; 18] = [
    "pack", "use", "document", "record", "enum", "type", "steps", "risks", "setting", "data", "define", "table",
    "rule", "decision", "waive", "test", "extend", "allow",
];

/// The words that begin a clause of a rule, with those that belong to a `require` or `forbid`.
pub(crate) const RULE_CLAUSES: [&str; 17] = [
    "level",
    "step",
    "risk",
    "effective",
    "unwaivable",
    "let",
    "for",
    "when",
    "require",
    "forbid",
    "else",
    "at",
    "help",
    "suggest",
    "because",
    "concept",
    "see",
];

/// The words that begin a clause of a waiver.
pub(crate) const WAIVER_CLAUSES: [&str; 4] = ["where", "until", "by", "because"];

/// The words that begin a clause of a decision.
pub(crate) const DECISION_CLAUSES: [&str; 11] =
    ["level", "step", "risk", "effective", "unwaivable", "let", "option", "boundary", "because", "concept", "see"];

/// The words that begin a clause of an option, with those that belong to a `needs` or `suits`.
pub(crate) const OPTION_CLAUSES: [&str; 7] = ["needs", "suits", "approver", "else", "at", "help", "suggest"];

/// The words that begin a clause of a test.
pub(crate) const TEST_CLAUSES: [&str; 5] = ["given", "previous", "with", "as", "expect"];

/// The words that no name in an expression can be.
pub(crate) const KEPT: [&str; 15] = [
    "and", "or", "not", "implies", "in", "is", "every", "some", "where", "matches", "contains", "starts", "ends",
    "true", "false",
];

/// May reading resume at an item that begins with this word?
pub(crate) fn begins_item(word: &str) -> bool {
    ITEMS.contains(&word)
}

/// Does this word begin a clause of whatever can stand between braces, and no part of an expression?
pub(crate) fn begins_clause(word: &str) -> bool {
    let lists: [&[&str]; 5] = [&RULE_CLAUSES, &DECISION_CLAUSES, &OPTION_CLAUSES, &WAIVER_CLAUSES, &TEST_CLAUSES];
    word != "where" && lists.iter().any(|list| list.contains(&word))
}

/// Does an expression that ends in front of this word go on with it?
pub(crate) fn continues_expression(word: &str) -> bool {
    matches!(word, "and" | "or" | "implies" | "in" | "is" | "where" | "matches" | "contains" | "starts" | "ends")
}

/// Is it a name that an expression can hold as it stands, without quotation marks?
#[must_use]
pub fn is_name(word: &str) -> bool {
    let well_built = word.split('-').enumerate().all(|(at, part)| {
        let mut bytes = part.bytes();
        let begins = bytes.next().is_some_and(|byte| match at {
            0 => byte.is_ascii_alphabetic(),
            _ => byte.is_ascii_alphanumeric() || byte == b'_',
        });
        begins && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    well_built && !KEPT.contains(&word)
}
