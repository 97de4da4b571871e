//! The tests that run in Node: the real Mermaid reads the pictures, and the validators of other tools read the reports.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cargo;
use crate::fixtures::shown;

/// The oldest Node that they run on.
const NODE: u32 = 20;
/// What they are made of; the lock file says exactly what is fetched.
const PARTS: [&str; 4] = ["package.json", "package-lock.json", "pictures.mjs", "reports.mjs"];

/// Runs them in `target/web/`, where what they need is put first.
pub(crate) fn test() -> Result<(), String> {
    cargo::say("the pictures, read by the real Mermaid, and the reports, by validators");
    node()?;
    let (from, to) = (cargo::root().join("tests").join("web"), cargo::root().join("target").join("web"));
    fs::create_dir_all(&to).map_err(|error| format!("{} cannot be made: {error}", shown(&to)))?;
    let lock = from.join("package-lock.json");
    // What npm has put there belongs to this lock file, once it is done.
    let stamp = to.join("installed");
    let installed = read(&stamp).is_ok_and(|text| read(&lock).is_ok_and(|lock| lock == text));
    for part in PARTS {
        let (from, to) = (from.join(part), to.join(part));
        fs::copy(&from, &to).map_err(|error| format!("{} cannot be copied: {error}", shown(&from)))?;
    }
    if !installed {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"];
        cargo::run(
            Command::new(npm).args(arguments).arg(&to),
            "`npm ci` fails: what tests/web/package-lock.json names cannot be fetched",
        )?;
        fs::write(&stamp, read(&lock)?).map_err(|error| format!("{} cannot be written: {error}", shown(&stamp)))?;
    }
    cargo::run(
        Command::new("node").arg(to.join("pictures.mjs")).arg(cargo::root()),
        "a picture is not what its drawing says",
    )?;
    cargo::run(
        Command::new("node").arg(to.join("reports.mjs")).arg(cargo::root()).arg(cargo::build()?),
        "a report is not as its format asks",
    )
}

/// Is there a Node that is new enough?
fn node() -> Result<(), String> {
    let wanted = format!("pictures and reports are tested in Node {NODE} or newer: install it from https://nodejs.org");
    let output =
        Command::new("node").arg("--version").output().map_err(|_| format!("there is no `node`, and {wanted}"))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE => Ok(()),
        _ => Err(format!("`node --version` says `{version}`, and {wanted}")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", shown(path)))
}
