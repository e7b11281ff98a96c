using System.Text;
using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>The types of expressions, for files whose facts hold expressions: every member is looked up in the type of what stands left of its dot, with its type arguments.</summary>
internal sealed partial class FileResolver
{
    private const int MaxTypeDepth = 96;

    /// <summary>Expressions of lambdas that a file's overloads may be tried with; written code stays far below.</summary>
    private const long MaxTried = 20_000_000;

    private readonly Dictionary<int, int> valueOwners = [];
    private readonly List<TypeShape?> noShapes = [];
    private readonly HashSet<int> visibleSpaces = [];
    private readonly List<int> lambdas = [];
    private Expression[] expressions = [];
    private int[] expressionOfReference = [];
    private int[] declaringExpression = [];
    private int[] originOf = [];
    private TypeShape?[] shapes = [];
    private byte[] shapeStates = [];
    private TypeShape?[] localShapes = [];
    private byte[] localStates = [];
    private bool typed;
    private bool visibleKnown;
    private int present = -1;
    private int typeDepth;
    private int tryDepth;
    private long tried;

    private TypeTable? Types => context.Types;

    private void OpenTyped()
    {
        expressions = facts.Expressions;
        typed = expressions.Length > 0;
        present = -1;
        tried = 0;
        if (!typed)
            return;
        visibleKnown = false;
        visibleSpaces.Clear();
        valueOwners.Clear();
        lambdas.Clear();
        expressionOfReference = Cleared(expressionOfReference, facts.References.Length);
        declaringExpression = Cleared(declaringExpression, facts.Definitions.Length);
        originOf = Cleared(originOf, facts.Definitions.Length);
        if (shapes.Length < expressions.Length)
        {
            shapes = new TypeShape?[expressions.Length * 2];
            shapeStates = new byte[expressions.Length * 2];
        }
        if (localShapes.Length < facts.Definitions.Length)
        {
            localShapes = new TypeShape?[facts.Definitions.Length * 2];
            localStates = new byte[facts.Definitions.Length * 2];
        }
        Array.Clear(shapeStates, 0, expressions.Length);
        Array.Clear(localStates, 0, facts.Definitions.Length);
        for (var e = 0; e < expressions.Length; e++)
        {
            var subject = expressions[e].Subject;
            if (expressions[e].Kind == ExpressionKind.Lambda)
                lambdas.Add(e);
            if (subject < 0)
                continue;
            if (expressions[e].Kind is ExpressionKind.Name or ExpressionKind.Member or ExpressionKind.Key or ExpressionKind.ImplicitNew or ExpressionKind.ConstructorCall)
                expressionOfReference[subject] = e;
            else if (expressions[e].Kind is ExpressionKind.Parameter or ExpressionKind.Local)
                declaringExpression[subject] = e;
        }
        for (var i = facts.Origins.Length - 1; i >= 0; i--)
        {
            originOf[facts.Origins[i].Definition] = i;
            if (facts.Origins[i].Value >= 0)
                valueOwners[facts.Origins[i].Value] = facts.Origins[i].Definition;
        }
    }

    private static int[] Cleared(int[] array, int count)
    {
        if (array.Length < count)
            array = new int[count * 2];
        array.AsSpan(0, count).Fill(-1);
        return array;
    }

    /// <summary>The base type that a reference of the role <see cref="ReferenceRole.Inherit"/> names, with its arguments.</summary>
    public TypeShape? BaseType(int reference) => typed && expressionOfReference[reference] is >= 0 and var e ? TypeNamed(e) : null;

    /// <summary>The type that a type expression names; null where it is not known.</summary>
    public TypeShape? TypeNamed(int e)
    {
        if (typeDepth > MaxTypeDepth)
            return null;
        typeDepth++;
        var named = TypeNamedBy(e);
        typeDepth--;
        return named;
    }

    private TypeShape? TypeNamedBy(int e)
    {
        ref var expression = ref expressions[e];
        switch (expression.Kind)
        {
            case ExpressionKind.Predefined:
                return TypeShape.Of((BuiltIn)expression.Subject);
            case ExpressionKind.ArrayType:
                return TypeShape.Array(TypeNamed(expression.First));
            case ExpressionKind.NullableType:
                return new TypeShape(TypeKind.Nullable, -1, "", [TypeNamed(expression.First)]);
            case ExpressionKind.TupleType:
                return new TypeShape(TypeKind.Tuple, -1, facts.Strings.Text(expression.Subject), TypesNamed(expression.First));
            case ExpressionKind.Name:
                return TypeOfName(expression.Subject, expression.First);
            case ExpressionKind.Member:
                return TypeOfName(expression.Subject, expressions[expression.First].Next);
            default:
                return null;
        }
    }

    private TypeShape?[] TypesNamed(int first)
    {
        if (first < 0)
            return [];
        var found = new List<TypeShape?>();
        for (var e = first; e >= 0; e = expressions[e].Next)
            found.Add(TypeNamed(e));
        return [.. found];
    }

