using Orleans;

namespace CodeGraph.Grains.Audit;

/// <summary>What someone did, as its face tells it. Nothing in it may be a secret, and no person may be named but in <paramref name="Actor"/> and <paramref name="Subject"/>.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>: a thing and a verb.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Outcome">Whether it was allowed.</param>
/// <param name="Repository">The repository it is about.</param>
/// <param name="Subject">The user it was done to, such as one who was given a role.</param>
/// <param name="Detail">What else matters: the id of a job or key, the role, why it was denied or failed. Cut to <see cref="LongestDetail"/> characters.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] string Action,
    [property: Id(1)] AuditActor Actor,
    [property: Id(2)] AuditOutcome Outcome = AuditOutcome.Allowed,
    [property: Id(3)] string? Repository = null,
    [property: Id(4)] AuditActor? Subject = null,
    [property: Id(5)] string? Detail = null)
{
    public const int LongestDetail = 1024;
}

public enum AuditOutcome
{
    /// <summary>It was allowed, and recorded before it was done.</summary>
    Allowed = 0,

    /// <summary>It was refused.</summary>
    Denied = 1,

    /// <summary>It was allowed and did not succeed; the entry before says that it was tried.</summary>
    Failed = 2,
}

/// <summary>The actions that are recorded. Stored by name, so none is ever renamed.</summary>
public static class AuditActions
{
    public const string SignIn = "session.sign-in";
    public const string SignOut = "session.sign-out";

    /// <summary>A refresh token was shown a second time, by whoever asks: refused, and the session of its user ended.</summary>
    public const string SessionReuse = "session.reuse";

    /// <summary>A refresh token was refused that is none, or of a session that is over.</summary>
    public const string SessionRefresh = "session.refresh";

    /// <summary>A token or key was refused; the detail says of which kind, and names a key by its id.</summary>
    public const string CredentialUse = "credential.use";

    /// <summary>Something was asked for that has no action of its own by someone whose role does not reach; the detail names the endpoint.</summary>
    public const string EndpointAsk = "endpoint.ask";

    public const string UserCreate = "user.create";
    public const string UserChange = "user.change";
    public const string UserPassword = "user.password";
    public const string UserDelete = "user.delete";
    public const string KeyCreate = "key.create";
    public const string KeyRevoke = "key.revoke";

    /// <summary>Access tokens are signed with another key from here on.</summary>
    public const string KeyRotate = "key.rotate";

    public const string RoleGrant = "role.grant";
    public const string RoleRevoke = "role.revoke";
    public const string IndexStart = "index.start";
    public const string IndexCancel = "index.cancel";
    public const string RepositoryRemove = "repository.remove";
    public const string StoreRepair = "store.repair";
    public const string StoreCollect = "store.collect";

    /// <summary>The log was asked for by someone who may not read it; reading it is not recorded.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>More was refused than is recorded one by one; the detail has how much.</summary>
    public const string AuditRefusals = "audit.refusals";

    /// <summary>Names were taken out of the log as their user was deleted.</summary>
    public const string AuditForget = "audit.forget";

    /// <summary>The bytes of an entry that was never reported as written were cut off, after a crash.</summary>
    public const string AuditRecover = "audit.recover";

    /// <summary>The oldest entries were dropped; the detail names the entry that the log begins after, and its hash.</summary>
    public const string AuditRetire = "audit.retire";
}
