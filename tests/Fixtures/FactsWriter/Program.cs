using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Storage;

// Stores facts over and over, some at a time, and reports each stored blob on a line, until it is killed or the disk is full.
try
{
    using var store = FactsStore.OpenForWriting(args[0]);
    for (var i = store.Count; ; i++)
    {
        var text = new byte[i % 3000];
        new Random(i).NextBytes(text);
        store.Put(FactsWriterKey.Of(i), new FileFacts
        {
            Language = Language.Python, Strings = new StringTable(text, [0, text.Length]), Scopes = [], Definitions = [], Descriptions = [], References = [], Imports = [], Package = i, Lines = i, ErrorBytes = 0,
        });
        if (i % 4 != 3)
            continue;
        store.Flush();
        for (var stored = i - 3; stored <= i; stored++)
            Console.WriteLine(stored);
    }
}
catch (StorageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 3;
}

/// <summary>The key under which the n-th facts are stored.</summary>
public static class FactsWriterKey
{
    public static FactsKey Of(int number) => new(BlobId.OfBlob(BitConverter.GetBytes(number)), Language.Python);
}
