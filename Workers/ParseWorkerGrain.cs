using System.Buffers;
using CodeGraph.Grains;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;
using CodeGraph.Storage;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Workers;

/// <summary>One parser an activation, one activation a processor.</summary>
[StatelessWorker]
internal sealed class ParseWorkerGrain(ParseLimits limits) : Grain, IParseWorkerGrain
{
    private readonly FileParser parser = new(limits);

    public Task<IReadOnlyList<ParsedSource>> Parse(IReadOnlyList<SourceText> sources, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var parsed = new ParsedSource[sources.Count];
        for (var i = 0; i < parsed.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            parsed[i] = Parse(sources[i]);
        }
        return Task.FromResult<IReadOnlyList<ParsedSource>>(parsed);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        parser.Dispose();
        return Task.CompletedTask;
    }

    private ParsedSource Parse(SourceText source)
    {
        var outcome = parser.Parse(LanguageRegistry.Get(source.Language), source.Utf8, out var facts);
        if (facts is null)
            return new(default, outcome.ToWords());
        var buffer = new ArrayBufferWriter<byte>();
        FactsCodec.Encode(facts, buffer);
        return new(buffer.WrittenMemory, null);
    }
}
