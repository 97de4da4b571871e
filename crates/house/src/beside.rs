//! What lies beside the rules: the values of data files, and the pages that teach concepts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use countersign_compiler::{Beside, ScalarStyle, Written, WrittenContent};
use countersign_document::{Content, Document, NodeId, Style, Tree};
use countersign_parser::ast;
use countersign_source::{Diagnostic, Files, Report};

use crate::check::read;
use crate::proof::beside;
use crate::{EntryKind, Host, HostError, House, shipped};

/// The folder of a pack that holds the pages of its concepts.
const CONCEPTS: &str = "concepts";

/// The extensions of data files.
const DATA: [&str; 3] = [".yaml", ".yml", ".json"];

/// The pages of concepts: where each stands, by pack and name.
pub(crate) type Pages = BTreeMap<(String, String), String>;

/// A page that teaches a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// The pack whose rules name it.
    pub pack: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The name of its file.
    pub file: String,
    /// The page, in Markdown.
    pub text: String,
}

/// Reads what the rules of these files want to have beside them.
pub(crate) fn gather<'t>(
    host: &dyn Host,
    trees: impl Iterator<Item = &'t ast::File>,
    files: &mut Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Beside, Pages) {
    let mut data = HashMap::new();
    let mut read_already: HashMap<String, Option<Written>> = HashMap::new();
    let mut pages = Pages::new();
    let mut folders = Vec::new();
    for tree in trees {
        let file = tree.span.file;
        for item in &tree.items {
            match item {
                ast::Item::Data(item) => {
                    let path = &item.file.value;
                    let name = beside(files.name(file), path);
                    let is_told = |told: &Diagnostic| told.labels.iter().any(|label| item.file.span.holds(label.span));
                    if diagnostics.iter().any(is_told) {
                        continue;
                    }
                    if !read_already.contains_key(&name) {
                        let read = read_data(host, files, item, &name, diagnostics);
                        read_already.insert(name.clone(), read);
                    }
                    if let Some(Some(written)) = read_already.get(&name) {
                        data.insert(item.file.span, written.clone());
                    }
                }
                ast::Item::Rule(rule)
                    if rule.parts.iter().any(|part| matches!(part.kind, ast::RulePartKind::Concept(_))) =>
                {
                    if let Some(pack) = &tree.pack {
                        folders.push((pack.name.text.clone(), beside(files.name(file), CONCEPTS)));
                    }
                }
                _ => {}
            }
        }
    }
    folders.sort();
    folders.dedup();
    let mut concepts: HashMap<String, Vec<String>> = HashMap::new();
    for (pack, folder) in folders {
        for page in names(host, &folder) {
            let Some(name) = page.strip_suffix(".md") else { continue };
            let known = concepts.entry(pack.clone()).or_default();
            if !known.iter().any(|known| known == name) {
                known.push(name.to_owned());
                pages.insert((pack.clone(), name.to_owned()), format!("{folder}/{page}"));
            }
        }
    }
    for known in concepts.values_mut() {
        known.sort();
    }
    (Beside { data, concepts: Some(concepts) }, pages)
}

/// The names of the files in a folder; none where there is no such folder.
pub(crate) fn names(host: &dyn Host, folder: &str) -> Vec<String> {
    if let Some(names) = shipped::folder(folder) {
        return names;
    }
    let entries = host.list(folder).unwrap_or_default();
    entries.into_iter().filter(|entry| entry.kind == EntryKind::File).map(|entry| entry.name).collect()
}

