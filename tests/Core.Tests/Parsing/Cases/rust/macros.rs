#[test]
#[instrument(skip(all))]
fn macros(name: &str, list: Vec<u32>) {
    println!("{} {name} {width:>3} {{not}}", name.trim().len(), width = list[0]);
    let all = vec![first(1), Point::new(2), name];
    assert_eq!(all.len(), Kind::Full as usize, "bad {all:?}");
    my::custom!(compute(name), other!(all));
    query! { select name => from(table); }
    lazy_static! {
        static ref CACHE: Map = build();
    }
    log::info!(target: "x", "{}", self.count);
}
