//! What an expression comes to, read straight from the syntax tree.

use countersign_parser::ast::{CompareOp, Definition, Expr, ExprKind, Item as AstItem, Piece, QualifiedName, Question};

use super::paper::{Desk, Wants, below, is_tag};
use super::plain::{
    Answer, Answers, Could, Found, Item, Items, Judged, Lack, Plain, Step, Why, all, asked, both, can_be_true, cause,
    combined, date, duration, either, implied, instant, known, must_be_true, negated, number, only, order, orders,
    pairwise, same,
};

/// A name, and what it stands for; of a loop variable also the list that it goes through, and how far it is.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(crate) name: String,
    pub(crate) found: Found,
    pub(crate) within: Option<(Items, usize)>,
}

/// The names in reach, the innermost last.
pub(crate) type Names = Vec<Bound>;

pub(crate) fn named(names: &Names, name: &str, found: Found) -> Names {
    let mut names = names.clone();
    names.push(Bound { name: name.to_owned(), found, within: None });
    names
}

/// The twin of the evaluator.
pub(crate) struct Twin<'a> {
    pub(crate) desk: Desk<'a>,
    /// The settings that the house has changed.
    pub(crate) settings: &'a [(&'a str, Plain)],
    pub(crate) tally: &'a super::tally::Tally,
}

/// How a list that is gone through may be bound: item by item.
pub(crate) fn with_item(names: &Names, name: &str, items: &Items, at: usize) -> Names {
    let mut names = names.clone();
    let found = items.items[at].value.clone();
    names.push(Bound { name: name.to_owned(), found, within: Some((items.clone(), at)) });
    names
}

impl<'a> Twin<'a> {
    pub(crate) fn condition(&self, expr: &'a Expr, names: &Names) -> Judged {
        self.value(expr, names).judged()
    }

    pub(crate) fn value(&self, expr: &'a Expr, names: &Names) -> Found {
        self.tally.expression(&expr.kind);
        match &expr.kind {
            ExprKind::Paren(inner) => self.value(inner, names),
            ExprKind::Text(format) => self.text(&format.pieces, names),
            ExprKind::Number(text) => Found::this(Plain::Number(number(text).unwrap())),
            ExprKind::Duration(text) => Found::this(Plain::Duration(duration(text).unwrap())),
            ExprKind::Date(text) => Found::this(Plain::Date(date(text).unwrap())),
            ExprKind::Instant(text) => {
                let (minutes, utc) = instant(text).unwrap();
                Found::this(Plain::Instant(minutes, utc))
            }
            ExprKind::Boolean(value) => Found::this(Plain::Boolean(*value)),
            ExprKind::List(items) => {
                Found::items(written_ones(items.iter().map(|item| (self.value(item, names), None)), None))
            }
            ExprKind::Name(name) => self.name(name, names),
            ExprKind::Field { base, field } => self.field(base, &field.text, names),
            ExprKind::Each(base) => self.strung(base, names),
            ExprKind::Call { callee, arguments } => self.call(callee, arguments, names),
            ExprKind::Not(inner) => self.not(inner, names).found(),
            ExprKind::And(terms) => {
                connected(true, terms.iter().map(|term| self.condition(term, names)).collect()).found()
            }
            ExprKind::Or(terms) => {
                connected(false, terms.iter().map(|term| self.condition(term, names)).collect()).found()
            }
            ExprKind::Implies(a, b) => implies(self.condition(a, names), self.condition(b, names)).found(),
            ExprKind::Compare { op, left, right, .. } => self.compared(*op, left, right, names).found(),
            ExprKind::Matches { subject, pattern } => {
                let text = self.value(subject, names);
                asked_of_text(&text, |text| matches(text, &pattern.source, pattern.any_case)).found()
            }
            ExprKind::Is { subject, negated: turned, question } => {
                let judged = self.question(subject, question, names);
                let answers =
                    if *turned { judged.answers.iter().map(|a| negated(*a)).collect() } else { judged.answers };
                Judged { answers, ..judged }.found()
            }
            ExprKind::Arithmetic { minus, left, right, .. } => {
                arithmetic(*minus, &self.value(left, names), &self.value(right, names))
            }
            ExprKind::Default(value, default) => {
                let value = self.value(value, names);
                if value.is_nothing() {
                    return self.value(default, names);
                }
                if !value.may_be_nothing() {
                    return value;
                }
                let could = value.could.iter().filter(|could| !matches!(could, Could::Nothing)).cloned().collect();
                let found = Found::new(could, value.why.clone());
                Found::one_of([found, self.value(default, names)], &value.why)
            }
            ExprKind::Quantified { every, item, list, filter, body } => {
                self.quantified(*every, &item.text, list, filter.as_deref(), body, names).found()
            }
            ExprKind::Filter { item, list, filter } => self.filtered(&item.text, list, filter, names),
            ExprKind::Junk => panic!("what is generated can be read"),
        }
    }

