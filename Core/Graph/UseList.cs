using System.Collections;

namespace CodeGraph.Graph;

/// <summary>
/// The uses of all files behind one another, as linking left them file by file: they are neither copied together nor need all of them be in memory. Payloads that lead into
/// <see cref="GraphTables.Targets"/> count from the file's first target there.
/// </summary>
public sealed class UseList : IReadOnlyList<ReferenceRecord>
{
    private readonly UsesOf usesOf;
    private readonly int[] firstUse;
    private readonly int[] firstTarget;

    /// <summary>Uses whose payloads count from the first target of all.</summary>
    public UseList(ReferenceRecord[] uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        (usesOf, firstUse, firstTarget) = ((int _, ref ReferenceRecord[] _) => uses, [0, uses.Length], [0]);
    }

    /// <param name="firstUse">By file, and one more.</param>
    /// <param name="firstTarget">By file.</param>
    /// <param name="usesOf">Those of a file; called from any thread.</param>
    public UseList(int[] firstUse, int[] firstTarget, UsesOf usesOf) => (this.firstUse, this.firstTarget, this.usesOf) = (firstUse, firstTarget, usesOf);

    public int Length => firstUse[^1];

    int IReadOnlyCollection<ReferenceRecord>.Count => Length;

    /// <summary>A use; payloads that lead to targets count from the first of all.</summary>
    public ReferenceRecord this[int index]
    {
        get
        {
            var reader = Read();
            var use = reader[index];
            if (use.Form == TargetForm.Several && use.Payload >= 0)
                use.Payload += reader.FirstTarget;
            return use;
        }
    }

    public static implicit operator UseList(ReferenceRecord[] uses) => new(uses);

    public UseReader Read() => new(this);

    public IEnumerator<ReferenceRecord> GetEnumerator()
    {
        for (var i = 0; i < Length; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <param name="file">The file.</param>
    /// <param name="buffer">Room that may be used for them, and replaced by more.</param>
    /// <returns>An array that starts with the uses.</returns>
    public delegate ReferenceRecord[] UsesOf(int file, ref ReferenceRecord[] buffer);

    /// <summary>Goes over the uses, best in their order: it has those of one file at hand. For one thread.</summary>
    public sealed class UseReader(UseList uses)
    {
        private ReferenceRecord[] current = [];
        private ReferenceRecord[] buffer = [];
        private int file = -1;
        private int start;
        private int end;

        /// <summary>What the payloads of the last use's file count from.</summary>
        public int FirstTarget => uses.firstTarget[file];

        public ref readonly ReferenceRecord this[int index]
        {
            get
            {
                if ((uint)(index - start) >= (uint)(end - start))
                    Open(index);
                return ref current[index - start];
            }
        }

        /// <summary>The uses from an index on, to the end of its file.</summary>
        /// <param name="index">The first.</param>
        /// <param name="before">That use, and what is behind it, is left out.</param>
        public ReadOnlySpan<ReferenceRecord> Run(int index, int before)
        {
            if ((uint)(index - start) >= (uint)(end - start))
                Open(index);
            return current.AsSpan(index - start, Math.Min(end, before) - index);
        }

        private void Open(int index)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)uses.Length);
            var first = uses.firstUse;
            var next = file + 1;
            while (next + 1 < first.Length && first[next + 1] <= index && index == end)
                next++;
            if (next + 1 >= first.Length || index < first[next] || index >= first[next + 1])
            {
                next = Array.BinarySearch(first, index);
                next = next < 0 ? ~next - 1 : next;
                while (first[next + 1] == index)
                    next++;
            }
            (file, start, end) = (next, first[next], first[next + 1]);
            current = uses.usesOf(file, ref buffer);
        }
    }
}
