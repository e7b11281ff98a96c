using System.Globalization;
using CodeGraph.Storage;

namespace CodeGraph.Grains.Audit;

/// <summary>
/// Appends to the audit log, one batch at a time and one process at a time: whoever holds <c>audit/lock</c>. What another process appended since is read before; what one
/// that died left incomplete is cut off.
/// </summary>
internal sealed class AuditWriter(string folder, AuditOptions options, AuditPeople people, TimeProvider time)
{
    private AuditSegment? segment;
    private long length;
    private AuditLink last = AuditLink.Origin;
    private DateTimeOffset firstTime;
    private DateTimeOffset lastTime;

    /// <summary>Writes entries in their order and flushes them to the disk. Either all are there afterwards, or an exception says why not.</summary>
    /// <exception cref="StorageException">The disk is full, the folder is read-only, or the end of the log cannot be read.</exception>
    public async Task Append(IReadOnlyList<AuditEntry> entries, CancellationToken cancellation)
    {
        using var alone = await AuditLock.Take(folder, time, cancellation);
        Resume();
        if (IsFull())
        {
            segment = AuditSegment.Create(folder, last);
            (length, firstTime) = (segment.Length, default);
            Retire();
        }
        Write(entries);
    }

    /// <summary>Takes a user's name out of the log, and says in the log that it was done.</summary>
    public async Task<bool> Forget(string userId, CancellationToken cancellation)
    {
        using var alone = await AuditLock.Take(folder, time, cancellation);
        if (people.Forget(userId) is not { } pseudonym)
            return false;
        Resume();
        Write([new(AuditActions.AuditForget, AuditActor.System, Detail: pseudonym)]);
        return true;
    }

    /// <summary>Goes to the end of the log: nothing where it ends as this writer left it.</summary>
    private void Resume()
    {
        var files = AuditSegment.Files(folder);
        if (files.Count == 0)
        {
            (last, firstTime, lastTime) = (AuditLink.Origin, default, default);
            segment = AuditSegment.Create(folder, last);
            length = segment.Length;
            return;
        }
        if (segment?.Path == files[^1] && new FileInfo(files[^1]).Length == length)
            return;
        var end = AuditSegment.Read(files[^1]);
        last = LastOf(end);
        (segment, length) = (end, end.CompleteLength);
        (firstTime, lastTime) = segment.Count == 0 ? (default, default) : (segment.Line(0).Entry?.Time ?? default, segment.Line(segment.Count - 1).Entry!.Time);
        var torn = segment.Length - segment.CompleteLength;
        if (torn > 0)
            Write([new(AuditActions.AuditRecover, AuditActor.System, Detail: string.Create(CultureInfo.InvariantCulture, $"{torn} bytes of an unfinished entry cut off"))]);
    }

    private static AuditLink LastOf(AuditSegment segment)
    {
        if (segment.Anchor is { } anchor && segment.Count == 0)
            return anchor;
        if (segment.Anchor is not null && segment.Line(segment.Count - 1) is { Entry: { } entry, Hash.Length: > 0 } line)
            return new(entry.Sequence, line.Hash);
        throw new StorageException(
            $"The end of '{segment.Path}' is no audit log, so nothing can be appended, and what has to be recorded is refused. Run 'codegraph audit verify' to see where it breaks; "
            + "put back a copy, or move the folder aside to begin a new log.");
    }

    private bool IsFull() => length >= options.SegmentBytes || (firstTime != default && firstTime.UtcDateTime.Date < time.GetUtcNow().UtcDateTime.Date);

    private void Write(IReadOnlyList<AuditEntry> entries)
    {
        var (link, at, first) = (last, lastTime, firstTime);
        using var lines = new MemoryStream();
        foreach (var entry in entries)
        {
            at = time.GetUtcNow() is var now && now > at ? now : at;
            first = first == default ? at : first;
            var json = ToStored(entry, link.Sequence + 1, at).ToJson();
            link = new(link.Sequence + 1, link.Next(json));
            lines.Write(StoredEntry.ToLine(link.Hash, json));
        }

        var bytes = lines.GetBuffer().AsSpan(0, (int)lines.Length);
        Flush(bytes);
        (last, lastTime, firstTime, length) = (link, at, first, length + bytes.Length);
    }

    private void Flush(ReadOnlySpan<byte> bytes)
    {
        var path = segment!.Path;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.SetLength(file, length);
            RandomAccess.Write(file, bytes, length);
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            // What part of it got there is found and cut off by the next batch.
            segment = null;
            throw StorageException.Writing(path, exception);
        }
    }

    private StoredEntry ToStored(AuditEntry entry, long sequence, DateTimeOffset at)
    {
        var actor = people.Of(entry.Actor);
        return new(
            sequence, at, entry.Action, entry.Outcome.ToString().ToLowerInvariant(), actor.FullPseudonym, entry.Actor.Key, entry.Repository,
            entry.Subject is { } subject ? people.Of(subject).FullPseudonym : null,
            entry.Detail is { Length: > AuditEntry.LongestDetail } detail ? detail[..AuditEntry.LongestDetail] : entry.Detail,
            entry.Actor.Address is { } address ? actor.Seal(address, sequence) : null);
    }

    /// <summary>Drops files all of whose entries are older than they have to be. What is dropped is said in the log before.</summary>
    private void Retire()
    {
        if (options.Retention is not { } retention)
            return;
        var files = AuditSegment.Files(folder);
        var oldest = time.GetUtcNow() - retention;
        var dropped = files.SkipLast(1).TakeWhile(f => AuditSegment.Read(f) is { Count: > 0 } s && s.Line(s.Count - 1).Entry is { } entry && entry.Time < oldest).Count();
        if (dropped == 0 || AuditSegment.Read(files[dropped]).Anchor is not { } anchor)
            return;
        Write([new(AuditActions.AuditRetire, AuditActor.System, Detail: AuditRetirement.Describe(anchor))]);
        foreach (var file in files.Take(dropped))
            File.Delete(file);
    }
}
