using System.Globalization;
using CodeGraph.Grains;
using CodeGraph.Model;

namespace CodeGraph.Cli.Output;

/// <summary>
/// An answer as text: remarks start with <c># </c>, everything else is one result a line. Piped, the fields of a line are separated by tabs;
/// on a terminal they are padded to columns and coloured.
/// </summary>
internal sealed class Report(TextWriter output, Palette palette, bool isTerminal) : IDisposable
{
    private readonly List<(string Text, Func<string, string> Paint)[]> rows = [];

    public static Report ToStandardOutput() => new(StandardOutput.OpenText(), Palette.ForOutput(), StandardOutput.IsTerminal);

    public static Report ToStandardError() => new(Console.Error, Palette.ForErrors(), !Console.IsErrorRedirected);

    public void Remark(string text) => Write(palette.Dim("# " + text));

    public void Warning(string text) => Write(palette.Doubtful("# " + text));

    /// <summary>What the answer is about and what it is true for.</summary>
    public void Head(string subject, AnswerSource source)
    {
        Write(palette.Dim("# ") + palette.Bold(subject));
        Remark(Describe(source));
    }

    public void Symbol(SymbolInfo symbol, int indent = 0) => rows.Add(
    [
        (Place(symbol.Path, symbol.Line, symbol.Column), palette.Place),
        (symbol.Kind.ToWire(), Unpainted),
        (new string(' ', indent * 2) + Plain.Text(symbol.Id), palette.Bold),
        (Plain.Text(symbol.Signature ?? ""), palette.Dim),
    ]);

    /// <param name="relation">What to write.</param>
    /// <param name="showDistance">Whether levels are counted in this answer.</param>
    public void Relation(RelationInfo relation, bool showDistance = true) => rows.Add(
    [
        (Place(relation.Site.Path, relation.Site.Line, relation.Site.Column), palette.Place),
        (relation.Tier.ToWire(), PaintOf(relation.Tier)),
        (relation.Kind.ToWire(), Unpainted),
        .. showDistance ? [(relation.Distance.ToString(CultureInfo.InvariantCulture), Unpainted)] : Array.Empty<(string, Func<string, string>)>(),
        (Plain.Text(relation.From?.Id ?? relation.FromPath), palette.Bold),
        ("-> " + Plain.Text(relation.To.Id), Unpainted),
    ]);

    /// <summary>A symbol that an analysis found, or the code of a file outside of any definition, with why.</summary>
    public void Found(SymbolInfo? symbol, string path, string what, int distance, string why) => rows.Add(
    [
        (Place(path, symbol?.Line ?? 1, symbol?.Column ?? 1), palette.Place),
        (what, Unpainted),
        (distance.ToString(CultureInfo.InvariantCulture), Unpainted),
        (Plain.Text(symbol?.Id ?? path), palette.Bold),
        (Plain.Text(why), palette.Dim),
    ]);

