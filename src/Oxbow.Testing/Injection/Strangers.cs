using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Model;
using Oxbow.Testing.Network;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;
using Oxbow.Testing.Workload;

namespace Oxbow.Testing.Injection;

/// <summary>
/// Programs that are no replicas of this release: what they say has to be refused, or kept though it is not understood.
/// </summary>
internal sealed class Strangers(World world, SimulatedNetwork network)
{
    private const int RaisesPerThousand = 100;
    private const int NewerPerThousand = 700;

    private const WriteKind NewerKind = (WriteKind)99;
    private const int OtherVersion = ProtocolVersion.Current + 5;

    private static readonly Lazy<VersionVector> Crowd = new(() => VersionVector.From(
        Enumerable.Range(1, VersionVector.MaximumEntries).Select(stamp => new VectorEntry(ReplicaId.Base.Child(new(stamp)), new(stamp)))));

    private readonly SeededRandom random = world.Plan.Extras;
    private readonly SimulatedProcess caller = new(world, "x");
    private readonly List<Write> newer = [];
    private ReplicaId? self;
    private WriteHash creation;

    /// <summary>One of them calls a node.</summary>
    public void Call(SimulatedProcess host)
    {
        int choice = random.Below(1000);
        if (choice == 0)
        {
            Greet(host, hello => hello with { Known = Crowd.Value });
        }
        else if (choice < 200)
        {
            DatabaseId other = new(new Guid(unchecked((int)random.Bits()), 8, 8, 1, 2, 3, 4, 5, 6, 7, 8));
            Greet(host, hello => hello with { Identity = new(other, hello.Identity.Replica) });
        }
        else if (choice < 300)
        {
            Greet(host, hello => hello with { Version = OtherVersion });
        }
        else if (choice < 400)
        {
            network.Call(caller, host, LinkPurpose.Join, static _ => { }, new JoinRequest { Version = OtherVersion });
        }
        else if (choice < 600)
        {
            TellOfHole(host);
        }
        else if (self is null || world.Oracle.GrantedTwice.Contains(self))
        {
            network.Call(
                caller,
                host,
                LinkPurpose.Join,
                TakeIdentity,
                new JoinRequest { Description = world.Plan.HasLevels ? new("stranger", default, SwarmPlan.HighestLevel) : null });
        }
        else
        {
            WriteAs(self, host);
        }
    }

    private void TakeIdentity(PeerMessage answer)
    {
        if (answer is JoinReply reply)
        {
            self = reply.Identity.Replica;
            creation = reply.Identity.CreationHash;
            newer.Clear();
        }
    }

    private void Greet(SimulatedProcess host, Func<Hello, Hello> change, params PeerMessage[] then)
    {
        ReplicaId id = self ?? ReplicaId.Base.Child(AcceptStamp.FromTime(world.Time.Now));
        Hello hello = new(new(host.Model.Identity!.Database, id), VersionVector.Empty, CommitNumber.None, ChainHash.Empty);
        network.Call(caller, host, LinkPurpose.Exchange, static _ => { }, [change(hello), .. then]);
    }

    /// <summary>A replica of a newer release accepts a write and tells the node of all that it has.</summary>
    private void WriteAs(ReplicaId id, SimulatedProcess host)
    {
        OriginLine line = world.Oracle.LineOf(id, new());
        if (line.Writes.Count != newer.Count)
        {
            return;
        }

        AcceptStamp previous = newer.Count > 0 ? newer[^1].Id.Stamp : id.Created;
        AcceptStamp clock = AcceptStamp.FromTime(world.Time.Now);
        WriteHash hash = newer.Count > 0 ? newer[^1].Hash : creation;
        Write write = Draw(new(id, clock > previous ? clock : previous.Next), new(previous, hash));
        Holdings held = new();
        held[line] = newer.Count;
        newer.Add(write);
        world.Oracle.Accept(write, line, held);
        world.Oracle.HeldByStrangers[line] = newer.Count;
        Greet(host, hello => hello, new Batch(1, [.. newer.Select(each => LogRecord.Of(each, CommitNumber.None))], EndsRun: false));
    }

    /// <summary>
    /// Of a kind that nobody knows; or one that no replica of this release would accept at the present level.
    /// </summary>
    private Write Draw(WriteId id, Predecessor previous)
    {
        if (world.Plan.DrawsLevel(RaisesPerThousand))
        {
            return WriteEncoder.EncodeLevelRaise(id, previous, SwarmPlan.HighestLevel);
        }

        return world.Plan.DrawsLevel(NewerPerThousand)
            ? WriteEncoder.EncodeUpdates(
                id,
                previous,
                [Documents.DrawUpdate(
                    random, Documents.DrawKey(random, world.Plan.KeyCount), world.Plan.LargestValueBytes)],
                [],
                SwarmPlan.HighestLevel)
            : Encode(id, previous);
    }

    /// <summary>A write that follows one which nobody ever made.</summary>
    private void TellOfHole(SimulatedProcess host)
    {
        ReplicaId nobody = ReplicaId.Base.Child(AcceptStamp.FromTime(world.Time.Now));
        Write write = Encode(new(nobody, nobody.Created.Next.Next), new(nobody.Created.Next, WriteHash.None));
        world.Oracle.Rumours.Add(write.Id);
        Greet(host, hello => hello, new Batch(1, [LogRecord.Of(write, CommitNumber.None)], EndsRun: false));
    }

    /// <summary>Through the bytes, so that it is as little understood here as at a replica.</summary>
    private static Write Encode(WriteId id, Predecessor previous)
    {
        string? fault = WriteDecoder.TryDecode(WriteEncoder.EncodeMembership(id, previous, NewerKind).Encoded, id.Origin, out Write? write);
        return write ?? throw new InvalidOperationException(fault);
    }
}
