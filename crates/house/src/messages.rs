//! What the codes of the program's own messages mean: of its inputs, its options, its runs, its waivers and its tests.

use crate::TextPage;

/// A page each: the code, what it is about, what it means and what to do.
const PAGES: &[(&str, &str, &str)] = &[
    (
        "decide/none",
        "there are no options to compare",
        "`decide` compares the options of the decisions that packs have about a kind of document. About this kind none has one; a house pack can write it, as `decision NAME chosen PATH { … }`.",
    ),
    (
        "explain/unknown",
        "there is no page of this name",
        "`explain` takes the path of a document, or the name of something: a rule (`approval/approver-named`, or its own name where one rule alone has it), a pack, a setting, a table, a step, a risk, a concept, an option of a decision, or a code. `countersign rules list` shows what the packs hold; where several things share a name, write the pack before it.",
    ),
    (
        "input/empty",
        "a document is empty",
        "There is nothing in the file but blanks and comments, so nothing could be checked. Write the document, or leave the \
         file out of what is checked.",
    ),
    (
        "input/empty-folder",
        "there is nothing to check in a folder",
        "Of a folder the files with the endings of documents are read. Hidden ones are left out, and those that an ignore file or the configuration excludes. Name the file itself, or look at its ending.",
    ),
    (
        "input/extension",
        "a file has none of the endings that are read",
        "The format is known from the ending: `.yaml`, `.yml`, `.json`, `.ndjson`, `.jsonl`, `.md` or `.markdown`. Rename the file, or pipe it in with `- --stdin-filename NAME.yaml`.",
    ),
    (
        "input/format",
        "a file is in no format that is read here",
        "Documents are YAML, JSON, NDJSON or Markdown. A `.rules` file holds rules: it is checked with `countersign rules \
         check`.",
    ),
    (
        "input/ignore-file",
        "an ignore file cannot be understood",
        "A file that says what is to be left out of folders holds a pattern that means nothing, so it is not known which documents are meant. Mend the pattern, or take it out.",
    ),
    (
        "input/kind",
        "it is not known what kind of document this is",
        "A document says what it is with `kind:`, as in `kind: handoff`, or stands below that word as its only key. The kinds \
         are those that packs declare; the message names the nearest. A document is a map of fields, not a list or a text.",
    ),
    (
        "input/not-found",
        "there is no such file or folder",
        "The path is looked for from the folder that the command runs in. Look at how it is written.",
    ),
    (
        "input/previous",
        "the earlier revision does not belong to the document",
        "What `--previous` names is the same document at an earlier time: of the same kind, and in a file that holds as many \
         documents in the same order.\n\n```text\ncountersign check --previous monday.yaml tuesday.yaml\n```",
    ),
    (
        "input/too-long",
        "a file is larger than is read",
        "A file is read as a whole, so there is an end to how large it may be. Split it: a file of many documents becomes \
         several files.",
    ),
    (
        "input/unreadable",
        "a file cannot be read",
        "The system refused to hand it out, and the message says in which words. Look at its permissions, and at whether it is \
         a file.",
    ),
    (
        "input/unwritable",
        "a file cannot be written",
        "The system refused to take it, and the message says in which words. Look at the permissions of the folder.",
    ),
    (
        "new/document",
        "it is not known for which document a rule is begun",
        "`rules new` makes a rule for one kind of document. Where the packs know several, `--for` says which; a pack that is there is for one already.",
    ),
    (
        "new/kind",
        "it is not known which kind of document is begun",
        "`new` makes a document of one kind to fill in. `new --list` shows the kinds that the packs declare; where several could be meant, the kind is named, as in `countersign new handoff`.",
    ),
    (
        "new/name",
        "a pack or a rule cannot have this name",
        "A pack or a rule is named in small letters, digits and hyphens, as in `owner-named`. A pack cannot be called like a shipped one, whose place it would take, nor a rule like another of its pack.",
    ),
    (
        "new/pack",
        "there is no pack of this name to use",
        "What `--use` names is a shipped pack, or one that was given. `countersign rules list` shows them.",
    ),
    (
        "rules/cost",
        "a rule may take more steps than is allowed",
        "`--max-cost` of `rules check`, or `max-cost` in `countersign.toml`, puts an end to what a rule may take on a large document, and this one may take more. Mostly it goes through one list inside another; `rules check --cost` shows which part weighs how much.",
    ),
    (
        "rules/data",
        "a file of reference data cannot be read as it is",
        "`data … from` names a YAML or JSON file by its path from the folder of the rules, as in `data/teams.yaml`. The file has to be there, and hold one document.",
    ),
    (
        "rules/empty",
        "a pack's file declares nothing",
        "The file says which pack it belongs to, and nothing follows that line. Add a rule, or remove the file.",
    ),
    (
        "rules/layout",
        "a file would not mean the same if it were laid out anew",
        "After `rules fmt` has laid a file out, it is read again and compared. Where the two differ the file is left as it \
         is. This is a fault of the program: please report it with the file.",
    ),
    (
        "rules/left-out",
        "a shipped pack is left out",
        "It uses another shipped pack, whose place a pack of the house has taken, and was written for that one. Give the house's pack another name, so that both run beside it.",
    ),
    (
        "rules/none",
        "there are no rules at a path",
        "Rules stand in files that end in `.rules`; of a folder all of those below it are read. Look at how the path is \
         written, or begin a pack with `countersign rules new`.",
    ),
    (
        "rules/replaced",
        "a shipped pack is replaced by one that was given",
        "A pack of the same name as a shipped one takes its place as a whole: nothing of the shipped one is run. Give it \
         another name to have both, and use `extend` to add to the shipped one.",
    ),
    (
        "rules/too-many",
        "there are more mistakes than are shown",
        "Mend those that are shown, and look again: often one mistake is behind many.",
    ),
    (
        "rules/unknown",
        "there is no rule of this name",
        "A rule is named `pack/rule`, or by its own name where one rule alone has it. The message names the nearest; \
         `countersign rules list` shows all.",
    ),
    (
        "run/limit",
        "a document takes more steps than a judgement may",
        "Judging ends after a number of steps, so that no document can hold a run up. `limits.steps` in `countersign.toml` says how many; `rules check --cost` shows the rules that take many.",
    ),
    (
        "run/nothing-checked",
        "nothing was checked",
        "No rule applied to any document, or there was no document that could be judged. Nothing checked is never ready, so \
         the command ends with 2. `check --verbose` says of each rule why it did not apply.",
    ),
    (
        "run/nothing-matches",
        "a filter fits nothing",
        "The text of `--filter` stands in no name or title, so there was nothing to do, which is no success. `countersign rules \
         list` shows the names.",
    ),
    (
        "run/nothing-tested",
        "there is no test",
        "The rules hold no `test`, so nothing says that they do what they should. `countersign rules new` writes a rule with its \
         tests; `rules examples RULE` shows documents to begin with.",
    ),
    (
        "run/tests-do-not-pass",
        "the tests have to pass first",
        "Coverage and changes of rules are measured by tests, and a test that fails measures nothing. Run `countersign rules \
         test`, and mend what it shows.",
    ),
    (
        "run/too-little",
        "less is covered than is asked for",
        "`--fail-under` says how many of a hundred there have to be, and there are fewer. The report says what no test has seen or noticed: write a test for it.",
    ),
    (
        "test/else",
        "there are findings that a test does not expect",
        "The test says `expect nothing else`, and something more was found. Expect it by name, or change the document of the \
         test so that it is not there.",
    ),
    (
        "test/given",
        "a test has not one document",
        "A test judges one document, and there is none or more than one in what it gives. Give a file that holds one, or write the document in place.",
    ),
    (
        "test/kind",
        "a test gives a document of another kind",
        "The pack says for which documents it is, and the document that the test gives, or its earlier revision, is of another kind. Give one of the right kind.",
    ),
    (
        "test/option",
        "an option did not come out as expected",
        "The test expects of an option of a decision that it is supported, open or not supported, and it came out otherwise. \
         The message shows the need that decided.",
    ),
    (
        "test/outcome",
        "a rule did not come out as expected",
        "The test expects that a rule passes, fails, is open, is waived or does not apply, and it came out otherwise. The clauses \
         that decided are shown, and the document as the test changes it. Mend the rule, or what the test expects.",
    ),
    (
        "test/path",
        "a path of a test leads to nothing",
        "`with` changes the document that is given at a path, and this one leads nowhere in it. Name an item that is there, or the place behind the last one.",
    ),
    (
        "test/place",
        "a finding stands at another place than expected",
        "The test expects a finding `at` a path. The rule came out as expected, and its findings stand elsewhere; the message \
         says where.",
    ),
    (
        "test/saying",
        "a finding says something else than expected",
        "The test expects a finding `saying` some words, and its message does not hold them. Letters count.",
    ),
    (
        "test/suggestion",
        "another option is suggested than expected",
        "The test expects which option a decision suggests: the first that is supported and suits. The message shows what became \
         of the one that was expected.",
    ),
    (
        "test/verdict",
        "a document came to another verdict than expected",
        "The test expects that its document is ready, open or not ready. The findings that decided are shown.",
    ),
    ("usage/as-of", "`--as-of` names no day", "The day is written as in `--as-of 2026-04-12`: year, month and day."),
    (
        "usage/corpus",
        "a corpus is not read from standard input",
        "`--corpus` names files or folders with documents that rules are tried on.",
    ),
    (
        "usage/document",
        "an option goes with a document, and none is named",
        "`--rule`, `--as-of`, `--previous` and `--evidence` say how a document is explained. What was named is no file that \
         exists, so it was taken for a name.",
    ),
    (
        "usage/evidence",
        "`--evidence` names no folder",
        "Digests are held against the files below one folder, and this is none.",
    ),
    (
        "usage/folder",
        "a folder stands where one document is meant",
        "`explain` explains one document at a time. Name a file in the folder, or, where a rule is meant, its pack before it.",
    ),
    (
        "usage/format",
        "this is not printed in this format",
        "`--list` is printed as `human` or `json`. A view has its own formats, which `countersign render --list` names.",
    ),
    (
        "usage/no-path",
        "nothing to check was named",
        "Name files or folders, or `-` for standard input: `countersign check handoff.yaml`.",
    ),
    (
        "usage/output",
        "what is made cannot go to this file",
        "A file that something is made from is not written over, and two reports do not go to one file. Give the file another name.",
    ),
    (
        "usage/previous",
        "`--previous` goes with one file",
        "The earlier revision belongs to one document: name one file to check, and the file of its earlier revision.\n\n```text\ncountersign check --previous monday.yaml tuesday.yaml\n```",
    ),
    (
        "usage/stdin-filename",
        "`--stdin-filename` does not fit",
        "It names what is piped in, so that its format is known from the ending, and goes with `-` among the paths.\n\n```text\ncountersign check - --stdin-filename handoff.md\n```",
    ),
    (
        "views/ambiguous",
        "more than one pack has a view of this name",
        "Several packs have a view of this name for this kind of document. Name the pack as well, as in `countersign render handoff/ticket FILE`; `countersign render --list` shows all of them.",
    ),
    (
        "views/format",
        "a view is not there in this format",
        "A view is made by one template a format: `ticket.md.jinja` makes Markdown, `ticket.html.jinja` a page. The message names the formats there are; to have another, add a template beside those.",
    ),
    (
        "views/head",
        "a template does not begin as templates do",
        "A template begins with a comment. Its first line says what the view is; further lines may say `drops: …`, for what the format has no field for, and `not ready: marked`, where the view is made of documents that are not ready, too.\n\n```text\n{#\nThe ticket, for the queue of the data centre.\nnot ready: marked\n#}\n```",
    ),
    (
        "views/json",
        "what a template makes is no JSON",
        "The result of a template for JSON is read before it is printed, and something in it is no JSON: a comma too many, a bracket that is not closed. Members and items that are `null` are left out, so that `{% for … %}{…}, {% endfor %} null` is a list. What a document says is a JSON value by itself: write `{{ document.title }}` without quotation marks.",
    ),
    (
        "views/kind",
        "a view is for another kind of document",
        "A view shows documents of the kind that its pack is for. `countersign render --list` says what each view shows.",
    ),
    (
        "views/name",
        "something in a template has a name that is not known",
        "Templates see the fields of the document, the result of the check, and a few functions, filters and tests. A field that the schema does not have is a mistake, not something missing: else a misspelt name would leave a hole in every ticket. The message names the nearest. It is also said of a template whose file is not named `NAME.FORMAT.jinja`.",
    ),
    (
        "views/not-ready",
        "no view is made of a document that is not ready",
        "Whoever reads a ticket takes it for checked. Mend what `countersign check` finds, or write `--draft`: the view then says in its first lines that it is a draft, and why.",
    ),
    (
        "views/refused",
        "a template says that it cannot be made of this document",
        "The template calls `refuse(…)`, and the message is its own: mostly that something has to be written before this view makes sense.",
    ),
    (
        "views/standing",
        "a view does not say how the document stands",
        "Every view states in its first lines whether the document is ready, open or a draft. Write `{{ standing }}` there.",
    ),
    (
        "views/steps",
        "a view takes more steps than one may",
        "A template may take so many steps, so that none runs forever. A loop inside a loop over the same long list, or a part that includes itself, is what takes so many.",
    ),
    (
        "views/syntax",
        "a template cannot be read",
        "Templates are written in the language of Jinja: `{{ … }}` shows a value, `{% … %}` is a statement, `{# … #}` a comment, and each `{% if %}` and `{% for %}` has its end. The message points at the line.",
    ),
    (
        "views/unknown",
        "there is no view of this name",
        "`countersign render --list` shows the views of the packs; the message names the nearest. A view is a file `views/NAME.FORMAT.jinja` in the folder of a pack.",
    ),
    (
        "views/value",
        "something in a template cannot be done with this value",
        "A filter or a function was given what it cannot work on, such as a list where a text is wanted. The message points at the place in the template.",
    ),
    (
        "waiver/expired",
        "the last day of a waiver has passed",
        "A waiver holds up to the end of its `until`, in UTC. After it the failures that it covered are failures again. Remove \
         it, or have it approved anew with a later day:\n\n\
         ```text\nwaive approval/approver-named {\n    until   2026-12-31\n    by      \"head of cloud operations\"\n    because \
         \"the directory of approvers is being moved\"\n}\n```",
    ),
    (
        "waiver/unused",
        "a waiver waived nothing",
        "In all documents of this run on whose day its rule was in force, nothing failed that the waiver covers. Perhaps what it \
         was granted for has been mended: remove it. Perhaps its `where` is narrower than was meant: `countersign explain RULE` \
         shows it beside the rule. With one document alone this is not said.",
    ),
];

/// The pages of the program's own messages, by code.
pub(crate) fn pages() -> impl Iterator<Item = TextPage> {
    PAGES.iter().map(|(code, title, text)| TextPage {
        name: (*code).to_owned(),
        title: (*title).to_owned(),
        text: (*text).to_owned(),
    })
}
