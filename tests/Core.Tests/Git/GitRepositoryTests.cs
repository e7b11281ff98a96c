namespace CodeGraph.Git;

public sealed class GitRepositoryTests
{
    [Fact]
    public async Task Folder_outside_any_repository_has_none()
    {
        using TemporaryRepository folder = TemporaryRepository.OnlyFolder();
        Assert.Null(await GitRepository.Discover(folder.Folder));
        GitException exception = await Assert.ThrowsAsync<GitException>(() => GitRepository.Open(folder.Folder));
        Assert.Equal(GitError.NotARepository, exception.Error);
        Assert.Contains("is not in a git repository", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_is_found_from_a_folder_inside_it()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a/b/c.py", "x = 1\n"));
        GitRepository found = await GitRepository.Open(repository.PathOf("a/b"));
        Assert.Equal(repository.Folder, found.Root);
        Assert.Equal(repository.PathOf(".git"), found.GitFolder);
        Assert.True(found is { HasWorkingTree: true, IsBare: false, IsShallow: false, UsesSha256: false });
    }

    [Fact]
    public async Task Folder_that_does_not_exist_is_named()
    {
        GitException exception = await Assert.ThrowsAsync<GitException>(() => GitRepository.Discover("/does/not/exist"));
        Assert.Equal(GitError.FolderMissing, exception.Error);
        Assert.Contains("'/does/not/exist' does not exist", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_without_commits_says_how_to_go_on()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty();
        GitRepository found = await GitRepository.Open(repository.Folder);
        GitException exception = await Assert.ThrowsAsync<GitException>(() => found.Resolve(null));
        Assert.Equal(GitError.NoCommits, exception.Error);
        Assert.EndsWith("has no commits yet. Commit once, or index the folder as it is on disk with --working-tree.", exception.Message, StringComparison.Ordinal);
        Assert.Equal("main", await found.Branch());
    }

    [Fact]
    public async Task Branch_without_commits_beside_others_names_them()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        repository.Git("symbolic-ref", "HEAD", "refs/heads/gone");
        GitRepository found = await GitRepository.Open(repository.Folder);
        GitException exception = await Assert.ThrowsAsync<GitException>(() => found.Resolve("HEAD"));
        Assert.Contains("branch 'gone'", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("Name another branch: main.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_reference_is_answered_with_those_that_exist()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        repository.Git("branch", "feature/search");
        repository.Git("tag", "v1.0");
        GitRepository found = await GitRepository.Open(repository.Folder);
        GitException exception = await Assert.ThrowsAsync<GitException>(() => found.Resolve("mian"));
        Assert.Equal(GitError.UnknownReference, exception.Error);
        Assert.Contains("'mian' is not a branch, tag or commit", exception.Message, StringComparison.Ordinal);
        foreach (string name in (string[])["main", "feature/search", "v1.0"]) Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Branches_tags_short_ids_and_expressions_resolve()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        string first = repository.Git("rev-parse", "HEAD");
        repository.Git("tag", "--annotate", "-m", "one", "v1");
        string second = repository.Commit("second");
        GitRepository found = await GitRepository.Open(repository.Folder);
        Assert.Equal(second, await found.Resolve(null));
        Assert.Equal(second, await found.Resolve("main"));
        Assert.Equal(first, await found.Resolve("v1"));
        Assert.Equal(first, await found.Resolve(first[..10]));
        Assert.Equal(first, await found.Resolve("HEAD~1"));
        Assert.Equal("main", await found.Branch("main"));
        Assert.Null(await found.Branch("v1"));
        Assert.Null(await found.Branch(first));
        Assert.Contains(new GitReference("refs/tags/v1", first), await found.References());
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("--output=/tmp/owned")]
    [InlineData("--exec=touch")]
    public async Task Reference_that_looks_like_an_option_is_a_name(string name)
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        GitRepository found = await GitRepository.Open(repository.Folder);
        Assert.Null(await found.TryResolve(name));
        repository.Git("update-ref", $"refs/heads/-x", "HEAD");
        Assert.NotNull(await found.TryResolve("-x"));
    }

    [Fact]
    public async Task Bare_repository_is_told_apart()
    {
        using TemporaryRepository repository = TemporaryRepository.Empty("--bare");
        GitRepository found = await GitRepository.Open(repository.Folder);
        Assert.True(found is { IsBare: true, HasWorkingTree: false });
        Assert.Equal(repository.Folder, found.Root);
    }

    [Fact]
    public async Task Shallow_clone_is_told_apart_and_explained()
    {
        using TemporaryRepository origin = TemporaryRepository.With(("a.py", ""));
        string first = origin.Git("rev-parse", "HEAD");
        origin.Commit("second");
        using TemporaryRepository clone = TemporaryRepository.OnlyFolder();
        clone.Git("clone", "--quiet", "--depth=1", "file://" + origin.Folder, ".");
        GitRepository found = await GitRepository.Open(clone.Folder);
        Assert.True(found.IsShallow);
        GitException exception = await Assert.ThrowsAsync<GitException>(() => found.Resolve(first));
        Assert.Contains("git fetch --unshallow", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_repository_is_told_from_a_broken_one()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        GitRepository found = await GitRepository.Open(repository.Folder);
        repository.Dispose();
        GitException exception = await Assert.ThrowsAsync<GitException>(() => found.Resolve("main"));
        Assert.Equal(GitError.RepositoryGone, exception.Error);
    }

    [Fact]
    public async Task Missing_git_program_is_named_with_the_remedy()
    {
        GitProcessOptions options = new() { Program = "git-that-is-not-installed" };
        GitException exception = await Assert.ThrowsAsync<GitException>(() => GitProcess.Run("/", ["version"], options));
        Assert.Equal(GitError.GitMissing, exception.Error);
        Assert.Contains("Install git", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Untrusted_owner_is_answered_with_the_command_that_trusts_it()
    {
        GitException exception = GitException.FromCommand("/srv/code", "rev-parse", 128, "fatal: detected dubious ownership in repository at '/srv/code'\n");
        Assert.Equal(GitError.UntrustedOwner, exception.Error);
        Assert.EndsWith("git config --global --add safe.directory '/srv/code'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_quotes_git()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", ""));
        GitException exception = await Assert.ThrowsAsync<GitException>(() => GitProcess.Run(repository.Folder, ["ls-tree", "nothing"]));
        Assert.Contains("Not a valid object name nothing", exception.Message, StringComparison.Ordinal);
    }
}
