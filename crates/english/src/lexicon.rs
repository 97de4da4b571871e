//! The closed classes of English: the words that hold its clauses together. None of them knows a trade.

macro_rules! class {
    ($($(#[$doc:meta])* $name:ident: $($word:literal)*;)*) => {
        $($(#[$doc])* pub(crate) fn $name(word: &str) -> bool { matches!(word, $($word)|*) })*
    };
}

class! {
    /// `is`, and what stands for it.
    is_be: "am" "is" "are" "was" "were" "be" "been" "being" "'m" "'re" "isn" "aren";
    is_have: "has" "have" "had" "having" "'ve";
    is_do: "do" "does" "did" "doing";
    is_modal: "can" "could" "may" "might" "must" "shall" "should" "will" "would" "'ll" "ought" "cannot" "ca" "wo" "need";
    is_future: "will" "shall" "'ll" "wo";
    is_doubting_modal: "may" "might" "could" "can" "ca" "cannot" "must" "would";
    /// Verbs that say no more than what something is like.
    is_link: "remains" "remain" "remained" "stays" "stay" "stayed" "stands" "stood" "sits" "sat" "became" "becomes" "went" "goes";
    is_negation: "not" "n't" "never" "neither" "nor" "hardly" "scarcely";
    is_negative_start: "no" "none" "nothing" "nobody" "neither" "no-one" "noone" "zero" "few";
    is_determiner: "the" "a" "an" "this" "that" "these" "those" "all" "both" "each" "every" "any" "some" "no" "our" "my"
        "your" "his" "her" "its" "their" "another" "several" "many" "most" "few" "one" "two" "three" "four" "five" "six"
        "seven" "eight" "nine" "ten" "either" "neither" "other" "such" "which" "what" "whose" "multiple" "various";
    is_subject_pronoun: "i" "we" "you" "he" "she" "it" "they" "who" "someone" "somebody" "everyone" "everybody" "nobody" "everything" "nothing" "something";
    is_object_pronoun: "it" "them" "him" "her" "us" "me" "this" "that" "these" "those" "everything" "both" "all" "himself" "itself" "nothing" "one";
    is_preposition: "at" "in" "on" "of" "from" "to" "into" "onto" "with" "by" "for" "via" "per" "against" "under" "over"
        "through" "across" "during" "between" "within" "without" "behind" "about" "around" "above" "below" "upon" "toward"
        "towards" "out" "off" "inside" "outside" "except" "besides" "despite" "due" "following" "pending" "using" "regarding"
        "including" "like" "among" "near" "past" "plus" "versus" "along" "beyond" "throughout";
    /// What joins clauses of one rank.
    is_coordinator: "and" "or" "but" "nor" "so" "then" "yet" "&" "plus";
    /// What opens a clause that hangs on another, and makes no doubt of it.
    is_factual: "because" "although" "though" "since" "while" "whereas" "as" "now";
    /// What opens a clause about time: it is a fact only where its tense or the other clause says so.
    is_temporal: "after" "once" "when" "until" "till" "before" "whenever" "upon" "by";
    /// What opens a condition.
    is_conditional: "if" "unless" "provided" "providing" "assuming" "lest" "supposing";
    /// What opens an indirect question.
    is_asking: "whether" "how" "why" "where" "what";
    is_relative: "who" "which" "whose" "whom";
    /// Adverbs that do not end in `ly`.
    is_plain_adverb: "now" "already" "also" "since" "just" "then" "still" "again" "once" "soon" "meanwhile" "today"
        "yesterday" "here" "there" "too" "first" "next" "finally" "ever" "always" "often" "seldom" "sometimes" "even"
        "both" "all" "thus" "therefore" "hence" "therein" "only" "well" "straight" "right" "further" "instead" "indeed"
        "however" "besides" "furthermore" "moreover" "afterwards" "otherwise" "long" "far" "back" "away" "out" "up"
        "down" "off" "completely" "promptly" "since-then" "almost" "nearly" "yet" "later" "earlier" "tonight" "tomorrow" "overnight" "twice" "anyway" "about" "formally" "together" "each";
    /// Adverbs that make a doubt of a statement.
    is_doubt: "reportedly" "allegedly" "apparently" "presumably" "possibly" "probably" "perhaps" "maybe" "supposedly"
        "likely" "seemingly" "purportedly" "hopefully" "ideally" "theoretically" "hypothetically";
    /// Small words that go with a verb and change what it means.
    is_particle: "off" "down" "out" "offline" "away" "back" "up" "over" "apart" "private" "aside" "through" "in" "on";
    /// Verbs by which something is wished for: their clause is no fact.
    is_wishing: "recommend" "propose" "suggest" "request" "ask" "advise" "urge" "want" "need" "require" "plan" "intend"
        "consider" "prefer" "wish" "hope" "expect" "demand" "order" "instruct" "seek" "await" "aim" "favor" "favour"
        "advocate" "insist" "direct" "task" "mandate" "call" "offer" "agree" "decide" "prepare" "schedule" "delay" "defer"
        "postpone" "avoid" "wait" "stipulate" "envisage" "contemplate" "discuss" "approve" "authorise" "authorize" "allow"
        "permit" "enable" "oppose" "decline" "refuse" "recommends" "proposes" "suggests" "requests" "asks" "advises"
        "requires" "wants" "needs" "plans" "intends" "expects" "seeks" "awaits" "urges" "demands" "dictates" "mandates"
        "prefers" "imagine" "assume" "suppose" "pretend" "fail" "attempt" "try" "forget" "neglect" "struggle" "debate";
    /// Verbs by which a doubt is told.
    is_doubting: "think" "thinks" "believe" "believes" "suspect" "suspects" "guess" "appear" "appears" "seem" "seems" "doubt" "wonder" "estimate"
        "claim" "claims" "allege" "alleges" "imply" "implies" "rumour" "rumor" "hear" "dispute" "deny";
    /// Verbs by which somebody's words are told.
    is_telling: "say" "says" "state" "states" "read" "reads" "mention" "mentions" "describe" "describes" "quote" "quotes"
        "write" "writes" "warn" "warns" "tell" "tells" "reported" "allege" "explain" "explains" "define" "defines"
        "document" "documents" "specify" "specifies" "contain" "contains" "print" "prints";
    /// Verbs by which somebody comes across something.
    is_observing: "see" "sees" "notice" "notices" "observe" "observes" "discover" "discovers" "find" "finds" "learn" "learns" "detect" "detects";
    /// Verbs by which something is made sure: in an order, their clause is what has to be found out.
    is_ensuring: "confirm" "verify" "ensure" "check" "validate" "know" "determine" "establish" "clarify" "find" "see"
        "show" "note" "report" "decide" "prove" "demonstrate" "make" "assess" "understand" "review" "record" "indicate"
        "confirms" "verifies" "shows" "notes" "reports" "indicates" "sees" "knows" "finds" "reveals" "reveal" "announce" "update" "inform" "notice" "observe" "discover" "learn" "detect";
    /// Verbs that make a fact of the action that follows: `managed to revoke`, `finished rotating`.
    is_bringing_about: "manage" "proceed" "finish" "complete" "start" "begin" "commence" "succeed" "continue" "help"
        "initiate" "resume" "rush" "keep" "conclude";
    /// Words of a label behind which things are wished for.
    is_wish_label: "recommend" "recommended" "recommendation" "recommendations" "proposed" "proposal" "propose" "suggested" "suggestion"
        "pending" "plan" "planned" "next" "todo" "to-do" "option" "options" "ask" "request" "requested" "required" "needed"
        "outstanding" "awaiting" "expected" "target" "desired" "goal" "intended" "requirement" "requirements" "should" "must"
        "decision" "question" "questions" "if" "once" "upcoming" "remaining" "open" "precondition" "prerequisite" "hypothesis"
        "trigger" "when" "criteria" "example" "template" "definition" "playbook" "runbook" "policy" "quote" "log" "event" "not"
        "rollback" "risk" "objective" "intent" "draft" "never" "procedure" "guidance" "choices" "alternative" "alternatives" "considered";
    /// Words that say, behind a colon, a dash or in brackets, that something was done.
    is_done_mark: "done" "complete" "completed" "finished" "yes" "ok" "executed" "actioned" "success" "successful" "implemented" "closed";
    /// Words that can say what something is like without a verb: `host offline`, `containment complete`.
    is_state: "done" "complete" "offline" "down" "dead" "gone" "underway" "finished" "over" "inactive" "private" "isolated"
        "secure" "successful" "effective" "void" "inert" "idle" "invalid" "unreachable" "inaccessible" "read-only" "live" "out" "off" "in-progress" "active";
    /// Words of a vague past that are no noun: they never open a note.
    is_adjunct_opener: "based" "given" "compared" "provided" "followed" "located" "related" "dated" "attached" "named"
        "limited" "supposed" "used" "seen" "observed" "affected" "compromised" "exposed" "suspected" "detected" "known"
        "identified" "recommended" "proposed" "suggested" "requested" "required" "planned" "estimated" "expected" "assumed";
    /// Plain presents that carry a clause, beside those above.
    is_plain_present: "means" "includes" "applies" "covers" "allows" "holds" "has" "exists" "runs" "blocks" "prevents"
        "requires" "uses" "lists" "contains" "depends" "matters" "grants" "remains" "leads" "gives" "works" "function" "functions"
        "work" "authenticates" "resolves" "responds" "lives" "belongs" "rises" "rose";
}

/// Is it an adverb that may stand between the parts of a verb?
pub(crate) fn is_adverb(word: &str) -> bool {
    is_plain_adverb(word)
        || is_doubt(word)
        || word.len() > 4
            && word.ends_with("ly")
            && !matches!(
                word,
                "apply"
                    | "reply"
                    | "supply"
                    | "only"
                    | "family"
                    | "assembly"
                    | "anomaly"
                    | "imply"
                    | "rely"
                    | "comply"
                    | "multiply"
            )
}

/// Words in `ing` that are names of things.
pub(crate) fn is_thing_in_ing(word: &str) -> bool {
    matches!(
        word,
        "thing"
            | "something"
            | "nothing"
            | "anything"
            | "everything"
            | "during"
            | "string"
            | "king"
            | "ring"
            | "spring"
            | "morning"
            | "evening"
            | "according"
            | "including"
            | "following"
            | "regarding"
            | "pending"
            | "existing"
            | "billing"
            | "outstanding"
            | "ongoing"
            | "incoming"
            | "outgoing"
            | "being"
            | "meeting"
            | "bring"
            | "ping"
            | "sling"
            | "concerning"
            | "providing"
            | "assuming"
            | "remaining"
            | "routing"
            | "finding"
            | "listing"
    )
}
