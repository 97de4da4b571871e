//! Names, types and tables: a syntax tree becomes a program.
//!
//! The compiler takes the files of all packs at once, since order between files never matters. It walks over them in
//! stages, each of which relies only on those before it: names are declared (`scope`), what packs add to each other is
//! put where it belongs (`extend`), the schema is resolved (`schema`), settings, reference data (`data`) and tables
//! follow (`tables`), definitions are put in the order in which they call each other
//! (`definitions`), and at last every rule, waiver and test is checked and lowered
//! (`rules`, `waivers`, `tests`). What it hands out is a
//! [`Program`] and a list of [`Problem`]s; the program may be run only where there are none.
//!
//! A check that fails leaves a silent type behind, so that one mistake is one problem. A name that is not found on a
//! line that did not even parse is no second one.

mod allows;
pub mod analysis;
mod beside;
mod builtins;
mod data;
mod decisions;
mod definitions;
mod expressions;
mod extend;
mod pattern;
mod problems;
pub mod program;
mod rules;
mod sample;
pub mod scalar;
mod schema;
mod scope;
mod settings;
mod statements;
mod tables;
mod tests;
mod values;
mod waivers;
pub mod zone;

use countersign_parser::ast;
use countersign_source::{Report, Span};

pub use beside::{Beside, ScalarStyle, Written, WrittenContent};
pub use builtins::{BUILT_INS, BuiltInFacts};
pub use definitions::DEFINITION_PARTS;
pub use pattern::{PATTERN_BYTES, Pattern};
pub use problems::{
    CODES, DataFault, DataProblem, DecisionProblem, ExtendProblem, NameProblem, Problem, RuleProblem, ShapeProblem,
    Sort, TableProblem, TypeProblem, WaiverProblem,
};
use program::Program;

/// One parsed file.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its tree.
    pub file: &'a ast::File,
    /// Its text, which the tree's spans point into.
    pub text: &'a str,
    /// Where it did not parse.
    pub broken: &'a [Span],
    /// Has it been compiled before, and found to hold no bad pattern? Then its patterns are not checked again.
    pub proved: bool,
}

/// What came of compiling.
#[derive(Debug)]
pub struct Compiled {
    /// The program; fit to run only where there are no problems.
    pub program: Program,
    /// What is wrong, by file and place.
    pub problems: Vec<Problem>,
}

/// Compiles the files of all packs together, where nothing lies beside them.
#[must_use]
pub fn compile(sources: &[Source<'_>]) -> Compiled {
    compile_beside(sources, &Beside::default())
}

/// Compiles the files of all packs together, with what lies beside them.
#[must_use]
pub fn compile_beside<'a>(sources: &[Source<'a>], beside: &'a Beside) -> Compiled {
    let mut compiler = scope::Compiler::declare(sources, beside);
    compiler.extend();
    compiler.schema();
    compiler.settings();
    compiler.data();
    compiler.tables();
    compiler.signatures();
    compiler.definitions();
    compiler.rules();
    compiler.waivers();
    compiler.tests();
    compiler.allows(sources);
    let mut problems = compiler.problems;
    problems.sort_by_key(|problem| problem.report().span());
    Compiled { program: compiler.program, problems }
}
