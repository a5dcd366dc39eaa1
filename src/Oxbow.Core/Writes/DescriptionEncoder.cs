using System.Text;
using Oxbow.Core.Identity;
using static Oxbow.Core.Writes.WriteFormat;

namespace Oxbow.Core.Writes;

/// <summary>Encodes who a replica is: message <c>Description</c> of <c>proto/write.proto</c>.</summary>
internal static class DescriptionEncoder
{
    /// <summary>Bytes that the fields take.</summary>
    public static int SizeOf(ReplicaDescription description)
    {
        int nameBytes = Encoding.UTF8.GetByteCount(description.NodeName);
        return (nameBytes == 0 ? 0 : ProtoWriter.SizeOfBytes(NodeNameField, nameBytes))
            + (description.PublicKey.IsEmpty ? 0 : ProtoWriter.SizeOfBytes(PublicKeyField, description.PublicKey.Length))
            + 1 + ProtoWriter.SizeOfVarint((ulong)description.FormatLevel);
    }

    /// <summary>Writes the fields.</summary>
    public static void Write(ProtoWriter writer, ReplicaDescription description)
    {
        if (description.NodeName.Length > 0)
        {
            writer.WriteBytes(NodeNameField, Encoding.UTF8.GetBytes(description.NodeName));
        }

        if (!description.PublicKey.IsEmpty)
        {
            writer.WriteBytes(PublicKeyField, description.PublicKey.Span);
        }

        writer.WriteVarint(DescribedLevelField, (ulong)description.FormatLevel);
    }
}
