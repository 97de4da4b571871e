//! The parameters that the house has set for itself.

use std::collections::BTreeMap;

use countersign_compiler::program::{Literal, SettingId};

/// The settings that the house's configuration overrides. Whoever fills it has checked types and bounds.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    values: BTreeMap<SettingId, Literal>,
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

    /// The value that a setting was given, if it was.
    #[must_use]
    pub fn get(&self, setting: SettingId) -> Option<&Literal> {
        self.values.get(&setting)
    }
}

impl FromIterator<(SettingId, Literal)> for Settings {
    fn from_iter<I: IntoIterator<Item = (SettingId, Literal)>>(values: I) -> Self {
        Self { values: values.into_iter().collect() }
    }
}
