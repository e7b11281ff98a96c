using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CodeGraph.Client;
using CodeGraph.Grains.Audit;
using CodeGraph.Model;

namespace CodeGraph.Grains.Json;

/// <summary>
/// The answers as JSON, the same on the command line and over HTTP: camelCase members, enumerations as their wire names, durations in seconds,
/// nothing left out (a missing value is null). Converters are generated: no reflection at start.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.Strict,
    MaxDepth = 2048,
    Converters =
    [
        typeof(WireEnumConverter<SymbolKind>), typeof(WireEnumConverter<RelationKind>), typeof(WireEnumConverter<Tier>),
        typeof(WireEnumConverter<ReferenceRole>), typeof(WireEnumConverter<ReferenceState>), typeof(WireEnumConverter<Match>), typeof(WireEnumConverter<CaseMatching>),
        typeof(WireEnumConverter<IndexPhase>), typeof(WireEnumConverter<TestRule>), typeof(WireEnumConverter<EntryRule>), typeof(WireEnumConverter<ContextRole>),
        typeof(WireEnumConverter<ComplexityMeasure>), typeof(WireEnumConverter<RepositoryRole>), typeof(TierSetConverter),
        typeof(LanguageConverter), typeof(SecondsConverter),
    ])]
[JsonSerializable(typeof(RepositoryStatus))]
[JsonSerializable(typeof(IReadOnlyList<RepositoryStatus>))]
[JsonSerializable(typeof(IndexProgress))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(TextAnswer))]
[JsonSerializable(typeof(SymbolAnswer))]
[JsonSerializable(typeof(RelationsAnswer))]
[JsonSerializable(typeof(ReferencesAnswer))]
[JsonSerializable(typeof(ImpactAnswer))]
[JsonSerializable(typeof(PathAnswer))]
[JsonSerializable(typeof(OutlineAnswer))]
[JsonSerializable(typeof(DependenciesAnswer))]
[JsonSerializable(typeof(CyclesAnswer))]
[JsonSerializable(typeof(UnreferencedAnswer))]
[JsonSerializable(typeof(CentralAnswer))]
[JsonSerializable(typeof(ContextAnswer))]
[JsonSerializable(typeof(ComplexAnswer))]
[JsonSerializable(typeof(FilesAnswer))]
[JsonSerializable(typeof(FileTextAnswer))]
[JsonSerializable(typeof(SymbolQuery))]
[JsonSerializable(typeof(OutlineQuery))]
[JsonSerializable(typeof(LocateQuery))]
[JsonSerializable(typeof(LocateAnswer))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(StaleQuery))]
[JsonSerializable(typeof(StaleAnswer))]
[JsonSerializable(typeof(TraversalQuery))]
[JsonSerializable(typeof(ReferencesQuery))]
[JsonSerializable(typeof(PathQuery))]
[JsonSerializable(typeof(SearchQuery))]
[JsonSerializable(typeof(TextQuery))]
[JsonSerializable(typeof(DependenciesQuery))]
[JsonSerializable(typeof(CyclesQuery))]
[JsonSerializable(typeof(UnreferencedQuery))]
[JsonSerializable(typeof(CentralQuery))]
[JsonSerializable(typeof(ContextQuery))]
[JsonSerializable(typeof(ComplexQuery))]
[JsonSerializable(typeof(FilesQuery))]
[JsonSerializable(typeof(FileTextQuery))]
[JsonSerializable(typeof(IReadOnlyList<SnapshotInfo>))]
[JsonSerializable(typeof(IndexCommand))]
[JsonSerializable(typeof(IndexAccepted))]
[JsonSerializable(typeof(CancelledJob))]
[JsonSerializable(typeof(CheckCommand))]
[JsonSerializable(typeof(CollectCommand))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(StoreCheck))]
[JsonSerializable(typeof(StoreCollection))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditVerification))]
[JsonSerializable(typeof(AuditCheckpoint))]
public sealed partial class GraphJson : JsonSerializerContext
{
    /// <summary>Gives other options the same shapes and names.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = Default.Options.MaxDepth;
        foreach (var converter in Default.Options.Converters)
            options.Converters.Add(converter);
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}

/// <summary>An enumeration as the camelCase of its member: <c>enumMember</c>, the same as its <c>ToWire</c>. Numbers are refused.</summary>
public sealed class WireEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>A language in lower case: <c>typescript</c>, <c>csharp</c>.</summary>
public sealed class LanguageConverter() : JsonStringEnumConverter<Language>(new LowerCase(), allowIntegerValues: false)
{
    private sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }
}

/// <summary>Tiers as the command line has them, <c>exact,typed</c>; nothing for none.</summary>
public sealed class TierSetConverter : JsonConverter<TierSet>
{
    public override TierSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is not { Length: > 0 } text ? TierSet.None
        : TierSets.TryParse(text, out var tiers) ? tiers
        : throw new JsonException($"'{text}' names no tiers: give exact, typed, unique and ambiguous, separated by commas.");

    public override void Write(Utf8JsonWriter writer, TierSet value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(string.Join(',', Enum.GetValues<Tier>().Where(t => value.Has(t)).Select(t => t.ToWire())));
    }
}

/// <summary>A duration as seconds with a fraction.</summary>
public sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromSeconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Math.Round(value.TotalSeconds, 6));
}
