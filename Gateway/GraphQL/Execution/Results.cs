using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>An object or list of the response, which knows where it stands, so that a null may go up and an error can name its path.</summary>
internal abstract class ResultNode(ResultNode? parent, int index, int count)
{
    /// <summary>Leaves, nodes and nulls, in the order of the fields or items.</summary>
    public object?[] Values { get; } = new object?[count];

    public ResultNode? Parent => parent;

    /// <summary>The position in the parent.</summary>
    public int Index => index;

    /// <summary>Whether an error below made it null, so that nothing below counts any more.</summary>
    public bool IsDropped { get; set; }

    public abstract GraphQLType TypeAt(int position);

    /// <summary>The response key (string) or index (int) of a position.</summary>
    public abstract object KeyAt(int position);
}

/// <param name="plan">The fields.</param>
/// <param name="source">What they are asked of.</param>
internal sealed class ObjectResult(ObjectPlan plan, object? source, ResultNode? parent, int index) : ResultNode(parent, index, plan.Fields.Count)
{
    public ObjectPlan Plan => plan;

    public object? Source => source;

    public override GraphQLType TypeAt(int position) => plan.Fields[position].Definition.Type;

    public override object KeyAt(int position) => plan.Fields[position].ResponseKey;
}

internal sealed class ListResult(GraphQLType item, ResultNode parent, int index, int count) : ResultNode(parent, index, count)
{
    public override GraphQLType TypeAt(int position) => item;

    public override object KeyAt(int position) => position;
}
