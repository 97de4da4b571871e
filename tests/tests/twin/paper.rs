//! Documents as they are written, and read: each value against its type in the schema's tree, nothing kept in between.

use std::fmt::Write as _;

use countersign_parser::ast::{Enum, File, Item as AstItem, Shape, TypeExpr, TypeKind};

use super::plain::{Cause, Could, Found, Item, Items, Lack, Place, Plain, Step, Why, date, duration, instant, number};

/// What is written somewhere.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Written {
    /// `null`
    Null,
    /// A text of nothing but blanks.
    Blank,
    /// `!unknown why`, or `{unknown: why}`
    Unknown {
        why: Option<String>,
        tag: bool,
    },
    Scalar {
        text: String,
        quoted: bool,
    },
    Map(Vec<(String, Written)>),
    List(Vec<Written>),
}

impl Written {
    pub(crate) fn word(text: impl Into<String>) -> Self {
        Self::Scalar { text: text.into(), quoted: false }
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Scalar { text: text.into(), quoted: true }
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Self::Null | Self::Blank)
    }

    /// As YAML, on one line.
    fn flow(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Blank => "\"  \"".to_owned(),
            Self::Unknown { why, tag: true } => format!("!unknown \"{}\"", why.as_deref().unwrap_or("")),
            Self::Unknown { why: Some(why), tag: false } => format!("{{unknown: {why}}}"),
            Self::Unknown { why: None, tag: false } => "unknown".to_owned(),
            Self::Scalar { text, quoted: true } => format!("\"{text}\""),
            Self::Scalar { text, quoted: false } => text.clone(),
            Self::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}: {}", value.flow())).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Self::List(items) => format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
        }
    }

    /// As a file.
    pub(crate) fn yaml(&self) -> String {
        let Self::Map(entries) = self else { return self.flow() };
        let mut text = "kind: case\n".to_owned();
        for (key, value) in entries {
            match value {
                Self::List(items) if items.iter().any(|item| matches!(item, Self::Map(_))) => {
                    let _ = writeln!(text, "{key}:");
                    for item in items {
                        let _ = writeln!(text, "  - {}", item.flow());
                    }
                }
                _ => {
                    let _ = writeln!(text, "{key}: {}", value.flow());
                }
            }
        }
        text
    }
}

/// What a place wants.
#[derive(Clone, Debug)]
pub(crate) enum Wants<'a> {
    Boolean,
    Number,
    Text,
    Duration,
    Date,
    Instant,
    Member(&'a Enum),
    /// A text of one word in small letters, which is the one refinement there is.
    Tag,
    Shape(&'a Shape),
    List(&'a TypeExpr),
    /// The key of an item of a list of the document.
    Key(&'a str, &'a str),
}

/// The declarations of a program, and the documents that it is held against.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) file: &'a File,
    pub(crate) document: &'a Written,
    pub(crate) previous: Option<&'a Written>,
    /// What the data file holds.
    pub(crate) data: &'a Written,
}

/// What the schema makes of a place.
pub(crate) enum State<'a> {
    Missing,
    /// The value that says so, and why.
    Unknown(Place, Option<String>),
    Unfit(Place),
    Known(&'a Written, Wants<'a>),
}

