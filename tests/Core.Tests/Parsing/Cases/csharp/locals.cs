var args2 = args;
Run(args2);

static void Run(string[] args)
{
    foreach (var arg in args)
        System.Console.WriteLine(arg);
}

class Locals
{
    private readonly List<Item> items = new();
    private readonly Func<Item, bool> filter = item => item.Ready;
    private bool ok = Source.Get() is Item found && found.Ready;

    public async Task<int> Everything(object input, Dictionary<string, Item> map)
    {
        const int limit = 3;
        int a = 1, b = a;
        var (first, (second, _)) = Pair();
        (int x, var y) = Pair();
        (a, b) = (b, a);
        if (input is Item { Name: "x", Owner.Id: > 3 } item && item.Ready)
            item.Run();
        if (input is not string text)
            return 0;
        if (map.TryGetValue(text, out var hit) || map.TryGetValue(text, out Item other))
            hit.Run();
        for (var i = 0; i < limit; i++)
            a += i;
        foreach (var entry in map)
            entry.Key.Run();
        foreach (var (key, value) in map)
            value.Run(key);
        foreach (Item each in Load())
            each.Run();
        using (var stream = Open())
            stream.Read();
        await using var connection = await Connect();
        using var other2 = new Reader(stream: connection) { Size = 3, Options = { Deep = true } };
        try { connection.Run(); }
        catch (IOException error) when (error.Code > 1) { throw new WrappedException(error.Message, error); }
        catch (Exception) { throw; }
        Func<int, int> twice = n => n * 2;
        Action<string> log = delegate (string line) { Write(line); };
        twice(Local(4));
        var size = input switch
        {
            Item it when it.Ready => it.Size,
            Size(var w, var h) => w * h,
            [var head, .. var rest] => head,
            { } any => any.GetHashCode(),
            null => 0,
        };
        switch (input)
        {
            case Item match when match.Ready:
                match.Run();
                break;
            case Kind.None:
                goto done;
        }
        var query = from row in items
                    join owner in Owners on row.OwnerId equals owner.Id into group1
                    let name = row.Name
                    where name.Length > 1
                    orderby row.Id
                    select new { row.Id, Title = name } into shaped
                    where shaped.Id > 1
                    select shaped;
    done:
        return items.Sum((left, right) => left.Size + right.Size);

        int Local(int n) => n + a;
    }
}
