namespace CodeGraph.Gateway.GraphQL.Language;

/// <param name="MaxTokens">Most tokens of a document, comments aside.</param>
/// <param name="MaxNesting">Most selection sets, values and types inside of one another; what follows a document recurses over them.</param>
internal sealed record ParserLimits(int MaxTokens, int MaxNesting);

/// <summary>
/// Documents of the GraphQL specification, edition of September 2025: executable ones here, the type system in <c>Parser.TypeSystem.cs</c>. Recursive
/// descent with one token in hand.
/// </summary>
internal sealed partial class Parser
{
    private readonly Source source;
    private readonly Lexer lexer;
    private readonly ParserLimits limits;
    private Token token = new(TokenKind.Start, 0, 0);
    private int tokens;
    private int nesting;

    private Parser(string text, ParserLimits limits)
    {
        source = new(text);
        lexer = new(source);
        this.limits = limits;
    }

    /// <exception cref="GraphQLException">The text is no document, or is beyond the limits.</exception>
    public static DocumentNode Parse(string text, ParserLimits limits) => new Parser(text, limits).ParseDocument();

    private DocumentNode ParseDocument()
    {
        Advance();
        var definitions = new List<DefinitionNode>();
        do
            definitions.Add(ParseDefinition());
        while (token.Kind != TokenKind.End);
        return new(source, definitions);
    }

    private DefinitionNode ParseDefinition()
    {
        if (token.Kind == TokenKind.OpenBrace)
            return ParseOperation();
        var described = token.Kind is TokenKind.String or TokenKind.BlockString;
        var keyword = described ? lexer.Read(token.End) : token;
        if (described && keyword.Kind == TokenKind.OpenBrace)
            throw lexer.Error(token.Start, "Unexpected description, descriptions are not supported on shorthand queries.");
        if (keyword.Kind != TokenKind.Name)
            throw Unexpected(keyword);
        return keyword.Value switch
        {
            "query" or "mutation" or "subscription" => ParseOperation(),
            "fragment" => ParseFragmentDefinition(),
            "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive" => ParseTypeSystemDefinition(),
            _ when described => throw lexer.Error(token.Start, "Unexpected description, only GraphQL definitions support descriptions."),
            "extend" => ParseTypeSystemExtension(),
            _ => throw Unexpected(keyword),
        };
    }

    private OperationNode ParseOperation()
    {
        var start = token.Start;
        if (token.Kind == TokenKind.OpenBrace)
            return new(start, null, OperationKind.Query, null, [], [], ParseSelectionSet());
        var description = ParseDescription();
        var kind = ParseOperationKind();
        var name = token.Kind == TokenKind.Name ? ParseName() : null;
        var variables = Optional(TokenKind.OpenParenthesis, ParseVariableDefinition, TokenKind.CloseParenthesis);
        return new(start, description, kind, name, variables, ParseDirectives(isConstant: false), ParseSelectionSet());
    }

    private OperationKind ParseOperationKind()
    {
        var keyword = Expect(TokenKind.Name);
        return keyword.Value switch
        {
            "query" => OperationKind.Query,
            "mutation" => OperationKind.Mutation,
            "subscription" => OperationKind.Subscription,
            _ => throw Unexpected(keyword),
        };
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var start = token.Start;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        return new(start, description, variable, ParseType(), Skip(TokenKind.Equals) ? ParseValue(isConstant: true) : null, ParseDirectives(isConstant: true));
    }

    private VariableNode ParseVariable() => new(Expect(TokenKind.Dollar).Start, Expect(TokenKind.Name).Value);

    private SelectionSetNode ParseSelectionSet() => Nested(() => new SelectionSetNode(token.Start, Many(TokenKind.OpenBrace, ParseSelection, TokenKind.CloseBrace)));

    private SelectionNode ParseSelection() => token.Kind == TokenKind.Spread ? ParseFragment() : ParseField();

    private FieldNode ParseField()
    {
        var start = token.Start;
        var name = ParseName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
            (alias, name) = (name, ParseName());
        return new(
            start, alias, name, ParseArguments(isConstant: false), ParseDirectives(isConstant: false), token.Kind == TokenKind.OpenBrace ? ParseSelectionSet() : null);
    }

    private SelectionNode ParseFragment()
    {
        var start = Expect(TokenKind.Spread).Start;
        if (token is { Kind: TokenKind.Name, Value: not "on" })
            return new FragmentSpreadNode(start, ParseFragmentName(), ParseDirectives(isConstant: false));
        return new InlineFragmentNode(start, SkipKeyword("on") ? ParseNamedType() : null, ParseDirectives(isConstant: false), ParseSelectionSet());
    }

    private FragmentNode ParseFragmentDefinition()
    {
        var start = token.Start;
        var description = ParseDescription();
        ExpectKeyword("fragment");
        var name = ParseFragmentName();
        ExpectKeyword("on");
        return new(start, description, name, ParseNamedType(), ParseDirectives(isConstant: false), ParseSelectionSet());
    }

