using CodeGraph.Client;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Grains.Tests;

/// <summary>The audit log behind its grain, and what the query service tells it.</summary>
public sealed class AuditGrainTests : GrainTest
{
    private IAuditGrain Audit => Silo.Grains.GetGrain<IAuditGrain>(IAuditGrain.Key);

    [Fact]
    public async Task Many_callers_at_once_are_all_recorded_and_survive_a_restart()
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Audit.Append(new(AuditActions.IndexStart, AuditActor.LocalUser(), Detail: $"job {i}"), CancellationToken.None)));
        await Restart();

        var verified = await Audit.Verify(null, CancellationToken.None);
        Assert.Equal((true, 1000L), (verified.Intact, verified.Entries));
        var details = (await Audit.Read(new(Limit: 1000), CancellationToken.None)).Entries.Select(e => e.Detail);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"job {i}").Order(StringComparer.Ordinal), details.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_done()
    {
        await File.WriteAllTextAsync(Path.Combine(Data, "audit"), "in the way");
        var graph = Graph(FullAccess.Instance);

        var refused = await Assert.ThrowsAsync<AuditUnavailableException>(() => graph.StartIndex(new(Sources.Folder)));

        Assert.Contains(Path.Combine(Data, "audit"), refused.Message, StringComparison.Ordinal);
        Assert.Null((await graph.GetRepository((await graph.ListRepositories())[0].Name)).Job);
    }

    [Fact]
    public async Task A_refusal_is_recorded_and_the_log_is_for_administrators()
    {
        var name = (await Graph(FullAccess.Instance).StartIndex(new(Sources.Folder))).Repository;
        var reader = Graph(new ReaderOnly());
        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.RemoveRepository(name));
        await Assert.ThrowsAsync<AccessDeniedException>(() => reader.ReadAudit(new()));

        var entries = (await Graph(FullAccess.Instance).ReadAudit(new())).Entries;

        Assert.Equal([("audit.read", "denied"), ("repository.remove", "denied"), ("index.start", "allowed")], entries.Select(e => (e.Action, e.Outcome)));
    }

    private GrainCodeGraph Graph(IRepositoryAccess access) => new(Silo.Grains, access, new(new GrainAuditLog(Silo.Grains), AuditActor.LocalUser()));

    private sealed class ReaderOnly : IRepositoryAccess
    {
        public RepositoryRole ServerRole => RepositoryRole.Reader;

        public RepositoryRole RoleIn(string repository) => RepositoryRole.Reader;
    }
}