    fn not(&self, inner: &'a Expr, names: &Names) -> Judged {
        let judged = self.condition(inner, names);
        Judged { answers: judged.answers.iter().map(|answer| negated(*answer)).collect(), ..judged }
    }

    /// A text, perhaps with holes: missing where a hole is, else unknown where a hole is.
    fn text(&self, pieces: &'a [Piece], names: &Names) -> Found {
        let holes: Vec<Found> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Hole(hole) => Some(self.value(hole, names)),
                Piece::Text(_) => None,
            })
            .collect();
        let mut missing = holes.iter().filter(|hole| hole.is_nothing()).peekable();
        if missing.peek().is_some() {
            return Found::nothing(all(missing.map(|hole| &hole.why)));
        }
        let mut unknown = holes.iter().filter(|hole| !hole.is_known()).peekable();
        if unknown.peek().is_some() {
            return Found::anything(all(unknown.map(|hole| &hole.why)));
        }
        let mut shown = holes.iter().map(|hole| match hole.plain() {
            Some(Plain::Text(text) | Plain::Member(_, text)) => text.clone(),
            other => panic!("{other:?} is not generated in a hole"),
        });
        let text = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Hole(_) => shown.next().unwrap(),
        });
        Found::this(Plain::Text(text.collect()))
    }

    /// Names mean one thing each in what is generated, so the order in which they are looked for makes no difference.
    fn name(&self, name: &QualifiedName, names: &Names) -> Found {
        let word = name.name.text.as_str();
        if let Some(bound) = names.iter().rev().find(|bound| bound.name == word) {
            return bound.found.clone();
        }
        match word {
            "document" => return self.desk.read(&[Step::Document]),
            "previous" => {
                self.tally.hit("previous");
                return self.desk.read(&[Step::Previous]);
            }
            _ => {}
        }
        if let Some((_, value)) = self.settings.iter().find(|(setting, _)| *setting == word) {
            return Found::this(value.clone());
        }
        let hit = |what: &str| self.tally.hit(what);
        for item in &self.desk.file.items {
            match item {
                AstItem::Setting(setting) if setting.name.text == word => {
                    hit("a setting");
                    return self.value(&setting.value, &Names::new());
                }
                AstItem::Data(data) if data.name.text == word => {
                    hit("data");
                    return self.desk.read(&[Step::Data(word.to_owned())]);
                }
                AstItem::Definition(define) if define.name.text == word => return self.defined(define, &[], names),
                AstItem::Enum(declared) => {
                    if let Some(at) = declared.members.iter().position(|member| member.name.text == word) {
                        return Found::this(Plain::Member(at, word.to_owned()));
                    }
                }
                _ => {}
            }
        }
        self.desk.read(&[Step::Document, Step::Field(word.to_owned())])
    }

    fn field(&self, base: &'a Expr, field: &str, names: &Names) -> Found {
        if let ExprKind::Name(name) = &base.kind
            && let Some(declared) = self.desk.enumeration(&name.name.text)
        {
            let at = declared.members.iter().position(|member| member.name.text == field).unwrap();
            return Found::this(Plain::Member(at, field.to_owned()));
        }
        let found = self.value(base, names);
        if !goes_through_lists(base) {
            return self.field_of(&found, field);
        }
        // `LIST[].field` holds what is written: an item without the field adds nothing.
        match found.could.as_slice() {
            [Could::Items(list)] => {
                let fields = list.items.iter().map(|item| (self.field_of(&item.value, field), item.unsure.clone()));
                let mut items = written_ones(fields, list.home.clone());
                items.further.clone_from(&list.further);
                Found::items(items)
            }
            _ => Found { place: None, ..found },
        }
    }

    fn field_of(&self, found: &Found, field: &str) -> Found {
        let found = self.followed(found);
        if let [Could::This(Plain::Map(place))] = found.could.as_slice() {
            return self.desk.read(&below(place, Step::Field(field.to_owned())));
        }
        if let Some(place) = &found.place {
            return self.desk.read(&below(place, Step::Field(field.to_owned())));
        }
        found.each(|plain| match plain {
            Plain::Map(place) => self.desk.read(&below(place, Step::Field(field.to_owned()))),
            other => panic!("`{field}` of {other:?}"),
        })
    }

    /// The item that a reference names; what is no reference is itself.
    pub(crate) fn followed(&self, found: &Found) -> Found {
        let Some(place) = &found.place else { return found.clone() };
        let Wants::Key(..) = self.desk.wants_at(place) else { return found.clone() };
        let followed = found.each(|plain| match plain {
            Plain::Text(key) => self.desk.follow(key, place),
            other => panic!("{other:?} refers to nothing"),
        });
        match followed.could.as_slice() {
            [Could::This(Plain::Map(place))] => self.desk.read(place),
            _ => followed,
        }
    }

    /// `LIST[]`: the list itself; of lists in lists, all their items in one list.
    fn strung(&self, base: &'a Expr, names: &Names) -> Found {
        let found = self.value(base, names);
        if !goes_through_lists(base) {
            return found;
        }
        let [Could::Items(outer)] = found.could.as_slice() else { return found };
        let mut strung = Items { items: Vec::new(), ..outer.clone() };
        for item in &outer.items {
            let inner = item.value.listed();
            for part in inner.items {
                let unsure = match (&part.unsure, &item.unsure) {
                    (None, None) => None,
                    (a, b) => Some(all(a.iter().chain(b))),
                };
                strung.items.push(Item { unsure, ..part });
            }
            if let Some(why) = inner.further {
                strung.further.get_or_insert_default().extend(why);
            }
        }
        Found::items(strung)
    }

    /// A definition is written out where it is called.
    pub(crate) fn defined(&self, define: &'a Definition, arguments: &'a [Expr], names: &Names) -> Found {
        self.tally.hit("a definition");
        let given = define.parameters.iter().zip(arguments).map(|(parameter, argument)| Bound {
            name: parameter.name.text.clone(),
            found: self.value(argument, names),
            within: None,
        });
        self.value(&define.body, &given.collect())
    }

    fn compared(&self, op: CompareOp, left: &'a Expr, right: &'a Expr, names: &Names) -> Judged {
        let (a, b) = (self.value(left, names), self.value(right, names));
        let text = |holds: fn(&str, &str) -> bool| {
            if a.is_nothing() || b.is_nothing() {
                return unsaid(&a, &b);
            }
            let mut answers = Answers::new();
            for a in &a.could {
                for b in &b.could {
                    answers.extend(match (a, b) {
                        (Could::Nothing, _) | (_, Could::Nothing) => only(Answer::Unsaid),
                        (Could::This(Plain::Text(a)), Could::This(Plain::Text(b))) => known(holds(a, b)),
                        _ => either(),
                    });
                }
            }
            settled(answers, &a, &b)
        };
        match op {
            CompareOp::In => self.contained(&a, &b),
            CompareOp::NotIn => {
                let judged = self.contained(&a, &b);
                Judged { answers: judged.answers.iter().map(|answer| negated(*answer)).collect(), ..judged }
            }
            CompareOp::Contains => text(|a, b| a.contains(b)),
            CompareOp::StartsWith => text(|a, b| a.starts_with(b)),
            CompareOp::EndsWith => text(|a, b| a.ends_with(b)),
            _ => ordered(op, &a, &b),
        }
    }

    /// `a in LIST`
    fn contained(&self, item: &Found, list: &Found) -> Judged {
        if item.is_nothing() {
            return Judged::new(only(Answer::Unsaid), item.why.clone());
        }
        let items = list.listed();
        if items.holds_none() {
            let mut answers = only(Answer::False);
            if item.may_be_nothing() {
                answers.insert(Answer::Unsaid);
                return Judged::new(answers, item.why.clone());
            }
            return Judged { nothing: Some(list.held_nothing()), ..Judged::new(answers, Why::new()) };
        }
        let (mut answers, mut why) = (Answers::new(), Why::new());
        for could in &item.could {
            match could {
                Could::Nothing => {
                    answers.insert(Answer::Unsaid);
                }
                Could::This(plain) => {
                    let (one, doubts) = contained_one(plain, &items);
                    answers.extend(one);
                    why.extend(doubts);
                }
                // An unknown equals itself; of any other member it may be the like.
                _ => {
                    let there = |member: &Item| member.unsure.is_none() && member.value.place == item.place;
                    let itself = item.place.is_some() && items.items.iter().any(there);
                    answers.extend(if itself { only(Answer::True) } else { either() });
                }
            }
        }
        if answers.len() > 1 {
            why.extend(item.why.iter().cloned());
        }
        Judged::new(answers, why)
    }

    fn question(&self, subject: &'a Expr, question: &Question, names: &Names) -> Judged {
        let found = self.value(subject, names);
        let answer = match question {
            Question::Present => found.is_known(),
            Question::Missing => found.is_nothing(),
            Question::Unknown => !found.is_known() && !found.is_nothing(),
            Question::Empty => {
                let items = found.listed();
                return match items.sizes() {
                    (0, Some(0)) => Judged::new(known(true), Why::new()),
                    (0, _) => Judged::new(either(), items.doubts()),
                    _ => Judged::new(known(false), Why::new()),
                };
            }
            Question::Type(_) => return asked_of_text(&found, is_tag),
        };
        // These questions are about the knowing itself, so they are always decided.
        Judged::new(known(answer), asked(&found.why))
    }

    fn quantified(
        &self,
        every: bool,
        name: &str,
        list: &'a Expr,
        filter: Option<&'a Expr>,
        body: &'a Expr,
        names: &Names,
    ) -> Judged {
        let found = self.value(list, names);
        let items = found.listed();
        let neutral = known(every);
        let mut terms = Vec::new();
        for (at, item) in items.items.iter().enumerate() {
            let names = with_item(names, name, &items, at);
            let guard = filter.map(|filter| self.condition(filter, &names));
            if guard.as_ref().is_some_and(|guard| !can_be_true(&guard.answers)) {
                continue;
            }
            let mut judged = self.condition(body, &names);
            // Where it is not sure that the item counts, the answer of one that does not is possible, too.
            let doubts = guard.filter(|guard| !must_be_true(&guard.answers)).map(|guard| guard.why);
            let doubts: Vec<&Why> = doubts.iter().chain(&item.unsure).collect();
            if !doubts.is_empty() && judged.answers != neutral {
                judged.why.extend(all(doubts));
                judged.answers.extend(&neutral);
            }
            terms.push(judged);
        }
        if let Some(why) = items.further {
            terms.push(Judged::new(either(), why));
        }
        if terms.is_empty() {
            return Judged { nothing: Some(found.held_nothing()), ..Judged::new(neutral, Why::new()) };
        }
        connected(every, terms)
    }

    fn filtered(&self, name: &str, list: &'a Expr, filter: &'a Expr, names: &Names) -> Found {
        let found = self.value(list, names);
        let [Could::Items(from)] = found.could.as_slice() else { return found };
        let mut kept = Items { items: Vec::new(), ..from.clone() };
        for (at, item) in from.items.iter().enumerate() {
            let judged = self.condition(filter, &with_item(names, name, from, at));
            let mut item = item.clone();
            if !can_be_true(&judged.answers) {
                continue;
            }
            if !must_be_true(&judged.answers) {
                item.unsure.get_or_insert_default().extend(judged.why);
            }
            kept.items.push(item);
        }
        Found::items(kept)
    }
}

