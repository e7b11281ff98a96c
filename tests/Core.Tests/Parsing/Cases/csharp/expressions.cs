using N = Some.Names;

class Expressions : Base
{
    void Run(Order order, global::Shop.Clock clock)
    {
        order.Customer?.Address.Print(1, 2);
        order?.Lines?[0].Send();
        base.Run(order);
        this.order = order;
        var list = new List<Order> { order, new Order(1) { Id = 3 } };
        Order made = new(1, "x");
        Shop.Order qualified = new Shop.Order();
        made = new(2);
        var copy = made with { Id = 4, Name = nameof(Order.Name) };
        ((Customer)order.Owner).Greet();
        (order.Owner as Customer)!.Greet();
        Generic.Make<Order>(x: 1).Send<int>();
        var t = typeof(List<Customer>);
        int.Parse("1");
        Log($"{order.Id:D2} and {Count()}");
        order.Total++;
        Swap(ref made, out copy);
        Handler += OnChanged;
        var f = Save;
        N.Thing thing = default(N.Thing);
        Items[order.Id].Send();
        int[] sizes = new int[Compute(order)];
        var all = (Customer[])order.All;
        var next = order.Next ?? throw new Error();
        unsafe { order->Next(); }
#if DEBUG
        Debug(order);
#endif
    }

    Order Build() => new(5);

    [Test, Timeout(Milliseconds = 5)]
    [return: NotNull]
    public override async Task<Order> Load([From(typeof(Order))] int id)
    {
        return await store.Find(id).ConfigureAwait(false);
    }
}
