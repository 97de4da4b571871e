//! The packs that the program carries along, and how their files are found.

use countersign_parser::{ast, restore};
use countersign_source::FileId;

/// What the name of a shipped file begins with, so that nobody looks for it on a disk.
pub(crate) const PREFIX: &str = "shipped:";

/// A file under `rules/`.
struct File {
    /// Its path from there.
    name: &'static str,
    text: &'static str,
    /// The tree of rules, as bytes.
    tree: Option<&'static [u8]>,
}

/// The files under `rules/`, sorted by name.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// What the files of a shipped pack are called that hold its tests, and nothing that a check needs.
const TESTS: &str = "/tests.rules";

/// The rule files, name and text; those with tests only where tests are wanted, since a check has no use for them.
pub(crate) fn rules(tests: bool) -> impl Iterator<Item = (String, &'static str)> {
    FILES
        .iter()
        .filter(move |file| file.name.ends_with(".rules") && (tests || !file.name.ends_with(TESTS)))
        .map(|file| (format!("{PREFIX}{}", file.name), file.text))
}

/// The tree of a rule file, which was read when the program was built; nothing where the text has mistakes, or is another.
pub(crate) fn tree(name: &str, id: FileId, text: &str) -> Option<ast::File> {
    restore(id, text, found(name)?.tree?)
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
    use super::*;

    #[test]
    fn a_tree_is_that_of_its_text() {
        for (name, text) in rules(true) {
            let parsed = countersign_parser::parse(FileId(3), text);
            assert!(tree(&name, FileId(3), text) == Some(parsed.file), "{name}");
            assert!(tree(&name, FileId(3), &text.replacen("rule", "role", 1)).is_none(), "{name}");
        }
    }
}
