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
}
