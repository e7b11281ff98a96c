namespace CodeGraph.Cli.Tests;

/// <summary>A folder for repositories and one for what codegraph keeps, removed at the end.</summary>
public sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("codegraph-cli-");

    public string Folder => folder.FullName;

    public string At(string path) => Path.Combine(Folder, path);

    /// <summary>Runs <c>codegraph</c> in a folder of the workspace.</summary>
    internal Task<Outcome> Run(string folder, params string[] arguments) =>
        Shell.Run(At(folder), "dotnet", [Shell.Program, .. arguments], Environment);

    internal Dictionary<string, string?> Environment => new() { ["CODEGRAPH_HOME"] = At("home"), ["NO_COLOR"] = null, ["TERM"] = "xterm" };

    internal void Write(string folder, params (string Path, string Text)[] files)
    {
        Directory.CreateDirectory(At(folder));
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(At(folder), path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }

    internal async Task Commit(string folder, params (string Path, string Text)[] files)
    {
        Write(folder, files);
        if (!Directory.Exists(Path.Combine(At(folder), ".git")))
            await Shell.Git(At(folder), "init", "--quiet", "--initial-branch=main");
        await Shell.Git(At(folder), "add", "--all");
        await Shell.Git(At(folder), "commit", "--quiet", "--message", "Change");
    }

    public void Dispose() => folder.Delete(recursive: true);
}

/// <summary>A workspace with one indexed repository, <c>shop</c>.</summary>
public sealed class IndexedShop : IAsyncLifetime
{
    public const string Cart = """"
        class Cart:
            """What a customer is about to buy."""

            def add(self, item):
                return self.check(item)

            def check(self, item):
                return item


        def total(cart: Cart):
            cart.add(1)
            return 1

        """";

    public const string Main = """
        from shop.cart import Cart, total


        def main():
            cart = Cart()
            cart.add(2)
            return total(cart)


        class Gate:
            def check(self, visitor):
                return visitor.add(self)

        """;

    public Workspace Workspace { get; } = new();

    internal Outcome Index { get; private set; } = new(-1, "", "");

    public async Task InitializeAsync()
    {
        await Workspace.Commit("shop", ("shop/__init__.py", ""), ("shop/cart.py", Cart), ("shop/main.py", Main));
        Index = await Workspace.Run("shop", "index");
    }

    internal Task<Outcome> Ask(params string[] arguments) => Workspace.Run("shop", arguments);

    public Task DisposeAsync()
    {
        Workspace.Dispose();
        return Task.CompletedTask;
    }
}
