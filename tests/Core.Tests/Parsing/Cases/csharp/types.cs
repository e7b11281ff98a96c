global using System.Text;
using System;
using static System.Math;
using Json = System.Text.Json.JsonSerializer;
using Table = System.Collections.Generic.Dictionary<string, Shop.Order>;

namespace Shop.Orders;

/// <summary>An order and its lines.</summary>
[Serializable]
public abstract partial class Order<TLine> : Entity, IComparable<Order<TLine>>, IDisposable
    where TLine : Line, new()
{
    public const int Limit = 100, Minimum = 1;
    private static readonly Clock clock = Clock.System;
    internal TLine[] lines = new TLine[Limit];
    public event EventHandler Changed;

    static Order() => Register();

    protected Order(int id, string name = "none", params TLine[] lines) : base(id)
    {
        this.lines = lines;
    }

    public Order() : this(1, "x") { }

    ~Order() => Dispose();

    public string Name { get; protected set; } = Names.Default;

    public int Count => lines.Length;

    public TLine First
    {
        get => lines[0];
        set { lines[0] = value; }
    }

    public TLine this[int index] => lines[index];

    public event Action<Order<TLine>> Sent { add { handlers += value; } remove => handlers -= value; }

    public abstract void Send(Address to);

    int IComparable<Order<TLine>>.CompareTo(Order<TLine> other) => other.Count;

    public void Dispose() { }

    public static bool operator ==(Order<TLine> a, Order<TLine> b) => a.Equals(b);

    public static implicit operator Line(Order<TLine> order) => order.First;

    partial void OnCreated();

    private sealed class Nested { private Nested inner = new(); }

    private enum State : byte { Open, Closed = Open + 1 }
}

public record Point(int X, int Y) : Shape("point"), IMeasured
{
    public double Length => Sqrt(X * X + Y * Y);
    public required string Label { get; init; }
}

public readonly record struct Size(double Width, double Height);

public ref struct Cursor { public int At; }

public interface IStore<in TKey, out TValue> where TKey : notnull
{
    TValue Find(TKey key);
    TValue FindOrDefault(TKey key) => Find(key);
}

public class Repository(IStore<int, Point> store, Clock clock) : Base(clock), IRepository
{
    private readonly IStore<int, Point> store = store;
    public Point Load(int id) => store.Find(id);
    public DateTime Now() => clock.Now();
}

public delegate TResult Projection<in T, out TResult>(T item, int index);

file class Hidden;

internal static class Extensions
{
    /// <summary>Doubles the point.</summary>
    public static Point Twice(this Point point, int times = 2) => new(point.X * times, point.Y * times);

    extension(Point source)
    {
        public Point Mirrored() => new Point(-source.X, source.Y);
    }
}
