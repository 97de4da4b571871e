//! The packs that the program carries along, and how their files are found.

/// What the name of a shipped file begins with, so that nobody looks for it on a disk.
pub(crate) const PREFIX: &str = "shipped:";

/// The files under `rules/`, by their path from there, sorted.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// What the names of the files of a shipped pack end in that hold its tests, and nothing that a check needs.
const TESTS: [&str; 2] = ["/tests.rules", "-tests.rules"];

/// The rule files, name and text; those with tests only where tests are wanted, since reading them takes a check as long
/// as reading the rules.
pub(crate) fn rules(tests: bool) -> impl Iterator<Item = (String, &'static str)> {
    FILES
        .iter()
        .filter(move |(name, _)| name.ends_with(".rules") && (tests || !TESTS.iter().any(|end| name.ends_with(end))))
        .map(|(name, text)| (format!("{PREFIX}{name}"), *text))
}

/// The names of the files directly in a folder of shipped files; nothing for any other folder.
pub(crate) fn folder(name: &str) -> Option<Vec<String>> {
    let name = name.strip_prefix(PREFIX)?;
    let inside = |file: &str| {
        let rest = file.strip_prefix(name)?.strip_prefix('/')?;
        (!rest.contains('/')).then(|| rest.to_owned())
    };
    Some(FILES.iter().filter_map(|(file, _)| inside(file)).collect())
}

/// The text of a shipped file, by the name that [`rules`] gives or one beside it.
pub(crate) fn file(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix(PREFIX)?;
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
