namespace CodeGraph.Gateway.GraphQL.Language;

internal enum TokenKind
{
    Start,
    End,
    Bang,
    Dollar,
    Ampersand,
    OpenParenthesis,
    CloseParenthesis,
    Spread,
    Colon,
    Equals,
    At,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    Pipe,
    CloseBrace,
    Name,
    Int,
    Float,
    String,
    BlockString,
}

/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset behind the last one.</param>
/// <param name="Value">Of names and numbers the text, of strings what they mean; empty for the rest.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Value = "")
{
    /// <summary>As messages name it: <c>"{"</c>, <c>Name "x"</c>, <c>&lt;EOF&gt;</c>.</summary>
    public override string ToString() => Kind >= TokenKind.Name ? $"{Describe(Kind)} \"{Value}\"" : Describe(Kind);

    public static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.Start => "<SOF>",
        TokenKind.End => "<EOF>",
        TokenKind.Bang => "\"!\"",
        TokenKind.Dollar => "\"$\"",
        TokenKind.Ampersand => "\"&\"",
        TokenKind.OpenParenthesis => "\"(\"",
        TokenKind.CloseParenthesis => "\")\"",
        TokenKind.Spread => "\"...\"",
        TokenKind.Colon => "\":\"",
        TokenKind.Equals => "\"=\"",
        TokenKind.At => "\"@\"",
        TokenKind.OpenBracket => "\"[\"",
        TokenKind.CloseBracket => "\"]\"",
        TokenKind.OpenBrace => "\"{\"",
        TokenKind.Pipe => "\"|\"",
        TokenKind.CloseBrace => "\"}\"",
        _ => kind.ToString(),
    };
}
