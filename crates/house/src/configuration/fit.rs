//! A configuration against the packs: what it names is there, and its values fit.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_compiler::program::{Literal, PackId, Program, RuleId, Setting, SettingId, Type};
use countersign_compiler::scalar::{Date, Duration, Instant, Number};
use countersign_evaluator::Settings;
use countersign_source::{Level, Span, nearest};

use super::tree::Value;
use super::{Configuration, ConfigurationProblem, Of, Said};

/// What a configuration means for a program.
#[derive(Debug, Default)]
pub(crate) struct Fitted {
    /// The packs whose rules are run; all where it does not say.
    pub(crate) packs: Option<Vec<PackId>>,
    /// The settings that it sets.
    pub(crate) settings: Settings,
    /// Where each of them is set.
    pub(crate) set: BTreeMap<SettingId, Span>,
    /// The level that each rule has got in the place of its own, and where that is said; `None` is off.
    pub(crate) levels: BTreeMap<RuleId, (Option<Level>, Span)>,
}

impl Configuration {
    /// Holds it against a program.
    pub(crate) fn fit(&self, program: &Program) -> (Fitted, Vec<ConfigurationProblem>) {
        let mut fitting = Fitting { program, fitted: Fitted::default(), problems: Vec::new() };
        if let Some(packs) = &self.packs {
            let found = packs.value.iter().filter_map(|pack| fitting.pack(pack)).collect();
            fitting.fitted.packs = Some(found);
        }
        for (name, value) in &self.without_pack {
            fitting.without_pack(name, value);
        }
        for (pack, name, value) in &self.settings {
            fitting.setting(pack, name, value);
        }
        for (of, _) in Of::ALL {
            let mut said: BTreeMap<RuleId, (Option<Level>, Span)> = BTreeMap::new();
            for (_, name, level) in self.levels.iter().filter(|(found, ..)| *found == of) {
                for rule in fitting.rules(of, name) {
                    let next = (level.value, level.span);
                    // Of several risks the highest counts.
                    said.entry(rule).and_modify(|level| *level = (*level).max(next)).or_insert(next);
                }
            }
            fitting.fitted.levels.extend(said);
        }
        fitting.refuse();
        let levels: Vec<_> = fitting.fitted.levels.iter().map(|(rule, (level, _))| (*rule, *level)).collect();
        for (rule, level) in levels {
            fitting.fitted.settings.set_level(rule, level);
        }
        (fitting.fitted, fitting.problems)
    }
}

struct Fitting<'p> {
    program: &'p Program,
    fitted: Fitted,
    problems: Vec<ConfigurationProblem>,
}

impl Fitting<'_> {
    fn pack(&mut self, pack: &Said<String>) -> Option<PackId> {
        let found = self.program.pack(&pack.value);
        if found.is_none() {
            let known: Vec<String> = self.program.packs.iter().map(|pack| pack.name.to_string()).collect();
            self.problems.push(ConfigurationProblem::Pack {
                pack: pack.value.clone(),
                span: pack.span,
                near: near(&pack.value, &known),
                known,
            });
        }
        found
    }

    fn rules(&mut self, of: Of, name: &Said<String>) -> Vec<RuleId> {
        let program = self.program;
        let all = || (0u32..).map(RuleId).zip(&program.rules);
        match of {
            Of::Pack => match self.pack(name) {
                Some(pack) => all().filter(|(_, rule)| rule.pack == pack).map(|(id, _)| id).collect(),
                None => Vec::new(),
            },
            Of::Step => {
                let known: Vec<String> = unique(program.steps.iter().map(|step| &step.name));
                if !known.contains(&name.value) {
                    let (step, span, near) = (name.value.clone(), name.span, near(&name.value, &known));
                    self.problems.push(ConfigurationProblem::Step { step, span, near, known });
                    return Vec::new();
                }
                all()
                    .filter(|(_, rule)| rule.step.is_some_and(|step| *program[step].name == *name.value))
                    .map(|(id, _)| id)
                    .collect()
            }
            Of::Risk => {
                let known: Vec<String> = unique(program.risks.iter().map(|risk| &risk.name));
                if !known.contains(&name.value) {
                    let (risk, span, near) = (name.value.clone(), name.span, near(&name.value, &known));
                    self.problems.push(ConfigurationProblem::Risk { risk, span, near, known });
                    return Vec::new();
                }
                all()
                    .filter(|(_, rule)| rule.risks.iter().any(|risk| *program[*risk].name == *name.value))
                    .map(|(id, _)| id)
                    .collect()
            }
            Of::Rule => {
                if let Some((id, _)) = all().find(|(id, _)| program.rule_id(*id) == name.value) {
                    return vec![id];
                }
                let known: Vec<String> = all().map(|(id, _)| program.rule_id(id)).collect();
                // A bare name is most likely that of a rule, without its pack.
                let bare = known.iter().find(|id| id.rsplit('/').next() == Some(name.value.as_str())).cloned();
                let near = bare.or_else(|| near(&name.value, &known));
                self.problems.push(ConfigurationProblem::Rule { rule: name.value.clone(), span: name.span, near });
                Vec::new()
            }
        }
    }

    /// Takes back what an unwaivable rule does not allow.
    fn refuse(&mut self) {
        let program = self.program;
        let problems = &mut self.problems;
        self.fitted.levels.retain(|id, (level, span)| {
            let rule = &program[*id];
            let lowered = level.is_none_or(|level| level < rule.level);
            let refused = rule.unwaivable.is_some() && lowered;
            if refused {
                let (rule, span, declared) = (program.rule_id(*id), *span, rule.unwaivable.unwrap_or(rule.span));
                problems.push(ConfigurationProblem::Unwaivable { rule, span, declared });
            }
            !refused
        });
    }

    /// A value that stands directly below `settings`: a setting whose pack is not named.
    fn without_pack(&mut self, name: &Said<String>, value: &Said<Value>) {
        let program = self.program;
        let declaring = program.settings.iter().find(|setting| *setting.name == *name.value);
        let instead = declaring.map(|setting| {
            let pack = &program[setting.pack].name;
            format!("a setting stands below the pack that declares it: write `[settings.{pack}]` above it")
        });
        self.problems.push(ConfigurationProblem::Wrong {
            key: format!("settings.{}", name.value),
            wants: "a table".to_owned(),
            found: value.value.called(),
            span: value.span,
            instead,
        });
    }

    fn setting(&mut self, pack: &Said<String>, name: &Said<String>, value: &Said<Value>) {
        let program = self.program;
        let Some(id) = self.pack(pack) else { return };
        let of_pack = || (0u32..).map(SettingId).zip(&program.settings).filter(|(_, setting)| setting.pack == id);
        let Some((setting_id, setting)) = of_pack().find(|(_, setting)| *setting.name == *name.value) else {
            let known: Vec<String> = of_pack().map(|(_, setting)| setting.name.to_string()).collect();
            self.problems.push(ConfigurationProblem::Setting {
                pack: pack.value.clone(),
                setting: name.value.clone(),
                span: name.span,
                near: near(&name.value, &known),
                known,
            });
            return;
        };
        let called = format!("{}.{}", pack.value, name.value);
        let Some(literal) = literal(program, &setting.ty, &value.value) else {
            let (wants, near) = (wanted(program, &setting.ty), near_member(program, setting, &value.value));
            self.problems.push(ConfigurationProblem::Value {
                setting: called,
                wants,
                found: value.value.called(),
                span: value.span,
                declared: setting.span,
                near,
            });
            return;
        };
        if !setting.admits(&literal) {
            let bounds = setting.bounds.as_ref().map_or_else(String::new, |(low, high)| {
                format!("`{}` and `{}`", program.spell(low), program.spell(high))
            });
            self.problems.push(ConfigurationProblem::Bounds {
                setting: called,
                bounds,
                found: value.value.called(),
                span: value.span,
                declared: setting.span,
            });
            return;
        }
        self.fitted.settings.set(setting_id, literal);
        self.fitted.set.insert(setting_id, value.span);
    }
}

