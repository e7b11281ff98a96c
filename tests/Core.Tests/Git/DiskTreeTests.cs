using System.Runtime.Versioning;
using CodeGraph.Model;

namespace CodeGraph.Git;

public sealed class DiskTreeTests
{
    [Fact]
    public async Task Working_tree_is_what_is_on_disk()
    {
        using TemporaryRepository repository = TemporaryRepository.With(
            ("same.py", "same\n"), ("changed.py", "old\n"), ("deleted.py", ""), ("staged.py", "old\n"), (".gitignore", "*.log\nbuild/\n"));
        repository.Write("changed.py", "new and longer\n");
        repository.Write("staged.py", "staged\n");
        repository.Git("add", "staged.py");
        File.Delete(repository.PathOf("deleted.py"));
        repository.Write("untracked.py", "untracked\n");
        repository.Write("noise.log", "");
        repository.Write("build/out.py", "");
        await using SourceTree tree = await SourceTree.Open(repository.Folder);
        Assert.Equal(
            new()
            {
                [".gitignore"] = "*.log\nbuild/\n", ["changed.py"] = "new and longer\n", ["same.py"] = "same\n", ["staged.py"] = "staged\n", ["untracked.py"] = "untracked\n",
            },
            await tree.ReadTexts());
        Assert.Equal(".gitignore changed.py same.py staged.py untracked.py", tree.Names());
        Assert.All(tree.Files, file => Assert.Equal(new FileInfo(repository.PathOf(file.Path)).Length, file.Size));
        Assert.All(tree.Files, file => Assert.Equal(BlobId.OfBlob(File.ReadAllBytes(repository.PathOf(file.Path))), file.Blob));
        Assert.Equal(repository.Git("rev-parse", "HEAD"), tree.Commit);
        Assert.Equal("main", tree.Branch);
        Assert.StartsWith("worktree-", tree.ContentId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_above_the_limit_are_skipped_whether_they_changed_or_not()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("big.py", new string('#', 101)), ("grown.py", ""), ("small.py", new string('#', 100)));
        repository.Write("grown.py", new string('#', 102));
        repository.Write("new.py", new string('#', 103));
        await using SourceTree tree = await SourceTree.OpenWorkingTree(repository.Folder, new SourceOptions { MaxFileBytes = 100 });
        Assert.Equal("small.py", tree.Names());
        Assert.Equal(["101 bytes; the limit is 100", "102 bytes; the limit is 100", "103 bytes; the limit is 100"], tree.Skipped.Select(file => file.Detail));
    }

