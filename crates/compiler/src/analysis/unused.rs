//! What is declared and never used: definitions, settings, tables, types, `let` names and `use` lines.

use std::collections::BTreeSet;

use countersign_source::{FileId, Span};

use crate::program::{
    Expr, ExprKind, Literal, LocalId, PackId, Program, Question, RowResult, Rule, ShapeId, Stage, Subject, Type, Waiver,
};

use super::{Lint, Remark, RemarkFacts};

/// What something speaks of.
#[derive(Default)]
struct Used {
    definitions: BTreeSet<u32>,
    tables: BTreeSet<u32>,
    settings: BTreeSet<u32>,
    data: BTreeSet<u32>,
    enums: BTreeSet<u32>,
    shapes: BTreeSet<u32>,
    refinements: BTreeSet<u32>,
}

/// Looks for what these packs declare and nobody uses.
pub(super) fn look(program: &Program, packs: &[PackId], remarks: &mut Vec<Remark>) {
    let all = used_by(program, |_| true);
    let of_packs = |span: Span| pack_of(program, span.file).is_some_and(|pack| packs.contains(&pack));
    let mut unused = |lint: Lint, sort: &'static str, name: &str, at: Span| {
        if of_packs(at) {
            let facts = RemarkFacts::Unused { lint, sort, name: name.to_owned() };
            remarks.push(Remark { at, also: Vec::new(), facts });
        }
    };
    for (_, item) in (0u32..).zip(&program.definitions).filter(|(id, _)| !all.definitions.contains(id)) {
        unused(Lint::UnusedDefinition, "definition", &item.name, item.span);
    }
    for (_, item) in (0u32..).zip(&program.tables).filter(|(id, _)| !all.tables.contains(id)) {
        unused(Lint::UnusedTable, "table", &item.name, item.span);
    }
    for (_, item) in (0u32..).zip(&program.settings).filter(|(id, _)| !all.settings.contains(id)) {
        unused(Lint::UnusedSetting, "setting", &item.name, item.span);
    }
    for (_, item) in (0u32..).zip(&program.data).filter(|(id, _)| !all.data.contains(id)) {
        unused(Lint::UnusedData, "data", &item.name, item.span);
    }
    for (_, item) in (0u32..).zip(&program.enums).filter(|(id, _)| !all.enums.contains(id)) {
        unused(Lint::UnusedType, "enum", &item.name, item.span);
    }
    for (_, item) in (0u32..).zip(&program.refinements).filter(|(id, _)| !all.refinements.contains(id)) {
        unused(Lint::UnusedType, "type", &item.name, item.span);
    }
    for (id, item) in (0u32..).zip(&program.shapes).filter(|(id, _)| !all.shapes.contains(id)) {
        let is_document = program.kinds.iter().any(|kind| kind.shape == ShapeId(id));
        // A shape in place is called by the path of its field, and stands nowhere else.
        if !is_document && item.name.starts_with(|first: char| first.is_ascii_uppercase()) {
            unused(Lint::UnusedType, "record", &item.name, item.span);
        }
    }
    for rule in program.rules.iter().filter(|rule| packs.contains(&rule.pack)) {
        lets(program, rule, remarks);
    }
    uses(program, packs, remarks);
}

/// The pack that a file belongs to.
fn pack_of(program: &Program, file: FileId) -> Option<PackId> {
    program.files.iter().find(|(known, _)| *known == file).map(|(_, pack)| *pack)
}

/// What the packs for which `ours` holds speak of.
fn used_by(program: &Program, ours: impl Fn(PackId) -> bool) -> Used {
    let mut used = Used::default();
    let here = |span: Span| pack_of(program, span.file).is_none_or(&ours);
    for (id, shape) in (0u32..).zip(&program.shapes).filter(|(_, shape)| here(shape.span)) {
        // That a record holds itself does not make it used.
        for field in shape.fields.iter().filter(|field| shape_in(&field.ty) != Some(id)) {
            used.ty(&field.ty);
        }
    }
    for setting in program.settings.iter().filter(|setting| ours(setting.pack)) {
        used.ty(&setting.ty);
    }
    for data in program.data.iter().filter(|data| ours(data.pack)) {
        used.ty(&data.ty);
    }
    for definition in program.definitions.iter().filter(|definition| ours(definition.pack)) {
        definition.parameters.iter().for_each(|parameter| used.ty(&parameter.ty));
        used.expr(&definition.body);
    }
    for table in program.tables.iter().filter(|table| ours(table.pack)) {
        table.parameters.iter().for_each(|parameter| used.ty(&parameter.ty));
        used.ty(&table.result);
        for row in &table.rows {
            if let RowResult::Setting(setting) = &row.result {
                used.settings.insert(setting.0);
            }
        }
    }
    for rule in program.rules.iter().filter(|rule| ours(rule.pack)) {
        program.exprs_of(rule).for_each(|expr| used.expr(expr));
    }
    let waivers = program.waivers.iter().filter(|waiver| ours(waiver.pack));
    waivers.filter_map(|waiver| waiver.condition.as_ref()).for_each(|expr| used.expr(expr));
    used
}

