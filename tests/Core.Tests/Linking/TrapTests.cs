namespace CodeGraph.Tests.Linking;

/// <summary>Same-named strangers: what a graph that goes by names gets wrong. None of them may be a target in the default tiers.</summary>
public sealed class TrapTests
{
    public static TheoryData<string, string> Traps => new()
    {
        { "a list's append is not the repository's", """
            === log.py
            class Log:
                def append(self, line): pass
            === use.py
            def collect(items):
                found = []
                found.append(1) #? append: external
                items.append(2) #? append: unresolved
            """ },
        { "a dictionary's get is not a client's", """
            === client.py
            class Client:
                def get(self, url): pass
            === use.py
            def look(table):
                known = {}
                known.get("x") #? get: external
                table.get("x") #? get: unresolved
            """ },
        { "a module from outside keeps its functions", """
            === store.py
            def loads(text): pass
            === use.py
            import json
            json.loads("1") #? loads: external
            """ },
        { "what is read from outside stays outside", """
            === document.py
            class Document:
                def strip_all(self): pass
            === use.py
            import json
            def read(text):
                value = json.loads(text)
                return value.strip_all() #? strip_all: external
            """ },
        { "the builtin is not the method of its name", """
            === shapes.py
            class Shape:
                def len(self): pass
            === use.py
            def count(shape):
                return len(shape) #? len: external
            """ },
        { "an import hides the function of the same name elsewhere", """
            === a.py
            def save(): pass
            === b.py
            def save(): pass
            === use.py
            from b import save
            save() #? save: b.py#save exact
            """ },
        { "a local variable shadows a function", """
            === use.py
            def report(): pass
            def run(values):
                report = values
                report() #? report: use.py#run.report exact
            """ },
        { "a parameter shadows a function", """
            === use.py
            def clean(): pass
            def run(clean):
                clean() #? clean: use.py#run.clean exact
            """ },
        { "class scope is not seen from its methods", """
            === use.py
            def load(): pass
            class Reader:
                def load(self): pass
                def run(self):
                    load() #? load: use.py#load exact
            """ },
        { "two classes with one method, told apart by what was made", """
            === use.py
            class Cat:
                def speak(self): pass
            class Dog:
                def speak(self): pass
            def run():
                pet = Dog()
                pet.speak() #? speak: use.py#Dog.speak typed
            """ },
        { "two classes with one method and nothing that tells them apart", """
            === use.py
            class Cat:
                def speak_up(self): pass
            class Dog:
                def speak_up(self): pass
            def run(pet):
                pet.speak_up() #? speak_up: use.py#Cat.speak_up + use.py#Dog.speak_up ambiguous
            """ },
        { "arity contradicts", """
            === job.py
            class Job:
                def settle_up(self, a, b): pass
            === use.py
            import job
            def run(thing):
                thing.settle_up(1) #? settle_up: unresolved
            """ },
        { "a base from outside may have the method", """
            === tools.py
            class Tools:
                def assert_same(self): pass
            === use.py
            import unittest
            class Test(unittest.TestCase):
                def test(self):
                    self.assert_same() #? assert_same: external
            """ },
        { "the nearer class of a diamond comes first", """
            === use.py
            class Root:
                def go(self): pass
            class Left(Root):
                pass
            class Right(Root):
                def go(self): pass
            class Bottom(Left, Right):
                pass
            def run():
                Bottom().go() #? go: use.py#Right.go typed
            """ },
        { "a console is not the repository's logger", """
            === logger.js
            export class Logger { log(text) {} }
            === use.js
            import { Logger } from './logger.js';
            console.log('x'); //? log: external
            """ },
        { "an array's map is not the repository's", """
            === grid.js
            export class Grid { map(f) {} }
            === use.js
            import { Grid } from './grid.js';
            export function run() { return [1].map(x => x); } //? map: external
            """ },
        { "a package's function is not the file's neighbour", """
            === helpers.js
            export function merge() {}
            === use.js
            import { merge } from 'lodash';
            merge(); //? merge: external
            """ },
        { "a let in a block hides the outer function", """
            === use.js
            function pick() {}
            function run(value) {
                { let pick = value; pick(); } //? pick: use.js#run.pick exact
                pick(); //? pick: use.js#pick exact
            }
            """ },
        { "a parameter hides an import", """
            === api.js
            export function send() {}
            === use.js
            import { send } from './api.js';
            export function run(send) { send(); } //? send: use.js#run.send exact
            """ },
        { "an object's own method wins over a namesake elsewhere", """
            === other.js
            export function start() {}
            === use.js
            const engine = { start() {}, run() { engine.start(); } }; //? start: use.js#engine.start exact
            """ },
        { "a reassigned variable calls what it holds", """
            === use.js
            function first() {}
            function second() {}
            const chosen = second;
            chosen(); //? chosen: use.js#second + use.js#chosen typed
            """ },
        { "a promise's then is not the repository's", """
            === chain.ts
            export class Chain { then(f: () => void): void {} }
            === use.ts
            import { Chain } from './chain';
            export function run() { fetch('x').then(() => 1); } //? then: external
            """ },
        { "an interface of another file with the same member", """
            === a.ts
            export interface Box { open(): void; }
            === b.ts
            export interface Door { open(): void; }
            === use.ts
            import { Door } from './b';
            export function run(d: Door) { d.open(); } //? open: b.ts#Door.open typed
            """ },
        { "a string's member", """
            === trim.ts
            export class Trimmer { trimEnd(): void {} }
            === use.ts
            export function run(text: string) { text.trimEnd(); } //? trimEnd: external
            """ },
        { "a library's list in Java", """
            === a/Basket.java
            package a;
            public class Basket { public void add(String s) {} }
            === a/Use.java
            package a;
            import java.util.List;
            class Use { void run(List<String> items) { items.add("x"); } } //? add: external
            """ },
        { "same class name in two packages of Java", """
            === a/Item.java
            package a;
            public class Item { public void ship() {} }
            === b/Item.java
            package b;
            public class Item { public void ship() {} }
            === c/Use.java
            package c;
            import b.Item;
            class Use { void run(Item item) { item.ship(); } } //? ship: b/Item.java#Item.ship typed
            """ },
        { "a Java overload of another arity", """
            === a/Use.java
            package a;
            class Use {
                void put(int a) {}
                void put(int a, int b) {}
                void run() { put(1, 2); } //? put: a/Use.java#Use.put(2) exact
            }
            """ },
        { "a private method of a stranger", """
            === a/Other.java
            package a;
            class Other { private void settleUp() {} }
            === b/Use.java
            package b;
            class Use { void run(Object o) { unknown().settleUp(); } } //? settleUp: unresolved
            """ },
        { "a collection's Add in C#", """
            === Basket.cs
            namespace A; public class Basket { public void Add(string s) { } }
            === Use.cs
            using System.Collections.Generic;
            namespace A; class Use { void Run(List<string> list) { list.Add("x"); } } //? Add: external
            """ },
        { "an object's ToString in C#", """
            === Thing.cs
            namespace A; public class Thing { public override string ToString() => ""; }
            === Use.cs
            namespace A; class Use { string Run(int number) => number.ToString(); } //? ToString: external
            """ },
        { "an extension of another type", """
            === Extensions.cs
            namespace A; public class Order { } public static class Extensions { public static void Archive(this Order order) { } }
            === Use.cs
            namespace A; class Use { void Run(string text) { text.Archive(); } } //? Archive: external
            """ },
        { "namespaces that are not used", """
            === One.cs
            namespace One; public static class Tools { public static void Run() { } }
            === Two.cs
            namespace Two; public static class Tools { public static void Run() { } }
            === Use.cs
            using Two;
            class Use { void Go() { Tools.Run(); } } //? Run: Two.cs#Two.Tools.Run exact
            """ },
        { "a package's function in Go", """
            === go.mod
            module example.com/app
            === text/text.go
            package text
            func Println(s string) {}
            === main.go
            package main
            import "fmt"
            func main() { fmt.Println("x") } //? Println: external
            """ },
        { "methods of two types in Go", """
            === go.mod
            module example.com/app
            === main.go
            package main
            type A struct{}
            type B struct{}
            func (a A) Close() {}
            func (b B) Close() {}
            func run() { b := B{}; b.Close() } //? Close: main.go#B.Close typed
            """ },
        { "a Rust vector's push", """
            === src/lib.rs
            pub struct Stack;
            impl Stack { pub fn push(&mut self, n: i32) {} }
            pub fn run() { let mut v = Vec::new(); v.push(1); } //? push: external
            """ },
        { "trait methods of two types in Rust", """
            === src/lib.rs
            struct A; struct B;
            impl A { fn close(&self) {} }
            impl B { fn close(&self) {} }
            fn run() { let b = B; b.close(); } //? close: src/lib.rs#B.close typed
            """ },
        { "a Rust module of the function's name", """
            === Cargo.toml
            [package]
            name = "app"
            === src/main.rs
            mod search;
            fn main() { search(1); } //? search: src/main.rs#search(2) exact
            fn search(n: i32) {}
            === src/search.rs
            pub fn run() {}
            """ },
        { "static functions of two C files", """
            === a.c
            static void helper(void) {}
            void run_a(void) { helper(); } //? helper: a.c#helper exact
            === b.c
            static void helper(void) {}
            void run_b(void) { helper(); } //? helper: b.c#helper exact
            """ },
        { "a C library function", """
            === buffer.cpp
            struct Buffer { void printf(const char*) {} };
            === use.c
            #include <stdio.h>
            void run(void) { printf("x"); } //? printf: external
            """ },
        { "methods of two classes in C++", """
            === use.cpp
            struct A { void close() {} };
            struct B { void close() {} };
            void run() { B b; b.close(); } //? close: use.cpp#B.close typed
            """ },
        { "a Ruby array's each", """
            === tree.rb
            class Tree
              def each; end
            end
            === use.rb
            def run
              [1].each { |x| x } #? each: external
            end
            """ },
        { "a Ruby class's own method before a namesake", """
            === other.rb
            class Other
              def save; end
            end
            === use.rb
            class Post
              def save; end
              def run; save; end #? save: use.rb#Post.save exact
            end
            """ },
        { "a function of PHP itself", """
            === Words.php
            <?php
            class Words { function count($x) {} }
            === use.php
            <?php
            count([1]); //? count: external
            """ },
        { "same class name in two PHP namespaces", """
            === A.php
            <?php
            namespace One;
            class Mailer { function send() {} }
            === B.php
            <?php
            namespace Two;
            class Mailer { function send() {} }
            === use.php
            <?php
            use Two\Mailer;
            $m = new Mailer();
            $m->send(); //? send: B.php#Mailer.send typed
            """ },
        { "a vendored copy is not the project's", """
            === app/util.py
            def slugify(text): pass
            === third/util.py
            def slugify(text): pass
            === app/use.py
            from .util import slugify
            slugify("x") #? slugify: app/util.py#slugify exact
            """ },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void No_stranger_is_bound(string trap, string sources)
    {
        Assert.NotEmpty(trap);
        LinkFixture.Check(sources);
    }
}
