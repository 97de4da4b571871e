//! The Markdown that authors write above items and on the pages of concepts, as HTML: no tag of theirs is one, and links
//! lead to the web or nowhere.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::sink::{Html, leads_out};

/// Adds prose; its headings stand below those of the given level.
pub(super) fn prose(html: &mut Html, text: &str, level: usize) {
    // How many elements each open tag has begun.
    let mut begun: Vec<usize> = Vec::new();
    let mut head = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => begun.push(start(html, &tag, level, &mut head)),
            Event::End(tag) => {
                if tag == TagEnd::TableHead {
                    head = false;
                }
                for _ in 0..begun.pop().unwrap_or(0) {
                    html.stop();
                }
            }
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                html.element("code", &[], &code);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) | Event::FootnoteReference(text) => {
                html.text(&text);
            }
            Event::SoftBreak => {
                html.text("\n");
            }
            Event::HardBreak => {
                html.tag("br", &[]);
            }
            Event::Rule => {
                html.tag("hr", &[]);
            }
            Event::TaskListMarker(done) => {
                html.text(if done { "☑ " } else { "☐ " });
            }
        }
    }
}

/// Begins the elements of a tag, and says how many.
fn start(html: &mut Html, tag: &Tag<'_>, level: usize, head: &mut bool) -> usize {
    let name = match tag {
        Tag::Paragraph => "p",
        Tag::Heading { level: of, .. } => heading(level + *of as usize),
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => {
            html.start("pre", &[]).start("code", &[]);
            return 2;
        }
        Tag::List(None) => "ul",
        Tag::List(Some(_)) => "ol",
        Tag::Item => "li",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "s",
        Tag::Link { dest_url, .. } if leads_out(dest_url) => {
            html.start("a", &[("href", dest_url), ("rel", "noopener noreferrer")]);
            return 1;
        }
        Tag::Table(_) => "table",
        Tag::TableHead => {
            *head = true;
            "tr"
        }
        Tag::TableRow => "tr",
        Tag::TableCell if *head => "th",
        Tag::TableCell => "td",
        // What is no prose is shown as the text that it holds: a link elsewhere, an image, a tag.
        _ => return 0,
    };
    html.start(name, &[]);
    1
}

/// The name of a heading of this level.
pub(super) fn heading(level: usize) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}
