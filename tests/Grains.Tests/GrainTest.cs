using CodeGraph.Git;

namespace CodeGraph.Grains.Tests;

/// <summary>A repository of a small shop, a data folder, and a silo.</summary>
public abstract class GrainTest : IAsyncLifetime
{
    internal TemporaryRepository Sources { get; } = TemporaryRepository.With(
        ("shop/__init__.py", ""),
        ("shop/orders.py", """
            from shop.store import Store

            class Order:
                def __init__(self, lines):
                    self.lines = lines

                def place(self):
                    return self.check()

                def check(self):
                    return True

            class GiftOrder(Order):
                def check(self):
                    return False

            def buy(lines):
                order = Order(lines)
                order.place()
                Store().save(order)
            """),
        ("shop/store.py", """
            class Store:
                def save(self, order):
                    self.save(order)
            """),
        ("main.py", """
            from shop.orders import buy
            buy([])
            check(1)
            """));

    internal string Data { get; } = Directory.CreateTempSubdirectory("codegraph-data-").FullName;

    internal TestSilo Silo { get; private set; } = null!;

    public async Task InitializeAsync() => Silo = await TestSilo.Start(Data);

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        Sources.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>A process that ends and another that begins.</summary>
    internal async Task Restart()
    {
        await Silo.DisposeAsync();
        Silo = await TestSilo.Start(Data);
    }
}
