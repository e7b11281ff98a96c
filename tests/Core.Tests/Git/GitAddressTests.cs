using System.Text;

namespace CodeGraph.Git;

public sealed class GitAddressTests
{
    [Theory]
    [InlineData("ext::sh -c 'touch /tmp/owned'")]
    [InlineData("fd::17")]
    [InlineData("transport::address")]
    [InlineData("ftp://example.org/x.git")]
    [InlineData("-uploadpack=touch")]
    [InlineData("--upload-pack=touch")]
    [InlineData("ssh://-oProxyCommand=touch/x")]
    [InlineData("ssh://-x@example.org/x")]
    [InlineData("https:///x")]
    [InlineData("https://example.org/x\nfoo")]
    public void Dangerous_addresses_are_refused(string address)
    {
        GitException exception = Assert.Throws<GitException>(() => GitAddress.Parse(address));
        Assert.Equal(GitError.RefusedAddress, exception.Error);
    }

    [Theory]
    [InlineData("https://github.com/dotnet/orleans.git", "https://github.com/dotnet/orleans.git", "github.com-dotnet-orleans-")]
    [InlineData("https://GitHub.com/dotnet/orleans", "https://github.com/dotnet/orleans", "github.com-dotnet-orleans-")]
    [InlineData("https://ada:s3cret@example.org:8443/x.git", "https://example.org:8443/x.git", "example.org_8443-x-")]
    [InlineData("git@github.com:dotnet/orleans.git", "git@github.com:dotnet/orleans.git", "github.com-dotnet-orleans-")]
    [InlineData("ssh://git:pass@example.org/a/b/c", "ssh://git@example.org/a/b/c", "example.org-b-c-")]
    [InlineData("/srv/git/thing.git", "/srv/git/thing.git", "local-git-thing-")]
    [InlineData("file:///srv/git/thing.git", "file:///srv/git/thing.git", "local-git-thing-")]
    [InlineData("https://example.org/../../etc", "https://example.org/../../etc", "example.org-..-etc-")]
    public void Addresses_are_taken_apart(string address, string url, string folder)
    {
        GitAddress parsed = GitAddress.Parse(address);
        Assert.Equal(url, parsed.Url);
        Assert.StartsWith(folder, parsed.FolderName, StringComparison.Ordinal);
        Assert.Equal(folder.Length + 12, parsed.FolderName.Length);
        Assert.DoesNotContain('/', parsed.FolderName);
    }

    [Fact]
    public void Ways_to_write_one_address_share_a_folder_and_others_do_not()
    {
        string folder = GitAddress.Parse("https://github.com/dotnet/orleans").FolderName;
        foreach (string same in (string[])["https://github.com/dotnet/orleans.git", "https://ada:x@github.com/dotnet/orleans/", "git@github.com:dotnet/orleans.git"])
            Assert.Equal(folder, GitAddress.Parse(same).FolderName);
        Assert.NotEqual(GitAddress.Parse("https://h/a/b/c").FolderName, GitAddress.Parse("https://h/x/b/c").FolderName);
        Assert.NotEqual(GitAddress.Parse("https://h/a-b").FolderName, GitAddress.Parse("https://h/a/b").FolderName);
    }

    [Fact]
    public void Credentials_go_to_git_for_their_host_and_nowhere_else()
    {
        GitAddress address = GitAddress.Parse("https://ada:p%40ss@example.org/x.git");
        (string key, string value) = Assert.Single(address.Credentials());
        Assert.Equal("http.https://example.org/.extraHeader", key);
        Assert.Equal("Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:p@ss")), value);
        Assert.DoesNotContain("p@ss", address.ToString(), StringComparison.Ordinal);
        Assert.Equal("fatal: https://example.org/x.git: *** refused", address.Redact("fatal: https://ada:p%40ss@example.org/x.git: p@ss refused"));
        Assert.Empty(GitAddress.Parse("https://example.org/x.git").Credentials());
    }

    [Fact]
    public async Task Refused_connection_does_not_show_the_credentials()
    {
        using TemporaryRepository data = TemporaryRepository.OnlyFolder();
        GitException exception = await Assert.ThrowsAsync<GitException>(
            () => new GitClone(data.Folder).CloneOrFetch("http://ada:s3cret-token@127.0.0.1:1/x.git"));
        Assert.Equal(GitError.RemoteUnavailable, exception.Error);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFileSystemEntries(data.Folder), name => Assert.DoesNotContain("s3cret", name, StringComparison.Ordinal));
    }
}
