//! `allow` lines: which lint each of them names, and which item it speaks of.

use std::sync::Arc;

use countersign_parser::ast;
use countersign_source::{Span, nearest};

use crate::Source;
use crate::analysis::{LINTS, Lint};
use crate::problems::RuleProblem;
use crate::program::{Allow, PackId, Use};
use crate::scope::Compiler;

impl Compiler<'_> {
    /// Joins each `allow` to the item or `use` line below it, and notes what files and `use` lines there are.
    pub(crate) fn allows(&mut self, sources: &[Source<'_>]) {
        for source in sources {
            let Some(pack) = source.file.pack.as_ref().and_then(|line| self.program.pack(&line.name.text)) else {
                continue;
            };
            self.program.files.push((source.file.span.file, pack));
            self.uses(pack, source.file);
            self.allows_of(source.file);
        }
        self.program.files.sort_unstable_by_key(|(file, _)| *file);
        self.program.allows.sort_by_key(|allow| allow.span);
    }

    fn uses(&mut self, pack: PackId, file: &ast::File) {
        for line in &file.uses {
            if let Some(used) = self.program.pack(&line.pack.text) {
                self.program.uses.push(Use { pack, used, span: line.span });
            }
        }
    }

    fn allows_of(&mut self, file: &ast::File) {
        let items = file.items.iter().filter(|item| !matches!(item, ast::Item::Allow(_))).map(ast::Item::span);
        let mut below: Vec<Span> = items.chain(file.uses.iter().map(|line| line.span)).collect();
        below.sort();
        for item in &file.items {
            let ast::Item::Allow(allow) = item else { continue };
            let covers = below.get(below.partition_point(|span| span.start < allow.span.end)).copied();
            if covers.is_none() {
                self.problems.push(RuleProblem::AllowsNothing { span: allow.span }.into());
            }
            let Some(lint) = Lint::of_id(&allow.lint.text) else {
                let (name, span) = (allow.lint.text.clone(), allow.lint.span);
                let near = nearest(&name, LINTS.iter().map(|facts| facts.id));
                let nearest = LINTS.iter().map(|facts| facts.id).find(|id| Some(*id) == near);
                self.problems.push(RuleProblem::UnknownLint { name, span, nearest }.into());
                continue;
            };
            let Some(covers) = covers else { continue };
            let reason = Arc::from(allow.reason.value.as_str());
            self.program.allows.push(Allow { lint, reason, span: allow.span, covers });
        }
    }
}
