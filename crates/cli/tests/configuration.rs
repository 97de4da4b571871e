//! Configurations as users meet them: which one is used, and what wins.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run printed, and how it ended.
struct Ran {
    out: String,
    err: String,
    code: i32,
}

/// Runs the program in a folder.
fn run_in<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { out: text(output.stdout), err: text(output.stderr), code: output.status.code().unwrap() }
}

/// The top of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A folder of its own, empty.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder with a configuration at its top, another one below, and handoffs.
fn configured(name: &str) -> PathBuf {
    let folder = scratch(name);
    fs::create_dir_all(folder.join("team/drafts")).unwrap();
    fs::create_dir(folder.join("strict")).unwrap();
    let handoff = fs::read_to_string(root().join("fixtures/handoffs/approver-missing.yaml")).unwrap();
    for path in ["team/a.yaml", "team/drafts/b.yaml", "strict/c.yaml"] {
        fs::write(folder.join(path), &handoff).unwrap();
    }
    fs::write(
        folder.join("countersign.toml"),
        "exclude = [\"drafts/\"]\nlevels.rules.\"approval/approver-named\" = \"warning\"\n",
    )
    .unwrap();
    fs::write(folder.join("strict/countersign.toml"), "fail-on = \"never\"\n").unwrap();
    folder
}

