//! Every row of `docs/coverage.md` shows what it says that it shows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and may read the repository"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The rows that the page has to have: from evidence to a decision, and across the boundary to the provider.
const ROWS: [&str; 17] =
    ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "B1", "B2", "B3", "B4", "B5", "B6", "B7"];

/// One row of a table: what it is about, the command, and what its output has to hold.
struct Row {
    name: String,
    command: String,
    shows: Vec<String>,
}

/// The texts between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows(page: &str) -> Vec<Row> {
    page.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
            let [name, _, command, shows, ..] = cells.as_slice() else { return None };
            let command = quoted(command).into_iter().next()?;
            Some(Row { name: (*name).to_owned(), command, shows: quoted(shows) })
        })
        .collect()
}

/// A text with every run of white space as one blank, since output is broken into lines.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_row_shows_what_it_promises() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/coverage.md")).unwrap();
    let rows = rows(&page);
    let mut broken = Vec::new();
    for row in &rows {
        let mut words = row.command.split_whitespace();
        assert_eq!(words.next(), Some("countersign"), "{}: `{}`", row.name, row.command);
        let run = Command::new(env!("CARGO_BIN_EXE_countersign"))
            .args(words)
            .current_dir(&root)
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        let shown = on_one_line(&format!(
            "{} {}",
            String::from_utf8(run.stdout).unwrap(),
            String::from_utf8(run.stderr).unwrap()
        ));
        assert!(!row.shows.is_empty(), "{} promises nothing", row.name);
        for promise in row.shows.iter().filter(|promise| !shown.contains(&on_one_line(promise))) {
            broken.push(format!("{}: `{}` does not show `{promise}`", row.name, row.command));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    for wanted in ROWS {
        assert!(rows.iter().any(|row| row.name == wanted), "docs/coverage.md has no row {wanted}");
    }
}