fn shape_in(ty: &Type) -> Option<u32> {
    match ty {
        Type::Shape(shape) => Some(shape.0),
        Type::List(item) => shape_in(item),
        _ => None,
    }
}

impl Used {
    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Enum(id) => {
                self.enums.insert(id.0);
            }
            Type::Refinement(id) => {
                self.refinements.insert(id.0);
            }
            Type::Shape(id) => {
                self.shapes.insert(id.0);
            }
            Type::List(item) => self.ty(item),
            _ => {}
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Member(id, _) => {
                self.enums.insert(id.0);
            }
            Literal::List(items) => items.iter().for_each(|item| self.literal(item)),
            _ => {}
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Call { definition, .. } => {
                self.definitions.insert(definition.0);
            }
            ExprKind::Lookup { table, .. } => {
                self.tables.insert(table.0);
            }
            ExprKind::Setting(setting) => {
                self.settings.insert(setting.0);
            }
            ExprKind::Data(data) => {
                self.data.insert(data.0);
            }
            ExprKind::Literal(literal) => self.literal(literal),
            ExprKind::Is { question: Question::Refinement(id), .. } => {
                self.refinements.insert(id.0);
            }
            _ => {}
        }
        expr.parts().into_iter().for_each(|part| self.expr(part));
    }
}

/// `let` names that nothing reads.
fn lets(program: &Program, rule: &Rule, remarks: &mut Vec<Remark>) {
    fn reads(expr: &Expr, wanted: LocalId) -> bool {
        matches!(expr.kind, ExprKind::Local(local) if local == wanted)
            || expr.parts().into_iter().any(|part| reads(part, wanted))
    }
    let waives = |waiver: &&Waiver| matches!(waiver.subject, Subject::Rule(id) if program[id].span == rule.span);
    let asked: Vec<&Expr> =
        program.waivers.iter().filter(waives).filter_map(|waiver| waiver.condition.as_ref()).collect();
    for stage in &rule.body {
        if let Stage::Let { local, name, value } = stage
            && !program.exprs_of(rule).chain(asked.iter().copied()).any(|expr| reads(expr, *local))
        {
            let facts = RemarkFacts::Unused { lint: Lint::UnusedLet, sort: "`let` name", name: name.to_string() };
            remarks.push(Remark { at: value.span, also: Vec::new(), facts });
        }
    }
}

/// `use` lines that bring in nothing. What a pack judges counts, and so does each member of another pack's enum.
fn uses(program: &Program, packs: &[PackId], remarks: &mut Vec<Remark>) {
    let mut seen: BTreeSet<(FileId, PackId)> = BTreeSet::new();
    for line in program.uses.iter().filter(|line| packs.contains(&line.pack)) {
        let name = program[line.used].name.to_string();
        let again = !seen.insert((line.span.file, line.used));
        if again || line.pack == line.used || !needs(program, line.pack, line.used) {
            let facts = RemarkFacts::UnusedUse { pack: name, again };
            remarks.push(Remark { at: line.span, also: Vec::new(), facts });
        }
    }
}

fn needs(program: &Program, pack: PackId, other: PackId) -> bool {
    let used = used_by(program, |of| of == pack);
    let theirs = |span: Span| pack_of(program, span.file) == Some(other);
    let any = |ids: &BTreeSet<u32>, span: &dyn Fn(usize) -> Option<Span>| {
        ids.iter().any(|id| span(*id as usize).is_some_and(theirs))
    };
    let rules = || program.rules.iter().filter(|rule| rule.pack == pack);
    program[program[pack].kind].pack == other
        || any(&used.definitions, &|id| program.definitions.get(id).map(|item| item.span))
        || any(&used.tables, &|id| program.tables.get(id).map(|item| item.span))
        || any(&used.settings, &|id| program.settings.get(id).map(|item| item.span))
        || any(&used.data, &|id| program.data.get(id).map(|item| item.span))
        || any(&used.enums, &|id| program.enums.get(id).map(|item| item.span))
        || any(&used.refinements, &|id| program.refinements.get(id).map(|item| item.span))
        || any(&used.shapes, &|id| program.shapes.get(id).map(|item| item.span))
        || program.extended.contains(&(pack, other))
        || rules().filter_map(|rule| rule.step).any(|step| program[step].pack == other)
        || rules().flat_map(|rule| &rule.risks).any(|risk| program[*risk].pack == other)
        || program
            .waivers
            .iter()
            .filter(|waiver| waiver.pack == pack)
            .any(|waiver| matches!(waiver.subject, Subject::Rule(rule) if program[rule].pack == other))
        || program
            .tests
            .iter()
            .filter(|test| test.pack == pack)
            .flat_map(|test| &test.settings)
            .any(|(setting, _)| program[*setting].pack == other)
}
