using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CodeGraph.Model;

/// <summary>
/// Git's name for a file's content: 20 bytes of SHA-1, or 32 bytes of SHA-256 in repositories created with that format.
/// Equal ids mean equal bytes, so facts about a blob are kept under its id. The default value names nothing.
/// </summary>
public readonly struct BlobId : IEquatable<BlobId>, IComparable<BlobId>
{
    public const int Sha1Length = 20;
    public const int Sha256Length = 32;

    private readonly ulong first;
    private readonly ulong second;
    private readonly ulong third;
    private readonly ulong fourth;
    private readonly byte length;

    /// <param name="bytes">20 or 32 bytes.</param>
    public BlobId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is not (Sha1Length or Sha256Length))
            throw new ArgumentException($"An object id has {Sha1Length} or {Sha256Length} bytes, not {bytes.Length}.", nameof(bytes));
        Span<byte> padded = stackalloc byte[Sha256Length];
        padded.Clear();
        bytes.CopyTo(padded);
        first = BinaryPrimitives.ReadUInt64BigEndian(padded);
        second = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        third = BinaryPrimitives.ReadUInt64BigEndian(padded[16..]);
        fourth = BinaryPrimitives.ReadUInt64BigEndian(padded[24..]);
        length = (byte)bytes.Length;
    }

    /// <summary>Bytes in the id: 20, 32, or 0 for the default value.</summary>
    public int Length => length;

    public bool IsEmpty => length == 0;

    /// <summary>The id git gives this content: the hash of <c>blob SIZE NUL content</c>, without any filter or line-ending conversion.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="sha256">True in a repository whose object format is SHA-256.</param>
    public static BlobId OfBlob(ReadOnlySpan<byte> content, bool sha256 = false)
    {
        Span<byte> header = stackalloc byte[32];
        "blob "u8.CopyTo(header);
        content.Length.TryFormat(header[5..], out int digits, provider: System.Globalization.CultureInfo.InvariantCulture);
        header[5 + digits] = 0;

        using IncrementalHash hash = IncrementalHash.CreateHash(sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        hash.AppendData(header[..(6 + digits)]);
        hash.AppendData(content);
        Span<byte> bytes = stackalloc byte[Sha256Length];
        return new BlobId(bytes[..hash.GetHashAndReset(bytes)]);
    }

    /// <exception cref="FormatException">The text is not 40 or 64 hexadecimal digits.</exception>
    public static BlobId Parse(ReadOnlySpan<char> hex) =>
        TryParse(hex, out BlobId id) ? id : throw new FormatException($"'{hex}' is not an object id of {2 * Sha1Length} or {2 * Sha256Length} hexadecimal digits.");

    public static bool TryParse(ReadOnlySpan<char> hex, out BlobId id)
    {
        id = default;
        if (hex.Length is not (2 * Sha1Length or 2 * Sha256Length)) return false;
        Span<byte> bytes = stackalloc byte[hex.Length / 2];
        if (Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        id = new BlobId(bytes);
        return true;
    }

    /// <summary>Reads the hexadecimal form as git prints it, in ASCII bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out BlobId id)
    {
        id = default;
        if (hex.Length is not (2 * Sha1Length or 2 * Sha256Length)) return false;
        Span<byte> bytes = stackalloc byte[hex.Length / 2];
        if (Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        id = new BlobId(bytes);
        return true;
    }

    /// <summary>Writes the id's <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        Span<byte> padded = stackalloc byte[Sha256Length];
        BinaryPrimitives.WriteUInt64BigEndian(padded, first);
        BinaryPrimitives.WriteUInt64BigEndian(padded[8..], second);
        BinaryPrimitives.WriteUInt64BigEndian(padded[16..], third);
        BinaryPrimitives.WriteUInt64BigEndian(padded[24..], fourth);
        padded[..length].CopyTo(destination);
    }

    /// <summary>Writes the lower-case hexadecimal form in ASCII and returns its length, twice <see cref="Length"/>.</summary>
    public int FormatHex(Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[Sha256Length];
        CopyTo(bytes);
        if (!Convert.TryToHexStringLower(bytes[..length], destination, out int written))
            throw new ArgumentException($"The hexadecimal form needs {2 * length} bytes.", nameof(destination));
        return written;
    }

    /// <summary>The lower-case hexadecimal form; empty for the default value.</summary>
    public override string ToString()
    {
        Span<byte> hex = stackalloc byte[2 * Sha256Length];
        return Encoding.ASCII.GetString(hex[..FormatHex(hex)]);
    }

    public bool Equals(BlobId other) =>
        first == other.first && second == other.second && third == other.third && fourth == other.fourth && length == other.length;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is BlobId other && Equals(other);

    /// <summary>Eight bytes of the id itself: it is a hash already.</summary>
    public override int GetHashCode() => first.GetHashCode();

    /// <summary>Byte order, the order of git's own listings.</summary>
    public int CompareTo(BlobId other)
    {
        int order = first.CompareTo(other.first);
        if (order == 0) order = second.CompareTo(other.second);
        if (order == 0) order = third.CompareTo(other.third);
        if (order == 0) order = fourth.CompareTo(other.fourth);
        return order != 0 ? order : length.CompareTo(other.length);
    }

    public static bool operator ==(BlobId left, BlobId right) => left.Equals(right);

    public static bool operator !=(BlobId left, BlobId right) => !left.Equals(right);

    public static bool operator <(BlobId left, BlobId right) => left.CompareTo(right) < 0;

    public static bool operator >(BlobId left, BlobId right) => left.CompareTo(right) > 0;

    public static bool operator <=(BlobId left, BlobId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BlobId left, BlobId right) => left.CompareTo(right) >= 0;
}
