//! From a place where the grammar gave up to the mistake that an author made there.

use std::borrow::Cow;
use std::ops::Range;

use countersign_source::{FileId, Span, nearest};

use crate::errors::{
    DayFault, Expected, ForeignOperator, Found, MisplacedPattern, MissingQuotes, NegativeNumber, NoDay,
    NotInComparison, NumberedItem, Semicolon, StrayClose, Subject, SyntaxError, TextForPattern, TooMuchWork, Unclosed,
    UnknownUnit, Wanted, Wording,
};
use crate::grammar::Rule;
use crate::scan::{Kind, Token, text_inner};
use crate::words;

/// What stands behind the piece that was read, where the tokens do not say.
pub(crate) struct Beyond {
    /// Its place.
    pub(crate) at: Span,
    /// It.
    pub(crate) found: Found,
}

/// How a token is called in a message.
pub(crate) fn found(text: &str, token: Option<&Token>) -> Found {
    let Some(token) = token else {
        return Found::EndOfFile;
    };
    match token.kind {
        Kind::Text => Found::Text,
        Kind::Pattern => Found::Pattern,
        _ => {
            let written = text.get(token.start..token.end).unwrap_or_default();
            let short: String = written.chars().take(40).collect();
            Found::Written(if short.len() < written.len() { format!("{short}…") } else { short })
        }
    }
}

/// Says what is wrong where `tokens[range]` could not be read further than `offset`.
#[expect(clippy::too_many_arguments, reason = "each is a fact of its own about one failure")]
pub(crate) fn diagnose(
    file: FileId,
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    offset: usize,
    tried: &[Rule],
    subject: Subject,
    beyond: Option<Beyond>,
) -> SyntaxError {
    if tried.is_empty() {
        // pest says what it tried, unless it gave up for a reason of its own: its limit on steps.
        let at = offset.min(text.len());
        return SyntaxError::TooMuchWork(TooMuchWork { at: Span::new(file, at..at) });
    }
    let case = Case { file, text, tokens, range, subject, tried };
    let index = case.range.start
        + tokens.get(case.range.clone()).unwrap_or_default().partition_point(|token| token.end <= offset);
    if index < case.range.end
        && let Some(token) = tokens.get(index)
        && let Some(error) = case.at_token(index, *token)
    {
        return error;
    }
    if let Some(verdict) = case.lonely_verdict() {
        return SyntaxError::Wording(verdict);
    }
    let (at, found) = match beyond {
        Some(beyond) if index >= case.range.end => (beyond.at, beyond.found),
        _ => (case.place(index), found(text, tokens.get(index))),
    };
    if let Some(opened) = case.unclosed() {
        let missing = match case.lexeme(opened) {
            "(" => ")",
            "[" => "]",
            _ => "}",
        };
        return SyntaxError::Unclosed(Unclosed { at, opened: case.span(opened), missing, found });
    }
    let wanted = case.wanted(index);
    let meant = match &found {
        Found::Written(written) if index < case.range.end => case.meant(written, &wanted),
        _ => None,
    };
    let advice = case
        .advice(index, &found, &wanted)
        .map(Cow::Borrowed)
        .or_else(|| case.advice_in_words(index, &found, &wanted).map(Cow::Owned));
    SyntaxError::Expected(Expected { at, wanted, found, subject, meant, advice })
}

struct Case<'a> {
    file: FileId,
    text: &'a str,
    tokens: &'a [Token],
    range: Range<usize>,
    subject: Subject,
    tried: &'a [Rule],
}

