using System.Runtime.InteropServices;
using CodeGraph.Cli.CommandLine;

namespace CodeGraph.Cli.Commands;

/// <summary>The first Ctrl-C (or SIGTERM, SIGHUP) asks the work to stop; the second ends the process at once. For commands that have something to put in order.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public Interrupt() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
            Environment.Exit(ExitCodes.Cancelled);
        _source.Cancel();
    }
}
