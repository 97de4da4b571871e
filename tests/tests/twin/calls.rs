//! Built-ins and tables, by what the reference of the language says of each.

use countersign_parser::ast::{CellKind, CompareOp, Expr, ExprKind, Item as AstItem, QualifiedName, Table, TypeKind};

use super::paper::{Wants, below};
use super::plain::{
    Could, Found, Item, Items, Judged, Plain, Step, Why, all, both, combined, day_of, either, known, order, same,
};
use super::values::{Names, Twin, asked_of_text};

impl<'a> Twin<'a> {
    pub(crate) fn call(&self, callee: &'a QualifiedName, arguments: &'a [Expr], names: &Names) -> Found {
        let word = callee.name.text.as_str();
        for item in &self.desk.file.items {
            match item {
                AstItem::Definition(define) if define.name.text == word => {
                    return self.defined(define, arguments, names);
                }
                AstItem::Table(table) if table.name.text == word => {
                    self.tally.hit("a table");
                    let asked: Vec<Found> = arguments.iter().map(|argument| self.value(argument, names)).collect();
                    return self.looked_up(table, &asked);
                }
                _ => {}
            }
        }
        self.tally.call(word);
        match word {
            "earlier" => return self.earlier(&arguments[0], names),
            "reach" => return self.reached(&arguments[0], names),
            _ => {}
        }
        let values: Vec<Found> = arguments.iter().map(|argument| self.value(argument, names)).collect();
        let first = &values[0];
        match word {
            "count" => {
                let items = first.listed();
                let whole = |size: usize| Plain::Number(i64::try_from(size).unwrap() * 1000);
                let (least, most) = items.sizes();
                between(Some(whole(least)), most.map(whole), items.doubts())
            }
            "sum" => self.sum(first, &arguments[0]),
            "min" => extreme(first, false),
            "max" => extreme(first, true),
            "distinct" => distinct(first),
            "first" => one_end(first, false),
            "last" => one_end(first, true),
            "length" => first.each(|plain| match plain {
                Plain::Text(text) => Found::this(Plain::Number(i64::try_from(text.chars().count()).unwrap() * 1000)),
                other => panic!("the length of {other:?}"),
            }),
            "lower" => first.each(|plain| match plain {
                Plain::Text(text) => Found::this(Plain::Text(text.to_lowercase())),
                other => panic!("{other:?} in small letters"),
            }),
            "is-utc" => first.each(|plain| match plain {
                Plain::Instant(_, utc) => Found::this(Plain::Boolean(*utc)),
                other => panic!("{other:?} is no instant"),
            }),
            "date-of" => first.each(|plain| match plain {
                Plain::Instant(minutes, _) => Found::this(Plain::Date(day_of(*minutes))),
                other => panic!("{other:?} is no instant"),
            }),
            "part" => part(&values),
            "mentions" => mentioned(first, &values[1]).found(),
            other => panic!("`{other}` is not generated"),
        }
    }

    /// The sum; of no items it is nothing at all, of the unit that the list has.
    fn sum(&self, found: &Found, expr: &Expr) -> Found {
        let items = found.listed();
        let zero = if in_time(expr) { Plain::Duration(0) } else { Plain::Number(0) };
        let unknown = items.items.iter().filter(|item| !item.value.is_known()).map(|item| &item.value.why);
        let open = all(items.further.iter().chain(unknown));
        if items.further.is_some() || items.items.iter().any(|item| !item.value.is_known()) {
            return Found::anything(open);
        }
        // Each item that is not sure may add what it has, or nothing.
        let (mut least, mut most) = (zero.clone(), zero.clone());
        for item in &items.items {
            let plain = item.value.plain().unwrap();
            let grows = order(plain, &zero).unwrap().is_ge();
            if item.unsure.is_none() || grows {
                most = combined(false, &most, plain).unwrap();
            }
            if item.unsure.is_none() || !grows {
                least = combined(false, &least, plain).unwrap();
            }
        }
        between(Some(least), Some(most), items.doubts())
    }

    /// `earlier(e)`: the items above a loop variable.
    fn earlier(&self, argument: &Expr, names: &Names) -> Found {
        let ExprKind::Name(name) = &argument.kind else { panic!("no loop variable") };
        let bound = names.iter().rev().find(|bound| bound.name == name.name.text).unwrap();
        let (list, at) = bound.within.as_ref().unwrap();
        Found::items(Items { items: list.items[..*at].to_vec(), ..list.clone() })
    }

