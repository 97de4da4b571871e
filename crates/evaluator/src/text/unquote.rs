//! What a text says in its own voice: without quotations, code, and quoted lines.

use std::ops::Range;

use super::{Maker, Text};

/// The text without what stands in `"…"`, `“…”`, `‘…’` or backticks, and without lines behind `>`. A blank is left
/// where a quotation was. A quotation that does not end in its paragraph is none.
pub(crate) fn unquoted<'a>(text: &Text<'a>) -> Text<'a> {
    let source = text.as_str();
    if !source.contains(['"', '“', '‘', '`', '>']) {
        return text.clone();
    }
    let mut maker = Maker::new(text);
    let mut at = 0;
    for quote in quotations(source) {
        push(&mut maker, source, at..quote.start);
        maker.push(" ", quote.clone());
        at = quote.end;
    }
    push(&mut maker, source, at..source.len());
    maker.finish()
}

fn push(maker: &mut Maker<'_, '_>, source: &str, range: Range<usize>) {
    if let Some(part) = source.get(range.clone()).filter(|part| !part.is_empty()) {
        maker.push(part, range);
    }
}

fn quotations(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut paragraph = 0;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let body = line.trim_start();
        let ends_here = body.is_empty() || body.starts_with('>');
        if ends_here {
            in_paragraph(source, paragraph..at, &mut found);
            if body.starts_with('>') {
                let content = line.trim_end_matches(['\n', '\r']);
                found.push(at + (line.len() - body.len())..at + content.len());
            }
            paragraph = at + line.len();
        }
        at += line.len();
    }
    in_paragraph(source, paragraph..source.len(), &mut found);
    found
}

fn in_paragraph(source: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let base = range.start;
    let Some(text) = source.get(range) else { return };
    // A mark whose closing one was looked for in vain is not looked for again: the walk stays linear.
    let mut in_vain: Vec<&str> = Vec::new();
    let mut skip_to = 0;
    let mut before = None;
    for (at, char) in text.char_indices() {
        if at < skip_to {
            before = Some(char);
            continue;
        }
        let rest = text.get(at..).unwrap_or("");
        let (open, close) = match char {
            '"' => ("\"", "\""),
            '“' => ("“", "”"),
            '‘' => ("‘", "’"),
            '`' if rest.starts_with("```") => ("```", "```"),
            '`' => ("`", "`"),
            _ => {
                before = Some(char);
                continue;
            }
        };
        // `6"` and the like open nothing, and neither does a ‘ that stands for an apostrophe.
        let opens = !before.is_some_and(char::is_alphanumeric) || matches!(char, '`' | '“');
        before = Some(char);
        if !opens || in_vain.contains(&open) {
            continue;
        }
        let inside = rest.get(open.len()..).unwrap_or("");
        match closing(inside, close) {
            Some(length) => {
                let end = at + open.len() + length + close.len();
                found.push(base + at..base + end);
                skip_to = end;
            }
            None => in_vain.push(open),
        }
    }
}

/// Where the closing mark stands; a ’ between letters is an apostrophe.
fn closing(inside: &str, close: &str) -> Option<usize> {
    inside.match_indices(close).map(|(at, _)| at).find(|at| {
        let next = inside.get(at + close.len()..).and_then(|rest| rest.chars().next());
        close != "’" || !next.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conform::CellId;

    #[test]
    fn quotations_are_left_out_and_the_rest_knows_its_place() {
        for (source, wanted) in [
            ("nothing here", "nothing here"),
            ("say \"rotate\" now", "say   now"),
            ("it “was ‘done’” so", "it   so"),
            ("it ‘isn’t done’ so", "it   so"),
            ("don't and won’t stay", "don't and won’t stay"),
            ("run `rm -rf` or ```x\ny``` end", "run   or   end"),
            ("he wrote:\n> we isolated it\n  > and more\nok", "he wrote:\n \n   \nok"),
            ("a 6\" disk and \"x\" y", "a 6\" disk and   y"),
            ("an \"open end\n\nnext \"para\" x", "an \"open end\n\nnext   x"),
            ("a > b", "a > b"),
        ] {
            let text = Text::of_document(source, CellId(0), 0);
            let plain = unquoted(&text);
            assert_eq!(plain.as_str(), wanted, "{source}");
            for (at, char) in plain.as_str().char_indices().filter(|(_, char)| char.is_alphanumeric()) {
                let (_, from, to) = plain.locate(at..at + char.len_utf8()).unwrap();
                assert_eq!(source.get(from as usize..to as usize).unwrap(), char.to_string().as_str(), "{source}");
            }
        }
    }
}
