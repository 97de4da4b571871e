//! What can be said about rules that compile: lints, each of which an author can switch off at the item.
//!
//! [`lint`] looks at a finished [`Program`]. It reads no document and runs nothing. What it finds are facts
//! ([`Remark`]), whose words are made when somebody asks; what an `allow` line switches off is taken out, and an
//! `allow` line that nothing needed is a finding itself.

mod authoring;
mod conditions;
mod cost;
mod formula;
mod list;
mod messages;
mod model;
mod options;
mod pairs;
mod patterns;
mod polynomial;
mod reading;
mod remark;
mod search;
mod sets;
mod terms;
mod unused;
mod waivers;

use std::collections::BTreeSet;

use countersign_source::Span;

use crate::program::{PackId, Program};

use reading::Reader;

pub use cost::cost;
pub use list::{LINTS, Lint, LintFacts};
pub use polynomial::{Polynomial, Size};
pub use remark::{Remark, RemarkFacts};

/// What came of looking at packs.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What was found, by place.
    pub remarks: Vec<Remark>,
    /// How many findings `allow` lines took away.
    pub allowed: usize,
    /// How many rules were looked at.
    pub rules: usize,
    /// The parts of rules that were not seen through, with the reason. Nothing is claimed that rests on them.
    pub opaque: Vec<(Span, &'static str)>,
}

/// Looks at these packs of a program that compiled.
#[must_use]
pub fn lint(program: &Program, packs: &[PackId]) -> Analysis {
    let mut remarks = Vec::new();
    authoring::look(program, packs, &mut remarks);
    unused::look(program, packs, &mut remarks);
    let mut reader = Reader::new(program);
    let models = model::models(program, packs, &mut reader);
    for model in &models {
        conditions::look(&mut reader, model, &mut remarks);
    }
    pairs::look(program, &reader.terms, &models, &mut remarks);
    options::look(program, packs, &mut reader, &mut remarks);
    messages::look(&mut reader, &models, &mut remarks);
    messages::look_at_options(program, packs, &mut reader, &mut remarks);
    patterns::look(program, packs, &mut remarks);
    waivers::look(program, packs, &mut reader, &mut remarks);
    reader.opaque.sort();
    Analysis { remarks, allowed: 0, rules: models.len(), opaque: reader.opaque }
}

impl Analysis {
    /// Takes out what `allow` lines switch off, and says which of them switched off nothing. `asked` says of a lint
    /// whether anybody looked for it at all: an `allow` of another one may well be needed.
    pub fn allow(&mut self, program: &Program, packs: &[PackId], asked: impl Fn(Lint) -> bool) {
        self.remarks.retain(|remark| asked(remark.lint()));
        let mut needed: BTreeSet<Span> = BTreeSet::new();
        let before = self.remarks.len();
        self.remarks.retain(|remark| {
            let mut stays = true;
            for allow in program.allows.iter().filter(|allow| allow.lint == remark.lint()) {
                if remark.homes().any(|home| allow.covers.holds(home)) {
                    needed.insert(allow.span);
                    stays = false;
                }
            }
            stays
        });
        self.allowed += before - self.remarks.len();
        let pack_of = |span: Span| program.files.iter().find(|(file, _)| *file == span.file).map(|(_, pack)| *pack);
        for allow in &program.allows {
            let ours = pack_of(allow.span).is_some_and(|pack| packs.contains(&pack));
            if ours && asked(allow.lint) && asked(Lint::UnusedAllow) && !needed.contains(&allow.span) {
                let facts = RemarkFacts::UnusedAllow { lint: allow.lint };
                self.remarks.push(Remark { at: allow.span, also: Vec::new(), facts });
            }
        }
        self.remarks.sort_by_key(|remark| (remark.at, remark.lint()));
    }
}
