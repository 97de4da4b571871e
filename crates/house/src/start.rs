//! A first rule for somebody to go on from: its text, a document that it passes on, and tests that show both.

use std::sync::Arc;

use countersign_compiler::program::{Field, KindId, Program, Type};
use countersign_source::{Diagnostic, nearest};

use crate::search::Schema;
use crate::{House, Written, lay_out};

/// What is to be begun.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The pack, in `kebab-case`.
    pub pack: String,
    /// The rule, in `kebab-case`.
    pub rule: String,
    /// The document that it judges, as rules or as documents spell it.
    pub document: Option<String>,
    /// Packs whose names it uses.
    pub uses: Vec<String>,
}

/// The beginning of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The rules file, laid out.
    pub rules: String,
    /// The document that the tests are about, as YAML.
    pub example: String,
    /// The name of the document, where the file declares it.
    pub declares: Option<String>,
}

/// What the rule asks for.
struct Asked {
    /// The condition.
    condition: String,
    /// What the tests write to break it: a path and a value.
    breaks: (String, &'static str),
    help: String,
}

impl House {
    /// The beginning of a rule in one of these packs, or in a new one. `example` is what its document will be called.
    ///
    /// # Errors
    ///
    /// A name is not written as it has to be, is taken, or is not known.
    pub fn start(&self, wanted: &Start, example: &str) -> Result<Started, Diagnostic> {
        let program = &self.program;
        kebab("pack", &wanted.pack)?;
        kebab("rule", &wanted.rule)?;
        let pack = program.pack(&wanted.pack);
        if let Some(pack) = pack {
            if self.origin(pack) == crate::Origin::Shipped {
                let message =
                    format!("`{}` is the name of a shipped pack, whose place this one would take", wanted.pack);
                return Err(Diagnostic::error("new/name", message).help("give your pack another name"));
            }
            if let Some(rule) = program.rules.iter().find(|rule| rule.pack == pack && *rule.name == *wanted.rule) {
                let message = format!("there is a rule `{}` in this pack", wanted.rule);
                return Err(Diagnostic::error("new/name", message)
                    .at(rule.span, "here")
                    .help("give the new rule another name, or change this one"));
            }
        }
        let kind = match (pack.map(|pack| program[pack].kind), &wanted.document) {
            (Some(kind), Some(name)) if !is_called(program, kind, name) => {
                let message = format!("the pack `{}` is for `{}`, not for `{name}`", wanted.pack, program[kind].name);
                return Err(Diagnostic::error("new/document", message)
                    .help("leave `--for` out, or begin a pack of another name"));
            }
            (Some(kind), _) => Some(kind),
            (None, Some(name)) => self.kind_named(name)?,
            (None, None) => Some(self.default_kind().ok_or_else(|| {
                Diagnostic::error("new/document", "nothing says which document the rule is for")
                    .help(format!("say so: `--for {}`", program.kinds.first().map_or("Ticket", |kind| &*kind.name)))
            })?),
        };
        let mut uses = Vec::new();
        for name in &wanted.uses {
            if program.pack(name).is_none() {
                let names = program.packs.iter().map(|pack| &*pack.name);
                let error = Diagnostic::error("new/pack", format!("there is no pack `{name}` to use"));
                return Err(match nearest(name, names.clone()) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help(format!("the packs are {}", listed(names))),
                });
            }
            uses.push(name.clone());
        }
        if let Some(kind) = kind {
            uses.push(program[program[kind].pack].name.to_string());
        }
        uses.retain(|name| *name != wanted.pack);
        uses.sort();
        uses.dedup();
        let (document, declares, asked, example_text) = match kind {
            Some(kind) => {
                let (asked, text) = asked(program, kind);
                (program[kind].name.to_string(), None, asked, text)
            }
            None => {
                let name = wanted.document.clone().unwrap_or_default();
                let word = words(&name).join("-");
                let text = format!("kind: {word}\ntitle: an example\nowner: somebody\n");
                (name.clone(), Some(name), present("owner"), text)
            }
        };
        let rules = text(wanted, pack.is_none(), &document, &uses, declares.is_some(), &asked, example);
        let laid_out = lay_out("new.rules", rules.as_bytes()).result;
        let rules = laid_out.map_or(rules, |layout| layout.after);
        Ok(Started { rules, example: example_text, declares })
    }

    /// The kind of this name; nothing where it is to be declared.
    fn kind_named(&self, name: &str) -> Result<Option<KindId>, Diagnostic> {
        let program = &self.program;
        let kinds = || (0u32..).map(KindId).zip(&program.kinds);
        if let Some((id, _)) = kinds().find(|(id, _)| is_called(program, *id, name)) {
            return Ok(Some(id));
        }
        let names = || program.kinds.iter().map(|kind| &*kind.name);
        let known = names().chain(program.kinds.iter().map(|kind| &*kind.word));
        let error = Diagnostic::error("new/document", format!("there is no document `{name}`"));
        if let Some(near) = nearest(name, known) {
            return Err(error.help(format!("did you mean `{near}`?")));
        }
        let camel: String = words(name).iter().map(|word| capital(word)).collect();
        if camel == name {
            return Ok(None);
        }
        let help = format!("write `--for {camel}` to declare it, or name one of those there are: {}", listed(names()));
        Err(error.help(if camel.is_empty() { format!("the documents are {}", listed(names())) } else { help }))
    }
}

