using System.Text;
using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Storage.Replicas;

namespace Oxbow.Storage.Tests.CrashPoints;

/// <summary>A replica driven as a node does it, and its side of links that the test carries from hand to hand.</summary>
internal sealed class Subject
{
    private readonly ReplicaJournal journal;
    private readonly Replica replica;
    private readonly Queue<PeerMessage> sent = new();
    private long requests;

    public Subject(IJournal journal, ReplicaIdentity identity)
    {
        this.journal = new(journal);
        Assert.Null(this.journal.Recover());
        replica = Replica.Create(identity, new());
        Turn();
    }

    public ReplicaIdentity Identity => replica.Identity;

    public int WriteCount => (int)replica.WriteCount;

    public void Put(int key, int value) => Turn(new SubmitWrite(new(++requests), [Update.Put("c"u8.ToArray(), KeyOf(key), Encoding.UTF8.GetBytes($"\"{new string('v', value % 40)}{value}\""))], null));

    public void Delete(int key) => Turn(new SubmitWrite(new(++requests), [Update.Delete("c"u8.ToArray(), KeyOf(key))], null));

    /// <summary>Grants an id to a new replica.</summary>
    public ReplicaIdentity Create()
    {
        LinkId link = new(++requests);
        Turn(new LinkOpened(link, LinkPurpose.Join, IsDialer: false), new PeerSaid(link, new JoinRequest()), new LinkClosed(link));
        return ((JoinReply)sent.Dequeue()).Identity;
    }

    /// <summary>A whole exchange or retirement handover.</summary>
    public static void Converse(Subject dialer, Subject listener, LinkPurpose purpose)
    {
        LinkId link = new(++dialer.requests + ++listener.requests);
        dialer.Turn(new LinkOpened(link, purpose, IsDialer: true));
        listener.Turn(new LinkOpened(link, purpose, IsDialer: false));
        while (dialer.sent.Count + listener.sent.Count > 0)
        {
            (Subject from, Subject to) = dialer.sent.Count > 0 ? (dialer, listener) : (listener, dialer);
            to.Turn(new PeerSaid(link, from.sent.Dequeue()));
        }

        dialer.Turn(new LinkClosed(link));
        listener.Turn(new LinkClosed(link));
    }

    private static byte[] KeyOf(int key) => Encoding.UTF8.GetBytes($"k{key}");

    private void Turn(params Input[] inputs)
    {
        replica.Tick(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        foreach (Input input in inputs)
        {
            replica.Step(input);
        }

        replica.EndTurn();
        Effects effects = replica.TakeEffects();
        journal.Persist(effects);
        foreach (PeerSend send in effects.Send)
        {
            sent.Enqueue(send.Message);
        }

        replica.Advance();
    }
}