    public void Unreferenced(UnreferencedInfo found) => rows.Add(
    [
        (Place(found.Symbol.Path, found.Symbol.Line, found.Symbol.Column), palette.Place),
        (found.Symbol.Kind.ToWire(), Unpainted),
        (Plain.Text(found.Symbol.Id) + (found.Members > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {Plain.Count(found.Members, "member", "members")}") : ""), palette.Bold),
        (string.Join(' ', found.Reasons.Select(r => r == "unresolvedUses" ? string.Create(CultureInfo.InvariantCulture, $"{r}:{found.UnresolvedUses}") : r)), palette.Doubtful),
    ]);

    public void Central(CentralInfo central) => rows.Add(
    [
        (central.Symbol is { } symbol ? Place(symbol.Path, symbol.Line, symbol.Column) : Plain.Text(central.Path), palette.Place),
        (central.Rank.ToString("0.000000", CultureInfo.InvariantCulture), Unpainted),
        (central.Symbol?.Kind.ToWire() ?? "file", Unpainted),
        (Plain.Text(central.Symbol?.Id ?? central.Path), palette.Bold),
    ]);

    /// <summary>A line of source; control characters but tabs are written out.</summary>
    public void Source(string path, int line, string text) => rows.Add(
        [(string.Create(CultureInfo.InvariantCulture, $"{Plain.Text(path)}:{line}"), palette.Place), (string.Join('\t', text.Split('\t').Select(Plain.Text)), Unpainted)]);

    public void Context(ContextItem item)
    {
        var (path, line, column) = item.Site is { } site ? (site.Path, site.Line, site.Column) : (item.Path, item.Symbol?.Line ?? 1, item.Symbol?.Column ?? 1);
        rows.Add(
        [
            (Place(path, line, column), palette.Place),
            (item.Role.ToString().ToLowerInvariant(), Unpainted),
            (item.Distance.ToString(CultureInfo.InvariantCulture), Unpainted),
            (item.Tier is { } tier ? tier.ToWire() : "-", item.Tier is { } known ? PaintOf(known) : Unpainted),
            (Plain.Text(item.Text), palette.Bold),
        ]);
    }

    public void Complexity(SymbolInfo symbol) => rows.Add(
    [
        (Place(symbol.Path, symbol.Line, symbol.Column), palette.Place),
        (symbol.Metrics is { } m
            ? string.Create(CultureInfo.InvariantCulture, $"cognitive:{m.Cognitive} cyclomatic:{m.Cyclomatic} nesting:{m.Nesting} lines:{m.Lines}") : "unknown", Unpainted),
        (symbol.Kind.ToWire(), Unpainted),
        (Plain.Text(symbol.Id), palette.Bold),
    ]);

    public void Dependency(DependencyInfo dependency) => rows.Add(
    [
        (Place(dependency.Example.Path, dependency.Example.Line, dependency.Example.Column), palette.Place),
        (dependency.Relations.ToString(CultureInfo.InvariantCulture), Unpainted),
        (Kinds(dependency.Counts), Unpainted),
        (Plain.Text(dependency.From), palette.Bold),
        ("-> " + Plain.Text(dependency.To), Unpainted),
        (Plain.Text(dependency.ExampleTarget), palette.Dim),
    ]);

    public void Reference(ReferenceInfo reference) => rows.Add(
    [
        (Place(reference.Site.Path, reference.Site.Line, reference.Site.Column), palette.Place),
        (reference.Tier.ToWire(), PaintOf(reference.Tier)),
        (reference.Role.ToWire(), Unpainted),
        (Plain.Text(reference.From?.Id ?? reference.Site.Path), palette.Bold),
    ]);

    /// <summary>A line of source, with the lines around it as <c>path-line-</c>.</summary>
    /// <param name="line">What to write.</param>
    /// <param name="last">The last line of the file that was written; those up to it are left out.</param>
    public void Line(TextLineInfo line, int last)
    {
        Around(line.Path, line.Line - line.Before.Count, line.Before, last);
        Write(string.Create(CultureInfo.InvariantCulture, $"{palette.Place(Place(line.Path, line.Line, line.Column))}\t{Highlighted(line)}"));
        Around(line.Path, line.Line + 1, line.After, line.Line);
    }

    /// <summary>Between lines that do not follow one another.</summary>
    public void Separator() => Write(palette.Dim("--"));

    /// <summary>A statement, and where it is written; nowhere where <paramref name="path"/> is null.</summary>
    public void Step(string text, string? path, int line, int column) => rows.Add([(path is null ? "-" : Place(path, line, column), palette.Place), (Plain.Text(text), Unpainted)]);

    public void Problem(StoreProblem problem) => rows.Add(
    [
        (Plain.Text(problem.Path), palette.Place),
        (problem.Fault + (problem.Repaired ? ", repaired" : ""), problem.IsBroken ? palette.Doubtful : Unpainted),
        (Plain.Text(problem.Message), Unpainted),
    ]);

    public void Item(StoreItem item) => rows.Add([(Plain.Text(item.Path), palette.Place), (Plain.Size(item.Freed), Unpainted), (Plain.Text(item.Reason), Unpainted)]);

    public void Row(params string[] cells) => rows.Add([.. cells.Select(c => (Plain.Text(c), (Func<string, string>)Unpainted))]);

    public void Field(string name, string value) => rows.Add([(name, palette.Dim), (Plain.Text(value), Unpainted)]);

    /// <summary>Writes the rows gathered so far; remarks that follow come after them.</summary>
    public void EndRows()
    {
        var widths = new List<int>();
        if (isTerminal)
        {
            foreach (var row in rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    if (i == widths.Count) widths.Add(0);
                    // A long path does not push the other lines' columns off the screen.
                    widths[i] = Math.Max(widths[i], Math.Min(row[i].Text.Length, 60));
                }
            }
        }

        foreach (var row in rows)
        {
            var last = Array.FindLastIndex(row, cell => cell.Text.Length > 0);
            for (var i = 0; i <= last; i++)
            {
                output.Write(row[i].Paint(row[i].Text));
                if (i == last) output.Write('\n');
                else if (isTerminal) output.Write(new string(' ', Math.Max(0, widths[i] - row[i].Text.Length) + 2));
                else output.Write('\t');
            }
        }

        rows.Clear();
    }

    public void Dispose()
    {
        EndRows();
        output.Dispose();
    }

    private void Around(string path, int first, IReadOnlyList<string> lines, int last)
    {
        for (var i = Math.Max(0, last + 1 - first); i < lines.Count; i++)
            Write(palette.Dim(string.Create(CultureInfo.InvariantCulture, $"{Plain.Text(path)}-{first + i}-\t{Plain.Code(lines[i])}")));
    }

    private string Highlighted(TextLineInfo line)
    {
        if (!palette.Enabled || line.Text.Any(char.IsSurrogate))
            return Plain.Code(line.Text);
        var (text, at) = (new System.Text.StringBuilder(), 0);
        foreach (var match in line.Matches)
        {
            var start = match.Column - line.TextColumn;
            var end = Math.Min(start + match.Length, line.Text.Length);
            if (start < at || end <= start)
                continue;
            text.Append(Plain.Code(line.Text[at..start])).Append(palette.Error(Plain.Code(line.Text[start..end])));
            at = end;
        }
        return text.Append(Plain.Code(line.Text[at..])).ToString();
    }

    private static string Describe(AnswerSource source)
    {
        var commit = source.Commit is { } id ? id[..Math.Min(12, id.Length)] : "no commit";
        return $"{Plain.Text(source.Repository)} @ {commit}{(source.WorkingTree ? " with the files as they are on disk" : "")}";
    }

    private static string Place(string path, int line, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"{Plain.Text(path)}:{line}:{column}");

    private static string Kinds(RelationCounts counts) => string.Join(' ', new[]
    {
        ("calls", counts.Calls), ("references", counts.References), ("imports", counts.Imports), ("inherits", counts.Inherits), ("implements", counts.Implements),
        ("overrides", counts.Overrides),
    }.Where(c => c.Item2 > 0).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Item1}:{c.Item2}")));

    private static string Unpainted(string text) => text;

    private Func<string, string> PaintOf(Tier tier) => tier is Tier.Exact or Tier.Typed ? palette.Trusted : palette.Doubtful;

    private void Write(string line)
    {
        EndRows();
        output.Write(line);
        output.Write('\n');
    }
}
