using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CodeGraph.Export;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Graph.Differences;
using CodeGraph.Indexing;

namespace CodeGraph.Tests.Indexing;

/// <summary>A session's snapshot after any edit is the one that indexing from nothing makes.</summary>
public sealed partial class IncrementalTests
{
    private const string Seed = "CODEGRAPH_INCREMENTAL_SEED";
    private const string Edits = "CODEGRAPH_INCREMENTAL_EDITS";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_random_edits_moves_and_merges_the_snapshot_is_that_of_an_index_from_nothing(bool areTyped)
    {
        var projects = areTyped ? SmallProjects.Typed() : SmallProjects.All();
        using var repository = TemporaryRepository.With(projects);
        var random = new Random(Setting(Seed, 1));
        var session = new IndexSession();
        var resolved = 0;
        var files = 0;
        Snapshot? first = null;
        for (var edit = 0; edit < Setting(Edits, 200); edit++)
        {
            var done = Change(repository, projects, random);
            await using var tree = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources);
            var incremental = await Export(tree, session);
            var again = $"Edit {edit}: {done}. Set {Seed} and {Edits} to see it again.";
            var nothing = await Build(tree, null);
            Assert.True(incremental == Text(nothing), $"Differs from an index from nothing in {FirstDifference(incremental, Text(nothing))}. {again}");
            first ??= nothing;
            Assert.True(incremental == Text(new(DifferenceEncoder.Encode(nothing, first))), "Told by the first, it is another. " + again);
            resolved += session.Resolved;
            files += tree.Files.Count;
        }