    /// `reach(e.after)`: every item reached by following the reference on and on, each once.
    fn reached(&self, argument: &'a Expr, names: &Names) -> Found {
        let ExprKind::Field { field, .. } = &argument.kind else { panic!("no reference of an item") };
        let mut reached = Items::default();
        let mut seen = Vec::new();
        let mut waiting = vec![self.value(argument, names)];
        while let Some(next) = waiting.pop() {
            match next.could.as_slice() {
                [Could::Nothing] => {}
                [Could::Items(items)] => {
                    waiting.extend(items.items.iter().rev().map(|item| item.value.clone()));
                    if let Some(why) = &items.further {
                        reached.further.get_or_insert_default().extend(why.iter().cloned());
                    }
                }
                [Could::This(Plain::Text(_))] => {
                    let item = self.followed(&next);
                    match item.could.as_slice() {
                        [Could::This(Plain::Map(place))] => {
                            if !seen.contains(place) {
                                seen.push(place.clone());
                                waiting.push(self.desk.read(&below(place, Step::Field(field.text.clone()))));
                                reached.items.push(Item { value: item, unsure: None });
                            }
                        }
                        _ => reached.further.get_or_insert_default().extend(item.why),
                    }
                }
                _ => reached.further.get_or_insert_default().extend(next.why),
            }
        }
        Found::items(reached)
    }

    /// What a table answers: each combination of what the arguments could be is asked by itself.
    pub(crate) fn looked_up(&self, table: &'a Table, asked: &[Found]) -> Found {
        let why = all(asked.iter().filter(|found| !found.is_known()).map(|found| &found.why));
        let mut combinations: Vec<Vec<Option<Could>>> = vec![Vec::new()];
        for (column, found) in asked.iter().enumerate() {
            let mut possible = Vec::new();
            for could in &found.could {
                match could {
                    Could::Nothing => possible.push(None),
                    Could::This(_) => possible.push(Some(could.clone())),
                    Could::Between(low, high) => {
                        let lies_between = |plain: &Plain| {
                            let above =
                                low.as_ref().is_none_or(|low| order(low, plain).is_none_or(|order| order.is_le()));
                            above
                                && high.as_ref().is_none_or(|high| order(plain, high).is_none_or(|order| order.is_le()))
                        };
                        let all = self.telling_values(table, column, [low, high]).into_iter();
                        possible.extend(all.filter(lies_between).map(|plain| Some(Could::This(plain))));
                    }
                    Could::Items(_) => panic!("a column is a single value"),
                }
            }
            combinations = combinations
                .iter()
                .flat_map(|so_far| possible.iter().map(|next| [so_far.as_slice(), std::slice::from_ref(next)].concat()))
                .collect();
        }
        let answers = combinations.iter().map(|combination| self.answer_of(table, combination));
        Found::one_of(answers.collect::<Vec<_>>(), &why)
    }

    /// The answer for one combination. Where an argument is missing the table looks at all that it could have been: where
    /// they agree, that is the answer.
    fn answer_of(&self, table: &'a Table, combination: &[Option<Could>]) -> Found {
        let mut full: Vec<Vec<Plain>> = vec![Vec::new()];
        for (column, given) in combination.iter().enumerate() {
            let values = match given {
                Some(Could::This(plain)) => vec![plain.clone()],
                _ => self.telling_values(table, column, [&None, &None]),
            };
            full = full
                .iter()
                .flat_map(|so_far| values.iter().map(|next| [so_far.as_slice(), std::slice::from_ref(next)].concat()))
                .collect();
        }
        let answers: Vec<Plain> = full.iter().map(|values| self.row_for(table, values)).collect();
        if answers.iter().all(|answer| same(answer, &answers[0])) {
            Found::this(answers[0].clone())
        } else {
            Found::nothing(Why::new())
        }
    }

