//! What is in force, key by key, and where it comes from.

use countersign_compiler::program::SettingId;
use countersign_source::Span;

use super::{Configuration, Of, Said};
use crate::House;

/// One thing that a configuration can say, as it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The key, as in `settings.approval.approval_lifetime`.
    pub key: String,
    /// Its values: none for an empty list, several for a longer one.
    pub values: Vec<String>,
    /// Where it comes from.
    pub from: From,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// Nobody has set it.
    BuiltIn,
    /// The pack that declares it says so, here.
    Declared(Span),
    /// The configuration says so, here.
    File(Span),
    /// A flag of the command line.
    Flag(&'static str),
}

impl House {
    /// Every key with its value: first what concerns the whole house, then the settings of all packs, the levels that were
    /// changed, and the limits. `flagged` are the paths that came from `--rules`.
    #[must_use]
    pub fn effective(&self, flagged: &[String]) -> Vec<Effective> {
        let configuration = self.configuration();
        let program = &self.program;
        let mut all = Vec::new();
        let rules = configuration.map(|found| found.rules.as_slice()).unwrap_or_default();
        for rule in rules {
            all.push(one("rules", &rule.value, From::File(rule.span)));
        }
        for path in flagged {
            all.push(one("rules", path, From::Flag("--rules")));
        }
        if rules.is_empty() && flagged.is_empty() {
            all.push(Effective { key: "rules".to_owned(), values: Vec::new(), from: From::BuiltIn });
        }
        let running = self.running().into_iter().map(|pack| program[pack].name.to_string()).collect();
        let from =
            configuration.and_then(|found| found.packs.as_ref()).map_or(From::BuiltIn, |said| From::File(said.span));
        all.push(Effective { key: "packs".to_owned(), values: running, from });
        all.push(listed("exclude", configuration.map(|found| found.exclude.as_slice()).unwrap_or_default()));
        all.push(single(
            "fail-on",
            configuration.and_then(|found| found.fail_on.as_ref()),
            |on| on.word().to_owned(),
            "error",
        ));
        all.push(single("as-of", configuration.and_then(|found| found.as_of.as_ref()), ToString::to_string, ""));
        all.push(single("evidence", configuration.and_then(|found| found.evidence.as_ref()), Clone::clone, ""));
        all.push(single("max-cost", configuration.and_then(|found| found.max_cost.as_ref()), ToString::to_string, ""));
        for (id, setting) in (0u32..).map(SettingId).zip(&program.settings) {
            let value = self.fitted.settings.get(id).unwrap_or(&setting.value);
            let from = self.fitted.set.get(&id).map_or(From::Declared(setting.span), |span| From::File(*span));
            let key = format!("settings.{}.{}", program[setting.pack].name, setting.name);
            all.push(Effective { key, values: vec![program.spell(value)], from });
        }
        for (of, word) in Of::ALL {
            for (_, name, level) in self.levels_said(of) {
                let key = if of == Of::Rule {
                    format!("levels.{word}.\"{}\"", name.value)
                } else {
                    format!("levels.{word}.{}", name.value)
                };
                all.push(one(&key, level.value.map_or("off", countersign_source::Level::word), From::File(level.span)));
            }
        }
        let limits = self.limits();
        for (name, most) in [
            ("steps", limits.steps),
            ("findings", limits.findings as u64),
            ("texts", limits.texts as u64),
            ("depth", u64::from(limits.depth)),
        ] {
            let said = configuration.and_then(|found| found.limits.iter().find(|(key, _)| key.value == name));
            let from = said.map_or(From::BuiltIn, |(_, most)| From::File(most.span));
            all.push(one(&format!("limits.{name}"), &most.to_string(), from));
        }
        all
    }

    fn levels_said(
        &self,
        of: Of,
    ) -> impl Iterator<Item = &(Of, Said<String>, Said<Option<countersign_source::Level>>)> {
        let said = self.configuration().map(|found: &Configuration| found.levels.as_slice()).unwrap_or_default();
        said.iter().filter(move |(found, ..)| *found == of)
    }
}

fn one(key: &str, value: &str, from: From) -> Effective {
    Effective { key: key.to_owned(), values: vec![value.to_owned()], from }
}

fn listed(key: &str, said: &[Said<String>]) -> Effective {
    Effective {
        key: key.to_owned(),
        values: said.iter().map(|said| said.value.clone()).collect(),
        from: said.first().map_or(From::BuiltIn, |said| From::File(said.span)),
    }
}

fn single<T>(key: &str, said: Option<&Said<T>>, word: impl Fn(&T) -> String, default: &str) -> Effective {
    match said {
        Some(said) => one(key, &word(&said.value), From::File(said.span)),
        None => Effective {
            key: key.to_owned(),
            values: if default.is_empty() { Vec::new() } else { vec![default.to_owned()] },
            from: From::BuiltIn,
        },
    }
}
