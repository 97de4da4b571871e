//! What a drawing can say of a part of it, told by a sign, a word and a colour, and by none of them alone.

/// A mark on a step, a card, an edge or an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Done,
    Open,
    Late,
    Missing,
    Wrong,
    Unknown,
    Chosen,
}

impl Mark {
    pub(super) const ALL: [Self; 7] =
        [Self::Done, Self::Open, Self::Late, Self::Missing, Self::Wrong, Self::Unknown, Self::Chosen];

    /// As a drawing writes it.
    pub(super) const NAMES: [&'static str; 7] = ["done", "open", "late", "missing", "wrong", "unknown", "chosen"];

    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Open => "open",
            Self::Late => "late",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
            Self::Unknown => "unknown",
            Self::Chosen => "chosen",
        }
    }

    /// As it is read in the picture.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Unknown => "not known",
            mark => mark.name(),
        }
    }

    /// The sign where there is no drawing one.
    pub(super) fn sign(self) -> char {
        match self {
            Self::Done => '✓',
            Self::Open => '○',
            Self::Late => '!',
            Self::Missing => '∅',
            Self::Wrong => '✗',
            Self::Unknown => '?',
            Self::Chosen => '●',
        }
    }

    /// The sign, around the middle of a square of twelve: what is filled, and what is drawn with a pen.
    pub(super) fn drawn(self) -> (&'static str, &'static str) {
        match self {
            Self::Done => ("", "M-4.5 .5l3 3.5l6-8"),
            Self::Open => ("", "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z"),
            Self::Late => ("", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM0-3v3l2.2 1.6"),
            Self::Missing => ("", "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0zM-4.8 4.8L4.8-4.8"),
            Self::Wrong => ("", "M-4-4L4 4M-4 4L4-4"),
            Self::Unknown => ("M-1 3.6h2v2h-2z", "M-2.8-2.6a2.9 2.6 0 1 1 4.6 2.2q-1.8 1.1-1.8 2.4"),
            Self::Chosen => ("M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"),
        }
    }

    /// Does it call for somebody's attention?
    pub(super) fn alarms(self) -> bool {
        matches!(self, Self::Late | Self::Missing | Self::Wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::Mark;

    #[test]
    fn every_mark_has_a_name_and_a_sign_of_its_own() {
        for (mark, name) in Mark::ALL.into_iter().zip(Mark::NAMES) {
            assert_eq!(Mark::of_name(name), Some(mark));
            let alike = Mark::ALL.into_iter().filter(|other| {
                other.sign() == mark.sign() || other.word() == mark.word() || other.drawn() == mark.drawn()
            });
            assert_eq!(alike.count(), 1, "{name}");
        }
    }
}
