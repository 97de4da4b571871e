//! What the twin reckons with: single values, what something could be, the set of answers that are possible, and why.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A step of the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Document,
    Previous,
    Data(String),
    Field(String),
    /// The position in its list as written, from 0.
    Item(usize),
}

/// The way to a value; its first step says where it begins.
pub(crate) type Place = Vec<Step>;

/// A single value that is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plain {
    Boolean(bool),
    /// In thousandths.
    Number(i64),
    Text(String),
    /// In minutes.
    Duration(i64),
    /// In days.
    Date(i64),
    /// In minutes; was it written as UTC?
    Instant(i64, bool),
    /// The position among its enum's members.
    Member(usize, String),
    /// A map of the document stands for itself.
    Map(Place),
}

/// One of the things that a value could turn out to be.
#[derive(Clone, Debug)]
pub(crate) enum Could {
    /// Nobody wrote it.
    Nothing,
    This(Plain),
    Items(Items),
    /// Anything between these, both ends in; anything at all where there are none.
    Between(Option<Plain>, Option<Plain>),
}

/// What an expression comes to: everything that it could be, and what is in the way of knowing.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) could: Vec<Could>,
    /// The value of the document that it is.
    pub(crate) place: Option<Place>,
    pub(crate) why: Why,
    /// Of a condition that rests only on lists that held nothing: those lists.
    pub(crate) nothing: Option<Why>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Items {
    pub(crate) items: Vec<Item>,
    /// Why there may be any number of further items.
    pub(crate) further: Option<Why>,
    /// The list of the document that it was made from.
    pub(crate) home: Option<Place>,
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) value: Found,
    /// Why it is not sure that it is one.
    pub(crate) unsure: Option<Why>,
}

/// Everything that was missing or unknown.
pub(crate) type Why = BTreeSet<Cause>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cause {
    pub(crate) lack: Lack,
    pub(crate) place: Place,
    /// Has a question about the knowing itself been asked of it?
    pub(crate) asked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lack {
    Missing,
    Empty,
    Unknown(Option<String>),
    Unfit,
    Uncomputable,
}

/// The three answers, in their order: `and` is the least, `or` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    False,
    Unsaid,
    True,
}

pub(crate) type Answers = BTreeSet<Answer>;

/// What a condition comes to.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) answers: Answers,
    pub(crate) why: Why,
    pub(crate) nothing: Option<Why>,
}

pub(crate) fn only(answer: Answer) -> Answers {
    Answers::from([answer])
}

pub(crate) fn known(answer: bool) -> Answers {
    only(if answer { Answer::True } else { Answer::False })
}

pub(crate) fn either() -> Answers {
    Answers::from([Answer::False, Answer::True])
}

pub(crate) fn can_be_true(answers: &Answers) -> bool {
    answers.contains(&Answer::True)
}

pub(crate) fn must_be_true(answers: &Answers) -> bool {
    *answers == only(Answer::True)
}

/// An operation on single answers, over every pair that is possible.
pub(crate) fn pairwise(a: &Answers, b: &Answers, single: fn(Answer, Answer) -> Answer) -> Answers {
    a.iter().flat_map(|a| b.iter().map(move |b| single(*a, *b))).collect()
}

pub(crate) fn negated(answer: Answer) -> Answer {
    match answer {
        Answer::True => Answer::False,
        Answer::False => Answer::True,
        Answer::Unsaid => Answer::Unsaid,
    }
}

/// `a implies b` is b where a is true, and true where a is false or unsaid.
pub(crate) fn implied(a: Answer, b: Answer) -> Answer {
    if a == Answer::True { b } else { Answer::True }
}

pub(crate) fn cause(lack: Lack, place: &[Step]) -> Why {
    Why::from([Cause { lack, place: place.to_vec(), asked: false }])
}

pub(crate) fn asked(why: &Why) -> Why {
    why.iter().cloned().map(|cause| Cause { asked: true, ..cause }).collect()
}

pub(crate) fn both(a: &Why, b: &Why) -> Why {
    a.union(b).cloned().collect()
}

pub(crate) fn all<'w>(whys: impl IntoIterator<Item = &'w Why>) -> Why {
    whys.into_iter().flatten().cloned().collect()
}

impl Judged {
    pub(crate) fn new(answers: Answers, why: Why) -> Self {
        Self { answers, why, nothing: None }
    }

    /// The same as a value: an unsaid answer is a value that nobody wrote.
    pub(crate) fn found(self) -> Found {
        let could = self
            .answers
            .iter()
            .map(|answer| match answer {
                Answer::False => Could::This(Plain::Boolean(false)),
                Answer::Unsaid => Could::Nothing,
                Answer::True => Could::This(Plain::Boolean(true)),
            })
            .collect();
        Found { could, place: None, why: self.why, nothing: self.nothing }
    }
}

