namespace CodeGraph.Grains.Audit;

/// <summary>Computes the chain anew and compares it with what the files say, from the oldest entry to the first that differs.</summary>
internal sealed class AuditVerifier(string folder, AuditCheckpoint? expected)
{
    private readonly Dictionary<long, byte[]> anchors = [];
    private AuditLink link = AuditLink.Origin;
    private AuditLink? retired;
    private DateTimeOffset time;
    private long? first;
    private long entries;
    private bool sawExpected;

    public AuditVerification Run(CancellationToken cancellation)
    {
        var files = AuditSegment.Files(folder);
        for (var i = 0; i < files.Count; i++)
        {
            if (Check(AuditSegment.Read(files[i]), isFirst: i == 0, isLast: i == files.Count - 1, cancellation) is { } reason)
                return Broken(reason);
        }
        if (CheckBeginning() is { } missing)
            return Broken(missing, at: 1);
        if (expected is not null && !sawExpected)
            return Broken($"entry {expected.Sequence} was noted elsewhere, and the log has {(link.Sequence < expected.Sequence ? "ended before it" : "dropped it")}", at: expected.Sequence);
        return new(Intact: true, entries, first, Head(), null, null);
    }

    private string? Check(AuditSegment segment, bool isFirst, bool isLast, CancellationToken cancellation)
    {
        if (segment.Anchor is not { } anchor)
            return $"'{Path.GetFileName(segment.Path)}' does not begin with the anchor of an audit log";
        if (isFirst)
            (link, first, sawExpected) = (anchor, anchor.Sequence + 1, expected == anchor.ToCheckpoint());
        if (anchor.Sequence != link.Sequence || !anchor.Hash.AsSpan().SequenceEqual(link.Hash))
            return $"'{Path.GetFileName(segment.Path)}' follows entry {anchor.Sequence}, and the file before it ends with entry {link.Sequence} or with another hash";
        anchors[anchor.Sequence] = anchor.Hash;
        for (var i = 0; i < segment.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Check(segment.Line(i)) is { } reason)
                return reason;
        }
        return segment.Length > segment.CompleteLength && !isLast ? "its line has no end, and another file follows" : null;
    }

    private string? Check(AuditLine line)
    {
        if (line.Entry is not { } entry)
            return "its line is no entry";
        if (entry.Sequence != link.Sequence + 1)
            return $"the line in its place has the number {entry.Sequence}";
        var hash = link.Next(line.Json.Span);
        if (!hash.AsSpan().SequenceEqual(line.Hash))
            return "its bytes do not have the hash that is written with them";
        if (entry.Time < time)
            return "it is older than the entry before";
        if (expected?.Sequence == entry.Sequence)
        {
            if (!expected.Hash.Equals(Convert.ToHexStringLower(hash), StringComparison.OrdinalIgnoreCase))
                return "it is another than the one that was noted elsewhere";
            sawExpected = true;
        }
        (link, time, entries) = (new(entry.Sequence, hash), entry.Time, entries + 1);
        retired = AuditRetirement.Parse(entry) ?? retired;
        return null;
    }

    /// <summary>A log that does not begin with the first entry has one that says so, and names the hash that stands where it begins.</summary>
    private string? CheckBeginning()
    {
        if (first is null or 1)
            return null;
        var isTold = retired is { } told && told.Sequence + 1 >= first && anchors.TryGetValue(told.Sequence, out var hash) && hash.AsSpan().SequenceEqual(told.Hash);
        return isTold ? null : $"the log begins with entry {first}, and no entry says that those before were dropped";
    }

    private AuditVerification Broken(string reason, long? at = null) => new(Intact: false, entries, first, Head(), at ?? link.Sequence + 1, reason);

    private AuditCheckpoint? Head() => entries == 0 ? null : link.ToCheckpoint();
}
