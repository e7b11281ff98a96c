namespace Orleans;

/// <summary>Why an activation goes away.</summary>
public readonly struct DeactivationReason
{
    /// <summary>A reason without an exception.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text)
        : this(code, null, text)
    {
    }

    /// <summary>A reason with the exception that caused it.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Exception = exception;
        Description = text;
    }

    /// <summary>The kind of reason.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>One sentence for logs.</summary>
    public string Description { get; }

    /// <summary>The cause, where an exception was one.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override string ToString() => Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description} {Exception}";
}
