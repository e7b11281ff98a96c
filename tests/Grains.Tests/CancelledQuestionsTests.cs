using CodeGraph.Storage;

namespace CodeGraph.Grains.Tests;

/// <summary>Every question looks, while it is computed, whether anybody still waits for it.</summary>
public sealed class CancelledQuestionsTests : GrainTest
{
    [Fact]
    public async Task Whatever_is_computed_ends_with_its_caller()
    {
        var key = SnapshotKey.Parse((await Silo.Index(Sources)).Summary!.Snapshot);
        using var file = SnapshotFile.Open(new DataFolder(Data).Snapshot(key.Repository, key.Id));
        using var lease = file.Lease();
        var answers = new SnapshotAnswers(file.Snapshot, key);
        var gone = new CancellationToken(canceled: true);
        var questions = new Dictionary<string, Action>
        {
            ["symbol"] = () => answers.GetSymbol("Order.check", gone),
            ["callers"] = () => answers.Callers(new("Order.check", Depth: 4), gone),
            ["callees"] = () => answers.Callees(new("buy", Depth: 4), gone),
            ["callers in parts"] = () => answers.CallersInParts(new("Order.check"), gone).Count(),
            ["references"] = () => answers.References(new("Order"), gone),
            ["impact"] = () => answers.Impact(new("Order.check", Depth: 4), gone),
            ["path"] = () => answers.Path(new("buy", "Order.check"), gone),
            ["outline"] = () => answers.Outline("shop/orders.py", gone),
            ["search"] = () => answers.Search(new(file.Snapshot), new("order"), gone),
            ["dependencies"] = () => answers.Dependencies(new(), gone),
            ["cycles"] = () => answers.Cycles(new(), gone),
            ["unreferenced"] = () => answers.Unreferenced(new(), gone),
            ["central"] = () => answers.Central(new(), gone),
            ["complex"] = () => answers.Complex(new(), gone),
            ["files"] = () => answers.Files(new(), gone),
        };

        foreach (var (name, ask) in questions)
            Assert.True(Record.Exception(ask) is OperationCanceledException, $"'{name}' was answered to nobody.");
    }
}
