namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>What can be asked over GraphQL, MCP and SignalR, and who may ask it. The tests take the lists from the faces themselves: what has no entry here fails them.</summary>
internal static class FaceTable
{
    /// <summary>Fields of the roots. What stands below <c>repository</c> is asked by <see cref="FaceMatrixTests"/> as the schema has it.</summary>
    public static IReadOnlyDictionary<string, (Admission Admission, string Text)> RootFields { get; } = new Dictionary<string, (Admission, string)>
    {
        ["Query.repositories"] = (Admission.Known, "{ repositories { name } }"),
        ["Query.repository"] = (Admission.Readers, "{ repository(name: \"shop\") { name } }"),

        // Whether a folder is a repository that exists is not told to who may not index any: so they are forbidden, and not told that there is none.
        ["Mutation.startIndex"] = (Admission.Maintainers, "mutation { startIndex(input: { source: \"SHOP\" }) { repository { name } } }"),
        ["Mutation.cancelIndex"] = (Admission.Maintainers, "mutation { cancelIndex(repository: \"shop\") { repository { name } } }"),
        ["Mutation.removeRepository"] = (Admission.Maintainers, "mutation { removeRepository(name: \"shop\") { name } }"),
    };

    /// <summary>Arguments that a field cannot be asked without, by their names.</summary>
    public static IReadOnlyDictionary<string, string> Arguments { get; } = new Dictionary<string, string>
    {
        ["name"] = "\"Cart\"", ["names"] = "[\"Cart\"]", ["path"] = "\"main.py\"", ["text"] = "\"Cart\"", ["pattern"] = "\"Cart\"", ["from"] = "\"main\"", ["to"] = "\"Cart.add\"", ["of"] = "\"Cart\"", ["line"] = "1",
    };

    /// <summary>Tools of MCP, each with a question about the shop.</summary>
    public static IReadOnlyDictionary<string, Dictionary<string, object?>> Tools { get; } = new Dictionary<string, Dictionary<string, object?>>
    {
        ["search"] = Shop(("query", "Cart")),
        ["symbol"] = Shop(("symbol", "Cart")),
        ["relations"] = Shop(("symbol", "Cart.add"), ("relation", "callers")),
        ["impact"] = Shop(("target", "Cart")),
        ["path"] = Shop(("from", "main"), ("to", "Cart.add")),
        ["outline"] = Shop(("path", "main.py")),
        ["locate"] = Shop(("place", "main.py:1")),
        ["status"] = Shop(),
    };

    public static IReadOnlyDictionary<string, Dictionary<string, object?>> Prompts { get; } = new Dictionary<string, Dictionary<string, object?>>
    {
        ["explain"] = Shop(("symbol", "Cart")),
        ["impact"] = Shop(("target", "Cart")),
    };

    public static IReadOnlyDictionary<string, string> Resources { get; } = new Dictionary<string, string>
    {
        ["codegraph://{repository}/file/{+path}"] = "codegraph://shop/file/main.py",
        ["codegraph://{repository}/symbol/{+id}"] = "codegraph://shop/symbol/main.py%23Cart",
    };

    /// <summary>Methods of hubs, each with arguments that ask for the shop.</summary>
    public static IReadOnlyDictionary<string, object?[]> HubMethods { get; } = new Dictionary<string, object?[]> { ["Watch"] = ["shop", null] };

    private static Dictionary<string, object?> Shop(params (string Name, object Value)[] arguments) =>
        new(arguments.Select(a => KeyValuePair.Create(a.Name, (object?)a.Value))) { ["repository"] = "shop" };
}
