using System.Net;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Gateway.Problems;
using CodeGraph.Runtime.Tests;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>How long one waits after wrong passwords, by a clock that stands still.</summary>
public sealed class SignInWaitsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.2");

    private readonly FakeTimeProvider time = new();
    private readonly SignInWaits waits;

    public SignInWaitsTests() => waits = new(time);

    [Fact]
    public void Waits_grow_to_a_quarter_of_an_hour_and_not_further()
    {
        var told = new List<double>();
        for (var i = 0; i < SignInWaits.Free + 7; i++)
        {
            var wait = Fail("ada", Here);
            told.Add(wait.TotalSeconds);
            time.Advance(wait);
        }

        Assert.Equal([.. Enumerable.Repeat(0.0, 9), 30, 60, 120, 240, 480, 900, 900, 900], told);
    }

    [Fact]
    public void Who_asks_while_they_wait_is_refused_and_waits_no_longer_for_it()
    {
        Exhaust("ada", Here);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(TimeSpan.FromSeconds(1), WaitOf("ada", Here));
        Assert.Equal(TimeSpan.FromSeconds(1), WaitOf("ADA", Here));

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, WaitOf("ada", Here));
    }

    [Fact]
    public void Another_address_and_another_name_do_not_wait()
    {
        Exhaust("ada", Here);

        Assert.Equal(TimeSpan.Zero, WaitOf("ada", Elsewhere));
        Assert.Equal(TimeSpan.Zero, WaitOf("bob", Here));
        Assert.NotEqual(TimeSpan.Zero, WaitOf("ada", Here.MapToIPv6()));
    }

    [Fact]
    public void An_address_of_IPv6_is_its_network()
    {
        Exhaust("ada", IPAddress.Parse("2001:db8::1"));

        Assert.NotEqual(TimeSpan.Zero, WaitOf("ada", IPAddress.Parse("2001:db8::ffff")));
        Assert.Equal(TimeSpan.Zero, WaitOf("ada", IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void The_right_password_ends_the_count()
    {
        for (var i = 0; i < SignInWaits.Free - 1; i++)
            Fail("ada", Here);
        using (var right = waits.Begin("ada", Here))
            right.Succeed();

        Assert.Equal(TimeSpan.Zero, Fail("ada", Here));
    }

    [Fact]
    public void An_hour_without_a_wrong_password_ends_the_count()
    {
        Exhaust("ada", Here);
        time.Advance(SignInWaits.Memory);

        Assert.Equal(TimeSpan.Zero, Fail("ada", Here));
    }

    [Fact]
    public void Attempts_at_once_are_no_more_than_attempts_one_by_one()
    {
        var pending = Enumerable.Range(0, SignInWaits.Free).Select(_ => waits.Begin("ada", Here)).ToList();
        Assert.Equal(TimeSpan.FromSeconds(1), WaitOf("ada", Here));

        foreach (var attempt in pending)
        {
            attempt.Fail();
            attempt.Dispose();
        }

        Assert.Equal(SignInWaits.First, WaitOf("ada", Here));
    }

    [Fact]
    public void Who_leaves_before_the_password_is_looked_at_neither_fails_nor_stays()
    {
        for (var i = 0; i < SignInWaits.Free * 2; i++)
            waits.Begin("ada", Here).Dispose();

        Assert.Equal(TimeSpan.Zero, Fail("ada", Here));
    }

    [Fact]
    public async Task Of_many_at_once_no_more_are_looked_at_than_are_free()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var looked = 0;
        var attempts = Enumerable.Range(0, 200).Select(async _ =>
        {
            await gate.Task;
            try
            {
                using var attempt = waits.Begin("ada", Here);
                Interlocked.Increment(ref looked);
                attempt.Fail();
            }
            catch (SignInWaitException)
            {
                return false;
            }
            return true;
        }).ToList();
        gate.SetResult();

        Assert.Equal(SignInWaits.Free, (await Task.WhenAll(attempts)).Count(began => began));
        Assert.Equal(SignInWaits.Free, looked);
    }

    private void Exhaust(string name, IPAddress address)
    {
        for (var i = 0; i < SignInWaits.Free; i++)
            Fail(name, address);
    }

    private TimeSpan Fail(string name, IPAddress address)
    {
        using var attempt = waits.Begin(name, address);
        return attempt.Fail();
    }

    private TimeSpan WaitOf(string name, IPAddress address)
    {
        try
        {
            waits.Begin(name, address).Dispose();
            return TimeSpan.Zero;
        }
        catch (SignInWaitException exception)
        {
            return exception.RetryAfter;
        }
    }
}
