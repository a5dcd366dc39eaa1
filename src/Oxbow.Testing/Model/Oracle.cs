using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Model;

/// <summary>Sees everything: all writes ever durably accepted, and all commit numbers ever given.</summary>
internal sealed class Oracle(TimeSpan requestWindow)
{
    private readonly Dictionary<WriteId, List<KnownWrite>> writes = [];
    private readonly Dictionary<ReplicaId, List<OriginLine>> linesOf = [];
    private readonly List<KnownWrite> keyed = [];

    public Commit Root { get; } = Commit.Root(requestWindow);

    public List<OriginLine> Lines { get; } = [];

    /// <summary>Creation writes, in order of acceptance.</summary>
    public List<KnownWrite> Creations { get; } = [];

    /// <summary>Ids that a creator without memory has granted a second time: two replicas bear each.</summary>
    public HashSet<ReplicaId> GrantedTwice { get; } = [];

    /// <summary>Ids that an eviction ended, in whatever epoch: what they accepted later has to leave the logs.</summary>
    public HashSet<ReplicaId> Evicted { get; } = [];

    /// <summary>Writes that programs spoke of and nobody accepted: replicas rightly complain of them.</summary>
    public List<WriteId> Rumours { get; } = [];

    /// <summary>Writes of strangers, which have them, although no process of the simulation may.</summary>
    public Holdings HeldByStrangers { get; } = new();

    public int WriteCount { get; private set; }

    /// <summary>The largest stamp of any write.</summary>
    public AcceptStamp Latest { get; private set; }

    /// <summary>True once a replica that lost its memory wrote under an id that had gone on without it.</summary>
    public bool IsForked { get; private set; }

    /// <summary>True once a node lost its disk, or the newest part of it, and all that nobody else held.</summary>
    public bool IsDiskLost { get; set; }

    /// <summary>True once a node could have forgotten something that others may know of it.</summary>
    public bool IsMemoryLost { get; set; }

    public IReadOnlyList<OriginLine> LinesOf(ReplicaId replica) => linesOf.GetValueOrDefault(replica) ?? [];

    /// <summary>The write of these bytes; null when nobody accepted it.</summary>
    public KnownWrite? Find(Write write)
    {
        foreach (KnownWrite known in writes.GetValueOrDefault(write.Id) ?? [])
        {
            if (known.Write.Encoded.Span.SequenceEqual(write.Encoded.Span))
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>All writes with a name: more than one only after a fork.</summary>
    public IReadOnlyList<KnownWrite> Find(WriteId id) => writes.GetValueOrDefault(id) ?? [];

    /// <summary>The write that another one says that it was made again from; null when nobody accepted it.</summary>
    public KnownWrite? OriginalOf(Write write) => write.Original is { } original
        ? Find(original.Id).FirstOrDefault(known => known.Write.Hash == original.Hash)
        : null;

    /// <summary>All writes with an idempotency key.</summary>
    public IEnumerable<KnownWrite> WithKey(ReadOnlyMemory<byte> requestKey) =>
        keyed.Where(known => known.Write.RequestKey.Span.SequenceEqual(requestKey.Span));

    /// <summary>The line that a replica with these holdings goes on with when it accepts under an id.</summary>
    public OriginLine LineOf(ReplicaId id, Holdings held)
    {
        OriginLine line = LinesOf(id) is { Count: > 0 } lines ? lines[0] : NewLine(id, null, 0);
        while (line.Branches.Find(branch => held[branch] > 0) is { } branch)
        {
            line = branch;
        }

        return line;
    }

    /// <summary>A second history of an id begins.</summary>
    public OriginLine Fork(OriginLine line, int at)
    {
        IsForked = true;
        OriginLine branch = NewLine(line.Replica, line, at);
        line.Branches.Add(branch);
        return branch;
    }

    public KnownWrite Accept(Write write, OriginLine line, Holdings held)
    {
        KnownWrite known = new(write, line, line.Writes.Count, held.Copy()) { Index = WriteCount, Original = OriginalOf(write) };
        line.Writes.Add(known);
        if (write.HasRequestKey)
        {
            keyed.Add(known);
        }

        if (!writes.TryGetValue(write.Id, out List<KnownWrite>? same))
        {
            same = [];
            writes.Add(write.Id, same);
        }

        same.Add(known);
        WriteCount++;
        Latest = write.Id.Stamp > Latest ? write.Id.Stamp : Latest;
        if (write.Kind == WriteKind.Creation)
        {
            Creations.Add(known);
        }
        else if (write.Kind == WriteKind.Retirement)
        {
            line.Retirement = known;
        }

        return known;
    }

    /// <summary>The writes that are missing and that no forked id explains.</summary>
    public IEnumerable<KnownWrite> Missing(Holdings held, Holdings needed) => held.Missing(needed)
        .Select(line => Lines[line])
        .Where(line => !IsConfused(line.Replica))
        .SelectMany(line => line.Writes.Take(needed[line]).Skip(held[line]));

    /// <summary>
    /// True when an id, or one that created it, has two histories, or one that was cut by an eviction: what a vector
    /// says of it may be meant of the other one.
    /// </summary>
    public bool IsConfused(ReplicaId id) =>
        LinesOf(id).Any(line => line.IsForked) || Evicted.Contains(id) || (!id.IsBase && IsConfused(id.Creator()));

    /// <summary>
    /// True when vectors are equal, or differ only where an id, or one that created it, has two histories.
    /// </summary>
    public bool AreAlike(VersionVector left, VersionVector right) => left.Equals(right)
        || left.Entries.Concat(right.Entries).All(entry => left[entry.Replica] == right[entry.Replica] || IsConfused(entry.Replica));

    private OriginLine NewLine(ReplicaId id, OriginLine? parent, int forkedAt)
    {
        OriginLine line = new(id, Lines.Count, parent, forkedAt);
        Lines.Add(line);
        if (!linesOf.TryGetValue(id, out List<OriginLine>? lines))
        {
            lines = [];
            linesOf.Add(id, lines);
        }

        lines.Add(line);
        return line;
    }
}