/// Does a path go through the items of a list?
fn goes_through_lists(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Each(_) => true,
        ExprKind::Field { base, .. } => goes_through_lists(base),
        _ => false,
    }
}

/// A list of what is written: nothing of what is missing, perhaps something of what may be.
fn written_ones(values: impl Iterator<Item = (Found, Option<Why>)>, home: Option<super::plain::Place>) -> Items {
    let mut items = Items { home, ..Items::default() };
    for (value, mut unsure) in values {
        if value.is_nothing() {
            continue;
        }
        if value.may_be_nothing() {
            unsure.get_or_insert_default().extend(value.why.iter().cloned());
        }
        items.items.push(Item { value, unsure });
    }
    items
}

/// What a comparison with something that nobody wrote comes to, because of what was not written.
fn unsaid(a: &Found, b: &Found) -> Judged {
    Judged::new(only(Answer::Unsaid), all([a, b].into_iter().filter(|side| side.is_nothing()).map(|side| &side.why)))
}

/// What a comparison comes to: where it is decided, nothing was in the way.
fn settled(answers: Answers, a: &Found, b: &Found) -> Judged {
    let decided = answers.len() == 1 && !answers.contains(&Answer::Unsaid);
    let why = if decided { Why::new() } else { both(&a.why, &b.why) };
    Judged::new(answers, why)
}

