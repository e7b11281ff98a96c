using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>What files declare, and by which names it is reached.</summary>
internal sealed partial class UnaffectedFiles
{
    /// <summary>Marks what files that came, went or changed declare otherwise than before.</summary>
    private void CompareFiles()
    {
        for (var file = 0; file < unaffected.Length; file++)
        {
            if (!map.IsChanged(file))
                continue;
            if (map.FileBefore(file) is >= 0 and var oldFile)
                CompareDefinitions(oldFile, file);
            else
                MarkAll(next, file);
        }
        for (var file = 0; file < old.Files.Count; file++)
        {
            if (map.File(file) < 0)
                MarkAll(old, file);
        }
    }

    /// <summary>A file that came or went.</summary>
    private void MarkAll(LinkProgram program, int file)
    {
        // Where it lies says what it is a part of: names do not tell who sees it.
        if (IsSeenByPlace(program.FamilyOf(file)) || HasVisibleParts(program, file))
            Lose(program.FamilyOf(file));
        for (var symbol = program.FirstSymbol[file]; symbol < program.FirstSymbol[file + 1]; symbol++)
        {
            if (IsSeen(program.Definition(symbol)))
                MarkSymbol(program, symbol, isThereStill: false);
        }
    }

    private void CompareDefinitions(int oldFile, int file)
    {
        var family = next.FamilyOf(file);
        if (Package(old, oldFile) != Package(next, file) || (family != Family.DotNet && !VisibleParts(old, oldFile).SequenceEqual(VisibleParts(next, file))))
            Lose(family);
        var (a, b) = (old.Files[oldFile].Definitions, next.Files[file].Definitions);
        var (first, start) = (old.FirstSymbol[oldFile], next.FirstSymbol[file]);
        var last = new Dictionary<int, int>();
        for (var i = 0; i < a.Length; i++)
        {
            var to = map.Symbol(first + i);
            if (!IsSeen(a[i]) && (to < 0 || !IsSeen(b[to - start])))
                continue;

            // Of several that fit, the order decides: of those that bear one name, or belong to one callable; where a place in the text matters, of all.
            var row = IsSeenByPlace(family) ? -1 : IsInRow(a, i) ? -2 - a[i].Parent : a[i].Name;
            var isInOrder = to > last.GetValueOrDefault(row, -1);
            last[row] = Math.Max(last.GetValueOrDefault(row, -1), to);
            if (isInOrder && SameDeclaration(a[i], b[to - start]) && (family != Family.C || SameSignature(oldFile, i, file, to - start)))
                continue;
            if (isInOrder && family == Family.DotNet && a[i].Kind.IsType() && SameDeclaration(a[i] with { MinArity = b[to - start].MinArity, MaxArity = b[to - start].MaxArity }, b[to - start]))
                MarkHead(old, first + i);
            else
                MarkSymbol(old, first + i, isThereStill: to >= 0);
        }
        for (var i = 0; i < b.Length; i++)
        {
            if (!map.WasThere(start + i) && IsSeen(b[i]))
                MarkSymbol(next, start + i, isThereStill: false);
        }
    }

    /// <summary>It is known by its place among others: a parameter, or what may be a record's.</summary>
    private static bool IsInRow(Definition[] definitions, int definition) => definitions[definition].Kind is SymbolKind.Parameter or SymbolKind.TypeParameter
        || (definitions[definition] is { Kind: SymbolKind.Property, Parent: >= 0 and var owner } && definitions[owner].Kind == SymbolKind.Record);

    /// <summary>Other files can reach it: it is no local, or it is a part of what they reach.</summary>
    private static bool IsSeen(in Definition definition) => (definition.Flags & DefinitionFlags.Local) == 0 || definition.Kind is SymbolKind.Parameter or SymbolKind.TypeParameter;

    private static bool SameDeclaration(in Definition a, in Definition b) =>
        a.Kind == b.Kind && a.Visibility == b.Visibility && a.Flags == b.Flags && a.MinArity == b.MinArity && a.MaxArity == b.MaxArity
        && a.DeclaredType < 0 == b.DeclaredType < 0 && a.ElementType < 0 == b.ElementType < 0 && a.Receiver < 0 == b.Receiver < 0 && a.Value.Kind == b.Value.Kind
        && a.BodyScope < 0 == b.BodyScope < 0;

    private bool SameSignature(int oldFile, int a, int file, int b) => Signature(old.Facts(oldFile), a).SequenceEqual(Signature(next.Facts(file), b));

    private static ReadOnlySpan<byte> Signature(FileFacts facts, int definition) => facts.Descriptions[definition].Signature is >= 0 and var text ? facts.Strings[text] : [];

