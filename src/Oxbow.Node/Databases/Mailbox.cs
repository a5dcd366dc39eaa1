using Oxbow.Core.Messages;

namespace Oxbow.Node.Databases;

/// <summary>
/// Letters on their way to a database's thread: bounded, many writers, one reader that takes all at once.
/// </summary>
internal sealed class Mailbox(int capacity) : IDisposable
{
    private readonly Lock gate = new();
    private readonly AutoResetEvent arrived = new(false);
    private List<Envelope> waiting = [];
    private List<Envelope> spare = [];
    private bool isClosed;

    /// <summary>How full it is, 0 to 1.</summary>
    public double Fill
    {
        get
        {
            lock (gate)
            {
                return Math.Min(1, (double)waiting.Count / capacity);
            }
        }
    }

    /// <summary>Adds an envelope; false when the box is full or closed.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="isUrgent">
    /// True for what is bounded elsewhere and must not be lost, such as a link's end: taken even when full.
    /// </param>
    public bool Post(in Envelope envelope, bool isUrgent)
    {
        lock (gate)
        {
            if (isClosed || (!isUrgent && waiting.Count >= capacity))
            {
                return false;
            }

            waiting.Add(envelope);
            if (waiting.Count == 1)
            {
                // Within the lock: whoever closes and disposes comes before or after, never between.
                arrived.Set();
            }

            return true;
        }
    }

    /// <summary>
    /// Waits for envelopes and takes all of them; the list is valid until the next call. Null once closed and empty.
    /// </summary>
    public List<Envelope>? Take()
    {
        spare.Clear();
        while (true)
        {
            lock (gate)
            {
                if (waiting.Count > 0)
                {
                    (waiting, spare) = (spare, waiting);
                    return spare;
                }

                if (isClosed)
                {
                    return null;
                }
            }

            arrived.WaitOne();
        }
    }

    /// <summary>
    /// Takes those envelopes that may be taken now, in order, without waiting for any; the list is valid until the next
    /// call.
    /// </summary>
    public List<Envelope> TakeOnly(Func<Input, bool> mayBeTaken)
    {
        spare.Clear();
        lock (gate)
        {
            int kept = 0;
            for (int index = 0; index < waiting.Count; index++)
            {
                Envelope envelope = waiting[index];
                if (mayBeTaken(envelope.Input))
                {
                    spare.Add(envelope);
                }
                else
                {
                    waiting[kept++] = envelope;
                }
            }

            waiting.RemoveRange(kept, waiting.Count - kept);
            return spare;
        }
    }

    /// <summary>Takes no more envelopes; the reader still gets those that wait.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (!isClosed)
            {
                isClosed = true;
                arrived.Set();
            }
        }
    }

    public void Dispose() => arrived.Dispose();
}
