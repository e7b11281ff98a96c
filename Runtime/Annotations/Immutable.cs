namespace Orleans
{
    /// <summary>Promises that nobody changes the object after it was sent. Orleans then skips its copy; here nothing is ever copied.</summary>
    [AttributeUsage(
        AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter
            | AttributeTargets.ReturnValue,
        Inherited = false)]
    public sealed class ImmutableAttribute : Attribute;
}

namespace Orleans.Concurrency
{
    /// <summary>Wraps a value that nobody changes after it was sent.</summary>
    /// <param name="value">The value.</param>
    [GenerateSerializer, Immutable]
    public readonly struct Immutable<T>(T value)
    {
        /// <summary>The value.</summary>
        [Id(0)]
        public readonly T Value = value;
    }

    /// <summary>Wraps values as immutable.</summary>
    public static class ImmutableExtensions
    {
        /// <summary>Wraps <paramref name="value"/>.</summary>
        public static Immutable<T> AsImmutable<T>(this T value) => new(value);
    }
}
