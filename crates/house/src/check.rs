//! Documents against the house: read, recognised, judged, one after another.

use std::sync::Arc;

use countersign_compiler::program::{KindId, Program, SchemaCheck};
use countersign_compiler::scalar::Date;
use countersign_document::{Content, Document, Format, Limits, NodeId, Outline, Tree, claims_a_kind};
use countersign_evaluator::{
    FoundKind, Judgement, NoOwnDay, NotJudged, Outcome, Request, RuleResult, Verdict, find_kind, judge,
};
use countersign_source::{Diagnostic, FileId, Files, Level, Report, Span, nearest};

use crate::evidence::Evidence;
use crate::headings;
use crate::outline::outline;
use crate::previous::{Earlier, documents};
use crate::resolve::Resolver;
use crate::{
    AsOf, Checked, CheckedDocument, Finding, House, KindFacts, KindFound, LevelSet, NotApplicable, Place, StepFacts,
    WhyNot,
};

/// The text of one file or stream.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name that the user knows it by; its extension says the format, YAML where it has none.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Did the user name this very file (or pipe it in)? Only then the default kind serves.
    pub by_name: bool,
}

/// What comes out for the documents of an input, one after another, in order.
#[derive(Debug)]
pub struct Checking<'house> {
    house: &'house House,
    files: Arc<Files>,
    file: FileId,
    by_name: bool,
    as_of: Option<Date>,
    one_of_many: bool,
    evidence: Option<&'house Evidence<'house>>,
    earlier: Option<Earlier>,
    documents: std::iter::Enumerate<std::vec::IntoIter<Document>>,
    /// What is the matter with the file as a whole, until it has been handed out.
    trouble: Option<Vec<Diagnostic>>,
    passed_over: bool,
}

/// What a document is judged as, and where in its tree that begins.
pub(crate) struct Recognised {
    pub(crate) kind: KindId,
    pub(crate) root: NodeId,
    pub(crate) found: KindFound,
}

/// A document with what its check came to, and all that it takes to judge changed copies of it alike.
pub(crate) struct Judged {
    pub(crate) tree: Tree,
    pub(crate) kind: KindId,
    pub(crate) root: NodeId,
    pub(crate) previous: Option<NodeId>,
    /// The day to judge by, where one was given.
    pub(crate) as_of: Option<Date>,
    /// What each rule came to; why one does not apply stands in what was checked.
    pub(crate) rules: Vec<RuleResult>,
    pub(crate) checked: CheckedDocument,
}

