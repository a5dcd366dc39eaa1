using Oxbow.Core.Invariants;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Replicas;

/// <summary>
/// Fresh writes of this replica for those who want them as direct mail; kept only while somebody does.
/// </summary>
internal sealed class MailOutbox
{
    private readonly List<Mail> waiting = [];
    private int subscribers;

    public bool HasSubscribers => subscribers > 0;

    /// <summary>What was written since the outbox was emptied.</summary>
    public IReadOnlyList<Mail> Waiting => waiting;

    public void Subscribe() => subscribers++;

    public void Unsubscribe()
    {
        Invariant.Holds(subscribers > 0, "who leaves was there");
        subscribers--;
    }

    public void Add(Mail mail) => waiting.Add(mail);

    /// <summary>What had to leave the log in the turn in which it was accepted is not for others.</summary>
    public void Withdraw(IReadOnlyList<LogEntry> withdrawn)
    {
        if (waiting.Count > 0)
        {
            HashSet<Write> gone = [.. withdrawn.Select(entry => entry.Write)];
            waiting.RemoveAll(mail => gone.Contains(mail.Write));
        }
    }

    /// <summary>Everybody who wants it has it.</summary>
    public void Clear() => waiting.Clear();
}
