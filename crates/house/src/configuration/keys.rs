//! The keys of a `countersign.toml`, in the order in which they are shown: the one list that the reader, the nearest
//! names, the reference, the schema and `config show` are held against.

/// A key of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its full name; `<…>` stands for a name of the house's own.
    pub name: &'static str,
    /// What it wants, as in `a list of texts`.
    pub wants: &'static str,
    /// What holds where it is left out.
    pub default: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
    /// A line that sets it.
    pub example: &'static str,
}

/// All of them.
pub const KEYS: [Key; 16] = [
    Key {
        name: "rules",
        wants: "a list of paths",
        default: "none",
        doc: "Rules files, and folders with packs, that are run beside the shipped packs. Paths go from the folder of this file.",
        example: "rules = [\"house/\"]",
    },
    Key {
        name: "packs",
        wants: "a list of packs",
        default: "all",
        doc: "The packs whose rules are run. What another one of these packs uses is read in any case.",
        example: "packs = [\"handoff\", \"approval\"]",
    },
    Key {
        name: "exclude",
        wants: "a list of patterns",
        default: "none",
        doc: "Files that a walk through folders leaves out, in the patterns of ignore files, from the folder of this file. A file that is named on the command line is checked all the same.",
        example: "exclude = [\"drafts/\", \"*.old.yaml\"]",
    },
    Key {
        name: "fail-on",
        wants: "`error`, `warning`, `open` or `never`",
        default: "error",
        doc: "What makes the exit code 1; `--fail-on` wins over it.",
        example: "fail-on = \"warning\"",
    },
    Key {
        name: "as-of",
        wants: "a date",
        default: "the document's own `prepared_at`",
        doc: "The date that rules and waivers are judged by; `--as-of` wins over it.",
        example: "as-of = 2026-04-13",
    },
    Key {
        name: "evidence",
        wants: "a path",
        default: "none",
        doc: "The folder that holds the evidence files, whose digests are then verified; `--evidence` wins over it. The path goes from the folder of this file.",
        example: "evidence = \"evidence/\"",
    },
    Key {
        name: "max-cost",
        wants: "a whole number from 1",
        default: "none",
        doc: "The most steps that one rule may take for a document with lists of 100 items and texts of 4096 bytes; `rules check` of rules that lie below the folder of this file holds them to it, and `--max-cost` wins over it.",
        example: "max-cost = 100_000",
    },
    Key {
        name: "settings.<pack>.<setting>",
        wants: "a value of the setting's type",
        default: "what the pack says",
        doc: "The value of a setting, within its bounds. Durations, words and instants are written as texts.",
        example: "settings.approval.approval_lifetime = \"12h\"",
    },
    Key {
        name: "levels.packs.<pack>",
        wants: "`error`, `warning`, `note` or `off`",
        default: "what each rule says",
        doc: "The level of all rules of a pack.",
        example: "levels.packs.approval = \"warning\"",
    },
    Key {
        name: "levels.steps.<step>",
        wants: "`error`, `warning`, `note` or `off`",
        default: "what each rule says",
        doc: "The level of all rules of a step; it beats that of the pack.",
        example: "levels.steps.unknowns = \"warning\"",
    },
    Key {
        name: "levels.risks.<risk>",
        wants: "`error`, `warning`, `note` or `off`",
        default: "what each rule says",
        doc: "The level of all rules that stand for a risk; it beats that of the step, and of several risks the highest counts.",
        example: "levels.risks.wrong-owner = \"error\"",
    },
    Key {
        name: "levels.rules.<pack/rule>",
        wants: "`error`, `warning`, `note` or `off`",
        default: "what the rule says",
        doc: "The level of one rule; it beats all others. `off` does not run it, and the result says so.",
        example: "levels.rules.\"approval/approver-fits\" = \"off\"",
    },
    Key {
        name: "limits.steps",
        wants: "a whole number from 1",
        default: "2000000",
        doc: "The most steps that the check of one document may take.",
        example: "limits.steps = 500_000",
    },
    Key {
        name: "limits.findings",
        wants: "a whole number from 1",
        default: "10000",
        doc: "The most findings of one document.",
        example: "limits.findings = 1000",
    },
    Key {
        name: "limits.texts",
        wants: "a whole number from 1",
        default: "67108864",
        doc: "The most bytes of text that are put together in the check of one document.",
        example: "limits.texts = 1_000_000",
    },
    Key {
        name: "limits.depth",
        wants: "a whole number from 1",
        default: "256",
        doc: "How deep expressions may stand inside one another, through the definitions that they call; at most 256.",
        example: "limits.depth = 64",
    },
];

/// The names that may stand below a prefix, each once, in order: the first parts of what follows it.
pub(crate) fn below(prefix: &str) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for key in KEYS {
        let rest = match prefix {
            "" => Some(key.name),
            prefix => key.name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.')),
        };
        if let Some(first) = rest.and_then(|rest| rest.split('.').next())
            && !names.contains(&first)
        {
            names.push(first);
        }
    }
    names
}

/// What the key of this name wants.
pub(crate) fn wants(name: &str) -> &'static str {
    KEYS.iter().find(|key| key.name == name).map_or("", |key| key.wants)
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn names_below_a_prefix_come_once() {
        assert_eq!(below("levels"), ["packs", "steps", "risks", "rules"]);
        assert_eq!(below("limits"), ["steps", "findings", "texts", "depth"]);
        assert_eq!(below("")[..3], ["rules", "packs", "exclude"]);
        assert!(below("").contains(&"settings"));
    }
}
