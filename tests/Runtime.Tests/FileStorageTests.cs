using System.Diagnostics;
using CodeGraph.StateWriter;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace CodeGraph.Runtime.Tests;

/// <summary>Records in files.</summary>
public sealed class FileStorageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("grains-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("plain")]
    [InlineData("../../etc/passwd")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("C:\\a|b*c?\0\n\"")]
    [InlineData("Grüße/😀")]
    [InlineData("repo@0123456789012345678901234567890123456789012345678901234567890123456789#src/very/long/path/that/goes/on/and/on/File.cs")]
    public async Task Any_key_is_stored_in_one_file_inside_the_folder(string key)
    {
        var storage = NewStorage();
        var id = GrainId.Create("note", key);
        await storage.WriteStateAsync("note", id, new GrainState<NoteState> { State = new() { Text = key } });
        var file = Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        Assert.Equal(Path.Combine(folder, "note", "note"), Path.GetDirectoryName(file));
        Assert.InRange(Path.GetFileName(file).Length, 1, 200);
        var read = new GrainState<NoteState>();
        await NewStorage().ReadStateAsync("note", id, read);
        Assert.Equal((key, "1", true), (read.State.Text, read.ETag, read.RecordExists));
    }

    [Fact]
    public void Different_keys_have_different_file_names()
    {
        string[] keys =
        [
            "a", "A", "%61", "a/b", "a%2fb", "a\\b", "", ".", "%", "%2e", "a~", new('x', 300), new('x', 301), new string('x', 300).ToUpperInvariant(),
        ];
        Assert.Equal(keys.Length, keys.Select(StateFileName.Encode).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task A_stale_writer_is_refused()
    {
        var (storage, id) = (NewStorage(), GrainId.Create("note", "a"));
        var first = new GrainState<NoteState> { State = new() };
        var second = new GrainState<NoteState> { State = new() };
        await storage.WriteStateAsync("note", id, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("note", id, second));
        await storage.ReadStateAsync("note", id, second);
        await storage.WriteStateAsync("note", id, second);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("note", id, first));
        await storage.ClearStateAsync("note", id, second);
        Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        Assert.False(second.RecordExists);
    }

    [Fact]
    public async Task A_left_over_temporary_file_is_ignored()
    {
        var (storage, id) = (NewStorage(), GrainId.Create("note", "a"));
        var record = new GrainState<NoteState> { State = new() { Text = "whole" } };
        await storage.WriteStateAsync("note", id, record);
        await File.WriteAllTextAsync(StateFileName.PathOf(folder, "note", id) + ".tmp", "{\"etag\":\"2\",\"sta");
        var read = new GrainState<NoteState>();
        await storage.ReadStateAsync("note", id, read);
        Assert.Equal("whole", read.State.Text);
        await storage.WriteStateAsync("note", id, read);
        Assert.Equal("2", read.ETag);
    }

    [Fact]
    public async Task A_killed_process_leaves_its_last_complete_state()
    {
        var random = new Random(20);
        long before = 0;
        for (var round = 0; round < 6; round++)
        {
            var (reported, killedAfter) = (await RunAndKillAsync(random.Next(1, 300)), before);
            var state = await ReadCounterAsync();
            Assert.True(state.IsWhole, $"Value {state.Value} with {state.Padding.Length} entries.");

            // The write after the last reported one may or may not have been completed.
            Assert.InRange(state.Value, reported, reported + 1);
            Assert.True(state.Value > killedAfter);
            before = state.Value;
        }
    }

    private FileGrainStorage NewStorage() => new(new FileGrainStorageOptions { Folder = folder });

    /// <summary>Kills the writer in the middle of what follows after a number of reported writes; returns the last value reported.</summary>
    private async Task<long> RunAndKillAsync(int writes)
    {
        var program = typeof(CounterState).Assembly.Location;
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [program, folder]) { RedirectStandardOutput = true })!;
        string? line = null;
        for (var write = 0; write < writes; write++) line = await writer.StandardOutput.ReadLineAsync();
        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync() is { } rest)
            if (rest.Length > 0) line = rest;
        await writer.WaitForExitAsync();
        return long.Parse(line!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<CounterState> ReadCounterAsync()
    {
        await using var host = await TestHost.StartAsync(grains => grains
            .AddAssembly(typeof(CounterState).Assembly)
            .AddFileGrainStorage("codegraph", options => options.Folder = folder));
        return await host.Grains.GetGrain<ICounter>("counter").Get();
    }
}
