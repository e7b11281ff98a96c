namespace CodeGraph.Client;

/// <summary>What someone may do with a repository; each includes those before it.</summary>
public enum RepositoryRole
{
    /// <summary>Not even know that it exists.</summary>
    None = 0,

    /// <summary>Ask about it.</summary>
    Reader = 1,

    /// <summary>Index it, stop a job, remove it.</summary>
    Maintainer = 2,

    /// <summary>Give others access to it.</summary>
    Admin = 3,
}

/// <summary>What one caller may see and do.</summary>
public interface IRepositoryAccess
{
    /// <summary>The role on the server as a whole, which is the least in every repository, those to come included.</summary>
    RepositoryRole ServerRole { get; }

    RepositoryRole RoleIn(string repository);
}

/// <summary>May do nothing: nobody who is known.</summary>
public sealed class NoAccess : IRepositoryAccess
{
    public static NoAccess Instance { get; } = new();

    public RepositoryRole ServerRole => RepositoryRole.None;

    public RepositoryRole RoleIn(string repository) => RepositoryRole.None;
}

/// <summary>May do everything: the user of the command line on their own data folder.</summary>
public sealed class FullAccess : IRepositoryAccess
{
    public static FullAccess Instance { get; } = new();

    public RepositoryRole ServerRole => RepositoryRole.Admin;

    public RepositoryRole RoleIn(string repository) => RepositoryRole.Admin;
}
