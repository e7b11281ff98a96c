using System.Globalization;
using System.Text;

namespace CodeGraph.Gateway.GraphQL.Language;

/// <summary>Tokens of a document (section 2.1 of the specification). A function of the offset, so that looking ahead keeps no state.</summary>
internal sealed class Lexer(Source source)
{
    private const int None = -1;

    private readonly string text = source.Text;

    /// <summary>The first token at or behind an offset; comments, commas and white space are passed over.</summary>
    /// <exception cref="GraphQLException">No token begins there.</exception>
    public Token Read(int position)
    {
        for (; position < text.Length; position++)
        {
            var code = text[position];
            if (code is '\uFEFF' or '\t' or ' ' or ',' or '\n' or '\r')
                continue;
            if (code != '#')
                return ReadToken(position, code);
            position = EndOfComment(position) - 1;
        }

        return new(TokenKind.End, text.Length, text.Length);
    }

    /// <exception cref="GraphQLException">Always.</exception>
    public GraphQLException Error(int position, string description, string code = ErrorCodes.Syntax) =>
        new(GraphQLError.Of(code, "Syntax Error: " + description, [source.LocationOf(position)]));

    private Token ReadToken(int position, char code)
    {
        var kind = code switch
        {
            '!' => TokenKind.Bang,
            '$' => TokenKind.Dollar,
            '&' => TokenKind.Ampersand,
            '(' => TokenKind.OpenParenthesis,
            ')' => TokenKind.CloseParenthesis,
            ':' => TokenKind.Colon,
            '=' => TokenKind.Equals,
            '@' => TokenKind.At,
            '[' => TokenKind.OpenBracket,
            ']' => TokenKind.CloseBracket,
            '{' => TokenKind.OpenBrace,
            '|' => TokenKind.Pipe,
            '}' => TokenKind.CloseBrace,
            _ => TokenKind.Start,
        };
        if (kind != TokenKind.Start)
            return new(kind, position, position + 1);
        if (code == '.' && At(position + 1) == '.' && At(position + 2) == '.')
            return new(TokenKind.Spread, position, position + 3);
        if (code == '"')
            return At(position + 1) == '"' && At(position + 2) == '"' ? ReadBlockString(position) : ReadString(position);
        if (char.IsAsciiDigit(code) || code == '-')
            return ReadNumber(position);
        if (IsNameStart(code))
            return ReadName(position);
        throw Error(position, code == '\''
            ? "Unexpected single quote character ('), did you mean to use a double quote (\")?"
            : $"{(IsSourceCharacter(position, out _) ? "Unexpected" : "Invalid")} character: {Print(position)}.");
    }

    private Token ReadName(int start)
    {
        var end = start + 1;
        while (end < text.Length && (IsNameStart(text[end]) || char.IsAsciiDigit(text[end])))
            end++;
        return new(TokenKind.Name, start, end, text[start..end]);
    }

    private Token ReadNumber(int start)
    {
        var isFloat = false;
        var position = start;
        if (At(position) == '-')
            position++;
        if (At(position) == '0')
        {
            position++;
            if (IsDigit(At(position)))
                throw Error(position, $"Invalid number, unexpected digit after 0: {Print(position)}.");
        }
        else
        {
            position = SkipDigits(position);
        }

        if (At(position) == '.')
        {
            isFloat = true;
            position = SkipDigits(position + 1);
        }

        if (At(position) is 'e' or 'E')
        {
            isFloat = true;
            position++;
            position = SkipDigits(At(position) is '+' or '-' ? position + 1 : position);
        }

        if (At(position) == '.' || (position < text.Length && IsNameStart(text[position])))
            throw Error(position, $"Invalid number, expected digit but got: {Print(position)}.");
        return new(isFloat ? TokenKind.Float : TokenKind.Int, start, position, text[start..position]);
    }

    private int SkipDigits(int position)
    {
        if (!IsDigit(At(position)))
            throw Error(position, $"Invalid number, expected digit but got: {Print(position)}.");
        while (IsDigit(At(position)))
            position++;
        return position;
    }

    private Token ReadString(int start)
    {
        var value = new StringBuilder();
        var position = start + 1;
        while (position < text.Length && text[position] is not ('\n' or '\r'))
        {
            if (text[position] == '"')
                return new(TokenKind.String, start, position + 1, value.ToString());
            if (text[position] == '\\')
            {
                position += ReadEscape(position, value);
                continue;
            }

            if (!IsSourceCharacter(position, out var size))
                throw Error(position, $"Invalid character within String: {Print(position)}.");
            value.Append(text, position, size);
            position += size;
        }

        throw Error(position, "Unterminated string.");
    }

