//! `rules new`: what is written compiles and passes its tests, and nothing is overwritten.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and works in a scratch folder"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own, made anew.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The exit code, and everything that was printed.
fn run(folder: &Path, arguments: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), text)
}

#[test]
fn what_is_begun_passes_its_tests_is_laid_out_and_has_no_lint() {
    let folder = scratch("begun");
    for (new, pack, rules) in [
        ("rules new house owner-asked", "house", 1),
        ("rules new house second-one --use approval", "house", 2),
        ("rules new change window-named --for ChangeRequest --dir own", "own/change", 1),
        ("rules new change planned --dir own", "own/change", 2),
    ] {
        let (code, text) = run(&folder, new);
        assert_eq!(code, 0, "{new}: {text}");
        let (code, text) = run(&folder, &format!("rules test {pack}"));
        assert!(code == 0 && text.contains(&format!("{} passed", 2 * rules)), "{new}: {text}");
        assert_eq!(run(&folder, &format!("rules fmt --check {pack}")).0, 0, "{new}");
    }
    // Two rules that nobody has gone on with ask the same, and nothing else is found.
    let (code, text) = run(&folder, "rules lint own/change --ignore duplicate-rule");
    assert_eq!(code, 0, "{text}");
    let (code, text) = run(&folder, "check own/change/planned.yaml --rules own/change");
    assert!(code < 2 && text.contains("own/change/planned.yaml: change-request"), "{text}");
}

#[test]
fn nothing_is_overwritten_and_nothing_is_begun_under_a_wrong_name() {
    let folder = scratch("refused");
    fs::create_dir_all(folder.join("house")).unwrap();
    fs::write(folder.join("house/mine.yaml"), "kept").unwrap();
    for (new, says) in [
        ("rules new house mine", "it is there already"),
        ("rules new House one", "write `house`"),
        ("rules new house one_two", "write `one-two`"),
        ("rules new house in", "found `in`"),
        ("rules new approval one", "the name of a shipped pack"),
        ("rules new house one --for Handof", "did you mean `Handoff`?"),
        ("rules new house one --for change-request", "write `--for ChangeRequest`"),
        ("rules new house one --use aproval", "did you mean `approval`?"),
    ] {
        let (code, text) = run(&folder, new);
        assert!(code == 2 && text.contains(says), "{new}: {text}");
        assert_eq!(text.matches("error[").count(), 1, "{new}: {text}");
    }
    assert_eq!(fs::read_to_string(folder.join("house/mine.yaml")).unwrap(), "kept");
    assert_eq!(fs::read_dir(folder.join("house")).unwrap().count(), 1);
}
