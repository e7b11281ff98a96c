using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeGraph.Grains.Audit;

/// <summary>An entry as its line has it, with pseudonyms for people.</summary>
internal sealed record StoredEntry(
    long Sequence, DateTimeOffset Time, string Action, string Outcome, string Actor, string? Key = null, string? Repository = null, string? Subject = null,
    string? Detail = null, string? Sealed = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.StoredEntry);

    /// <summary>Null where the bytes are no entry.</summary>
    public static StoredEntry? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AuditJson.Default.StoredEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The line of an entry whose hash is known.</summary>
    public static byte[] ToLine(byte[] hash, byte[] json) => [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)), (byte)' ', .. json, (byte)'\n'];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredEntry))]
[JsonSerializable(typeof(StoredPeople))]
internal sealed partial class AuditJson : JsonSerializerContext;
