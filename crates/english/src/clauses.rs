//! Clauses: what each verb group is said of, by whom, and how it is said.

use std::ops::Range;

use crate::groups::{Group, Segment, Shape, is_subordinator, is_time};
use crate::lexicon as is;
use crate::moods::{is_gone, own, told, under};
use crate::tokens::{Kind, Sentence, Token};
use crate::{Form, Mood, Statement, Tense, Voice};

/// The statements of one sentence.
pub(crate) fn read(sentence: &Sentence) -> Vec<Statement> {
    let mut made = Reader { sentence, statements: Vec::new(), label: None, wish: false };
    for part in parts(&sentence.tokens) {
        made.part(&part);
    }
    let Reader { mut statements, .. } = made;
    let ends = (sentence.tokens.first(), sentence.tokens.last());
    for statement in &mut statements {
        if let (Some(first), Some(last)) = ends {
            statement.sentence = first.range.start..last.range.end;
        }
        match sentence.ticked {
            Some(true) if matches!(statement.mood, Mood::Ordered | Mood::Wished | Mood::Asserted) => {
                if statement.mood != Mood::Asserted {
                    (statement.mood, statement.tense) = (Mood::Asserted, Tense::Past);
                }
                statement.form = Form::Ticked;
            }
            Some(false) if statement.mood == Mood::Asserted => statement.mood = Mood::Wished,
            _ => {}
        }
    }
    statements
}

/// What stands between two marks that end a clause, and the mark in front of it.
struct Part<'s> {
    tokens: Vec<&'s Token>,
    opened_by: &'static str,
    /// The mark behind it.
    closed_by: &'static str,
}

/// Cuts a sentence at `;`, `:`, dashes and brackets. What stands in brackets comes behind what it interrupts.
fn parts(tokens: &[Token]) -> Vec<Part<'_>> {
    let mut found: Vec<Part<'_>> = Vec::new();
    let mut current: Vec<&Token> = Vec::new();
    let mut aside: Option<Vec<&Token>> = None;
    let mut asides: Vec<Part<'_>> = Vec::new();
    let mut opened_by = "";
    for token in tokens {
        if token.kind == Kind::Mark {
            let mark = match token.low.as_str() {
                "(" => {
                    aside.get_or_insert_default();
                    continue;
                }
                ")" => {
                    if let Some(tokens) = aside.take() {
                        asides.push(Part { tokens, opened_by: "(", closed_by: ")" });
                    }
                    continue;
                }
                ";" => ";",
                ":" => ":",
                "—" | "–" | "-" | "--" | "→" | "->" | ">" | "=" | "..." | "…" | "⇒" => "-",
                "|" => "-",
                "," | "/" | "[" | "]" => "",
                "&" | "+" => "",
                _ => continue,
            };
            if !mark.is_empty() && aside.is_none() {
                found.push(Part { tokens: std::mem::take(&mut current), opened_by, closed_by: mark });
                found.append(&mut asides);
                opened_by = mark;
                continue;
            }
        }
        match &mut aside {
            Some(aside) => aside.push(token),
            None => current.push(token),
        }
    }
    found.push(Part { tokens: current, opened_by, closed_by: "" });
    found.append(&mut asides);
    if let Some(tokens) = aside {
        found.push(Part { tokens, opened_by: "(", closed_by: "" });
    }
    found.retain(|part| !part.tokens.is_empty());
    found
}

struct Reader<'s> {
    sentence: &'s Sentence,
    statements: Vec<Statement>,
    /// What stands in front of the colon.
    label: Option<Range<usize>>,
    /// Does the label wish for what follows?
    wish: bool,
}

/// How a group hangs together with what stands before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Link {
    Main,
    /// Behind a word that opens a clause.
    Under(String),
    /// What the group before is about: `confirm that …`.
    Told,
    /// Behind `who`, `which`, `that`.
    Relative,
    /// Behind `and`, a comma, and their like.
    Beside,
    /// Directly behind: an infinitive or a gerund.
    After,
}

