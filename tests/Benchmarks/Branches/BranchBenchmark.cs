using System.Diagnostics;
using System.Globalization;
using System.Text;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Git;
using CodeGraph.Indexing;
using CodeGraph.Storage;

namespace CodeGraph.Benchmarks.Branches;

/// <summary>
/// What a second branch, a second worktree and a clone cost beside the first index: disk and time. The branch is the latest commit of the repository's own history that differs from its
/// head in a hundredth of the source files or more.
/// </summary>
internal static class BranchBenchmark
{
    private const int Asked = 15;

    /// <summary>Parts of the source files in which branches differ from the head, in thousandths.</summary>
    private static readonly int[] Thousandths = [1, 3, 10, 30, 100];

    public static async Task<int> Run(string[] arguments)
    {
        var (folders, output) = BenchmarkArguments.Of(arguments);
        var text = new StringBuilder($"""
            # Branches and worktrees

            Written by `dotnet run -c Release --project tests/Benchmarks -- branches FOLDER... --output FILE`. {IndexReport.Machine()}. The first index is of the head, from nothing; the branch is the
            latest commit that differs from it in 1 % of the source files or more; the worktree and the clone are of the head. MB (10^6 bytes) of the data folder as `du` counts it, files with several names once; seconds with
            the start of the program; beside it the same branch asked of a running server that indexed the head and three commits before. Asking is `codegraph callers` of the {Asked} most used symbols, medians in ms with the start of the program: of the head, whose snapshot is whole, and of the branch, which is told by it.

            | repository | source files | index s | index MB | branch: files that differ | s | server s | more disk | worktree s | more kB | clone s | more kB | callers, head | branch |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        var distances = new StringBuilder("""

            ## Time by what differs

            Each branch is the latest commit that differs from the head in 0.1, 0.3, 1, 3 or 10 % of the source files or more. A process of its own links and writes all files and parses those that differ; a server that has the state before in memory
            links what they reach. There, branches are indexed one after the other, and what differs is counted from the one before.

            | repository | differ from head | index s | differ from the one before | server s |
            |---|--:|--:|--:|--:|

            """);
        foreach (var folder in folders)
        {
            Console.Error.WriteLine($"{folder} ...");
            var work = Directory.CreateTempSubdirectory("codegraph-branches-");
            text.Append(await Measure(folder, work.FullName));
            distances.Append(await MeasureDistances(folder, Path.Combine(work.FullName, "distances")));
            work.Delete(recursive: true);
        }
        text.Append(distances);
        Console.Write(text);
        if (output is not null)
            await File.WriteAllTextAsync(output, text.ToString());
        return 0;
    }

    private static async Task<string> Measure(string folder, string work)
    {
        var name = Path.GetFileName(folder);
        var (copy, home) = (Path.Combine(work, name), Path.Combine(work, "home"));
        await Shell("git", "clone", "--quiet", folder, copy);
        await using var tree = await SourceTree.OpenWorkingTree(copy, Indexer.Sources);
        var sources = tree.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var (branch, differ) = await Branch(copy, sources, 10);
        await ProgramRuns.Run(home, "--version");
        var index = await ProgramRuns.Run(home, "index", copy);
        var whole = await Room(home);
        var symbols = ProgramRuns.MostCalled(OnlySnapshot(home), Asked);
        var head = await Ask(home, copy, symbols);
        var second = await ProgramRuns.Run(home, "index", copy, "--ref", branch);
        var withBranch = await Room(home);
        var told = await Ask(home, copy, symbols);
        var served = await Served(Path.Combine(work, "served"), copy, branch);
        var worktree = Path.Combine(work, "worktree");
        await Shell("git", "-C", copy, "worktree", "add", "--quiet", "--detach", worktree);
        var third = await ProgramRuns.Run(home, "index", worktree);
        var withWorktree = await Room(home);
        var clone = Path.Combine(work, "clone");
        await Shell("git", "clone", "--quiet", copy, clone);
        var fourth = await ProgramRuns.Run(home, "index", clone);
        var withClone = await Room(home);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {sources.Count} | {index:F1} | {whole / 1e6:F1} | {differ} ({100.0 * differ / sources.Count:F1} %) | {second:F1} | {served:F1} | {100.0 * (withBranch - whole) / whole:F1} % | {third:F1} | {(withWorktree - withBranch) / 1e3:F0} | {fourth:F1} | {(withClone - withWorktree) / 1e3:F0} | {head:F0} | {told:F0} |\n");
    }

    private static async Task<string> MeasureDistances(string folder, string work)
    {
        var name = Path.GetFileName(folder);
        var (copy, home) = (Path.Combine(work, name), Path.Combine(work, "home"));
        await Shell("git", "clone", "--quiet", folder, copy);
        HashSet<string> sources;
        await using (var tree = await SourceTree.OpenWorkingTree(copy, Indexer.Sources))
            sources = tree.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        await ProgramRuns.Run(home, "index", copy);
        var branches = new List<(string Commit, int Differ)>();
        foreach (var thousandths in Thousandths)
            branches.Add(await Branch(copy, sources, thousandths));
        await using var server = await ServerRun.Start(Path.Combine(work, "served"));
        var before = await Warm(server, copy, [.. branches.Select(b => b.Commit)]);
        var rows = new StringBuilder();
        foreach (var (branch, differ) in branches.Distinct())
        {
            var second = await ProgramRuns.Run(home, "index", copy, "--ref", branch);
            var (changed, served) = (await Differ(copy, sources, before, branch), await server.Index(copy, branch));
            rows.Append(CultureInfo.InvariantCulture, $"| {name} | {differ} ({100.0 * differ / sources.Count:F1} %) | {second:F1} | {changed} | {served:F1} |\n");
            before = branch;
        }
        return rows.ToString();
    }

    private static async Task<double> Served(string home, string copy, string branch)
    {
        await using var server = await ServerRun.Start(home);
        await Warm(server, copy, [branch]);
        return await server.Index(copy, branch);
    }

    /// <summary>Indexes the head and three commits before that are not to be measured, which runs the code that is compiled meanwhile.</summary>
    /// <returns>The commit that was indexed last.</returns>
    private static async Task<string> Warm(ServerRun server, string copy, string[] measured)
    {
        await server.Index(copy, null);
        var others = (await Shell("git", "-C", copy, "rev-list", "--first-parent", "--max-count=20", "HEAD")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Except(measured).Take(3).ToArray();
        foreach (var commit in others)
            await server.Index(copy, commit);
        return others[^1];
    }

    private static string OnlySnapshot(string home) => Directory.GetFiles(new DataFolder(home).AllRepositories, "*" + DataFolder.SnapshotSuffix, SearchOption.AllDirectories).Single();

    private static async Task<double> Ask(string home, string copy, IReadOnlyList<string> symbols)
    {
        var times = new List<double>();
        foreach (var symbol in symbols)
            times.Add(1000 * await ProgramRuns.Run(home, "callers", symbol, "--repository", copy));
        return times.Median();
    }

    private static async Task<(string Commit, int Differ)> Branch(string copy, HashSet<string> sources, int thousandths)
    {
        foreach (var commit in (await Shell("git", "-C", copy, "rev-list", "--first-parent", "--max-count=2000", "HEAD")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var differ = await Differ(copy, sources, commit, "HEAD");
            if (differ * 1000 >= sources.Count * thousandths)
                return (commit, differ);
        }
        throw new InvalidOperationException($"The history of {copy} has no commit that differs in {thousandths} of 1000 files.");
    }

    private static async Task<int> Differ(string copy, HashSet<string> sources, string commit, string other) =>
        (await Shell("git", "-C", copy, "diff", "--name-only", "--no-renames", commit, other)).Split('\n').Count(sources.Contains);

    private static async Task<long> Room(string home) => long.Parse((await Shell("du", "--summarize", "--block-size=1", home)).Split('\t')[0], CultureInfo.InvariantCulture);

    private static async Task<string> Shell(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed.");
    }
}
