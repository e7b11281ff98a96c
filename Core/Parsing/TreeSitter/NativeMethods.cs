using System.Runtime.InteropServices;

namespace CodeGraph.Parsing.TreeSitter;

/// <summary>
/// The C surface of <c>Native/codegraph_parse.h</c>. C names are unchanged. A parser is freed by <see cref="SyntaxParserHandle"/>; what it
/// returns belongs to it until its next call. A parser serves one thread at a time; grammars are immutable and shared by all threads.
/// </summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "libcodegraph-parsing";

    internal const int CG_OK = 0;
    internal const int CG_MEMORY_LIMIT = 1;
    internal const int CG_TIME_LIMIT = 2;
    internal const int CG_OUT_OF_MEMORY = 3;
    internal const int CG_BAD_LANGUAGE = 4;
    internal const int CG_PARSER_FAILED = 5;

    [LibraryImport(Library)]
    internal static partial nint cg_parser_new();

    [LibraryImport(Library)]
    internal static partial void cg_parser_delete(nint parser);

    [LibraryImport(Library)]
    internal static partial int cg_parse(
        SyntaxParserHandle parser, nint language, byte* source, uint length, byte* keep, ulong maxBytes, uint maxMilliseconds, out SyntaxNode* nodes, out uint count);

    [LibraryImport(Library)]
    internal static partial uint cg_symbol_count(nint language);

    [LibraryImport(Library)]
    internal static partial byte* cg_symbol_name(nint language, ushort symbol);

    [LibraryImport(Library)]
    internal static partial int cg_symbol_is_named(nint language, ushort symbol);

    [LibraryImport(Library)]
    internal static partial uint cg_field_count(nint language);

    [LibraryImport(Library)]
    internal static partial byte* cg_field_name(nint language, ushort field);

    [LibraryImport(Library)]
    internal static partial nint cg_plain_parser_new();

    [LibraryImport(Library)]
    internal static partial void cg_plain_parser_delete(nint parser);

    [LibraryImport(Library)]
    internal static partial uint cg_plain_parse(nint parser, nint language, byte* source, uint length);

    /// <summary>The address of a grammar's <c>tree_sitter_NAME()</c>, called once; the result is never freed.</summary>
    internal static nint Grammar(string name)
    {
        var library = NativeLibrary.Load(Library, typeof(NativeMethods).Assembly, null);
        var create = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tree_sitter_" + name);
        return create();
    }
}

/// <summary>Owns a native parser.</summary>
internal sealed class SyntaxParserHandle : SafeHandle
{
    public SyntaxParserHandle() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    internal static SyntaxParserHandle Create()
    {
        var created = new SyntaxParserHandle();
        created.SetHandle(NativeMethods.cg_parser_new());
        return created.IsInvalid ? throw new OutOfMemoryException("No memory is left for a parser.") : created;
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.cg_parser_delete(handle);
        return true;
    }
}
