//! Reads a drawing from JSON, strictly: what a view misspells is said, and never left out of the picture in silence.
//! Members that are `null` are not there.

use std::collections::BTreeMap;

use countersign_source::nearest;
use serde_json::{Map, Value};

use super::mark::Mark;
use super::time::Moment;
use super::{
    Drawing, DrawingError, DrawingFault, Edge, Event, Graph, Named, Node, Said, Sequence, Shape, Step, Timeline,
};

/// The kinds of drawings.
pub(super) const KINDS: [&str; 3] = ["sequence", "graph", "timeline"];

const SEQUENCE: &[&str] = &["drawing", "title", "description", "note", "lanes", "steps"];
const GRAPH: &[&str] = &["drawing", "title", "description", "note", "columns", "nodes", "edges"];
const TIMELINE: &[&str] = &["drawing", "title", "description", "note", "lanes", "events"];
const NAMED: &[&str] = &["id", "label"];
const STEP: &[&str] = &["id", "from", "to", "label", "detail", "mark", "remark"];
const NODE: &[&str] = &["id", "column", "label", "detail", "mark", "remark"];
const EDGE: &[&str] = &["from", "to", "label", "mark"];
const EVENT: &[&str] = &["at", "until", "lane", "label", "detail", "mark", "remark"];

/// How much one picture can show so that somebody can still read it.
const LANES: usize = 12;
const STEPS: usize = 200;
const NODES: usize = 120;
const EDGES: usize = 400;
const EVENTS: usize = 200;

/// What stands for a text that is not there.
const NOT_STATED: &str = "not stated";

/// The drawing that the text describes.
pub(super) fn drawing(json: &str) -> Result<Drawing, DrawingError> {
    let value: Value = serde_json::from_str(json)
        .map_err(|error| DrawingError { member: String::new(), fault: DrawingFault::NotJson(error.to_string()) })?;
    let top = Object::new(&value, String::new())?;
    let shape = match top.word("drawing", &KINDS)?.ok_or_else(|| top.fault("drawing", DrawingFault::Absent))? {
        "sequence" => Shape::Sequence(sequence(top.with(SEQUENCE)?)?),
        "graph" => Shape::Graph(graph(top.with(GRAPH)?)?),
        _ => Shape::Timeline(timeline(top.with(TIMELINE)?)?),
    };
    Ok(Drawing {
        title: top.text("title")?.ok_or_else(|| top.fault("title", DrawingFault::Absent))?,
        description: top.text("description")?,
        note: top.text("note")?,
        shape,
    })
}

fn sequence(top: &Object) -> Result<Sequence, DrawingError> {
    let (lanes, ids) = named(top, "lanes")?;
    let read = |item: &Object| {
        Ok(Step {
            id: item.text("id")?,
            from: item.needed(item.one_of("from", "lane", &ids)?, "from")?,
            to: item.one_of("to", "lane", &ids)?,
            said: item.said()?,
        })
    };
    let steps = top.list("steps", STEPS, STEP)?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Sequence { lanes, steps })
}

fn graph(top: &Object) -> Result<Graph, DrawingError> {
    let (columns, ids) = named(top, "columns")?;
    let mut nodes = Vec::new();
    let mut known = BTreeMap::new();
    for item in top.list("nodes", NODES, NODE)? {
        item.id(&mut known, "node")?;
        let column = item.needed(item.one_of("column", "column", &ids)?, "column")?;
        nodes.push(Node { column, said: item.said()? });
    }
    let read = |item: &Object| {
        Ok(Edge {
            from: item.needed(item.one_of("from", "node", &known)?, "from")?,
            to: item.needed(item.one_of("to", "node", &known)?, "to")?,
            label: item.text("label")?,
            mark: item.mark()?,
        })
    };
    let edges = top.list("edges", EDGES, EDGE)?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Graph { columns, nodes, edges })
}

fn timeline(top: &Object) -> Result<Timeline, DrawingError> {
    let (lanes, ids) = named(top, "lanes")?;
    let mut events = Vec::new();
    for item in top.list("events", EVENTS, EVENT)? {
        let at = item.needed(item.moment("at")?, "at")?;
        let until = item.moment("until")?;
        if until.as_ref().is_some_and(|until| until.seconds < at.seconds) {
            return Err(item.fault("until", DrawingFault::EndsBefore));
        }
        let lane = item.needed(item.one_of("lane", "lane", &ids)?, "lane")?;
        events.push(Event { at, until, lane, said: item.said()? });
    }
    events.sort_by_key(|event| event.at.seconds);
    Ok(Timeline { lanes, events })
}

type Ids = BTreeMap<String, usize>;

/// The lanes or columns, and where each id stands among them.
fn named(top: &Object, member: &'static str) -> Result<(Vec<Named>, Ids), DrawingError> {
    let what = if member == "lanes" { "lane" } else { "column" };
    let mut ids = Ids::new();
    let mut out = Vec::new();
    for item in top.list(member, LANES, NAMED)? {
        let id = item.id(&mut ids, what)?;
        out.push(Named { label: item.text("label")?.unwrap_or(id) });
    }
    if out.is_empty() { Err(top.fault(member, DrawingFault::Absent)) } else { Ok((out, ids)) }
}