impl House {
    /// Judges every document of an input. A file without documents comes out as one error; Markdown that nobody named
    /// is a document only where it says so, and else is passed over.
    #[must_use]
    pub fn check(&self, input: Input) -> Checking<'_> {
        let mut files = Files::clone(&self.files);
        let passed_over = self.passes_over(&input);
        let (file, read) = self.read(&mut files, &input);
        let (documents, trouble) = match read {
            _ if passed_over => (Vec::new(), None),
            Ok(documents) if documents.is_empty() => {
                let message = format!("`{}` holds no document", input.name);
                let error = Diagnostic::error("input/empty", message).help("write a handoff into it, or leave it out");
                (documents, Some(vec![error]))
            }
            Ok(documents) => (documents, None),
            Err(error) => (Vec::new(), Some(vec![error])),
        };
        Checking {
            house: self,
            files: Arc::new(files),
            file,
            by_name: input.by_name,
            as_of: None,
            one_of_many: documents.len() > 1,
            evidence: None,
            earlier: None,
            documents: documents.into_iter().enumerate(),
            trouble,
            passed_over,
        }
    }

    /// Reads all documents of an input; none of one that is passed over. The error is about the file as a whole.
    pub(crate) fn read(&self, files: &mut Files, input: &Input) -> (FileId, Result<Vec<Document>, Diagnostic>) {
        let default = if input.by_name { self.default_kind() } else { None };
        let (file, documents) =
            read(files, &input.name, &input.bytes, Some(Schema { program: &self.program, default }));
        if self.passes_over(input) { (file, Ok(Vec::new())) } else { (file, documents) }
    }

    /// Was it found in a folder, and is it a page of Markdown that does not say that it is a document?
    fn passes_over(&self, input: &Input) -> bool {
        !input.by_name
            && Format::of_name(&input.name) == Some(Format::Markdown)
            && countersign_document::decode(&input.bytes)
                .is_ok_and(|text| !claims_a_kind(text, &outline(&self.program, None), &Limits::default()))
    }

    /// What a tree is to be judged as; an error that says what to do where nothing tells.
    pub(crate) fn recognise(&self, tree: &Tree, default: Option<KindId>) -> Result<Recognised, Diagnostic> {
        let words: Vec<&str> = self.program.kinds.iter().map(|kind| &*kind.word).collect();
        let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        match find_kind(&self.program, tree) {
            FoundKind::Found { kind, root } => {
                let found = match &tree.node(root).key {
                    Some((key, _)) => KindFound::Wrapped(Arc::clone(key)),
                    None => KindFound::Declared,
                };
                Ok(Recognised { kind, root, found })
            }
            FoundKind::NotKnown { word, span, nearest, .. } => {
                let error = Diagnostic::error("input/kind", format!("there is no kind of document `{word}`"));
                Err(match nearest {
                    _ if word.is_empty() => {
                        Diagnostic::error("input/kind", "`kind` is no word that names a kind of document")
                            .at(span, "expected one word")
                            .help(format!("the packs know {listed}"))
                    }
                    Some(near) => error.at(span, format!("did you mean `{near}`?")),
                    None => error.at(span, "not known to any pack").help(format!("the packs know {listed}")),
                })
            }
            FoundKind::NotDeclared { root: None, .. } => {
                Err(Diagnostic::error("input/kind", "this document is no map of fields")
                    .at(self.first_line(tree), "expected lines of `key: value`")
                    .help(format!("write `kind:` first, with one of {listed}, then the fields")))
            }
            FoundKind::NotDeclared { beside: Some(beside), .. } => {
                let word = &self.program[beside.kind].word;
                Err(Diagnostic::error(
                    "input/kind",
                    format!("`{}` would make this a `{word}`, but it does not stand alone", beside.key),
                )
                .at(beside.other_span, format!("what does `{}` belong to?", beside.other))
                .and(beside.span, format!("the `{word}` stands under this key"))
                .help("leave one of the two out, or say with `kind:` what the whole document is"))
            }
            FoundKind::NotDeclared { root: Some(root), beside: None } => match (self.wraps_nearly(tree), default) {
                (Some(error), _) => Err(error),
                (None, Some(kind)) => Ok(Recognised { kind, root, found: KindFound::Default }),
                (None, None) => Err(Diagnostic::error("input/kind", "nothing says what kind of document this is")
                    .at(self.first_line(tree), "the document begins here")
                    .help(format!("add a line `kind:` with one of {listed}, or give the file by its name"))),
            },
        }
    }

    /// A document that is all below one key that is nearly that of a kind.
    fn wraps_nearly(&self, tree: &Tree) -> Option<Diagnostic> {
        let [only] = tree.children(tree.root()) else { return None };
        let entry = tree.node(*only);
        let (key, span) = entry.key.as_ref()?;
        let below = !matches!(entry.content, Content::Scalar(_) | Content::List(_));
        let kinds = self.program.kinds.iter().map(|kind| kind.at.as_deref().unwrap_or(&kind.word));
        let near = nearest(key, kinds).filter(|_| below)?;
        let error = Diagnostic::error("input/kind", format!("`{key}` is no kind of document"));
        Some(error.at(*span, format!("did you mean `{near}`?")))
    }

    /// The error of a document that was not judged, at its place.
    pub(crate) fn not_judged(&self, tree: &Tree, trouble: &NotJudged) -> Diagnostic {
        let error = trouble.report();
        let resolver = Resolver { program: &self.program, tree };
        match trouble {
            NotJudged::NoDay(no_day) => {
                let error = error.note(format!("it is needed for `{}`", resolver.subject(no_day.subject)));
                match &no_day.own {
                    NoOwnDay::Unfit(own) => error.at(resolver.place(own).span, "this says no day"),
                    _ => error.at(self.first_line(tree), "this document"),
                }
            }
            NotJudged::Limit(_) => error.at(self.first_line(tree), "this document"),
        }
    }

    /// The first line of a document.
    pub(crate) fn first_line(&self, tree: &Tree) -> Span {
        let whole = tree.span(tree.root());
        let text = tree.source(whole.file).and_then(|text| text.get(whole.range())).unwrap_or("");
        let end = text.find(['\n', '\r']).unwrap_or(text.len());
        Span::new(whole.file, whole.range().start..whole.range().start + end)
    }
}

/// What fields prose may name, and the kind of a document that says none.
#[derive(Clone, Copy)]
pub(crate) struct Schema<'a> {
    pub(crate) program: &'a Program,
    pub(crate) default: Option<KindId>,
}

