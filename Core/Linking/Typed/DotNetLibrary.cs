using System.Collections.Frozen;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Typed;

/// <summary>What members of .NET's own generic types give back in terms of their type arguments: containers, tasks, LINQ, delegates.</summary>
internal static class DotNetLibrary
{
    private static readonly FrozenSet<string> Pairs = Words(
        "Dictionary IDictionary IReadOnlyDictionary ConcurrentDictionary SortedDictionary SortedList ImmutableDictionary IImmutableDictionary FrozenDictionary ImmutableSortedDictionary ReadOnlyDictionary OrderedDictionary KeyValuePair");

    private static readonly FrozenSet<string> Tasks = Words("Task ValueTask ConfiguredTaskAwaitable ConfiguredValueTaskAwaitable");

    private static readonly FrozenSet<string> Sequences = Words(
        "IEnumerable IAsyncEnumerable IReadOnlyList IReadOnlyCollection IList ICollection List HashSet ISet IReadOnlySet SortedSet Queue Stack LinkedList ConcurrentQueue ConcurrentBag ConcurrentStack BlockingCollection "
        + "ImmutableArray ImmutableList ImmutableHashSet IImmutableList Span ReadOnlySpan Memory ReadOnlyMemory Collection ReadOnlyCollection ObservableCollection IOrderedEnumerable IQueryable ArraySegment FrozenSet "
        + "IEnumerator IGrouping ChannelReader PriorityQueue TheoryData");

    private static readonly FrozenSet<string> Single = Words(
        "First FirstOrDefault Last LastOrDefault Single SingleOrDefault ElementAt ElementAtOrDefault Min Max MinBy MaxBy Aggregate Peek Dequeue Pop Find FindLast Current Take ReadAsync Value");

    private static readonly FrozenSet<string> Same = Words(
        "Where OrderBy OrderByDescending ThenBy ThenByDescending Skip SkipLast SkipWhile TakeLast TakeWhile Distinct DistinctBy Reverse Concat Union UnionBy Intersect IntersectBy Except ExceptBy Append Prepend DefaultIfEmpty "
        + "AsEnumerable ToList ToArray ToHashSet ToImmutableArray ToImmutableList AsReadOnly AsSpan Slice GetEnumerator AsQueryable FindAll GetRange ToFrozenSet Order OrderDescending AsMemory ConfigureAwait WithCancellation "
        + "Add Remove AsParallel Shuffle TakeWhile ReadAllAsync AsTask Preserve Span Memory");

    private static readonly FrozenSet<string> Silent = Words("Clear AddRange Insert InsertRange RemoveAt Push Enqueue ForEach Dispose Cancel CancelAfter WriteLine CopyTo Sort Flush Close ThrowIfCancellationRequested");

    private static readonly FrozenSet<string> Texts = Words(
        "Trim TrimStart TrimEnd ToLower ToUpper ToLowerInvariant ToUpperInvariant Substring PadLeft PadRight FullName Message GetString ReadToEnd ReadLine ToHexString StackTrace");

    private static readonly FrozenSet<string> Primitives = Words(
        "String Boolean Char SByte Byte Int16 UInt16 Int32 UInt32 Int64 UInt64 IntPtr UIntPtr Single Double Decimal Void TimeSpan DateTime DateTimeOffset Guid CancellationToken Type Uri");

    private static readonly string[] Numbers = ["SByte", "Byte", "Int16", "UInt16", "Char", "Int32", "UInt32", "Int64", "UInt64", "IntPtr", "UIntPtr", "Single", "Double", "Decimal"];

    /// <summary>A type of which no other derives and that converts to few.</summary>
    public static bool IsPrimitive(TypeShape type) => type.Kind == TypeKind.External && type.Arguments.Length == 0 && Primitives.Contains(type.Name);

    public static bool IsNumber(TypeShape type) => type.Kind == TypeKind.External && Array.IndexOf(Numbers, type.Name) >= 0;

