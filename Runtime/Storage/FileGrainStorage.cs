using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// One file a record: <c>{"etag":"7","grain":"repository/a","state":{...}}</c>. The ETag counts writes and comes first, so that a write can
/// check it without reading the state.
///
/// A write goes to <c>name.json.PROCESS.tmp</c>, is flushed to the disk and then renamed over the record. The rename is atomic, so whatever moment
/// the process dies at, the record is the last complete one. Processes that share a folder check each other's ETags, but two writes of one record at
/// the very same time are not told apart: the later one stays.
/// </summary>
internal sealed class FileGrainStorage(FileGrainStorageOptions options) : IGrainStorage
{
    /// <summary>Two grains seldom share a lock, and no lock is kept per grain.</summary>
    private const int LockCount = 64;

    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, LockCount).Select(_ => new SemaphoreSlim(1))];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var path = StateFileName.PathOf(options.Folder, stateName, grainId);
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            StateActivator.Reset(grainState);
            return;
        }

        if (!ReadRecord(content, grainState))
            throw new OrleansException($"{path} holds no record. Restore the file from a backup, or delete it to start {grainId} anew.");
        grainState.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var etag = (long.Parse(grainState.ETag ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

        // In the caller's turn, before anybody can change the state; the disk is used outside of it.
        var content = WriteRecord(etag, grainId, grainState.State);
        var path = StateFileName.PathOf(options.Folder, stateName, grainId);
        await ExclusivelyAsync(path, grainId, grainState.ETag, () => Replace(path, content), cancellationToken);
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var path = StateFileName.PathOf(options.Folder, stateName, grainId);
        await ExclusivelyAsync(path, grainId, grainState.ETag, () => Delete(path), cancellationToken);
        StateActivator.Reset(grainState);
    }

    private async Task ExclusivelyAsync(string path, GrainId grainId, string? known, Action change, CancellationToken cancellation)
    {
        var gate = locks[(uint)path.GetHashCode(StringComparison.Ordinal) % LockCount];
        await gate.WaitAsync(cancellation);
        try
        {
            await Task.Run(
                () =>
                {
                    var stored = ReadEtag(path);
                    if (stored != known)
                        throw new InconsistentStateException($"The stored state of {grainId} was changed by another writer.", stored, known);
                    change();
                },
                CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }

    private void Replace(string path, byte[] content)
    {
        var temporary = $"{path}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp";
        try
        {
            WriteFile(temporary, content);
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WriteFile(temporary, content);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private void WriteFile(string path, byte[] content)
    {
        using var file = Create(path);
        file.Write(content);
        if (options.FlushToDisk) file.Flush(flushToDisk: true);
    }

    /// <summary>For its owner alone: what grains remember may be secret.</summary>
    private static FileStream Create(string path)
    {
        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, file);
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(Path.GetDirectoryName(path))) File.Delete(path);
    }

    /// <summary>The value of the file's first property; null without a file.</summary>
    private static string? ReadEtag(string path)
    {
        const int headLength = 64;
        var head = ArrayPool<byte>.Shared.Rent(headLength);
        try
        {
            using var file = File.OpenHandle(path);
            var reader = new Utf8JsonReader(head.AsSpan(0, RandomAccess.Read(file, head.AsSpan(0, headLength), 0)), isFinalBlock: false, default);
            for (var token = 0; token < 3; token++)
                if (!reader.Read()) throw new OrleansException($"{path} does not begin with an ETag. Restore it from a backup.");
            return reader.GetString();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    /// <summary>Takes the record apart by hand: for its type the serializer would have to look at the envelope of every state anew.</summary>
    private bool ReadRecord<T>(ReadOnlySpan<byte> content, IGrainState<T> grainState)
    {
        var reader = new Utf8JsonReader(content);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var complete = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEtag = reader.ValueTextEquals("etag"u8);
            var isState = reader.ValueTextEquals("state"u8);
            reader.Read();
            if (isEtag)
            {
                grainState.ETag = reader.GetString()!;
                complete |= 1;
            }
            else if (isState)
            {
                grainState.State = JsonSerializer.Deserialize<T>(ref reader, options.Json)!;
                complete |= 2;
            }
            else
            {
                reader.Skip();
            }
        }

        return complete == 3;
    }

    private byte[] WriteRecord<T>(string etag, GrainId grainId, T state)
    {
        var content = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(content);
        writer.WriteStartObject();
        writer.WriteString("etag"u8, etag);
        writer.WriteString("grain"u8, grainId.ToString());
        writer.WritePropertyName("state"u8);
        JsonSerializer.Serialize(writer, state, options.Json);
        writer.WriteEndObject();
        writer.Flush();
        return content.WrittenSpan.ToArray();
    }
}
