using System.Diagnostics.Metrics;

namespace Orleans.Runtime;

/// <summary>How many grains are active, by class: under the names that Orleans uses, so that one dashboard serves both runtimes.</summary>
internal static class ActivationMetrics
{
    private const string MeterName = "Microsoft.Orleans";

    public static void Create(IMeterFactory meters, ActivationDirectory directory) =>
        meters.Create(MeterName).CreateObservableUpDownCounter(
            "orleans-grains",
            () => directory.Targets.GroupBy(target => target.Class.Name, (type, targets) => new Measurement<int>(targets.Count(), new KeyValuePair<string, object?>("type", type))),
            "{grain}",
            "Active grains by class.");
}
