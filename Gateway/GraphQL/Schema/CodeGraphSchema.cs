using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>The schema of the gateway: <c>Schema.graphql</c>, answered through the query service.</summary>
internal static class CodeGraphSchema
{
    /// <exception cref="InvalidOperationException">A field of the schema has no answer.</exception>
    public static GraphQLSchema Create()
    {
        var schema = SchemaBuilder.Build(Resources.Read("Schema.graphql"));
        var binding = new SchemaBinding(schema);
        RepositoryFields.Bind(binding);
        SnapshotFields.Bind(binding);
        SymbolFields.Bind(binding);
        AnswerFields.Bind(binding);
        return binding.Finish();
    }

    /// <summary>A task as a field's answer.</summary>
    public static async ValueTask<object?> AsField<T>(this Task<T> task) => await task;
}