/// A group that has been placed.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) group: Group,
    pub(crate) mood: Mood,
    pub(crate) link: Link,
    /// Is it in a clause that hangs on another, and how is that said?
    within: Option<Mood>,
    subject: Option<(usize, usize)>,
    start: usize,
    /// Does it only tell which thing is meant: `pictures of the cards mailed to him`?
    is_part_of_a_name: bool,
}

impl Reader<'_> {
    fn part(&mut self, part: &Part<'_>) {
        let segment = Segment { tokens: &part.tokens };
        let mut groups = groups(segment);
        if self.sentence.row {
            // What stands in a cell without an auxiliary may as well be its heading.
            let timed = self.sentence.tokens.iter().any(|token| is_time(&token.low));
            groups.retain(|group| group.shape != Shape::Bare || timed && segment.len() > 1);
        }
        if self.done_mark(part, &groups) {
            return;
        }
        let is_label = part.closed_by == ":"
            && segment.len() <= 6
            && (groups
                .iter()
                .all(|group| matches!(group.shape, Shape::Bare | Shape::Base | Shape::Gerund | Shape::Infinitive))
                || groups.is_empty());
        if is_label {
            self.wish = groups.iter().any(|group| group.shape == Shape::Infinitive)
                || (0..segment.len()).any(|at| is::is_wish_label(segment.low(at)));
            self.label = span(&part.tokens, 0, segment.len());
            return;
        }
        if groups.is_empty() {
            self.without_verb(part);
            return;
        }
        self.clauses(part, groups);
    }

    /// `Isolate the host - done`: the mark makes a fact of what stands before it.
    fn done_mark(&mut self, part: &Part<'_>, groups: &[Group]) -> bool {
        let segment = Segment { tokens: &part.tokens };
        let first = segment.low(0);
        let marked = matches!(part.opened_by, ":" | "-" | "(")
            && (is::is_done_mark(first)
                || matches!(first, "already" | "now" | "all") && is::is_done_mark(segment.low(1)));
        let short = segment.len() <= 2 || !groups.iter().any(|group| group.shape == Shape::Chain);
        if !marked || !short || self.wish || matches!(segment.low(1), "at" | "by" | "on") && segment.len() == 2 {
            return false;
        }
        let last = self.statements.len().checked_sub(1).and_then(|at| self.statements.get_mut(at));
        if let Some(last) = last
            && self.label.is_none()
        {
            if last.mood == Mood::Ordered {
                (last.mood, last.tense, last.form) = (Mood::Asserted, Tense::Past, Form::Ticked);
            }
            return segment.len() <= 2;
        }
        let subject = self.label.clone().or_else(|| {
            let before = part.tokens.first()?.range.start;
            let first = self.sentence.tokens.first()?.range.start;
            let last =
                self.sentence.tokens.iter().rfind(|token| token.range.end <= before && token.kind != Kind::Mark)?;
            Some(first..last.range.end)
        });
        let Some(state) = span(&part.tokens, 0, segment.len()) else { return false };
        let start = subject.as_ref().map_or(state.start, |subject| subject.start);
        self.statements.push(Statement {
            sentence: 0..0,
            words: start..state.end,
            group: state.clone(),
            verb: "be".to_owned(),
            subject,
            object: Some(state),
            agent: None,
            tense: Tense::Present,
            voice: Voice::State,
            mood: Mood::Asserted,
            negated: false,
            form: Form::Label,
        });
        true
    }

    /// `Containment complete`, `isolation in place since 14:10Z`, and, behind a tick, `revoke key`.
    fn without_verb(&mut self, part: &Part<'_>) {
        let segment = Segment { tokens: &part.tokens };
        let first = if is_time(segment.low(0)) && segment.len() > 1 { 1 } else { 0 };
        let Some(words) = span(&part.tokens, first, segment.len()) else { return };
        let mut made = Statement {
            sentence: 0..0,
            words: words.clone(),
            group: words,
            verb: "be".to_owned(),
            subject: None,
            object: None,
            agent: None,
            tense: Tense::Present,
            voice: Voice::State,
            mood: if self.wish { Mood::Wished } else { Mood::Asserted },
            negated: is::is_negative_start(segment.low(first)),
            form: if self.label.is_some() { Form::Label } else { Form::Note },
        };
        if self.sentence.ticked == Some(true) && segment.is_noun(first) {
            made.verb = segment.low(first).to_owned();
            made.group = span(&part.tokens, first, first + 1).unwrap_or(made.group);
            made.object = span(&part.tokens, first + 1, segment.len());
            (made.tense, made.voice) = (Tense::Past, Voice::Active);
            self.statements.push(made);
            return;
        }
        let state = (first..segment.len()).find(|at| {
            let (word, next) = (segment.low(*at), segment.low(at + 1));
            let follows = *at > first || self.label.is_some();
            follows
                && (is::is_state(word) && (!segment.is_noun(at + 1) || is_time(next))
                    || matches!(word, "in" | "into")
                        && matches!(next, "place" | "effect" | "force" | "quarantine" | "progress" | "isolation")
                    || word == "under" && matches!(next, "way" | "containment" | "quarantine")
                    || matches!(word, "off" | "out" | "behind") && is::is_determiner(next)
                    || word == "out" && next == "of"
                    || word == "no" && next == "longer")
        });
        if let Some(state) = state {
            let back = (first..state)
                .rev()
                .find(|at| !is::is_adverb(segment.low(*at)) && segment.low(*at) != "not")
                .map_or(first, |at| at + 1);
            made.negated |= (back..state).any(|at| segment.low(at) == "not");
            made.subject = if state > first { span(&part.tokens, first, back) } else { self.label.clone() };
            made.object = span(&part.tokens, back, segment.len());
            made.group = span(&part.tokens, state, state + 1).unwrap_or(made.group);
            self.statements.push(made);
        }
    }

    fn clauses(&mut self, part: &Part<'_>, groups: Vec<Group>) {
        let segment = Segment { tokens: &part.tokens };
        let mut placed: Vec<Placed> = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let next = place(segment, &placed, group, groups.get(at + 1..).unwrap_or_default());
            placed.push(next);
        }
        // `After the owner has approved, the key is revoked`: what holds only then is no fact yet.
        let waits = placed.iter().any(|one| one.mood == Mood::Conditional && matches!(one.link, Link::Under(_)));
        for one in placed.iter_mut().filter(|one| waits && one.mood == Mood::Asserted) {
            if one.group.tense == Tense::Present && !matches!(one.link, Link::Under(_)) {
                one.mood = Mood::Conditional;
            }
        }
        for (at, one) in placed.iter().enumerate().filter(|(_, one)| !one.is_part_of_a_name) {
            // An infinitive or a gerund directly behind the verb belongs to what it speaks of.
            let next = placed.iter().skip(at + 1).find(|next| next.link != Link::After);
            let end = next.map_or(segment.len(), |next| {
                let bare = next.subject.filter(|_| next.start <= one.group.last + 1).map(|(from, _)| from);
                bare.unwrap_or(next.start).max(one.group.last + 1).min(segment.len())
            });
            self.push(part, one, at, end);
        }
    }

    fn push(&mut self, part: &Part<'_>, one: &Placed, at: usize, end: usize) {
        let segment = Segment { tokens: &part.tokens };
        let group = &one.group;
        let tokens = &part.tokens;
        let mut object = (group.last + 1, end);
        while object.1 > object.0 && trims(segment, object.1 - 1) {
            object.1 -= 1;
        }
        let subject = one.subject.and_then(|(from, to)| span(tokens, from, to));
        let by = (group.last + 1..end).find(|at| {
            segment.low(*at) == "by"
                && !is_time(segment.low(at + 1))
                && crate::lemma::gerund_of(segment.low(at + 1)).is_none()
                && !matches!(
                    segment.low(at + 1),
                    "default"
                        | "mistake"
                        | "hand"
                        | "then"
                        | "now"
                        | "design"
                        | "eod"
                        | "noon"
                        | "e-mail"
                        | "email"
                        | "mail"
                        | "phone"
                        | "telephone"
                        | "chat"
                        | "means"
                        | "way"
                        | "virtue"
                        | "accident"
                        | "force"
                        | "post"
                        | "letter"
                        | "law"
                        | "today"
                        | "tomorrow"
                        | "tonight"
                        | "midnight"
                        | "cob"
                        | "monday"
                        | "tuesday"
                        | "wednesday"
                        | "thursday"
                        | "friday"
                )
        });
        let agent = match group.voice {
            Voice::Passive => by.and_then(|by| {
                let mut to = by + 1;
                while to < end
                    && !segment.is_comma(to)
                    && !(to > by + 1 && is::is_preposition(segment.low(to)) && segment.low(to) != "of")
                {
                    to += 1;
                }
                span(tokens, by + 1, to)
            }),
            Voice::Active if group.shape != Shape::Gerund || one.mood == Mood::Asserted => subject.clone(),
            _ => None,
        };
        let negative_object = matches!(group.voice, Voice::Active)
            && matches!(segment.low(group.last + 1), "no" | "nothing" | "none" | "neither" | "nobody");
        let negative_subject = one.subject.is_some_and(|(from, _)| is::is_negative_start(segment.low(from)));
        let mut mood = one.mood;
        if mood == Mood::Asserted
            && (group.doubted
                || (one.start..group.first).any(|at| is::is_doubt(segment.low(at)) || segment.low(at) == "either"))
        {
            mood = Mood::Doubted;
        }
        // In a question, what hangs on it as a fact is still told: `why … when we disabled it`.
        let told = matches!(&one.link, Link::Under(word) if is::is_factual(word) || is::is_temporal(word));
        if self.sentence.asked && mood == Mood::Asserted && !(told && is_gone(group.tense)) {
            mood = Mood::Asked;
        }
        if self.wish && mood == Mood::Asserted && (group.shape != Shape::Chain || group.tense == Tense::Present) {
            mood = Mood::Wished;
        }
        let has_label = at == 0 && part.opened_by == ":" && group.shape == Shape::Bare && subject.is_none();
        let mut start = one.start.min(group.first);
        while start < group.first && (segment.is_comma(start) || segment.coordinates(start)) {
            start += 1;
        }
        let Some(words) = span(tokens, start, end) else { return };
        let Some(place) = span(tokens, group.first, group.last + 1) else { return };
        self.statements.push(Statement {
            sentence: 0..0,
            words,
            group: place,
            verb: group.verb.clone(),
            subject: subject.or_else(|| if has_label { self.label.clone() } else { None }),
            object: span(tokens, object.0, object.1),
            agent,
            tense: group.tense,
            voice: group.voice,
            mood,
            negated: group.negated || negative_object || negative_subject,
            form: match group.shape {
                Shape::Bare if has_label && self.label.is_some() => Form::Label,
                Shape::Bare if one.subject.is_none() || group.voice == Voice::Passive => Form::Note,
                _ => Form::Sentence,
            },
        });
    }
}

