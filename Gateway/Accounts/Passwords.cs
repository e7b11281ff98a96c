using CodeGraph.Grains.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CodeGraph.Gateway.Accounts;

/// <summary>
/// Passwords are hashed with PBKDF2 and HMAC-SHA512, salted, by ASP.NET Identity's hasher. A hash costs about a tenth of a second of a core, so no
/// more are computed at once than there are cores: a flood of sign-ins waits in line and does not take the threads of questions.
/// </summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>NIST SP 800-63B asks for 8 at least and 15 where nothing else is asked for; the length counts, not which characters.</summary>
    public const int MinLength = 12;

    /// <summary>Beyond it, hashing would cost more for whoever sends more.</summary>
    public const int MaxLength = 256;

    /// <summary>OWASP's Password Storage Cheat Sheet for PBKDF2-HMAC-SHA512; Identity's default is lower.</summary>
    private const int Iterations = 210_000;

    private const int MinDistinct = 5;

    /// <summary>A shorter name is in many a good password by chance.</summary>
    private const int MinTellingName = 4;

    private static readonly UserEntry Nobody = new("", "");

    private static readonly PasswordHasher<UserEntry> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    /// <summary>Compared with where there is no user, which then takes as long as a wrong password.</summary>
    private static readonly string Unmatched = Hasher.HashPassword(Nobody, OpaqueToken.RandomHex(MinLength));

    private readonly SemaphoreSlim cores = new(Environment.ProcessorCount);

    /// <exception cref="InvalidAccountException">The password is no good one; the message says why.</exception>
    public static void Check(string password, string userName)
    {
        if (password.Length is < MinLength or > MaxLength)
            throw new InvalidAccountException($"A password has {MinLength} to {MaxLength} characters; choose a longer phrase.");
        if (password.Distinct().Count() < MinDistinct)
            throw new InvalidAccountException($"A password has at least {MinDistinct} different characters.");
        if (userName.Length >= MinTellingName && password.Contains(userName, StringComparison.OrdinalIgnoreCase))
            throw new InvalidAccountException("A password does not contain the user's name.");
        if (CommonPasswords.Contains(password))
            throw new InvalidAccountException("This password is among those that are tried first: common words, keys in a row, or the same again and again. Choose a phrase that nobody else would.");
    }

    public async Task<string> Hash(string password, CancellationToken cancellation)
    {
        await cores.WaitAsync(cancellation);
        try
        {
            return Hasher.HashPassword(Nobody, password);
        }
        finally
        {
            cores.Release();
        }
    }

    /// <param name="hash">What is stored; null where there is no such user, which takes as long.</param>
    /// <param name="password">What was given.</param>
    /// <param name="cancellation">Ends the wait for a core.</param>
    public async Task<PasswordVerificationResult> Verify(string? hash, string password, CancellationToken cancellation)
    {
        await cores.WaitAsync(cancellation);
        try
        {
            var result = Hasher.VerifyHashedPassword(Nobody, hash ?? Unmatched, password);
            return hash is null ? PasswordVerificationResult.Failed : result;
        }
        finally
        {
            cores.Release();
        }
    }

    public void Dispose() => cores.Dispose();
}
