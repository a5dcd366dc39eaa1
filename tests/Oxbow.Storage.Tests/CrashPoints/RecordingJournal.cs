namespace Oxbow.Storage.Tests.CrashPoints;

/// <summary>Stands before a journal and keeps every block, and how many of them were promised.</summary>
internal sealed class RecordingJournal(IJournal inner, bool promisesEarly) : IJournal
{
    private readonly List<byte[]> blocks = [];

    /// <summary>Everything ever appended.</summary>
    public IReadOnlyList<byte[]> Blocks => blocks;

    /// <summary>How many of the blocks were durable, or said to be so.</summary>
    public int Promised { get; private set; }

    public bool HasCutTail => inner.HasCutTail;

    public IEnumerable<ReadOnlyMemory<byte>> Recover() => inner.Recover();

    public void Append(ReadOnlySpan<byte> block)
    {
        blocks.Add(block.ToArray());
        Promised = promisesEarly ? blocks.Count : Promised;
        inner.Append(block);
    }

    public void Sync()
    {
        inner.Sync();
        Promised = blocks.Count;
    }

    public void Dispose() => inner.Dispose();
}
