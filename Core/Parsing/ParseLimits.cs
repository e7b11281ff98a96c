namespace CodeGraph.Parsing;

/// <summary>How a parse ended.</summary>
public enum ParseOutcome
{
    Parsed,

    /// <summary>The parse would have taken more memory than <see cref="ParseLimits"/> allows.</summary>
    MemoryLimit,

    /// <summary>The parse would have taken longer than <see cref="ParseLimits"/> allows.</summary>
    TimeLimit,

    /// <summary>The grammar's parser broke an assertion of its own; its grammar cannot read this file.</summary>
    ParserFailed,

    /// <summary>The tree has a form that the reading of its language does not expect: a defect of this program.</summary>
    ExtractorFailed,
}

/// <summary>
/// What one file may cost. Ordinary code needs 20 to 60 bytes of tree for each byte of source; inputs that send a GLR parser into many
/// versions (<c>a&lt;a&lt;a&lt;...</c>) need 100,000.
/// </summary>
public sealed class ParseLimits
{
    /// <summary>Bytes of tree that every file may use. Default: 64 MiB.</summary>
    public long BaseBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of tree for each byte of source on top of <see cref="BaseBytes"/>. Default: 100.</summary>
    public int BytesPerSourceByte { get; init; } = 100;

    /// <summary>Processor time of one parse in milliseconds. Default: 5,000.</summary>
    public int Milliseconds { get; init; } = 5_000;
}

public static class ParseOutcomes
{
    /// <summary>Why a file has no facts, to be read after its path.</summary>
    public static string ToWords(this ParseOutcome outcome) => outcome switch
    {
        ParseOutcome.Parsed => "parsed",
        ParseOutcome.MemoryLimit => "parsing takes more memory than allowed",
        ParseOutcome.TimeLimit => "parsing takes longer than allowed",
        ParseOutcome.ParserFailed => "the parser of its language fails on it",
        ParseOutcome.ExtractorFailed => "its syntax tree is not understood, which is a defect of codegraph: please report the file",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
