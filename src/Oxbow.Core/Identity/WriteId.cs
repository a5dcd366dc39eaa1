namespace Oxbow.Core.Identity;

/// <summary>The name of a write: who accepted it, and at which stamp. Unique in its database for ever.</summary>
/// <param name="Origin">The replica that accepted the write.</param>
/// <param name="Stamp">Its accept stamp.</param>
public readonly record struct WriteId(ReplicaId Origin, AcceptStamp Stamp) : IComparable<WriteId>
{
    /// <summary>Tentative order: by accept stamp, then by replica id.</summary>
    public int CompareTo(WriteId other)
    {
        int byStamp = Stamp.CompareTo(other.Stamp);
        return byStamp != 0 ? byStamp : Origin.CompareTo(other.Origin);
    }

    /// <summary>Reads the text that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WriteId id)
    {
        int at = text.IndexOf('@');
        id = default;
        if (at < 0 || !AcceptStamp.TryParse(text[..at], out AcceptStamp stamp) || !ReplicaId.TryParse(text[(at + 1)..], out ReplicaId origin))
        {
            return false;
        }

        id = new(origin, stamp);
        return true;
    }

    /// <summary>The stamp in hexadecimal, an at sign, the replica.</summary>
    public override string ToString() => $"{Stamp}@{Origin}";

    /// <summary>True when <paramref name="left"/> comes first in tentative order.</summary>
    public static bool operator <(WriteId left, WriteId right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> comes later in tentative order.</summary>
    public static bool operator >(WriteId left, WriteId right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> does not come later in tentative order.</summary>
    public static bool operator <=(WriteId left, WriteId right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> does not come first in tentative order.</summary>
    public static bool operator >=(WriteId left, WriteId right) => left.CompareTo(right) >= 0;
}
