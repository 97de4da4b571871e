//! Views: documents shown by the templates of packs. Here stands what a template may see and use, and how what comes of it
//! is kept from meaning anything that the template did not mean.

mod escape;
mod faults;
mod filters;
mod json;
mod lines;
mod listing;
mod values;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use countersign_house::{CheckedDocument, PresentedDocument, Shown, Verdict, View, ViewFormat, Views};
use countersign_source::{Diagnostic, Files, Level, Span, nearest};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Object, Value};
use minijinja::{Environment, Error, State, UndefinedBehavior};

pub use listing::views_listed;

use crate::json::check::result;
use crate::json::line;
use crate::places::Places;
use crate::plural;
use values::{Fact, Nothing, error, fact, text};

/// What a template sees.
const NAMES: [&str; 6] = ["document", "result", "standing", "draft", "file", "as_of"];

/// How many steps a view may take; a byte that it makes is a small part of one.
const STEPS: u64 = 2_000_000;

/// How deep templates may show one another by `rendered`.
const DEPTH: usize = 8;

/// What parts the names of two templates of which one cannot be included in the other.
const REFUSED: char = '\u{2}';

/// What a view is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewOutput {
    /// What a template of this format makes.
    Made(ViewFormat),
}

impl ViewOutput {
    /// All of them, by name; the first that a view has is the one that is meant where nobody says so.
    pub const ALL: [(&'static str, Self); 6] = [
        ("md", Self::Made(ViewFormat::Markdown)),
        ("txt", Self::Made(ViewFormat::Text)),
        ("html", Self::Made(ViewFormat::Html)),
        ("json", Self::Made(ViewFormat::Json)),
        ("csv", Self::Made(ViewFormat::Csv)),
        ("drawing", Self::Made(ViewFormat::Drawing)),
    ];

    /// The output of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, output)| output)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, output)| *output == self).map_or("", |(name, _)| name)
    }

    /// What the template for it makes.
    #[must_use]
    pub fn template(self) -> ViewFormat {
        match self {
            Self::Made(format) => format,
        }
    }

    /// What a template of this format can be written as.
    #[must_use]
    pub fn of(format: ViewFormat) -> Vec<Self> {
        Self::ALL.into_iter().map(|(_, output)| output).filter(|output| output.template() == format).collect()
    }

    /// What stands between two documents of one file; nothing where they cannot stand in one text.
    #[must_use]
    pub fn between(self) -> Option<&'static str> {
        match self {
            Self::Made(ViewFormat::Markdown) => Some("\n---\n\n"),
            Self::Made(ViewFormat::Text) => {
                Some("\n------------------------------------------------------------------------\n\n")
            }
            _ => None,
        }
    }
}

/// Why a view was not made.
#[derive(Debug)]
pub enum NotRendered {
    /// The document is not ready, and nobody asked for a draft.
    NotReady(Diagnostic),
    /// The view says that it cannot be made of this document.
    Refused(Diagnostic),
    /// Something is wrong with the templates; the places are those of their files.
    Faults(Vec<Diagnostic>),
}

