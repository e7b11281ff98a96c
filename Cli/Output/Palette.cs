namespace CodeGraph.Cli.Output;

/// <summary>Colours of the terminal, or none where there is no terminal or the user wants none (https://no-color.org).</summary>
internal sealed class Palette(bool enabled)
{
    private const string Reset = "\e[0m";

    public static Palette ForOutput() => new(StandardOutput.IsTerminal && IsWanted);

    public static Palette ForErrors() => new(!Console.IsErrorRedirected && IsWanted);

    public bool Enabled => enabled;

    private static bool IsWanted =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    public string Dim(string text) => Paint("\e[2m", text);

    public string Bold(string text) => Paint("\e[1m", text);

    public string Place(string text) => Paint("\e[36m", text);

    public string Trusted(string text) => Paint("\e[32m", text);

    public string Doubtful(string text) => Paint("\e[33m", text);

    public string Error(string text) => Paint("\e[31m", text);

    private string Paint(string code, string text) => enabled && text.Length > 0 ? code + text + Reset : text;
}
