using System.Globalization;
using CodeGraph.Graph;
using CodeGraph.Linking.Values;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Tells how <see cref="FileResolver"/> came to what a reference denotes, by asking it the same questions one by one.</summary>
internal sealed class ReferenceExplainer
{
    private const int MaxDepth = 12;
    private const int ValuesShown = 8;

    private readonly LinkContext context;
    private readonly LinkProgram program;
    private readonly FileResolver resolver;
    private readonly FileFacts facts;
    private readonly int file;
    private readonly List<ExplanationStep> steps = [];

    private ReferenceExplainer(LinkContext context, int file)
    {
        this.context = context;
        this.file = file;
        program = context.Program;
        facts = program.Facts(file);
        resolver = new FileResolver(context);
        resolver.Open(file);
    }

    /// <summary>Explains the use at a place; the one that starts nearest before it on the line where none starts there. Null where the line uses no name.</summary>
    /// <param name="context">The linked program.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line, 1-based.</param>
    /// <param name="column">The column, 1-based; 0 for the first call on the line, or the first name where none is called.</param>
    public static Explanation? Explain(LinkContext context, int file, int line, int column)
    {
        var explainer = new ReferenceExplainer(context, file);
        return explainer.Find(line, column) is >= 0 and var reference ? explainer.Explain(reference) : null;
    }

    private int Find(int line, int column)
    {
        var best = -1;
        for (var i = 0; i < facts.References.Length; i++)
        {
            ref var candidate = ref facts.References[i];
            if (candidate.Line != line || (candidate.Flags & ReferenceFlags.Implicit) != 0 || (column > 0 && candidate.Column > column))
                continue;
            if (best < 0 || (column > 0 ? candidate.Column > facts.References[best].Column : Precedes(candidate, facts.References[best])))
                best = i;
        }
        return best;
    }

    private static bool Precedes(in Reference a, in Reference b) =>
        (a.Role == ReferenceRole.Call) != (b.Role == ReferenceRole.Call) ? a.Role == ReferenceRole.Call : a.Column < b.Column;

    private Explanation Explain(int reference)
    {
        ref var use = ref facts.References[reference];
        Trace(reference, 0);
        var value = resolver.Denote(reference);
        var targets = Symbols(value).Select(symbol => Step(Name(symbol), symbol)).ToList();
        if (value.Kind == ValueKind.Entity && program.Entities.Files(value.Index) is [var module, ..])
            targets.Add(new ExplanationStep("the module", program.Files[module].Path, 1, 1));
        var state = value.Kind switch
        {
            ValueKind.None => ReferenceState.Unresolved,
            ValueKind.External => ReferenceState.External,
            ValueKind.Set when value.Tier == Tier.Ambiguous => ReferenceState.Ambiguous,
            _ => ReferenceState.Resolved,
        };
        Conclude(reference, value, state);
        return new(program.Files[file].Path, use.Line, use.Column, facts.Strings.Text(use.Name), use.Role, state, value.Tier, targets, steps);
    }

    private int[] Symbols(in Value value) => value.Kind switch
    {
        ValueKind.Symbol => [value.Index],
        ValueKind.Set => resolver.SetOf(value).ToArray(),
        _ => [],
    };

    private void Trace(int reference, int depth)
    {
        if (depth > MaxDepth)
            return;
        ref var use = ref facts.References[reference];
        if (use.Qualifier.Kind == OperandKind.None)
            TraceName(reference);
        else
            TraceReceiver(reference, depth);
    }

    private void TraceName(int reference)
    {
        ref var use = ref facts.References[reference];
        var name = facts.Strings.Text(use.Name);
        if (use.Binding >= 0)
        {
            ref var definition = ref facts.Definitions[use.Binding];
            Add($"the scopes around {At(use)} bind '{name}' to the {definition.Kind.ToWire()} {Name(program.FirstSymbol[file] + use.Binding)}", definition);
            if (facts.TryReaching(reference, out _))
            {
                steps.Add(new("of all that it is assigned, only what can be the last before this use counts"));
                TraceValues(new Operand(OperandKind.Name, reference), use.Scope);
            }
            else
            {
                Holds(program.FirstSymbol[file] + use.Binding);
            }
        }
        else if (use.Binding != Reference.Free)
        {
            TraceImport(~use.Binding, name);
        }
        else
        {
            TraceFree(reference, name);
        }
    }