    private TypeShape? TypeOfName(int reference, int firstArgument)
    {
        var value = Denote(reference, 0);
        var arguments = TypesNamed(firstArgument);
        switch (value.Kind)
        {
            // Of what is `dynamic` nothing is known.
            case ValueKind.External when facts.Strings[facts.References[reference].Name].SequenceEqual("dynamic"u8):
                return null;
            case ValueKind.External:
                return TypeShape.External(facts.Strings.Text(facts.References[reference].Name), arguments);
            case ValueKind.Entity:
                return entities.IsType(value.Index) ? TypeShape.Entity(value.Index, arguments) : null;
            case ValueKind.Symbol or ValueKind.Set:
                var symbol = value.Kind == ValueKind.Symbol ? value.Index : SetOf(value)[0];
                return TypeOfSymbol(program.Definition(symbol).Kind == SymbolKind.Constructor ? program.ParentOf[symbol] : symbol, arguments);
            default:
                return IsForeignType(facts.References[reference], names[facts.References[reference].Name]) ? TypeShape.External(facts.Strings.Text(facts.References[reference].Name), arguments) : null;
        }
    }

    private TypeShape? TypeOfSymbol(int symbol, TypeShape?[] arguments)
    {
        if (symbol < 0)
            return null;
        var kind = program.Definition(symbol).Kind;
        if (kind == SymbolKind.TypeParameter)
            return new TypeShape(TypeKind.Parameter, Types?.Canonical(symbol) ?? symbol, "", []);
        if (kind == SymbolKind.TypeAlias)
            return new TypeShape(TypeKind.Delegate, symbol, "", arguments);
        return kind.IsType() && program.EntityOf[symbol] is >= 0 and var entity ? TypeShape.Entity(entity, arguments) : null;
    }

    /// <summary>Number of type arguments that a use writes.</summary>
    private int TypeArgumentCount(int reference)
    {
        var count = 0;
        for (var e = FirstTypeArgument(expressionOfReference[reference]); e >= 0; e = expressions[e].Next)
            count++;
        return count;
    }

    private int FirstTypeArgument(int e) => e < 0 ? -1 : expressions[e].Kind switch
    {
        ExpressionKind.Name => expressions[e].First,
        ExpressionKind.Member => expressions[expressions[e].First].Next,
        _ => -1,
    };

    /// <summary>The type of a value; null where it is not known.</summary>
    private TypeShape? TypeOfExpression(int e)
    {
        if (e < 0 || Types is null)
            return null;
        if (shapeStates[e] == 2)
            return shapes[e];
        // An expression whose type depends on itself has none.
        if (shapeStates[e] == 1 || typeDepth > MaxTypeDepth)
            return null;
        shapeStates[e] = 1;
        typeDepth++;
        shapes[e] = Compute(e);
        typeDepth--;
        shapeStates[e] = 2;
        return shapes[e];
    }

    private TypeShape? Compute(int e)
    {
        ref var expression = ref expressions[e];
        switch (expression.Kind)
        {
            case ExpressionKind.Name or ExpressionKind.Member or ExpressionKind.Key:
                return TypeOfUse(e);
            case ExpressionKind.Literal:
                return (BuiltIn)expression.Subject is BuiltIn.Null or BuiltIn.Default ? null : TypeShape.Of((BuiltIn)expression.Subject);
            case ExpressionKind.Call:
                return TypeOfCall(e);
            case ExpressionKind.New:
                return TypeNamed(expression.First);
            case ExpressionKind.ImplicitNew or ExpressionKind.Collection:
                return Expected(e)?.Underlying;
            case ExpressionKind.NewArray or ExpressionKind.Cast:
                return TypeNamed(expression.First);
            case ExpressionKind.Await:
                return DotNetLibrary.Awaited(TypeOfExpression(expression.First));
            case ExpressionKind.Index:
                return TypeOfIndex(e);
            case ExpressionKind.This:
                return ScopeOf(e) is >= 0 and var scope ? SelfShape(EnclosingType(new Reference { Scope = scope })) : null;
            case ExpressionKind.Choice:
                for (var child = expression.First; child >= 0; child = expressions[child].Next)
                {
                    if (TypeOfExpression(child) is { } known)
                        return expressions[expression.First].Next >= 0 ? known.Underlying : known;
                }
                return null;
            case ExpressionKind.Assign or ExpressionKind.With or ExpressionKind.Argument:
                return TypeOfExpression(expression.First);
            case ExpressionKind.Local:
                return TypeOfLocal(expression.Subject);
            case ExpressionKind.Operation:
                return TypeOfOperation(expression);
            case ExpressionKind.Tuple:
                var elements = new List<TypeShape?>();
                for (var child = expression.First; child >= 0; child = expressions[child].Next)
                    elements.Add(TypeOfExpression(child));
                return new TypeShape(TypeKind.Tuple, -1, facts.Strings.Text(expression.Subject), [.. elements]);
            default:
                return null;
        }
    }

    private TypeShape? TypeOfOperation(in Expression operation)
    {
        var left = TypeOfExpression(operation.First);
        var right = expressions[operation.First].Next is >= 0 and var second ? TypeOfExpression(second) : null;
        if (left?.Is(BuiltIn.String) == true || right?.Is(BuiltIn.String) == true)
            return TypeShape.Of(BuiltIn.String);
        if (left is null || right is null)
            return null;
        if (DotNetLibrary.IsNumber(left) && DotNetLibrary.IsNumber(right))
            return DotNetLibrary.Widens(left, right) ? right : left.Is(BuiltIn.Char) || left.Is(BuiltIn.Byte) ? TypeShape.Of(BuiltIn.Int32) : left;
        return TypeShape.Same(left, right) == true && left.Kind == TypeKind.External && !left.IsExternal("DateTimeOffset") ? left : left.IsForeign && right.IsForeign ? TypeShape.Foreign : null;
    }

