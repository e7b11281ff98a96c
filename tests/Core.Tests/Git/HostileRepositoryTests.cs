using System.Runtime.Versioning;

namespace CodeGraph.Git;

/// <summary>Reading a repository runs nothing that its own configuration names.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileRepositoryTests
{
    [Fact]
    public async Task Filters_monitors_and_hooks_do_not_run()
    {
        using TemporaryRepository repository = TemporaryRepository.With((".gitattributes", "*.py filter=evil.a=b diff=evil\n"), ("a.py", "a = 1\n"));
        string trace = repository.PathOf("owned");
        string command = $"touch '{trace}'; cat";
        foreach (string key in (string[])["filter.evil.a=b.clean", "filter.evil.a=b.smudge", "filter.evil.a=b.process", "diff.evil.textconv", "core.fsmonitor", "core.sshCommand", "core.pager"])
        {
            // Written as text: 'git config' itself cannot set a key with '=' in its middle part from every shell.
            int first = key.IndexOf('.', StringComparison.Ordinal);
            int last = key.LastIndexOf('.');
            string section = first == last ? $"[{key[..first]}]" : $"[{key[..first]} \"{key[(first + 1)..last]}\"]";
            File.AppendAllText(repository.PathOf(".git/config"), $"{section}\n\t{key[(last + 1)..]} = \"{command}\"\n");
        }

        repository.Write(".git/hooks/post-index-change", "#!/bin/sh\n" + command + "\n");
        File.SetUnixFileMode(repository.PathOf(".git/hooks/post-index-change"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // Same size, new time: git must compare contents to know, and would run the clean filter for that.
        File.SetLastWriteTimeUtc(repository.PathOf("a.py"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using SourceTree disk = await SourceTree.Open(repository.Folder);
        Assert.Equal("a = 1\n", (await disk.ReadTexts())["a.py"]);
        await using SourceTree commit = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal("a = 1\n", (await commit.ReadTexts())["a.py"]);
        Assert.False(File.Exists(trace));

        // The trap is real: plain git falls into it.
        repository.Git("-c", "core.fsmonitor=false", "status", "--porcelain");
        Assert.True(File.Exists(trace));
    }

    [Fact]
    public async Task Missing_object_of_a_partial_clone_is_not_fetched()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", "a = 1\n"), ("b.py", "b = 1\n"));
        string trace = repository.PathOf("owned");
        repository.Git("config", "remote.origin.url", $"ext::touch {trace}");
        repository.Git("config", "remote.origin.promisor", "true");
        repository.Git("config", "core.repositoryFormatVersion", "1");
        repository.Git("config", "extensions.partialClone", "origin");
        repository.Git("config", "protocol.ext.allow", "always");
        string blob = repository.Git("rev-parse", "HEAD:a.py");
        File.Delete(repository.PathOf($".git/objects/{blob[..2]}/{blob[2..]}"));
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal("b.py", tree.Names());
        Assert.Equal("a.py:unreadable", tree.SkippedNames());
        Assert.False(File.Exists(trace));

        // The trap is real: plain git falls into it.
        Assert.Throws<InvalidOperationException>(() => repository.Git("-c", "protocol.ext.allow=always", "cat-file", "-p", blob));
        Assert.True(File.Exists(trace));
    }

    [Fact]
    public async Task Replaced_objects_are_not_believed()
    {
        using TemporaryRepository repository = TemporaryRepository.With(("a.py", "a = 1\n"));
        string other = repository.Git("other\n"u8.ToArray(), "hash-object", "-w", "--stdin");
        repository.Git("replace", repository.Git("rev-parse", "HEAD:a.py"), other);
        await using SourceTree tree = await SourceTree.OpenCommit(repository.Folder);
        Assert.Equal("a = 1\n", (await tree.ReadTexts())["a.py"]);
    }
}
