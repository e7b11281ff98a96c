using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Accounts;

/// <summary>
/// Access tokens: JSON Web Tokens (RFC 7519) of one kind, made and read by gateways of one graph alone. So there is one algorithm, HMAC with SHA-256,
/// whatever a token's header says; a header that says another, or asks for more than this reads, is refused (RFC 8725, 3.1). A token says whose
/// session it is, not what may be done: that is asked of the grains.
/// </summary>
internal sealed class AccessTokens(SigningKeyRing keys, TimeProvider time)
{
    private const string Algorithm = "HS256";

    /// <summary>RFC 9068, so that no other kind of token signed with these keys is ever taken for one.</summary>
    private const string Type = "at+jwt";

    private const string Issuer = "codegraph";
    private const int MaxLength = 2048;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Without the escapes that HTML asks for: a token is never part of a page, and other readers know <c>at+jwt</c> by its letters.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<string> Issue(UserAccess user, string session, CancellationToken cancellation)
    {
        var key = (await keys.Get(cancellation))[0];
        var now = time.GetUtcNow();
        var header = Encode(new { alg = Algorithm, typ = Type, kid = key.Id });
        var payload = Encode(new
        {
            iss = Issuer,
            aud = Issuer,
            sub = user.Id,
            name = user.Name,
            sid = session,
            jti = OpaqueToken.RandomHex(16),
            iat = now.ToUnixTimeSeconds(),
            exp = (now + SessionLifetimes.AccessToken).ToUnixTimeSeconds(),
        });
        return $"{header}.{payload}.{Sign(key, $"{header}.{payload}")}";
    }

    public async ValueTask<AccessTokenCheck> Check(string token, CancellationToken cancellation)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var header, var payload, var signature])
            return AccessTokenCheck.Invalid;
        if (KeyOf(header, await keys.Get(cancellation)) is not { } key || !HasSignature(signature, Sign(key, $"{header}.{payload}")))
            return AccessTokenCheck.Invalid;
        return ReadClaims(payload);
    }

    private static SigningKey? KeyOf(string encoded, IReadOnlyList<SigningKey> known)
    {
        using var header = Decode(encoded);
        if (header is null || Text(header, "alg") != Algorithm || Text(header, "typ") != Type || header.RootElement.TryGetProperty("crit", out _))
            return null;
        var id = Text(header, "kid");
        return known.FirstOrDefault(k => k.Id == id);
    }

    private AccessTokenCheck ReadClaims(string payload)
    {
        using var claims = Decode(payload);
        if (claims is null || Text(claims, "iss") != Issuer || Text(claims, "aud") != Issuer
            || Text(claims, "sid") is not { } session || Text(claims, "sub") is not { } user)
            return AccessTokenCheck.Invalid;
        if (!claims.RootElement.TryGetProperty("exp", out var expires) || expires.ValueKind != JsonValueKind.Number || !expires.TryGetInt64(out var seconds))
            return AccessTokenCheck.Invalid;
        return time.GetUtcNow().ToUnixTimeSeconds() >= seconds ? AccessTokenCheck.Expired : new(session, user, IsExpired: false);
    }

    /// <summary>Compared as texts: of the spellings that base64 leaves open, one is right.</summary>
    private static bool HasSignature(string actual, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(actual), Encoding.UTF8.GetBytes(expected));

    private static string Sign(SigningKey key, string signed) => Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(signed)));

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part, Plain));

    private static JsonDocument? Decode(string part)
    {
        try
        {
            var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <param name="Session">Whose session it is; null where the token is not good.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="IsExpired">Whether the token was good once.</param>
internal readonly record struct AccessTokenCheck(string? Session, string? UserId, bool IsExpired)
{
    public static readonly AccessTokenCheck Invalid = new(null, null, IsExpired: false);
    public static readonly AccessTokenCheck Expired = new(null, null, IsExpired: true);
}
