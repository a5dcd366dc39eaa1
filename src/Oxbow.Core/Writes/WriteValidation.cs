using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Oxbow.Core.Writes;

/// <summary>Checks what one update says, the same way for a client's write and for a peer's.</summary>
public static class WriteValidation
{
    private const int UpdateOverheadBytes = 16;
    private const int HeaderOverheadBytes = 2048;

    private static readonly SearchValues<byte> CollectionBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."u8);

    /// <summary>What is wrong with the updates of one write and how to mend it, or null.</summary>
    public static string? FindFault(IReadOnlyList<Update> updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        if (updates.Count is 0 or > WriteLimits.MaximumUpdates)
        {
            return $"A write holds 1 to {WriteLimits.MaximumUpdates} updates, this one has {updates.Count}.";
        }

        int bytes = 0;
        for (int index = 0; index < updates.Count; index++)
        {
            if (FindFault(updates[index]) is { } fault)
            {
                return fault;
            }

            bytes += updates[index].Collection.Length + updates[index].Key.Length + updates[index].Value.Length + UpdateOverheadBytes;
        }

        return bytes > WriteLimits.MaximumWriteBytes - HeaderOverheadBytes
            ? $"The write takes about {bytes} bytes, at most {WriteLimits.MaximumWriteBytes} are allowed: split it."
            : null;
    }

    /// <summary>What is wrong with an idempotency key, or null; an empty one means that there is none.</summary>
    public static string? FindRequestKeyFault(ReadOnlySpan<byte> requestKey) =>
        requestKey.Length <= WriteLimits.MaximumRequestKeyBytes
            ? null
            : $"An idempotency key has at most {WriteLimits.MaximumRequestKeyBytes} bytes.";

    /// <summary>What is wrong with one update, or null.</summary>
    public static string? FindFault(in Update update)
    {
        if (FindCollectionFault(update.Collection.Span) is { } collectionFault)
        {
            return collectionFault;
        }

        if (FindKeyFault(update.Key.Span) is { } keyFault)
        {
            return keyFault;
        }

        return update.Kind switch
        {
            UpdateKind.Put => FindValueFault(update.Value.Span),
            UpdateKind.Delete => update.Value.IsEmpty ? null : "A delete carries no value.",
            _ => "An update is a put or a delete.",
        };
    }

    /// <summary>What is wrong with a collection name, or null.</summary>
    public static string? FindCollectionFault(ReadOnlySpan<byte> collection) =>
        collection.Length is > 0 and <= WriteLimits.MaximumCollectionBytes && !collection.ContainsAnyExcept(CollectionBytes)
            ? null
            : $"A collection name has 1 to {WriteLimits.MaximumCollectionBytes} characters: letters, digits, '_', '-' and '.'.";

    /// <summary>What is wrong with a document key, or null.</summary>
    public static string? FindKeyFault(ReadOnlySpan<byte> key) =>
        key.Length is > 0 and <= WriteLimits.MaximumKeyBytes && Utf8.IsValid(key)
            ? null
            : $"A key is UTF-8 text of 1 to {WriteLimits.MaximumKeyBytes} bytes.";

    private static string? FindValueFault(ReadOnlySpan<byte> value)
    {
        if (value.Length > WriteLimits.MaximumValueBytes)
        {
            return $"A value of {value.Length} bytes is larger than {WriteLimits.MaximumValueBytes}.";
        }

        return IsOneJsonValue(value) ? null : $"A value has to be one JSON value in UTF-8 without comments, nested at most {WriteLimits.MaximumJsonDepth} deep.";
    }

    private static bool IsOneJsonValue(ReadOnlySpan<byte> value)
    {
        try
        {
            Utf8JsonReader reader = new(value, new JsonReaderOptions { MaxDepth = WriteLimits.MaximumJsonDepth });
            while (reader.Read())
            {
                // The reader checks the grammar as it goes; strings have to be asked for.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !Utf8.IsValid(reader.ValueSpan))
                {
                    return false;
                }
            }

            return !value.IsEmpty;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
