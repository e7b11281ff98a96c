using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Which of several callables of one name a call means, by number and types of its arguments; and what type arguments it infers.</summary>
internal sealed partial class FileResolver
{
    /// <summary>How an argument suits a parameter.</summary>
    private enum Fit : byte
    {
        No = 0,
        Unknown = 1,
        Converted = 2,
        Exact = 3,
    }

    /// <summary>The call, creation or indexing whose target a reference names; -1 where it is none.</summary>
    private int CallOf(int reference)
    {
        if (!typed || expressionOfReference[reference] is not (>= 0 and var e))
            return -1;
        if (expressions[e].Kind is ExpressionKind.ImplicitNew or ExpressionKind.ConstructorCall)
            return e;
        var parent = expressions[e].Parent;
        return parent >= 0 && expressions[parent].Kind is ExpressionKind.Call or ExpressionKind.New && expressions[parent].First == e ? parent : -1;
    }

    /// <summary>A type with another number of type parameters than a use writes, or, where a type is named, no type.</summary>
    private bool IsOtherType(int symbol, in Reference reference)
    {
        var kind = program.Definition(symbol).Kind;
        if (kind.IsNamespace())
            return false;
        if (kind.IsType())
            return kind != SymbolKind.TypeParameter && expressionOfReference[present] >= 0 && TypeTable.Arity(program, symbol) != TypeArgumentCount(present);
        return (reference.Flags & ReferenceFlags.TypePosition) != 0 && reference.Role is ReferenceRole.Type or ReferenceRole.Inherit or ReferenceRole.Call && kind != SymbolKind.Constructor;
    }

    /// <summary>A parameter of the type's head, which all parts of the type see; -1 for none.</summary>
    private int PrimaryParameter(int entity, int name)
    {
        if (Types is not null && context.PrimaryParts.TryGetValue(entity, out var part))
        {
            foreach (var parameter in Types.Parameters(part))
            {
                if (program.SymbolName(parameter) == name && program.Definition(parameter).Kind == SymbolKind.Parameter)
                    return parameter;
            }
        }
        return -1;
    }

    private bool IsOfNamespace(in Definition definition) => definition.Kind.IsNamespace()
        || (definition.Kind.IsType() && definition.Kind != SymbolKind.TypeParameter && (definition.Parent < 0 || facts.Definitions[definition.Parent].Kind.IsNamespace()));

    private bool IsOtherEntity(int entity) => typed && entities.IsType(entity) && entities.Symbol(entity) is >= 0 and var symbol && IsOtherType(symbol, facts.References[present]);

    /// <summary>Drops what a use cannot mean though nothing else bears the name: the arguments say so.</summary>
    private void DropContradicted()
    {
        var call = CallOf(present);
        // What stands left of the dot is a value here, and a value has nothing static but extensions.
        var given = candidates.FindAll(s => IsAccessible(s) && program.Definition(s) is var d && d.Kind is not (SymbolKind.EnumMember or SymbolKind.Constant)
            && (d.Flags & (DefinitionFlags.Static | DefinitionFlags.Extension)) != DefinitionFlags.Static);
        if (call >= 0 && Types is not null)
            given.RemoveAll(s => program.Definition(s).Kind.IsCallable() && !IsVariable(s) && (!Takes(s, call, IsReduced(s, call)) || FitsOf(s, call, ArgumentsOf(call), null, IsReduced(s, call)) is null));
        candidates.Clear();
        candidates.AddRange(given);
    }

    /// <summary>A variable that holds a function, and is shown as one.</summary>
    private bool IsVariable(int symbol) => program.Definition(symbol).Kind == SymbolKind.Function && program.FileOf[symbol] == file && originOf[symbol - first] is >= 0 and var origin && facts.Origins[origin].Value >= 0;

    /// <summary>Private members are seen inside of their type, protected ones inside of what derives from it.</summary>
    private bool IsAccessible(int symbol)
    {
        ref var definition = ref program.Definition(symbol);
        if (present < 0 || definition.Visibility is Visibility.Public or Visibility.Internal || program.ParentOf[symbol] is not (>= 0 and var type) || !program.Definition(type).Kind.IsType())
            return true;
        if (definition.Visibility == Visibility.Default && (definition.Kind is not (SymbolKind.Method or SymbolKind.Constructor or SymbolKind.Field or SymbolKind.Property)
            || program.Definition(type).Kind == SymbolKind.Interface || (definition.Flags & DefinitionFlags.Explicit) != 0))
            return true;
        var owner = program.EntityOf[type];
        for (var scope = facts.References[present].Scope; scope >= 0; scope = facts.Scopes[scope].Parent)
        {
            if (facts.Scopes[scope].Owner is not (>= 0 and var around) || !facts.Definitions[around].Kind.IsType() || program.EntityOf[first + around] is not (>= 0 and var entity))
                continue;
            if (entity == owner || entities.Parent(owner) == entity || (definition.Visibility == Visibility.Protected && DerivesFrom(entity, owner, 0)))
                return true;
        }
        return false;
    }

    private bool DerivesFrom(int entity, int owner, int depth)
    {
        foreach (var target in entities.Bases(entity))
        {
            if (target == owner || (target >= 0 && depth < 24 && DerivesFrom(target, owner, depth + 1)))
                return true;
        }
        return false;
    }

    /// <summary>Of types of one name in several projects, the own project's are meant; then those of projects that it refers to.</summary>
    private void KeepNear()
    {
        var given = new List<int>(candidates);
        // What is not a type only has to be in reach.
        for (var near = given.TrueForAll(s => program.Definition(s).Kind.IsType()) ? 2 : 1; near > 0; near--)
        {
            var kept = given.FindAll(s => rules.Nearness(file, program.FileOf[s]) >= near);
            if (kept.Count is 0)
                continue;
            candidates.Clear();
            candidates.AddRange(kept);
            return;
        }
    }

    private void NarrowTyped(int reference)
    {
        if (facts.References[reference].Role == ReferenceRole.Call)
            NarrowOverloads(reference);
        else if (candidates.TrueForAll(s => program.Definition(s).Kind.IsCallable()))
            NarrowGroup(reference);
        // Branches of conditional compilation declare the same member twice.
        var twin = candidates.Count > 1 ? candidates[0] : -1;
        if (twin >= 0 && !program.Definition(twin).Kind.IsCallable() && !program.Definition(twin).Kind.IsType())
            candidates.RemoveAll(s => s != twin && program.FileOf[s] == program.FileOf[twin] && program.ParentOf[s] == program.ParentOf[twin]);
    }