    /// <summary>A type outside of the primitive ones that some of them convert to.</summary>
    public static bool TakesPrimitives(string name) => name.Length == 0 || name is "Object" or "dynamic" or "ValueType" or "IComparable" or "IConvertible" or "IFormattable" or "ISpanFormattable" or "IEquatable" or "IEnumerable"
        or "ICloneable" or "ReadOnlySpan" or "ReadOnlyMemory" or "BigInteger" or "Half" or "Int128" or "UInt128" or "Index" or "Complex" or "StringValues" or "StringSegment" or "PathString" or "HostString" or "JsonNode" or "JsonValue"
        or "RedisKey" or "RedisValue" or "DateTimeOffset" or "XName" or "XNamespace" or "MemberInfo" or "FormattableString" or "StringBuilder.AppendInterpolatedStringHandler" or "Argument" or "EntityTagHeaderValue" or "HttpMethod";

    /// <summary>A member that an external type has without an instance.</summary>
    public static bool IsStatic(string type, string name) =>
        name is "None" or "Zero" or "Empty" or "MinValue" or "MaxValue" or "Default" or "Shared" or "UtcNow" or "Now" or "Create" or "Parse" or "TryParse" or "CompletedTask" or "FromResult" or "Singleton" or "Scoped" or "Transient"
        || (type is "TimeSpan" or "DateTimeOffset" && name.StartsWith("From", StringComparison.Ordinal));

    /// <summary>Numbers grow implicitly, and are never cut.</summary>
    public static bool Widens(TypeShape from, TypeShape to) => Array.IndexOf(Numbers, from.Name) is >= 0 and var a && Array.IndexOf(Numbers, to.Name) is >= 0 and var b && a < b && to.Name != "Char";

    public static bool IsSequence(TypeShape type) => type.Kind == TypeKind.Array || (type.Kind == TypeKind.External && type.Arguments.Length is 1 or 2 && (Sequences.Contains(type.Name) || Pairs.Contains(type.Name)));

    /// <summary>What a loop over it, or a query, sees; null where that is not known.</summary>
    public static TypeShape? Element(TypeShape? type)
    {
        type = type?.Underlying;
        if (type is null)
            return null;
        if (type.Kind == TypeKind.Array)
            return type.Arguments[0];
        if (type.Is(BuiltIn.String))
            return TypeShape.Of(BuiltIn.Char);
        if (type.Kind != TypeKind.External)
            return null;
        if (type.IsExternal("IGrouping") || type.IsExternal("PriorityQueue"))
            return type.Arguments.Length > 1 ? type.Arguments[type.Name == "IGrouping" ? 1 : 0] : null;
        if (Pairs.Contains(type.Name) && type.Arguments.Length == 2)
            return TypeShape.External("KeyValuePair", type.Arguments);
        return type.Arguments.Length == 1 && Sequences.Contains(type.Name) ? type.Arguments[0] : null;
    }

    /// <summary>What <c>await</c> gives.</summary>
    public static TypeShape? Awaited(TypeShape? type)
    {
        if (type is null || type.Kind != TypeKind.External)
            return null;
        if (Tasks.Contains(type.Name))
            return type.Arguments.Length == 1 ? type.Arguments[0] : TypeShape.Of(BuiltIn.Void);
        return type.IsForeign ? TypeShape.Foreign : null;
    }

    /// <summary>What indexing gives.</summary>
    public static TypeShape? Indexed(TypeShape type, TypeShape? index)
    {
        if (index is { Name: "Range" })
            return type;
        if (type.Kind == TypeKind.External && Pairs.Contains(type.Name) && type.Arguments.Length == 2)
            return type.Arguments[1];
        return Element(type) ?? (type.IsForeign ? TypeShape.Foreign : null);
    }

