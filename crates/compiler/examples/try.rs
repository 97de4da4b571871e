use countersign_source::Report;
fn main() {
    let mut files = countersign_source::Files::new();
    let parsed: Vec<_> = std::env::args()
        .skip(1)
        .map(|p| {
            let t = std::fs::read_to_string(&p).unwrap();
            let id = files.add(p, t.as_str());
            (id, t.clone(), countersign_parser::parse(id, &t))
        })
        .collect();
    let broken: Vec<Vec<_>> =
        parsed.iter().map(|(_, _, p)| p.errors.iter().filter_map(|e| e.report().span()).collect()).collect();
    let show = |d: countersign_source::Diagnostic| {
        println!("{}: {}", d.code, d.message);
        for l in &d.labels {
            let f = files.get(l.span.file).unwrap();
            let lines = countersign_source::Lines::new(f.text());
            let p = lines.position(l.span.start as usize, f.text());
            println!(
                "   {} {}:{}:{} `{}` {}",
                if l.primary { "=>" } else { "--" },
                f.name(),
                p.line,
                p.column,
                files.slice(l.span).chars().take(60).collect::<String>().replace('\n', "⏎"),
                l.message
            );
        }
        for h in &d.helps {
            println!("   help: {h}");
        }
        for h in &d.notes {
            println!("   note: {h}");
        }
    };
    for (_, _, p) in &parsed {
        for e in &p.errors {
            show(e.report());
        }
    }
    let sources: Vec<_> = parsed
        .iter()
        .zip(&broken)
        .map(|((_, t, p), b)| countersign_compiler::Source { file: &p.file, text: t, broken: b })
        .collect();
    let start = std::time::Instant::now();
    let c = countersign_compiler::compile(&sources);
    for p in &c.problems {
        show(p.report());
    }
    println!(
        "{} rules {} tests {} problems {:?}",
        c.program.rules.len(),
        c.program.tests.len(),
        c.problems.len(),
        start.elapsed()
    );
}