    /// <summary>The name of a method that goes where a delegate is asked for.</summary>
    private void NarrowGroup(int reference)
    {
        if (Types is null || expressionOfReference[reference] is not (>= 0 and var e))
            return;
        var given = new List<int>(candidates);
        if (Expected(e) is { } expected && ParametersOf(expected) is { } wanted)
        {
            var fitting = given.FindAll(s => Fits(program.Definition(s), wanted.Count) && Types.Parameters(s) is var parameters
                && wanted.Zip(parameters).All(p => p.First is null || Types.TypeOf(p.Second) is not { } type || Converts(p.First, type) != Fit.No));
            if (fitting.Count > 0)
                given = fitting;
        }
        candidates.Clear();
        candidates.AddRange(given);
    }

    /// <summary>Which constructor in <see cref="candidates"/>, or in the type's own head, a creation runs.</summary>
    private Value TypedConstruction(int symbol, Tier tier)
    {
        candidates.RemoveAll(s => (program.Definition(s).Flags & DefinitionFlags.Static) != 0 || !IsAccessible(s));
        var head = program.EntityOf[symbol] is >= 0 and var entity && context.PrimaryParts.TryGetValue(entity, out var part) ? part : -1;
        if (head >= 0)
            candidates.Add(head);
        var call = CallOf(present);
        if (call >= 0 && !candidates.Exists(s => Takes(s, call, reduced: false)))
            candidates.Clear();
        if (candidates.Count > 1)
            NarrowOverloads(present);
        if (candidates.Count == 0 || candidates is [var only] && only == head)
            return Value.Of(candidates.Count == 0 ? symbol : head, tier);
        if (candidates.Count != 1)
            return Finish(tier);
        candidates.Insert(0, symbol);
        return AddSet(tier);
    }

    private List<int> ArgumentsOf(int call)
    {
        var found = new List<int>();
        for (var e = call < 0 ? -1 : expressions[call].First; e >= 0; e = expressions[e].Next)
        {
            if (expressions[e].Kind == ExpressionKind.Argument)
                found.Add(e);
        }
        return found;
    }

    /// <summary>The parameters that a call fills: of an extension that is called on an instance, all but the first.</summary>
    private IReadOnlyList<int> ParametersOf(int callable, bool reduced)
    {
        var parameters = Types!.Parameters(callable);
        return reduced && parameters.Count > 0 && program.Definition(callable).MinArity < parameters.Count ? [.. parameters.Skip(1)] : parameters;
    }

    private bool IsReduced(int callable, int call)
    {
        if ((program.Definition(callable).Flags & DefinitionFlags.Extension) == 0 || call < 0 || expressions[call].Kind != ExpressionKind.Call)
            return false;
        var callee = expressions[call].First;
        return expressions[callee].Kind == ExpressionKind.Member
            && !(expressions[expressions[callee].First].Kind is ExpressionKind.Name or ExpressionKind.Member && IsSpace(Denote(expressions[expressions[callee].First].Subject, 0)));
    }

    /// <summary>The number, names and type arguments of a call suit a callable.</summary>
    private bool Takes(int callable, int call, bool reduced)
    {
        if (call < 0)
            return true;
        ref var definition = ref program.Definition(callable);
        if (definition.MaxArity == 255)
            return true;
        var count = ArgumentsOf(call).Count;
        var isStatic = (definition.Flags & DefinitionFlags.Extension) != 0 && !reduced ? 1 : 0;
        if (count < definition.MinArity + isStatic || (definition.MaxArity < 254 && count > definition.MaxArity + isStatic))
            return false;
        var explicitTypes = expressions[call].Kind == ExpressionKind.Call ? CountFrom(FirstTypeArgument(expressions[call].First)) : 0;
        return explicitTypes == 0 || Types is null || Types.TypeParameters(callable).Count == explicitTypes;
    }

    private int CountFrom(int e)
    {
        var count = 0;
        for (; e >= 0; e = expressions[e].Next)
            count++;
        return count;
    }

    /// <summary>Narrows the candidates of a call to those that are best by their arguments.</summary>
    private void NarrowOverloads(int reference)
    {
        var call = CallOf(reference);
        if (call < 0 || Types is null)
        {
            NarrowByArity(facts.References[reference].Arguments);
            return;
        }
        var given = new List<int>(candidates);
        var e = expressionOfReference[reference];
        var owner = expressions[call].Kind switch
        {
            ExpressionKind.Call => OwnerShape(e),
            // The name of the type is what is being looked up: its own answer must not be asked for.
            ExpressionKind.New when program.ParentOf[given[0]] is >= 0 and var parent && program.EntityOf[program.Definition(given[0]).Kind.IsType() ? given[0] : parent] is >= 0 and var entity
                => TypeShape.Entity(entity, TypesNamed(FirstTypeArgument(e))),
            ExpressionKind.ImplicitNew => Expected(call)?.Underlying,
            _ => null,
        };
        var chosen = Overloads(given, call, owner, reduced: null);
        candidates.Clear();
        candidates.AddRange(chosen);
    }

    /// <param name="reduced">Whether extensions are called on an instance; null to look.</param>
    private List<int> Overloads(List<int> given, int call, TypeShape? owner, bool? reduced)
    {
        var arguments = ArgumentsOf(call);
        var fitting = given.FindAll(s => Takes(s, call, reduced ?? IsReduced(s, call)) && IsAccessible(s));
        if (fitting.Count < 2)
            return fitting.Count == 1 ? fitting : given;
        var ranked = new List<(int Symbol, Fit[] Fits)>();
        foreach (var symbol in fitting)
        {
            if (FitsOf(symbol, call, arguments, owner, reduced ?? IsReduced(symbol, call)) is { } fits)
                ranked.Add((symbol, fits));
        }
        if (ranked.Count == 0)
            return fitting;
        // What a nearer type has hides what its bases have.
        var nearest = program.ParentOf[ranked[0].Symbol];
        if (ranked.Exists(r => program.ParentOf[r.Symbol] != nearest) && (program.Definition(ranked[0].Symbol).Flags & DefinitionFlags.Extension) == 0)
        {
            var entity = nearest < 0 ? -1 : program.EntityOf[nearest];
            ranked.RemoveAll(r => program.ParentOf[r.Symbol] is var parent && parent != nearest && (parent < 0 || program.EntityOf[parent] != entity));
        }
        if (ranked.Count > 1)
            ranked = ranked.FindAll(a => !ranked.Exists(b => Beats(b.Fits, a.Fits)));
        if (ranked.Count > 1)
            Prefer(ranked, r => Array.TrueForAll(r.Fits, f => f == Fit.Exact));
        if (ranked.Count > 1 && IsUndecided(ranked, call, arguments, reduced))
            return KeepTwins(ranked);
        if (ranked.Count > 1)
            Prefer(ranked, r => Types!.TypeParameters(r.Symbol).Count == 0);
        if (ranked.Count > 1)
            Prefer(ranked, r => program.Definition(r.Symbol).MaxArity < 254);
        if (ranked.Count > 1)
            Prefer(ranked, r => ParametersOf(r.Symbol, reduced ?? IsReduced(r.Symbol, call)).Count == arguments.Count);
        if (ranked.Count > 1)
            Prefer(ranked, r => (program.Definition(r.Symbol).Flags & DefinitionFlags.DeclarationOnly) == 0);
        if (ranked.Count > 1)
        {
            var least = ranked.Min(r => OpenParameters(r.Symbol));
            Prefer(ranked, r => OpenParameters(r.Symbol) == least);
        }
        return KeepTwins(ranked);
    }

