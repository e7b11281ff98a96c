using System.Globalization;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>The place of an event in the order of all: <c>epoch-number</c>. Numbers are without gaps within an epoch; another epoch knows nothing of this one's.</summary>
/// <param name="Epoch">Names the life of the grain that numbers events.</param>
/// <param name="Number">1 for the first event; 0 for the place before it.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.EventPosition")]
public sealed record EventPosition([property: Id(0)] string Epoch, [property: Id(1)] long Number)
{
    private const char Separator = '-';

    /// <returns>Null for a text that is no id.</returns>
    public static EventPosition? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf(Separator);
        return at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(text[..at], number) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}{Separator}{Number}");
}
