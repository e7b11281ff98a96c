namespace CodeGraph.Tests.Linking;

public sealed class PythonLinkingTests
{
    [Fact]
    public void Imports_lead_to_definitions_through_packages_and_aliases() => LinkFixture.Check("""
        === app/__init__.py
        from .core import run as start
        === app/core.py
        def run(): pass
        class Engine:
            def __init__(self, size): pass
            def fire(self): pass
        === main.py
        import app
        import app.core as c
        from app import start
        from app.core import *
        start() #? start: app/core.py#run exact
        app.start() #? start: app/core.py#run exact
        c.run() #? run: app/core.py#run exact; c: app/core.py exact
        e = Engine(3) #? Engine: app/core.py#Engine + app/core.py#Engine.__init__ exact
        e.fire() #? fire: app/core.py#Engine.fire typed
        """);

    [Fact]
    public void What_an_import_brings_from_outside_is_external_and_never_a_namesake() => LinkFixture.Check("""
        === a.py
        import requests
        from json import dumps as d
        def get(url): pass
        def dumps(x): pass
        requests.get("x") #? get: external; requests: external
        requests.Session().get("x") #? get: external
        d(1) #? d: external
        dumps(1) #? dumps: a.py#dumps exact
        print(1) #? print: external
        """);

    [Fact]
    public void A_library_method_on_an_unknown_receiver_is_not_bound_to_a_lone_namesake() => LinkFixture.Check("""
        === store.py
        class Store:
            def append(self, item): pass
            def compact_all(self): pass
        === use.py
        from store import Store
        def work(items):
            items.append(1) #? append: unresolved
            items.compact_all() #? compact_all: store.py#Store.compact_all unique
            [].append(1) #? append: external
        === other.py
        def work(items):
            items.compact_all() #? compact_all: unresolved
        """);

    [Fact]
    public void Scopes_shadow_and_functions_see_through_classes() => LinkFixture.Check("""
        === a.py
        x = 1
        class A:
            x = 2
            y = x #? x: a.py#A.x exact
            def f(self):
                return x #? x: a.py#x exact
            def g(self, x):
                return [y for y in x] #? x: a.py#A.g.x exact; y: a.py#A.g.y exact
        """);

    [Fact]
    public void Members_are_found_along_the_bases() => LinkFixture.Check("""
        === base.py
        class Base:
            def save(self): pass
            def load(self): pass
        === model.py
        from base import Base
        class Model(Base): #? Base: base.py#Base exact
            def load(self):
                super().load() #? load: base.py#Base.load typed
                self.save() #? save: base.py#Base.save typed
                self.load() #? load: model.py#Model.load typed
                self.missing() #? missing: unresolved
        """);

    [Fact]
    public void Patterns_capture_names_and_refer_to_classes_and_their_members() => LinkFixture.Check("""
        === shapes.py
        class Point:
            def __init__(self, x):
                self.x = x
        def go(command):
            match command:
                case ["drop", *rest]:
                    print(rest) #? rest: shapes.py#go.rest exact
                case Point(x=0) | [Point(x=_), last]: #? Point: shapes.py#Point exact; x: shapes.py#Point.x typed
                    print(last) #? last: shapes.py#go.last exact
                case ("up" | "down") as way:
                    print(way) #? way: shapes.py#go.way exact
                case {"key": value, **others}:
                    print(value, others) #? value: shapes.py#go.value exact; others: shapes.py#go.others exact
        """);

    [Fact]
    public void A_comprehension_takes_its_first_list_from_outside() => LinkFixture.Check("""
        === a.py
        class Table:
            rows = [1]
            doubled = [row for row in rows] #? rows: a.py#Table.rows exact
            wrong = [rows for row in doubled] #? rows: unresolved
        """);

    [Fact]
    public void Each_part_of_a_module_path_is_a_module() => LinkFixture.Check("""
        === pkg/__init__.py
        sub = 1
        === pkg/sub.py
        def f(): pass
        === main.py
        import pkg.sub #? pkg: pkg/__init__.py exact; sub: pkg/sub.py exact
        from pkg.sub import f #? sub: pkg/sub.py exact; f: pkg/sub.py#f exact
        import os.path #? os: external; path: external
        """);

    [Fact]
    public void A_lone_name_has_no_rivals_but_those_that_redefine_it() => LinkFixture.Check("""
        === a.py
        class Base:
            def start_engine(self): pass
            def halt_engine(self): pass
        class Child(Base):
            def start_engine(self): pass
        class Stranger:
            def halt_engine(self): pass
        def go(thing):
            thing.start_engine() #? start_engine: a.py#Base.start_engine unique
            thing.halt_engine() #? halt_engine: a.py#Base.halt_engine + a.py#Stranger.halt_engine ambiguous
            thing(velocity=1) #? velocity: unresolved
        class Car:
            velocity = 1
        """);

    [Fact]
    public void A_star_import_brings_what_the_module_lists() => LinkFixture.Check("""
        === listed.py
        from other import passed
        __all__ = ["shown", "passed", "_odd"]
        def shown(): pass
        def kept(): pass
        def _odd(): pass
        === other.py
        def passed(): pass
        === plain.py
        def public(): pass
        def _private(): pass
        === main.py
        from listed import *
        from plain import *
        shown() #? shown: listed.py#shown exact
        passed() #? passed: other.py#passed exact
        _odd() #? _odd: listed.py#_odd exact
        kept() #? kept: unresolved
        public() #? public: plain.py#public exact
        _private() #? _private: unresolved
        import listed
        listed.kept() #? kept: listed.py#kept exact
        """);

    [Fact]
    public void Assigning_to_an_attribute_of_a_function_or_class_declares_it() => LinkFixture.Check("""
        === a.py
        def view(): view.calls += 1 #? calls: a.py#view.calls exact
        view.calls = 0
        class Base: pass
        class Model(Base): pass
        Model.registry = {}
        print(view.calls, Model().registry) #? calls: a.py#view.calls exact; registry: a.py#Model.registry typed
        other.calls = 1 #? calls: external
        === b.py
        from a import view, Model
        view.calls #? calls: a.py#view.calls exact
        Model.registry #? registry: a.py#Model.registry exact
        """);
}