    /// <summary>Marks the names by which a symbol is reached.</summary>
    private void MarkSymbol(LinkProgram program, int symbol, bool isThereStill)
    {
        ref var definition = ref program.Definition(symbol);
        var family = program.FamilyOf(program.FileOf[symbol]);
        var name = NameHere(program, program.SymbolName(symbol));
        var owner = program.ParentOf[symbol];
        var ownerStayed = owner < 0 || Stayed(program, owner);
        var isOfOther = !ownerStayed && IsReachedThroughOwner(family, definition, program.Definition(owner));
        if (isThereStill)
            changed.Add(program == old ? map.Symbol(symbol) : symbol);
        if (!isOfOther && IsReachedUnnamed(family, definition, name))
        {
            Lose(family);
            return;
        }
        if (isThereStill && definition.Kind.IsType())
        {
            if ((program == old ? map.Entity(program.EntityOf[symbol]) : program.EntityOf[symbol]) is >= 0 and not int.MaxValue and var type)
                Rebase(type);
            else
                Lose(family);
            return;
        }
        if (definition.Kind.IsNamespace())
        {
            // Where it came or went as a whole, that is seen by itself.
            if (isThereStill)
                MarkSegments(family, program.Text(program.SymbolName(symbol)));
            return;
        }
        if (definition.Kind is SymbolKind.Parameter or SymbolKind.TypeParameter && owner >= 0)
        {
            // Who gives it something names what it belongs to, which is told by itself where it came or went.
            if (!ownerStayed || (program.Definition(owner).Flags & DefinitionFlags.Local) != 0)
                return;
            if (family == Family.DotNet && definition.Kind == SymbolKind.Parameter && program.Definition(owner).Kind.IsType())
            {
                // The parts of a type all see the parameters of its head.
                Mark(family, name);
                MarkHead(program, owner);
                return;
            }
            MarkSymbol(program, owner, isThereStill: true);
            return;
        }
        if (isOfOther)
        {
            Mark(markedMembers, family, name);
            return;
        }
        Mark(family, name);
        if ((definition.Flags & DefinitionFlags.DefaultExport) != 0)
            Mark(family, next.DefaultExportName);
        if (definition.Kind == SymbolKind.Constructor && owner >= 0)
            MarkConstruction(program, owner, ownerStayed);
        else if (family == Family.DotNet && definition.Kind == SymbolKind.Property && owner >= 0 && program.Definition(owner).Kind == SymbolKind.Record)
            MarkHead(program, owner);
    }

    /// <summary>Whether a symbol is in both programs, or what it is a part of is.</summary>
    private bool Stayed(LinkProgram program, int symbol)
    {
        var entity = program.EntityOf[symbol];
        return program == old ? map.Symbol(symbol) >= 0 || (entity >= 0 && map.Entity(entity) != int.MaxValue) : map.WasThere(symbol) || (entity >= 0 && map.EntityBefore(entity) >= 0);
    }

    /// <summary>Marks what a type's head with parameters is called by: it is a constructor that bears the type's name.</summary>
    private void MarkHead(LinkProgram program, int type)
    {
        changed.Add(program == old ? map.Symbol(type) : type);
        MarkConstruction(program, type, typeStayed: true);
    }

    /// <summary>Members that nobody reaches but by an instance or the name of their owner, or by a guess.</summary>
    private static bool IsReachedThroughOwner(Family family, in Definition definition, in Definition owner) =>
        family is Family.DotNet or Family.Jvm or Family.Go && (definition.Flags & DefinitionFlags.Extension) == 0 && !definition.Kind.IsType() && owner.Kind.IsType();

    /// <summary>Whether a member is called without its name being written. Operators of .NET are not told apart: that a type has conversions is compared with its bases.</summary>
    private bool IsReachedUnnamed(Family family, in Definition definition, int name) =>
        (family != Family.DotNet && (definition.Flags & DefinitionFlags.Operator) != 0) || (unwritten.Contains(name) && definition.Kind is not (SymbolKind.Parameter or SymbolKind.TypeParameter));

    private void MarkConstruction(LinkProgram program, int type, bool typeStayed)
    {
        var family = program.FamilyOf(program.FileOf[type]);
        Mark(family, NameHere(program, program.SymbolName(type)));
        if (!typeStayed)
            return;
        foreach (var word in Constructing)
            Mark(family, next.FindName(word));
    }

    private void MarkSegments(Family family, string name)
    {
        foreach (var segment in name.Split('.', ':', '\\'))
            MarkSpace(family, next.FindName(segment.Trim()));
    }
}
