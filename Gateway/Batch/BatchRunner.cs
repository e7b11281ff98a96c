using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Snapshots;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CodeGraph.Gateway.Batch;

/// <summary>
/// Runs the operations of a batch beside one another and sends the answers in order. Only so many are under way or wait to be sent, so that a batch takes no more memory
/// than as many requests.
/// </summary>
internal sealed partial class BatchRunner(ICodeGraph graph, Answerer answerer, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, ILogger<BatchRunner> logger)
{
    private const int MostAtOnce = 8;

    /// <summary>Bytes that are gathered before they are sent.</summary>
    private const int SendAt = 32 * 1024;

    public async Task<IResult> Run(BatchRequest batch, CancellationToken cancellation)
    {
        var snapshots = await OpenAll(batch, cancellation);
        return new BatchResult(output => Write(batch, snapshots, output, cancellation));
    }

    /// <summary>Every snapshot once, before any operation runs: what is indexed meanwhile does not come into the answers.</summary>
    private async Task<Dictionary<(string Repository, string? Commit), Task<OpenedSnapshot>>> OpenAll(BatchRequest batch, CancellationToken cancellation)
    {
        var snapshots = batch.Operations.Select(o => (o.Repository, o.Commit)).Distinct()
            .ToDictionary(wanted => wanted, wanted => graph.OpenSnapshot(wanted.Repository, wanted.Commit, cancellation));
        await ((Task)Task.WhenAll(snapshots.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return snapshots;
    }

    private async Task Write(
        BatchRequest batch, Dictionary<(string Repository, string? Commit), Task<OpenedSnapshot>> snapshots, PipeWriter output, CancellationToken cancellation)
    {
        var running = new Queue<Task<Answer>>(MostAtOnce);
        var next = 0;
        var first = true;
        output.Write("{\"answers\":["u8);
        while (next < batch.Operations.Count || running.Count > 0)
        {
            for (; next < batch.Operations.Count && running.Count < MostAtOnce; next++)
            {
                var operation = batch.Operations[next];
                running.Enqueue(Task.Run(() => Ask(operation, snapshots[(operation.Repository, operation.Commit)], cancellation), cancellation));
            }
            if (!first)
                output.Write(","u8);
            first = false;
            Write(await running.Dequeue(), output);
            if (output.UnflushedBytes >= SendAt)
                await output.FlushAsync(cancellation);
        }
        output.Write("]}"u8);
        await output.FlushAsync(cancellation);
    }

    private async Task<Answer> Ask(BatchOperation operation, Task<OpenedSnapshot> snapshot, CancellationToken cancellation)
    {
        try
        {
            if (!Questions.ByName.TryGetValue(operation.Operation, out var question))
                throw new RefusedException(GatewayProblems.UnknownOperation(operation.Operation, Questions.ByName.Keys));
            return await question.Ask(operation.Query, await snapshot, answerer, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            var problem = ProblemHandler.Describe(exception);
            if (problem.Status == StatusCodes.Status500InternalServerError)
                LogFailure(exception, operation.Operation, operation.Repository);
            return new(default, null, problem);
        }
    }

    private void Write(in Answer answer, PipeWriter output)
    {
        using var writer = new Utf8JsonWriter((IBufferWriter<byte>)output);
        writer.WriteStartObject();
        writer.WriteNumber("status", answer.Problem?.Status ?? StatusCodes.Status200OK);
        if (answer.Problem is { } problem)
        {
            writer.WritePropertyName("problem");
            JsonSerializer.Serialize(writer, problem, json.Value.SerializerOptions);
        }
        else
        {
            writer.WritePropertyName("body");
            writer.WriteRawValue(answer.Json.Span, skipInputValidation: true);
        }
        writer.WriteEndObject();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Operation} of {Repository} failed in a batch")]
    private partial void LogFailure(Exception exception, string operation, string repository);

    private sealed class BatchResult(Func<PipeWriter, Task> write) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = MediaTypes.Json + "; charset=utf-8";
            httpContext.Response.Headers.CacheControl = "private, no-store";
            return write(httpContext.Response.BodyWriter);
        }
    }
}
