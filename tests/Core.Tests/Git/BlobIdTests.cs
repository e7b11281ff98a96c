using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

public sealed class BlobIdTests
{
    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("Zeile eins\r\nZeile zwei: äöü")]
    public void Id_of_a_content_is_the_one_git_gives(string text)
    {
        using TemporaryRepository repository = TemporaryRepository.Empty();
        string expected = repository.Git(Encoding.UTF8.GetBytes(text), "hash-object", "--stdin");
        Assert.Equal(expected, BlobId.OfBlob(Encoding.UTF8.GetBytes(text)).ToString());
    }

    [Fact]
    public void Ids_of_random_contents_are_those_git_gives_in_both_formats()
    {
        foreach (bool sha256 in (bool[])[false, true])
        {
            using TemporaryRepository repository = TemporaryRepository.Empty(sha256 ? ["--object-format=sha256"] : []);
            Random random = new(7);
            List<string> computed = [];
            for (int i = 0; i < 50; i++)
            {
                byte[] content = new byte[random.Next(0, 3000) * (i % 5 == 0 ? 40 : 1)];
                random.NextBytes(content);
                repository.Write($"f{i}", content);
                computed.Add(BlobId.OfBlob(content, sha256).ToString());
            }

            string paths = string.Join('\n', Enumerable.Range(0, 50).Select(i => $"f{i}"));
            Assert.Equal(repository.Git(Encoding.ASCII.GetBytes(paths), "hash-object", "--no-filters", "--stdin-paths"), string.Join('\n', computed));
        }
    }

    [Theory]
    [InlineData("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")]
    [InlineData("473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813")]
    public void Hexadecimal_text_comes_back(string hex)
    {
        BlobId id = BlobId.Parse(hex);
        Assert.Equal(hex, id.ToString());
        Assert.Equal(hex.Length / 2, id.Length);
        Assert.True(BlobId.TryParse(Encoding.ASCII.GetBytes(hex), out BlobId fromBytes));
        Assert.Equal(id, fromBytes);
        Assert.Equal(id, BlobId.Parse(hex.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("e69de29")]
    [InlineData("x69de29bb2d1d6434b8b29ae775ad8c2e48c5391")]
    public void Text_that_is_no_id_is_refused(string text)
    {
        Assert.False(BlobId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => BlobId.Parse(text));
    }

    [Fact]
    public void Ids_order_as_their_hexadecimal_texts()
    {
        Random random = new(11);
        BlobId[] ids = [.. Enumerable.Range(0, 200).Select(i => BlobId.OfBlob(BitConverter.GetBytes(random.Next())))];
        Assert.Equal(ids.Order().Select(id => id.ToString()), ids.Select(id => id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sha1_id_is_not_the_sha256_id_that_begins_with_it()
    {
        byte[] bytes = new byte[32];
        bytes[0] = 1;
        Assert.NotEqual(new BlobId(bytes.AsSpan(0, 20)), new BlobId(bytes));
        Assert.True(default(BlobId).IsEmpty);
        Assert.Equal("", default(BlobId).ToString());
    }
}
