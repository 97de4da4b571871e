//! The one place where names are looked up, and where it is said that one is not known.

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use super::{Compiler, Function, NamedType, Names, RuleItem, Scope};
use crate::builtins::BUILT_INS;
use crate::problems::{NameProblem, Sort};
use crate::program::{DataId, PackId, RiskId, RuleId, SettingId, StepId};

impl Compiler<'_> {
    /// The pack itself and those that it uses.
    pub(crate) fn in_reach(&self, pack: PackId) -> Vec<PackId> {
        let mut packs = vec![pack];
        packs.extend(self.scope(pack).map(|scope| scope.uses.clone()).unwrap_or_default());
        packs
    }

    pub(crate) fn find<T: Copy>(
        &mut self,
        from: PackId,
        name: &ast::QualifiedName,
        sort: Sort,
        names: impl Fn(&Scope) -> &Names<T>,
    ) -> Option<T> {
        match self.look(from, name, &names) {
            Found::One(found) => Some(found),
            Found::Many(found) => {
                let packs = found.iter().map(|(pack, _)| self.program[*pack].name.to_string()).collect();
                let declared = found.iter().map(|(_, span)| *span).collect();
                self.problems.push(
                    NameProblem::Shared { name: name.name.text.clone(), span: name.span, packs, declared }.into(),
                );
                None
            }
            Found::NoPack(pack) => {
                let packs = self.in_reach(from);
                let known: Vec<String> = packs.iter().map(|pack| self.program[*pack].name.to_string()).collect();
                self.unknown_in(from, Sort::Pack, &pack, known.iter().map(String::as_str), None);
                None
            }
            Found::None => {
                let packs = match &name.pack {
                    Some(pack) => self.program.pack(&pack.text).into_iter().collect(),
                    None => self.in_reach(from),
                };
                let mut known: Vec<String> = packs
                    .iter()
                    .filter_map(|pack| self.scope(*pack))
                    .flat_map(|scope| names(scope).keys().cloned())
                    .collect();
                known.sort();
                let elsewhere = (0u32..)
                    .map(PackId)
                    .zip(&self.scopes)
                    .find(|(_, scope)| names(scope).contains_key(&name.name.text))
                    .map(|(pack, _)| self.program[pack].name.to_string());
                self.unknown_in(from, sort, &name.name, known.iter().map(String::as_str), elsewhere);
                None
            }
        }
    }

    pub(super) fn look<T: Copy>(
        &self,
        from: PackId,
        name: &ast::QualifiedName,
        names: impl Fn(&Scope) -> &Names<T>,
    ) -> Found<T> {
        let packs = match &name.pack {
            None => self.in_reach(from),
            Some(pack) => match self.program.pack(&pack.text).filter(|found| self.in_reach(from).contains(found)) {
                Some(found) => vec![found],
                None => return Found::NoPack(pack.clone()),
            },
        };
        let found: Vec<(PackId, T, Span)> = packs
            .into_iter()
            .filter_map(|pack| {
                let (found, span) = names(self.scope(pack)?).get(&name.name.text)?;
                Some((pack, *found, *span))
            })
            .collect();
        match found.as_slice() {
            [] => Found::None,
            [(_, found, _)] => Found::One(*found),
            many => Found::Many(many.iter().map(|(pack, _, span)| (*pack, *span)).collect()),
        }
    }

    pub(crate) fn find_type(&mut self, from: PackId, name: &ast::QualifiedName, sort: Sort) -> Option<NamedType> {
        if name.pack.is_none()
            && let Some(built_in) = self.statements.named(&name.name.text)
            && matches!(self.look(from, name, |scope| &scope.types), Found::None)
        {
            return Some(built_in);
        }
        self.find(from, name, sort, |scope| &scope.types)
    }

    /// The type of this name, without a word where there is none.
    pub(crate) fn look_type(&self, from: PackId, name: &ast::QualifiedName) -> Option<NamedType> {
        match self.look(from, name, |scope| &scope.types) {
            Found::One(found) => Some(found),
            Found::None if name.pack.is_none() => self.statements.named(&name.name.text),
            _ => None,
        }
    }

    pub(crate) fn find_setting(&mut self, from: PackId, name: &ast::QualifiedName) -> Option<SettingId> {
        self.find(from, name, Sort::Setting, |scope| &scope.settings)
    }

    /// Is there a setting of this name in reach?
    pub(crate) fn has_setting(&self, from: PackId, name: &ast::QualifiedName) -> bool {
        matches!(self.look(from, name, |scope| &scope.settings), Found::One(_) | Found::Many(_))
    }

    pub(crate) fn find_data(&mut self, from: PackId, name: &ast::QualifiedName) -> Option<DataId> {
        self.find(from, name, Sort::Value, |scope| &scope.data)
    }

    /// Is there data of this name in reach?
    pub(crate) fn has_data(&self, from: PackId, name: &ast::QualifiedName) -> bool {
        matches!(self.look(from, name, |scope| &scope.data), Found::One(_) | Found::Many(_))
    }

    /// Is there a definition or table of this name in reach?
    pub(crate) fn has_function(&self, from: PackId, name: &ast::QualifiedName) -> bool {
        matches!(self.look(from, name, |scope| &scope.functions), Found::One(_) | Found::Many(_))
    }

    /// Is there a type of this name in reach?
    pub(crate) fn has_type(&self, from: PackId, name: &ast::QualifiedName) -> bool {
        matches!(self.look(from, name, |scope| &scope.types), Found::One(_) | Found::Many(_))
    }

    /// Reports that nothing of this name can be extended.
    pub(crate) fn find_extensible(&mut self, from: PackId, name: &ast::QualifiedName) {
        let used = self.scope(from).map(|scope| scope.uses.clone()).unwrap_or_default();
        if let Some(pack) = &name.pack
            && self.program.pack(&pack.text).is_none_or(|pack| !used.contains(&pack))
        {
            let known: Vec<String> = used.iter().map(|pack| self.program[*pack].name.to_string()).collect();
            return self.unknown_in(from, Sort::Pack, pack, known.iter().map(String::as_str), None);
        }
        let names = |scope: &Scope| -> Vec<String> {
            let types = scope.types.iter().filter(|(_, (named, _))| !matches!(named, NamedType::Refinement(_)));
            let tables = scope.functions.iter().filter(|(_, (named, _))| matches!(named, Function::Table(_)));
            let is_decision = |rule: RuleId| {
                self.items.rules.get(rule.index()).is_some_and(|(_, item)| matches!(item, RuleItem::Decision(_)))
            };
            let decisions =
                scope.rules.iter().filter(|(_, (rule, _))| is_decision(*rule)).map(|(name, _)| name.clone());
            let types = types.map(|(name, _)| name.clone());
            types.chain(tables.map(|(name, _)| name.clone())).chain(decisions).collect()
        };
        let mut known: Vec<String> = used.iter().filter_map(|pack| self.scope(*pack)).flat_map(names).collect();
        known.sort();
        let elsewhere = (0u32..)
            .map(PackId)
            .zip(&self.scopes)
            .find(|(pack, scope)| *pack != from && names(scope).contains(&name.name.text))
            .map(|(pack, _)| self.program[pack].name.to_string());
        self.unknown_in(from, Sort::Extensible, &name.name, known.iter().map(String::as_str), elsewhere);
    }

    pub(crate) fn find_step(&mut self, from: PackId, name: &ast::QualifiedName) -> Option<StepId> {
        self.find(from, name, Sort::Step, |scope| &scope.steps)
    }

    pub(crate) fn find_risk(&mut self, from: PackId, name: &ast::QualifiedName) -> Option<RiskId> {
        self.find(from, name, Sort::Risk, |scope| &scope.risks)
    }

    pub(crate) fn find_rule(&mut self, from: PackId, name: &ast::QualifiedName) -> Option<RuleId> {
        self.find(from, name, Sort::Rule, |scope| &scope.rules)
    }

    /// Is there a rule of this name in reach?
    pub(crate) fn has_rule(&self, from: PackId, name: &ast::QualifiedName) -> bool {
        !matches!(self.look(from, name, |scope| &scope.rules), Found::None)
    }

    /// The rule of this name in the pack itself.
    pub(crate) fn own_rule(&self, pack: PackId, name: &ast::QualifiedName) -> Option<RuleId> {
        if name.pack.as_ref().is_some_and(|named| named.text != *self.program[pack].name) {
            return None;
        }
        self.scope(pack).and_then(|scope| scope.rules.get(&name.name.text)).map(|(rule, _)| *rule)
    }

    /// The function of this name, without a word where there is none.
    pub(crate) fn look_function(&self, from: PackId, name: &ast::QualifiedName) -> Option<Function> {
        match self.look(from, name, |scope| &scope.functions) {
            Found::One(found) => Some(found),
            _ => None,
        }
    }

    /// The function of this name; `builtins` are offered as nearest names, too.
    pub(crate) fn find_function(&mut self, from: PackId, name: &ast::QualifiedName) -> Option<Function> {
        if !matches!(self.look(from, name, |scope| &scope.functions), Found::None) {
            return self.find(from, name, Sort::Function, |scope| &scope.functions);
        }
        if let Some(called) = elsewhere_called(&name.name.text).filter(|_| name.pack.is_none()) {
            if !self.is_excused(from, &name.name.text) {
                let problem = NameProblem::Unknown {
                    sort: Sort::Function,
                    name: name.name.text.clone(),
                    span: name.span,
                    nearest: Some(called.to_owned()),
                    minus: None,
                    elsewhere: None,
                    known: Vec::new(),
                };
                self.problems.push(problem.into());
            }
            return None;
        }
        let builtin = nearest(&name.name.text, BUILT_INS.iter().map(|facts| facts.name));
        match builtin.filter(|_| name.pack.is_none()) {
            None => self.find(from, name, Sort::Function, |scope| &scope.functions),
            Some(builtin) => {
                let mut known: Vec<String> = self
                    .in_reach(from)
                    .iter()
                    .filter_map(|pack| self.scope(*pack))
                    .flat_map(|scope| scope.functions.keys().cloned())
                    .collect();
                known.sort();
                known.push(builtin.to_owned());
                self.unknown_in(from, Sort::Function, &name.name, known.iter().map(String::as_str), None);
                None
            }
        }
    }

    /// Reports a name that is not known, and answers with the nearest one that is.
    pub(super) fn unknown<'n>(
        &mut self,
        sort: Sort,
        name: &ast::Name,
        known: impl Iterator<Item = &'n str>,
    ) -> Option<String> {
        let known: Vec<&str> = known.collect();
        let near = nearest(&name.text, known.iter().copied()).map(str::to_owned);
        let problem = NameProblem::Unknown {
            sort,
            name: name.text.clone(),
            span: name.span,
            nearest: near.clone(),
            minus: None,
            elsewhere: None,
            known: few(&known),
        };
        self.problems.push(problem.into());
        near
    }

    /// Reports a name that is not known in a pack, unless it stands on a line that did not parse.
    pub(crate) fn unknown_in<'n>(
        &mut self,
        pack: PackId,
        sort: Sort,
        name: &ast::Name,
        known: impl Iterator<Item = &'n str>,
        elsewhere: Option<String>,
    ) {
        if self.is_excused(pack, &name.text) {
            return;
        }
        let known: Vec<&str> = known.collect();
        let near = nearest(&name.text, known.iter().copied()).map(str::to_owned);
        if near.is_none() && (self.is_incomplete(pack) || self.may_be_lost(pack, sort)) {
            return;
        }
        let problem = NameProblem::Unknown {
            sort,
            name: name.text.clone(),
            span: name.span,
            nearest: near,
            minus: None,
            elsewhere,
            known: few(&known),
        };
        self.problems.push(problem.into());
    }

    /// May this name have been declared where something else is broken?
    pub(crate) fn is_excused(&self, pack: PackId, name: &str) -> bool {
        self.misspelt.contains(name)
            || self.in_reach(pack).iter().filter_map(|pack| self.scope(*pack)).any(|scope| scope.tainted.contains(name))
    }

    /// Was an item in reach lost, with its name, that may have declared something of this sort?
    pub(crate) fn may_be_lost(&self, pack: PackId, sort: Sort) -> bool {
        let declares = |word: &String| match word.as_str() {
            "document" | "record" | "enum" | "type" => {
                matches!(sort, Sort::Type | Sort::Document | Sort::Refinement | Sort::Extensible)
            }
            "steps" => sort == Sort::Step,
            "risks" => sort == Sort::Risk,
            "setting" | "data" => matches!(sort, Sort::Setting | Sort::Value),
            "define" | "table" => matches!(sort, Sort::Function | Sort::Value | Sort::Extensible),
            "rule" | "decision" => {
                matches!(sort, Sort::Rule | Sort::Decision | Sort::Option | Sort::Check | Sort::Extensible)
            }
            "pack" | "use" | "waive" | "test" | "extend" => false,
            _ => true,
        };
        self.in_reach(pack).iter().filter_map(|pack| self.scope(*pack)).any(|scope| scope.lost.iter().any(declares))
    }

    /// Did something within a place not parse?
    pub(crate) fn is_broken(&self, place: Span) -> bool {
        self.broken.iter().any(|broken| place.holds(*broken))
    }

    /// Does the pack use one that is not there, so that any name may be missing?
    pub(crate) fn is_incomplete(&self, pack: PackId) -> bool {
        self.scope(pack).is_some_and(|scope| scope.incomplete)
    }
}

/// The built-in that other languages call so.
fn elsewhere_called(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "len" | "size" | "number" => "count",
        "lowercase" | "lower_case" | "tolower" | "to_lower" => "lower",
        "unique" => "distinct",
        "total" => "sum",
        "minimum" => "min",
        "maximum" => "max",
        "split" => "part",
        "date" | "day" | "day-of" => "date-of",
        _ => return None,
    })
}

/// What looking for a name came to.
pub(super) enum Found<T> {
    None,
    One(T),
    Many(Vec<(PackId, Span)>),
    NoPack(ast::Name),
}

/// All names, where they are few enough to be read.
pub(crate) fn few(known: &[&str]) -> Vec<String> {
    if known.len() > 16 { Vec::new() } else { known.iter().map(|name| (*name).to_owned()).collect() }
}
