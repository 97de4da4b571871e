//! The views of packs: templates by which documents are shown, found beside the rules, and what their heads say.

use std::sync::Arc;

use countersign_compiler::program::PackId;
use countersign_source::{Diagnostic, FileId, Files, Span, nearest};

use crate::beside::names;
use crate::proof::beside;
use crate::{Host, House, Origin, shipped};

/// The folder of a pack that holds its views.
const FOLDER: &str = "views";

/// What the names of templates end in.
const TEMPLATE: &str = ".jinja";

/// What a template makes; the middle of its file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViewFormat {
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// A page, or a piece of one.
    Html,
    /// JSON.
    Json,
    /// Comma-separated values.
    Csv,
    /// The description of a picture, in JSON.
    Drawing,
}

impl ViewFormat {
    /// All of them, as the names of files spell them; the one that is meant where nobody says so stands first.
    pub const ALL: [(&'static str, Self); 6] = [
        ("md", Self::Markdown),
        ("txt", Self::Text),
        ("html", Self::Html),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("drawing", Self::Drawing),
    ];

    /// The format of this ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == ending).map(|(_, format)| format)
    }

    /// Its ending.
    #[must_use]
    pub fn ending(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, format)| *format == self).map_or("", |(ending, _)| ending)
    }
}

/// A template.
#[derive(Clone, Debug)]
pub struct View {
    /// The pack that it stands in.
    pub pack: Arc<str>,
    /// The kind of document that it shows, as documents spell it.
    pub kind: Arc<str>,
    /// Its name: `ticket`; that of a part, which other templates include, begins with `_`.
    pub name: Arc<str>,
    /// What it makes.
    pub format: ViewFormat,
    /// Where its pack comes from.
    pub origin: Origin,
    /// Its text.
    pub file: FileId,
    /// What it says of itself.
    pub head: Head,
}

/// What a template says of itself in the comment that it begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What it is, in a line.
    pub says: String,
    /// What its format has no place for.
    pub drops: Vec<String>,
    /// Is it also made of documents that are not ready, and says so itself?
    pub marks: bool,
}

impl View {
    /// Is it a part of others, and no view by itself?
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.name.starts_with('_')
    }

    /// `pack/name.format`, as templates include it.
    #[must_use]
    pub fn template(&self) -> String {
        format!("{}/{}.{}", self.pack, self.name, self.format.ending())
    }

    /// `pack/name`
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.pack, self.name)
    }
}

/// All templates of all packs.
#[derive(Debug)]
pub struct Views {
    /// The files that they stand in, behind those of the rules.
    pub files: Arc<Files>,
    /// The templates, by pack, name and format.
    pub templates: Vec<View>,
    /// What is wrong with their names and heads.
    pub diagnostics: Vec<Diagnostic>,
}

impl Views {
    /// The views, without parts, and without those whose place a house has taken.
    pub fn listed(&self) -> impl Iterator<Item = &View> {
        self.templates.iter().filter(|view| !view.is_part() && !self.is_replaced(view))
    }

    /// The template of this name: `pack/name.format`.
    #[must_use]
    pub fn template(&self, name: &str) -> Option<&View> {
        self.templates.iter().find(|view| view.template() == name)
    }

    /// Has a house another view of this name, format and kind?
    fn is_replaced(&self, view: &View) -> bool {
        view.origin == Origin::Shipped
            && self.templates.iter().any(|other| {
                other.origin == Origin::Given
                    && (&other.name, other.format, &other.kind) == (&view.name, view.format, &view.kind)
            })
    }

