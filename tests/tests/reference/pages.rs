//! `docs/errors.md`: a page for every code, made of the documentation that stands above the facts of each mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use countersign_compiler::program::{RuleId, Subject};
use countersign_evaluator::{Limit, LimitReached, NoDay, NoOwnDay};
use countersign_source::{FileId, Report, Span};
use countersign_tests::mistakes::{Mending, mendings, told};
use countersign_tests::{Repository, top};

use super::{fresh, read};

const ERRORS: &str = "docs/errors.md";

/// A code with its title and its help page.
struct Page {
    code: String,
    title: String,
    text: String,
}

/// The documentation above a line, without its marks; the line is given by its index.
fn doc_above(lines: &[&str], at: usize) -> Vec<String> {
    let mut doc: Vec<String> = Vec::new();
    for line in lines[..at].iter().rev() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("///") {
            doc.push(rest.strip_prefix(' ').unwrap_or(rest).to_owned());
        } else if !line.starts_with("#[") {
            break;
        }
    }
    doc.reverse();
    doc
}

/// Lines put together into paragraphs; fenced code keeps its lines.
fn flowed(lines: &[String]) -> String {
    let (mut out, mut fence) = (String::new(), false);
    for line in lines {
        if line.starts_with("```") || fence || line.is_empty() {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(line);
            out.push('\n');
            fence ^= line.starts_with("```");
        } else {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            out.push_str(line);
        }
    }
    out.trim().to_owned()
}

/// What reading rules finds: a struct of facts each, whose documentation is the page.
fn parser_pages() -> Vec<Page> {
    let folder = top().join("crates/parser/src/errors");
    let mut docs: BTreeMap<String, String> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if let Some(name) = line.strip_prefix("pub struct ") {
                let name = name.split([' ', '(', ';']).next().unwrap_or_default();
                docs.insert(name.to_owned(), flowed(&doc_above(&lines, at)));
            }
        }
    }
    let kinds = read("crates/parser/src/errors/mod.rs");
    let named: BTreeMap<&str, &str> = kinds
        .lines()
        .filter_map(|line| line.trim().split_once(" \"E"))
        .filter_map(|(kind, rest)| Some((rest.get(..4)?, kind)))
        .collect();
    countersign_parser::CODES
        .iter()
        .map(|(code, title)| {
            let kind = named.get(&code[1..]).unwrap_or_else(|| panic!("no kind of mistake has the code {code}"));
            let text = docs.get(*kind).cloned().unwrap_or_default();
            Page { code: (*code).to_owned(), title: (*title).to_owned(), text }
        })
        .collect()
}

/// What compiling finds.
fn compiler_pages() -> Vec<Page> {
    let folder = std::fs::read_dir(top().join("crates/compiler/src/problems")).unwrap();
    variant_pages(folder.map(|entry| entry.unwrap().path()).collect(), countersign_compiler::CODES)
}

/// What is wrong with configurations.
fn configuration_pages() -> Vec<Page> {
    let file = top().join("crates/house/src/configuration/problems.rs");
    variant_pages(vec![file], &countersign_house::CODES)
}

/// A variant each, whose documentation begins with the code and its title.
fn variant_pages(files: Vec<std::path::PathBuf>, codes: &[(&str, &str)]) -> Vec<Page> {
    let mut docs: BTreeMap<String, String> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for at in 1..lines.len() {
            let begins = lines[at - 1].trim().starts_with("///") && !lines[at].trim().starts_with("///");
            let doc = if begins { flowed(&doc_above(&lines, at)) } else { String::new() };
            if let Some((code, page)) = doc.split_once(": ").filter(|(code, _)| is_code(code)) {
                assert!(docs.insert(code.to_owned(), page.to_owned()).is_none(), "{code} stands twice");
            }
        }
    }
    codes
        .iter()
        .map(|(code, title)| {
            let page = docs.remove(*code).unwrap_or_else(|| panic!("{code} has no page"));
            let text =
                page.strip_prefix(title).unwrap_or_else(|| panic!("the page of {code} does not begin with its title"));
            let text = text.trim_start_matches([':', '.', ',']).trim();
            let mut letters = text.chars();
            let text: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            Page { code: (*code).to_owned(), title: (*title).to_owned(), text }
        })
        .collect()
}

