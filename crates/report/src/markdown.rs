//! Text that others wrote, in Markdown that this program writes: nothing in it can begin a link, a tag, or a block.

use crate::visible::visible;

/// A text on one line of a paragraph, a heading, a bullet or a cell, so that it reads as it is.
pub(crate) fn escaped(text: &str) -> String {
    let shown = text.split(['\r', '\n']).map(visible).collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(shown.len() + 8);
    let mut before = ' ';
    let mut chars = shown.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '!' | '@' | '$' => out.push('\\'),
            // What GitHub and its like make links of.
            ':' if chars.peek().is_some_and(|next| !next.is_whitespace()) => out.push('\\'),
            '.' if before == 'w' || before == 'W' => out.push('\\'),
            // What begins a block.
            '+' | '-' | '=' | '.' | ')' if out.chars().all(|char| char.is_ascii_digit() || char == ' ') => {
                out.push('\\')
            }
            _ => {}
        }
        out.push(char);
        before = char;
    }
    out
}

/// A text on one line as code.
pub(crate) fn code(text: &str) -> String {
    let shown = text.split(['\r', '\n']).map(visible).collect::<Vec<_>>().join(" ");
    let longest = shown.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if shown.is_empty() || shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{blank}{shown}{blank}{fence}")
}

/// A sentence: what stands in backticks as code, everything else as it reads.
pub(crate) fn said(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        let closed = at + 1 < parts.len();
        match (at % 2, closed) {
            (1, true) if !part.is_empty() && !part.contains(['\r', '\n']) => out.push_str(&code(part)),
            (1, true) => out.push_str(&format!("\\`{}\\`", escaped(part))),
            (1, false) => out.push_str(&format!("\\`{}", escaped(part))),
            _ => out.push_str(&escaped(part)),
        }
    }
    out
}

/// A text in a cell as code: a bar inside ends the cell, even in code.
pub(crate) fn cell_code(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Lines as a block of code.
pub(crate) fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines = crate::visible_lines(text.trim_end());
    format!("{fence}{language}\n{lines}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::{code, escaped, fenced, said};

    #[test]
    fn what_others_wrote_is_text_and_nothing_else() {
        for (text, wanted) in [
            ("plain words, 3.5 and a-b.", "plain words, 3.5 and a-b."),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("[here](javascript:alert)", "\\[here\\](javascript\\:alert)"),
            ("https://example.org", "https\\://example.org"),
            ("www.example.org", "www\\.example.org"),
            ("a|b\n# c", "a\\|b \\# c"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("\u{202e}x\u{1b}", "⟨U+202E⟩x␛"),
        ] {
            assert_eq!(escaped(text), wanted);
        }
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(fenced("yaml", "a: |\n  ```\n"), "````yaml\na: |\n  ```\n````\n");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(said("`a_b` is <b>, and `c"), "`a_b` is \\<b\\>, and \\`c");
    }
}
