using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>
/// A source file to link. Its facts are in memory, or a keeper brings them back whenever they are asked for: then two askings can give two objects, and what is asked
/// of all files in turn had better be among what the file itself knows.
/// </summary>
public sealed class LinkFile
{
    private readonly IFactsKeeper? keeper;
    private FileFacts? held;

    /// <param name="path">With <c>/</c>, relative to the root.</param>
    /// <param name="blob">What the facts are of.</param>
    /// <param name="facts">Its facts.</param>
    public LinkFile(string path, BlobId blob, FileFacts facts)
        : this(path, blob, facts, null)
    {
    }

    /// <param name="path">With <c>/</c>, relative to the root.</param>
    /// <param name="blob">What the facts are of.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="keeper">Brings the facts back after they were dropped; null to hold them for good.</param>
    internal LinkFile(string path, BlobId blob, FileFacts facts, IFactsKeeper? keeper)
    {
        (Path, Blob, held, this.keeper) = (path, blob, facts, keeper);
        Language = facts.Language;
        Definitions = facts.Definitions;
        (Lines, FirstLine, ErrorBytes) = (facts.Lines, facts.FirstLine, facts.ErrorBytes);
        foreach (ref readonly var description in facts.Descriptions.AsSpan())
        {
            CountText(description.Signature);
            CountText(description.Documentation);
        }
        HasGlobalImports = facts.Imports.Any(i => (i.Flags & ImportFlags.Global) != 0);
        HasExpressions = facts.Expressions.Length > 0;
        HasBases = facts.Implementations.Length > 0 || facts.References.Any(r => r.Role == ReferenceRole.Inherit || (r.Flags & ReferenceFlags.Implements) != 0);
        HasExports = facts.Definitions.Any(d => (d.Flags & (DefinitionFlags.Exported | DefinitionFlags.DefaultExport)) != 0) || facts.Imports.Any(i => (i.Flags & ImportFlags.Reexport) != 0);

        void CountText(int text)
        {
            if (text >= 0)
                (TextCount, TextBytes) = (TextCount + 1, TextBytes + facts.Strings[text].Length);
        }
    }

    public string Path { get; }

    public BlobId Blob { get; }

    public FileFacts Facts => held ?? keeper!.BringBack(this);

    public Language Language { get; }

    /// <summary>In memory always: what one file says leads to definitions of others.</summary>
    internal Definition[] Definitions { get; private set; }

    internal int Lines { get; }

    internal int FirstLine { get; }

    internal int ErrorBytes { get; }

    /// <summary>Signatures and documentation of the definitions, and their bytes.</summary>
    internal int TextCount { get; private set; }

    internal int TextBytes { get; private set; }

    internal bool HasGlobalImports { get; }

    internal bool HasExpressions { get; }

    /// <summary>Whether it may say what a type has for a base.</summary>
    internal bool HasBases { get; }

    /// <summary>A module without any export is a script: all of it is visible.</summary>
    internal bool HasExports { get; }

    /// <summary>Lets go of the facts, which the keeper can bring back.</summary>
    internal void Drop() => held = null;

    /// <summary>Lets go of all that only linking needs: nothing of the file is linked any more.</summary>
    internal void Release() => (held, Definitions) = (null, []);
}

/// <summary>Has the facts of files that are not in memory. Called from any thread.</summary>
internal interface IFactsKeeper
{
    FileFacts BringBack(LinkFile file);
}

/// <summary>A file that says how the project is put together: <c>go.mod</c>, <c>package.json</c>, <c>Cargo.toml</c> and the like.</summary>
/// <param name="Path">With <c>/</c>, relative to the root.</param>
/// <param name="Content">Its text, in UTF-8.</param>
/// <param name="Blob">What it is the text of; none where nobody asks.</param>
public sealed record ProjectFile(string Path, ReadOnlyMemory<byte> Content, BlobId Blob = default);
