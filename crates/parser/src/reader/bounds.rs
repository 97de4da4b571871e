//! Where items and clauses begin and end.

use std::ops::Range;

use countersign_source::nearest;

use super::Reader;
use crate::scan::{Kind, begins_item};
use crate::words;

impl Reader<'_> {
    /// The index behind the token, or behind what it opens.
    pub(super) fn step(&self, index: usize) -> usize {
        match self.token(index) {
            Some(token) if token.kind == Kind::Open => token.mate.map_or(index, |mate| mate.max(index)) + 1,
            _ => index + 1,
        }
    }

    /// Must something follow this token?
    pub(super) fn dangles(&self, index: usize) -> bool {
        match self.kind(index) {
            Some(Kind::Sign | Kind::Open) => true,
            Some(Kind::Word) => {
                let word = self.word(index);
                words::KEPT.contains(&word) && !matches!(word, "true" | "false")
            }
            _ => false,
        }
    }

    /// Does the text go on from this token as it does behind a value, not behind the word of a clause?
    fn follows_value(&self, index: usize) -> bool {
        match self.kind(index) {
            None | Some(Kind::Close) => true,
            Some(Kind::Sign) => !matches!(self.lexeme(index), "!" | "_"),
            Some(Kind::Open) => {
                self.lexeme(index) == "["
                    && index > 0
                    && self.token(index).zip(self.token(index - 1)).is_some_and(|(at, before)| at.start == before.end)
            }
            Some(Kind::Word) => {
                let word = self.word(index);
                self.first(index) || words::continues_expression(word) || word == "not" && self.word(index + 1) == "in"
            }
            Some(_) => false,
        }
    }

    /// Does an item begin at this token, which stands outside all braces?
    pub(super) fn item_starts(&self, index: usize) -> bool {
        self.first(index)
            && self.token(index).is_some_and(|token| begins_item(self.text, *token, self.token(index + 1)))
            && !(index > 0 && self.dangles(index - 1) && self.follows_value(index + 1))
    }

    /// The next item at or behind `index`.
    pub(super) fn next_item(&self, mut index: usize) -> usize {
        while index < self.scan.tokens.len() && !self.item_starts(index) {
            index = self.step(index);
        }
        index.min(self.scan.tokens.len())
    }

    /// Where the line ends that the token before `start` stands on.
    pub(super) fn line_end(&self, start: usize) -> usize {
        (start..self.scan.tokens.len()).find(|index| self.first(*index)).unwrap_or(self.scan.tokens.len())
    }

    /// Where an item without braces of its own ends, whose content begins at `start`.
    pub(super) fn line_item_end(&self, start: usize) -> usize {
        let mut index = start;
        while index < self.scan.tokens.len() {
            if index > start && !self.dangles(index - 1) && self.kind(index) == Some(Kind::Word) {
                let word = self.word(index);
                let begins =
                    self.token(index).is_some_and(|token| begins_item(self.text, *token, self.token(index + 1)));
                // Behind a value, a word on a new line can only be the start of something else.
                let new_line = self.first(index)
                    && !words::continues_expression(word)
                    && !matches!(word, "not" | "matching" | "for" | "from");
                if begins && !self.is_clause_word_name(index) || new_line {
                    return index;
                }
            } else if self.item_starts(index) || index > start && self.lone_brace(index) {
                return index;
            }
            index = self.step(index);
        }
        self.scan.tokens.len()
    }

    /// Does the line begin with a brace that nothing before it waits for?
    fn lone_brace(&self, index: usize) -> bool {
        self.first(index) && self.lexeme(index) == "{" && !self.dangles(index - 1)
    }

    /// Is the word in the place of a name, directly behind one of the words that a name follows?
    fn is_clause_word_name(&self, index: usize) -> bool {
        !self.first(index)
            && index > 0
            && matches!(
                self.word(index - 1),
                "each" | "for" | "at" | "setting" | "list" | "ref" | "of" | "is" | "matching"
            )
    }

    /// Does a clause that begins with one of `clauses` begin at this token, seen from one that began at `word`?
    fn clause_starts(&self, index: usize, word: usize, clauses: &[&'static str]) -> bool {
        let lexeme = if self.first(index) { self.lexeme(index) } else { self.word(index) };
        if lexeme.is_empty() || self.kind(index) != Some(Kind::Word) {
            return false;
        }
        let within = match lexeme {
            "where" => self.belongs_to_quantifier(index, word),
            "until" => self.word(word) == "effective",
            _ => false,
        };
        if within {
            return false;
        }
        let known = clauses.contains(&lexeme);
        if self.first(index) {
            if known {
                return !(self.dangles(index - 1) && self.follows_value(index + 1));
            }
            // Behind a value only a clause can go on here, whatever its word is. In a test it has to look like one,
            // since a rule's name and what is expected of it may stand on two lines.
            return index - 1 != word
                && !self.dangles(index - 1)
                && self.word(index - 1) != "each"
                && !self.follows_value(index + 1)
                && !words::continues_expression(lexeme)
                && (!clauses.contains(&"expect") || meant_clause(lexeme, clauses).is_some());
        }
        known
            && (index - 1 != word || self.word(word) == "unwaivable")
            && !self.dangles(index - 1)
            && !self.is_clause_word_name(index)
    }

    /// Is this `where` that of an `every` or `some` of the clause that began at `word`?
    fn belongs_to_quantifier(&self, index: usize, word: usize) -> bool {
        let mut at = index;
        while at > word + 1 {
            at -= 1;
            if self.kind(at) == Some(Kind::Close) {
                at = self.token(at).and_then(|token| token.mate).map_or(at, |mate| mate.min(at));
                continue;
            }
            match self.word(at) {
                "every" | "some" => return true,
                "where" => return false,
                _ if self.lexeme(at) == ":" => return false,
                _ => {}
            }
        }
        false
    }

    /// Where the clause ends whose word stands at `word`, within `body`.
    pub(super) fn clause_end(&self, word: usize, body: &Range<usize>, clauses: &[&'static str]) -> usize {
        let mut index = word + 1;
        while index < body.end {
            if self.clause_starts(index, word, clauses) {
                return index;
            }
            index = self.step(index);
        }
        body.end
    }

    /// Where to go on behind a clause that cannot be read: at the next line that begins with a clause's word.
    pub(super) fn next_clause(&self, index: usize, body: &Range<usize>, clauses: &[&'static str]) -> usize {
        let mut index = index;
        while index < body.end {
            if self.first(index) && clauses.contains(&self.word(index)) {
                return index;
            }
            index = self.step(index);
        }
        body.end
    }
}

/// The word of a clause that was most likely meant.
pub(super) fn meant_clause(word: &str, clauses: &[&'static str]) -> Option<&'static str> {
    let waives = clauses.contains(&"until");
    let known = match word {
        "if" | "when" | "for" | "unless" | "except" | "if-not" | "when-not" if waives => Some("where"),
        "till" | "to" | "expires" | "expiry" | "ends" | "through" if waives => Some("until"),
        "from" | "approver" | "approved" | "owner" | "signed" if waives => Some("by"),
        "in-force" | "from" | "since" | "active" => Some("effective"),
        "if" | "where" | "given" | "unless" | "except" | "if-not" | "when-not" | "whenever" => Some("when"),
        "must" | "should" | "shall" | "assert" | "ensure" | "check" | "expect" => Some("require"),
        "deny" | "reject" | "never" => Some("forbid"),
        "why" | "reason" | "rationale" => Some("because"),
        "message" | "otherwise" => Some("else"),
        "severity" => Some("level"),
        "foreach" => Some("for"),
        _ => None,
    };
    let in_option = match word {
        "require" | "requires" | "must" | "should" | "shall" | "assert" | "ensure" | "only-if" => Some("needs"),
        "when" | "if" | "where" | "fits" | "unless" | "except" | "if-not" | "when-not" => Some("suits"),
        "approved" | "approved-by" | "approval" | "authorised-by" => Some("approver"),
        "choice" | "choose" | "case" => Some("option"),
        _ => None,
    };
    known
        .filter(|known| clauses.contains(known))
        .or(in_option.filter(|known| clauses.contains(known)))
        .or_else(|| nearest(word, clauses.iter().copied()))
        .and_then(|near| clauses.iter().copied().find(|clause| *clause == near))
}
