//! A document to fill in: the fields of a kind with what their authors say of them, and the rules that ask for each.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_compiler::program::{BuiltIn, Expr, ExprKind, Field, KindId, LocalId, Question, ShapeId, Stage, Type};
use countersign_source::{Diagnostic, nearest};

use crate::House;

/// How deep shapes are written out.
const DEEPEST: usize = 8;

/// The most rules that are named at one field.
const RULES: usize = 4;

/// A kind of document that can be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fillable {
    /// Its name as documents spell it.
    pub word: Arc<str>,
    /// The first line of what its author says of it.
    pub doc: String,
    /// Is it the one that is meant where none is named?
    pub default: bool,
}

/// A rule that asks for a field.
struct Asking {
    title: Arc<str>,
    /// The conditions under which it does, as they stand in the rule.
    when: Vec<String>,
}

/// The rules that ask for fields, by the paths of these; items of lists are `[]`.
type Asked = BTreeMap<String, Vec<Asking>>;

struct Form<'h> {
    house: &'h House,
    asked: Asked,
    out: String,
}

impl House {
    /// The kinds of documents that can be begun.
    #[must_use]
    pub fn fillable(&self) -> Vec<Fillable> {
        let default = self.default_kind();
        (0u32..)
            .map(KindId)
            .zip(&self.program.kinds)
            .map(|(id, kind)| Fillable {
                word: Arc::clone(&kind.word),
                doc: kind.doc.as_deref().and_then(|doc| doc.lines().next()).unwrap_or("").trim().to_owned(),
                default: default == Some(id),
            })
            .collect()
    }

    /// A document of a kind to fill in, as YAML; of the default kind where none is named.
    ///
    /// # Errors
    ///
    /// There is no such kind, or none is the default.
    pub fn form(&self, kind: Option<&str>) -> Result<String, Diagnostic> {
        let program = &self.program;
        let words = || program.kinds.iter().map(|kind| &*kind.word);
        let kinds = || (0u32..).map(KindId).zip(&program.kinds);
        let listed = words().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let id = match kind {
            Some(name) => kinds()
                .find(|(_, kind)| *kind.word == *name || *kind.name == *name)
                .map(|(id, _)| id)
                .ok_or_else(|| {
                    let error = Diagnostic::error("new/kind", format!("there is no kind of document `{name}`"));
                    match nearest(name, words()) {
                        Some(near) => error.help(format!("did you mean `{near}`?")),
                        None => error.help(format!("the packs know {listed}")),
                    }
                })?,
            None => self.default_kind().ok_or_else(|| {
                Diagnostic::error("new/kind", "nothing says which kind of document to begin")
                    .help(format!("name one: {listed}"))
            })?,
        };
        let mut form = Form { house: self, asked: self.asked(id), out: String::new() };
        let kind = &program[id];
        for line in kind.doc.as_deref().unwrap_or("").lines() {
            form.out.push_str(&format!("# {}\n", line.trim()));
        }
        form.out.push_str(
            "# What stands without `# ` in front is always wanted; take `# ` away from the lines of what else you write.\n\
             # What is not known yet is written as `!unknown` and why, and is not left out.\n",
        );
        form.out.push_str(&format!("kind: {}\n", kind.word));
        form.shape(kind.shape, "", 0, false, 0);
        Ok(form.out)
    }

    /// Which rules of the packs that run ask for which fields.
    fn asked(&self, kind: KindId) -> Asked {
        let (program, running) = (&self.program, self.running());
        let mut asked = Asked::new();
        let judges = |rule: &&countersign_compiler::program::Rule| {
            program[rule.pack].kind == kind && running.contains(&rule.pack) && rule.decision.is_none()
        };
        for rule in program.rules.iter().filter(judges) {
            let mut items: BTreeMap<LocalId, String> = BTreeMap::new();
            let mut when: Vec<String> = Vec::new();
            for stage in &rule.body {
                match stage {
                    Stage::Let { .. } => {}
                    Stage::ForEach { local, list, filter, .. } => {
                        if let Some(path) = self.path(list, &items) {
                            items.insert(*local, format!("{path}[]"));
                        }
                        when.extend(filter.iter().map(|filter| self.words_of(filter)));
                    }
                    Stage::When { condition, .. } => when.push(self.words_of(condition)),
                    Stage::Clause(clause) if !clause.forbid => {
                        for path in self.wanted(&clause.condition, &items) {
                            let rules = asked.entry(path).or_default();
                            if !rules.iter().any(|known| known.title == rule.title) {
                                rules.push(Asking { title: Arc::clone(&rule.title), when: when.clone() });
                            }
                        }
                    }
                    Stage::Clause(_) => {}
                }
            }
        }
        asked
    }

