namespace CodeGraph.Graph;

public sealed partial class Snapshot
{
    /// <summary>
    /// Names of symbols at most a third of its letters away from the last part of a text, nearest first, case not counted. A linear scan over the distinct
    /// names: lengths that differ too much cost nothing, so 100,000 names take a few milliseconds.
    /// </summary>
    public IReadOnlyList<string> NearNames(string text, int count = 5)
    {
        ArgumentNullException.ThrowIfNull(text);
        var wanted = LastPart(SplitOrdinal(text.Trim()).Name).ToUpperInvariant();
        if (wanted.Length is 0 or > 200)
            return [];
        var most = Math.Max(1, wanted.Length / 3);
        var near = new List<(int Distance, int Uses, string Name)>();
        Span<char> letters = stackalloc char[256];
        for (var name = 0; name < NameCount; name++)
        {
            var bytes = NameBytes(name);
            if (bytes.Length is 0 or > 256 || bytes.Length < wanted.Length - most || bytes.Length > (wanted.Length + most) * 3)
                continue;
            var length = System.Text.Encoding.UTF8.GetChars(bytes, letters);
            if (Math.Abs(length - wanted.Length) > most)
                continue;
            for (var i = 0; i < length; i++)
                letters[i] = char.ToUpperInvariant(letters[i]);
            var distance = EditDistance.Between(wanted, letters[..length], most);
            if (distance > most)
                continue;
            var uses = Uses(name);
            if (uses >= 0)
                near.Add((distance, uses, NameText(name)));
        }
        return [.. near.OrderBy(n => n.Distance).ThenByDescending(n => n.Uses).ThenBy(n => n.Name, StringComparer.Ordinal).Take(count).Select(n => n.Name)];
    }

    /// <summary>Paths with the given file name, or one near it, or that contain the text.</summary>
    public IReadOnlyList<string> NearPaths(string path, int count = 5)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = path.Trim().TrimStart('.').Trim('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name.Length is 0 or > 200)
            return [];
        var most = Math.Max(1, name.Length / 3);
        var near = new List<(int Distance, string Path)>();
        for (var file = 0; file < FileCount; file++)
        {
            var other = Path(file);
            var otherName = other.AsSpan(other.LastIndexOf('/') + 1);
            var distance = EndsWith(other, path) ? -1 : EditDistance.Between(name, otherName, most);
            if (distance <= most)
                near.Add((distance, other));
            else if (other.Contains(path, StringComparison.OrdinalIgnoreCase))
                near.Add((most + 1, other));
        }
        return [.. near.OrderBy(n => n.Distance).ThenBy(n => n.Path, StringComparer.Ordinal).Take(count).Select(n => n.Path)];
    }

    /// <summary>Files whose path ends in the given one.</summary>
    public IReadOnlyList<int> FilesEndingWith(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = path.Trim().TrimStart('/');
        return path.Length == 0 ? [] : [.. Enumerable.Range(0, FileCount).Where(f => Path(f) is var p && p.EndsWith(path, StringComparison.Ordinal) && (p.Length == path.Length || p[^(path.Length + 1)] == '/'))];
    }

    /// <summary>Uses of the name's symbols; -1 where all of them are locals.</summary>
    private int Uses(int name)
    {
        var uses = -1;
        foreach (var symbol in SymbolsOf(name))
        {
            if (!IsLocal(symbol))
                uses = Math.Max(uses, 0) + Incoming(symbol).Length;
        }
        return uses;
    }

    private static string LastPart(string text)
    {
        text = text.TrimEnd('.', ':', '#', '/', '\\', '(', ')');
        return text[(text.LastIndexOfAny(['.', ':', '#', '/', '\\']) + 1)..];
    }
}
