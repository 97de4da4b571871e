//! Programs that type, made by throwing dice. Every name in them means one thing.

use super::dice::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    Level,
    Team,
    Number,
    Text,
    Duration,
    Date,
    Instant,
    Condition,
}

use Ty::{Condition, Date, Duration, Instant, Level, Number, Team, Text};

const SINGLE: [Ty; 7] = [Level, Team, Number, Text, Duration, Date, Instant];

impl Ty {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Level => "Level",
            Team => "Team",
            Number => "number",
            Text => "text",
            Duration => "duration",
            Date => "date",
            Instant => "instant",
            Condition => "boolean",
        }
    }

    fn is_ordered(self) -> bool {
        !matches!(self, Team | Text | Condition)
    }

    pub(crate) fn literals(self) -> &'static [&'static str] {
        match self {
            Level => &["low", "mid", "high"],
            Team => &["red", "green", "blue"],
            Number => &["0", "1", "1.5", "2", "3"],
            Text => &["\"a\"", "\"ab\"", "\"x-1\"", "\"B\"", "\"a b\""],
            Duration => &["0min", "2h", "1d", "36h"],
            Date => &["2026-04-01", "2026-04-02", "2026-04-03"],
            Instant => &["2026-04-01T10:00Z", "2026-04-01T12:00+02:00", "2026-04-02T11:00Z", "2026-04-01T23:30-02:00"],
            Condition => &["true", "false"],
        }
    }

    /// The fields of this type that the document, an owner and an item have.
    fn fields(self, of_item: bool) -> &'static [&'static str] {
        match (self, of_item) {
            (Level, _) => &["level", "owner.level"],
            (Team, false) => &["team", "other", "owner.team"],
            (Team, true) => &["team", "owner.team"],
            (Number, false) => &["size", "most"],
            (Number, true) => &["size"],
            (Text, false) => &["name", "note", "tag", "owner.contact"],
            (Text, true) => &["id", "note", "tag"],
            (Duration, _) => &["took"],
            (Date, _) => &["day"],
            (Instant, false) => &["at", "until", "owner.since"],
            (Instant, true) => &["at", "owner.since"],
            (Condition, _) => &["flag"],
        }
    }
}

/// What can be called, with the types of what it is given and of what it gives.
struct Callee {
    name: String,
    takes: Vec<Ty>,
    gives: Ty,
}

/// The names in reach.
#[derive(Clone, Default)]
struct Scope {
    /// Loop variables that are items, or references to items.
    items: Vec<String>,
    /// Loop variables that go through the data.
    crews: Vec<String>,
    names: Vec<(String, Ty)>,
    previous: bool,
}

impl Scope {
    fn fresh(&self, letter: &str) -> String {
        format!("{letter}{}", self.items.len() + self.crews.len() + self.names.len())
    }
}

pub(crate) struct Maker<'d> {
    dice: &'d mut Dice,
    callees: Vec<Callee>,
}

const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

/// The declarations; which fields may be left out is thrown.
fn schema(dice: &mut Dice) -> String {
    let mut text = String::from(
        "pack p for Case\n\nenum Level { low < mid < high }\nenum Team { red, green, blue }\n\
         enum Act { watch, call, cut, wait }\n\ntype Tag = text matching /[a-z]+/ \"a tag\"\n\n",
    );
    let mut shape = |line: &str, fields: &str| {
        text.push_str(line);
        text.push_str(" {\n");
        for field in fields.split(", ") {
            let (name, ty) = field.split_once(": ").unwrap();
            let mark = if name.starts_with("key ") || dice.chance(1, 16) { "" } else { "?" };
            text.push_str(&format!("    {name}{mark}: {ty}\n"));
        }
        text.push_str("}\n\n");
    };
    shape("record Owner", "team: Team, level: Level, contact: text, since: instant");
    shape(
        "record Thing",
        "key id: text, level: Level, team: Team, size: number, note: text, tag: Tag, took: duration, day: date, \
         at: instant, flag: boolean, owner: Owner, marks: list<text>, after: list<ref items.id>, link: ref items.id",
    );
    shape(
        "document Case",
        "level: Level, team: Team, other: Team, size: number, most: number, name: text, note: text, tag: Tag, \
         took: duration, day: date, at: instant, until: instant, flag: boolean, owner: Owner, items: list<Thing>, \
         names: list<text>, sizes: list<number>, levels: list<Level>, chosen: ref items.id, cites: list<ref items.id>, \
         choice: Act, prepared_at: instant",
    );
    text.push_str(
        "record Crew {\n    key nick: text\n    rank?: Level\n    quota?: number\n}\n\n\
         data crews: list<Crew> from \"crews.yaml\"\n\n\
         setting limit: number 0 .. 9 = 2\nsetting least: Level = mid\n\
         setting window: duration = 2h\nsetting vague: list<text> = [\"a\", \"x\"]\n\n",
    );
    text
}

