using System.Buffers.Binary;
using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Oxbow.Core;
using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Conversations;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Exhaustive;

/// <summary>
/// A key for everything that a replica has in memory: two replicas with one key behave alike from then on. It walks all
/// fields by reflection, so a field that is added to the core cannot be forgotten here. What does not count is left out
/// by name: where lists keep room, what was looked up last, what is only counted or kept to be shown to people, and in
/// which order tentative writes arrived, except those that came since a run began, which its sender looks at.
/// </summary>
internal sealed class StateKey
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> FieldsOf = new();

    private readonly Dictionary<object, int> seen = new(ReferenceEqualityComparer.Instance);
    private readonly ArrivalOrder arrivals;
    private byte[] bytes = new byte[4096];
    private int length;

    private StateKey(ReplicaState state) => arrivals = state.Log.Arrivals;

    /// <summary>The key of a replica between two turns.</summary>
    public static UInt128 Of(Replica replica)
    {
        ReplicaState state = (ReplicaState)Fields(typeof(Replica)).Single(field => field.FieldType == typeof(ReplicaState)).GetValue(replica)!;
        StateKey key = new(state);
        key.Add(replica);
        return HashOf(key.bytes.AsSpan(0, key.length));
    }

    /// <summary>A hash that no two of some billion contents share by accident.</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(content));

    /// <summary>A hash of blocks, one after the other.</summary>
    public static UInt128 HashOf(IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> block in blocks)
        {
            hash.AppendData(block.Span);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }

    /// <summary>A hash of some numbers.</summary>
    public static UInt128 HashOf(IEnumerable<int> numbers) => HashOf(MemoryMarshal.AsBytes<int>(numbers.ToArray()));

    private void Add(object? value)
    {
        switch (value)
        {
            case null or Delegate or IComparer or Arrival:
                // Not zero: that is how an empty sequence reads, and so the base id.
                Append(long.MinValue);
                break;
            case string text:
                Append(Encoding(text));
                break;
            case DateTimeOffset time:
                Append(time.UtcTicks);
                break;
            case ulong number:
                Append(unchecked((long)number));
                break;
            case ReplicaId id:
                Append(id.Encoded);
                break;
            case Write write:
                Append(write.Encoded.Span);
                break;
            case ReadOnlyMemory<byte> memory:
                Append(memory.Span);
                break;
            case byte[] array:
                Append(array);
                break;
            default:
                AddOther(value);
                break;
        }
    }

    private void AddOther(object value)
    {
        Type type = value.GetType();
        if (type.IsPrimitive || type.IsEnum)
        {
            Append(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
            return;
        }

        if (!type.IsValueType && !seen.TryAdd(value, seen.Count))
        {
            Append(-seen[value]);
            return;
        }

        switch (value)
        {
            case TentativeOrder order:
                AddAll(Enumerable.Range(0, order.Count).Select(index => order[index]));
                break;
            case ArrivalOrder:
                break;
            case AcceptStamp[] stamps:
                AddAll(stamps.Take(Array.FindLastIndex(stamps, stamp => stamp.IsGiven) + 1));
                break;
            case IEnumerable sequence:
                AddAll(sequence);
                break;
            default:
                AddFields(value, type);
                break;
        }
    }

    private void AddFields(object value, Type type)
    {
        foreach (FieldInfo field in Fields(type))
        {
            object? content = field.GetValue(value);
            Add((value, field.Name) switch
            {
                (LogEntry, "<ArrivalPosition>k__BackingField") => null,
                (ReplicaTable, "lastFound") => null,
                (RunSender, "arrival" or "runStart") => ArrivedSince((long)content!),
                (RunSender, "<Sent>k__BackingField") or (IncomingRun, "<Received>k__BackingField") => null,
                _ => content,
            });
        }
    }

    private IEnumerable<LogEntry> ArrivedSince(long position)
    {
        for (position = Math.Max(position, arrivals.Start); position < arrivals.End; position++)
        {
            if (arrivals[position] is { IsCommitted: false } entry)
            {
                yield return entry;
            }
        }
    }

    private void AddAll(IEnumerable sequence)
    {
        int count = 0;
        foreach (object? item in sequence)
        {
            Add(item);
            count++;
        }

        Append(count);
    }

    private static FieldInfo[] Fields(Type type) => FieldsOf.GetOrAdd(type, static type =>
    {
        List<FieldInfo> found = [];
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            found.AddRange(level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        }

        return [.. found.Where(field => !IsLookup(field.FieldType))];
    });

    /// <summary>Another way into a dictionary that is a field itself.</summary>
    private static bool IsLookup(Type type) => type.Name.StartsWith("AlternateLookup", StringComparison.Ordinal);

    private static byte[] Encoding(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private void Append(ReadOnlySpan<byte> content)
    {
        Append(content.Length);
        Ensure(content.Length);
        content.CopyTo(bytes.AsSpan(length));
        length += content.Length;
    }

    private void Append(long number)
    {
        Ensure(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(length), number);
        length += sizeof(long);
    }

    private void Ensure(int count)
    {
        if (length + count > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        }
    }
}
