namespace CodeGraph.Model;

/// <summary>What callables can be ordered by. Values are on the wire: append only.</summary>
public enum ComplexityMeasure : byte
{
    Cognitive = 0,
    Cyclomatic = 1,
    Lines = 2,
    Nesting = 3,
}
