namespace CodeGraph.Tests.Linking;

public sealed class CompiledLinkingTests
{
    [Fact]
    public void Java_finds_packages_overloads_and_inherited_members() => LinkFixture.Check("""
        === src/a/Shape.java
        package a;
        public class Shape {
            protected int area() { return 0; }
            public void draw(int x) {}
            public void draw(int x, int y) {}
        }
        === src/b/Box.java
        package b;
        import a.Shape;
        import java.util.List;
        public class Box extends Shape { //? Shape: src/a/Shape.java#Shape exact
            private Shape inner = new Shape();
            int size() { return area(); } //? area: src/a/Shape.java#Shape.area exact
            void go(List<String> names) {
                inner.draw(1, 2); //? draw: src/a/Shape.java#Shape.draw(2) typed
                names.add("x"); //? add: external
                String.valueOf(1); //? valueOf: external
            }
        }
        """);

    [Fact]
    public void In_Java_and_Kotlin_a_field_and_a_method_of_one_name_are_told_apart() => LinkFixture.Check("""
        === A.java
        public class A {
            int price;
            int price() { return price; } //? price: A.java#A.price exact
            java.util.function.Supplier<Integer> later = this::price; //? price: A.java#A.price(2) typed
            static int of(A a) { return a.price; } //? price: A.java#A.price typed
        }
        === B.kt
        class B(val price: Int) {
            fun price(): Int { return price } //? price: B.kt#B.price exact
            fun of(b: B) = b.price() //? price: B.kt#B.price(2) typed
        }
        """);

    [Fact]
    public void CSharp_joins_namespaces_and_partial_types() => LinkFixture.Check("""
        === One.cs
        namespace N.M;
        public partial class P { void A() { B(); } } //? B: Two.cs#N.M.P.B exact
        public interface IRun { void Run(); }
        === Two.cs
        namespace N.M { public partial class P : IRun { void B() {} public void Run() {} } }
        === Three.cs
        using N.M;
        using System;
        class Q
        {
            void Go(P p, IRun r)
            {
                p.Run(); //? Run: Two.cs#N.M.P.Run typed
                r.Run(); //? Run: One.cs#N.M.IRun.Run + Two.cs#N.M.P.Run typed
                Console.WriteLine("x"); //? WriteLine: external
            }
        }
        """);

    [Fact]
    public void Go_parameters_are_names_of_the_body_alone() => LinkFixture.Check("""
        === calls.go
        package calls
        type call struct{}
        func (call *call) done() { call.stop() } //? stop: calls.go#call.stop typed
        func (c *call) stop() {}
        func run(call call) { call.stop() } //? stop: calls.go#call.stop typed
        """);

    [Fact]
    public void Go_resolves_packages_receivers_and_embedded_structs() => LinkFixture.Check("""
        === go.mod
        module example.com/app
        === store/store.go
        package store
        type Base struct{}
        func (b *Base) Close() {}
        type Store struct { Base }
        func New() *Store { return &Store{} }
        func (s *Store) Save(v int) { s.flush() } //? flush: store/store.go#Store.flush typed
        func (s *Store) flush() {}
        === main.go
        package main
        import (
            "fmt"
            "example.com/app/store"
        )
        func main() {
            s := store.New() //? New: store/store.go#New exact
            s.Save(1) //? Save: store/store.go#Store.Save typed
            s.Close() //? Close: store/store.go#Base.Close typed
            fmt.Println(s) //? Println: external
        }
        """);

    [Fact]
    public void Rust_follows_modules_use_trees_and_impls() => LinkFixture.Check("""
        === Cargo.toml
        [package]
        name = "demo"
        === src/lib.rs
        pub mod shape;
        use crate::shape::{Shape, area as measure};
        pub fn run(s: &Shape) {
            measure(s); //? measure: src/shape.rs#area exact
            s.grow(2); //? grow: src/shape.rs#Shape.grow typed
            let t = Shape::new(); //? new: src/shape.rs#Shape.new exact
            t.grow(1); //? grow: src/shape.rs#Shape.grow typed
        }
        === src/shape.rs
        pub struct Shape { side: u32 }
        impl Shape {
            pub fn new() -> Shape { Shape { side: 1 } }
            pub fn grow(&self, by: u32) {}
        }
        pub fn area(s: &Shape) -> u32 { s.side } //? side: src/shape.rs#Shape.side typed
        """);

    [Fact]
    public void Java_case_labels_are_constants_of_what_is_switched_on() => LinkFixture.Check("""
        === a/Level.java
        package a;
        public enum Level { LOW, HIGH }
        === a/Other.java
        package a;
        public enum Other { LOW, MIDDLE }
        === b/App.java
        package b;
        import a.Level; //? Level: a/Level.java#Level exact
        class App {
            static final int HIGH = 1;
            int go(Level level, int number, Object any) {
                outer: while (true) {
                    switch (level) { case LOW: break outer; default: } //? LOW: a/Level.java#Level.LOW typed; outer: b/App.java#App.go.outer exact
                    switch (number) { case HIGH: continue outer; default: } //? HIGH: b/App.java#App.HIGH exact
                }
            }
        }
        """);

    [Fact]
    public void Java_constructors_call_those_of_the_base_or_their_own() => LinkFixture.Check("""
        === a/Base.java
        package a;
        public class Base { public Base(int x) {} public Base(int x, int y) {} }
        === a/Child.java
        package a;
        class Child extends Base implements Runnable {
            Child() { super(1, 2); } //? super: a/Base.java#Base.Base(2) exact
            Child(int z) { this(); } //? this: a/Child.java#Child.Child exact
        }
        class Plain {}
        class Other extends Plain { Other() { super(); } } //? super: a/Child.java#Plain exact
        class Outside extends Thread { Outside() { super("x"); } } //? super: external
        """);

    [Fact]
    public void Tests_see_the_members_of_their_fixture() => LinkFixture.Check("""
        === use.cc
        #include "gtest/gtest.h"
        class StoreTest { public: void Put(int k) {} };
        class Other { public: void Drop(int k) {} };
        TEST_F(StoreTest, Keeps) {
            Put(1); //? Put: use.cc#StoreTest.Put exact
            Drop(1); //? Drop: external
        }
        """);
}
