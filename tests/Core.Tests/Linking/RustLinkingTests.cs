namespace CodeGraph.Tests.Linking;

public sealed class RustLinkingTests
{
    [Fact]
    public void Modules_lie_where_mod_items_say() => LinkFixture.Check("""
        === Cargo.toml
        [package]
        name = "demo-app"
        [[bin]]
        name = "tool"
        path = "cmd/tool.rs"
        === src/lib.rs
        pub mod net; //? net: src/net/mod.rs exact
        #[path = "platform/unix.rs"]
        pub mod sys;
        mod inline {
            pub mod deep;
        }
        pub fn run() { sys::open(); } //? open: src/platform/unix.rs#open exact
        fn go() { inline::deep::dig(); } //? dig: src/inline/deep.rs#dig exact
        === src/inline/deep.rs
        pub fn dig() { super::super::run(); } //? run: src/lib.rs#run exact
        === src/net/mod.rs
        pub mod tcp;
        pub fn connect() { tcp::dial(); self::tcp::dial(); } //? dial: src/net/tcp.rs#dial exact
        === src/net/tcp.rs
        pub fn dial() {}
        === src/platform/unix.rs
        pub fn open() { crate::run(); } //? run: src/lib.rs#run exact
        === cmd/tool.rs
        mod args;
        fn run() {}
        fn main() {
            run(); //? run: cmd/tool.rs#run exact
            demo_app::run(); //? run: src/lib.rs#run exact
            args::parse(); //? parse: cmd/args.rs#parse exact
            crate::run(); //? run: cmd/tool.rs#run exact
        }
        === cmd/args.rs
        pub fn parse() {}
        """);

    [Fact]
    public void Modules_do_not_see_the_names_around_them() => LinkFixture.Check("""
        === src/lib.rs
        fn helper() {}
        fn render() {}
        mod render_parts { pub struct Part; }
        mod inner {
            fn call() {
                helper(); //? helper: unresolved
                super::helper(); //? helper: src/lib.rs#helper exact
            }
        }
        mod tests {
            use super::*;
            fn call() { helper(); } //? helper: src/lib.rs#helper exact
        }
        """);

    [Fact]
    public void Use_trees_name_every_segment() => LinkFixture.Check("""
        === src/lib.rs
        mod search;
        mod app;
        fn search() {}
        === src/search.rs
        pub struct Printer;
        impl Printer { pub fn flush(&self) {} }
        pub enum Kind { One, Two }
        === src/app.rs
        use crate::{
            search::{self, Printer}, //? Printer: src/search.rs#Printer exact
        };
        use crate::search::Kind::*; //? Kind: src/search.rs#Kind exact
        fn go(p: Printer) {
            p.flush(); //? flush: src/search.rs#Printer.flush typed
            let k = One; //? One: src/search.rs#Kind.One exact
            search::Printer; //? Printer: src/search.rs#Printer exact
        }
        """);

    [Fact]
    public void Macros_are_found_across_modules_and_their_arguments_are_expressions() => LinkFixture.Check("""
        === src/lib.rs
        #[macro_use]
        mod macros;
        mod app;
        === src/macros.rs
        macro_rules! check { ($e:expr) => { $e }; }
        === src/app.rs
        pub struct Job;
        impl Job {
            fn new() -> Job { Job }
            fn name(&self) -> Option<Label> { None }
        }
        pub struct Label;
        impl Label { fn text(&self) -> &str { "" } }
        fn go(job: Job) {
            check!(job.name().unwrap().text()); //? check: src/macros.rs#check exact; text: src/app.rs#Label.text typed
            println!("{}", job.name().unwrap().text()); //? println: external; text: src/app.rs#Label.text typed
            check!(|other: Job| { other.name(); }); //? name: src/app.rs#Job.name typed
            let all = vec![Job::new()]; //? new: src/app.rs#Job.new exact
            rules! { job => name } //? rules: external
        }
        mod items {
            check!(super::go);
        }
        === src/man.rs
        macro_rules! write { ($e:expr) => { $e }; }
        fn go() { write!(1); } //? write: src/man.rs#write exact
        === src/other.rs
        fn go() { write!(1); } //? write: external
        """);