/// Makes a view of a document.
///
/// # Errors
///
/// Where the document is not ready and `draft` does not ask for it all the same, or the template cannot be made of it.
pub fn rendered_view(
    views: &Views,
    view: &View,
    output: ViewOutput,
    document: &PresentedDocument,
    draft: bool,
) -> Result<String, NotRendered> {
    let checked = &document.checked;
    let is_draft = is_draft(checked);
    if is_draft && !draft && !view.head.marks {
        return Err(NotRendered::NotReady(not_ready(checked)));
    }
    let facts = Arc::new(Facts::new(views, document));
    let environment = environment(&facts);
    let context = Value::from_dyn_object(Arc::clone(&facts));
    let made = environment.get_template(&view.template()).and_then(|template| template.render_with_spans(context));
    let (made, spans) = match made {
        Ok(made) => made,
        Err(error) => {
            let mut diagnostic = faults::diagnostic(views, &error);
            if let Some(message) = facts.refused.get() {
                let file = checked.files.name(checked.file);
                diagnostic.code = "views/refused".to_owned();
                diagnostic.message = format!("no `{}` can be made of `{file}`: {message}", view.name);
                diagnostic.labels.clear();
                return Err(NotRendered::Refused(diagnostic));
            }
            return Err(NotRendered::Faults(vec![diagnostic]));
        }
    };
    if !facts.said.load(Ordering::Relaxed) {
        return Err(NotRendered::Faults(vec![silent(views, view)]));
    }
    match output.template() {
        ViewFormat::Json | ViewFormat::Drawing => {
            json::laid_out(views, &made, &spans).map_err(|error| NotRendered::Faults(vec![error]))
        }
        ViewFormat::Markdown | ViewFormat::Text => Ok(without_gaps(&made)),
        ViewFormat::Html | ViewFormat::Csv => Ok(format!("{}\n", made.trim())),
    }
}

/// Is a view of it a draft?
fn is_draft(checked: &CheckedDocument) -> bool {
    checked.verdict == Verdict::NotReady || checked.nothing_applied()
}

/// The sentence that every view says first.
fn standing(checked: &CheckedDocument) -> String {
    use countersign_house::Outcome::{Fails, Undetermined, Waived};
    let errors = checked.count(Fails, Level::Error);
    let open = checked.count(Undetermined, Level::Error);
    let warnings = checked.count(Fails, Level::Warning);
    let waived = checked.findings.iter().filter(|finding| finding.outcome == Waived).count();
    let mut out = match checked.verdict {
        _ if checked.nothing_applied() => "DRAFT, not checked: no rule applies to it".to_owned(),
        Verdict::NotReady => format!("DRAFT, not ready: {} to mend before it is handed over", plural(errors, "error")),
        Verdict::Open => {
            format!("open: {} cannot be answered, since something is not known or not stated", plural(open, "question"))
        }
        Verdict::Ready => "ready: no rule that applies is broken".to_owned(),
    };
    if checked.verdict == Verdict::NotReady && open > 0 {
        out.push_str(&format!(", {} open", plural(open, "question")));
    }
    if warnings > 0 {
        out.push_str(&format!("; {}", plural(warnings, "warning")));
    }
    if waived > 0 {
        out.push_str(&format!("; {waived} waived"));
    }
    out
}

fn not_ready(checked: &CheckedDocument) -> Diagnostic {
    let file = checked.files.name(checked.file);
    let errors = checked.count(countersign_house::Outcome::Fails, Level::Error);
    let what = if checked.nothing_applied() { "no rule applies to it".to_owned() } else { plural(errors, "error") };
    let which = if checked.one_of_many { format!(" (document {})", checked.index + 1) } else { String::new() };
    Diagnostic::error("views/not-ready", format!("no view is made of `{file}`{which}: it is not ready ({what})"))
        .help(format!("`countersign check {file}` lists what is left to do"))
        .help("`--draft` makes the view all the same, marked as a draft")
}

/// A view that does not say how the document stands.
fn silent(views: &Views, view: &View) -> Diagnostic {
    let text = views.files.get(view.file).map(|file| Arc::clone(file.text())).unwrap_or_default();
    let first = text.lines().next().map_or(0, str::len);
    Diagnostic::error("views/standing", format!("the view `{}` does not say how the document stands", view.id()))
        .at(Span::new(view.file, 0..first), "nothing in this template shows `standing`")
        .help("write `{{ standing }}` into its first lines: whoever reads it has to see a draft for what it is")
}

