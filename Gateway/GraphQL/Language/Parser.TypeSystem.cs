namespace CodeGraph.Gateway.GraphQL.Language;

internal sealed partial class Parser
{
    private TypeSystemNode ParseTypeSystemDefinition() => ParseTypeSystem(token.Start, ParseDescription(), isExtension: false);

    private TypeSystemNode ParseTypeSystemExtension()
    {
        var start = token.Start;
        var keyword = lexer.Read(token.End);
        if (keyword is not { Kind: TokenKind.Name, Value: "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" })
            throw Unexpected(keyword);
        Advance();
        var extension = ParseTypeSystem(start, description: null, isExtension: true);
        return extension is TypeDefinitionNode { IsEmpty: true } or SchemaDefinitionNode { Directives.Count: 0, Operations.Count: 0 } ? throw Unexpected(token) : extension;
    }

    private TypeSystemNode ParseTypeSystem(int start, string? description, bool isExtension) => Advance().Value switch
    {
        "schema" => ParseSchema(start, description, isExtension),
        "directive" => ParseDirectiveDefinition(start, description),
        "scalar" => new TypeDefinitionNode(start, description, TypeDefinitionKind.Scalar, Expect(TokenKind.Name).Value, isExtension, ParseDirectives(isConstant: true)),
        "type" => ParseFieldsType(start, description, TypeDefinitionKind.Object, isExtension),
        "interface" => ParseFieldsType(start, description, TypeDefinitionKind.Interface, isExtension),
        "union" => new TypeDefinitionNode(start, description, TypeDefinitionKind.Union, Expect(TokenKind.Name).Value, isExtension, ParseDirectives(isConstant: true))
        {
            Members = Skip(TokenKind.Equals) ? Delimited(TokenKind.Pipe) : [],
        },
        "enum" => new TypeDefinitionNode(start, description, TypeDefinitionKind.Enum, Expect(TokenKind.Name).Value, isExtension, ParseDirectives(isConstant: true))
        {
            Values = Optional(TokenKind.OpenBrace, ParseEnumValue, TokenKind.CloseBrace),
        },
        _ => new TypeDefinitionNode(start, description, TypeDefinitionKind.Input, Expect(TokenKind.Name).Value, isExtension, ParseDirectives(isConstant: true))
        {
            InputFields = Optional(TokenKind.OpenBrace, ParseInputValue, TokenKind.CloseBrace),
        },
    };

    private SchemaDefinitionNode ParseSchema(int start, string? description, bool isExtension)
    {
        var directives = ParseDirectives(isConstant: true);
        var operations = isExtension
            ? Optional(TokenKind.OpenBrace, ParseOperationType, TokenKind.CloseBrace)
            : Many(TokenKind.OpenBrace, ParseOperationType, TokenKind.CloseBrace);
        return new(start, description, isExtension, directives, operations);
    }

    private (OperationKind Kind, NamedTypeNode Type) ParseOperationType()
    {
        var kind = ParseOperationKind();
        Expect(TokenKind.Colon);
        return (kind, ParseNamedType());
    }

    private TypeDefinitionNode ParseFieldsType(int start, string? description, TypeDefinitionKind kind, bool isExtension)
    {
        var name = Expect(TokenKind.Name).Value;
        var interfaces = SkipKeyword("implements") ? Delimited(TokenKind.Ampersand) : [];
        return new(start, description, kind, name, isExtension, ParseDirectives(isConstant: true))
        {
            Interfaces = interfaces,
            Fields = Optional(TokenKind.OpenBrace, ParseFieldDefinition, TokenKind.CloseBrace),
        };
    }

    private FieldDefinitionNode ParseFieldDefinition()
    {
        var start = token.Start;
        var description = ParseDescription();
        var name = Expect(TokenKind.Name).Value;
        var arguments = Optional(TokenKind.OpenParenthesis, ParseInputValue, TokenKind.CloseParenthesis);
        Expect(TokenKind.Colon);
        return new(start, description, name, arguments, ParseType(), ParseDirectives(isConstant: true));
    }

    private InputValueNode ParseInputValue()
    {
        var start = token.Start;
        var description = ParseDescription();
        var name = Expect(TokenKind.Name).Value;
        Expect(TokenKind.Colon);
        return new(start, description, name, ParseType(), Skip(TokenKind.Equals) ? ParseValue(isConstant: true) : null, ParseDirectives(isConstant: true));
    }

    private EnumValueNode ParseEnumValue()
    {
        var start = token.Start;
        var description = ParseDescription();
        if (token.Value is "true" or "false" or "null")
            throw lexer.Error(token.Start, $"{token} is reserved and cannot be used for an enum value.");
        return new(start, description, Expect(TokenKind.Name).Value, ParseDirectives(isConstant: true));
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(int start, string? description)
    {
        Expect(TokenKind.At);
        var name = Expect(TokenKind.Name).Value;
        var arguments = Optional(TokenKind.OpenParenthesis, ParseInputValue, TokenKind.CloseParenthesis);
        var isRepeatable = SkipKeyword("repeatable");
        ExpectKeyword("on");
        Skip(TokenKind.Pipe);
        var locations = new List<string>();
        do
            locations.Add(ParseDirectiveLocation());
        while (Skip(TokenKind.Pipe));
        return new(start, description, name, arguments, isRepeatable, locations);
    }

    private string ParseDirectiveLocation()
    {
        var name = Expect(TokenKind.Name);
        return DirectiveLocations.All.Contains(name.Value) ? name.Value : throw Unexpected(name);
    }

    /// <summary>Types with a token between them, and maybe one in front.</summary>
    private List<NamedTypeNode> Delimited(TokenKind delimiter)
    {
        Skip(delimiter);
        var types = new List<NamedTypeNode>();
        do
            types.Add(ParseNamedType());
        while (Skip(delimiter));
        return types;
    }
}