    /// The views of a name, `ticket` or `pack/ticket`, for a kind of document: one for each format, in the order of
    /// formats.
    ///
    /// # Errors
    ///
    /// Where there is none, or the packs have several of one format; says what to do.
    pub fn find(&self, kind: &str, name: &str) -> Result<Vec<&View>, Diagnostic> {
        let (pack, short) = match name.split_once('/') {
            Some((pack, short)) => (Some(pack), short),
            None => (None, name),
        };
        let is_meant = |view: &&View| &*view.name == short && pack.is_none_or(|pack| &*view.pack == pack);
        let meant: Vec<&View> = match pack {
            Some(_) => self.templates.iter().filter(|view| !view.is_part()).filter(is_meant).collect(),
            None => self.listed().filter(is_meant).collect(),
        };
        let mut found: Vec<&View> = meant.iter().copied().filter(|view| &*view.kind == kind).collect();
        found.sort_by_key(|view| view.format);
        if let Some((one, other)) =
            found.iter().zip(found.iter().skip(1)).find(|(one, other)| one.format == other.format)
        {
            let message = format!("there are two views `{short}`: `{}` and `{}`", one.id(), other.id());
            return Err(Diagnostic::error("views/ambiguous", message)
                .help(format!("say which one: `countersign render {} …`", one.id())));
        }
        if !found.is_empty() {
            return Ok(found);
        }
        if let Some(other) = meant.first() {
            let message = format!("the view `{name}` shows a `{}`, and this is a `{kind}`", other.kind);
            return Err(
                Diagnostic::error("views/kind", message).help("`countersign render --list` says what each view shows")
            );
        }
        let known: Vec<String> = self
            .listed()
            .filter(|view| &*view.kind == kind)
            .map(|view| if pack.is_some() { view.id() } else { view.name.to_string() })
            .collect();
        let error = Diagnostic::error("views/unknown", format!("there is no view `{name}`"));
        let error = match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        };
        Err(error.help("`countersign render --list` lists the views there are"))
    }
}

impl House {
    /// Finds the views of all packs.
    #[must_use]
    pub fn views(&self, host: &dyn Host) -> Views {
        let mut files = Files::clone(&self.files);
        let (mut templates, mut diagnostics) = (Vec::new(), Vec::new());
        let mut folders: Vec<(PackId, String)> =
            self.program.files.iter().map(|(file, pack)| (*pack, beside(files.name(*file), FOLDER))).collect();
        folders.sort();
        folders.dedup();
        for (pack, folder) in folders {
            let mut found = names(host, &folder);
            found.sort();
            for name in found.iter().filter(|name| name.ends_with(TEMPLATE)) {
                let path = format!("{folder}/{name}");
                let text = match shipped::file(&path) {
                    Some(text) => Ok(text.to_owned()),
                    None => host.read_named(&path).map_err(|error| error.diagnostic()).and_then(|bytes| {
                        match countersign_document::decode(&bytes) {
                            Ok(text) => Ok(text.to_owned()),
                            Err(error) => {
                                let id = files.add(&*path, String::from_utf8_lossy(&bytes));
                                Err(countersign_source::Report::report(&error.fault(id)))
                            }
                        }
                    }),
                };
                let text = match text {
                    Ok(text) => text,
                    Err(error) => {
                        diagnostics.push(error);
                        continue;
                    }
                };
                let file = files.add(&*path, text.as_str());
                let (name, format) = match named(name, Span::new(file, 0..0)) {
                    Ok(found) => found,
                    Err(error) => {
                        diagnostics.push(error);
                        continue;
                    }
                };
                let head = match head(&text, file, name.starts_with('_')) {
                    Ok(head) => head,
                    Err(error) => {
                        diagnostics.push(error);
                        continue;
                    }
                };
                let facts = &self.program[pack];
                templates.push(View {
                    pack: Arc::clone(&facts.name),
                    kind: Arc::clone(&self.program[facts.kind].word),
                    name,
                    format,
                    origin: self.origin(pack),
                    file,
                    head,
                });
            }
        }
        templates
            .sort_by(|one, other| (&one.pack, &one.name, one.format).cmp(&(&other.pack, &other.name, other.format)));
        Views { files: Arc::new(files), templates, diagnostics }
    }
}

