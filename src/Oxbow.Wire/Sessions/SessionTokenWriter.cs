using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Sessions;

/// <summary>Writes what a token says, between its version and its seal; the format stands at <see cref="SessionTokenCodec"/>.</summary>
internal sealed class SessionTokenWriter
{
    private readonly IBufferWriter<byte> target;
    private readonly ProtoWriter writer;
    private readonly SessionState session;
    private readonly ImmutableArray<ReplicaId> replicas;
    private readonly AcceptStamp newest;

    public SessionTokenWriter(IBufferWriter<byte> target, SessionState session)
    {
        this.target = target;
        this.session = session;
        writer = new(target);
        VectorEntry[] entries = [.. session.ReadVector.Entries, .. session.WriteVector.Entries, .. Keys.SelectMany(keys => keys.Values).Select(EntryOf)];
        replicas = [.. entries.Select(entry => entry.Replica).Distinct().Order()];
        newest = entries.Select(entry => entry.Stamp).Where(stamp => stamp != AcceptStamp.Maximum).Append(AcceptStamp.None).Max();
    }

    private IEnumerable<ImmutableSortedDictionary<DocumentKey, WriteId>> Keys =>
        session.Scope == SessionScope.Key ? [session.KeysWritten, session.KeysRead] : [];

    public void Write()
    {
        writer.WriteVarint((ulong)session.Guarantees | ((ulong)session.Scope << SessionTokenLayout.GuaranteeBits));
        writer.WriteVarint((ulong)session.CommittedRead.Value);
        WriteFixed64(newest.Value);
        WriteReplicas();
        foreach (ReplicaId replica in replicas)
        {
            WriteAge(session.ReadVector[replica]);
        }

        WriteCount(session.WriteVector.Entries.Length);
        foreach (VectorEntry entry in session.WriteVector.Entries)
        {
            WriteEntry(entry);
        }

        foreach (ImmutableSortedDictionary<DocumentKey, WriteId> keys in Keys)
        {
            WriteKeys(keys);
        }
    }

    private void WriteReplicas()
    {
        WriteCount(replicas.Length);
        ReadOnlySpan<byte> before = [];
        foreach (ReplicaId replica in replicas)
        {
            ReadOnlySpan<byte> path = replica.Encoded;
            int shared = path.CommonPrefixLength(before) / sizeof(long);
            writer.WriteVarint((ulong)((shared * SessionTokenLayout.SharedFactor) + replica.Depth - shared));
            for (int offset = shared * sizeof(long); offset < path.Length; offset += sizeof(long))
            {
                WriteFixed64(BinaryPrimitives.ReadInt64BigEndian(path[offset..]));
            }

            before = path;
        }
    }

    private void WriteKeys(ImmutableSortedDictionary<DocumentKey, WriteId> keys)
    {
        WriteCount(keys.Count);
        foreach ((DocumentKey key, WriteId write) in keys)
        {
            WriteText(key.Collection);
            WriteText(key.Key);
            WriteEntry(EntryOf(write));
        }
    }

    private void WriteEntry(VectorEntry entry)
    {
        WriteCount(replicas.BinarySearch(entry.Replica));
        WriteAge(entry.Stamp);
    }

    private void WriteAge(AcceptStamp stamp) => writer.WriteVarint(
        !stamp.IsGiven ? SessionTokenLayout.NoEntry
        : stamp == AcceptStamp.Maximum ? SessionTokenLayout.EverythingOfIt
        : (ulong)(newest.Value - stamp.Value) + SessionTokenLayout.YoungestAge);

    private void WriteText(string text)
    {
        WriteCount(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, target);
    }

    private void WriteCount(int count) => writer.WriteVarint((ulong)count);

    private void WriteFixed64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target.GetSpan(sizeof(long)), value);
        target.Advance(sizeof(long));
    }

    private static VectorEntry EntryOf(WriteId write) => new(write.Origin, write.Stamp);
}