/// The one document of a data file; what is the matter with it is said.
fn read_data(
    host: &dyn Host,
    files: &mut Files,
    item: &ast::Data,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Written> {
    let (path, span) = (&item.file.value, item.file.span);
    let wrong =
        |message: String, label: &str, help: &str| Diagnostic::error("rules/data", message).at(span, label).help(help);
    if path.starts_with('/') || path.contains('\\') || path.contains(':') || path.is_empty() {
        diagnostics.push(wrong(
            format!("`{path}` is no path from the folder of this file"),
            "a data file lies beside the rules",
            "name it by its path from here, with `/` between folders: `data/teams.yaml`",
        ));
        return None;
    }
    if !DATA.iter().any(|extension| path.to_ascii_lowercase().ends_with(extension)) {
        diagnostics.push(wrong(
            format!("`{path}` is in no format that data is read from"),
            "a YAML or JSON file is wanted",
            "data is read from `.yaml`, `.yml` and `.json` files",
        ));
        return None;
    }
    if let Some(value) = shipped::value(name, files) {
        return Some(value);
    }
    let bytes = match shipped::file(name) {
        Some(text) => text.as_bytes().to_vec(),
        None => match host.read_named(name) {
            Ok(bytes) => bytes,
            Err(error) => {
                let mut diagnostic = error.diagnostic().at(span, "named here");
                if error.trouble == crate::Trouble::NotFound {
                    diagnostic.helps.clear();
                    diagnostic = diagnostic.help("the path of a data file begins at the folder of its rules file");
                }
                diagnostics.push(diagnostic);
                return None;
            }
        },
    };
    let line = format!("read for `{}`", item.name.text);
    let documents = match read(files, name, &bytes, None) {
        (_, Ok(documents)) => documents,
        (_, Err(error)) => {
            let error = if error.labels.is_empty() { error.at(span, line) } else { error.and(span, line) };
            diagnostics.push(error);
            return None;
        }
    };
    let count = documents.len();
    match documents.into_iter().next() {
        Some(Document { tree: Some(tree), faults }) if count == 1 && faults.is_empty() => {
            Some(written(&tree, tree.root()))
        }
        Some(document) if count == 1 => {
            diagnostics.extend(document.faults.iter().map(|fault| fault.report().and(span, line.clone())));
            None
        }
        None => {
            diagnostics.push(wrong(
                format!("`{path}` holds nothing"),
                "no value in this file",
                "write the data into it; an empty list is written `[]`",
            ));
            None
        }
        Some(_) => {
            diagnostics.push(wrong(
                format!("`{path}` holds {count} documents, and data is one"),
                "which one is meant?",
                "write a file for each",
            ));
            None
        }
    }
}

/// What stands at a node, as the compiler takes it. Documents are no deeper than their reader allows.
pub(crate) fn written(tree: &Tree, node: NodeId) -> Written {
    let content = match &tree.node(node).content {
        Content::Null => WrittenContent::Nothing,
        Content::Unknown(_) => WrittenContent::Unknown,
        Content::Scalar(scalar) => {
            let (style, text) = match scalar.style {
                Style::Plain => (ScalarStyle::Plain, Arc::clone(&scalar.text)),
                Style::JsonWord => (ScalarStyle::Word, Arc::clone(&scalar.text)),
                Style::SingleQuoted | Style::DoubleQuoted => (ScalarStyle::Text, Arc::clone(&scalar.text)),
                // A block scalar ends in line breaks that nobody means to say anything with.
                _ => (ScalarStyle::Text, Arc::from(scalar.text.trim_end())),
            };
            WrittenContent::Scalar(text, style)
        }
        Content::List(items) => WrittenContent::List(items.iter().map(|item| written(tree, *item)).collect()),
        Content::Map(entries) => WrittenContent::Map(
            entries
                .iter()
                .filter_map(|entry| {
                    let (key, span) = tree.node(*entry).key.as_ref()?;
                    Some((Arc::clone(key), *span, written(tree, *entry)))
                })
                .collect(),
        ),
    };
    Written { content, span: tree.node(node).span }
}

impl House {
    /// The names of the concepts that pages of a pack teach, sorted.
    #[must_use]
    pub fn concepts(&self, pack: &str) -> Vec<&str> {
        self.pages.keys().filter(|(of, _)| of == pack).map(|(_, name)| name.as_str()).collect()
    }

    /// The page that teaches a concept of a pack; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Where the page is there and cannot be read.
    pub fn concept(&self, host: &dyn Host, pack: &str, name: &str) -> Result<Option<Concept>, HostError> {
        let Some(file) = self.pages.get(&(pack.to_owned(), name.to_owned())) else { return Ok(None) };
        let text = match shipped::file(file) {
            Some(text) => text.to_owned(),
            None => String::from_utf8_lossy(&host.read(file)?).into_owned(),
        };
        Ok(Some(Concept { pack: Arc::from(pack), name: Arc::from(name), file: file.clone(), text }))
    }
}
