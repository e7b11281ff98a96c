using Orleans.Runtime;

namespace Orleans;

/// <summary>Reads identity and keys from a grain or a reference to one.</summary>
public static class GrainExtensions
{
    /// <summary>The identity.</summary>
    /// <exception cref="ArgumentException">The object is neither a grain of this runtime nor a reference.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain that the runtime created nor a reference to one.", nameof(grain)),
    };

    /// <summary>The string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The integer key.</summary>
    /// <exception cref="ArgumentException">The grain's key is not an integer.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetGrainId().GetIntegerKey();

    /// <summary>The Guid key.</summary>
    /// <exception cref="ArgumentException">The grain's key is not a Guid.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetGrainId().GetGuidKey();

    /// <summary>
    /// A reference to the same grain, seen through <typeparamref name="TGrainInterface"/>. A grain passes <c>this.AsReference</c>, never
    /// <c>this</c>, to others: a call on the bare instance would bypass its queue.
    /// </summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        GrainReference reference => (TGrainInterface)(object)reference.Runtime.CreateReference(typeof(TGrainInterface), reference.GrainId),
        IGrainBase { GrainContext: GrainActivation activation } =>
            (TGrainInterface)(object)activation.Runtime.CreateReference(typeof(TGrainInterface), activation.GrainId),
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain that the runtime created nor a reference to one.", nameof(grain)),
    };

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();
}
