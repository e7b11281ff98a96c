using System.Text;
using System.Text.Json;

namespace CodeGraph.Linking.Rules;

/// <summary>
/// The include folders that a <c>compile_commands.json</c> gives to sources. Its paths are those of the machine that wrote it; a source's own path
/// shows where the repository lay there.
/// </summary>
internal sealed class CompilationDatabase(IReadOnlyDictionary<string, int> files)
{
    private static readonly string[] Flags = ["-I", "-iquote", "-isystem", "-idirafter"];

    private readonly Dictionary<int, string[]> bySource = [];
    private readonly HashSet<string> all = new(StringComparer.Ordinal);
    private string[]? shared;

    /// <summary>Folders, relative to the repository, in which a file's includes are looked for: a header's are those of all sources.</summary>
    public string[] Folders(int file) => bySource.GetValueOrDefault(file) ?? (shared ??= [.. all.Order(StringComparer.Ordinal)]);

    public void Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                return;
            foreach (var command in json.RootElement.EnumerateArray())
                ReadCommand(command);
        }
        catch (JsonException)
        {
            // A broken database says nothing.
        }
    }

    private void ReadCommand(JsonElement command)
    {
        if (command.ValueKind != JsonValueKind.Object || Text(command, "file") is not { } path)
            return;
        var directory = Text(command, "directory") ?? "";
        var source = Absolute(directory, path);
        if (Repository(source) is not var (root, file))
            return;
        var folders = new List<string>();
        foreach (var folder in IncludeFolders(Arguments(command)))
        {
            var at = Absolute(directory, folder);
            if (at == root.TrimEnd('/'))
                folders.Add("");
            else if (at.StartsWith(root, StringComparison.Ordinal))
                folders.Add(at[root.Length..]);
        }
        bySource[file] = [.. folders];
        all.UnionWith(folders);
    }

    /// <summary>The longest end of a path that is a file of the repository, and what precedes it.</summary>
    private (string Root, int File)? Repository(string path)
    {
        for (var at = 0; at >= 0 && at < path.Length; at = path.IndexOf('/', at) is >= 0 and var slash ? slash + 1 : -1)
        {
            if (files.TryGetValue(path[at..], out var file))
                return (path[..at], file);
        }
        return null;
    }

    private static IEnumerable<string> IncludeFolders(List<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            foreach (var flag in Flags)
            {
                if (!arguments[i].StartsWith(flag, StringComparison.Ordinal))
                    continue;
                if (arguments[i].Length > flag.Length)
                    yield return arguments[i][flag.Length..];
                else if (i + 1 < arguments.Count)
                    yield return arguments[++i];
                break;
            }
        }
    }

    private static List<string> Arguments(JsonElement command)
    {
        if (command.TryGetProperty("arguments", out var list) && list.ValueKind == JsonValueKind.Array)
            return [.. list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)];
        return Text(command, "command") is { } line ? Split(line) : [];
    }

    private static List<string> Split(string line)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == ' ' && !quoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
                part.Append(c);
        }
        parts.Add(part.ToString());
        return parts;
    }

    private static string Absolute(string directory, string path)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : directory + "/" + path).Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "."))
                parts.Add(part);
        }
        return "/" + string.Join('/', parts);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