/// Does a clause not end with this token?
fn trims(segment: Segment<'_>, at: usize) -> bool {
    segment.is_comma(at)
        || is::is_coordinator(segment.low(at))
        || is_subordinator(segment.low(at))
        || segment.low(at) == "that"
}

fn span(tokens: &[&Token], from: usize, to: usize) -> Option<Range<usize>> {
    let (first, last) = (tokens.get(from)?, tokens.get(to.checked_sub(1)?)?);
    (from < to).then_some(first.range.start..last.range.end)
}

/// The verb groups of a segment, from left to right.
fn groups(segment: Segment<'_>) -> Vec<Group> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < segment.len() {
        match segment.group(at) {
            Some(group) => {
                at = group.last.max(at) + 1;
                found.push(group);
            }
            None => at += 1,
        }
    }
    found
}

/// What stands between two groups.
struct Between {
    /// The last word that opens a clause, and where.
    opener: Option<(String, usize)>,
    comma: bool,
    coordinator: bool,
    /// Where the words of the next clause begin.
    start: usize,
    subject: Option<(usize, usize)>,
}

fn between(segment: Segment<'_>, from: usize, to: usize) -> Between {
    let mut found = Between { opener: None, comma: false, coordinator: false, start: from, subject: None };
    let mut subject = from;
    for at in from..to {
        let word = segment.low(at);
        let noun_next = at + 1 < to;
        if segment.is_comma(at) {
            found.comma = true;
            found.opener = found.opener.filter(|_| !noun_next);
            (subject, found.start) = (at + 1, at);
        } else if segment.coordinates(at) && !(matches!(word, "so" | "then" | "yet") && found.coordinator) {
            found.coordinator = true;
            if found.opener.is_none() {
                found.start = at;
            }
            subject = at + 1;
        } else if is_subordinator(word) && opens_clause(segment, at) && !(word == "since" && !noun_next && from > 0)
            || is::is_relative(word)
            || word == "that" && (from > 0 || at > from) && !is::is_preposition(segment.low(at.wrapping_sub(1)))
        {
            found.opener = Some((word.to_owned(), at));
            (subject, found.start) = (at + 1, at);
        }
    }
    // What stands in front of the subject: times, and what is fronted with a preposition.
    while subject < to
        && (is_time(segment.low(subject)) || is::is_adverb(segment.low(subject)) || segment.low(subject) == "please")
    {
        subject += 1;
    }
    if is::is_preposition(segment.low(subject)) || segment.low(subject) == "as" {
        let again = (subject + 2..to).find(|at| {
            let word = segment.low(*at);
            is::is_subject_pronoun(word)
                || matches!(
                    word,
                    "the" | "a" | "our" | "all" | "both" | "no" | "none" | "neither" | "nobody" | "nothing"
                ) && !is::is_preposition(segment.low(at - 1))
        });
        subject = again.unwrap_or(subject);
    }
    let mut end = to;
    while end > subject && (is::is_adverb(segment.low(end - 1)) || segment.is_comma(end - 1)) {
        end -= 1;
    }
    if subject < end {
        found.subject = Some((subject, end));
    }
    found
}

