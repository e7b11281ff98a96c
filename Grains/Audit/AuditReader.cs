using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CodeGraph.Storage;

namespace CodeGraph.Grains.Audit;

/// <summary>Answers questions about the log from its files, the latest entry first. Takes no lock: what is complete never changes.</summary>
internal sealed class AuditReader(string folder)
{
    public AuditPage Read(AuditQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000);
        var before = PositionOf(query);
        var names = new AuditPeople(folder).ByPseudonym();
        var wanted = new AuditFilter(query, names.Values);
        var found = new List<AuditRecord>();
        foreach (var (entry, hash) in Backwards(before, cancellation))
        {
            if (entry.Time < query.Since)
                break;
            if (!wanted.Fits(entry))
                continue;
            if (found.Count == query.Limit)
                return new(found, CursorAfter(query, found[^1].Sequence));
            found.Add(ToRecord(entry, hash, names));
        }
        return new(found, null);
    }

    /// <summary>Entries that can be read; <see cref="AuditVerifier"/> tells of the others.</summary>
    private IEnumerable<(StoredEntry Entry, byte[] Hash)> Backwards(long before, CancellationToken cancellation)
    {
        foreach (var path in AuditSegment.Files(folder).Reverse().Where(f => AuditSegment.FirstOf(f) < before))
        {
            if (Open(path) is not { } segment)
                yield break;
            for (var i = segment.Count - 1; i >= 0; i--)
            {
                cancellation.ThrowIfCancellationRequested();
                if (segment.Line(i) is { Entry: { } entry } line && entry.Sequence < before)
                    yield return (entry, line.Hash);
            }
        }
    }

    /// <summary>Null where the file was dropped meanwhile, and with it all that are older.</summary>
    private static AuditSegment? Open(string path)
    {
        try
        {
            return AuditSegment.Read(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw new StorageException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static AuditRecord ToRecord(StoredEntry entry, byte[] hash, IReadOnlyDictionary<string, StoredPerson> names)
    {
        var address = entry.Sealed is { } text && names.TryGetValue(entry.Actor, out var actor) ? actor.Open(text, entry.Sequence) : null;
        return new(
            entry.Sequence, entry.Time, entry.Action, entry.Outcome, Person(entry.Actor), entry.Key, address, entry.Repository,
            entry.Subject is { } subject ? Person(subject) : null, entry.Detail, Convert.ToHexStringLower(hash));

        AuditPerson Person(string pseudonym) => names.TryGetValue(pseudonym, out var known) ? new(pseudonym, known.Id, known.Name) : new(pseudonym, null, null);
    }

    private static long PositionOf(AuditQuery query)
    {
        if (query.Cursor is not { } cursor)
            return long.MaxValue;
        const int longest = 256;
        if (cursor.Length > longest || !Base64Url.IsValid(cursor) || Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(' ') is not [var question, var at]
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            throw new InvalidCursorException("This is no cursor. Give the one of the answer before as it is, or none to begin.");
        return question == HashOf(query)
            ? position
            : throw new InvalidCursorException("The cursor is of another question. Ask with the filters of the answer before, or without a cursor to begin.");
    }

    private static string CursorAfter(AuditQuery query, long sequence) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{HashOf(query)} {sequence}")));

    /// <summary>A page may be longer than the one before; what is asked may not change.</summary>
    private static string HashOf(AuditQuery query) =>
        XxHash64.Hash(Encoding.UTF8.GetBytes((query with { Cursor = null, Limit = 0 }).ToString())).ToString("x", CultureInfo.InvariantCulture);
}

/// <summary>Which entries a question is about.</summary>
internal sealed class AuditFilter(AuditQuery query, IEnumerable<StoredPerson> people)
{
    private readonly HashSet<string>? actors = query.Actor is { } wanted
        ? [.. people.Where(p => p.Id == wanted || p.Name == wanted).Select(p => p.FullPseudonym), wanted]
        : null;

    public bool Fits(StoredEntry entry) =>
        !(entry.Time < query.Since) && !(entry.Time >= query.Until)
        && (actors is null || actors.Contains(entry.Actor) || (entry.Subject is { } subject && actors.Contains(subject)))
        && (query.Action is not { } action || entry.Action == action || (entry.Action.StartsWith(action, StringComparison.Ordinal) && entry.Action[action.Length] == '.'))
        && (query.Repository is not { } repository || entry.Repository == repository);
}
