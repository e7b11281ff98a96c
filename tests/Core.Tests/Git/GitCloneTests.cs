using CodeGraph.Model;

namespace CodeGraph.Git;

public sealed class GitCloneTests
{
    [Fact]
    public async Task Clone_is_bare_and_readable_and_a_second_call_fetches()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", "a = 1\n"));
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitClone clones = new(data.PathOf("clones"));
        GitRepository clone = await clones.CloneOrFetch("file://" + origin.Folder);
        Assert.True(clone is { IsBare: true, IsShallow: false });
        Assert.Equal(clones.FolderOf("file://" + origin.Folder), clone.Root);

        origin.Write("b.py", "b = 1\n");
        string second = origin.Commit("second");
        origin.Git("branch", "--move", "main", "trunk");
        origin.Git("tag", "v1");
        GitRepository again = await clones.CloneOrFetch("file://" + origin.Folder);
        Assert.Equal(clone.Root, again.Root);
        Assert.Equal(second, await again.Resolve(null));
        Assert.Equal("trunk", await again.Branch());
        Assert.Equal(["refs/heads/trunk", "refs/tags/v1"], (await again.References()).Select(reference => reference.Name).Order());
        await using SourceTree tree = await SourceTree.Open(again.Root);
        Assert.Equal(new() { ["a.py"] = "a = 1\n", ["b.py"] = "b = 1\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Clone_without_old_contents_brings_those_of_a_commit_in_one_batch()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", "old a\n"), ("b.py", "old b\n"));
        string first = origin.Git("rev-parse", "HEAD");
        origin.Write("a.py", "new a\n");
        origin.Commit("second");
        origin.Git("config", "uploadpack.allowFilter", "true");
        origin.Git("config", "uploadpack.allowAnySHA1InWant", "true");
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        string address = "file://" + origin.Folder;
        GitClone clones = new(data.Folder, new CloneOptions { WithoutOldContents = true });
        GitRepository clone = await clones.CloneOrFetch(address);

        await using SourceTree head = await SourceTree.OpenCommit(clone.Root);
        Assert.Equal(new() { ["a.py"] = "new a\n", ["b.py"] = "old b\n" }, await head.ReadTexts());
        await using SourceTree lacking = await SourceTree.OpenCommit(clone.Root, first);
        Assert.Equal("a.py:unreadable", lacking.SkippedNames());
        await using BlobReader blobs = new(clone);
        Assert.Null(await blobs.Read(BlobId.OfBlob("old a\n"u8)));
        await clones.FetchContents(address, clone, first);
        await using SourceTree whole = await SourceTree.OpenCommit(clone.Root, first);
        Assert.Equal(new() { ["a.py"] = "old a\n", ["b.py"] = "old b\n" }, await whole.ReadTexts());
    }

    [Fact]
    public async Task Working_tree_of_a_partial_clone_that_lacks_a_blob_is_read_from_disk()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", "a\n"), ("b.py", "b\n"));
        origin.Git("config", "uploadpack.allowFilter", "true");
        using TemporaryRepository clone = TemporaryRepository.OnlyFolder();
        clone.Git("clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://" + origin.Folder, ".");
        clone.Git("read-tree", "HEAD");
        clone.Write("a.py", "a\n");
        clone.Git("update-index", "--add", "--cacheinfo", $"100644,{BlobId.OfBlob("a\n"u8)},a.py");
        await using SourceTree tree = await SourceTree.Open(clone.Folder);
        Assert.Equal(new() { ["a.py"] = "a\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Server_that_cannot_filter_gives_everything()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", "old\n"));
        string first = origin.Git("rev-parse", "HEAD");
        origin.Write("a.py", "new\n");
        origin.Commit("second");
        origin.Git("config", "uploadpack.allowFilter", "false");
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitRepository clone = await new GitClone(data.Folder, new CloneOptions { WithoutOldContents = true }).CloneOrFetch("file://" + origin.Folder);
        await using SourceTree tree = await SourceTree.OpenCommit(clone.Root, first);
        Assert.Equal(new() { ["a.py"] = "old\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Repository_without_commits_is_cloned_and_fetched_once_it_has_some()
    {
        using TemporaryRepository origin = TemporaryRepository.Empty();
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitClone clones = new(data.Folder);
        GitRepository clone = await clones.CloneOrFetch(origin.Folder);
        Assert.Null(await clone.TryResolve("HEAD"));
        origin.Write("a.py", "");
        string first = origin.Commit("first");
        Assert.Equal(first, await (await clones.CloneOrFetch(origin.Folder)).Resolve(null));
    }

    [Fact]
    public async Task Clone_that_fails_leaves_nothing_behind()
    {
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitClone clones = new(data.Folder);
        GitException exception = await Assert.ThrowsAsync<GitException>(() => clones.CloneOrFetch("file:///does/not/exist"));
        Assert.Equal(GitError.RemoteUnavailable, exception.Error);
        Assert.Empty(Directory.EnumerateDirectories(data.Folder));
    }

    [Fact]
    public async Task Clone_that_is_cancelled_leaves_nothing_behind_and_can_be_repeated()
    {
        using TemporaryRepository origin = TemporaryRepository.With([.. Enumerable.Range(0, 300).Select(i => ($"f{i}.py", $"x = {i}\n"))]);
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitClone clones = new(data.Folder);
        using CancellationTokenSource cancellation = new();
        Progress progress = new(_ => cancellation.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => clones.CloneOrFetch("file://" + origin.Folder, progress, cancellation.Token));
        Assert.Empty(Directory.EnumerateDirectories(data.Folder));
        Assert.NotNull(await (await clones.CloneOrFetch("file://" + origin.Folder)).Resolve("main"));
    }

    [Fact]
    public async Task Leftovers_of_a_killed_process_do_not_stop_the_next_clone()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", ""));
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitClone clones = new(data.Folder);
        Directory.CreateDirectory(clones.FolderOf(origin.Folder) + ".incoming/objects");
        Assert.NotNull(await (await clones.CloneOrFetch(origin.Folder)).Resolve("main"));
    }

    [Fact]
    public async Task Second_clone_of_an_address_at_once_is_refused()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", ""));
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitClone clones = new(data.Folder);
        await using FileStream held = new(clones.FolderOf(origin.Folder) + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        GitException exception = await Assert.ThrowsAsync<GitException>(() => clones.CloneOrFetch(origin.Folder));
        Assert.Equal(GitError.Busy, exception.Error);
    }

    /// <summary>Reports at once, where the framework's own posts to another thread.</summary>
    private sealed class Progress(Action<string> report) : IProgress<string>
    {
        public void Report(string value) => report(value);
    }
}
