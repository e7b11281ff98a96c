using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>
/// Tells whether a file that contains marked names would be resolved as before, by its uses of them alone. What others changed reaches a file through these uses: where each denotes what it
/// denoted, and none of that is declared otherwise, what follows from them is the same, too. What they were asked by, or asked, on the way is compared as well. Uses whose meaning depends on
/// itself are not told that way, and neither are languages in which values are followed from file to file.
/// </summary>
/// <param name="context">The program now.</param>
/// <param name="before">By file of the program before, its uses.</param>
/// <param name="map">What the numbers of that program are now.</param>
/// <param name="isMarked">Whether a name of a family is marked.</param>
/// <param name="changed">Symbols that stayed and are declared otherwise, or lead elsewhere.</param>
internal sealed class SameAnswers(LinkContext context, LinkedFile[] before, ProgramMap map, Func<Family, int, bool> isMarked, HashSet<int> changed)
{
    private readonly LinkProgram program = context.Program;

    /// <summary>Whether all that a file's uses of marked names lead to is as before. May be called from several threads, with different resolvers.</summary>
    public bool Hold(FileResolver resolver, int file)
    {
        var references = program.Facts(file).References;
        var names = program.NameOf[file];
        resolver.Open(file);
        for (var i = 0; i < references.Length; i++)
        {
            if (names[references[i].Name] is not (>= 0 and var name) || !isMarked(program.FamilyOf(file), name))
                continue;
            resolver.DenoteCallsAround(i);
            resolver.Denote(i);
        }
        if (resolver.IsCircular)
            return false;
        ReferenceRecord[] buffer = [];
        var linked = before[map.FileBefore(file)];
        var uses = linked.Read(ref buffer).AsSpan(0, linked.UseCount);
        var targets = new List<int>();
        Dictionary<(int Line, int Column, ReferenceRole Role, int Name), int>? atPlaces = null;
        for (var i = 0; i < references.Length; i++)
        {
            if (resolver.Known(i) is not { } value)
                continue;
            targets.Clear();
            var now = new ReferenceRecord { Name = names[references[i].Name], Line = references[i].Line, Column = references[i].Column, Role = references[i].Role, Tier = value.Tier, Payload = -1 };
            Linker.Conclude(program, resolver, ref now, value, targets);
            if (LeadsToChanged(now, targets) || Recorded(now, targets, uses, linked.Targets) is not { } recorded)
                return false;
            if ((references[i].Flags & ReferenceFlags.Implicit) == 0)
            {
                if (recorded == 0)
                    return false;
                continue;
            }
            // What is not written leaves no trace where it finds nothing: whose a record is, has to be plain.
            atPlaces ??= references.CountBy(PlaceOf).ToDictionary();
            if (atPlaces[PlaceOf(references[i])] > 1 || recorded > 0 != now.State is ReferenceState.Resolved or ReferenceState.Ambiguous)
                return false;
        }
        return true;
    }

    private bool LeadsToChanged(in ReferenceRecord use, List<int> targets)
    {
        if (use.State is not (ReferenceState.Resolved or ReferenceState.Ambiguous))
            return false;
        return use.Form == TargetForm.Symbol ? changed.Contains(use.Payload) : use.Form == TargetForm.Several && targets.FindIndex(1, changed.Contains) >= 0;
    }

    private static (int Line, int Column, ReferenceRole Role, int Name) PlaceOf(Reference reference) => (reference.Line, reference.Column, reference.Role, reference.Name);

    /// <summary>How many uses of the same role and name at the same place there were; null where one of them was another than now.</summary>
    private int? Recorded(in ReferenceRecord now, List<int> targets, ReadOnlySpan<ReferenceRecord> uses, List<int> targetsBefore)
    {
        var at = 0;
        for (var end = uses.Length; at < end;)
        {
            var middle = (at + end) / 2;
            if (Linker.Compare(uses[middle], now) < 0)
                at = middle + 1;
            else
                end = middle;
        }
        var recorded = 0;
        for (; at < uses.Length && Linker.Compare(uses[at], now) == 0; at++)
        {
            if (map.Name(uses[at].Name) != now.Name)
                continue;
            if (!IsSame(uses[at], targetsBefore, now, targets))
                return null;
            recorded++;
        }
        return recorded;
    }

    private bool IsSame(in ReferenceRecord then, List<int> targetsThen, in ReferenceRecord now, List<int> targetsNow)
    {
        if (then.State != now.State || then.Tier != now.Tier || then.Form != now.Form)
            return false;
        if (then.State == ReferenceState.External)
            return (then.Payload < 0 ? -1 : map.Package(then.Payload)) == now.Payload;
        if (then.State == ReferenceState.Unresolved)
            return true;
        if (then.Form == TargetForm.File)
            return (then.Payload < 0 ? -1 : map.File(then.Payload)) == now.Payload;
        if (then.Form == TargetForm.Symbol)
            return map.Symbol(then.Payload) == now.Payload;
        var count = targetsThen[then.Payload];
        if (count != targetsNow[now.Payload])
            return false;
        for (var i = 1; i <= count; i++)
        {
            if (map.Symbol(targetsThen[then.Payload + i]) != targetsNow[now.Payload + i])
                return false;
        }
        return true;
    }
}