    /// <returns>Characters of the escape sequence.</returns>
    private int ReadEscape(int position, StringBuilder value)
    {
        var escaped = At(position + 1);
        if (escaped == 'u')
            return At(position + 2) == '{' ? ReadBracedUnicode(position, value) : ReadUnicode(position, value);
        value.Append(escaped switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error(position, $"Invalid character escape sequence: \"{Slice(position, 2)}\"."),
        });
        return 2;
    }

    private int ReadBracedUnicode(int position, StringBuilder value)
    {
        const int Longest = 12;
        long point = 0;
        var size = 3;
        while (size < Longest)
        {
            var code = At(position + size++);
            if (code == '}')
            {
                if (size < 5 || !IsScalarValue(point))
                    break;
                value.Append(char.ConvertFromUtf32((int)point));
                return size;
            }

            var digit = HexDigit(code);
            if (digit < 0)
                break;
            point = (point << 4) | (uint)digit;
        }

        throw Error(position, $"Invalid Unicode escape sequence: \"{Slice(position, size)}\".");
    }

    private int ReadUnicode(int position, StringBuilder value)
    {
        var code = HexCode(position + 2);
        if (code >= 0 && IsScalarValue(code))
        {
            value.Append((char)code);
            return 6;
        }

        // A pair of escapes as in JSON; each half by itself is no character.
        if (code >= 0 && char.IsHighSurrogate((char)code) && At(position + 6) == '\\' && At(position + 7) == 'u'
            && HexCode(position + 8) is var low && low >= 0 && char.IsLowSurrogate((char)low))
        {
            value.Append((char)code).Append((char)low);
            return 12;
        }

        throw Error(position, $"Invalid Unicode escape sequence: \"{Slice(position, 6)}\".");
    }

    private Token ReadBlockString(int start)
    {
        var raw = new StringBuilder();
        var position = start + 3;
        while (position < text.Length)
        {
            if (StartsWithQuotes(position))
                return new(TokenKind.BlockString, start, position + 3, BlockString.Dedent(raw.ToString()));
            if (text[position] == '\\' && StartsWithQuotes(position + 1))
            {
                raw.Append("\"\"\"");
                position += 4;
                continue;
            }

            if (!IsSourceCharacter(position, out var size))
                throw Error(position, $"Invalid character within String: {Print(position)}.");
            raw.Append(text, position, size);
            position += size;
        }

        throw Error(position, "Unterminated string.");
    }

    private bool StartsWithQuotes(int position) => string.CompareOrdinal(text, position, "\"\"\"", 0, 3) == 0;

    private int EndOfComment(int position)
    {
        while (position < text.Length && text[position] is not ('\n' or '\r') && IsSourceCharacter(position, out var size))
            position += size;
        return position;
    }

    private bool IsSourceCharacter(int position, out int size)
    {
        size = char.IsSurrogatePair(text, position) ? 2 : 1;
        return size == 2 || !char.IsSurrogate(text[position]);
    }

    private string Print(int position)
    {
        if (position >= text.Length)
            return Token.Describe(TokenKind.End);
        var code = char.IsSurrogatePair(text, position) ? char.ConvertToUtf32(text, position) : text[position];
        return code is >= ' ' and <= '~'
            ? code == '"' ? "'\"'" : $"\"{(char)code}\""
            : "U+" + code.ToString("X4", CultureInfo.InvariantCulture);
    }

    private int At(int position) => position < text.Length ? text[position] : None;

    private string Slice(int position, int length) => text.Substring(position, Math.Min(length, text.Length - position));

    private int HexCode(int position)
    {
        var code = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = HexDigit(At(position + i));
            if (digit < 0)
                return None;
            code = (code << 4) | digit;
        }

        return code;
    }

    private static int HexDigit(int code) => code >= 0 && char.IsAsciiHexDigit((char)code) ? Convert.ToInt32(((char)code).ToString(), 16) : None;

    private static bool IsScalarValue(long code) => code is >= 0 and <= 0xD7FF or >= 0xE000 and <= 0x10FFFF;

    private static bool IsDigit(int code) => code is >= '0' and <= '9';

    private static bool IsNameStart(char code) => char.IsAsciiLetter(code) || code == '_';
}
