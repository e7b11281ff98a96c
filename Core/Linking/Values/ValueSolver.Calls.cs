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
                Run(index, call, calls[call].OfType && ArgumentGiver.TakesInstance(context, index) && (Definition(index).Flags & DefinitionFlags.ClassLevel) == 0 ? -1 : 0);
                break;
            case AbstractKind.Symbol when Definition(index).Kind.IsType() && program.EntityOf[index] is >= 0 and var entity:
                Construct(entity, call);
                break;
            case AbstractKind.Instance:
                RunMember(index, call);
                break;
            case AbstractKind.Closure:
                RunClosure(index, call);
                break;
            case AbstractKind.Caller:
                // The first argument is what it is called on.
                Run(index, call, -1);
                break;
            case AbstractKind.Binder:
                Return(Nodes.Constant(index), call);
                break;
        }
    }

    /// <param name="callable">What runs.</param>
    /// <param name="call">The call site.</param>
    /// <param name="shift">What is added to the arguments' places; -1 where the first is the instance.</param>
    private void Run(int callable, int call, int shift)
    {
        Pass(callable, call, shift);
        if (!ReturnArgument(callable, call, shift))
            Return(nodes.Held(callable), call);
    }

    private bool ReturnArgument(int callable, int call, int shift)
    {
        var site = calls[call];
        if (site.Result < 0 || site.Count == 0 || flow.Returned(callable) is not (>= 0 and var returned))
            return false;
        giver.Open(callable, shift);
        for (var i = site.First; i < site.First + site.Count; i++)
        {
            if (giver.Takers(arguments[i]).Exists(taker => taker.Parameter == returned))
            {
                Connect(arguments[i].Node, site.Result);
                return true;
            }
        }
        return false;
    }

    private void Return(int node, int call)
    {
        if (calls[call].Result is >= 0 and var result)
            Connect(node, result);
    }

    private void Construct(int entity, int call)
    {
        for (var node = members.Find(entity, program.ConstructorName); node >= 0; node = entities.Next(node))
            Pass(entities.MemberSymbol(node), call, 0);
        if (calls[call].Result is >= 0 and var result)
            AddValue(result, AbstractValue.Instance(entity));
    }

    private void RunMember(int entity, int call)
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
                Run(member, call, 0);
            }
        }
    }

    private void RunClosure(int index, int call)
    {
        var (file, closure) = closures[index];
        giver.Open(file, closure);
        Give(calls[call], closure.Given, 0);
        Return(closure.Result, call);
    }

    private void Pass(int callable, int call, int shift)
    {
        var site = calls[call];
        if (site.Count == 0)
            return;
        for (var i = site.First; shift < 0 && i < site.First + site.Count; i++)
        {
            if (arguments[i].Position == 0)
                Connect(arguments[i].Node, nodes.This(callable));
        }
        giver.Open(callable, shift);
        Give(site, flow.ListOf(callable), shift);
    }

    private void Give(CallSite site, int list, int shift)
    {
        for (var i = site.First; i < site.First + site.Count; i++)
        {
            var passed = arguments[i];
            if (list != Nodes.None && (passed.Position < 0 || passed.Position + shift >= 0))
                Attach(new Constraint(ConstraintKind.StoreItem, list, passed.Node, -1));
            foreach (var (parameter, key) in giver.Takers(passed))
            {
                if (giver.PartOf(parameter) is >= 0 and var part)
                    Attach(new Constraint(ConstraintKind.LoadItem, passed.Node, nodes.Held(parameter), part));
                else if (key == ArgumentGiver.Whole)
                    Connect(passed.Node, nodes.Held(parameter));
                else
                    StoreItem(Rest(nodes.Held(parameter)), key, passed.Node);
            }
        }
    }

    /// <summary>The container that a parameter which takes the rest of the arguments holds, by the parameter's node.</summary>
    private int Rest(int parameter)
    {
        if (!rests.TryGetValue(parameter, out var container))
        {
            rests[parameter] = container = NewContainer();
            AddValue(parameter, container);
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
            case NativeMember.Some when site.Result >= 0:
                var some = NewContainer();
                StoreItem(some, -1, ItemsUnder(value, AllItems));
                foreach (var passed in given)
                {
                    var item = NewNode();
                    Attach(new Constraint(ConstraintKind.LoadItem, passed.Node, item, -1));
                    StoreItem(some, -1, item);
                }
                AddValue(site.Result, some);
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
            arguments.Add(new PassedValue(0, -1, ItemsUnder(container, AllItems)));
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
