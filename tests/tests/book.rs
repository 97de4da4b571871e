//! The rule book: whole, and with nothing in it that an author of rules could make a page do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use countersign_house::{Entry, EntryKind, Host, HostError, OpenOptions, Trouble, Which, open};
use countersign_report::{BookFormat, rules_book};
use countersign_tests::Repository;

/// Texts that would be tags, attributes, links, cells or scripts, wherever an author can write one.
const HOSTILE: &str = r#"//! <script>alert(1)</script> [here](javascript:alert) <img src=x onerror=alert(1)>
//! ![x](https://example.org/track.png) [there](data:text/html,x) [web](https://example.org/?a=1&b="2")

pack hostile for Note

/// </table><script>alert(2)</script> | a cell
document Note {
    /// " onmouseover="alert(3)
    who: text
    why?: text
}

steps { read "</title><script>alert(4)</script>" }
risks { lost "`<b>`|x" }

/// ```
/// </pre><script>alert(5)</script>
/// ```
setting most: number 1 .. 5 = 3

rule said "</p><script>alert(6)</script> [x](javascript:y)" {
    step    read
    risk    lost
    require length(why) >= most
        else "</code></pre><script>alert(7)</script>"
    because "<iframe src='https://example.org'></iframe>"
    see     "javascript:alert(8)"
    see     "https://example.org/a"
}

waive hostile/said {
    until 2030-01-01
    by "<b onclick=alert(9)>"
    because "</td></table>|"
}
"#;

/// One file of rules.
struct Hostile;

impl Host for Hostile {
    fn read(&self, path: &str) -> Result<Vec<u8>, HostError> {
        match path {
            "<b>.rules" => Ok(HOSTILE.as_bytes().to_vec()),
            _ => Err(HostError { path: path.to_owned(), trouble: Trouble::NotFound }),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, HostError> {
        Err(HostError { path: folder.to_owned(), trouble: Trouble::NotFound })
    }

    fn kind(&self, _: &str) -> Result<EntryKind, HostError> {
        Ok(EntryKind::File)
    }
}

fn book(host: &dyn Host, path: Option<&str>, format: BookFormat) -> String {
    let rules: Vec<String> = path.map(str::to_owned).into_iter().collect();
    let which = if rules.is_empty() { Which::All } else { Which::Given };
    let configuration = rules.is_empty().then(|| "fixtures/configuration/two-packs.toml".to_owned());
    let opened = open(host, &OpenOptions { rules, tests: true, configuration });
    let house = opened.house.unwrap_or_else(|| panic!("{:#?}", opened.diagnostics));
    rules_book(format, &house.book(host, which))
}

/// The tags of a page, in order, without what stands in its own style and script.
fn tags(page: &str) -> Vec<&str> {
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let script = page.rfind("<script>").unwrap();
    let mut tags = Vec::new();
    for (at, _) in page.match_indices('<') {
        if !style.contains(&at) && at < script {
            tags.push(page.get(at..).and_then(|rest| rest.split_inclusive('>').next()).unwrap());
        }
    }
    tags
}

#[test]
fn nothing_that_an_author_writes_is_a_tag_or_leads_anywhere_but_to_the_web() {
    let page = book(&Hostile, Some("<b>.rules"), BookFormat::Html);
    assert_eq!(page.matches("<script>").count(), 1, "{page}");
    for tag in tags(&page) {
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap();
        assert!(!["script", "img", "iframe", "b"].contains(&name), "{tag}");
        // An attribute is the page's own: no text of an author ends one.
        assert!(!tag.contains("onerror=") && !tag.contains("onclick=") && !tag.contains(" onmouseover="), "{tag}");
        let link = tag.split_once("href=\"").map(|(_, rest)| rest.split('"').next().unwrap());
        let leads = link.is_none_or(|to| to.starts_with('#') || to.starts_with("https://example.org/"));
        assert!(leads, "{tag}");
    }
    assert!(page.contains("&lt;script&gt;alert(6)&lt;/script&gt;") && page.contains("until 2030-01-01"), "{page}");
}

#[test]
fn in_markdown_it_is_text_as_well() {
    let text = book(&Hostile, Some("<b>.rules"), BookFormat::Markdown);
    let mut fence = None;
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            Some(open) if ticks >= open && line.trim_matches('`').is_empty() => fence = None,
            Some(_) => {}
            None => {
                let own = line.replace("<a id=", "").replace("></a>", "").replace("<br>", "");
                // What stands in code is no tag.
                let bare: String = own.split('`').step_by(2).collect();
                let bare = bare.replace("\\<", "").replace("\\>", "").replace("\\]", "");
                assert!(!bare.contains('<') && !bare.contains("](javascript"), "{line}");
            }
        }
    }
    assert_eq!(fence, None);
}

#[test]
fn every_link_within_the_book_leads_somewhere() {
    for format in [BookFormat::Html, BookFormat::Markdown] {
        let page = book(&Repository, None, format);
        let link = if format == BookFormat::Html { "href=\"#" } else { "](#" };
        let end = if format == BookFormat::Html { '"' } else { ')' };
        let ids: BTreeSet<&str> = page.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut links = 0;
        for (at, _) in page.match_indices(link) {
            let to = page.get(at + link.len()..).and_then(|rest| rest.split(end).next()).unwrap();
            links += 1;
            assert!(ids.contains(to), "{to}");
        }
        assert!(links > 60, "{links}");
        for name in ["approval/approver-named", "approver-for", "Severity"] {
            assert!(page.contains(name), "{name}");
        }
    }
}
