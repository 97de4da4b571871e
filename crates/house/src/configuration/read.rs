//! Values to a configuration: every key is known, and holds what it wants.

use countersign_compiler::scalar::Date;
use countersign_source::{FileId, Level, nearest};

use super::keys::{below, wants};
use super::tree::{Value, parse};
use super::{Configuration, ConfigurationProblem, Of, Said};
use crate::FailOn;

/// The words for levels, `off` among them.
const LEVELS: [(&str, Option<Level>); 4] =
    [("error", Some(Level::Error)), ("warning", Some(Level::Warning)), ("note", Some(Level::Note)), ("off", None)];

impl Configuration {
    /// Reads a configuration and collects what is wrong with it. `name` is the path of the file, from whose folder the
    /// paths in it go.
    pub(crate) fn read(file: FileId, name: &str, text: &str) -> (Self, Vec<ConfigurationProblem>) {
        let (entries, problems) = parse(file, text);
        let configuration = Self {
            file,
            name: name.to_owned(),
            packs: None,
            rules: Vec::new(),
            exclude: Vec::new(),
            as_of: None,
            evidence: None,
            max_cost: None,
            fail_on: None,
            limits: Vec::new(),
            settings: Vec::new(),
            without_pack: Vec::new(),
            levels: Vec::new(),
        };
        let mut reader = Reader { configuration, problems };
        if !reader.problems.is_empty() {
            // What follows a mistake of syntax is most likely read as something that was not meant.
            reader.problems.truncate(1);
            return (reader.configuration, reader.problems);
        }
        for (key, value) in entries {
            reader.key(&key, value);
        }
        (reader.configuration, reader.problems)
    }
}

struct Reader {
    configuration: Configuration,
    problems: Vec<ConfigurationProblem>,
}

impl Reader {
    fn key(&mut self, key: &Said<String>, value: Said<Value>) {
        match key.value.as_str() {
            "rules" => self.configuration.rules = self.paths("rules", value),
            "packs" => {
                let span = value.span;
                self.configuration.packs = self.texts("packs", value).map(|value| Said { value, span });
            }
            "exclude" => self.configuration.exclude = self.texts("exclude", value).unwrap_or_default(),
            "evidence" => {
                self.configuration.evidence = self.text("evidence", value).map(|path| self.below_here(path));
            }
            "fail-on" => {
                self.configuration.fail_on = self.word("fail-on", value, &FailOn::ALL);
            }
            "as-of" => self.configuration.as_of = self.date(value),
            "max-cost" => self.configuration.max_cost = self.whole("max-cost", value),
            "settings" => self.settings(value),
            "levels" => self.levels(value),
            "limits" => self.limits(value),
            _ => self.unknown("", key),
        }
    }

    fn settings(&mut self, value: Said<Value>) {
        for (pack, value) in self.table("settings", value) {
            // Which pack declares the setting that this most likely is, the packs will tell.
            if !matches!(value.value, Value::Table(_)) {
                self.configuration.without_pack.push((pack, value));
                continue;
            }
            for (name, value) in self.table(&format!("settings.{}", pack.value), value) {
                self.configuration.settings.push((pack.clone(), name, value));
            }
        }
    }

    fn levels(&mut self, value: Said<Value>) {
        for (key, value) in self.table("levels", value) {
            match Of::ALL.into_iter().find(|(_, word)| *word == key.value) {
                Some((of, word)) => {
                    for (name, value) in self.table(&format!("levels.{word}"), value) {
                        let key = format!("levels.{word}.{}", name.value);
                        if let Some(level) = self.word(&key, value, &LEVELS) {
                            self.configuration.levels.push((of, name, level));
                        }
                    }
                }
                None => self.unknown("levels", &key),
            }
        }
    }

    fn limits(&mut self, value: Said<Value>) {
        for (key, value) in self.table("limits", value) {
            if !below("limits").contains(&key.value.as_str()) {
                self.unknown("limits", &key);
                continue;
            }
            let name = format!("limits.{}", key.value);
            let most = match &value.value {
                Value::Number(digits) => digits.parse::<u64>().ok(),
                _ => None,
            };
            match most {
                Some(most) if most > 0 && (key.value != "depth" || most <= 256) => {
                    self.configuration.limits.push((key, Said { value: most, span: value.span }));
                }
                _ => {
                    let wants = if key.value == "depth" { "a whole number from 1 to 256" } else { wants(&name) };
                    self.wrong(&name, wants, &value);
                }
            }
        }
    }