/// A program: the schema, and the items that came out, of which those that do not compile are thrown again.
pub(crate) fn program(dice: &mut Dice, compiles: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut items = vec![schema(dice)];
    let mut maker = Maker { dice, callees: Vec::new() };
    let keep = |items: &mut Vec<String>, item: String| {
        let kept = compiles(&format!("{}\n{item}", items.concat()));
        if kept {
            items.push(item);
        }
        kept
    };
    for number in 0..2 {
        // Most tables that are thrown have a gap or a row that is never reached.
        for _ in 0..40 {
            let (text, callee) = maker.table(number);
            if keep(&mut items, text) {
                maker.callees.push(callee);
                break;
            }
        }
    }
    for number in 0..3 {
        let (text, callee) = maker.definition(number);
        if keep(&mut items, text) {
            maker.callees.push(callee);
        }
    }
    let (mut rules, mut waivers) = (Vec::new(), Vec::new());
    for number in 0..6 {
        let (rule, scope) = maker.rule(number);
        rules.push(rule);
        for _ in 0..[0, 0, 0, 1, 1, 2][maker.dice.roll(6)] {
            waivers.push(maker.waiver(&format!("p/r{number}"), &scope));
        }
    }
    rules.push(maker.decision());
    for of in ["p/response", "schema/type", "schema/required"] {
        if maker.dice.chance(1, 5) {
            waivers.push(maker.waiver(of, &Scope::default()));
        }
    }
    rules.extend(waivers);
    if compiles(&format!("{}\n{}", items.concat(), rules.concat())) {
        items.extend(rules);
        return items;
    }
    for rule in rules {
        keep(&mut items, rule);
    }
    items
}

