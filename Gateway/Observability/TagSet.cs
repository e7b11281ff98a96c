using System.Diagnostics.CodeAnalysis;

namespace CodeGraph.Gateway.Observability;

/// <summary>
/// The tags of a measurement, in its order, as the key of a series. Looked up by the tags as they come, without an allocation: a request has a dozen measurements, and
/// labels would be sorted and written for each.
/// </summary>
internal sealed class TagSet(KeyValuePair<string, object?>[] tags)
{
    public ReadOnlySpan<KeyValuePair<string, object?>> Tags => tags;

    internal sealed class Comparer : IEqualityComparer<TagSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, TagSet>
    {
        public static Comparer Instance { get; } = new();

        public bool Equals(TagSet? x, TagSet? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Equals(x.Tags, y));

        public int GetHashCode([DisallowNull] TagSet obj) => GetHashCode(obj.Tags);

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, TagSet other)
        {
            var tags = other.Tags;
            if (alternate.Length != tags.Length)
                return false;
            for (var i = 0; i < tags.Length; i++)
            {
                if (alternate[i].Key != tags[i].Key || !Equals(alternate[i].Value, tags[i].Value))
                    return false;
            }
            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
        {
            var hash = default(HashCode);
            foreach (var (_, value) in alternate)
                hash.Add(value);
            return hash.ToHashCode();
        }

        public TagSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate.ToArray());
    }
}
