using CodeGraph.Grains;

namespace CodeGraph.Gateway.Tests;

/// <summary>Threads for what is quick, while something takes long. Other tests take and give back some meanwhile, so many are asked for.</summary>
public sealed class SpareThreadsTests
{
    private const int Many = 1000;

    [Fact]
    public void Threads_are_added_and_given_back_once()
    {
        using (var spare = SpareThreads.Begin(Many))
        {
            Assert.True(Least() > Many);
            spare.Dispose();
            Assert.True(Least() < Many);
        }
        Assert.True(Least() is > 0 and < Many);
    }

    private static int Least()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        return workers;
    }
}