    private void TraceImport(int import, string name)
    {
        ref var binding = ref facts.Imports[import];
        var module = facts.Strings.Text(binding.Module);
        var target = context.Imports.Target(file, import);
        var leads = target.Kind switch
        {
            TargetKind.Entity => "to " + Entity(target.Index),
            TargetKind.Members => "to " + Name(program.Entities.MemberSymbol(target.Index)),
            TargetKind.External => "out of the repository",
            _ => "to no file of the repository, and nothing says that it comes from outside",
        };
        steps.Add(new($"'{name}' is imported{(module.Length == 0 ? "" : $" from '{module}'")}, which leads {leads}", program.Files[file].Path, binding.Line, binding.Column));
    }

    private void TraceFree(int reference, string name)
    {
        var value = resolver.Denote(reference);
        var symbols = Symbols(value);
        if (symbols.Length == 0)
            steps.Add(new(value.Kind == ValueKind.External
                ? $"no scope, import, package or namespace of the repository that the file sees has '{name}', and it can come from outside of it"
                : $"no scope binds '{name}', and neither the module, package or namespace of the file nor what it imports as a whole has it"));
        else
            steps.Add(new($"no scope of the file binds '{name}'; {(value.Tier is Tier.Unique or Tier.Ambiguous ? "it is looked for by its name in the whole repository" : "what the file sees without naming it (its package or namespace, enclosing and base types, whole modules that it imports) does")}"));
    }

    private void TraceReceiver(int reference, int depth)
    {
        var use = facts.References[reference];
        var qualifier = use.Qualifier;
        switch (qualifier.Kind)
        {
            case OperandKind.Name or OperandKind.Result or OperandKind.Element or OperandKind.ResultElement:
                Trace(qualifier.Reference, depth + 1);
                break;
            case OperandKind.This or OperandKind.Super:
                steps.Add(new(qualifier.Kind == OperandKind.This ? "the receiver is the current instance" : "the receiver is the current instance seen as its base type"));
                break;
            case OperandKind.Literal:
                steps.Add(new("the receiver is a literal of the language, whose members are the library's"));
                return;
            case OperandKind.Slot:
                steps.Add(new("the receiver is " + Slot(facts.Slots[qualifier.Reference])));
                break;
            default:
                steps.Add(new("the receiver is an expression that says nothing about its type"));
                break;
        }
        var type = resolver.ReceiverType(reference);
        if (type == Value.ExternalType)
            steps.Add(new("its type is from outside of the repository"));
        else if (type >= 0)
            TraceMember(type, facts.Strings.Text(use.Name), program.NameOf[file][use.Name]);
        else if (qualifier.Kind is OperandKind.Name or OperandKind.Result or OperandKind.Slot or OperandKind.This)
            TraceValues(qualifier, use.Scope);
    }

    private void TraceMember(int type, string name, int id)
    {
        var entity = Entity(type);
        var own = program.Entities.Members(type, id);
        if (own >= 0)
        {
            steps.Add(Step($"{entity} has '{name}'", program.Entities.MemberSymbol(own)));
            return;
        }
        var members = new MemberLookup(program.Entities);
        if (members.Find(type, id) is >= 0 and var inherited)
            steps.Add(Step($"{entity} inherits '{name}'", program.Entities.MemberSymbol(inherited)));
        else
            steps.Add(new($"{entity} has no '{name}'{(members.HasExternalBase(type) ? ", and a base of it is from outside of the repository" : "")}"));
    }

    /// <summary>What values a receiver may hold, each with the way on which it came.</summary>
    private void TraceValues(Operand operand, int scope)
    {
        if (context.Values is not { } values)
        {
            steps.Add(new("nothing says what type the receiver has"));
            return;
        }
        var held = values.Of(file, operand, operand.Kind == OperandKind.This ? resolver.EnclosingMethod(scope) : -1).ToArray();
        if (held.Length == 0)
            steps.Add(new("no assignment, argument or return that the analysis follows gives it a value, or more than it keeps apart do"));
        foreach (var value in held.Take(ValuesShown))
        {
            steps.Add(new("it can be " + ValueText(value)));
            foreach (var (node, owner) in values.WayOf(file, operand, value))
                steps.Add(NodeStep(values, node, owner));
        }
    }