    private NameNode ParseFragmentName() => token.Value == "on" ? throw Unexpected(token) : ParseName();

    private List<ArgumentNode> ParseArguments(bool isConstant) =>
        Optional(TokenKind.OpenParenthesis, () => ParseArgument(isConstant), TokenKind.CloseParenthesis);

    private ArgumentNode ParseArgument(bool isConstant)
    {
        var start = token.Start;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new(start, name, ParseValue(isConstant));
    }

    private ValueNode ParseValue(bool isConstant)
    {
        var first = token;
        switch (first.Kind)
        {
            case TokenKind.OpenBracket:
                return Nested(() => new ListNode(first.Start, Any(TokenKind.OpenBracket, () => ParseValue(isConstant), TokenKind.CloseBracket)));
            case TokenKind.OpenBrace:
                return Nested(() => new ObjectNode(first.Start, Any(TokenKind.OpenBrace, () => ParseArgument(isConstant), TokenKind.CloseBrace)));
            case TokenKind.Int:
                return new IntNode(first.Start, Advance().Value);
            case TokenKind.Float:
                return new FloatNode(first.Start, Advance().Value);
            case TokenKind.String or TokenKind.BlockString:
                return new StringNode(first.Start, Advance().Value, first.Kind == TokenKind.BlockString);
            case TokenKind.Name:
                return ParseNameValue(Advance());
            case TokenKind.Dollar when isConstant:
                Advance();
                throw token.Kind == TokenKind.Name ? lexer.Error(first.Start, $"Unexpected variable \"${token.Value}\" in constant value.") : Unexpected(first);
            case TokenKind.Dollar:
                return ParseVariable();
            default:
                throw Unexpected(first);
        }
    }

    private static ValueNode ParseNameValue(Token name) => name.Value switch
    {
        "true" => new BooleanNode(name.Start, true),
        "false" => new BooleanNode(name.Start, false),
        "null" => new NullNode(name.Start),
        _ => new EnumNode(name.Start, name.Value),
    };

    private List<DirectiveNode> ParseDirectives(bool isConstant)
    {
        var directives = new List<DirectiveNode>();
        while (token.Kind == TokenKind.At)
            directives.Add(new(Advance().Start, ParseName(), ParseArguments(isConstant)));
        return directives;
    }

    private TypeNode ParseType()
    {
        var start = token.Start;
        TypeNode type;
        if (Skip(TokenKind.OpenBracket))
        {
            type = new ListTypeNode(start, Nested(ParseType));
            Expect(TokenKind.CloseBracket);
        }
        else
        {
            type = ParseNamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(start, type) : type;
    }

    private NamedTypeNode ParseNamedType() => new(token.Start, Expect(TokenKind.Name).Value);

    private NameNode ParseName() => new(token.Start, Expect(TokenKind.Name).Value);

    private string? ParseDescription() => token.Kind is TokenKind.String or TokenKind.BlockString ? Advance().Value : null;

    private T Nested<T>(Func<T> parse)
    {
        if (++nesting > limits.MaxNesting)
            throw lexer.Error(token.Start, $"Document nests deeper than {limits.MaxNesting} levels. Parsing aborted.", ErrorCodes.TooDeep);
        var node = parse();
        nesting--;
        return node;
    }

    /// <summary>At least one item between two tokens.</summary>
    private List<T> Many<T>(TokenKind open, Func<T> parse, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        do
            items.Add(parse());
        while (!Skip(close));
        return items;
    }

    /// <summary>At least one item between two tokens, or none and no tokens.</summary>
    private List<T> Optional<T>(TokenKind open, Func<T> parse, TokenKind close) => token.Kind == open ? Many(open, parse, close) : [];

    private List<T> Any<T>(TokenKind open, Func<T> parse, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        while (!Skip(close))
            items.Add(parse());
        return items;
    }

    private Token Expect(TokenKind kind) => token.Kind == kind ? Advance() : throw lexer.Error(token.Start, $"Expected {Token.Describe(kind)}, found {token}.");

    private bool Skip(TokenKind kind)
    {
        if (token.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private void ExpectKeyword(string keyword)
    {
        if (!SkipKeyword(keyword))
            throw lexer.Error(token.Start, $"Expected \"{keyword}\", found {token}.");
    }

    private bool SkipKeyword(string keyword)
    {
        if (token.Kind != TokenKind.Name || token.Value != keyword)
            return false;
        Advance();
        return true;
    }

    /// <returns>The token that was in hand.</returns>
    private Token Advance()
    {
        var passed = token;
        token = lexer.Read(passed.End);
        if (token.Kind != TokenKind.End && ++tokens > limits.MaxTokens)
            throw lexer.Error(token.Start, $"Document contains more than {limits.MaxTokens} tokens. Parsing aborted.", ErrorCodes.TooLarge);
        return passed;
    }

    private GraphQLException Unexpected(Token found) => lexer.Error(found.Start, $"Unexpected {found}.");
}
