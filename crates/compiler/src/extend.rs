//! `extend`: what a pack adds to the documents, records, enums, tables and decisions of packs that it uses.
//!
//! Each extension is looked up once, before the schema is resolved, and handed to whoever builds what it extends, so
//! that gaps, keys, members and names are checked on the whole.

use std::collections::HashMap;

use countersign_parser::ast;
use countersign_source::Span;

use crate::problems::{ExtendProblem, Sort};
use crate::program::{EnumId, KindId, MemberIndex, PackId, RuleId, ShapeId, TableId};
use crate::scope::{Compiler, Function, NamedType, RuleItem};

/// What packs add to what others declare, in the order of packs, files and lines.
#[derive(Default)]
pub(crate) struct Extensions<'a> {
    pub(crate) fields: HashMap<ShapeId, Vec<(PackId, &'a ast::Field)>>,
    pub(crate) members: HashMap<EnumId, Vec<&'a ast::Member>>,
    pub(crate) rows: HashMap<TableId, Vec<AddedRows<'a>>>,
    /// Options, by the rule that judges the decision's choice.
    pub(crate) options: HashMap<RuleId, Vec<(PackId, &'a ast::DecisionOption)>>,
    /// Where members stand that were added.
    pub(crate) added: HashMap<(EnumId, MemberIndex), Span>,
}

/// The rows of one `extend`.
#[derive(Clone, Copy)]
pub(crate) struct AddedRows<'a> {
    pub(crate) pack: PackId,
    pub(crate) rows: &'a [ast::Row],
    pub(crate) broken: bool,
}

/// What can be extended.
#[derive(Clone, Copy)]
enum Target {
    Shape(ShapeId),
    Enum(EnumId),
    Table(TableId),
    Decision(RuleId),
}

impl Target {
    /// What it is extended by, and how that looks.
    fn takes(self) -> (&'static str, &'static str) {
        match self {
            Self::Shape(_) => ("fields", "`name?: text`"),
            Self::Enum(_) => ("members", "`{ red, green }`"),
            Self::Table(_) => ("rows", "`a, _ -> b`"),
            Self::Decision(_) => ("options", "`option NAME \"TITLE\" { … }`"),
        }
    }
}

impl<'a> Compiler<'a> {
    /// Looks up what is extended, and puts what is added where it belongs.
    pub(crate) fn extend(&mut self) {
        for (pack, item) in std::mem::take(&mut self.items.extensions) {
            let Some((target, declared)) = self.target(pack, &item.name) else { continue };
            if let Some(other) = self.home_of(target) {
                self.program.extended.push((pack, other));
            }
            let (takes, example) = target.takes();
            match (&item.additions, target) {
                (ast::Additions::Nothing, _) => {
                    if !self.is_broken(item.span) {
                        let (name, span) = (self.written(item.name.span).to_owned(), item.braces);
                        self.problems.push(ExtendProblem::Nothing { name, span, takes, example }.into());
                    }
                }
                (ast::Additions::Fields(shape), Target::Shape(id)) => {
                    let fields = self.extensions.fields.entry(id).or_default();
                    fields.extend(shape.fields.iter().map(|field| (pack, field)));
                }
                (ast::Additions::Members { members, ordered }, Target::Enum(id)) => {
                    let base = self.items.enums.get(id.index()).is_some_and(|(_, base)| base.ordered);
                    if base || *ordered {
                        let (name, span) = (item.name.name.text.clone(), item.braces);
                        self.problems.push(ExtendProblem::Ordered { name, span, declared, base }.into());
                        continue;
                    }
                    self.extensions.members.entry(id).or_default().extend(members);
                }
                (ast::Additions::Rows { rows, broken }, Target::Table(id)) => {
                    let rows = AddedRows { pack, rows, broken: *broken };
                    self.extensions.rows.entry(id).or_default().push(rows);
                }
                (ast::Additions::Options(options), Target::Decision(id)) => {
                    let added = self.extensions.options.entry(id).or_default();
                    added.extend(options.iter().map(|option| (pack, option)));
                }
                _ => {
                    if !self.is_broken(item.span) {
                        let (name, span) = (item.name.name.text.clone(), item.braces);
                        self.problems.push(ExtendProblem::Other { name, span, takes, example, declared }.into());
                    }
                }
            }
        }
    }

    /// What is to be extended, and where it is declared; what cannot be is reported.
    fn target(&mut self, pack: PackId, name: &ast::QualifiedName) -> Option<(Target, Span)> {
        let own = |compiler: &Self| {
            let scope = compiler.scope(pack)?;
            let text = &name.name.text;
            let named = name.pack.as_ref().is_none_or(|named| named.text == *compiler.program[pack].name);
            let types = scope.types.get(text).map(|(_, span)| *span);
            let functions = || scope.functions.get(text).map(|(_, span)| *span);
            let rules = || scope.rules.get(text).map(|(_, span)| *span);
            types.or_else(functions).or_else(rules).filter(|_| named)
        };
        if let Some(declared) = own(self) {
            let (name, span) = (name.name.text.clone(), name.span);
            self.problems.push(ExtendProblem::Own { name, span, declared }.into());
            return None;
        }
        let found = if self.has_function(pack, name) {
            match self.find(pack, name, Sort::Function, |scope| &scope.functions)? {
                Function::Table(id) => Ok((Target::Table(id), self.items.tables.get(id.index())?.1.name.span)),
                Function::Definition(id) => Err(("definition", self.items.definitions.get(id.index())?.1.name.span)),
            }
        } else if self.has_type(pack, name) {
            match self.find(pack, name, Sort::Type, |scope| &scope.types)? {
                NamedType::Document(id) => Ok((Target::Shape(self.shape_of(id)), self.program[id].span)),
                NamedType::Record(id) => Ok((Target::Shape(id), self.program[id].span)),
                NamedType::Enum(id) => Ok((Target::Enum(id), self.items.enums.get(id.index())?.1.name.span)),
                NamedType::Refinement(id) => Err(("refined type", self.items.refinements.get(id.index())?.1.name.span)),
            }
        } else if self.has_setting(pack, name) {
            let setting = self.find_setting(pack, name)?;
            Err(("setting", self.items.settings.get(setting.index())?.1.name.span))
        } else if self.has_rule(pack, name) {
            let rule = self.find_rule(pack, name)?;
            match self.items.rules.get(rule.index())?.1 {
                RuleItem::Decision(item) => Ok((Target::Decision(rule), item.name.span)),
                RuleItem::Rule(item) => Err(("rule", item.name.span)),
            }
        } else {
            self.find_extensible(pack, name);
            return None;
        };
        match found {
            Ok(found) => Some(found),
            Err((sort, declared)) => {
                let (name, span) = (name.name.text.clone(), name.span);
                self.problems.push(ExtendProblem::Fixed { sort, name, span, declared }.into());
                None
            }
        }
    }

    /// The pack that declares what is extended.
    fn home_of(&self, target: Target) -> Option<PackId> {
        match target {
            Target::Shape(id) => {
                let record = self.items.records.iter().find(|(.., shape)| *shape == id).map(|(pack, ..)| *pack);
                record.or_else(|| self.program.kinds.iter().find(|kind| kind.shape == id).map(|kind| kind.pack))
            }
            Target::Enum(id) => self.items.enums.get(id.index()).map(|(pack, _)| *pack),
            Target::Table(id) => self.items.tables.get(id.index()).map(|(pack, _)| *pack),
            Target::Decision(id) => self.items.rules.get(id.index()).map(|(pack, _)| *pack),
        }
    }

    fn shape_of(&self, kind: KindId) -> ShapeId {
        self.program[kind].shape
    }
}