    private void Holds(int symbol)
    {
        if (program.Definition(symbol).Kind is var kind && (kind.IsCallable() || kind.IsType()))
            return;
        if (program.TypeOf[symbol] is >= 0 and var type)
            steps.Add(Step($"{Name(symbol)} is an instance of {Entity(type)}", symbol));
        else if (program.TypeOf[symbol] == Value.ExternalType)
            steps.Add(Step($"{Name(symbol)} is something from outside of the repository", symbol));
    }

    private ExplanationStep NodeStep(ValueFlow values, int node, int owner)
    {
        if (values.Nodes.SymbolOfNode(node) is >= 0 and var symbol)
            return Step("  through " + Name(symbol), symbol);
        if (owner >= 0 && values.ReferenceAt(owner, node, out var result) is >= 0 and var reference)
        {
            ref var use = ref program.Facts(owner).References[reference];
            return new($"  through {(result ? "the result of " : "")}{program.Facts(owner).Strings.Text(use.Name)}", program.Files[owner].Path, use.Line, use.Column);
        }
        return new("  through a member or item");
    }

    private void Conclude(int reference, in Value value, ReferenceState state)
    {
        ref var use = ref facts.References[reference];
        var name = program.NameOf[file][use.Name];
        var all = program.Named(name).Count;
        switch (state)
        {
            case ReferenceState.Unresolved when all > 0:
                steps.Add(new($"{Count(all, "symbol")} of the repository {(all == 1 ? "bears" : "bear")} the name, and nothing says that one of them is meant{(context.Rules(file).IsLibraryMember(program.Names[name]) ? ": the language's library has it too" : "")}"));
                break;
            case ReferenceState.Unresolved:
                steps.Add(new("no symbol of the repository bears the name"));
                break;
            case ReferenceState.Ambiguous:
                steps.Add(new($"{Count(value.Count, "symbol")} could be meant, and nothing tells them apart"));
                break;
            case ReferenceState.Resolved when value.Tier == Tier.Unique:
                steps.Add(new("it is the only one of its name that could be meant: its arity fits, the file can see it, and the language's library has no such member"));
                break;
        }
    }

    private string Slot(Slot slot) => slot.Kind switch
    {
        SlotKind.Function => "a function written here",
        SlotKind.Collection => "a container written here",
        SlotKind.Choice => "one of several expressions",
        SlotKind.Arguments => "all that the function is given",
        _ => slot.First < 0 ? "an item of a container" : $"the item '{facts.Strings.Text(slot.First)}' of a container",
    };

    private string ValueText(int value) => AbstractValue.KindOf(value) switch
    {
        AbstractKind.Instance => "an instance of " + Entity(AbstractValue.IndexOf(value)),
        AbstractKind.Container => "a list, dictionary or object",
        AbstractKind.Closure => "a function without a name",
        _ => Name(AbstractValue.IndexOf(value)),
    };

    private string Entity(int entity) => program.Entities.Symbol(entity) is >= 0 and var symbol ? $"{program.Definition(symbol).Kind.ToWire()} {Name(symbol)}"
        : program.Entities.Files(entity) is [var only] ? program.Files[only].Path
        : program.Entities.Name(entity) is >= 0 and var name ? $"'{program.Text(name)}'" : "the package";

    private string Name(int symbol)
    {
        var name = program.Text(program.SymbolName(symbol));
        for (var parent = program.ParentOf[symbol]; parent >= 0; parent = program.ParentOf[parent])
            name = program.Text(program.SymbolName(parent)) + "." + name;
        return name;
    }

    private ExplanationStep Step(string text, int symbol)
    {
        ref var definition = ref program.Definition(symbol);
        return new(text, program.Files[program.FileOf[symbol]].Path, definition.Line, definition.Column);
    }

    private void Add(string text, in Definition definition) => steps.Add(new(text, program.Files[file].Path, definition.Line, definition.Column));

    private static string At(in Reference use) => string.Create(CultureInfo.InvariantCulture, $"{use.Line}:{use.Column}");

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
