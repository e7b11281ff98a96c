using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Invocation
{
    /// <summary>The call itself: its method and arguments.</summary>
    public interface IInvokable
    {
        /// <summary>How many arguments the method takes, the cancellation token included.</summary>
        int GetArgumentCount();

        /// <summary>The argument at a position of the interface method.</summary>
        object? GetArgument(int index);

        /// <summary>The method's name.</summary>
        string GetMethodName();

        /// <summary>The full name of the interface that declares the method.</summary>
        string GetInterfaceName();

        /// <summary>The interface method.</summary>
        MethodInfo GetMethod();

        /// <summary>The interface that declares the method.</summary>
        Type GetInterfaceType();
    }
}

namespace Orleans
{
    /// <summary>A grain call on its way through the filters.</summary>
    public interface IGrainCallContext
    {
        /// <summary>The method and its arguments.</summary>
        IInvokable Request { get; }

        /// <summary>The grain object.</summary>
        object Grain { get; }

        /// <summary>The grain that calls; null when the caller is no grain.</summary>
        GrainId? SourceId { get; }

        /// <summary>The grain that is called.</summary>
        GrainId TargetId { get; }

        /// <summary>The interface method.</summary>
        MethodInfo InterfaceMethod { get; }

        /// <summary>The full name of the interface that declares the method.</summary>
        string InterfaceName { get; }

        /// <summary>The method's name.</summary>
        string MethodName { get; }

        /// <summary>What the method returned; null before it ran and when it returns nothing. A filter may replace it by its like.</summary>
        object? Result { get; set; }

        /// <summary>Goes on to the next filter, and after the last one to the grain.</summary>
        Task Invoke();
    }

    /// <summary>A grain call as its receiver sees it.</summary>
    public interface IIncomingGrainCallContext : IGrainCallContext
    {
        /// <summary>The method of the grain class that implements <see cref="IGrainCallContext.InterfaceMethod"/>.</summary>
        MethodInfo ImplementationMethod { get; }

        /// <summary>The activation that runs the call.</summary>
        IGrainContext TargetContext { get; }
    }
}
