namespace CodeGraph.Tests.Linking;

/// <summary>C#: members by the types of expressions, overloads by what is passed, and what must stay unbound.</summary>
public sealed class CSharpLinkingTests
{
    [Fact]
    public void Types_differ_by_number_of_type_parameters() => LinkFixture.Check("""
        === One.cs
        namespace N;
        public class Box { public void Open() { } }
        public class Box<T> { public T Open() => default!; }
        === Two.cs
        namespace N;
        class Use
        {
            Box plain = new(); //? Box: One.cs#N.Box exact, One.cs#N.Box typed
            Box<int> full = new(); //? Box: One.cs#N.Box(2) exact, One.cs#N.Box(2) typed
            void Go()
            {
                plain.Open(); //? Open: One.cs#N.Box.Open typed
                full.Open(); //? Open: One.cs#N.Box.Open(2) typed
                new Box<int, int>(); //? Box: unresolved
            }
        }
        """);

    [Fact]
    public void Members_keep_the_type_arguments_of_their_instance() => LinkFixture.Check("""
        === a.cs
        using System.Threading.Tasks;
        using System.Collections.Generic;
        public class Item { public void Use() { } }
        public class Other { public void Use() { } }
        public class Store<T>
        {
            public T First() => default!;
            public Task<T> Load() => null!;
            public List<T> All = new();
            public Store<U> Map<U>(U sample) => null!;
        }
        public class Items : Store<Item> { }
        class Caller
        {
            async Task Go(Store<Item> store, Items items, Dictionary<string, Item> byName, Item[] many)
            {
                store.First().Use(); //? Use: a.cs#Item.Use typed
                (await store.Load()).Use(); //? Use: a.cs#Item.Use typed
                store.Load().Use(); //? Use: external
                store.All[0].Use(); //? Use: a.cs#Item.Use typed
                store.Map(new Other()).First().Use(); //? Use: a.cs#Other.Use typed
                items.First().Use(); //? Use: a.cs#Item.Use typed
                byName["x"].Use(); //? Use: a.cs#Item.Use typed
                foreach (var one in many)
                    one.Use(); //? Use: a.cs#Item.Use typed
                if (byName.TryGetValue("x", out var found))
                    found.Use(); //? Use: a.cs#Item.Use typed
            }
        }
        """);

    [Fact]
    public void Lambdas_know_their_parameters() => LinkFixture.Check("""
        === a.cs
        using System;
        using System.Linq;
        using System.Collections.Generic;
        public class Item { public string Name = ""; public Item Next() => this; }
        public class Other { public string Name = ""; public Other Next() => this; }
        public delegate void Visit(Item item);
        class Caller
        {
            void Each(Action<Other> action) { }
            void Walk(Visit visit) { }
            void Go(List<Item> items)
            {
                items.Where(i => i.Name != "").Select(i => i.Next()).First().Next(); //? Name: a.cs#Item.Name typed; Next: a.cs#Item.Next typed
                Each(o => o.Next()); //? Next: a.cs#Other.Next typed
                Walk(v => v.Next()); //? Next: a.cs#Item.Next typed
                Func<Other, Other> f = x => x.Next(); //? Next: a.cs#Other.Next typed
            }
        }
        """);

    [Fact]
    public void Overloads_are_told_by_what_is_passed() => LinkFixture.Check("""
        === a.cs
        using System;
        using System.Threading.Tasks;
        public class A { }
        public class B : A { }
        class Caller
        {
            void F(string s) { }
            void F(int n) { }
            void F(A a) { }
            void G(Action action) { }
            void G<T>(Func<T> function) { }
            void G(Func<Task> function) { }
            void H(A a) { }
            void H(B b) { }
            int Number() => 1;
            void Nothing() { }
            void Go(B b, dynamic open)
            {
                F("x"); //? F: a.cs#Caller.F exact
                F(1); //? F: a.cs#Caller.F(2) exact
                F(b); //? F: a.cs#Caller.F(3) exact
                G(() => Nothing()); //? G: a.cs#Caller.G exact
                G(() => Number()); //? G: a.cs#Caller.G(2) exact
                G(async () => { await Task.Delay(1); }); //? G: a.cs#Caller.G(3) exact
                H(b); //? H: a.cs#Caller.H(2) exact
                F(open); //? F: a.cs#Caller.F + a.cs#Caller.F(2) + a.cs#Caller.F(3) ambiguous
            }
        }
        """);

