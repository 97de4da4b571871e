//! Polynomials in the sizes of a document, with coefficients in parts of a step.

use std::collections::BTreeMap;
use std::fmt;

/// How many parts a step is counted in: going through a text takes a step for so many bytes.
const PARTS: u64 = 32;

/// A size of a document that a cost depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// How many items the list at a path has: the longest of them, where the path goes through items.
    Items(String),
    /// How many bytes the text at a path has: the longest of them, where the path goes through items.
    Bytes(String),
    /// How many bytes the longest text of the document has.
    Longest,
    /// How many values the document has.
    Values,
}

impl fmt::Display for Size {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Items(path) => write!(to, "|{path}|"),
            Self::Bytes(path) => write!(to, "bytes({path})"),
            Self::Longest => write!(to, "bytes(longest text)"),
            Self::Values => write!(to, "values"),
        }
    }
}

/// A sum of products of sizes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polynomial {
    /// The coefficient of each product, in parts of a step; the sizes of a product are in order.
    terms: BTreeMap<Vec<Size>, u64>,
}

impl Polynomial {
    /// So many steps, whatever the document.
    #[must_use]
    pub fn steps(steps: u64) -> Self {
        Self::parts(steps.saturating_mul(PARTS))
    }

    /// So many parts of a step.
    #[must_use]
    pub fn parts(parts: u64) -> Self {
        Self { terms: if parts == 0 { BTreeMap::new() } else { BTreeMap::from([(Vec::new(), parts)]) } }
    }

    /// A size, once.
    #[must_use]
    pub fn size(size: Size) -> Self {
        Self { terms: BTreeMap::from([(vec![size], PARTS)]) }
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for (sizes, parts) in &other.terms {
            let sum = self.terms.entry(sizes.clone()).or_default();
            *sum = sum.saturating_add(*parts);
        }
        self
    }

    /// One for each of the other.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut product = Self::default();
        for (sizes, parts) in &self.terms {
            for (others, times) in &other.terms {
                let mut all: Vec<Size> = sizes.iter().chain(others).cloned().collect();
                all.sort();
                let parts = u128::from(*parts) * u128::from(*times);
                let parts = u64::try_from(parts.div_ceil(u128::from(PARTS))).unwrap_or(u64::MAX);
                let sum = product.terms.entry(all).or_default();
                *sum = sum.saturating_add(parts);
            }
        }
        product
    }

    /// So many times as much.
    #[must_use]
    pub fn scaled(&self, by: u64) -> Self {
        self.times(&Self::steps(by))
    }

    /// Divided by the number of parts: what going through a text costs.
    #[must_use]
    pub fn in_parts(&self) -> Self {
        let terms = self.terms.iter().map(|(sizes, parts)| (sizes.clone(), parts.div_ceil(PARTS)));
        Self { terms: terms.collect() }
    }

    /// How many sizes its longest product has.
    #[must_use]
    pub fn degree(&self) -> usize {
        self.terms.keys().map(Vec::len).max().unwrap_or(0)
    }

    /// The products, those of the fewest sizes first, each with its coefficient in steps.
    #[must_use]
    pub fn products(&self) -> Vec<(f64, Vec<Size>)> {
        let mut products: Vec<(&Vec<Size>, &u64)> = self.terms.iter().collect();
        products.sort_by_key(|(sizes, _)| sizes.len());
        #[expect(clippy::cast_precision_loss, reason = "it is shown, and nothing is reckoned with it")]
        let steps = |parts: u64| parts as f64 / PARTS as f64;
        products.into_iter().map(|(sizes, parts)| (steps(*parts), sizes.clone())).collect()
    }

    /// How many steps it comes to for these sizes.
    #[must_use]
    pub fn at(&self, size: impl Fn(&Size) -> u64) -> u64 {
        let parts = self.terms.iter().fold(0u128, |sum, (sizes, parts)| {
            let product =
                sizes.iter().fold(u128::from(*parts), |product, of| product.saturating_mul(u128::from(size(of))));
            sum.saturating_add(product)
        });
        u64::try_from(parts.div_ceil(u128::from(PARTS))).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for Polynomial {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.terms.is_empty() {
            return write!(to, "0");
        }
        for (number, (steps, sizes)) in self.products().into_iter().enumerate() {
            if number > 0 {
                write!(to, " + ")?;
            }
            let steps = if steps >= 10.0 { format!("{:.0}", steps.ceil()) } else { format!("{steps:.2}") };
            let steps = if steps.contains('.') { steps.trim_end_matches('0').trim_end_matches('.') } else { &steps };
            write!(to, "{steps}")?;
            for size in sizes {
                write!(to, "·{size}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_come_to_what_they_say() {
        let items = Polynomial::size(Size::Items("evidence".to_owned()));
        let bytes = Polynomial::size(Size::Bytes("summary".to_owned()));
        let cost = Polynomial::steps(3).plus(&items.times(&Polynomial::steps(2).plus(&bytes.in_parts())));
        assert_eq!(cost.to_string(), "3 + 2·|evidence| + 0.03·|evidence|·bytes(summary)");
        assert_eq!(cost.at(|size| if *size == Size::Longest { 0 } else { 64 }), 3 + 128 + 128);
        assert_eq!((cost.degree(), Polynomial::default().to_string()), (2, "0".to_owned()));
    }
}
