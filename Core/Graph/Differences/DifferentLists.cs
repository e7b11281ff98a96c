using System.Runtime.InteropServices;

namespace CodeGraph.Graph.Differences;

/// <summary>
/// Lists told by those of the base: each from its owner's list there, under the numbers here, without what is gone, and with what is stored as changed. Stored as varints:
/// how many owners have changes; then by owner how many are before it, the bytes that follow, how many entries are removed and each as difference from the one before, the
/// added ones likewise.
/// </summary>
internal sealed class DifferentLists
{
    /// <summary>The list that the base has for an owner there.</summary>
    /// <param name="owner">The owner's number in the base.</param>
    /// <param name="anchor">What the reader here counts from.</param>
    public delegate IdList BaseList(int owner, int anchor);

    /// <summary>The list of an owner.</summary>
    public delegate IdList ListOf(int owner);

    private readonly Alignment owners;
    private readonly Alignment entries;
    private readonly BaseList baseList;
    private readonly ReadOnlyMemory<byte> changes;
    private readonly int[] changed;
    private readonly (int Start, int Length)[] places;

    /// <exception cref="InvalidDataException">The changes are of other lists.</exception>
    public DifferentLists(Alignment owners, Alignment entries, BaseList baseList, ReadOnlyMemory<byte> changes)
    {
        (this.owners, this.entries, this.baseList, this.changes) = (owners, entries, baseList, changes);
        if (changes.IsEmpty)
        {
            (changed, places) = ([], []);
            return;
        }
        var input = new VarintReader(changes.Span);
        var count = input.Count();
        if (count > owners.Count)
            throw new InvalidDataException("there are more changes than lists");
        (changed, places) = (new int[count], new (int, int)[count]);
        var owner = -1L;
        for (var i = 0; i < count; i++)
        {
            owner += input.Count() + 1;
            if (owner >= owners.Count)
                throw new InvalidDataException("its changes lead outside");
            changed[i] = (int)owner;
            var length = input.Count();
            places[i] = (changes.Length - input.Left, length);
            input.Raw(length);
        }
    }

    public int Count => owners.Count;

    public IdList Of(int owner, int anchor)
    {
        var list = new List<int>();
        Expected(owner, anchor, list);
        var place = Array.BinarySearch(changed, owner);
        if (place >= 0)
            Apply(list, changes.Span.Slice(places[place].Start, places[place].Length));
        return new(CollectionsMarshal.AsSpan(list));
    }

    /// <summary>A list without its changes.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="anchor">What its reader counts from.</param>
    /// <param name="into">Takes it.</param>
    public void Expected(int owner, int anchor, List<int> into)
    {
        if (owners.ToBase(owner) is not (>= 0 and var there))
            return;
        var found = baseList(there, anchor);
        into.EnsureCapacity(found.Length);
        foreach (var entry in found)
        {
            if (entries.FromBase(entry) is >= 0 and var here)
                into.Add(here);
        }
    }

    /// <summary>The stored form; empty where no list is changed.</summary>
    /// <param name="owners">How many owners.</param>
    /// <param name="listOf">By owner, ascending, its list.</param>
    /// <param name="expectedOf">Puts into a list what is expected of it without changes.</param>
    public static byte[] Write(int owners, ListOf listOf, Action<int, List<int>> expectedOf)
    {
        var (count, last, output) = (0, -1, new VarintWriter());
        var (list, expected) = (new List<int>(), new List<int>());
        for (var owner = 0; owner < owners; owner++)
        {
            list.Clear();
            expected.Clear();
            foreach (var entry in listOf(owner))
                list.Add(entry);
            expectedOf(owner, expected);
            if (CollectionsMarshal.AsSpan(list).SequenceEqual(CollectionsMarshal.AsSpan(expected)))
                continue;
            var change = Change(list, expected);
            output.Add(owner - last - 1);
            output.Add(change.Length);
            output.Add(change);
            (last, count) = (owner, count + 1);
        }
        return output.Counted(count);
    }

    private static byte[] Change(List<int> list, List<int> expected)
    {
        var (removed, added) = (new List<int>(), new List<int>());
        for (int i = 0, j = 0; i < list.Count || j < expected.Count;)
        {
            if (j == expected.Count || (i < list.Count && list[i] < expected[j]))
                added.Add(list[i++]);
            else if (i == list.Count || expected[j] < list[i])
                removed.Add(expected[j++]);
            else
                (i, j) = (i + 1, j + 1);
        }
        var output = new VarintWriter();
        Write(output, removed);
        Write(output, added);
        return output.ToArray();
    }

    private static void Write(VarintWriter output, List<int> ascending)
    {
        output.Add(ascending.Count);
        var last = 0;
        foreach (var entry in ascending)
        {
            output.Add(entry - last);
            last = entry;
        }
    }

    private void Apply(List<int> list, ReadOnlySpan<byte> change)
    {
        var input = new VarintReader(change);
        var expected = list.ToArray();
        list.Clear();
        var (removed, added) = (Read(ref input), Read(ref input));
        var (r, a) = (0, 0);
        foreach (var entry in expected)
        {
            if (r < removed.Length && removed[r] == entry)
            {
                r++;
                continue;
            }
            for (; a < added.Length && added[a] < entry; a++)
                list.Add(added[a]);
            list.Add(entry);
        }
        list.AddRange(added.AsSpan(a));
    }

    private int[] Read(ref VarintReader input)
    {
        var count = input.Count();
        if (count > input.Left)
            throw new InvalidDataException("a list is cut short");
        var list = new int[count];
        var last = 0;
        for (var i = 0; i < count; i++)
        {
            last = checked(last + input.Count());
            list[i] = last < entries.Count ? last : throw new InvalidDataException("a list leads outside");
        }
        return list;
    }
}
