//! `docs/lints.md`: the page of every lint, as the compiler has it.

use std::fmt::Write as _;

use countersign_house::LINTS;

use super::fresh;

#[test]
fn the_list_of_lints_is_fresh() {
    let mut made = String::from(
        "# Lints\n\n\
         <!-- All of this page is generated from the sources, and checked by a test. -->\n\n\
         `countersign rules lint` says what compiles and is most likely not meant. Each lint can be switched off at the item,\n\
         with a reason:\n\n\
         ```text\n\
         allow unused-setting because \"houses read it in rules of their own\"\n\
         setting response_hours: number = 4\n\
         ```\n",
    );
    for facts in LINTS {
        let page: Vec<&str> = facts.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let _ = write!(made, "\n## `{}`: {}\n\n{}\n", facts.id, facts.title, page.join("\n").trim_end());
    }
    fresh("docs/lints.md", &made);
}
