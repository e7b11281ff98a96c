using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

public sealed class ReadingTests
{
    /// <summary>Sizes around every buffer boundary of the reader, and many small files between them.</summary>
    private static TemporaryRepository Many(out Dictionary<string, string> texts)
    {
        Random random = new(5);
        texts = [];
        int[] sizes = [0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 400_000, 1_500_000];
        for (int i = 0; i < 600; i++)
        {
            int size = i % 60 == 0 ? sizes[i / 60] : random.Next(0, 3000);
            texts[$"f{i:D4}.txt"] = string.Create(size, random, static (span, random) =>
            {
                for (int k = 0; k < span.Length; k++) span[k] = k % 50 == 49 ? '\n' : (char)random.Next(' ', '~');
            });
        }

        return TemporaryRepository.With([.. texts.Select(pair => (pair.Key, pair.Value))]);
    }

    [Fact]
    public async Task Everything_read_in_one_go_is_what_was_committed()
    {
        using TemporaryRepository repository = Many(out Dictionary<string, string> texts);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal(texts, await tree.ReadTexts());
        Assert.Equal(texts, await tree.ReadTexts(consumers: 4));
        repository.Git("gc", "--quiet");
        Assert.Equal(texts, await tree.ReadTexts());
    }

    [Fact]
    public async Task One_consumer_gets_the_files_of_a_commit_in_their_order()
    {
        using TemporaryRepository repository = Many(out _);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        List<SourceFile> order = [];
        await tree.Read(tree.Files, (content, _) =>
        {
            order.Add(content.File);
            content.Dispose();
            return ValueTask.CompletedTask;
        });
        Assert.Equal(tree.Files, order);
    }

    [Fact]
    public async Task Files_larger_than_the_memory_allowed_still_pass()
    {
        using TemporaryRepository repository = Many(out Dictionary<string, string> texts);
        SourceOptions options = new() { MaxBytesInFlight = 10_000 };
        await using SourceTree commit = await SourceTree.OpenCommit(repository.Folder, null, options);
        Assert.Equal(texts, await commit.ReadTexts(consumers: 3));
        Directory.Delete(repository.PathOf(".git"), recursive: true);
        await using SourceTree folder = await SourceTree.Open(repository.Folder, null, options);
        Assert.Equal(texts, await folder.ReadTexts(consumers: 3));
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_and_the_child()
    {
        using TemporaryRepository repository = Many(out _);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder, null, new SourceOptions { MaxBytesInFlight = 1000 });
        using CancellationTokenSource cancellation = new();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tree.Read(
            tree.Files,
            (content, _) =>
            {
                content.Dispose();
                if (++seen == 10) cancellation.Cancel();
                return ValueTask.CompletedTask;
            },
            cancellation: cancellation.Token));
        Assert.InRange(seen, 10, tree.Files.Count - 1);
        Assert.Empty(GitChildrenIn(repository.Folder));
    }

    [Fact]
    public async Task Failure_of_the_consumer_is_thrown_and_ends_the_child()
    {
        using TemporaryRepository repository = Many(out _);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => tree.Read(
            tree.Files,
            (content, _) =>
            {
                content.Dispose();
                throw new InvalidOperationException("no more");
            },
            consumers: 2));
        Assert.Equal("no more", thrown.Message);
        Assert.Empty(GitChildrenIn(repository.Folder));
    }

    [Fact]
    public async Task Cancelled_token_starts_nothing()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SourceTree.OpenCommit(repository.Folder, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Repository_removed_before_reading_is_named()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", "a = 1\n"));
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Directory.Delete(repository.PathOf(".git"), recursive: true);
        GitException exception = await Assert.ThrowsAsync<GitException>(() => tree.ReadTexts());
        Assert.Equal(GitError.RepositoryGone, exception.Error);
    }

    [Fact]
    public async Task Repository_removed_while_it_is_read_is_named()
    {
        using TemporaryRepository repository = Many(out _);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder, null, new SourceOptions { MaxBytesInFlight = 1000 });
        GitException exception = await Assert.ThrowsAsync<GitException>(() => tree.Read(
            tree.Files,
            (content, _) =>
            {
                content.Dispose();
                if (Directory.Exists(repository.Folder)) Directory.Delete(repository.Folder, recursive: true);
                return ValueTask.CompletedTask;
            }));
        Assert.Equal(GitError.RepositoryGone, exception.Error);
    }

    [Fact]
    public async Task Missing_and_damaged_objects_are_unreadable_files_among_readable_ones()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", "a = 1\n"), ("b.py", "b = 1\n"), ("c.py", "c = 1\n"), ("d.py", "d = 1\n"));
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        string ObjectOf(SourceFile file) => repository.PathOf($".git/objects/{file.Blob.ToString()[..2]}/{file.Blob.ToString()[2..]}");
        File.Delete(ObjectOf(tree.Files[1]));
        File.Delete(ObjectOf(tree.Files[2]));
        File.WriteAllBytes(ObjectOf(tree.Files[2]), [1, 2, 3, 4, 5]);
        Assert.Equal(
            new() { ["a.py"] = "a = 1\n", ["b.py"] = "(unreadable)", ["c.py"] = "(unreadable)", ["d.py"] = "d = 1\n" },
            await tree.ReadTexts());
    }

    [Fact]
    public async Task Single_blobs_are_read_on_demand()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", "a = 1\n"), ("b.py", ""));
        await using BlobReader blobs = new(await GitRepository.Open(repository.Folder));
        Assert.Equal("a = 1\n"u8.ToArray(), (await blobs.Read(BlobId.OfBlob("a = 1\n"u8)))!.Value.ToArray());
        Assert.Null(await blobs.Read(BlobId.OfBlob("never stored"u8)));
        Assert.Empty((await blobs.Read(BlobId.OfBlob([])))!.Value.ToArray());

        // An object that came after the child was started.
        repository.Write("c.py", "c = 1\n");
        repository.Commit("later");
        Assert.Equal("c = 1\n"u8.ToArray(), (await blobs.Read(BlobId.OfBlob("c = 1\n"u8)))!.Value.ToArray());
    }

    [Fact]
    public async Task Many_readers_share_one_blob_reader()
    {
        using TemporaryRepository repository = Many(out Dictionary<string, string> texts);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        SourceFile[] files = [.. tree.Files.Take(40)];
        ReadOnlyMemory<byte>?[] read = await Task.WhenAll(files.Select(file => tree.ReadText(file)));
        Assert.Equal(files.Select(file => texts[file.Path]), read.Select(text => Encoding.UTF8.GetString(text!.Value.Span)));
    }

    /// <summary>Running git processes that were started for a folder, by their command lines.</summary>
    private static List<string> GitChildrenIn(string folder)
    {
        List<string> found = [];
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                string command = File.ReadAllText(Path.Join(process, "cmdline")).Replace('\0', ' ');
                if (command.StartsWith("git ", StringComparison.Ordinal) && command.Contains(folder, StringComparison.Ordinal)) found.Add(command);
            }
            catch (IOException)
            {
                // It ended between the listing and the look.
            }
        }

        return found;
    }
}
