using System.Buffers.Text;
using CodeGraph.Model;

namespace CodeGraph.Git;

/// <summary>
/// Reads what <c>git cat-file --batch</c> prints: for each id asked, <c>ID SP TYPE SP SIZE LF content LF</c>, or <c>ID SP missing LF</c>.
/// Reads block; they belong on a thread of their own and end when the child is killed.
/// </summary>
internal sealed class BatchOutput(Stream stream)
{
    /// <summary>Twice a Linux pipe's capacity: one read empties the pipe and there is room for the rest of the last one.</summary>
    private readonly byte[] buffer = new byte[128 * 1024];

    private int position;
    private int end;

    /// <summary>Reads the next header. False at the end of the output.</summary>
    /// <exception cref="InvalidDataException">The child printed something else.</exception>
    public bool ReadHeader(out BatchHeader header)
    {
        header = default;
        int newline;
        while ((newline = buffer.AsSpan(position, end - position).IndexOf((byte)'\n')) < 0)
        {
            if (end - position >= 1024) throw new InvalidDataException("git cat-file printed an object header without an end.");
            if (!Fill()) return false;
        }

        ReadOnlySpan<byte> line = buffer.AsSpan(position, newline);
        position += newline + 1;
        int space = line.IndexOf((byte)' ');
        if (space < 0 || !BlobId.TryParse(line[..space], out BlobId id)) throw Unexpected(line);
        ReadOnlySpan<byte> rest = line[(space + 1)..];
        if (rest.SequenceEqual("missing"u8))
        {
            header = new BatchHeader(id, false, -1);
            return true;
        }

        int last = rest.LastIndexOf((byte)' ');
        if (last < 0 || !Utf8Parser.TryParse(rest[(last + 1)..], out long size, out _)) throw Unexpected(line);
        header = new BatchHeader(id, rest[..last].SequenceEqual("blob"u8), size);
        return true;
    }

    /// <summary>Reads exactly the content that the last header announced, and its line break. False when the output ends before.</summary>
    public bool ReadContent(Span<byte> content)
    {
        int buffered = Math.Min(content.Length, end - position);
        buffer.AsSpan(position, buffered).CopyTo(content);
        position += buffered;
        content = content[buffered..];
        while (!content.IsEmpty)
        {
            // Large remainders skip the copy through the buffer; small ones bring the following headers along.
            if (content.Length >= buffer.Length / 2)
            {
                int read = stream.Read(content);
                if (read == 0) return false;
                content = content[read..];
                continue;
            }

            if (!Fill()) return false;
            int part = Math.Min(content.Length, end - position);
            buffer.AsSpan(position, part).CopyTo(content);
            position += part;
            content = content[part..];
        }

        return SkipLineBreak();
    }

    /// <summary>Passes over content that nobody wants. False when the output ends before.</summary>
    public bool SkipContent(long size)
    {
        while (size > 0)
        {
            if (position == end && !Fill()) return false;
            int part = (int)Math.Min(size, end - position);
            position += part;
            size -= part;
        }

        return SkipLineBreak();
    }

    private bool SkipLineBreak()
    {
        if (position == end && !Fill()) return false;
        position++;
        return true;
    }

    private bool Fill()
    {
        if (position > 0)
        {
            buffer.AsSpan(position, end - position).CopyTo(buffer);
            end -= position;
            position = 0;
        }

        int read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }

    private static InvalidDataException Unexpected(ReadOnlySpan<byte> line) =>
        new($"git cat-file printed an unexpected line: {GitPath.Decode(line)}");
}

/// <summary>One object as announced.</summary>
/// <param name="IsBlob">False for a missing object and for commits, trees and tags.</param>
/// <param name="Size">Bytes that follow; -1 when the repository has no such object.</param>
internal readonly record struct BatchHeader(BlobId Id, bool IsBlob, long Size)
{
    public bool IsMissing => Size < 0;
}
