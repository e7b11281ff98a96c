using System.Text;
using CodeGraph.Graph;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Tests.Linking;

/// <summary>Links sources given as text, and shows what their references were bound to.</summary>
internal static class LinkFixture
{
    /// <summary>Links files written behind one another, each after a line <c>=== path</c>.</summary>
    public static Snapshot Link(string text)
    {
        var files = new List<LinkFile>();
        var manifests = new List<ProjectFile>();
        using var parser = new FileParser(new ParseLimits());
        foreach (var (path, source) in Split(text))
        {
            var bytes = Encoding.UTF8.GetBytes(source);
            if (Linker.IsManifest(path))
            {
                manifests.Add(new ProjectFile(path, bytes));
                continue;
            }
            Assert.Equal(ParseOutcome.Parsed, parser.Parse(LanguageRegistry.Detect(path)!, bytes, out var facts));
            files.Add(new LinkFile(path, BlobId.OfBlob(bytes), facts!));
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        var properties = new SnapshotProperties
        {
            Source = "test", Commit = null, Reference = null, WorkingTree = true, ContentId = "test", SourceBytes = 0,
            Skipped = new Dictionary<string, int>(), Failed = [], CreatedAt = DateTimeOffset.UnixEpoch,
        };
        return new Snapshot(SnapshotEncoder.Encode(Linker.Join(files, manifests, properties, threads: 2, CancellationToken.None)));
    }

    /// <summary>
    /// Checks the uses that a comment asks about. A line of source that ends in <c>//? name: answer</c> (or <c>#? name: answer</c>) says what the
    /// uses of that name on that line are bound to: the ids of the targets and the tier, or a state.
    /// </summary>
    public static void Check(string text)
    {
        var snapshot = Link(text);
        var asked = 0;
        var wrong = new List<string>();
        foreach (var (path, source) in Split(text))
        {
            var lines = source.Split('\n');
            for (var line = 0; line < lines.Length; line++)
            {
                var mark = lines[line].IndexOf("//? ", StringComparison.Ordinal);
                if (mark < 0)
                    mark = lines[line].IndexOf("#? ", StringComparison.Ordinal) - 1;
                if (mark < -1 || lines[line].IndexOf("? ", StringComparison.Ordinal) < 0 || mark == -2)
                    continue;
                foreach (var question in lines[line][(lines[line].IndexOf("? ", Math.Max(mark, 0), StringComparison.Ordinal) + 2)..].Split(';'))
                {
                    asked++;
                    var colon = question.IndexOf(':', StringComparison.Ordinal);
                    var name = question[..colon].Trim();
                    var expected = question[(colon + 1)..].Trim();
                    var actual = Answer(snapshot, path, line + 1, name);
                    if (actual != expected)
                        wrong.Add($"{path}:{line + 1} {name}: expected «{expected}», got «{actual}»");
                }
            }
        }
        Assert.True(asked > 0, "The sources ask nothing.");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static string Answer(Snapshot snapshot, string path, int line, string name)
    {
        var file = snapshot.FindFile(path);
        var answers = new List<string>();
        var (first, end) = snapshot.ReferencesOfFile(file);
        for (var i = first; i < end; i++)
        {
            var reference = snapshot.Reference(i);
            if (reference.Line != line || Encoding.UTF8.GetString(snapshot.NameBytes(reference.Name)) != name)
                continue;
            var targets = new List<string>();
            foreach (var target in snapshot.TargetsOf(reference))
                targets.Add(snapshot.Id(target));
            if (snapshot.ModuleOf(reference) is >= 0 and var module)
                targets.Add(snapshot.Path(module));
            answers.Add(targets.Count == 0 ? reference.State.ToWire() : string.Join(" + ", targets) + " " + reference.Tier.ToWire());
        }
        return answers.Count == 0 ? "no such use" : string.Join(", ", answers.Distinct());
    }

    private static IEnumerable<(string Path, string Source)> Split(string text)
    {
        foreach (var part in ("\n" + text).Split("\n=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            if (end > 0)
                yield return (part[..end].Trim(), part[(end + 1)..]);
        }
    }
}
