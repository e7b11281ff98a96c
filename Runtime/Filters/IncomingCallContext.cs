using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Takes one request through the filters. Made only where there are filters.</summary>
internal sealed class IncomingCallContext(GrainRequest request, GrainActivation activation, IIncomingGrainCallFilter[] filters)
    : IIncomingGrainCallContext, IInvokable
{
    private int next;

    public IInvokable Request => this;

    public object Grain => activation.GrainInstance!;

    public GrainId? SourceId { get; } = request.Caller?.Target;

    public GrainId TargetId => activation.GrainId;

    public MethodInfo InterfaceMethod => request.Method!.Method;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = activation.Class.Type.GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public string InterfaceName => request.Method!.InterfaceType.FullName!;

    public string MethodName => request.Method!.Name;

    public object? Result { get; set; }

    public IGrainContext TargetContext => activation;

    public async Task Invoke()
    {
        var next = this.next++;
        if (next < filters.Length)
        {
            await filters[next].Invoke(this);
        }
        else if (next == filters.Length && Grain is IIncomingGrainCallFilter own)
        {
            await own.Invoke(this);
        }
        else
        {
            var execution = request.Invoke(Grain);
            await execution;
            Result = request.GetResult(execution);
        }
    }

    public int GetArgumentCount() => request.Method!.ParameterCount;

    public object? GetArgument(int index) => request.GetArgument(index);

    public string GetMethodName() => MethodName;

    public string GetInterfaceName() => InterfaceName;

    public MethodInfo GetMethod() => InterfaceMethod;

    public Type GetInterfaceType() => request.Method!.InterfaceType;

    internal static async Task<IncomingCallContext> Run(GrainRequest request, GrainActivation activation)
    {
        var context = new IncomingCallContext(request, activation, activation.Runtime.Filters);
        await context.Invoke();
        return context;
    }
}