/// Does a word that can open a clause do so here? `as of noon` is a time, and the first `as` of `as soon as` opens nothing.
fn opens_clause(segment: Segment<'_>, at: usize) -> bool {
    segment.low(at) != "as" || !matches!(segment.low(at + 1), "of" | "soon" | "long" | "part" | "well" | "far")
}

fn place(segment: Segment<'_>, placed: &[Placed], group: &Group, later: &[Group]) -> Placed {
    let previous = placed.last();
    let from = previous.map_or(0, |previous| previous.group.last + 1);
    let mut found = between(segment, from.min(group.first), group.first);
    if let Some(inverted) = group.inverted {
        found.subject = Some(inverted);
    }
    let link = link(segment, previous, group, &found);
    // `the plan to revoke the key was dropped`: what the infinitive speaks of belongs to the name before it.
    if let ([only], Link::Main, Some((_, to))) = (placed, &link, found.subject)
        && only.group.shape == Shape::Infinitive
        && only.group.first > 0
    {
        found.subject = Some((only.start, to));
        found.start = only.start;
    }
    let mut made = Placed {
        group: group.clone(),
        mood: own(group),
        link: link.clone(),
        within: None,
        subject: found.subject,
        start: found.start,
        is_part_of_a_name: is_part_of_a_name(segment, previous, group, &found, &link),
    };
    match &link {
        Link::Main => {
            if group.inverted.is_some()
                && group.first == 0
                && matches!(segment.low(0), "had" | "should" | "were")
                && !later.is_empty()
            {
                made.mood = Mood::Conditional;
            }
        }
        Link::Under(word) => {
            made.mood = under(word, group, placed, later);
            made.within = Some(made.mood);
        }
        Link::Told => {
            made.mood = told(previous, group);
            made.within = Some(made.mood);
        }
        Link::Relative => {
            let opener = found.opener.as_ref().map_or(group.first, |(_, at)| *at);
            let any = (from..opener).any(|at| matches!(segment.low(at), "any" | "every" | "each" | "all"));
            if any && made.mood == Mood::Asserted && !found.comma {
                made.mood = Mood::Conditional;
            }
            let earliest =
                (from..opener).rev().find(|at| segment.is_comma(*at) && at + 1 != opener).map_or(from, |at| at + 1);
            if found.subject.is_none() && earliest < opener {
                made.subject = Some((earliest, if segment.is_comma(opener - 1) { opener - 1 } else { opener }));
            }
            made.within = Some(made.mood);
        }
        Link::Beside => {
            // What hangs on a verb stands between it and what stands beside it: `used for mining and stopped`.
            let main = match group.shape {
                Shape::Bare => placed
                    .iter()
                    .rev()
                    .find(|placed| placed.link != Link::After || placed.group.shape != Shape::Gerund)
                    .or(previous),
                _ => previous,
            };

            beside(&mut made, main, segment, &found);
        }
        Link::After => after(&mut made, previous, segment),
    }
    made
}

