using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Model;

/// <summary>Which writes leave a log together, when a history of an id gives way.</summary>
internal static class Withdrawal
{
    /// <summary>
    /// Those of an origin after a write, and those of the replicas that they created, after the last one of each that
    /// is committed.
    /// </summary>
    public static IReadOnlyList<KnownWrite> After(WriteId kept, ReplicaModel replica, Oracle oracle)
    {
        List<KnownWrite> leaving = [];
        Queue<WriteId> ends = new([kept]);
        while (ends.TryDequeue(out WriteId end))
        {
            foreach (KnownWrite write in HeldOf(end.Origin, replica, oracle).Where(write => write.Id.Stamp > end.Stamp))
            {
                leaving.Add(write);
                if (write.Write.Kind == WriteKind.Creation)
                {
                    ReplicaId created = write.Id.Origin.Child(write.Id.Stamp);
                    ends.Enqueue(new(created, LastCommittedOf(created, replica, oracle)));
                }
            }
        }

        return leaving;
    }

    private static IEnumerable<KnownWrite> HeldOf(ReplicaId origin, ReplicaModel replica, Oracle oracle) =>
        oracle.LinesOf(origin).SelectMany(line => line.Writes.Take(replica.Held[line]));

    private static AcceptStamp LastCommittedOf(ReplicaId origin, ReplicaModel replica, Oracle oracle) =>
        HeldOf(origin, replica, oracle).Where(replica.HasCommitted)
            .Aggregate(AcceptStamp.None, (last, write) => write.Id.Stamp > last ? write.Id.Stamp : last);
}
