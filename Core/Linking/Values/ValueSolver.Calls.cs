using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Values;

/// <summary>Calls: arguments become parameters, and what is returned the result.</summary>
internal sealed partial class ValueSolver
{
    private void Call(int value, int call)
    {
        var index = AbstractValue.IndexOf(value);
        switch (AbstractValue.KindOf(value))
        {
            case AbstractKind.Symbol when Definition(index).Kind.IsCallable():
                Run(index, call, calls[call].OfType && TakesInstance(index) ? -1 : 0);
                break;
            case AbstractKind.Symbol when Definition(index).Kind.IsType() && program.EntityOf[index] is >= 0 and var entity:
                Construct(entity, call);
                break;
            case AbstractKind.Instance:
                RunMember(index, value, call);
                break;
            case AbstractKind.Closure:
                RunClosure(index, call);
                break;
            case AbstractKind.Caller:
                // The first argument is what it is called on.
                Run(index, call, -1);
                break;
            case AbstractKind.Binder:
                Return(nodes.Constant(index), call);
                break;
            case AbstractKind.External:
                Return(nodes.External, call);
                break;
        }
    }

    /// <param name="callable">What runs.</param>
    /// <param name="call">The call site.</param>
    /// <param name="shift">What is added to the arguments' places; -1 where the first is the instance.</param>
    private void Run(int callable, int call, int shift)
    {
        Pass(callable, call, shift);
        Return(Nodes.Held(callable), call);
    }

    private void Return(int node, int call)
    {
        if (calls[call].Result is >= 0 and var result)
            Connect(node, result);
    }

    private void Construct(int entity, int call)
    {
        var instance = AbstractValue.Instance(entity);
        for (var node = members.Find(entity, program.ConstructorName); node >= 0; node = entities.Next(node))
        {
            var constructor = entities.MemberSymbol(node);
            AddValue(nodes.This(constructor), instance);
            Pass(constructor, call, 0);
        }
        if (calls[call].Result is >= 0 and var result)
            AddValue(result, instance);
    }

    private void RunMember(int entity, int receiver, int call)
    {
        foreach (var name in (ReadOnlySpan<Special>)[Special.Callable, Special.Invokable])
        {
            if (special[(int)name] < 0)
                continue;
            for (var node = members.Find(entity, special[(int)name]); node >= 0; node = entities.Next(node))
            {
                var member = entities.MemberSymbol(node);
                if (!Definition(member).Kind.IsCallable())
                    continue;
                AddValue(nodes.This(member), receiver);
                Run(member, call, 0);
            }
        }
    }

    private void RunClosure(int index, int call)
    {
        var (file, closure) = closures[index];
        var site = calls[call];
        for (var i = 0; i < site.Count; i++)
        {
            var passed = arguments[site.First + i];
            GiveAt(closure.Parameters, 0, program.FirstSymbol[file], program.Facts(file), passed, 0);
        }
        Return(closure.Result, call);
    }

    private bool TakesInstance(int callable)
    {
        ref var definition = ref Definition(callable);
        return context.Rules(program.FileOf[callable]).MethodsTakeInstance && definition.Kind is SymbolKind.Method or SymbolKind.Constructor or SymbolKind.Property
            && (definition.Flags & (DefinitionFlags.Static | DefinitionFlags.ClassLevel)) == 0;
    }

    private void Pass(int callable, int call, int shift)
    {
        var site = calls[call];
        if (site.Count == 0)
            return;
        var file = program.FileOf[callable];
        var facts = program.Facts(file);
        var start = program.FirstSymbol[file];
        var parameters = ValueFlow.Parameters(facts, callable - start);
        ref var definition = ref facts.Definitions[callable - start];
        var skipped = context.Rules(file).MethodsTakeInstance && definition.Kind is SymbolKind.Method or SymbolKind.Constructor or SymbolKind.Property
            && (definition.Flags & DefinitionFlags.Static) == 0 ? 1 : 0;
        for (var i = 0; i < parameters.Count; i++)
            parameters[i] += start;
        for (var i = 0; i < site.Count; i++)
        {
            var passed = arguments[site.First + i];
            if (passed.Position == 0 && shift < 0)
                Connect(passed.Node, nodes.This(callable));
            else
                GiveAt(parameters, skipped, start, facts, passed, shift);
        }
    }

    private void GiveAt(IReadOnlyList<int> parameters, int skipped, int start, FileFacts facts, PassedValue passed, int shift)
    {
        var position = passed.Position < 0 ? -1 : passed.Position + shift + skipped;
        for (var i = skipped; i < parameters.Count; i++)
        {
            ref var parameter = ref facts.Definitions[parameters[i] - start];
            var rest = (parameter.Flags & DefinitionFlags.Variadic) != 0;
            if (passed.Name >= 0 && passed.Position < 0)
            {
                if (program.SymbolName(parameters[i]) == passed.Name)
                    Connect(passed.Node, Nodes.Held(parameters[i]));
                else if (rest && i == parameters.Count - 1)
                    StoreItem(Rest(parameters[i]), passed.Name, passed.Node);
            }
            else if (position < 0)
            {
                // Behind a spread, any place can be meant.
                if (rest)
                    StoreItem(Rest(parameters[i]), -1, passed.Node);
                else
                    Connect(passed.Node, Nodes.Held(parameters[i]));
            }
            else if (rest)
            {
                if (position >= i)
                    StoreItem(Rest(parameters[i]), -1, passed.Node);
                return;
            }
            else if (i == position)
            {
                Connect(passed.Node, Nodes.Held(parameters[i]));
                return;
            }
        }
    }

    /// <summary>The container that a parameter which takes the rest of the arguments holds.</summary>
    private int Rest(int parameter)
    {
        if (!rests.TryGetValue(parameter, out var container))
        {
            rests[parameter] = container = NewContainer();
            AddValue(Nodes.Held(parameter), container);
        }
        return container;
    }

    private void CallNative(int value, int call)
    {
        if (AbstractValue.KindOf(value) != AbstractKind.Container)
            return;
        var site = calls[call];
        var given = arguments.GetRange(site.First, site.Count);
        switch (NativeMembers.Of(program.Names[site.Name]))
        {
            case NativeMember.Put:
                foreach (var passed in given)
                    StoreItem(value, -1, passed.Node);
                break;
            case NativeMember.PutAll:
                foreach (var passed in given)
                {
                    var item = NewNode();
                    Attach(new Constraint(ConstraintKind.LoadItem, passed.Node, item, -1));
                    StoreItem(value, -1, item);
                }
                break;
            case NativeMember.Take when site.Result >= 0:
                LoadItem(value, -1, site.Result);
                break;
            case NativeMember.Same when site.Result >= 0:
                AddValue(site.Result, value);
                break;
            case NativeMember.Map or NativeMember.Filter:
                CallWithItems(value, given, site);
                break;
        }
    }

    private void CallWithItems(int container, List<PassedValue> given, CallSite site)
    {
        var result = NewNode();
        foreach (var passed in given)
        {
            if (passed.Position != 0)
                continue;
            arguments.Add(new PassedValue(0, -1, Cell(container, AllItems)));
            calls.Add(new CallSite(-1, result, arguments.Count - 1, 1, OfType: false));
            Attach(new Constraint(ConstraintKind.Call, passed.Node, calls.Count - 1, -1));
        }
        if (site.Result < 0)
            return;
        if (NativeMembers.Of(program.Names[site.Name]) == NativeMember.Filter)
        {
            AddValue(site.Result, container);
            return;
        }
        var mapped = NewContainer();
        StoreItem(mapped, -1, result);
        AddValue(site.Result, mapped);
    }
}
