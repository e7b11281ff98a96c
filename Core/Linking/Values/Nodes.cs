namespace CodeGraph.Linking.Values;

/// <summary>
/// The numbers of the nodes that files share. First come those of the symbols of the files whose values are followed, without gaps for other files; then those of decorated
/// definitions and of lists, one for what comes from outside, and those of the files. Symbols themselves, which hold nothing, have numbers beyond all of these.
/// </summary>
internal sealed class Nodes
{
    public const int None = int.MinValue;

    private const int FirstConstant = 1 << 30;

    private readonly LinkProgram program;
    private readonly int[] files;

    /// <summary>By file: what leads from the number of a symbol to its place among those whose values are followed.</summary>
    private readonly int[] shift;
    private readonly int decorated;

    /// <param name="program">The symbols.</param>
    /// <param name="files">The files whose values are followed, in their order.</param>
    /// <param name="decorated">Number of decorated definitions.</param>
    /// <param name="lists">Number of functions that look at all that they are given.</param>
    public Nodes(LinkProgram program, int[] files, int decorated, int lists)
    {
        (this.program, this.files, this.decorated) = (program, files, decorated);
        shift = new int[program.Files.Count];
        // A symbol of another file has no node: to ask for it fails.
        Array.Fill(shift, int.MinValue);
        foreach (var file in files)
        {
            shift[file] = Symbols - program.FirstSymbol[file];
            Symbols += program.Files[file].Definitions.Length;
        }
        External = (2 * Symbols) + decorated + lists;
    }

    /// <summary>Number of symbols whose values are followed.</summary>
    public int Symbols { get; }

    /// <summary>What comes from outside of the repository.</summary>
    public int External { get; }

    public int Count => External + 1;

    /// <summary>What a variable holds; what a callable returns.</summary>
    public int Held(int symbol) => symbol + shift[program.FileOf[symbol]];

    /// <summary>What the first symbol of a file holds; those of the others follow.</summary>
    public int FirstOf(int file) => program.FirstSymbol[file] + shift[file];

    /// <summary>What a method is called on.</summary>
    public int This(int symbol) => Symbols + Held(symbol);

    /// <summary>The symbol itself.</summary>
    public static int Constant(int symbol) => FirstConstant + symbol;

    public static bool IsConstant(int node) => node >= FirstConstant;

    /// <summary>The symbol of a constant node.</summary>
    public static int SymbolOf(int node) => node - FirstConstant;

    /// <summary>What the name of a decorated definition holds.</summary>
    public int DecoratedAt(int index) => (2 * Symbols) + index;

    /// <summary>The list of all that a function is given.</summary>
    public int ListAt(int index) => (2 * Symbols) + decorated + index;

    /// <summary>The symbol that a node belongs to; -1 for nodes of files and of decorations.</summary>
    public int SymbolOfNode(int node)
    {
        if (IsConstant(node))
            return SymbolOf(node);
        if (node < 0 || node >= 2 * Symbols)
            return -1;
        var place = node % Symbols;
        var file = Array.FindLast(files, f => FirstOf(f) <= place && program.Files[f].Definitions.Length > 0);
        return place - shift[file];
    }
}
