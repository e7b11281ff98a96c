using CodeGraph.Model;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>Parses sources it is sent: CPU work for grains that have bytes and no parser. Stateless; key 0.</summary>
[Alias("CodeGraph.IParseWorkerGrain")]
public interface IParseWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Parses sources in their order. A batch saves the cost of a call for each.</summary>
    Task<IReadOnlyList<ParsedSource>> Parse(IReadOnlyList<SourceText> sources, CancellationToken cancellation);
}

/// <param name="Utf8">The bytes without a byte order mark.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SourceText")]
public sealed record SourceText([property: Id(0)] Language Language, [property: Id(1)] ReadOnlyMemory<byte> Utf8);

/// <param name="Facts">The facts in the encoding of the facts store; empty where the parse failed.</param>
/// <param name="Failure">Why, where it failed.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ParsedSource")]
public sealed record ParsedSource([property: Id(0)] ReadOnlyMemory<byte> Facts, [property: Id(1)] string? Failure);
