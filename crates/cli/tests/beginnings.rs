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

#[test]
fn the_commands_of_the_tutorial_do_what_it_says() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/house-rules.md")).unwrap();
    let blocks = |info: &str| -> Vec<String> {
        let opening = format!("\n```{info}\n");
        page.split(&opening).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned() + "\n").collect()
    };
    let folder = scratch("tutorial");
    let commands: Vec<String> =
        blocks("console").iter().flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let arguments = |command: &str| command.strip_prefix("countersign ").unwrap().to_owned();
    for command in commands.iter().take(2) {
        let (code, text) = run(&folder, &arguments(command));
        assert_eq!(code, 0, "{command}: {text}");
    }
    fs::remove_dir_all(folder.join("change")).unwrap();
    let (rules, yaml) = (blocks("rules").join("\n"), blocks("yaml").concat());
    for pack in ["change", "proposal"] {
        fs::create_dir_all(folder.join(pack)).unwrap();
        fs::write(folder.join(pack).join("change.rules"), &rules).unwrap();
        fs::write(folder.join(pack).join("change.yaml"), &yaml).unwrap();
    }
    fs::create_dir_all(folder.join("requests")).unwrap();
    fs::write(folder.join("requests/one.yaml"), &yaml).unwrap();
    fs::write(folder.join("requests/one-before.yaml"), &yaml).unwrap();
    fs::write(folder.join("requests/two.md"), blocks("markdown").concat()).unwrap();
    // What the waiver is about needs a day, and the example says one.
    let tonight =
        yaml.replace("title: Rotate the signing key", "title: Renew certificate").replace("05-04T09", "05-06T12");
    fs::write(folder.join("requests/three.yaml"), tonight).unwrap();
    fs::write(folder.join("countersign.toml"), blocks("toml").concat()).unwrap();
    for command in commands.iter().skip(2) {
        let (code, text) = run(&folder, &arguments(command));
        assert!(code == 0 && !text.contains("error["), "{command}: {text}");
        if command.ends_with("check requests/ --rules change") {
            assert!(text.contains("4 documents in 4 files: ✓ 4 ready; 1 failing rule waived"), "{text}");
        }
    }

    // Without the field, the error says first that it has to be declared; and nobody is told that the waiver is of no use.
    let (field, line) =
        ("    /// The day that the request is judged by.\n    prepared_at?: date\n", "prepared_at: 2026-05-04\n");
    assert!(rules.contains(field) && yaml.contains(line));
    fs::write(folder.join("change/change.rules"), rules.replace(field, "")).unwrap();
    for name in ["one", "one-before", "three"] {
        let path = folder.join(format!("requests/{name}.yaml"));
        let text = fs::read_to_string(&path).unwrap().replace(line, "");
        fs::write(path, text).unwrap();
    }
    fs::remove_file(folder.join("requests/two.md")).unwrap();
    let (code, text) = run(&folder, "check requests --rules change");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(code == 2 && words.contains("declare `prepared_at?: date` in `document ChangeRequest`"), "{text}");
    assert!(!text.contains("waiver/unused"), "{text}");
}