/// What reading documents finds: a variant each, whose documentation is a page with a heading.
fn document_pages() -> Vec<Page> {
    let text = read("crates/document/src/fault.rs");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut pages = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((code, title)) = line.strip_prefix("/// # ").and_then(|heading| heading.split_once(": ")) else {
            continue;
        };
        let below: Vec<String> = lines[at + 1..]
            .iter()
            .map_while(|line| line.strip_prefix("///"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
            .collect();
        pages.push(Page { code: code.to_owned(), title: title.to_owned(), text: flowed(&below) });
    }
    pages
}

/// What the schema finds, and what the program says of its inputs and runs.
fn message_pages() -> Vec<Page> {
    let pages = countersign_house::message_pages().into_iter();
    pages.map(|page| Page { code: page.name, title: page.title, text: page.text }).collect()
}

/// What judging can end with.
fn judging_pages() -> Vec<Page> {
    let most = countersign_evaluator::Limits::default();
    let sentence = |text: &str| {
        let mut letters = text.chars();
        let text: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        format!("{text}.")
    };
    let asked = Span::new(FileId(0), 0..0);
    let no_day =
        NoDay { subject: Subject::Rule(RuleId(0)), asked, by_waiver: false, own: NoOwnDay::Unwritten }.report();
    let no_day = Page {
        code: no_day.code.clone(),
        title: "a day matters, and there is none".to_owned(),
        text: format!(
            "A rule that is in force on some days, or a waiver that would apply, is held against the day that the document is \
             judged by. {} Where documents have no such field, declare it: `prepared_at?: date`.",
            no_day.helps.iter().map(|help| sentence(help)).collect::<Vec<_>>().join(" ")
        ),
    };
    let limits = [
        (Limit::Steps, most.steps),
        (Limit::Findings, most.findings as u64),
        (Limit::Texts, most.texts as u64),
        (Limit::Depth, u64::from(most.depth)),
    ]
    .map(|(limit, most)| {
        let diagnostic = LimitReached { limit, most }.report();
        let helps: Vec<String> = diagnostic.helps.iter().map(|help| sentence(help)).collect();
        Page {
            code: diagnostic.code.to_string(),
            title: format!("the limit `{}` is reached", limit.name()),
            text: format!("{} {}", sentence(&diagnostic.message), helps.join(" ")),
        }
    });
    std::iter::once(no_day).chain(limits).collect()
}

/// What is said of a mistake, and how it is mended.
fn example(mending: &Mending) -> String {
    let (words, _) = told(&Repository, mending.fixture());
    // A line that is long on purpose shows nothing.
    let cut = |line: &str| match line.char_indices().nth(140) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    };
    let lines = |text: &str| text.trim_end().lines().map(|line| cut(line.trim_end())).collect::<Vec<_>>().join("\n");
    format!("\n```text\n{}\n```\n\nMended:\n\n```text\n{}\n```\n", lines(&words.concat()), lines(&mending.right))
}

/// Is it a family and a name, as in `waiver/unused`?
fn is_message(word: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    word.split_once('/').is_some_and(|(family, name)| part(family) && part(name))
}

fn is_code(word: &str) -> bool {
    word.len() == 5 && word.starts_with('E') && word[1..].bytes().all(|byte| byte.is_ascii_digit())
}

/// All pages, by what finds the mistakes.
fn families() -> [(&'static str, Vec<Page>); 6] {
    [
        ("Reading rules", parser_pages()),
        ("Compiling rules", compiler_pages()),
        ("Reading documents", document_pages()),
        ("Judging documents", judging_pages()),
        ("Configuring", configuration_pages()),
        ("Checks of the schema, and messages of the program", message_pages()),
    ]
}

/// The index of all codes, each with the way to its page.
pub(crate) fn index() -> String {
    let mut made = String::new();
    for (family, pages) in families() {
        let _ = write!(made, "\n{family}:\n\n| code | what it is about |\n| --- | --- |\n");
        for Page { code, title, .. } in pages {
            let anchor: String = format!("{code}: {title}")
                .to_lowercase()
                .chars()
                .filter_map(|char| match char {
                    ' ' => Some('-'),
                    '-' | '_' => Some(char),
                    char if char.is_alphanumeric() => Some(char),
                    _ => None,
                })
                .collect();
            let title = title.replace('|', "\\|");
            let _ = writeln!(made, "| [{code}](errors.md#{anchor}) | {title} |");
        }
    }
    made
}

#[test]
fn the_list_of_errors_is_fresh_and_whole() {
    let families = families();
    let mut made = String::from(
        "# Errors\n\n\
         <!-- All of this page is generated from the sources, and checked by a test. -->\n\n\
         Each error has a code that stays the same. The message that comes with it names what was found, where, and what to\n\
         write instead. This page says what lies behind each code, shows a mistake with what is said of it, and mends it; every\n\
         example is compiled, wrong and mended, by a test.\n",
    );
    let (mut seen, mendings, messages) = (BTreeSet::new(), mendings(), countersign_house::message_pages());
    for (family, pages) in &families {
        let _ = write!(made, "\n## {family}\n");
        for Page { code, title, text } in pages {
            assert!(seen.insert(code.clone()), "{code} has two entries");
            assert!(!title.is_empty() && (is_code(code) || is_message(code)), "{code} {title}");
            let _ = write!(made, "\n### {code}: {title}\n");
            if !text.is_empty() {
                let _ = write!(made, "\n{text}\n");
            }
            let shown = mendings.iter().find(|mending| mending.file.starts_with(code));
            if let Some(mending) = shown {
                let _ = write!(made, "{}", example(mending));
            }
            let of_rules = family.ends_with("rules") && !["E0022", "E0023", "E0156", "E0305"].contains(&code.as_str());
            assert!(!of_rules || shown.is_some() && text.len() > 20, "{code} has no page that says what to do");
        }
    }
    // Every code that a source names has its entry.
    let mut open = vec![top().join("crates")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for word in text.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| is_code(word)) {
                let is_sample = path.components().any(|part| part.as_os_str() == "tests");
                assert!(seen.contains(word) || is_sample, "{word} in {} has no entry", path.display());
            }
            // A message's own code stands alone in quotation marks.
            let is_source = path.components().any(|part| part.as_os_str() == "src");
            let families: BTreeSet<&str> =
                messages.iter().filter_map(|page| Some(page.name.split_once('/')?.0)).collect();
            for word in text.split('"').filter(|word| is_source && is_message(word)) {
                let of_family = word.split_once('/').is_some_and(|(family, _)| families.contains(family));
                assert!(seen.contains(word) || !of_family, "{word} in {} has no entry", path.display());
            }
            // And so does what begins a message, of whatever family.
            for begun in ["Diagnostic::error(", "Level::Warning,", "Level::Note,"] {
                let behind = text.split(begun).skip(1).map(str::trim_start);
                for word in behind.filter_map(|rest| rest.strip_prefix('"')?.split('"').next()) {
                    assert!(seen.contains(word) || !is_source, "{word} in {} has no entry", path.display());
                }
            }
        }
    }
    fresh(ERRORS, &made);
}
