//! What packs hold, in a list: everything that can be named, and no more of it than fits into a line or two.

use std::sync::Arc;

use countersign_compiler::program::{PackId, RuleId};
use countersign_source::Files;

use crate::{House, Named, OptionEntry, PackFacts, RuleFacts, SettingEntry, TableEntry, WaiverEntry, Which};

/// What there is.
#[derive(Debug)]
pub struct Listing {
    /// The files that the places of its facts point into.
    pub files: Arc<Files>,
    /// The packs, by name.
    pub packs: Vec<ListedPack>,
}

/// A pack and what it holds, each kind in the order of files and lines.
#[derive(Debug)]
pub struct ListedPack {
    /// The pack itself.
    pub facts: PackFacts,
    /// Its rules, decisions among them.
    pub rules: Vec<RuleFacts>,
    /// The options of its decisions.
    pub decisions: Vec<ListedDecision>,
    /// Its settings.
    pub settings: Vec<SettingEntry>,
    /// Its tables.
    pub tables: Vec<TableEntry>,
    /// Its steps.
    pub steps: Vec<Named>,
    /// Its risks.
    pub risks: Vec<Named>,
    /// The waivers that it grants.
    pub waivers: Vec<WaiverEntry>,
    /// The names of its pages that teach a concept.
    pub concepts: Vec<String>,
}

/// A decision with its options.
#[derive(Debug)]
pub struct ListedDecision {
    /// The rule that judges the choice: `pack/decision`.
    pub rule: String,
    /// Its options, those that other packs add among them.
    pub options: Vec<OptionEntry>,
}

impl TableEntry {
    /// What it asks and answers: `approver-for(action: Action) -> Role`.
    #[must_use]
    pub fn signature(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        format!("{}({}) -> {}", self.name, columns.join(", "), self.answer)
    }
}

impl WaiverEntry {
    /// Of which failures, until when, and by whom, in a clause.
    #[must_use]
    pub fn reach(&self) -> String {
        let reach = self.condition.as_ref().map(|condition| format!("where {condition}, "));
        format!("{}until {}, by {}", reach.unwrap_or_default(), self.until, self.by)
    }
}

impl House {
    /// What these packs hold.
    #[must_use]
    pub fn listing(&self, which: Which) -> Listing {
        let rules = self.rules(which);
        let packs = self.chosen(which).into_iter().zip(self.packs(which));
        let packs = packs.map(|(id, facts)| self.listed(id, facts, &rules)).collect();
        Listing { files: Arc::clone(&self.files), packs }
    }

    fn listed(&self, id: PackId, facts: PackFacts, rules: &[RuleFacts]) -> ListedPack {
        let program = &self.program;
        let own: Vec<RuleId> =
            (0u32..).map(RuleId).take(program.rules.len()).filter(|rule| program[*rule].pack == id).collect();
        let names: Vec<String> = own.iter().map(|rule| program.rule_id(*rule)).collect();
        let decisions = own.iter().zip(&names).filter_map(|(rule, name)| {
            let options = &program[program[*rule].decision?].options;
            let options = options.iter().map(|option| self.option(id, option)).collect();
            Some(ListedDecision { rule: name.clone(), options })
        });
        ListedPack {
            rules: rules.iter().filter(|rule| names.contains(&rule.id)).cloned().collect(),
            decisions: decisions.collect(),
            settings: self.settings(id),
            tables: self.tables(id),
            steps: self.steps(id),
            risks: self.risks(id),
            waivers: self.waivers_that(|waiver| waiver.pack == facts.name),
            concepts: self.concepts(&facts.name).into_iter().map(str::to_owned).collect(),
            facts,
        }
    }
}