/// Reads all documents of a file, those in Markdown by a schema; the error is about the file as a whole.
pub(crate) fn read(
    files: &mut Files,
    name: &str,
    bytes: &[u8],
    schema: Option<Schema<'_>>,
) -> (FileId, Result<Vec<Document>, Diagnostic>) {
    let limits = countersign_document::Limits::default();
    let text = match countersign_document::decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            let id = files.add(name, String::from_utf8_lossy(bytes));
            return (id, Err(error.fault(id).report()));
        }
    };
    let id = files.add(name, text);
    let format = match Format::of_name(name) {
        Some(format) => format,
        None if name.ends_with(".rules") => {
            let message = format!("`{name}` holds rules, and is no document");
            return (
                id,
                Err(Diagnostic::error("input/format", message)
                    .help(format!("check it with `countersign rules check {name}`"))),
            );
        }
        None if name.rsplit(['/', '\\']).next().is_some_and(|file| file.trim_start_matches('.').contains('.')) => {
            let message = format!("`{name}` is in no format that is read here");
            let help =
                "documents are read from `.yaml`, `.yml`, `.json`, `.ndjson`, `.jsonl`, `.md` and `.markdown` files";
            return (id, Err(Diagnostic::error("input/format", message).help(help)));
        }
        None => Format::Yaml,
    };
    let text = files.get(id).map_or_else(|| Arc::from(text), |file| Arc::clone(file.text()));
    let outline = match (format, schema) {
        (Format::Markdown, Some(schema)) => outline(schema.program, schema.default),
        _ => Outline::default(),
    };
    (id, Ok(countersign_document::read_outlined(id, &text, format, &limits, &outline)))
}

impl Iterator for Checking<'_> {
    type Item = Checked;

    fn next(&mut self) -> Option<Checked> {
        if let Some(errors) = self.trouble.take() {
            return Some(Checked::Errors { index: None, files: Arc::clone(&self.files), errors });
        }
        let (index, document) = self.documents.next()?;
        Some(match self.judged(index, document) {
            Ok(judged) => Checked::Document(Box::new(judged.checked)),
            Err(errors) => Checked::Errors { index: Some(index), files: Arc::clone(&self.files), errors },
        })
    }
}

impl<'house> Checking<'house> {
    /// Was the file found in a folder, and is it a page of Markdown that does not say that it is a document?
    #[must_use]
    pub fn passed_over(&self) -> bool {
        self.passed_over
    }

    /// Holds the digests of the documents against the files of this evidence, before their rules run.
    #[must_use]
    pub fn with_evidence(self, evidence: &'house Evidence<'house>) -> Self {
        Self { evidence: Some(evidence), ..self }
    }

    /// Judges by this day, where one is given, and not by that of the configuration or of each document itself.
    #[must_use]
    pub fn as_of(self, day: Option<Date>) -> Self {
        Self { as_of: day, ..self }
    }

    /// Takes these as the earlier revisions of the documents: the first as that of the first, and so on. The errors of what
    /// cannot be are handed out in place of all documents.
    #[must_use]
    pub fn after(mut self, previous: &Input) -> Self {
        let mut files = Files::clone(&self.files);
        let read = self.house.read(&mut files, previous);
        self.files = Arc::new(files);
        let count = self.documents.len();
        let refused = match read {
            _ if self.trouble.is_some() => return self,
            (_, Err(error)) => vec![error],
            (_, Ok(earlier)) if earlier.len() != count => {
                let (now, before) = (documents(count), documents(earlier.len()));
                let message = format!("`{}` holds {before}, and what is checked holds {now}", previous.name);
                vec![
                    Diagnostic::error("input/previous", message)
                        .help("give the earlier revision of each document, in the same order"),
                ]
            }
            (_, Ok(earlier)) => match Earlier::new(self.house, &earlier, previous.by_name) {
                Ok(earlier) => {
                    self.earlier = Some(earlier);
                    return self;
                }
                Err(errors) => errors,
            },
        };
        self.trouble = Some(refused);
        self.documents = Vec::new().into_iter().enumerate();
        self
    }

    /// The files that places point into.
    pub(crate) fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// The evidence at hand.
    pub(crate) fn evidence(&self) -> Option<&'house Evidence<'house>> {
        self.evidence
    }