    /// The first row that fits answers.
    fn row_for(&self, table: &'a Table, values: &[Plain]) -> Plain {
        let constant = |expr: &'a Expr| self.value(expr, &Names::new()).plain().unwrap().clone();
        let fits = |cell: &'a CellKind, value: &Plain| {
            let against = |expr: &'a Expr| order(value, &constant(expr)).unwrap();
            match cell {
                CellKind::Any => true,
                CellKind::OneOf { negated, values } => values.iter().any(|expr| against(expr).is_eq()) != *negated,
                CellKind::Compared { op, value } => match op {
                    CompareOp::Less => against(value).is_lt(),
                    CompareOp::AtMost => against(value).is_le(),
                    CompareOp::More => against(value).is_gt(),
                    _ => against(value).is_ge(),
                },
                CellKind::Between { low, high } => against(low).is_ge() && against(high).is_le(),
            }
        };
        let row =
            table.rows.iter().find(|row| row.cells.iter().zip(values).all(|(cell, value)| fits(&cell.kind, value)));
        constant(&row.unwrap().result)
    }

    /// Values that, asked one by one, tell all that a column can tell: of an enum the members; else those that its cells
    /// name, and one between each two, one before the first and one behind the last.
    fn telling_values(&self, table: &'a Table, column: usize, ends: [&Option<Plain>; 2]) -> Vec<Plain> {
        let ty = &table.parameters[column].ty;
        match self.desk.wants(ty) {
            Wants::Boolean => return vec![Plain::Boolean(false), Plain::Boolean(true)],
            Wants::Member(of) => {
                let members = of.members.iter().enumerate();
                return members.map(|(at, member)| Plain::Member(at, member.name.text.clone())).collect();
            }
            _ => {}
        }
        let mut named: Vec<Plain> = Vec::new();
        for row in &table.rows {
            let exprs: Vec<&Expr> = match &row.cells[column].kind {
                CellKind::Any => Vec::new(),
                CellKind::OneOf { values, .. } => values.iter().collect(),
                CellKind::Compared { value, .. } => vec![value],
                CellKind::Between { low, high } => vec![low, high],
            };
            named.extend(exprs.into_iter().map(|expr| self.value(expr, &Names::new()).plain().unwrap().clone()));
        }
        named.extend(ends.into_iter().flatten().cloned());
        if matches!(&ty.kind, TypeKind::Named(name) if name.name.text == "text") {
            named.push(Plain::Text("none of those that a cell names".to_owned()));
            return named;
        }
        let mut numbers: Vec<i64> = named
            .iter()
            .map(|plain| match plain {
                Plain::Number(number) => *number,
                other => panic!("{other:?} is no number"),
            })
            .collect();
        numbers.sort_unstable();
        let between = numbers.windows(2).map(|pair| (pair[0] + pair[1]) / 2);
        let around = [numbers.first().map_or(0, |first| first - 1), numbers.last().map_or(0, |last| last + 1)];
        let telling = numbers.iter().copied().chain(between).chain(around);
        telling.map(Plain::Number).collect()
    }
}

/// Is it a list of durations?
fn in_time(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field { field, .. } => field.text == "took",
        ExprKind::List(items) => items.iter().any(in_time),
        ExprKind::Name(name) => name.name.text == "took",
        ExprKind::Filter { list, .. } => in_time(list),
        ExprKind::Call { arguments, .. } => arguments.iter().any(in_time),
        ExprKind::Paren(inner) => in_time(inner),
        _ => false,
    }
}

/// Something between two values, or the one that both are.
fn between(low: Option<Plain>, high: Option<Plain>, why: Why) -> Found {
    match (&low, &high) {
        (Some(least), Some(most)) if same(least, most) => Found::this(least.clone()),
        _ => Found::new(vec![Could::Between(low, high)], why),
    }
}

/// The least or the greatest item. What is sure bounds it on one side, what is possible on the other.
fn extreme(found: &Found, greatest: bool) -> Found {
    let items = found.listed();
    let beats = |a: &Plain, b: &Plain| {
        order(a, b).unwrap() == if greatest { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less }
    };
    let best = |plains: Vec<&Plain>| {
        plains.into_iter().fold(None, |best: Option<Plain>, next| match best {
            Some(best) if !beats(next, &best) => Some(best),
            _ => Some(next.clone()),
        })
    };
    let sure =
        best(items.items.iter().filter(|item| item.unsure.is_none()).filter_map(|item| item.value.plain()).collect());
    let possible = best(items.items.iter().filter_map(|item| item.value.plain()).collect());
    let unknown = items.items.iter().filter(|item| !item.value.is_known());
    let unbounded = items.further.is_some() || unknown.clone().count() > 0;
    let why = both(&items.doubts(), &all(unknown.map(|item| &item.value.why)));
    if items.items.is_empty() && !unbounded {
        return Found::nothing(found.held_nothing());
    }
    let far = if unbounded { None } else { possible };
    match (&sure, &far) {
        (Some(sure), Some(far)) if !beats(far, sure) => return Found::this(sure.clone()),
        _ => {}
    }
    let mut could = vec![if greatest { Could::Between(sure, far) } else { Could::Between(far, sure) }];
    if !items.items.iter().any(|item| item.unsure.is_none() && !item.value.may_be_nothing()) {
        could.push(Could::Nothing);
    }
    Found::new(could, why)
}

