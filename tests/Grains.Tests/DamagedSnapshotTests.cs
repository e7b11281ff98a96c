namespace CodeGraph.Grains.Tests;

public sealed class DamagedSnapshotTests : GrainTest
{
    [Fact]
    public async Task A_damaged_snapshot_of_an_indexed_commit_is_made_anew()
    {
        // More than the padding between two sections, which no checksum covers, can be.
        var path = await IndexAndDamage(bytes => bytes.AsSpan(bytes.Length / 2, 100).Fill(0xA5));
        var again = await Silo.Index(Sources);
        Assert.Equal((IndexPhase.Done, false), (again.Phase, again.Summary!.AlreadyIndexed));
        Assert.True(File.Exists(path + ".corrupt"));
        Assert.Single((await (await Silo.Current()).Search(new("buy"), default)).Symbols);
    }

    [Fact]
    public async Task A_snapshot_of_a_newer_program_is_left_alone_until_it_is_forced()
    {
        var path = await IndexAndDamage(bytes => bytes[8] = 99);
        var newer = File.ReadAllBytes(path);
        var refused = await Silo.Index(Sources);
        Assert.Equal(IndexPhase.Failed, refused.Phase);
        Assert.Contains("newer codegraph", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--force", refused.Message, StringComparison.Ordinal);
        Assert.Equal(newer, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Equal(IndexPhase.Done, (await Silo.Index(Sources, force: true)).Phase);
        Assert.Single((await (await Silo.Current()).Search(new("buy"), default)).Symbols);
    }

    private async Task<string> IndexAndDamage(Action<byte[]> damage)
    {
        Assert.Equal(IndexPhase.Done, (await Silo.Index(Sources)).Phase);
        await Silo.DisposeAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(Data, "repositories", "shop", "snapshots"), "*.graph"));
        var bytes = File.ReadAllBytes(path);
        damage(bytes);
        File.WriteAllBytes(path, bytes);
        await Restart();
        return path;
    }
}
