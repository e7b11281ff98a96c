using System.Diagnostics;

namespace CodeGraph.Gateway.Observability;

/// <summary>Gives every request an activity, and with it the trace of its caller, whether anybody collects traces or not: ids of requests are made of it.</summary>
internal sealed class RequestTraces : IDisposable
{
    private readonly ActivityListener listener = new()
    {
        ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public RequestTraces() => ActivitySource.AddActivityListener(listener);

    public void Dispose() => listener.Dispose();
}