fn unique<'a>(names: impl Iterator<Item = &'a Arc<str>>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.iter().any(|known| **known == **name) {
            unique.push(name.to_string());
        }
    }
    unique
}

fn near(name: &str, known: &[String]) -> Option<String> {
    nearest(name, known.iter().map(String::as_str)).map(str::to_owned)
}

fn near_member(program: &Program, setting: &Setting, value: &Value) -> Option<String> {
    let (Type::Enum(id), Value::Text(text)) = (&setting.ty, value) else { return None };
    nearest(text, program[*id].members.iter().map(|member| &**member)).map(str::to_owned)
}

/// The value as one of this type, if it fits.
fn literal(program: &Program, ty: &Type, value: &Value) -> Option<Literal> {
    Some(match (ty, value) {
        (Type::Boolean, Value::Boolean(value)) => Literal::Boolean(*value),
        (Type::Number, Value::Number(digits)) => Literal::Number(Number::parse(digits)?),
        (Type::Duration, Value::Text(text)) => Literal::Duration(Duration::parse(text)?),
        (Type::Date, Value::Text(text) | Value::Moment(text)) => Literal::Date(Date::parse(text)?),
        (Type::Instant, Value::Text(text) | Value::Moment(text)) => Literal::Instant(Instant::parse(text).ok()?),
        (Type::Enum(id), Value::Text(text)) => Literal::Member(*id, program[*id].member(text)?),
        (Type::Text | Type::Reference(_), Value::Text(text)) => Literal::Text(Arc::from(text.as_str())),
        (Type::Refinement(id), Value::Text(text)) if program[*id].pattern.is_match(text) => {
            Literal::Text(Arc::from(text.as_str()))
        }
        (Type::List(item), Value::List(items)) => Literal::List(
            items.iter().map(|each| literal(program, item, &each.value)).collect::<Option<Vec<Literal>>>()?,
        ),
        _ => return None,
    })
}

/// What a type wants, in words.
fn wanted(program: &Program, ty: &Type) -> String {
    match ty {
        Type::Boolean => "`true` or `false`".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Duration => "a duration".to_owned(),
        Type::Date => "a date".to_owned(),
        Type::Instant => "an instant".to_owned(),
        Type::Refinement(id) => program[*id].called.to_string(),
        Type::Enum(id) => {
            let members: Vec<String> = program[*id].members.iter().map(|member| format!("`{member}`")).collect();
            match members.split_last() {
                Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
                _ => members.concat(),
            }
        }
        Type::List(item) => format!("a list, each item of it {}", wanted(program, item)),
        Type::Text | Type::Reference(_) | Type::Shape(_) | Type::Silent => "a text".to_owned(),
    }
}
