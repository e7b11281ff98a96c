using System.Diagnostics;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Storage;

public sealed class FactsStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("codegraph-facts-").FullName;

    private string Path => System.IO.Path.Combine(folder, "facts");

    [Fact]
    public void What_was_put_is_got_by_this_writer_the_next_and_readers()
    {
        using (var store = FactsStore.OpenForWriting(Path))
        {
            Fill(store, 50);
            Check(store, 50);
        }
        using (var store = FactsStore.OpenForWriting(Path))
        {
            Check(store, 50);
            using var reader = FactsStore.OpenForReading(Path);
            Check(reader, 50);
        }
    }

    [Fact]
    public void A_store_that_is_not_there_reads_as_empty()
    {
        using var reader = FactsStore.OpenForReading(Path);
        Assert.Equal(0, reader.Count);
        Assert.Null(reader.Get(FactsWriterKey.Of(1)));
    }

    [Fact]
    public void A_file_torn_anywhere_keeps_what_comes_before_the_tear()
    {
        var ends = new List<long>();
        using (var store = FactsStore.OpenForWriting(Path))
        {
            for (var i = 1; i <= 12; i++)
            {
                Fill(store, i);
                store.Flush();
                ends.Add(store.Length);
            }
        }
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length <= whole.Length; length += 3)
        {
            File.WriteAllBytes(Path, whole[..length]);
            var expected = ends.Count(e => e <= length);
            using (var reader = FactsStore.OpenForReading(Path))
                Check(reader, expected);
            using var writer = FactsStore.OpenForWriting(Path);
            Check(writer, expected);
            Fill(writer, 12);
            Check(writer, 12);
        }
    }

    [Fact]
    public void Damaged_facts_count_as_absent()
    {
        using (var store = FactsStore.OpenForWriting(Path))
            Fill(store, 10);
        var bytes = File.ReadAllBytes(Path);
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(32, bytes.Length)] ^= 1;
            File.WriteAllBytes(Path, damaged);
            using var reader = FactsStore.OpenForReading(Path);
            var right = 0;
            for (var n = 0; n < 10; n++)
            {
                if (reader.Get(FactsWriterKey.Of(n)) is not { } facts)
                    continue;
                Assert.Equal(n, facts.Lines);
                right++;
            }
            Assert.InRange(right, 0, 10);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public void Facts_of_a_newer_program_are_refused_and_those_of_an_older_one_made_anew(int version)
    {
        using (var store = FactsStore.OpenForWriting(Path))
            Fill(store, 10);
        var bytes = File.ReadAllBytes(Path);
        bytes[version]++;
        File.WriteAllBytes(Path, bytes);
        var refused = Assert.Throws<StorageException>(() => FactsStore.OpenForWriting(Path));
        Assert.Contains("newer codegraph", refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
        bytes[version] -= 2;
        File.WriteAllBytes(Path, bytes);
        using var again = FactsStore.OpenForWriting(Path);
        Assert.Equal(0, again.Count);
        Fill(again, 3);
        Check(again, 3);
    }

    [Fact]
    public void Failures_are_remembered_until_they_are_forgotten()
    {
        using (var store = FactsStore.OpenForWriting(Path))
            store.PutFailure(FactsWriterKey.Of(1), ParseOutcome.TimeLimit);
        using var again = FactsStore.OpenForWriting(Path);
        Assert.Equal(ParseOutcome.TimeLimit, again.Outcome(FactsWriterKey.Of(1)));
        Assert.Null(again.Get(FactsWriterKey.Of(1)));
        again.ForgetFailure(FactsWriterKey.Of(1));
        Assert.Null(again.Outcome(FactsWriterKey.Of(1)));
    }

    [Fact]
    public void A_second_writer_is_told_who_is_the_first()
    {
        using var first = FactsStore.OpenForWriting(Path);
        Fill(first, 3);
        var exception = Assert.Throws<StorageException>(() => FactsStore.OpenForWriting(Path));
        Assert.Contains($"process {Environment.ProcessId}", exception.Message, StringComparison.Ordinal);
        var (code, error) = RunWriter();
        Assert.Equal(3, code);
        Assert.Contains($"process {Environment.ProcessId}", error, StringComparison.Ordinal);
        Check(first, 3);
    }

    [Fact]
    public void A_writer_killed_at_any_moment_loses_nothing_it_reported()
    {
        var random = new Random(6);
        var reported = -1;
        for (var round = 0; round < 12; round++)
        {
            using var writer = Start([]);
            var last = reported + random.Next(1, 400);
            while (reported < last)
                reported = int.Parse(writer.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
            writer.Kill();
            writer.WaitForExit();
            using var store = FactsStore.OpenForWriting(Path);
            Check(store, reported + 1);
            reported = store.Count - 1;
        }
    }

    [Fact]
    public async Task A_full_disk_ends_the_writer_with_a_message_and_harms_nothing()
    {
        // A limit on the size of files fails writes as a full disk does, without the rights to mount one.
        using var writer = Start(["--fsize=300000"]);
        var output = writer.StandardOutput.ReadToEndAsync();
        var error = await writer.StandardError.ReadToEndAsync();
        await writer.WaitForExitAsync();
        Assert.Equal(3, writer.ExitCode);
        Assert.Contains("disk is full", error, StringComparison.Ordinal);
        using var store = FactsStore.OpenForWriting(Path);
        var stored = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        Check(store, stored);
        Fill(store, stored + 3);
        Check(store, stored + 3);
    }

    [Fact]
    public async Task Readers_and_the_writer_do_not_disturb_each_other()
    {
        using var store = FactsStore.OpenForWriting(Path);
        var writing = Task.Run(() => Fill(store, 3000));
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (store.Count < 3000)
            {
                var n = Math.Max(0, store.Count - 1);
                if (store.Get(FactsWriterKey.Of(n)) is { } facts)
                    Assert.Equal(n, facts.Lines);
            }
        }));
        await Task.WhenAll([writing, .. readers]);
        Check(store, 3000);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private (int Code, string Error) RunWriter()
    {
        using var writer = Start([]);
        var error = writer.StandardError.ReadToEnd();
        writer.WaitForExit();
        return (writer.ExitCode, error);
    }

    private Process Start(string[] limits)
    {
        var program = System.IO.Path.Combine(AppContext.BaseDirectory, "CodeGraph.FactsWriter.dll");

        // The signal that a write beyond the limit brings would end the process; ignored, the write fails as on a full disk.
        string[] command = limits.Length > 0
            ? ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", "prlimit", .. limits, "dotnet", program, Path]
            : ["dotnet", program, Path];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Without it the runtime makes room for its code in a file of its own, which the limit is not about.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    private static void Fill(FactsStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = new byte[i % 3000];
            store.Put(FactsWriterKey.Of(i), new()
            {
                Language = Language.Python, Strings = new(text, [0, text.Length]), Scopes = [], Descriptions = [], Definitions = [], References = [], Imports = [], Package = i, Lines = i, ErrorBytes = 0,
            });
        }
    }

    private static void Check(FactsStore store, int count)
    {
        Assert.True(store.Count >= count, $"{store.Count} of {count} facts are there.");
        for (var i = 0; i < count; i++)
        {
            var facts = store.Get(FactsWriterKey.Of(i));
            Assert.NotNull(facts);
            Assert.Equal(i, facts.Lines);
            Assert.Equal(i % 3000, facts.Strings[0].Length);
        }
        Assert.Null(store.Get(FactsWriterKey.Of(store.Count)));
    }
}