impl Found {
    pub(crate) fn new(could: Vec<Could>, why: Why) -> Self {
        Self { could, place: None, why, nothing: None }
    }

    pub(crate) fn this(value: Plain) -> Self {
        Self::new(vec![Could::This(value)], Why::new())
    }

    pub(crate) fn nothing(why: Why) -> Self {
        Self::new(vec![Could::Nothing], why)
    }

    pub(crate) fn anything(why: Why) -> Self {
        Self::new(vec![Could::Between(None, None)], why)
    }

    pub(crate) fn items(items: Items) -> Self {
        Self::new(vec![Could::Items(items)], Why::new())
    }

    /// One of these, whichever it is; `why` is dropped where there is but one.
    pub(crate) fn one_of(parts: impl IntoIterator<Item = Self>, why: &Why) -> Self {
        let mut found = Self::new(Vec::new(), why.clone());
        for part in parts {
            found.why.extend(part.why);
            for could in part.could {
                let there = |known: &Could| match (known, &could) {
                    (Could::Nothing, Could::Nothing) => true,
                    (Could::This(a), Could::This(b)) => same(a, b),
                    _ => false,
                };
                if !found.could.iter().any(there) {
                    found.could.push(could);
                }
            }
        }
        // What may be anything at all is nothing more certain for what else it may be.
        if found.could.iter().any(|could| matches!(could, Could::Between(None, None))) {
            found.could.retain(|could| matches!(could, Could::Nothing));
            found.could.push(Could::Between(None, None));
        }
        if found.is_known() {
            found.why.clear();
        }
        found
    }

    pub(crate) fn is_known(&self) -> bool {
        matches!(self.could.as_slice(), [Could::This(_) | Could::Items(_)])
    }

    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self.could.as_slice(), [Could::Nothing])
    }

    pub(crate) fn may_be_nothing(&self) -> bool {
        self.could.iter().any(|could| matches!(could, Could::Nothing))
    }

    pub(crate) fn plain(&self) -> Option<&Plain> {
        match self.could.as_slice() {
            [Could::This(plain)] => Some(plain),
            _ => None,
        }
    }

    /// The answers that it can give as a condition.
    pub(crate) fn judged(self) -> Judged {
        let answers = self.could.iter().flat_map(|could| match could {
            Could::Nothing => only(Answer::Unsaid),
            Could::This(Plain::Boolean(value)) => known(*value),
            _ => either(),
        });
        Judged { answers: answers.collect(), why: self.why, nothing: self.nothing }
    }

    /// Does something to each single value that it could be. What is missing stays missing, what is unknown unknown.
    pub(crate) fn each(&self, mut step: impl FnMut(&Plain) -> Self) -> Self {
        let parts: Vec<Self> = self
            .could
            .iter()
            .map(|could| match could {
                Could::Nothing => Self::nothing(Why::new()),
                Could::This(plain) => step(plain),
                _ => Self::anything(Why::new()),
            })
            .collect();
        Self::one_of(parts, &self.why)
    }

    /// The list that it is. One that nobody wrote has no items.
    pub(crate) fn listed(&self) -> Items {
        match self.could.as_slice() {
            [Could::Items(items)] => items.clone(),
            [Could::Nothing] => Items::default(),
            _ => Items { further: Some(self.why.clone()), ..Items::default() },
        }
    }

    /// What to say where it held nothing.
    pub(crate) fn held_nothing(&self) -> Why {
        match self.could.as_slice() {
            [Could::Items(items)] => items.home.as_ref().map_or_else(Why::new, |home| cause(Lack::Empty, home)),
            _ => self.why.clone(),
        }
    }
}

impl Items {
    /// How many items there are at least, and at most.
    pub(crate) fn sizes(&self) -> (usize, Option<usize>) {
        let sure = self.items.iter().filter(|item| item.unsure.is_none()).count();
        (sure, self.further.is_none().then_some(self.items.len()))
    }

    /// What leaves open how many there are.
    pub(crate) fn doubts(&self) -> Why {
        all(self.further.iter().chain(self.items.iter().filter_map(|item| item.unsure.as_ref())))
    }

    pub(crate) fn holds_none(&self) -> bool {
        self.sizes() == (0, Some(0))
    }
}

