using System.Text;

namespace CodeGraph.Git;

public sealed class IgnoreRulesTests
{
    /// <summary>
    /// The walk over a plain folder keeps exactly what git keeps, for random rules over random trees. Left out is <c>a**</c>, which the
    /// manual calls a plain star and git does not treat as one after a literal beginning.
    /// </summary>
    [Fact]
    public void Plain_folder_keeps_what_git_keeps()
    {
        string[] names = ["a", "b", "ab", "a.b", "build", "x y", "[z]"];
        string[] parts = ["a", "b", "*", "**", "?", "a*", "*b", "[a-b]", "[!a]", "build", "*.b", "\\a", "[[:alpha:]]", "x y", "[z", "\\[z\\]"];
        Random random = new(17);
        for (int round = 0; round < 60; round++)
        {
            using TemporaryRepository folder = TemporaryRepository.Empty();
            for (int i = 0; i < 25; i++)
            {
                string path = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => names[random.Next(names.Length)]));
                if (!Directory.Exists(folder.PathOf(path)) && !Ancestors(path).Any(ancestor => File.Exists(folder.PathOf(ancestor)))) folder.Write(path, "");
            }

            string[] folders = [folder.Folder, .. Directory.EnumerateDirectories(folder.Folder).Where(path => !path.EndsWith(".git", StringComparison.Ordinal)).Take(1)];
            StringBuilder allRules = new();
            foreach (string place in folders)
            {
                string rules = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Rule(random, parts) + "\n"));
                File.WriteAllText(Path.Join(place, ".gitignore"), rules);
                allRules.Append(place).Append(":\n").Append(rules);
            }

            string[] expected = folder.Git("-c", "core.quotePath=false", "ls-files", "-z", "--others", "--exclude-standard").Split('\0', StringSplitOptions.RemoveEmptyEntries);
            string[] actual = [.. FolderLister.List(folder.Folder, CancellationToken.None).Select(entry => entry.Path)];
            Assert.True(
                expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal)),
                $"{allRules}\ngit only: {string.Join(", ", expected.Except(actual))}\nwe only: {string.Join(", ", actual.Except(expected))}");
        }
    }

    [Theory]
    [InlineData("#comment", "#comment", false)]
    [InlineData("\\#file", "#file", true)]
    [InlineData("\\!file", "!file", true)]
    [InlineData("name ", "name", true)]
    [InlineData("name\\ ", "name ", true)]
    [InlineData("doc/*.txt", "doc/a/b.txt", false)]
    [InlineData("doc/**/*.txt", "doc/a/b.txt", true)]
    [InlineData("**/foo/bar", "x/foo/bar", true)]
    [InlineData("abc/**", "abc", false)]
    [InlineData("name\r", "name", true)]
    [InlineData("a*a*a*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Pattern_reads_as_the_manual_says(string pattern, string path, bool ignored) =>
        Assert.Equal(ignored, IgnoreRules.None.With("", pattern + "\n").Ignores(path, isFolder: false));

    private static string Rule(Random random, string[] parts)
    {
        string rule = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(parts.Length)]));
        return $"{(random.Next(5) == 0 ? "!" : "")}{(random.Next(4) == 0 ? "/" : "")}{rule}{(random.Next(5) == 0 ? "/" : "")}";
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1)) yield return path[..slash];
    }
}
