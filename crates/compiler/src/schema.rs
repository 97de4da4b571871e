//! The schema: shapes, enums, refinements, references and settings.

use std::collections::HashMap;
use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use crate::pattern::Pattern;
use crate::problems::{ExtendProblem, NameProblem, ShapeProblem, Sort, article};
use crate::program::{
    Enum, EnumId, Field, FieldIndex, KindId, MemberIndex, PackId, Reference, ReferenceId, Refinement, Risk, Shape,
    ShapeId, Step, Type,
};
use crate::scope::{Compiler, Letters, NamedType};

/// A reference whose path is looked up when all shapes are known.
pub(crate) struct PendingReference {
    id: ReferenceId,
    pack: PackId,
    /// The shape that the reference stands in, at some depth.
    owner: Option<ShapeId>,
    path: Vec<ast::Name>,
}

/// What the types of one item are resolved for.
#[derive(Clone, Copy)]
pub(crate) struct Place<'n> {
    pack: PackId,
    owner: Option<ShapeId>,
    /// How to call an inline shape.
    name: &'n str,
}

/// The type that a word of the language names.
pub(crate) fn plain_type(word: &str) -> Option<Type> {
    Some(match word {
        "text" => Type::Text,
        "number" => Type::Number,
        "boolean" => Type::Boolean,
        "duration" => Type::Duration,
        "date" => Type::Date,
        "instant" => Type::Instant,
        _ => return None,
    })
}

const PLAIN_TYPES: [&str; 7] = ["text", "number", "boolean", "duration", "date", "instant", "list"];