fn ordered(op: CompareOp, a: &Found, b: &Found) -> Judged {
    if a.is_nothing() || b.is_nothing() {
        return unsaid(a, b);
    }
    let same_place = a.place.is_some() && a.place == b.place;
    let mut answers = Answers::new();
    for one in &a.could {
        for other in &b.could {
            if matches!(one, Could::Nothing) || matches!(other, Could::Nothing) {
                answers.insert(Answer::Unsaid);
                continue;
            }
            let possible = if same_place { vec![std::cmp::Ordering::Equal] } else { orders(one, other) };
            answers.extend(possible.into_iter().flat_map(|order| {
                known(match op {
                    CompareOp::Equal => order.is_eq(),
                    CompareOp::NotEqual => order.is_ne(),
                    CompareOp::Less => order.is_lt(),
                    CompareOp::AtMost => order.is_le(),
                    CompareOp::More => order.is_gt(),
                    CompareOp::AtLeast => order.is_ge(),
                    _ => panic!("no comparison of order"),
                })
            }));
        }
    }
    settled(answers, a, b)
}

/// Is a single value in a list, and what leaves that open?
fn contained_one(plain: &Plain, items: &Items) -> (Answers, Why) {
    let mut why = items.further.clone().unwrap_or_default();
    let mut open = items.further.is_some();
    for member in &items.items {
        let may_be = member.value.could.iter().any(|could| match could {
            Could::This(known) => same(known, plain),
            Could::Between(low, high) => {
                let above = low.as_ref().is_none_or(|low| order(low, plain).is_none_or(std::cmp::Ordering::is_le));
                above && high.as_ref().is_none_or(|high| order(plain, high).is_none_or(std::cmp::Ordering::is_le))
            }
            _ => false,
        });
        if may_be && member.value.is_known() && member.unsure.is_none() {
            return (known(true), Why::new());
        }
        if may_be {
            open = true;
            why.extend(all(member.unsure.iter().chain([&member.value.why])));
        }
    }
    if open { (either(), why) } else { (known(false), Why::new()) }
}

