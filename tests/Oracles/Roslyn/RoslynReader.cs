using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodeGraph.Oracles.Roslyn;

/// <summary>
/// What the C# compiler says about a folder: all its files are one compilation against the assemblies of the running framework. Uses that the
/// compiler cannot bind, as packages are missing, are left out.
/// </summary>
internal sealed class RoslynReader
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private readonly List<Site> sites = [];
    private readonly CSharpCompilation compilation;
    private SemanticModel model = null!;
    private string path = "";

    private RoslynReader(CSharpCompilation compilation) => this.compilation = compilation;

    /// <param name="sources">Path and text of every file.</param>
    /// <param name="projectUsings">What project files make visible everywhere.</param>
    public static List<Site> Read(IEnumerable<(string Path, string Text)> sources, IEnumerable<string> projectUsings)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview).WithPreprocessorSymbols(Symbols());
        var trees = sources.Select(s => CSharpSyntaxTree.ParseText(SourceText.From(s.Text), options, s.Path)).ToList();
        var usings = CSharpSyntaxTree.ParseText(ImplicitUsings + string.Concat(projectUsings.Select(u => $" global using {u};")), options, "");
        var compilation = CSharpCompilation.Create(
            "folder", [.. trees, usings], Framework(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        var reader = new RoslynReader(compilation);
        foreach (var tree in trees)
            reader.ReadTree(tree);
        return reader.sites;
    }

    // The first branch of `#if NET8_0_OR_GREATER` and its like is what a current build compiles.
    private static IEnumerable<string> Symbols()
    {
        yield return "NET";
        yield return "NETCOREAPP";
        yield return "TRACE";
        for (var version = 5; version <= Environment.Version.Major; version++)
            yield return $"NET{version}_0_OR_GREATER";
        yield return $"NET{Environment.Version.Major}_0";
    }

    private static IEnumerable<MetadataReference> Framework()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var web = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(core))!, "Microsoft.AspNetCore.App", Path.GetFileName(core));
        var found = Directory.EnumerateFiles(core, "*.dll").Concat(Directory.Exists(web) ? Directory.EnumerateFiles(web, "*.dll") : []);
        return found.Where(IsManaged).Select(file => MetadataReference.CreateFromFile(file));
    }

    private static bool IsManaged(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    }

    private void ReadTree(SyntaxTree tree)
    {
        path = tree.FilePath;
        model = compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case SimpleNameSyntax name:
                    Name(name);
                    break;
                case ImplicitObjectCreationExpressionSyntax creation:
                    Constructor(creation, creation.NewKeyword);
                    break;
                case ConstructorInitializerSyntax initializer:
                    Constructor(initializer, initializer.ThisOrBaseKeyword);
                    break;
                case PrimaryConstructorBaseTypeSyntax primary:
                    Constructor(primary, primary.ArgumentList.OpenParenToken);
                    break;
                case BaseTypeDeclarationSyntax type when model.GetDeclaredSymbol(type) is { } declared:
                    Bases(type, declared);
                    break;
                case MemberDeclarationSyntax or VariableDeclaratorSyntax when model.GetDeclaredSymbol(node) is { } member:
                    Overrides(member);
                    break;
            }
        }
    }

    private void Name(SimpleNameSyntax name)
    {
        if (name.IsVar || name.Identifier.IsMissing || name.Ancestors().TakeWhile(a => a is NameSyntax or BaseNamespaceDeclarationSyntax).Any(a => a is BaseNamespaceDeclarationSyntax))
            return;
        if (name is IdentifierNameSyntax plain && model.GetAliasInfo(plain) is { } alias)
        {
            if (alias.Target is not IErrorTypeSymbol)
                Add(Kinds.Type, name.Identifier, alias.Target, Places(alias));
            return;
        }
        var symbol = model.GetSymbolInfo(name).Symbol;
        if (symbol is null or IErrorTypeSymbol or ILabelSymbol or IDiscardSymbol or IDynamicTypeSymbol || symbol.Kind == SymbolKind.Preprocessing)
            return;
        if (Created(name) is { } creation)
        {
            Constructor(creation, name.Identifier);
            return;
        }
        switch (symbol)
        {
            // An attribute's name stands for its constructor.
            case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor:
                Add(Kinds.Type, name.Identifier, constructor.ContainingType, Places(constructor));
                break;
            case IMethodSymbol method:
                Add(IsInvoked(name) ? Kinds.Call : Kinds.Member, name.Identifier, method);
                break;
            // A namespace that only others within it are declared of has no place of its own.
            case INamespaceSymbol when Places(symbol).Length == 0 && symbol.Locations.Any(l => l.IsInSource):
                break;
            case INamespaceSymbol:
                Add(Kinds.Namespace, name.Identifier, symbol);
                break;
            case ITypeSymbol:
                Add(Kinds.Type, name.Identifier, symbol);
                break;
            case ILocalSymbol or IParameterSymbol or IRangeVariableSymbol:
                Add(Kinds.Local, name.Identifier, symbol);
                break;
            default:
                Add(Kinds.Member, name.Identifier, symbol);
                break;
        }
    }

    private static ObjectCreationExpressionSyntax? Created(SimpleNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is QualifiedNameSyntax qualified && qualified.Right == node || node.Parent is AliasQualifiedNameSyntax)
            node = node.Parent;
        return node.Parent is ObjectCreationExpressionSyntax creation && creation.Type == node ? creation : null;
    }

    private static bool IsInvoked(SimpleNameSyntax name)
    {
        SyntaxNode node = name;
        if (node.Parent is MemberAccessExpressionSyntax access && access.Name == node || node.Parent is MemberBindingExpressionSyntax)
            node = node.Parent;
        return node.Parent is InvocationExpressionSyntax call && call.Expression == node;
    }

    private void Constructor(SyntaxNode node, SyntaxToken at)
    {
        if (model.GetSymbolInfo(node).Symbol is not IMethodSymbol constructor || constructor.ContainingType.TypeKind == TypeKind.Error)
            return;
        if (constructor.IsImplicitlyDeclared)
            Add(Kinds.Construction, at, constructor.ContainingType);
        else
            Add(Kinds.Construction, at, constructor, Places(constructor.ContainingType));
    }

    private void Bases(BaseTypeDeclarationSyntax declaration, INamedTypeSymbol type)
    {
        foreach (var written in declaration.BaseList?.Types ?? default)
        {
            if (model.GetTypeInfo(written.Type).Type is null or IErrorTypeSymbol)
                sites.Add(new Site(Kinds.Inheritance, PlaceOf(declaration.Identifier), "", [], []));
            else if (model.GetTypeInfo(written.Type).Type is INamedTypeSymbol target && !target.OriginalDefinition.Equals(type.OriginalDefinition, SymbolEqualityComparer.Default) && Places(target) is { Length: > 0 } to)
                sites.Add(new Site(Kinds.Inheritance, PlaceOf(declaration.Identifier), declaration.Identifier.Text, to, []));
        }
    }

    private void Overrides(ISymbol member)
    {
        if (member.Kind is not (SymbolKind.Method or SymbolKind.Property or SymbolKind.Event) || member.ContainingType is not { TypeKind: not TypeKind.Interface } type
            || member is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) } || Places(member) is not [var from, ..])
            return;
        var targets = new List<ISymbol?> { (member as IMethodSymbol)?.OverriddenMethod, (member as IPropertySymbol)?.OverriddenProperty, (member as IEventSymbol)?.OverriddenEvent };
        foreach (var contract in type.AllInterfaces)
        {
            foreach (var required in contract.GetMembers())
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(required), member))
                    targets.Add(required);
            }
        }
        if (IsOpen(type))
            sites.Add(new Site(Kinds.Overrides, from, member.Name, [], []));
        foreach (var target in targets)
        {
            if (target is not null && Places(target) is { Length: > 0 } to)
                sites.Add(new Site(Kinds.Overrides, from, member.Name, to, []));
        }
    }

    // A base that cannot be bound may declare anything.
    private static bool IsOpen(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.TypeKind == TypeKind.Error || at.AllInterfaces.Any(i => i.TypeKind == TypeKind.Error))
                return true;
        }
        return false;
    }

    private void Add(string kind, SyntaxToken at, ISymbol symbol, Place[]? alternatives = null)
    {
        // What has a place but no declaration of its own: names of tuple elements and of anonymous types.
        if (symbol is IFieldSymbol { ContainingType.IsTupleType: true } or { ContainingType: ITypeSymbol { IsAnonymousType: true } })
            return;
        sites.Add(new Site(kind, PlaceOf(at), at.ValueText, Places(symbol), alternatives ?? []));
    }

    private static Place[] Places(ISymbol symbol)
    {
        symbol = symbol.OriginalDefinition;
        if (symbol is IMethodSymbol { ReducedFrom: { } extension })
            symbol = extension.OriginalDefinition;
        var places = Locations(symbol).ToList();
        if (symbol is IMethodSymbol { PartialDefinitionPart: { } definition })
            places.AddRange(Locations(definition));
        if (symbol is IMethodSymbol { PartialImplementationPart: { } implementation })
            places.AddRange(Locations(implementation));
        return [.. places];
    }

    // A namespace of several segments is declared where the first of them stands.
    private static IEnumerable<Place> Locations(ISymbol symbol) =>
        symbol.Locations.Where(l => l.IsInSource && l.SourceTree!.FilePath.Length > 0 && (symbol is not INamespaceSymbol || Declaration(l) is not { } whole || whole.Span.End == l.SourceSpan.End))
            .Select(l => PlaceOf(l.SourceTree!, symbol is INamespaceSymbol && Declaration(l) is { } name ? name.SpanStart : l.SourceSpan.Start));

    private static NameSyntax? Declaration(Location location) =>
        location.SourceTree!.GetRoot().FindNode(location.SourceSpan).FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name;

    private Place PlaceOf(SyntaxToken token) => PlaceOf(model.SyntaxTree, token.SpanStart) with { Path = path };

    private static Place PlaceOf(SyntaxTree tree, int position)
    {
        var text = tree.GetText();
        var line = text.Lines.GetLineFromPosition(position);
        var column = 1;
        for (var at = line.Start; at < position; at++)
            column += char.IsLowSurrogate(text[at]) ? 0 : 1;
        return new Place(tree.FilePath, line.LineNumber + 1, column);
    }
}
