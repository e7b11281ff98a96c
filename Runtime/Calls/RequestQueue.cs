namespace Orleans.Runtime;

/// <summary>A first-in first-out list linked through its requests. The owner's lock guards it; <see cref="Drop"/> takes that lock itself.</summary>
/// <param name="gate">The owner's lock.</param>
internal sealed class RequestQueue(Lock gate)
{
    internal GrainRequest? First { get; private set; }

    internal GrainRequest? Last { get; private set; }

    /// <summary>How many of the requests may start while another one runs.</summary>
    internal int Interleaving { get; private set; }

    internal bool IsEmpty => First is null;

    internal void Add(GrainRequest request)
    {
        request.Queue = this;
        request.Previous = Last;
        if (Last is null) First = request;
        else Last.Next = request;
        Last = request;
        if (request.MayInterleave) Interleaving++;
    }

    internal void Remove(GrainRequest request)
    {
        if (request.Previous is null) First = request.Next;
        else request.Previous.Next = request.Next;
        if (request.Next is null) Last = request.Previous;
        else request.Next.Previous = request.Previous;
        request.Queue = null;
        request.Next = request.Previous = null;
        if (request.MayInterleave) Interleaving--;
    }

    /// <summary>Removes a request whose caller no longer waits, unless it has left the queue by now.</summary>
    internal void Drop(GrainRequest request)
    {
        lock (gate)
        {
            if (request.Queue != this) return;
            Remove(request);
        }

        request.Detach();
    }
}
