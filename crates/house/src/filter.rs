//! Which tests and rules are meant: by a part of their names, or by a pattern with `*` and `?`.

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In lower case; everything is meant where there is none.
    pattern: Option<String>,
}

impl Filter {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// What has this text in it, in any case; with `*` (any text) or `?` (any character) in it, what is wholly so.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        Self { pattern: Some(pattern.to_lowercase()) }
    }

    /// Is this meant?
    #[must_use]
    pub fn lets_in(&self, name: &str) -> bool {
        let Some(pattern) = &self.pattern else { return true };
        let name = name.to_lowercase();
        if pattern.contains(['*', '?']) { is_like(&name, pattern) } else { name.contains(pattern.as_str()) }
    }
}

/// Goes through the name once for each `*`, so that no pattern takes long.
fn is_like(name: &str, pattern: &str) -> bool {
    let (name, pattern): (Vec<char>, Vec<char>) = (name.chars().collect(), pattern.chars().collect());
    let (mut at, mut of) = (0, 0);
    // Where the last `*` stands, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    while let Some(char) = name.get(at) {
        match pattern.get(of) {
            Some('*') => {
                star = Some((of, at));
                of += 1;
            }
            Some(wanted) if *wanted == '?' || wanted == char => {
                at += 1;
                of += 1;
            }
            _ => {
                let Some((stands, taken)) = star else { return false };
                star = Some((stands, taken + 1));
                at = taken + 1;
                of = stands + 1;
            }
        }
    }
    pattern.get(of..).unwrap_or_default().iter().all(|char| *char == '*')
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn a_part_is_enough_and_a_pattern_is_the_whole() {
        for (pattern, name, meant) in [
            ("approver", "approval: nobody approves their own; Approver", true),
            ("approver", "approval/owner", false),
            ("approval/*", "approval/approver-named", true),
            ("*named", "approval/approver-named", true),
            ("*name", "approval/approver-named", false),
            ("a?c*", "abcd", true),
            ("a?c", "abcd", false),
            ("*a*b*c*", "xxaxxbxxcxx", true),
            ("", "anything", true),
        ] {
            assert_eq!(Filter::new(pattern).lets_in(name), meant, "{pattern} and {name}");
        }
        assert!(Filter::all().lets_in(""));
    }
}
