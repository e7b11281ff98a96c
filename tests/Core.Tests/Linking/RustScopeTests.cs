namespace CodeGraph.Tests.Linking;

/// <summary>What shadows what in Rust, and what stands for several builds.</summary>
public sealed class RustScopeTests
{
    [Fact]
    public void A_later_let_takes_no_uses_of_an_earlier_one() => LinkFixture.Check("""
        === src/lib.rs
        fn go(input: u32) -> u32 {
            let input = input + 1; //? input: src/lib.rs#go.input exact
            let other = input; //? input: src/lib.rs#go.input(2) exact
            let Some(input) = input.checked_add(other) else { return 0 }; //? input: src/lib.rs#go.input(2) exact
            input //? input: src/lib.rs#go.input(3) exact
        }
        """);

    [Fact]
    public void What_an_if_binds_is_not_seen_behind_else() => LinkFixture.Check("""
        === src/lib.rs
        fn go(found: Option<u32>) -> u32 {
            if let Some(found) = found { //? found: src/lib.rs#go.found exact
                found //? found: src/lib.rs#go.found(2) exact
            } else if let None = found { //? found: src/lib.rs#go.found exact
                0
            } else {
                found.unwrap() //? found: src/lib.rs#go.found exact
            }
        }
        """);

    [Fact]
    public void A_type_passes_over_variables_of_its_name() => LinkFixture.Check("""
        === src/lib.rs
        mod ast;
        use crate::ast;
        macro_rules! check { () => {} }
        fn go(ast: &ast::Node) -> ast::Kind { //? Node: src/ast.rs#Node exact; Kind: src/ast.rs#Kind exact
            let check = ast.kind(); //? ast: src/lib.rs#go.ast exact; kind: src/ast.rs#Node.kind typed
            check!(); //? check: src/lib.rs#check exact
            match check { //? check: src/lib.rs#go.check exact
                ast::Kind::Leaf => ast::Kind::Leaf, //? Leaf: src/ast.rs#Kind.Leaf exact
            }
        }
        === src/ast.rs
        pub struct Node;
        pub enum Kind { Leaf }
        impl Node { pub fn kind(&self) -> Kind { Kind::Leaf } }
        """);

    [Fact]
    public void Globs_of_a_block_are_nearer_than_the_module() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Literal;
        pub enum Kind { Literal, Empty }
        impl Kind {
            fn new() -> Kind { Kind::Empty }
            fn of(&self) -> u32 {
                use self::Kind::*;
                match self {
                    Literal => 1, //? Literal: src/lib.rs#Kind.Literal exact
                    Empty => new(), //? new: src/lib.rs#new exact
                }
            }
        }
        fn new() -> u32 { 0 }
        """);

    [Fact]
    public void Items_of_a_body_are_nearer_than_type_parameters() => LinkFixture.Check("""
        === src/lib.rs
        mod outer { pub mod part { pub fn run() {} } }
        fn go<part>(given: part) { //? part: src/lib.rs#outer.part exact
            use crate::outer::part;
            part::run(); //? run: src/lib.rs#outer.part.run exact
        }
        """);

    [Fact]
    public void Items_of_several_builds_are_all_meant() => LinkFixture.Check("""
        === src/lib.rs
        #[cfg(unix)]
        fn open() {}
        #[cfg(windows)]
        fn open() {}
        #[cfg(unix)]
        mod inner { pub struct Pool; }
        #[cfg(windows)]
        mod inner { pub struct Pool; }
        fn go(pool: inner::Pool) { //? Pool: src/lib.rs#inner.Pool + src/lib.rs#inner.Pool(2) exact
            open(); //? open: src/lib.rs#open + src/lib.rs#open(2) exact
        }
        """);

    [Fact]
    public void Self_is_a_parameter() => LinkFixture.Check("""
        === src/lib.rs
        pub struct Reader { at: u32 }
        impl Reader {
            fn next(&mut self) -> u32 {
                self.at += 1; //? self: src/lib.rs#Reader.next.self exact; at: src/lib.rs#Reader.at typed
                (|| self.at)() //? self: src/lib.rs#Reader.next.self exact
            }
            fn boxed(self: Box<Self>) -> u32 {
                let reader = self; //? self: src/lib.rs#Reader.boxed.self exact
                reader.at //? at: src/lib.rs#Reader.at typed
            }
        }
        """);

    [Fact]
    public void Modules_that_are_blocks_hand_on_what_they_import() => LinkFixture.Check("""
        === src/lib.rs
        mod tee;
        pub use crate::structs::*;
        pub mod structs { pub use crate::tee::Tee; }
        fn go(tee: Tee) { tee.run(); } //? Tee: src/tee.rs#Tee exact; run: src/tee.rs#Tee.run typed
        === src/tee.rs
        pub struct Tee;
        impl Tee { pub fn run(&self) {} }
        """);
}