    private TypeShape? TypeOfIndex(int e)
    {
        var owner = TypeOfExpression(expressions[e].First)?.Underlying;
        if (owner is null)
            return null;
        if (owner.Kind is TypeKind.Array or TypeKind.External)
            return DotNetLibrary.Indexed(owner, expressions[expressions[e].First].Next is >= 0 and var argument ? TypeOfExpression(argument) : null);
        var indexers = MembersOf(owner, program.IndexerName, all: true);
        if (indexers.Count == 0)
            return ExternalBases(owner).Select(b => DotNetLibrary.Indexed(b, null)).FirstOrDefault(t => t is not null);
        var chosen = indexers.Count == 1 ? indexers : Overloads(indexers, e, owner, reduced: false);
        return chosen.Count > 0 ? TypeOfMember(chosen[0], owner) : null;
    }

    /// <summary>The scope in which an expression stands.</summary>
    private int ScopeOf(int e)
    {
        for (var depth = 0; e >= 0 && depth < MaxTypeDepth; depth++)
        {
            if (valueOwners.TryGetValue(e, out var definition))
                return facts.Definitions[definition].Scope;
            e = expressions[e].Parent;
            if (e >= 0 && FirstReference(e) is >= 0 and var reference)
                return facts.References[reference].Scope;
            if (e >= 0 && expressions[e].Kind == ExpressionKind.Return && expressions[e].Subject >= 0)
                return facts.Definitions[expressions[e].Subject].Scope;
        }
        return -1;
    }

    private int FirstReference(int e)
    {
        for (var depth = 0; e >= 0 && depth < 8; depth++, e = expressions[e].First)
        {
            if (expressions[e].Kind is ExpressionKind.Name or ExpressionKind.Member or ExpressionKind.Key or ExpressionKind.ImplicitNew or ExpressionKind.ConstructorCall)
                return expressions[e].Subject;
        }
        return -1;
    }

    private TypeShape? SelfShape(int entity)
    {
        if (entity < 0 || entities.Symbol(entity) is not (>= 0 and var symbol) || Types is null)
            return null;
        return TypeShape.Entity(entity, [.. Types.TypeParameters(symbol).Select(p => new TypeShape(TypeKind.Parameter, p, "", []))]);
    }

    /// <summary>The type that a name or member has as a value; of a method the group has none.</summary>
    private TypeShape? TypeOfUse(int e)
    {
        var value = Denote(expressions[e].Subject, 0);
        if (value.Kind == ValueKind.Symbol)
            return TypeOfMember(value.Index, OwnerShape(e));
        if (value.Kind == ValueKind.External && expressions[e].Kind == ExpressionKind.Member)
            return ExternalMember(e, [], noShapes);
        return null;
    }

    private TypeShape? ExternalMember(int e, IReadOnlyList<TypeShape?> explicitTypes, IReadOnlyList<TypeShape?> arguments)
    {
        var name = facts.Strings.Text(facts.References[expressions[e].Subject].Name);
        var left = expressions[e].First;
        var isForeignName = expressions[left].Kind is ExpressionKind.Name or ExpressionKind.Member && Denote(expressions[left].Subject, 0).Kind == ValueKind.External;
        if (TypeOfExpression(left) is { } owner && !(isForeignName && owner.Name.Length == 0 && owner.Kind == TypeKind.External))
        {
            if (owner.Underlying is { Kind: TypeKind.Entity or TypeKind.Parameter } own)
            {
                foreach (var inherited in ExternalBases(own))
                {
                    if (DotNetLibrary.Member(inherited, name, explicitTypes, arguments) is { } found)
                        return found;
                }
                // What every object has.
                return name is "ToString" or "GetHashCode" or "Equals" or "GetType" ? DotNetLibrary.Member(TypeShape.Foreign, name, explicitTypes, arguments) : null;
            }
            if (owner.Kind == TypeKind.Delegate)
                return name == "Invoke" ? DelegateReturn(owner) : null;
            if (owner.Kind == TypeKind.Nullable && name is not ("Value" or "GetValueOrDefault" or "HasValue"))
                owner = owner.Underlying ?? owner;
            return DotNetLibrary.Member(owner, name, explicitTypes, arguments);
        }
        return isForeignName
            ? DotNetLibrary.Static(facts.Strings.Text(facts.References[expressions[left].Subject].Name), name, explicitTypes, arguments)
            : expressions[left].Kind == ExpressionKind.Predefined ? DotNetLibrary.Static(TypeShape.Of((BuiltIn)expressions[left].Subject).Name, name, explicitTypes, arguments)
            : null;
    }

    /// <summary>The type through which a use reaches its member: of what stands left of the dot, or of the instance around it.</summary>
    private TypeShape? OwnerShape(int e)
    {
        ref var expression = ref expressions[e];
        switch (expression.Kind)
        {
            case ExpressionKind.Member:
                var left = expression.First;
                if (expressions[left].Kind == ExpressionKind.Base)
                    return SelfShape(EnclosingType(facts.References[expression.Subject]));
                return TypeOfExpression(left) ?? (expressions[left].Kind is ExpressionKind.Name or ExpressionKind.Member ? TypeNamed(left) : null);
            case ExpressionKind.Key:
                return KeyOwner(e);
            default:
                return SelfShape(EnclosingType(facts.References[expression.Subject]));
        }
    }

