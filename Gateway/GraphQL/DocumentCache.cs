using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;
using CodeGraph.Gateway.GraphQL.Validation;
using Microsoft.Extensions.Caching.Memory;

namespace CodeGraph.Gateway.GraphQL;

/// <summary>Documents that were parsed and found valid, as clients send few different ones again and again. Bounded by their characters.</summary>
internal sealed class DocumentCache(GraphQLSchema schema, GraphQLLimits limits) : IDisposable
{
    private readonly MemoryCache documents = new(new MemoryCacheOptions { SizeLimit = limits.CachedCharacters });

    public int Count => documents.Count;

    /// <returns>The document, or what is wrong with it.</returns>
    /// <exception cref="GraphQLException">It cannot be parsed.</exception>
    public (DocumentNode? Document, IReadOnlyList<GraphQLError> Errors) Get(string text)
    {
        if (documents.TryGetValue<DocumentNode>(text, out var known))
            return (known, []);
        var document = Parser.Parse(text, new(limits.MaxTokens, limits.MaxNesting));
        var errors = DocumentValidator.Validate(schema, document);
        if (errors.Count > 0)
            return (null, errors);
        documents.Set(text, document, new MemoryCacheEntryOptions { Size = text.Length });
        return (document, errors);
    }

    public void Dispose() => documents.Dispose();
}
