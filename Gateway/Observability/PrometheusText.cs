using System.Globalization;
using System.Text;

namespace CodeGraph.Gateway.Observability;

/// <summary>
/// Metrics as text: Prometheus' exposition format 0.0.4, or OpenMetrics 1.0.0 for who asks for it. The two differ in the names of counters' families, the unit line and
/// the end mark.
/// </summary>
internal static class PrometheusText
{
    public const string Plain = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families, bool openMetrics)
    {
        var text = new StringBuilder();
        foreach (var family in families)
            Write(text, family, openMetrics);
        if (openMetrics)
            text.Append("# EOF\n");
        return text.ToString();
    }

    private static void Write(StringBuilder text, MetricFamily family, bool openMetrics)
    {
        var series = family.Series.ToList();
        if (series.Count == 0)
            return;
        var sample = family.Kind == MetricKind.Counter ? family.Name + "_total" : family.Name;
        var name = openMetrics ? family.Name : sample;
        text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(family.Help, openMetrics)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
        if (openMetrics && family.Unit.Length > 0)
            text.Append("# UNIT ").Append(name).Append(' ').Append(family.Unit).Append('\n');
        foreach (var (labels, value) in series)
        {
            if (family.Kind == MetricKind.Histogram)
                WriteHistogram(text, family.Name, labels, value);
            else
                Sample(text, sample, labels, value.Read().Value);
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, MetricSeries series)
    {
        var (sum, buckets) = series.Read();
        var count = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            count += buckets[i];
            var bound = i < series.Bounds.Count ? Number(series.Bounds[i]) : "+Inf";
            Sample(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
        }
        Sample(text, name + "_sum", labels, sum);
        Sample(text, name + "_count", labels, count);
    }

    private static void Sample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "+Inf" : "-Inf") : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Quotes are escaped by OpenMetrics alone.</summary>
    private static string EscapeHelp(string help, bool openMetrics) => openMetrics
        ? PrometheusNames.Escape(help)
        : help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
