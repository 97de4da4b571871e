//! Bytes that belong to a text: they begin with a mark of it, and hold numbers and whatever else their writer puts down.

/// A number that two different texts hardly ever share.
fn mark(text: &str) -> u64 {
    let (parts, rest) = text.as_bytes().as_chunks::<8>();
    let mix = |mark: u64, part: u64| (mark ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let mark = parts.iter().fold(text.len() as u64, |mark, part| mix(mark, u64::from_le_bytes(*part)));
    rest.iter().fold(mark, |mark, byte| mix(mark, u64::from(*byte)))
}

/// Puts bytes down behind the mark of a text.
#[derive(Debug)]
pub struct MarkedWriter(Vec<u8>);

impl MarkedWriter {
    /// With the mark of `text`, and nothing behind it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(mark(text).to_le_bytes().to_vec())
    }

    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number, in a byte for every seven of its bits.
    pub fn number(&mut self, mut number: u32) {
        while number >= 128 {
            self.byte(low(number) | 128);
            number >>= 7;
        }
        self.byte(low(number));
    }

    /// Bytes as they are. How many there are has to be put down beside them.
    pub fn all(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    /// What was put down.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// The seven lowest bits.
fn low(number: u32) -> u8 {
    u8::try_from(number & 127).unwrap_or_default()
}

/// Takes bytes up again; nothing where there are none left.
#[derive(Debug)]
pub struct MarkedReader<'b>(&'b [u8]);

impl<'b> MarkedReader<'b> {
    /// Behind the mark; nothing where it is that of another text.
    #[must_use]
    pub fn new(text: &str, bytes: &'b [u8]) -> Option<Self> {
        let (marked, bytes) = bytes.split_first_chunk()?;
        (u64::from_le_bytes(*marked) == mark(text)).then_some(Self(bytes))
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// A number.
    pub fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u32::from(byte & 127).checked_shl(shift)?;
            shift += 7;
            if byte < 128 {
                return Some(number);
            }
        }
    }

    /// So many bytes, which have to be text.
    pub fn text(&mut self, length: usize) -> Option<&'b str> {
        let (word, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(word).ok()
    }

    /// How many bytes are left: at least as many as things that each take one.
    #[must_use]
    pub fn left(&self) -> usize {
        self.0.len()
    }
}
