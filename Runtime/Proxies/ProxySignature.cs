using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>How one interface method maps onto the members of <see cref="GrainReference"/>.</summary>
internal sealed class ProxySignature
{
    private const int MaxArguments = 7;

    private static readonly Type[] Tuples =
    [
        typeof(ValueTuple), typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>),
        typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
    ];

    internal ProxySignature(MethodInfo method)
    {
        Method = method;
        ParameterTypes = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        CancellationPosition = Array.LastIndexOf(ParameterTypes, typeof(CancellationToken));
        ArgumentPositions = [.. Enumerable.Range(0, ParameterTypes.Length).Where(position => position != CancellationPosition)];
        if (method.IsGenericMethod) throw Unsupported("is generic");
        if (ArgumentPositions.Length > MaxArguments) throw Unsupported($"takes more than {MaxArguments} arguments; group them in a record");
        if (ParameterTypes.Any(type => type.IsByRef || type.IsByRefLike)) throw Unsupported("takes an argument by reference");

        var arguments = ArgumentPositions.Select(position => ParameterTypes[position]).ToArray();
        TupleType = arguments.Length == 0 ? typeof(ValueTuple) : Tuples[arguments.Length].MakeGenericType(arguments);
        var (reference, result) = Classify(method.ReturnType);
        ReferenceMethod = typeof(GrainReference).GetMethod(reference, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(result is null ? [TupleType] : [TupleType, result]);
        AsTask = reference.EndsWith("ValueTask", StringComparison.Ordinal) ? method.ReturnType.GetMethod("AsTask") : null;
        InvokerReturnType = AsTask?.ReturnType ?? method.ReturnType;
        InvokerType = typeof(GrainInvoker<,>).MakeGenericType(TupleType, InvokerReturnType);
    }

    internal MethodInfo Method { get; }

    internal Type[] ParameterTypes { get; }

    /// <summary>Where the cancellation token stands; -1 without one.</summary>
    internal int CancellationPosition { get; }

    internal int[] ArgumentPositions { get; }

    internal Type TupleType { get; }

    internal MethodInfo ReferenceMethod { get; }

    internal Type InvokerReturnType { get; }

    internal Type InvokerType { get; }

    /// <summary>Turns the method's value task into a task; null when it returns something else.</summary>
    internal MethodInfo? AsTask { get; }

    /// <summary>Emits the construction of the tuple from the arguments on the stack.</summary>
    internal void EmitPack(ILGenerator il)
    {
        if (ArgumentPositions.Length > 0)
        {
            il.Emit(OpCodes.Newobj, TupleType.GetConstructors()[0]);
            return;
        }

        var empty = il.DeclareLocal(TupleType);
        il.Emit(OpCodes.Ldloca, empty);
        il.Emit(OpCodes.Initobj, TupleType);
        il.Emit(OpCodes.Ldloc, empty);
    }

    private (string ReferenceMethod, Type? Result) Classify(Type returned)
    {
        if (returned == typeof(Task)) return (nameof(GrainReference.CallVoid), null);
        if (returned == typeof(ValueTask)) return (nameof(GrainReference.CallVoidValueTask), null);
        var definition = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var result = returned.GetGenericArguments().FirstOrDefault();
        if (definition == typeof(Task<>)) return (nameof(GrainReference.Call), result);
        if (definition == typeof(ValueTask<>)) return (nameof(GrainReference.CallValueTask), result);
        if (definition == typeof(IAsyncEnumerable<>)) return (nameof(GrainReference.Enumerate), result);
        throw Unsupported("must return Task, Task<T>, ValueTask, ValueTask<T> or IAsyncEnumerable<T>");
    }

    private ArgumentException Unsupported(string why) => new($"Grain method {Method.DeclaringType}.{Method.Name} {why}.");
}
