//! The forms of verbs: from `revoked`, `ran` and `isolating` to `revoke`, `run` and `isolate`.

/// What a word can be as a form of a verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    /// `revoked`, `took`: a past tense that can carry a clause.
    pub(crate) past: bool,
    /// `revoked`, `taken`: a past participle.
    pub(crate) participle: bool,
    /// `cut`, `reset`: the past looks like the order.
    pub(crate) as_base: bool,
}

/// Verbs with forms of their own: the base, the past, the participle.
const IRREGULAR: [(&str, &str, &str); 118] = [
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("bind", "bound", "bound"),
    ("blow", "blew", "blown"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("build", "built", "built"),
    ("burst", "burst", "burst"),
    ("buy", "bought", "bought"),
    ("cast", "cast", "cast"),
    ("catch", "caught", "caught"),
    ("choose", "chose", "chosen"),
    ("come", "came", "come"),
    ("cut", "cut", "cut"),
    ("deal", "dealt", "dealt"),
    ("do", "did", "done"),
    ("draw", "drew", "drawn"),
    ("drive", "drove", "driven"),
    ("fall", "fell", "fallen"),
    ("feed", "fed", "fed"),
    ("feel", "felt", "felt"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("fly", "flew", "flown"),
    ("forget", "forgot", "forgotten"),
    ("freeze", "froze", "frozen"),
    ("get", "got", "got"),
    ("get", "got", "gotten"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("grow", "grew", "grown"),
    ("hang", "hung", "hung"),
    ("hear", "heard", "heard"),
    ("hide", "hid", "hidden"),
    ("hit", "hit", "hit"),
    ("hold", "held", "held"),
    ("keep", "kept", "kept"),
    ("know", "knew", "known"),
    ("lay", "laid", "laid"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("lend", "lent", "lent"),
    ("let", "let", "let"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("mean", "meant", "meant"),
    ("meet", "met", "met"),
    ("offset", "offset", "offset"),
    ("overcome", "overcame", "overcome"),
    ("override", "overrode", "overridden"),
    ("overwrite", "overwrote", "overwritten"),
    ("pay", "paid", "paid"),
    ("put", "put", "put"),
    ("quit", "quit", "quit"),
    ("read", "read", "read"),
    ("rebuild", "rebuilt", "rebuilt"),
    ("redo", "redid", "redone"),
    ("resend", "resent", "resent"),
    ("reset", "reset", "reset"),
    ("retake", "retook", "retaken"),
    ("rewrite", "rewrote", "rewritten"),
    ("rid", "rid", "rid"),
    ("rise", "rose", "risen"),
    ("run", "ran", "run"),
    ("rerun", "reran", "rerun"),
    ("say", "said", "said"),
    ("see", "saw", "seen"),
    ("sell", "sold", "sold"),
    ("send", "sent", "sent"),
    ("set", "set", "set"),
    ("shed", "shed", "shed"),
    ("shoot", "shot", "shot"),
    ("show", "showed", "shown"),
    ("shrink", "shrank", "shrunk"),
    ("shut", "shut", "shut"),
    ("sink", "sank", "sunk"),
    ("sit", "sat", "sat"),
    ("speak", "spoke", "spoken"),
    ("spend", "spent", "spent"),
    ("spin", "spun", "spun"),
    ("split", "split", "split"),
    ("spread", "spread", "spread"),
    ("stand", "stood", "stood"),
    ("steal", "stole", "stolen"),
    ("stick", "stuck", "stuck"),
    ("strike", "struck", "struck"),
    ("sweep", "swept", "swept"),
    ("swing", "swung", "swung"),
    ("take", "took", "taken"),
    ("teach", "taught", "taught"),
    ("tear", "tore", "torn"),
    ("tell", "told", "told"),
    ("think", "thought", "thought"),
    ("throw", "threw", "thrown"),
    ("undergo", "underwent", "undergone"),
    ("understand", "understood", "understood"),
    ("undo", "undid", "undone"),
    ("unbind", "unbound", "unbound"),
    ("unset", "unset", "unset"),
    ("unwind", "unwound", "unwound"),
    ("wake", "woke", "woken"),
    ("win", "won", "won"),
    ("wind", "wound", "wound"),
    ("withdraw", "withdrew", "withdrawn"),
    ("withhold", "withheld", "withheld"),
    ("write", "wrote", "written"),
    ("airgap", "airgapped", "airgapped"),
    ("air-gap", "air-gapped", "air-gapped"),
    ("sync", "synced", "synced"),
    ("resync", "resynced", "resynced"),
    ("nix", "nixed", "nixed"),
    ("focus", "focused", "focused"),
    ("cancel", "cancelled", "cancelled"),
    ("control", "controlled", "controlled"),
    ("label", "labelled", "labelled"),
    ("model", "modelled", "modelled"),
    ("tunnel", "tunnelled", "tunnelled"),
    ("add", "added", "added"),
];

/// Words in `ed` that are no past.
const NO_PAST: [&str; 34] = [
    "need", "seed", "feed", "speed", "indeed", "exceed", "proceed", "succeed", "embed", "bed", "red", "hundred",
    "sacred", "naked", "wicked", "rugged", "bleed", "breed", "creed", "deed", "greed", "heed", "reed", "shred", "sled",
    "weed", "misled", "fed", "led", "med", "ted", "infrared", "kindred", "gated",
];

/// Verbs that get their `e` back although the letters in front of it do not tell.
const WITH_E: [&str; 46] = [
    "create",
    "recreate",
    "delete",
    "complete",
    "compete",
    "deplete",
    "invite",
    "cite",
    "excite",
    "ignite",
    "unite",
    "clone",
    "postpone",
    "phone",
    "zone",
    "convene",
    "intervene",
    "scale",
    "rescale",
    "adhere",
    "interfere",
    "route",
    "reroute",
    "ease",
    "taste",
    "paste",
    "waste",
    "haste",
    "sunset e",
    "impede",
    "supersede",
    "concede",
    "precede",
    "bathe",
    "breathe",
    "queue",
    "enqueue",
    "dequeue",
    "release",
    "lease",
    "cease",
    "increase",
    "decrease",
    "please",
    "write",
    "rewrite",
];

/// Verbs that have none although it looks so.
const WITHOUT_E: [&str; 37] = [
    "monitor", "author", "factor", "refactor", "censor", "tailor", "sponsor", "mirror", "anchor", "favor", "pivot",
    "develop", "envelop", "gallop", "focus", "bias", "canvas", "audit", "edit", "limit", "exit", "visit", "credit",
    "profit", "benefit", "inherit", "inhibit", "prohibit", "exhibit", "deposit", "vomit", "orbit", "ping", "bring",
    "color", "error", "honor",
];

/// The forms that a word can be, and the verb.
pub(crate) fn past_of(word: &str) -> Option<(String, Forms)> {
    for (base, past, participle) in IRREGULAR {
        if word == past || word == participle {
            let forms = Forms { past: word == past, participle: word == participle, as_base: word == base };
            return Some((base.to_owned(), forms));
        }
    }
    let tail = word.rsplit('-').next().unwrap_or(word);
    if tail.len() < 4 || NO_PAST.contains(&tail) || !tail.chars().all(char::is_alphabetic) {
        return None;
    }
    let both = Forms { past: true, participle: true, as_base: false };
    if let Some(stem) = word.strip_suffix("ied").filter(|stem| stem.len() > 1) {
        return Some((format!("{stem}y"), both));
    }
    if word.ends_with("eed") {
        return matches!(word, "agreed" | "freed" | "disagreed" | "guaranteed" | "decreed" | "refereed")
            .then(|| (word.trim_end_matches('d').to_owned(), both));
    }
    let stem = word.strip_suffix("ed")?;
    stem.contains(is_vowel).then(|| (base(stem), both))
}

/// The verb of a word in `ing`.
pub(crate) fn gerund_of(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ing")?;
    if stem.len() < 2 || !stem.contains(is_vowel) {
        return None;
    }
    let known = |base: &str| IRREGULAR.iter().any(|(irregular, ..)| *irregular == base);
    let with_e = format!("{stem}e");
    if known(stem) {
        return Some(stem.to_owned());
    }
    if known(&with_e) {
        return Some(with_e);
    }
    let single = undoubled(stem);
    if known(&single) {
        return Some(single);
    }
    Some(base(stem))
}

fn is_vowel(char: char) -> bool {
    matches!(char, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn undoubled(stem: &str) -> String {
    let mut letters = stem.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(before)) if last == before && "bdgmnprt".contains(last) => {
            stem.strip_suffix(last).unwrap_or(stem).to_owned()
        }
        _ => stem.to_owned(),
    }
}

/// The verb of a stem that `ed` or `ing` was taken from.
fn base(stem: &str) -> String {
    let with_e = format!("{stem}e");
    let tail = |word: &str| word.rsplit('-').next().unwrap_or(word).to_owned();
    let bare = tail(stem);
    let known = |list: &[&str], word: &str| {
        list.iter().any(|known| word == *known || word.strip_prefix("re").is_some_and(|rest| rest == *known))
    };
    if known(&WITHOUT_E, &bare) {
        return stem.to_owned();
    }
    if known(&WITH_E, &tail(&with_e)) {
        return with_e;
    }
    let single = undoubled(stem);
    if single.len() < stem.len() && bare.len() > 3 {
        return single;
    }
    let mut letters = bare.chars().rev();
    let (Some(last), Some(before)) = (letters.next(), letters.next()) else { return stem.to_owned() };
    let third = letters.next();
    let digraph = is_vowel(before) && third.is_some_and(|third| is_vowel(third) && third != 'y')
        // `qu` is one consonant: `acquired`.
        && !(before != 'u' && third == Some('u') && letters.next() == Some('q'));
    let takes_e = match last {
        'c' | 'v' | 'z' => true,
        'u' => true,
        's' => before != 's',
        'l' if !is_vowel(before) => !matches!(before, 'l' | 'r' | 'w'),
        'l' => !digraph && matches!(before, 'i' | 'u' | 'o'),
        'g' if before == 'n' => matches!(third, Some('a' | 'e' | 'u')),
        'g' => !digraph && before != 'g' || before == 'a',
        't' if before == 'a' => !matches!(third, Some('e' | 'o' | 'a')),
        't' => !digraph && matches!(before, 'u' | 'o') || before == 't' && third.is_none(),
        'd' => !digraph && is_vowel(before),
        'k' => !digraph && is_vowel(before),
        'n' => !digraph && matches!(before, 'i' | 'u'),
        'r' => !digraph && matches!(before, 'a' | 'i' | 'o' | 'u' | 'y'),
        'm' => !digraph && matches!(before, 'a' | 'i' | 'u'),
        'p' => !digraph && matches!(before, 'a' | 'i' | 'o' | 'u' | 'y'),
        'b' => !digraph && is_vowel(before),
        _ => false,
    };
    if takes_e { with_e } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verb_of_a_past_is_found_without_a_dictionary() {
        let verbs = "revoke isolate disable deactivate delete terminate block suspend remove detach lock kill stop \
            invalidate remediate mitigate eradicate patch restore revert wipe sinkhole notify page purge close open \
            resolve perform execute quarantine contain rotate roll nuke bounce yank pull boot kick fence cordon drain \
            scrub flip swap change expire reimage redeploy apply deny disconnect unplug null-route blackhole evict \
            decommission deprovision scale enforce trace secure configure reroute replace force engage triage merge \
            escalate create complete drop ban strip tag halt pause freeze reset cancel throttle limit audit upgrade \
            downgrade log sign archive unpublish retire ping stage squash neutralize sanitize deregister unsubscribe \
            erase release acquire override sever choke zap sandbox firewall whitelist denylist ring-fence";
        for verb in verbs.split_whitespace() {
            let past = match verb {
                "freeze" => "frozen".to_owned(),
                "reset" => "reset".to_owned(),
                "override" => "overrode".to_owned(),
                "cancel" => "cancelled".to_owned(),
                verb if verb.ends_with('e') => format!("{verb}d"),
                verb if verb.ends_with("py")
                    || verb.ends_with("fy")
                    || verb.ends_with("ly")
                    || verb.ends_with("ny") =>
                {
                    format!("{}ied", verb.trim_end_matches('y'))
                }
                "stop" | "scrub" | "flip" | "swap" | "drop" | "ban" | "strip" | "tag" | "log" | "zap" | "unplug" => {
                    format!("{verb}{}ed", verb.chars().last().unwrap_or('x'))
                }
                verb => format!("{verb}ed"),
            };
            assert_eq!(past_of(&past).map(|(verb, _)| verb).as_deref(), Some(verb), "{past}");
        }
    }
}
