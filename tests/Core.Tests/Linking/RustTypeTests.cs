namespace CodeGraph.Tests.Linking;

/// <summary>Whose members Rust's receivers have, and what conversions and macros stand for.</summary>
public sealed class RustTypeTests
{
    [Fact]
    public void What_an_alias_implements_belongs_to_its_type() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Table<T> { rows: T, size: Size }
        pub struct Size;
        impl Size { fn total(&self) {} }
        type Owned = Table<Vec<u8>>;
        type Shared = Owned;
        impl<T> Table<T> { fn len(&self) -> u32 { 0 } }
        impl Shared {
            fn grow(&mut self) {
                self.len(); //? len: src/lib.rs#Table.len typed
                self.size.total(); //? total: src/lib.rs#Size.total typed
            }
        }
        fn go(table: Owned) { table.grow(); } //? grow: src/lib.rs#Table.grow typed
        """);

    [Fact]
    public void Members_of_the_type_come_before_those_of_its_traits() => LinkFixture.Check("""
        === src/lib.rs
        pub trait Sized2 { fn len(&self) -> u32; }
        pub struct Table;
        impl Sized2 for Table { fn len(&self) -> u32 { Table::len(self) } } //? len: src/lib.rs#Table.len(2) exact
        impl Table { fn len(&self) -> u32 { 0 } }
        fn go(table: Table) { table.len(); } //? len: src/lib.rs#Table.len(2) typed
        """);

    [Fact]
    public void Bounds_of_a_block_hold_for_the_fields_of_its_type() => LinkFixture.Check("""
        === src/lib.rs
        pub trait Finder { fn find(&self); }
        pub struct Search<'h, P, Q> { text: &'h str, pre: P, post: Q }
        impl<'h, X, Y: Finder> Search<'h, X, Y> {
            fn run(&self) {
                self.post.find(); //? find: src/lib.rs#Finder.find typed
            }
        }
        """);

    [Fact]
    public void Options_and_results_in_one_another_are_seen_through() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Match;
        impl Match { fn start(&self) {} }
        pub struct Miss;
        impl Miss { fn start(&self) {} }
        fn find() -> Result<Option<Match>, u32> { Ok(None) }
        fn go(slots: &[Option<Match>]) -> Result<(), u32> {
            if let Ok(Some(m)) = find() { m.start(); } //? start: src/lib.rs#Match.start typed
            match find()? { Some(m) => m.start(), None => () } //? start: src/lib.rs#Match.start typed
            let found = find()?;
            found.map(|m| m.start()); //? start: src/lib.rs#Match.start typed
            slots[0].as_ref().unwrap().start(); //? start: src/lib.rs#Match.start typed
            Ok(())
        }
        """);

    [Fact]
    public void Conversions_give_what_bounds_name() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Input;
        impl Input { fn earliest(&self) {} }
        #[derive(Default)]
        pub struct Options { depth: u32 }
        fn go<I: Into<Input>>(input: I, other: impl Into<Input>) {
            input.into().earliest(); //? earliest: src/lib.rs#Input.earliest typed
            other.into().earliest(); //? earliest: src/lib.rs#Input.earliest typed
            let options = Options::default();
            options.depth; //? depth: src/lib.rs#Options.depth typed
        }
        """);

    [Fact]
    public void Conversions_run_code_of_the_type_that_is_expected() => LinkFixture.Check("""
        === src/lib.rs
        pub struct A;
        pub struct B;
        pub struct C;
        impl From<A> for B { fn from(a: A) -> B { B } }
        impl From<C> for B { fn from(c: C) -> B { B } }
        impl TryFrom<A> for C { type Error = (); fn try_from(a: A) -> Result<C, ()> { Err(()) } }
        impl std::str::FromStr for A { type Err = (); fn from_str(s: &str) -> Result<A, ()> { Ok(A) } }
        fn convert(c: C) -> B { c.into() } //? into: src/lib.rs#B.from(2) typed
        fn go(text: &str, unknown: Vec<u8>) -> Result<(), ()> {
            let a = A;
            let b: B = a.into(); //? into: src/lib.rs#B.from typed
            let c: Result<C, _> = A.try_into(); //? try_into: src/lib.rs#C.try_from typed
            let a: A = text.parse()?; //? parse: src/lib.rs#A.from_str typed
            text.parse::<A>(); //? parse: src/lib.rs#A.from_str typed
            let open: B = unknown.into(); //? into: external
            Ok(())
        }
        """);

    [Fact]
    public void Pointers_that_are_made_lead_to_what_they_hold() => LinkFixture.Check("""
        === src/lib.rs
        use std::sync::Arc;
        pub struct Pool;
        impl Pool { fn get(&self) {} }
        fn go() {
            let pool = Arc::new(Pool);
            pool.get(); //? get: src/lib.rs#Pool.get typed
        }
        """);

    [Fact]
    public void Macros_of_the_file_define_items_where_they_are_used() => LinkFixture.Check("""
        === src/lib.rs
        macro_rules! index_type {
            ($(#[$doc:meta])* $vis:vis $name:ident, $err:ident) => {
                $(#[$doc])*
                $vis struct $name(u32);
                pub struct $err;
                impl $name {
                    pub const SIZE: usize = 4;
                    pub fn new(value: u32) -> Result<$name, $err> { Ok($name(value)) }
                    pub fn first() -> Self { $name(0) }
                    pub fn get(&self) -> u32 { self.0 }
                }
            };
        }
        macro_rules! main_function { () => (fn main() {}) }
        macro_rules! check { ($e:expr) => { { let got = $e; got } } }
        index_type!(pub StateId, StateError);
        index_type! { /// Of a pattern.
            PatternId, PatternError }
        main_function!();
        fn go(error: PatternError) -> u32 { //? PatternError: src/lib.rs#PatternError exact
            main(); //? main: src/lib.rs#main exact
            check!(StateId::SIZE); //? SIZE: src/lib.rs#StateId.SIZE exact
            StateId::first().get(); //? first: src/lib.rs#StateId.first exact; get: src/lib.rs#StateId.get typed
            PatternId::new(1).unwrap().get() //? get: src/lib.rs#PatternId.get typed
        }
        """);

    [Fact]
    public void Macros_whose_rules_do_not_match_define_nothing() => LinkFixture.Check("""
        === src/lib.rs
        macro_rules! make { (only $name:ident) => { fn $name() {} }; ($a:ident => $b:ident) => { fn $b() {} } }
        make!(other left);
        make!(from => right);
        fn go() {
            left(); //? left: unresolved
            right(); //? right: src/lib.rs#right exact
        }
        """);
}
