//! The parameters that the house has set for itself.

use std::collections::BTreeMap;

use countersign_compiler::program::{Literal, RuleId, SettingId};
use countersign_source::Level;

/// The settings and levels that the house's configuration overrides. Whoever fills it has checked types and bounds.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    values: BTreeMap<SettingId, Literal>,
    levels: BTreeMap<RuleId, Option<Level>>,
}

impl Settings {
    /// No overrides.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Overrides one setting.
    pub fn set(&mut self, setting: SettingId, value: Literal) {
        self.values.insert(setting, value);
    }

    /// Gives a rule another level; `None` switches it off.
    pub fn set_level(&mut self, rule: RuleId, level: Option<Level>) {
        self.levels.insert(rule, level);
    }

    /// The level that a rule of this declared level has; `None` where it is switched off.
    #[must_use]
    pub fn level(&self, rule: RuleId, declared: Level) -> Option<Level> {
        self.levels.get(&rule).copied().unwrap_or(Some(declared))
    }

    /// The value that a setting was given, if it was.
    #[must_use]
    pub fn get(&self, setting: SettingId) -> Option<&Literal> {
        self.values.get(&setting)
    }
}

impl FromIterator<(SettingId, Literal)> for Settings {
    fn from_iter<I: IntoIterator<Item = (SettingId, Literal)>>(values: I) -> Self {
        Self { values: values.into_iter().collect(), levels: BTreeMap::new() }
    }
}
