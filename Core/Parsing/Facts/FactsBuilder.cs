using CodeGraph.Model;
using CodeGraph.Parsing.Languages;
using CodeGraph.Parsing.TreeSitter;

namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Walks one syntax tree in preorder and collects its facts. Nothing recurses: nesting depth costs no stack. A handler sees a node before its
/// children and says what they are (a definition's name, a callee, a member name); the leaf then becomes a reference, or not. Reused from file to
/// file; one per thread.
/// </summary>
public sealed partial class FactsBuilder
{
    private readonly SyntaxNode[] missing = new SyntaxNode[1];
    private LanguageDefinition language = null!;
    private NodeTable table = null!;
    private SyntaxTree tree = null!;
    private Mark[] marks = [];
    private int position;
    private int errorBytes;
    private int package;

    /// <summary>What ancestors said about a node before it was reached.</summary>
    private struct Mark
    {
        public ushort Flags;
        public ReferenceRole Role;
        public ReferenceFlags ReferenceFlags;
        public short Arguments;
        public int ObjectNode;
        public int Slot;
    }

    private const ushort Consumed = 1;
    private const ushort HasRole = 2;
    private const ushort IsMember = 4;
    private const ushort IsName = 8;
    private const ushort OfInstance = 16;
    private const ushort StandsForThis = 32;
    private const ushort StandsForSuper = 64;
    private const ushort LooksOutside = 128;
    private const ushort AppliesBefore = 256;

    /// <summary>Extracts the facts of a parsed file.</summary>
    public FileFacts Extract(LanguageDefinition definition, SyntaxTree parsed)
    {
        Start(definition, parsed);
        Walk();
        return Finish();
    }

    /// <summary>A node. What is missing in half-written source, -1, is a node of no kind without text.</summary>
    public ref readonly SyntaxNode this[int node] => ref node < 0 ? ref missing[0] : ref tree[node];

    /// <summary>Does not visit the children of the node that is being visited.</summary>
    public void SkipChildren() => position = tree[position].Next - 1;

    /// <summary>The package or namespace that the file as a whole declares.</summary>
    public void DeclarePackage(ReadOnlySpan<byte> name) => package = strings.Intern(name);

    private void Start(LanguageDefinition definition, SyntaxTree parsed)
    {
        language = definition;
        table = definition.Table;
        tree = parsed;
        if (marks.Length < parsed.Count || (marks.Length > 1 << 20 && parsed.Count < marks.Length / 8))
            marks = new Mark[Math.Max(parsed.Count, 1 << 14)];
        else
            Array.Clear(marks, 0, parsed.Count);
        errorBytes = 0;
        package = -1;
        strings.Clear();
        namedBy.Clear();
        StartText(parsed.Source.Span);
        StartScopes();
        StartDefinitions();
        StartReferences();
        StartExpressions();
        StartVersions();
    }

    private void Walk()
    {
        var count = tree.Count;
        for (position = 0; position < count; position++)
        {
            while (position >= scopeEnd)
                CloseScope();
            ref readonly var node = ref tree[position];
            var symbol = node.Symbol;
            if (symbol == Grammar.Error)
            {
                errorBytes += node.End - node.Start;
                continue;
            }
            var at = position;
            ref readonly var row = ref table.Row(symbol);
            if ((marks[at].Flags & AppliesBefore) != 0)
                VisitApplied(at);
            switch (row.Shape)
            {
                case NodeShape.Identifier:
                    // A name's own handler still has a say in what it becomes.
                    table.Handler(symbol)?.Invoke(this, at);
                    VisitLeaf(at, row);
                    continue;
                case NodeShape.Member:
                    VisitMember(at, row);
                    break;
                case NodeShape.Path:
                    VisitPath(at, row);
                    break;
                case NodeShape.Call or NodeShape.New:
                    VisitCall(at, row);
                    break;
                case NodeShape.Comment:
                    VisitComment(node);
                    break;
                default:
                    if ((marks[at].Flags & IsName) != 0)
                        VisitLeaf(at, row);
                    break;
            }
            table.Handler(symbol)?.Invoke(this, at);
        }
    }

    private FileFacts Finish()
    {
        ResolvePending();
        DeclareGlobals();
        ResolveImplicit();
        ResolveStores();
        var passing = Arguments();
        BindReferences();
        ResolveVersions();
        ResolveArgumentLists();
        BuildExpressions();
        return new FileFacts
        {
            Language = language.Language,
            Scopes = [.. scopes],
            Definitions = [.. definitions],
            Descriptions = [.. descriptions],
            References = [.. references],
            Imports = [.. imports],
            Flows = [.. flows],
            Arguments = passing,
            Slots = [.. slots],
            SlotEntries = [.. slotEntries],
            Stores = [.. stores],
            Decorations = [.. decorations],
            Reaching = [.. reaching],
            TypeArguments = TypeArguments(),
            Implementations = Implementations(),
            Expressions = [.. expressions],
            Origins = [.. origins],
            Metrics = Metrics(),
            Package = package,
            Lines = lineStarts.Count,
            FirstLine = FirstLine(),
            ErrorBytes = errorBytes,
            Strings = strings.ToTable(),
        };
    }
}
