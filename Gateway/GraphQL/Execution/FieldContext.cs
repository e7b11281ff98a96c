using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>Answers a field: what it returns is completed by the field's type.</summary>
internal delegate ValueTask<object?> FieldResolver(FieldContext context);

/// <summary>What a resolver may know: the object that the field is asked of, the arguments, and the request.</summary>
internal readonly struct FieldContext(ExecutionRequest request, ObjectResult parent, FieldPlan plan)
{
    /// <summary>The object as the resolver above returned it; of a root field what the request was given.</summary>
    public object? Source => parent.Source;

    public ObjectType ParentType => parent.Plan.Type;

    public CancellationToken Cancellation => request.Cancellation;

    public LoaderRegistry Loaders => request.Loaders;

    /// <summary>Asks something that takes work, once few enough of this request's questions are under way. Not from inside of another.</summary>
    public async Task<T> InTurn<T>(Func<CancellationToken, Task<T>> ask)
    {
        var (turns, cancellation) = (request.Turns, request.Cancellation);
        await turns.WaitAsync(cancellation);
        try
        {
            return await ask(cancellation);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>A service of the request.</summary>
    public T Service<T>()
        where T : notnull => request.Services.GetRequiredService<T>();

    /// <summary>The arguments that were given or have a default, coerced.</summary>
    public IReadOnlyDictionary<string, object?> Arguments => plan.Arguments;

    /// <summary>An argument that is a scalar; the default of the type where it is null or was not given.</summary>
    public T? Argument<T>(string name) => Arguments.GetValueOrDefault(name) is { } value ? (T)value : default;

    /// <summary>An argument that is a member of an enumeration.</summary>
    public T EnumArgument<T>(string name)
        where T : struct, Enum => EnumNames.Parse<T>(Argument<string>(name)!);

    /// <summary>An argument that is a list; null where it is null or was not given.</summary>
    public IReadOnlyList<object?>? ListArgument(string name) => Argument<IReadOnlyList<object?>>(name);

    /// <summary>The nearest source of that type, this object's or that of one around it.</summary>
    /// <exception cref="InvalidOperationException">No object around it is one: the schema lets the field be reached another way.</exception>
    public T Nearest<T>()
        where T : class
    {
        for (ResultNode? node = parent; node is not null; node = node.Parent)
        {
            if (node is ObjectResult { Source: T found })
                return found;
        }

        throw new InvalidOperationException($"'{ParentType}.{plan.Definition.Name}' is asked outside of any {typeof(T).Name}.");
    }
}
