using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CodeGraph.Gateway.Tests;

/// <summary>All that a gateway logs, with what belongs to it by scope.</summary>
internal sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = [];
    private IExternalScopeProvider? scopes;

    public IReadOnlyCollection<string> Lines => lines;

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var parts = new List<string> { $"{category}: {formatter(state, exception)} {exception}" };
            log.scopes?.ForEachScope(static (scope, into) => into.Add(scope is IEnumerable<KeyValuePair<string, object>> values ? string.Join(' ', values.Select(v => $"{v.Key}={v.Value}")) : $"{scope}"), parts);
            log.lines.Enqueue(string.Join(" | ", parts));
        }
    }
}