#[test]
fn the_nearest_configuration_upward_is_used() {
    let folder = configured("upward");
    let ran = run_in(&folder, &["check", "team"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("warning[approval/approver-named]"), "{}", ran.out);
    assert!(!ran.out.contains("b.yaml"), "what is excluded is left out:\n{}", ran.out);
    let below = run_in(&folder.join("team/drafts"), &["check", "b.yaml"]);
    assert!(below.out.contains("../../countersign.toml:"), "a file that is named is checked:\n{}", below.out);
    let nearest = run_in(&folder, &["check", "strict"]);
    assert!(nearest.out.contains("error[approval/approver-named]"), "{}", nearest.out);
    assert_eq!(nearest.code, 0, "it says that nothing fails");
    let both = run_in(&folder, &["check", "strict", "team", "--format", "concise"]);
    assert!(both.out.contains("warning") && both.out.contains("error"), "{}", both.out);
}

#[test]
fn flags_win_over_the_configuration() {
    let folder = configured("flags_win");
    let code = |arguments: &[&str]| run_in(&folder, arguments).code;
    assert_eq!(code(&["check", "strict", "--fail-on", "error"]), 1);
    assert_eq!(code(&["check", "team", "--fail-on", "warning"]), 1);
    assert_eq!(code(&["check", "team", "--no-config"]), 1);
    assert_eq!(code(&["check", "team", "--config", "strict/countersign.toml"]), 0);
    assert_eq!(code(&["check", "team", "--config", "none.toml"]), 2);
    assert_eq!(code(&["check", "team", "--config", "none.toml", "--no-config"]), 2);
}

#[test]
fn a_configuration_with_a_mistake_checks_nothing_and_is_named_once() {
    let folder = configured("config_mistake");
    fs::write(folder.join("strict/countersign.toml"), "exclude = [\"drafts/{a\"]\n").unwrap();
    fs::write(folder.join("strict/d.yaml"), "kind: handoff\n").unwrap();
    let ran = run_in(&folder, &["check", "strict", "team"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err.matches("error[E0613]").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("strict/countersign.toml:1:12") && ran.out.contains("a.yaml"), "{}{}", ran.err, ran.out);
}

#[test]
fn what_is_in_force_is_shown() {
    let folder = configured("in_force");
    let ran = run_in(&folder, &["config", "show", "team/a.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("configuration: countersign.toml\n"), "{}", ran.out);
    let level = ran.out.lines().find(|line| line.starts_with("levels.rules.\"approval/approver-named\" "));
    assert!(level.is_some_and(|level| level.contains("= \"warning\"")), "{}", ran.out);
    let without = run_in(&folder, &["config", "show", "--no-config"]);
    assert!(without.out.contains("no configuration is used"), "{}", without.out);
    assert_eq!(run_in(&folder, &["config", "show", "nowhere"]).code, 2);
}

#[test]
fn the_evidence_that_a_configuration_names_is_looked_at() {
    let folder = scratch("evidence_named");
    let evidence = root().join("fixtures/beside/evidence");
    let handoff = fs::read_to_string(root().join("fixtures/beside/revised.yaml")).unwrap();
    fs::write(folder.join("a.yaml"), handoff).unwrap();
    fs::write(folder.join("countersign.toml"), format!("evidence = '{}'\n", evidence.display())).unwrap();
    let flagged = run_in(&folder, &["check", "a.yaml", "--no-config", "--evidence", evidence.to_str().unwrap()]);
    let named = run_in(&folder, &["check", "a.yaml"]);
    assert_eq!((named.out.as_str(), named.code), (flagged.out.as_str(), flagged.code));
    assert!(named.out.contains("schema/digest"), "{}", named.out);
    fs::write(folder.join("countersign.toml"), "evidence = \"nowhere\"\n").unwrap();
    let nowhere = run_in(&folder, &["check", "a.yaml"]);
    assert!(nowhere.code == 2 && nowhere.err.contains("countersign.toml:1:12"), "{}", nowhere.err);
}

/// A pack with a kind of document of its own, with data beside the rules.
fn shelf(name: &str) -> PathBuf {
    let folder = scratch(name);
    fs::create_dir(folder.join("rules")).unwrap();
    fs::write(
        folder.join("rules/shelf.rules"),
        "pack shelf for Shelf\ndocument Shelf { prepared_at: instant, place: text }\nrecord Room { key name: text }\n\
         data rooms: list<Room> from \"rooms.yaml\"\n\
         rule known \"The room is known\" {\n effective from 2026-01-01\n require place in rooms[].name\n}\n\
         test \"known\" { given \"../a.yaml\" expect known passes }\n",
    )
    .unwrap();
    fs::write(folder.join("rules/rooms.yaml"), "- name: hall\n").unwrap();
    fs::write(folder.join("a.yaml"), "kind: shelf\nprepared_at: 2026-02-01T10:00Z\nplace: hall\n").unwrap();
    fs::write(folder.join("countersign.toml"), "rules = [\"rules\"]\n").unwrap();
    folder
}

#[test]
fn data_of_the_packs_is_no_document_of_a_folder() {
    let ran = run_in(&shelf("data"), &["check", "."]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(!ran.err.contains("rooms.yaml"), "{}", ran.err);
}

#[test]
fn a_day_that_does_not_fit_is_told_so() {
    let folder = shelf("no-day");
    fs::write(folder.join("a.yaml"), "kind: shelf\nprepared_at: 2026-02-01 10:00\nplace: hall\n").unwrap();
    let ran = run_in(&folder, &["check", "a.yaml"]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("as a time with its offset"), "{}", ran.err);
}

#[test]
fn a_command_of_rules_is_offered_where_it_is_missed() {
    let ran = run_in(&shelf("missed"), &["test", "rules"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("`countersign rules test`"), "{}", ran.err);
}

#[test]
fn commands_for_rules_find_the_packs_of_the_house() {
    let folder = scratch("house_packs");
    fs::create_dir_all(folder.join("house")).unwrap();
    fs::create_dir_all(folder.join("handoffs")).unwrap();
    let titles = fs::read_to_string(root().join("fixtures/configuration/house/titles.rules")).unwrap();
    fs::write(folder.join("house/titles.rules"), titles).unwrap();
    fs::write(folder.join("countersign.toml"), "rules = [\"house/\"]\n").unwrap();
    let check = run_in(&folder.join("handoffs"), &["rules", "check"]);
    assert_eq!(
        (check.out.as_str(), check.code),
        ("✓ titles: 2 rules, 0 tests\n1 pack: no error\n", 0),
        "{}",
        check.err
    );
    let list = run_in(&folder, &["rules", "list", "--format", "concise"]);
    assert!(list.out.contains("titles/title-short") && list.out.contains("approval/approver-named"), "{}", list.out);
    fs::write(folder.join("countersign.toml"), "rule = [\"house/\"]\n").unwrap();
    let broken = run_in(&folder, &["rules", "lint"]);
    assert!(broken.code == 2 && broken.err.contains("E0602"), "{}", broken.err);
}
