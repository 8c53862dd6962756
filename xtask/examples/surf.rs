fn main() {
    let spec = std::env::args().nth(1).unwrap();
    let mut d = Default::default();
    let (_, doc) = xtask::spec::Document::load(std::path::Path::new(&spec), &mut d);
    let doc = doc.unwrap();
    let api = xtask::lower::lower(&doc, &mut d);
    for x in d.iter() {
        println!("{:?} {} {}: {}", x.level, x.rule, x.at, x.message);
    }
    let files =
        xtask::emit::emit(&api, &xtask::emit::Package { name: "c".into() }, &Default::default())
            .unwrap();
    let s = xtask::diff::rust::Surface::read(files.iter().map(|f| (&*f.path, &*f.text))).unwrap();
    print!("{}", s.listing());
    if let Some(dir) = std::env::args().nth(2) {
        let mut files = vec![];
        fn walk(p: &std::path::Path, base: &std::path::Path, files: &mut Vec<(String, String)>) {
            for e in std::fs::read_dir(p).unwrap() {
                let e = e.unwrap().path();
                if e.is_dir() {
                    walk(&e, base, files)
                } else {
                    files.push((
                        e.strip_prefix(base).unwrap().to_str().unwrap().into(),
                        std::fs::read_to_string(&e).unwrap(),
                    ))
                }
            }
        }
        walk(dir.as_ref(), dir.as_ref(), &mut files);
        println!("-----");
        let s = xtask::diff::rust::Surface::read(files.iter().map(|f| (&*f.0, &*f.1))).unwrap();
        print!("{}", s.listing());
    }
}
