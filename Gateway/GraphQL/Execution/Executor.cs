using System.Collections;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>
/// Executes an operation (section 6 of the specification) breadth first: all fields of one level are resolved before any of the next, so that look-ups of a
/// level that go through a loader become one batch.
/// </summary>
internal sealed class Executor
{
    private readonly ExecutionRequest request;
    private readonly FieldCollector collector;
    private readonly List<GraphQLError> errors = [];
    private List<ObjectResult> nextLevel = [];

    private Executor(ExecutionRequest request)
    {
        this.request = request;
        collector = new(request);
    }

    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    public static Task<ExecutionResult> Execute(ExecutionRequest request) => new Executor(request).Execute();

    private async Task<ExecutionResult> Execute()
    {
        var type = request.Schema.Root(request.Operation.Kind)!;
        var root = new ObjectResult(collector.Collect(type, [request.Operation.Selections]), request.Root, parent: null, index: 0);

        // Mutations take effect one after the other, each with everything below it.
        if (request.Operation.Kind == OperationKind.Mutation)
        {
            for (var i = 0; i < root.Values.Length && !root.IsDropped; i++)
                await ExecuteLevels([root], fields: i..(i + 1));
        }
        else
        {
            await ExecuteLevels([root], Range.All);
        }

        return new(root.IsDropped ? null : root, errors);
    }

    private async Task ExecuteLevels(List<ObjectResult> level, Range fields)
    {
        while (level.Count > 0)
        {
            nextLevel = [];
            await ExecuteLevel(level, fields);
            level = nextLevel;
            fields = Range.All;
        }
    }

    private async Task ExecuteLevel(List<ObjectResult> level, Range fields)
    {
        var waiting = new List<(ObjectResult Parent, int Field, Task<object?> Answer)>();
        foreach (var parent in level.Where(IsKept))
        {
            request.Cancellation.ThrowIfCancellationRequested();
            var (first, count) = fields.GetOffsetAndLength(parent.Values.Length);
            for (var i = first; i < first + count && !parent.IsDropped; i++)
            {
                if (Resolve(parent, i) is { } answer)
                    waiting.Add((parent, i, answer));
            }
        }

        await WaitFor([.. waiting.Select(w => w.Answer)]);
        foreach (var (parent, field, answer) in waiting.Where(w => IsKept(w.Parent)))
            await CompleteAnswer(parent, field, answer);
    }

    /// <returns>Null where the field is complete already.</returns>
    private Task<object?>? Resolve(ObjectResult parent, int index)
    {
        var field = parent.Plan.Fields[index];
        if (field.ArgumentError is { } error)
        {
            Fail(parent, index, error);
            return null;
        }

        try
        {
            var answer = field.Definition.Resolve(new(request, parent, field));
            if (!answer.IsCompletedSuccessfully)
                return answer.AsTask();
            Complete(parent, index, answer.Result);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !request.Cancellation.IsCancellationRequested)
        {
            Fail(parent, index, exception);
        }

        return null;
    }

    /// <summary>Sends the look-ups that came together, until every answer is there; what waits for one look-up may need another.</summary>
    private async Task WaitFor(Task<object?>[] answers)
    {
        var all = Task.WhenAll(answers);
        while (!all.IsCompleted)
            await Task.WhenAny(all, request.Loaders.Dispatch()).WaitAsync(request.Cancellation);

        // Looked at here: each field tells its own failure, but for one whose parent became null meanwhile.
        _ = all.Exception;
    }

    private async Task CompleteAnswer(ObjectResult parent, int index, Task<object?> answer)
    {
        try
        {
            Complete(parent, index, await answer);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !request.Cancellation.IsCancellationRequested)
        {
            Fail(parent, index, exception);
        }
    }

    private void Complete(ObjectResult parent, int index, object? value) => Complete(parent.Plan.Fields[index], parent, index, parent.TypeAt(index), value);

