namespace CodeGraph.Linking.Values;

internal enum AbstractKind
{
    /// <summary>A function or type of the repository itself: its symbol.</summary>
    Symbol = 0,

    /// <summary>An instance of a type: its entity.</summary>
    Instance = 1,

    /// <summary>A list, dictionary or object, by the place where it is written.</summary>
    Container = 2,

    /// <summary>A function without a name, by the place where it is written.</summary>
    Closure = 3,

    /// <summary>A function's <c>call</c> or <c>apply</c>, which calls the symbol.</summary>
    Caller = 4,

    /// <summary>A function's <c>bind</c>, whose result is the symbol.</summary>
    Binder = 5,
}

/// <summary>What an expression can hold, as one number: the kind in the low bits, above it the symbol, entity or place.</summary>
internal static class AbstractValue
{
    private const int KindBits = 3;

    public static int Of(AbstractKind kind, int index) => (index << KindBits) | (int)kind;

    public static int Symbol(int symbol) => Of(AbstractKind.Symbol, symbol);

    public static int Instance(int entity) => Of(AbstractKind.Instance, entity);

    public static AbstractKind KindOf(int value) => (AbstractKind)(value & ((1 << KindBits) - 1));

    public static int IndexOf(int value) => value >> KindBits;
}