/// An object of the JSON, and the way to it.
struct Object<'v> {
    members: &'v Map<String, Value>,
    at: String,
}

impl<'v> Object<'v> {
    fn new(value: &'v Value, at: String) -> Result<Self, DrawingError> {
        match value {
            Value::Object(members) => Ok(Self { members, at }),
            other => Err(DrawingError {
                member: at,
                fault: DrawingFault::Kind { expected: "an object", found: kind(other) },
            }),
        }
    }

    /// The object, if it has none but these members.
    fn with(&self, known: &'static [&'static str]) -> Result<&Self, DrawingError> {
        match self.members.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(self.fault(
                name,
                DrawingFault::NoSuchMember {
                    nearest: nearest(name, known.iter().copied())
                        .and_then(|found| known.iter().copied().find(|name| *name == found)),
                    known,
                },
            )),
            None => Ok(self),
        }
    }

    fn fault(&self, member: &str, fault: DrawingFault) -> DrawingError {
        let member = if self.at.is_empty() { member.to_owned() } else { format!("{}.{member}", self.at) };
        DrawingError { member, fault }
    }

    fn needed<T>(&self, value: Option<T>, member: &str) -> Result<T, DrawingError> {
        value.ok_or_else(|| self.fault(member, DrawingFault::Absent))
    }

    fn member(&self, name: &str) -> Option<&'v Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    fn kind_of(&self, member: &str, expected: &'static str, found: &Value) -> DrawingError {
        self.fault(member, DrawingFault::Kind { expected, found: kind(found) })
    }

    /// A text on one line, nothing in it hidden; an empty one is none.
    fn text(&self, member: &str) -> Result<Option<String>, DrawingError> {
        let text = match self.member(member) {
            None => return Ok(None),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(other) => return Err(self.kind_of(member, "a text", other)),
        };
        let line = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        Ok(Some(crate::visible::visible(&line).into_owned()).filter(|line| !line.is_empty()))
    }

    fn said(&self) -> Result<Said, DrawingError> {
        Ok(Said {
            label: self.text("label")?.unwrap_or_else(|| NOT_STATED.to_owned()),
            detail: self.text("detail")?,
            mark: self.mark()?,
            remark: self.text("remark")?,
        })
    }

    fn mark(&self) -> Result<Option<Mark>, DrawingError> {
        Ok(self.word("mark", &Mark::NAMES)?.and_then(Mark::of_name))
    }

    /// One of these words.
    fn word(&self, member: &str, known: &'static [&'static str]) -> Result<Option<&'static str>, DrawingError> {
        let Some(found) = self.member(member) else {
            return Ok(None);
        };
        let text = found.as_str().ok_or_else(|| self.kind_of(member, "a text", found))?;
        let word = known.iter().copied().find(|word| *word == text);
        word.map(Some).ok_or_else(|| self.fault(member, DrawingFault::NoSuchWord { found: text.to_owned(), known }))
    }

    /// An id that nothing else among these has.
    fn id(&self, ids: &mut Ids, what: &'static str) -> Result<String, DrawingError> {
        let id = self.needed(self.text("id")?, "id")?;
        if ids.insert(id.clone(), ids.len()).is_some() {
            return Err(self.fault("id", DrawingFault::Twice { id, what }));
        }
        Ok(id)
    }

    /// Where the thing stands that the member names.
    fn one_of(&self, member: &str, what: &'static str, ids: &Ids) -> Result<Option<usize>, DrawingError> {
        let Some(found) = self.text(member)? else {
            return Ok(None);
        };
        match ids.get(&found) {
            Some(index) => Ok(Some(*index)),
            None => {
                let nearest = nearest(&found, ids.keys().map(String::as_str)).map(str::to_owned);
                Err(self.fault(member, DrawingFault::NoSuchId { found, what, nearest }))
            }
        }
    }

    fn moment(&self, member: &str) -> Result<Option<Moment>, DrawingError> {
        let Some(found) = self.text(member)? else {
            return Ok(None);
        };
        match Moment::parse(&found) {
            Some(moment) => Ok(Some(moment)),
            None => Err(self.fault(member, DrawingFault::NoInstant { found })),
        }
    }

    /// The objects of a list; one that is not there is empty.
    fn list(
        &self,
        member: &str,
        limit: usize,
        known: &'static [&'static str],
    ) -> Result<Vec<Object<'v>>, DrawingError> {
        let items = match self.member(member) {
            None => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(other) => return Err(self.kind_of(member, "a list", other)),
        };
        let found = items.iter().filter(|item| !item.is_null()).count();
        if found > limit {
            return Err(self.fault(member, DrawingFault::TooMany { found, limit }));
        }
        let mut out = Vec::with_capacity(found);
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_null()) {
            let Self { at, .. } = self;
            let dot = if at.is_empty() { "" } else { "." };
            let object = Object::new(item, format!("{at}{dot}{member}[{index}]"))?;
            object.with(known)?;
            out.push(object);
        }
        Ok(out)
    }
}

/// What a value is, with its article.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
