using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// The stored record is not the one the grain last read or wrote. When a grain call ends with it, the activation is deactivated, so that the
/// next call reads the record anew.
/// </summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>Creates an exception without a message.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>Creates an exception.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base($"{errorMsg} Stored ETag: {storedEtag ?? "none"}. ETag of this grain: {currentEtag ?? "none"}.")
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in storage.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version the grain knew.</summary>
    public string? CurrentEtag { get; }

    /// <summary>False once the failing activation has been dealt with, so that callers further up stay active.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