fn link(segment: Segment<'_>, previous: Option<&Placed>, group: &Group, found: &Between) -> Link {
    if let Some((word, at)) = &found.opener {
        let told = previous.is_some_and(|previous| {
            *at <= previous.group.last + 4 && (governs(&previous.group.verb) || previous.group.voice == Voice::State)
        });
        return match word.as_str() {
            "that" if told => Link::Told,
            "that" if previous.is_none() && group.shape == Shape::Chain && found.subject.is_none() => Link::Main,
            "which" | "who" | "whom" if previous.is_none() => Link::Under("whether".to_owned()),
            "that" | "who" | "which" | "whose" | "whom" => Link::Relative,
            "as" if *at > 0 && matches!(segment.low(at - 1), "soon" | "long") => Link::Under("once".to_owned()),
            _ => Link::Under(word.clone()),
        };
    }
    let Some(previous) = previous else { return Link::Main };
    if found.comma || found.coordinator {
        // A comma behind a clause that hangs on another, and opened the sentence, begins the one that it hangs on.
        if found.comma && matches!(previous.link, Link::Under(_) | Link::Relative) && !found.coordinator {
            return Link::Main;
        }
        return Link::Beside;
    }
    match group.shape {
        Shape::Infinitive | Shape::Gerund => Link::After,
        _ if governs(&previous.group.verb) && previous.group.shape != Shape::Gerund
            || previous.group.shape == Shape::Base && governs(&previous.group.verb) =>
        {
            Link::Told
        }
        Shape::Bare if found.subject.is_none() && segment.low(group.first.wrapping_sub(1)) != "," => Link::After,
        _ => Link::Main,
    }
}