    [Theory]
    [InlineData(0, "generated")]
    [InlineData(1024 * 1024, null)]
    public async Task Attributes_of_more_than_a_megabyte_are_none(int padding, string? reason)
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""), (".gitattributes", "a.py linguist-generated\n" + new string('#', padding)));
        await using SourceTree tree = await SourceTree.OpenWorkingTree(repository.Folder, new SourceOptions { IsSource = path => path.EndsWith(".py", StringComparison.Ordinal) });
        Assert.Equal(reason is null ? "" : "a.py:" + reason, tree.SkippedNames());
    }

    [Fact]
    public async Task Content_id_follows_the_content_alone()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", "a\n"), ("b.py", "b\n"));
        async Task<string> Id()
        {
            await using SourceTree tree = await SourceTree.Open(repository.Folder);
            return tree.ContentId;
        }

        string before = await Id();
        File.SetLastWriteTimeUtc(repository.PathOf("a.py"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(before, await Id());
        repository.Write("a.py", "c\n");
        Assert.NotEqual(before, await Id());
        repository.Write("a.py", "a\n");
        Assert.Equal(before, await Id());
        File.Move(repository.PathOf("a.py"), repository.PathOf("c.py"));
        Assert.NotEqual(before, await Id());
    }

    [Fact]
    public async Task Subfolder_of_a_repository_is_the_root_of_its_own_files()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("top.py", ""), ("sub/in.py", "in\n"), ("sub/deep/x.py", "x\n"));
        repository.Write("sub/new.py", "new\n");
        await using SourceTree tree = await SourceTree.Open(repository.PathOf("sub"));
        Assert.Equal(repository.PathOf("sub"), tree.Root);
        Assert.Equal(new() { ["deep/x.py"] = "x\n", ["in.py"] = "in\n", ["new.py"] = "new\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Ignored_folder_is_read_when_it_is_the_one_asked_for()
    {
        using TemporaryRepository repository = TemporaryRepository.With((".gitignore", "out/\n"));
        repository.Write("out/a.py", "a\n");
        await using SourceTree tree = await SourceTree.Open(repository.PathOf("out"));
        Assert.Equal(new() { ["a.py"] = "a\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Repository_without_commits_is_read_from_disk()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty();
        repository.Write("a.py", "a\n");
        await using SourceTree tree = await SourceTree.Open(repository.Folder);
        Assert.Null(tree.Commit);
        Assert.Equal("main", tree.Branch);
        Assert.Equal(new() { ["a.py"] = "a\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Line_ending_conversion_does_not_make_a_file_modified()
    {
        using TemporaryRepository repository = TemporaryRepository.With((".gitattributes", "*.py text eol=crlf\n"), ("a.py", "a\nb\n"));
        File.Delete(repository.PathOf("a.py"));
        repository.Git("checkout", "--quiet", "--", "a.py");
        Assert.Equal("a\r\nb\r\n", File.ReadAllText(repository.PathOf("a.py")));
        await using SourceTree tree = await SourceTree.Open(repository.Folder);
        Assert.Equal("a\nb\n", (await tree.ReadTexts())["a.py"]);
    }

    [Fact]
    public async Task Conflicts_sparse_and_overlooked_files_are_taken_as_they_lie()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("conflict.py", "base\n"), ("sparse.py", ""), ("overlooked.py", "old\n"));
        repository.Git("checkout", "--quiet", "-b", "side");
        repository.Write("conflict.py", "side\n");
        repository.Commit("side");
        repository.Git("checkout", "--quiet", "main");
        repository.Write("conflict.py", "main\n");
        repository.Commit("main");
        Assert.Throws<InvalidOperationException>(() => repository.Git("merge", "side"));
        repository.Git("update-index", "--skip-worktree", "sparse.py");
        File.Delete(repository.PathOf("sparse.py"));
        repository.Git("update-index", "--assume-unchanged", "overlooked.py");
        repository.Write("overlooked.py", "changed in secret\n");
        await using SourceTree tree = await SourceTree.Open(repository.Folder);
        Dictionary<string, string> texts = await tree.ReadTexts();
        Assert.Equal("conflict.py overlooked.py", tree.Names());
        Assert.StartsWith("<<<<<<<", texts["conflict.py"], StringComparison.Ordinal);
        Assert.Equal("changed in secret\n", texts["overlooked.py"]);
    }

    [Fact]
    public async Task Tracked_file_with_a_name_that_is_no_utf8_is_read_from_the_repository()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty();
        CommitTreeTests.AddLatin1Name(repository);
        await using SourceTree tree = await SourceTree.Open(repository.Folder);
        Assert.Equal(new() { ["caf\\xE9.py"] = "x = 1\n" }, await tree.ReadTexts());
        repository.Git("rm", "--quiet", "--cached", "-r", ".");
        await using SourceTree untracked = await SourceTree.Open(repository.Folder);
        Assert.Equal("caf\\xE9.py:unreadable", untracked.SkippedNames());
    }

    [Fact]
    public async Task Links_submodules_and_untracked_repositories_are_skipped_with_the_reason()
    {
        using TemporaryRepository inner = TemporaryRepository.With(("i.py", ""));
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        repository.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://" + inner.Folder, "sub");
        File.Delete(repository.PathOf(".gitmodules"));
        File.CreateSymbolicLink(repository.PathOf("link.py"), "a.py");
        File.CreateSymbolicLink(repository.PathOf("loop"), ".");
        repository.Git("clone", "--quiet", inner.Folder, "nested");
        await using SourceTree tree = await SourceTree.Open(repository.Folder);
        Assert.Equal("a.py", tree.Names());
        Assert.Equal("link.py:symbolicLink loop:symbolicLink nested:submodule sub:submodule", tree.SkippedNames());
    }

    [Fact]
    public async Task Plain_folder_honours_its_ignore_files()
    {
        using TemporaryRepository folder = TemporaryRepository.OnlyFolder();
        folder.Write(".gitignore", "*.log\n/out/\n");
        folder.Write("a.py", "a\n");
        folder.Write("x.log", "");
        folder.Write("out/b.py", "");
        folder.Write("pkg/out/c.py", "c\n");
        folder.Write("pkg/.gitignore", "!keep.log\n");
        folder.Write("pkg/keep.log", "kept\n");
        File.CreateSymbolicLink(folder.PathOf("loop"), folder.Folder);
        await using SourceTree tree = await SourceTree.Open(folder.Folder);
        Assert.Equal(".gitignore a.py pkg/.gitignore pkg/keep.log pkg/out/c.py", tree.Names());
        Assert.Equal("loop:symbolicLink", tree.SkippedNames());
        Assert.Null(tree.Commit);
        Assert.StartsWith("folder-", tree.ContentId, StringComparison.Ordinal);
        Assert.Equal("kept\n", (await tree.ReadTexts())["pkg/keep.log"]);
    }

    [Fact]
    public async Task Repositories_inside_a_plain_folder_are_part_of_it()
    {
        using TemporaryRepository folder = TemporaryRepository.OnlyFolder();
        folder.Git("init", "--quiet", "inner");
        folder.Write("inner/a.py", "a\n");
        await using SourceTree tree = await SourceTree.Open(folder.Folder);
        Assert.Equal(new() { ["inner/a.py"] = "a\n" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Files_that_vanish_or_change_after_the_listing_are_told()
    {
        using TemporaryRepository folder = TemporaryRepository.OnlyFolder();
        foreach (string name in (string[])["changed.py", "folder.py", "gone.py", "link.py"]) folder.Write(name, "first\n");
        await using SourceTree tree = await SourceTree.OpenFolder(folder.Folder);
        folder.Write("changed.py", "other\n");
        File.Delete(folder.PathOf("gone.py"));
        File.Delete(folder.PathOf("folder.py"));
        Directory.CreateDirectory(folder.PathOf("folder.py"));
        File.Delete(folder.PathOf("link.py"));
        File.CreateSymbolicLink(folder.PathOf("link.py"), "changed.py");
        Dictionary<string, (string? Detail, bool SameBlob)> seen = [];
        await tree.Read(tree.Files, (content, _) =>
        {
            using (content) seen.Add(content.File.Path, (content.Detail, content.Blob == content.File.Blob));
            return ValueTask.CompletedTask;
        });
        Assert.Equal((null, false), seen["changed.py"]);
        Assert.Equal(("It was replaced by a folder after it was listed.", true), seen["folder.py"]);
        Assert.Equal(("It was removed after it was listed.", true), seen["gone.py"]);
        Assert.Equal(("It was replaced by a symbolic link after it was listed.", true), seen["link.py"]);
        Assert.Null(await tree.ReadText(tree.Files.Single(file => file.Path == "gone.py")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task File_without_access_rights_is_unreadable_except_for_a_superuser()
    {
        using TemporaryRepository folder = TemporaryRepository.OnlyFolder();
        folder.Write("a.py", "a\n");
        folder.Write("b.py", "b\n");
        File.SetUnixFileMode(folder.PathOf("b.py"), UnixFileMode.None);
        await using SourceTree tree = await SourceTree.Open(folder.Folder);
        Assert.Equal(Environment.IsPrivilegedProcess ? "a.py b.py" : "a.py", tree.Names());
        Assert.Equal(Environment.IsPrivilegedProcess ? "" : "b.py:unreadable", tree.SkippedNames());
    }

    [Fact]
    public async Task Named_pipe_does_not_stop_the_reading()
    {
        using TemporaryRepository folder = TemporaryRepository.OnlyFolder();
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", folder.PathOf("pipe.py"))) await make.WaitForExitAsync();
        await using SourceTree tree = await SourceTree.Open(folder.Folder);
        Assert.Equal(new() { ["pipe.py"] = "" }, await tree.ReadTexts());
    }

    [Fact]
    public async Task Folder_removed_before_reading_is_named()
    {
        using TemporaryRepository folder = TemporaryRepository.OnlyFolder();
        folder.Write("a.py", "a\n");
        await using SourceTree tree = await SourceTree.Open(folder.Folder);
        folder.Dispose();
        GitException exception = await Assert.ThrowsAsync<GitException>(() => tree.ReadTexts());
        Assert.Equal(GitError.RepositoryGone, exception.Error);
    }
}