/// Lines without blanks at their ends, one empty line where there were several, and one line end behind the last.
fn without_gaps(made: &str) -> String {
    let mut out = String::with_capacity(made.len());
    let mut gap = false;
    for line in made.trim_start_matches(['\n', '\r']).lines().map(str::trim_end) {
        if line.is_empty() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The format of a template, from its name.
fn format_of(template: &str) -> ViewFormat {
    template.rsplit_once('.').and_then(|(_, ending)| ViewFormat::of_ending(ending)).unwrap_or(ViewFormat::Text)
}

/// An environment for the templates of one document.
fn environment(facts: &Arc<Facts>) -> Environment<'static> {
    let mut environment = bare();
    let of = Arc::clone(facts);
    environment.set_loader(move |name| of.template(name));
    filters::teach(&mut environment, facts);
    environment
}

/// An environment that knows how templates are written, and nothing else.
fn bare() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_fuel(Some(STEPS));
    if let Ok(syntax) =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
    {
        environment.set_syntax(syntax);
    }
    environment.set_path_join_callback(|name, from| Cow::Owned(joined(name, from)));
    environment.set_formatter(|out, state, value| {
        if value.is_safe() {
            return out.write_str(value.as_str().unwrap_or_default()).map_err(Error::from);
        }
        let written = match format_of(state.name()) {
            ViewFormat::Json | ViewFormat::Drawing => line(&values::json(value)),
            ViewFormat::Csv if value.is_number() => text(value),
            format => escape::escaped(format, &text(value)),
        };
        out.write_str(&written).map_err(Error::from)
    });
    // Everything is escaped by the formatter; what is captured has been.
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Custom(Cow::Borrowed("by the format")));
    environment
}

/// The whole name of a template that another one names: the pack and the format of that one are meant where it says none.
/// What is escaped for one format is not for another, so that no template includes one of another format.
fn joined(name: &str, from: &str) -> String {
    let ending = format_of(from).ending();
    let named = whole(name, from);
    if format_of(&named).ending() == ending { named } else { format!("{named}{REFUSED}{ending}") }
}

/// A name with pack and format.
fn whole(name: &str, from: &str) -> String {
    let pack = from.split('/').next().unwrap_or_default();
    let named = if name.contains('/') { name.to_owned() } else { format!("{pack}/{name}") };
    let has_format = named.rsplit_once('.').is_some_and(|(_, ending)| ViewFormat::of_ending(ending).is_some());
    if has_format { named } else { format!("{named}.{}", format_of(from).ending()) }
}

/// Everything that the templates of one document may see.
#[derive(Debug)]
struct Facts {
    files: Arc<Files>,
    templates: HashMap<String, Arc<str>>,
    document: Arc<Shown>,
    result: serde_json::Value,
    standing: String,
    draft: bool,
    file: String,
    as_of: Option<String>,
    /// Has a template shown how the document stands?
    said: AtomicBool,
    depth: AtomicUsize,
    /// What `refuse` was told.
    refused: OnceLock<String>,
    places: Mutex<Places>,
}

impl Facts {
    fn new(views: &Views, document: &PresentedDocument) -> Self {
        let checked = &document.checked;
        let templates = views.templates.iter().filter_map(|view| {
            let text = views.files.get(view.file)?.text();
            Some((view.template(), Arc::clone(text)))
        });
        Self {
            files: Arc::clone(&checked.files),
            templates: templates.collect(),
            document: Arc::clone(&document.root),
            result: result(checked),
            standing: standing(checked),
            draft: is_draft(checked),
            file: checked.files.name(checked.file).to_owned(),
            as_of: checked.as_of.as_ref().map(|as_of| as_of.day.to_string()),
            said: AtomicBool::new(false),
            depth: AtomicUsize::new(0),
            refused: OnceLock::new(),
            places: Mutex::new(Places::default()),
        }
    }

    /// The text of a template.
    fn template(&self, name: &str) -> Result<Option<String>, Error> {
        if let Some((name, ending)) = name.split_once(REFUSED) {
            return Err(error(
                format!("`{name}` cannot be included in a template for `{ending}`"),
                "what is escaped for one format is not for another; `rendered(…)` shows it as text",
            ));
        }
        match self.templates.get(name) {
            Some(text) => Ok(Some(lines::prepared(text))),
            None => {
                let mut known: Vec<&str> = self.templates.keys().map(String::as_str).collect();
                known.sort_unstable();
                let label = match nearest(name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "templates are named `pack/name.format`".to_owned(),
                };
                Err(error(format!("there is no template `{name}`"), label))
            }
        }
    }

