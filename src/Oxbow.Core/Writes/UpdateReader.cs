namespace Oxbow.Core.Writes;

/// <summary>Walks the updates of an encoded write, each a slice of the write's own bytes.</summary>
public ref struct UpdateReader(ReadOnlyMemory<byte> encoded)
{
    private readonly ReadOnlyMemory<byte> encoded = encoded;
    private ProtoReader reader = new(encoded.Span);

    /// <summary>The update that <see cref="MoveNext"/> found.</summary>
    public Update Current { get; private set; }

    /// <summary>Lets <c>foreach</c> walk the updates.</summary>
    public readonly UpdateReader GetEnumerator() => this;

    /// <summary>The updates that are left, as a list.</summary>
    internal IReadOnlyList<Update> ToList()
    {
        List<Update> updates = [];
        while (MoveNext())
        {
            updates.Add(Current);
        }

        return updates;
    }

    /// <summary>Goes to the next update; false after the last.</summary>
    public bool MoveNext()
    {
        while (reader.ReadTag())
        {
            if (reader.Field != WriteFormat.UpdatesField || reader.WireType != ProtoReader.LengthDelimited)
            {
                reader.Skip();
                continue;
            }

            Current = WriteDecoder.ReadUpdate(encoded[reader.ReadRange()]);
            return true;
        }

        return false;
    }
}