    fn table(&mut self, key: &str, value: Said<Value>) -> Vec<(Said<String>, Said<Value>)> {
        match value.value {
            Value::Table(entries) => entries,
            _ => {
                self.wrong(key, "a table", &value);
                Vec::new()
            }
        }
    }

    fn texts(&mut self, key: &str, value: Said<Value>) -> Option<Vec<Said<String>>> {
        let Value::List(items) = value.value else {
            self.wrong(key, wants(key), &value);
            return None;
        };
        Some(items.into_iter().filter_map(|item| self.text(key, item)).collect())
    }

    fn paths(&mut self, key: &str, value: Said<Value>) -> Vec<Said<String>> {
        let texts = self.texts(key, value).unwrap_or_default();
        texts.into_iter().map(|path| self.below_here(path)).collect()
    }

    /// A path from the folder of the file, made one that can be read.
    fn below_here(&self, path: Said<String>) -> Said<String> {
        let value = match self.configuration.name.rsplit_once('/') {
            Some((folder, _)) if !path.value.starts_with('/') => crate::shop::tidy(&format!("{folder}/{}", path.value)),
            _ => crate::shop::tidy(&path.value),
        };
        Said { value, span: path.span }
    }

    fn text(&mut self, key: &str, value: Said<Value>) -> Option<Said<String>> {
        match value.value {
            Value::Text(text) if !text.trim().is_empty() => Some(Said { value: text, span: value.span }),
            _ => {
                let wants = match &value.value {
                    Value::Text(_) => "a text with something in it",
                    _ => {
                        let wants = wants(key);
                        wants.strip_prefix("a list of ").map_or(wants, |_| "a text in quotation marks")
                    }
                };
                self.wrong(key, wants, &value);
                None
            }
        }
    }

    fn word<T: Copy>(&mut self, key: &str, value: Said<Value>, words: &[(&'static str, T)]) -> Option<Said<T>> {
        let known = words.iter().map(|(word, _)| *word);
        let found = match &value.value {
            Value::Text(text) => text.as_str(),
            _ => "",
        };
        if let Some((_, meant)) = words.iter().find(|(word, _)| *word == found) {
            return Some(Said { value: *meant, span: value.span });
        }
        let near = nearest(found, known.clone());
        self.problems.push(ConfigurationProblem::Word {
            key: key.to_owned(),
            found: value.value.called(),
            span: value.span,
            near: near.map(str::to_owned),
            known: known.map(str::to_owned).collect(),
        });
        None
    }

    fn date(&mut self, value: Said<Value>) -> Option<Said<Date>> {
        let date = match &value.value {
            Value::Moment(text) | Value::Text(text) => Date::parse(text),
            _ => None,
        };
        if date.is_none() {
            self.wrong("as-of", "a date, as in `2026-04-13`", &value);
        }
        date.map(|date| Said { value: date, span: value.span })
    }

    fn whole(&mut self, key: &str, value: Said<Value>) -> Option<Said<u64>> {
        let whole = match &value.value {
            Value::Number(digits) => digits.parse::<u64>().ok().filter(|whole| *whole > 0),
            _ => None,
        };
        if whole.is_none() {
            self.wrong(key, wants(key), &value);
        }
        whole.map(|whole| Said { value: whole, span: value.span })
    }

    fn wrong(&mut self, key: &str, wants: &str, value: &Said<Value>) {
        self.problems.push(ConfigurationProblem::Wrong {
            key: key.to_owned(),
            wants: wants.to_owned(),
            found: value.value.called(),
            span: value.span,
            instead: None,
        });
    }

    fn unknown(&mut self, below_key: &str, key: &Said<String>) {
        let known = below(below_key);
        let near = nearest(&key.value, known.iter().copied()).map(str::to_owned);
        self.problems.push(ConfigurationProblem::Key {
            key: key.value.clone(),
            below: below_key.to_owned(),
            span: key.span,
            near,
            known: known.into_iter().map(str::to_owned).collect(),
        });
    }
}
