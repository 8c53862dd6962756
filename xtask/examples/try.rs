use std::path::Path;
fn main() {
    let mut a = std::env::args().skip(1);
    let spec = a.next().unwrap();
    let out = a.next().unwrap();
    let tpl = a.next().unwrap();
    let name = a.next().unwrap();
    let mut d = Default::default();
    let text = std::fs::read_to_string(&spec).unwrap();
    let source = xtask::spec::Source { name: spec.clone(), text };
    let doc = xtask::spec::Document::parse(source, &mut d).expect("parse");
    let api = xtask::lower::lower(&doc, &mut d);
    for x in d.iter() {
        println!("{:?} {} {}: {}", x.level, x.rule, x.at, x.message);
    }
    let beside = Path::new(&spec).parent().unwrap().join("crate");
    let t = xtask::templates::load(Path::new(&tpl), Some(&beside)).unwrap();
    for f in xtask::emit::emit(&api, &xtask::emit::Package { name }, &t).unwrap() {
        let p = Path::new(&out).join(&f.path);
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(p, f.text).unwrap();
    }
    if std::env::var("LIST").is_ok() {
        print!("{}", api.listing());
    }
}