    /// <summary>
    /// Puts a value into its position by the type (<c>CompleteValue</c>); objects have their turn on the next level. An exception stands for an item of a list that failed.
    /// </summary>
    private void Complete(FieldPlan field, ResultNode node, int index, GraphQLType type, object? value)
    {
        if (value is Exception exception)
        {
            Fail(node, index, exception);
            return;
        }

        if (value is null)
        {
            if (type is NonNullType)
                Fail(node, index, GraphQLError.Of(ErrorCodes.Internal, $"Cannot return null for non-nullable field {NameOf(field, node)}."));
            return;
        }

        switch (type.Nullable)
        {
            case ListType list when value is IEnumerable items and not string:
                CompleteList(field, node, index, list.Item, items);
                break;
            case ListType:
                Fail(node, index, GraphQLError.Of(ErrorCodes.Internal, $"Expected Iterable, but did not find one for field \"{NameOf(field, node)}\"."));
                break;
            case NamedType { IsLeaf: true } leaf:
                CompleteLeaf(node, index, leaf, value);
                break;
            case NamedType composite:
                CompleteObject(field, node, index, composite, value);
                break;
        }
    }

    private void CompleteList(FieldPlan field, ResultNode node, int index, GraphQLType type, IEnumerable items)
    {
        var values = items as IReadOnlyList<object?> ?? [.. items.Cast<object?>()];
        var list = new ListResult(type, node, index, values.Count);
        node.Values[index] = list;
        for (var i = 0; i < values.Count && !list.IsDropped; i++)
            Complete(field, list, i, type, values[i]);
    }

    private void CompleteLeaf(ResultNode node, int index, NamedType type, object value)
    {
        try
        {
            node.Values[index] = type is EnumType values ? NameOf(values, value) : ((ScalarType)type).Coercion.Serialize(value);
        }
        catch (CoercionException exception)
        {
            Fail(node, index, GraphQLError.Of(ErrorCodes.Internal, exception.Message));
        }
    }

    private void CompleteObject(FieldPlan field, ResultNode node, int index, NamedType type, object value)
    {
        var actual = type as ObjectType ?? request.Schema.Types.GetValueOrDefault(request.Schema.TypeNameOf(value) ?? "") as ObjectType;
        if (actual is null || !request.Schema.IsPossible(type, actual))
        {
            Fail(node, index, GraphQLError.Of(ErrorCodes.Internal, actual is null
                ? $"Abstract type \"{type}\" must resolve to an Object type at runtime for field \"{NameOf(field, node)}\"."
                : $"Runtime Object type \"{actual}\" is not a possible type for \"{type}\"."));
            return;
        }

        var result = new ObjectResult(field.Below(actual, collector), value, node, index);
        node.Values[index] = result;
        nextLevel.Add(result);
    }

    private static string NameOf(EnumType type, object value)
    {
        var name = value as string ?? (value is Enum member ? EnumNames.Of(member) : "");
        return type.Values.ContainsKey(name) ? name : throw new CoercionException($"Enum \"{type.Name}\" cannot represent value: {Inspection.Of(value)}");
    }

    private static string NameOf(FieldPlan field, ResultNode node)
    {
        while (node is not ObjectResult)
            node = node.Parent!;
        return $"{((ObjectResult)node).Plan.Type}.{field.Definition.Name}";
    }

    private void Fail(ResultNode node, int index, Exception exception)
    {
        if (exception is GraphQLException known)
        {
            Fail(node, index, known.Error);
            return;
        }

        var (message, extensions) = request.DescribeError(exception);
        Fail(node, index, new GraphQLError(message, [], Extensions: extensions));
    }

    /// <summary>Notes the error with its path, and makes the nearest position null that may be.</summary>
    private void Fail(ResultNode node, int index, GraphQLError error)
    {
        errors.Add(error with { Path = PathOf(node, index), Locations = error.Locations.Count > 0 ? error.Locations : LocationsOf(node, index) });
        while (node.TypeAt(index) is NonNullType)
        {
            node.IsDropped = true;
            if (node.Parent is null)
                return;
            (node, index) = (node.Parent, node.Index);
        }

        node.Values[index] = null;
    }

    private List<SourceLocation> LocationsOf(ResultNode node, int index)
    {
        while (node is not ObjectResult)
            (node, index) = (node.Parent!, node.Index);
        return [.. ((ObjectResult)node).Plan.Fields[index].Nodes.Select(n => request.Document.Source.LocationOf(n.Start))];
    }

    private static List<object> PathOf(ResultNode node, int index)
    {
        var path = new List<object> { node.KeyAt(index) };
        for (; node.Parent is not null; node = node.Parent)
            path.Add(node.Parent.KeyAt(node.Index));
        path.Reverse();
        return path;
    }

    /// <summary>Whether neither it nor anything around it was made null.</summary>
    private static bool IsKept(ResultNode node)
    {
        for (var around = node; around is not null; around = around.Parent)
        {
            if (around.IsDropped)
                return false;
        }

        return true;
    }
}
