using System.Text;

namespace CodeGraph.Git;

public sealed class GitPathTests
{
    [Theory]
    [InlineData("src/plain.py")]
    [InlineData("with space/and \"quotes\"\nand lines")]
    [InlineData("süß/文件.cs")]
    [InlineData("back\\slash")]
    public void Path_in_utf8_reads_as_it_is(string path) => Assert.Equal(path, GitPath.Decode(Encoding.UTF8.GetBytes(path)));

    [Fact]
    public void Bytes_that_are_no_utf8_are_written_as_escapes()
    {
        Assert.Equal("caf\\xE9.py", GitPath.Decode([.. "caf"u8, 0xE9, .. ".py"u8]));
        Assert.Equal("\\x5CxE9", GitPath.Decode("\\xE9"u8));
    }

    [Fact]
    public void Every_path_leads_back_to_its_bytes()
    {
        Random random = new(3);
        byte[] alphabet = [.. "a/\\x5CE9"u8, 0xE9, 0xC3, 0xA4, 0xFF];
        for (int i = 0; i < 5000; i++)
        {
            byte[] path = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => alphabet[random.Next(alphabet.Length)])];
            Assert.Equal(path, GitPath.Encode(GitPath.Decode(path)));
        }
    }
}
