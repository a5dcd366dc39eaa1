using System.Buffers.Binary;

namespace Oxbow.Core.Identity;

/// <summary>
/// The name of a replica: the accept stamp of the write that created it and the id of the replica that
/// accepted that write, and so on up to the first replica of the database, which has the base id
/// (Petersen et al., "Flexible Update Propagation for Weakly Consistent Replication", SOSP 1997, section 4).
/// </summary>
/// <remarks>
/// Held as the path of creation stamps from the base, eight big-endian bytes each; ids are ordered by these
/// bytes. The order only breaks ties between equal accept stamps.
/// </remarks>
public sealed class ReplicaId : IEquatable<ReplicaId>, IComparable<ReplicaId>
{
    /// <summary>Longest chain of creations an id can hold; a longer one is refused.</summary>
    public const int MaximumDepth = 64;

    private const int StampBytes = sizeof(long);
    private const string BaseText = "base";
    private const string NobodyText = "nobody";

    private readonly byte[] path;
    private readonly int hashCode;

    private ReplicaId(byte[] path)
    {
        this.path = path;
        HashCode hash = default;
        hash.AddBytes(path);
        hashCode = hash.ToHashCode();
    }

    /// <summary>The id of the first replica of every database.</summary>
    public static ReplicaId Base { get; } = new([]);

    /// <summary>
    /// The id that no replica ever has: it names a creation at the largest stamp, and no write may bear that stamp.
    /// The authority to commit is handed to it in a database that is to have no primary.
    /// </summary>
    public static ReplicaId Nobody { get; } = Base.Child(AcceptStamp.Maximum);

    /// <summary>Number of creations between the base and this replica; zero for the base.</summary>
    public int Depth => path.Length / StampBytes;

    /// <summary>True for the first replica of a database.</summary>
    public bool IsBase => path.Length == 0;

    /// <summary>Accept stamp of the creation write; <see cref="AcceptStamp.None"/> for the base.</summary>
    public AcceptStamp Created => IsBase ? AcceptStamp.None : new(BinaryPrimitives.ReadInt64BigEndian(path.AsSpan(path.Length - StampBytes)));

    /// <summary>The path of creation stamps: what stands in an encoded write.</summary>
    public ReadOnlySpan<byte> Encoded => path;

    /// <summary>The replica that accepted the creation write.</summary>
    /// <exception cref="InvalidOperationException">This is the base id, which nobody created.</exception>
    public ReplicaId Creator()
    {
        if (IsBase)
        {
            throw new InvalidOperationException("The base replica has no creator.");
        }

        return path.Length == StampBytes ? Base : new(path[..^StampBytes]);
    }

    /// <summary>
    /// The id of the replica created by a write that this replica accepted at <paramref name="stamp"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The chain would be longer than <see cref="MaximumDepth"/>.
    /// </exception>
    public ReplicaId Child(AcceptStamp stamp)
    {
        if (Depth >= MaximumDepth)
        {
            throw new InvalidOperationException($"Replica {this} is {MaximumDepth} creations deep: let another replica create new ones.");
        }

        byte[] child = new byte[path.Length + StampBytes];
        path.CopyTo(child, 0);
        BinaryPrimitives.WriteInt64BigEndian(child.AsSpan(path.Length), stamp.Value);
        return new(child);
    }

    /// <summary>
    /// The stamp of the creation by which this replica descends from another one; not given when it does not. A replica
    /// does not descend from itself.
    /// </summary>
    internal AcceptStamp BranchFrom(ReplicaId ancestor) =>
        path.Length > ancestor.path.Length && path.AsSpan().StartsWith(ancestor.path)
            ? new(BinaryPrimitives.ReadInt64BigEndian(path.AsSpan(ancestor.path.Length)))
            : AcceptStamp.None;

    /// <summary>Reads an encoded path; false when it is too deep, ragged or holds a stamp that cannot be.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out ReplicaId id)
    {
        id = Base;
        if (encoded.Length % StampBytes != 0 || encoded.Length > MaximumDepth * StampBytes)
        {
            return false;
        }

        for (int offset = 0; offset < encoded.Length; offset += StampBytes)
        {
            if (BinaryPrimitives.ReadInt64BigEndian(encoded[offset..]) <= 0)
            {
                return false;
            }
        }

        id = encoded.IsEmpty ? Base : new(encoded.ToArray());
        return true;
    }

    /// <summary>Reads the text that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ReplicaId id)
    {
        id = Base;
        if (text.SequenceEqual(BaseText))
        {
            return true;
        }

        if (text.SequenceEqual(NobodyText))
        {
            id = Nobody;
            return true;
        }

        foreach (Range part in text.Split('.'))
        {
            if (!AcceptStamp.TryParse(text[part], out AcceptStamp created) || id.Depth >= MaximumDepth)
            {
                return false;
            }

            id = id.Child(created);
        }

        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ReplicaId? other) => other is null ? 1 : path.AsSpan().SequenceCompareTo(other.path);

    /// <inheritdoc/>
    public bool Equals(ReplicaId? other) =>
        ReferenceEquals(this, other) || (other is not null && hashCode == other.hashCode && path.AsSpan().SequenceEqual(other.path));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ReplicaId);

    /// <inheritdoc/>
    public override int GetHashCode() => hashCode;

    /// <summary>
    /// "base", "nobody", or the creation stamps in hexadecimal from the base down, with dots between.
    /// </summary>
    public override string ToString() =>
        IsBase ? BaseText
        : !IsFirstGeneration ? $"{Creator()}.{Created}"
        : this == Nobody ? NobodyText
        : Created.ToString();

    private bool IsFirstGeneration => path.Length == StampBytes;

    /// <summary>True when both name the same replica.</summary>
    public static bool operator ==(ReplicaId? left, ReplicaId? right) => left is null ? right is null : left.Equals(right);

    /// <summary>True when they name different replicas.</summary>
    public static bool operator !=(ReplicaId? left, ReplicaId? right) => !(left == right);

    /// <summary>True when <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(ReplicaId left, ReplicaId right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(ReplicaId left, ReplicaId right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> does not sort after <paramref name="right"/>.</summary>
    public static bool operator <=(ReplicaId left, ReplicaId right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> does not sort before <paramref name="right"/>.</summary>
    public static bool operator >=(ReplicaId left, ReplicaId right) => left.CompareTo(right) >= 0;
}
