//! The pages of what packs hold beside rules: a pack itself, a setting, a table, a step, a risk, an option of a decision.

use crate::{House, ListedPack, OptionEntry, SettingEntry, TableEntry, TextPage, Which};

/// What a pack holds that has a name.
pub(crate) struct NamedPage {
    /// `pack/name`; of a pack its name alone.
    pub(crate) id: String,
    pub(crate) page: TextPage,
}

impl NamedPage {
    fn new(id: String, what: String, text: String) -> Self {
        Self { page: TextPage { name: id.clone(), title: what, text: text.trim().to_owned() }, id }
    }

    /// Is it called so, by its whole name or by its own?
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.id == name || (!name.contains('/') && self.id.rsplit('/').next() == Some(name))
    }
}

impl House {
    /// The pages of everything that packs hold beside rules and concepts.
    pub(crate) fn named_pages(&self) -> Vec<NamedPage> {
        self.listing(Which::All).packs.iter().flat_map(of_pack).collect()
    }
}

fn of_pack(pack: &ListedPack) -> Vec<NamedPage> {
    let name = &pack.facts.name;
    let id = |own: &str| format!("{name}/{own}");
    let of = |what: &str| format!("a {what} of the pack `{name}`");
    let mut pages = vec![NamedPage::new(name.to_string(), "a pack".to_owned(), pack_text(pack))];
    for setting in &pack.settings {
        pages.push(NamedPage::new(id(&setting.name), of("setting"), setting_text(setting)));
    }
    for table in &pack.tables {
        pages.push(NamedPage::new(id(&table.name), of("table"), table_text(table)));
    }
    for step in &pack.steps {
        let asks = |rule: &&crate::RuleFacts| rule.step.as_ref().is_some_and(|of| of.name == step.name);
        let rules = pack.rules.iter().filter(asks).map(line);
        pages.push(NamedPage::new(id(&step.name), of("step"), with_list(&step.title, "Rules of it", rules)));
    }
    for risk in &pack.risks {
        let guards = |rule: &&crate::RuleFacts| rule.risks.iter().any(|of| of.name == risk.name);
        let rules = pack.rules.iter().filter(guards).map(line);
        pages.push(NamedPage::new(id(&risk.name), of("risk"), with_list(&risk.title, "Rules against it", rules)));
    }
    for decision in &pack.decisions {
        for option in &decision.options {
            let what = format!("an option of the decision `{}`", decision.rule);
            pages.push(NamedPage::new(format!("{}/{}", decision.rule, option.named.name), what, option_text(option)));
        }
    }
    pages
}

fn line(rule: &crate::RuleFacts) -> String {
    format!("`{}`: {}", rule.id, rule.title)
}

fn pack_text(pack: &ListedPack) -> String {
    let facts = &pack.facts;
    let mut text = facts.doc.clone().unwrap_or_default();
    text.push_str(&format!("\n\nIt judges documents of the kind `{}`.", facts.kind));
    let names = |names: Vec<&str>| names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let held: [(&str, Vec<String>); 6] = [
        ("Rules", pack.rules.iter().map(line).collect()),
        ("Settings", names(pack.settings.iter().map(|one| &*one.name).collect())),
        ("Tables", names(pack.tables.iter().map(|one| &*one.name).collect())),
        ("Steps", names(pack.steps.iter().map(|one| &*one.name).collect())),
        ("Risks", names(pack.risks.iter().map(|one| &*one.name).collect())),
        ("Concepts", names(pack.concepts.iter().map(String::as_str).collect())),
    ];
    for (title, list) in held {
        text = with_list(&text, title, list.into_iter());
    }
    text
}

fn setting_text(setting: &SettingEntry) -> String {
    let bounds = match &setting.bounds {
        Some((least, most)) => format!(", and a house may set it from `{least}` to `{most}`"),
        None => String::new(),
    };
    let facts = format!("It is `{}` where no house sets it, a `{}`{bounds}.", setting.value, setting.ty);
    format!("{}\n\n{facts}", setting.doc.clone().unwrap_or_default())
}

fn table_text(table: &TableEntry) -> String {
    let row = |(cells, answer): &(Vec<String>, String)| format!("`{} -> {answer}`", cells.join(", "));
    let said = format!("{}\n\n`{}`", table.doc.clone().unwrap_or_default(), table.signature());
    with_list(&said, "Rows, the first that fits answers", table.rows.iter().map(row))
}

fn option_text(option: &OptionEntry) -> String {
    let mut text = format!("{}.", option.named.title);
    if let Some(doc) = &option.doc {
        text.push_str(&format!("\n\n{doc}"));
    }
    if let Some(pack) = &option.from {
        text.push_str(&format!("\n\nThe pack `{pack}` adds it."));
    }
    if let Some(approver) = &option.approver {
        text.push_str(&format!("\n\nApproved by `{approver}`."));
    }
    for (title, clauses) in [("It needs", &option.needs), ("It suits where", &option.suits)] {
        text = with_list(&text, title, clauses.iter().map(|clause| format!("`{clause}`")));
    }
    text
}

/// A text, and a list below it where that has items.
fn with_list(text: &str, title: &str, items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    if items.is_empty() { text.to_owned() } else { format!("{text}\n\n{title}:\n\n{}", items.join("\n")) }
}
