using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CodeGraph.Git;

/// <summary>
/// Where a repository is cloned from, taken apart so that the credentials in it reach git alone: never a command line, a stored
/// configuration, a folder name or a message.
/// </summary>
public sealed partial class GitAddress
{
    private static readonly string[] Schemes = ["https", "http", "ssh", "git", "file"];

    private GitAddress(string url, string? user, string? password, string host, string path)
    {
        Url = url;
        User = user;
        Password = password;
        FolderName = NameFolder(host, path);
    }

    /// <summary>The address without credentials; an ssh login such as <c>git@</c> is no secret and stays.</summary>
    public string Url { get; }

    /// <summary>A folder name that tells people what it is, and that no other address has: <c>github.com-dotnet-orleans-1f0c9a2b6d3e</c>.</summary>
    public string FolderName { get; }

    internal string? User { get; }

    internal string? Password { get; }

    /// <summary>Takes https, http, ssh, git and file URLs, <c>user@host:path</c>, and paths on this machine.</summary>
    /// <exception cref="GitException">Anything else, such as <c>ext::</c>, which runs a command.</exception>
    public static GitAddress Parse(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        address = address.Trim();
        if (address.StartsWith('-') || address.Any(char.IsControl)) throw Refused(address);
        if (HelperPattern().IsMatch(address)) throw Refused(address);

        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0) return ParseUrl(address, scheme);
        Match scp = ScpPattern().Match(address);
        return scp.Success && !Directory.Exists(address)
            ? OfScp(address, scp)
            : OfPath(Path.GetFullPath(address));
    }

    /// <summary>An address for messages and answers: whatever stands before the host of a URL is left out, an ssh login excepted.</summary>
    public static string WithoutCredentials(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return CredentialPattern().Replace(
            address, match => match.Groups["scheme"].Value.StartsWith("ssh", StringComparison.OrdinalIgnoreCase)
                ? $"{match.Groups["scheme"].Value}://{match.Groups["user"].Value}@"
                : $"{match.Groups["scheme"].Value}://");
    }

    public override string ToString() => Url;

    /// <summary>Configuration that logs git in at this host only; it travels in the child's environment.</summary>
    internal IReadOnlyList<(string Key, string Value)> Credentials()
    {
        if (User is null && Password is null) return [];
        string token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        return [($"http.{new Uri(Url).GetLeftPart(UriPartial.Authority)}/.extraHeader", $"Authorization: Basic {token}")];
    }

    /// <summary>Git's words without the secrets, should a server or a redirect repeat them.</summary>
    internal string Redact(string text)
    {
        text = WithoutCredentials(text);
        foreach (string? secret in (string?[])[Password, Password is null ? null : Uri.EscapeDataString(Password), Password is null ? User : null])
        {
            if (secret is { Length: > 3 }) text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }

    private static GitAddress ParseUrl(string address, int scheme)
    {
        string name = address[..scheme].ToLowerInvariant();
        if (!Schemes.Contains(name)) throw Refused(address);
        if (name == "file") return OfPath(Uri.UnescapeDataString(address["file://".Length..]), address);

        string rest = address[(scheme + 3)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string authority = slash < 0 ? rest : rest[..slash];
        string path = slash < 0 ? "" : rest[slash..];
        int at = authority.LastIndexOf('@');
        string host = authority[(at + 1)..].ToLowerInvariant();
        if (host.Length == 0 || host.StartsWith('-') || !HostPattern().IsMatch(host)) throw Refused(address);

        string[] login = at < 0 ? [] : authority[..at].Split(':', 2);
        string? user = login.Length > 0 ? Uri.UnescapeDataString(login[0]) : null;
        string? password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null;
        if (user?.StartsWith('-') == true) throw Refused(address);
        return name is "ssh" or "git"
            ? new GitAddress($"{name}://{(user is null ? "" : user + "@")}{host}{path}", null, null, host, path)
            : new GitAddress($"{name}://{host}{path}", user, password, host, path);
    }

    private static GitAddress OfScp(string address, Match scp)
    {
        string host = scp.Groups["host"].Value.ToLowerInvariant();
        return host.StartsWith('-') ? throw Refused(address) : new GitAddress(address, null, null, host, scp.Groups["path"].Value);
    }

    private static GitAddress OfPath(string path, string? url = null) => new(url ?? path, null, null, "local", path);

    private static string NameFolder(string host, string path)
    {
        path = path.Trim('/');
        if (path.EndsWith(".git", StringComparison.OrdinalIgnoreCase)) path = path[..^4].TrimEnd('/');
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{host}/{path}")))[..12];

        // The last two parts are owner and name on every host; the hash keeps longer paths apart.
        string words = string.Join('-', path.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeLast(2).Prepend(host));
        words = UnsafePattern().Replace(words, "_");
        return $"{(words.Length > 80 ? words[^80..] : words).TrimStart('.')}-{hash}";
    }

    private static GitException Refused(string address) => new(
        GitError.RefusedAddress,
        $"'{WithoutCredentials(address)}' is not an address that can be cloned. Give an https, http, ssh, git or file URL, user@host:path, or a folder.");

    /// <summary><c>ext::sh -c ...</c> and every other remote helper.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9+.-]*::")]
    private static partial Regex HelperPattern();

    [GeneratedRegex(@"^(?:(?<user>[A-Za-z0-9_.][A-Za-z0-9_.-]*)@)?(?<host>[A-Za-z0-9_.][A-Za-z0-9_.-]+):(?!//)(?<path>[^-].*)$")]
    private static partial Regex ScpPattern();

    [GeneratedRegex(@"^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]+)?$")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<user>[^/@:\s]*)(:[^/@\s]*)?@")]
    private static partial Regex CredentialPattern();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex UnsafePattern();
}