    /// The house that checks.
    pub(crate) fn house(&self) -> &'house House {
        self.house
    }

    /// What is the matter with the file as a whole, else its documents with their positions; both are then gone from here.
    pub(crate) fn take_documents(&mut self) -> Result<Vec<(usize, Document)>, Vec<Diagnostic>> {
        match self.trouble.take() {
            Some(errors) => Err(errors),
            None => Ok(self.documents.by_ref().collect()),
        }
    }

    /// Judges one document.
    pub(crate) fn judged(&self, index: usize, document: Document) -> Result<Judged, Vec<Diagnostic>> {
        let Document { tree: Some(mut tree), faults } = document else {
            return Err(document.faults.iter().map(Report::report).collect());
        };
        let default = if self.by_name { self.house.default_kind() } else { None };
        let Recognised { kind, root, found } = self.house.recognise(&tree, default).map_err(|error| vec![error])?;
        let previous = match &self.earlier {
            Some(earlier) => Some(earlier.join(self.house, index, kind, &mut tree)?),
            None => None,
        };
        let looked = self.evidence.map(|evidence| evidence.look(&self.house.program, &tree, kind, root));
        let (evidence, evidence_facts) = looked.unzip();
        let (packs, limits) = (self.house.running(), self.house.limits());
        let configured = self.house.configuration().and_then(|found| found.as_of.as_ref());
        let configured = configured.filter(|_| self.as_of.is_none());
        let given = self.as_of.or(configured.map(|said| said.value));
        let configured = configured.map(|said| said.span);
        let settings = &self.house.fitted.settings;
        let request = Request {
            as_of: given,
            previous,
            evidence: evidence.as_ref(),
            ..Request::new(kind, root, &packs, settings, &limits)
        };
        let judgement = judge(&self.house.program, &tree, &request, &mut ())
            .map_err(|trouble| vec![self.house.not_judged(&tree, &trouble)])?;
        let resolver = Resolver { program: &self.house.program, tree: &tree };
        let Judgement { as_of, verdict, findings, mut rules, decisions, waivers, steps, work, on_nothing, .. } =
            judgement;
        let mut checked = CheckedDocument {
            files: Arc::clone(&self.files),
            file: self.file,
            index,
            one_of_many: self.one_of_many,
            span: tree.span(tree.root()),
            kind: KindFacts { word: Arc::clone(&self.house.program[kind].word), found },
            as_of: as_of.as_ref().map(|as_of| AsOf { configured, ..resolver.as_of(as_of) }),
            verdict,
            steps: steps
                .into_iter()
                .map(|(step, standing)| StepFacts { step: self.house.step(step), standing })
                .collect(),
            decisions: decisions.iter().map(|decision| resolver.decision(decision)).collect(),
            configuration: self.house.configuration().map(|found| found.file),
            findings: faults.iter().map(written_twice).collect(),
            not_applicable: Vec::new(),
            waivers: waivers.into_iter().map(|used| resolver.waiver_use(used)).collect(),
            evidence: evidence_facts,
            work,
            on_nothing: on_nothing.into_iter().map(|rule| self.house.program.rule_id(rule)).collect(),
        };
        if !faults.is_empty() {
            checked.verdict = Verdict::NotReady;
        }
        checked.findings.extend(findings.into_iter().map(|finding| resolver.finding(finding)));
        if Format::of_name(self.files.name(self.file)) == Some(Format::Markdown) {
            headings::advise(&mut checked.findings, &tree, root);
        }
        // In the order in which the analyst comes across them; what stands at one place keeps the order of the rules.
        checked.findings.sort_by_key(|finding| finding.places.first().map(|place| place.span.start));
        for result in &mut rules {
            if let Some(why) = result.not_applicable.take() {
                let mut facts = resolver.not_applicable(result.rule, why);
                if let WhyNot::NotInForce { as_of, .. } = &mut facts.why {
                    as_of.configured = configured;
                }
                checked.not_applicable.push(facts);
            }
        }
        self.configured(&mut checked, kind);
        Ok(Judged { tree, kind, root, previous, as_of: given, rules, checked })
    }

    /// Notes what the configuration has changed: levels of findings, and rules that were not run.
    fn configured(&self, checked: &mut CheckedDocument, kind: KindId) {
        let (program, running) = (&self.house.program, self.house.running());
        for (id, (level, span)) in &self.house.fitted.levels {
            let rule = &program[*id];
            let name = program.rule_id(*id);
            if level.is_some() {
                let set = LevelSet { declared: rule.level, span: *span };
                for finding in checked.findings.iter_mut().filter(|finding| finding.rule == name) {
                    finding.level_set = Some(set).filter(|_| finding.level != rule.level);
                }
            } else if program[rule.pack].kind == kind && running.contains(&rule.pack) {
                let title = Arc::clone(&rule.title);
                checked.not_applicable.push(NotApplicable { rule: name, title, why: WhyNot::SwitchedOff(*span) });
                checked.work.not_applicable += 1;
            }
        }
    }
}

/// A fault that leaves a tree behind is a finding: a key that was written twice.
pub(crate) fn written_twice(fault: &countersign_document::Fault) -> Finding {
    let diagnostic = fault.report();
    let places = diagnostic.labels.iter().map(|label| Place { span: label.span, path: Arc::from(""), missing: false });
    Finding {
        rule: format!("schema/{}", SchemaCheck::Field.name()),
        title: crate::pages::of_check(SchemaCheck::Field).0.into(),
        level: Level::Error,
        level_set: None,
        outcome: Outcome::Fails,
        places: places.collect(),
        message: diagnostic.message,
        helps: diagnostic.helps,
        offer: None,
        reasons: Vec::new(),
        clause: None,
        because: None,
        step: None,
        risks: Vec::new(),
        see: Vec::new(),
        concept: None,
        fault: None,
        waiver: None,
    }
}
