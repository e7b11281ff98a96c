using System.Security.Cryptography;
using System.Text;

namespace CodeGraph.Gateway.Accounts;

/// <summary>
/// A random token: <c>prefix_id_secret</c>, an id of 128 bits that says where it is stored and a secret of 256 bits, in lower-case hexadecimal. The
/// prefix lets scanners of leaked secrets know it (<c>cg_[0-9a-f]{32}_[0-9a-f]{64}</c>). Stored is SHA-256 of the secret: of so many random bits,
/// nothing slower is needed.
/// </summary>
/// <param name="Id">Where it is stored.</param>
/// <param name="Secret">What only its holder knows.</param>
internal readonly record struct OpaqueToken(string Id, string Secret)
{
    public const string ApiKeyPrefix = "cg";
    public const string RefreshPrefix = "cgr";

    private const int IdBytes = 16;
    private const int SecretBytes = 32;

    public string SecretHash => Hash(Secret);

    public static OpaqueToken New() => new(RandomHex(IdBytes), RandomHex(SecretBytes));

    /// <summary>Another secret under the same id.</summary>
    public OpaqueToken Next() => this with { Secret = RandomHex(SecretBytes) };

    public string ToText(string prefix) => $"{prefix}_{Id}_{Secret}";

    public static bool TryParse(string prefix, string text, out OpaqueToken token)
    {
        token = default;
        if (text.Split('_') is not [var actual, { Length: 2 * IdBytes } id, { Length: 2 * SecretBytes } secret]
            || actual != prefix || !IsHex(id) || !IsHex(secret))
            return false;
        token = new(id, secret);
        return true;
    }

    public static string RandomHex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Not the token: it must not get into a log by an oversight.</summary>
    public override string ToString() => Id;

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigitLower);
}
