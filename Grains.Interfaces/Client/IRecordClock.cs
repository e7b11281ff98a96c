namespace CodeGraph.Client;

/// <summary>Tells whether any record of a repository was written, without asking a grain. A host has it where it sees the files that the records are.</summary>
public interface IRecordClock
{
    /// <summary>When the list of repositories and the records were written last; null where a later write might not show yet.</summary>
    RecordTime? Now();
}

/// <param name="Repositories">Of the list of repositories.</param>
/// <param name="Records">Of the record of any repository.</param>
public readonly record struct RecordTime(DateTime Repositories, DateTime Records);
