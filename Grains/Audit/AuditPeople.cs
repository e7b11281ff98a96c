using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CodeGraph.Storage;

namespace CodeGraph.Grains.Audit;

/// <summary>
/// Who the pseudonyms of the log stand for: <c>audit/people.json</c>, the only place that has names, and the keys of what is sealed. A pseudonym is 16 random bytes, so
/// without its record nothing leads from it to a person, not even a guess. Read again when another process wrote it.
/// </summary>
internal sealed class AuditPeople(string folder)
{
    private readonly string path = Path.Combine(folder, "people.json");
    private StoredPeople people = new([]);
    private (DateTime Written, long Length) stamp;

    /// <summary>The record of an actor, made now where there is none. The caller holds the log's lock.</summary>
    public StoredPerson Of(AuditActor actor)
    {
        Refresh();
        var known = people.People.FirstOrDefault(p => p.Kind == Wire(actor.Kind) && p.Id == actor.Id);
        if (known?.Name == actor.Name)
            return known;
        var person = known is null
            ? new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Wire(actor.Kind), actor.Id, actor.Name, RandomNumberGenerator.GetBytes(32))
            : known with { Name = actor.Name };
        Write([.. people.People.Where(p => p != known), person]);
        return person;
    }

    /// <summary>Removes what the log knows of a user. The caller holds the log's lock.</summary>
    /// <returns>The pseudonym that nobody is behind any more; null where there was none.</returns>
    public string? Forget(string userId)
    {
        Refresh();
        if (people.People.FirstOrDefault(p => p.Kind == Wire(AuditActorKind.User) && p.Id == userId) is not { } known)
            return null;
        Write([.. people.People.Where(p => p != known)]);
        return known.FullPseudonym;
    }

    /// <summary>People by their pseudonyms.</summary>
    public IReadOnlyDictionary<string, StoredPerson> ByPseudonym()
    {
        Refresh();
        return people.People.ToDictionary(p => p.FullPseudonym, StringComparer.Ordinal);
    }

    private void Refresh()
    {
        var file = new FileInfo(path);
        if (!file.Exists || stamp == (file.LastWriteTimeUtc, file.Length))
            return;
        try
        {
            people = JsonSerializer.Deserialize(File.ReadAllBytes(path), AuditJson.Default.StoredPeople)!;
        }
        catch (JsonException exception)
        {
            throw new StorageException(
                $"'{path}' cannot be read: {exception.Message} Put back a copy, or move it aside: the log stays whole, and who its pseudonyms stand for is lost.", exception);
        }
        stamp = (file.LastWriteTimeUtc, file.Length);
    }

    private void Write(IReadOnlyList<StoredPerson> next)
    {
        var written = new StoredPeople(next);
        var json = JsonSerializer.SerializeToUtf8Bytes(written, AuditJson.Default.StoredPeople);
        DurableFile.Write(path, file => RandomAccess.Write(file, json, 0));
        var info = new FileInfo(path);
        (people, stamp) = (written, (info.LastWriteTimeUtc, info.Length));
    }

    private static string Wire(AuditActorKind kind) => kind.ToString().ToLowerInvariant();
}

internal sealed record StoredPeople(IReadOnlyList<StoredPerson> People);

/// <param name="Pseudonym">32 hexadecimal digits.</param>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Id">The actor's own id.</param>
/// <param name="Name">As people know the actor.</param>
/// <param name="Key">Opens what the actor's entries have sealed.</param>
internal sealed record StoredPerson(string Pseudonym, string Kind, string Id, string Name, byte[] Key)
{
    [JsonIgnore]
    public string FullPseudonym => $"{Kind}:{Pseudonym}";

    /// <summary>AES-256-GCM: 12 bytes nonce, 16 bytes tag, the encrypted text. The number of the entry is authenticated too, so that no seal fits another entry.</summary>
    public string Seal(string text, long sequence)
    {
        using var cipher = new AesGcm(Key, AesGcm.TagByteSizes.MaxSize);
        var plain = Encoding.UTF8.GetBytes(text);
        var (nonce, tag, encrypted) = (RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[AesGcm.TagByteSizes.MaxSize], new byte[plain.Length]);
        cipher.Encrypt(nonce, plain, encrypted, tag, Associated(sequence));
        return Convert.ToBase64String([.. nonce, .. tag, .. encrypted]);
    }

    /// <summary>Null where it was sealed with another key, as by a user of the same id who was forgotten.</summary>
    public string? Open(string text, long sequence)
    {
        var (nonceLength, tagLength) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < nonceLength + tagLength)
            return null;
        using var cipher = new AesGcm(Key, tagLength);
        var plain = new byte[length - nonceLength - tagLength];
        try
        {
            cipher.Decrypt(bytes.AsSpan(0, nonceLength), bytes.AsSpan(nonceLength + tagLength, plain.Length), bytes.AsSpan(nonceLength, tagLength), plain, Associated(sequence));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Associated(long sequence)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, sequence);
        return bytes;
    }
}
