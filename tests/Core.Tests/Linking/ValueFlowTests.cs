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
