using System.ComponentModel.DataAnnotations;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains.Audit;

/// <summary>The only writer of the audit log of its process. A single grain, keyed <see cref="Key"/>.</summary>
[Alias("CodeGraph.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey
{
    public const string Key = "audit";

    /// <inheritdoc cref="IAuditLog.Record"/>
    [AlwaysInterleave]
    Task Append(AuditEntry entry, CancellationToken cancellation);

    /// <inheritdoc cref="IAuditLog.Forget"/>
    Task<bool> Forget(string userId, CancellationToken cancellation);

    /// <summary>Entries, the latest first.</summary>
    /// <exception cref="InvalidCursorException">The cursor is none, or of another question.</exception>
    [AlwaysInterleave, ResponseTimeout("00:10:00")]
    Task<AuditPage> Read(AuditQuery query, CancellationToken cancellation);

    /// <summary>Computes the chain anew, from the oldest entry to the latest.</summary>
    /// <param name="expected">An entry that was noted elsewhere; null to check the chain by itself alone.</param>
    /// <param name="cancellation">Ends it after the entry at hand.</param>
    [AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<AuditVerification> Verify(AuditCheckpoint? expected, CancellationToken cancellation);
}

/// <param name="Since">Entries of this time and later.</param>
/// <param name="Until">Entries before this time.</param>
/// <param name="Actor">Entries by or about the actor of this id, name or pseudonym.</param>
/// <param name="Action">Entries of this action, or of all actions on a thing: <c>key</c> for <c>key.create</c> and <c>key.revoke</c>.</param>
/// <param name="Repository">Entries about this repository.</param>
/// <param name="Limit">Most entries to return, 1 to 1,000.</param>
/// <param name="Cursor">Where the page before ended.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditQuery")]
public sealed record AuditQuery(
    [property: Id(0)] DateTimeOffset? Since = null,
    [property: Id(1)] DateTimeOffset? Until = null,
    [property: Id(2)] string? Actor = null,
    [property: Id(3)] string? Action = null,
    [property: Id(4)] string? Repository = null,
    [property: Id(5)] int Limit = 100,
    [property: Id(6)] string? Cursor = null);

/// <param name="Entries">The latest first.</param>
/// <param name="Cursor">Asks for those before; null where there are none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditPage")]
public sealed record AuditPage([property: Id(0)] IReadOnlyList<AuditRecord> Entries, [property: Id(1)] string? Cursor);

/// <summary>An entry as it is kept.</summary>
/// <param name="Sequence">Its number, from 1, without gaps.</param>
/// <param name="Time">When it was recorded.</param>
/// <param name="Action">What was done; see <see cref="AuditActions"/>.</param>
/// <param name="Outcome"><c>allowed</c>, <c>denied</c> or <c>failed</c>.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Key">The id of the key it was done with.</param>
/// <param name="Address">Where the request came from; null also where the actor was forgotten.</param>
/// <param name="Repository">What it is about.</param>
/// <param name="Subject">The user it was done to.</param>
/// <param name="Detail">What else matters.</param>
/// <param name="Hash">The head of the chain after this entry, in hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditRecord")]
public sealed record AuditRecord(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset Time,
    [property: Id(2)] string Action,
    [property: Id(3)] string Outcome,
    [property: Id(4)] AuditPerson Actor,
    [property: Id(5)] string? Key,
    [property: Id(6)] string? Address,
    [property: Id(7)] string? Repository,
    [property: Id(8)] AuditPerson? Subject,
    [property: Id(9)] string? Detail,
    [property: Id(10)] string Hash);

/// <param name="Pseudonym">The kind of actor and a random number; the same in all entries of one actor, until the actor is forgotten and returns.</param>
/// <param name="Id">Null where the actor was forgotten.</param>
/// <param name="Name">Null where the actor was forgotten.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditPerson")]
public sealed record AuditPerson([property: Id(0)] string Pseudonym, [property: Id(1)] string? Id, [property: Id(2)] string? Name);

/// <summary>An entry of the log, as somebody noted it outside of the log's reach: shows that the log was not made anew since.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Hash">Its hash, 64 hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditCheckpoint")]
public sealed record AuditCheckpoint([property: Id(0), Range(1, long.MaxValue)] long Sequence, [property: Id(1), RegularExpression("^[0-9A-Fa-f]{64}$")] string Hash);

/// <param name="Intact">Whether every entry is as it was written, none is missing between the first and the last, and the checkpoint is among them.</param>
/// <param name="Entries">Entries that were checked.</param>
/// <param name="First">The oldest entry that is kept; null in an empty log.</param>
/// <param name="Head">The latest entry that is as it was written. Note it elsewhere: later it is the checkpoint.</param>
/// <param name="BrokenAt">Number of the first entry that is not as it was written; null where all are.</param>
/// <param name="Reason">What is wrong with it; null where nothing is.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditVerification")]
public sealed record AuditVerification(
    [property: Id(0)] bool Intact,
    [property: Id(1)] long Entries,
    [property: Id(2)] long? First,
    [property: Id(3)] AuditCheckpoint? Head,
    [property: Id(4)] long? BrokenAt,
    [property: Id(5)] string? Reason);
