using System.Globalization;
using System.Text;

namespace CodeGraph.Gateway.Observability;

/// <summary>
/// Names and labels of OpenTelemetry in the words of Prometheus, by the compatibility chapter of the OpenTelemetry specification: dots are underscores, units are
/// suffixes. Labels are escaped as both text formats have it.
/// </summary>
internal static class PrometheusNames
{
    public static string Unit(string? unit, MetricKind kind) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "By" => "bytes",
        "%" => "percent",
        "1" when kind == MetricKind.Gauge => "ratio",
        _ => "",
    };

    public static string Metric(string name, string unit, MetricKind kind)
    {
        var cleaned = Clean(name, allowColon: true);
        if (kind == MetricKind.Counter && cleaned.EndsWith("_total", StringComparison.Ordinal))
            cleaned = cleaned[..^"_total".Length];
        return unit.Length == 0 || cleaned.EndsWith("_" + unit, StringComparison.Ordinal) ? cleaned : $"{cleaned}_{unit}";
    }

    /// <summary><c>a="1",b="2"</c>, in the order of the names; empty without labels. Of names that come out the same, the last counts.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text)
                labels[Clean(name, allowColon: false)] = text;
        }
        var written = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            if (written.Length > 0)
                written.Append(',');
            written.Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }
        return written.ToString();
    }

    /// <summary>Backslash, line feed and quote of a label's value.</summary>
    public static string Escape(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0
        ? value
        : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Clean(string name, bool allowColon)
    {
        var cleaned = string.Create(name.Length, (name, allowColon), static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsAsciiLetterOrDigit(from.name[i]) || (from.allowColon && from.name[i] == ':') ? from.name[i] : '_';
        });
        return cleaned.Length == 0 || char.IsAsciiDigit(cleaned[0]) ? "_" + cleaned : cleaned;
    }
}
