namespace CodeGraph.Grains.Tests;

public sealed class SearchTests : GrainTest
{
    [Fact]
    public async Task Text_is_that_of_the_commit_which_is_asked()
    {
        var first = await Silo.Index(Sources);
        Sources.Write("main.py", "def fresh(): pass\n");
        Sources.Commit("second");
        await Silo.Index(Sources);

        Assert.Equal("main.py#fresh", Assert.Single((await Text(await Silo.Current(), "fresh")).Lines).Definition);
        var earlier = Silo.Grains.GetGrain<ISnapshotGrain>(first.Summary!.Snapshot);
        Assert.Empty((await Text(earlier, "fresh")).Lines);
        Assert.Equal("buy([])", Assert.Single((await Text(earlier, @"buy\(\[")).Lines).Text);
    }

    [Fact]
    public async Task A_search_that_cannot_be_is_refused_with_the_reason()
    {
        await Silo.Index(Sources);
        var answer = await Text(await Silo.Current(), "(?=x)");
        Assert.Contains("look-ahead", answer.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_grain_searches_what_was_indexed_since()
    {
        await Silo.Index(Sources);
        var snapshot = await Silo.Current();
        var segment = Assert.Single(Segments());
        File.Delete(segment);
        Assert.Equal((4, 2), (await Counts(snapshot)));

        // Indexed again, since the text index lacks the files of the snapshot.
        Assert.False((await Silo.Index(Sources)).Summary!.AlreadyIndexed);
        Assert.Equal((0, 2), await Counts(snapshot));
        Assert.True((await Silo.Index(Sources)).Summary!.AlreadyIndexed);

        async Task<(int NotIndexed, long Lines)> Counts(ISnapshotGrain grain)
        {
            var answer = await Text(grain, "class Order|class Store");
            return (answer.NotIndexed, answer.Total);
        }
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_as_such()
    {
        await Silo.Index(Sources);
        var snapshot = await Silo.Current();
        Directory.Move(Sources.Folder, Sources.Folder + "-moved");
        try
        {
            await Assert.ThrowsAsync<SourceUnreadableException>(() => Text(snapshot, "class"));
        }
        finally
        {
            Directory.Move(Sources.Folder + "-moved", Sources.Folder);
        }
    }

    private string[] Segments() => Directory.GetFiles(Path.Combine(Data, "repositories", "shop", "text"), "*.text");

    private static Task<TextAnswer> Text(ISnapshotGrain snapshot, string pattern) => snapshot.SearchText(new(pattern), CancellationToken.None);
}
