namespace Shop;

class Repaired
{
    string Text(Order order) => $@"id ""{order.Id}"", ""{order.Name.Trim()}""";

#if NET
    int Count() => 1;
#endif

    void Send(
        Order order,
#if ASYNC
        bool wait)
#else
        int retries)
#endif
    {
        order.Send();
        var bits = *(int*)&order.Value;
    }

    void After() { }
}