/// How two single values of one type compare.
pub(crate) fn order(a: &Plain, b: &Plain) -> Option<Ordering> {
    match (a, b) {
        (Plain::Boolean(a), Plain::Boolean(b)) => Some(a.cmp(b)),
        (Plain::Number(a), Plain::Number(b))
        | (Plain::Duration(a), Plain::Duration(b))
        | (Plain::Date(a), Plain::Date(b))
        | (Plain::Instant(a, _), Plain::Instant(b, _)) => Some(a.cmp(b)),
        (Plain::Text(a), Plain::Text(b)) => Some(a.cmp(b)),
        (Plain::Member(a, _), Plain::Member(b, _)) => Some(a.cmp(b)),
        (Plain::Map(a), Plain::Map(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

pub(crate) fn same(a: &Plain, b: &Plain) -> bool {
    order(a, b) == Some(Ordering::Equal)
}

/// The ways in which two things could compare.
pub(crate) fn orders(a: &Could, b: &Could) -> Vec<Ordering> {
    let ends = |could: &Could| match could {
        Could::This(plain) => (Some(plain.clone()), Some(plain.clone())),
        Could::Between(low, high) => (low.clone(), high.clone()),
        _ => (None, None),
    };
    let ((low, high), (other_low, other_high)) = (ends(a), ends(b));
    // Can something from `low` on lie before something up to `high`, or on it?
    let way = |low: &Option<Plain>, high: &Option<Plain>| match (low, high) {
        (Some(low), Some(high)) => order(low, high),
        _ => Some(Ordering::Less),
    };
    let (up, down) = (way(&low, &other_high), way(&other_low, &high));
    let mut possible = Vec::new();
    if up.is_none_or(Ordering::is_lt) {
        possible.push(Ordering::Less);
    }
    if up.is_none_or(Ordering::is_le) && down.is_none_or(Ordering::is_le) {
        possible.push(Ordering::Equal);
    }
    if down.is_none_or(Ordering::is_lt) {
        possible.push(Ordering::Greater);
    }
    possible
}

// ---- single values, as they are written

const MINUTES_A_DAY: i64 = 24 * 60;

pub(crate) fn number(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    if part.is_empty() || part.len() > 3 || !(whole.to_owned() + part).chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    Some(sign * (whole.parse::<i64>().ok()? * 1000 + part))
}

pub(crate) fn duration(text: &str) -> Option<i64> {
    let (unit, minutes) =
        [("min", 1), ("h", 60), ("d", MINUTES_A_DAY)].into_iter().find(|(unit, _)| text.ends_with(unit))?;
    text.strip_suffix(unit)?.parse::<i64>().ok().map(|count| count * minutes)
}

pub(crate) fn date(text: &str) -> Option<i64> {
    let [year, month, day] =
        text.split('-').map(str::parse::<i64>).collect::<Result<Vec<_>, _>>().ok()?.try_into().ok()?;
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |year, month| match month {
        2 => 28 + i64::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let years: i64 = (2000..year).map(|year| 365 + i64::from(leap(year))).sum();
    let months: i64 = (1..month).map(|month| length(year, month)).sum();
    (text.len() == 10 && year >= 2000 && (1..=12).contains(&month) && (1..=length(year, month)).contains(&day))
        .then_some(years + months + day - 1)
}

/// `2026-04-12T10:00Z`, or with an offset such as `+02:00`.
pub(crate) fn instant(text: &str) -> Option<(i64, bool)> {
    let (day, time) = text.split_once('T')?;
    let clock = |text: &str| {
        let (hours, minutes) = text.split_once(':')?;
        Some(hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?)
    };
    let (time, offset) = match time.strip_suffix('Z') {
        Some(time) => (time, 0),
        None => {
            let at = time.find(['+', '-'])?;
            let sign = if time[at..].starts_with('-') { -1 } else { 1 };
            (&time[..at], sign * clock(&time[at + 1..])?)
        }
    };
    Some((date(day)? * MINUTES_A_DAY + clock(time)? - offset, offset == 0))
}

/// The sum or the difference of two single values; a date takes whole days only.
pub(crate) fn combined(minus: bool, a: &Plain, b: &Plain) -> Option<Plain> {
    let sign = if minus { -1 } else { 1 };
    let days = |minutes: i64| (minutes % MINUTES_A_DAY == 0).then_some(minutes / MINUTES_A_DAY);
    Some(match (a, b) {
        (Plain::Number(a), Plain::Number(b)) => Plain::Number(a + sign * b),
        (Plain::Duration(a), Plain::Duration(b)) => Plain::Duration(a + sign * b),
        (Plain::Instant(a, _), Plain::Instant(b, _)) if minus => Plain::Duration(a - b),
        (Plain::Date(a), Plain::Date(b)) if minus => Plain::Duration((a - b) * MINUTES_A_DAY),
        (Plain::Instant(a, utc), Plain::Duration(b)) => Plain::Instant(a + sign * b, *utc),
        (Plain::Duration(a), Plain::Instant(b, utc)) => Plain::Instant(a + b, *utc),
        (Plain::Date(a), Plain::Duration(b)) => Plain::Date(a + sign * days(*b)?),
        (Plain::Duration(a), Plain::Date(b)) => Plain::Date(days(*a)? + b),
        _ => return None,
    })
}

/// The day of an instant, in UTC.
pub(crate) fn day_of(minutes: i64) -> i64 {
    minutes.div_euclid(MINUTES_A_DAY)
}