    /// <summary>The type of a variable or member, seen through an instance of a type.</summary>
    private TypeShape? TypeOfMember(int symbol, TypeShape? owner)
    {
        ref var definition = ref program.Definition(symbol);
        if (definition.Kind == SymbolKind.EnumMember)
            return program.ParentOf[symbol] is >= 0 and var enumeration ? TypeOfSymbol(enumeration, []) : null;
        if (IsVariable(symbol))
            return TypeOfLocal(symbol - first);
        if (definition.Kind.IsCallable() || definition.Kind.IsType() || definition.Kind.IsNamespace())
            return null;
        if (program.FileOf[symbol] == file && (definition.Flags & DefinitionFlags.Local) != 0)
            return TypeOfLocal(symbol - first);
        return Seen(Types!.TypeOf(symbol), symbol, owner);
    }

    /// <summary>A declared type with the type parameters of the member's type replaced by what the instance has for them.</summary>
    private TypeShape? Seen(TypeShape? declared, int symbol, TypeShape? owner)
    {
        if (declared is null || owner is null || program.ParentOf[symbol] is not (>= 0 and var type) || program.EntityOf[type] is not (>= 0 and var entity))
            return declared;
        return declared.Substitute(Arguments(owner, entity));
    }

    private Func<int, (bool, TypeShape?)> Arguments(TypeShape owner, int entity)
    {
        var seen = AsBase(owner.Underlying, entity, 0);
        if (seen is null || seen.Arguments.Length == 0 || entities.Symbol(entity) is not (>= 0 and var symbol))
            return static _ => (false, null);
        var parameters = Types!.TypeParameters(symbol);
        return parameter => TypeTable.IndexOf(parameters, parameter) is >= 0 and var at && at < seen.Arguments.Length ? (true, seen.Arguments[at]) : (false, null);
    }

