using System.Text;

namespace CodeGraph.Grains;

/// <summary>A token is counted as 4 bytes of UTF-8, which is about what language models make of source code.</summary>
internal sealed class TokenBudget(int tokens)
{
    private const int BytesPerToken = 4;

    public int Used { get; private set; }

    public int Left => tokens - Used;

    public int Share(double share) => (int)(tokens * share);

    public void Take(string? text) => Used += Count(text);

    public bool TryTake(string text)
    {
        if (Count(text) > Left)
            return false;
        Take(text);
        return true;
    }

    public static int Count(string? text) => text is null ? 0 : (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;

    /// <summary>The text, or as many whole lines of its beginning as have room; nothing where not even the first has.</summary>
    public static string Cut(string text, int tokens)
    {
        if (Count(text) <= tokens)
            return text;
        var (kept, bytes) = (0, 0L);
        for (var at = 0; at < text.Length;)
        {
            var next = text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(at, next - at));
            if (bytes > (long)tokens * BytesPerToken)
                break;
            kept = at = next;
        }
        return text[..kept];
    }
}
