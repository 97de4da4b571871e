//! Values worth trying: what a condition speaks of, what lies just beside it, and what its patterns are found in.

use std::sync::Arc;

use countersign_compiler::Pattern;
use countersign_compiler::program::{
    BuiltIn, Cell, Constant, ConstantKind, Expr, ExprKind, Literal, Program, Question, RowResult, Type,
};
use countersign_compiler::scalar::{Date, Duration, Instant, Number};
use countersign_document::Tree;

use super::schema::{Schema, example_text, name_of};
use super::written::{Way, Written};

/// The most values that are tried at one place.
const TRIED: usize = 24;

/// The most samples of one pattern.
const SAMPLES: usize = 3;

/// The longest text that is put together, in bytes; of one that is made to be counted, in what is counted.
const LONGEST: usize = 400;

/// How many statements are tried where a rule reads some.
const STATED: usize = 4;

/// Values that a condition speaks of.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    words: Vec<(Type, Written)>,
    numbers: Vec<Number>,
    durations: Vec<Duration>,
    dates: Vec<Date>,
    instants: Vec<Instant>,
    texts: Vec<String>,
    patterns: Vec<Pattern>,
    /// Is a part of a text asked for?
    parts_of_texts: bool,
    counts_words: bool,
    counts_sentences: bool,
    reads_statements: bool,
    counts_letters: bool,
    asks_utc: bool,
    asks_distinct: bool,
    /// Is it asked whether something is missing, or unknown? Then that it is not known may be an answer.
    pub(crate) asks_of_knowing: bool,
    /// The names of the fields that are read.
    fields: Vec<Arc<str>>,
    /// Separators and positions that `part` is asked with.
    parts: Vec<(String, usize)>,
}