/// `and` and `every`, or `or` and `some`, and what had a part in the answer.
pub(crate) fn connected(every: bool, terms: Vec<Judged>) -> Judged {
    let neutral = known(every);
    let deciding = known(!every);
    let single = if every { Answer::min } else { Answer::max };
    let answers = terms.iter().fold(neutral.clone(), |so_far, term| pairwise(&so_far, &term.answers, single));
    let whys = |wanted: &dyn Fn(&Judged) -> bool| all(terms.iter().filter(|term| wanted(term)).map(|term| &term.why));
    let nothing = |of: &dyn Fn(&Judged) -> bool| {
        let those: Vec<&Judged> = terms.iter().filter(|term| of(term)).collect();
        let all_of = those.iter().all(|term| term.nothing.is_some());
        all_of.then(|| all(those.iter().filter_map(|term| term.nothing.as_ref())))
    };
    let decides = |term: &Judged| term.answers == deciding;
    let failing = |term: &Judged| !can_be_true(&term.answers);
    if terms.iter().any(decides) {
        let nothing = nothing(&decides);
        // A term that looked at something counts more than one that looked at nothing.
        let counts = |term: &Judged| decides(term) && (term.nothing.is_some() == nothing.is_some());
        let why = if every { whys(&failing) } else { whys(&counts) };
        return Judged { answers, why, nothing };
    }
    if answers == neutral {
        return Judged { answers, why: whys(&|_| true), nothing: nothing(&|_| true) };
    }
    if !can_be_true(&answers) {
        // All of what cannot be true stands in the way: of `and` each such term, of `or` every term.
        return Judged::new(answers, whys(&failing));
    }
    Judged::new(answers, whys(&|term| term.answers != neutral))
}

