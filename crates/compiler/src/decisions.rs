//! Decisions: what is chosen, the options, and what tests ask of them.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use crate::expressions::Frame;
use crate::problems::{DecisionProblem, NameProblem, Sort};
use crate::program::{
    Decision, DecisionId, DecisionOption, ExpectationKind, Expr, ExprKind, OptionClause, PackId, RuleId, Support, Type,
};
use crate::rules::{Once, is_target};
use crate::scope::{Compiler, Letters};

impl Compiler<'_> {
    /// A decision without its options. It will be judged by the rule that is being lowered.
    pub(crate) fn begin_decision(&mut self, frame: &mut Frame, item: &ast::Decision) -> Decision {
        let rule = RuleId(u32::try_from(self.program.rules.len()).unwrap_or(u32::MAX));
        let chosen = item.chosen.as_ref().and_then(|chosen| self.chosen(frame, chosen));
        Decision { rule, chosen, options: Vec::new(), boundary: None }
    }

    /// Takes a decision into the program.
    pub(crate) fn end_decision(&mut self, decision: Decision) -> DecisionId {
        let id = DecisionId(u32::try_from(self.program.decisions.len()).unwrap_or(u32::MAX));
        self.program.decisions.push(decision);
        id
    }

    /// The field that holds the choice.
    fn chosen(&mut self, frame: &mut Frame, written: &ast::Expr) -> Option<Expr> {
        let chosen = self.expr(frame, written, None);
        let found = match &chosen.ty {
            Type::Silent => return None,
            _ if !matches!(chosen.kind, ExprKind::Field { .. }) || !is_target(&chosen) => "no such path".to_owned(),
            Type::Enum(_) => return Some(chosen),
            ty if ty.is_textual() => return Some(chosen),
            ty => self.describe(ty),
        };
        self.problems.push(DecisionProblem::BadChosen { found, span: written.span }.into());
        None
    }

    /// Adds an option to a decision.
    pub(crate) fn option(&mut self, frame: &mut Frame, decision: &mut Decision, item: &ast::DecisionOption) {
        if let Some(first) = decision.options.iter().find(|option| *option.name == *item.name.text) {
            let (name, span, first) = (item.name.text.clone(), item.name.span, first.span);
            self.problems.push(NameProblem::Twice { sort: "option", name, span, first }.into());
            return;
        }
        match decision.chosen.as_ref().map(|chosen| chosen.ty.clone()) {
            Some(Type::Enum(id)) => self.choosable(frame.pack, id, &item.name),
            Some(_) => {}
            None => self.letters("option", &item.name, Letters::Kebab),
        }
        let mut clauses = Vec::new();
        let mut approver: Once<Option<Expr>> = Once::default();
        for part in &item.parts {
            let (suits, clause) = match &part.kind {
                ast::OptionPartKind::Junk => continue,
                ast::OptionPartKind::Needs(clause) => (false, clause),
                ast::OptionPartKind::Suits(clause) => (true, clause),
                ast::OptionPartKind::Approver(written) => {
                    let made = self.approver(frame, written);
                    approver.set(self, "approver", part.word, Some(made));
                    continue;
                }
            };
            let written = self.written(clause.condition.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let clause = self.clause(frame, clause, part.word);
            clauses.push(OptionClause { suits, clause, written: Arc::from(written) });
        }
        decision.options.push(DecisionOption {
            name: Arc::from(item.name.text.as_str()),
            title: Arc::from(item.title.value.as_str()),
            pack: frame.pack,
            clauses,
            approver: approver.value.flatten(),
            span: item.name.span,
            item: item.span,
            doc: item.doc.clone(),
        });
    }

    /// Reports an option that is no member of the enum that is chosen from.
    fn choosable(&mut self, pack: PackId, id: crate::program::EnumId, option: &ast::Name) {
        let of = &self.program[id];
        if of.member(&option.text).is_some()
            || self.is_excused(pack, &option.text)
            || of.members.iter().any(|member| self.is_excused(pack, member))
        {
            return;
        }
        let known: Vec<String> = of.members.iter().map(ToString::to_string).collect();
        let problem = DecisionProblem::NoMember {
            option: option.text.clone(),
            span: option.span,
            name: of.name.to_string(),
            declared: of.span,
            nearest: nearest(&option.text, known.iter().map(String::as_str)).map(str::to_owned),
            known,
        };
        self.problems.push(problem.into());
    }

    fn approver(&mut self, frame: &mut Frame, written: &ast::Expr) -> Option<Expr> {
        let approver = self.expr(frame, written, None);
        match &approver.ty {
            Type::Silent => None,
            Type::Enum(_) => Some(approver),
            ty if ty.is_textual() => Some(approver),
            ty => {
                let found = self.describe(ty);
                self.problems.push(DecisionProblem::BadApprover { found, span: written.span }.into());
                None
            }
        }
    }

    /// Adds the options that other packs have for the decision that is being lowered, behind its own. They see its `let`s.
    pub(crate) fn added_options(&mut self, frame: &mut Frame, decision: &mut Decision) {
        let own = frame.pack;
        for (pack, option) in self.extensions.options.remove(&decision.rule).unwrap_or_default() {
            frame.pack = pack;
            self.option(frame, decision, option);
        }
        frame.pack = own;
    }

    /// `expect option NAME is …`
    pub(crate) fn expected_option(
        &mut self,
        pack: PackId,
        path: &ast::OptionPath,
        support: ast::Support,
    ) -> Option<ExpectationKind> {
        let (decision, option) = self.own_option(pack, path)?;
        let support = match support {
            ast::Support::Supported => Support::Supported,
            ast::Support::NotSupported => Support::NotSupported,
            ast::Support::Open => Support::Open,
        };
        Some(ExpectationKind::Option { decision, option, support })
    }

    /// `expect suggestion is NAME`; `none` is no option, unless a decision has one of that name.
    pub(crate) fn expected_suggestion(&mut self, pack: PackId, path: &ast::OptionPath) -> Option<ExpectationKind> {
        let named = self.decisions_named(pack, path.decision.as_ref())?;
        let is_option = |id: &DecisionId| self.program[*id].option(&path.name.text).is_some();
        if path.name.text == "none" && !named.iter().any(is_option) {
            if let [decision] = named.as_slice() {
                return Some(ExpectationKind::Suggestion { decision: *decision, option: None });
            }
            let decisions = named.iter().map(|id| self.decision_name(*id)).collect();
            self.problems.push(DecisionProblem::WhichDecision { decisions, span: path.span }.into());
            return None;
        }
        let (decision, option) = self.own_option(pack, path)?;
        Some(ExpectationKind::Suggestion { decision, option: Some(option) })
    }

    fn decision_name(&self, id: DecisionId) -> String {
        self.program[self.program[id].rule].name.to_string()
    }

    /// The decisions of a pack, or the one of this name.
    fn decisions_named(&mut self, pack: PackId, name: Option<&ast::Name>) -> Option<Vec<DecisionId>> {
        let own: Vec<DecisionId> = (0u32..)
            .map(DecisionId)
            .zip(&self.program.decisions)
            .filter(|(_, decision)| self.program[decision.rule].pack == pack)
            .map(|(id, _)| id)
            .collect();
        let Some(name) = name else { return Some(own) };
        let known: Vec<String> = own.iter().map(|id| self.decision_name(*id)).collect();
        match own.iter().zip(&known).find(|(_, known)| **known == name.text) {
            Some((id, _)) => Some(vec![*id]),
            None => {
                self.unknown_in(pack, Sort::Decision, name, known.iter().map(String::as_str), None);
                None
            }
        }
    }

    /// The option that a test of this pack names.
    fn own_option(&mut self, pack: PackId, path: &ast::OptionPath) -> Option<(DecisionId, usize)> {
        let named = self.decisions_named(pack, path.decision.as_ref())?;
        let name = &path.name;
        let found: Vec<(DecisionId, usize, Span)> = named
            .iter()
            .filter_map(|id| {
                let decision = &self.program[*id];
                let at = decision.option(&name.text)?;
                Some((*id, at, decision.options.get(at)?.span))
            })
            .collect();
        match found.as_slice() {
            [(decision, option, _)] => Some((*decision, *option)),
            [] => {
                let mut known: Vec<String> = named
                    .iter()
                    .flat_map(|id| &self.program[*id].options)
                    .map(|option| option.name.to_string())
                    .collect();
                known.dedup();
                self.unknown_in(pack, Sort::Option, name, known.iter().map(String::as_str), None);
                None
            }
            many => {
                let decisions = many.iter().map(|(id, ..)| self.decision_name(*id)).collect();
                let declared = many.iter().map(|(.., span)| *span).collect();
                let (option, span) = (name.text.clone(), path.span);
                self.problems.push(DecisionProblem::SharedOption { option, span, decisions, declared }.into());
                None
            }
        }
    }
}
