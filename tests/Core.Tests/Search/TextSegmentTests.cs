using System.Text;
using CodeGraph.Git;
using CodeGraph.Model;
using CodeGraph.Search;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Search;

public sealed class TextSegmentTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("codegraph-text-");
    private readonly Random random = new(5);

    [Fact]
    public void Trigrams_are_those_of_every_place()
    {
        var trigrams = new Trigrams();
        for (var i = 0; i < 200; i++)
        {
            var text = RandomText(random.Next(400));
            Assert.Equal(BruteForce(text), trigrams.Of(text).ToArray().ToHashSet());
        }
    }

    [Fact]
    public void A_segment_says_of_every_trigram_which_blobs_hold_it()
    {
        var texts = Texts(300);
        Write(texts);
        using var index = TextIndex.Open(folder.FullName);
        using var lease = index.Lease();
        Same(texts, Assert.Single(index.Segments));
    }

    [Fact]
    public void Merging_keeps_every_blob_once_and_bounds_the_segments()
    {
        var texts = new Dictionary<BlobId, byte[]>();
        for (var run = 0; run < 12; run++)
        {
            foreach (var (blob, text) in Texts(10))
                texts[blob] = text;
            Write(texts);
        }
        using var index = TextIndex.Open(folder.FullName);
        using var lease = index.Lease();
        Assert.InRange(index.SegmentCount, 1, 8);
        Assert.Equal(texts.Keys.ToHashSet(), index.Blobs());
        Assert.Equal(texts.Count, index.Segments.Sum(s => s.BlobCount));
        foreach (var segment in index.Segments)
            Same(texts.Where(t => segment.Find(t.Key) >= 0).ToDictionary(), segment);
    }

    [Fact]
    public void Blobs_that_nobody_wants_can_be_dropped()
    {
        var texts = Texts(100);
        Write(texts);
        var kept = texts.Where((_, i) => i % 3 == 0).ToDictionary();

        Assert.InRange(TextIndexWriter.Keep(folder.FullName, kept.Keys.ToHashSet()), 1, long.MaxValue);
        using (var index = TextIndex.Open(folder.FullName))
        using (index.Lease())
            Same(kept, Assert.Single(index.Segments));

        TextIndexWriter.Keep(folder.FullName, new HashSet<BlobId>());
        Assert.Empty(TextIndex.Files(folder.FullName));
    }

    [Fact]
    public void A_segment_damaged_anywhere_is_set_aside()
    {
        Write(Texts(20));
        var path = TextIndex.Files(folder.FullName)[0];
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < 60; i++)
        {
            var at = i < 30 ? i * 2 : random.Next(whole.Length);
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << random.Next(8));
            Refused(damaged, at is >= 8 and < 12);
            Refused(whole[..at], false);
        }
        File.WriteAllBytes(path, whole);
        Assert.Null(Assert.Single(TextIndex.Verify(folder.FullName)).Damage);

        // A flipped version is another version, which is left alone.
        void Refused(byte[] bytes, bool otherVersion)
        {
            File.WriteAllBytes(path, bytes);
            Assert.Equal(otherVersion, TextIndex.Verify(folder.FullName)[0].Damage is null);
            using var index = TextIndex.Open(folder.FullName);
            Assert.Empty(index.Segments);
            Assert.Equal(!otherVersion, File.Exists(path + ".corrupt"));
            File.Delete(path + ".corrupt");
        }
    }

    [Fact]
    public void Readers_keep_what_they_opened_while_segments_are_merged()
    {
        var texts = Texts(10);
        Write(texts);
        using var index = TextIndex.Open(folder.FullName);
        using var lease = index.Lease();
        TextIndexWriter.Keep(folder.FullName, new HashSet<BlobId>());
        Same(texts, Assert.Single(index.Segments));
    }

    [Fact]
    public void There_is_one_writer()
    {
        using var writer = TextIndexWriter.Open(folder.FullName);
        Assert.Throws<StorageException>(() => TextIndexWriter.Open(folder.FullName));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Write(Dictionary<BlobId, byte[]> texts)
    {
        using var writer = TextIndexWriter.Open(folder.FullName);
        Parallel.ForEach(texts, text => writer.Add(text.Key, text.Value.Length, text.Value));
        writer.Commit();
    }

    private static void Same(Dictionary<BlobId, byte[]> texts, TextSegment segment)
    {
        Assert.Equal(texts.Count, segment.BlobCount);
        var expected = texts.SelectMany(t => BruteForce(t.Value).Select(trigram => (trigram, segment.Find(t.Key)))).GroupBy(p => p.trigram, p => p.Item2).ToDictionary(g => g.Key, g => g.Order().ToList());
        var found = new List<uint>();
        foreach (var (trigram, list, isBits) in segment.All())
        {
            var (blobs, set) = (new List<int>(), new BitSet(segment.BlobCount));
            PostingList.Read(list.Span, isBits, blobs);
            PostingList.Read(segment.Postings(trigram).List.Span, isBits, set);
            Assert.Equal(expected[trigram], blobs);
            Assert.Equal(blobs, Enumerable.Range(0, segment.BlobCount).Where(b => set[b]));
            found.Add(trigram);
        }
        Assert.Equal(expected.Keys.Order(), found);
        Assert.True(segment.Postings(0xFFFFFE).List.IsEmpty);
    }

    private Dictionary<BlobId, byte[]> Texts(int count)
    {
        var texts = new Dictionary<BlobId, byte[]>();
        for (var i = 0; i < count; i++)
        {
            var text = RandomText(random.Next(300));
            texts[BlobId.OfBlob(text)] = text;
        }
        return texts;
    }

    private byte[] RandomText(int length) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, length).Select(_ => "aabbcdeABC \n\té\u017F\u212A"[random.Next(16)])));

    private static HashSet<uint> BruteForce(byte[] text)
    {
        var trigrams = new HashSet<uint>();
        foreach (var variant in (byte[][])[text, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace('\u017F', 's').Replace('\u212A', 'k'))])
        {
            for (var i = 2; i < variant.Length; i++)
            {
                if (!variant.AsSpan(i - 2, 3).Contains((byte)'\n'))
                    trigrams.Add(Trigrams.Of(Trigrams.Folded(variant[i - 2]), Trigrams.Folded(variant[i - 1]), Trigrams.Folded(variant[i])));
            }
        }
        return trigrams;
    }
}
