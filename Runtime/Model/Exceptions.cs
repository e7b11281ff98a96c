namespace Orleans.Runtime;

/// <summary>The base of the runtime's own exceptions.</summary>
public class OrleansException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public OrleansException()
    {
    }

    /// <summary>Creates an exception.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    public OrleansException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The call could not be delivered because the host is stopping or has stopped. The caller may try again after a restart.</summary>
/// <param name="message">What happened and what to do.</param>
public sealed class SiloUnavailableException(string message) : OrleansException(message);

/// <summary>The host is wired wrongly; the message names the missing registration.</summary>
/// <param name="message">What is missing and how to add it.</param>
public sealed class OrleansConfigurationException(string message) : OrleansException(message);

/// <summary>The grain that produced an <see cref="IAsyncEnumerable{T}"/> was deactivated before its enumeration ended.</summary>
/// <param name="message">Which grain.</param>
public sealed class EnumerationAbortedException(string message) : OrleansException(message);