    /// <summary>A type as the base of it that an entity is; null where it has no such base.</summary>
    private TypeShape? AsBase(TypeShape? type, int entity, int depth)
    {
        if (type is null || depth > 24)
            return null;
        if (type.Kind == TypeKind.Entity && type.Id == entity)
            return type;
        foreach (var inherited in BasesOf(type))
        {
            if (AsBase(inherited, entity, depth + 1) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>The direct bases of a type, with its arguments; of a type parameter what it is bound to.</summary>
    private IEnumerable<TypeShape> BasesOf(TypeShape type)
    {
        // While the bases themselves are looked for, none are known.
        if (Types is null)
            return [];
        if (type.Kind == TypeKind.Parameter)
            return Types.Constraints(type.Id);
        if (type.Kind != TypeKind.Entity)
            return [];
        var bases = Types.Bases(type.Id);
        return bases.Count == 0 || type.Arguments.Length == 0 ? bases : bases.Select(b => b.Substitute(Arguments(type, type.Id)) ?? b);
    }

    private IEnumerable<TypeShape> ExternalBases(TypeShape type, int depth = 0)
    {
        foreach (var inherited in BasesOf(type))
        {
            if (inherited.Kind == TypeKind.External)
                yield return inherited;
            else if (depth < 24)
            {
                foreach (var further in ExternalBases(inherited, depth + 1))
                    yield return further;
            }
        }
    }

    private TypeShape? TypeOfLocal(int definition)
    {
        if (localStates[definition] == 2)
            return localShapes[definition];
        if (localStates[definition] == 1)
            return null;
        localStates[definition] = 1;
        localShapes[definition] = InferLocal(definition);
        localStates[definition] = 2;
        return localShapes[definition];
    }

    private TypeShape? InferLocal(int definition)
    {
        if (Types!.TypeOf(first + definition) is { } declared)
            return declared;
        if (originOf[definition] is >= 0 and var index)
        {
            var origin = facts.Origins[index];
            if (origin.Type >= 0)
                return null;
            var type = TypeOfExpression(origin.Value);
            return origin.IsElement ? ElementOf(type) : type;
        }
        if (declaringExpression[definition] is not (>= 0 and var e))
            return null;
        return expressions[e].Kind == ExpressionKind.Parameter ? TypeOfLambdaParameter(e) : Expected(e);
    }

    /// <summary>What a loop over a value sees.</summary>
    private TypeShape? ElementOf(TypeShape? type)
    {
        type = type?.Underlying;
        if (type is null || type.Kind is not (TypeKind.Entity or TypeKind.Parameter))
            return DotNetLibrary.Element(type) ?? (type?.IsForeign == true ? TypeShape.Foreign : null);
        foreach (var inherited in ExternalBases(type))
        {
            if (DotNetLibrary.Element(inherited) is { } element)
                return element;
        }
        foreach (var way in (ReadOnlySpan<string>)["GetEnumerator", "GetAsyncEnumerator"])
        {
            var name = program.FindName(way);
            if (name < 0 || MembersOf(type, name, all: false) is not [var get, ..] || Seen(Types!.TypeOf(get), get, type) is not { } enumerator)
                continue;
            if (DotNetLibrary.Element(enumerator) is { } external)
                return external;
            if (program.FindName("Current") is >= 0 and var current && MembersOf(enumerator, current, all: false) is [var property, ..])
                return TypeOfMember(property, enumerator);
        }
        return null;
    }

    private TypeShape? TypeOfLambdaParameter(int e)
    {
        var lambda = expressions[e].Parent;
        if (lambda < 0)
            return null;
        var position = 0;
        for (var at = expressions[lambda].First; at >= 0 && at != e; at = expressions[at].Next)
            position++;
        if (Expected(lambda) is { } expected && ParametersOf(expected) is { } parameters)
            return position < parameters.Count ? parameters[position] : null;
        return LibraryLambdaParameter(lambda, position);
    }

    private TypeShape? LibraryLambdaParameter(int lambda, int parameter)
    {
        var argument = expressions[lambda].Parent;
        if (argument < 0 || expressions[argument].Kind != ExpressionKind.Argument || expressions[argument].Parent is not (>= 0 and var call) || expressions[call].Kind != ExpressionKind.Call)
            return null;
        var callee = expressions[call].First;
        if (expressions[callee].Kind != ExpressionKind.Member || Denote(expressions[callee].Subject, 0).Kind != ValueKind.External)
            return null;
        // `services.Configure<Options>(options => ...)`
        if (parameter == 0 && TypesNamed(FirstTypeArgument(callee)) is [{ IsForeign: false } written])
            return written;
        var arguments = new List<TypeShape?>();
        var position = 0;
        for (var at = expressions[callee].Next; at >= 0; at = expressions[at].Next)
        {
            if (at == argument)
                position = arguments.Count;
            arguments.Add(expressions[at].First is >= 0 and var value && expressions[value].Kind != ExpressionKind.Lambda ? TypeOfExpression(value) : null);
        }
        var name = facts.Strings.Text(facts.References[expressions[callee].Subject].Name);
        var owner = TypeOfExpression(expressions[callee].First);
        if (owner is { Underlying.Kind: TypeKind.Entity or TypeKind.Parameter })
            return ExternalBases(owner.Underlying!).Select(b => DotNetLibrary.LambdaParameter(b, name, position, parameter, arguments)).FirstOrDefault(t => t is not null);
        if (owner is not null)
            return DotNetLibrary.LambdaParameter(owner, name, position, parameter, arguments);
        // `Array.Find(items, x => ...)`, `Enumerable.Where(items, x => ...)`
        return arguments.Count > 0 && arguments[0] is { } source && DotNetLibrary.IsSequence(source) ? DotNetLibrary.LambdaParameter(source, name, position - 1, parameter, arguments.GetRange(1, arguments.Count - 1)) : null;
    }

    /// <summary>The parameters of a delegate type; null where it is none.</summary>
    private List<TypeShape?>? ParametersOf(TypeShape type)
    {
        type = type.Underlying ?? type;
        if (type.Kind == TypeKind.Delegate)
            return [.. Types!.Parameters(type.Id).Select(p => Applied(Types.TypeOf(p), type))];
        return DotNetLibrary.DelegateParameters(type)?.ToList();
    }

    private TypeShape? DelegateReturn(TypeShape type)
    {
        type = type.Underlying ?? type;
        return type.Kind == TypeKind.Delegate ? Applied(Types!.TypeOf(type.Id), type) : DotNetLibrary.DelegateReturn(type);
    }

    private TypeShape? Applied(TypeShape? declared, TypeShape type)
    {
        var parameters = Types!.TypeParameters(type.Id);
        return declared?.Substitute(p => TypeTable.IndexOf(parameters, p) is >= 0 and var at && at < type.Arguments.Length ? (true, type.Arguments[at]) : (false, null));
    }

    /// <summary>The type that the place of an expression asks for; null where it asks for none that is known.</summary>
    private TypeShape? Expected(int e)
    {
        if (typeDepth > MaxTypeDepth)
            return null;
        typeDepth++;
        try
        {
            return ExpectedAt(e);
        }
        finally
        {
            typeDepth--;
        }
    }

    private TypeShape? ExpectedAt(int e)
    {
        if (valueOwners.TryGetValue(e, out var definition))
            return Types!.TypeOf(first + definition);
        var parent = expressions[e].Parent;
        if (parent < 0)
            return null;
        ref var around = ref expressions[parent];
        switch (around.Kind)
        {
            case ExpressionKind.Argument:
                return around.Parent >= 0 ? ExpectedArgument(around.Parent, parent) : null;
            case ExpressionKind.Assign:
                return around.First != e ? TypeOfExpression(around.First) : null;
            case ExpressionKind.Choice:
                return Expected(parent);
            case ExpressionKind.Cast:
                return TypeNamed(around.First);
            case ExpressionKind.Return when around.Subject >= 0:
                var result = Types!.TypeOf(first + around.Subject);
                return (facts.Definitions[around.Subject].Flags & DefinitionFlags.Async) != 0 ? DotNetLibrary.Awaited(result) : result;
            case ExpressionKind.Lambda:
                var returned = Expected(parent) is { } type ? DelegateReturn(type) : null;
                return (around.Flags & Expression.IsAsync) != 0 ? DotNetLibrary.Awaited(returned) : returned;
            case ExpressionKind.Pattern or ExpressionKind.PatternGroup or ExpressionKind.ListPattern:
                return Matched(e);
            case ExpressionKind.Tuple:
                return Expected(parent) is { Underlying: { Kind: TypeKind.Tuple } tuple } && IndexOf(e) is var place && place < tuple.Arguments.Length ? tuple.Arguments[place] : null;
            case ExpressionKind.Collection or ExpressionKind.Initializer:
                return ElementOf(TypeOfExpression(around.Kind == ExpressionKind.Initializer ? around.Parent : parent));
            default:
                return null;
        }
    }

    private int IndexOf(int e)
    {
        var index = 0;
        for (var at = expressions[expressions[e].Parent].First; at >= 0 && at != e; at = expressions[at].Next)
            index++;
        return index;
    }

    /// <summary>The type whose member a key names: of what is built, copied or matched around it.</summary>
    private TypeShape? KeyOwner(int e)
    {
        var parent = expressions[e].Parent;
        if (parent < 0)
            return null;
        switch (expressions[parent].Kind)
        {
            case ExpressionKind.Assign:
                var initializer = expressions[parent].Parent;
                if (initializer < 0 || expressions[initializer].Parent is not (>= 0 and var built))
                    return null;
                // `{ Outer = { Inner = 1 } }` goes on in the member.
                return expressions[built].Kind == ExpressionKind.Assign ? TypeOfExpression(expressions[built].First) : TypeOfExpression(built);
            case ExpressionKind.With:
                return TypeOfExpression(expressions[parent].First);
            case ExpressionKind.Subpattern:
                return Matched(expressions[parent].Parent);
            default:
                return null;
        }
    }

    /// <summary>The type of what a pattern is held against, or that it names itself.</summary>
    private TypeShape? Matched(int pattern)
    {
        for (var depth = 0; pattern >= 0 && depth < MaxTypeDepth; depth++)
        {
            ref var expression = ref expressions[pattern];
            if (expression.Kind == ExpressionKind.Pattern && TypeNamed(expression.First) is { } named)
                return named;
            var parent = expression.Parent;
            if (parent < 0)
                return null;
            if (expressions[parent].Kind == ExpressionKind.ListPattern)
                return ElementOf(Matched(parent));
            if (expressions[parent].Kind is ExpressionKind.Match or ExpressionKind.Subpattern)
                return TypeOfExpression(expressions[parent].First);
            pattern = parent;
        }
        return null;
    }

    /// <summary>What a reference with an expression of its own denotes; false where the ordinary look-up by scopes decides.</summary>
    private bool DenoteTyped(int index, int depth, out Value value)
    {
        value = Value.None;
        if (!typed || expressionOfReference[index] is not (>= 0 and var e) || facts.References[index].Role == ReferenceRole.Import)
            return false;
        switch (expressions[e].Kind)
        {
            case ExpressionKind.Member:
                value = MemberAt(e, index, depth);
                return true;
            case ExpressionKind.Key:
                value = KeyOwner(e) is { } owner ? InstanceMember(owner, index) : Residue(facts.References[index], names[facts.References[index].Name], bare: false);
                return true;
            case ExpressionKind.Name when (facts.References[index].Flags & ReferenceFlags.Attribute) != 0:
                return AttributeType(index, out value);
            case ExpressionKind.ImplicitNew:
                var type = Expected(e)?.Underlying;
                value = type is null ? Value.None : Constructed(type, index, Tier.Typed);
                return true;
            case ExpressionKind.ConstructorCall:
                value = ConstructorCalled(index);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The type of an attribute, which may be named without its ending.</summary>
    private bool AttributeType(int index, out Value value)
    {
        var reference = facts.References[index];
        value = Value.None;
        if (program.FindName(facts.Strings.Text(reference.Name) + "Attribute") is >= 0 and var full)
            value = Free(reference, full);
        return value.Kind is ValueKind.Symbol or ValueKind.Set;
    }

    /// <summary>
    /// Where a variable or property bears the name of its own type, what follows the dot decides which of them is meant: a static member, or one of
    /// the instance.
    /// </summary>
    private Value TypeOfSameName(int index, in Value value)
    {
        if (!typed || Types is null || value.Kind != ValueKind.Symbol || expressionOfReference[index] is not (>= 0 and var e) || expressions[e].Kind != ExpressionKind.Name)
            return value;
        var member = expressions[e].Parent;
        if (member < 0 || expressions[member].Kind != ExpressionKind.Member || expressions[member].First != e)
            return value;
        var kind = program.Definition(value.Index).Kind;
        if (kind.IsType() || kind.IsNamespace() || kind.IsCallable() || TypeOfMember(value.Index, null)?.Underlying is not { } type)
            return value;
        var name = facts.References[expressions[member].Subject].Name;
        if (type.Kind == TypeKind.External)
            return type.Name == facts.Strings.Text(facts.References[index].Name) && DotNetLibrary.IsStatic(type.Name, facts.Strings.Text(name)) ? Value.External(-1) : value;
        if (type.Kind != TypeKind.Entity || entities.Symbol(type.Id) is not (>= 0 and var symbol) || program.SymbolName(symbol) != names[facts.References[index].Name])
            return value;
        if (MembersOf(type, names[name], all: false) is not [var first1, ..])
            return value;
        ref var definition = ref program.Definition(first1);
        return (definition.Flags & (DefinitionFlags.Static | DefinitionFlags.Extension)) != 0 || definition.Kind is SymbolKind.EnumMember or SymbolKind.Constant || definition.Kind.IsType() ? Value.Of(symbol, Tier.Exact) : value;
    }

    private Value Constructed(TypeShape type, int index, Tier tier) => type.Kind switch
    {
        TypeKind.Entity => entities.Symbol(type.Id) is >= 0 and var symbol ? Construction(symbol, facts.References[index], tier) : Value.None,
        TypeKind.External or TypeKind.Tuple or TypeKind.Array => Value.External(-1),
        _ => Value.None,
    };

    private Value ConstructorCalled(int index)
    {
        var reference = facts.References[index];
        var own = EnclosingType(reference);
        if (own < 0)
            return Value.None;
        if (reference.Qualifier.Kind == OperandKind.This)
            return Constructed(TypeShape.Entity(own), index, Tier.Exact);
        foreach (var target in entities.Bases(own))
        {
            if (target == Value.ExternalType)
                continue;
            if (target >= 0 && entities.Symbol(target) is >= 0 and var symbol && program.Definition(symbol).Kind is SymbolKind.Class or SymbolKind.Record)
                return Constructed(TypeShape.Entity(target), index, Tier.Exact);
        }
        return HasExternalBase(own) ? Value.External(-1) : Value.None;
    }

    private Value MemberAt(int e, int index, int depth)
    {
        var reference = facts.References[index];
        var name = names[reference.Name];
        var left = expressions[e].First;
        switch (expressions[left].Kind)
        {
            case ExpressionKind.Base:
                var own = EnclosingType(reference);
                return own < 0 ? Value.None : OfBaseTypes(own, index);
            case ExpressionKind.Predefined:
                return Value.External(-1);
            case ExpressionKind.Name or ExpressionKind.Member:
                var value = Denote(expressions[left].Subject, depth + 1);
                if (IsSpace(value))
                    return OfTypeOrNamespace(value, left, index);
                if (value.Kind == ValueKind.External && TypeOfExpression(left) is null)
                    return OfForeign(left, index);
                break;
        }
        var shape = TypeOfExpression(left);
        if (shape is null && expressions[left].Kind == ExpressionKind.This)
            return Value.None;
        return shape is null ? Residue(reference, name, bare: false) : InstanceMember(shape, index);
    }

    // A static member of an external type, or a member of something external whose type is open.
    private Value OfForeign(int left, int index)
    {
        var before = expressions[left].Kind == ExpressionKind.Member ? expressions[left].First : -1;
        var open = before >= 0 && TypeOfExpression(before) is { IsForeign: false };
        return open ? Residue(facts.References[index], names[facts.References[index].Name], bare: false) : Value.External(-1);
    }

    private bool IsSpace(in Value value)
    {
        if (value.Kind == ValueKind.Entity)
            return true;
        if (value.Kind is not (ValueKind.Symbol or ValueKind.Set))
            return false;
        var kind = program.Definition(value.Kind == ValueKind.Symbol ? value.Index : SetOf(value)[0]).Kind;
        return kind.IsType() || kind.IsNamespace();
    }

    private Value OfTypeOrNamespace(in Value value, int left, int index)
    {
        var reference = facts.References[index];
        var space = EntityOf(value);
        if (space >= 0 && !entities.IsType(space))
            return OfStatic(space, names[reference.Name], reference, value) is { Kind: not ValueKind.None } known ? known : Value.External(-1);
        var shape = Types is null ? space >= 0 ? TypeShape.Entity(space) : null : TypeNamed(left);
        if (shape is null)
            return Value.None;
        if (shape.Kind == TypeKind.Delegate)
            return Value.External(-1);
        var found = MembersOf(shape, names[reference.Name], all: reference.Role == ReferenceRole.Call);
        if (found.Count > 0)
            return Selected(found, reference, Tier.Exact);
        if (space >= 0 && entities.Nested(space, names[reference.Name]) is >= 0 and var nested)
            return OfEntity(nested);
        return IsForeignMember(shape, names[reference.Name]) ? Value.External(-1) : Value.None;
    }

    private Value OfBaseTypes(int own, int index)
    {
        var reference = facts.References[index];
        if (SelfShape(own) is not { } self)
            return Value.None;
        foreach (var inherited in BasesOf(self))
        {
            if (MembersOf(inherited, names[reference.Name], all: reference.Role == ReferenceRole.Call) is { Count: > 0 } found)
                return Selected(found, reference, Tier.Typed);
        }
        return IsForeignMember(self, names[reference.Name]) ? Value.External(-1) : Value.None;
    }

    private Value Selected(List<int> found, in Reference reference, Tier tier)
    {
        candidates.Clear();
        candidates.AddRange(found);
        return Select(reference, tier);
    }

    /// <summary>A member of an instance: its type's own or inherited, or an extension of it.</summary>
    private Value InstanceMember(TypeShape shape, int index)
    {
        var reference = facts.References[index];
        var name = names[reference.Name];
        var underlying = shape.Underlying;
        if (underlying is null)
            return Residue(reference, name, bare: false);
        if (underlying.Kind == TypeKind.Delegate && program.Names[name].SequenceEqual("Invoke"u8))
            return Value.Of(underlying.Id, Tier.Typed);
        if (shape.Kind == TypeKind.Nullable && underlying.Kind is TypeKind.Entity && program.Names[name] is var text && (text.SequenceEqual("Value"u8) || text.SequenceEqual("HasValue"u8))
            && MembersOf(underlying, name, all: false).Count == 0)
            return Value.External(-1);
        var found = MembersOf(underlying, name, all: reference.Role == ReferenceRole.Call);
        if (found.Count > 0 && (reference.Role != ReferenceRole.Call || found.Exists(s => !program.Definition(s).Kind.IsCallable() || Takes(s, CallOf(index), reduced: false))))
            return Selected(found, reference, Tier.Typed);
        if (reference.Role is ReferenceRole.Call or ReferenceRole.Read && Extensions(underlying, index) is { Count: > 0 } extensions)
        {
            var value = Selected(extensions, reference, Tier.Typed);
            if (value.Kind != ValueKind.None)
                return value;
        }
        if (IsForeignMember(underlying, name))
            return Value.External(-1);
        return found.Count > 0 ? Selected(found, reference, Tier.Typed) : Value.None;
    }

    private bool IsForeignMember(TypeShape type, int name) =>
        type.Kind is TypeKind.External or TypeKind.Array or TypeKind.Tuple or TypeKind.Delegate
        || ExternalBases(type).Any()
        || (type.Kind == TypeKind.Parameter && Types?.Constraints(type.Id) is { Count: 0 })
        || program.Text(name) is "ToString" or "Equals" or "GetHashCode" or "GetType" or "ReferenceEquals" or "MemberwiseClone" or "HasFlag" or "CompareTo" or "Deconstruct";

    /// <summary>Members of a name in a type or, where it has none (or all are asked for), its bases; the nearest first.</summary>
    private List<int> MembersOf(TypeShape type, int name, bool all)
    {
        var found = new List<int>();
        if (name >= 0)
            AddMembers(type, name, all, found, 0);
        return found;
    }

    private void AddMembers(TypeShape type, int name, bool all, List<int> found, int depth)
    {
        if (depth > 24 || found.Count > MaxSameName)
            return;
        if (type.Kind == TypeKind.Entity)
        {
            var before = found.Count;
            for (var node = entities.Members(type.Id, name); node >= 0; node = entities.Next(node))
            {
                if (!IsExplicit(entities.MemberSymbol(node)) && !found.Contains(entities.MemberSymbol(node)))
                    found.Add(entities.MemberSymbol(node));
            }
            if (found.Count > before && (!all || !program.Definition(found[before]).Kind.IsCallable()))
                return;
        }
        if (Types is null)
        {
            if (type.Kind == TypeKind.Entity)
            {
                foreach (var target in entities.Bases(type.Id))
                {
                    if (target >= 0)
                        AddMembers(TypeShape.Entity(target), name, all, found, depth + 1);
                }
            }
            return;
        }
        // A class has what its classes have; what its interfaces have it declares itself.
        var own = found.Count;
        var isClass = type.Kind == TypeKind.Entity && IsClass(type.Id);
        foreach (var inherited in BasesOf(type))
        {
            if (!isClass || inherited.Kind != TypeKind.Entity || IsClass(inherited.Id))
                AddMembers(inherited, name, all, found, depth + 1);
        }
        if (!isClass || found.Count > own)
            return;
        foreach (var inherited in BasesOf(type))
            AddMembers(inherited, name, all, found, depth + 1);
    }

    private bool IsClass(int entity) => entities.Symbol(entity) is >= 0 and var symbol && program.Definition(symbol).Kind is SymbolKind.Class or SymbolKind.Record or SymbolKind.Struct;

    /// <summary>An explicit implementation is reached through its interface only.</summary>
    private bool IsExplicit(int symbol) => (program.Definition(symbol).Flags & DefinitionFlags.Explicit) != 0;

    /// <summary>Extension methods of the name that the file sees and whose first parameter can take the instance.</summary>
    private List<int> Extensions(TypeShape? type, int index)
    {
        var found = new List<int>();
        FindVisibleSpaces();
        foreach (var symbol in program.Named(names[facts.References[index].Name]))
        {
            if ((program.Definition(symbol).Flags & DefinitionFlags.Extension) == 0 || program.FamilyOf(program.FileOf[symbol]) != family || !IsVisibleExtension(symbol))
                continue;
            if (!Takes(symbol, CallOf(index), reduced: true))
                continue;
            var receiver = ReceiverOf(symbol);
            var fit = type is null || receiver is null ? Fit.Unknown : Converts(type, receiver);
            // Something of the library's own has most likely the library's own member.
            if (fit == Fit.No || (fit == Fit.Unknown && type is { Kind: TypeKind.External, Name: "" } && rules.IsLibraryMember(program.Names[names[facts.References[index].Name]])))
                continue;
            found.Add(symbol);
        }
        return found;
    }

    private TypeShape? ReceiverOf(int extension) => Types!.Parameters(extension) is [var receiver, ..] && (program.Definition(extension).MinArity < Types.Parameters(extension).Count) ? Types.TypeOf(receiver) : null;

    private bool IsVisibleExtension(int symbol)
    {
        var type = program.ParentOf[symbol];
        if (type < 0 || program.EntityOf[type] is not (>= 0 and var entity))
            return false;
        if (visibleSpaces.Contains(entity))
            return true;
        while (entity >= 0 && entities.IsType(entity))
            entity = entities.Parent(entity);
        return entity < 0 || visibleSpaces.Contains(entity);
    }

    private void FindVisibleSpaces()
    {
        if (visibleKnown)
            return;
        visibleKnown = true;
        visibleSpaces.Add(program.RootOf[file]);
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            if (facts.Definitions[i].Kind != SymbolKind.Namespace)
                continue;
            for (var entity = program.EntityOf[first + i]; entity >= 0; entity = entities.Parent(entity))
                visibleSpaces.Add(entity);
        }
        foreach (var star in stars)
        {
            if (context.Imports.Target(file, star) is { Kind: TargetKind.Entity, Index: var entity })
                visibleSpaces.Add(entity);
        }
        visibleSpaces.UnionWith(context.GlobalImports(family));
        foreach (var (folder, entity) in rules.ProjectImports)
        {
            if (IsBelow(folder))
                visibleSpaces.Add(entity);
        }
    }
}
