//! What values are called in messages, which of them have an order, and the members of enums.

use countersign_source::{Span, nearest};

use crate::problems::{NameProblem, article};
use crate::program::{EnumId, Literal, PackId, Type, member_in_rules};
use crate::scope::Compiler;

impl Compiler<'_> {
    /// Do values of this type have an order?
    pub(crate) fn has_order(&self, ty: &Type) -> bool {
        match ty {
            Type::Number | Type::Duration | Type::Date | Type::Instant => true,
            Type::Enum(id) => self.program[*id].ordered,
            _ => false,
        }
    }

    /// The type in words, with its article.
    pub(crate) fn describe(&self, ty: &Type) -> String {
        match ty {
            Type::Boolean => "a boolean".to_owned(),
            Type::Number => "a number".to_owned(),
            Type::Text => "a text".to_owned(),
            Type::Duration => "a duration".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Instant => "an instant".to_owned(),
            Type::Enum(id) => with_article(&self.program[*id].name),
            Type::Refinement(id) => with_article(&self.program[*id].name),
            Type::Reference(id) => format!("a reference to `{}`", self.program[*id].path),
            Type::Shape(id) => {
                let shape = &self.program[*id];
                if shape.name.starts_with(|char: char| char.is_uppercase()) {
                    with_article(&shape.name)
                } else {
                    format!("the shape of `{}`", shape.name)
                }
            }
            Type::List(item) => match &**item {
                Type::Silent => "a list".to_owned(),
                Type::Boolean => "a list of booleans".to_owned(),
                Type::Number => "a list of numbers".to_owned(),
                Type::Text => "a list of texts".to_owned(),
                Type::Duration => "a list of durations".to_owned(),
                Type::Date => "a list of dates".to_owned(),
                Type::Instant => "a list of instants".to_owned(),
                Type::Enum(id) => format!("a list of `{}`", self.program[*id].name),
                Type::Refinement(id) => format!("a list of `{}`", self.program[*id].name),
                Type::Reference(id) => {
                    format!("a list of references to `{}`", self.program[*id].path)
                }
                Type::Shape(id) => format!("a list of `{}`", self.program[*id].name),
                Type::List(_) => "a list of lists".to_owned(),
            },
            Type::Silent => "something else".to_owned(),
        }
    }

    /// The member of this spelling, or an error about it.
    pub(crate) fn member(&mut self, pack: PackId, id: EnumId, word: &str, span: Span) -> Option<Literal> {
        let item = &self.program[id];
        if let Some(member) = item.member(word) {
            return Some(Literal::Member(id, member));
        }
        if !self.is_excused(pack, word) && !item.members.iter().any(|member| self.is_excused(pack, member)) {
            let known: Vec<&str> = item.members.iter().map(|member| &**member).collect();
            let problem = NameProblem::UnknownMember {
                member: word.to_owned(),
                span,
                name: item.name.to_string(),
                declared: item.span,
                nearest: nearest(word, known.iter().copied()).map(member_in_rules),
                known: known.iter().map(|member| member_in_rules(member)).collect(),
            };
            self.problems.push(problem.into());
        }
        None
    }
}

fn with_article(name: &str) -> String {
    format!("{} `{name}`", article(name))
}