/// Does a participle without an auxiliary only tell which thing is meant? So it is where its words stand behind another
/// verb of the same clause, and where they speak of anything of the kind: `a session steered without …`.
fn is_part_of_a_name(
    segment: Segment<'_>,
    previous: Option<&Placed>,
    group: &Group,
    found: &Between,
    link: &Link,
) -> bool {
    if group.shape != Shape::Bare || group.voice != Voice::Passive {
        return false;
    }
    let Some((from, _)) = found.subject else { return false };
    if matches!(segment.low(from), "a" | "an" | "any" | "every" | "each") && !found.comma {
        return true;
    }
    let behind = previous.is_some_and(|previous| {
        !governs(&previous.group.verb) && previous.group.shape != Shape::Base && previous.group.voice != Voice::Passive
    });
    behind && *link == Link::Main && !found.comma && !found.coordinator
}

fn governs(verb: &str) -> bool {
    is::is_wishing(verb) || is::is_doubting(verb) || is::is_telling(verb) || is::is_ensuring(verb)
}

/// What stands beside another clause: it may share its auxiliary, and what that clause hangs on.
fn beside(made: &mut Placed, previous: Option<&Placed>, segment: Segment<'_>, found: &Between) {
    let Some(previous) = previous else { return };
    let group = &mut made.group;
    let before = &previous.group;
    let coordinator = (found.start..group.first)
        .map(|at| segment.low(at))
        .find(|word| is::is_coordinator(word))
        .unwrap_or("")
        .to_owned();
    let contrast = matches!(coordinator.as_str(), "but" | "so" | "yet");
    let same = before.tense == group.tense && before.voice == group.voice;
    match group.shape {
        Shape::Bare => {
            let shares_auxiliary = before.shape == Shape::Chain
                && before.voice != Voice::State
                && !(before.voice == Voice::Active
                    && matches!(
                        before.tense,
                        Tense::Present | Tense::Future | Tense::Timeless | Tense::Past | Tense::Progressive
                    ))
                || before.shape == Shape::Infinitive && before.voice == Voice::Passive;
            let gapped = found.subject.is_some() && group.voice == Voice::Passive && before.voice == Voice::Passive;
            if shares_auxiliary && (found.subject.is_none() || gapped) && !contrast {
                (group.tense, group.voice, group.shape) = (before.tense, before.voice, Shape::Chain);
                group.negated |= before.negated && (found.subject.is_none() || coordinator != "and");
                made.mood = previous.mood;
                made.within = previous.within;
            } else if previous.mood != Mood::Asserted
                && found.subject.is_some()
                && group.voice == Voice::Passive
                && !contrast
            {
                made.mood = previous.mood;
            } else if before.shape == Shape::Bare && found.subject.is_none() || found.subject.is_some() && gapped {
                made.mood = if group.doubted { Mood::Doubted } else { previous.mood };
                made.within = previous.within;
            } else if previous.within.is_some() && same && !found.comma && !contrast {
                made.mood = previous.mood;
                made.within = previous.within;
            }
            if before.voice == Voice::State && found.subject.is_none() {
                group.voice = Voice::Passive;
            }
        }
        Shape::Gerund if before.shape == Shape::Gerund || before.tense == Tense::Progressive => {
            (made.mood, group.tense) = (previous.mood, before.tense);
        }
        Shape::Gerund if previous.mood == Mood::Asserted && is_gone(before.tense) && found.comma => {
            // `…, isolating the host`: what happened along with it.
            made.mood = Mood::Wished;
        }
        Shape::Chain | Shape::Present => {
            if let Some(within) = previous.within
                && same
                && !found.comma
                && !contrast
                && made.mood == Mood::Asserted
            {
                (made.mood, made.within) = (within, Some(within));
            }
        }
        _ => {}
    }
    if made.subject.is_none() && !matches!(group.shape, Shape::Base) {
        made.subject = previous.subject;
    }
}