    [Fact]
    public void Other_names_of_imports_lead_where_the_imports_do() => LinkFixture.Check("""
        === one/Cargo.toml
        [package]
        name = "one"
        === one/src/lib.rs
        #[macro_use(note)] //? note: two/src/lib.rs#note unique
        extern crate two;
        use two::Part as Piece; //? Piece: two/src/lib.rs#Part exact
        use std::fmt as format_; //? format_: external
        fn go(p: Piece) {
            note!(p); //? note: two/src/lib.rs#note unique
            hidden!(); //? hidden: unresolved
        }
        === two/Cargo.toml
        [package]
        name = "two"
        === two/src/lib.rs
        pub struct Part;
        #[macro_export]
        macro_rules! note { ($e:expr) => { $e }; }
        macro_rules! hidden { () => {}; }
        """);

    [Fact]
    public void Bounds_of_type_parameters_have_members() => LinkFixture.Check("""
        === src/lib.rs
        pub trait Base { fn base(&self); }
        pub trait Sink: Base { type Error; fn write(&mut self) -> Result<(), Self::Error>; }
        pub trait Named { fn name(&self) -> u32; }
        pub struct Unrelated;
        impl Unrelated { fn close(&self) {} fn write_all(&self) {} }
        fn one<S: Sink + Named>(mut s: S) {
            s.write(); //? write: src/lib.rs#Sink.write typed
            s.name(); //? name: src/lib.rs#Named.name typed
            s.base(); //? base: src/lib.rs#Base.base typed
        }
        fn two<W>(w: W) where W: std::io::Write {
            w.write_all(); //? write_all: external
        }
        fn three(n: &dyn Named, m: impl Sink<Error = u8>) { //? Error: src/lib.rs#Sink.Error exact
            n.name(); //? name: src/lib.rs#Named.name typed
            m.write(); //? write: src/lib.rs#Sink.write typed
        }
        """);

    [Fact]
    public void Self_is_the_type_of_the_block() => LinkFixture.Check("""
        === src/lib.rs
        pub struct A { size: u32 }
        pub struct B;
        pub trait Make { type Out; fn make() -> Self; }
        impl Make for A {
            type Out = Self; //? Self: src/lib.rs#A exact
            fn make() -> Self { Self { size: 1 } } //? Self: src/lib.rs#A exact; size: src/lib.rs#A.size exact
        }
        impl Make for B {
            type Out = Self; //? Self: src/lib.rs#B exact
            fn make() -> Self { B }
        }
        fn go() {
            A::make().size; //? size: src/lib.rs#A.size typed
        }
        """);

    [Fact]
    public void Wrappers_hand_on_what_they_hold() => LinkFixture.Check("""
        === src/lib.rs
        use std::sync::{Arc, Mutex};
        pub struct Item;
        impl Item { fn run(&self) {} fn get(&self) -> u32 { 1 } }
        pub struct Store { items: Vec<Item>, shared: Arc<Mutex<Item>>, first: Option<Item> }
        impl Store {
            fn go(&self) {
                for item in self.items.iter().rev() {
                    item.run(); //? run: src/lib.rs#Item.run typed
                }
                self.items.iter().filter(|i| i.run()); //? run: src/lib.rs#Item.run typed
                self.shared.lock().unwrap().run(); //? run: src/lib.rs#Item.run typed
                if let Some(one) = self.items.get(0) {
                    one.run(); //? run: src/lib.rs#Item.run typed
                }
                match self.first.as_ref() {
                    Some(found) => found.run(), //? run: src/lib.rs#Item.run typed
                    None => {}
                }
                self.items.len(); //? len: external
            }
        }
        """);