    [Fact]
    public void Extensions_are_bound_by_their_receiver() => LinkFixture.Check("""
        === Lib.cs
        namespace Lib;
        public class Shape { }
        public class Round : Shape { }
        public static class Shapes
        {
            public static Shape Grow(this Shape shape, int by) => shape;
            public static T Keep<T>(this T shape) where T : Shape => shape;
        }
        === Use.cs
        using Lib;
        class Other { }
        class Use
        {
            void Go(Round round, Other other, string text)
            {
                round.Grow(1).Grow(2); //? Grow: Lib.cs#Lib.Shapes.Grow typed
                round.Keep().Grow(1); //? Keep: Lib.cs#Lib.Shapes.Keep typed; Grow: Lib.cs#Lib.Shapes.Grow typed
                Shapes.Grow(round, 1); //? Grow: Lib.cs#Lib.Shapes.Grow exact
                other.Grow(1); //? Grow: unresolved
                text.Grow(1); //? Grow: external
                round.Grow(); //? Grow: unresolved
            }
        }
        === Blind.cs
        class Blind
        {
            void Go(Lib.Round round) => round.Grow(1); //? Grow: unresolved
        }
        """);

    [Fact]
    public void Creations_name_the_constructor_that_runs() => LinkFixture.Check("""
        === a.cs
        public class Point
        {
            public Point(int x) { }
            public Point(string text) { }
            private Point(Point other) { }
        }
        public record Pair(int A, int B) { public Pair(string text) : this(1, 2) { } } //? this: a.cs#Pair exact
        public class Head(int size) { public int Size => size; }
        class Use
        {
            Point field = new("x"); //? Point: a.cs#Point exact, a.cs#Point + a.cs#Point.Point(2) typed
            Point Make() => new(1); //? Point: a.cs#Point exact, a.cs#Point + a.cs#Point.Point typed
            void Take(Pair pair) { }
            void Go()
            {
                var p = new Point("x"); //? Point: a.cs#Point + a.cs#Point.Point(2) exact
                Take(new(1, 2)); //? new: a.cs#Pair typed
                Take(new("x")); //? new: a.cs#Pair + a.cs#Pair.Pair typed
                new Head(1); //? Head: a.cs#Head exact
            }
        }
        """);

    [Fact]
    public void Patterns_tuples_and_initialisers_know_what_they_are_about() => LinkFixture.Check("""
        === a.cs
        public class Leaf { public int Size { get; set; } public Leaf? Inner { get; set; } }
        public class Other { public int Size { get; set; } public Other? Inner { get; set; } }
        class Use
        {
            (Leaf Left, Other Right) Both() => default;
            Leaf? Find() => null;
            void Go(object any)
            {
                if (any is Leaf { Size: 1, Inner: { Size: 2 } } leaf) //? Size: a.cs#Leaf.Size typed; Inner: a.cs#Leaf.Inner typed
                    leaf.Size = 3; //? Size: a.cs#Leaf.Size typed
                if (Find() is { } found && found.Size > 0) return; //? Size: a.cs#Leaf.Size typed
                Both().Right.Size = 1; //? Size: a.cs#Other.Size typed
                var made = new Other { Size = 1, Inner = new() { Size = 2 } }; //? Size: a.cs#Other.Size typed; Inner: a.cs#Other.Inner typed
                var size = any switch { Leaf l => l.Size, _ => 0 }; //? Size: a.cs#Leaf.Size typed
            }
        }
        """);

