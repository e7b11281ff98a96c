using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of one interface method. Made once a method, by the proxy that calls it.</summary>
internal sealed class GrainMethod
{
    internal GrainMethod(MethodInfo method)
    {
        Method = method;
        Name = method.Name;
        InterfaceType = method.DeclaringType!;
        ParameterCount = method.GetParameters().Length;
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        ResponseTimeout = (method.GetCustomAttribute<ResponseTimeoutAttribute>()
            ?? InterfaceType.GetCustomAttribute<ResponseTimeoutAttribute>())?.Timeout;
    }

    internal MethodInfo Method { get; }

    internal string Name { get; }

    internal Type InterfaceType { get; }

    internal int ParameterCount { get; }

    internal bool AlwaysInterleave { get; }

    internal bool ReadOnly { get; }

    internal bool OneWay { get; }

    internal TimeSpan? ResponseTimeout { get; }

    /// <summary>The typed entry point that the proxy emitted: a <see cref="GrainInvoker{TArguments, TReturn}"/>.</summary>
    internal Delegate Invoker { get; set; } = null!;
}

/// <summary>Calls one interface method on a grain. Value-task methods arrive here as tasks.</summary>
internal delegate TReturn GrainInvoker<TArguments, out TReturn>(object grain, ref TArguments arguments, CancellationToken cancellation);
