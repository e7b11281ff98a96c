using System.Security.Cryptography;
using System.Text;

namespace CodeGraph.Grains.Accounts;

internal static class Secrets
{
    /// <summary>In the same time wherever the two differ.</summary>
    public static bool Equal(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