fn is_called(program: &Program, kind: KindId, name: &str) -> bool {
    *program[kind].name == *name || *program[kind].word == *name
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Is this a name of a pack or a rule?
fn kebab(what: &str, name: &str) -> Result<(), Diagnostic> {
    let meant = words(name).join("-");
    if meant == name && name.starts_with(|char: char| char.is_ascii_lowercase()) {
        return Ok(());
    }
    let error = Diagnostic::error("new/name", format!("`{name}` is no name for a {what}"));
    let meant = meant.trim_start_matches(|char: char| !char.is_ascii_lowercase());
    Err(if meant.is_empty() {
        error.help(format!("a {what} is named in small letters, digits and hyphens, as in `owner-named`"))
    } else {
        error.help(format!("a {what} is named in small letters, digits and hyphens: write `{meant}`"))
    })
}

/// The words of a name, however it is written, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut open, mut before) = (false, ' ');
    for char in name.chars() {
        if !char.is_ascii_alphanumeric() {
            open = false;
        } else {
            let begins = char.is_ascii_uppercase() && before.is_ascii_lowercase();
            match words.last_mut().filter(|_| open && !begins) {
                Some(word) => word.push(char.to_ascii_lowercase()),
                None => words.push(char.to_ascii_lowercase().to_string()),
            }
            open = true;
        }
        before = char;
    }
    words
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

/// Something that a document of this kind may lack, and the least document that lacks nothing of it.
fn asked(program: &Program, kind: KindId) -> (Asked, String) {
    let schema = Schema { program, kind, wrapped: None };
    let shape = &program[program[kind].shape];
    let is_single = |field: &Field| !matches!(field.ty, Type::List(_) | Type::Shape(_) | Type::Silent);
    let fits = |field: &&Field| field.optional && field.digest_of.is_none() && &*field.name != "timezone";
    let texts = shape.fields.iter().filter(|field| field.ty == Type::Text);
    let others = shape.fields.iter().filter(|field| is_single(field));
    let chosen = texts.chain(others).filter(fits).find_map(|field| {
        let value = schema.least(&field.ty, &field.name, 0, None, 2)?;
        Some((field, value))
    });
    let least = schema.document();
    match (chosen, least) {
        (Some((field, value)), Some(Written::Map(mut fields))) => {
            fields.push((Arc::clone(&field.name), value));
            (present(&field.name), Written::Map(fields).yaml())
        }
        (_, least) => {
            let text = least.map_or_else(|| format!("kind: {}\n", program[kind].word), |least| least.yaml());
            let field = shape.fields.iter().find(|field| field.ty == Type::Text).map(|field| &*field.name);
            let asked = Asked {
                condition: "every t in texts(document): not (t contains \"to do\")".to_owned(),
                breaks: (field.unwrap_or("note").to_owned(), "\"to do\""),
                help: "say what to write in its place".to_owned(),
            };
            (asked, text)
        }
    }
}

fn present(field: &str) -> Asked {
    Asked {
        condition: format!("{field} is present"),
        breaks: (field.to_owned(), "missing"),
        help: format!("say what to write under `{field}`, and where to find it out"),
    }
}

fn text(
    wanted: &Start,
    first: bool,
    document: &str,
    uses: &[String],
    declares: bool,
    asked: &Asked,
    example: &str,
) -> String {
    let (pack, rule) = (&wanted.pack, &wanted.rule);
    let mut out = String::new();
    if first {
        out.push_str(&format!("//! What {pack} asks of every {}.\n\n", words(document).join(" ")));
    }
    out.push_str(&format!("pack {pack} for {document}\n\n"));
    for name in uses {
        out.push_str(&format!("use {name}\n"));
    }
    if declares {
        out.push_str(&format!(
            "\n/// Say here what it is, and who writes it.\ndocument {document} {{\n    title: text\n    \
             /// A field with `?` may be left out.\n    owner?: text\n}}\n"
        ));
    }
    let title = capital(&words(rule).join(" "));
    let (path, value) = &asked.breaks;
    out.push_str(&format!(
        "\n// The title says what has to hold, in one sentence; `because` says why.\n\
         rule {rule} \"{title}\" {{\n    require {}\n        help \"{}\"\n\n    \
         because \"Say here why the house wants it.\"\n}}\n\n\
         test \"{rule} passes on the example\" {{\n    given  \"{example}\"\n    expect {rule} passes\n}}\n\n\
         test \"{rule} fails where it should\" {{\n    given  \"{example}\"\n    with   {path} = {value}\n    \
         expect {rule} fails at {path}\n}}\n",
        asked.condition, asked.help,
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::{kebab, words};

    #[test]
    fn names_are_told_apart_from_what_was_meant_by_them() {
        assert_eq!(words("IncidentReport_of--the day2"), ["incident", "report", "of", "the", "day2"]);
        for (name, meant) in [("OwnerNamed", "owner-named"), ("owner_named", "owner-named"), ("a--b", "a-b")] {
            let error = kebab("rule", name).unwrap_err();
            assert!(error.helps.iter().any(|help| help.ends_with(&format!("write `{meant}`"))), "{error:?}");
        }
        assert!(kebab("rule", "owner-named2").is_ok());
        assert!(kebab("rule", "2nd").is_err() && kebab("rule", "").is_err() && kebab("rule", "é").is_err());
    }
}