/// Each value once, where it stands first. An unknown may be a value of its own or equal another.
fn distinct(found: &Found) -> Found {
    let [Could::Items(items)] = found.could.as_slice() else { return found.clone() };
    let mut apart: Vec<Item> = Vec::new();
    for item in items.items.iter().filter(|item| item.value.is_known()) {
        let plain = item.value.plain().unwrap();
        match apart.iter_mut().find(|other| same(other.value.plain().unwrap(), plain)) {
            Some(first) if item.unsure.is_none() => first.unsure = None,
            Some(_) => {}
            None => apart.push(item.clone()),
        }
    }
    for item in items.items.iter().filter(|item| !item.value.is_known() && !item.value.is_nothing()) {
        if item.value.place.is_some() && apart.iter().any(|other| other.value.place == item.value.place) {
            continue;
        }
        let mut item = item.clone();
        if item.unsure.is_some() || apart.iter().any(|other| other.unsure.is_none()) {
            let why = item.value.why.clone();
            item.unsure.get_or_insert_default().extend(why);
        }
        apart.push(item);
    }
    Found::items(Items { items: apart, ..items.clone() })
}

/// The first item, or from the other end the last: that which is sure, or one of those before it.
fn one_end(found: &Found, last: bool) -> Found {
    let mut items = found.listed();
    if let Some(why) = items.further {
        return Found::new(vec![Could::Between(None, None), Could::Nothing], why);
    }
    if last {
        items.items.reverse();
    }
    let sure = items.items.iter().position(|item| item.unsure.is_none());
    let before = &items.items[..sure.unwrap_or(items.items.len())];
    let doubts = all(before.iter().filter_map(|item| item.unsure.as_ref()));
    let end = match sure {
        Some(at) if at == 0 => return items.items[at].value.clone(),
        Some(at) => items.items[at].value.clone(),
        None if before.is_empty() => return Found::nothing(found.held_nothing()),
        None => Found::nothing(Why::new()),
    };
    Found::one_of(before.iter().map(|item| item.value.clone()).chain([end]), &doubts)
}

/// `part(text, separator, n)`
fn part(values: &[Found]) -> Found {
    let missing: Vec<&Found> = values.iter().filter(|value| value.is_nothing()).collect();
    if !missing.is_empty() {
        return Found::nothing(all(missing.iter().map(|value| &value.why)));
    }
    let why = all(values.iter().map(|value| &value.why));
    let (Some(Plain::Text(separator)), Some(Plain::Number(n))) = (values[1].plain(), values[2].plain()) else {
        return Found::anything(why);
    };
    values[0].each(|plain| {
        let Plain::Text(text) = plain else { panic!("a part of {plain:?}") };
        let at = usize::try_from(n / 1000).ok().and_then(|n| n.checked_sub(1)).filter(|_| n % 1000 == 0);
        match at.and_then(|at| text.split(separator.as_str()).nth(at)).filter(|part| !part.trim().is_empty()) {
            Some(part) => Found::this(Plain::Text(part.to_owned())),
            None => Found::nothing(Why::new()),
        }
    })
}

/// `mentions(text, list)`: whole words, in any case.
fn mentioned(text: &Found, list: &Found) -> Judged {
    let items = list.listed();
    let words: Vec<String> = items
        .items
        .iter()
        .filter_map(|item| match item.value.plain() {
            Some(Plain::Text(word)) => Some(word.to_lowercase()),
            _ => None,
        })
        .collect();
    let judged = asked_of_text(text, |text| {
        // What stands around a mention is no letter, digit or `_`.
        let of_a_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let text = text.to_lowercase();
        words.iter().any(|wanted| {
            text.match_indices(wanted.as_str())
                .any(|(at, _)| !text[..at].ends_with(of_a_word) && !text[at + wanted.len()..].starts_with(of_a_word))
        })
    });
    let unknown = items.items.iter().filter(|item| !item.value.is_known()).map(|item| &item.value.why);
    let open: Vec<&Why> = items.further.iter().chain(unknown).collect();
    if judged.answers == known(false) && !open.is_empty() {
        return Judged::new(either(), all(open));
    }
    judged
}
