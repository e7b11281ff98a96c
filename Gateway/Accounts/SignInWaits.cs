using System.Net;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;

namespace CodeGraph.Gateway.Accounts;

/// <summary>
/// How long somebody who gave wrong passwords for a name has to wait. Counted for a name from one address, so that no stranger shuts an owner out, and for any name, so that nobody
/// learns which there are. In the memory of this process: names are kept as hashes, since one may be a password that was typed into the wrong field.
/// </summary>
internal sealed class SignInWaits(TimeProvider time)
{
    /// <summary>Wrong passwords before the first wait.</summary>
    public const int Free = 10;

    /// <summary>Doubled by each wrong password from then on.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>After so long without a wrong password, all are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>How long to wait for attempts that are being looked at, and would use up what is free.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>Names and addresses that are remembered; each took a password's hash to get here.</summary>
    private const int Most = 100_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Attempts> known = new(StringComparer.Ordinal);

    /// <summary>Begins an attempt to sign in, before the password is looked at.</summary>
    /// <exception cref="SignInWaitException">There were too many; the password is not looked at.</exception>
    public Attempt Begin(string name, IPAddress? address)
    {
        var key = OpaqueToken.Hash($"{name.ToUpperInvariant()}\n{CallerAddress.Of(address)}");
        lock (gate)
        {
            var now = time.GetUtcNow();
            var attempts = Recall(key, now);
            var wait = attempts.WaitUntil - now;

            // One that is longer than any comes of a clock that was put back.
            if (wait > TimeSpan.Zero && wait <= Longest)
                throw new SignInWaitException(wait);
            if (attempts.Pending > 0 && attempts.Failed + attempts.Pending >= Free)
                throw new SignInWaitException(Moment);
            attempts.Pending++;
            return new(this, key, attempts);
        }
    }

    private Attempts Recall(string key, DateTimeOffset now)
    {
        if (known.TryGetValue(key, out var attempts))
        {
            if (attempts.Pending == 0 && now - attempts.LastFailed >= Memory)
                attempts.Failed = 0;
            return attempts;
        }
        if (known.Count >= Most)
            Forget(now);
        return known[key] = new();
    }

    /// <summary>Those that are over, and where that is not enough, the half that failed longest ago.</summary>
    private void Forget(DateTimeOffset now)
    {
        var idle = known.Where(a => a.Value.Pending == 0).OrderBy(a => a.Value.LastFailed).ToList();
        var over = idle.Count(a => now - a.Value.LastFailed >= Memory);
        foreach (var (key, _) in idle.Take(Math.Max(over, idle.Count / 2)))
            known.Remove(key);
    }

    private TimeSpan Fail(Attempts attempts)
    {
        lock (gate)
        {
            attempts.Failed++;
            attempts.LastFailed = time.GetUtcNow();
            if (attempts.Failed < Free)
                return TimeSpan.Zero;
            var doublings = Math.Min(attempts.Failed - Free, 20);
            var wait = First * (1 << doublings) is var grown && grown < Longest ? grown : Longest;
            attempts.WaitUntil = attempts.LastFailed + wait;
            return wait;
        }
    }

    private void Succeed(Attempts attempts)
    {
        lock (gate)
            (attempts.Failed, attempts.WaitUntil) = (0, default);
    }

    private void End(string key, Attempts attempts)
    {
        lock (gate)
        {
            if (--attempts.Pending == 0 && attempts.Failed == 0)
                known.Remove(key);
        }
    }

    /// <summary>One attempt. Disposed of without a result, as when its caller left, it does not count.</summary>
    public sealed class Attempt : IDisposable
    {
        private readonly SignInWaits waits;
        private readonly string key;
        private readonly Attempts attempts;

        internal Attempt(SignInWaits waits, string key, Attempts attempts) => (this.waits, this.key, this.attempts) = (waits, key, attempts);

        /// <summary>The password was wrong.</summary>
        /// <returns>How long to wait from now on; zero for not at all.</returns>
        public TimeSpan Fail() => waits.Fail(attempts);

        /// <summary>The password was right.</summary>
        public void Succeed() => waits.Succeed(attempts);

        public void Dispose() => waits.End(key, attempts);
    }

    internal sealed class Attempts
    {
        /// <summary>Being looked at.</summary>
        public int Pending { get; set; }

        public int Failed { get; set; }

        public DateTimeOffset LastFailed { get; set; }

        public DateTimeOffset WaitUntil { get; set; }
    }
}
