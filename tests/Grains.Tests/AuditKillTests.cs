using System.Diagnostics;
using System.Globalization;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Grains.Tests;

/// <summary>
/// Processes that write the audit log are killed at random moments, several at a time and beside one that goes on: the log opens, its chain verifies, and whatever was reported as
/// written is there, once. <c>CODEGRAPH_AUDIT_KILLS</c> sets how many (36).
/// </summary>
public sealed class AuditKillTests : GrainTest
{
    private const int AtOnce = 3;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CODEGRAPH_AUDIT_KILLS") ?? "36", CultureInfo.InvariantCulture);

    private readonly Random random = new(7);

    private IAuditGrain Audit => Silo.Grains.GetGrain<IAuditGrain>(IAuditGrain.Key);

    [Fact]
    public async Task Whatever_moment_a_writer_is_killed_what_it_reported_is_in_a_log_that_verifies()
    {
        var reported = new List<string>();
        for (var killed = 0; killed < Kills; killed += AtOnce)
        {
            var writers = Enumerable.Range(killed, AtOnce).Select(i => RunAndKill(string.Create(CultureInfo.InvariantCulture, $"w{i}"), random.Next(40))).ToList();
            var own = string.Create(CultureInfo.InvariantCulture, $"own-{killed}");
            await Audit.Append(new(AuditActions.SignIn, AuditActor.LocalUser(), Detail: own), CancellationToken.None);
            reported.Add(own);
            foreach (var writer in writers)
                reported.AddRange(await writer);

            var verified = await Audit.Verify(null, CancellationToken.None);
            Assert.True(verified.Intact, $"{verified.BrokenAt}: {verified.Reason}");
        }

        // The next writer cuts off what the last one left.
        await Audit.Append(new(AuditActions.SignIn, AuditActor.LocalUser(), Detail: "last"), CancellationToken.None);
        var entries = await Entries();
        var details = entries.Where(e => e.Action == AuditActions.SignIn).Select(e => e.Detail!).ToList();
        Assert.Empty(reported.Except(details));
        Assert.Equal(details.Distinct(), details);
        Assert.True(reported.Count > Kills, $"{reported.Count} entries were reported.");
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(i => (long)i), entries.Select(e => e.Sequence));
        Assert.All(entries, e => Assert.NotNull(e.Actor.Name));
        Assert.True((await Audit.Verify(null, CancellationToken.None)).Intact);
    }

    /// <summary>Kills a writer once it has reported so many entries.</summary>
    /// <returns>All that it reported, what came between the decision and its end included.</returns>
    private async Task<List<string>> RunAndKill(string name, int after)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CodeGraph.AuditingChild.dll"), Path.Combine(Data, "audit"), name]) { RedirectStandardOutput = true };
        using var writer = Process.Start(start)!;
        var reported = new List<string>();
        while (reported.Count < after && await writer.StandardOutput.ReadLineAsync() is { } line)
            reported.Add(line);
        Assert.False(writer.HasExited);
        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
            reported.Add(line);
        await writer.WaitForExitAsync();
        return reported;
    }

    /// <summary>The oldest first.</summary>
    private async Task<List<AuditRecord>> Entries()
    {
        var entries = new List<AuditRecord>();
        string? cursor = null;
        do
        {
            var page = await Audit.Read(new(Limit: 1000, Cursor: cursor), CancellationToken.None);
            entries.AddRange(page.Entries);
            cursor = page.Cursor;
        }
        while (cursor is not null);
        entries.Reverse();
        return entries;
    }
}
