using System.Text;

namespace CodeGraph.Gateway.Mcp.Text;

/// <summary>
/// How many tokens a text costs its reader, without a tokenizer: 3 bytes of UTF-8 each. Answers of this server, mostly paths and identifiers, have more bytes a token
/// with the tokenizers of today (<c>docs/mcp.md</c> has the measurement), so that a budget is kept and not quite used up.
/// </summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 3;

    public static int Of(ReadOnlySpan<char> text) => OfBytes(Encoding.UTF8.GetByteCount(text));

    public static int OfBytes(int bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;
}
