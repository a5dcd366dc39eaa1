using System.Buffers.Binary;
using System.Security.Cryptography;
using Oxbow.Core.Data;
using Oxbow.Core.Messages;

namespace Oxbow.Core;

/// <summary>Makes the status of a replica.</summary>
internal static class StatusReport
{
    public static ReplicaStatus Make(ReplicaState state, int heldBackCount, bool withDocumentsHash) => new(
        state.Identity,
        state.Standing.Current,
        state.History.Authority.Primary,
        state.Log.LastCommitted,
        state.History.Hash,
        state.Log.Tentative.Count,
        state.Log.Count,
        state.Log.Known.ToVersionVector(),
        withDocumentsHash ? HashOf(state.History.Documents) : default)
    {
        HeldBackCount = heldBackCount,
        CommitsSuspended = state.CommitsSuspended,
    };

    /// <summary>SHA-256 over collection name, key and value of every document, each with its length, in order.</summary>
    private static byte[] HashOf(DocumentStore documents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DocumentCollection collection in documents.Collections)
        {
            foreach (Document document in collection.From(default))
            {
                if (document.In(ReadView.Latest) is { } version)
                {
                    Append(hash, collection.Name);
                    Append(hash, document.Key);
                    Append(hash, version.Value.Span);
                }
            }
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
