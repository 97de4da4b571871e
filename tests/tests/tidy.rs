//! The invariants of `docs/architecture.md` that can be read off the tree: who depends on whom, which third-party crate
//! lives in which room, how files open and what they are called.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use countersign_tests::top;

/// The arrows: each crate, and what it may depend on.
const ARROWS: [(&str, &[&str]); 11] = [
    ("source", &["strsim"]),
    ("english", &[]),
    ("parser", &["source", "pest", "pest_derive"]),
    ("document", &["source", "granit-parser", "pulldown-cmark"]),
    ("compiler", &["source", "parser", "jiff", "regex-automata", "regex-syntax", "rust_decimal"]),
    ("evaluator", &["source", "document", "english", "compiler", "rust_decimal"]),
    ("house", &["source", "parser", "document", "compiler", "evaluator", "sha2", "toml"]),
    (
        "report",
        &[
            "source",
            "house",
            "codespan-reporting",
            "minijinja",
            "pulldown-cmark",
            "serde",
            "serde_json",
            "similar",
            "unicode-width",
        ],
    ),
    ("cli", &["source", "house", "report", "anstream", "clap", "ignore", "mimalloc", "terminal_size"]),
    ("tests", &["source", "parser", "document", "compiler", "evaluator", "house", "report", "serde_json"]),
    ("xtask", &[]),
];

/// What build scripts may use: `house` reads the shipped rules and data when it is built.
const BUILDING: [(&str, &str); 3] = [("house", "source"), ("house", "parser"), ("house", "document")];

/// Third-party crates that may be seen in one room only, beside the tests.
const ROOMS: [(&str, &str); 14] = [
    ("codespan-reporting", "report"),
    ("clap", "cli"),
    ("anstream", "cli"),
    ("ignore", "cli"),
    ("mimalloc", "cli"),
    ("minijinja", "report"),
    ("pest", "parser"),
    ("pest_derive", "parser"),
    ("granit-parser", "document"),
    ("serde", "report"),
    ("sha2", "house"),
    ("similar", "report"),
    ("strsim", "source"),
    ("unicode-width", "report"),
];

/// The most lines of a source file.
const LINES: usize = 800;

/// Names that say nothing.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "misc"];

#[test]
fn dependencies_go_along_the_arrows() {
    let crates = crates();
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    for (name, manifest) in &crates {
        let allowed = arrows.get(name.as_str()).unwrap_or_else(|| {
            panic!("`{name}` is not in the table of arrows: add it there and to docs/architecture.md")
        });
        for dependency in keys(manifest, "dependencies") {
            let dependency = dependency.strip_prefix("countersign-").unwrap_or(&dependency).to_owned();
            assert!(allowed.contains(&dependency.as_str()), "`{name}` may not depend on `{dependency}`");
        }
        for dependency in keys(manifest, "build-dependencies") {
            let dependency = dependency.strip_prefix("countersign-").unwrap_or(&dependency);
            assert!(BUILDING.contains(&(name.as_str(), dependency)), "`{name}` may not be built with `{dependency}`");
        }
    }
}

#[test]
fn third_party_crates_stay_in_their_rooms() {
    for (name, manifest) in crates() {
        for dependency in keys(&manifest, "dependencies") {
            if let Some((_, room)) = ROOMS.iter().find(|(crate_name, _)| *crate_name == dependency) {
                assert_eq!(name, *room, "`{dependency}` belongs to `{room}`");
            }
        }
    }
}

#[test]
fn every_crate_keeps_the_lints_and_has_no_features() {
    for (name, manifest) in crates() {
        let lints = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        assert_eq!(lints, Some(true), "`{name}` does not take the lints of the workspace");
        assert!(manifest.get("features").is_none(), "`{name}` has features, and none may switch behaviour");
    }
}

#[test]
fn source_files_open_with_what_they_are_for_and_stay_readable() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or("");
        assert!(first.starts_with("//! ") && first.len() > 12, "{} does not open with its sentence", path.display());
        let lines = text.lines().count();
        assert!(lines <= LINES, "{} has {lines} lines, and {LINES} are the most: part it", shown(&path));
    }
}

#[test]
fn build_scripts_write_only_where_cargo_says() {
    for path in sources().into_iter().filter(|path| path.ends_with("build.rs")) {
        let text = fs::read_to_string(&path).unwrap();
        let writes = text.matches("fs::write(").count() + text.matches("File::create").count();
        assert!(text.contains("OUT_DIR") && writes <= 1, "{} may write into the tree", path.display());
    }
}

#[test]
fn no_file_is_named_for_nothing() {
    for path in tree() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        assert!(!EMPTY_NAMES.contains(&stem.as_str()), "{} has a name that says nothing", path.display());
    }
}

#[test]
fn no_file_knows_a_machine() {
    // Put together here, so that this file does not hold what it looks for.
    let marks: Vec<String> =
        [["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["/tm", "p/"], ["/wo", "rk/"], ["C:\\\\Us", "ers"]]
            .into_iter()
            .map(|parts| parts.concat())
            .collect();
    for path in tree() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let found = marks.iter().find(|mark| line.contains(mark.as_str()));
            assert_eq!(found, None, "{}:{} names a place on a machine", path.display(), number + 1);
        }
    }
}

#[test]
fn files_and_the_clock_are_reached_through_one_door_each() {
    // `clippy.toml` forbids the calls; this keeps the rooms that are excepted from growing.
    let excepted: Vec<String> = sources()
        .into_iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains("clippy::disallowed_methods"))
        .map(|path| shown(&path))
        // Tests and chores run on the repository; a build script is held to its own rule above.
        .filter(|path| {
            !path.ends_with("/build.rs")
                && !path.starts_with("tests/")
                && !path.starts_with("xtask/")
                && !path.contains("/tests/")
        })
        .collect();
    assert_eq!(excepted, ["crates/cli/src/disk.rs", "crates/cli/src/progress.rs"]);
    let bar = fs::read_to_string(root().join("crates/cli/src/progress.rs")).unwrap();
    assert!(!bar.contains("fs::") && !bar.contains("env::"), "the bar reaches for more than the clock");
}

/// The manifests of the workspace, by the names of their folders.
fn crates() -> Vec<(String, toml::Table)> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.extend([root().join("tests"), root().join("xtask")]);
    folders.sort();
    folders
        .into_iter()
        .map(|folder| {
            let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            (folder.file_name().unwrap().to_string_lossy().into_owned(), text.parse().unwrap())
        })
        .collect()
}

fn keys(manifest: &toml::Table, section: &str) -> Vec<String> {
    manifest.get(section).and_then(toml::Value::as_table).into_iter().flat_map(|table| table.keys().cloned()).collect()
}

/// Every Rust file of the tree.
fn sources() -> Vec<PathBuf> {
    tree().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Every file of the tree that is kept, in order.
fn tree() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "target" && name != ".git" {
                    walk(&path, found);
                }
            } else if name != ".git" && !name.ends_with(".snap.new") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(root(), &mut found);
    found
}

/// A path from the top of the repository.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn the_example_handoff_is_the_one_that_the_packs_are_tested_on() {
    let read = |path: &str| fs::read_to_string(top().join(path)).unwrap();
    let (shown, tested) = ("fixtures/handoffs/public-bucket.yaml", "rules/handoff/public-bucket.yaml");
    assert_eq!(read(shown), read(tested), "copy {tested} to {shown}, or the other way round");
}
