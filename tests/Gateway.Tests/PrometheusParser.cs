using System.Globalization;
using System.Text.RegularExpressions;

namespace CodeGraph.Gateway.Tests;

/// <summary>
/// Reads metrics as strictly as the specifications have them (Prometheus text format 0.0.4, OpenMetrics 1.0): every line has its form, a family's lines stand together with
/// its type before them, no series comes twice, histograms are whole.
/// </summary>
internal static partial class PrometheusParser
{
    public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

    public static IReadOnlyList<Sample> Parse(string text, bool openMetrics)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n');
        if (openMetrics)
        {
            Assert.Equal("# EOF", lines[^1]);
            lines = lines[..^1];
        }
        var (samples, types, seen) = (new List<Sample>(), new Dictionary<string, string>(), new HashSet<string>());
        var family = "";
        foreach (var line in lines)
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                var (kind, name, rest) = (comment.Groups["kind"].Value, comment.Groups["name"].Value, comment.Groups["rest"].Value);
                if (kind == "HELP")
                {
                    Assert.DoesNotContain(name, types.Keys);
                    family = name;
                }
                else if (kind == "TYPE")
                {
                    Assert.Equal(family, name);
                    Assert.Contains(rest, (string[])["counter", "gauge", "histogram"]);
                    types.Add(name, rest);
                }
                else
                {
                    Assert.True(openMetrics && kind == "UNIT", line);
                    Assert.EndsWith("_" + rest, name, StringComparison.Ordinal);
                }
                continue;
            }
            var sample = ParseSample(line);
            Assert.True(seen.Add(line[..line.LastIndexOf(' ')]), $"twice: {line}");
            Assert.Contains(sample.Name, NamesOf(family, types[family], openMetrics));
            samples.Add(sample);
        }
        foreach (var (name, _) in types.Where(t => t.Value == "histogram"))
            CheckHistogram(name, samples);
        foreach (var (name, _) in types.Where(t => t.Value == "counter"))
            Assert.All(samples.Where(s => s.Name == (openMetrics ? name + "_total" : name)), s => Assert.True(s.Value >= 0));
        return samples;
    }

    private static string[] NamesOf(string family, string type, bool openMetrics) => type switch
    {
        "histogram" => [family + "_bucket", family + "_sum", family + "_count"],
        "counter" when openMetrics => [family + "_total"],
        _ => [family],
    };

    private static Sample ParseSample(string line)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, $"no sample: {line}");
        var labels = new Dictionary<string, string>();
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
            Assert.True(labels.TryAdd(label.Groups["name"].Value, label.Groups["value"].Value), $"label twice: {line}");
        var value = match.Groups["value"].Value;
        return new(match.Groups["name"].Value, labels, value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture),
        });
    }

    private static void CheckHistogram(string name, List<Sample> samples)
    {
        foreach (var series in samples.Where(s => s.Name == name + "_bucket").GroupBy(Without))
        {
            var buckets = series.ToList();
            var bounds = buckets.Select(b => b.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(b.Labels["le"], CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(bounds.Distinct().Order(), bounds);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            Assert.Equal(buckets.Select(b => b.Value).Order(), buckets.Select(b => b.Value));
            Assert.Equal(buckets[^1].Value, Assert.Single(samples, s => s.Name == name + "_count" && Without(s) == series.Key).Value);
            Assert.Single(samples, s => s.Name == name + "_sum" && Without(s) == series.Key);
        }

        static string Without(Sample sample) => string.Join(',', sample.Labels.Where(l => l.Key != "le").OrderBy(l => l.Key, StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\A# (?<kind>HELP|TYPE|UNIT) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>(?:[^\\\r]|\\\\|\\n|\\"")*)\z")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*""(?:,[a-zA-Z_][a-zA-Z0-9_]*=""(?:[^""\\\n]|\\[\\""n])*"")*)\})? (?<value>[+-]Inf|NaN|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\z")]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>(?:[^""\\\n]|\\[\\""n])*)""")]
    private static partial Regex Label();
}
