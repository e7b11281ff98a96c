using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

public sealed class CommitTreeTests
{
    private static readonly SourceOptions Python = new() { IsSource = path => path.EndsWith(".py", StringComparison.Ordinal) };

    [Fact]
    public async Task Commit_lists_and_reads_the_files_that_are_wanted()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("b.py", "b = 2\n"), ("a/a.py", "a = 1\n"), ("README.md", "# Hi\n"));
        string commit = repository.Git("rev-parse", "HEAD");
        repository.Write("b.py", "changed on disk");
        await using SourceTree tree = await SourceTree.OpenCommit(repository.PathOf("a"), null, Python);
        Assert.Equal("a/a.py b.py", tree.Names());
        Assert.Equal(1, tree.OtherFiles);
        Assert.Equal((repository.Folder, commit, commit, "main"), (tree.Root, tree.Commit, tree.ContentId, tree.Branch));
        Assert.Equal(new() { ["a/a.py"] = "a = 1\n", ["b.py"] = "b = 2\n" }, await tree.ReadTexts());
        Assert.Equal(6, tree.Files[0].Size);
        Assert.Equal(BlobId.OfBlob("a = 1\n"u8), tree.Files[0].Blob);
    }

    [Fact]
    public async Task Repository_without_commits_is_refused_with_the_remedy()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty();
        GitException exception = await Assert.ThrowsAsync<GitException>(() => SourceTree.OpenCommit(repository.Folder));
        Assert.Contains("--working-tree", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_commit_has_no_files()
    {
        using TemporaryRepository repository = TemporaryRepository.With();
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Empty(tree.Files);
        Assert.Empty(await tree.ReadTexts());
    }

    [Fact]
    public async Task Bare_repository_opens_at_its_head()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", "a = 1\n"));
        using TemporaryRepository bare = TemporaryRepository.OnlyFolder();
        bare.Git("clone", "--quiet", "--bare", origin.Folder, ".");
        await using SourceTree tree = await SourceTree.Open(bare.Folder);
        Assert.Equal(origin.Git("rev-parse", "HEAD"), tree.ContentId);
        Assert.Equal(new() { ["a.py"] = "a = 1\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Detached_head_has_no_branch()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        repository.Git("checkout", "--quiet", "--detach");
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Null(tree.Branch);
        Assert.NotNull(tree.Commit);
    }

    [Fact]
    public async Task Shallow_clone_is_read_and_says_so()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", "a = 1\n"));
        origin.Commit("second");
        using TemporaryRepository clone = TemporaryRepository.OnlyFolder();
        clone.Git("clone", "--quiet", "--depth=1", "file://" + origin.Folder, ".");
        await using SourceTree tree = await SourceTree.OpenCommit(clone.Folder);
        Assert.True(tree.IsShallow);
        Assert.Equal(new() { ["a.py"] = "a = 1\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Odd_file_names_are_listed_and_read()
    {
        string[] names = ["a b.py", "quote\"s.py", "line\nbreak.py", "tab\t.py", "süß.py", "-dash.py", "back\\slash.py", "a:b.py"];
        using TemporaryRepository repository = TemporaryRepository.With([.. names.Select(name => (name, $"# {name}\n"))]);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal(names.Order(StringComparer.Ordinal), tree.Files.Select(file => file.Path));
        Assert.Equal(names.ToDictionary(name => name, name => $"# {name}\n"), await tree.ReadTexts());
    }

    [Fact]
    public async Task File_name_that_is_no_utf8_is_escaped_and_read()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty();
        AddLatin1Name(repository);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal(new() { ["caf\\xE9.py"] = "x = 1\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Symbolic_links_and_submodules_are_skipped_with_the_reason()
    {
        using TemporaryRepository inner = TemporaryRepository.With(("i.py", ""));
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        File.CreateSymbolicLink(repository.PathOf("link.py"), "a.py");
        repository.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://" + inner.Folder, "sub");
        repository.Commit("more");
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder, null, Python);
        Assert.Equal("a.py", tree.Names());
        Assert.Equal("link.py:symbolicLink sub:submodule", tree.SkippedNames());
        Assert.Equal("at commit " + inner.Git("rev-parse", "HEAD"), tree.Skipped[1].Detail);
    }

    [Fact]
    public async Task Files_above_the_limit_are_skipped_with_their_size()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("big.py", new string('#', 101)), ("small.py", new string('#', 100)));
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder, null, new SourceOptions { MaxFileBytes = 100 });
        Assert.Equal("small.py", tree.Names());
        Assert.Equal(new SkippedFile("big.py", SkipReason.TooLarge, "101 bytes; the limit is 100"), Assert.Single(tree.Skipped));
    }

    [Fact]
    public async Task Vendored_and_generated_files_come_only_when_asked_for()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""), ("node_modules/x/i.py", ""), ("a_pb2.py", ""), ("b.py", "# @generated\n"));
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal("a.py b.py", tree.Names());
        Assert.Equal("a_pb2.py:generated node_modules/x/i.py:vendored", tree.SkippedNames());
        Assert.Equal(new() { ["a.py"] = "", ["b.py"] = "(generated)" }, await tree.ReadTexts());

        await using SourceTree all = await SourceTree.OpenCommit(repository.Folder, null, new SourceOptions { IncludeGenerated = true, IncludeVendored = true });
        Assert.Equal("a.py a_pb2.py b.py node_modules/x/i.py", all.Names());
        Assert.Equal("# @generated\n", (await all.ReadTexts())["b.py"]);
    }

    [Fact]
    public async Task Attributes_of_the_project_overrule_the_rules()
    {
        using TemporaryRepository repository = TemporaryRepository.With(
            (".gitattributes", "third_party/own/** -linguist-vendored\nsdk/** linguist-vendored=true\n*.tpl.py linguist-generated\nkept.py linguist-generated=false\n"),
            ("third_party/own/a.py", ""), ("third_party/b.py", ""), ("sdk/deep/c.py", ""), ("d.tpl.py", ""), ("kept.py", "# @generated\n"));
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder, null, Python);
        Assert.Equal("kept.py third_party/own/a.py", tree.Names());
        Assert.Equal("d.tpl.py:generated sdk/deep/c.py:vendored third_party/b.py:vendored", tree.SkippedNames());
        Assert.Equal("# @generated\n", (await tree.ReadTexts())["kept.py"]);
    }

    [Fact]
    public async Task Utf16_files_are_read_as_utf8_and_byte_order_marks_dropped()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty();
        repository.Write("bom.py", [0xEF, 0xBB, 0xBF, .. "x = 1\n"u8]);
        repository.Write("little.py", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("s = 'ä𝄞'\n")]);
        repository.Write("big.py", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("s = 'ä𝄞'\n")]);
        repository.Write("nul.py", [.. "x = 1\n"u8, 0]);
        repository.Commit("encodings");
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal(
            new() { ["big.py"] = "s = 'ä𝄞'\n", ["bom.py"] = "x = 1\n", ["little.py"] = "s = 'ä𝄞'\n", ["nul.py"] = "(binary)" },
            await tree.ReadTexts());
        Assert.Equal("s = 'ä𝄞'\n", Encoding.UTF8.GetString((await tree.ReadText(tree.Files[2]))!.Value.Span));
    }

    [Fact]
    public async Task Sha256_repository_is_read()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty("--object-format=sha256");
        repository.Write("a.py", "a = 1\n");
        repository.Commit("first");
        repository.Write("b.py", "b = 1\n");
        await using SourceTree commit = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal(new() { ["a.py"] = "a = 1\n" }, await commit.ReadTexts());
        await using SourceTree disk = await SourceTree.Open(repository.Folder);
        Assert.Equal(BlobId.OfBlob("b = 1\n"u8, sha256: true), disk.Files[1].Blob);
    }

    /// <summary>Commits a file whose name is Latin-1, which only git's own input can carry.</summary>
    internal static void AddLatin1Name(TemporaryRepository repository)
    {
        string blob = repository.Git("x = 1\n"u8.ToArray(), "hash-object", "-w", "--stdin");
        repository.Git([.. Encoding.ASCII.GetBytes($"100644 {blob}\tcaf"), 0xE9, .. ".py\0"u8], "update-index", "-z", "--index-info");
        repository.Git("commit", "--quiet", "-m", "latin");
        repository.Git("checkout-index", "--all");
    }
}
