using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>
/// Emits the reference class of one interface. For each method there are two members, and no type: the method itself, which packs its
/// arguments into a value tuple and hands them to <see cref="GrainReference"/>, and a static invoker that unpacks them onto the grain:
/// <code>
/// Task&lt;int&gt; Add(int a, CancellationToken c) => Call&lt;ValueTuple&lt;int&gt;, int&gt;(new(a), s_method0, c);
/// static Task&lt;int&gt; Invoke0(object grain, ref ValueTuple&lt;int&gt; arguments, CancellationToken c) => ((IAdder)grain).Add(arguments.Item1, c);
/// </code>
/// Nothing is boxed, and a dispatch is one delegate call and one interface call.
/// </summary>
internal static class ProxyEmitter
{
    private static readonly ConstructorInfo BaseConstructor =
        typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(GrainRuntime), typeof(GrainId)])!;

    private static readonly ConstructorInfo IgnoresAccessChecks = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;

    internal static Func<GrainRuntime, GrainId, GrainReference> Emit(Type grainInterface)
    {
        if (!grainInterface.IsInterface || !typeof(IAddressable).IsAssignableFrom(grainInterface))
            throw new ArgumentException($"{grainInterface} is not a grain interface.");
        var signatures = grainInterface.GetInterfaces().Append(grainInterface)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .Where(method => method.IsAbstract)
            .Select(method => new ProxySignature(method)).ToArray();

        var assembly = AssemblyBuilder.DefineDynamicAssembly(new($"Proxy.{grainInterface.Name}"), AssemblyBuilderAccess.Run);
        AllowAccess(assembly, grainInterface, signatures);
        var type = assembly.DefineDynamicModule("Proxy").DefineType(
            $"Proxy.{grainInterface.Name}", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [grainInterface]);
        var constructor = EmitConstructor(type);
        EmitFactory(type, constructor);
        for (var index = 0; index < signatures.Length; index++)
        {
            var field = type.DefineField($"s_method{index}", typeof(GrainMethod), FieldAttributes.Public | FieldAttributes.Static);
            EmitMethod(type, signatures[index], field);
            EmitInvoker(type, signatures[index], $"Invoke{index}");
        }

        var proxy = type.CreateType();
        for (var index = 0; index < signatures.Length; index++)
        {
            var invoker = proxy.GetMethod($"Invoke{index}")!.CreateDelegate(signatures[index].InvokerType);
            proxy.GetField($"s_method{index}")!.SetValue(null, new GrainMethod(signatures[index].Method) { Invoker = invoker });
        }

        return proxy.GetMethod("Create")!.CreateDelegate<Func<GrainRuntime, GrainId, GrainReference>>();
    }

    private static ConstructorBuilder EmitConstructor(TypeBuilder type)
    {
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(GrainRuntime), typeof(GrainId)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, BaseConstructor);
        il.Emit(OpCodes.Ret);
        return constructor;
    }

    private static void EmitFactory(TypeBuilder type, ConstructorBuilder constructor)
    {
        var il = type.DefineMethod(
            "Create", MethodAttributes.Public | MethodAttributes.Static, typeof(GrainReference), [typeof(GrainRuntime), typeof(GrainId)])
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder type, ProxySignature signature, FieldBuilder field)
    {
        var method = type.DefineMethod(
            $"{signature.Method.DeclaringType!.FullName}.{signature.Method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig,
            signature.Method.ReturnType,
            signature.ParameterTypes);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        foreach (var position in signature.ArgumentPositions) il.Emit(OpCodes.Ldarg, (short)(position + 1));
        signature.EmitPack(il);
        il.Emit(OpCodes.Ldsfld, field);
        if (signature.CancellationPosition >= 0)
        {
            il.Emit(OpCodes.Ldarg, (short)(signature.CancellationPosition + 1));
        }
        else
        {
            var none = il.DeclareLocal(typeof(CancellationToken));
            il.Emit(OpCodes.Ldloca, none);
            il.Emit(OpCodes.Initobj, typeof(CancellationToken));
            il.Emit(OpCodes.Ldloc, none);
        }

        il.Emit(OpCodes.Call, signature.ReferenceMethod);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, signature.Method);
    }

    private static void EmitInvoker(TypeBuilder type, ProxySignature signature, string name)
    {
        var il = type.DefineMethod(
            name, MethodAttributes.Public | MethodAttributes.Static, signature.InvokerReturnType,
            [typeof(object), signature.TupleType.MakeByRefType(), typeof(CancellationToken)]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, signature.Method.DeclaringType!);
        var item = 0;
        for (var position = 0; position < signature.ParameterTypes.Length; position++)
        {
            if (position == signature.CancellationPosition)
            {
                il.Emit(OpCodes.Ldarg_2);
                continue;
            }

            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldfld, signature.TupleType.GetField($"Item{++item}")!);
        }

        il.Emit(OpCodes.Callvirt, signature.Method);
        if (signature.AsTask is not null)
        {
            var pending = il.DeclareLocal(signature.Method.ReturnType);
            il.Emit(OpCodes.Stloc, pending);
            il.Emit(OpCodes.Ldloca, pending);
            il.Emit(OpCodes.Call, signature.AsTask);
        }

        il.Emit(OpCodes.Ret);
    }

    /// <summary>Contracts may be internal to their assembly; the emitted one names every assembly it looks into.</summary>
    private static void AllowAccess(AssemblyBuilder assembly, Type grainInterface, ProxySignature[] signatures)
    {
        var types = signatures.Select(signature => signature.Method)
            .SelectMany(method =>
                method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).Append(method.DeclaringType!))
            .Append(grainInterface).Append(typeof(GrainReference));
        var names = types.SelectMany(WithArguments).Select(type => type.Assembly.GetName().Name!).Distinct();
        foreach (var name in names) assembly.SetCustomAttribute(new(IgnoresAccessChecks, [name]));
    }

    private static IEnumerable<Type> WithArguments(Type type)
    {
        if (type.HasElementType) return WithArguments(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(WithArguments).Append(type) : [type];
    }
}
