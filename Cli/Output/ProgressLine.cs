using System.Diagnostics;
using System.Globalization;
using System.Text;
using CodeGraph.Grains;
using CodeGraph.Indexing;

namespace CodeGraph.Cli.Output;

/// <summary>The progress of an index job on standard error: a bar that is redrawn on a terminal, otherwise a plain line now and then.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 24;

    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan TrackerInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly bool isTerminal = !Console.IsErrorRedirected;
    private readonly Palette palette = Palette.ForErrors();
    private long lastShown;
    private IndexPhase? phase;
    private TimeSpan parsingSince;
    private bool drawn;

    /// <summary>Shows the progress of work inside of this process until it is done.</summary>
    public static async Task<T> Show<T>(Task<T> work, IndexTracker tracker)
    {
        using (var line = new ProgressLine())
        {
            while (await Task.WhenAny(work, Task.Delay(TrackerInterval, CancellationToken.None)) != work)
                line.Show(new IndexProgress((IndexPhase)tracker.Stage, tracker.Files, tracker.TotalFiles, tracker.Bytes, tracker.TotalBytes, tracker.Elapsed));
        }

        return await work;
    }

    public void Show(IndexProgress progress)
    {
        var newPhase = progress.Phase != phase;
        if (newPhase && progress.Phase == IndexPhase.Parsing)
            parsingSince = progress.Elapsed;
        phase = progress.Phase;

        // A plain log has a line for a phase only once it has lasted: short runs print nothing but their summary.
        var due = Stopwatch.GetElapsedTime(lastShown) >= (isTerminal ? TerminalInterval : PlainInterval);
        if (lastShown == 0 && !isTerminal)
        {
            lastShown = Stopwatch.GetTimestamp();
            return;
        }

        if (!due && !(newPhase && isTerminal))
            return;
        lastShown = Stopwatch.GetTimestamp();
        var text = Describe(progress);
        if (!isTerminal)
        {
            Console.Error.WriteLine(text);
            return;
        }

        var width = Math.Max(20, Console.WindowWidth - 1);
        Console.Error.Write("\r\e[K" + (text.Length > width ? text[..width] : text));
        drawn = true;
    }

    /// <summary>Removes the bar, so that what follows stands in its place.</summary>
    public void Dispose()
    {
        if (drawn)
            Console.Error.Write("\r\e[K");
        drawn = false;
    }

    private string Describe(IndexProgress progress)
    {
        var text = new StringBuilder(120);
        text.Append(NameOf(progress.Phase).PadRight(9));
        if (isTerminal && progress is { Phase: IndexPhase.Parsing, TotalFiles: > 0 })
        {
            // By bytes: files differ in size by a factor of a thousand.
            var share = progress.TotalBytes > 0 ? (double)progress.Bytes / progress.TotalBytes : (double)progress.Files / progress.TotalFiles;
            var filled = (int)(Math.Clamp(share, 0, 1) * BarWidth);
            text.Append(palette.Enabled ? new string('━', filled) + new string('╌', BarWidth - filled) : $"[{new string('#', filled)}{new string('.', BarWidth - filled)}]");
            text.Append(CultureInfo.InvariantCulture, $" {share * 100,3:0} %  ");
        }

        if (progress.TotalFiles > 0)
            text.Append(CultureInfo.InvariantCulture, $"{Plain.Count(progress.Files)}/{Plain.Count(progress.TotalFiles)} files  ");
        var seconds = (progress.Elapsed - parsingSince).TotalSeconds;
        if (progress is { Phase: IndexPhase.Parsing, Files: > 0 } && seconds > 0.05)
            text.Append(CultureInfo.InvariantCulture, $"{Plain.Count((long)(progress.Files / seconds))} files/s  {Plain.Size(progress.Bytes / seconds)}/s  ");
        return text.Append(Plain.Duration(progress.Elapsed)).ToString();
    }

    private static string NameOf(IndexPhase phase) => phase switch
    {
        IndexPhase.Queued => "waiting",
        IndexPhase.Fetching => "fetching",
        IndexPhase.Listing => "listing",
        IndexPhase.Parsing => "parsing",
        IndexPhase.Linking => "linking",
        IndexPhase.Storing => "storing",
        _ => phase.ToString().ToLowerInvariant(),
    };
}
