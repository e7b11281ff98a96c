using System.Text.Json;

namespace CodeGraph.Graph;

public sealed partial class Snapshot
{
    /// <summary>Decodes everything once.</summary>
    /// <exception cref="InvalidDataException">Something leads to what is not there.</exception>
    public void Verify()
    {
        try
        {
            VerifySymbols();
            VerifyReferences();
            for (var relation = 0; relation < RelationCount; relation++)
                Check(Relation(relation) is var r && (uint)r.From < (uint)SymbolCount && (uint)r.To < (uint)SymbolCount && (uint)r.File < (uint)FileCount, "a relation");
            for (var name = 0; name < NameCount; name++)
                Check(FindName(NameBytes(name)) == name, "a name");
            for (var text = 0; text < Texts.Count; text++)
                _ = Texts[text];
            _ = Properties;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or JsonException)
        {
            throw new InvalidDataException($"The snapshot holds what leads nowhere: {exception.Message}", exception);
        }
    }

    private void VerifySymbols()
    {
        for (var symbol = 0; symbol < SymbolCount; symbol++)
        {
            var s = Symbol(symbol);
            Check(s.Parent < SymbolCount && (uint)s.Name < (uint)NameCount && s.Signature < Texts.Count && s.Documentation < Texts.Count, "a symbol");
            foreach (var reference in Incoming(symbol))
                Check((uint)reference < (uint)ReferenceCount, "a use");
            foreach (var reference in Outgoing(symbol))
                Check(Reference(reference).From == symbol, "a use");
        }
    }

    private void VerifyReferences()
    {
        for (var reference = 0; reference < ReferenceCount; reference++)
        {
            var use = Reference(reference);
            Check(use.From < SymbolCount && (uint)use.Name < (uint)NameCount, "a use");
            foreach (var target in TargetsOf(use))
                Check((uint)target < (uint)SymbolCount, "a use");
        }
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
            throw new InvalidDataException($"The snapshot holds {what} that leads nowhere.");
    }
}
