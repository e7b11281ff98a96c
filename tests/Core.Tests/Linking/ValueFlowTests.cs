namespace CodeGraph.Tests.Linking;

/// <summary>Functions and instances that travel through variables, arguments, results, containers and decorators.</summary>
public sealed class ValueFlowTests
{
    public static TheoryData<string, string> Flows => new()
    {
        { "arguments, defaults and the rest of the arguments", """
            === use.py
            def one(): pass
            def two(): pass
            def three(): pass
            def run(first, second=two, *rest, **named):
                first() #? first: use.py#one + use.py#run.first typed
                second() #? second: use.py#two + use.py#run.second typed
                rest[0]() #? (): use.py#three typed
                named["key"]() #? (): use.py#one typed
            run(one, two, three, key=one)
            """ },
        { "results of calls that are called", """
            === use.py
            def inner(): pass
            def outer(): return inner
            outer()() #? (): use.py#inner typed
            """ },
        { "items of lists, tuples and dictionaries by their keys", """
            === use.py
            def a(): pass
            def b(): pass
            table = {"a": a, "b": b}
            table["a"]() #? (): use.py#a typed
            items = [a, b]
            items[1]() #? (): use.py#b typed
            x, (y, z) = a, (b, a)
            y() #? y: use.py#b + use.py#y typed
            for f in items:
                f() #? f: use.py#a + use.py#b + use.py#f typed
            """ },
        { "containers that are filled later", """
            === use.py
            def a(): pass
            found = []
            found.append(a)
            found[0]() #? (): use.py#a typed
            table = {}
            table["x"] = a
            table["x"]() #? (): use.py#a typed
            """ },
        { "decorators that return a function of their own", """
            === use.py
            def traced(f):
                def wrapper():
                    return f() #? f: use.py#traced.f + use.py#run typed
                return wrapper
            @traced
            def run(): pass
            run() #? run: use.py#traced.wrapper typed
            """ },
        { "a decorator from outside leaves the function", """
            === use.py
            import functools
            @functools.cache
            def run(): pass
            run() #? run: use.py#run exact
            """ },
        { "instances that are called, and constructed by a variable", """
            === use.py
            class Job:
                def __call__(self): pass
                def go(self): pass
            made = Job
            job = made() #? made: use.py#Job + use.py#made typed
            job() #? job: use.py#Job.__call__ + use.py#job typed
            job.go() #? go: use.py#Job.go typed
            """ },
        { "generators and loops over instances", """
            === use.py
            class Item:
                def ship(self): pass
            class Box:
                def __iter__(self): yield Item()
            def all_items():
                yield Item()
            for i in all_items():
                i.ship() #? ship: use.py#Item.ship typed
            for j in Box():  #? __iter__: use.py#Box.__iter__ typed
                j.ship() #? ship: use.py#Item.ship typed
            """ },
        { "class methods construct their own class", """
            === use.py
            class Shape:
                @classmethod
                def make(cls): return cls()
                def draw(self): pass
            Shape.make().draw() #? draw: use.py#Shape.draw typed
            """ },
        { "fields that are set from outside", """
            === use.py
            class Holder: pass
            def run(): pass
            h = Holder()
            h.action = run
            h.action() #? action: use.py#run typed
            """ },
        { "alternatives", """
            === use.py
            def a(): pass
            def b(): pass
            f = a if len("x") else b
            f() #? f: use.py#a + use.py#b + use.py#f typed
            """ },
        { "functions that the library calls", """
            === use.py
            def key_of(x): pass
            sorted([], key=key_of) #? key_of: use.py#key_of exact
            """ },
        { "what a type leaves to the types below it", """
            === use.py
            class Base:
                def run(self):
                    self.step() #? step: use.py#One.step + use.py#Two.step typed
            class One(Base):
                def step(self): pass
            class Two(Base):
                def step(self): pass
            """ },
        { "callbacks, destructuring and defaults in JavaScript", """
            === use.js
            function a() {}
            function b() {}
            function run(f, { g } = {}, h = a) {
                f(); //? f: use.js#a + use.js#run.f typed
                g(); //? g: use.js#b + use.js#run.g typed
                h(); //? h: use.js#a + use.js#run.h typed
            }
            run(a, { g: b });
            const [x, , y] = [a, a, b];
            y(); //? y: use.js#b + use.js#y typed
            """ },
        { "call, apply and bind", """
            === use.js
            function greet() {}
            greet.call(null); //? call: use.js#greet typed
            greet.apply(null, []); //? apply: use.js#greet typed
            const bound = greet.bind(null);
            bound(); //? bound: use.js#greet + use.js#bound typed
            """ },
        { "sets, spreads and library callbacks in JavaScript", """
            === use.js
            function a() {}
            function visit(f) { f(); } //? f: use.js#a + use.js#visit.f typed
            for (const f of new Set([a])) f(); //? f: use.js#a + use.js#f typed
            [...[a]].forEach(visit);
            [a].map(visit); //? map: external
            """ },
        { "what runs behind an interface, where one type implements it", """
            === use.ts
            export interface Store { save(): void; }
            export class FileStore implements Store { save() {} }
            export class Service {
                constructor(private store: Store) {}
                run() { this.store.save(); } //? save: use.ts#Store.save + use.ts#FileStore.save typed
            }
            """ },
        { "what runs behind an interface of several types, where the values tell", """
            === use.ts
            export interface Store { save(): void; }
            export class FileStore implements Store { save() {} }
            export class MemoryStore implements Store { save() {} }
            export class Service {
                constructor(private store: Store) {}
                run() { this.store.save(); } //? save: use.ts#Store.save + use.ts#FileStore.save typed
            }
            new Service(new FileStore()).run(); //? run: use.ts#Service.run typed
            """ },
        { "places in containers that are assigned again", """
            === use.py
            def a(): pass
            def b(): pass
            table = {"x": a, "y": {"z": a}}
            table["x"]() #? (): use.py#a typed
            table["x"] = b
            table["x"]() #? (): use.py#b typed
            table["y"]["z"] = b
            table["y"]["z"]() #? (): use.py#b typed
            named = {"x": a, "y": a}
            named.update({"x": b})
            named["x"]() #? (): use.py#b typed
            def run(c):
                inner = {"x": a, 1: a, "1": b}
                if c:
                    inner["x"] = b
                inner["x"]() #? (): use.py#a + use.py#b typed
                inner["1"]() #? (): use.py#b typed
            """ },
        { "places in containers that others may change", """
            === use.py
            def a(): pass
            def b(): pass
            def change(table, key):
                table[key] = a
            table = {"x": a}
            table["x"] = b
            change(table, "x")
            table["x"]() #? (): use.py#a + use.py#b typed
            other = {"x": a}
            same = other
            other["x"] = b
            same["x"] = a
            other["x"]() #? (): use.py#a + use.py#b typed
            third = {"x": a}
            third["x"] = b
            third[len("k")] = a
            third["x"]() #? (): use.py#a + use.py#b typed
            fourth = {"x": a}
            fourth["x"] = b
            fourth.update(dict(x=a))
            fourth["x"]() #? (): use.py#a + use.py#b typed
            """ },
        { "functions that hand an argument back", """
            === use.py
            def a(): pass
            def b(): pass
            def same(f): return f
            def either(f, g):
                if len("x"): return f
                return g
            same(a)() #? (): use.py#a typed
            same(b)() #? (): use.py#b typed
            hand = same
            hand(a)() #? (): use.py#a typed
            either(a, b)() #? (): use.py#a + use.py#b typed
            def once(f=a): return f
            once()() #? (): use.py#a + use.py#b typed
            once(b)() #? (): use.py#a + use.py#b typed
            """ },
        { "a parameter that is not handed back as it is", """
            === use.py
            def a(): pass
            def b(): pass
            def other(f):
                f = b
                return f
            other(a)() #? (): use.py#b typed
            def grown(f):
                def inner():
                    nonlocal f
                    f = b
                inner()
                return f
            grown(a)() #? (): use.py#a + use.py#b typed
            === grown.js
            function a() {}
            function b() {}
            function grown(f) {
                (() => { f = b; })();
                return f;
            }
            grown(a)(); //? (): grown.js#a + grown.js#b typed
            """ },
        { "chains of assignments", """
            === use.py
            def a(): pass
            x = y = a
            x() #? x: use.py#a + use.py#x typed
            y() #? y: use.py#a + use.py#y typed
            """ },
        { "properties that are defined by descriptors", """
            === use.js
            function a() {}
            function b() {}
            function c() {}
            const o = {};
            Object.defineProperty(o, "first", { value: a });
            Object.defineProperties(o, { second: { value: b }, "third": { enumerable: true, value: c } });
            o.first(); //? first: use.js#a typed
            o.second(); //? second: use.js#b typed
            o["third"](); //? (): use.js#c typed
            """ },
        { "an Object that is the file's own defines nothing", """
            === use.js
            function a() {}
            const Object = { defineProperty(o, name, what) {} };
            const o = {};
            Object.defineProperty(o, "first", { value: a });
            o.first(); //? first: external
            """ },
        { "calls by reflection, and of each item", """
            === use.js
            function a() {}
            class T { constructor() {} }
            Reflect.apply(a, null, []); //? (): use.js#a typed
            function each(f) { f(); } //? f: use.js#a + use.js#each.f typed
            Array.from([a], each);
            """ },
        { "an object's own methods may be those of its type or of a type below", """
            === use.ts
            export class Shape {
                area() { return 0; }
                describe() { return this.area(); } //? area: use.ts#Shape.area + use.ts#Circle.area typed
            }
            export class Circle extends Shape {
                area() { return 1; }
                twice() { return 2 * this.area(); } //? area: use.ts#Circle.area typed
            }
            new Shape().area(); //? area: use.ts#Shape.area typed
            """ },
        { "functions that construct", """
            === use.js
            function Point() { this.x = 1; }
            Point.prototype.move = function () {};
            const p = new Point();
            p.move(); //? move: use.js#Point.move typed
            """ },
    };

    [Theory]
    [MemberData(nameof(Flows))]
    public void Values_are_followed(string flow, string sources)
    {
        Assert.NotEmpty(flow);
        LinkFixture.Check(sources);
    }

    [Fact]
    public void A_variable_that_could_hold_anything_is_given_up()
    {
        var functions = string.Concat(Enumerable.Range(0, 40).Select(i => $"def f{i}(): pass\n"));
        var calls = string.Concat(Enumerable.Range(0, 40).Select(i => $"run(f{i})\n"));
        LinkFixture.Check($"=== use.py\n{functions}def run(f):\n    f() #? f: use.py#run.f exact\n{calls}");
    }
}