/// The name and the format of a template, from the name of its file.
fn named(file: &str, top: Span) -> Result<(Arc<str>, ViewFormat), Diagnostic> {
    let stem = file.strip_suffix(TEMPLATE).unwrap_or(file);
    let example = "it is called NAME.FORMAT.jinja, as in `ticket.md.jinja`";
    let Some((name, ending)) = stem.rsplit_once('.') else {
        return Err(Diagnostic::error("views/name", format!("`{file}` does not say what the template makes"))
            .at(top, "the format is not named")
            .help(example));
    };
    let bare = name.strip_prefix('_').unwrap_or(name);
    if !bare.starts_with(|char: char| char.is_ascii_lowercase())
        || !bare.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-')
    {
        return Err(Diagnostic::error("views/name", format!("`{name}` is no name of a view"))
            .at(top, "the name of this file")
            .help("write it in small letters, with `-` between words; that of a part begins with `_`"));
    }
    let Some(format) = ViewFormat::of_ending(ending) else {
        let endings = ViewFormat::ALL.map(|(ending, _)| ending);
        let label = match nearest(ending, endings) {
            Some(near) => format!("did you mean `{near}`?"),
            None => example.to_owned(),
        };
        return Err(Diagnostic::error("views/name", format!("`{ending}` is no format of a view"))
            .at(top, label)
            .help(format!("the formats are {}", endings.map(|ending| format!("`{ending}`")).join(", "))));
    };
    Ok((Arc::from(name), format))
}

/// What the comment at the beginning says. A part need not have one.
fn head(text: &str, file: FileId, is_part: bool) -> Result<Head, Diagnostic> {
    let at = |start: usize, length: usize| Span::new(file, start..start + length);
    let open = text.len() - text.trim_start().len();
    let rest = text.get(open..).unwrap_or("");
    let comment = rest.strip_prefix("{#").and_then(|rest| rest.split_once("#}")).map(|(comment, _)| comment);
    let none = || {
        let first = rest.lines().next().unwrap_or("").len();
        Diagnostic::error("views/head", "this view does not say what it is")
            .at(at(open, first), "expected a comment")
            .help("begin it with a line such as `{# The ticket for the queue of the data centre. #}`")
    };
    let Some(comment) = comment else { return if is_part { Ok(Head::default()) } else { Err(none()) } };
    let mut head = Head::default();
    let mut start = open + 2;
    for line in comment.split_inclusive('\n') {
        let said = line.trim_matches(|char: char| char.is_whitespace() || char == '-' || char == '+');
        let place = at(start + line.find(said).unwrap_or(0), said.len());
        start += line.len();
        if said.is_empty() {
            continue;
        }
        if head.says.is_empty() {
            said.clone_into(&mut head.says);
            continue;
        }
        if is_part {
            continue;
        }
        let Some((key, value)) = said.split_once(':') else {
            return Err(Diagnostic::error("views/head", "what a view is, is said in one line")
                .at(place, "expected `drops: …` or `not ready: marked`")
                .help("put this into a second comment, below the first"));
        };
        match (key.trim(), value.trim()) {
            ("drops", value) => {
                head.drops =
                    value.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
            }
            ("not ready", "marked") => head.marks = true,
            ("not ready", other) => {
                return Err(Diagnostic::error("views/head", format!("`not ready: {other}` means nothing"))
                    .at(place, "write `marked`, or leave the line out")
                    .help("without it, no view is made of a document that is not ready, but with `--draft`"));
            }
            (other, _) => {
                let label = match nearest(other, ["drops", "not ready"]) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "not known".to_owned(),
                };
                return Err(Diagnostic::error("views/head", format!("the head of a view has no `{other}`"))
                    .at(place, label)
                    .help("behind its first line it may say `drops: …` and `not ready: marked`"));
            }
        }
    }
    if head.says.is_empty() && !is_part { Err(none()) } else { Ok(head) }
}
