using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Anything that can receive grain calls: a reference to a grain, or the grain itself.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>Marks a grain contract. Contracts derive from one of the keyed interfaces below.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain whose key is a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>A grain whose key is a Guid.</summary>
    public interface IGrainWithGuidKey : IGrain;

    /// <summary>A grain whose key is a 64-bit integer.</summary>
    public interface IGrainWithIntegerKey : IGrain;
}
