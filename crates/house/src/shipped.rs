//! The packs that the program carries along, and how their files are found.

use countersign_compiler::Written;
use countersign_parser::{ast, restore};
use countersign_source::{FileId, Files};

use crate::shipped_values;

/// What the name of a shipped file begins with, so that nobody looks for it on a disk.
pub(crate) const PREFIX: &str = "shipped:";

/// A file under `rules/`.
struct File {
    /// Its path from there.
    name: &'static str,
    text: &'static str,
    /// The tree of rules or the value of data, as bytes.
    stored: Option<&'static [u8]>,
}

/// The files under `rules/`, sorted by name.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// What the names of rule files end in.
const RULES: &str = ".rules";

/// What the names of the files of a shipped pack end in that hold its tests, and nothing that a check needs.
const TESTS: [&str; 2] = ["/tests.rules", "-tests.rules"];

/// The rule files, name and text; those with tests only where tests are wanted, since a check has no use for them.
pub(crate) fn rules(tests: bool) -> impl Iterator<Item = (String, &'static str)> {
    FILES
        .iter()
        .filter(move |file| file.name.ends_with(RULES) && (tests || !TESTS.iter().any(|end| file.name.ends_with(end))))
        .map(|file| (format!("{PREFIX}{}", file.name), file.text))
}

/// The tree of a rule file, which was read when the program was built; nothing where the text has mistakes, or is another.
pub(crate) fn tree(name: &str, id: FileId, text: &str) -> Option<ast::File> {
    restore(id, text, found(name)?.stored?)
}

/// The value of a data file, which was read when the program was built, and is added to the files; nothing where there is
/// none, or not only one.
pub(crate) fn value(name: &str, files: &mut Files) -> Option<Written> {
    let file = found(name).filter(|file| !file.name.ends_with(RULES))?;
    let stored = file.stored?;
    let id = files.add(name, file.text);
    shipped_values::restore(id, file.text, stored)
}

fn found(name: &str) -> Option<&'static File> {
    let name = name.strip_prefix(PREFIX)?;
    FILES.binary_search_by(|file| file.name.cmp(name)).ok().and_then(|at| FILES.get(at))
}

/// The names of the files directly in a folder of shipped files; nothing for any other folder.
pub(crate) fn folder(name: &str) -> Option<Vec<String>> {
    let name = name.strip_prefix(PREFIX)?;
    let inside = |file: &str| {
        let rest = file.strip_prefix(name)?.strip_prefix('/')?;
        (!rest.contains('/')).then(|| rest.to_owned())
    };
    Some(FILES.iter().filter_map(|file| inside(file.name)).collect())
}

/// The text of a shipped file, by the name that [`rules`] gives or one beside it.
pub(crate) fn file(name: &str) -> Option<&'static str> {
    found(name).map(|file| file.text)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use countersign_document::{Document, Format};

    use super::*;
    use crate::beside::written;

    #[test]
    fn a_tree_is_that_of_its_text() {
        for (name, text) in rules(true) {
            let parsed = countersign_parser::parse(FileId(3), text);
            assert!(tree(&name, FileId(3), text) == Some(parsed.file), "{name}");
            assert!(tree(&name, FileId(3), &format!("{text} ")).is_none(), "{name}");
        }
    }

    #[test]
    fn a_value_is_that_of_its_text() {
        let data = FILES.iter().filter(|file| file.name.ends_with(".yaml"));
        for file in data {
            let text = Arc::from(file.text);
            let documents =
                countersign_document::read(FileId(0), &text, Format::Yaml, &countersign_document::Limits::default());
            let [Document { tree: Some(tree), .. }] = documents.as_slice() else { panic!("{}", file.name) };
            let value = value(&format!("{PREFIX}{}", file.name), &mut Files::new());
            assert!(value == Some(written(tree, tree.root())), "{}", file.name);
            let other = format!("{text}#");
            assert!(shipped_values::restore(FileId(0), &other, file.stored.unwrap()).is_none(), "{}", file.name);
        }
    }
}