impl<'a> Desk<'a> {
    fn root(self) -> &'a Shape {
        let found = self.file.items.iter().find_map(|item| match item {
            AstItem::Document(document) => Some(&document.shape),
            _ => None,
        });
        found.unwrap()
    }

    pub(crate) fn enumeration(self, name: &str) -> Option<&'a Enum> {
        self.file.items.iter().find_map(|item| match item {
            AstItem::Enum(item) if item.name.text == name => Some(item),
            _ => None,
        })
    }

    pub(crate) fn wants(self, ty: &'a TypeExpr) -> Wants<'a> {
        match &ty.kind {
            TypeKind::Named(name) => match name.name.text.as_str() {
                "boolean" => Wants::Boolean,
                "number" => Wants::Number,
                "text" => Wants::Text,
                "duration" => Wants::Duration,
                "date" => Wants::Date,
                "instant" => Wants::Instant,
                "Tag" => Wants::Tag,
                name => match self.enumeration(name) {
                    Some(found) => Wants::Member(found),
                    None => Wants::Shape(self.record(name)),
                },
            },
            TypeKind::List(item) => Wants::List(item),
            TypeKind::Inline(shape) => Wants::Shape(shape),
            TypeKind::Ref(path) => Wants::Key(&path[0].text, &path[1].text),
            _ => panic!("no such type is generated"),
        }
    }

    fn record(self, name: &str) -> &'a Shape {
        let found = self.file.items.iter().find_map(|item| match item {
            AstItem::Record(record) if record.name.text == name => Some(&record.shape),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("there is no `{name}`"))
    }

    /// The type of a place.
    pub(crate) fn wants_at(self, place: &[Step]) -> Wants<'a> {
        let (last, above) = place.split_last().unwrap();
        match last {
            Step::Document | Step::Previous => Wants::Shape(self.root()),
            Step::Data(name) => self.wants(self.data_type(name)),
            Step::Field(name) => match self.wants_at(above) {
                Wants::Shape(shape) => {
                    let field = shape.fields.iter().find(|field| field.name.text == *name);
                    self.wants(&field.unwrap_or_else(|| panic!("there is no field `{name}`")).ty)
                }
                other => panic!("`{name}` of {other:?}"),
            },
            Step::Item(_) => match self.wants_at(above) {
                Wants::List(item) => self.wants(item),
                other => panic!("an item of {other:?}"),
            },
        }
    }

    fn data_type(self, name: &str) -> &'a TypeExpr {
        let found = self.file.items.iter().find_map(|item| match item {
            AstItem::Data(data) if data.name.text == name => Some(&data.ty),
            _ => None,
        });
        found.unwrap()
    }

    /// What is known of a place. Below what is missing everything is missing, below an unknown everything is unknown.
    pub(crate) fn state(self, place: &[Step]) -> State<'a> {
        let (last, above) = place.split_last().unwrap();
        let written = match last {
            Step::Document => Some(self.document),
            Step::Previous => self.previous,
            Step::Data(_) => Some(self.data),
            Step::Field(name) => match self.state(above) {
                State::Known(Written::Map(entries), _) => {
                    entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
                }
                State::Unknown(of, why) => return State::Unknown(of, why),
                State::Unfit(of) => return State::Unfit(of),
                _ => None,
            },
            Step::Item(at) => match self.state(above) {
                State::Known(Written::List(items), _) => items.get(*at),
                _ => None,
            },
        };
        let wants = self.wants_at(place);
        match (written, &wants) {
            (None | Some(Written::Null | Written::Blank), _) => State::Missing,
            (Some(Written::Unknown { why: None, tag: false }), Wants::Text | Wants::Tag | Wants::Key(..)) => {
                State::Unfit(place.to_vec())
            }
            (Some(Written::Unknown { why, .. }), _) => State::Unknown(place.to_vec(), why.clone()),
            (Some(written @ Written::Map(_)), Wants::Shape(_)) | (Some(written @ Written::List(_)), Wants::List(_)) => {
                State::Known(written, wants)
            }
            (Some(written @ Written::Scalar { text, quoted }), _) if single(text, *quoted, &wants).is_some() => {
                State::Known(written, wants)
            }
            _ => State::Unfit(place.to_vec()),
        }
    }

    /// What a place comes to when it is read.
    pub(crate) fn read(self, place: &[Step]) -> Found {
        let cause = |lack: Lack, of: &Place| Why::from([Cause { lack, place: of.clone(), asked: false }]);
        let here = place.to_vec();
        let found = match self.state(place) {
            State::Missing => Found::nothing(cause(Lack::Missing, &here)),
            State::Unknown(of, why) => Found::anything(cause(Lack::Unknown(why), &of)),
            State::Unfit(of) => Found::anything(cause(Lack::Unfit, &of)),
            State::Known(Written::List(items), _) => {
                // An item of nothing is none.
                let there = (0..items.len()).filter(|at| !items[*at].is_nothing());
                let items = there.map(|at| Item { value: self.read(&below(place, Step::Item(at))), unsure: None });
                Found::items(Items { items: items.collect(), further: None, home: Some(here.clone()) })
            }
            State::Known(Written::Scalar { text, quoted }, wants) => {
                Found::this(single(text, *quoted, &wants).unwrap())
            }
            State::Known(..) => Found::this(Plain::Map(here.clone())),
        };
        Found { place: Some(here), ..found }
    }

    /// The item that a reference names: the first with this key. `from` is where the reference stands.
    pub(crate) fn follow(self, key: &str, from: &Place) -> Found {
        let Wants::Key(list, field) = self.wants_at(from) else { panic!("no reference") };
        let list = below(&from[..1], Step::Field(list.to_owned()));
        let all = self.read(&list);
        let Some(Could::Items(items)) = all.could.first() else {
            return match all.is_nothing() {
                true => Found::anything(Why::from([Cause { lack: Lack::Unfit, place: from.clone(), asked: false }])),
                false => Found::anything(all.why),
            };
        };
        let mut open = None;
        for item in &items.items {
            let place = item.value.place.clone().unwrap();
            let own = self.read(&below(&place, Step::Field(field.to_owned())));
            match own.plain() {
                Some(Plain::Text(text)) if text == key => return self.read(&place),
                None if !own.is_nothing() && open.is_none() => open = Some(own.why),
                _ => {}
            }
        }
        Found::anything(
            open.unwrap_or_else(|| Why::from([Cause { lack: Lack::Unfit, place: from.clone(), asked: false }])),
        )
    }

    /// A place as users write paths.
    pub(crate) fn path(self, place: &[Step]) -> String {
        let (last, above) = place.split_last().unwrap();
        match last {
            Step::Document => String::new(),
            Step::Previous => "previous".to_owned(),
            Step::Data(name) => name.clone(),
            Step::Field(name) => {
                let above = self.path(above);
                if above.is_empty() { name.clone() } else { format!("{above}.{name}") }
            }
            Step::Item(at) => {
                let key = match self.wants_at(place) {
                    Wants::Shape(shape) => shape.fields.iter().find(|field| field.key.is_some()),
                    _ => None,
                };
                let key = key.map(|key| self.read(&below(place, Step::Field(key.name.text.clone()))));
                match key.as_ref().and_then(Found::plain) {
                    Some(Plain::Text(key)) => format!("{}[{key}]", self.path(above)),
                    _ => format!("{}[{}]", self.path(above), at + 1),
                }
            }
        }
    }

    /// What the schema finds in the document, each with its path.
    pub(crate) fn faults(self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        self.faults_at(self.document, &vec![Step::Document], &mut faults);
        faults.sort();
        faults
    }

    fn faults_at(self, written: &Written, place: &Place, faults: &mut Vec<(&'static str, String)>) {
        let wants = self.wants_at(place);
        match (written, &wants) {
            _ if written.is_nothing() => {}
            (Written::Unknown { why: None, tag: false }, Wants::Text | Wants::Tag | Wants::Key(..)) => {
                faults.push(("unknown", self.path(place)));
            }
            (Written::Unknown { .. }, _) => {}
            (Written::Map(entries), Wants::Shape(shape)) => {
                for field in &shape.fields {
                    let at = below(place, Step::Field(field.name.text.clone()));
                    match entries.iter().find(|(key, _)| *key == field.name.text) {
                        Some((_, value)) if !value.is_nothing() => self.faults_at(value, &at, faults),
                        _ if !field.optional => faults.push(("required", self.path(&at))),
                        _ => {}
                    }
                }
                for (key, _) in entries {
                    if !shape.fields.iter().any(|field| field.name.text == *key) {
                        faults.push(("field", self.path(&below(place, Step::Field(key.clone())))));
                    }
                }
            }
            (Written::List(items), Wants::List(_)) => {
                let mut keys: Vec<String> = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    let at = below(place, Step::Item(at));
                    if item.is_nothing() {
                        faults.push(("type", self.path(&at)));
                        continue;
                    }
                    self.faults_at(item, &at, faults);
                    if let Wants::Shape(shape) = self.wants_at(&at)
                        && let Some(key) = shape.fields.iter().find(|field| field.key.is_some())
                    {
                        let at = below(&at, Step::Field(key.name.text.clone()));
                        if let Some(Plain::Text(key)) = self.read(&at).plain() {
                            if keys.contains(key) {
                                faults.push(("key", self.path(&at)));
                            }
                            keys.push(key.clone());
                        }
                    }
                }
            }
            (Written::Scalar { text, quoted }, wants) => match (single(text, *quoted, wants), wants) {
                (None, Wants::Member(_)) => faults.push(("member", self.path(place))),
                (None, _) => faults.push(("type", self.path(place))),
                (Some(Plain::Text(key)), Wants::Key(..)) => {
                    let followed = self.follow(&key, place);
                    let dangles = |cause: &Cause| cause.lack == Lack::Unfit && cause.place == *place;
                    if followed.why.iter().any(dangles) {
                        faults.push(("ref", self.path(place)));
                    }
                }
                _ => {}
            },
            _ => faults.push(("type", self.path(place))),
        }
    }
}

/// A place one step further down.
pub(crate) fn below(place: &[Step], step: Step) -> Place {
    let mut place = place.to_vec();
    place.push(step);
    place
}

/// A single value of a type, if that is what was written.
fn single(text: &str, quoted: bool, wants: &Wants<'_>) -> Option<Plain> {
    match wants {
        Wants::Boolean if !quoted => text.parse().ok().map(Plain::Boolean),
        Wants::Number if !quoted => number(text).map(Plain::Number),
        Wants::Text | Wants::Key(..) => Some(Plain::Text(text.to_owned())),
        Wants::Tag => is_tag(text).then(|| Plain::Text(text.to_owned())),
        Wants::Duration => duration(text).map(Plain::Duration),
        Wants::Date => date(text).map(Plain::Date),
        Wants::Instant => instant(text).map(|(minutes, utc)| Plain::Instant(minutes, utc)),
        Wants::Member(of) => {
            let at = of.members.iter().position(|member| member.name.text == text)?;
            Some(Plain::Member(at, text.to_owned()))
        }
        _ => None,
    }
}

/// Does a text fit the refinement `Tag`?
pub(crate) fn is_tag(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_lowercase())
}