impl Compiler<'_> {
    pub(crate) fn new_shape(&mut self, name: &str, span: Span) -> ShapeId {
        let id = ShapeId(u32::try_from(self.program.shapes.len()).unwrap_or(u32::MAX));
        self.program.shapes.push(Shape { name: Arc::from(name), fields: Vec::new(), key: None, span });
        id
    }

    /// Fills in all that documents may hold.
    pub(crate) fn schema(&mut self) {
        self.enums();
        self.define_statements();
        self.refinements();
        let mut pending = Vec::new();
        for (pack, record, shape) in std::mem::take(&mut self.items.records) {
            self.fields(pack, shape, shape, &record.shape, &mut pending);
        }
        for (kind, (pack, document)) in (0u32..).map(KindId).zip(std::mem::take(&mut self.items.documents)) {
            let shape = self.program[kind].shape;
            self.fields(pack, shape, shape, &document.shape, &mut pending);
        }
        self.nest_kinds();
        let homes = self.homes();
        for reference in pending {
            self.reference(reference, &homes);
        }
        self.endless();
        for (pack, entry) in std::mem::take(&mut self.items.steps) {
            let (name, title) = (Arc::from(entry.name.text.as_str()), Arc::from(entry.title.value.as_str()));
            self.program.steps.push(Step { name, title, pack, span: entry.name.span });
        }
        for (pack, entry) in std::mem::take(&mut self.items.risks) {
            let (name, title) = (Arc::from(entry.name.text.as_str()), Arc::from(entry.title.value.as_str()));
            self.program.risks.push(Risk { name, title, pack, span: entry.name.span });
        }
    }

    fn enums(&mut self) {
        for (id, (_, item)) in (0u32..).map(EnumId).zip(std::mem::take(&mut self.items.enums)) {
            let mut members: Vec<Arc<str>> = Vec::new();
            let mut places: HashMap<&str, Span> = HashMap::new();
            let added = self.extensions.members.remove(&id).unwrap_or_default();
            for (member, is_added) in
                item.members.iter().map(|member| (member, false)).chain(added.into_iter().map(|member| (member, true)))
            {
                let (text, span) = (member.name.text.as_str(), member.name.span);
                if text == "unknown" {
                    self.problems.push(ShapeProblem::NamedUnknown { sort: "member", span }.into());
                }
                match places.get(text) {
                    Some(first) => self
                        .problems
                        .push(NameProblem::Twice { sort: "member", name: text.to_owned(), span, first: *first }.into()),
                    None => {
                        places.insert(text, span);
                        if is_added {
                            let index = MemberIndex(u32::try_from(members.len()).unwrap_or(u32::MAX));
                            self.extensions.added.insert((id, index), span);
                        }
                        members.push(Arc::from(text));
                    }
                }
            }
            if item.members.is_empty() && !self.is_broken(item.span) {
                let (name, span) = (item.name.text.clone(), item.name.span);
                self.problems.push(ShapeProblem::NoMembers { name, span }.into());
            }
            self.program.enums.push(Enum {
                name: Arc::from(item.name.text.as_str()),
                members,
                ordered: item.ordered,
                span: item.name.span,
                doc: item.doc.clone(),
            });
        }
    }

    fn refinements(&mut self) {
        for (_, item) in std::mem::take(&mut self.items.refinements) {
            let is_text = match &item.base.kind {
                ast::TypeKind::Named(name) => name.pack.is_none() && name.name.text == "text",
                ast::TypeKind::Junk => true,
                _ => false,
            };
            if !is_text {
                self.problems.push(ShapeProblem::BadBase { span: item.base.span }.into());
            }
            let pattern = self.pattern(&item.pattern, true);
            let called = match &item.called {
                Some(called) => called.value.clone(),
                None => format!("{} `{}`", article(&item.name.text), item.name.text),
            };
            self.program.refinements.push(Refinement {
                name: Arc::from(item.name.text.as_str()),
                pattern,
                called: Arc::from(called),
                span: item.name.span,
            });
        }
    }

    /// The pattern; one that matches anything where it is none.
    pub(crate) fn pattern(&mut self, pattern: &ast::Pattern, whole: bool) -> Pattern {
        if self.proved.contains(&pattern.span.file) {
            return Pattern::known(&pattern.source, pattern.any_case, whole);
        }
        match Pattern::new(&pattern.source, pattern.any_case, whole) {
            Ok(pattern) => pattern,
            Err(why) => {
                self.problems.push(ShapeProblem::BadPattern { span: pattern.span, why }.into());
                Pattern::any()
            }
        }
    }

    /// Fills in the fields of `shape`; `owner` is the shape with a name that it stands in.
    fn fields(
        &mut self,
        pack: PackId,
        owner: ShapeId,
        shape: ShapeId,
        written: &ast::Shape,
        pending: &mut Vec<PendingReference>,
    ) {
        let added = self.extensions.fields.remove(&shape).unwrap_or_default();
        let added = added.into_iter().map(|(from, field)| (from, field, true));
        let mut places: HashMap<&str, Span> = HashMap::new();
        let mut fields: Vec<Field> = Vec::new();
        let mut key: Option<(FieldIndex, Span)> = None;
        let mut digests = Vec::new();
        for (from, field, is_added) in written.fields.iter().map(|field| (pack, field, false)).chain(added) {
            let name = &field.name;
            if name.text == "unknown" {
                self.problems.push(ShapeProblem::NamedUnknown { sort: "field", span: name.span }.into());
            } else {
                self.letters("field", name, Letters::Snake);
            }
            if let Some(first) = places.get(name.text.as_str()) {
                let (name, span) = (name.text.clone(), name.span);
                self.problems.push(NameProblem::Twice { sort: "field", name, span, first: *first }.into());
                continue;
            }
            places.insert(&name.text, name.span);
            let index = FieldIndex(u32::try_from(fields.len()).unwrap_or(u32::MAX));
            if is_added && !field.optional {
                let (declared, shape) = (self.program[shape].span, self.program[shape].name.to_string());
                let (field, span) = (name.text.clone(), name.span);
                self.problems.push(ExtendProblem::Required { field, span, shape, declared }.into());
            }
            let place = Place { pack: from, owner: Some(owner), name: &name.text };
            let ty = self.resolve(place, &field.ty, pending);
            if let Some(span) = field.key.filter(|_| field.optional || !is_added) {
                match key {
                    Some((_, first)) => self.problems.push(ShapeProblem::TwoKeys { span, first }.into()),
                    None => key = Some((index, span)),
                }
                if field.optional || !(ty.is_textual() || ty == Type::Silent) {
                    let problem =
                        ShapeProblem::BadKey { field: name.text.clone(), span: field.span, optional: field.optional };
                    self.problems.push(problem.into());
                }
            }
            if let ast::TypeKind::Digest(of) = &field.ty.kind {
                digests.push((index, of));
            }
            fields.push(Field {
                name: Arc::from(name.text.as_str()),
                ty,
                optional: field.optional,
                digest_of: None,
                span: name.span,
                doc: field.doc.clone(),
            });
        }
        for (index, of) in digests {
            let found = (0u32..).map(FieldIndex).zip(&fields).find(|(_, field)| *field.name == *of.text);
            match found {
                Some((file, field)) if file != index && field.ty.is_textual() => {
                    if let Some(field) = fields.get_mut(index.0 as usize) {
                        field.digest_of = Some(file);
                    }
                }
                _ => {
                    let texts = fields.iter().filter(|field| field.ty.is_textual() && field.digest_of.is_none());
                    let nearest = nearest(&of.text, texts.map(|field| &*field.name)).map(str::to_owned);
                    let (field, span) = (of.text.clone(), of.span);
                    self.problems.push(ShapeProblem::BadDigest { field, span, nearest }.into());
                }
            }
        }
        if let Some(shape) = self.program.shapes.get_mut(shape.index()) {
            shape.fields = fields;
            shape.key = key.map(|(index, _)| index);
        }
    }

    /// The type of a parameter, a table's answers or a setting.
    pub(crate) fn type_of(&mut self, pack: PackId, written: &ast::TypeExpr) -> Type {
        self.named_type_of(pack, written, "a value")
    }

    /// The type of something of this name.
    pub(crate) fn named_type_of(&mut self, pack: PackId, written: &ast::TypeExpr, name: &str) -> Type {
        let mut pending = Vec::new();
        let owner = self.pack_kinds.get(pack.index()).copied().flatten().map(|kind| self.program[kind].shape);
        let ty = self.resolve(Place { pack, owner, name }, written, &mut pending);
        let homes = HashMap::new();
        for reference in pending {
            self.reference(reference, &homes);
        }
        ty
    }

    fn resolve(&mut self, place: Place<'_>, written: &ast::TypeExpr, pending: &mut Vec<PendingReference>) -> Type {
        match &written.kind {
            ast::TypeKind::Junk => Type::Silent,
            ast::TypeKind::Digest(_) => Type::Text,
            ast::TypeKind::List(item) => Type::List(Box::new(self.resolve(place, item, pending))),
            ast::TypeKind::Inline(shape) => {
                let id = self.new_shape(place.name, shape.span);
                let owner = place.owner.unwrap_or(id);
                self.fields(place.pack, owner, id, shape, pending);
                Type::Shape(id)
            }
            ast::TypeKind::Ref(path) => {
                let id = ReferenceId(u32::try_from(self.program.references.len()).unwrap_or(u32::MAX));
                let text = path.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".");
                self.program.references.push(Reference {
                    kind: KindId(0),
                    list: Vec::new(),
                    shape: ShapeId(0),
                    key: FieldIndex(0),
                    path: Arc::from(text),
                });
                pending.push(PendingReference { id, pack: place.pack, owner: place.owner, path: path.clone() });
                Type::Reference(id)
            }
            ast::TypeKind::Named(name) => self.named(place.pack, name),
        }
    }

    fn named(&mut self, pack: PackId, name: &ast::QualifiedName) -> Type {
        if name.pack.is_none() {
            if let Some(ty) = plain_type(&name.name.text) {
                return ty;
            }
            // The plain types, and what other languages call them, are nearer than any declared name.
            let lower = name.name.text.to_lowercase();
            let plain = match lower.as_str() {
                capital if PLAIN_TYPES.contains(&capital) => {
                    PLAIN_TYPES.iter().find(|plain| **plain == capital).copied()
                }
                "string" | "str" => Some("text"),
                "bool" => Some("boolean"),
                "int" | "integer" | "float" | "decimal" => Some("number"),
                "datetime" | "timestamp" | "time" => Some("instant"),
                _ => None,
            };
            let begins_small = name.name.text.starts_with(|char: char| char.is_lowercase());
            let near = plain.or_else(|| if begins_small { nearest(&name.name.text, PLAIN_TYPES) } else { None });
            if let Some(plain) = near.filter(|_| self.look_type(pack, name).is_none()) {
                if !self.is_excused(pack, &name.name.text) {
                    let problem = NameProblem::Unknown {
                        sort: Sort::Type,
                        name: name.name.text.clone(),
                        span: name.span,
                        nearest: Some(plain.to_owned()),
                        minus: None,
                        elsewhere: None,
                        known: Vec::new(),
                    };
                    self.problems.push(problem.into());
                }
                return Type::Silent;
            }
        }
        match self.find_type(pack, name, Sort::Type) {
            Some(NamedType::Record(shape)) => Type::Shape(shape),
            Some(NamedType::Enum(id)) => Type::Enum(id),
            Some(NamedType::Refinement(id)) => Type::Refinement(id),
            Some(NamedType::Document(_)) => {
                let problem = ShapeProblem::DocumentAsField { name: name.name.text.clone(), span: name.span };
                self.problems.push(problem.into());
                Type::Silent
            }
            None => Type::Silent,
        }
    }

    /// Gives the outer documents the fields that other documents stand in.
    fn nest_kinds(&mut self) {
        for index in 0..self.program.kinds.len() {
            let kind = KindId(u32::try_from(index).unwrap_or(u32::MAX));
            let inner = &self.program[kind];
            let (Some(key), shape, span, doc) = (inner.at.clone(), inner.shape, inner.span, inner.doc.clone()) else {
                continue;
            };
            let Some(outer) = self.pack_kinds.get(inner.pack.index()).copied().flatten() else {
                continue;
            };
            if outer == kind {
                continue;
            }
            let outer_shape = self.program[outer].shape;
            if let Some((_, first)) = self.program[outer_shape].field(&key) {
                let problem = NameProblem::Twice { sort: "field", name: key.to_string(), span, first: first.span };
                self.problems.push(problem.into());
                continue;
            }
            if let Some(outer_shape) = self.program.shapes.get_mut(outer_shape.index()) {
                let field = FieldIndex(u32::try_from(outer_shape.fields.len()).unwrap_or(u32::MAX));
                outer_shape.fields.push(Field {
                    name: key,
                    ty: Type::Shape(shape),
                    optional: true,
                    digest_of: None,
                    span,
                    doc,
                });
                if let Some(inner) = self.program.kinds.get_mut(index) {
                    inner.inside = Some((outer, field));
                }
            }
        }
    }

    /// For each shape the kinds of documents that hold it without another document between.
    fn homes(&self) -> HashMap<ShapeId, Vec<KindId>> {
        let roots: HashMap<ShapeId, KindId> =
            (0u32..).map(KindId).zip(&self.program.kinds).map(|(id, kind)| (kind.shape, id)).collect();
        let mut homes: HashMap<ShapeId, Vec<KindId>> = HashMap::new();
        for (kind, root) in (0u32..).map(KindId).zip(&self.program.kinds) {
            let mut open = vec![root.shape];
            while let Some(shape) = open.pop() {
                let known = homes.entry(shape).or_default();
                if known.contains(&kind) {
                    continue;
                }
                known.push(kind);
                for field in &self.program[shape].fields {
                    if let Some(inner) = shape_below(&field.ty)
                        && !roots.contains_key(&inner)
                    {
                        open.push(inner);
                    }
                }
            }
        }
        homes
    }

    fn reference(&mut self, pending: PendingReference, homes: &HashMap<ShapeId, Vec<KindId>>) {
        let home = self.pack_kinds.get(pending.pack.index()).copied().flatten();
        let within = pending.owner.and_then(|owner| homes.get(&owner)).cloned().unwrap_or_default();
        let mut kinds: Vec<KindId> = within.iter().copied().filter(|kind| Some(*kind) == home).collect();
        kinds.extend(within.iter().copied().filter(|kind| Some(*kind) != home));
        kinds.extend(home.filter(|home| !within.contains(home)));
        let text = pending.path.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".");
        let span = match (pending.path.first(), pending.path.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => return,
        };
        let mut why = "no document holds this record";
        for kind in &kinds {
            match self.follow(*kind, &pending.path) {
                Ok((list, shape, key)) => {
                    let path = Arc::from(text.as_str());
                    if let Some(reference) = self.program.references.get_mut(pending.id.index()) {
                        *reference = Reference { kind: *kind, list, shape, key, path };
                    }
                    return;
                }
                Err(cause) => {
                    if why == "no document holds this record" {
                        why = cause;
                    }
                }
            }
        }
        let known = self.keyed_lists(kinds.first().copied());
        let nearest = nearest(&text, known.iter().map(String::as_str)).map(str::to_owned);
        let excused = pending.path.iter().any(|name| self.is_excused(pending.pack, &name.text));
        let lost = home.is_none() || self.may_be_lost(pending.pack, Sort::Document);
        if !(excused || lost && nearest.is_none()) {
            self.problems.push(ShapeProblem::BadReference { path: text, span, why, nearest }.into());
        }
        if let Some(reference) = self.program.references.get_mut(pending.id.index()) {
            reference.list.clear();
        }
    }

    /// Follows the path of a reference from a kind of document to a list and the key of its items.
    fn follow(&self, kind: KindId, path: &[ast::Name]) -> Result<(Vec<FieldIndex>, ShapeId, FieldIndex), &'static str> {
        let Some((key, fields)) = path.split_last() else {
            return Err("the path is empty");
        };
        let mut shape = self.program[kind].shape;
        let mut list = Vec::new();
        let mut in_list = false;
        for name in fields {
            if in_list {
                return Err("a list within a list has no place of its own");
            }
            let Some((index, field)) = self.program[shape].field(&name.text) else {
                return Err("there is no such field from the document down");
            };
            list.push(index);
            match &field.ty {
                Type::Shape(inner) => shape = *inner,
                Type::List(item) => match **item {
                    Type::Shape(inner) => {
                        shape = inner;
                        in_list = true;
                    }
                    _ => return Err("the items of this list have no fields"),
                },
                _ => return Err("this is no list"),
            }
        }
        if !in_list {
            return Err("the path has to lead to a list, and then to its key");
        }
        match self.program[shape].key {
            Some(index) if self.program[shape].field(&key.text).is_some_and(|(found, _)| found == index) => {
                Ok((list, shape, index))
            }
            Some(_) => Err("another field is the key of this list"),
            None => Err("no field of this list is marked `key`"),
        }
    }

    /// The paths of the keys of all keyed lists that stand directly in a document.
    fn keyed_lists(&self, kind: Option<KindId>) -> Vec<String> {
        let Some(kind) = kind else { return Vec::new() };
        let fields = &self.program[self.program[kind].shape].fields;
        fields
            .iter()
            .filter_map(|field| match &field.ty {
                Type::List(item) => match **item {
                    Type::Shape(shape) => {
                        let shape = &self.program[shape];
                        let key = shape.fields.get(shape.key?.0 as usize)?;
                        Some(format!("{}.{}", field.name, key.name))
                    }
                    _ => None,
                },
                _ => None,
            })
            .collect()
    }

    /// Reports records that always hold themselves.
    fn endless(&mut self) {
        for index in 0..self.program.shapes.len() {
            let start = ShapeId(u32::try_from(index).unwrap_or(u32::MAX));
            let mut seen = vec![start];
            let mut open: Vec<(ShapeId, Option<(String, Span)>)> = vec![(start, None)];
            let mut found = None;
            while let Some((shape, way)) = open.pop() {
                for field in &self.program[shape].fields {
                    let Type::Shape(inner) = field.ty else {
                        continue;
                    };
                    if field.optional {
                        continue;
                    }
                    let way = way.clone().or_else(|| Some((field.name.to_string(), field.span)));
                    if inner == start {
                        found = way;
                    } else if !seen.contains(&inner) {
                        seen.push(inner);
                        open.push((inner, way));
                    }
                }
            }
            if let Some((field, span)) = found {
                let name = self.program[start].name.to_string();
                self.problems.push(ShapeProblem::Endless { name, span, field }.into());
            }
        }
    }
}

/// The shape that a field holds, alone or in lists.
fn shape_below(ty: &Type) -> Option<ShapeId> {
    match ty {
        Type::Shape(shape) => Some(*shape),
        Type::List(item) => shape_below(item),
        _ => None,
    }
}