impl Maker<'_> {
    fn table(&mut self, number: usize) -> (String, Callee) {
        let columns: Vec<Ty> =
            (0..1 + self.dice.roll(2)).map(|_| *self.dice.pick(&[Level, Team, Number, Text, Condition])).collect();
        let gives = *self.dice.pick(&[Level, Team, Number, Duration]);
        let parameters: Vec<String> =
            columns.iter().enumerate().map(|(at, ty)| format!("c{at}: {}", ty.name())).collect();
        let mut text = format!("table t{number}({}) -> {} {{\n", parameters.join(", "), gives.name());
        let last = self.dice.roll(4) > 0;
        let rows = 2 + self.dice.roll(3);
        for row in 0..rows {
            let cells: Vec<String> = columns
                .iter()
                .map(|ty| if row + 1 == rows && last { "_".to_owned() } else { self.cell(*ty) })
                .collect();
            let answer =
                if gives == Number && self.dice.chance(1, 4) { "limit" } else { self.dice.pick(gives.literals()) };
            text.push_str(&format!("    {} -> {answer}\n", cells.join(", ")));
        }
        (text + "}\n\n", Callee { name: format!("t{number}"), takes: columns, gives })
    }

    fn cell(&mut self, ty: Ty) -> String {
        let one = (*self.dice.pick(ty.literals())).to_owned();
        match self.dice.roll(if ty.is_ordered() { 8 } else { 5 }) {
            0 | 1 => "_".to_owned(),
            2 => one,
            3 => format!("{one} | {}", self.dice.pick(ty.literals())),
            4 => format!("not {one}"),
            5 | 6 => format!("{} {one}", self.dice.pick(&["<", "<=", ">", ">="])),
            _ => {
                let (low, high) = (self.dice.roll(2), 1 + self.dice.roll(2));
                format!("{} .. {}", ty.literals()[low], ty.literals()[low.max(high)])
            }
        }
    }

    fn definition(&mut self, number: usize) -> (String, Callee) {
        let takes: Vec<Ty> =
            (0..self.dice.roll(3)).map(|_| *self.dice.pick(&[Level, Team, Number, Text, Instant, Condition])).collect();
        let gives = *self.dice.pick(&[Condition, Condition, Number, Level, Text]);
        let scope = Scope {
            names: takes.iter().enumerate().map(|(at, ty)| (format!("p{at}"), *ty)).collect(),
            ..Scope::default()
        };
        let parameters: Vec<String> = scope.names.iter().map(|(name, ty)| format!("{name}: {}", ty.name())).collect();
        let body = if gives == Condition { self.condition(&scope, 2) } else { self.value(gives, &scope, 2) };
        let brackets = if takes.is_empty() { String::new() } else { format!("({})", parameters.join(", ")) };
        (format!("define d{number}{brackets} = {body}\n\n"), Callee { name: format!("d{number}"), takes, gives })
    }

    fn rule(&mut self, number: usize) -> (String, Scope) {
        let mut text = format!("rule r{number} \"A rule\" {{\n");
        if self.dice.chance(1, 2) {
            text.push_str(&format!("    level {}\n", self.dice.pick(&["warning", "note"])));
        }
        if self.dice.chance(1, 8) {
            let until = *self.dice.pick(&["", " until 2026-04-02", " until 2026-04-03"]);
            text.push_str(&format!("    effective from {}{until}\n", self.dice.pick(&Date.literals()[..2])));
        }
        let mut scope = Scope::default();
        if self.dice.chance(1, 5) {
            text.push_str("    when previous is present\n");
            scope.previous = true;
        }
        for _ in 0..self.dice.roll(4) {
            match self.dice.roll(5) {
                0 => {
                    let name = scope.fresh("l");
                    let ty = *self.dice.pick(&[Level, Number, Text, Duration, Instant, Condition, Condition]);
                    let value = if ty == Condition { self.condition(&scope, 2) } else { self.value(ty, &scope, 2) };
                    text.push_str(&format!("    let {name} = {value}\n"));
                    scope.names.push((name, ty));
                }
                1 | 2 => text.push_str(&format!("    when {}\n", self.condition(&scope, 1))),
                _ => {
                    let (name, list, inner) = self.through(&scope, 1);
                    scope = inner;
                    let filter = match self.dice.roll(2) {
                        0 => format!(" where {}", self.condition(&scope, 1)),
                        _ => String::new(),
                    };
                    text.push_str(&format!("    for each {name} in {list}{filter}\n"));
                }
            }
        }
        for _ in 0..1 + self.dice.roll(2) {
            let word = *self.dice.pick(&["require", "require", "forbid"]);
            text.push_str(&format!("    {word} {}\n", self.condition(&scope, 3)));
        }
        (text + "}\n\n", scope)
    }

    /// An exception from a rule, which sees the names of that, or from a check of the schema.
    fn waiver(&mut self, of: &str, scope: &Scope) -> String {
        let mut text = format!("waive {of} {{\n");
        if self.dice.chance(3, 4) {
            text.push_str(&format!("    where {}\n", self.condition(scope, 1)));
        }
        let until = self.dice.pick(Date.literals());
        text + &format!("    until {until}\n    by \"us\"\n    because \"for now\"\n}}\n\n")
    }

    fn decision(&mut self) -> String {
        let mut text = "/// What to do.\ndecision response".to_owned();
        if self.dice.roll(6) > 0 {
            text.push_str(" chosen choice");
        }
        text.push_str(" {\n");
        if self.dice.chance(1, 5) {
            text.push_str("    level warning\n");
        }
        let mut scope = Scope::default();
        if self.dice.chance(1, 2) {
            text.push_str(&format!("    let pressing = {}\n", self.condition(&scope, 2)));
            scope.names.push(("pressing".to_owned(), Condition));
        }
        for option in &["watch", "call", "cut"][..2 + self.dice.roll(2)] {
            text.push_str(&format!("    option {option} \"An option\" {{\n"));
            for _ in 0..self.dice.roll(3) {
                text.push_str(&format!("        needs {}\n", self.condition(&scope, 2)));
            }
            for _ in 0..self.dice.roll(2) {
                text.push_str(&format!("        suits {}\n", self.condition(&scope, 2)));
            }
            match self.dice.roll(3) {
                0 => text.push_str("        approver Team.red\n"),
                1 => text.push_str(&format!("        approver {}\n", self.value(Team, &scope, 1))),
                _ => {}
            }
            text.push_str("    }\n");
        }
        text + "}\n\n"
    }

    /// A list to go through, a name for its items, and the scope that they are in.
    fn through(&mut self, scope: &Scope, depth: usize) -> (String, String, Scope) {
        let mut inner = scope.clone();
        if self.dice.chance(1, 6) {
            let name = scope.fresh("t");
            inner.names.push((name.clone(), Text));
            return (name, self.list(Text, scope, depth), inner);
        }
        if self.dice.chance(1, 10) {
            let name = scope.fresh("c");
            inner.crews.push(name.clone());
            return (name, "crews".to_owned(), inner);
        }
        let name = scope.fresh("e");
        inner.items.push(name.clone());
        (name, self.items(scope, depth), inner)
    }

    fn items(&mut self, scope: &Scope, depth: usize) -> String {
        match self.dice.roll(10) {
            0 => "cites".to_owned(),
            1 if scope.previous => "previous.items".to_owned(),
            2 | 3 if !scope.items.is_empty() => {
                let item = self.dice.pick(&scope.items).clone();
                match self.dice.roll(4) {
                    0 => format!("{item}.after"),
                    1 => format!("reach({item}.{})", self.dice.pick(&["after", "link"])),
                    _ => format!("earlier({item})"),
                }
            }
            4 | 5 if depth > 0 => {
                let name = scope.fresh("f");
                let mut inner = scope.clone();
                inner.items.push(name.clone());
                format!("({name} in items where {})", self.condition(&inner, 1))
            }
            _ => "items".to_owned(),
        }
    }

    fn list(&mut self, ty: Ty, scope: &Scope, depth: usize) -> String {
        let plain = match ty {
            Text => *self.dice.pick(&[
                "names",
                "items[].note",
                "items[].tag",
                "items[].marks[]",
                "vague",
                "crews[].nick",
                "cites",
            ]),
            Number => *self.dice.pick(&["sizes", "items[].size", "crews[].quota"]),
            Level => *self.dice.pick(&["levels", "items[].level", "items[].owner.level"]),
            Team => *self.dice.pick(&["items[].team", "items[].owner.team"]),
            Duration => "items[].took",
            Date => "items[].day",
            Instant => "items[].at",
            Condition => "items[].flag",
        };
        match self.dice.roll(8) {
            0 => format!("[{}, {}]", self.value(ty, scope, 0), self.path(ty, scope, 0)),
            1 if depth > 0 && ty == Text => {
                let name = scope.fresh("w");
                let mut inner = scope.clone();
                inner.names.push((name.clone(), Text));
                format!("({name} in {plain} where {})", self.condition(&inner, 0))
            }
            2 if depth > 0 && matches!(ty, Number | Level | Duration) => {
                let field = plain.strip_prefix("items[]").unwrap_or(match ty {
                    Number => ".size",
                    Level => ".level",
                    _ => ".took",
                });
                let name = scope.fresh("f");
                let mut inner = scope.clone();
                inner.items.push(name.clone());
                format!(
                    "({name} in items where {})[]{}",
                    self.condition(&inner, 0),
                    if field.starts_with('.') { field } else { ".size" }
                )
            }
            _ => plain.to_owned(),
        }
    }

    /// Something that is read, not written in the rule.
    fn path(&mut self, ty: Ty, scope: &Scope, depth: usize) -> String {
        let of_crew = match ty {
            Level => Some("rank"),
            Number => Some("quota"),
            Text => Some("nick"),
            _ => None,
        };
        let bound: Vec<&String> = scope.names.iter().filter(|(_, of)| *of == ty).map(|(name, _)| name).collect();
        let field = (*self.dice.pick(ty.fields(true))).to_owned();
        match self.dice.roll(12) {
            0 | 1 if !bound.is_empty() => (*self.dice.pick(&bound)).clone(),
            2..=6 if !scope.items.is_empty() => {
                let item = self.dice.pick(&scope.items).clone();
                if self.dice.chance(1, 6) { format!("{item}.link.{field}") } else { format!("{item}.{field}") }
            }
            2..=5 if !scope.crews.is_empty() && of_crew.is_some() => {
                format!("{}.{}", self.dice.pick(&scope.crews), of_crew.unwrap())
            }
            7 if depth > 0 => {
                let end = *self.dice.pick(&["first", "last"]);
                let name = scope.fresh("f");
                let mut inner = scope.clone();
                inner.items.push(name.clone());
                let list = match self.dice.roll(3) {
                    0 => "items".to_owned(),
                    _ => format!("{name} in items where {}", self.condition(&inner, 0)),
                };
                format!("{end}({list}).{field}")
            }
            8 if ty != Condition => format!("chosen.{field}"),
            9 | 10 if scope.previous => format!("previous.{}", self.dice.pick(ty.fields(false))),
            11 => format!("document.{}", self.dice.pick(ty.fields(false))),
            _ => (*self.dice.pick(ty.fields(false))).to_owned(),
        }
    }

    fn called(&mut self, ty: Ty, scope: &Scope, depth: usize) -> Option<String> {
        let fitting: Vec<usize> = (0..self.callees.len()).filter(|at| self.callees[*at].gives == ty).collect();
        if fitting.is_empty() {
            return None;
        }
        let at = *self.dice.pick(&fitting);
        let (name, takes) = (self.callees[at].name.clone(), self.callees[at].takes.clone());
        let arguments: Vec<String> = takes
            .into_iter()
            .map(|ty| match ty {
                Condition if self.dice.chance(1, 2) => self.condition(scope, 0),
                Condition => "flag".to_owned(),
                ty => self.value(ty, scope, depth.saturating_sub(1)),
            })
            .collect();
        Some(if arguments.is_empty() { name } else { format!("{name}({})", arguments.join(", ")) })
    }

    fn value(&mut self, ty: Ty, scope: &Scope, depth: usize) -> String {
        if self.dice.chance(1, 5) {
            return (*self.dice.pick(ty.literals())).to_owned();
        }
        self.reckoned(ty, scope, depth)
    }

    /// A value that is not just written down.
    fn reckoned(&mut self, ty: Ty, scope: &Scope, depth: usize) -> String {
        let down = depth.saturating_sub(1);
        if depth == 0 || self.dice.chance(1, 2) {
            return self.path(ty, scope, depth);
        }
        if self.dice.chance(1, 3)
            && let Some(call) = self.called(ty, scope, depth)
        {
            return call;
        }
        if self.dice.chance(1, 5) {
            return format!("({} ?? {})", self.path(ty, scope, depth), self.value(ty, scope, down));
        }
        let kind = self.dice.roll(6);
        let minus = *self.dice.pick(&["+", "-"]);
        match (ty, kind) {
            (Number, 0) => {
                format!("({} {minus} {})", self.reckoned(Number, scope, down), self.value(Number, scope, down))
            }
            (Number, 1) => {
                let list = match self.dice.roll(3) {
                    0 => {
                        let of = *self.dice.pick(&SINGLE);
                        format!("distinct({})", self.list(of, scope, depth))
                    }
                    1 => self.list(Text, scope, depth),
                    _ => self.items(scope, depth),
                };
                format!("count({list})")
            }
            (Number, 2) => format!("sum({})", self.list(Number, scope, depth)),
            (Number, 3) => format!("length({})", self.path(Text, scope, 0)),
            (Number, 4) => "limit".to_owned(),
            (Duration, 0) => format!("({} - {})", self.reckoned(Instant, scope, down), self.path(Instant, scope, 0)),
            (Duration, 1) => format!("({} - {})", self.path(Date, scope, 0), self.value(Date, scope, 0)),
            (Duration, 2) => format!("({} {minus} {})", self.path(Duration, scope, 0), self.value(Duration, scope, 0)),
            (Duration, 3) => "window".to_owned(),
            (Duration, 4) => format!("sum({})", self.list(Duration, scope, depth)),
            (Instant, 0 | 1) => {
                format!("({} {minus} {})", self.path(Instant, scope, 0), self.value(Duration, scope, down))
            }
            (Date, 0 | 1) => format!("({} {minus} {})", self.path(Date, scope, 0), self.value(Duration, scope, 0)),
            (Date, 2) => format!("date-of({})", self.path(Instant, scope, 0)),
            (Level, 0) => "least".to_owned(),
            (Text, 0 | 1) => format!("lower({})", self.path(Text, scope, 0)),
            (Text, 2) => format!("part({}, \"-\", {})", self.path(Text, scope, 0), self.dice.pick(&["1", "2", "size"])),
            (Text, 3) => format!("\"{{{}}}-{{{}}}\"", self.path(Text, scope, 0), self.path(Level, scope, 0)),
            (Text, 4) => format!("{}({})", self.dice.pick(&["first", "last"]), self.list(Text, scope, depth)),
            (Level | Number | Duration | Date | Instant, 5) => {
                format!("{}({})", self.dice.pick(&["min", "max"]), self.list(ty, scope, depth))
            }
            (Level | Team | Number, _) => {
                format!("{}({})", self.dice.pick(&["first", "last"]), self.list(ty, scope, depth))
            }
            _ => self.path(ty, scope, depth),
        }
    }

    fn condition(&mut self, scope: &Scope, depth: usize) -> String {
        let down = depth.saturating_sub(1);
        if depth > 0 && self.dice.chance(2, 5) {
            let (a, b) = (self.condition(scope, down), self.condition(scope, down));
            return match self.dice.roll(6) {
                0 | 1 => format!("({a} and {b})"),
                2 | 3 => format!("({a} or {b})"),
                4 => format!("not ({a})"),
                _ => format!("({a} implies {b})"),
            };
        }
        if depth > 0 && self.dice.chance(1, 4) {
            let (name, list, inner) = self.through(scope, down);
            let filter =
                if self.dice.chance(2, 5) { format!(" where {}", self.condition(&inner, 0)) } else { String::new() };
            let word = *self.dice.pick(&["every", "some"]);
            return format!("({word} {name} in {list}{filter}: ({}))", self.condition(&inner, down));
        }
        let of = *self.dice.pick(&SINGLE);
        match self.dice.roll(16) {
            0..=5 => {
                let operators = if of.is_ordered() { &COMPARISONS[..] } else { &COMPARISONS[..2] };
                let operator = *self.dice.pick(operators);
                format!("{} {operator} {}", self.reckoned(of, scope, depth), self.value(of, scope, down))
            }
            6 | 7 => {
                let question = *self.dice.pick(&["present", "present", "missing", "unknown"]);
                let not = if self.dice.chance(1, 3) { "not " } else { "" };
                let subject = match self.dice.roll(4) {
                    0 => {
                        (*self.dice.pick(&["items", "names", "owner", "document.owner", "chosen", "cites"])).to_owned()
                    }
                    1 => self.reckoned(of, scope, depth),
                    _ => self.path(of, scope, 0),
                };
                format!("{subject} is {not}{question}")
            }
            8 => {
                let list = if self.dice.chance(1, 2) { self.items(scope, down) } else { self.list(Text, scope, down) };
                format!("{list} is {}empty", self.dice.pick(&["", "not "]))
            }
            9 | 10 => {
                let (one, other) = (self.dice.pick(of.literals()), self.dice.pick(of.literals()));
                let list = match self.dice.roll(3) {
                    0 => format!("[{one}, {other}]"),
                    _ => self.list(of, scope, down),
                };
                format!("{} {} {list}", self.reckoned(of, scope, down), self.dice.pick(&["in", "not in"]))
            }
            11 => {
                let operator = *self.dice.pick(&["contains", "starts with", "ends with"]);
                format!("{} {operator} {}", self.reckoned(Text, scope, down), self.value(Text, scope, 0))
            }
            12 => {
                let pattern = *self.dice.pick(&["/a/", "/^a/", "/b$/", "/[0-9]/", "/A/i", "/^a.b$/", "/./"]);
                format!("{} matches {pattern}", self.reckoned(Text, scope, down))
            }
            13 => match self.dice.roll(4) {
                0 => format!("{} is {}Tag", self.path(Text, scope, 0), self.dice.pick(&["", "not "])),
                1 => format!(
                    "mentions({}, {})",
                    self.path(Text, scope, 0),
                    self.dice.pick(&["names", "vague", "[\"b\", note]"])
                ),
                2 => format!("is-utc({})", self.path(Instant, scope, 0)),
                _ => format!("{} == {}", self.path(Condition, scope, 0), self.dice.pick(&["true", "false"])),
            },
            14 => self.called(Condition, scope, depth).unwrap_or_else(|| "flag".to_owned()),
            _ => match scope.items.last() {
                Some(item) if self.dice.chance(1, 2) => format!("{item} in earlier({item})"),
                Some(item) => format!("{item} in reach({item}.after)"),
                None => self.path(Condition, scope, 0),
            },
        }
    }
}