impl Case<'_> {
    fn lexeme(&self, index: usize) -> &str {
        self.tokens.get(index).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    fn span(&self, index: usize) -> Span {
        self.tokens.get(index).map_or(Span::new(self.file, self.text.len()..self.text.len()), |token| {
            Span::new(self.file, token.start..token.end)
        })
    }

    /// The token, or the gap behind the one before it where it stands on another line or belongs to what follows.
    fn place(&self, index: usize) -> Span {
        let behind = index.checked_sub(1).and_then(|before| self.tokens.get(before));
        match (self.tokens.get(index), behind) {
            (Some(token), Some(before)) if token.first && index >= self.range.end => {
                Span::new(self.file, before.end..before.end)
            }
            (None, Some(before)) => Span::new(self.file, before.end..before.end),
            _ => self.span(index),
        }
    }

    fn tries(&self, rule: Rule) -> bool {
        self.tried.contains(&rule)
    }

    fn wants_operator(&self) -> bool {
        self.tries(Rule::compare) || self.tries(Rule::plus) || self.tries(Rule::w_and)
    }

    fn wants_value(&self) -> bool {
        [Rule::condition, Rule::value, Rule::expression, Rule::body, Rule::operand, Rule::sum, Rule::place]
            .iter()
            .any(|rule| self.tries(*rule))
    }

    /// A bracket of the piece that nothing closes.
    fn unclosed(&self) -> Option<usize> {
        self.range
            .clone()
            .find(|index| self.tokens.get(*index).is_some_and(|token| token.kind == Kind::Open && token.mate.is_none()))
    }

    /// A mistake that the token itself gives away.
    fn at_token(&self, index: usize, token: Token) -> Option<SyntaxError> {
        let at = self.span(index);
        let written = self.lexeme(index);
        let before = index.checked_sub(1).filter(|before| self.range.contains(before));
        if (self.tries(Rule::day) || self.tries(Rule::day_part))
            && let Some(fault) = self.no_day(index, token)
        {
            return Some(SyntaxError::NoDay(NoDay { at, fault }));
        }
        match token.kind {
            Kind::Pattern => return Some(SyntaxError::MisplacedPattern(MisplacedPattern { at })),
            Kind::Text if self.tries(Rule::pattern) => {
                let (start, end, _) = text_inner(self.text, token.start, token.end);
                let inside = self.text.get(start..end).unwrap_or_default().to_owned();
                return Some(SyntaxError::TextForPattern(TextForPattern { at, inside }));
            }
            Kind::Close if token.mate.is_none_or(|mate| !self.range.contains(&mate)) => {
                return Some(SyntaxError::StrayClose(StrayClose { at, written: written.to_owned() }));
            }
            Kind::Word if self.tries(Rule::text) && !self.wants_operator() && !self.wants_value() => {
                return Some(self.missing_quotes(index));
            }
            _ => {}
        }
        if self.tries(Rule::s_end_bracket)
            && let Some(open) = before.filter(|before| self.lexeme(*before) == "[")
            && open.checked_sub(1).is_some_and(|base| {
                self.range.contains(&base) && self.tokens.get(base).is_some_and(|base| base.kind.ends_value())
            })
            && !self.wants_value()
        {
            let close = self.tokens.get(open).and_then(|open| open.mate).unwrap_or(index);
            return Some(SyntaxError::NumberedItem(NumberedItem { at: self.span(open).to(self.span(close)) }));
        }
        let last = index + 1 == self.range.end;
        if written == ":" && (before.is_none() || last) && matches!(self.subject, Subject::Clause(_)) {
            return Some(SyntaxError::Semicolon(Semicolon { at, sign: ":" }));
        }
        if let Some(number) = before.filter(|_| is_unit(written))
            && self.tokens.get(number).is_some_and(|number| number.kind == Kind::Number)
            && self.lexeme(number).bytes().all(|byte| byte.is_ascii_digit())
        {
            let (number, at) = (self.lexeme(number).to_owned(), self.span(number).to(at));
            return Some(SyntaxError::UnknownUnit(UnknownUnit { at, number, unit: written.to_owned(), apart: true }));
        }
        if let Some(wording) = self.wording(index, before) {
            return Some(SyntaxError::Wording(wording));
        }
        // Behind the last word of a condition, `then` joins nothing.
        let leads_on = written == "then" && last;
        if let Some(instead) = self.instead(written).filter(|_| !leads_on) {
            return Some(match token.kind {
                Kind::Word => SyntaxError::Wording(Wording { at, written: written.to_owned(), instead }),
                _ => SyntaxError::ForeignOperator(ForeignOperator { at, written: written.to_owned(), instead }),
            });
        }
        if written == "-" && self.subject == Subject::Row && matches!(self.lexeme(index + 1), "," | "->") {
            return Some(SyntaxError::ForeignOperator(ForeignOperator { at, written: "-".to_owned(), instead: "_" }));
        }
        if written == "-" && !self.wants_operator() {
            return Some(SyntaxError::NegativeNumber(NegativeNumber { at }));
        }
        if written == "not" && before.is_some() && self.tries(Rule::operand) {
            return Some(SyntaxError::NotInComparison(NotInComparison { at }));
        }
        None
    }

    /// What stands where a day has to, if that can be told.
    fn no_day(&self, index: usize, token: Token) -> Option<DayFault> {
        let written = self.lexeme(index);
        let day = |text: &str| {
            let day = text.get(..10)?;
            let shape = day.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
            shape.then(|| day.to_owned())
        };
        match token.kind {
            Kind::Text => day(written.trim_matches('"').trim()).map(DayFault::Quoted),
            Kind::Number => day(written).filter(|_| written.contains('T')).map(DayFault::Timed),
            Kind::Word => {
                matches!(written, "now" | "today" | "tomorrow" | "forever" | "never" | "always" | "permanent")
                    .then(|| DayFault::Moving(written.to_owned()))
            }
            _ => None,
        }
    }

    /// What to write instead of words that say the same in another way, where the words around them tell what is meant.
    fn wording(&self, index: usize, before: Option<usize>) -> Option<Wording> {
        let say = |from: usize, to: usize, instead: &'static str| {
            let at = self.span(from).to(self.span(to));
            let written = self.text.get(at.range()).unwrap_or_default().to_owned();
            Some(Wording { at, written, instead })
        };
        let next = self.lexeme(index + 1);
        match self.lexeme(index) {
            "not" if next == "ready" && self.tries(Rule::verdict) => return say(index, index + 1, "not-ready"),
            "unsupported" | "not-supported" if self.tries(Rule::support) => return say(index, index, "not supported"),
            verdict @ ("ready" | "open" | "not-ready")
                if self.subject == Subject::Clause("expect")
                    && before.is_some_and(|before| self.lexeme(before) == "verdict") =>
            {
                let instead = match verdict {
                    "ready" => "is ready",
                    "open" => "is open",
                    _ => "is not-ready",
                };
                return say(index, index, instead);
            }
            "undetermined" if self.tries(Rule::support) => return say(index, index, "open"),
            "undetermined" if self.tries(Rule::outcome) => return say(index, index, "is undetermined"),
            "not" if matches!(next, "apply" | "applicable") && self.tries(Rule::outcome) => {
                return say(index, index + 1, "does not apply");
            }
            "<" => {
                let list = before.filter(|before| nearest(self.lexeme(*before), ["list"]).is_some())?;
                return if self.wants_operator() { None } else { say(list, list, "list") };
            }
            _ => {}
        }
        let before = before.filter(|_| next == "in" && self.wants_operator())?;
        let instead = match self.lexeme(before) {
            "all" | "each" | "forall" | "always" => "every",
            "any" | "exists" | "there" => "some",
            word => *["every", "some"].iter().find(|kept| nearest(word, ["every", "some"]) == Some(**kept))?,
        };
        say(before, before, instead)
    }

    /// What to write instead of a sign or word of another language.
    fn instead(&self, written: &str) -> Option<&'static str> {
        let operator = self.wants_operator();
        Some(match written {
            "=" if self.tries(Rule::s_arrow) && self.subject == Subject::Row => "->",
            "*" if self.subject == Subject::Row && !operator => "_",
            "&&" | "&" | "AND" | "And" if operator => "and",
            "||" | "OR" | "Or" if operator => "or",
            "!" | "NOT" | "Not" if !operator => "not",
            "=" | "===" | "=~=" | "equals" if operator && !self.tries(Rule::s_equals) => "==",
            "===" if operator => "==",
            "!==" | "<>" if operator => "!=",
            "=<" if operator => "<=",
            "=>" if self.tries(Rule::s_arrow) => "->",
            "=>" if operator => ">=",
            "=~" | "~" if operator => "matches",
            "IN" | "In" | "∈" if operator => "in",
            "startswith" | "starts_with" | "startsWith" | "starts-with" | "beginswith" | "begins" if operator => {
                "starts with"
            }
            "endswith" | "ends_with" | "endsWith" | "ends-with" if operator => "ends with",
            "exists" | "exist" | "present" if operator => "is present",
            "missing" if operator => "is missing",
            "empty" if operator => "is empty",
            "then" if operator => "implies",
            "includes" | "include" | "has" if operator => "contains",
            "like" | "match" if operator => "matches",
            "=>" | ":" | ">" if self.tries(Rule::s_arrow) && self.subject == Subject::Row => "->",
            "==" | ":=" | ":" if self.tries(Rule::s_equals) => "=",
            "=" if self.tries(Rule::s_colon) && self.subject != Subject::Item("setting") => ":",
            _ => return None,
        })
    }

    /// How something is written that other languages write in another way, where one word instead of another will not do.
    fn advice(&self, index: usize, found: &Found, wanted: &[Wanted]) -> Option<&'static str> {
        let back = |steps: usize| {
            index.checked_sub(steps).filter(|at| *at >= self.range.start).map_or("", |at| self.lexeme(at))
        };
        let wants = |one: Wanted| wanted.contains(&one);
        if *found == Found::Text {
            return (self.subject == Subject::Item("rule") && wants(Wanted::Name))
                .then_some("a rule has a name before its title, as in `rule owner-named \"The owner is named\" {`");
        }
        let Found::Written(written) = found else { return None };
        Some(match (self.subject, written.as_str()) {
            (Subject::Field, "?" | "optional" | "required") => {
                "what may be left out has a `?` behind its name, as in `note?: text`"
            }
            (_, "of" | "[" | "(") if back(1) == "list" => "a list is written with the type of its items: `list<text>`",
            (_, "[") if wants(Wanted::Type) => "a list is written with the type of its items: `list<text>`",
            (Subject::Field, "key") if index == self.range.start + 1 => "`key` stands before the name: `key id: text`",
            (Subject::Member, "|" | "/") => "members are parted by `,`, or by `<` where each is less than the next",
            (Subject::Item("rule"), "{") if wants(Wanted::Text) => {
                "a rule has a title, as in `rule owner-named \"The owner is named\" {`"
            }
            (Subject::Item("table"), "{") if wants(Wanted::Exactly("->")) => {
                "the type of the answers stands before the `{`, as in `-> text {`"
            }
            (Subject::Item("setting"), "=") if wants(Wanted::Exactly(":")) => {
                "a setting says its type, as in `setting days: number = 30`"
            }
            (Subject::Clause("given" | "previous"), "{") => {
                "write the document between `\"\"\"`, or the name of its file in quotation marks"
            }
            (_, "between") if self.wants_operator() => "write both bounds, as in `size >= 1 and size <= 5`",
            (_, "*" | "%") if self.wants_operator() => "there is `+` and `-`, and no other arithmetic",
            (_, ",") if self.parts_thousands(index) => "nothing parts thousands: `1000`",
            (_, ",") if back(2) == "(" && back(3) == "in" => "a list stands in `[…]`",
            _ => return None,
        })
    }

    /// The same, where the advice shows what the author wrote.
    fn advice_in_words(&self, index: usize, found: &Found, wanted: &[Wanted]) -> Option<String> {
        let word = |at: Option<usize>| at.filter(|at| self.range.contains(at)).map_or("", |at| self.lexeme(at));
        let (before, earlier) = (word(index.checked_sub(1)), word(index.checked_sub(2)));
        if *found == Found::Text
            && let Subject::Clause(clause @ ("require" | "forbid" | "needs" | "suits")) = self.subject
            && index > self.range.start
        {
            return Some(format!("a message stands behind `else`, on a line below the `{clause}`: `else \"…\"`"));
        }
        let joins = wanted.contains(&Wanted::Exactly(",")) || wanted.contains(&Wanted::Exactly("->"));
        if self.subject == Subject::Row && joins && matches!(found, Found::Text | Found::Written(_)) {
            let value = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind.ends_value());
            let lexeme = self.lexeme(index);
            let begins = self.tokens.get(index).is_some_and(|token| token.kind != Kind::Close) && value(index);
            return (begins || lexeme == "_").then(|| format!("cells are parted by commas: `{before}, {lexeme}`"));
        }
        let Found::Written(written) = found else { return None };
        match (self.subject, written.as_str()) {
            (Subject::Clause(clause), "then" | "do") if index + 1 == self.range.end => {
                Some(format!("take `{written}` out: what is asked stands on a line of its own below the `{clause}`"))
            }
            (_, truth @ ("true" | "false")) if before == "is" || before == "not" && earlier == "is" => {
                let path = self.path_before(index.checked_sub(if before == "is" { 1 } else { 2 })?)?;
                Some(format!("whether two values are equal is asked with `==`: `{path} == {truth}`"))
            }
            (_, "(") if earlier == "." && matches!(before, "count" | "size" | "length" | "len") => {
                let path = self.path_before(index.checked_sub(2)?)?;
                Some(format!("a function stands before what it is asked about: `count({path})` for a list"))
            }
            (_, "mentions" | "reach" | "earlier") if self.wants_operator() => {
                let path = self.path_before(index)?;
                let asked = word(Some(index + 1));
                Some(match written.as_str() {
                    "mentions" if asked.starts_with('[') || asked.is_empty() => {
                        format!("a function stands before what it is asked about: `mentions({path}, […])`")
                    }
                    "mentions" if asked.starts_with('"') => {
                        format!("a function stands before what it is asked about: `mentions({path}, [{asked}])`")
                    }
                    "mentions" => {
                        format!("a function stands before what it is asked about: `mentions({path}, {asked})`")
                    }
                    function => format!("a function stands before what it is asked about: `{function}(…)`"),
                })
            }
            (Subject::Field, "[") if self.lexeme(index + 1) == "]" && wanted.contains(&Wanted::End(self.subject)) => {
                Some(format!("a list is written with the type of its items: `list<{before}>`"))
            }
            (Subject::Field, ty) if before == "optional" => {
                let name = self.lexeme(self.range.start);
                Some(format!("what may be left out has a `?` behind its name: `{name}?: {ty}`"))
            }
            (Subject::Field, ty) if matches!(before, "required" | "mandatory") => {
                let name = self.lexeme(self.range.start);
                Some(format!("what has no `?` behind its name has to be written: `{name}: {ty}`"))
            }
            _ => None,
        }
    }

    /// The path that ends before the token `index`, as it was written.
    fn path_before(&self, index: usize) -> Option<&str> {
        let end = index.checked_sub(1).filter(|end| self.range.contains(end))?;
        let mut start = end;
        while start >= self.range.start + 2 && self.lexeme(start - 1) == "." {
            start -= 2;
        }
        let is_word = self.tokens.get(end).is_some_and(|token| token.kind == Kind::Word);
        let (from, to) = (self.tokens.get(start)?.start, self.tokens.get(end)?.end);
        self.text.get(from..to).filter(|_| is_word)
    }

    /// `expect ready`, which names a verdict and not that it is one.
    fn lonely_verdict(&self) -> Option<Wording> {
        let only = self.range.start;
        if self.subject != Subject::Clause("expect") || self.range.len() != 1 {
            return None;
        }
        let written = self.lexeme(only);
        let instead = match written {
            "ready" => "verdict is ready",
            "open" => "verdict is open",
            "not-ready" => "verdict is not-ready",
            _ => return None,
        };
        Some(Wording { at: self.span(only), written: written.to_owned(), instead })
    }

    /// Does the comma stand between digits, as in `1,000`?
    fn parts_thousands(&self, comma: usize) -> bool {
        let number = |at: usize| self.tokens.get(at).filter(|token| token.kind == Kind::Number);
        let before = comma.checked_sub(1).and_then(number);
        match (before, self.tokens.get(comma), number(comma + 1)) {
            (Some(before), Some(comma), Some(next)) => before.end == comma.start && comma.end == next.start,
            _ => false,
        }
    }

    fn missing_quotes(&self, index: usize) -> SyntaxError {
        let last = (index..self.range.end).take_while(|at| {
            *at == index || self.tokens.get(*at).is_some_and(|token| !token.first && token.kind != Kind::Open)
        });
        let end = last.last().unwrap_or(index);
        if let (Subject::Clause("given" | "previous"), Some(word)) = (self.subject, index.checked_sub(1))
            && self.tokens.get(index).is_some_and(|token| token.first)
        {
            return SyntaxError::MissingQuotes(MissingQuotes { at: self.span(word), what: "a document" });
        }
        let what = match self.subject {
            Subject::Clause("else") => "a message",
            Subject::Clause("help") => "the advice",
            Subject::Clause("because") => "a reason",
            Subject::Clause("by") => "who approves it",
            Subject::Clause("see") => "a reference",
            Subject::Clause("given" | "previous") | Subject::Item("data") => "the name of a file",
            Subject::Item(_) | Subject::Entry | Subject::Clause("option") => "a title",
            _ => "a text",
        };
        SyntaxError::MissingQuotes(MissingQuotes { at: self.span(index).to(self.span(end)), what })
    }

    /// What the rules that were tried stand for, in the reader's words.
    fn wanted(&self, index: usize) -> Vec<Wanted> {
        let mut wanted: Vec<Wanted> = self.tried.iter().filter_map(|rule| self.name(*rule)).collect();
        self.narrow(index, &mut wanted);
        let has = |wanted: &[Wanted], one: Wanted| wanted.contains(&one);
        if has(&wanted, Wanted::Exactly(":")) || has(&wanted, Wanted::Exactly("=")) {
            wanted.retain(|one| *one != Wanted::Exactly("?"));
        }
        let ended = wanted.iter().any(|one| matches!(one, Wanted::End(_) | Wanted::Operator));
        if ended {
            wanted.retain(|one| !matches!(one, Wanted::Exactly("." | "(" | "[" | "?")));
        }
        for general in [Wanted::Condition, Wanted::List, Wanted::Place, Wanted::Cell, Wanted::Value, Wanted::Type] {
            if has(&wanted, general) {
                wanted.retain(|one| {
                    *one == general
                        || matches!(one, Wanted::Exactly(")" | "]" | "," | "where" | ":" | "=" | "->") | Wanted::End(_))
                });
                break;
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }

    /// Says what kind of value or name is wanted, going by what stands before it.
    fn narrow(&self, index: usize, wanted: &mut [Wanted]) {
        let begins = index == self.range.start;
        let before = if begins { "" } else { self.lexeme(index.wrapping_sub(1)) };
        let earlier = if begins { "" } else { self.lexeme(index.wrapping_sub(2)) };
        let asks = (before == "is" || before == "not" && earlier == "is") && self.subject != Subject::Clause("expect");
        let general = match self.subject {
            Subject::Clause("when" | "require" | "forbid" | "needs" | "suits") if begins => Wanted::Condition,
            Subject::Clause("at") if begins || before == "," => Wanted::Place,
            _ if before == "where" => Wanted::Condition,
            _ => Wanted::Value,
        };
        for one in wanted {
            match one {
                Wanted::Value => *one = general,
                Wanted::Name | Wanted::Exactly("not") if asks => *one = Wanted::Question,
                Wanted::Exactly("undetermined" | "waived") if before == "is" && earlier == "verdict" => {
                    *one = Wanted::Verdict
                }
                Wanted::Exactly("undetermined" | "waived") if before == "is" && earlier == "suggestion" => {
                    *one = Wanted::OptionName;
                }
                _ => {}
            }
        }
    }

    fn name(&self, rule: Rule) -> Option<Wanted> {
        Some(match rule {
            Rule::condition => Wanted::Condition,
            Rule::sum if self.tried.len() == 1 || matches!(self.subject, Subject::Clause("for")) => Wanted::List,
            Rule::value | Rule::expression | Rule::body | Rule::operand | Rule::sum | Rule::argument => Wanted::Value,
            Rule::quantified | Rule::negation | Rule::w_every | Rule::w_some | Rule::reference => Wanted::Value,
            Rule::number | Rule::duration | Rule::date | Rule::instant | Rule::boolean => Wanted::Value,
            Rule::list | Rule::paren | Rule::broken => Wanted::Value,
            Rule::place => Wanted::Place,
            Rule::qualified if self.subject == Subject::Clause("expect") => Wanted::RuleName,
            Rule::qualified | Rule::name if self.subject == Subject::Item("waive") => Wanted::RuleName,
            Rule::expect_rule => Wanted::RuleName,
            Rule::name | Rule::any_name | Rule::text
                if self.tries(Rule::option_path) || self.tries(Rule::option_name) =>
            {
                Wanted::OptionName
            }
            Rule::name | Rule::qualified | Rule::any_name => Wanted::Name,
            Rule::text => Wanted::Text,
            Rule::type_expr | Rule::list_type | Rule::ref_type | Rule::digest_type | Rule::shape => Wanted::Type,
            Rule::pattern => Wanted::Pattern,
            Rule::cell | Rule::s_any | Rule::bound => Wanted::Cell,
            Rule::path | Rule::path_key => Wanted::Path,
            Rule::day => Wanted::Day,
            Rule::outcome | Rule::w_passes | Rule::w_fails | Rule::w_does => Wanted::Outcome,
            Rule::w_is if self.tries(Rule::outcome) || self.tries(Rule::w_passes) => Wanted::Outcome,
            Rule::verdict => Wanted::Verdict,
            Rule::support => Wanted::Support,
            Rule::option_path | Rule::option_name => Wanted::OptionName,
            Rule::expect_option | Rule::expect_suggestion => Wanted::RuleName,
            Rule::option_head => Wanted::Name,
            Rule::decision_head => Wanted::Name,
            Rule::value_part => Wanted::Value,
            Rule::parameters => Wanted::Parameters,
            Rule::parameter => Wanted::Name,
            Rule::question | Rule::matching | Rule::compare | Rule::plus | Rule::minus | Rule::otherwise => {
                Wanted::Operator
            }
            Rule::w_and | Rule::w_or | Rule::w_implies | Rule::w_is | Rule::w_matches => Wanted::Operator,
            Rule::field_step => Wanted::Exactly("."),
            Rule::each_step => Wanted::Exactly("["),
            Rule::arguments => Wanted::Exactly("("),
            Rule::nothing_else => Wanted::Exactly("nothing else"),
            Rule::expect_verdict => Wanted::Exactly("verdict"),
            // A rule that failed where it began stands for whatever it begins with.
            Rule::field | Rule::entry | Rule::definition | Rule::setting | Rule::refinement | Rule::data => {
                Wanted::Name
            }
            Rule::table_head | Rule::rule_head | Rule::document_head | Rule::name_head | Rule::extend_head => {
                Wanted::Name
            }
            Rule::pack_line | Rule::use_line | Rule::name_part | Rule::qualified_part | Rule::let_part => Wanted::Name,
            Rule::member => Wanted::Name,
            Rule::row => Wanted::Cell,
            Rule::test_head | Rule::text_part => Wanted::Text,
            Rule::waiver_head => Wanted::RuleName,
            Rule::day_part => Wanted::Day,
            Rule::effective_part => Wanted::Exactly("from"),
            Rule::as_of_part => Wanted::Exactly("of"),
            Rule::condition_part => Wanted::Condition,
            Rule::places_part | Rule::suggest_part => Wanted::Place,
            Rule::for_part => Wanted::Exactly("each"),
            Rule::with_part => Wanted::Path,
            Rule::expect_part => Wanted::RuleName,
            Rule::hole => Wanted::Value,
            Rule::EOI => Wanted::End(self.subject),
            _ => Wanted::Exactly(sign(rule)?),
        })
    }

    /// The word that a misspelt one was most likely meant to be.
    fn meant(&self, written: &str, wanted: &[Wanted]) -> Option<&'static str> {
        let mut candidates: Vec<&'static str> = Vec::new();
        for one in wanted {
            match one {
                Wanted::Operator => {
                    candidates.extend(words::KEPT.iter().filter(|word| words::continues_expression(word)));
                }
                Wanted::Exactly(word) => candidates.push(word),
                Wanted::Outcome => candidates.extend(["passes", "fails", "is", "does"]),
                Wanted::Verdict => candidates.extend(["ready", "open", "not-ready"]),
                Wanted::Support => candidates.extend(["supported", "open"]),
                _ => {}
            }
        }
        nearest(written, candidates.iter().copied())
            .and_then(|near| candidates.iter().copied().find(|one| *one == near))
    }
}

