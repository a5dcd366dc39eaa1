using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Sessions;

/// <summary>
/// Reads what <see cref="SessionTokenWriter"/> writes. After the first fault every count is zero and every read gives
/// nothing. No list is made before the bytes for it are seen to be there.
/// </summary>
internal ref struct SessionTokenReader(ReadOnlySpan<byte> content)
{
    private const int LeastReplicaBytes = 2;
    private const int LeastEntryBytes = 2;
    private const int LeastKeyBytes = 4;

    private readonly ReadOnlySpan<byte> content = content;
    private ProtoReader reader = new(content);
    private bool failed;
    private long newest;
    private ReplicaId[] replicas = [];

    private readonly bool Failed => failed || reader.Failed;

    /// <summary>The session, or null when these are not the bytes of one, from beginning to end.</summary>
    public SessionState? Read()
    {
        int flags = reader.ReadInt32();
        Guarantees guarantees = (Guarantees)flags & Guarantees.All;
        SessionScope scope = (SessionScope)(flags >> SessionTokenLayout.GuaranteeBits);
        ulong committed = reader.ReadVarint();
        newest = reader.ReadFixed64();
        failed |= scope > SessionScope.Key || committed > long.MaxValue || newest == AcceptStamp.Maximum.Value;
        ReadReplicas();
        VersionVector readVector = ReadReadVector();
        VersionVector writeVector = ReadWriteVector();
        ImmutableSortedDictionary<DocumentKey, WriteId> keysWritten = ReadKeys(scope);
        ImmutableSortedDictionary<DocumentKey, WriteId> keysRead = ReadKeys(scope);
        return Failed || reader.Position != content.Length ? null : new()
        {
            Guarantees = guarantees,
            Scope = scope,
            ReadVector = readVector,
            WriteVector = writeVector,
            CommittedRead = new((long)committed),
            KeysWritten = keysWritten,
            KeysRead = keysRead,
        };
    }

    private void ReadReplicas()
    {
        replicas = new ReplicaId[ReadCount(LeastReplicaBytes)];
        Span<byte> path = stackalloc byte[ReplicaId.MaximumDepth * sizeof(long)];
        int depth = 0;
        for (int position = 0; position < replicas.Length && !Failed; position++)
        {
            int step = reader.ReadInt32();
            (int shared, int added) = (step / SessionTokenLayout.SharedFactor, step % SessionTokenLayout.SharedFactor);
            failed |= shared > depth || shared + added > ReplicaId.MaximumDepth;
            for (depth = shared; depth < shared + added && !Failed; depth++)
            {
                BinaryPrimitives.WriteInt64BigEndian(path[(depth * sizeof(long))..], reader.ReadFixed64());
            }

            failed |= Failed || !ReplicaId.TryDecode(path[..(depth * sizeof(long))], out replicas[position]);
            failed |= position > 0 && replicas[position - 1] >= replicas[position];
        }
    }

    private VersionVector ReadReadVector()
    {
        ImmutableArray<VectorEntry>.Builder entries = ImmutableArray.CreateBuilder<VectorEntry>(Failed ? 0 : replicas.Length);
        for (int position = 0; position < replicas.Length && !Failed; position++)
        {
            AcceptStamp stamp = ReadStamp();
            if (stamp.IsGiven)
            {
                entries.Add(new(replicas[position], stamp));
            }
        }

        return VectorOf(entries);
    }

    private VersionVector ReadWriteVector()
    {
        int count = ReadCount(LeastEntryBytes);
        ImmutableArray<VectorEntry>.Builder entries = ImmutableArray.CreateBuilder<VectorEntry>(count);
        while (entries.Count < count && !Failed)
        {
            entries.Add(ReadEntry());
        }

        return VectorOf(entries);
    }

    private VersionVector VectorOf(ImmutableArray<VectorEntry>.Builder entries)
    {
        VersionVector vector = VersionVector.Empty;
        failed |= Failed || !VersionVector.TryFromSorted(entries.DrainToImmutable(), out vector);
        return vector;
    }

    private ImmutableSortedDictionary<DocumentKey, WriteId> ReadKeys(SessionScope scope)
    {
        ImmutableSortedDictionary<DocumentKey, WriteId>.Builder keys = ImmutableSortedDictionary.CreateBuilder<DocumentKey, WriteId>();
        int count = scope == SessionScope.Key ? ReadCount(LeastKeyBytes) : 0;
        while (keys.Count < count && !Failed)
        {
            DocumentKey key = new(ReadText(), ReadText());
            VectorEntry entry = ReadEntry();
            failed |= keys.ContainsKey(key);
            keys[key] = new(entry.Replica, entry.Stamp);
        }

        return keys.ToImmutable();
    }

    private VectorEntry ReadEntry()
    {
        int position = reader.ReadInt32();
        AcceptStamp stamp = ReadStamp();
        failed |= position >= replicas.Length || !stamp.IsGiven;
        return new(Failed ? ReplicaId.Base : replicas[position], stamp);
    }

    private AcceptStamp ReadStamp()
    {
        ulong age = reader.ReadVarint();
        if (age is SessionTokenLayout.NoEntry or SessionTokenLayout.EverythingOfIt)
        {
            return age == SessionTokenLayout.NoEntry ? AcceptStamp.None : AcceptStamp.Maximum;
        }

        ulong before = age - SessionTokenLayout.YoungestAge;
        failed |= before >= (ulong)newest;
        return failed ? AcceptStamp.None : new(newest - (long)before);
    }

    private string ReadText()
    {
        ReadOnlySpan<byte> text = reader.ReadBytes();
        failed |= !Utf8.IsValid(text);
        return Failed ? "" : Encoding.UTF8.GetString(text);
    }

    private int ReadCount(int leastBytesEach)
    {
        int count = reader.ReadInt32();
        failed |= count > (content.Length - reader.Position) / leastBytesEach;
        return Failed ? 0 : count;
    }
}
