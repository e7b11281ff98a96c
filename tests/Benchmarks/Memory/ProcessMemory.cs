using System.Globalization;

namespace CodeGraph.Benchmarks.Memory;

/// <summary>What a process holds, as Linux counts it.</summary>
/// <param name="Own">Bytes that nothing but the process holds: heaps and stacks.</param>
/// <param name="Files">Bytes of files that are mapped and in memory; the system takes them back when it needs room.</param>
internal readonly record struct ProcessMemory(long Own, long Files)
{
    public static ProcessMemory Of(int process)
    {
        var fields = File.ReadLines($"/proc/{process}/smaps_rollup").Skip(1).Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture) * 1024);
        return new(fields["Anonymous"], fields["Rss"] - fields["Anonymous"]);
    }
}
