namespace Oxbow.Storage.Tests.Replicas;

/// <summary>Counts what is asked of a memory journal, and can lose power in the middle of a sync.</summary>
internal sealed class CountingJournal(MemoryJournal journal) : IJournal
{
    private MemoryJournal journal = journal;

    public int Appended { get; private set; }

    public int Synced { get; private set; }

    /// <summary>The power goes before the next sync has done anything.</summary>
    public bool FailsSync { get; set; }

    /// <summary>Goes on as the next start of the program would.</summary>
    public void Reopen() => journal = journal.Reopen();

    public bool HasCutTail => journal.HasCutTail;

    public IEnumerable<ReadOnlyMemory<byte>> Recover() => journal.Recover();

    public void Append(ReadOnlySpan<byte> block)
    {
        journal.Append(block);
        Appended++;
    }

    public void Sync()
    {
        if (FailsSync)
        {
            throw new IOException("The power went.");
        }

        journal.Sync();
        Synced++;
    }

    public void Dispose() => journal.Dispose();
}
