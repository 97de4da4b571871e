//! scratch
use countersign_source::{FileId, Lines, Report};
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let bench = args.first().is_some_and(|a| a == "--bench");
    let tree = args.first().is_some_and(|a| a == "--tree");
    for a in args.iter().filter(|a| !a.starts_with("--")) {
        let text = std::fs::read_to_string(a).unwrap();
        if bench {
            let t = std::time::Instant::now();
            let n = 200;
            for _ in 0..n {
                std::hint::black_box(countersign_parser::parse(FileId(0), &text));
            }
            let s = t.elapsed().as_secs_f64();
            println!("{a}: {:.1} MB/s", (text.len() * n) as f64 / s / 1e6);
            continue;
        }
        let p = countersign_parser::parse(FileId(0), &text);
        if tree {
            println!("{:#?}", p.file);
        }
        println!("{a}: {} items {} errors", p.file.items.len(), p.errors.len());
        let lines = Lines::new(&text);
        for e in &p.errors {
            let d = e.report();
            let s = d.span().unwrap();
            let pos = lines.position(s.start as usize, &text);
            println!(
                "  {}:{} {} {} [{}] {:?} {:?}",
                pos.line,
                pos.column,
                d.code,
                d.message,
                text.get(s.range()).unwrap_or("??"),
                d.labels[0].message,
                d.helps
            );
        }
    }
}
