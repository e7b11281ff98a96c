using System.Security.Cryptography;
using System.Text;

namespace CodeGraph.Gateway.Accounts;

/// <summary>
/// A secret that is stored for whoever shows another one: AES-256 in GCM under a key that is derived from that other one, of which only a hash is stored. Who has the store has
/// neither.
/// </summary>
internal static class SealedSecret
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly byte[] Purpose = "codegraph refresh token successor"u8.ToArray();

    /// <param name="secret">In hexadecimal.</param>
    /// <param name="holder">The secret that opens it: random, and used for one seal alone.</param>
    public static string Seal(string secret, string holder)
    {
        var plain = Convert.FromHexString(secret);
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var cipher = CipherOf(holder);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length));
        return Convert.ToBase64String(box);
    }

    /// <exception cref="CryptographicException">It was sealed with another secret, or changed since.</exception>
    public static string Open(string box, string holder)
    {
        var bytes = Convert.FromBase64String(box);
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var cipher = CipherOf(holder);
        cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length), plain);
        return Convert.ToHexStringLower(plain);
    }

    private static AesGcm CipherOf(string holder) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(holder), outputLength: 32, info: Purpose), TagBytes);
}