    // Branches of conditional compilation declare the same member twice.
    private List<int> KeepTwins(List<(int Symbol, Fit[] Fits)> ranked)
    {
        var first1 = ranked[0].Symbol;
        return [.. ranked.Select(r => r.Symbol).Where(s => s == first1 || !IsTwin(first1, s))];
    }

    /// <summary>Candidates differ in a parameter for which it is not known whether the argument suits.</summary>
    private bool IsUndecided(List<(int Symbol, Fit[] Fits)> ranked, int call, List<int> arguments, bool? reduced)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!ranked.Exists(r => r.Fits[i] == Fit.Unknown))
                continue;
            TypeShape? seen = null;
            foreach (var (symbol, _) in ranked)
            {
                var parameters = ParametersOf(symbol, reduced ?? IsReduced(symbol, call));
                if (Position(arguments[i], i, parameters) is not (>= 0 and var position) || position >= parameters.Count || Types!.TypeOf(parameters[position]) is not { } type)
                    continue;
                if (seen is not null && !TypeShape.Alike(seen, type))
                    return true;
                seen = type;
            }
        }
        return false;
    }

    /// <summary>Number of parameters in whose types the callable's own type parameters stand: the fewer, the more specific.</summary>
    private int OpenParameters(int callable)
    {
        var own = Types!.TypeParameters(callable);
        return own.Count == 0 ? 0 : Types.Parameters(callable).Count(p => Types.TypeOf(p) is { } type && Mentions(type, own));
    }

    private static bool Mentions(TypeShape type, IReadOnlyList<int> parameters) =>
        type.Kind == TypeKind.Parameter ? parameters.Contains(type.Id) : Array.Exists(type.Arguments, a => a is not null && Mentions(a, parameters));

    private bool IsTwin(int a, int b)
    {
        if (program.FileOf[a] != program.FileOf[b] || program.ParentOf[a] != program.ParentOf[b])
            return false;
        var (first1, second) = (Types!.Parameters(a), Types.Parameters(b));
        return first1.Count == second.Count && Types.TypeParameters(a).Count == Types.TypeParameters(b).Count && first1.Zip(second).All(p => TypeShape.Alike(Types.TypeOf(p.First), Types.TypeOf(p.Second)));
    }

    private static void Prefer(List<(int Symbol, Fit[] Fits)> ranked, Predicate<(int Symbol, Fit[] Fits)> better)
    {
        if (ranked.Exists(better))
            ranked.RemoveAll(r => !better(r));
    }

    private static bool Beats(Fit[] a, Fit[] b)
    {
        var better = false;
        for (var i = 0; i < a.Length; i++)
        {
            // Nothing follows from what is not known.
            if (a[i] == Fit.Unknown || b[i] == Fit.Unknown || a[i] == b[i])
                continue;
            if (a[i] < b[i])
                return false;
            better = true;
        }
        return better;
    }

    /// <summary>How each argument suits; null where one does not.</summary>
    private Fit[]? FitsOf(int callable, int call, List<int> arguments, TypeShape? owner, bool reduced)
    {
        var parameters = ParametersOf(callable, reduced);
        var isVariadic = program.Definition(callable).MaxArity == 254;
        if (!CanInfer(callable, call, arguments, parameters, reduced))
            return null;
        var fits = new Fit[arguments.Count + 1];
        var map = KnownOf(callable, call, owner);
        fits[^1] = Fit.Exact;
        if (reduced && ReceiverOf(callable) is { } receiver)
            fits[^1] = owner is null ? Fit.Unknown : Converts(owner, receiver.Substitute(map) ?? receiver);
        if (reduced && fits[^1] == Fit.No)
            return null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var position = Position(arguments[i], i, parameters);
            if (position < 0)
                return null;
            TypeShape? type1 = null;
            var spread = isVariadic && position >= parameters.Count - 1;
            if (position < parameters.Count || spread)
                type1 = Types!.TypeOf(parameters[Math.Min(position, parameters.Count - 1)])?.Substitute(map);
            fits[i] = FitOf(expressions[arguments[i]].First, type1);
            if (spread && type1?.Kind == TypeKind.Array && (fits[i] == Fit.No || arguments.Count != parameters.Count))
                fits[i] = FitOf(expressions[arguments[i]].First, type1.Arguments[0]);
            if (fits[i] == Fit.No)
                return null;
        }
        return fits;
    }

    /// <summary>Every type parameter that the call does not write can follow from an argument.</summary>
    private bool CanInfer(int callable, int call, List<int> arguments, IReadOnlyList<int> parameters, bool reduced)
    {
        if (expressions[call].Kind != ExpressionKind.Call || FirstTypeArgument(expressions[call].First) >= 0 || program.Definition(callable).Kind.IsType())
            return true;
        foreach (var own in Types!.TypeParameters(callable))
        {
            List<int> wanted = [own];
            var found = reduced && ReceiverOf(callable) is { } receiver && Mentions(receiver, wanted);
            for (var i = 0; i < arguments.Count && !found; i++)
            {
                if (Position(arguments[i], i, parameters) is not (>= 0 and var position) || parameters.Count == 0 || Types.TypeOf(parameters[Math.Min(position, parameters.Count - 1)]) is not { } type)
                    found = true;
                else if (Mentions(type, wanted))
                    found = Tells(expressions[arguments[i]].First, type, wanted);
            }
            if (!found)
                return false;
        }
        return true;
    }

    private bool Tells(int value, TypeShape type, IReadOnlyList<int> wanted)
    {
        if (value < 0)
            return true;
        ref var expression = ref expressions[value];
        if (expression.Kind == ExpressionKind.Lambda)
        {
            if (expression.First >= 0 && expressions[expression.First] is { Kind: ExpressionKind.Parameter, Subject: >= 0 and var parameter } && originOf[parameter] >= 0)
                return true;
            return DelegateReturn(type) is not { } returned || (Mentions(returned, wanted) && LastChild(value) is >= 0 and var result && !(expressions[result].Kind == ExpressionKind.Literal && (BuiltIn)expressions[result].Subject is BuiltIn.Null or BuiltIn.Default));
        }
        return expression.Kind != ExpressionKind.ImplicitNew && !(expression.Kind == ExpressionKind.Literal && (BuiltIn)expression.Subject is BuiltIn.Null or BuiltIn.Default);
    }

    /// <summary>What the type parameters of a callable and of its type stand for, as far as arguments other than lambdas tell; the others stay.</summary>
    private Func<int, (bool, TypeShape?)> KnownOf(int callable, int call, TypeShape? owner)
    {
        Func<int, (bool, TypeShape?)> outer = owner is not null && program.ParentOf[callable] is >= 0 and var type && program.EntityOf[type] is >= 0 and var entity ? Arguments(owner, entity) : static _ => (false, null);
        var own = Types!.TypeParameters(callable);
        if (own.Count == 0 || program.Definition(callable).Kind.IsType())
            return outer;
        var inferred = new Dictionary<int, TypeShape?>();
        var written = expressions[call].Kind == ExpressionKind.Call ? TypesNamed(FirstTypeArgument(expressions[call].First)) : [];
        for (var i = 0; i < Math.Min(own.Count, written.Length); i++)
            inferred[own[i]] = written[i];
        if (written.Length == 0)
            Infer(callable, call, owner, own, outer, inferred, skip: int.MaxValue);
        return parameter => inferred.TryGetValue(parameter, out var known) && known is not null ? (true, known) : outer(parameter);
    }

    /// <summary>The parameter that an argument is for; -1 where it names one that is not there.</summary>
    private int Position(int argument, int index, IReadOnlyList<int> parameters)
    {
        if (expressions[argument].Subject is not (>= 0 and var key))
            return index;
        var name = names[facts.References[key].Name];
        for (var i = 0; i < parameters.Count; i++)
        {
            if (program.SymbolName(parameters[i]) == name)
                return i;
        }
        return -1;
    }

    private Fit FitOf(int value, TypeShape? parameter)
    {
        if (value < 0 || parameter is null)
            return Fit.Unknown;
        ref var expression = ref expressions[value];
        if (expression.Kind == ExpressionKind.Lambda)
            return LambdaFit(value, parameter);
        if (expression.Kind == ExpressionKind.Literal && (BuiltIn)expression.Subject == BuiltIn.Null)
            return DotNetLibrary.IsPrimitive(parameter) && !parameter.Is(BuiltIn.String) && !parameter.IsExternal("Type") && !parameter.IsExternal("Uri") ? Fit.No : Fit.Unknown;
        if (expression.Kind is ExpressionKind.ImplicitNew or ExpressionKind.Local)
            return Fit.Unknown;
        if (expression.Kind == ExpressionKind.Collection)
            return DotNetLibrary.IsPrimitive(parameter) || IsDelegate(parameter) == true ? Fit.No : Fit.Unknown;
        var type = TypeOfExpression(value);
        if (type is not null)
            return Converts(type, parameter);
        // The name of a method goes where a delegate is asked for.
        if (expression.Kind is ExpressionKind.Name or ExpressionKind.Member && IsMethodGroup(value))
            return IsDelegate(parameter) switch { true => GroupFit(value, parameter), false => Fit.No, _ => Fit.Unknown };
        return Fit.Unknown;
    }

    private bool IsMethodGroup(int e)
    {
        var value = Denote(expressions[e].Subject, 0);
        return value.Kind is ValueKind.Symbol or ValueKind.Set && (value.Kind == ValueKind.Symbol ? value.Index : SetOf(value)[0]) is var symbol && program.Definition(symbol).Kind.IsCallable() && !IsVariable(symbol);
    }

    private Fit GroupFit(int e, TypeShape parameter)
    {
        var value = Denote(expressions[e].Subject, 0);
        if (value.Kind != ValueKind.Symbol || ParametersOf(parameter) is not { } wanted)
            return Fit.Unknown;
        if (!Fits(program.Definition(value.Index), wanted.Count))
            return Fit.No;
        return ReturnFit(Types!.TypeOf(value.Index), parameter);
    }

    private Fit ReturnFit(TypeShape? returned, TypeShape parameter)
    {
        var wanted = DelegateReturn(parameter);
        if (wanted is null || returned is null)
            return Fit.Unknown;
        if (wanted.Is(BuiltIn.Void) != returned.Is(BuiltIn.Void))
            return Fit.No;
        return wanted.Is(BuiltIn.Void) ? Fit.Exact : Converts(returned, wanted);
    }

    private Fit LambdaFit(int lambda, TypeShape parameter)
    {
        if (parameter.Kind == TypeKind.Parameter)
            return Fit.No;
        if (ParametersOf(parameter) is not { } wanted)
            return IsDelegate(parameter) == false ? Fit.No : Fit.Unknown;
        var count = 0;
        var values = 0;
        var declared = Fit.Exact;
        for (var e = expressions[lambda].First; e >= 0; e = expressions[e].Next)
        {
            if (expressions[e].Kind != ExpressionKind.Parameter)
            {
                values++;
                continue;
            }
            if (count < wanted.Count && expressions[e].Subject >= 0 && Types!.TypeOf(first + expressions[e].Subject) is { } written && TypeShape.Same(written, wanted[count]) == false)
                declared = Fit.No;
            count++;
        }
        if (count != wanted.Count || declared == Fit.No)
            return Fit.No;
        var returned = DelegateReturn(parameter);
        if (returned is null)
            return Fit.Unknown;
        var isAsync = (expressions[lambda].Flags & Expression.IsAsync) != 0;
        var isTask = returned.Kind == TypeKind.External && returned.Name is "Task" or "ValueTask";
        if (isAsync && !isTask && !returned.Is(BuiltIn.Void))
            return Fit.No;
        // Nobody can wait for an asynchronous lambda that returns nothing: a task is better.
        if (isAsync && !isTask)
            return Fit.Converted;
        if (isAsync && isTask)
            returned = DotNetLibrary.Awaited(returned);
        if (returned is null)
            return Fit.Unknown;
        if ((expressions[lambda].Flags & Expression.HasExpressionBody) == 0)
        {
            // A block that returns nothing returns nothing, unless it throws.
            return returned.Is(BuiltIn.Void) ? values == 0 ? Fit.Exact : Fit.No : values == 0 ? Fit.Converted : BodyFit(Tried(lambda, wanted), returned);
        }
        var body = LastChild(lambda);
        var result = Tried(lambda, wanted);
        bool? returnsNothing = result?.Is(BuiltIn.Void) ?? (expressions[body].Kind is ExpressionKind.Assign or ExpressionKind.New or ExpressionKind.ImplicitNew ? false : null);
        var isStatement = expressions[body].Kind is ExpressionKind.Call or ExpressionKind.Assign or ExpressionKind.New or ExpressionKind.ImplicitNew or ExpressionKind.Await or ExpressionKind.Unknown;
        if (returned.Is(BuiltIn.Void))
            return isStatement ? returnsNothing switch { true => Fit.Exact, false => Fit.Converted, _ => Fit.Unknown } : Fit.No;
        return returnsNothing == true ? Fit.No : result is null && returnsNothing == false ? Fit.Exact : BodyFit(result, returned);
    }

    private int LastChild(int e)
    {
        var last = -1;
        for (var child = expressions[e].First; child >= 0; child = expressions[child].Next)
            last = child;
        return last;
    }

    private Fit BodyFit(TypeShape? result, TypeShape returned) => result is null ? Fit.Unknown : Converts(result, returned);

    /// <summary>
    /// What a lambda would return if its parameters were of the given types. All that is found out on the way is forgotten again, since it may be
    /// different when another overload is tried.
    /// </summary>
    private TypeShape? Tried(int lambda, List<TypeShape?> parameters)
    {
        tried += 1 + lambda - Math.Max(0, expressions[lambda].Subject);
        if (tryDepth > 2 || tried > MaxTried)
            return null;
        Forget(lambda);
        tryDepth++;
        var position = 0;
        for (var e = expressions[lambda].First; e >= 0; e = expressions[e].Next)
        {
            if (expressions[e].Kind != ExpressionKind.Parameter || expressions[e].Subject is not (>= 0 and var definition))
                continue;
            localShapes[definition] = Types!.TypeOf(first + definition) ?? (position < parameters.Count ? parameters[position] : null);
            localStates[definition] = 2;
            position++;
        }
        TypeShape? result = null;
        for (var e = expressions[lambda].First; e >= 0 && result is null; e = expressions[e].Next)
            result = expressions[e].Kind == ExpressionKind.Parameter ? null : TypeOfExpression(e);
        tryDepth--;
        Forget(lambda);
        return result;
    }

    private void Forget(int lambda)
    {
        // Its parameters stand behind it.
        for (var e = expressions[lambda].First; e >= 0; e = expressions[e].Next)
        {
            if (expressions[e].Kind == ExpressionKind.Parameter && expressions[e].Subject is >= 0 and var parameter && localStates[parameter] == 2)
                localStates[parameter] = 0;
        }
        for (var e = Math.Max(0, expressions[lambda].Subject); e < lambda; e++)
        {
            ref var expression = ref expressions[e];
            if (shapeStates[e] == 2)
                shapeStates[e] = 0;
            if (valueOwners.TryGetValue(e, out var owner) && localStates[owner] == 2)
                localStates[owner] = 0;
            if (expression.Subject < 0)
                continue;
            if (expression.Kind is ExpressionKind.Parameter or ExpressionKind.Local && localStates[expression.Subject] == 2)
                localStates[expression.Subject] = 0;
            else if (expression.Kind is ExpressionKind.Name or ExpressionKind.Member or ExpressionKind.Key or ExpressionKind.ImplicitNew && states[expression.Subject] == 2)
                states[expression.Subject] = 0;
        }
    }

    /// <summary>
    /// Finds what the calls around a reference run that are given it in a lambda, the outermost first, as they are met where all references are asked for in turn:
    /// which overload they mean can depend on what the reference would denote in each.
    /// </summary>
    public void DenoteCallsAround(int reference)
    {
        if (!typed || expressionOfReference[reference] is not (>= 0 and var e))
            return;
        for (var i = lambdas.Count - 1; i >= 0 && lambdas[i] > e; i--)
        {
            if (expressions[lambdas[i]].Subject <= e)
                DenoteCalls(lambdas[i], 0);
        }

        void DenoteCalls(int at, int depth)
        {
            if (expressions[at].Parent is >= 0 and var parent && depth < MaxTypeDepth)
                DenoteCalls(parent, depth + 1);
            if (NameOfCalled(at) is >= 0 and var name)
                Denote(name);
        }
    }

    private bool? IsDelegate(TypeShape type)
    {
        type = type.Underlying ?? type;
        if (type.Kind == TypeKind.Delegate || ParametersOf(type) is not null)
            return true;
        if (type.Kind is TypeKind.Entity or TypeKind.Array or TypeKind.Tuple || DotNetLibrary.IsPrimitive(type) || DotNetLibrary.IsSequence(type))
            return false;
        return type.Kind == TypeKind.External && type.Name is "Task" or "ValueTask" or "Object" ? type.Name == "Object" ? null : false : null;
    }

    /// <summary>Whether a value of one type can stand where another one is declared.</summary>
    private Fit Converts(TypeShape from, TypeShape to)
    {
        var source = from.Underlying;
        var target = to.Underlying;
        if (source is null || target is null)
            return Fit.Unknown;
        if (target.Kind == TypeKind.Parameter)
            return source.Kind == TypeKind.Parameter && source.Id == target.Id ? Fit.Exact : IsInScope(target.Id) ? source.Kind == TypeKind.Parameter ? Fit.Unknown : Fit.No : Meets(source, target);
        if (TypeShape.Same(source, target) is { } same && same)
            return from.Kind == to.Kind ? Fit.Exact : Fit.Converted;
        if (target.Is(BuiltIn.Object) || target.IsExternal("dynamic"))
            return source.Is(BuiltIn.Void) ? Fit.No : Fit.Converted;
        if (source.Kind == TypeKind.Parameter)
            return BasesOf(source).Any(b => Converts(b, target) is Fit.Exact or Fit.Converted) ? Fit.Converted : Types!.Constraints(source.Id).Count > 0 ? Fit.Unknown : target.Kind == TypeKind.Entity || DotNetLibrary.IsPrimitive(target) ? Fit.No : Fit.Unknown;
        if (source.Name.Length == 0 && source.Kind == TypeKind.External)
            return target.Kind is TypeKind.Entity or TypeKind.Delegate && !HasConversion(target) ? Fit.No : Fit.Unknown;
        if (target.Name.Length == 0 && target.Kind == TypeKind.External)
            return Fit.Unknown;
        if (source.Kind == TypeKind.Entity)
            return EntityConverts(source, target);
        if (target.Kind is TypeKind.Entity or TypeKind.Delegate)
            return source.Kind == target.Kind && source.Id == target.Id ? Variant(source, target) : HasConversion(target) ? Fit.Unknown : Fit.No;
        return LibraryConverts(source, target);
    }

    /// <summary>A type parameter of what is around the use: a type of its own there.</summary>
    private bool IsInScope(int parameter)
    {
        for (var scope = present < 0 ? -1 : facts.References[present].Scope; scope >= 0; scope = facts.Scopes[scope].Parent)
        {
            if (facts.Scopes[scope].Owner is not (>= 0 and var owner))
                continue;
            foreach (var own in Types!.TypeParameters(first + owner))
            {
                if (own == parameter || Types.Canonical(own) == parameter)
                    return true;
            }
        }
        return false;
    }

    private Fit EntityConverts(TypeShape source, TypeShape target)
    {
        if (target.Kind == TypeKind.Entity)
        {
            if (source.Id == target.Id)
                return Variant(source, target);
            if (AsBase(source, target.Id, 0) is { } seen)
                return Variant(seen, target) == Fit.No ? Fit.No : Fit.Converted;
            return HasConversion(source) || HasConversion(target) ? Fit.Unknown : Fit.No;
        }
        var external = false;
        foreach (var inherited in ExternalBases(source))
        {
            if (Converts(inherited, target) is Fit.Exact or Fit.Converted)
                return Fit.Converted;
            external = true;
        }
        // What has only interfaces for bases is no class from outside.
        if (external && !HasConversion(source) && !IsInterfaceName(target.Name) && ExternalBases(source).All(b => IsInterfaceName(b.Name)))
            return Fit.No;
        if (HasConversion(source) || external)
            return DotNetLibrary.IsPrimitive(target) && !HasConversion(source) ? Fit.No : Fit.Unknown;
        return target.IsExternal("Enum") || target.IsExternal("ValueType") ? Fit.Unknown : Fit.No;
    }

    // Type arguments may differ where the parameter varies; that is not looked at.
    private Fit Variant(TypeShape source, TypeShape target)
    {
        var result = Fit.Exact;
        for (var i = 0; i < Math.Min(source.Arguments.Length, target.Arguments.Length); i++)
        {
            if (source.Arguments[i] is not { } a || target.Arguments[i] is not { } b)
            {
                result = Fit.Unknown;
                continue;
            }
            var fit = Converts(a, b);
            if (fit == Fit.No && Converts(b, a) == Fit.No)
                return Fit.No;
            result = (Fit)Math.Min((int)result, Math.Max((int)fit, (int)Fit.Unknown));
        }
        return result;
    }

    private static bool IsInterfaceName(string name) => name.Length > 1 && name[0] == 'I' && char.IsAsciiLetterUpper(name[1]);

    private Fit LibraryConverts(TypeShape source, TypeShape target)
    {
        if (DotNetLibrary.IsNumber(source) && DotNetLibrary.IsNumber(target))
            return DotNetLibrary.Widens(source, target) ? Fit.Converted : source.Is(BuiltIn.Int32) ? Fit.Unknown : Fit.No;
        if (source.Kind == TypeKind.External && target.Kind == TypeKind.External && source.Name == target.Name && source.Arguments.Length == target.Arguments.Length)
            return Variant(source, target);
        if (DotNetLibrary.IsPrimitive(source) && DotNetLibrary.IsPrimitive(target))
            return Fit.No;
        if (source.Is(BuiltIn.String) && target.Arguments is [{ } character] && !character.Is(BuiltIn.Char) && character.Kind != TypeKind.Parameter && !target.IsExternal("IEquatable") && !target.IsExternal("IComparable"))
            return Fit.No;
        if (DotNetLibrary.IsPrimitive(source) && target.Kind == TypeKind.External && !DotNetLibrary.TakesPrimitives(target.Name))
            return Fit.No;
        if (DotNetLibrary.IsSequence(source) && DotNetLibrary.IsSequence(target) && target.Arguments.Length == 1)
        {
            if (DotNetLibrary.Element(source) is not { } a || target.Arguments[0] is not { } b)
                return Fit.Unknown;
            return Converts(a, b) == Fit.No ? Fit.No : target.IsExternal("List") || target.Kind == TypeKind.Array ? Fit.No : Fit.Converted;
        }
        if (DotNetLibrary.IsPrimitive(target) || (DotNetLibrary.IsPrimitive(source) && target.Kind is TypeKind.Array or TypeKind.Tuple))
            return source.Is(BuiltIn.String) || target.Name is "CancellationToken" or "Boolean" or "Int32" or "String" or "TimeSpan" ? Fit.No : Fit.Unknown;
        if (IsDelegate(target) == true)
            return IsDelegate(source) == true || DotNetLibrary.IsPrimitive(source) || DotNetLibrary.IsSequence(source) ? source.Name == target.Name && source.Arguments.Length == target.Arguments.Length ? Fit.Unknown : Fit.No : Fit.Unknown;
        if (DotNetLibrary.IsSequence(source) && target.Name is "Task" or "ValueTask")
            return Fit.No;
        if (source.Name is "Task" or "ValueTask" && target.Name is "Task" or "ValueTask")
            return source.Name == target.Name && target.Arguments.Length == 0 && source.Name == "Task" ? Fit.Converted : Fit.No;
        if (IsDelegate(source) == true && (target.Name is "Task" or "ValueTask" || DotNetLibrary.IsSequence(target)))
            return Fit.No;
        return Fit.Unknown;
    }

    private bool HasConversion(TypeShape type)
    {
        if (type.Kind != TypeKind.Entity)
            return false;
        return context.Conversions.Contains(type.Id) || BasesOf(type).Any(b => b.Kind == TypeKind.Entity && context.Conversions.Contains(b.Id));
    }

    /// <summary>A type suits the constraints of a type parameter as far as they name types.</summary>
    private Fit Meets(TypeShape source, TypeShape parameter)
    {
        if (source.Is(BuiltIn.Void))
            return Fit.No;
        foreach (var bound in Types!.Constraints(parameter.Id))
        {
            if (bound.Kind == TypeKind.Parameter || bound.Arguments.Length > 0)
                continue;
            if (Converts(source, bound) == Fit.No)
                return Fit.No;
        }
        return Fit.Exact;
    }

    /// <summary>What a call gives back.</summary>
    private TypeShape? TypeOfCall(int call)
    {
        var callee = expressions[call].First;
        if (expressions[callee].Kind is not (ExpressionKind.Name or ExpressionKind.Member))
            return TypeOfExpression(callee) is { } called ? DelegateReturn(called) : null;
        var value = Denote(expressions[callee].Subject, 0);
        if (value.Kind == ValueKind.External)
        {
            return expressions[callee].Kind == ExpressionKind.Member
                ? ExternalMember(callee, TypesNamed(FirstTypeArgument(callee)), [.. ArgumentsOf(call).Select(LibraryArgument)])
                : null;
        }
        if (value.Kind == ValueKind.Set && value.Tier == Tier.Ambiguous)
            return Agreed(SetOf(value).ToArray(), call);
        if (value.Kind != ValueKind.Symbol)
            return null;
        if (program.Definition(value.Index).Kind.IsCallable() && !IsVariable(value.Index) && Types!.TypeOf(value.Index) is { } declared)
            return declared.Substitute(MapOf(value.Index, call, skip: -1));
        return TypeOfUse(callee) is { } held ? DelegateReturn(held) : null;
    }

    /// <summary>The type on which all candidates of an ambiguous call agree.</summary>
    private TypeShape? Agreed(int[] symbols, int call)
    {
        TypeShape? agreed = null;
        foreach (var symbol in symbols)
        {
            var type = Types!.TypeOf(symbol)?.Substitute(MapOf(symbol, call, skip: -1));
            if (type is null || (agreed is not null && TypeShape.Same(agreed, type) != true))
                return null;
            agreed = type;
        }
        return agreed;
    }

    private TypeShape? LibraryArgument(int argument)
    {
        var value = expressions[argument].First;
        if (value < 0)
            return null;
        if (expressions[value].Kind == ExpressionKind.Lambda)
            return LambdaResult(value);
        if (TypeOfExpression(value) is { } type)
            return type;
        return expressions[value].Kind is ExpressionKind.Name or ExpressionKind.Member && Denote(expressions[value].Subject, 0) is { Kind: ValueKind.Symbol, Index: var method } && program.Definition(method).Kind.IsCallable()
            ? Types!.TypeOf(method)
            : null;
    }

    /// <summary>The type of what a lambda returns; of an asynchronous one, a task of it.</summary>
    private TypeShape? LambdaResult(int lambda)
    {
        TypeShape? result = null;
        for (var e = expressions[lambda].First; e >= 0 && result is null; e = expressions[e].Next)
            result = expressions[e].Kind == ExpressionKind.Parameter ? null : TypeOfExpression(e);
        return (expressions[lambda].Flags & Expression.IsAsync) != 0 && result is not null ? TypeShape.External("Task", result) : result;
    }

    /// <summary>What the type parameters of a callable and of its type stand for in a call.</summary>
    /// <param name="skip">An argument that is not to be looked at, as it is being asked about.</param>
    private Func<int, (bool, TypeShape?)> MapOf(int callable, int call, int skip)
    {
        var callee = expressions[call].Kind == ExpressionKind.Call ? expressions[call].First : -1;
        var owner = callee >= 0 && expressions[callee].Kind is ExpressionKind.Name or ExpressionKind.Member ? OwnerShape(callee)
            : expressions[call].Kind is ExpressionKind.New or ExpressionKind.ImplicitNew ? TypeOfExpression(call) : expressions[call].Kind == ExpressionKind.Index ? TypeOfExpression(expressions[call].First) : null;
        Func<int, (bool, TypeShape?)> outer = owner is not null && program.ParentOf[callable] is >= 0 and var type && program.EntityOf[type] is >= 0 and var entity ? Arguments(owner, entity) : static _ => (false, null);
        var own = Types!.TypeParameters(callable);
        if (own.Count == 0)
            return outer;
        var inferred = new Dictionary<int, TypeShape?>();
        var written = callee >= 0 ? TypesNamed(FirstTypeArgument(callee)) : [];
        for (var i = 0; i < Math.Min(own.Count, written.Length); i++)
            inferred[own[i]] = written[i];
        if (written.Length == 0)
            Infer(callable, call, owner, own, outer, inferred, skip);
        return parameter => inferred.TryGetValue(parameter, out var known) ? (known is not null, known) : own.Contains(parameter) ? (true, null) : outer(parameter);
    }

    private void Infer(int callable, int call, TypeShape? owner, IReadOnlyList<int> own, Func<int, (bool, TypeShape?)> outer, Dictionary<int, TypeShape?> inferred, int skip)
    {
        var reduced = IsReduced(callable, call);
        if (reduced && Types!.Parameters(callable) is [var receiver, ..])
            Unify(Types.TypeOf(receiver), owner, own, inferred, 0);
        var parameters = ParametersOf(callable, reduced);
        var arguments = ArgumentsOf(call);
        // Lambdas last: what they return depends on what the others say.
        for (var lambdas = 0; lambdas < 2; lambdas++)
        {
            for (var i = 0; i < arguments.Count; i++)
            {
                var value = expressions[arguments[i]].First;
                var position = Position(arguments[i], i, parameters);
                if (arguments[i] == skip || value < 0 || position < 0 || parameters.Count == 0 || (expressions[value].Kind == ExpressionKind.Lambda) != (lambdas == 1))
                    continue;
                var declared = Types!.TypeOf(parameters[Math.Min(position, parameters.Count - 1)])?.Substitute(outer);
                if (declared?.Underlying is not { } wanted)
                    continue;
                if (lambdas == 0 && expressions[value].Kind is not (ExpressionKind.ImplicitNew or ExpressionKind.Collection or ExpressionKind.Local))
                {
                    var type = TypeOfExpression(value);
                    if (type is null && IsDelegate(wanted) == true)
                        Unify(DelegateReturn(wanted), LibraryArgument(arguments[i]), own, inferred, 0);
                    else
                        Unify(position >= parameters.Count - 1 && program.Definition(callable).MaxArity == 254 && wanted.Kind == TypeKind.Array && type?.Kind != TypeKind.Array ? wanted.Arguments[0] : wanted, type, own, inferred, 0);
                }
                else if (lambdas == 1 && DelegateReturn(wanted) is { } returned && (skip < 0 || arguments.IndexOf(skip) > i))
                {
                    if ((expressions[value].Flags & Expression.IsAsync) != 0)
                        Unify(DotNetLibrary.Awaited(returned), DotNetLibrary.Awaited(LambdaResult(value)), own, inferred, 0);
                    else
                        Unify(returned, LambdaResult(value), own, inferred, 0);
                }
            }
        }
    }

    private void Unify(TypeShape? parameter, TypeShape? argument, IReadOnlyList<int> own, Dictionary<int, TypeShape?> inferred, int depth)
    {
        if (parameter?.Underlying is not { } wanted || argument is null || depth > 8)
            return;
        if (wanted.Kind == TypeKind.Parameter)
        {
            if (own.Contains(wanted.Id))
                inferred.TryAdd(wanted.Id, parameter.Kind == TypeKind.Nullable ? argument.Underlying : argument);
            return;
        }
        if (argument.Underlying is not { } given || wanted.Arguments.Length == 0)
            return;
        if (wanted.Kind == TypeKind.Entity && (given.Kind != TypeKind.Entity || given.Id != wanted.Id))
            given = AsBase(given, wanted.Id, 0) ?? given;
        else if (wanted.Kind == TypeKind.External && given.Kind is TypeKind.Entity or TypeKind.Parameter)
            given = ExternalBases(given).FirstOrDefault(b => b.Name == wanted.Name && b.Arguments.Length == wanted.Arguments.Length) ?? given;
        if (given.Kind == wanted.Kind && given.Id == wanted.Id && given.Name == wanted.Name && given.Arguments.Length == wanted.Arguments.Length)
        {
            for (var i = 0; i < wanted.Arguments.Length; i++)
                Unify(wanted.Arguments[i], given.Arguments[i], own, inferred, depth + 1);
        }
        else if (wanted.Arguments.Length == 1 && DotNetLibrary.IsSequence(wanted))
        {
            Unify(wanted.Arguments[0], ElementOf(given), own, inferred, depth + 1);
        }
    }

    /// <summary>The type of the parameter that an argument is for.</summary>
    private TypeShape? ExpectedArgument(int call, int argument)
    {
        var index = ArgumentsOf(call).IndexOf(argument);
        if (index < 0)
            return null;
        var callable = CalledBy(call);
        if (callable >= 0)
            return ParameterType(callable, call, argument, index);
        var name = NameOfCalled(call);
        if (name >= 0 && Denote(name, 0) is { Kind: ValueKind.Set, Tier: Tier.Ambiguous } several && AgreedParameter(SetOf(several).ToArray(), call, argument, index) is { } agreed)
            return agreed;
        var callee = expressions[call].Kind == ExpressionKind.Call ? expressions[call].First : -1;
        if (callee >= 0 && TypeOfExpression(callee) is { } held && ParametersOf(held) is { } wanted)
            return index < wanted.Count ? wanted[index] : null;
        return callee >= 0 && expressions[expressions[argument].First].Kind == ExpressionKind.Local ? OutOf(callee, call, index) : callee < 0 ? null : PassedTo(callee, index);
    }

    /// <summary>The type that all candidates of an ambiguous call ask for in an argument's place.</summary>
    private TypeShape? AgreedParameter(int[] symbols, int call, int argument, int index)
    {
        TypeShape? agreed = null;
        foreach (var symbol in symbols)
        {
            if (!program.Definition(symbol).Kind.IsCallable() || IsVariable(symbol) || ParameterType(symbol, call, argument, index) is not { } type
                || (agreed is not null && TypeShape.Same(agreed, type) != true))
                return null;
            agreed = type;
        }
        return agreed;
    }

    private TypeShape? ParameterType(int callable, int call, int argument, int index)
    {
        var parameters = ParametersOf(callable, IsReduced(callable, call));
        var position = Position(argument, index, parameters);
        if (position < 0 || parameters.Count == 0)
            return null;
        var isVariadic = program.Definition(callable).MaxArity == 254 && position >= parameters.Count - 1;
        if (position >= parameters.Count && !isVariadic)
            return null;
        var type = Types!.TypeOf(parameters[Math.Min(position, parameters.Count - 1)])?.Substitute(MapOf(callable, call, skip: argument));
        return isVariadic && type?.Kind == TypeKind.Array ? type.Arguments[0] : type;
    }

    // `dictionary.TryGetValue(key, out var value)` and its like.
    private TypeShape? OutOf(int callee, int call, int index)
    {
        if (expressions[callee].Kind != ExpressionKind.Member)
            return null;
        var owner = TypeOfExpression(expressions[callee].First)?.Underlying;
        if (owner?.Kind == TypeKind.Entity)
            owner = ExternalBases(owner).FirstOrDefault(b => b.Arguments.Length > 0);
        if (owner is null)
            return null;
        var name = facts.Strings.Text(facts.References[expressions[callee].Subject].Name);
        return owner.Arguments.Length == 2 && index == 1 && name is "TryGetValue" or "Remove" or "TryRemove" ? owner.Arguments[1]
            : owner.Arguments.Length == 1 && name is "TryDequeue" or "TryPeek" or "TryPop" or "TryTake" or "TryRead" or "TryGetValue" ? owner.Arguments[0]
            : owner.IsForeign && ArgumentsOf(call).Count > 0 ? TypeShape.Foreign : null;
    }

    // `list.Add(new(...))`
    private TypeShape? PassedTo(int callee, int index)
    {
        if (expressions[callee].Kind != ExpressionKind.Member || TypeOfExpression(expressions[callee].First)?.Underlying is not { Kind: TypeKind.External } owner)
            return null;
        var name = facts.Strings.Text(facts.References[expressions[callee].Subject].Name);
        if (name == "Invoke" && DotNetLibrary.DelegateParameters(owner) is { } wanted)
            return index < wanted.Length ? wanted[index] : null;
        if (owner.Arguments.Length == 2 && name is "Add" or "TryAdd" or "GetOrAdd" or "AddOrUpdate")
            return index < 2 ? owner.Arguments[index] : null;
        return owner.Arguments.Length == 1 && name is "Add" or "Enqueue" or "Push" or "Insert" or "TryAdd" or "TryWrite" or "WriteAsync" or "SetResult" or "TrySetResult" or "Append" or "Contains" or "Remove" or "AddLast" or "AddFirst"
            ? owner.Arguments[0] : null;
    }

    /// <summary>The reference that names what a call runs; -1 for none, and where an expression is no call.</summary>
    private int NameOfCalled(int call) => expressions[call].Kind switch
    {
        ExpressionKind.Call or ExpressionKind.New when expressions[expressions[call].First].Kind is ExpressionKind.Name or ExpressionKind.Member => expressions[expressions[call].First].Subject,
        ExpressionKind.ImplicitNew or ExpressionKind.ConstructorCall => expressions[call].Subject,
        _ => -1,
    };

    /// <summary>The callable that a call runs; -1 where it is not known.</summary>
    private int CalledBy(int call)
    {
        var reference = NameOfCalled(call);
        if (reference < 0)
            return -1;
        var value = Denote(reference, 0);
        if (value.Kind == ValueKind.Set && value.Tier != Tier.Ambiguous)
        {
            foreach (var symbol in SetOf(value))
            {
                if (program.Definition(symbol).Kind.IsCallable())
                    return symbol;
            }
        }
        if (value.Kind != ValueKind.Symbol)
            return -1;
        var kind = program.Definition(value.Index).Kind;
        return (kind.IsCallable() && !IsVariable(value.Index)) || (kind.IsType() && Types!.Parameters(value.Index).Count > 0) ? value.Index : -1;
    }
}