    [Fact]
    public void A_member_that_bears_its_types_name_is_told_from_the_type() => LinkFixture.Check("""
        === a.cs
        public enum Color { Red }
        class Paint
        {
            public Color Color { get; set; } //? Color: a.cs#Color exact
            void Go()
            {
                Color = Color.Red; //? Color: a.cs#Paint.Color exact, a.cs#Color exact
                Color.ToString(); //? Color: a.cs#Paint.Color exact
            }
        }
        """);

    [Fact]
    public void Attributes_may_be_named_without_their_ending() => LinkFixture.Check("""
        === a.cs
        using System;
        class MarkAttribute : Attribute { }
        class Mark { }
        [Mark] //? Mark: a.cs#MarkAttribute exact
        class Use { Mark field; } //? Mark: a.cs#Mark exact
        """);

    [Fact]
    public void Parts_share_parameters_of_the_head_and_static_usings_reach_everywhere() => LinkFixture.Check("""
        === App.csproj
        <Project><ItemGroup><Using Include="N.Tools" Static="true" /></ItemGroup></Project>
        === One.cs
        namespace N;
        public partial class Part(Service service) { }
        public class Service { public void Run() { } }
        public static class Tools { public static void Cut() { } }
        === Two.cs
        namespace N
        {
            public partial class Part
            {
                void Go() => service.Run(); //? service: One.cs#N.Part.service exact; Run: One.cs#N.Service.Run typed
            }
        }
        === Three.cs
        class Far { void Go() => Cut(); } //? Cut: One.cs#N.Tools.Cut exact
        """);

    [Fact]
    public void Types_of_one_name_in_two_projects_are_two_types() => LinkFixture.Check("""
        === one/One.csproj
        <Project />
        === one/Engine.cs
        namespace N;
        class Engine { public void Start() { } }
        === one/Use.cs
        namespace N;
        class UseOne { void Go(Engine engine) => engine.Start(); } //? Start: one/Engine.cs#N.Engine.Start typed
        === two/Two.csproj
        <Project />
        === two/Engine.cs
        namespace N;
        class Engine { public void Start() { } }
        === two/Use.cs
        namespace N;
        class UseTwo { void Go(Engine engine) => engine.Start(); } //? Start: two/Engine.cs#N.Engine.Start typed
        """);

    [Fact]
    public void What_a_project_does_not_refer_to_is_no_part_of_its_types() => LinkFixture.Check("""
        === listing/All.cs
        namespace N;
        public partial class Engine { public void Start() { } }
        === one/One.csproj
        <Project />
        === one/Engine.cs
        namespace N;
        public partial class Engine { public void Start() { } }
        === two/Two.csproj
        <Project><ItemGroup><ProjectReference Include="$(Root)/one/One.csproj" /></ItemGroup></Project>
        === two/Use.cs
        namespace N;
        class Use { void Go(Engine engine) => engine.Start(); } //? Start: one/Engine.cs#N.Engine.Start typed
        """);

    [Fact]
    public void Redefinitions_are_told_by_parameter_types()
    {
        var snapshot = LinkFixture.Link("""
            === a.cs
            public interface IStore { void Save(string text); void Save(int number); void Load(); }
            public class Store : IStore
            {
                public void Save(int number) { }
                public void Save(string text) { }
                public int Load() => 1;
                void IStore.Load() { }
            }
            """);

        var relations = Enumerable.Range(0, snapshot.RelationCount).Select(snapshot.Relation).Where(r => snapshot.Symbol(r.From).Kind == CodeGraph.Model.SymbolKind.Method)
            .Select(r => $"{snapshot.Symbol(r.From).Line} -> {snapshot.Symbol(r.To).Line}:{snapshot.Symbol(r.To).Column}").Order(StringComparer.Ordinal);
        Assert.Equal(["4 -> 1:56", "5 -> 1:32", "7 -> 1:79"], relations);
    }