        // Otherwise the test would hold for a session that knows nothing.
        Assert.InRange(resolved, 1, files * 3 / 4);
    }

    [Theory]
    [InlineData("Shop.cs", "return price;", "return price + 1;", 1)]
    [InlineData("Shop.cs", "return price;", "int tax = 2; return price + tax;", 1)]
    [InlineData("Shop.java", "return price;", "return 2 * price;", 1)]
    [InlineData("shop/shop.go", "return s.price", "return 2 * s.price", 1)]
    [InlineData("Shop.cs", "int Price(", "int Cost(", 2)]
    public async Task An_edit_reaches_the_files_that_name_what_it_changes(string path, string old, string replacement, int reached)
    {
        using var repository = TemporaryRepository.With(SmallProjects.All());
        var session = new IndexSession();
        await using (var tree = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources))
            await Export(tree, session);
        var before = File.ReadAllText(repository.PathOf(path));
        Assert.Contains(old, before, StringComparison.Ordinal);
        repository.Write(path, before.Replace(old, replacement, StringComparison.Ordinal));
        await using var edited = await session.Tree!.After(new([path], IsAll: false)) ?? throw new InvalidOperationException("The tree had to be listed.");
        Assert.Equal(await Export(edited, null), await Export(edited, session));
        Assert.Equal(reached, session.Resolved);
    }

    /// <summary>What files learn of one another by types, without naming it.</summary>
    [Theory]
    [InlineData("Fruit.More.cs", " : ISold", "")]
    [InlineData("Goods.cs", "ISold : IGood", "ISold")]
    [InlineData("Goods.cs", "Good : IGood", "Good : ISold")]
    [InlineData("Fruit.cs", "Apple : Fruit", "Apple : Fruit, System.IDisposable")]
    [InlineData("Fruit.cs", "Apple : Fruit", "Apple : System.Exception")]
    [InlineData("Fruit.cs", "public static implicit operator int(Fruit fruit) => fruit.price;", "")]
    [InlineData("Fruit.cs", "Ripe() => this", "Ripe() => this; public static bool operator ==(Fruit a, Fruit b) => true")]
    [InlineData("Basket.cs", "Line(IGood Good, int Count)", "Line(int Count, IGood Good)")]
    [InlineData("Basket.cs", "Line(IGood Good, int Count)", "Line(ISold Good, int Count)")]
    [InlineData("Basket.cs", "(T first) where", "(T first, int count) where")]
    [InlineData("Basket.cs", "where T : IGood", "where T : Fruit")]
    [InlineData("Basket.cs", "public T this[int i]", "public int this[int i]")]
    [InlineData("Basket.cs", "IEnumerator<T>", "IEnumerator<int>")]
    [InlineData("Basket.cs", "Rate(Fruit fruit)", "Rate(IGood fruit)")]
    [InlineData("Usings.cs", "global using Goods;", "")]
    [InlineData("Usings.cs", "global using Goods;", "global using Stock;\nglobal using Goods;")]
    [InlineData("Usings.cs", "global using Goods;", "global using static Shop.More;\nglobal using Goods;")]
    [InlineData("Till.cs", "Each(System.Func<Fruit, int> f)", "Each(System.Func<string, string> f)")]
    [InlineData("Till.cs", "public int Take(ISold sold) => 2;", "")]
    [InlineData("More.cs", "Half(this Fruit fruit)", "Half(this Apple fruit)")]
    public async Task An_edit_reaches_what_follows_from_types(string path, string old, string replacement)
    {
        using var repository = TemporaryRepository.With(SmallProjects.Typed());
        var session = new IndexSession();
        await Reindex();
        var before = File.ReadAllText(repository.PathOf(path));
        Assert.Contains(old, before, StringComparison.Ordinal);
        repository.Write(path, before.Replace(old, replacement, StringComparison.Ordinal));
        await Reindex();
        repository.Write(path, before);
        await Reindex();

        // A part of a type that stays: what has its instances learns of its members.
        repository.Write("Zone.cs", "namespace Goods;\npublic partial class Fruit { public int Ripe(int days) => days; public new int Price() => 1; }\n");
        await Reindex();

        async Task Reindex()
        {
            await using var tree = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources);
            Assert.Equal(await Export(tree, null), await Export(tree, session));
        }
    }

    [Theory]
    [InlineData("Zone.cs", "namespace Store;\npublic class Zone { public int Price() => 1; }\n", 0)]
    [InlineData("Zone.java", "package store;\npublic class Zone { public int price() { return 1; } }\n", 0)]
    [InlineData("till/zone.go", "package till\n\ntype Zone struct{}\n\nfunc (z Zone) Price() int { return 1 }\n", 0)]
    [InlineData("Zone.cs", "namespace Store;\npublic static class Zone { public static int Next(this Shop shop, int n) => n; }\n", 0)]
    [InlineData("Zone.cs", "namespace Store;\npublic static class Zone { public static int Twice(this int n) => n; }\n", 1)]
    [InlineData("Zone.cs", "namespace Store;\npublic class Till { }\n", 0)]
    [InlineData("Zone.cs", "namespace Store;\npublic class Shop { }\n", 2)]
    [InlineData("Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"A\" Version=\"2.0\" /></ItemGroup></Project>\n", 0)]
    public async Task A_file_that_comes_or_goes_reaches_the_files_that_could_mean_what_is_in_it(string path, string text, int reached)
    {
        using var repository = TemporaryRepository.With(SmallProjects.All());
        var session = new IndexSession();
        await Reindex();
        repository.Write(path, text);
        var own = path.EndsWith(".props", StringComparison.Ordinal) ? 0 : 1;
        Assert.Equal(reached + own, await Reindex());
        File.Delete(repository.PathOf(path));
        Assert.Equal(reached, await Reindex());

        async Task<int> Reindex()
        {
            await using var tree = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources);
            Assert.Equal(await Export(tree, null), await Export(tree, session));
            return session.Resolved;
        }
    }

    /// <summary>What a file declares is inferred from what another declares, which is inferred itself.</summary>
    [Fact]
    public async Task What_is_inferred_from_what_is_inferred_follows_a_type_that_moves()
    {
        using var repository = TemporaryRepository.With(
            ("go.mod", "module example.org/site\n"),
            ("cache/cache.go", "package cache\n\ntype Cache struct{}\n\nfunc (c *Cache) Prune() {}\n\ntype Caches struct{}\n\nfunc (c Caches) Module() *Cache { return nil }\n"),
            ("spec/spec.go", "package spec\n\nimport \"example.org/site/cache\"\n\ntype Spec struct {\n\tFileCaches cache.Caches\n}\n"),
            ("spec/a.go", "package spec\n\nfunc First() {}\n"),
            ("spec/b.go", "package spec\n\nfunc Second() {}\n"),
            ("deps/deps.go", "package deps\n\nimport \"example.org/site/spec\"\n\ntype Deps struct {\n\tResources *spec.Spec\n}\n"),
            ("use/use.go", "package use\n\nimport \"example.org/site/deps\"\n\nfunc Run(d *deps.Deps) {\n\tmodules := d.Resources.FileCaches.Module()\n\tmodules.Prune()\n}\n"));
        var session = new IndexSession();
        await Reindex("spec/spec.go", "other/spec.go");
        await Reindex("other/spec.go", "spec/spec.go");
        await Reindex("cache/cache.go", "other/cache.go");

        async Task Reindex(string from, string to)
        {
            await using (var tree = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources))
                Assert.Equal(await Export(tree, null), await Export(tree, session));
            Directory.CreateDirectory(Path.GetDirectoryName(repository.PathOf(to))!);
            File.Move(repository.PathOf(from), repository.PathOf(to));
            await using var moved = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources);
            Assert.Equal(await Export(moved, null), await Export(moved, session));
        }
    }

    [Fact]
    public async Task Files_that_changed_are_known_without_a_listing()
    {
        using var repository = TemporaryRepository.With(SmallProjects.All());
        repository.Write(".gitignore", "*.tmp\n");
        repository.Commit("ignore");
        await using var before = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources);
        repository.Write("Shop.cs", "class Other { }\n");
        File.Delete(repository.PathOf("Till.java"));
        repository.Write("notes.txt", "no source");
        await using var after = await before.After(new(["Shop.cs", "Till.java", "notes.txt", "gone.cs"], IsAll: false));
        await using var listed = await SourceTree.OpenWorkingTree(repository.Folder, Indexer.Sources);
        Assert.Equal(listed.Files.Select(f => (f.Path, f.Blob)), after!.Files.Select(f => (f.Path, f.Blob)));
        Assert.Equal(listed.ContentId, after.ContentId);

        // New files may be ignored, and rules may have changed: git has to say.
        repository.Write("New.cs", "class New { }\n");
        Assert.Null(await before.After(new(["New.cs"], IsAll: false)));
        Assert.Null(await before.After(new([".gitignore"], IsAll: false)));
        Assert.Null(await before.After(FolderChanges.All));
        await using var commit = await SourceTree.OpenCommit(repository.Folder, null, Indexer.Sources);
        Assert.Null(await commit.After(new(["Shop.cs"], IsAll: false)));
    }

    private static string FirstDifference(string text, string other) =>
        text.Split('\n').Zip(other.Split('\n')).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First}, which should be {pair.Second}").FirstOrDefault("length");

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : usual;

    private static async Task<string> Export(SourceTree tree, IndexSession? session) => Text(await Build(tree, session));

    private static async Task<Snapshot> Build(SourceTree tree, IndexSession? session)
    {
        var result = await new Indexer(new() { Threads = 2 }, TimeProvider.System, session).Build(tree, tree.Root, null, null, new(TimeProvider.System), CancellationToken.None);
        session?.Remember(tree);
        return new(result.Data);
    }

    private static string Text(Snapshot snapshot)
    {
        using var output = new MemoryStream();
        new SnapshotExport(snapshot).Write(output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.GetBuffer().AsSpan(0, (int)output.Length));
    }

    private static string Change(TemporaryRepository repository, (string Path, string Text)[] projects, Random random)
    {
        var files = Directory.GetFiles(repository.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(repository.Folder, f))
            .Where(f => !f.StartsWith(".git", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var file = files.Count == 0 ? "empty.py" : files[random.Next(files.Count)];
        switch (files.Count == 0 ? 1 : random.Next(20))
        {
            case 0:
                File.Delete(repository.PathOf(file));
                return "deleted " + file;
            case 1:
                var (path, text) = projects[random.Next(projects.Length)];
                repository.Write(path, text);
                return "added " + path;
            case 2:
                var to = Path.Combine(Path.GetDirectoryName(file)!, "moved" + random.Next(3), Path.GetFileName(file));
                Directory.CreateDirectory(Path.GetDirectoryName(repository.PathOf(to))!);
                File.Move(repository.PathOf(file), repository.PathOf(to), overwrite: true);
                return $"moved {file} to {to}";
            case 3:
                repository.Commit("step");
                return "committed";
            case 4:
                repository.Commit("step");
                var branch = "branch" + random.Next(3);
                repository.Git("switch", "--quiet", repository.Git("branch", "--list", branch).Length == 0 ? "--create" : "--", branch);
                return "switched to " + branch;
            case 5:
                repository.Commit("step");
                var merged = repository.Git("for-each-ref", "--format=%(refname:short)", "refs/heads").Split('\n');
                var other = merged[random.Next(merged.Length)];
                return Merge(repository, other);
            default:
                return Edit(repository, file, random);
        }
    }

    private static string Merge(TemporaryRepository repository, string branch)
    {
        try
        {
            repository.Git("merge", "--quiet", "-m", "merge", branch);
            return "merged " + branch;
        }
        catch (InvalidOperationException)
        {
            // With the marks of the conflict in the files, as somebody might leave them.
            repository.Commit("merge");
            return "merged with conflicts " + branch;
        }
    }

    private static string Edit(TemporaryRepository repository, string file, Random random)
    {
        var text = File.ReadAllText(repository.PathOf(file));
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        var names = Name().Matches(text);
        string done;
        switch (names.Count == 0 ? 0 : random.Next(5))
        {
            case 0:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                (text, done) = (string.Join('\n', lines), "doubled a line");
                break;
            case 1:
                done = $"removed '{lines[at]}'";
                lines.RemoveAt(at);
                text = string.Join('\n', lines);
                break;
            case 2:
                var (one, another) = (names[random.Next(names.Count)], names[random.Next(names.Count)].Value);
                text = text[..one.Index] + another + text[(one.Index + one.Length)..];
                done = $"{one.Value} became {another}";
                break;
            case 3:
                var renamed = names[random.Next(names.Count)].Value;
                text = Regex.Replace(text, $@"\b{renamed}\b", renamed + "X");
                done = $"renamed {renamed}";
                break;
            default:
                var added = names[random.Next(names.Count)];
                text = text[..added.Index] + added.Value + "Y" + text[(added.Index + added.Length)..];
                done = $"one {added.Value} became another";
                break;
        }
        repository.Write(file, text);
        return $"{done} in {file}";
    }

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Name();
}
