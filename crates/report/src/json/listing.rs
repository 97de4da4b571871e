//! The JSON of `rules list`.

use countersign_house::{ListedPack, Listing, OptionEntry, RuleFacts, SettingEntry, TableEntry, WaiverEntry};
use countersign_source::Files;
use serde::Serialize;

use super::rules::{JsonPack, origin, pack_mirrors, text};
use super::{JsonNamed, JsonPlace, Mirror, VERSION, named};

#[derive(Debug, Serialize)]
struct JsonRule {
    id: String,
    title: String,
    level: &'static str,
    kind: String,
    origin: &'static str,
    step: Option<JsonNamed>,
    risks: Vec<JsonNamed>,
    effective: Option<JsonEffective>,
    unwaivable: bool,
    because: Option<String>,
    see: Vec<String>,
    doc: Option<String>,
    tests: usize,
    options: Option<Vec<JsonNamed>>,
    place: JsonPlace,
}

#[derive(Debug, Serialize)]
struct JsonEffective {
    from: String,
    until: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonDecision {
    rule: String,
    options: Vec<JsonOption>,
}

#[derive(Debug, Serialize)]
struct JsonOption {
    name: String,
    title: String,
    /// The pack that adds it, where that is not the decision's own.
    added_by: Option<String>,
    needs: Vec<String>,
    suits: Vec<String>,
    approver: Option<String>,
    doc: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonSetting {
    pack: String,
    name: String,
    #[serde(rename = "type")]
    ty: String,
    value: String,
    bounds: Option<JsonBounds>,
    doc: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonBounds {
    least: String,
    most: String,
}

#[derive(Debug, Serialize)]
struct JsonTable {
    pack: String,
    name: String,
    signature: String,
    columns: Vec<JsonColumn>,
    answer: String,
    rows: usize,
    doc: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonColumn {
    name: String,
    #[serde(rename = "type")]
    ty: String,
}

#[derive(Debug, Serialize)]
struct JsonWaiver {
    pack: String,
    waives: String,
    /// Of which failures, as written; of all where there is nothing.
    r#where: Option<String>,
    until: String,
    by: String,
    because: String,
}

/// Something of a pack that has a name and a title.
#[derive(Debug, Serialize)]
struct JsonOfPack {
    pack: String,
    #[serde(flatten)]
    named: JsonNamed,
}

#[derive(Debug, Serialize)]
struct JsonConcept {
    pack: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct JsonListed {
    version: u32,
    packs: Vec<JsonPack>,
    rules: Vec<JsonRule>,
    decisions: Vec<JsonDecision>,
    settings: Vec<JsonSetting>,
    tables: Vec<JsonTable>,
    waivers: Vec<JsonWaiver>,
    steps: Vec<JsonOfPack>,
    risks: Vec<JsonOfPack>,
    concepts: Vec<JsonConcept>,
}

/// What there is.
pub(crate) fn listed(listing: &Listing) -> String {
    let (mut mirror, files, packs) = (Mirror::default(), &listing.files, &listing.packs);
    text(&JsonListed {
        version: VERSION,
        packs: pack_mirrors(&mut mirror, files, packs.iter().map(|pack| &pack.facts)),
        rules: packs.iter().flat_map(|pack| &pack.rules).map(|one| rule(&mut mirror, files, one)).collect(),
        decisions: packs
            .iter()
            .flat_map(|pack| &pack.decisions)
            .map(|decision| JsonDecision {
                rule: decision.rule.clone(),
                options: decision.options.iter().map(option).collect(),
            })
            .collect(),
        settings: of_packs(packs, |pack| &pack.settings, setting),
        tables: of_packs(packs, |pack| &pack.tables, table),
        waivers: packs.iter().flat_map(|pack| &pack.waivers).map(waiver).collect(),
        steps: of_packs(packs, |pack| &pack.steps, |pack, step| JsonOfPack { pack, named: named(step) }),
        risks: of_packs(packs, |pack| &pack.risks, |pack, risk| JsonOfPack { pack, named: named(risk) }),
        concepts: of_packs(
            packs,
            |pack| &pack.concepts,
            |pack, name: &String| JsonConcept { pack, name: name.clone() },
        ),
    })
}

/// The mirrors of what packs hold of one kind, each with the name of its pack.
fn of_packs<'p, T: 'p, M>(
    packs: &'p [ListedPack],
    held: impl Fn(&'p ListedPack) -> &'p Vec<T>,
    mirror: impl Fn(String, &'p T) -> M,
) -> Vec<M> {
    let each = packs.iter().flat_map(|pack| held(pack).iter().map(move |one| (pack.facts.name.to_string(), one)));
    each.map(|(pack, one)| mirror(pack, one)).collect()
}

fn rule(mirror: &mut Mirror, files: &Files, rule: &RuleFacts) -> JsonRule {
    JsonRule {
        id: rule.id.clone(),
        title: rule.title.to_string(),
        level: rule.level.word(),
        kind: rule.kind.to_string(),
        origin: origin(rule.origin),
        step: rule.step.as_ref().map(named),
        risks: rule.risks.iter().map(named).collect(),
        effective: rule
            .effective
            .map(|(from, until)| JsonEffective { from: from.to_string(), until: until.map(|until| until.to_string()) }),
        unwaivable: rule.unwaivable,
        because: rule.because.as_ref().map(ToString::to_string),
        see: rule.see.iter().map(ToString::to_string).collect(),
        doc: rule.doc.clone(),
        tests: rule.tests,
        options: rule.options.as_ref().map(|options| options.iter().map(named).collect()),
        place: mirror.span(files, rule.place, None),
    }
}

fn option(option: &OptionEntry) -> JsonOption {
    let written = |clauses: &[std::sync::Arc<str>]| clauses.iter().map(ToString::to_string).collect();
    JsonOption {
        name: option.named.name.to_string(),
        title: option.named.title.to_string(),
        added_by: option.from.as_ref().map(ToString::to_string),
        needs: written(&option.needs),
        suits: written(&option.suits),
        approver: option.approver.clone(),
        doc: option.doc.clone(),
    }
}

fn setting(pack: String, setting: &SettingEntry) -> JsonSetting {
    let bounds = setting.bounds.clone();
    JsonSetting {
        pack,
        name: setting.name.to_string(),
        ty: setting.ty.clone(),
        value: setting.value.clone(),
        bounds: bounds.map(|(least, most)| JsonBounds { least, most }),
        doc: setting.doc.clone(),
    }
}

fn table(pack: String, table: &TableEntry) -> JsonTable {
    let columns = table.columns.iter().map(|(name, ty)| JsonColumn { name: name.to_string(), ty: ty.clone() });
    JsonTable {
        pack,
        name: table.name.to_string(),
        signature: table.signature(),
        columns: columns.collect(),
        answer: table.answer.clone(),
        rows: table.rows.len(),
        doc: table.doc.clone(),
    }
}

fn waiver(waiver: &WaiverEntry) -> JsonWaiver {
    JsonWaiver {
        pack: waiver.pack.to_string(),
        waives: waiver.subject.clone(),
        r#where: waiver.condition.clone(),
        until: waiver.until.to_string(),
        by: waiver.by.to_string(),
        because: waiver.because.to_string(),
    }
}
