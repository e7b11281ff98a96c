using Orleans;

namespace CodeGraph.Grains.Audit;

/// <summary>Who acts, and from where. The log keeps name, id and address apart from its chain, so that they can be forgotten.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Id">Names the actor among those of the kind, for good; of a user, the id of the account.</param>
/// <param name="Name">As people know the actor.</param>
/// <param name="Key">The id (never the secret) of the key that the request came with.</param>
/// <param name="Address">The network address that the request came from.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AuditActor")]
public sealed record AuditActor(
    [property: Id(0)] AuditActorKind Kind,
    [property: Id(1)] string Id,
    [property: Id(2)] string Name,
    [property: Id(3)] string? Key = null,
    [property: Id(4)] string? Address = null)
{
    /// <summary>Looked up once: the system reads its list of users for it, which takes longer than answering a request.</summary>
    private static readonly string LocalName = Environment.UserName;

    /// <summary>Codegraph itself.</summary>
    public static AuditActor System { get; } = new(AuditActorKind.System, "system", "codegraph");

    /// <summary>Whoever runs this process: on the command line, or asking a gateway without accounts from the same machine.</summary>
    public static AuditActor LocalUser(string? address = null) => new(AuditActorKind.Local, LocalName, LocalName, Address: address);

    /// <summary>Someone who did not say who they are.</summary>
    public static AuditActor Anonymous(string? address) => new(AuditActorKind.Anonymous, "anonymous", "anonymous", Address: address);

    /// <summary>A user with an account.</summary>
    public static AuditActor User(string id, string name, string? key = null, string? address = null) => new(AuditActorKind.User, id, name, key, address);
}

public enum AuditActorKind
{
    Anonymous = 0,
    Local = 1,
    User = 2,
    System = 3,
}
