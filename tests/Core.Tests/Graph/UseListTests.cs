using CodeGraph.Graph;

namespace CodeGraph.Tests.Graph;

public sealed class UseListTests
{
    [Fact]
    public void Uses_of_files_read_as_one_list_in_any_order()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var files = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Enumerable.Range(0, random.Next(4)).Select(_ => Use(random)).ToArray()).ToArray();
            int[] firstUse = [0, .. files.Select((_, i) => files.Take(i + 1).Sum(f => f.Length))];
            int[] firstTarget = [.. files.Select((_, i) => 100 * i)];
            var list = new UseList(firstUse, firstTarget, (int file, ref ReferenceRecord[] _) => files[file]);
            var expected = files.SelectMany((uses, file) => uses.Select(use => use with { Payload = use.Form == TargetForm.Several ? use.Payload + (100 * file) : use.Payload })).ToArray();
            Assert.Equal(expected, list);
            var reader = list.Read();
            foreach (var index in Enumerable.Range(0, 100).Where(_ => list.Length > 0).Select(_ => random.Next(list.Length)))
                Assert.Equal(expected[index].Line, reader[index].Line);
            Assert.Throws<ArgumentOutOfRangeException>(() => list[list.Length]);
        }
    }

    private static ReferenceRecord Use(Random random) =>
        new() { Line = random.Next(1000), Payload = random.Next(10), Form = random.Next(2) == 0 ? TargetForm.Several : TargetForm.Symbol };
}
