using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>
/// Constructs grains of one class: services from the activation's scope, records for parameters marked with
/// <see cref="PersistentStateAttribute"/>, and the <see cref="IGrainContext"/> itself.
/// </summary>
internal sealed class GrainConstructor
{
    private readonly Type type;
    private readonly ConstructorInvoker invoker;
    private readonly Func<GrainActivation, List<IActivationState>, object?>[] arguments;

    internal GrainConstructor(Type type)
    {
        this.type = type;
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var constructor = constructors.FirstOrDefault(candidate => candidate.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? constructors.MaxBy(candidate => candidate.GetParameters().Length)!;
        invoker = ConstructorInvoker.Create(constructor);
        arguments = [.. constructor.GetParameters().Select(ArgumentFor)];
    }

    internal object Invoke(GrainActivation activation, List<IActivationState> states)
    {
        if (arguments.Length == 0) return invoker.Invoke();
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = arguments[i](activation, states);
        return invoker.Invoke(values.AsSpan());
    }

    private Func<GrainActivation, List<IActivationState>, object?> ArgumentFor(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(IGrainContext)) return static (activation, _) => activation;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state) return StateFor(parameter, state);
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
            return (activation, _) => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        if (parameter.HasDefaultValue) return (activation, _) => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue;
        return (activation, _) => activation.ActivationServices.GetService(type)
            ?? throw new OrleansConfigurationException($"No service {type} is registered, which the constructor of {this.type} takes.");
    }

    private Func<GrainActivation, List<IActivationState>, object?> StateFor(ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException(
                $"Parameter {parameter.Name} of {this.type} is marked [PersistentState]; its type must be IPersistentState<T>.");
        }

        var create = ConstructorInvoker.Create(typeof(PersistentState<>).MakeGenericType(type.GetGenericArguments()).GetConstructors()[0]);
        var storageName = attribute.StorageName ?? "Default";
        return (activation, states) =>
        {
            var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(storageName)
                ?? throw new OrleansConfigurationException(
                    $"{this.type} keeps its state in storage '{storageName}', which is not registered. "
                    + "Call AddFileGrainStorage or AddMemoryGrainStorage.");
            var state = create.Invoke(activation, storage, attribute.StateName);
            states.Add((IActivationState)state);
            return state;
        };
    }
}