    /// <summary>The type of a member of an external type, or what a call of it returns.</summary>
    /// <param name="arguments">The types of what a call passes; for a lambda, what it returns.</param>
    public static TypeShape? Member(TypeShape owner, string name, IReadOnlyList<TypeShape?> explicitTypes, IReadOnlyList<TypeShape?> arguments)
    {
        if (owner.Kind == TypeKind.Nullable)
            return name is "Value" or "GetValueOrDefault" ? owner.Arguments[0] : null;
        if (owner.Kind == TypeKind.Tuple)
            return Array.IndexOf(owner.Name.Split(','), name) is >= 0 and var at && at < owner.Arguments.Length ? owner.Arguments[at]
                : name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), out var item) && item > 0 && item <= owner.Arguments.Length ? owner.Arguments[item - 1] : null;
        if (explicitTypes is [var only] && name is "OfType" or "Cast")
            return TypeShape.External("IEnumerable", explicitTypes[0]);
        if (explicitTypes is [var asked] && name is "GetRequiredService" or "GetService" or "GetRequiredKeyedService" or "GetKeyedService" or "Deserialize" or "CreateInstance")
            return asked;
        if (owner.Kind is TypeKind.External or TypeKind.Array && Silent.Contains(name))
            return TypeShape.Of(BuiltIn.Void);
        if (name is "ToString")
            return TypeShape.Of(BuiltIn.String);
        if (owner.Is(BuiltIn.String) && name is "Split")
            return TypeShape.Array(owner);
        if (name is "Token" && owner.IsExternal("CancellationTokenSource"))
            return TypeShape.External("CancellationToken");
        if (owner.Kind == TypeKind.External && Texts.Contains(name))
            return TypeShape.Of(BuiltIn.String);
        if (owner.Kind == TypeKind.External && name is "GetBytes" or "ReadAllBytes" or "ToByteArray")
            return TypeShape.Array(TypeShape.Of(BuiltIn.Byte));
        if (owner.Kind == TypeKind.External && name.StartsWith("Total", StringComparison.Ordinal) && owner.Name == "TimeSpan")
            return TypeShape.Of(BuiltIn.Double);
        if (name is "Ticks" or "ElapsedMilliseconds" or "ElapsedTicks" or "LongLength")
            return TypeShape.Of(BuiltIn.Int64);
        if (name is "Count" or "Length" or "GetHashCode" or "IndexOf")
            return TypeShape.Of(BuiltIn.Int32);
        if (name is "Any" or "All" or "Contains" or "ContainsKey" or "Equals" or "SequenceEqual" or "TryGetValue" or "TryAdd" or "IsEmpty" or "HasValue")
            return TypeShape.Of(BuiltIn.Boolean);
        var element = Element(owner);
        if (owner.Kind == TypeKind.External)
        {
            if (Tasks.Contains(owner.Name))
                return name == "Result" && owner.Arguments.Length == 1 ? owner.Arguments[0] : name is "ConfigureAwait" or "AsTask" or "WaitAsync" or "Preserve" ? owner : owner.IsForeign ? TypeShape.Foreign : null;
            if (owner.Name is "Lazy" or "AsyncLocal" or "ThreadLocal" or "IOptions" or "StrongBox" or "IOptionsMonitor" or "IOptionsSnapshot" && owner.Arguments.Length == 1)
                return name is "Value" or "CurrentValue" or "Get" ? owner.Arguments[0] : null;
            if (owner.Name is "TaskCompletionSource" && owner.Arguments.Length == 1)
                return name == "Task" ? TypeShape.External("Task", owner.Arguments) : null;
            if (owner.Name is "LinkedListNode" or "LinkedList" && owner.Arguments.Length == 1 && name is "First" or "Last" or "Next" or "Previous")
                return TypeShape.External("LinkedListNode", owner.Arguments);
            if (owner.Name is "LinkedListNode")
                return name == "Value" ? owner.Arguments[0] : null;
            if (owner.Name is "Func" or "Action" or "Predicate" && name == "Invoke")
                return DelegateReturn(owner);
            if (Pairs.Contains(owner.Name) && owner.Arguments is [var key, var value])
            {
                switch (name)
                {
                    case "Key":
                        return key;
                    case "Value" or "GetValueOrDefault" or "GetOrAdd" or "AddOrUpdate":
                        return value;
                    case "Keys":
                        return TypeShape.External("ICollection", key);
                    case "Values":
                        return TypeShape.External("ICollection", value);
                }
            }
            if (owner.Name == "IGrouping" && name == "Key")
                return owner.Arguments[0];
            if (owner.Name.StartsWith("Channel", StringComparison.Ordinal) && owner.Arguments.Length == 1 && name is "Reader" or "Writer")
                return TypeShape.External(name == "Reader" ? "ChannelReader" : "ChannelWriter", owner.Arguments);
        }
        if (IsSequence(owner))
        {
            if (Single.Contains(name) && !(name == "Take" && arguments.Count > 0) && !(name is "Min" or "Max" or "Aggregate" && arguments.Count > 0))
                return name == "ReadAsync" ? TypeShape.External("ValueTask", element) : element;
            if (Same.Contains(name) || name == "Take")
                return owner.IsExternal("Memory") || owner.IsExternal("ReadOnlyMemory") || name is "Slice" or "Add" or "Remove" || IsPair(owner) ? KeepSequence(owner, name, element) : Sequence(name, element);
            switch (name)
            {
                case "Aggregate" or "Min" or "Max" or "Sum" when arguments.Count > 0:
                    return arguments[0];
                case "Select" or "ConvertAll" when arguments.Count > 0:
                    return TypeShape.External("IEnumerable", arguments[0]);
                case "SelectMany" when arguments.Count > 0:
                    return TypeShape.External("IEnumerable", arguments.Count > 1 ? arguments[^1] : Element(arguments[0]));
                case "GroupBy" when arguments.Count == 1:
                    return TypeShape.External("IEnumerable", TypeShape.External("IGrouping", arguments[0], element));
                case "Zip" when arguments.Count == 1:
                    return TypeShape.External("IEnumerable", new TypeShape(TypeKind.Tuple, -1, "", [element, Element(arguments[0])]));
                case "Zip" when arguments.Count == 2:
                    return TypeShape.External("IEnumerable", arguments[1]);
                case "ToDictionary" or "ToFrozenDictionary" or "ToImmutableDictionary" when arguments.Count > 0:
                    return TypeShape.External("Dictionary", arguments[0], arguments.Count > 1 && arguments[1] is not null ? arguments[1] : element);
                case "ToLookup" when arguments.Count > 0:
                    return TypeShape.External("IEnumerable", TypeShape.External("IGrouping", arguments[0], element));
                case "Chunk":
                    return TypeShape.External("IEnumerable", TypeShape.Array(element));
            }
        }
        return owner.IsForeign && arguments.All(a => a is null or { IsForeign: true }) && explicitTypes.All(a => a is { IsForeign: true }) ? TypeShape.Foreign : null;
    }

    /// <summary>What a call of a static member of an external type returns.</summary>
    public static TypeShape? Static(string type, string name, IReadOnlyList<TypeShape?> explicitTypes, IReadOnlyList<TypeShape?> arguments) => (type, name) switch
    {
        ("Console" or "Debug" or "Trace", "Write" or "WriteLine") or ("Thread", "Sleep") or ("GC", _) => TypeShape.Of(BuiltIn.Void),
        ("Task", "FromResult") => TypeShape.External("Task", explicitTypes is [var e] ? e : arguments.ElementAtOrDefault(0)),
        ("ValueTask", "FromResult") => TypeShape.External("ValueTask", explicitTypes is [var e] ? e : arguments.ElementAtOrDefault(0)),
        ("Task", "Run") => arguments.ElementAtOrDefault(0) is { } ran ? ran.IsExternal("Task") ? ran : TypeShape.External("Task", ran) : null,
        ("Task", "WhenAll") => arguments is [var tasks] && Awaited(Element(tasks)) is { } each && !each.Is(BuiltIn.Void) ? TypeShape.External("Task", TypeShape.Array(each)) : null,
        ("Task", "WhenAny") => arguments is [var tasks] ? TypeShape.External("Task", Element(tasks) ?? tasks) : null,
        ("CollectionsMarshal" or "MemoryMarshal", "AsSpan" or "CreateSpan") => TypeShape.External("Span", Element(arguments.ElementAtOrDefault(0))),
        ("File", "ReadAllText") or ("Path", "Combine" or "GetFileName" or "GetFullPath" or "GetDirectoryName" or "GetTempPath" or "GetExtension" or "GetRelativePath" or "ChangeExtension") or ("Environment", "NewLine" or "MachineName" or "CurrentDirectory") => TypeShape.Of(BuiltIn.String),
        ("File", "ReadAllBytes") or ("Convert", "FromHexString" or "FromBase64String") => TypeShape.Array(TypeShape.Of(BuiltIn.Byte)),
        ("File", "ReadAllLines") => TypeShape.Array(TypeShape.Of(BuiltIn.String)),
        ("Enum", "GetValues") => TypeShape.Array(explicitTypes.ElementAtOrDefault(0)),
        ("Enum", "Parse") => explicitTypes.ElementAtOrDefault(0),
        ("Timeout", "InfiniteTimeSpan") => TypeShape.External("TimeSpan"),
        ("Enumerable", "Range") => TypeShape.External("IEnumerable", TypeShape.Of(BuiltIn.Int32)),
        ("Enumerable" or "Array", "Empty") => TypeShape.External("IEnumerable", explicitTypes.ElementAtOrDefault(0)),
        ("Enumerable", "Repeat") => TypeShape.External("IEnumerable", arguments.ElementAtOrDefault(0)),
        ("Volatile", "Read") or ("Interlocked", "Exchange" or "CompareExchange") => arguments.ElementAtOrDefault(0),
        ("Activator", "CreateInstance") => explicitTypes.ElementAtOrDefault(0),
        ("TimeSpan", _) => name == "Zero" || name.StartsWith("From", StringComparison.Ordinal) || name is "MaxValue" or "MinValue" ? TypeShape.External("TimeSpan") : null,
        ("CancellationToken", "None") => TypeShape.External("CancellationToken"),
        ("Channel", "CreateBounded" or "CreateUnbounded") => TypeShape.External("Channel", explicitTypes.ElementAtOrDefault(0)),
        ("Task", "CompletedTask" or "Delay") => TypeShape.External("Task"),
        ("Task", "FromException" or "FromCanceled") => TypeShape.External("Task", [.. explicitTypes]),
        ("ValueTask", "CompletedTask") => TypeShape.External("ValueTask"),
        ("DateTimeOffset" or "DateTime", _) => TypeShape.External(type),
        ("String", "Join" or "Concat" or "Format" or "Empty") => TypeShape.Of(BuiltIn.String),
        ("Guid", "NewGuid" or "Empty") => TypeShape.External("Guid"),
        ("Math", "Max" or "Min") => arguments.ElementAtOrDefault(0),
        _ when Primitives.Contains(type) && name is "MaxValue" or "MinValue" or "Zero" or "One" or "Parse" or "Epsilon" or "NaN" or "PositiveInfinity" or "NegativeInfinity" or "Create" => TypeShape.External(type),
        _ => arguments.All(a => a is { IsForeign: true }) && explicitTypes.All(a => a is { IsForeign: true }) ? TypeShape.Foreign : null,
    };

    /// <summary>The parameters of an external delegate; null where it is none.</summary>
    public static TypeShape?[]? DelegateParameters(TypeShape type) => type.Kind != TypeKind.External ? null : type.Name switch
    {
        "Func" when type.Arguments.Length > 0 => type.Arguments[..^1],
        "Action" or "Predicate" => type.Arguments,
        "Comparison" when type.Arguments.Length == 1 => [type.Arguments[0], type.Arguments[0]],
        "Converter" when type.Arguments.Length == 2 => [type.Arguments[0]],
        "EventHandler" => [TypeShape.Of(BuiltIn.Object), type.Arguments.Length == 1 ? type.Arguments[0] : TypeShape.Foreign],
        "Expression" when type.Arguments is [{ } inner] => DelegateParameters(inner),
        _ => null,
    };

    public static TypeShape? DelegateReturn(TypeShape type) => type.Kind != TypeKind.External ? null : type.Name switch
    {
        "Func" when type.Arguments.Length > 0 => type.Arguments[^1],
        "Action" or "EventHandler" => TypeShape.Of(BuiltIn.Void),
        "Predicate" => TypeShape.Of(BuiltIn.Boolean),
        "Comparison" => TypeShape.Of(BuiltIn.Int32),
        "Converter" when type.Arguments.Length == 2 => type.Arguments[1],
        "Expression" when type.Arguments is [{ } inner] => DelegateReturn(inner),
        _ => null,
    };

    /// <summary>The parameter of a lambda that is passed to a member of an external type.</summary>
    public static TypeShape? LambdaParameter(TypeShape owner, string name, int position, int parameter, IReadOnlyList<TypeShape?> arguments)
    {
        owner = owner.Underlying ?? owner;
        if (owner.Kind == TypeKind.External && owner.Name == "ConcurrentDictionary" && owner.Arguments.Length == 2)
            return owner.Arguments[parameter == 0 ? 0 : 1];
        if (owner.Kind == TypeKind.External && Tasks.Contains(owner.Name))
            return name == "ContinueWith" ? owner : null;
        var element = Element(owner);
        if (element is null)
            return null;
        return name switch
        {
            "Aggregate" => arguments.Count > 1 ? parameter == 0 ? arguments[0] : element : element,
            "Zip" or "Join" or "GroupJoin" => parameter == 0 ? element : Element(arguments.ElementAtOrDefault(0)),
            "Sort" or "CompareTo" => element,
            "SelectMany" when position > 0 => parameter == 0 ? element : null,
            _ => parameter == 0 ? element : TypeShape.Of(BuiltIn.Int32),
        };
    }

    private static bool IsPair(TypeShape owner) => owner.Kind == TypeKind.External && Pairs.Contains(owner.Name);

    private static TypeShape? KeepSequence(TypeShape owner, string name, TypeShape? element) =>
        name == "Add" && owner.Name is "List" or "IList" or "ICollection" or "Collection" or "ConcurrentBag" or "BlockingCollection" or "Dictionary" or "IDictionary" or "ObservableCollection" ? TypeShape.Of(BuiltIn.Void)
        : name is "Add" or "Remove" && !owner.Name.StartsWith("Immutable", StringComparison.Ordinal) && !owner.Name.StartsWith("IImmutable", StringComparison.Ordinal) ? TypeShape.Foreign
        : name is "Slice" or "Add" or "Remove" ? owner : Sequence(name, element);

    private static TypeShape Sequence(string name, TypeShape? element) => name switch
    {
        "ToArray" => TypeShape.Array(element),
        "ToList" or "FindAll" or "GetRange" => TypeShape.External("List", element),
        "AsSpan" or "Span" => TypeShape.External("Span", element),
        "GetEnumerator" => TypeShape.External("IEnumerator", element),
        "ToHashSet" or "ToFrozenSet" => TypeShape.External("HashSet", element),
        "ToImmutableArray" => TypeShape.External("ImmutableArray", element),
        "ToImmutableList" => TypeShape.External("ImmutableList", element),
        "ReadAllAsync" or "WithCancellation" or "ConfigureAwait" => TypeShape.External("IAsyncEnumerable", element),
        _ => TypeShape.External("IEnumerable", element),
    };

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
