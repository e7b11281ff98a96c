using System.Buffers;
using System.Reflection;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Storage;

public sealed class FactsCodecTests
{
    [Fact]
    public void Facts_of_chance_survive()
    {
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
            Survives(Random(random));
    }

    [Fact]
    public void Facts_of_real_sources_survive()
    {
        using var parser = new FileParser(new ParseLimits());
        var cases = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(ThisFile())!, "..", "Parsing", "Cases");
        var sources = 0;
        foreach (var file in Directory.EnumerateFiles(cases, "*", SearchOption.AllDirectories))
        {
            if (LanguageRegistry.Detect(file.Replace('\\', '/')) is not { } language)
                continue;
            parser.Parse(language, File.ReadAllBytes(file), out var facts);
            Survives(facts!);
            sources++;
        }
        Assert.True(sources > 0);
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_and_never_more()
    {
        var random = new Random(4);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = Encode(Random(random));
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                FactsCodec.Decode(bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
            }
            catch (InvalidDataException)
            {
                // Expected of most.
            }
        }
    }

    /// <summary>Fills every field by reflection: a field that is added and not encoded fails here.</summary>
    internal static FileFacts Random(Random random)
    {
        var strings = Enumerable.Range(0, random.Next(5)).Select(_ => new byte[random.Next(200)]).ToArray();
        foreach (var s in strings)
            random.NextBytes(s);
        var offsets = new int[strings.Length + 1];
        for (var i = 0; i < strings.Length; i++)
            offsets[i + 1] = offsets[i] + strings[i].Length;
        var definitions = random.Next(30);
        var facts = (FileFacts)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(FileFacts));
        foreach (var property in typeof(FileFacts).GetProperties())
        {
            property.SetValue(facts, property.PropertyType switch
            {
                var t when t == typeof(StringTable) => new StringTable([.. strings.SelectMany(s => s)], offsets),
                // There is one of the ones for each of the others.
                var t when t == typeof(Definition[]) || t == typeof(Description[]) => Records(random, t.GetElementType()!, definitions),
                var t when t.IsArray => Records(random, t.GetElementType()!, random.Next(30)),
                var t => Value(random, t),
            });
        }
        return facts;
    }

    private static Array Records(Random random, Type type, int count)
    {
        var records = Array.CreateInstance(type, count);
        for (var i = 0; i < records.Length; i++)
            records.SetValue(Value(random, type), i);
        return records;
    }

    private static object Value(Random random, Type type)
    {
        if (type.IsEnum)
            return Enum.ToObject(type, (object)(Enum.GetUnderlyingType(type) == typeof(byte) ? (type == typeof(Model.ReferenceRole) ? random.Next(8) : random.Next(256)) : random.Next()));
        if (type == typeof(bool))
            return random.Next(2) == 0;
        if (type == typeof(byte))
            return (byte)random.Next(256);
        if (type == typeof(int))
            return random.Next(5) switch { 0 => -1, 1 => int.MinValue, 2 => int.MaxValue, 3 => random.Next(200), _ => random.Next(int.MinValue, int.MaxValue) };
        var value = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            field.SetValue(value, Value(random, field.FieldType));
        return value;
    }

    private static void Survives(FileFacts facts)
    {
        var decoded = FactsCodec.Decode(Encode(facts));
        foreach (var property in typeof(FileFacts).GetProperties())
        {
            var (before, after) = (property.GetValue(facts), property.GetValue(decoded));
            if (before is StringTable strings)
            {
                var other = (StringTable)after!;
                Assert.Equal(strings.Count, other.Count);
                for (var i = 0; i < strings.Count; i++)
                    Assert.True(strings[i].SequenceEqual(other[i]));
            }
            else
            {
                Assert.Equal(before, after);
            }
        }
    }

    private static byte[] Encode(FileFacts facts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FactsCodec.Encode(facts, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string file = "") => file;
}
