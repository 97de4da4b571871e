//! The JSON Schemas of the JSON outputs, and of the configuration.

/// The schema of one output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// What users call it.
    pub name: &'static str,
    /// The command whose output it describes, or the file.
    pub command: &'static str,
    /// The schema itself.
    pub text: &'static str,
}

impl Schema {
    /// What it describes, in words.
    #[must_use]
    pub fn describes(&self) -> String {
        if self.command.contains(' ') {
            format!("the output of `{} --format json`", self.command)
        } else {
            format!("the file `{}`", self.command)
        }
    }
}

/// All of them.
pub const SCHEMAS: &[Schema] = &[
    Schema { name: "config", command: "countersign.toml", text: include_str!("../schema/config.schema.json") },
    Schema {
        name: "config-show",
        command: "countersign config show",
        text: include_str!("../schema/config-show.schema.json"),
    },
    Schema { name: "check", command: "countersign check", text: include_str!("../schema/check.schema.json") },
    Schema { name: "decide", command: "countersign decide", text: include_str!("../schema/decide.schema.json") },
    Schema {
        name: "explain",
        command: "countersign explain DOCUMENT",
        text: include_str!("../schema/explain.schema.json"),
    },
    Schema {
        name: "explain-name",
        command: "countersign explain NAME",
        text: include_str!("../schema/explain-name.schema.json"),
    },
    Schema {
        name: "rules-check",
        command: "countersign rules check",
        text: include_str!("../schema/rules-check.schema.json"),
    },
    Schema {
        name: "rules-examples",
        command: "countersign rules examples",
        text: include_str!("../schema/rules-examples.schema.json"),
    },
    Schema {
        name: "rules-coverage",
        command: "countersign rules coverage",
        text: include_str!("../schema/rules-coverage.schema.json"),
    },
    Schema {
        name: "rules-cost",
        command: "countersign rules check --cost",
        text: include_str!("../schema/rules-cost.schema.json"),
    },
    Schema {
        name: "rules-diff",
        command: "countersign rules diff",
        text: include_str!("../schema/rules-diff.schema.json"),
    },
    Schema {
        name: "rules-lint",
        command: "countersign rules lint",
        text: include_str!("../schema/rules-lint.schema.json"),
    },
    Schema {
        name: "rules-list",
        command: "countersign rules list",
        text: include_str!("../schema/rules-list.schema.json"),
    },
    Schema {
        name: "rules-mutate",
        command: "countersign rules mutate",
        text: include_str!("../schema/rules-mutate.schema.json"),
    },
    Schema {
        name: "rules-test",
        command: "countersign rules test",
        text: include_str!("../schema/rules-test.schema.json"),
    },
];