    [Fact]
    public void Rooted_names_start_at_the_global_namespace() => LinkFixture.Check("""
        === a.cs
        namespace Lib { public class Tool { public static void Run() { } } }
        namespace App.Lib { public class Tool { public static void Run() { } } }
        namespace App
        {
            class Use
            {
                void Near() => Lib.Tool.Run(); //? Run: a.cs#App.Lib.Tool.Run exact
                void Far() => global::Lib.Tool.Run(); //? Run: a.cs#Lib.Tool.Run exact
            }
        }
        """);

    [Fact]
    public void Parts_of_a_ref_struct_are_one_type() => LinkFixture.Check("""
        === One.cs
        public ref partial struct Pen<T> where T : class { public void Commit() { } }
        === Two.cs
        public ref partial struct Pen<T> { void Go(Pen<T> other) => other.Commit(); } //? Commit: One.cs#Pen.Commit typed
        """);

    [Fact]
    public void Private_members_are_not_reached_from_outside() => LinkFixture.Check("""
        === a.cs
        public class Safe { public void Open(object key) { } private void Open(string key) { } }
        class Thief { void Go(Safe safe) => safe.Open("x"); } //? Open: a.cs#Safe.Open typed
        """);

    [Fact]
    public void What_an_external_value_has_is_no_stranger_of_the_same_name() => LinkFixture.Check("""
        === a.cs
        using System.Net.Http;
        class Mine { public void Frobnicate() { } public int Volume; public static void Twist() { } }
        class Use
        {
            void Go(HttpClient client, Mine mine, dynamic open)
            {
                open.Twist(); //? Twist: unresolved
                client.Frobnicate(); //? Frobnicate: external
                var size = client.Volume; //? Volume: external
                mine.Frobnicate(); //? Frobnicate: a.cs#Mine.Frobnicate typed
            }
        }
        """);

    [Fact]
    public void An_asynchronous_lambda_may_give_what_no_type_tells() => LinkFixture.Check("""
        === a.cs
        using System;
        using System.Threading.Tasks;
        class Policy<T>
        {
            public Task<T> Run(Func<Task<T>> work) => work();
            public Task<T> Run(Func<T> work) => null;
        }
        class Use
        {
            void Go()
            {
                new Policy<dynamic>().Run(async () => { return 1; }); //? Run: a.cs#Policy.Run + a.cs#Policy.Run(2) ambiguous
            }
        }
        """);

    [Fact]
    public void What_a_lambda_is_given_follows_from_the_overload_that_is_called_and_not_from_the_last_one_tried() => LinkFixture.Check("""
        === a.cs
        using System;
        class Fruit { public Fruit Ripe() => this; public int Price() => 1; }
        class Till
        {
            public int Each(Func<Fruit, int> f) => 4;
            public int Each(Func<string, int> f) => 5;
        }
        class Use
        {
            void Go(Till till)
            {
                till.Each(x => x.Ripe().Price()); //? Each: a.cs#Till.Each typed; Ripe: a.cs#Fruit.Ripe typed; Price: a.cs#Fruit.Price typed
                till.Each(x => x.Length); //? Each: a.cs#Till.Each(2) typed; Length: external
            }
        }
        """);

    [Fact]
    public void What_all_candidates_of_a_call_ask_for_is_what_a_lambda_is_given() => LinkFixture.Check("""
        === a.cs
        using System;
        class Silo { public Silo Configure(Action<string> with) => this; }
        class Web { }
        static class WebExtensions { public static void UseSilo(this Web web, Action<Silo> f) { } }
        static class HostExtensions { public static void UseSilo(this IHost host, Action<Silo> f) { } }
        class Use
        {
            void Go(dynamic host)
            {
                host.UseSilo(silo => silo.Configure(null)); //? UseSilo: a.cs#WebExtensions.UseSilo + a.cs#HostExtensions.UseSilo ambiguous; Configure: a.cs#Silo.Configure typed
            }
        }
        """);
}