/// Is it how a unit of time is written, here or elsewhere?
fn is_unit(word: &str) -> bool {
    let unit = word.strip_suffix('s').unwrap_or(word);
    matches!(unit, "" | "s" | "min" | "h" | "d" | "sec" | "second" | "minute" | "hr" | "hour" | "day" | "week")
}

/// The sign or word that a rule of the grammar stands for.
fn sign(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::s_colon => ":",
        Rule::s_equals => "=",
        Rule::s_comma => ",",
        Rule::s_arrow => "->",
        Rule::s_dot => ".",
        Rule::s_range => "..",
        Rule::s_bar => "|",
        Rule::s_less => "<",
        Rule::s_more => ">",
        Rule::s_open => "(",
        Rule::s_close => ")",
        Rule::s_bracket => "[",
        Rule::s_end_bracket => "]",
        Rule::s_optional => "?",
        Rule::w_in => "in",
        Rule::w_where => "where",
        Rule::w_for => "for",
        Rule::w_each => "each",
        Rule::w_at => "at",
        Rule::w_of => "of",
        Rule::w_from => "from",
        Rule::w_saying => "saying",
        Rule::w_else => "else",
        Rule::w_matching => "matching",
        Rule::w_undetermined => "undetermined",
        Rule::w_waived => "waived",
        Rule::w_until => "until",
        Rule::w_not => "not",
        Rule::w_apply => "apply",
        Rule::w_nothing => "nothing else",
        Rule::w_verdict => "verdict",
        Rule::w_chosen => "chosen",
        Rule::w_option => "option",
        Rule::w_suggestion => "suggestion",
        _ => return None,
    })
}