    [Fact]
    public void Patterns_and_literals_name_fields_and_variants() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Point { x: i32, y: i32 }
        pub enum Shape { Circle(u32), Rect { width: u32 } }
        impl Shape { fn area(&self) -> u32 { 1 } }
        fn go(shape: Shape, x: i32) {
            let p = Point { x, y: 2 }; //? y: src/lib.rs#Point.y exact
            let Point { y, .. } = p;
            match shape {
                Shape::Rect { width } => width, //? Rect: src/lib.rs#Shape.Rect exact
                _ => 0,
            };
            let c = Shape::Circle(1);
            c.area(); //? area: src/lib.rs#Shape.area typed
        }
        """);

    [Fact]
    public void A_block_implements_the_members_of_its_own_trait_alone()
    {
        var snapshot = LinkFixture.Link("""
            === src/lib.rs
            pub trait Draw { const LAYER: u32; fn create() -> u32; fn draw(&self); }
            pub trait Other { fn draw(&self); }
            pub struct A;
            impl A { fn draw(&self) {} }
            impl Draw for A {
                const LAYER: u32 = 1;
                fn create() -> u32 { 1 }
                fn draw(&self) {}
            }
            impl Draw for Vec<u8> {
                const LAYER: u32 = 2;
                fn create() -> u32 { 2 }
                fn draw(&self) {}
            }
            """);
        var lines = new List<string>();
        foreach (var relation in Enumerable.Range(0, snapshot.RelationCount).Select(snapshot.Relation))
            lines.Add($"{snapshot.Symbol(relation.From).Line} {relation.Kind} {snapshot.Symbol(relation.To).Line}");
        Assert.Equal(["3 Implements 1", "6 Implements 1", "7 Implements 1", "8 Implements 1", "11 Implements 1", "12 Implements 1", "13 Implements 1"], lines.Distinct());
    }

    [Fact]
    public void Iterators_say_what_they_give() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Entry;
        impl Entry { fn depth(&self) -> u32 { 1 } }
        pub struct Walk;
        impl Iterator for Walk {
            type Item = Entry;
            fn next(&mut self) -> Option<Entry> { None }
        }
        fn entries() -> impl Iterator<Item = Entry> { Walk }
        fn go(walk: Walk, boxed: Box<dyn Iterator<Item = Entry>>) {
            for one in walk {
                one.depth(); //? depth: src/lib.rs#Entry.depth typed
            }
            for two in entries() {
                two.depth(); //? depth: src/lib.rs#Entry.depth typed
            }
            for three in boxed {
                three.depth(); //? depth: src/lib.rs#Entry.depth typed
            }
        }
        """);

    [Fact]
    public void Fields_and_methods_of_one_name_are_told_apart() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Span { start: u32 }
        impl Span { fn start(&self) -> u32 { self.start } } //? start: src/lib.rs#Span.start typed
        fn go(span: Span) {
            span.start(); //? start: src/lib.rs#Span.start(2) typed
        }
        """);

    [Fact]
    public void Variants_tell_the_type_of_what_they_hold() => LinkFixture.Check("""
        === src/lib.rs
        pub struct One;
        impl One { fn run(&self) {} }
        pub struct Two;
        impl Two { fn run(&self) {} }
        pub enum Both { First(One), Second(Box<Two>) }
        fn go(both: Both) {
            match both {
                Both::First(ref a) => a.run(), //? run: src/lib.rs#One.run typed
                Both::Second(b) => b.run(), //? run: src/lib.rs#Two.run typed
                Both::Other(c) => c.run(), //? run: unresolved
            }
        }
        """);

    [Fact]
    public void Labels_lifetimes_and_documentation_links_are_uses() => LinkFixture.Check("""
        === src/lib.rs
        /// Makes a [`Thing`], see [`inner::Part`]. //? Thing: src/lib.rs#Thing exact; Part: src/lib.rs#inner.Part exact
        fn make<'a>(text: &'a str) { //? 'a: src/lib.rs#make.'a exact
            'outer: loop {
                break 'outer; //? 'outer: src/lib.rs#make.'outer exact
            }
        }
        struct Thing;
        mod inner { pub struct Part; }
        """);
}