impl Pool {
    /// Adds what an expression says by itself, without its parts.
    pub(crate) fn add(&mut self, program: &Program, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(program, literal, &expr.ty),
            ExprKind::Setting(setting) => self.literal(program, &program[*setting].value, &expr.ty),
            ExprKind::Matches { pattern, .. } => self.patterns.push(pattern.clone()),
            ExprKind::Is { question, .. } => match question {
                Question::Refinement(id) => self.patterns.push(program[*id].pattern.clone()),
                Question::Missing | Question::Unknown => self.asks_of_knowing = true,
                Question::Present | Question::Empty => {}
            },
            ExprKind::Field { base, field } => {
                if let Type::Shape(shape) = base.ty
                    && let Some(field) = program[shape].fields.get(field.0 as usize)
                {
                    push(&mut self.fields, Arc::clone(&field.name));
                }
            }
            ExprKind::Data(data) => self.constant(program, &program[*data].value, &program[*data].ty),
            ExprKind::Holds { .. } => self.parts_of_texts = true,
            ExprKind::Lookup { table, .. } => {
                let table = &program[*table];
                for row in &table.rows {
                    for (cell, column) in row.cells.iter().zip(&table.parameters) {
                        let literals: Vec<&Literal> = match cell {
                            Cell::Any => Vec::new(),
                            Cell::OneOf(values) | Cell::NoneOf(values) => values.iter().collect(),
                            Cell::Compared(_, value) => vec![value],
                            Cell::Between(from, to) => vec![from, to],
                        };
                        literals.into_iter().for_each(|literal| self.literal(program, literal, &column.ty));
                    }
                    match &row.result {
                        RowResult::Literal(literal) => self.literal(program, literal, &table.result),
                        RowResult::Setting(setting) => self.literal(program, &program[*setting].value, &table.result),
                    }
                }
            }
            ExprKind::BuiltIn { function, arguments } => match function {
                BuiltIn::Words => self.counts_words = true,
                BuiltIn::Sentences | BuiltIn::Phrases => self.counts_sentences = true,
                BuiltIn::Statements => self.reads_statements = true,
                BuiltIn::Length => self.counts_letters = true,
                BuiltIn::IsUtc => self.asks_utc = true,
                BuiltIn::Distinct => self.asks_distinct = true,
                BuiltIn::Mentions => self.parts_of_texts = true,
                BuiltIn::Part => {
                    if let [_, separator, number] = &**arguments
                        && let ExprKind::Literal(Literal::Text(separator)) = &separator.kind
                        && let ExprKind::Literal(Literal::Number(number)) = &number.kind
                        && let Ok(number) = number.to_string().parse()
                    {
                        self.parts.push((separator.to_string(), number));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// Adds what reference data holds.
    fn constant(&mut self, program: &Program, constant: &Constant, ty: &Type) {
        match &constant.kind {
            ConstantKind::Single(literal) => self.literal(program, literal, ty),
            ConstantKind::List(items) => {
                let of = if let Type::List(of) = ty { of } else { ty };
                items.iter().take(TRIED).for_each(|item| self.constant(program, item, of));
            }
            ConstantKind::Record(shape, values) => {
                for (field, value) in program[*shape].fields.iter().zip(values) {
                    if let Some(value) = value {
                        self.constant(program, value, &field.ty);
                    }
                }
            }
        }
    }

    fn literal(&mut self, program: &Program, literal: &Literal, ty: &Type) {
        match literal {
            Literal::List(items) => {
                let of = if let Type::List(of) = ty { of } else { ty };
                items.iter().for_each(|item| self.literal(program, item, of));
            }
            Literal::Number(value) => push(&mut self.numbers, *value),
            Literal::Duration(value) => push(&mut self.durations, *value),
            Literal::Date(value) => push(&mut self.dates, *value),
            Literal::Instant(value) => push(&mut self.instants, *value),
            Literal::Text(text) => push(&mut self.texts, text.to_string()),
            Literal::Boolean(_) => {}
            Literal::Member(of, _) => push(&mut self.words, (Type::Enum(*of), Written::literal(program, literal))),
        }
    }

    /// Is a field of this name read?
    pub(crate) fn reads(&self, field: &str) -> bool {
        self.fields.iter().any(|known| **known == *field)
    }

    /// Adds a value that was seen.
    pub(crate) fn seen(&mut self, ty: &Type, shown: &str) {
        match ty {
            Type::Number => {
                if let Some(value) = Number::parse(shown) {
                    push(&mut self.numbers, value);
                }
            }
            Type::Duration => {
                if let Some(value) = Duration::parse(shown) {
                    push(&mut self.durations, value);
                }
            }
            Type::Date => {
                if let Some(value) = Date::parse(shown) {
                    push(&mut self.dates, value);
                }
            }
            Type::Instant => {
                if let Ok(value) = Instant::parse(shown) {
                    push(&mut self.instants, value);
                }
            }
            Type::Enum(_) => {
                // What was seen is what the other side is held against: it comes first.
                let word = (ty.clone(), Written::Word(shown.to_owned()));
                self.words.retain(|known| *known != word);
                self.words.insert(0, word);
            }
            ty if ty.is_textual() => push(&mut self.texts, shown.to_owned()),
            _ => {}
        }
    }

    /// What could stand at a place, but for what stands there; the likeliest first.
    pub(crate) fn alternatives(
        &self,
        schema: &Schema<'_>,
        tree: &Tree,
        way: &Way,
        ty: &Type,
        now: Option<&str>,
    ) -> Vec<Written> {
        if matches!(ty, Type::List(_) | Type::Shape(_) | Type::Silent) {
            return Vec::new();
        }
        let name = name_of(way);
        let mut values: Vec<Written> = Vec::new();
        let mut word = |word: String| values.push(Written::Word(word));
        match ty {
            Type::Boolean => ["true", "false"].into_iter().for_each(|value| word(value.to_owned())),
            Type::Enum(id) => {
                let of = Type::Enum(*id);
                values.extend(self.words.iter().filter(|(ty, _)| *ty == of).map(|(_, word)| word.clone()));
                let members = schema.program[*id].members.iter();
                values.extend(members.map(|member| Written::Word(member.to_string())));
            }
            Type::Number => self.numbers_beside().for_each(|value| word(value.to_string())),
            Type::Duration => {
                let beside = [0, 60_000, -60_000].map(Duration::from_milliseconds);
                for value in self.durations.iter().flat_map(|value| beside.iter().filter_map(|by| value.plus(*by))) {
                    word(value.in_one_unit());
                }
            }
            Type::Date => {
                let day = Duration::from_milliseconds(86_400_000);
                let by: Vec<Duration> = self.around(day);
                let of_instants = self.instants.iter().map(|at| at.date());
                for value in self
                    .dates
                    .iter()
                    .copied()
                    .chain(of_instants)
                    .flat_map(|date| by.iter().filter_map(move |by| date.plus(*by)))
                {
                    word(value.to_string());
                }
            }
            Type::Instant => {
                let minute = Duration::from_milliseconds(60_000);
                let by: Vec<Duration> = self.around(minute);
                for value in self.instants.iter().flat_map(|at| by.iter().filter_map(|by| at.plus(*by))) {
                    word(in_utc(value).to_string());
                }
                for date in &self.dates {
                    word(format!("{date}T12:00Z"));
                }
                if self.asks_utc {
                    word("2026-01-01T14:00+02:00".to_owned());
                }
            }
            Type::Reference(id) => {
                values.extend(schema.keys(*id, tree).into_iter().map(Written::Text));
            }
            Type::Text | Type::Refinement(_) => self.texts_for(&name, now, &mut values),
            Type::List(_) | Type::Shape(_) | Type::Silent => {}
        }
        if let Type::Refinement(id) = ty {
            let pattern = &schema.program[*id].pattern;
            values.extend(pattern.samples(SAMPLES).into_iter().map(Written::Text));
            values.retain(|value| matches!(value, Written::Text(text) if pattern.is_match(text)));
        }
        if values.is_empty() || matches!(ty, Type::Number | Type::Duration | Type::Date | Type::Instant) {
            values.extend(schema.least(ty, &name, 0, Some(tree), 2));
        }
        let mut kept: Vec<Written> = Vec::new();
        for value in values {
            let same = matches!(&value, Written::Text(text) | Written::Word(text) if Some(text.as_str()) == now);
            if !same && !kept.contains(&value) && kept.len() < TRIED {
                kept.push(value);
            }
        }
        kept
    }

    /// The numbers, each with its neighbours.
    fn numbers_beside(&self) -> impl Iterator<Item = Number> + '_ {
        let one = Number::whole(1).0;
        self.numbers.iter().flat_map(move |value| {
            [Some(value.0), value.0.checked_add(one), value.0.checked_sub(one)].into_iter().flatten().map(Number)
        })
    }

    /// Nothing, a bit more and a bit less; each of the durations, with a bit more and less.
    fn around(&self, bit: Duration) -> Vec<Duration> {
        let zero = Duration::from_milliseconds(0);
        let of = |value: Duration| [Some(value), value.plus(bit), value.minus(bit)].into_iter().flatten();
        let both = self.durations.iter().flat_map(|value| [zero.minus(*value), Some(*value)].into_iter().flatten());
        of(zero).chain(both.flat_map(of)).collect()
    }

    fn texts_for(&self, name: &str, now: Option<&str>, values: &mut Vec<Written>) {
        let mut text = |text: String| values.push(Written::Text(text));
        if self.reads_statements {
            // Something that states nothing, and something that states something: few, since each has to be read, and the
            // lists of words that such rules hold are long.
            text(example_text(name, 0));
            text("It was noted.".to_owned());
            let deeds = self.texts.iter().filter(|known| known.ends_with("ed") && !known.contains(' '));
            let deeds: Vec<&String> = deeds.take(STATED).collect();
            let names = self.texts.iter().filter(|known| known.starts_with(char::is_uppercase));
            deeds.iter().for_each(|deed| text(format!("It was {deed}.")));
            names.take(STATED).zip(&deeds).for_each(|(name, deed)| text(format!("{name} {deed} it.")));
            return;
        }
        for known in &self.texts {
            text(known.clone());
        }
        text(example_text(name, 0));
        if self.asks_distinct {
            text(example_text(name, 1));
        }
        let now = now.unwrap_or_default();
        for pattern in &self.patterns {
            for sample in pattern.samples(SAMPLES) {
                if !now.is_empty() && now.len() <= 8 * LONGEST {
                    text(format!("{now} {sample}"));
                }
                text(sample);
            }
            if let Some(found) = pattern.find(now).filter(|found| !found.is_empty()) {
                let (before, behind) = (now.get(..found.start), now.get(found.end..));
                text(tidied(&format!("{}{}", before.unwrap_or_default(), behind.unwrap_or_default())));
            }
        }
        if self.parts_of_texts && !now.is_empty() && now.len() <= LONGEST {
            for known in self.texts.iter().filter(|known| *known != now && known.len() <= LONGEST) {
                text(format!("{now} {known}"));
                text(format!("{known}{now}"));
                text(format!("{now}{known}"));
                if now.contains(known.as_str()) && !known.is_empty() {
                    text(tidied(&now.replace(known.as_str(), "")));
                }
            }
        }
        for (separator, number) in &self.parts {
            let known = self.texts.iter().filter(|known| *known != separator);
            for wanted in known.map(String::as_str).chain([example_text(name, 0).as_str()]) {
                let mut parts: Vec<&str> = now.split(separator.as_str()).collect();
                parts.resize(parts.len().max(*number), "x");
                if let Some(part) = parts.get_mut(number.saturating_sub(1)) {
                    *part = wanted;
                }
                text(parts.join(separator));
            }
        }
        let counted = self.numbers_beside().filter_map(|number| number.to_string().parse::<usize>().ok());
        for number in counted.filter(|number| (1..=LONGEST).contains(number)).take(12) {
            if self.counts_words {
                text(repeated(now, number, " ", "word"));
            }
            if self.counts_sentences {
                text(repeated("", number, " ", "Sentence."));
            }
            if self.counts_letters {
                text(now.chars().chain(std::iter::repeat('x')).take(number).collect());
            }
        }
    }

    /// The numbers of items that are worth a try.
    pub(crate) fn counts(&self) -> Vec<usize> {
        let mut counts: Vec<usize> =
            self.numbers_beside().filter_map(|number| number.to_string().parse().ok()).filter(|n| *n <= 64).collect();
        counts.sort_unstable();
        counts.dedup();
        counts
    }
}

/// So many words: those that are there, cut off or filled up.
fn repeated(now: &str, number: usize, between: &str, word: &str) -> String {
    now.split_whitespace().chain(std::iter::repeat(word)).take(number).collect::<Vec<_>>().join(between)
}

/// The same instant, in UTC.
fn in_utc(instant: Instant) -> Instant {
    if instant.utc {
        return instant;
    }
    let epoch = Instant::parse("1970-01-01T00:00Z").ok();
    epoch.and_then(|epoch| epoch.plus(instant.since(epoch))).unwrap_or(instant)
}

/// A text that something was taken out of, without what it leaves behind at the seam.
pub(crate) fn tidied(text: &str) -> String {
    let mut out = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (seam, mended) in [(" ,", ","), (" .", "."), (",.", "."), (",,", ","), ("..", ".")] {
        out = out.replace(seam, mended);
    }
    out.trim_start_matches([',', ';', ':', '.', ' ']).to_owned()
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}
