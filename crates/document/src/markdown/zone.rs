//! The sentence that gives all times of a document their zone: "All times in UTC."

use std::ops::Range;

/// What may stand between the subject and `in`.
const BETWEEN: [&str; 12] =
    ["are", "is", "given", "shown", "written", "stated", "noted", "recorded", "here", "below", "herein", "always"];

/// Where a sentence of the text names the zone of all times: `all times in ZONE`, `times are given in ZONE`,
/// `timezone: ZONE`, alone in its line or sentence.
pub(crate) fn named(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for sentence in text.split_inclusive(['\n', '.', ';', '(', ')', '!']) {
        if let Some(zone) = in_sentence(sentence) {
            return Some(at + zone.start..at + zone.end);
        }
        at += sentence.len();
    }
    None
}

/// What stands around a sentence and is no part of it.
const EDGES: &[char] = &['.', ';', '(', ')', '!', '*', '_', ',', '`', '"', ' ', '\t', '\n', '\r'];

fn in_sentence(sentence: &str) -> Option<Range<usize>> {
    let start = sentence.len() - sentence.trim_start_matches(EDGES).len();
    let body = sentence.get(start..)?.trim_end_matches(EDGES);
    let mut words = body.split_whitespace().peekable();
    let mut next_is =
        |wanted: &[&str]| words.next_if(|word| wanted.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)));
    let by_key = next_is(&["timezone:", "time-zone:", "time_zone:"]).is_some()
        || next_is(&["time"]).is_some() && next_is(&["zone:"]).is_some();
    if !by_key {
        next_is(&["all"]);
        next_is(&["times", "timestamps"])?;
        while next_is(&BETWEEN).is_some() {}
        next_is(&["in", "as"])?;
    }
    let zone = words.next()?;
    // It ends with the zone, so that a sentence about something else names none.
    words.next().is_none().then(|| start + body.len() - zone.len()..start + body.len())
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_sentence_names_the_zone_of_all_times() {
        for (text, zone) in [
            ("All times in UTC", Some("UTC")),
            ("Prepared by the night shift. All times are given in UTC.", Some("UTC")),
            ("(times in Europe/Berlin)", Some("Europe/Berlin")),
            ("all timestamps are in +02:00", Some("+02:00")),
            ("Timezone: UTC", Some("UTC")),
            ("Time zone: America/New_York", Some("America/New_York")),
            ("All times in question are doubtful", None),
            ("Three times in UTC", None),
            ("times in", None),
            ("", None),
        ] {
            assert_eq!(named(text).and_then(|range| text.get(range)), zone, "{text}");
        }
    }
}
