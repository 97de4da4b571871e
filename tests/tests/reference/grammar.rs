//! The grammar in the reference: the parser's own, with words and signs in the place of the rules that name them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::read;

/// Rules that stand for what has been read before the grammar is asked, or that only help errors.
const NOT_SHOWN: [&str; 3] = ["broken", "setting_head", "definition_head"];

/// The parts of the grammar that the reference says in words.
const SAID: [&str; 2] = ["words and literals", "signs and words that stand between things"];

/// The grammar, section by section.
pub(crate) fn grammar() -> String {
    let text = read("crates/parser/src/grammar.pest");
    let mut sections: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("// ---- ") {
            sections.push((title.split(';').next().unwrap().to_owned(), Vec::new()));
        }
        let line = line.split(" //").next().unwrap_or_default();
        if line.trim_start().starts_with("//") {
            continue;
        }
        match open.take() {
            Some((name, body)) => open = Some((name, format!("{body} {}", line.trim()))),
            None => {
                if let Some((name, body)) = line.split_once('=').filter(|(name, _)| !name.starts_with(' ')) {
                    open = Some((name.trim().to_owned(), body.trim().to_owned()));
                }
            }
        }
        if let Some((name, body)) = open.take_if(|(_, body)| body.ends_with('}') && braces(body) == 0) {
            let inner = body.trim_start_matches(['@', '_', '$', '!']).trim();
            let inner = inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap().trim().to_owned();
            match sections.last_mut() {
                Some((_, rules)) => rules.push((name, inner)),
                None => assert_eq!(name, "WHITESPACE", "a rule stands before the first section"),
            }
        }
    }
    assert_eq!(open, None, "a rule of the grammar has no end");
    let signs: BTreeMap<String, String> = sections
        .iter()
        .flat_map(|(_, rules)| rules)
        .filter(|(name, _)| name.starts_with("w_") || name.starts_with("s_") || is_sign(name))
        .map(|(name, body)| (name.clone(), literal(body)))
        .collect();
    let mut made = String::new();
    for (title, rules) in sections.iter().filter(|(title, _)| !SAID.contains(&title.as_str())) {
        let _ = write!(made, "\n### Of {title}\n\n```text\n");
        let shown: Vec<&(String, String)> = rules
            .iter()
            .filter(|(name, _)| !NOT_SHOWN.contains(&name.as_str()) && !signs.contains_key(name))
            .filter(|(_, body)| !body.contains("\\u{"))
            .collect();
        let widest = shown.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, body) in shown {
            let _ = writeln!(made, "{name:widest$} = {}", plain(body, &signs));
        }
        made.push_str("```\n");
    }
    let named = made.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_')).collect::<Vec<_>>();
    assert!(named.contains(&"expect_rule") && named.iter().all(|name| !signs.contains_key(*name)), "{made}");
    made
}

/// Operators that have rules of their own only so that errors can name them.
fn is_sign(name: &str) -> bool {
    ["plus", "minus", "otherwise", "negation"].contains(&name)
}

/// How many braces are open behind a text, those in literals left out.
fn braces(body: &str) -> i32 {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for char in body.chars() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// The first literal of a rule's body: the word or the sign that it stands for.
fn literal(body: &str) -> String {
    let mut parts = body.split('"');
    parts.next();
    format!("\"{}\"", parts.next().unwrap_or_else(|| panic!("no literal in {body}")))
}

/// A body as readers want it: literals for the rules that name them, a blank for what follows, no look-ahead.
fn plain(body: &str, signs: &BTreeMap<String, String>) -> String {
    if body == "EOI" {
        return "(nothing)".to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    for word in body.split_whitespace() {
        let name = word.trim_matches(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
        let word = match signs.get(name) {
            Some(sign) => word.replacen(name, sign, 1),
            None => word.to_owned(),
        };
        words.push(word);
    }
    let mut text = words.join(" ").replace(" ~ EOI", "").replace("WHITESPACE+ ~ ", "");
    for ahead in [" ~ !name_char", " ~ !(\":\" | \"?\")", " ~ !word_char", " ~ !\"=\"", " ~ !\">\"", " | broken"] {
        text = text.replace(ahead, "");
    }
    text.replace("broken | ", "").replace("date_form", "date").replace(" ~ ", " ")
}