/// An infinitive, a gerund or a participle directly behind another verb.
fn after(made: &mut Placed, previous: Option<&Placed>, segment: Segment<'_>) {
    let Some(previous) = previous else { return };
    let group = &mut made.group;
    let verb = previous.group.verb.split(' ').next().unwrap_or("");
    let fact = previous.mood == Mood::Asserted && !previous.group.negated;
    let lead = group.first.checked_sub(1).map_or("", |at| segment.low(at));
    let brought = is::is_bringing_about(verb) && made.start + 2 > group.first.saturating_sub(1);
    let busy = group.shape == Shape::Gerund
        && (lead == "of"
            && group.first > 1
            && matches!(
                segment.low(group.first - 2),
                "process" | "middle" | "midst" | "course" | "liberty" | "business"
            )
            || matches!(lead, "busy" | "done")
            || lead == "on" && verb == "work");
    let known = is::is_ensuring(verb) && previous.group.voice == Voice::Passive && group.voice == Voice::Passive;
    let way = group.shape == Shape::Gerund
        && matches!(lead, "by" | "after" | "through" | "via" | "while" | "when" | "on" | "upon");
    made.mood = match group.shape {
        Shape::Bare => made.mood,
        _ if fact && (brought || known || way || busy) => {
            group.tense = if busy { Tense::Progressive } else { previous.group.tense };
            Mood::Asserted
        }
        _ if previous.mood == Mood::Asserted => Mood::Wished,
        _ => previous.mood,
    };
    if group.shape == Shape::Infinitive && fact && is::is_doubting(verb) {
        made.mood = Mood::Doubted;
    }
    if made.subject.is_none() || group.shape != Shape::Bare {
        made.subject = previous.subject;
    }
}