fn implies(a: Judged, b: Judged) -> Judged {
    if !can_be_true(&a.answers) {
        return Judged { answers: known(true), ..a };
    }
    let answers = pairwise(&a.answers, &b.answers, implied);
    if must_be_true(&a.answers) || must_be_true(&answers) {
        return Judged { answers, ..b };
    }
    Judged::new(answers, both(&a.why, &b.why))
}

/// A question that every text answers with yes or no.
pub(crate) fn asked_of_text(found: &Found, ask: impl Fn(&str) -> bool) -> Judged {
    let answers = found.each(|plain| match plain {
        Plain::Text(text) => Found::this(Plain::Boolean(ask(text))),
        other => panic!("{other:?} is no text"),
    });
    let why = if found.is_known() { Why::new() } else { found.why.clone() };
    Judged { why, ..answers.judged() }
}

fn arithmetic(minus: bool, a: &Found, b: &Found) -> Found {
    let missing: Vec<&Found> = [a, b].into_iter().filter(|side| side.is_nothing()).collect();
    if !missing.is_empty() {
        return Found::nothing(all(missing.iter().map(|side| &side.why)));
    }
    let at = a.place.as_ref().or(b.place.as_ref());
    let no_result = || Found::anything(at.map_or_else(Why::new, |place| cause(Lack::Uncomputable, place)));
    let ends = |could: &Could| match could {
        Could::This(plain) => (Some(plain.clone()), Some(plain.clone())),
        Could::Between(low, high) => (low.clone(), high.clone()),
        _ => (None, None),
    };
    let mut parts = Vec::new();
    for one in &a.could {
        for other in &b.could {
            parts.push(match (one, other) {
                (Could::Nothing, _) | (_, Could::Nothing) => Found::nothing(Why::new()),
                (Could::This(one), Could::This(other)) => {
                    combined(minus, one, other).map_or_else(no_result, Found::this)
                }
                _ => {
                    let ((low, high), (other_low, other_high)) = (ends(one), ends(other));
                    let (least, most) = if minus { (other_high, other_low) } else { (other_low, other_high) };
                    let end = |a: Option<Plain>, b: Option<Plain>| combined(minus, &a?, &b?);
                    Found::new(vec![Could::Between(end(low, least), end(high, most))], Why::new())
                }
            });
        }
    }
    Found::one_of(parts, &both(&a.why, &b.why))
}

/// The few patterns that are generated: letters, `.`, `[0-9]`, held to an end by `^` or `$`.
fn matches(text: &str, pattern: &str, any_case: bool) -> bool {
    let (text, pattern) =
        if any_case { (text.to_lowercase(), pattern.to_lowercase()) } else { (text.to_owned(), pattern.to_owned()) };
    let (start, pattern) = pattern.strip_prefix('^').map_or((false, pattern.as_str()), |rest| (true, rest));
    let (end, pattern) = pattern.strip_suffix('$').map_or((false, pattern), |rest| (true, rest));
    let wanted: Vec<char> = pattern.replace("[0-9]", "\0").chars().collect();
    let letters: Vec<char> = text.chars().collect();
    let fits = |at: usize| {
        letters.get(at..at + wanted.len()).is_some_and(|part| {
            part.iter().zip(&wanted).all(|(letter, wanted)| match wanted {
                '.' => true,
                '\0' => letter.is_ascii_digit(),
                other => letter == other,
            }) && (!end || at + wanted.len() == letters.len())
        })
    };
    (0..=letters.len()).filter(|at| !start || *at == 0).any(fits)
}
