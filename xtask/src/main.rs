//! The chores of the repository: `cargo xtask test`, `cargo xtask fixtures` for everything that is generated, and
//! `cargo xtask bench`, which measures.
#![expect(clippy::disallowed_methods, reason = "chores run cargo and write generated files")]

mod bench;
mod cargo;
mod fixtures;
mod transcripts;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
The chores of the repository.

Usage: cargo xtask <CHORE>

  test               run every test: of the workspace, of pictures and reports, of the shipped rules, and whether what is
                     generated is fresh
  fixtures           generate anew: the snapshots, and the transcripts in fixtures/transcripts/
  fixtures --check   say which of these are stale, or belong to no test any more, and change nothing
  web                of these only those that run in Node: pictures, read by the real Mermaid, and reports, by validators
  bench              how long checks take, from process start; for a machine that does nothing else
  help               print this
";

/// The rules that are kept in the one layout; those that show mistakes stand as their authors typed them.
const LAID_OUT: [&str; 4] = ["rules", "fixtures/reference", "fixtures/lints", "fixtures/layout/careful.rules"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => test(),
        ["fixtures"] => fixtures::write(),
        ["fixtures", "--check"] => fixtures::check(),
        ["web"] => web::test(),
        ["bench"] => bench::bench(),
        ["help" | "--help" | "-h"] | [] => {
            print!("{HELP}");
            return if words.is_empty() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
        _ => {
            eprint!("error: there is no chore `{}`\n\n{HELP}", words.join(" "));
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Every test there is.
fn test() -> Result<(), String> {
    fixtures::check()?;
    web::test()?;
    let program = cargo::build()?;
    cargo::say("the layout of rules");
    cargo::run(
        std::process::Command::new(&program).args(["rules", "fmt", "--check"]).args(LAID_OUT),
        "rules are not laid out: `countersign rules fmt` on these",
    )?;
    cargo::say("the tests of the shipped rules");
    cargo::run(std::process::Command::new(&program).args(["rules", "test"]), "a test of the shipped rules fails")?;
    cargo::say("the lints of the shipped rules");
    cargo::run(
        std::process::Command::new(&program).args(["rules", "lint"]),
        "a lint finds something in the shipped rules",
    )
}