    /// Where a value stands, as `file:line`.
    fn at(&self, value: &Value, path: Option<&str>) -> Result<Value, Error> {
        if let Some(Fact(map)) = value.downcast_object_ref::<Fact>() {
            let place = map.get("places").and_then(|places| places.get(0)).or_else(|| map.get("place"));
            let of = |key: &str| map.get(key).or_else(|| place?.get(key));
            if let (Some(file), Some(line)) = (of("file").and_then(serde_json::Value::as_str), of("line")) {
                return Ok(Value::from(format!("{file}:{line}")));
            }
        }
        let shown = filters::placed(value, path)?;
        let line = match self.places.lock() {
            Ok(mut places) => places.position(&self.files, shown.span).line,
            Err(_) => 1,
        };
        Ok(Value::from(format!("{}:{line}", self.files.name(shown.span.file))))
    }

    /// The findings of which the most important place (or any, where `everywhere` says so) is at a value or below it.
    fn findings(&self, value: &Value, path: Option<&str>, everywhere: bool) -> Result<Value, Error> {
        let shown = filters::placed(value, path)?;
        let findings = self.result.get("findings").and_then(serde_json::Value::as_array);
        let is_here = |place: &serde_json::Value| {
            place.get("path").and_then(serde_json::Value::as_str).is_some_and(|path| is_below(path, &shown.path))
        };
        let found = findings.into_iter().flatten().filter(|finding| {
            let places = finding.get("places").and_then(serde_json::Value::as_array);
            places.is_some_and(|places| places.iter().take(if everywhere { usize::MAX } else { 1 }).any(is_here))
        });
        Ok(Value::from(found.map(fact).collect::<Vec<_>>()))
    }

    fn refuse(&self, message: &str) -> Result<Value, Error> {
        let _ = self.refused.set(message.to_owned());
        Err(error(message, "refused here"))
    }

    /// What another template makes, as text.
    fn rendered(self: &Arc<Self>, state: &State<'_, '_>, name: &str, given: &Kwargs) -> Result<Value, Error> {
        let mut with = HashMap::new();
        for argument in given.args() {
            with.insert(argument.to_owned(), given.get::<Value>(argument)?);
        }
        given.assert_all_used()?;
        if self.depth.fetch_add(1, Ordering::Relaxed) >= DEPTH {
            return Err(error(format!("templates show one another more than {DEPTH} deep"), "this is one too many"));
        }
        let template = state.get_template(&whole(name, state.name()))?;
        let context = Value::from_object(With { facts: Arc::clone(self), given: with });
        let made = template.render_captured(context)?;
        self.depth.fetch_sub(1, Ordering::Relaxed);
        let steps = made.state().fuel_levels().map_or(0, |(steps, _)| steps);
        state.consume_fuel(steps)?;
        Ok(Value::from(without_gaps(made.output()).trim_end()))
    }
}

/// Is a path that of a value, or below it?
fn is_below(path: &str, value: &str) -> bool {
    value.is_empty() || path.strip_prefix(value).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

impl Object for Facts {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        Some(match key {
            "document" => values::value(&self.document),
            "result" => fact(&self.result),
            "standing" => {
                self.said.store(true, Ordering::Relaxed);
                Value::from(self.standing.as_str())
            }
            "draft" => Value::from(self.draft),
            "file" => Value::from(self.file.as_str()),
            "as_of" => self.as_of.as_deref().map_or_else(|| Value::from_object(Nothing), Value::from),
            _ => return None,
        })
    }
}

/// What a template sees that another one shows.
#[derive(Debug)]
struct With {
    facts: Arc<Facts>,
    given: HashMap<String, Value>,
}

impl Object for With {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.given.get(key).cloned().or_else(|| self.facts.get_value_by_str(key))
    }
}
