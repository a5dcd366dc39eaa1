using System.Text;
using System.Text.Unicode;
using Oxbow.Core.Identity;
using static Oxbow.Core.Writes.WriteFormat;

namespace Oxbow.Core.Writes;

/// <summary>Reads who a replica is: message <c>Description</c> of <c>proto/write.proto</c>.</summary>
public static class DescriptionReader
{
    /// <summary>The description, or null when the bytes are none that this version makes.</summary>
    public static ReplicaDescription? Read(ReadOnlyMemory<byte> encoded)
    {
        ProtoReader reader = new(encoded.Span);
        ReadOnlyMemory<byte> name = default;
        ReadOnlyMemory<byte> key = default;
        int level = 0;
        int lastField = 0;
        while (reader.ReadTag() && reader.Field > lastField)
        {
            lastField = reader.Field;
            switch (reader.Field, reader.WireType)
            {
                case (NodeNameField, ProtoReader.LengthDelimited):
                    name = encoded[reader.ReadRange()];
                    break;
                case (PublicKeyField, ProtoReader.LengthDelimited):
                    key = encoded[reader.ReadRange()];
                    break;
                case (DescribedLevelField, ProtoReader.Varint):
                    level = reader.ReadInt32();
                    break;
                default:
                    return null;
            }
        }

        bool isRead = !reader.Failed && reader.Position == encoded.Length && level > 0;
        return isRead && FindFault(name.Span, key.Span) is null ? new(Encoding.UTF8.GetString(name.Span), key, level) : null;
    }

    /// <summary>What is wrong with a description that somebody tells of himself, or null.</summary>
    public static string? FindFault(ReplicaDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return description.FormatLevel < 1
            ? "A format level is 1 or higher."
            : FindFault(Encoding.UTF8.GetBytes(description.NodeName), description.PublicKey.Span);
    }

    private static string? FindFault(ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        if (name.Length > ReplicaDescription.MaximumNodeNameBytes || !Utf8.IsValid(name))
        {
            return $"A node's name is UTF-8 text of at most {ReplicaDescription.MaximumNodeNameBytes} bytes.";
        }

        return key.Length > ReplicaDescription.MaximumPublicKeyBytes
            ? $"A public key has at most {ReplicaDescription.MaximumPublicKeyBytes} bytes."
            : null;
    }
}
