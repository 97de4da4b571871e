//! What documents are read into, and what is said about broken ones: the source, then the answer.

mod printed;

use countersign_document::Format;

fn table(sources: &[&str], format: Format) -> String {
    let entry = |source: &&str| {
        let shown = source
            .replace('\\', "\\\\")
            .replace('\r', "\\r")
            .replace('\t', "\\t")
            .replace('\0', "\\0")
            .replace('\u{feff}', "\\u{feff}")
            .replace('\u{1b}', "\\u{1b}");
        let indented: String = shown.lines().map(|line| format!("    {line}\n")).collect();
        let answer = printed::printed(source, format).replace('\0', "\\0").replace('\u{1b}', "\\u{1b}");
        format!("{indented}\n{answer}\n")
    };
    sources.iter().map(entry).collect()
}

#[test]
fn yaml_values() {
    insta::assert_snapshot!(table(
        &[
            "a:\n  b: |\n    x\n    y\n\n# c\n  c:\n  d: >-\n    f\n    g\ne: 'q''r'\nf: !!str &x \"a\\\n  b\"\ng: *x\n",
            "h:\n- 1\n-\n- 2 # z\ni: [a, b: c, ]\nj: {a, b: }\nk: {}\nl: []\n",
            "h:\n- - 1\n  -\n-\n  x: 1\n",
            "a: null\nb: ~\nc:\nd: 'null'\ne: \"\"\nf: NULL\ng: nul\n",
            "k: # note\n\n  plain\n  more # c\n",
            "a: !!str 12\nb: !!int '12'\nc: !!null ~\nd: ! 7\ne: !!str\nf: !!map {}\ng: !!seq\n- 1\n",
            "yes: no\n12: 0777\nnull: x\n~: y\n\"\": z\ninf: 1\n",
            "a: &k v\n*k : 1\n",
            "a: &n {x: {y: 1}}\nb: [*n]\n",
        ],
        Format::Yaml
    ));
}

#[test]
fn yaml_unknown() {
    insta::assert_snapshot!(table(
        &[
            "a: !unknown\nb: !unknown why not\nc: !unknown ' asked '\nd: unknown\n",
            "a: {unknown: asked}\nb:\n  unknown:\nc: {unknown: [1]}\nd: {unknown: a, x: b}\n",
            "- !unknown |\n  one\n  two\n- !unknown >\n  one\n  two\n- !unknown \"q \\\" r\"\n- !unknown ''\n",
            "unknown: the whole of it\n",
        ],
        Format::Yaml
    ));
}

#[test]
fn yaml_merge_keys() {
    insta::assert_snapshot!(table(
        &[
            "base: &b {x: 1, y: 2}\nm:\n  <<: *b\n  y: 3\nn:\n  <<: [*b, {z: 9, x: 8}]\np: {'<<': 1}\n",
            "a: &a {x: {deep: 1}}\nb: &b {<<: *a, y: 2}\nc: {<<: *b}\n",
            "o: {<<: 1}\np: {<<: [2]}\n",
        ],
        Format::Yaml
    ));
}

#[test]
fn yaml_streams() {
    insta::assert_snapshot!(table(
        &[
            "",
            "# only a comment\n",
            "---\n",
            "---\n---\na: 1\n---\n",
            "a: 1\n---\n# nothing\n",
            "\u{feff}a: 1\n...\n---\nb\n",
            "a: 1\n--- # c\nb: [\n---\nc: 2\n",
            "%TAG !e! tag:e,2000:\n---\na: 1\n...\n# between\n--- |\n text\n",
            "a: x\0y\n---\nb: 1\n---\nc: \u{1b}\n",
        ],
        Format::Yaml
    ));
}

#[test]
fn yaml_faults() {
    insta::assert_snapshot!(table(
        &[
            "a: 1\na: {b: 1}\nc: {d: 1, d: 2}\n",
            "? [a]\n: b\n? |\n  k\n: c\n: d\n",
            "a: !foo x\nb: !unkown x\nc: !!unknown x\nd: !!strr y\n",
            "a: !unknown [1]\nb: !unknown {c: d}\nc: !!map x\nd: !!null x\n!unknown e: 1\n",
            "a: *x\nb: &x 1\n",
            "a: *b c\n",
            "a: &x [*x]\n",
            "a:\n\tb: 1\n",
            "- |\n\tx\n",
        ],
        Format::Yaml
    ));
}

#[test]
fn yaml_syntax() {
    insta::assert_snapshot!(table(
        &[
            "a: b: c\n",
            "a: 1\n  b: 2\n",
            "a\nb: 1\n",
            "x: 1\nno colon\ny: 2\n",
            "a:\n  b: 1\n c: 2\n",
            "a: 1\n- b\n",
            "- a\nb: 1\n",
            "a: - b\n",
            "a: \"x\nb: 1\n",
            "a: \"x\" # it's\n\"b\n",
            "a: 'x\n---\nb: 1\n",
            "a: 'x' y\n",
            "a: \"x\\q\"\n",
            "a: \"\\ud800x\"\n",
            "a: [1, 2\nb: 1\n",
            "a: [1, 2\n",
            "a: {b: 1\n",
            "a: [1}\n",
            "a: }\n",
            "a: @x\n",
            "a: `x`\n",
            "a: x #c\n  more\n",
            "a: |\n   x\n  y\n",
            "a: |\n\n    \n  x\n",
            "a: |x\n",
            "a: !x!y z\n",
            "a: *\n",
            "%YAML 2.0\n---\na: 1\n",
            "a: b\n...\nfoo\n... x\n",
        ],
        Format::Yaml
    ));
}

#[test]
fn json() {
    insta::assert_snapshot!(table(
        &[
            "{\"a\": [1, -2.5e+3, true, null, \"x\\n\\ud83d\\ude00\"], \"b\": {\"unknown\": \"asked\"}}",
            "\u{feff} [{}, [], \"\"]\r\n",
            " \n",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1} {}",
            "{} x",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "{\"a\":}",
            "[1 2]",
            "[1",
            "{\"a\"",
            "[1}",
            "]",
            "[NaN, True]",
            "[01]",
            "[1.]",
            "[+1]",
            "\"abc",
            "\"a\nb\"",
            "\"a\tb\"",
            "\"\\q\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "[1, // c\n2]",
            "{\"<<\": {\"a\": 1}}",
        ],
        Format::Json
    ));
}

#[test]
fn ndjson() {
    insta::assert_snapshot!(table(&["{\"a\":1}\r\n\r\n{bad\n[1,2]\n\n{} {}\n3", "\u{feff}1\n2\n"], Format::Ndjson));
}