    fn words_of(&self, expr: &Expr) -> String {
        let text = self.files().get(expr.span.file).and_then(|file| file.text().get(expr.span.range()));
        text.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The paths that have to be written for a condition to hold.
    fn wanted(&self, condition: &Expr, items: &BTreeMap<LocalId, String>) -> Vec<String> {
        match &condition.kind {
            ExprKind::And(parts) => parts.iter().flat_map(|part| self.wanted(part, items)).collect(),
            ExprKind::Is { subject, question: Question::Present } => self.path(subject, items).into_iter().collect(),
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Is { subject, question: Question::Missing | Question::Empty } => {
                    self.path(subject, items).into_iter().collect()
                }
                _ => Vec::new(),
            },
            ExprKind::Compare { left, .. } => match &left.kind {
                ExprKind::BuiltIn { function: BuiltIn::Count, arguments }
                    if self.words_of(condition).ends_with(">= 1") =>
                {
                    arguments.first().and_then(|list| self.path(list, items)).into_iter().collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// A path from the document, its items as `[]`.
    fn path(&self, expr: &Expr, items: &BTreeMap<LocalId, String>) -> Option<String> {
        match &expr.kind {
            ExprKind::Document => Some(String::new()),
            ExprKind::Local(local) => items.get(local).cloned(),
            ExprKind::Field { base, field } => {
                let Type::Shape(shape) = base.ty else { return None };
                let name = &self.program[shape].fields.get(field.0 as usize)?.name;
                let above = self.path(base, items)?;
                Some(if above.is_empty() { name.to_string() } else { format!("{above}.{name}") })
            }
            _ => None,
        }
    }
}

impl Form<'_> {
    /// The fields of a shape. `left_out` says that what holds them may be left out, so that all of it is a comment.
    fn shape(&mut self, shape: ShapeId, above: &str, indent: usize, left_out: bool, depth: usize) {
        let house = self.house;
        for field in &house.program[shape].fields {
            let path = if above.is_empty() { field.name.to_string() } else { format!("{above}.{}", field.name) };
            self.field(field, &path, indent, "", left_out, depth);
        }
    }

    fn field(&mut self, field: &Field, path: &str, indent: usize, dash: &str, left_out: bool, depth: usize) {
        let left_out = left_out || field.optional;
        let mark = if left_out { "# " } else { "" };
        let pad = " ".repeat(indent);
        if depth == 0 {
            self.out.push('\n');
        }
        for line in field.doc.as_deref().unwrap_or("").lines() {
            self.out.push_str(&format!("{mark}{pad}# {}\n", line.trim()));
        }
        self.rules(path, &format!("{mark}{pad}# "));
        let (of, is_list) = match &field.ty {
            Type::List(of) => (&**of, true),
            ty => (ty, false),
        };
        let remark = self.remark(of, is_list);
        let name = &field.name;
        match of {
            Type::Shape(shape) if depth < DEEPEST => {
                let shape = *shape;
                self.out.push_str(&format!("{mark}{pad}{dash}{name}:\n"));
                if is_list {
                    self.item(shape, &format!("{path}[]"), indent + 2, left_out, depth + 1);
                } else {
                    self.shape(shape, path, indent + 2, left_out, depth + 1);
                }
            }
            _ => self.out.push_str(&format!("{mark}{pad}{dash}{name}:{remark}\n")),
        }
    }

    /// One item of a list of shapes: its dash stands in front of its first field.
    fn item(&mut self, shape: ShapeId, path: &str, indent: usize, left_out: bool, depth: usize) {
        let house = self.house;
        for (at, field) in house.program[shape].fields.iter().enumerate() {
            let inner = format!("{path}.{}", field.name);
            if at == 0 {
                // What it needs stands in the item whenever the item does.
                self.field(&Field { optional: false, ..field.clone() }, &inner, indent, "- ", left_out, depth);
            } else {
                self.field(field, &inner, indent + 2, "", left_out, depth);
            }
        }
    }

    /// The rules that ask for a field, with when they do.
    fn rules(&mut self, path: &str, before: &str) {
        let Some(rules) = self.asked.get(path) else { return };
        let mut lines = String::new();
        for asking in rules.iter().take(RULES) {
            let when = match asking.when.as_slice() {
                [] => "wanted".to_owned(),
                when => format!("wanted when {}", when.join(", and ")),
            };
            lines.push_str(&format!("{before}{when}: {}\n", asking.title));
        }
        if rules.len() > RULES {
            lines.push_str(&format!("{before}and by {} more rules\n", rules.len() - RULES));
        }
        self.out.push_str(&lines);
    }

    /// What may stand there, in few words, behind the field.
    fn remark(&self, ty: &Type, is_list: bool) -> String {
        let program = &self.house.program;
        let one = match ty {
            Type::Boolean => "true or false".to_owned(),
            Type::Number => "a number".to_owned(),
            Type::Duration => "a duration, as in 24h".to_owned(),
            Type::Date => "a day, as in 2026-01-31".to_owned(),
            Type::Instant => "a time, as in 2026-01-31T14:05:00Z".to_owned(),
            Type::Enum(id) => {
                let members: Vec<&str> = program[*id].members.iter().map(|member| &**member).collect();
                match members.as_slice() {
                    [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
                    _ => members.join(""),
                }
            }
            Type::Refinement(id) => program[*id].called.to_string(),
            Type::Reference(id) => format!("one of {}", program[*id].path),
            Type::Text | Type::List(_) | Type::Shape(_) | Type::Silent => String::new(),
        };
        match (is_list, one.is_empty()) {
            (false, true) => String::new(),
            (false, false) => format!(" # {one}"),
            (true, true) => " # a list, as in [one, two]".to_owned(),
            (true, false) => format!(" # a list; each is {one}"),
        }
    }
}
