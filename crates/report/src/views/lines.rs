//! The lines of a template: one that holds nothing but tags leaves no line behind, every other keeps its blanks and its end.

/// The same text, byte for byte as long, in which the tags say so themselves: the engine takes the end of a line behind
/// every tag away, and the blanks before every one at the beginning of a line, but where `+` stands.
pub(crate) fn prepared(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let said = line.trim_end();
        if only_tags(said) || said.matches("{%").count() != said.matches("%}").count() {
            out.push_str(line);
            continue;
        }
        let end = line.get(said.len()..).unwrap_or("");
        let (begun, rest) = match said.trim_start().strip_prefix("{% ") {
            Some(rest) if rest.len() + 3 < said.len() => {
                (format!("{}{{%+", said.get(..said.len() - rest.len() - 3).unwrap_or("")), rest)
            }
            _ => (String::new(), said),
        };
        out.push_str(&begun);
        match rest.strip_suffix(" %}") {
            Some(tag) => {
                out.push_str(tag);
                out.push_str("+%}");
            }
            None => out.push_str(rest),
        }
        out.push_str(end);
    }
    out
}

/// Does the line hold nothing but tags and comments?
fn only_tags(line: &str) -> bool {
    let mut rest = line.trim_start();
    let mut any = false;
    while !rest.is_empty() {
        let close = match rest.get(..2) {
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => return false,
        };
        let Some((_, behind)) = rest.split_once(close) else { return true };
        rest = behind.trim_start();
        any = true;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::prepared;

    #[test]
    fn lines_of_tags_go_and_others_stay() {
        for (text, wanted) in [
            ("  {% if a %}\n", "  {% if a %}\n"),
            ("{% if a %}{% if b %}\n", "{% if a %}{% if b %}\n"),
            ("- a{% if b %}, {{ b }}{% endif %}\n", "- a{% if b %}, {{ b }}{% endif+%}\n"),
            ("  {% if b %}b{% endif %}\n", "  {%+if b %}b{% endif+%}\n"),
            ("{# a #}\n", "{# a #}\n"),
            ("{% set a = [\n  1,\n] %}\n", "{% set a = [\n  1,\n] %}\n"),
            ("text", "text"),
        ] {
            assert_eq!(prepared(text), wanted);
        }
    }
}
